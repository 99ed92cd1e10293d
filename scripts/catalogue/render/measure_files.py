"""Everything that is measured as a file for spreadsheets: one line for each own indicator and for each finding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from ..language import N_
from ..model import Practice
from ..prose import without_citations
from ..record import Claim, Indicator
from ..shape import PartialDate
from .coverage import guarded
from .measures import COMMON, found_in, own_of
from .reader import Reader
from .view import row_label

COLUMNS = (
    N_("Country"),
    "id",
    N_("Practice"),
    N_("Kind"),
    N_("What is measured"),
    N_("Value"),
    N_("Up to"),
    N_("Out of"),
    N_("Unit"),
    N_("Year"),
    N_("Until"),
    N_("Compared with"),
    N_("Value compared with"),
    N_("Measured by"),
    N_("Before"),
    N_("Observation"),
    N_("Common European indicator"),
    N_("Sources"),
)

Cell = str | float | None


def spreadsheet(practices: Sequence[Practice], reader: Reader) -> str:
    """CSV (RFC 4180) with the byte order mark by which spreadsheets know UTF-8; numbers stand as they are in the records."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([reader.say(name) for name in COLUMNS])
    for line in lines(practices, reader):
        writer.writerow([guarded(" ".join(cell.split())) if isinstance(cell, str) else cell for cell in line])
    return "\ufeff" + written.getvalue()


def lines(practices: Sequence[Practice], reader: Reader) -> Iterator[list[Cell]]:
    """The lines under the head: own indicators first, then findings."""
    for practice, _, indicator, _ in own_of(practices):
        yield [*named(practice, reader), row_label("indicator", reader), *indicator_cells(practice, indicator, reader), sources(indicator.sources)]
    for practice, claim in found_in(practices):
        yield [*named(practice, reader), reader.term("claim-kinds", claim.kind), *claim_cells(practice, claim, reader), sources(claim.sources)]


def named(practice: Practice, reader: Reader) -> list[Cell]:
    """Where it is and what it is called."""
    return [", ".join(map(reader.country, practice.countries)), practice.id, practice.title(reader.language).value]


def indicator_cells(practice: Practice, indicator: Indicator, reader: Reader) -> list[Cell]:
    """An own indicator: its words; its numbers stand with the findings that report on it."""
    said = [practice.local(text, reader.language) for text in (indicator.name, indicator.baseline, indicator.observation)]
    name, before, observed = (worded.value if worded else None for worded in said)
    return [name, None, None, None, None, day(indicator.year), None, None, None, None, before, observed, common(indicator.common_indicator, reader)]


def claim_cells(practice: Practice, claim: Claim, reader: Reader) -> list[Cell]:
    """A finding: its sentence, its numbers, and how it was measured."""
    worded = practice.claim_words(claim, reader.language)
    unit = claim.currency or (reader.term("units", claim.unit) if claim.unit else None)
    compared = reader.term("comparisons", claim.comparison) if claim.comparison else None
    measurer = reader.term("measurers", claim.measured_by) if claim.measured_by else None
    sentence = without_citations(worded.value) if worded else None
    numbers = [claim.value, claim.upper, claim.of, unit, day(claim.year), day(claim.until), compared, claim.against, measurer]
    return [sentence, *numbers, None, None, common(claim.common_indicator, reader)]


def day(moment: PartialDate | None) -> str | None:
    """A date as exact as it is known, in a form that every spreadsheet sorts (ISO 8601)."""
    return str(moment) if moment else None


def common(id_: str | None, reader: Reader) -> str | None:
    """The name of a common indicator."""
    return reader.term(COMMON, id_) if id_ else None


def sources(citations: Iterable[str]) -> str:
    """The sources with the places in them."""
    return "; ".join(citations)
