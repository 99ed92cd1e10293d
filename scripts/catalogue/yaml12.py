"""Read one YAML file as YAML 1.2 core data, with PyYAML's C parser.

So ``NO`` is Norway and a date is text. Anchors, aliases, tags, duplicate keys, second documents and
nesting over 50 are refused. The data are built from the stream of events, never by recursion: composing
40,000 brackets crashes the C loader, stopping at the 51st takes milliseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple

import yaml
from yaml import AliasEvent, DocumentStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent, StreamEndEvent
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from .language import N_

MAX_DEPTH = 50
LINE_BREAK = re.compile(r"\r\n?|\n")
"""What YAML counts as the end of a line; the rarer ones are refused as invisible characters."""
Path = tuple[str | int, ...]


class Mark(NamedTuple):
    """Line and column, counted from 1; columns in characters."""

    line: int
    column: int


CORE = {"null": None, "Null": None, "NULL": None, "~": None, "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
CORE_FIRST = frozenset("nNtTfF~")
NUMBER_FIRST = frozenset("0123456789-+.")
MAYBE_DATA = CORE_FIRST | NUMBER_FIRST | {""}
"""What a plain scalar that is not text starts with; most are text and need no closer look."""
INTEGER = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
OCTAL = re.compile(r"0o[0-7]{1,18}")
HEX = re.compile(r"0x[0-9a-fA-F]{1,15}")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?", re.ASCII)

SYNTAX = {
    "did not find expected key": N_("The indent does not fit here. Line fields of the same level up with each other, two spaces a level."),
    "mapping values are not allowed in this context": N_("There is a colon where none can be. Put the text in double quotes if it contains a colon."),
    "could not find expected ':'": N_("A field name needs a colon and a space after it, or the text above needs closing quotes."),
    "found character that cannot start any token": N_("This character cannot start a text. Put the text in double quotes."),
    "found unexpected end of stream": N_("The text that starts here in quotes is never closed. Put a quote at its end."),
    "did not find expected ',' or ']'": N_("The list in square brackets is not closed. Separate its items with commas and close it with “]”."),
    "did not find expected ',' or '}'": N_("The braces are not closed. Separate their fields with commas and close them with “}}”."),
    "block sequence entries are not allowed in this context": N_("A list item cannot stand here. Put it on a line of its own under the field name."),
    "did not find expected '-' indicator": N_("This line should be a list item that starts with “- ”, or be indented differently."),
    "found unknown escape character": N_("After a backslash in double quotes only certain letters may follow. Write two backslashes, or use single quotes."),
    "did not find expected <document start>": N_("There is text after the end of the record. A file holds one record and starts with field names."),
    "did not find expected comment or line break": N_("After “|” or “>” the text starts on the next line. Put it there, indented by two more spaces."),
    "did not find expected alphabetic or numeric character": N_("A text cannot start with “*” or “&”. Put the whole text in double quotes."),
}
AFTER_QUOTES = N_("Something follows a text that was already closed. Put the whole text in one pair of quotes.")
OPENED = frozenset(
    {
        "could not find expected ':'",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
        "did not find expected alphabetic or numeric character",
        "found unexpected end of stream",
    }
)
"""Mistakes whose place is where the text or list starts; the parser notices them only below."""
OTHER_SYNTAX = N_("This line cannot be read as YAML. Check the indent, the quotes and the colons.")


@dataclass(frozen=True)
class Refusal:
    """Something in the file that the reader does not accept: the rule, where, and the words for it."""

    rule: str
    mark: Mark
    message: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass
class Reading:
    """What a file holds: the data (``None`` if unreadable) and everything that was refused."""

    data: Any = None
    refusals: list[Refusal] = field(default_factory=list)
    values: dict[Path, Mark] | None = None
    keys: dict[Path, Mark] | None = None
    complete: bool = True


def plain(value: str) -> Any:
    """A plain scalar as YAML 1.2 core data: null, true, false, a number, else text."""
    if not value:
        return None
    first = value[0]
    if first in NUMBER_FIRST:
        if INTEGER.fullmatch(value):
            return int(value)
        if FLOAT.fullmatch(value):
            return float(value)
        if OCTAL.fullmatch(value):
            return int(value, 8)
        if HEX.fullmatch(value):
            return int(value, 16)
    elif first in CORE_FIRST and value in CORE:
        return CORE[value]
    return value


def read(text: str, places: bool = False) -> Reading:
    """Read one document; with ``places``, remember line and column of every key and value.

    Collects everything that is refused and reads on, except after broken syntax or too deep nesting.
    Never raises for anything in ``text``; characters that YAML forbids must have been refused before.
    """
    reading = Reading(values={} if places else None, keys={} if places else None)
    parser = CParser(text)
    try:
        _build(parser, reading, extras="&" in text or "!" in text)
    except yaml.MarkedYAMLError as error:
        reading.refusals.append(_syntax(error, text))
        reading.complete = False
    except yaml.YAMLError:
        reading.refusals.append(Refusal("yaml-syntax", Mark(1, 1), OTHER_SYNTAX))
        reading.complete = False
    finally:
        parser.dispose()
    return reading


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Refusal:
    """What is wrong in the words of a contributor; the parser's own words often name only the consequence."""
    problem = error.problem or ""
    at = error.context_mark if problem in OPENED and error.context_mark else error.problem_mark or error.context_mark
    if at is None:
        return Refusal("yaml-syntax", Mark(1, 1), OTHER_SYNTAX)
    lines = LINE_BREAK.split(text)
    before = lines[at.line][: at.column] if at.line < len(lines) else ""
    message = SYNTAX.get(problem, OTHER_SYNTAX)
    if problem == "did not find expected key" and before.strip():
        message = AFTER_QUOTES
    elif problem == "mapping values are not allowed in this context" and ":" not in before:
        number = next((number for number in range(at.line - 1, -1, -1) if lines[number].strip()), 0)
        colon = lines[number].find(":")
        if colon >= 0 and ": " not in lines[number] + " ":
            return Refusal("yaml-syntax", Mark(number + 1, colon + 1), SYNTAX["could not find expected ':'"])
        return Refusal("yaml-syntax", Mark(at.line + 1, len(before) - len(before.lstrip()) + 1), SYNTAX["did not find expected key"])
    return Refusal("yaml-syntax", _mark(at), message)


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


