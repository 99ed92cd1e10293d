"""Mend what needs no judgement: characters, quotes, the order of fields, names where an id or a code belongs.

Texts are edited in place, never written anew, so that comments and line breaks stay. After each step the file is read
again; a step that would change what the file says is left out. A file that cannot be read is not touched.
"""

from __future__ import annotations

from typing import NamedTuple

from ..document import SHAPES, Document, Loaded
from ..problem import INVISIBLE, Problem
from . import characters, names, order, quotes
from .meaning import data_of
from .step import Done


class Fixed(NamedTuple):
    """The text of a file after mending, and what was done to it."""

    text: str
    done: list[Done]


STEPS = (characters.trailing_space, names.ids_for_names, quotes.quotes_where_needed, order.fields_in_order, characters.trailing_space)
"""Spaces first, since they could become part of a text when fields move; and last, since what moves can leave some at the end."""


def fix(document: Document, raw: str, loaded: Loaded) -> Fixed:
    """Mend the text ``raw`` of a document; without anything to mend, or if the file cannot be read, it comes back as it is."""
    untouched = Fixed(raw, [])
    if document.folder not in SHAPES or INVISIBLE.search(raw.removeprefix(characters.MARK)):
        return untouched
    readable = characters.readable(raw)
    if readable is None or not isinstance(data_of(readable.text), dict):
        return untouched
    text, done = readable
    for step in STEPS:
        taken = step(mended(document, text), loaded)
        text, done = taken.text, [*done, *(one for one in taken.done if one not in done)]
    return Fixed(text, done) if text != raw else untouched


def mended(document: Document, text: str) -> Document:
    """The same file with another text, which must be readable."""
    again = Document(document.root, document.path, document.shape, text)
    again.reading.data = data_of(text)
    return again


def mends(fixed: Fixed, problem: Problem) -> bool:
    """Whether the mending takes this problem of the same file away."""
    return any(
        problem.rule == done.rule or (done.written is not None and (problem.place.line, problem.suggestion) == (done.line, done.written)) for done in fixed.done
    )
