"""Landing pages and pictures: what they say is what the records say, however many there are."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from html import unescape
from itertools import pairwise
from typing import Any

import html5lib
import pytest
import yaml

from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.facets import FACETS, facet_values
from catalogue.render.figures import YEARS, figure_pages, known_spans, scale, shades, timeline
from catalogue.render.indexes import PER_PAGE, index_pages
from catalogue.render.overview import FEW, tally
from catalogue.render.page import StagedPage, readers_of
from catalogue.render.reader import Reader
from conftest import ROOT
from synthetic import library

MANY = 120
NOT_REPORTED = ["not-reported"]

Pages = dict[tuple[str, str], StagedPage]
"""Pages by their language and their address."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The project's library."""
    return Catalogue(load(ROOT))


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    """The records that stand in lists, read without any of the library's own code but for the years, which stay text."""
    read = {path.stem: yaml.load(path.read_bytes(), yaml.CBaseLoader) for path in sorted((ROOT / "practices").glob("*.yaml"))}  # noqa: S506  (makes text only)
    return {id_: record for id_, record in read.items() if record["status"] in ("published", "dormant")}


@pytest.fixture(scope="module")
def staged(catalogue: Catalogue) -> Pages:
    """Lists, landing pages and figures of the project's library."""
    return {(page.language, page.url): page for pages in (index_pages, figure_pages) for reader in readers_of(catalogue) for page in pages(reader)}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A made-up library in which many values have more practices than go on one page."""
    folder = tmp_path_factory.mktemp("crowd") / "library"
    assert len(list(library(folder, MANY))) == MANY
    return Catalogue(load(folder))


def values_of(record: dict[str, Any]) -> dict[str, list[str]]:
    """The values of a record in the facets that are written in it as they are."""
    activity, involvement = record.get("activity"), record.get("involvement")
    return {
        "countries": sorted({place["country"] for place in record["places"]}),
        "target-groups": record.get("target_groups", []),
        "themes": record.get("themes", []),
        "sectors": record.get("sectors", []),
        "integration-forms": record.get("integration", NOT_REPORTED),
        "involvement-levels": (involvement or {}).get("levels", NOT_REPORTED),
        "states": [activity["state"]] if activity else NOT_REPORTED,
    }


def links(page: StagedPage) -> list[str]:
    """The practices whose cards stand on a page, in their order."""
    return re.findall(r'<h3 class="pc-card__title"><a href="(?:\.\./)*practices/([^"/]+)/"', page.body)


def bars(page: StagedPage, id_: str) -> dict[str, int]:
    """A list of bars as it is read aloud, its fold included: label and number."""
    found = re.search(rf'<ul class="pc-bars" aria-labelledby="by-{id_}">(.*?)</ul>(?: <details[^>]*>.*?<ul class="pc-bars">(.*?)</ul>)?', page.body)
    assert found, f"{page.path} has no list {id_}"
    rows = re.findall(r'pc-bars__label">(.*?)</span> <span class="pc-bars__number">([\d,]+)<', found[1] + (found[2] or ""))
    return {unescape(re.sub(r' <span class="pc-bars__note">.*|<[^>]+>', "", label)): int(number) for label, number in rows}


@pytest.mark.parametrize("folder", ["countries", "target-groups", "themes", "sectors", "integration-forms", "involvement-levels", "states"])
def test_every_value_has_the_practices_that_the_files_name(folder: str, records: dict[str, dict[str, Any]], staged: Pages) -> None:
    """Counted a second time from the files: the pages of a value hold just its practices, and no value with practices lacks a page."""
    expected: dict[str, set[str]] = defaultdict(set)
    for id_, record in records.items():
        for value in values_of(record)[folder]:
            expected[f"{folder}/{value.lower()}/"].add(id_)
    found: dict[str, set[str]] = defaultdict(set)
    for (language, url), page in staged.items():
        if language == "en" and url.startswith(f"{folder}/") and url != f"{folder}/":
            found["/".join(url.split("/")[:2]) + "/"].update(links(page))
    assert found == expected


def test_a_value_page_splits_its_practices_as_the_files_do(records: dict[str, dict[str, Any]], staged: Pages, catalogue: Catalogue) -> None:
    """The bars of every country, by target group, theme and state, with the labels that the vocabularies give them."""
    checked = 0
    for country in sorted({place["country"] for record in records.values() for place in record["places"]}):
        own = [values_of(record) for record in records.values() if country in values_of(record)["countries"]]
        page = staged["en", f"countries/{country.lower()}/"]
        if len(own) < FEW:
            assert "pc-overview" not in page.body
            continue
        for folder, vocabulary in (("target-groups", "target-groups"), ("themes", "themes"), ("states", "activity-states")):
            counts = Counter(value for values in own for value in values[folder])
            labels = {catalogue.term(vocabulary, value).label("en") if value != "not-reported" else "Not reported": number for value, number in counts.items()}
            assert {label: number for label, number in bars(page, folder).items() if number} == labels, page.path
        assert 'id="by-countries"' not in page.body, "a page does not split its practices by what they have in common"
        checked += 1
    assert checked > 5


def test_the_clauses_of_a_value_are_those_that_its_records_link_to(records: dict[str, dict[str, Any]], staged: Pages) -> None:
    """Each clause once, with the number of practices that carry it out."""
    for country in ("DK", "SE", "IT"):
        linked = Counter(
            clause
            for record in records.values()
            if country in values_of(record)["countries"]
            for clause in {link["clause"] for link in record.get("guidelines", [])}
        )
        page = staged["en", f"countries/{country.lower()}/"]
        found = re.findall(r'href="(?:\.\./)*guidelines/[^"#]*#([^"]+)">.*?pc-bars__number">(\d+)<', page.body)
        assert {clause: int(number) for clause, number in found} == linked
        assert linked or country == "IT"


def test_what_is_missing_is_missing_in_the_files(records: dict[str, dict[str, Any]], staged: Pages) -> None:
    """No page says that something is missing which one of its records has; and something is said to be missing somewhere."""
    said = 0
    for (language, url), page in staged.items():
        folder = url.split("/")[0]
        gaps = re.search(r'<section class="pc-gaps" aria-labelledby="missing">(.*?)</section>', page.body)
        if language != "en" or not gaps or folder not in values_of(next(iter(records.values()))):
            continue
        own = [values for record in records.values() if url.split("/")[1] in map(str.lower, (values := values_of(record))[folder])]
        present = {f"{other}/{value.lower()}/" for values in own for other in ("countries", "target-groups", "themes") for value in values[other]}
        named = {resolved(url, link) for link in re.findall(r'href="([^"]+)"', gaps[1])}
        assert len(own) >= FEW
        assert not present & named, url
        said += len(named)
    assert said > 50


def test_a_value_page_leads_to_the_explorer_with_its_filter_set(staged: Pages) -> None:
    """The filter is the facet's folder and the value's id."""
    assert 'href="../../practices/?countries=DK"' in staged["en", "countries/dk/"].body
    assert 'href="../../practices/?target-groups=single-parents"' in staged["sv", "target-groups/single-parents/"].body


def test_the_pages_of_a_long_list_hold_each_practice_once(crowd: Catalogue) -> None:
    """Turning the pages from first to last, a reader meets every practice of the value once and in one order; nothing is lost between pages."""
    reader, turned = Reader(crowd, "en"), 0
    pages = {page.url: page for page in index_pages(reader)}
    for facet in FACETS:
        for value in facet_values(facet, reader):
            met: list[str] = []
            url: str | None = value.url
            while url:
                page = pages.pop(url)
                assert 0 < len(links(page)) <= PER_PAGE
                met += links(page)
                onward = re.search(r'<a href="([^"]+)" rel="next">', page.body)
                turned += bool(onward)
                url = resolved(url, onward[1]) if onward else None
            assert sorted(met) == sorted(practice.id for practice in value.practices), value.url
    assert turned > 5
    assert [url for url in pages if "page-" in url] == [], "every further page is led to"


def resolved(url: str, link: str) -> str:
    """The address of a page that another one links to."""
    parts = url.rstrip("/").split("/")
    while link.startswith("../"):
        parts, link = parts[:-1], link[3:]
    return "/".join([*parts, *link.rstrip("/").split("/")]) + "/"


def test_a_page_of_cards_stays_small(crowd: Catalogue) -> None:
    """Whatever the library's size, no page grows beyond its first cards and bars: 40 KB compressed is a fifth of what is allowed."""
    for page in index_pages(Reader(crowd, "en")):
        assert len(zlib.compress(page.body.encode("utf-8"))) < 40_000, page.url


