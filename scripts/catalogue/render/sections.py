"""The answers to the reader's questions, from the fields of a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from ..geography import region_name
from ..language import N_, direction
from ..model import QUESTIONS, Practice, Worded
from ..record import Alternative, Claim, Evaluation
from .outdated import Outdated
from .page import tagged
from .reader import MONTHS, Reader, relative
from .references import References
from .view import HEADINGS, ROW_LABELS, Block, Finding, Item, Section


class Sections:
    """The sections of one practice for one reader; references are numbered in reading order."""

    def __init__(self, practice: Practice, reader: Reader) -> None:
        self.practice, self.reader, self.record = practice, reader, practice.record
        self.references = References(reader, f"practices/{practice.id}/")
        self.reasons = {inference.item: inference for inference in practice.record.inferred}
        self.outdated = Outdated(practice, reader)

    # --- words with their language -------------------------------------------------

    def prose(self, worded: Worded) -> Markup:
        """A prose text as HTML, in an element with its language where it is not the reader's."""
        return self.in_language(self.references.prose(worded.value), worded.language, "div")

    def in_language(self, html: Markup, language: str, element: str = "span") -> Markup:
        """HTML inside an element that names its language, if it is not the reader's; reference marks stay in hers."""
        if language == self.reader.language:
            return html
        marked = Markup(str(html).replace('<sup class="pc-ref"', f'<sup lang="{self.reader.language}" class="pc-ref"'))
        return Markup('<{} lang="{}" dir="{}">{}</{}>').format(Markup(element), language, direction(language), marked, Markup(element))

    def local(self, text: dict[str, str] | None) -> Markup | None:
        """A short text by language, with citations, tagged."""
        worded = self.practice.local(text, self.reader.language)
        return self.in_language(self.references.inline(worded.value), worded.language) if worded else None

    def plain(self, text: dict[str, str] | None) -> Markup | None:
        """A short plain text by language, tagged."""
        worded = self.practice.local(text, self.reader.language)
        return tagged(worded.value, worded.language, self.reader) if worded else None

    def reason(self, path: str) -> Markup | None:
        """Why an item is our reading, or nothing if a source states it."""
        inference = self.reasons.get(path) or self.reasons.get(path.rsplit(".", 1)[0])
        return self.local(inference.why) if inference else None

    # --- sections -------------------------------------------------------------------

    def section(self, question: str) -> Section:
        """The answer to one question, with what sources dispute in it."""
        section = Section(question, self.reader.say(HEADINGS[question]))
        section.blocks = [block for block in getattr(self, f"_{question}")() if block.content]
        section.disputes = [self.dispute(alternative) for alternative in self.record.alternatives if self.question_of_alternative(alternative) == question]
        return section

    def question_of_alternative(self, alternative: Alternative) -> str:
        """The question under which a disagreement is shown."""
        head, *rest = alternative.item.split(".")
        if head == "claims" and rest:
            claim = next((claim for claim in self.record.claims if claim.id == rest[0] or str(self.record.claims.index(claim)) == rest[0]), None)
            return {"context": "whom", "target": "what"}.get(claim.kind, "results") if claim else "results"
        name = f"text.{rest[-1]}" if head == "text" and rest else head
        return next((question.id for question in QUESTIONS if name in question.fields), "hard")

    def dispute(self, alternative: Alternative) -> Item:
        """What another source says instead."""
        value, note = self.local(alternative.value), self.local(alternative.note)
        return Item(value or Markup(""), [note] if note else [], self.references.marks(alternative.sources))

    def block(self, name: str, kind: str, content: Any) -> Block:
        """A block with its label."""
        return Block(self.reader.say(ROW_LABELS[name]), kind, content)

    def text_block(self, name: str) -> Block:
        """A prose field, or a list of points."""
        worded = self.practice.words(name, self.reader.language)
        if worded and isinstance(worded.value, tuple):
            block = self.block(name, "points", [self.in_language(self.references.inline(point), worded.language) for point in worded.value])
        else:
            block = self.block(name, "prose", self.prose(worded) if worded else None)
        return block._replace(original=self.outdated.note(name))

    def _where(self) -> Iterator[Block]:
        reader, record = self.reader, self.record
        places = []
        for index, place in enumerate(record.places):
            parts = [part for part in (place.locality, region_name(place.region) if place.region else None) if part]
            main = Markup(", ").join(
                [
                    *map(Markup.escape, dict.fromkeys(parts)),
                    Markup('<a href="{}">{}</a>').format(self.link(f"countries/{place.country.lower()}/"), reader.country(place.country)),
                ]
            )
            notes = [Markup.escape(reader.term("scales", place.scale))] if place.scale else []
            if about := self.plain(place.about):
                notes.append(about)
            places.append(Item(main, notes, self.references.marks(place.sources), self.reason(f"places.{index}")))
        yield self.block("places", "items", places)
        phases = []
        for index, phase in enumerate(record.phases):
            period = reader.period(phase.start, phase.end)
            kind = reader.term("phases", phase.kind) if phase.kind else ""
            main = Markup.escape(f"{kind}: {period}" if kind and period else kind or period)
            about = self.plain(phase.about)
            if not main and about:
                main, about = about, None
            phases.append(Item(main, [about] if about else [], self.references.marks(phase.sources), self.reason(f"phases.{index}")))
        yield self.block("phases", "items", phases)
        if record.last_known_active:
            yield self.block(
                "last_known_active", "items", [Item(Markup.escape(reader.date(record.last_known_active)), inferred=self.reason("last_known_active"))]
            )
        if record.activity:
            activity = record.activity
            said = reader.term("activity-states", activity.state)
            notes = [Markup.escape(reader.date(activity.as_of))] if activity.as_of else []
            if why := self.local(activity.why):
                notes.append(why)
            yield self.block("activity", "items", [Item(Markup.escape(said), notes, self.references.marks(activity.sources), self.reason("activity"))])

    def link(self, to: str) -> str:
        """The address of another page of the same language, as seen from this one."""
        return relative(self.references.url, to)

    def _who(self) -> Iterator[Block]:
        items = []
        for index, organisation in enumerate(self.record.organisations):
            words = [self.reader.term("organisation-roles", organisation.role)] if organisation.role else []
            words += [self.reader.term("organisation-types", organisation.type)] if organisation.type else []
            notes = [Markup.escape(", ".join(words))] if words else []
            if about := self.plain(organisation.about):
                notes.append(about)
            items.append(Item(Markup.escape(organisation.name), notes, self.references.marks(organisation.sources), self.reason(f"organisations.{index}")))
        yield self.block("organisations", "items", items)
        contact = self.record.contact
        if contact:
            parts = [part for part in (self.plain(contact.role), Markup.escape(contact.organisation) if contact.organisation else None) if part]
            if contact.mailbox:
                parts.append(Markup('<a href="mailto:{0}">{0}</a>').format(contact.mailbox))
            if contact.url:
                parts.append(Markup('<a href="{0}">{0}</a>').format(contact.url))
            yield self.block("contact", "items", [Item(Markup(", ").join(parts))])

    def _whom(self) -> Iterator[Block]:
        record = self.record
        groups = [
            Item(
                Markup('<a href="{}">{}</a>').format(self.link(f"target-groups/{group}/"), self.reader.term("target-groups", group)),
                inferred=self.reason(f"target_groups.{index}"),
            )
            for index, group in enumerate(record.target_groups)
        ]
        yield self.block("target_groups", "terms", groups)
        if record.eligibility:
            marks = self.references.marks(record.eligibility.sources)
            ages = record.eligibility.ages
            if ages and (ages.from_age is not None or ages.to_age is not None):
                yield self.block(
                    "ages", "items", [Item(Markup.escape(self.reader.ages(ages.from_age, ages.to_age)), [], marks, self.reason("eligibility.ages"))]
                )
            if conditions := self.local(record.eligibility.conditions):
                yield self.block("conditions", "items", [Item(conditions, [], marks, self.reason("eligibility.conditions"))])
        yield self.text_block("challenge")
        yield self.block("context", "findings", [self.finding(claim) for claim in record.claims if claim.kind == "context"])

    def _what(self) -> Iterator[Block]:
        yield self.text_block("goals")
        yield self.block("targets", "findings", [self.finding(claim) for claim in self.record.claims if claim.kind == "target"])
        yield self.text_block("approach")

    def _takes(self) -> Iterator[Block]:
        reader, record = self.reader, self.record
        resources = []
        for index, resource in enumerate(record.resources):
            figure = reader.resource(resource)
            kind = reader.term("resource-kinds", resource.kind)
            about = self.local(resource.about)
            counted = figure and resource.unit == resource.kind  # "37 staff" says it; "Staff: 37 staff" says it twice
            main = Markup.escape(figure) if counted else Markup("{}: {}").format(kind, figure) if figure else Markup.escape(kind)
            resources.append(Item(main, [about] if about else [], self.references.marks(resource.sources), self.reason(f"resources.{index}")))
        yield self.block("resources", "items", resources)
        costs = []
        for index, cost in enumerate(record.costs):
            covers = self.plain(cost.covers)
            main = Markup.escape(reader.amount(cost.amount)) if cost.amount else covers or Markup("")
            notes = [covers] if covers and cost.amount else []
            costs.append(Item(main, self.planned(notes, cost.planned), self.references.marks(cost.sources), self.reason(f"costs.{index}")))
        yield self.block("costs", "items", costs)
        funding = []
        for index, fund in enumerate(record.funding):
            known = [Markup.escape(word) for word in (fund.funder, reader.term("funding-kinds", fund.kind) if fund.kind else None) if word]
            main = known[0] if known else Markup.escape(reader.amount(fund.amount)) if fund.amount else self.plain(fund.about) or Markup("")
            notes = known[1:] + ([Markup.escape(reader.amount(fund.amount))] if fund.amount and known else [])
            about = self.plain(fund.about)
            notes += [about] if about and (known or fund.amount) else []
            funding.append(Item(main, self.planned(notes, fund.planned), self.references.marks(fund.sources), self.reason(f"funding.{index}")))
        yield self.block("funding", "items", funding)
        yield self.text_block("preconditions")
        materials = []
        for index, material in enumerate(record.materials):
            title = Markup('<a href="{}">{}</a>').format(material.url, material.title) if material.url else Markup.escape(material.title)
            words = [reader.term("material-kinds", material.kind)] + [reader.language_name(language) for language in material.languages]
            words += [reader.date(material.year)] if material.year else []
            notes = [Markup.escape(", ".join(words))] + ([about] if (about := self.plain(material.about)) else [])
            materials.append(Item(title, notes, self.references.marks(material.sources), self.reason(f"materials.{index}")))
        yield self.block("materials", "items", materials)

    def planned(self, notes: list[Markup], planned: bool | None) -> list[Markup]:
        """The notes, with the word for a plan first."""
        return [Markup.escape(self.reader.say(ROW_LABELS["planned"])), *notes] if planned else notes

    def _results(self) -> Iterator[Block]:
        reader, record = self.reader, self.record
        yield self.text_block("results")
        yield self.block("claims", "findings", [self.finding(claim) for claim in record.claims if claim.kind not in ("context", "target")])
        yield self.block("evaluations", "items", [self.evaluation(evaluation, index) for index, evaluation in enumerate(record.evaluations)])
        indicators = []
        for index, indicator in enumerate(record.indicators):
            notes = [text for text in (self.plain(indicator.tells),) if text]
            for label, text in (("baseline", indicator.baseline), ("observation", indicator.observation)):
                if shown := self.plain(text):
                    notes.append(Markup("{}: {}").format(reader.say(ROW_LABELS[label]), shown))
            indicators.append(
                Item(self.plain(indicator.name) or Markup(""), notes, self.references.marks(indicator.sources), self.reason(f"indicators.{index}"))
            )
        yield self.block("indicators", "items", indicators)
        reviews = []
        for index, review in enumerate(record.reviews):
            notes = [
                text for text in (self.plain(review.by), Markup.escape(reader.date(review.date)) if review.date else None, self.local(review.outcome)) if text
            ]
            reviews.append(
                Item(Markup.escape(reader.term("review-kinds", review.kind)), notes, self.references.marks(review.sources), self.reason(f"reviews.{index}"))
            )
        yield self.block("reviews", "items", reviews)
        recognitions = []
        for index, recognition in enumerate(record.recognition):
            words = (
                [reader.term("recognition-kinds", recognition.kind)]
                + ([recognition.by] if recognition.by else [])
                + ([reader.date(recognition.year)] if recognition.year else [])
            )
            recognitions.append(
                Item(
                    Markup.escape(recognition.name),
                    [Markup.escape(", ".join(words))],
                    self.references.marks(recognition.sources),
                    self.reason(f"recognition.{index}"),
                )
            )
        yield self.block("recognition", "items", recognitions)

    def evaluation(self, evaluation: Evaluation, index: int) -> Item:
        """An evaluation: read, unread or planned, how and by whom."""
        reader = self.reader
        words = [evaluation.by] if evaluation.by else []
        words += [reader.terms("evaluation-designs", evaluation.designs)] if evaluation.designs else []
        words += [f"{reader.say(ROW_LABELS['comparison'])}: {reader.term('comparisons', evaluation.comparison)}"] if evaluation.comparison else []
        words += [f"{reader.say(ROW_LABELS['sample'])}: {reader.number(evaluation.sample)}"] if evaluation.sample is not None else []
        words += [reader.count(MONTHS, evaluation.follow_up_months)] if evaluation.follow_up_months is not None else []
        words += [reader.date(evaluation.year)] if evaluation.year else []
        notes = [Markup.escape("; ".join(words))] if words else []
        if about := self.local(evaluation.about):
            notes.append(about)
        main = Markup.escape(reader.term("evaluation-statuses", evaluation.status))
        return Item(main, notes, self.references.marks(evaluation.sources), self.reason(f"evaluations.{index}"))

    def finding(self, claim: Claim) -> Finding:
        """A claim with everything that tells how sure it is."""
        reader = self.reader
        worded = self.practice.claim_words(claim, reader.language)
        sentence = self.in_language(self.references.inline(worded.value), worded.language) if worded else Markup("")
        details: list[tuple[str, str]] = []

        def tell(label: str, said: str | None) -> None:
            if said:
                details.append((reader.say(ROW_LABELS[label]), said))

        tell("year", reader.period(claim.year, claim.until) if claim.until else reader.date(claim.year) if claim.year else None)
        tell("design", reader.term("evaluation-designs", claim.design) if claim.design else None)
        tell("comparison", reader.term("comparisons", claim.comparison) if claim.comparison and claim.comparison != "none" else None)
        tell("against", reader.quantity(claim.against, None, claim.unit) if claim.against is not None else None)
        tell("sample", reader.number(claim.sample) if claim.sample is not None else None)
        tell("follow_up", reader.count(MONTHS, claim.follow_up_months) if claim.follow_up_months is not None else None)
        tell("measured_by", reader.term("measurers", claim.measured_by) if claim.measured_by else None)
        tell("users_asked", reader.say(N_("yes")) if claim.users_asked else None)
        return Finding(
            claim.id,
            reader.figure(claim),
            "" if claim.kind in ("context", "target") else reader.term("claim-kinds", claim.kind),
            claim.direction,
            reader.term("directions", claim.direction) if claim.direction else "",
            Markup("{}{}").format(sentence, self.references.marks(claim.sources)),
            details,
            self.reason(f"claims.{claim.id}"),
            self.outdated.note(f"claims.{claim.id}"),
        )

    def _users(self) -> Iterator[Block]:
        reader, involvement = self.reader, self.record.involvement
        yield self.text_block("users_view")
        if involvement:
            marks = self.references.marks(involvement.sources)
            for name, vocabulary, ids in (("levels", "involvement-levels", involvement.levels), ("stages", "involvement-stages", involvement.stages)):
                if ids:
                    yield self.block(name, "items", [Item(Markup.escape(reader.terms(vocabulary, ids)), [], marks, self.reason(f"involvement.{name}"))])

    def _hard(self) -> Iterator[Block]:
        for name in ("difficulties", "do", "dont", "transfer"):
            yield self.text_block(name)
