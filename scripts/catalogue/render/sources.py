"""The bibliography: all sources, and a page for each with what rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from ..collation import sort_key
from ..language import N_
from ..model import SourceEntry
from .cite import Taken, preformatted
from .exchange import FORMS, item
from .page import StagedFile, StagedPage, page_with_lead, render
from .reader import Reader, relative
from .references import authors, format_source
from .rests import what_rests

WHOLE = "sources/practice-commons"
"""The whole bibliography as a file, without its ending; it lies in the tree of the default language."""

TITLE = N_("Sources")
LEAD = N_("Every text that a fact in this library comes from. We did not check whether the addresses still work.")


def source_pages(reader: Reader) -> Iterator[StagedPage | StagedFile]:
    """The bibliography, the same for reference managers, and one page for each source."""
    yield bibliography(reader)
    if reader.language == reader.catalogue.languages[0]:
        items = [item(source, reader) for source in reader.catalogue.sources.values()]
        for form, write in FORMS:
            yield StagedFile(reader.language, f"{WHOLE}.{form.ending}", write(items))
    for source in reader.catalogue.sources.values():
        yield source_page(source, reader)


def bibliography(reader: Reader) -> StagedPage:
    """All sources by author or publisher."""
    ordered = sorted(
        reader.catalogue.sources.values(),
        key=lambda source: (sort_key(authors(source.entry), reader.language), sort_key(source.entry.title, reader.language), source.id),
    )
    groups: dict[str, list[Markup]] = {}
    for source in ordered:
        name = authors(source.entry)
        letter = name[0].upper() if name and name[0].isalpha() else "#"
        groups.setdefault(letter, []).append(format_source(source, reader, relative("sources/", f"sources/{source.id}/")))
    files = [(form, f"{WHOLE}.{form.ending}") for form, _ in FORMS]
    return page_with_lead("sources.html", reader, "sources/index.md", reader.say(TITLE), reader.say(LEAD), {"kind": "index"}, groups=groups, files=files)


def source_page(source: SourceEntry, reader: Reader) -> StagedPage:
    """One source: what it is, where it is, how much of it was read, and what rests on it."""
    entry = source.entry
    rows = [
        (N_("By"), authors(entry)),
        (N_("Published"), reader.date(entry.issued) if entry.issued else None),
        (N_("Type"), reader.say(TYPES[entry.type])),
        (N_("Language"), reader.language_name(entry.language) if entry.language else None),
        (N_("Who speaks"), reader.term("source-perspectives", entry.custom.perspective)),
        (N_("How much was read"), reader.term("source-readings", entry.custom.reading)),
    ]
    url = f"sources/{source.id}/"
    body = render(
        "source.html",
        reader,
        url,
        entry=entry,
        reference=format_source(source, reader),
        rows=[(reader.say(label), value) for label, value in rows if value],
        rests=what_rests(source, reader),
        forms=[Taken(form, preformatted(write([item(source, reader)]).strip()), f"{source.id}.{form.ending}") for form, write in FORMS],
    )
    meta = {"kind": "source", "source": f"sources/{source.id}.yaml", "scripts": ["cite.js"]}
    by = authors(entry)
    named = f"{entry.title} ({by})" if by else entry.title  # several sources bear the same title
    return StagedPage(reader.language, f"sources/{source.id}.md", named, body, reader.say(N_("A source of this library and what rests on it.")), meta)


TYPES = {
    "article-journal": N_("Journal article"),
    "article-magazine": N_("Magazine article"),
    "article-newspaper": N_("Newspaper article"),
    "book": N_("Book"),
    "chapter": N_("Chapter of a book"),
    "dataset": N_("Dataset"),
    "document": N_("Document"),
    "entry-encyclopedia": N_("Encyclopedia entry"),
    "legislation": N_("Law or legal act"),
    "motion_picture": N_("Film"),
    "paper-conference": N_("Conference paper"),
    "post-weblog": N_("Blog post"),
    "report": N_("Report"),
    "speech": N_("Talk or slides"),
    "thesis": N_("Thesis"),
    "webpage": N_("Web page"),
}