def table(page: StagedPage, caption: str) -> list[list[str]]:
    """The rows of a table as text."""
    namespace = "{http://www.w3.org/1999/xhtml}"
    for found in html5lib.parse(page.body).iter(f"{namespace}table"):
        rows = [["".join(cell.itertext()).strip() for cell in row if cell.tag in (f"{namespace}th", f"{namespace}td")] for row in found.iter(f"{namespace}tr")]
        if "".join(found.find(f"{namespace}caption").itertext()) == caption:
            return rows
    raise AssertionError(f"no table {caption}")


def test_the_timeline_counts_the_years_that_the_files_name(records: dict[str, dict[str, Any]], staged: Pages) -> None:
    """A practice runs from the first to the last year that its record names; planned ones are left out."""
    began, ran_on = Counter[int](), Counter[int]()
    for record in records.values():
        dates = [phase[name] for phase in record.get("phases", []) for name in ("start", "end") if name in phase]
        if dates and record.get("activity", {}).get("state") != "planned":
            years = [int(date[:4]) for date in dates]
            began[min(years)] += 1
            last = max([*years, *([int(record["last_known_active"][:4])] if "last_known_active" in record else [])])
            ran_on.update(range(min(years) + 1, last + 1))
    rows = table(staged["en", "figures/"], "When the practices ran")[1:]
    assert [row[0] for row in rows] == [str(year) for year in range(min(began), int(rows[-1][0]) + 1)]
    assert {int(year): (int(first), int(second)) for year, first, second in rows} == {int(row[0]): (began[int(row[0])], ran_on[int(row[0])]) for row in rows}
    assert sum(began.values()) > 40


