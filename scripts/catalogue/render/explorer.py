"""The explorer: all practices, narrowed down by facets and words, as list, table or map.

Without scripts it is a page of links to the facets' own pages. With scripts it answers from three kinds of small files:
``facets.json`` (who has which value), ``cards-N.json`` (a few cards each, fetched when shown) and ``map.json``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ..collation import sort_key
from ..language import N_, NN_
from ..model import Practice
from .card import card
from .facets import FACETS, facet_values
from .indexes import STEPS, lands, legend
from .page import StagedFile, StagedPage, page_with_lead, render
from .reader import PRACTICES, Reader

TITLE = N_("Practices")
LEAD = N_("What others did, for whom, what it took and what came of it. Every fact carries its source.")
SHOWN = 18
"""How many cards a page of results has."""
CHUNK = 16
"""How many cards a file holds: results of a filter lie anywhere in the library, so small files waste few bytes and large ones few requests."""

WORDS = {
    "remove": N_("Remove the filter {filter}"),
    "clear": N_("Remove all filters"),
    "quoted": N_("“{words}”"),
    "none": N_("No practice fits all of this. Remove a filter, or try another word."),
    "failed": N_("The filters cannot be loaded at the moment. The links in the lists work all the same."),
    "search_failed": N_("The search cannot be loaded. Filter by country, theme or target group instead."),
    "instead": N_("Nothing was found for “{query}”. These are the results for “{instead}”."),
    "searching": N_("Searching …"),
}
"""What the script says."""

MORE = NN_("Show {count} more", "Show {count} more")


def explorer_pages(reader: Reader) -> Iterator[StagedPage | StagedFile]:
    """The page of all practices, and the files that its script asks for."""
    practices = in_order(reader)
    yield page(practices, reader)
    yield StagedFile(reader.language, "practices/facets.json", compact(columns(practices)))
    yield StagedFile(reader.language, "practices/order.json", compact([practice.id for practice in practices]))
    yield StagedFile(reader.language, "practices/map.json", compact({"html": map_of(reader)}))
    for number, start in enumerate(range(0, len(practices), CHUNK)):
        cards = [render("card.html", reader, "practices/", card=card(practice, reader)) for practice in practices[start : start + CHUNK]]
        yield StagedFile(reader.language, f"practices/cards-{number}.json", compact(cards))


def in_order(reader: Reader) -> list[Practice]:
    """The listed practices by title: a practice's number in every file is its place in this list."""
    return sorted(reader.catalogue.listed, key=lambda practice: (sort_key(practice.title(reader.language).value, reader.language), practice.id))


def page(practices: list[Practice], reader: Reader) -> StagedPage:
    """The page itself, which says everything that can be said without a script."""
    words = {name: reader.say(message) for name, message in WORDS.items()}
    return page_with_lead(
        "explorer.html",
        reader,
        "practices/index.md",
        reader.say(TITLE),
        reader.say(LEAD),
        {"kind": "index", "full_width": True, "scripts": ["explorer.js"]},
        facets=[(facet, reader.say(facet.title), facet_values(facet, reader)) for facet in FACETS],
        cards=[card(practice, reader) for practice in practices[:SHOWN]],
        total=reader.count(PRACTICES, len(practices)),
        left_out=len(practices) > SHOWN,
        settings=compact(
            {
                "shown": SHOWN,
                "chunk": CHUNK,
                "count": len(practices),
                "steps": STEPS,
                "words": words,
                "total": reader.forms(PRACTICES),
                "more": reader.forms(MORE),
                "language": reader.language,
            }
        ),
    )


def map_of(reader: Reader) -> str:
    """The map and its table; the script fills in the numbers of the current result."""
    values = facet_values(FACETS[0], reader)
    frame = " ".join(map(str, reader.catalogue.loaded.frame))
    return render("explorer_map.html", reader, "practices/", lands=lands(values, reader), values=values, frame=frame, legend=legend(reader))


def compact(value: Any) -> str:
    """JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def columns(practices: list[Practice]) -> dict[str, Any]:
    """Who has which value: for each facet its values, the most frequent first, and one text with the values of every practice in turn."""
    years = [(str(practice.first_year),) if practice.first_year else () for practice in practices]
    facets = {facet.folder: column([facet.values(practice) for practice in practices]) for facet in FACETS}
    return {"count": len(practices), "facets": facets, "years": column(years)}


def column(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The values, and one text that says which of them each row has; ``decode`` in explorer.js reads it."""
    frequent = Counter(value for row in rows for value in row)
    values = sorted(frequent, key=lambda value: (-frequent[value], value))
    numbers = {value: number for number, value in enumerate(values)}
    return {"values": values, "rows": "".join(encoded([numbers[value] for value in row]) for row in rows)}


NOTHING = "!"
FIRST_CODE = 35


def encoded(numbers: Sequence[int]) -> str:
    """One character a number, the last one of a row marked, so that no separators are needed; a backslash, which JSON doubles, is left out."""
    codes = [FIRST_CODE + 2 * number + (place == len(numbers) - 1) for place, number in enumerate(numbers)]
    return "".join(chr(code + (code >= ord("\\"))) for code in codes) or NOTHING
