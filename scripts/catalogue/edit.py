"""Change values in the text of a YAML file and leave every other byte as it is.

For text that the reader took without a refusal: no anchors, no tags, nothing nested deeper than it allows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from .yaml12 import LINE_BREAK, Path, plain, read

WIDTH = 140
PLAIN = re.compile(r"[^\W_](?:[^:#\[\]{}&*!|>%@`\"\\\n\t]|:(?=[^\s]))*(?<![\s:])")
"""Text that means itself without quotes, outside brackets and braces."""
OTHER_WORDS = {"yes", "no", "on", "off", "y", "n"}
NUMBER_LIKE = re.compile(r"[\d.:+_eExXoO-]+")
"""What older programs take for true and false, and what they may take for a number or a date."""
SENTENCE_END = re.compile(r"(?<=[.!?\])]) (?=\S)")


class CannotEditError(ValueError):
    """The text is written in a way that these edits cannot keep."""


class Braces(dict[str, Any]):
    """Fields that are written in braces, not on lines of their own: what scripts write and nobody reads line by line."""


class _Spot(NamedTuple):
    """A value in the text: its node, and how far the field that it belongs to is indented."""

    node: Node
    indent: int
    flow: bool
    """Whether it stands within brackets or braces."""


def amended(text: str, changes: Mapping[Path, Any], order: Sequence[str] = ()) -> str:
    """The text with new values at these paths; fields that are not there yet are added, those named in ``order`` in that order.

    A value is a text, a list of texts, or fields. Raises ``CannotEditError`` if the result would not read as it should.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is None:
        raise CannotEditError("the file is empty")
    spots = _spots(root)
    edits: list[tuple[int, int, str]] = []
    added: dict[Path, dict[str, Any]] = {}
    for path, value in changes.items():
        if path in spots:
            edits.append(_replacement(text, spots[path], value))
            continue
        above = next(path[:depth] for depth in range(len(path) - 1, -1, -1) if path[:depth] in spots)
        if not isinstance(spots[above].node, MappingNode):
            raise CannotEditError(".".join(map(str, path)))
        inner = added.setdefault(above, {})
        for step in path[len(above) : -1]:
            inner = inner.setdefault(str(step), {})
        inner[str(path[-1])] = value
    for path, fields in added.items():
        edits += [_insertion(text, spots[path], name, value, order) for name, value in _ordered(fields, order)]
    new, newline = text, "\r\n" if "\r\n" in text else "\n"
    for start, end, written in _merged(edits):
        new = new[:start] + written.replace("\n", newline) + new[end:]
    reading = read(new)
    if reading.refusals or reading.data != with_changes(read(text).data, changes):
        raise CannotEditError(", ".join(".".join(map(str, path)) for path in changes))
    return new