def test_evidence_by_sector_adds_up(records: dict[str, dict[str, Any]], staged: Pages, catalogue: Catalogue) -> None:
    """Each row of the table is a sector of the files, and its rungs are those of its practices."""
    expected = {}
    for sector in {value for record in records.values() for value in record.get("sectors", [])}:
        own = Counter(catalogue.practices[id_].evidence for id_, record in records.items() if sector in record.get("sectors", []))
        expected[catalogue.term("sectors", sector).label("en")] = [own[level] for level in ("described", "reasoned", "monitored", "evaluated")]
    rows = {label: list(map(int, numbers)) for label, *numbers in table(staged["en", "figures/"], "How sure we are, by sector")[1:]}
    assert rows == {label: [*numbers, sum(numbers)] for label, numbers in expected.items()}
    drawn = re.findall(r'<rect class="pc-level-\w+" x="\d+" y="0" width="(\d+)"', staged["en", "figures/"].body)
    assert sum(map(int, drawn)) == 10 * sum(map(sum, expected.values())), "the picture shows what the table says"


def test_groups_by_country_is_what_the_files_say(records: dict[str, dict[str, Any]], staged: Pages, catalogue: Catalogue) -> None:
    """Every field of the table, counted again."""
    reader = Reader(catalogue, "en")
    expected = Counter(
        (catalogue.term("target-groups", group).label("en"), reader.country(country))
        for record in records.values()
        for group in record.get("target_groups", [])
        for country in values_of(record)["countries"]
    )
    head, *rows = table(staged["en", "figures/"], "For whom, in which country")
    found = {(row[0], country): int(number) for row in rows for country, number in zip(head[1:], row[1:], strict=True)}
    assert {field: number for field, number in found.items() if number} == expected


@pytest.mark.parametrize("largest", [0, 1, 3, 5, 8, 11, 99, 10_000])
def test_scales_and_shades_fit_any_size(largest: int) -> None:
    """The scale reaches the largest number in at most six round steps; the shades rise, and the largest number has the darkest of them."""
    ticks, steps = scale(largest), shades(largest)
    assert ticks[0] == 0 and ticks[-1] >= largest and len(ticks) <= 6
    assert len({after - before for before, after in pairwise(ticks)}) == 1
    assert steps[0] == 1 and steps == sorted(set(steps)) and len(steps) <= 4
    assert steps[-1] <= max(1, largest)


def test_the_timeline_stays_bounded_and_keeps_every_practice() -> None:
    """A practice from 1880 does not squeeze the others: it counts in the first of forty years."""
    spans = [(1880, 1900), (1880, 2024), (2020, 2024), (1990, 1990)]
    years = timeline(spans)
    assert len(years) == YEARS and years[-1].year == 2024
    assert sum(year.began for year in years) == len(spans)
    assert years[0] == (1985, 2, 0) and years[-1] == (2024, 0, 2)


def test_plans_and_practices_without_a_year_are_not_on_the_timeline(catalogue: Catalogue) -> None:
    """What was only planned is not said to have run, and nothing runs on into the future."""
    planned = [one for one in catalogue.listed if one.record.activity and one.record.activity.state == "planned" and one.first_year]
    assert planned and known_spans(planned, 2026) == []
    assert all(start <= end <= 2018 for start, end in known_spans(catalogue.listed, 2018))


def test_the_pages_are_the_same_every_time(staged: Pages) -> None:
    """Two makings of the same files give the same bytes."""
    again = Catalogue(load(ROOT))
    made = {(page.language, page.url): page for pages in (index_pages, figure_pages) for reader in readers_of(again) for page in pages(reader)}
    assert made == staged


def test_a_tally_counts_each_practice_once_in_each_value(catalogue: Catalogue) -> None:
    """A practice with two places in one country counts once in it."""
    counted = tally(catalogue.listed)
    reader = Reader(catalogue, "en")
    for facet in FACETS:
        assert counted.values[facet.folder] == {value.id: len(value.practices) for value in facet_values(facet, reader)}
