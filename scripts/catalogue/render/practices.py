"""The page of a practice: the reader's eight questions, what no source answers, and where it all comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from .. import geography
from ..evidence import only_own_account
from ..freshness import is_overdue
from ..language import N_
from ..model import Catalogue, Practice
from ..related import Likeness
from ..shape import PartialDate
from .answers import Unanswered, correction, ways
from .card import body_language, card, where
from .cite import cite_section
from .lineage import KINDS, Tree
from .page import StagedPage, render, tagged
from .passport import passport_blocks, source_perspectives
from .reader import Reader
from .references import References
from .sections import Sections
from .view import HEADINGS, PAGE_ORDER, Block, Item, View, row_label

GROUPS = 4
"""How many target groups stand among the first facts; all of them stand in the text."""


def practice_pages(reader: Reader) -> Iterator[StagedPage]:
    """One page for each practice."""
    for practice in reader.catalogue.practices.values():
        yield practice_page(practice, reader)


def practice_page(practice: Practice, reader: Reader) -> StagedPage:
    """The page of one practice for one reader."""
    view = Builder(practice, reader).view()
    title, summary = practice.title(reader.language), practice.summary(reader.language)
    url = f"practices/{practice.id}/"
    meta: dict[str, Any] = {"kind": "practice", "source": f"practices/{practice.id}.yaml", "scripts": ["cite.js"]}
    if view.body_language != reader.language:
        meta["body_language"] = view.body_language
    reviewed = practice.record.review.last if practice.record.review else None
    cite = Markup(cite_section(reader, url, title.value, title.language, reviewed))
    body = render("practice.html", reader, url, v=view, cite=cite)
    return StagedPage(reader.language, f"practices/{practice.id}.md", title.value, body, summary.value, meta)


def other_words(practice: Practice, reader: Reader) -> str:
    """What a reader may type for this practice in another language, or with another word: titles, countries, places, terms and their synonyms.

    It is indexed with the page but not shown on it, so that a word of any language of the site finds the practice in every other.
    """
    catalogue, record = reader.catalogue, practice.record
    used = (("target-groups", record.target_groups), ("themes", record.themes), ("sectors", record.sectors), ("integration-forms", record.integration))
    words: dict[str, None] = {}
    for language in catalogue.languages:
        if language != reader.language:
            words[practice.title(language).value] = None
        for country in practice.countries:
            words[geography.country_name(country, language)] = None
        for place in record.places:
            words[place.locality or ""] = None
        for vocabulary, ids in used:
            for id_ in ids:
                term = catalogue.term(vocabulary, id_).term
                words[term.label[language]] = None
                for synonym in (term.synonyms or {}).get(language, ()):
                    words[synonym] = None
    return ", ".join(filter(None, words))


SHARED = {
    "target-groups": N_("Also for:"),
    "integration-forms": N_("Same form of cooperation:"),
    "themes": N_("Also about:"),
    "countries": N_("Also in:"),
}


@lru_cache(maxsize=2)
def likeness(catalogue: Catalogue) -> Likeness:
    """The likeness of the listed practices, worked out once a library."""
    return Likeness(catalogue.listed)


class Builder(Sections):
    """Builds the view of one practice for one reader: its sections, and what hangs together with it."""

    def view(self) -> View:
        """The whole page, section by section."""
        reader, practice, record = self.reader, self.practice, self.record
        sections = [section for section in (self.section(question) for question in PAGE_ORDER) if section.blocks or section.disputes or section.silence]
        clauses, lineage, relations = list(self.clauses()), Tree(self).draw(), list(self.relations())
        similar = list(self.similar())
        text = record.text.get(reader.language)
        translation = text.translation if text else None
        review = record.review
        owner = practice.local(review.owner, reader.language) if review else None
        title = practice.title(reader.language).value
        return View(
            practice=practice,
            other_words=other_words(practice, reader),
            card=card(practice, reader),
            names=[tagged(name, language, reader) for language, name in sorted((record.original_name or {}).items())],
            facts=self.facts(),
            sections=sections,
            unanswered=[
                Unanswered(heading, correction(practice, title, reader, heading))
                for heading in (reader.say(HEADINGS[question]) for question in practice.unanswered)
            ],
            ways=ways(practice, title, reader),
            clauses=clauses,
            toolkits=list(self.toolkits()),
            relations=relations,
            similar=similar,
            classified=self.classified(),
            references=self.references.listing() + self.uncited(),
            body_language=body_language(practice, reader),
            translated=("partly" if translation.by_field and translation.by == "machine" else translation.by) if translation else None,
            translation_from=reader.language_name(translation.source_language) if translation else None,
            review=(
                tagged(owner.value, owner.language, reader),
                reader.date(review.last),
                reader.date(review.due),
                is_overdue(practice, reader.catalogue.today),
            )
            if review and owner
            else None,
            status=record.status,
            only_own_account=only_own_account(record, source_perspectives(reader.catalogue)),
            lineage=lineage,
            original=self.outdated.first(),
        )

    def _evidence(self) -> Iterator[Block]:
        yield from passport_blocks(self)

    def uncited(self) -> list[Any]:
        """Listed sources that no mark on the page points to, numbered after the others."""
        missing = References(self.reader, self.references.url)
        missing.numbers = dict(self.references.numbers)
        for source in self.record.sources:
            missing.numbers.setdefault(source, len(missing.numbers) + 1)
        return missing.listing()[len(self.references.numbers) :]

    def facts(self) -> list[tuple[str, str, str | None]]:
        """The strip under the summary: name, label and value; ``None`` is shown as not reported."""
        reader, record, shown = self.reader, self.record, self.practice
        lead = [organisation.name for organisation in record.organisations if organisation.role == "lead"] or [o.name for o in record.organisations[:1]]
        times = [said for phase in record.phases if (said := reader.period(phase.start, phase.end))]
        when = times[0] if len(times) == 1 else None
        if len(times) > 1:
            starts = [phase.start for phase in record.phases if phase.start]
            ends = [phase.end for phase in record.phases if phase.end]
            latest = max((phase for phase in record.phases if phase.start), key=lambda phase: phase.start.first, default=record.phases[-1])  # type: ignore[union-attr]
            when = reader.period(min(starts, key=_first, default=None), max(ends, key=_last) if latest.end else None)
        if not when and record.last_known_active:
            when = f"{row_label('last_known_active', reader)}: {reader.date(record.last_known_active)}"
        groups = record.target_groups
        whom = reader.terms("target-groups", groups[:GROUPS]) + (f" +{len(groups) - GROUPS}" if len(groups) > GROUPS else "")
        return [
            ("where", reader.say(N_("Where")), where(shown, reader)),
            ("when", reader.say(N_("When")), when or None),
            ("whom", reader.say(N_("For whom")), whom or None),
            ("lead", reader.say(N_("Led by")), ", ".join(lead[:2]) or None),
        ]

    def clauses(self) -> Iterator[Item]:
        """The clauses that the practice carries out, each with the reason."""
        clauses = self.reader.catalogue.clauses(self.reader.language)
        for link in self.record.guidelines:
            clause = clauses[link.clause]
            url = self.link(clause_url(clause.page.name)) + f"#{clause.id}"
            title = tagged(clause.title, clause.page.language, self.reader)
            guideline = tagged(str(clause.page.meta["title"]), clause.page.language, self.reader)
            why = self.local(link.why)
            yield Item(Markup('<a href="{}">{}</a>').format(url, title), [guideline, *([why] if why else [])])

    def toolkits(self) -> Iterator[Item]:
        """The chapters of toolkits that name the practice, each with what to look at in it."""
        for entry, chapter in self.reader.catalogue.chapters.get(self.practice.id, []) if self.practice.listed else ():
            title, name = (entry.local(text, self.reader.language) for text in (entry.toolkit.title, chapter.title))
            link = Markup('<a href="{}">{}</a>').format(
                self.link(f"toolkits/{entry.id}/") + f"#{chapter.anchor}", tagged(title.value, title.language, self.reader)
            )
            yield Item(link, [tagged(name.value, name.language, self.reader)])

    def relations(self) -> Iterator[Item]:
        """Ties to other practices, seen from this one, but for those that the family tree shows."""
        catalogue = self.reader.catalogue
        for kind, relation, other_id in catalogue.relations.get(self.practice.id, []):
            if kind in KINDS:
                continue
            other = catalogue.practices[other_id]
            title = other.title(self.reader.language)
            own = any(relation is mine for mine in self.record.relations)
            link = Markup('<a href="{}">{}</a>').format(self.link(f"practices/{other_id}/"), tagged(title.value, title.language, self.reader))
            main = Markup("{}: {}").format(self.reader.term("relations", kind), link)
            if own:
                notes = [text for text in map(self.local, (relation.why, relation.kept, relation.changed, relation.stopped)) if text]
                index = self.record.relations.index(relation)
                yield Item(main, notes, self.references.marks(relation.sources), self.reason(f"relations.{index}"))
            else:
                yield Item(main)

    def similar(self) -> Iterator[Item]:
        """Practices that share much with this one, each with what they share; those whose review is overdue come last."""
        reader, catalogue = self.reader, self.reader.catalogue
        tied = frozenset(other for _, _, other in catalogue.relations.get(self.practice.id, []))
        for other, shared in sorted(likeness(catalogue).similar(self.practice, tied), key=lambda like: is_overdue(like.practice, catalogue.today)):
            title = other.title(reader.language)
            reasons = []
            for name, message in SHARED.items():
                words = [reader.country(value) if name == "countries" else reader.term(name, value) for kind, value in shared if kind == name]
                if words:
                    reasons.append(f"{reader.say(message)} {' · '.join(words)}")
            yield Item(
                Markup('<a href="{}">{}</a>').format(self.link(f"practices/{other.id}/"), tagged(title.value, title.language, reader)),
                [Markup.escape(reason) for reason in reasons[:2]],
            )

    def classified(self) -> list[tuple[str, list[tuple[str, str | None]]]]:
        """What the editors chose: label, and terms with the address of their page."""
        reader, record = self.reader, self.record
        policy = record.policy
        rows: list[tuple[str, str, tuple[str, ...], str | None]] = [
            (N_("Themes"), "themes", record.themes, "themes"),
            (N_("Sectors"), "sectors", record.sectors, "sectors"),
            (N_("Form of cooperation"), "integration-forms", record.integration, None),
            (N_("European Pillar of Social Rights"), "pillar-principles", policy.pillar if policy else (), None),
            (N_("Active inclusion"), "active-inclusion-strands", policy.active_inclusion if policy else (), None),
        ]
        return [
            (reader.say(label), [(reader.term(vocabulary, id_), self.link(f"{folder}/{id_}/") if folder else None) for id_ in ids])
            for label, vocabulary, ids, folder in rows
            if ids
        ]


def _first(moment: PartialDate) -> date:
    return moment.first


def _last(moment: PartialDate) -> date:
    return moment.last


def clause_url(page_name: str) -> str:
    """The address of the page that a clause stands on."""
    return page_name.removesuffix(".md") + "/"
