"""What the template of a practice is given: sections, blocks and findings, and the words over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup

from ..language import N_
from ..model import Practice
from .answers import Unanswered, Way
from .card import Card
from .reader import Reader

HEADINGS = {
    "where": N_("Where and when?"),
    "who": N_("Who does it?"),
    "whom": N_("For whom, and why?"),
    "what": N_("What do they do?"),
    "takes": N_("What does it take?"),
    "results": N_("What came of it?"),
    "evidence": N_("How sure is this?"),
    "users": N_("What do users say?"),
    "reviews": N_("Who looked at it?"),
    "hard": N_("What was hard, and what should you know?"),
}
PAGE_ORDER = ("whom", "what", "takes", "results", "evidence", "users", "reviews", "hard", "who", "where")
"""Where and who stand last: the strip of facts at the top has told them in short."""

ROW_LABELS = {
    "places": N_("Place"),
    "phases": N_("Time"),
    "last_known_active": N_("Last known active"),
    "activity": N_("Does it still run?"),
    "organisations": N_("Organisations"),
    "target_groups": N_("Target groups"),
    "ages": N_("Age"),
    "conditions": N_("Who may take part"),
    "challenge": N_("The challenge"),
    "goals": N_("Goals"),
    "approach": N_("What is done"),
    "resources": N_("Resources"),
    "costs": N_("Costs"),
    "funding": N_("Funding"),
    "preconditions": N_("What must be in place"),
    "materials": N_("Materials"),
    "results": N_("Overall"),
    "claims": N_("Findings"),
    "context": N_("In figures"),
    "targets": N_("Targets"),
    "evaluations": N_("Evaluations"),
    "indicators": N_("Own indicators"),
    "reviews": N_("Reviews"),
    "recognition": N_("Recognition"),
    "ladder": N_("In four steps"),
    "basis": N_("What it rests on"),
    "states": N_("Good to know"),
    "users_view": N_("In their words"),
    "asked": N_("How they were asked"),
    "levels": N_("Levels of involvement"),
    "stages": N_("Stages of involvement"),
    "difficulties": N_("Difficulties"),
    "do": N_("Do"),
    "dont": N_("Don’t"),
    "transfer": N_("Elsewhere"),
    "contact": N_("Contact"),
    "planned": N_("planned"),
    "inferred": N_("Our reading"),
    "design": N_("Design"),
    "comparison": N_("Compared with"),
    "sample": N_("Sample"),
    "follow_up": N_("Follow-up"),
    "measured_by": N_("Measured by"),
    "users_asked": N_("Users were asked"),
    "year": N_("Year"),
    "against": N_("Value compared with"),
    "baseline": N_("Before"),
    "observation": N_("Observation"),
    "figure": N_("Value"),
    "indicator": N_("Own indicator"),
    "common_indicator": N_("Common European indicator"),
    "by": N_("By"),
    "date": N_("Date"),
    "outcome": N_("Outcome"),
}


class Item(NamedTuple):
    """One line of a section: a term, a place, an organisation, with its notes, marks and references."""

    main: Markup
    notes: Sequence[Markup] = ()
    marks: Markup = Markup("")
    inferred: Markup | None = None


class Reviewed(NamedTuple):
    """A review as it is shown: its kind, and what is known of it; a row without words is not reported."""

    kind: str
    marks: Markup
    rows: list[tuple[str, Markup | None]]
    inferred: Markup | None


class Silence(NamedTuple):
    """What a section says where no source says anything, and the words that invite to change that."""

    sentence: str
    invitation: str


class Finding(NamedTuple):
    """A claim as it is shown."""

    id: str
    figure: str
    kind: str
    direction: str | None
    direction_label: str
    sentence: Markup
    details: list[tuple[str, str]]
    inferred: Markup | None
    original: Markup | None = None
    """Said if the sentence is older than its original, with the way there."""


class Also(NamedTuple):
    """A further origin of a practice, in words: a tree has one way up."""

    tie: str
    link: Markup
    notes: list[Markup]


class Branch(NamedTuple):
    """One practice of the tree."""

    tie: str
    link: Markup
    where: str
    ended: str
    current: bool
    notes: list[Markup]
    also: list[Also]
    branches: list[Branch]
    more: tuple[str, str] | None
    """How many further practices hang under it, and the page that shows them."""


class Block(NamedTuple):
    """A part of a section: a label and items, prose, points or findings."""

    label: str
    kind: str
    content: Any
    original: Markup | None = None
    """Said if the text is older than its original, with the way there."""


def row_label(name: str, reader: Reader) -> str:
    """The label of a row in the reader's language."""
    return reader.say(ROW_LABELS[name])


@dataclass
class Section:
    """The answer to one question."""

    id: str
    heading: str
    blocks: list[Block] = field(default_factory=list)
    disputes: list[Item] = field(default_factory=list)
    silence: Silence | None = None


@dataclass
class View:
    """Everything the template of a practice needs."""

    practice: Practice
    other_words: str
    card: Card
    names: list[Markup]
    facts: list[tuple[str, str, str | None]]
    sections: list[Section]
    unanswered: list[Unanswered]
    ways: list[Way]
    clauses: list[Item]
    toolkits: list[Item]
    relations: list[Item]
    similar: list[Item]
    classified: list[tuple[str, list[tuple[str, str | None]]]]
    references: list[Any]
    body_language: str
    translated: str | None
    translation_from: str | None
    review: tuple[str, str, str, bool] | None
    status: str
    only_own_account: bool
    """Whether nobody but the organisation itself and its partners speaks in the sources."""
    lineage: Branch | None
    original: Markup | None
    """Said if title or summary is older than its original, with the way there."""
