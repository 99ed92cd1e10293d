"""The shape of a file: known fields, required fields, the right kind of value.

pydantic finds these problems; the rules here sort them and say in plain words what to write instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from ..document import Document, Loaded
from ..geography import regions_by_name, suggested_code
from ..language import N_
from ..problem import Message
from ..record import Record
from ..shape import Shape
from ..walk import KEY
from ..yaml12 import Path
from .rule import ERROR, Finding, closest, rule


def shape_errors(document: Document) -> list[tuple[Path, ErrorDetails]]:
    """pydantic's errors with the path of each in the data; worked out once a document."""
    found: list[tuple[Path, ErrorDetails]] | None = document.__dict__.get("shape_errors")
    if found is None:
        found = document.__dict__["shape_errors"] = list(_shape_errors(document))
    return found


def _shape_errors(document: Document) -> Iterator[tuple[Path, ErrorDetails]]:
    if not isinstance(document.data, dict):
        return
    refused = {document.place(refusal.mark) for refusal in document.refusals}
    try:
        document.shape.model_validate(document.data)
    except ValidationError as error:
        found: dict[tuple[Path, str], ErrorDetails] = {}
        for details in error.errors(include_url=False):
            path = _path(details, document.data)
            kind = "type" if details["type"].endswith("_type") else details["type"]
            if (path, kind) not in found or details["type"] == "float_type":  # a field that takes decimals takes whole numbers too
                found[path, kind] = details
        for (path, _), details in found.items():
            if not (refused and document.place(path) in refused):
                yield path, details


def _path(details: ErrorDetails, data: Any) -> Path:
    """pydantic's location without the names of union members, and with ``KEY`` for an error in a key."""
    path: list[str | int] = []
    for step in details["loc"]:
        if step == "[key]":
            path.append(KEY)
        elif isinstance(data, dict) and step in data:
            path.append(step)
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int):
            path.append(step)
            data = data[step] if step < len(data) else None
    if details["type"] == "missing":
        path.append(details["loc"][-1])
    return tuple(path)


def suggested(kind: str, value: str, loaded: Loaded) -> str | None:
    """The code that somebody probably meant; regions are found by their names too."""
    guess = suggested_code(kind, value, loaded.languages)
    if kind == "region" and guess is None:
        country, _, name = value.partition("-")
        names = regions_by_name(country.upper())
        match = closest(name, names)
        return names[match] if match else None
    return guess


def misshapen(document: Document) -> set[Path]:
    """Where a value has not the form that its field asks for; there it need not be looked up."""
    found: set[Path] | None = document.__dict__.get("misshapen")
    if found is None:
        found = document.__dict__["misshapen"] = {path for path, details in shape_errors(document) if details["type"] == "string_pattern_mismatch"}
    return found


def told_as_terms(document: Document, loaded: Loaded) -> set[Path]:
    """Where the rule unknown-term looks up a value: it knows what to write instead."""
    return {path for path, _, vocabulary in document.uses.values["vocabulary"] if vocabulary in loaded.terms}


def field_at(shape: type[Shape], path: Path) -> tuple[type[Shape], FieldInfo] | None:
    """The field that a path leads to, with the shape that it belongs to."""
    found: tuple[type[Shape], FieldInfo] | None = None
    current: type[Shape] | None = shape
    for step in path:
        if current is not None and isinstance(step, str):
            for name, info in current.model_fields.items():
                if (info.alias or name) == step:
                    found = current, info
                    current = _inner_shape(info.annotation)
                    break
    return found


def _inner_shape(annotation: Any) -> type[Shape] | None:
    """The first shape inside an annotation such as ``tuple[Place, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation  # type: ignore[return-value]
    for argument in get_args(annotation):
        inner = _inner_shape(argument)
        if inner is not None:
            return inner
    return None


def last_name(path: Path) -> str:
    """The last field name of a path."""
    return next((str(step) for step in reversed(path) if isinstance(step, str) and step != KEY), "")


def example_of(info: FieldInfo) -> str:
    """The first example of a field as it could stand in a file, else one made of the required fields in it."""
    if info.examples:
        return json.dumps(info.examples[0], ensure_ascii=False)
    inner = _inner_shape(info.annotation)
    fields = [(info.alias or name, info) for name, info in inner.model_fields.items() if info.examples] if inner else []
    shown = {name: info.examples[0] for name, info in [item for item in fields if item[1].is_required()] or fields[:1] if info.examples}
    kinds = {get_origin(hint) for hint in (info.annotation, *get_args(info.annotation))}
    example: Any = [shown] if tuple in kinds else {"en": shown} if dict in kinds else shown
    return json.dumps(example, ensure_ascii=False) if shown else "…"


def as_written(value: Any) -> str:
    """A value as it could stand in a file."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def known_fields(shape: type[Shape]) -> list[str]:
    """The field names of a shape, as they stand in a file."""
    return [info.alias or name for name, info in shape.model_fields.items()]


