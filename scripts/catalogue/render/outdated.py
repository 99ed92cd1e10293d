"""Which words on a page are older than their original, and the way to it."""

from __future__ import annotations

from markupsafe import Markup

from ..document import Page
from ..guideline import headings
from ..language import N_
from ..model import QUESTIONS, Practice
from ..translation import FIRST, PAGE_HEAD, PAGE_START, translated
from .page import render
from .reader import Reader, relative

CHANGED = N_("The original has changed since this was translated.")
CHANGED_PAGE = N_("The original of the title or the beginning of this page has changed since it was translated.")
CHANGED_FIRST = N_("The original of the title or the summary has changed since it was translated.")
READ_ORIGINAL = N_("Read the original in {language}")


class Outdated:
    """The fields of a practice whose translation into the reader's language is older than their original."""

    def __init__(self, practice: Practice, reader: Reader) -> None:
        self.reader, self.url = reader, f"practices/{practice.id}/"
        words = translated(reader.catalogue.loaded.by_id["practices"][practice.id].data, reader.language)
        self.source = words.source if words else practice.record.language
        self.fields = frozenset(words.outdated if words else ())

    def note(self, field: str) -> Markup | None:
        """What stands beside an outdated field: that it is, and the same place in the original; nothing for other fields."""
        return original_note(self.reader, self.url, self.source, self.anchor(field)) if field in self.fields else None

    def first(self) -> Markup | None:
        """The same for title and summary, which stand together."""
        return original_note(self.reader, self.url, self.source, "", CHANGED_FIRST) if self.fields & set(FIRST) else None

    def anchor(self, field: str) -> str:
        """Where a field stands on the page: a claim by its id, everything else in the answer to a question."""
        if field.startswith("claims."):
            return f"claim-{field.partition('.')[2]}"
        return next((question.id for question in QUESTIONS if f"text.{field}" in question.fields), "")


def original_note(reader: Reader, url: str, source: str, anchor: str, message: str = CHANGED) -> Markup:
    """That the original has changed, with a link to the same place of the page in the original's language, if the site has it."""
    said = Markup.escape(reader.say(message))
    if source not in reader.catalogue.languages:
        return said
    address = relative(in_site(url, reader.language, reader), in_site(url, source, reader)) + (f"#{anchor}" if anchor else "")
    link = Markup('<a href="{}" hreflang="{}">{}</a>').format(address, source, reader.say(READ_ORIGINAL, language=reader.language_name(source)))
    return Markup("{} {}").format(said, link)


def in_site(url: str, language: str, reader: Reader) -> str:
    """The address of a page within the whole site: the default language stands at the root."""
    return url if language == reader.catalogue.languages[0] else f"{language}/{url}"


def page_note(page: Page, reader: Reader, url: str) -> Markup | None:
    """What stands over a hand-written page whose title or beginning is older than its original."""
    outdated = reader.catalogue.loaded.outdated_parts(page)
    return original_note(reader, url, source_of(page), "", CHANGED_PAGE) if {PAGE_HEAD, PAGE_START} & set(outdated) else None


def with_notes(body: str, page: Page, reader: Reader, url: str) -> str:
    """The body of a hand-written page with a note under each heading whose part is older than its original."""
    outdated = reader.catalogue.loaded.outdated_parts(page)
    for heading in reversed([*headings(body)] if outdated else []):
        if heading.id in outdated:
            note = render("original_note.html", reader, url, note=original_note(reader, url, source_of(page), str(heading.id)))
            body = f"{body[: heading.end]}\n\n{note}\n{body[heading.end :]}"
    return body


def source_of(page: Page) -> str:
    """The language that a page was translated from."""
    return str(page.meta["translation"]["from"])
