"""What the library is about: practices, sources, terms, guidelines and how they hang together.

Built only from checked data, so nothing here handles errors. Everything is frozen, and every
list has an order that does not depend on the machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from .assessment import Assessment
from .bibliography import Source
from .check.references import cited_sources
from .document import Document, Loaded, Page
from .evidence import level
from .prose import Cited, citations, parse_citation
from .record import Claim, Record, Relation, Text
from .toolkit import Call, Chapter, Toolkit
from .vocabulary import Term, Vocabulary
from .wording import Wording


class Worded(NamedTuple):
    """A text and the language that it is really in."""

    value: Any
    language: str


class Question(NamedTuple):
    """One of the reader's questions, and the fields of a record that answer it."""

    id: str
    fields: tuple[str, ...]


QUESTIONS = (
    Question("where", ("places", "phases", "last_known_active", "activity")),
    Question("who", ("organisations", "contact")),
    Question("whom", ("target_groups", "eligibility", "text.challenge")),
    Question("what", ("text.goals", "text.approach", "integration")),
    Question("takes", ("resources", "costs", "funding", "text.preconditions", "materials")),
    Question("results", ("claims", "text.results", "evaluations", "indicators", "reviews", "recognition")),
    Question("users", ("text.users_view", "involvement")),
    Question("hard", ("text.difficulties", "text.do", "text.dont", "text.transfer")),
)
"""The eight questions, in the order of the page."""

ANSWERS = {
    "where": ("places", "phases"),
    "who": ("organisations",),
    "whom": ("target_groups", "eligibility", "text.challenge"),
    "what": ("text.goals", "text.approach"),
    "takes": ("resources", "costs", "funding", "text.preconditions"),
    "results": ("text.results", "claims"),
    "users": ("text.users_view",),
    "hard": ("text.difficulties", "text.dont"),
}
"""What counts as an answer; the other fields of a question only add to it."""


@dataclass(frozen=True)
class Practice:
    """A record with its id and what follows from it."""

    id: str
    record: Record

    @property
    def original(self) -> Text:
        """The words in the record's own language."""
        return self.record.text[self.record.language]

    def words(self, field: str, language: str) -> Worded | None:
        """A text field in ``language``, else in the record's own language, else in any; none if no language has it."""
        order = (language, self.record.language, *sorted(self.record.text))
        for candidate in order:
            value = getattr(self.record.text[candidate], field, None) if candidate in self.record.text else None
            if value:
                return Worded(value, candidate)
        return None

    def title(self, language: str) -> Worded:
        """Its title, by the same fallback; every record has one."""
        return self.words("title", language) or Worded(self.id, self.record.language)

    def summary(self, language: str) -> Worded:
        """Its summary, by the same fallback; every record has one."""
        return self.words("summary", language) or Worded("", self.record.language)

    def claim_words(self, claim: Claim, language: str) -> Worded | None:
        """The sentence of a claim, by the same fallback."""
        for candidate in (language, self.record.language, *sorted(self.record.text)):
            sentences = self.record.text[candidate].claims if candidate in self.record.text else None
            if sentences and claim.id in sentences:
                return Worded(sentences[claim.id], candidate)
        return None

    def local(self, text: dict[str, str] | None, language: str) -> Worded | None:
        """A short text by language, by the same fallback."""
        if not text:
            return None
        chosen = next((candidate for candidate in (language, self.record.language) if candidate in text), min(text))
        return Worded(text[chosen], chosen)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages in which its body can be read, its own first; a translated title and summary alone do not count."""
        original = self.original
        bare = not (original.approach or original.challenge or original.claims)
        others = (language for language, text in sorted(self.record.text.items()) if bare or text.approach or text.claims or text.challenge)
        return tuple(dict.fromkeys((self.record.language, *others)))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries in the order of the places, each once."""
        return tuple(dict.fromkeys(place.country for place in self.record.places))

    @cached_property
    def listed(self) -> bool:
        """Whether the practice stands in lists: drafts and withdrawn records do not."""
        return self.record.status in ("published", "dormant")

    def has(self, field: str) -> bool:
        """Whether a field of the record says something, in any language for texts."""
        if field.startswith("text."):
            return self.words(field.removeprefix("text."), self.record.language) is not None
        return bool(getattr(self.record, field))

    @cached_property
    def answered(self) -> tuple[str, ...]:
        """The ids of the questions that some source answers."""
        return tuple(question.id for question in QUESTIONS if self._answers(question.id))

    def _answers(self, question: str) -> bool:
        if question == "results":
            return self.has("text.results") or any(claim.kind in ("reach", "output", "outcome") for claim in self.record.claims)
        return any(self.has(field) for field in ANSWERS[question])

    @cached_property
    def unanswered(self) -> tuple[str, ...]:
        """The ids of the questions that no source answers, in the order of the page."""
        return tuple(question.id for question in QUESTIONS if question.id not in self.answered)

    @cached_property
    def evidence(self) -> str:
        """The highest rung of the evidence ladder that the facts reach."""
        return level(self.record)

    @cached_property
    def directions(self) -> tuple[str, ...]:
        """The directions of its outcome claims, each once."""
        return tuple(dict.fromkeys(claim.direction for claim in self.record.claims if claim.kind == "outcome" and claim.direction))

    @cached_property
    def inferred(self) -> frozenset[str]:
        """The item paths that are our reading."""
        return frozenset(inference.item for inference in self.record.inferred)

    @cached_property
    def first_year(self) -> int | None:
        """The first year that a phase names."""
        years = [moment.year for phase in self.record.phases for moment in (phase.start, phase.end) if moment]
        return min(years, default=None)

    @cached_property
    def completeness(self) -> int:
        """How many of the eight questions are answered."""
        return len(self.answered)


