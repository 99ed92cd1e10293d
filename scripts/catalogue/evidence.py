"""The evidence ladder: how much the sources tell of results. Computed from the facts, never typed.

A rung says how well a practice was studied, not how good it is: a trial without effect is evaluated.
Being repeated elsewhere is no rung, since a practice can spread without proof; neither is having ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .language import N_
from .prose import parse_citation
from .record import Claim, Evaluation, Record

COMPARED = frozenset({"before", "national-average", "other-areas", "comparison-group", "randomised-control-group"})
STUDIED = frozenset({"before-after", "comparison-group", "randomised-trial", "quantitative-study", "review"})
CHECKED = frozenset({"monitoring", "user-survey", "staff-survey", "audit", "qualitative-study", "process-evaluation"}) | STUDIED
LEVELS = ("described", "reasoned", "monitored", "evaluated")
"""The rungs of the evidence ladder, lowest first (``vocabularies/evidence-levels.yaml``)."""

FACTS = {
    "goals": N_("the goals"),
    "reason": N_("which problem it answers, or what is done"),
    "result": N_("a result for the people it is for"),
    "check": N_("how a result was checked: against the goals, by counting, by a survey or by asking users"),
    "comparison": N_("what a result was compared with: the time before, other areas or another group"),
    "design": N_("a study that was made for comparing, such as before and after, or with a comparison group"),
    "measurer": N_("who measured the result that was compared"),
}
"""The facts that a rung asks for, as they stand in a list of what is missing."""


class Rung(NamedTuple):
    """One rung, and the facts that a record lacks for it."""

    level: str
    missing: tuple[str, ...] = ()

    @property
    def reached(self) -> bool:
        """Whether nothing is missing; lower rungs need not be reached."""
        return not self.missing


def ladder(record: Record) -> tuple[Rung, ...]:
    """Every rung by itself, lowest first: what was written down is described, so the first is always reached."""
    return (
        Rung("described"),
        Rung("reasoned", _missing_reasons(record)),
        Rung("monitored", _missing_checks(record)),
        Rung("evaluated", _missing_study(record)),
    )


def level(record: Record) -> str:
    """The highest rung that the facts of a record reach."""
    return next(rung.level for rung in reversed(ladder(record)) if rung.reached)


def outcomes(record: Record) -> list[Claim]:
    """The results for the people that a practice is for; numbers of participants are none."""
    return [claim for claim in record.claims if claim.kind == "outcome"]


def _missing_reasons(record: Record) -> tuple[str, ...]:
    text = record.text[record.language]
    return _named(goals=not text.goals, reason=not (text.challenge or text.approach))


def _missing_checks(record: Record) -> tuple[str, ...]:
    results = outcomes(record)
    checked = any(claim.design in CHECKED or claim.users_asked or claim.comparison in COMPARED | {"target"} for claim in results)
    return _named(result=not results, check=not checked)


def _missing_study(record: Record) -> tuple[str, ...]:
    """What the best studied result lacks; two results that lack different facts do not add up to one study."""
    studies = [study for study in record.evaluations if study.status == "read"]
    lacks = [*map(_claim_lacks, outcomes(record)), *map(_study_lacks, studies)]
    return min(lacks, key=len, default=("result", "comparison", "design", "measurer"))


def _claim_lacks(claim: Claim) -> tuple[str, ...]:
    return _named(comparison=claim.comparison not in COMPARED, design=claim.design not in STUDIED, measurer=not claim.measured_by)


def _study_lacks(study: Evaluation) -> tuple[str, ...]:
    return _named(comparison=study.comparison not in COMPARED, design=not STUDIED & set(study.designs))


def _named(**lacks: bool) -> tuple[str, ...]:
    return tuple(fact for fact, missing in lacks.items() if missing)


def states(record: Record) -> tuple[str, ...]:
    """What became of a practice, beside the ladder: ``stopped``; ``no-effect`` or ``mixed-effect`` where results were compared in a study."""
    shown = {claim.direction for claim in outcomes(record) if not _claim_lacks(claim)} - {None}
    found = ["stopped"] if record.activity and record.activity.state == "ended" else []
    if shown & {"none", "negative"}:
        found.append("no-effect" if shown <= {"none", "negative"} else "mixed-effect")
    return tuple(found)


def unread(record: Record) -> bool:
    """Whether an evaluation exists that nobody has read for this record: not known is not the same as not evaluated."""
    return any(study.status == "exists-unread" for study in record.evaluations)


def asks_users(claim: Claim) -> bool:
    """Whether a claim rests on what the people who use the service said."""
    return bool(claim.users_asked) or claim.design == "user-survey" or claim.measured_by == "users"


def users_asked(record: Record) -> bool:
    """Whether a source says that the people who use the service were asked."""
    return (
        any(map(asks_users, outcomes(record)))
        or any(study.status == "read" and "user-survey" in study.designs for study in record.evaluations)
        or any(review.kind == "users-panel" for review in record.reviews)
    )


def told_by(record: Record, perspectives: Mapping[str, str]) -> str | None:
    """Who vouches for the results: ``itself``, ``others`` or ``both``; none without a result.

    Who measured decides; where no source says it, who speaks in the sources of the result (``perspectives``, by source).
    """
    own = {_own(claim, perspectives) for claim in outcomes(record)}
    return "both" if len(own) == 2 else {True: "itself", False: "others"}.get(True in own) if own else None


def _own(claim: Claim, perspectives: Mapping[str, str]) -> bool:
    if claim.measured_by:
        return claim.measured_by == "own-organisation"
    return all(perspectives[parse_citation(citation).source] == "own-account" for citation in claim.sources)


def only_own_account(record: Record, perspectives: Mapping[str, str]) -> bool:
    """Whether nobody but the organisation itself and its partners speaks in the sources."""
    return all(perspectives[source] == "own-account" for source in record.sources)
