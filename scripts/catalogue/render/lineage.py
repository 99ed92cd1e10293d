"""The family tree of a practice: what it comes from and belongs to, and what came of it, over every step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from ..check.lineage import UPWARDS
from ..language import N_, NN_
from ..model import Catalogue
from ..record import Relation
from .card import where
from .page import tagged
from .sections import Sections
from .view import Also, Branch

KINDS = frozenset(UPWARDS) | frozenset(UPWARDS.values())
"""The ties that the tree shows; other ties stand under “Related practices”."""

KEPT = {"kept": N_("Kept"), "changed": N_("Changed"), "stopped": N_("Stopped")}
MORE = NN_("{count} more practice", "{count} more practices")


class Origin(NamedTuple):
    """What a practice comes from or belongs to: the kind of tie, the other practice, and whether both or one of the records state it."""

    kind: str
    parent: str
    stated: tuple[tuple[str, Relation], ...]


class Families:
    """The origins of every practice of a library, and the tree that can be drawn of them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.origins: dict[str, list[Origin]] = {id_: sorted(origins(id_, catalogue), key=_by_kind) for id_ in catalogue.practices}
        self._depths: dict[str, int] = {}
        self.above: dict[str, Origin] = {id_: origin for id_ in self.origins if (origin := self._nearest(id_))}
        self.below: dict[str, list[str]] = {}
        for id_, origin in self.above.items():
            self.below.setdefault(origin.parent, []).append(id_)

    def _nearest(self, id_: str) -> Origin | None:
        """The origin that the tree hangs a practice under: the one that is farthest from the root, so that no step is left out."""
        depth = self._depth(id_, frozenset())
        return next((origin for origin in self.origins[id_] if self._depth(origin.parent, frozenset()) == depth - 1), None)

    def _depth(self, id_: str, below: frozenset[str]) -> int:
        """How many steps a practice is from its farthest root; a pilot that is part of what continued it stands above it."""
        if id_ not in self._depths:
            parents = [origin.parent for origin in self.origins[id_] if origin.parent not in below and origin.parent != id_]
            self._depths[id_] = 1 + max((self._depth(parent, below | {id_}) for parent in parents), default=-1)
        return self._depths[id_]

    def way(self, id_: str) -> list[str]:
        """The way from the root of the tree down to a practice."""
        way = [id_]
        while way[0] in self.above:
            way.insert(0, self.above[way[0]].parent)
        return way


def origins(id_: str, catalogue: Catalogue) -> Iterator[Origin]:
    """What a practice comes from or belongs to, each tie once, whichever of the two records states it."""
    found: dict[tuple[str, str], list[tuple[str, Relation]]] = {}
    for kind, relation, other in catalogue.relations.get(id_, []):
        if kind in UPWARDS:
            owner = id_ if any(relation is own for own in catalogue.practices[id_].record.relations) else other
            found.setdefault((kind, other), []).append((owner, relation))
    for (kind, other), stated in found.items():
        yield Origin(kind, other, tuple(stated))


def _by_kind(origin: Origin) -> tuple[int, str]:
    return list(UPWARDS).index(origin.kind), origin.parent


@lru_cache(maxsize=2)
def families(catalogue: Catalogue) -> Families:
    """The families of a library, worked out once."""
    return Families(catalogue)


class Tree:
    """Draws the tree of one practice for one reader; its notes count on in the references of the page."""

    def __init__(self, sections: Sections) -> None:
        self.sections, self.reader, self.catalogue = sections, sections.reader, sections.reader.catalogue
        self.families = families(self.catalogue)
        self.way = self.families.way(sections.practice.id)

    def draw(self) -> Branch | None:
        """The tree from its root on; none for a practice that stands alone."""
        alone = len(self.way) == 1 and not self.families.below.get(self.way[0]) and not self.families.origins[self.way[0]]
        return None if alone else self._branch(self.way[0], 0)

    def _branch(self, id_: str, step: int) -> Branch:
        """A practice with what hangs under it: all of it from the practice of the page on, above it only the way down."""
        practice, reader = self.catalogue.practices[id_], self.reader
        above, below = self.families.above.get(id_), self.families.below.get(id_, [])
        on_the_way = step < len(self.way) - 1
        shown = [self.way[step + 1]] if on_the_way else below
        hidden = len(below) - len(shown)
        state = practice.record.activity.state if practice.record.activity else ""
        return Branch(
            reader.term("relations", UPWARDS[above.kind]) if above else "",
            self._link(id_),
            where(practice, reader),
            reader.term("activity-states", state) if state in ("ended", "continued-in-another-form") else "",
            id_ == self.sections.practice.id,
            self._notes(above) if above else [],
            list(self._also(id_)),
            [self._branch(child, step + 1) for child in shown],
            (reader.count(MORE, hidden), self.sections.link(f"practices/{id_}/") + "#family") if hidden else None,
        )

    def _link(self, id_: str) -> Markup:
        title = self.catalogue.practices[id_].title(self.reader.language)
        text = tagged(title.value, title.language, self.reader)
        if id_ == self.sections.practice.id:
            return Markup('<a href="#family" aria-current="page">{}</a>').format(text)
        return Markup('<a href="{}">{}</a>').format(self.sections.link(f"practices/{id_}/"), text)

    def _also(self, id_: str) -> Iterator[Also]:
        """The other origins of a practice; on the pages of others, one that stands above it in the tree anyway need not be told again."""
        above = self.families.above.get(id_)
        drawn = self.families.way(id_)
        if id_ == self.sections.practice.id:
            yield from self._elsewhere(id_)
        for origin in self.families.origins[id_]:
            if origin != above:
                notes = self._notes(origin)
                if notes or id_ == self.sections.practice.id or origin.parent not in drawn:
                    yield Also(self.reader.term("relations", origin.kind), self._link(origin.parent), notes)

    def _elsewhere(self, id_: str) -> Iterator[Also]:
        """What this record says of practices that came of it or belong to it, but hang under another one."""
        for relation in self.catalogue.practices[id_].record.relations:
            below = self.families.below.get(id_, [])
            if relation.kind in UPWARDS.values() and relation.practice in self.catalogue.practices and relation.practice not in below:
                tie = self.reader.term("relations", relation.kind)
                yield Also(tie, self._link(relation.practice), self._notes(Origin(relation.kind, relation.practice, ((id_, relation),))))

    def _notes(self, origin: Origin) -> list[Markup]:
        """What was kept, changed and stopped, as either record says; why only on the page of the record that says it."""
        notes = []
        for owner, relation in origin.stated:
            mine = owner == self.sections.practice.id
            told = [
                Markup("<b>{}:</b> {}").format(self.reader.say(label), text)
                for name, label in KEPT.items()
                if (text := self._local(owner, getattr(relation, name)))
            ]
            if mine and (why := self._local(owner, relation.why)):
                told.insert(0, why)
            if told:
                notes += [*told[:-1], told[-1] + self.sections.references.marks(relation.sources)]
            elif mine and relation.sources:
                notes.append(self.sections.references.marks(relation.sources))
            index = self.sections.record.relations.index(relation) if mine else -1
            if mine and (reason := self.sections.reason(f"relations.{index}")):
                label = self.reader.say(N_("Our reading"))
                notes.append(Markup('<span class="pc-inferred"><span class="pc-inferred__label">{}:</span> {}</span>').format(label, reason))
        return notes

    def _local(self, owner: str, text: dict[str, str] | None) -> Markup | None:
        worded = self.catalogue.practices[owner].local(text, self.reader.language)
        return self.sections.in_language(self.sections.references.inline(worded.value), worded.language) if worded else None
