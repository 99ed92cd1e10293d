"""What a step of the mending hands on: the text, and what was done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Edit(NamedTuple):
    """A stretch of the text, and what shall stand there."""

    start: int
    end: int
    text: str


class Done(NamedTuple):
    """One thing that was mended, for the contributor to read."""

    message: str
    parameters: Mapping[str, Any] = {}
    rule: str | None = None
    """The rule of the checker that asks for it, if one does everywhere in the file."""
    line: int = 0
    written: str | None = None
    """The line, and what was written there, if it was one value."""


class Taken(NamedTuple):
    """The text after a step."""

    text: str
    done: list[Done]


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits that do not overlap."""
    parts, at = [], 0
    for edit in sorted(edits):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])
