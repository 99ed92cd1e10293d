"""Move the fields of a group that stand in lines of their own, each with the comments directly above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from .nodes import nodes


def block_moved(text: str, group: yaml.MappingNode, wanted: list[int]) -> str | None:
    """The text with the fields of ``group`` in the order ``wanted``; none if a comment could end up beside the wrong field."""
    lines = text.split("\n")
    column = group.value[0][0].start_mark.column
    starts = [key.start_mark.line for key, _ in group.value]
    if any(lines[line][:column].strip(" ") for line in starts[1:]) or any(key.start_mark.column != column for key, _ in group.value):
        return None  # two fields on one line, which only an explicit "? key" can do
    inside = _lines_inside_texts(text)
    heads = [_head(lines, start, starts[number - 1] if number else -1, column, inside) for number, start in enumerate(starts)]
    dash = lines[starts[0]][:column]
    if dash.strip(" -"):
        return None
    if wanted[0] != 0:
        if dash.strip() and heads[wanted[0]] != starts[wanted[0]]:
            return None
        if heads[0] != starts[0] and not _is_set_apart(lines, heads[0]):
            if not _is_about_the_file(lines, heads[0], starts[0]):
                return None
            heads[0] = starts[0]
    else:
        heads[0] = starts[0]
    end = _end(lines, group, column)
    bounds = [*heads[1:], end]
    parts = [lines[head:bound] for head, bound in zip(heads, bounds, strict=True)]
    if dash.strip():
        parts[0][0] = " " * column + parts[0][0][column:]
    moved = [line for number in wanted for line in parts[number]]
    if dash.strip():
        moved[0] = dash + moved[0][column:]
    return "\n".join([*lines[: heads[0]], *moved, *lines[end:]])


def _head(lines: list[str], start: int, previous: int, column: int, inside: set[int]) -> int:
    """The line where a field begins with the comments directly above it; empty lines above them belong to it too."""
    head = start
    while head - 1 > previous and head - 1 not in inside and _is_comment(lines[head - 1], column):
        head -= 1
    while previous >= 0 and head - 1 > previous and head - 1 not in inside and not lines[head - 1].strip():
        head -= 1
    return head


def _is_comment(line: str, column: int) -> bool:
    """Whether a line is a comment of this level or of one further out; one that stands deeper belongs to the field above."""
    bare = line.lstrip(" ")
    return bare.startswith("#") and len(line) - len(bare) <= column


def _is_set_apart(lines: list[str], head: int) -> bool:
    """Whether an empty line parts the comments above the first field from the head of the file: then they are about the field."""
    return head > 0 and not lines[head - 1].strip() and all(not line.strip() or line.startswith("#") for line in lines[:head])


def _is_about_the_file(lines: list[str], head: int, start: int) -> bool:
    """Whether the comments above the first field tell editors the schema and nothing else."""
    return head == 0 and all("$schema=" in line for line in lines[:start])


def _end(lines: list[str], group: yaml.MappingNode, column: int) -> int:
    """The line after the last field, with the comments that stand deeper than the fields; what follows belongs to the group around it."""
    end = after = max(_line_after(node) for node in _texts(group))
    while after < len(lines) and (not lines[after].strip() or (lines[after].lstrip(" ").startswith("#") and not _is_comment(lines[after], column))):
        after += 1
        end = after if lines[after - 1].strip() else end
    return end


def _texts(node: Any) -> Iterator[Any]:
    """The nodes whose ends the parser knows exactly: all but lists and groups in lines of their own."""
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, yaml.ScalarNode) or inner.flow_style:
            yield inner
        else:
            waiting += [part for pair in inner.value for part in (pair if isinstance(pair, tuple) else (pair,))]


def _line_after(node: Any) -> int:
    """The first line on which nothing of a text stands."""
    return int(node.end_mark.line) + (1 if node.end_mark.column or getattr(node, "style", None) not in ("|", ">") else 0)


def _lines_inside_texts(text: str) -> set[int]:
    """The lines that belong to a text of several lines, in which nothing is a comment."""
    found: set[int] = set()
    for node in nodes(text).values.values():
        if isinstance(node, yaml.ScalarNode):
            found.update(range(node.start_mark.line + 1, _line_after(node)))
    return found
