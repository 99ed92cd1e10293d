"""Practices that are like one another, with what they share: worked out from the terms, the same on every machine.

Rare things in common count more than frequent ones: the weight of a term is the logarithm of how few
practices have it (inverse document frequency, Spärck Jones 1972).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from .model import Practice

Feature = tuple[str, str]
"""A vocabulary and a term, or ("countries", a code)."""

WEIGHTS = {"target-groups": 3.0, "integration-forms": 2.0, "themes": 1.5, "sectors": 0.5, "countries": 0.5}
"""Readers look for their own group first, then for the way of working."""
AT_MOST = 4
CANDIDATES = 400
"""How many practices are compared at most, those with the rarest terms in common first, so that time grows with the library and not with its square."""


class Similar(NamedTuple):
    """A similar practice and what it shares, the weightiest first."""

    practice: Practice
    shared: tuple[Feature, ...]


def features(practice: Practice) -> list[Feature]:
    """What a practice can share with others."""
    record = practice.record
    groups: tuple[tuple[str, Sequence[str]], ...] = (
        ("target-groups", record.target_groups),
        ("integration-forms", record.integration),
        ("themes", record.themes),
        ("sectors", record.sectors),
        ("countries", practice.countries),
    )
    return [(name, value) for name, values in groups for value in values]


class Likeness:
    """The likeness of the practices of a library."""

    def __init__(self, practices: Sequence[Practice]) -> None:
        self.practices = {practice.id: practice for practice in practices}
        self.features = {practice.id: features(practice) for practice in practices}
        self.having: defaultdict[Feature, list[str]] = defaultdict(list)
        for id_, found in self.features.items():
            for feature in found:
                self.having[feature].append(id_)
        self.sets = {id_: frozenset(found) for id_, found in self.features.items()}
        self.found: dict[tuple[str, frozenset[str]], list[Similar]] = {}
        self.weight = {feature: WEIGHTS[feature[0]] * log(len(practices) / len(ids)) for feature, ids in self.having.items()}

    def similar(self, practice: Practice, besides: frozenset[str] = frozenset()) -> list[Similar]:
        """The practices most like one, without itself and those named; each shares a target group or a form of cooperation, or two themes."""
        key = practice.id, besides
        if key not in self.found:
            self.found[key] = self._similar(practice, besides)
        return self.found[key]

    def _similar(self, practice: Practice, besides: frozenset[str]) -> list[Similar]:
        own = sorted(self.features.get(practice.id, []), key=lambda feature: (-self.weight[feature], feature))
        candidates: dict[str, None] = {}
        for feature in own:
            for id_ in self.having[feature]:
                candidates[id_] = None
                if len(candidates) >= CANDIDATES:
                    break
        found = []
        for id_ in candidates:
            if id_ == practice.id or id_ in besides:
                continue
            theirs = self.sets[id_]
            shared = [feature for feature in own if feature in theirs]
            kinds = [feature[0] for feature in shared]
            if "target-groups" in kinds or "integration-forms" in kinds or kinds.count("themes") > 1:
                found.append((-sum(self.weight[feature] for feature in shared), id_, tuple(shared)))
        return [Similar(self.practices[id_], shared) for _, id_, shared in sorted(found)[:AT_MOST]]
