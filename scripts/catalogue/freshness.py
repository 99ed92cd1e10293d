"""Which records should be looked at again: by the date that each names, and the day that the site goes by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .model import Practice
from .shape import PartialDate

SOON = timedelta(days=92)
"""What falls due within about three months can be planned for."""


class Due(NamedTuple):
    """A record whose review is due, and when."""

    practice: Practice
    date: PartialDate


class Worklist(NamedTuple):
    """The records to look at again; the oldest date first."""

    overdue: list[Due]
    soon: list[Due]
    undated: list[Practice]
    """Those that name no date: nobody has promised to look at them."""
    next: PartialDate | None
    """When the first of all the others falls due."""


def is_overdue(practice: Practice, today: date) -> bool:
    """Whether the day by which the record should have been looked at again is past."""
    review = practice.record.review
    return bool(review and review.due.last < today)


def worklist(practices: Iterable[Practice], today: date) -> Worklist:
    """The records to look at again."""
    dated, undated = [], []
    for practice in practices:
        review = practice.record.review
        if review:
            dated.append(Due(practice, review.due))
        else:
            undated.append(practice)
    dated.sort(key=lambda due: (due.date.last, due.practice.id))
    overdue = [due for due in dated if is_overdue(due.practice, today)]
    rest = dated[len(overdue) :]
    soon = [due for due in rest if due.date.last <= today + SOON]
    later = rest[len(soon) :]
    return Worklist(overdue, soon, undated, later[0].date if later else None)
