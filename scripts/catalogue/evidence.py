"""The evidence ladder: how much the sources tell of results. Computed from the facts, never typed.

A rung says how well a practice was studied, not how good it is: a trial without effect is evaluated.
Being repeated elsewhere is no rung, since a practice can spread without proof.
"""

from __future__ import annotations

from .record import Record

COMPARED = frozenset({"before", "national-average", "other-areas", "comparison-group", "randomised-control-group"})
STUDIED = frozenset({"before-after", "comparison-group", "randomised-trial", "quantitative-study", "review"})
CHECKED = frozenset({"monitoring", "user-survey", "staff-survey", "audit", "qualitative-study", "process-evaluation"}) | STUDIED
LEVELS = ("described", "reasoned", "monitored", "evaluated")
"""The rungs of the evidence ladder, lowest first (``vocabularies/evidence-levels.yaml``)."""


def level(record: Record) -> str:
    """The highest rung that the facts of a record reach; lower rungs need not be reached."""
    outcomes = [claim for claim in record.claims if claim.kind == "outcome"]
    studies = [evaluation for evaluation in record.evaluations if evaluation.status == "read"]
    if any(claim.comparison in COMPARED and claim.design in STUDIED and claim.measured_by for claim in outcomes) or any(
        study.comparison in COMPARED and STUDIED & set(study.designs) for study in studies
    ):
        return "evaluated"
    if any(claim.design in CHECKED or claim.users_asked or claim.comparison in COMPARED | {"target"} for claim in outcomes):
        return "monitored"
    text = record.text[record.language]
    if text.goals and (text.challenge or text.approach):
        return "reasoned"
    return "described"
