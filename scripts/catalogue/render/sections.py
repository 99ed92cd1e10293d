"""The answers to the reader's questions, from the fields of a record."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from ..geography import region_name
from ..model import QUESTIONS
from ..record import Alternative, Record
from .people import review_blocks, silence, user_blocks
from .results import finding, result_blocks
from .view import HEADINGS, Block, Item, Section, row_label
from .wording import Wording


def question_of(item: str, record: Record) -> str:
    """The question under which an item of a record is shown, by its path: "claims.reached", "text.approach", "places"."""
    head, *rest = item.split(".")
    if head == "claims" and rest:
        claim = next((claim for claim in record.claims if claim.id == rest[0] or str(record.claims.index(claim)) == rest[0]), None)
        return {"context": "whom", "target": "what"}.get(claim.kind, "results") if claim else "results"
    if head == "reviews":
        return head
    name = f"text.{rest[-1]}" if head == "text" and rest else head
    return next((question.id for question in QUESTIONS if name in question.fields), "hard")


class Sections(Wording):
    """The sections of one practice for one reader."""

    def section(self, question: str) -> Section:
        """The answer to one question, with what sources dispute in it."""
        section = Section(question, self.reader.say(HEADINGS[question]))
        section.blocks = [block for block in getattr(self, f"_{question}")() if block.content]
        section.disputes = [self.dispute(alternative) for alternative in self.record.alternatives if question_of(alternative.item, self.record) == question]
        section.silence = silence(question, self)
        return section

    def dispute(self, alternative: Alternative) -> Item:
        """What another source says instead."""
        value, note = self.local(alternative.value), self.local(alternative.note)
        return Item(value or Markup(""), [note] if note else [], self.references.marks(alternative.sources))

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
        yield self.block("context", "findings", [finding(claim, self) for claim in record.claims if claim.kind == "context"])

    def _what(self) -> Iterator[Block]:
        yield self.text_block("goals")
        yield self.block("targets", "findings", [finding(claim, self) for claim in self.record.claims if claim.kind == "target"])
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
        return [Markup.escape(row_label("planned", self.reader)), *notes] if planned else notes

    def _results(self) -> Iterator[Block]:
        yield from result_blocks(self)

    def _users(self) -> Iterator[Block]:
        yield from user_blocks(self)

    def _reviews(self) -> Iterator[Block]:
        yield from review_blocks(self)

    def _hard(self) -> Iterator[Block]:
        for name in ("difficulties", "do", "dont", "transfer"):
            yield self.text_block(name)
