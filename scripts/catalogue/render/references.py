"""References of one page: sources numbered in the order in which they are first cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from babel.dates import format_date, format_skeleton
from markupsafe import Markup, escape

from ..bibliography import Author, Source
from ..language import N_
from ..model import SourceEntry
from ..prose import Cited, parse_citation, to_html
from ..shape import PartialDate
from . import csl
from .exchange import notes
from .reader import Reader, relative

SOURCE_NUMBER = N_("Source {number}")


class Reference(NamedTuple):
    """One numbered source of a page."""

    number: int
    id: str
    html: Markup


@dataclass
class References:
    """Numbers sources as they are cited; ``url`` is the address of the page."""

    reader: Reader
    url: str

    def __post_init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def mark(self, cited: Cited) -> str:
        """The HTML of one reference mark."""
        number = self.numbers.setdefault(cited.source, len(self.numbers) + 1)
        label = escape(self.reader.say(SOURCE_NUMBER, number=number))
        locator = f", {escape(cited.locator)}" if cited.locator else ""
        return f'<sup class="pc-ref" data-pagefind-ignore><a href="#source-{number}" aria-label="{label}{locator}">{number}{locator}</a></sup>'

    def marks(self, citations: Iterable[str]) -> Markup:
        """The marks of a list of citations."""
        return Markup("".join(self.mark(parse_citation(citation)) for citation in citations))

    def prose(self, text: str) -> Markup:
        """A prose field as safe HTML; its citations are numbered."""
        return Markup(to_html(text, self.mark))

    def inline(self, text: str) -> Markup:
        """A prose field of one paragraph without the paragraph element around it."""
        html = str(self.prose(text))
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            html = html[3:-4]
        return Markup(html)

    def listing(self) -> list[Reference]:
        """All cited sources by number."""
        sources = self.reader.catalogue.sources
        return [Reference(number, id_, cached_source(sources[id_], self.reader, relative(self.url, f"sources/{id_}/"))) for id_, number in self.numbers.items()]


def cached_source(source: SourceEntry, reader: Reader, page: str) -> Markup:
    """A source as an entry of a bibliography, made once for each reader and address: the same sources stand on many pages."""
    made: dict[str, Markup] = reader.__dict__.setdefault("sources", {})
    if page not in made:
        made[page] = format_source(source, reader, page)
    return made[page]


SHOWN = ("container-title", "publisher", "volume", "issue", "page", "number", "DOI", "URL")
"""The fields of a source that a reference may show, by CSL's names, beside author, date and title."""


def format_source(source: SourceEntry, reader: Reader, page: str | None = None) -> Markup:
    """A source as an entry of a bibliography, in the citation style, with our notes; ``page`` is the address of its own page."""
    entry = source.entry
    title = Markup("<cite{}>{}</cite>").format(_lang(entry, reader), entry.title)
    if page:
        title = Markup('<a href="{}">{}</a>').format(page, title)
    author = entry.author or tuple(Author(literal=name) for name in (authors(entry),) if name)
    fields = {"title": csl.Filling(entry.title, title)}
    for name in SHOWN:
        text = getattr(entry, name.replace("-", "_"))
        if text and text != authors(entry):
            fields[name] = csl.Filling(text, SHOWS[name](text)) if name in SHOWS else csl.plain(text)
    made = csl.reference(entry.type, author, fields, when(entry.issued, reader) if entry.issued else None, reader.language)
    said = notes(source, reader)
    return Markup("{}{}").format(made, f" [{'; '.join(said)}]" if said else "")


def linked(address: str, text: str | None = None) -> Markup:
    """An address as a link that may break anywhere; only the web's own schemes become one."""
    return Markup('<a class="pc-address" href="{}" rel="noopener">{}</a>').format(address, text or address)


SHOWS: dict[str, Callable[[str], Markup]] = {"URL": linked, "DOI": lambda doi: linked(f"https://doi.org/{doi}")}
"""How the fields are shown that are more than words."""


def when(date: PartialDate, reader: Reader) -> str:
    """A date with its year first, as exact as it is known: "2017", "2017, June", "2017, 2 juni"."""
    if not date.month:
        return str(date.year)
    said = format_skeleton("MMMMd", date.first, locale=reader.locale) if date.day else format_date(date.first, "LLLL", locale=reader.locale)
    return f"{date.year}, {said}"


def authors(entry: Source) -> str:
    """The authors, or else the publisher."""
    names = [author.literal or ", ".join(part for part in (author.family, author.given) if part) for author in entry.author]
    return "; ".join(name for name in names if name) or entry.publisher or entry.container_title or ""


def _lang(entry: Source, reader: Reader) -> Markup:
    if entry.language and entry.language != reader.language and not entry.custom.supplied_title:
        return Markup(' lang="{}"').format(escape(entry.language))
    return Markup("")