NO_KEY = object()


def _build(parser: CParser, reading: Reading, extras: bool) -> None:
    """Turn events into data with a stack of open containers, each with its path.

    Without ``extras`` there is no character in the text that an anchor or a tag could start with.
    """
    refuse = reading.refusals.append
    values, keys = reading.values, reading.keys
    next_event = parser.get_event
    stack: list[tuple[Any, Path]] = []
    container: Any = None
    path: Path = ()
    pending: Any = NO_KEY
    documents = 0

    while True:
        event: Any = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            value: Any = event.value
            if extras and (event.anchor or event.tag):
                _refuse_extras(event, refuse)
            if pending is NO_KEY and container.__class__ is dict:
                pending = intern(value)
                if pending in container:
                    message = N_("The field “{field}” stands here twice. Keep one of the two.")
                    refuse(Refusal("duplicate-key", _mark(event.start_mark), message, {"field": pending[:60]}))
                elif keys is not None:
                    keys.setdefault((*path, pending), _mark(event.start_mark))
                continue
            if value[:1] in MAYBE_DATA and event.implicit[0]:
                value = plain(value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if extras and (event.anchor or event.tag):
                _refuse_extras(event, refuse)
            value = {} if kind is MappingStartEvent else []
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            container, path = stack.pop()
            pending = NO_KEY
            continue
        elif kind is AliasEvent:
            mark = _mark(event.start_mark)
            message = N_("“*{name}” points to another place in the file. Write the text out in full here.")
            refuse(Refusal("yaml-alias", mark, message, {"name": event.anchor[:60]}))
            value = None
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                message = N_("A second record starts here. Put each record in a file of its own, and take out the line “---”.")
                refuse(Refusal("yaml-documents", _mark(event.start_mark), message))
                reading.complete = False
                return
            continue
        elif kind is StreamEndEvent:
            return
        else:
            continue

        here: Path = ()
        if pending is NO_KEY and container.__class__ is dict:
            refuse(Refusal("yaml-key", _mark(event.start_mark), N_("A field name must be a plain word, not a list or a group of fields.")))
            reading.complete = False
            return
        if values is not None:
            if container is not None:
                here = (*path, len(container) if container.__class__ is list else pending)
            values.setdefault(here, _mark(event.start_mark))
        if container.__class__ is list:
            container.append(value)
        elif container is None:
            reading.data = value
        else:
            container.setdefault(pending, value)
            pending = NO_KEY
        if kind is not ScalarEvent and kind is not AliasEvent:
            if len(stack) >= MAX_DEPTH:
                message = N_("The record is nested more than {depth} levels deep. Look for brackets that are never closed.")
                refuse(Refusal("yaml-depth", _mark(event.start_mark), message, {"depth": MAX_DEPTH}))
                reading.complete = False
                return
            stack.append((container, path))
            container, path = value, here


def _refuse_extras(event: Any, refuse: Any) -> None:
    mark = _mark(event.start_mark)
    if event.anchor:
        message = N_("“&{name}” names a place in the file for reuse. Take it out, and write texts out in full.")
        refuse(Refusal("yaml-alias", mark, message, {"name": event.anchor[:60]}))
    if event.tag:
        refuse(Refusal("yaml-tag", mark, N_("“{tag}” is a YAML tag. Take it out; put texts in double quotes if they start with “!”."), {"tag": event.tag[:60]}))