COMPUTED = {"evidence", "level", "rung", "completeness", "repeated"}
"""First words of the names that people give to what follows from the facts."""
WORKED_OUT = N_(
    "“{field}” is not typed in: the evidence level is worked out from the facts. Take it out, and say under “claims” and “evaluations” "
    "how each result was found out, what it is compared with and who measured it."
)


@rule("unknown-field", ERROR)
def fields_are_known(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Every field has a name that the field guide knows.

    A misspelt field would be left out of the page without a word, and what you wrote there would be lost.
    """
    for path, details in shape_errors(document):
        if details["type"] == "extra_forbidden":
            owner = _owner(document.shape, path[:-1])
            names = known_fields(owner) if owner else []
            if owner is Record and re.split("[_-]", str(path[-1]).lower())[0] in COMPUTED:
                yield Finding((*path, KEY), WORKED_OUT, {"field": str(path[-1])[:60]})
                continue
            message = N_("There is no field “{field}” here. Take it out, or use one of: {fields}.")
            yield Finding((*path, KEY), message, {"field": str(path[-1])[:60], "fields": ", ".join(names)}, closest(str(path[-1]), names))


def _owner(shape: type[Shape], path: Path) -> type[Shape] | None:
    if not [step for step in path if isinstance(step, str)]:
        return shape
    found = field_at(shape, path)
    return _inner_shape(found[1].annotation) if found else None


@rule("missing-field", ERROR)
def required_fields_are_there(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """The few required fields are there: title, summary, language, country and one source.

    Without them nobody can find the practice or judge it. Everything else may be absent and then counts as not known.
    """
    for path, details in shape_errors(document):
        if details["type"] == "missing":
            found = field_at(document.shape, path)
            help_, example = (Message(found[1].description or ""), example_of(found[1])) if found else (Message(""), "…")
            message = N_("The field “{field}” is missing. {help} Write for example: {field}: {example}")
            yield Finding(path[:-1], message, {"field": path[-1], "help": help_, "example": example})


EXPECTED = {
    "string": N_("text; put it in double quotes if it looks like a number"),
    "one_text": N_("one text, not a list or a group of fields"),
    "int": N_("a whole number"),
    "int_from_float": N_("a whole number"),
    "float": N_("a number"),
    "bool": N_("true or false"),
    "tuple": N_("a list: each item on a line of its own that starts with “- ”, or all in square brackets"),
    "dict": N_("a group of fields, each with a name, a colon and a value"),
    "model": N_("a group of fields, each with a name, a colon and a value"),
}


@rule("wrong-type", ERROR)
def values_have_the_right_type(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A value is of the kind that its field asks for: text, a number, a list, a group of fields.

    Programs do not guess: the word yes is not true, and a list of one still is a list.
    """
    for path, details in shape_errors(document):
        kind = details["type"].removesuffix("_type")
        if kind in EXPECTED and details["input"] is not None and (details["type"].endswith("_type") or kind == "int_from_float"):
            kind = "one_text" if kind == "string" and isinstance(details["input"], (list, dict)) else kind
            found = field_at(document.shape, path)
            message = N_("“{field}” should be {expected}. Write for example: {example}")
            example = example_of(found[1]) if found else "…"
            yield Finding(path, message, {"field": last_name(path), "expected": Message(EXPECTED[kind]), "example": example})


FORMS = {
    "country": N_("a country code of two capital letters after ISO 3166-1, such as SE"),
    "region": N_("a region code after ISO 3166-2, such as SE-25"),
    "language": N_("a language code, such as sv or en"),
    "currency": N_("a currency code of three capital letters, such as EUR"),
    "vocabulary": N_("the id of a term: lower-case letters, digits and hyphens"),
    "source": N_("the id of a source: its file name without .yaml"),
    "practice": N_("the id of a practice: its file name without .yaml"),
    "clause": N_("the id of a clause: guideline, full stop, clause, such as sempre.users-as-staff"),
    "guideline": N_("the id of a guideline: the file name of its page without .md"),
    "citation": N_("the id of a source and, if you like, a comma and the page: “a-source, p. 3”"),
    "url": N_("a web address that starts with https://"),
    "item-path": N_("a field name, or a field name, a full stop and the item’s number from 0 or its id: “places.0”"),
    "item-id": N_("a short name of lower-case letters, digits and hyphens"),
}
OUT_OF_RANGE = {
    "greater_than_equal": N_("zero or a higher number"),
    "less_than_equal": N_("an age of at most 120 years"),
    "finite_number": N_("a number that people can write"),
}
OTHER_FORM = N_("in the form that the example shows")
KEY_EXAMPLES = {"language": "sv", "item-id": "left-benefits"}
"""Where the name of a field is itself a value, such as a language."""


@rule("wrong-form", ERROR)
def values_have_the_right_form(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Codes, ids and addresses are written as their standard writes them.

    Countries, regions, languages and currencies are codes, so that every reader sees their names in her own language.
    """
    marks: dict[Path, str] | None = None
    told: set[Path] = set()
    for path, details in shape_errors(document):
        if details["type"] == "literal_error":
            allowed = re.findall(r"'([^']*)'", details["ctx"]["expected"])
            message = N_("“{value}” does not fit “{field}”. Use one of: {terms}.")
            parameters = {"value": as_written(details["input"])[:60], "field": last_name(path), "terms": ", ".join(allowed)}
            yield Finding(path, message, parameters, closest(as_written(details["input"]), allowed))
        elif details["type"] in ("string_pattern_mismatch", "finite_number", "greater_than_equal", "less_than_equal"):
            if marks is None:
                marks = {where: name for name in FORMS for where, _, _ in document.uses.values[name]}
                told = told_as_terms(document, loaded)
            if path in told:
                continue
            kind, value = marks.get(path, ""), as_written(details["input"])
            found = field_at(document.shape, path)
            is_key = path[-1:] == (KEY,)
            parameters = {
                "field": last_name(path[:-2] if is_key else path),
                "value": value[:60],
                "expected": Message(FORMS.get(kind) or OUT_OF_RANGE.get(details["type"]) or OTHER_FORM),
                "example": KEY_EXAMPLES.get(kind, "…") if is_key else example_of(found[1]) if found else "…",
            }
            message = N_("“{value}” does not fit “{field}”, which should be {expected}. Write for example: {example}")
            yield Finding(path, message, parameters, suggested(kind, value, loaded))


@rule("empty-value", ERROR)
def nothing_is_empty(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A field that is there says something.

    What is not known is left out: an empty field looks like an answer and is none.
    """
    for path, details in shape_errors(document):
        missing = details["input"] is None and details["type"].endswith("_type")
        if missing or (not details["input"] and details["type"] in ("string_too_short", "too_short")):
            yield Finding(path, EMPTY, {"field": last_name(path)})
    if document.reading.complete and (EMPTY_LIST.search(document.text) or EMPTY_GROUP.search(document.text)):
        told = {path for path, details in shape_errors(document) if details["type"] == "too_short"}
        for path in empty_places(document.data, ()):
            if path not in told:
                yield Finding(path, EMPTY, {"field": last_name(path)})


EMPTY = N_("“{field}” is empty. Fill it in, or take the field out if it is not known.")
EMPTY_LIST, EMPTY_GROUP = re.compile(r"\[\s*\]"), re.compile(r"\{\s*\}")
"""Nothing as it is written; without one, no data need be walked."""


def empty_places(data: Any, path: Path) -> Iterator[Path]:
    """The paths of empty lists and groups; the depth is bounded by the reader."""
    if isinstance(data, (list, dict)):
        if not data and path:
            yield path
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from empty_places(inner, (*path, step))


@rule("too-long", ERROR)
def texts_are_not_endless(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """No text is so long that nobody reads it.

    Readers have ten minutes between two meetings. Advice comes early, this error only far above it.
    """
    long = [(path, details) for path, details in shape_errors(document) if details["type"] in ("string_too_long", "too_long")]
    if long:
        told = {path for path, _, _ in document.uses.values["advised-length"]} | told_as_terms(document, loaded)
        for path, details in long:
            if path in told:
                continue
            limit = details["ctx"]["max_length"]
            message = N_("“{field}” is too long: at most {limit} characters. Keep what a reader needs, and link to the rest as a source.")
            yield Finding(path, message, {"field": last_name(path), "limit": limit})


HANDLED = {
    "extra_forbidden", "missing", "string_pattern_mismatch", "literal_error", "finite_number", "greater_than_equal", "less_than_equal",
    "string_too_short", "too_short", "string_too_long", "too_long", "date_format", "no_such_date", "not_a_day",
}  # fmt: skip


@rule("wrong-value", ERROR)
def every_other_shape_error_is_told(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A value fits its field.

    This rule tells what no other rule has words for, so that nothing wrong passes in silence.
    """
    for path, details in shape_errors(document):
        kind = details["type"].removesuffix("_type")
        if details["type"] not in HANDLED and kind not in EXPECTED:
            found = field_at(document.shape, path)
            message = N_("“{field}” cannot be read. Write for example: {example}")
            yield Finding(path, message, {"field": last_name(path), "example": example_of(found[1]) if found else "…"})
