"""Hand-written pages: their front matter, their headings, and the clauses of a guideline.

A clause is a heading with attributes: ``### Text {#framework.clause .clause audience=providers}``.
Its id is read from the heading itself; there is no second list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from pydantic import Field

from .language import N_
from .shape import Language, Line, Shape, Slug, SourceId, Version, field, limit, optional, vocabulary

HEADING = re.compile(r"^(#{1,6})[ \t]+(\S[^\r\n]*)", re.MULTILINE)
ATTRIBUTES = re.compile(r"\{([^{}]*)\}$")
FENCE = re.compile(r"^(```+|~~~+)[^\n]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\((practice|clause|issue):([^)\s]+)\)")
"""A link to a practice, to a clause, or to one of the forms for issues."""
ISSUE_FORMS = ("practice", "adoption", "correction")
"""The forms for issues, by the name of their kind."""


class Translated(Shape):
    """Where the texts of the other languages come from."""

    source_language: Language = field(N_("Translated from"), N_("The language that it was translated from."), "en", alias="from")
    by: Annotated[Slug, vocabulary("translation-methods")] = field(N_("Translated by"), N_("By machine, by a person, or reviewed by a person."), "machine")


class PageTranslation(Translated):
    """Where a page comes from if it is a translation."""

    made_from: dict[str, Version] | None = optional(
        N_("Made from"), N_("For each heading, the version of the source text that it was made from; scripts write it."), {"what": "0a1b2c3d4e5f"}
    )


class PageFront(Shape):
    """The front matter of a hand-written page."""

    title: Annotated[Line, limit(120)] = field(N_("Title"), N_("The page's title."), "About this library")
    description: Annotated[Line, limit(160)] | None = optional(N_("Description"), N_("One sentence for search results."), "How facts get into this library.")
    headline: Annotated[Line, limit(80)] | None = optional(N_("Headline"), N_("Home page: the large line at the top."), "See what others did.")
    lead: Annotated[Line, limit(250)] | None = optional(N_("Lead"), N_("Home page: the sentence under the headline."), "For social workers and managers.")
    framework: Slug | None = optional(N_("Guideline"), N_("The id of the guideline, the same as the file name."), "sempre")
    source: SourceId | None = optional(N_("Source"), N_("The source that the page presents."), "a-source")
    status: Annotated[Slug, vocabulary("guideline-statuses")] | None = optional(N_("Status"), N_("How much of the guideline is known."), "complete")
    order: Annotated[int, Field(ge=0)] | None = optional(N_("Order"), N_("The place in the overview."), 10)
    translation: PageTranslation | None = optional(N_("Translation"), N_("Where the page comes from if it is a translation."), {"from": "en", "by": "machine"})


class Heading(NamedTuple):
    """A heading of a page."""

    level: int
    text: str
    id: str | None
    is_clause: bool
    audience: str | None
    line: int
    """Counted from 1 within the body."""
    start: int
    end: int
    """Character offsets of the heading within the body."""


def headings(body: str) -> Iterator[Heading]:
    """The headings of a Markdown body, in order; a # within a fenced block is code."""
    fences = [fence.span() for fence in FENCE.finditer(body)]
    for found in HEADING.finditer(body):
        if any(start <= found.start() < end for start, end in fences):
            continue
        line = found[2].rstrip()
        attributes = ATTRIBUTES.search(line)
        text = line[: attributes.start()].rstrip() if attributes else line
        words = attributes[1].split() if attributes else []
        id_ = next((word[1:] for word in words if word.startswith("#")), None)
        audience = next((word.partition("=")[2].strip("\"'") for word in words if word.startswith("audience=")), None)
        yield Heading(len(found[1]), text, id_, ".clause" in words, audience, body.count("\n", 0, found.start()) + 1, found.start(), found.end())
