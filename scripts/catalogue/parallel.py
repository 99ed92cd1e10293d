"""Share out work that is the same for thousands of files among the machine's processors."""

from __future__ import annotations

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.pool import Pool
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_IT = 1_000
"""Below this number of items that take a millisecond each, starting processes takes longer than they save."""
_function: Callable[[Any], Any]
_items: Sequence[Any]


def share_out(function: Callable[[Item], Result], items: Sequence[Item], worth_it: int | None = None) -> Iterator[Result]:
    """``function`` of every item, in order.

    From ``worth_it`` items on they are shared out among forked processes: these see everything that was loaded, and only the
    results are sent back. Where a process cannot be forked safely (Windows, macOS), or there is one processor, all is done here.
    What ``function`` changes in an item is lost in a forked process, so it must return all that matters.
    """
    processes = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if processes < 2 or len(items) < (WORTH_IT if worth_it is None else worth_it):
        return map(function, items)
    global _function, _items
    _function, _items = function, items  # forked processes inherit them, so that neither need be pickled
    pool = multiprocessing.get_context("fork").Pool(processes)
    return _results(pool, len(items), max(1, min(500, len(items) // (processes * 16))))


def _results(pool: Pool, count: int, chunk: int) -> Iterator[Any]:
    with pool:
        for result, error in pool.imap(_of_number, range(count), chunk):
            if error:
                raise RuntimeError(error)
            yield result


def _of_number(number: int) -> tuple[Any, str]:
    """The result, or what went wrong as text: an error that cannot be unpickled would leave the waiting process waiting for ever."""
    try:
        return _function(_items[number]), ""
    except Exception:
        return None, traceback.format_exc()
