"""Descent and belonging do not go in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from ..document import Document, Loaded
from ..language import N_
from ..yaml12 import Path
from .rule import ERROR, FindingIn, library_rule

UPWARDS = {"adopted-from": "adopted-by", "continues": "continued-by", "part-of": "has-part"}
"""The ties from a practice to what it comes from or belongs to, each with the same tie as seen from there."""

DESCENT, BELONGING = ("adopted-from", "continues"), ("part-of",)
"""Looked at one by one: a pilot can well be a part of the programme that continued it."""

CIRCLE = N_("These ties go in a circle: {circle}. A practice cannot come from itself or be part of itself: take out the tie that is the wrong way round.")
MOST = 100
"""Nobody reads on after so many circles, and each costs a walk through the library."""

Ties = dict[str, dict[str, list[tuple[Document, Path]]]]
"""For a practice, what it comes from or belongs to, and where that is written, in one record or in both."""


@library_rule("circular-lineage", ERROR)
def no_lineage_goes_in_a_circle(loaded: Loaded) -> Iterator[FindingIn]:
    """No practice comes from itself or is part of itself, not even by way of others.

    The page of a practice draws its family tree, and a tree has no circles; one of the ties is the wrong way round.
    """
    for kinds in (DESCENT, BELONGING):
        ties = _ties(loaded, kinds)
        for circle in _circles(ties):
            told = " → ".join([*circle, circle[0]])
            for child, parent in pairs(circle):
                for document, path in ties[child][parent]:
                    yield FindingIn(document.place(path), CIRCLE, {"circle": told})


def _ties(loaded: Loaded, kinds: tuple[str, ...]) -> Ties:
    """The ties of these kinds between different practices, whichever of the two records states them."""
    known = loaded.by_id["practices"]
    inverse = {UPWARDS[kind] for kind in kinds}
    ties: Ties = defaultdict(lambda: defaultdict(list))
    for document in loaded.of("practices"):
        for index, (kind, other) in enumerate(_relations(document)):
            if other not in known or other == document.id:
                continue  # other rules tell these
            written = document, ("relations", index, "practice")
            if kind in kinds:
                ties[document.id][other].append(written)
            elif kind in inverse:
                ties[other][document.id].append(written)
    return ties


def _relations(document: Document) -> Iterator[tuple[str, str]]:
    """Kind and other practice of each relation, or empty words where its shape is another rule's matter."""
    relations = document.data.get("relations") if isinstance(document.data, dict) else None
    for relation in relations if isinstance(relations, list) else ():
        told = [relation.get(name) if isinstance(relation, dict) else None for name in ("kind", "practice")]
        kind, other = (value if isinstance(value, str) else "" for value in told)
        yield kind, other


def _circles(ties: Ties) -> Iterator[list[str]]:
    """Circles that share no tie, each from its first id on, every practice followed by what it comes from."""
    left = {child: dict.fromkeys(parents) for child, parents in ties.items()}
    for _ in range(MOST):
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = error.args[1][:0:-1]  # graphlib names the first id twice, and each id before what stems from it
            first = circle.index(min(circle))
            circle = circle[first:] + circle[:first]
            yield circle
            for child, parent in pairs(circle):
                del left[child][parent]
        else:
            return


def pairs(circle: list[str]) -> list[tuple[str, str]]:
    """Every practice of a circle with the one that follows it."""
    return list(zip(circle, [*circle[1:], circle[0]], strict=True))
