"""The shape of a self-assessment: statements by which an organisation sees where it stands on the clauses meant for it."""

from typing import Annotated

from pydantic import Field

from .guideline import Translated
from .language import N_
from .shape import ClauseId, Language, Line, LocalText, Many, Marker, Shape, Slug, field, limit, optional, several, vocabulary

Audience = Annotated[Slug, vocabulary("audiences")]
GuidelineId = Annotated[Slug, Marker("guideline")]
Introduction = Annotated[dict[Language, Annotated[Line, limit(500)]], Field(min_length=1)]
"""It says how to use the list and claims nothing, so it needs no citations and no markup."""


class Statement(Shape):
    """One clause as a sentence about one's own organisation."""

    clause: ClauseId = field(N_("Clause"), N_("The clause that the statement is about."), "sempre.staff-skills")
    text: LocalText = field(
        N_("Statement"),
        N_("The state in which the clause is carried out, as one sentence with “we”, by language."),
        {"en": "We give staff paid time to learn how to involve users."},
    )


class Assessment(Shape):
    """A list of statements for one kind of reader, to be answered on screen or on paper."""

    title: LocalText = field(N_("Title"), N_("Its title, by language."), {"en": "Where do we stand? For service providers"})
    summary: LocalText = field(N_("Summary"), N_("One sentence for lists, by language."), {"en": "For a team that helps people directly."})
    introduction: Introduction = field(
        N_("Introduction"),
        N_("Who sits down with it, how long it takes and what comes out: two to four short sentences, by language."),
        {"en": "Sit down with your team for half an hour."},
    )
    order: Annotated[int, Field(ge=0)] = field(N_("Order"), N_("The place in the overview."), 10)
    audiences: Many[Audience] = field(
        N_("For whom"), N_("It has a statement for each clause that speaks to one of these."), ["providers", "everyone"], min_length=1
    )
    frameworks: Many[GuidelineId] = several(N_("Guidelines"), N_("Only clauses of these guidelines; without this field, those of all."), ["esn-cross-sector"])
    translation: Translated | None = optional(N_("Translation"), N_("Where the other languages come from."), {"from": "en", "by": "machine"})
    statements: Many[Statement] = field(N_("Statements"), N_("The statements in the order in which they are answered."), min_length=1)
