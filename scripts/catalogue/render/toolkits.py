"""Toolkits: booklets of clauses and practices, to be read on screen or printed, and the calls for practices in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from babel.dates import format_date
from markupsafe import Markup

from ..evidence import LEVELS
from ..language import N_
from ..model import Catalogue, ToolkitEntry, open_calls
from ..toolkit import Call, Chapter, Example
from .card import card
from .page import StagedPage, in_language, page_with_lead, render, tagged
from .practices import clause_url
from .reader import Reader, relative
from .references import References
from .reports import Entry
from .view import Item

TITLE, LEAD = (
    N_("Toolkits"),
    N_("Booklets for a purpose: what guidelines ask, which practices to look at, what is missing, and what to talk about in your team."),
)
DATES = {
    "coming": N_("Opens on {opens} and closes on {closes}."),
    "open": N_("Open until {closes}."),
    "closed": N_("Closed since {closes}. You can propose a practice at any time."),
}


class Part(NamedTuple):
    """A chapter as the page shows it."""

    anchor: str
    title: Markup
    text: Markup
    clauses: list[Item]
    entries: list[Entry]
    unmet: list[Markup]
    """Links to the clauses that no practice of the library carries out."""
    unevaluated: bool
    gaps: Markup | None
    questions: list[Markup]


class Invitation(NamedTuple):
    """A call as pages show it."""

    url: str
    title: Markup
    text: Markup
    state: str
    dates: str
    theme: tuple[str, str | None] | None
    """Its name, and the address of its page if it has one."""
    choice: str
    """What stands behind the form's address, so that it opens with the theme chosen."""


class Cover(NamedTuple):
    """What is told of a toolkit before it is opened."""

    url: str
    title: Markup
    summary: Markup
    audiences: str
    chapters: list[tuple[str, Markup]]
    """Address and title of each."""
    clauses: int
    practices: int
    call: Invitation | None


def toolkit_pages(reader: Reader) -> Iterator[StagedPage]:
    """The list of toolkits, and a page for each."""
    yield page_with_lead("toolkits.html", reader, "toolkits/index.md", reader.say(TITLE), reader.say(LEAD), {"kind": "index"}, toolkits=covers(reader))
    for entry in reader.catalogue.toolkits.values():
        yield Booklet(entry, reader).page()


def covers(reader: Reader) -> list[Cover]:
    """All toolkits in their order."""
    return [Booklet(entry, reader).cover() for entry in reader.catalogue.toolkits.values()]


def open_invitations(reader: Reader) -> list[Invitation]:
    """The calls that are open today."""
    return [Booklet(entry, reader).invitation(call) for entry, call in open_calls(reader.catalogue)]


def unmet(chapter: Chapter, catalogue: Catalogue) -> list[str]:
    """The clauses of a chapter that no practice of the library carries out."""
    return [clause for clause in chapter.clauses if clause not in catalogue.by_clause]


def unevaluated(chapter: Chapter, catalogue: Catalogue) -> bool:
    """Whether a chapter has practices, in it or for its clauses, and none of them reaches the highest rung."""
    practices = {practice.id: practice for clause in chapter.clauses for practice in catalogue.by_clause.get(clause, [])}
    practices |= {example.practice: catalogue.practices[example.practice] for example in shown(chapter, catalogue)}
    return bool(practices) and all(practice.evidence != LEVELS[-1] for practice in practices.values())


def shown(chapter: Chapter, catalogue: Catalogue) -> list[Example]:
    """The practices of a chapter but for those that stand in no list."""
    return [example for example in chapter.practices if example.practice in catalogue.practices and catalogue.practices[example.practice].listed]


