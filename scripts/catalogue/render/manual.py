"""The manual that writes itself: the field guide, the rules of the checker, and the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from ..assessment import Assessment
from ..check import rules
from ..check.shapes import example_of
from ..language import N_
from ..record import VERSION, Record, Text
from ..shape import Marker, Shape
from ..toolkit import Toolkit
from .page import StagedPage, page_with_lead
from .reader import Reader

OTHERS = (("assessment", N_("A self-assessment"), Assessment), ("toolkit", N_("A toolkit"), Toolkit))
"""Other files that people write: the name of their schema, their heading, their shape."""

SEVERITIES = {"error": N_("Error: must be mended"), "warning": N_("Warning: please look"), "advice": N_("Advice: think about it")}


class Field(NamedTuple):
    """A field of the record, as the field guide shows it."""

    name: str
    title: str
    description: str
    example: str
    required: bool
    vocabulary: str | None
    limit: int | None
    inner: list[Any]


def manual_pages(reader: Reader) -> Iterator[StagedPage]:
    """Field guide, rules and vocabularies."""
    yield fields_page(reader)
    yield rules_page(reader)
    yield vocabularies_page(reader)


def fields_page(reader: Reader) -> StagedPage:
    """Every field of a record, from the model itself."""
    title = reader.say(N_("Field guide"))
    lead = reader.say(N_("Every field of a practice record. What no source says is left out; left out means not known."))
    return page_with_lead(
        "fields.html",
        reader,
        "contribute/fields.md",
        title,
        lead,
        {"kind": "manual", "source": "scripts/catalogue/record.py"},
        fields=fields(Record, reader, top=True),
        text_fields=fields(Text, reader),
        others=[(id_, title, fields(shape, reader)) for id_, title, shape in OTHERS],
        version=VERSION,
    )


def fields(shape: type[Shape], reader: Reader, top: bool = False) -> list[Field]:
    """The fields of a shape, with those of the shapes inside it."""
    hints = get_type_hints(shape, include_extras=True)
    shown = []
    for name, info in shape.model_fields.items():
        markers = dict(_markers(hints[name]))
        inner = inner_shape(hints[name])
        shown.append(
            Field(
                info.alias or name,
                reader.say(str(info.title)),
                reader.say(str(info.description)),
                "" if inner else _example(info),
                info.is_required(),
                markers.get("vocabulary"),
                markers.get("advised-length"),
                fields(inner, reader) if inner and not (top and inner is Text) else [],
            )
        )
    return shown


def _example(info: FieldInfo) -> str:
    return example_of(info) if info.examples else ""


def inner_shape(hint: Any) -> type[Shape] | None:
    """The first shape inside an annotation."""
    if isinstance(hint, type) and issubclass(hint, Shape):
        return hint
    for argument in get_args(hint):
        inner = inner_shape(argument)
        if inner:
            return inner
    return None


def _markers(hint: Any) -> Iterator[tuple[str, Any]]:
    """The markers of an annotation and of what it holds, but not of shapes inside it."""
    if get_origin(hint) is not None:
        for argument in get_args(hint):
            if isinstance(argument, Marker):
                yield argument.name, argument.value
            else:
                yield from _markers(argument)


def rules_page(reader: Reader) -> StagedPage:
    """Every rule of the checker, from its own documentation."""
    title = reader.say(N_("What the checker looks for"))
    lead = reader.say(N_("Each rule, why it is there, and how grave it is. Errors stop a record from being published; the rest is up to you."))
    shown = [(rule.name, SEVERITIES[rule.severity.word], [reader.say(part) for part in rule.doc.split("\n\n")], rule.severity.word) for rule in rules()]
    return page_with_lead("rules.html", reader, "contribute/rules.md", title, lead, {"kind": "manual", "source": "scripts/catalogue/check/"}, rules=shown)


def vocabularies_page(reader: Reader) -> StagedPage:
    """Every term with its definition."""
    title = reader.say(N_("Vocabularies"))
    lead = reader.say(N_("The closed lists of terms that records use, so that practices can be found and compared in every language."))
    catalogue = reader.catalogue
    lists = [
        (name, vocabulary.label[reader.language], vocabulary.definition[reader.language], list(catalogue.terms[name].values()))
        for name, vocabulary in catalogue.vocabularies.items()
    ]
    return page_with_lead("vocabularies.html", reader, "contribute/vocabularies.md", title, lead, {"kind": "manual", "source": "vocabularies/"}, lists=lists)
