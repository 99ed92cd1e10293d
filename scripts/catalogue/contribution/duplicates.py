"""Practices that a new one may repeat, each with the reason: an alike title, the same source, the same town, the same terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from ..language import N_
from ..model import Catalogue, Practice
from ..related import Feature, Likeness
from ..render.practices import SHARED
from ..render.reader import Reader

ALIKE = 80
"""Of a hundred: "A bicycle kitchen in Exampletown" and "The bicycle kitchen, Exampletown" have 87."""
RARE = 3
"""A source that more practices rest on says little: a collection, a handbook."""
AT_MOST = 3
TITLE = N_("Its title is alike.")
SOURCE = N_("It rests on the same source: {source}.")
TOWN = N_("It is in the same place: {place}.")


class Candidate(NamedTuple):
    """A practice that stands in the library, and why it may be the same or worth a look."""

    practice: Practice
    reasons: list[str]
    perhaps_same: bool


def candidates(practice: Practice, catalogue: Catalogue, reader: Reader, besides: Collection[str] = ()) -> list[Candidate]:
    """The practices of the library that a new one may repeat, the likeliest first; ``besides`` are paths of records to leave out."""
    others = [other for other in catalogue.listed if other.id != practice.id and f"practices/{other.id}.yaml" not in besides]
    uses = Counter(source for other in others for source in other.record.sources)
    similar = {other.id: shared for other, shared in Likeness([*others, practice]).similar(practice)}
    found = []
    for other in others:
        alike = likeness_of_titles(practice, other) >= ALIKE
        sources = [source for source in practice.record.sources if source in other.record.sources and uses[source] <= RARE]
        towns = [town for town in towns_of(practice) if town in towns_of(other)]
        shared = similar.get(other.id, ())
        same = alike or bool(sources and towns)
        if same or shared or sources:
            reasons = list(_reasons(alike, sources, towns, shared, catalogue, reader))
            found.append(((-2 * alike - bool(sources) - bool(towns), -len(shared), other.id), Candidate(other, reasons, same)))
    return [candidate for _, candidate in sorted(found, key=lambda item: item[0])[:AT_MOST]]


def likeness_of_titles(one: Practice, other: Practice) -> float:
    """How alike two titles are, of a hundred, in the languages that both have; else in any."""
    both = one.record.text.keys() & other.record.text.keys()
    pairs = [(one.record.text[language], other.record.text[language]) for language in both] or [(one.original, other.original)]
    return max(fuzz.token_sort_ratio(mine.title.casefold()[:300], theirs.title.casefold()[:300]) for mine, theirs in pairs)


def towns_of(practice: Practice) -> list[str]:
    """Its towns, without regard to case."""
    return [place.locality.casefold() for place in practice.record.places if place.locality]


def _reasons(alike: bool, sources: list[str], towns: list[str], shared: tuple[Feature, ...], catalogue: Catalogue, reader: Reader) -> Iterator[str]:
    if alike:
        yield reader.say(TITLE)
    for source in sources[:1]:
        entry = catalogue.sources.get(source)
        yield reader.say(SOURCE, source=entry.entry.title if entry else source)
    for town in towns[:1]:
        yield reader.say(TOWN, place=town.title())
    for kind, message in SHARED.items():
        terms = [_term(kind, value, catalogue, reader) for name, value in shared if name == kind]
        if terms and not (kind == "countries" and towns):
            yield f"{reader.say(message)} {' · '.join(terms)}."


def _term(kind: str, value: str, catalogue: Catalogue, reader: Reader) -> str:
    if kind == "countries":
        return reader.country(value)
    term = catalogue.terms.get(kind, {}).get(value)
    return term.label(reader.language) if term else value
