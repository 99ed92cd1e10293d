"""A part of the library at a glance: how its practices split, which clauses they carry out, and what is missing among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from ..collation import sort_key
from ..evidence import LEVELS
from ..language import N_
from ..model import Practice
from .facets import FACETS, NOT_REPORTED, Facet, Value
from .page import tagged
from .practices import clause_url
from .reader import PRACTICES, Reader
from .view import HEADINGS

FACET = {facet.folder: facet for facet in FACETS}
FEW = 3
"""From how many practices on it says something how they split; fewer are quicker read one by one."""
SHOWN, CLAUSES = 8, 5
"""How many bars and how many clauses are seen at first; the others open under them."""
NAMED = 6
"""How many of the things that no practice here has are named."""
QUESTIONS = 3
COLUMNS = (("evidence-levels", "states"), ("target-groups",), ("themes",), ("countries",))
"""By what the practices of a page are split, column by column."""
ABSENT = {
    "target-groups": N_("No practice here is for:"),
    "countries": N_("No practice here is from:"),
    "themes": N_("No practice here is about:"),
}
PART = N_("{part} of {total}")

Named = dict[str, dict[str, Value]]
"""All values that have practices, by the folder of their facet and their id."""


@dataclass
class Tally:
    """Practices counted in every way that a page shows; the same for readers of every language."""

    total: int = 0
    values: dict[str, Counter[str]] = field(default_factory=lambda: {folder: Counter() for folder in FACET})
    unanswered: Counter[str] = field(default_factory=Counter)
    clauses: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)


def tally(practices: Iterable[Practice]) -> Tally:
    """The practices, counted."""
    found = Tally()
    for practice in practices:
        found.total += 1
        for folder, facet in FACET.items():
            found.values[folder].update(set(facet.values(practice)))
        found.unanswered.update(practice.unanswered)
        found.clauses.update({link.clause for link in practice.record.guidelines})
        if practice.first_year is not None:
            found.years[practice.first_year] += 1
    return found


class Bar(NamedTuple):
    """A name, a number, and the share of the whole that a bar is drawn with, in percent."""

    label: Markup
    number: int
    share: float
    url: str | None
    note: Markup = Markup("")


class Bars(NamedTuple):
    """A list of bars under a heading; the rest opens on request."""

    id: str
    title: str
    first: list[Bar]
    rest: list[Bar]


class Absent(NamedTuple):
    """Values that the library has and this part of it has not."""

    lead: str
    values: list[Value]
    more: int


class Overview(NamedTuple):
    """All that stands above the practices of a page."""

    sentences: list[str]
    columns: list[list[Bars]]
    clauses: Bars
    gaps: list[str]
    absent: list[Absent]
    questions: list[tuple[str, str]]


def overview(facet: Facet, counted: Tally, named: Named, reader: Reader) -> Overview:
    """The practices of one value of a facet at a glance; of a few only the clauses are told."""
    clauses = clause_bars(counted, reader)
    if counted.total < FEW:
        return Overview([], [], clauses, [], [], [])
    columns = [[bars(FACET[folder], counted, named, reader) for folder in column if folder != facet.folder] for column in COLUMNS]
    return Overview(
        sentences=list(sentences(facet, counted, named, reader)),
        columns=[column for column in columns if column],
        clauses=clauses,
        gaps=list(gaps(facet, counted, reader)),
        absent=list(absent(facet, counted, named)),
        questions=[
            (reader.say(HEADINGS[question]), reader.say(PART, part=reader.number(number), total=reader.number(counted.total)))
            for question, number in sorted(counted.unanswered.items(), key=lambda item: (-item[1], item[0]))[:QUESTIONS]
        ],
    )


def sentences(facet: Facet, counted: Tally, named: Named, reader: Reader) -> Iterable[str]:
    """How many, since when, and what most of them have in common."""
    yield f"{reader.count(PRACTICES, counted.total)}."
    if counted.years:
        first, last = min(counted.years), max(counted.years)
        if first == last:
            yield reader.say(N_("Those with a known start began in {year}."), year=first)
        else:
            yield reader.say(N_("Those with a known start began between {first} and {last}."), first=first, last=last)
    for folder, words in (("target-groups", N_("Most often they are for: {terms}.")), ("themes", N_("Most often they are about: {terms}."))):
        if folder != facet.folder and (common := commonest(counted.values[folder])):
            yield reader.say(words, terms=" · ".join(named[folder][id_].label for id_ in common))


def commonest(counts: Counter[str]) -> list[str]:
    """The value that most have, or two that are level; none if it is had by one only or if more are level."""
    most = max(counts.values(), default=0)
    level = sorted(id_ for id_, number in counts.items() if number == most)
    return level if most > 1 and len(level) <= 2 else []


def bars(facet: Facet, counted: Tally, named: Named, reader: Reader) -> Bars:
    """How the practices split by a facet: a ladder with all its rungs, anything else with the most frequent first."""
    counts, values = counted.values[facet.folder], named[facet.folder]

    def bar(id_: str) -> Bar:
        number = counts[id_]
        label = values[id_].label if id_ in values else reader.term(facet.vocabulary or "", id_)
        return Bar(Markup.escape(label), number, share(number, counted.total), values[id_].url if number else None)

    if facet.in_order and facet.vocabulary:
        rungs = [*reader.catalogue.terms[facet.vocabulary], *([NOT_REPORTED] if counts[NOT_REPORTED] else [])]
        return Bars(facet.folder, reader.say(facet.title), [bar(id_) for id_ in rungs], [])
    ordered = sorted(counts, key=lambda id_: (-counts[id_], sort_key(values[id_].label, reader.language)))
    return folded(facet.folder, reader.say(facet.title), [bar(id_) for id_ in ordered])


def clause_bars(counted: Tally, reader: Reader) -> Bars:
    """The guideline clauses that the practices carry out, those of most practices first."""
    clauses = reader.catalogue.clauses(reader.language)
    order = {id_: number for number, id_ in enumerate(clauses)}
    found = []
    for id_, number in sorted(counted.clauses.items(), key=lambda item: (-item[1], order[item[0]])):
        clause = clauses[id_]
        language = clause.page.language
        found.append(
            Bar(
                tagged(clause.title, language, reader),
                number,
                share(number, counted.total),
                f"{clause_url(clause.page.name)}#{id_}",
                tagged(str(clause.page.meta["title"]), language, reader),
            )
        )
    return folded("clauses", reader.say(N_("Guidelines they carry out")), found, CLAUSES)


def folded(id_: str, title: str, found: list[Bar], most: int = SHOWN) -> Bars:
    """The first bars, and the rest if it is worth a fold of its own."""
    shown = most if len(found) > most + 1 else len(found)
    return Bars(id_, title, found[:shown], found[shown:])


def share(number: int, total: int) -> float:
    """A part in percent."""
    return round(100 * number / max(1, total), 1)


def gaps(facet: Facet, counted: Tally, reader: Reader) -> Iterable[str]:
    """What no practice here has, in whole sentences."""
    if facet.folder != "evidence-levels" and not counted.values["evidence-levels"][LEVELS[-1]]:
        yield reader.say(N_("None of them is evaluated with a comparison."))
    if not counted.clauses:
        yield reader.say(N_("None of them is linked to a guideline."))
    readable = counted.values["languages"][reader.language]
    if facet.folder != "languages" and readable < counted.total:
        yield reader.say(
            N_("With the full text in {language}: {part} of {total}."),
            language=reader.language_name(reader.language),
            part=reader.number(readable),
            total=reader.number(counted.total),
        )


def absent(facet: Facet, counted: Tally, named: Named) -> Iterable[Absent]:
    """What practices elsewhere in the library have and none here has, in two ways, the most frequent first."""
    for folder in [folder for folder in ABSENT if folder != facet.folder][:2]:
        missing = [value for id_, value in named[folder].items() if id_ not in counted.values[folder]]
        missing.sort(key=lambda value: (-len(value.practices), value.id))
        if missing:
            shown = NAMED if len(missing) > NAMED + 1 else len(missing)
            yield Absent(ABSENT[folder], missing[:shown], len(missing) - shown)
