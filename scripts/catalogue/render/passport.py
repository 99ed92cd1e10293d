"""The evidence passport of a practice: which rungs it reaches, what is missing, and what its results rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from .. import evidence
from ..language import N_
from ..model import Catalogue
from ..record import Claim, Evaluation
from .crosswalk import CROSSWALK_URL
from .reader import MONTHS, Reader
from .sections import Sections
from .view import ROW_LABELS, Block, Item


class Step(NamedTuple):
    """A rung as the page shows it; ``missing`` is told up to the next rung, since the one after it is too far away."""

    level: str
    label: str
    definition: str
    reached: bool
    missing: list[str]


class Row(NamedTuple):
    """One fact that the results rest on; without words it is not reported."""

    label: str
    words: list[str]


class Ladder(NamedTuple):
    """The steps, and where their words are compared with those of others."""

    steps: list[Step]
    crosswalk: str


RESULTS, NO_RESULT = N_("Results"), N_("No source that we have read tells of a result for the people it is for.")
TOLD_BY = {
    "itself": N_("All results come from the organisation itself."),
    "both": N_("Some results come from the organisation itself, others from outside it."),
    "others": N_("The results come from outside the organisation."),
}
ONLY_OWN_ACCOUNT = N_("All sources of this page are the organisation’s own account.")
PERSPECTIVES = N_("Who speaks in the sources")
ENDED = N_("It has ended")
STATES = {
    "stopped": ENDED,
    "no-effect": N_("Found not to work: where a study compared results, they did not get better, or they got worse."),
    "mixed-effect": N_("Studies found an effect on some results and not on others."),
}
REPEATED, REPEATED_NOTE = N_("Repeated elsewhere"), N_("Others took it over. That shows that it can spread, not that it works.")
UNREAD = N_("There is an evaluation that we have not read yet.")


def passport_blocks(sections: Sections) -> Iterator[Block]:
    """The section “How sure is this?”."""
    yield sections.block("ladder", "passport-ladder", Ladder(steps(sections), sections.link(CROSSWALK_URL)))
    yield sections.block("basis", "passport-basis", basis(sections))
    yield sections.block("states", "items", list(states(sections)))


def steps(sections: Sections) -> list[Step]:
    """Every rung, the first lowest."""
    reader = sections.reader
    rungs = evidence.ladder(sections.record)
    following = max(index for index, rung in enumerate(rungs) if rung.reached) + 1
    return [
        Step(
            rung.level,
            reader.term("evidence-levels", rung.level),
            reader.catalogue.term("evidence-levels", rung.level).definition(reader.language),
            rung.reached,
            [reader.say(evidence.FACTS[fact]) for fact in rung.missing] if index <= following else [],
        )
        for index, rung in enumerate(rungs)
    ]


def basis(sections: Sections) -> list[Row]:
    """What the results rest on, and who tells of them."""
    reader, record = sections.reader, sections.record
    perspectives = source_perspectives(reader.catalogue)
    results = evidence.outcomes(record)
    told_by = evidence.told_by(record, perspectives)
    asked = [reader.say(N_("yes"))] if evidence.users_asked(record) else []
    labels = {name: reader.say(message) for name, message in ROW_LABELS.items()}
    rows = [Row(reader.say(RESULTS), counted(reader, "directions", (claim.direction for claim in results)) or [reader.say(NO_RESULT)])]
    if results:
        measured = terms(reader, "measurers", (claim.measured_by for claim in results))
        found: list[Claim | Evaluation] = [*results, *(study for study in record.evaluations if study.status == "read")]
        compared = terms(reader, "comparisons", (each.comparison for each in found if each.comparison != "none"))
        months = [each.follow_up_months for each in found if each.follow_up_months is not None]
        rows += [
            Row(labels["measured_by"], [*measured, *([reader.say(TOLD_BY[told_by])] if told_by else [])]),
            Row(labels["comparison"], compared),
            Row(labels["follow_up"], [reader.count(MONTHS, max(months))] if months else []),
        ]
    rows.append(Row(labels["users_asked"], asked))
    speaking = counted(reader, "source-perspectives", (perspectives[source] for source in record.sources))
    rows.append(Row(reader.say(PERSPECTIVES), [*speaking, *([reader.say(ONLY_OWN_ACCOUNT)] if evidence.only_own_account(record, perspectives) else [])]))
    return rows


def terms(reader: Reader, vocabulary: str, ids: Iterable[str | None]) -> list[str]:
    """The labels of terms, each once."""
    return [reader.term(vocabulary, id_) for id_ in dict.fromkeys(ids) if id_]


def counted(reader: Reader, vocabulary: str, ids: Iterable[str | None]) -> list[str]:
    """The labels of terms with how often each is there, the commonest first."""
    return [f"{reader.term(vocabulary, id_)}: {reader.number(number)}" for id_, number in Counter(ids).most_common() if id_]


def source_perspectives(catalogue: Catalogue) -> dict[str, str]:
    """Who speaks in each source."""
    return {id_: source.entry.custom.perspective for id_, source in catalogue.sources.items()}


def states(sections: Sections) -> Iterator[Item]:
    """What became of it, beside the ladder, in plain words."""
    reader, record = sections.reader, sections.record
    found = evidence.states(record)
    if "stopped" in found and (activity := record.activity):
        notes = [Markup.escape(reader.date(activity.as_of))] if activity.as_of else []
        notes += [why] if (why := sections.local(activity.why)) else []
        yield Item(Markup.escape(reader.say(ENDED)), notes, sections.references.marks(activity.sources), sections.reason("activity"))
    for state in found:
        if state != "stopped":
            yield Item(Markup.escape(reader.say(STATES[state])))
    if repeated(sections.practice.id, reader.catalogue):
        badge = Markup('<a class="pc-tag pc-tag--repeated" href="#family">{}</a>').format(reader.say(REPEATED))
        yield Item(badge, [Markup.escape(reader.say(REPEATED_NOTE))])
    if evidence.unread(record):
        yield Item(Markup.escape(reader.say(UNREAD)))


def repeated(id_: str, catalogue: Catalogue) -> bool:
    """Whether a practice that stands in lists took its method from this one, whichever of the two records says so.

    “Comparable” does not count: its definition says that neither comes from the other.
    """
    return any(kind == "adopted-by" and catalogue.practices[other].listed for kind, _, other in catalogue.relations.get(id_, []))
