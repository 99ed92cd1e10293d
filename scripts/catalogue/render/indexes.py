"""Pages that lead to practices: by country, target group, theme and everything else that they can be narrowed down by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..collation import sort_key
from ..language import N_
from ..model import Practice
from .card import card
from .facets import FACETS, Facet, Value, facet_values
from .page import StagedPage, render
from .reader import PRACTICES, Reader


def index_pages(reader: Reader) -> Iterator[StagedPage]:
    """One page for each facet and one for each of its values."""
    for facet in FACETS:
        values = facet_values(facet, reader)
        yield facet_page(facet, values, reader)
        for value in values:
            yield value_page(facet, value, reader)


def by_title(practices: list[Practice], reader: Reader) -> list[Practice]:
    """Practices in the order of their titles."""
    return sorted(practices, key=lambda practice: sort_key(practice.title(reader.language).value, reader.language))


class Land(NamedTuple):
    """A country on the map."""

    code: str
    path: str
    shade: int
    """From 0, no practice, to 4, the most."""
    url: str | None
    label: str


STEPS = (1, 2, 5, 10)
"""From how many practices on a country is drawn in the next darker shade."""


def lands(values: list[Value], reader: Reader) -> list[Land]:
    """The countries of the map; those with practices last, so that their outlines lie on top."""
    counted = {value.id: value for value in values}
    found = []
    for code, path in reader.catalogue.loaded.borders.items():
        value = counted.get(code)
        number = len(value.practices) if value else 0
        label = f"{value.label}: {reader.count(PRACTICES, number)}" if value else reader.country(code)
        found.append(Land(code, path, sum(number >= step for step in STEPS), value.url if value else None, label))
    return sorted(found, key=lambda land: land.shade > 0)


def legend(reader: Reader) -> list[tuple[int, str]]:
    """The shades with their numbers: "1", "2–4" …"""
    ends = [*(str(step - 1) for step in STEPS[1:]), ""]
    words = [
        str(start) if str(start) == end else f"{start}–{end}" if end else reader.say(N_("{number} or more"), number=start)
        for start, end in zip(STEPS, ends, strict=True)
    ]
    return list(enumerate(words, start=1))


def facet_page(facet: Facet, values: list[Value], reader: Reader) -> StagedPage:
    """The values of one facet with their numbers; countries on a map too."""
    title, lead = reader.say(facet.title), reader.say(facet.lead)
    body = render(
        "facet.html",
        reader,
        f"{facet.folder}/",
        title=title,
        lead=lead,
        values=values,
        count=lambda value: reader.count(PRACTICES, len(value.practices)),
        lands=lands(values, reader) if facet.folder == "countries" else [],
        frame=" ".join(map(str, reader.catalogue.loaded.frame)),
        legend=legend(reader),
    )
    return StagedPage(reader.language, f"{facet.folder}/index.md", title, body, lead, {"kind": "index"})


def value_page(facet: Facet, value: Value, reader: Reader) -> StagedPage:
    """The practices of one value."""
    cards = [card(practice, reader) for practice in by_title(value.practices, reader)]
    total = reader.count(PRACTICES, len(cards))
    report = f"reports/country-{value.id.lower()}/" if facet.folder == "countries" else None
    body = render("value.html", reader, value.url, facet=(reader.say(facet.title), f"{facet.folder}/"), value=value, cards=cards, total=total, report=report)
    description = value.definition or f"{value.label}: {total}."
    return StagedPage(reader.language, f"{facet.folder}/{value.id.lower()}.md", value.label, body, description, {"kind": "index", "full_width": True})
