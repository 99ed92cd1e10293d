"""What practices measure: the outcomes and outputs that they claim, put together by what is counted, and indicators of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..collation import sort_key
from ..language import N_
from ..model import Practice
from ..record import Claim, Indicator
from .indexes import by_title
from .reader import Reader

COMMON = "laeken-indicators"
"""The vocabulary of the common European indicators."""
KINDS = ("outcome", "output")
"""The claims that stand here: what changed, and what was made; numbers of participants and of the surroundings are neither."""

MONEY, NUMBER, WORDS = N_("Sums of money"), N_("Numbers without a unit"), N_("Told in words, without a number")
SHARES = N_("Shares in {sign}")
"""A sign alone, such as "%", is no heading."""
REST = {"money": MONEY, "number": NUMBER, "words": WORDS}
"""What is measured by no common indicator and in no unit."""


class Found(NamedTuple):
    """A claim and the practice that makes it."""

    practice: Practice
    claim: Claim


class Own(NamedTuple):
    """An indicator of a practice's own, with the claims that report on it."""

    practice: Practice
    place: int
    """Which of the practice's indicators it is, counted from 0."""
    indicator: Indicator
    claims: list[Claim]


class Measure(NamedTuple):
    """Something that is measured, with the claims that can be compared by it."""

    id: str
    label: str
    definition: str
    found: list[Found]

    @property
    def countries(self) -> dict[str, int]:
        """How many of the claims each country has; a practice of several countries counts in each."""
        counts: dict[str, int] = {}
        for practice, _ in self.found:
            for country in practice.countries:
                counts[country] = counts.get(country, 0) + 1
        return counts


def found_in(practices: Iterable[Practice]) -> list[Found]:
    """Every outcome and output that the practices claim."""
    return [Found(practice, claim) for practice in practices for claim in practice.record.claims if claim.kind in KINDS]


def own_of(practices: Iterable[Practice]) -> list[Own]:
    """Every indicator that the practices have set themselves."""
    return [
        Own(practice, place, indicator, [claim for claim in practice.record.claims if claim.indicator == indicator.id])
        for practice in practices
        for place, indicator in enumerate(practice.record.indicators)
    ]


def common_measured(practices: Iterable[Practice]) -> set[str]:
    """The common indicators that a claim or an own indicator of the practices measures."""
    known: set[str] = set()
    for practice in practices:
        known.update(claim.common_indicator for claim in practice.record.claims if claim.common_indicator)
        known.update(indicator.common_indicator for indicator in practice.record.indicators if indicator.common_indicator)
    return known


def measure_of(claim: Claim) -> tuple[str, str]:
    """What a claim can be compared by: the common indicator that it measures, else its unit, else what kind of value it has."""
    if claim.common_indicator:
        return "common", claim.common_indicator
    if claim.value is None:
        return "words", ""
    if claim.currency:
        return "money", ""
    return ("unit", claim.unit) if claim.unit else ("number", "")


def measures(practices: Iterable[Practice], reader: Reader) -> list[Measure]:
    """What the practices measure: common indicators first, then units, what is measured most often first, then the rest."""
    together: dict[tuple[str, str], list[Found]] = {}
    for found in found_in(by_title(list(practices), reader)):
        together.setdefault(measure_of(found.claim), []).append(found)
    made = [(kind, _measure(kind, id_, found, reader)) for (kind, id_), found in together.items()]
    ranks = {kind: rank for rank, kind in enumerate(("common", "unit", *REST))}
    return [measure for _, measure in sorted(made, key=lambda pair: (ranks[pair[0]], -len(pair[1].found), sort_key(pair[1].label, reader.language)))]


def _measure(kind: str, id_: str, found: list[Found], reader: Reader) -> Measure:
    if kind in REST:
        return Measure(f"in-{kind}", reader.say(REST[kind]), "", found)
    term = reader.catalogue.term(COMMON if kind == "common" else "units", id_)
    label = term.label(reader.language)
    label = label[:1].upper() + label[1:] if label[:1].isalpha() else reader.say(SHARES, sign=label)
    return Measure(f"{kind}-{id_}", label, term.definition(reader.language), found)
