"""Fields in the order of the model, moved as whole blocks with the comments that belong to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import yaml

from ..document import Document, Loaded
from ..language import N_
from ..yaml12 import Path
from .blocks import block_moved
from .meaning import data_of, meaning
from .nodes import nodes, span
from .step import Done, Edit, Taken, edited

ORDER = N_("Fields stand in the order of the field guide.")


def fields_in_order(document: Document, loaded: Loaded) -> Taken:
    """Fields stand in the order of the field guide, so that two records can be read side by side.

    A group stays as it is if a comment in it could end up beside the wrong field.
    """
    text, data = document.text, document.data
    moved = False
    for path, wanted in sorted(_out_of_order(document), key=lambda item: len(item[0]), reverse=True):
        changed = _reordered(text, path, wanted)
        if changed is not None and meaning(data_of(changed), ordered=False) == meaning(data, ordered=False):
            text, moved = changed, True
    return Taken(text, [Done(ORDER)] if moved else [])


def _out_of_order(document: Document) -> Iterator[tuple[Path, list[int]]]:
    """The groups whose fields stand in another order than the model's, each with the numbers of its fields as they should follow."""
    for shape, objects in document.uses.objects.items():
        known = {info.alias or name: number for number, (name, info) in enumerate(shape.model_fields.items())}
        for path, group in objects:
            wanted = ordered(list(group), known)
            if wanted != sorted(wanted):
                yield path, wanted


def ordered(keys: list[str], known: dict[str, int]) -> list[int]:
    """The numbers of the keys in the order of the model; a name that the model does not know stays behind the one before it."""
    ranks, rank = [], -1
    for key in keys:
        rank = known.get(key, rank)
        ranks.append(rank)
    return sorted(range(len(keys)), key=lambda number: (ranks[number], number))


def _reordered(text: str, path: Path, wanted: list[int]) -> str | None:
    """The text with the fields of one group in another order; none if that needs judgement."""
    group = nodes(text).values[path]
    return _row_moved(text, group, wanted) if group.flow_style else block_moved(text, group, wanted)


def _row_moved(text: str, group: yaml.MappingNode, wanted: list[int]) -> str | None:
    """The fields of a group in braces; what stands between them stays in its place."""
    places = [(span(key)[0], max(span(key)[1], span(value)[1])) for key, value in group.value]
    between = [text[before[1] : after[0]] for before, after in pairwise(places)]
    if any("#" in words for words in between):
        return None
    return edited(text, [Edit(*place, text[slice(*places[number])]) for place, number in zip(places, wanted, strict=True)])
