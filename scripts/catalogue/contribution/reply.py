"""Read what somebody sent: the issue of a form, or the files that the form on the site wrote into an issue.

All of it is anybody's text. Nothing is run, no path is taken from it but a checked name, and what cannot be read is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from ..model import Catalogue
from ..problem import INVISIBLE
from ..render.reader import Reader
from .questions import FORMS, PROMISED, Question

LONGEST = 70_000
"""The code host takes 65,536 characters; a longer text did not come from it."""
EMPTY = frozenset({"", "_No response_"})
NOTHING_CHOSEN = "None"
"""What the code host writes for an answer that was left out."""
FILE = re.compile(r"^(practices|sources)/([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml[ \t]*\n\s*^(`{3,})yaml[ \t]*\n(.*?)^\3[ \t]*$", re.MULTILINE | re.DOTALL)
"""A file as the form on the site writes it into an issue."""


class Answered(NamedTuple):
    """A filled form: which, in which language, and the answers by the question's id."""

    form: str
    language: str
    answers: dict[str, str]


@dataclass
class Sent:
    """What an issue holds."""

    number: int
    author: str | None
    author_id: int | None
    text: str
    address: str = ""
    hidden: bool = False
    """Whether invisible characters were taken out."""
    labelled: bool = False
    """Whether it has the label of a form, from the form itself or from an editor."""


LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}")


def sent(payload: object) -> Sent:
    """The issue of an event; raises ``ValueError`` if the event has none that can be read."""
    issue = payload.get("issue") if isinstance(payload, dict) else None
    if not isinstance(issue, dict) or type(issue.get("number")) is not int or issue["number"] < 1:
        raise ValueError("the event holds no issue")
    body, user, address = issue.get("body"), issue.get("user"), issue.get("html_url")
    login, id_ = (user.get("login"), user.get("id")) if isinstance(user, dict) else (None, None)
    labels = issue.get("labels")
    names = [label.get("name") for label in labels if isinstance(label, dict)] if isinstance(labels, list) else []
    plain = re.sub(r"\r\n?", "\n", body) if isinstance(body, str) else ""
    shown = INVISIBLE.sub("", plain).replace("\t", " ")
    return Sent(
        issue["number"],
        login if isinstance(login, str) and LOGIN.fullmatch(login) else None,
        id_ if type(id_) is int else None,
        shown,
        address if isinstance(address, str) and re.fullmatch(r"https://[\w.-]+/[\w.-]+/[\w.-]+/issues/[0-9]+", address) else "",
        INVISIBLE.search(plain) is not None,
        any(name in FORMS for name in names),
    )


def files_of(text: str) -> dict[str, str]:
    """The files that the form on the site wrote into an issue, by their paths."""
    return {f"{found[1]}/{found[2]}.yaml": found[4] for found in FILE.finditer(text) if len(found[2]) <= 80}


def answered(text: str, catalogue: Catalogue) -> Answered | None:
    """The answers, by the form and the language whose questions the text has most of; none if it has too few to be a form."""
    lines = text.split("\n")
    headings = {line[4:].strip() for line in lines if line.startswith("### ")}
    best: tuple[int, str, str] | None = None
    for form, questions in FORMS.items():
        for language in catalogue.languages:
            reader = Reader(catalogue, language)
            score = sum(question.name(reader) in headings for question in questions)
            needed = sum(question.required for question in questions) // 2 + 1
            if score >= needed and (best is None or score > best[0]):
                best = score, form, language
    if best is None:
        return None
    _, form, language = best
    return Answered(form, language, _answers(lines, FORMS[form], Reader(catalogue, language)))


def _answers(lines: list[str], questions: tuple[Question, ...], reader: Reader) -> dict[str, str]:
    """The text under each question. Read from the end, so that a heading that somebody typed into an answer takes no other answer's place."""
    found: dict[str, str] = {}
    end = _last(lines, reader.say(PROMISED), len(lines))
    end = len(lines) if end is None else end
    for question in reversed(questions):
        start = _last(lines, question.name(reader), end)
        if start is None:
            continue
        answer = "\n".join(lines[start + 1 : end]).strip()
        if answer not in EMPTY and not (answer == NOTHING_CHOSEN and question.choices(reader)):
            found[question.id] = answer
        end = start
    return dict(reversed(found.items()))


def _last(lines: list[str], heading: str, before: int) -> int | None:
    return next((at for at in range(before - 1, -1, -1) if lines[at].startswith("### ") and lines[at][4:].strip() == heading), None)
