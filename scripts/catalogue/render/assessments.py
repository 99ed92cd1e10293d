"""Self-assessments: statements on the clauses meant for one kind of reader, to be answered on screen or on paper.

A script keeps the answers in the reader's browser, finds the weakest clauses and makes the plan. Nothing is sent anywhere:
there is no form element on the page, so that not even a browser without scripts could send one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from ..assessment import Assessment
from ..collation import sort_key
from ..evidence import LEVELS
from ..language import N_, NN_
from ..model import Practice, Worded
from .card import Card, card
from .page import ASSESSMENTS, StagedPage, page_with_lead, render, tagged
from .reader import Reader

LEAD = N_("See where your organisation stands on what guidelines ask. Find out where to start, look at what others do, and make a plan on one page.")

AT_ONCE = 12
"""Statements that a person with ten minutes can answer; of a longer list the first guideline is shown at first, the others on request."""
PRACTICES = 3
"""How many practices stand beside a statement, those with the best evidence first."""
OUTSIDE = "not-ours"
"""The answer that is no step of the scale."""
EVERYONE = "everyone"
"""Clauses for everyone are for these readers too; to name it beside them would say that the list is for anybody."""

STATEMENTS = NN_("{count} statement", "{count} statements")
GUIDELINES = NN_("{count} guideline", "{count} guidelines")

WORDS = {
    "progress": N_("{value} of {whole} answered"),
    "choose": N_("Choose at least one guideline."),
    "sure": N_("Delete all answers and the plan from this browser?"),
    "deleted": N_("All answers are deleted."),
    "unanswered": N_("Not answered"),
}
"""What the page's script says."""


class Ask(NamedTuple):
    """One statement, and what there is to read about its clause."""

    number: int
    clause: str
    text: Markup
    title: Markup
    """The clause's own words."""
    url: str
    practices: list[Card]


class Part(NamedTuple):
    """The statements on one guideline."""

    id: str
    title: Markup
    url: str
    asks: list[Ask]
    size: str
    at_first: bool
    """Whether it is shown before the reader has chosen."""


def assessment_pages(reader: Reader) -> Iterator[StagedPage]:
    """The overview, and a page for each self-assessment; none in a library without any."""
    assessments = reader.catalogue.assessments
    if assessments:
        yield overview(assessments, reader)
    for id_, assessment in assessments.items():
        yield assessment_page(id_, assessment, reader)


def worded(assessment: Assessment, text: Mapping[str, str], reader: Reader) -> Worded:
    """A text in the reader's language, else in the one that it was translated from, else in any."""
    original = assessment.translation.source_language if assessment.translation else reader.catalogue.languages[0]
    chosen = next((language for language in (reader.language, original) if language in text), min(text))
    return Worded(text[chosen], chosen)


def local(assessment: Assessment, text: Mapping[str, str], reader: Reader) -> Markup:
    """A text by the same fallback, tagged with its language where it is not the reader's."""
    return tagged(*worded(assessment, text, reader), reader)


def overview(assessments: Mapping[str, Assessment], reader: Reader) -> StagedPage:
    """Which self-assessment is for whom."""
    entries = [
        (
            f"self-assessment/{id_}/",
            local(assessment, assessment.title, reader),
            local(assessment, assessment.summary, reader),
            reader.terms("audiences", [audience for audience in assessment.audiences if audience != EVERYONE] or [EVERYONE]),
            reader.count(STATEMENTS, len(assessment.statements)),
            reader.count(GUIDELINES, len(frameworks(assessment))),
        )
        for id_, assessment in assessments.items()
    ]
    return page_with_lead("assessments.html", reader, "self-assessment/index.md", reader.say(ASSESSMENTS), reader.say(LEAD), {"kind": "index"}, entries=entries)


def frameworks(assessment: Assessment) -> list[str]:
    """The guidelines of its statements, in their order."""
    return list(dict.fromkeys(statement.clause.partition(".")[0] for statement in assessment.statements))


def assessment_page(id_: str, assessment: Assessment, reader: Reader) -> StagedPage:
    """One self-assessment."""
    terms = reader.catalogue.terms["standings"].values()
    title, summary = worded(assessment, assessment.title, reader), worded(assessment, assessment.summary, reader)
    translation = assessment.translation
    body = render(
        "assessment.html",
        reader,
        f"self-assessment/{id_}/",
        id=id_,
        title=tagged(*title, reader),
        summary=tagged(*summary, reader),
        introduction=local(assessment, assessment.introduction, reader),
        translated=translation.source_language if translation and translation.by == "machine" and translation.source_language != title.language else None,
        original=title.language if title.language != reader.language else None,
        terms=list(terms),
        standings=[(term.id, term.label(reader.language)) for term in terms],
        outside=OUTSIDE,
        parts=list(parts(assessment, reader)),
        words={name: reader.say(message) for name, message in WORDS.items()},
    )
    meta = {"kind": "tool", "source": f"assessments/{id_}.yaml", "scripts": ["assessment.js"]}
    return StagedPage(reader.language, f"self-assessment/{id_}.md", title.value, body, summary.value, meta)


def parts(assessment: Assessment, reader: Reader) -> Iterator[Part]:
    """The statements by guideline."""
    clauses = reader.catalogue.clauses(reader.language)
    order = frameworks(assessment)
    whole = len(assessment.statements) <= AT_ONCE
    statements = sorted(assessment.statements, key=lambda statement: order.index(statement.clause.partition(".")[0]))
    for framework, group in groupby(enumerate(statements, 1), key=lambda pair: pair[1].clause.partition(".")[0]):
        asks = []
        for number, statement in group:
            clause = clauses[statement.clause]
            page = clause.page
            url = page.name.removesuffix(".md") + "/"
            text, title = local(assessment, statement.text, reader), tagged(clause.title, page.language, reader)
            asks.append(Ask(number, clause.id, text, title, f"{url}#{clause.id}", best(clause.id, reader)))
        heading = tagged(str(page.meta["title"]), page.language, reader)
        yield Part(framework, heading, url, asks, reader.count(STATEMENTS, len(asks)), whole or framework == order[0])


def best(clause: str, reader: Reader) -> list[Card]:
    """The practices that carry out a clause about whose results most is known; of equal ones those that answer most questions."""

    def order(practice: Practice) -> tuple[int, int, tuple[tuple[int, str], ...]]:
        return -LEVELS.index(practice.evidence), -practice.completeness, sort_key(practice.title(reader.language).value, reader.language)

    return [card(practice, reader) for practice in sorted(reader.catalogue.by_clause.get(clause, []), key=order)[:PRACTICES]]
