"""The library in figures: when the practices ran, how sure we are in each sector, and for whom in which country.

Each picture is made from numbers that stand in a table beside it, and stays within bounds however large the library grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..evidence import LEVELS
from ..language import N_
from ..model import Practice
from .facets import Value, facet_values
from .overview import FACET, PART, share, tally
from .page import StagedPage, page_with_lead
from .reader import PRACTICES, Reader

TITLE = N_("The library in figures")
LEAD = N_("Three pictures of what this library holds, and of what it does not hold yet. They count records, not everything that is done.")
BEGAN, RAN_ON = N_("Began in this year"), N_("Had begun before and ran on")
YEARS = 40
"""How many years stand in the picture at most; what began earlier is put together in the first of them."""
SPELL = 5
"""How many years in a row are looked at together to say when most practices began."""
TICKS = 5
SLOT = 10
"""How many units of a picture one practice, or one year, takes."""


class Year(NamedTuple):
    """A year with the practices that began in it and those that had begun before and are known to have run in it."""

    year: int
    began: int
    ran_on: int


class Sector(NamedTuple):
    """A sector with its practices by rung of the evidence ladder, lowest first."""

    value: Value
    levels: tuple[int, ...]


class Rect(NamedTuple):
    """A rectangle of a picture, with its kind for the style sheet and the words that show when a pointer rests on it."""

    kind: str
    words: str
    x: int
    y: int
    width: int
    height: int


class Row(NamedTuple):
    """A target group with its practices by country: the number and the shade of each field."""

    value: Value
    fields: list[tuple[int, int]]


def figure_pages(reader: Reader) -> Iterator[StagedPage]:
    """One page of pictures."""
    spans = known_spans(reader.catalogue.listed, reader.catalogue.today.year)
    yield figures_page(reader, spans, timeline(spans))


def figures_page(reader: Reader, spans: list[tuple[int, int]], years: list[Year]) -> StagedPage:
    """The three pictures with their words and tables."""
    catalogue, values = reader.catalogue, {folder: facet_values(FACET[folder], reader) for folder in ("countries", "sectors", "target-groups")}
    sectors = evidence_by_sector(values["sectors"])
    groups, steps = groups_by_country(values["target-groups"], values["countries"])
    ticks = scale(max((year.began + year.ran_on for year in years), default=0))
    return page_with_lead(
        "figures.html",
        reader,
        "figures/index.md",
        reader.say(TITLE),
        reader.say(LEAD),
        {"kind": "index", "full_width": True},
        total=reader.count(PRACTICES, len(catalogue.listed)),
        years=years,
        frame=(SLOT * len(years), SLOT * ticks[-1]),
        columns=list(columns(years, ticks[-1], reader)),
        ticks=[(reader.number(tick), SLOT * (ticks[-1] - tick), share(tick, ticks[-1])) for tick in ticks],
        marks=[(year.year, share(2 * place + 1, 2 * len(years)), year.year % 10 == 0) for place, year in enumerate(years) if year.year % 5 == 0],
        busiest=busiest_words(spans, reader),
        earlier=bool(years) and years[0].year > min(first for first, _ in spans),
        without_year=part(len(catalogue.listed) - len(spans), reader),
        sectors=[(sector, list(stack(sector, reader))) for sector in sectors],
        widest=SLOT * max((len(sector.value.practices) for sector in sectors), default=1),
        levels=[(level, reader.term("evidence-levels", level)) for level in LEVELS],
        evaluated=part(tally(catalogue.listed).values["evidence-levels"][LEVELS[-1]], reader),
        without_sector=part(without("sectors", catalogue.listed), reader),
        countries=values["countries"],
        groups=groups,
        fullest=fullest_words(groups, values["countries"], reader),
        empty=part(sum(number == 0 for row in groups for number, _ in row.fields), reader, len(groups) * len(values["countries"])),
        without_group=part(without("target-groups", catalogue.listed), reader),
        legend=[(shade, span_words(start, end)) for shade, (start, end) in enumerate(zip(steps, [*steps[1:], None], strict=True), start=1)],
    )


def part(number: int, reader: Reader, total: int | None = None) -> str:
    """ "14 of 71", or nothing for none."""
    whole = len(reader.catalogue.listed) if total is None else total
    return reader.say(PART, part=reader.number(number), total=reader.number(whole)) if number else ""


def without(folder: str, practices: Iterable[Practice]) -> int:
    """How many practices have no value of a facet."""
    return sum(not FACET[folder].values(practice) for practice in practices)


def span_words(start: int, end: int | None) -> str:
    """ "2–4", "1", "10+" for the numbers from ``start`` to below ``end``."""
    return f"{start}+" if end is None else str(start) if end == start + 1 else f"{start}–{end - 1}"


def known_spans(practices: Iterable[Practice], today: int) -> list[tuple[int, int]]:
    """The first and the last year that the sources name of each practice; plans are left out."""
    found = []
    for practice in practices:
        record, first = practice.record, practice.first_year
        planned = record.activity is not None and record.activity.state == "planned"
        if first is not None and first <= today and not planned:
            moments = [moment for phase in record.phases for moment in (phase.start, phase.end)] + [record.last_known_active]
            found.append((first, min(today, max(moment.year for moment in moments if moment))))
    return found


def timeline(spans: Sequence[tuple[int, int]]) -> list[Year]:
    """Every year from the first to the last with the practices that began and those that ran on."""
    if not spans:
        return []
    last = max(end for _, end in spans)
    first = max(min(start for start, _ in spans), last - YEARS + 1)
    return [
        Year(
            year,
            sum(start == year or start < year == first for start, _ in spans),
            sum(start < year <= end and year != first for start, end in spans),
        )
        for year in range(first, last + 1)
    ]


def columns(years: Sequence[Year], top: int, reader: Reader) -> Iterator[Rect]:
    """A column for each year: what began at its foot, what ran on above."""
    for place, year in enumerate(years):
        height = 0
        for kind, words, number in (("began", BEGAN, year.began), ("on", RAN_ON, year.ran_on)):
            if number:
                height += number
                label = f"{year.year}: {reader.say(words)}: {reader.number(number)}"
                yield Rect(f"pc-years__{kind}", label, SLOT * place + 1, SLOT * (top - height), SLOT - 2, SLOT * number)


def busiest_words(spans: Sequence[tuple[int, int]], reader: Reader) -> str:
    """The five years in which most practices began."""
    starts = sorted({start for start, _ in spans})
    if not starts:
        return reader.say(N_("No source names a year yet."))
    number, first = max((sum(year <= start < year + SPELL for start, _ in spans), -year) for year in starts)
    words = N_("In no five years did more practices begin than from {first} to {last}: {part} of the {total} whose start is known.")
    return reader.say(words, first=-first, last=min(-first + SPELL - 1, starts[-1]), part=reader.number(number), total=reader.number(len(spans)))


def scale(largest: int) -> list[int]:
    """Round numbers from 0 to at least the largest, at most six of them."""
    largest = max(1, largest)
    step = next(step for power in range(9) for factor in (1, 2, 5) if (step := factor * 10**power) * TICKS >= largest)
    return list(range(0, -(-largest // step) * step + 1, step))


def evidence_by_sector(sectors: Iterable[Value]) -> list[Sector]:
    """The sectors with most practices first."""
    counted = [Sector(value, tuple(sum(practice.evidence == level for practice in value.practices) for level in LEVELS)) for value in sectors]
    return sorted(counted, key=lambda sector: -sum(sector.levels))


def stack(sector: Sector, reader: Reader) -> Iterator[Rect]:
    """The practices of a sector side by side, from the lowest rung to the highest."""
    before = 0
    for level, number in zip(LEVELS, sector.levels, strict=True):
        if number:
            yield Rect(f"pc-level-{level}", f"{reader.term('evidence-levels', level)}: {reader.number(number)}", SLOT * before, 0, SLOT * number, SLOT)
        before += number


def groups_by_country(groups: Iterable[Value], countries: Sequence[Value]) -> tuple[list[Row], list[int]]:
    """The practices of each target group in each country, those of most practices first, and from which number on a field is darker."""
    counts = [(group, [sum(country.id in practice.countries for practice in group.practices) for country in countries]) for group in groups]
    counts.sort(key=lambda row: -len(row[0].practices))
    steps = shades(max((number for _, row in counts for number in row), default=1))
    return [Row(group, [(number, sum(number >= step for step in steps)) for number in row]) for group, row in counts], steps


def shades(largest: int) -> list[int]:
    """From which numbers on a field is drawn in the next darker shade: 1, then an eighth, a quarter and half of the largest."""
    steps = [1]
    for parts in (8, 4, 2):
        steps.append(max(steps[-1] + 1, -(-largest // parts)))
    return [step for step in steps if step <= max(1, largest)]


def fullest_words(groups: Sequence[Row], countries: Sequence[Value], reader: Reader) -> str:
    """The group and the country that most practices have in common."""
    found = [(number, -row, -column) for row, group in enumerate(groups) for column, (number, _) in enumerate(group.fields)]
    if not found:
        return reader.say(N_("No practice names a target group yet."))
    number, row, column = max(found)
    words = N_("The fullest field: {group}, {country} ({practices}).")
    return reader.say(words, group=groups[-row].value.label, country=countries[-column].label, practices=reader.count(PRACTICES, number))
