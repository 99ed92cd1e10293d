"""Where every value and every key of a text starts and ends."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from ..yaml12 import Path


class Nodes(NamedTuple):
    """The nodes of a text by their paths in the data."""

    values: dict[Path, Any]
    keys: dict[Path, Any]


def nodes(text: str) -> Nodes:
    """The nodes of a text that the reader has read already, so that its nesting is bounded."""
    found = Nodes({}, {})
    top = yaml.compose(text, Loader=yaml.CBaseLoader)
    waiting: list[tuple[Path, Any]] = [((), top)] if top is not None else []
    while waiting:
        path, node = waiting.pop()
        found.values[path] = node
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                found.keys[*path, key.value] = key
                waiting.append(((*path, key.value), value))
        elif isinstance(node, yaml.SequenceNode):
            waiting += [((*path, index), value) for index, value in enumerate(node.value)]
    return found


def span(node: Any) -> tuple[int, int]:
    """The first character of a node, and the one after its last."""
    return node.start_mark.index, node.end_mark.index
