"""A practice at a glance: where, for whom, how sure."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from ..evidence import LEVELS
from ..freshness import is_overdue
from ..model import Practice
from .page import tagged
from .reader import Reader


class Card(NamedTuple):
    """What a card shows; texts are tagged with their language where it is not the reader's."""

    id: str
    url: str
    title: Markup
    summary: Markup
    where: str
    when: str
    groups: str
    level: str
    level_label: str
    steps: list[bool]
    directions: list[tuple[str, str]]
    body_language: str | None
    overdue: bool


def card(practice: Practice, reader: Reader) -> Card:
    """The card of a practice, made once for each reader: it stands in many lists."""
    made: dict[str, Card] = reader.__dict__.setdefault("cards", {})
    if practice.id not in made:
        made[practice.id] = _card(practice, reader)
    return made[practice.id]


def _card(practice: Practice, reader: Reader) -> Card:
    title, summary = practice.title(reader.language), practice.summary(reader.language)
    rung = LEVELS.index(practice.evidence)
    language = body_language(practice, reader)
    return Card(
        id=practice.id,
        url=f"practices/{practice.id}/",
        title=tagged(title.value, title.language, reader),
        summary=tagged(summary.value, summary.language, reader),
        where=where(practice, reader),
        when=str(practice.first_year or ""),
        groups=", ".join(reader.term("target-groups", group) for group in practice.record.target_groups[:3]),
        level=practice.evidence,
        level_label=reader.term("evidence-levels", practice.evidence),
        steps=[step <= rung for step in range(len(LEVELS))],
        directions=[(direction, reader.term("directions", direction)) for direction in practice.directions if direction != "positive"],
        body_language=None if language == reader.language else reader.language_name(language),
        overdue=is_overdue(practice, reader.catalogue.today),
    )


def where(practice: Practice, reader: Reader) -> str:
    """ "Randers, Denmark" for one place, the country for several places in it, else a list of countries."""
    countries = [reader.country(code) for code in practice.countries]
    localities = list(dict.fromkeys(place.locality for place in practice.record.places if place.locality))
    if len(countries) == 1 and len(localities) == 1:
        return f"{localities[0]}, {countries[0]}"
    return ", ".join(countries[:3]) + (f" +{len(countries) - 3}" if len(countries) > 3 else "")


def body_language(practice: Practice, reader: Reader) -> str:
    """The language in which the reader will find the body of the record."""
    return reader.language if reader.language in practice.languages else practice.record.language
