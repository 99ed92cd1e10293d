"""Pages that lead to practices: by country, target group, theme and everything else that they can be narrowed down by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..collation import sort_key
from ..language import N_
from ..model import Practice
from .card import card
from .facets import FACETS, NOT_REPORTED, Facet, Value, facet_values
from .overview import Named, Tally, overview, share, tally
from .page import StagedPage, page_with_lead, render
from .reader import PRACTICES, Reader
from .turns import turns


def index_pages(reader: Reader) -> Iterator[StagedPage]:
    """One page for each facet and one or more for each of its values."""
    named = {facet.folder: {value.id: value for value in facet_values(facet, reader)} for facet in FACETS}
    for facet in FACETS:
        values = list(named[facet.folder].values())
        yield facet_page(facet, values, reader)
        for value in values:
            yield from value_pages(facet, value, tally(value.practices), named, reader)


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
    """The values of one facet with their numbers, and those without practices; countries on a map too."""
    total = len(reader.catalogue.listed)
    most = max((len(value.practices) for value in values), default=1)
    used = {value.id for value in values}
    return page_with_lead(
        "facet.html",
        reader,
        f"{facet.folder}/index.md",
        reader.say(facet.title),
        reader.say(facet.lead),
        {"kind": "index", "full_width": True},
        bars=[(value, reader.count(PRACTICES, len(value.practices)), share(len(value.practices), most)) for value in values],
        unused=[term.label(reader.language) for id_, term in reader.catalogue.terms[facet.vocabulary].items() if id_ not in used] if facet.vocabulary else [],
        total=reader.count(PRACTICES, total),
        several=sum(len(value.practices) for value in values) > total,
        lands=lands(values, reader) if facet.folder == "countries" else [],
        frame=" ".join(map(str, reader.catalogue.loaded.frame)),
        legend=legend(reader),
    )


PER_PAGE = 48
"""How many practices stand on one page of a list; the rest follows on further pages."""


def value_pages(facet: Facet, value: Value, counted: Tally, named: Named, reader: Reader) -> Iterator[StagedPage]:
    """The practices of one value at a glance and one by one, on as many pages as it takes."""
    heading, total = value_heading(facet, value, reader), reader.count(PRACTICES, len(value.practices))
    for turn in turns(by_title(value.practices, reader), PER_PAGE, value.url):
        title = turn.title(heading, reader)
        body = render(
            "value.html",
            reader,
            turn.url,
            title=title,
            facet=facet,
            value=value,
            overview=overview(facet, counted, named, reader) if turn.page == 1 else None,
            cards=[card(practice, reader) for practice in turn.items],
            total=total,
            report=f"reports/country-{value.id.lower()}/" if facet.folder == "countries" else None,
            turn=turn,
        )
        description = value.definition if value.definition and turn.page == 1 else f"{title}: {total}."
        yield StagedPage(reader.language, f"{turn.url.removesuffix('/')}.md", title, body, description, {"kind": "index", "full_width": True})


def value_heading(facet: Facet, value: Value, reader: Reader) -> str:
    """The name of a value, after that of its facet where the name alone does not say what is meant."""
    if facet in FACETS[:4] and value.id != NOT_REPORTED:
        return value.label
    title = reader.say(facet.title)
    return f"{title} {value.label}" if title.endswith("?") else f"{title}: {value.label}"
