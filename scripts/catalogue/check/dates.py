"""Dates and ranges that can be true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import PydanticCustomError

from ..document import Document, Loaded
from ..language import N_
from ..record import Ages, Claim, Evaluation, Indicator, Inference, Phase, RecordReview
from ..shape import PartialDate, parse_date
from ..toolkit import Call
from .rule import ERROR, Finding, rule
from .shapes import as_written, last_name, shape_errors


@rule("date", ERROR)
def dates_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A date is a year, a year and month, or a day that is in the calendar.

    Write only as much as the source says: 2016, "2016-05" or "2016-05-31".
    """
    for path, details in shape_errors(document):
        parameters = {"field": last_name(path), "value": as_written(details["input"])[:40]}
        if details["type"] == "date_format":
            yield Finding(path, N_('“{value}” is not a date for “{field}”. Write 2016, "2016-05" or "2016-05-31".'), parameters)
        elif details["type"] == "no_such_date":
            yield Finding(path, N_("The date {value} in “{field}” is not in the calendar. Correct the month or the day."), parameters)
        elif details["type"] == "not_a_day":
            yield Finding(path, N_('“{field}” has to be a day, and {value} is none. Write it in full, such as "2016-05-31".'), parameters)


def read_date(value: Any) -> PartialDate | None:
    """The date, or none if it is absent or another rule's matter."""
    try:
        return parse_date(value) if value is not None else None
    except PydanticCustomError:
        return None


ORDERED = ((Phase, "start", "end"), (Claim, "year", "until"), (RecordReview, "last", "due"), (Call, "opens", "closes"))


@rule("date-order", ERROR, "practices", "toolkits")
def nothing_ends_before_it_starts(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """An end comes after its start, the next review after the last, and a call closes after it opens."""
    for shape, first, last in ORDERED:
        for path, value in document.uses.objects[shape]:
            start, end = read_date(value.get(first)), read_date(value.get(last))
            if start and end and end.last < start.first:
                message = N_("“{last}” ({end}) is before “{first}” ({start}). Correct one of the two.")
                yield Finding((*path, last), message, {"first": first, "last": last, "start": str(start), "end": str(end)})


@rule("result-before-start", ERROR, "practices")
def no_result_is_older_than_the_practice(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A result, an observation and an evaluation are not older than the practice itself.

    Otherwise a result of something else would count for this practice. If it does belong to it, mark it as our reading.
    """
    starts = [start for _, phase in document.uses.objects[Phase] if (start := read_date(phase.get("start")))]
    first = min(starts, key=lambda start: start.first, default=None)
    if not first:
        return
    inferred = {item for _, inference in document.uses.objects[Inference] if type(item := inference.get("item")) is str}
    results = [(path, claim, f"claims.{claim.get('id')}") for path, claim in document.uses.objects[Claim] if claim.get("kind") == "outcome"]
    observations = [(path, indicator, f"indicators.{indicator.get('id')}") for path, indicator in document.uses.objects[Indicator]]
    studies = [(path, study, "") for path, study in document.uses.objects[Evaluation]]
    for path, value, id_ in results + observations + studies:
        name = "until" if "until" in value else "year"
        moment = read_date(value.get(name))
        if moment and moment.last < first.first and inferred.isdisjoint({id_, ".".join(map(str, path))}):
            message = N_("“{field}” ({moment}) is before the practice began ({start}). Correct one of the two, or add the phase that came before.")
            yield Finding((*path, name), message, {"field": name, "moment": str(moment), "start": str(first)})


@rule("range-order", ERROR, "practices")
def ranges_run_upwards(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """In a range, the lower number comes first."""
    for path, ages in document.uses.objects[Ages]:
        low, high = ages.get("from"), ages.get("to")
        if type(low) is int and type(high) is int and low > high:
            yield Finding((*path, "to"), N_("The oldest age ({high}) is below the youngest ({low}). Exchange the two."), {"low": low, "high": high})
    if "upper" not in document.text and "\\" not in document.text:  # the name could be written with escapes
        return
    for objects in document.uses.objects.values():
        for path, item in objects:
            low, high = item.get("value"), item.get("upper")
            if isinstance(low, int | float) and isinstance(high, int | float) and high < low:
                message = N_("The higher end of the range ({high}) is below the lower ({low}). Exchange the two.")
                yield Finding((*path, "upper"), message, {"low": low, "high": high})