@dataclass(frozen=True)
class SourceEntry:
    """A source with its id."""

    id: str
    entry: Source


@dataclass(frozen=True)
class TermEntry:
    """A term with its words."""

    vocabulary: str
    term: Term

    @property
    def id(self) -> str:
        """The term's id."""
        return self.term.id

    def label(self, language: str) -> str:
        """Its name in a language of the site."""
        return self.term.label[language]

    def definition(self, language: str) -> str:
        """Its definition in a language of the site."""
        return self.term.definition[language]

    def one(self, language: str) -> str:
        """For units: its singular."""
        return (self.term.one or self.term.label)[language]


@dataclass(frozen=True)
class Clause:
    """One thing that a guideline asks: a heading of its page."""

    id: str
    title: str
    audience: str
    page: Page


@dataclass(frozen=True)
class ToolkitEntry:
    """A toolkit with its id."""

    id: str
    toolkit: Toolkit
    language: str
    """The language that it was written in; what is not translated is read in it."""

    def local(self, text: Mapping[str, Any], language: str) -> Worded:
        """One of its texts in ``language``, else in its own, else in any."""
        chosen = next((candidate for candidate in (language, self.language) if candidate in text), min(text))
        return Worded(text[chosen], chosen)


class Citing(NamedTuple):
    """A practice, a toolkit or a page that cites a source."""

    kind: str
    id: str


