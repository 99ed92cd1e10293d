"""The ways to narrow practices down: one list, from which pages, explorer, counts and pictures are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..collation import sort_key
from ..language import N_
from ..model import Practice
from .reader import Reader

NOT_REPORTED = "not-reported"
"""The value of practices for which no source says it; what is not known can be looked for too."""


class Facet(NamedTuple):
    """One way to browse: where its pages are, what they are called, and the values of a practice."""

    folder: str
    title: str
    lead: str
    values: Callable[[Practice], tuple[str, ...]]
    vocabulary: str | None
    """Whose terms the values are; without one they are codes that the world's locale data name."""
    in_order: bool = False
    """Whether the order of the vocabulary means something, as that of a ladder does."""


class Value(NamedTuple):
    """One value of a facet, with its practices."""

    id: str
    label: str
    definition: str
    url: str
    practices: list[Practice]


def _known(values: tuple[str, ...]) -> tuple[str, ...]:
    return values or (NOT_REPORTED,)


def _state(practice: Practice) -> tuple[str, ...]:
    return _known((practice.record.activity.state,) if practice.record.activity else ())


def _levels(practice: Practice) -> tuple[str, ...]:
    return _known(practice.record.involvement.levels if practice.record.involvement else ())


FACETS = (
    Facet("countries", N_("Countries"), N_("Practices by the country they take place in."), lambda practice: practice.countries, None),
    Facet("target-groups", N_("Target groups"), N_("Practices by the people they are for."), lambda practice: practice.record.target_groups, "target-groups"),
    Facet("themes", N_("Themes"), N_("Practices by what they are about."), lambda practice: practice.record.themes, "themes"),
    Facet("sectors", N_("Sectors"), N_("Practices by the services that work together."), lambda practice: practice.record.sectors, "sectors"),
    Facet(
        "integration-forms",
        N_("Forms of cooperation"),
        N_("Practices by the way in which the services work together."),
        lambda practice: _known(practice.record.integration),
        "integration-forms",
    ),
    Facet(
        "involvement-levels",
        N_("Levels of user involvement"),
        N_("Practices by where the people who use the service have a say."),
        _levels,
        "involvement-levels",
        in_order=True,
    ),
    Facet(
        "evidence-levels",
        N_("How sure"),
        N_("Practices by how much the sources tell of their results."),
        lambda practice: (practice.evidence,),
        "evidence-levels",
        in_order=True,
    ),
    Facet("states", N_("Still running?"), N_("Practices by whether they still run, as far as a source says so."), _state, "activity-states", in_order=True),
    Facet(
        "languages",
        N_("Languages of the text"),
        N_("Practices by the languages in which their full text can be read."),
        lambda practice: practice.languages,
        None,
    ),
)
"""Every facet; the first four are what most people browse by."""


def facet_values(facet: Facet, reader: Reader) -> list[Value]:
    """The values of a facet that have practices: by label, or in their own order; what is not reported comes last."""
    found: dict[str, list[Practice]] = {}
    for practice in reader.catalogue.listed:
        for value in facet.values(practice):
            found.setdefault(value, []).append(practice)
    values = [_value(facet, id_, practices, reader) for id_, practices in found.items()]
    ranks = {id_: rank for rank, id_ in enumerate(reader.catalogue.terms[facet.vocabulary])} if facet.vocabulary and facet.in_order else {}
    return sorted(values, key=lambda value: (value.id == NOT_REPORTED, ranks.get(value.id, 0), sort_key(value.label, reader.language)))


def _value(facet: Facet, id_: str, practices: list[Practice], reader: Reader) -> Value:
    definition = ""
    if id_ == NOT_REPORTED:
        label, definition = reader.say(N_("Not reported")), reader.say(N_("No source that we have read says it."))
    elif facet.vocabulary:
        term = reader.catalogue.term(facet.vocabulary, id_)
        label, definition = term.label(reader.language), term.definition(reader.language)
    else:
        label = reader.country(id_) if facet.folder == "countries" else reader.language_name(id_)
        label = label[:1].upper() + label[1:]
    return Value(id_, label, definition, f"{facet.folder}/{id_.lower()}/", practices)
