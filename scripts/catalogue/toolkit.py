"""The shape of a toolkit: clauses and practices put in order as a booklet, with or without a call for practices.

A toolkit is a choice of the editors. It repeats nothing that a record says: it names practices, and tells in a line what to look at in each.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .guideline import Translated
from .language import N_
from .record import ItemId, Theme
from .shape import ClauseId, Day, Language, LocalText, Many, PracticeId, Prose, Shape, Slug, field, limit, optional, several, vocabulary
from .vocabulary import Words

Paragraphs = Annotated[dict[Language, Annotated[Prose, limit(1_500)]], Field(min_length=1)]
"""A few paragraphs with citations by language."""


class Example(Shape):
    """A practice in a chapter."""

    practice: PracticeId = field(N_("Practice"), N_("The id of a record: its file name without .yaml."), "ohjaamo-guidance-centres")
    why: LocalText = field(
        N_("Why"), N_("What to look at in it, in one sentence by language."), {"en": "See how one desk serves for work, health and housing."}
    )


class Chapter(Shape):
    """A part of the booklet: what guidelines ask, who does it, and what is missing."""

    id: ItemId = field(N_("Id"), N_("A short name for this chapter; links to it end with it."), "one-desk")
    title: LocalText = field(N_("Title"), N_("The title of the chapter, by language."), {"en": "One place to go to"})
    text: Paragraphs = field(
        N_("Text"), N_("One or two short paragraphs by language, with citations where they state facts."), {"en": "People go to one desk. [@a-source]"}
    )
    clauses: Many[ClauseId] = several(N_("Clauses"), N_("The guideline clauses that the chapter is about."), ["esn-inclusive-activation.integrated-services"])
    practices: Many[Example] = several(N_("Practices"), N_("The practices to look at, in this order."))
    gaps: Paragraphs | None = optional(
        N_("Gaps"), N_("What is missing beyond the gaps that are worked out, by language."), {"en": "Nobody has asked the people who left."}
    )
    questions: Words | None = optional(N_("Questions"), N_("Questions for a team meeting, by language."), {"en": ["Who meets people first?"]})

    @property
    def anchor(self) -> str:
        """Where the chapter stands on the toolkit's page; the prefix keeps its id apart from the page's own."""
        return f"chapter-{self.id}"


class Call(Shape):
    """An invitation to send practices, from one day to another."""

    title: LocalText = field(N_("Title"), N_("What is looked for, in a few words by language."), {"en": "Practices from islands"})
    text: Paragraphs = field(
        N_("Text"), N_("What is looked for and what to do, in a few sentences by language."), {"en": "We look for practices from islands."}
    )
    opens: Day = field(N_("Opens"), N_("The first day."), "2026-11-22")
    closes: Day = field(N_("Closes"), N_("The last day."), "2027-05-31")
    theme: Theme | None = optional(N_("Theme"), N_("The theme that the practices should be about."), "rural-services")

    def state(self, today: date) -> Literal["coming", "open", "closed"]:
        """Whether it opens later, is open, or has closed; it is open on its first and on its last day too."""
        if today < self.opens.first:
            return "coming"
        return "open" if today <= self.closes.last else "closed"


class Toolkit(Shape):
    """A booklet for a purpose, made of clauses and practices of this library."""

    title: LocalText = field(N_("Title"), N_("The name of the toolkit, by language."), {"en": "Services that come to you"})
    summary: LocalText = field(N_("Summary"), N_("What it helps with, in one sentence by language."), {"en": "How services reach people who live far away."})
    introduction: Paragraphs = field(
        N_("Introduction"), N_("What it is for, how to use it and where it comes from, by language."), {"en": "Read it with your team. [@a-source]"}
    )
    order: Annotated[int, Field(ge=0)] = field(N_("Order"), N_("The place in the list of toolkits."), 10)
    audiences: Many[Annotated[Slug, vocabulary("audiences")]] = field(N_("Audiences"), N_("Whom it is for."), ["providers", "managers"], min_length=1)
    translation: Translated | None = optional(
        N_("Translation"), N_("The language it was written in, and who translated it from there."), {"from": "en", "by": "machine"}
    )
    chapters: Many[Chapter] = field(N_("Chapters"), N_("The chapters in their order."), min_length=1)
    call: Call | None = optional(N_("Call"), N_("A call for practices, if there is one."))
