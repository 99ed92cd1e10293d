"""How readers answer: links that open a form of the repository with what the page already knows.

The repository's address is the site builder's matter, so the links are given without it; ``overrides/main.html`` puts it before
them, and without an address they stay hidden.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlencode

from ..language import N_
from ..model import Practice
from .reader import Reader


class Way(NamedTuple):
    """One way to answer."""

    name: str
    label: str
    about: str
    repository: str
    """The address within the repository; empty for a mail."""
    mail: str
    """The query of a mail's address."""


class Unanswered(NamedTuple):
    """A question that no source answers, and where readers can answer it."""

    question: str
    repository: str


WE_DO_TOO, WRONG, ASK, MAIL = N_("We do this too"), N_("Something is wrong or missing"), N_("Ask about it"), N_("Write to the editors")


def ways(practice: Practice, title: str, reader: Reader) -> list[Way]:
    """The ways to answer to a practice, what others can learn most from first."""

    def way(name: str, label: str, about: str, repository: str = "", mail: str = "") -> Way:
        return Way(name, reader.say(label), reader.say(about), repository, mail)

    return [
        way("adoption", WE_DO_TOO, N_("Tell where, what you kept, what you changed and what became of it."), adoption(practice, title, reader)),
        way("correction", WRONG, N_("Tell what it is, and which source has it right."), correction(practice, title, reader)),
        way("question", ASK, N_("Perhaps somebody who works there reads it."), question(practice, title, reader)),
        way("mail", MAIL, N_("Without an account, and not in public."), mail=f"?{query(subject=title)}"),
    ]


def adoption(practice: Practice, title: str, reader: Reader) -> str:
    """The form for "we do this too"."""
    return form("adoption", reader, title=reader.say(N_("We do this too: {title}"), title=title), practice=practice.id)


def correction(practice: Practice, title: str, reader: Reader, field: str = "") -> str:
    """The form for "something is wrong or missing", with the question that it is about."""
    about = {"field": field} if field else {}
    return form("correction", reader, title=reader.say(N_("Correction: {title}"), title=title), practice=practice.id, **about)


def question(practice: Practice, title: str, reader: Reader) -> str:
    """An empty issue for a question, with the record that it is about."""
    return f"/issues/new?{query(title=reader.say(N_('Question: {title}'), title=title), body=f'practices/{practice.id}.yaml' + chr(10) * 2)}"


def form(name: str, reader: Reader, **fields: str) -> str:
    """An issue form of the repository in the reader's language, with some of its fields filled in; the plain name is that of the default language."""
    template = f"{name}.yml" if reader.language == reader.catalogue.languages[0] else f"{name}-{reader.language}.yml"
    return f"/issues/new?{query(template=template, **fields)}"


def query(**fields: str) -> str:
    """The query of an address; spaces as %20, which mail programs understand too."""
    return urlencode(fields, quote_via=quote)
