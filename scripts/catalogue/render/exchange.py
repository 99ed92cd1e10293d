"""References in the forms that reference managers read: CSL-JSON, BibTeX and RIS.

Everything starts from CSL's own item, a plain dictionary after the CSL input data schema; the two older forms are made of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from ..language import N_
from ..model import SourceEntry
from ..shape import PartialDate
from .reader import Reader

Item = dict[str, Any]
"""A reference after the CSL input data schema."""

COPY = N_("copy kept by a third party")
SUPPLIED = N_("title supplied by the editors")


class Form(NamedTuple):
    """A form that reference managers read; its name is a proper name in every language."""

    name: str
    ending: str
    media_type: str


CSL_JSON = Form("CSL-JSON", "json", "application/vnd.citationstyles.csl+json")
BIBTEX = Form("BibTeX", "bib", "application/x-bibtex")
RIS = Form("RIS", "ris", "application/x-research-info-systems")


def notes(source: SourceEntry, reader: Reader) -> list[str]:
    """What a reader must know before she looks for the source: that its address is a copy, that its title is ours."""
    custom = source.entry.custom
    return [reader.say(note) for note, true in ((COPY, custom.copy_), (SUPPLIED, custom.supplied_title)) if true]


def item(source: SourceEntry, reader: Reader) -> Item:
    """A source as CSL has it: what only this library knows of it is left out, or told in its note."""
    entry = source.entry
    data = entry.model_dump(by_alias=True, exclude_none=True, exclude={"author", "issued", "note", "custom"})
    made: Item = {"id": source.id, **{name: one_line(value) for name, value in data.items()}}
    if entry.author:
        made["author"] = [{name: one_line(value) for name, value in author.model_dump(exclude_none=True).items()} for author in entry.author]
    if entry.issued:
        made["issued"] = issued(entry.issued)
    said = [*([one_line(entry.note).rstrip(".")] if entry.note else []), *notes(source, reader)]
    if said:
        made["note"] = "; ".join(said) + "."
    return made


def issued(date: PartialDate) -> dict[str, list[list[int]]]:
    """A date as CSL has it, as exact as it is known."""
    return {"date-parts": [[part for part in date if part]]}


def one_line(text: str) -> str:
    """A text without line breaks and control characters, which none of the forms can hold."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())


def as_csl_json(items: Iterable[Item]) -> str:
    """CSL-JSON: one item a line."""
    return "[\n" + ",\n".join(json.dumps(each, ensure_ascii=False) for each in items) + "\n]\n"


# --- BibTeX ------------------------------------------------------------------------------------

ENTRY_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
"""BibTeX's types; everything else is a @misc."""
CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
SPECIAL = {ord(sign): f"\\{sign}" for sign in "&%$#_"} | {
    ord("\\"): r"\textbackslash{}",
    ord("{"): r"\textbraceleft{}",  # BibTeX counts \{ as a brace
    ord("}"): r"\textbraceright{}",
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}",
}
"""What means something to TeX. Letters of all alphabets stay as they are: the file is UTF-8."""
UNSAFE = {ord(sign): f"%{ord(sign):02X}" for sign in "{}\\"}
"""What an address must not hold in BibTeX, which takes it letter by letter."""


def as_bibtex(items: Iterable[Item]) -> str:
    """BibTeX in UTF-8, with BibLaTeX's ``date`` beside the year."""
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.block_separator = "\n"
    return write_string(Library([Entry(_entry_type(each), each["id"], _fields(each)) for each in items]), bibtex_format=layout)


def _entry_type(item: Item) -> str:
    return ENTRY_TYPES.get(item["type"], "misc")


def _fields(item: Item) -> list[Field]:
    type_ = _entry_type(item)
    date = date_of(item)
    texts = {
        "author": " and ".join(_bibtex_name(author) for author in item.get("author", ())),
        "title": f"{{{tex(item['title'])}}}",  # the inner braces keep its capitals
        CONTAINERS.get(type_, "howpublished"): tex(item.get("container-title", "")),
        PUBLISHERS.get(type_, "publisher"): tex(item.get("publisher", "")),
        "year": date[:4],
        "date": date if len(date) > 4 else "",
        "volume": tex(item.get("volume", "")),
        "number": tex(item.get("issue") or item.get("number", "")),
        "pages": tex(item.get("page", "")).replace("-", "--").replace("–", "--"),
        "doi": item.get("DOI", "").translate(UNSAFE),
        "url": item.get("URL", "").translate(UNSAFE),
        "language": item.get("language", ""),
        "note": tex(item.get("note", "")),
    }
    return [Field(name, text) for name, text in texts.items() if text]


def _bibtex_name(author: dict[str, str]) -> str:
    """A person as "Family, Given"; an organisation in braces, so that nobody takes its last word for a family name."""
    if "family" in author and "given" in author:
        return ", ".join(_braced(tex(author[part])) for part in ("family", "given"))
    return f"{{{tex(author.get('family') or author.get('literal') or author.get('given', ''))}}}"


def _braced(name: str) -> str:
    return f"{{{name}}}" if "," in name or " and " in f" {name} " else name


def tex(text: str) -> str:
    """A text with TeX's special signs escaped."""
    return text.translate(SPECIAL)


def date_of(item: Item) -> str:
    """The date of an item as ISO 8601 has it, as exact as it is known; empty if it has none."""
    return str(PartialDate(*item["issued"]["date-parts"][0])) if "issued" in item else ""


# --- RIS ---------------------------------------------------------------------------------------

REFERENCE_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-encyclopedia": "ENCYC",
    "legislation": "STAT",
    "motion_picture": "MPCT",
    "paper-conference": "CPAPER",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "speech": "SLIDE",
    "thesis": "THES",
    "webpage": "ELEC",
}
"""RIS's types; everything else is a GEN."""


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """Writes entries without a number before each, which the form does not know."""

    def set_header(self, count: int) -> str:  # noqa: ARG002  (the library gives it)
        """No line before an entry."""
        return ""


def as_ris(items: Iterable[Item]) -> str:
    """RIS in UTF-8."""
    text: str = rispy.dumps([_ris(each) for each in items], implementation=_Writer)
    return text.rstrip("\n") + "\n"


def _ris(item: Item) -> dict[str, Any]:
    date = date_of(item)
    first, _, last = item.get("page", "").replace("–", "-").partition("-")
    fields = {
        "type_of_reference": REFERENCE_TYPES.get(item["type"], "GEN"),
        "id": item["id"],
        "authors": [_ris_name(author) for author in item.get("author", ())],
        "title": item["title"],
        "secondary_title": item.get("container-title"),
        "publisher": item.get("publisher"),
        "year": date[:4],
        "date": "/".join([*date.split("-"), "", "", ""][:3]) + "/" if date else "",
        "volume": item.get("volume"),
        "number": item.get("issue") or item.get("number"),
        "start_page": first.strip(),
        "end_page": last.strip(),
        "doi": item.get("DOI"),
        "urls": [item["URL"]] if "URL" in item else [],
        "language": item.get("language"),
        "notes": [item["note"]] if "note" in item else [],
    }
    return {name: value for name, value in fields.items() if value}


def _ris_name(author: dict[str, str]) -> str:
    return ", ".join(author[part] for part in ("family", "given") if part in author) or author.get("literal", "")


FORMS = ((BIBTEX, as_bibtex), (RIS, as_ris), (CSL_JSON, as_csl_json))
"""Every form with what writes it, the one that most programs read first."""
