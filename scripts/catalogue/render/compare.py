"""Two tools for a meeting: practices side by side, and a brief for a decision.

Their pages are frames: a script fetches the practices that the address names from their own pages and puts the answers in,
so that no fact stands in the site twice and any choice has an address that can be sent by mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..language import N_, NN_
from .page import StagedPage, page_with_lead
from .reader import Reader
from .references import SOURCE_NUMBER
from .view import HEADINGS, PAGE_ORDER

COMPARED = tuple(question for question in PAGE_ORDER if question not in ("who", "evidence"))
"""The reader’s questions as on a practice’s page; who does it and how sure it is stand in the facts below its title."""

COMPARE_TITLE = N_("Compare practices")
COMPARE_LEAD = N_("Put two to four practices side by side: where, for whom, what it takes, what came of it, and what nobody knows.")
BRIEF_TITLE = N_("Decision brief")
BRIEF_LEAD = N_("A few pages about the practices of your choice, to print or to take along to a meeting.")

FAULTS = {
    "missing": N_("There is no practice “{id}” in this library. Perhaps the address was cut off."),
    "failed": N_("The practice “{id}” could not be loaded. Check your connection, then load this page again."),
}
WORDS = {
    "unknown": N_("Not reported"),
    "answered": N_("Our sources answer all questions."),
    "short": N_("In short"),
    "notes": N_("Please note"),
    "unanswered": N_("What we do not know"),
    "question": N_("Question"),
    "loading": N_("Loading the practices …"),
}
COMPARE_WORDS = {
    "few": N_("Choose two to four practices to compare."),
    "many": N_("Four practices fit side by side. Take one out before you add another."),
    "remove": N_("Remove"),
    "add": N_("Add to shortlist"),
}
BRIEF_WORDS = {
    "empty": N_("This address names no practice. Choose practices on the comparison page, then open the brief from there."),
    "many": N_("A brief has room for four practices. The others were left out."),
    "source": SOURCE_NUMBER,
    "sources": N_("Sources"),
    "address": N_("Full record"),
    "decide": N_("What is to be decided?"),
    "glance": N_("At a glance"),
    "file": N_("decision-brief"),
}
SIDE_BY_SIDE = NN_("{count} practice side by side.", "{count} practices side by side.")


def tool_pages(reader: Reader) -> Iterator[StagedPage]:
    """The comparison and the brief."""
    words = {**WORDS, **FAULTS, **COMPARE_WORDS}
    yield tool("compare.html", COMPARE_TITLE, COMPARE_LEAD, words, ["compare.js"], reader, shown=reader.forms(SIDE_BY_SIDE))
    words = {**WORDS, **FAULTS, **BRIEF_WORDS}
    yield tool("brief.html", BRIEF_TITLE, BRIEF_LEAD, words, ["brief-files.js", "brief.js"], reader)


def tool(template: str, title: str, lead: str, words: dict[str, str], scripts: list[str], reader: Reader, **values: Any) -> StagedPage:
    """A page that its scripts fill; ``words`` are what they say."""
    name = template.removesuffix(".html")
    said = {key: reader.say(message) for key, message in words.items()}
    questions = [(question, reader.say(HEADINGS[question])) for question in COMPARED]
    meta = {"kind": "tool", "scripts": ["practice-parts.js", *scripts]}
    return page_with_lead(template, reader, f"{name}/index.md", reader.say(title), reader.say(lead), meta, words=said, questions=questions, **values)