class Catalogue:
    """The whole library, with its indexes."""

    def __init__(self, loaded: Loaded) -> None:
        self.root: Path = loaded.root
        self.languages: tuple[str, ...] = loaded.languages
        self.loaded = loaded
        self.practices: dict[str, Practice] = {
            document.id: Practice(document.id, value) for document in loaded.of("practices") if (value := _value(document, Record)).status != "draft"
        }
        self.sources: dict[str, SourceEntry] = {document.id: SourceEntry(document.id, _value(document, Source)) for document in loaded.of("sources")}
        self.assessments: dict[str, Assessment] = dict(
            sorted(
                ((document.id, _value(document, Assessment)) for document in loaded.of("assessments")),
                key=lambda item: (item[1].order, item[0]),
            )
        )
        self.vocabularies: dict[str, Vocabulary] = {document.id: _value(document, Vocabulary) for document in loaded.of("vocabularies")}
        self.wording: dict[str, Wording] = {document.id: _value(document, Wording) for document in loaded.of("wording")}
        self.terms: dict[str, dict[str, TermEntry]] = {
            name: {term.id: TermEntry(name, term) for term in vocabulary.terms} for name, vocabulary in self.vocabularies.items()
        }
        self.toolkits: dict[str, ToolkitEntry] = {entry.id: entry for entry in sorted(self._toolkits(), key=lambda entry: (entry.toolkit.order, entry.id))}
        self.today: date = today()
        self.repository: str = os.environ.get("REPO_URL", "").rstrip("/")
        """Where the library's files are kept, if the deployment says so; ``mkdocs.yml`` reads the same variable."""

    def _toolkits(self) -> Iterator[ToolkitEntry]:
        for document in self.loaded.of("toolkits"):
            toolkit: Toolkit = _value(document, Toolkit)
            yield ToolkitEntry(document.id, toolkit, toolkit.translation.source_language if toolkit.translation else self.languages[0])

    def term(self, vocabulary: str, id_: str) -> TermEntry:
        """One term."""
        return self.terms[vocabulary][id_]

    @cached_property
    def listed(self) -> list[Practice]:
        """The practices that stand in lists, by id."""
        return [practice for practice in self.practices.values() if practice.listed]

    def pages(self, language: str) -> dict[str, Page]:
        """The hand-written pages by name, in ``language`` or else in the default language."""
        return self._pages[language]

    @cached_property
    def _pages(self) -> dict[str, dict[str, Page]]:
        return {language: self._chosen_pages(language) for language in self.languages}

    def _chosen_pages(self, language: str) -> dict[str, Page]:
        chosen: dict[str, Page] = {}
        for wanted in (language, self.languages[0]):
            for page in self.loaded.pages:
                if page.language == wanted:
                    chosen.setdefault(page.name, page)
        return dict(sorted(chosen.items()))

    def guidelines(self, language: str) -> list[Page]:
        """The guideline pages in their order."""
        pages = [page for page in self.pages(language).values() if page.meta.get("framework")]
        return sorted(pages, key=lambda page: (page.meta.get("order", 1_000), page.name))

    def clauses(self, language: str) -> dict[str, Clause]:
        """All clauses by id, with their titles in ``language`` where the page is translated."""
        return self._clauses[language]

    @cached_property
    def _clauses(self) -> dict[str, dict[str, Clause]]:
        return {
            language: {
                heading.id: Clause(heading.id, heading.text, heading.audience or "everyone", page)
                for page in self.guidelines(language)
                for heading in page.headings
                if heading.is_clause and heading.id
            }
            for language in self.languages
        }

    @cached_property
    def by_clause(self) -> dict[str, list[Practice]]:
        """The practices that carry out a clause."""
        found: dict[str, list[Practice]] = {}
        for practice in self.listed:
            for link in practice.record.guidelines:
                found.setdefault(link.clause, []).append(practice)
        return found

    @cached_property
    def assessed(self) -> dict[str, list[str]]:
        """For every guideline, the ids of the self-assessments with a statement on one of its clauses."""
        found: dict[str, dict[str, None]] = {}
        for id_, assessment in self.assessments.items():
            for statement in assessment.statements:
                found.setdefault(statement.clause.partition(".")[0], {})[id_] = None
        return {framework: list(ids) for framework, ids in found.items()}

    @cached_property
    def chapters(self) -> dict[str, list[tuple[ToolkitEntry, Chapter]]]:
        """The chapters of toolkits that name a practice or a clause, by its id."""
        found: dict[str, list[tuple[ToolkitEntry, Chapter]]] = {}
        for entry in self.toolkits.values():
            for chapter in entry.toolkit.chapters:
                for id_ in dict.fromkeys((*chapter.clauses, *(example.practice for example in chapter.practices))):
                    found.setdefault(id_, []).append((entry, chapter))
        return found

    @cached_property
    def relations(self) -> dict[str, list[tuple[str, Relation, str]]]:
        """For every practice: (kind seen from it, the tie, the other practice), its own ties and those of others to it."""
        found: dict[str, list[tuple[str, Relation, str]]] = {}
        for practice in self.practices.values():
            for relation in practice.record.relations:
                if relation.practice in self.practices:
                    found.setdefault(practice.id, []).append((relation.kind, relation, relation.practice))
                    inverse = self.term("relations", relation.kind).term.inverse or relation.kind
                    found.setdefault(relation.practice, []).append((inverse, relation, practice.id))
        return found

    @cached_property
    def cited_by(self) -> dict[str, list[Citing]]:
        """For every source, the practices, the toolkits and the pages that cite it."""
        found: dict[str, dict[Citing, None]] = {}
        for practice in self.practices.values():
            for source in practice.record.sources:
                found.setdefault(source, {})[Citing("practice", practice.id)] = None
        for toolkit in self.loaded.of("toolkits"):
            for source in cited_sources(toolkit):
                found.setdefault(source, {})[Citing("toolkit", toolkit.id)] = None
        for page in self.loaded.pages:
            for cited in page_citations(page):
                found.setdefault(cited.source, {})[Citing("page", page.name)] = None
        return {source: list(citing) for source, citing in found.items()}


def open_calls(catalogue: Catalogue) -> list[tuple[ToolkitEntry, Call]]:
    """The calls for practices that are open today, the one that closes first at the head."""
    calls = [(entry, entry.toolkit.call) for entry in catalogue.toolkits.values() if entry.toolkit.call]
    return sorted(((entry, call) for entry, call in calls if call.state(catalogue.today) == "open"), key=lambda pair: pair[1].closes.first)


def page_citations(page: Page) -> Iterator[Cited]:
    """The sources that a page cites, the one that it presents among them."""
    if page.meta.get("source"):
        yield parse_citation(page.meta["source"])
    yield from citations(page.body)


def _value(document: Document, shape: type[Any]) -> Any:
    """The typed value of checked data."""
    return shape.model_validate(document.data)


def today() -> date:
    """The day that overdue marks and open calls go by: ``SOURCE_DATE_EPOCH`` where set, else now (reproducible-builds.org)."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    return datetime.fromtimestamp(seconds, UTC).date()