class Booklet:
    """Builds the page of one toolkit for one reader; references are numbered in reading order."""

    def __init__(self, entry: ToolkitEntry, reader: Reader) -> None:
        self.entry, self.toolkit, self.reader, self.catalogue = entry, entry.toolkit, reader, reader.catalogue
        self.url = f"toolkits/{entry.id}/"
        self.references = References(reader, self.url)

    def page(self) -> StagedPage:
        """The whole booklet."""
        reader, toolkit = self.reader, self.toolkit
        title, summary = self.entry.local(toolkit.title, reader.language), self.entry.local(toolkit.summary, reader.language)
        introduction = self.prose(toolkit.introduction)
        parts = [self.part(chapter) for chapter in toolkit.chapters]
        cover = self.cover()
        body = render(
            "toolkit.html",
            reader,
            self.url,
            cover=cover,
            foreign=title.language != reader.language,
            note=self.note(title.language),
            introduction=introduction,
            parts=parts,
            today=str(format_date(self.catalogue.today, "long", locale=reader.locale)),
            references=self.references.listing(),
        )
        meta = {"kind": "toolkit", "source": f"toolkits/{self.entry.id}.yaml", "scripts": ["print.js"]}
        return StagedPage(reader.language, f"toolkits/{self.entry.id}.md", reader.say(N_("Toolkit: {title}"), title=title.value), body, summary.value, meta)

    def cover(self) -> Cover:
        """Its cover."""
        toolkit = self.toolkit
        return Cover(
            self.url,
            self.line(toolkit.title),
            self.line(toolkit.summary),
            self.reader.terms("audiences", toolkit.audiences),
            [(f"{self.url}#{chapter.anchor}", self.line(chapter.title)) for chapter in toolkit.chapters],
            len({clause for chapter in toolkit.chapters for clause in chapter.clauses}),
            len({example.practice for chapter in toolkit.chapters for example in shown(chapter, self.catalogue)}),
            self.invitation(toolkit.call) if toolkit.call else None,
        )

    def invitation(self, call: Call) -> Invitation:
        """A call with what its dates mean today."""
        reader = self.reader
        state = call.state(self.catalogue.today)
        dates = reader.say(DATES[state], opens=reader.date(call.opens), closes=reader.date(call.closes))
        about = any(call.theme in practice.record.themes for practice in self.catalogue.listed)
        theme = (reader.term("themes", call.theme), f"themes/{call.theme}/" if about else None) if call.theme else None
        choice = f"?theme={call.theme}" if call.theme else ""
        return Invitation(f"{self.url}#call", self.line(call.title), self.prose(call.text), state, dates, theme, choice)

    def part(self, chapter: Chapter) -> Part:
        """A chapter with its clauses, its practices and what is missing."""
        reader, catalogue = self.reader, self.catalogue
        text = self.prose(chapter.text)
        return Part(
            chapter.anchor,
            self.line(chapter.title),
            text,
            [self.clause(clause) for clause in chapter.clauses],
            [Entry(card(catalogue.practices[example.practice], reader), Markup(""), self.line(example.why)) for example in shown(chapter, catalogue)],
            [self.clause(clause).main for clause in unmet(chapter, catalogue)],
            unevaluated(chapter, catalogue),
            self.prose(chapter.gaps) if chapter.gaps else None,
            self.lines(chapter.questions) if chapter.questions else [],
        )

    def clause(self, id_: str) -> Item:
        """A clause with the guideline that it stands in."""
        clause = self.catalogue.clauses(self.reader.language)[id_]
        language = clause.page.language
        url = self.link(clause_url(clause.page.name)) + f"#{id_}"
        title = tagged(clause.title, language, self.reader)
        return Item(Markup('<a href="{}">{}</a>').format(url, title), [tagged(str(clause.page.meta["title"]), language, self.reader)])

    def note(self, language: str) -> str:
        """The notice over a booklet that is machine-made or not translated."""
        reader, translation = self.reader, self.toolkit.translation
        if language != reader.language:
            return reader.say(N_("This page is not translated yet. You read it in its own language: {language}."), language=reader.language_name(language))
        if translation and translation.by == "machine" and translation.source_language != reader.language:
            return reader.say(
                N_("This text was translated from {language} by a machine. Nobody has checked the translation."),
                language=reader.language_name(translation.source_language),
            )
        return ""

    # --- words with their language -------------------------------------------------

    def line(self, text: Mapping[str, str]) -> Markup:
        """A plain text, tagged."""
        worded = self.entry.local(text, self.reader.language)
        return tagged(worded.value, worded.language, self.reader)

    def lines(self, texts: Mapping[str, Any]) -> list[Markup]:
        """Plain texts, tagged."""
        worded = self.entry.local(texts, self.reader.language)
        return [tagged(line, worded.language, self.reader) for line in worded.value]

    def prose(self, text: Mapping[str, str]) -> Markup:
        """A text with citations as HTML, in an element with its language where it is not the reader's."""
        worded = self.entry.local(text, self.reader.language)
        return in_language(self.references.prose(worded.value), worded.language, self.reader, "div")

    def link(self, to: str) -> str:
        """The address of another page of the same language, as seen from this one."""
        return relative(self.url, to)
