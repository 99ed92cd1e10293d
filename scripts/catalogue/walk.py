"""Walk raw data along a shape: every value with its meaning, every object with its kind.

Works on data of the wrong shape too, so that one run shows all problems of a file.
The walkers are made once from the models' annotations; nothing lists the fields a second time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from .shape import Marker, Shape
from .yaml12 import Path

Found = tuple[Path, Any, Any]
"""Where, the value, and the marker's own value (a vocabulary's name, a limit …)."""
Visit = Callable[[Any, Path, "Uses"], None]


class Uses:
    """What a document holds, by meaning: ``values["vocabulary"]``, ``objects[Place]``."""

    def __init__(self) -> None:
        self.values: defaultdict[str, list[Found]] = defaultdict(list)
        self.objects: defaultdict[type[Shape], list[tuple[Path, dict[str, Any]]]] = defaultdict(list)


def uses(shape: type[Shape], data: Any) -> Uses:
    """Collect every marked value and every object of ``data``, as far as it follows ``shape``."""
    found = Uses()
    _shape_visit(shape)(data, (), found)
    return found


@cache
def _shape_visit(shape: type[Shape]) -> Visit:
    visits: dict[str, Visit | None] = {}

    def visit(value: Any, path: Path, found: Uses) -> None:
        if value.__class__ is not dict:
            return
        found.objects[shape].append((path, value))
        for key, inner in value.items():
            inner_visit = visits.get(key)
            if inner_visit is not None:
                inner_visit(inner, (*path, key), found)

    hints = get_type_hints(shape, include_extras=True)
    for name, info in shape.model_fields.items():
        visits[info.alias or name] = _visit(hints[name])
    return visit


def _visit(hint: Any) -> Visit | None:
    """The walker of one annotation; ``None`` where there is nothing to find."""
    markers: list[Marker] = []
    while get_origin(hint) is Annotated:
        hint, *metadata = get_args(hint)
        markers += [marker for marker in metadata if isinstance(marker, Marker)]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        inner = [argument for argument in arguments if argument is not NoneType]
        visits = [visit for visit in map(_visit, inner) if visit]
        found_visit = visits[0] if visits else None
    elif origin is tuple:
        found_visit = _many(_visit(arguments[0]))
    elif origin is dict:
        found_visit = _mapping(_visit(arguments[0]), _visit(arguments[1]))
    elif isinstance(hint, type) and issubclass(hint, Shape):
        found_visit = _shape_visit(hint)
    else:
        found_visit = None
    named = {marker.name: marker.value for marker in markers}  # of two limits, the outer one holds
    return _marked(tuple(named.items()), found_visit) if named else found_visit


def _marked(markers: tuple[tuple[str, Any], ...], inner: Visit | None) -> Visit:
    """The walker of a value with meanings; most have one and nothing within."""
    (name, argument), *others = markers

    def visit(value: Any, path: Path, found: Uses) -> None:
        found.values[name].append((path, value, argument))
        for other, its_argument in others:
            found.values[other].append((path, value, its_argument))
        if inner:
            inner(value, path, found)

    def visit_one(value: Any, path: Path, found: Uses) -> None:
        found.values[name].append((path, value, argument))

    return visit if others or inner else visit_one


def _many(inner: Visit | None) -> Visit | None:
    if inner is None:
        return None

    def visit(value: Any, path: Path, found: Uses) -> None:
        if value.__class__ is list:
            for index, item in enumerate(value):
                inner(item, (*path, index), found)

    return visit


KEY = "="
"""The last step of a path that means the key itself and not its value."""


def _mapping(key_visit: Visit | None, inner: Visit | None) -> Visit:
    def visit(value: Any, path: Path, found: Uses) -> None:
        if value.__class__ is dict:
            for key, item in value.items():
                if key_visit:
                    key_visit(key, (*path, key, KEY), found)
                if inner:
                    inner(item, (*path, key), found)

    return visit