def _merged(edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The edits from the last to the first; what is added at one place stays in its order."""
    together: dict[tuple[int, int], str] = {}
    for start, end, new in edits:
        together[start, end] = together.get((start, end), "") + new
    return [(start, end, new) for (start, end), new in sorted(together.items(), reverse=True)]


def _ordered(fields: dict[str, Any], order: Sequence[str]) -> list[tuple[str, Any]]:
    return sorted(fields.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def _spots(root: Node) -> dict[Path, _Spot]:
    """Every value of the file by its path."""
    found: dict[Path, _Spot] = {}
    waiting: list[tuple[Path, _Spot]] = [((), _Spot(root, 0, False))]
    while waiting:
        path, spot = waiting.pop()
        found[path] = spot
        node = spot.node
        flow = spot.flow or bool(getattr(node, "flow_style", False))
        if isinstance(node, MappingNode):
            waiting += [((*path, key.value), _Spot(value, spot.indent if flow else key.start_mark.column, flow)) for key, value in node.value]
        elif isinstance(node, SequenceNode):
            waiting += [((*path, index), _Spot(value, spot.indent if flow else node.start_mark.column, flow)) for index, value in enumerate(node.value)]
    return found


def _end(text: str, node: Any) -> int:
    """Where a value really ends; the parser counts blank lines and comments after it as its own."""
    if isinstance(node, ScalarNode):
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(text[start:end].rstrip())
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(text, last[1] if isinstance(last, tuple) else last)


def _replacement(text: str, spot: _Spot, value: Any) -> tuple[int, int, str]:
    """A value in the place of another."""
    start, end = spot.node.start_mark.index, _end(text, spot.node)
    if spot.flow or isinstance(value, dict) or (isinstance(value, list) and getattr(spot.node, "flow_style", False)):
        return start, end, _wrapped(_flow(value), spot.node.start_mark.column, spot.indent)
    line_end = LINE_BREAK.search(text, end)
    commented = bool(text[end : line_end.start() if line_end else len(text)].strip())  # a comment must stay one, so the text stays on its line
    if isinstance(value, list):
        column = spot.node.start_mark.column
        points = [_scalar(point, column, commented and point is value[-1]) for point in value]
        return start, end, f"\n{' ' * column}".join(f"- {point}" for point in points)
    return start, end, _scalar(value, spot.indent, commented)


def _insertion(text: str, spot: _Spot, name: str, value: Any, order: Sequence[str]) -> tuple[int, int, str]:
    """A new field in a mapping, behind the last one that comes before it."""
    node: Any = spot.node
    before = [pair for pair in node.value if name not in order or (pair[0].value in order and order.index(pair[0].value) < order.index(name))]
    if node.flow_style or spot.flow:
        at = _end(text, node.value[-1][1]) if node.value else node.start_mark.index + 1
        column = at - text.rfind("\n", 0, at) + 1
        return at, at, (", " if node.value else "") + _wrapped(f"{name}: {_flow(value)}", column, spot.indent)
    indent = node.value[0][0].start_mark.column
    if not before:
        at = node.start_mark.index
        return at, at, f"{_entry(name, value, indent)}\n{' ' * indent}"
    after = _end(text, before[-1][1])
    line_end = LINE_BREAK.search(text, after)
    at = line_end.start() if line_end else len(text)
    return at, at, f"\n{' ' * indent}{_entry(name, value, indent)}"


def _entry(name: str, value: Any, indent: int) -> str:
    """A field on lines of its own."""
    if isinstance(value, Braces):
        return f"{name}: {_wrapped(_flow(value), indent + len(name) + 2, indent)}"
    inside = indent + 2
    if isinstance(value, dict):
        return f"{name}:" + "".join(f"\n{' ' * inside}{_entry(key, inner, inside)}" for key, inner in value.items())
    if isinstance(value, list):
        return f"{name}:" + "".join(f"\n{' ' * inside}- {_scalar(point, inside)}" for point in value)
    return f"{name}: {_scalar(value, indent)}"


def _scalar(value: str, indent: int, one_line: bool = False) -> str:
    """A text outside brackets: on one line if it is short, else a sentence a line."""
    inside = f"\n{' ' * (indent + 2)}"
    lines = value.split("\n")
    if not one_line and all(line == line.rstrip() for line in lines) and lines[-1] and lines[0][:1].strip():
        if len(lines) > 1:
            return "|-" + "".join(inside + line if line else "\n" for line in lines)
        if len(value) > WIDTH and "  " not in value:
            return ">-" + "".join(inside + line for line in SENTENCE_END.split(value))
    return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)


def _is_plain(value: str) -> bool:
    return bool(PLAIN.fullmatch(value)) and isinstance(plain(value), str) and value.lower() not in OTHER_WORDS and not NUMBER_LIKE.fullmatch(value)


def _flow(value: Any) -> str:
    """A value within brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    return value if _is_plain(value) and "," not in value else json.dumps(value, ensure_ascii=False)


def _wrapped(flow: str, column: int, indent: int) -> str:
    """A long list of short fields on several lines; texts stay on one."""
    if column + len(flow) <= WIDTH or '"' in re.sub(r'"[0-9a-f]{12}"', "", flow):
        return flow
    lines, room = [""], WIDTH - column
    for part in flow.split(", "):
        if lines[-1] and len(lines[-1]) + len(part) + 1 > room:
            lines.append("")
            room = WIDTH - indent - 2
        lines[-1] += f"{part}, "
    return f"\n{' ' * (indent + 2)}".join(line.rstrip() for line in lines).removesuffix(",")


def with_changes(data: Any, changes: Mapping[Path, Any]) -> Any:
    """A copy of the data with the same changes, to compare with what the new text says."""
    copy = deepcopy(data)
    for path, value in changes.items():
        inner: Any = copy
        for step in path[:-1]:
            inner = inner.setdefault(step, {}) if isinstance(inner, dict) else inner[step]
        inner[path[-1]] = value
    return copy
