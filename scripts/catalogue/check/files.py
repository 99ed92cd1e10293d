"""Files that can be read: names, encoding, invisible characters, and YAML without traps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from ..document import SHAPES, Document, Loaded
from ..language import N_
from ..problem import INVISIBLE
from ..shape import SLUG
from ..walk import KEY
from ..yaml12 import Path
from .rule import ERROR, DocumentCheck, Finding, rule


def refused(name: str, explanation: str) -> DocumentCheck:
    """Register a rule that passes on what the reader refused under ``name``; ``explanation`` is its documentation."""

    def check(document: Document, loaded: Loaded) -> Iterator[Finding]:
        for refusal in document.refusals:
            if refusal.rule == name:
                yield Finding(refusal.mark, refusal.message, refusal.parameters)

    check.__doc__ = explanation
    return rule(name, ERROR)(check)


refused(
    "yaml-syntax",
    N_("The file can be read as YAML. A missing quote or a wrong indent makes everything after it unreadable, so the message names the first place."),
)
refused(
    "yaml-alias",
    N_("Texts are written out in full. Anchors and aliases save typing, but readers of the file cannot follow them, and they can be used to blow up memory."),
)
refused("yaml-tag", N_("YAML tags are not used. They tell programs to build objects, and a record is only text and numbers."))
refused("yaml-documents", N_("A file holds one record. Its name is the record's address for ever."))
refused("yaml-depth", N_("Records are shallow. Nesting over 50 levels is a mistake or an attack, and it can crash programs that read YAML."))
refused("yaml-key", N_("Field names are plain words."))
refused("duplicate-key", N_("Each field stands once. Of two equal fields, programs silently keep one, and your text could be the one that is lost."))
refused("empty-file", N_("A file has content. An empty file is mostly a slip when saving."))
refused("file-size", N_("Records are short enough to read. Long texts belong in a source that the record points to."))
refused("file-encoding", N_("Files are UTF-8 text, so that every letter of every language survives."))
refused("byte-order-mark", N_("Files have no byte-order mark. It is invisible and makes the first field unreadable for some programs."))
refused("invisible-character", N_("Texts hold only characters that can be seen. Invisible ones can hide words from a reviewer or turn the reading direction."))
refused("tab", N_("Indents are spaces. A tab looks like spaces and is not."))
refused("symbolic-link", N_("Files are files. A link could point to something outside the project."))
refused("front-matter", N_("Every hand-written page starts with its title, between two lines of three hyphens."))


@rule("file-name", ERROR, *SHAPES)
def file_names_are_slugs(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A file name is lower-case letters, digits and hyphens and ends in .yaml.

    It becomes the page's address and the record's id for ever, in links, in other records and on paper.
    """
    for refusal in document.refusals:
        if refusal.rule == "file-name":
            yield Finding(refusal.mark, refusal.message)
            return
    name = document.path.rsplit("/", 1)[-1]
    stem = name.removesuffix(".yaml")
    if stem == name or not re.fullmatch(SLUG, stem) or len(stem) > 80:
        better = re.sub(r"[^a-z0-9]+", "-", _letters(re.sub(r"\.[a-z]{1,5}$", "", name.lower()))).strip("-")[:80].strip("-") or "a-short-name"
        yield Finding((), N_("The file name “{name}” cannot be an address. Rename the file to “{better}.yaml”."), {"name": name, "better": better})


SPELLED_OUT = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def _letters(name: str) -> str:
    """A name with its letters in plain ASCII as far as they have a plain form."""
    parts = unicodedata.normalize("NFKD", name.translate(SPELLED_OUT))
    return "".join(part for part in parts if not unicodedata.combining(part))


@rule("hidden-character", ERROR)
def no_hidden_characters(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """No text brings in invisible characters by way of an escape such as "\\u202e".

    The file looks harmless, but the page would show something else than the reviewer has read.
    """
    if "\\" not in document.text:
        return
    for path, text in _strings(document.data):
        if found := INVISIBLE.search(text):
            message = N_("The text holds an invisible character (U+{code}), written as an escape. Take it out.")
            yield Finding(path, message, {"code": f"{ord(found.group()):04X}"})


def _strings(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text and every field name; data are never nested deeper than the reader allows."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key, KEY), key
            yield from _strings(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _strings(value, (*path, index))


@rule("not-a-record", ERROR)
def a_record_is_fields(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A record is a list of fields with values.

    A text or a list at the top level is mostly a missing colon in the first lines.
    """
    if document.reading.complete and document.data is not None and not isinstance(document.data, dict):
        yield Finding((), N_("The file should hold fields, each with a name, a colon and a value. Start from a copy of another record."))
