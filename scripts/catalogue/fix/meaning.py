"""What a file says: two texts mean the same if they are read as the same data."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from ..yaml12 import read
from .step import Edit, edited

UNREADABLE = object()
"""Stands for what a text says that cannot be read without a doubt."""


def data_of(text: str) -> Any:
    """The data of a text without invisible characters, or ``UNREADABLE`` if the reader refuses any of it."""
    reading = read(text)
    return UNREADABLE if reading.refusals or not reading.complete else reading.data


def meaning(data: Any, ordered: bool = True) -> str:
    """The data as a text in which 1, 1.0, true and "1" differ; without ``ordered``, the order of fields does not count."""
    return "UNREADABLE" if data is UNREADABLE else json.dumps(data, ensure_ascii=False, sort_keys=not ordered)


def harmless(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Those edits that leave what the text says as it is; time grows with the number of the others."""
    wanted = meaning(data_of(text))

    def says_the_same(some: Sequence[Edit]) -> bool:
        return meaning(data_of(edited(text, some))) == wanted

    return _largest(list(edits), says_the_same)


def _largest(edits: list[Edit], allowed: Callable[[Sequence[Edit]], bool]) -> list[Edit]:
    """The edits without those that are not allowed, found by halving."""
    if not edits or allowed(edits):
        return edits
    if len(edits) == 1:
        return []
    middle = len(edits) // 2
    return _largest(edits[:middle], allowed) + _largest(edits[middle:], allowed)
