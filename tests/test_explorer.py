"""The explorer in a real browser: what it shows is what the records say, and its whole state stands in the address."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Page, expect

from catalogue.render.explorer import column, encoded
from conftest import LANGUAGES, ROOT, home_of
from readers import Reader, Readers

RECORDS: list[dict[str, Any]] = [
    record for path in sorted((ROOT / "practices").glob("*.yaml")) if (record := yaml.safe_load(path.read_text("utf-8")))["status"] in ("published", "dormant")
]
"""Read without the project's own reader, so that it is no witness in its own case."""


def countries(record: dict[str, Any]) -> set[str]:
    """The countries of a record; YAML 1.1 reads Norway's code as false."""
    return {"NO" if place["country"] is False else place["country"] for place in record["places"]}


@pytest.fixture
def page(reader: Reader) -> Page:
    """A tab that has not been anywhere yet."""
    return reader.context.new_page()


def open_explorer(page: Page, address: str, asked: str = "", language: str = LANGUAGES[0]) -> None:
    """Open the explorer and wait until it answers."""
    page.goto(f"{address}{home_of(language)}practices/{asked}")
    expect(page.locator("[data-explorer-status]")).not_to_be_empty()


def count_beside(page: Page, facet: str) -> dict[str, int]:
    """The number that stands beside each value of a facet."""
    lines = page.locator(f'[data-facet="{facet}"] label').all()
    return {str(line.locator("input").get_attribute("data-label")): int(str(line.locator(".pc-count").text_content())) for line in lines}


def titles(page: Page) -> list[str]:
    """The titles of the list, all of them: the reader asks for more until there is no more."""
    more = page.locator("[data-explorer-more]")
    expect(page.locator("[data-explorer]:not([aria-busy])")).to_be_attached()
    while more.is_visible():
        before = page.locator("[data-explorer-list] > li").count()
        more.click()
        expect(page.locator("[data-explorer-list] > li").nth(before)).to_be_attached()
    return [str(text) for text in page.locator("[data-explorer-list] h3").all_text_contents()]


@pytest.mark.parametrize("rows", [[[]], [[0]], [[0, 1], [], [1]], [[28, 29, 30, 45, 200]], [[number] for number in range(400)]])
def test_a_column_holds_what_was_put_in(rows: list[list[int]]) -> None:
    """The text of a column is valid JSON content without escapes, and gives back every row."""
    text = "".join(encoded(row) for row in rows)
    assert "\\" not in text and '"' not in text
    found: list[list[int]] = [[]]
    for letter in text:
        code = ord(letter)
        if code == 33:
            found.append([])
            continue
        code -= 35 + (code > 92)
        found[-1].append(code >> 1)
        if code & 1:
            found.append([])
    assert found[:-1] == rows


def test_the_most_frequent_value_comes_first() -> None:
    """Frequent values have small numbers, which take one byte."""
    assert column([["b"], ["b", "a"], []])["values"] == ["b", "a"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_beside_the_values_are_those_of_the_records(page: Page, address: str, language: str) -> None:
    """In every language the sum is the same as counting the files; without scripts too, since the numbers are on the page before."""
    open_explorer(page, address, language=language)
    for facet, values in {
        "countries": Counter(code for record in RECORDS for code in countries(record)),
        "themes": Counter(theme for record in RECORDS for theme in record.get("themes", [])),
        "sectors": Counter(sector for record in RECORDS for sector in record.get("sectors", [])),
        "integration-forms": Counter(form for record in RECORDS for form in record.get("integration") or ["not-reported"]),
    }.items():
        assert sorted(count_beside(page, facet).values()) == sorted(values.values()), facet


def test_without_scripts_every_value_is_a_link_to_its_own_page_with_the_same_number(reading: Readers, site: Path) -> None:
    """An old telephone, or one that blocks scripts, finds the same practices."""
    opened = reading(java_script_enabled=False).open("practices/")
    links = opened.locator("[data-facet] a").all()
    assert len(links) > 50
    for link in links:
        target = site / "practices" / str(link.get_attribute("href")) / "index.html"
        words = str(link.locator(".pc-count").text_content())
        assert f">{words} practice" in target.resolve().read_text("utf-8"), target
    expect(opened.locator("[data-explorer-search]")).to_be_hidden()


def test_values_of_one_facet_widen_and_facets_narrow(page: Page, address: str) -> None:
    """Denmark or Sweden, and user involvement: the same practices as in the files, and the numbers say what another tick would give."""
    open_explorer(page, address, "?countries=DK,SE&themes=user-involvement")
    fitting = [record for record in RECORDS if countries(record) & {"DK", "SE"} and "user-involvement" in record.get("themes", [])]
    assert sorted(titles(page)) == sorted(record["text"]["en"]["title"] for record in fitting)
    expect(page.locator("#pc-results")).to_have_text(f"{len(fitting)} practices")
    of_theme = [record for record in RECORDS if "user-involvement" in record.get("themes", [])]
    assert count_beside(page, "countries")["Germany"] == sum("DE" in countries(record) for record in of_theme)
    assert count_beside(page, "sectors")["Housing"] == sum("housing" in record.get("sectors", []) for record in fitting)


def test_the_whole_state_stands_in_the_address_and_comes_back(page: Page, address: str) -> None:
    """An address that was sent by mail shows what the sender saw; the browser's back key undoes a tick."""
    open_explorer(page, address)
    page.get_by_role("checkbox", name="Denmark").check()
    page.get_by_role("button", name="Table").click()
    page.get_by_label("Sort by").select_option("newest")
    expect(page.locator("[data-explorer-table] tbody tr").first).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"countries": ["DK"], "view": ["table"], "sort": ["newest"]}
    rows = page.locator("[data-explorer-table] tbody tr").all_text_contents()
    years = [text for text in page.locator("[data-explorer-table] tbody td:nth-child(3)").all_text_contents() if text.isdecimal()]
    assert years == sorted(years, reverse=True) and len(years) > 3
    page.reload()
    expect(page.locator("[data-explorer-table] tbody tr").first).to_be_visible()
    assert page.locator("[data-explorer-table] tbody tr").all_text_contents() == rows
    expect(page.get_by_role("checkbox", name="Denmark")).to_be_checked()
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("checkbox", name="Denmark")).not_to_be_checked()
    expect(page.locator("#pc-results")).to_have_text(f"{len(RECORDS)} practices")


def test_the_surest_come_first_if_asked(page: Page, address: str) -> None:
    """Evaluated before monitored before reasoned before described."""
    open_explorer(page, address, "?sort=surest")
    labels = page.locator("[data-explorer-list] .pc-meter__label").all_text_contents()
    ranks = [["Evaluated", "Monitored", "Reasoned", "Described"].index(label.removeprefix("How sure:").strip()) for label in labels]
    assert ranks == sorted(ranks) and ranks[0] == 0


def test_the_map_counts_the_current_result(page: Page, address: str) -> None:
    """Map and table show the practices of this result by country, and lead to the countries' pages."""
    open_explorer(page, address, "?target-groups=single-parents&view=map")
    fitting = [record for record in RECORDS if "single-parents" in record.get("target_groups", [])]
    expected = Counter(code for record in fitting for code in countries(record))
    shown = {
        str(row.get_attribute("data-country")): int(str(row.locator("td").text_content()))
        for row in page.locator("[data-explorer-map] tr[data-country]").all()
        if row.is_visible()
    }
    assert shown == expected
    shaded = page.locator('[data-explorer-map] path[data-country]:not([class="pc-map__0"])').count()
    assert shaded == len(expected)
    page.locator("[data-explorer-map] tr[data-country=DE] a").click()
    expect(page).to_have_url(f"{address}countries/de/")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_table_shows_all_of_a_practice_at_any_width(page: Page, address: str, width: int) -> None:
    """On a phone each row stands on its own lines, and is still a row to those who hear it."""
    page.set_viewport_size({"width": width, "height": 740})
    open_explorer(page, address, "?view=table&countries=DK")
    row = page.locator("[data-explorer-table]").get_by_role("row").nth(1)
    expect(row).to_be_visible()
    assert row.get_by_role("rowheader").count() == 1
    assert row.get_by_role("cell").count() == 4
    assert page.locator("[data-explorer-table]").evaluate("(box) => box.scrollWidth <= box.clientWidth")


def test_it_works_by_keyboard_and_says_the_number(page: Page, address: str) -> None:
    """Space ticks, the live region tells the number, and taking the filter away leaves the focus at the result."""
    open_explorer(page, address)
    box = page.get_by_role("checkbox", name="Finland")
    box.focus()
    page.keyboard.press("Space")
    number = sum("FI" in countries(record) for record in RECORDS)
    expect(page.locator("[data-explorer-status]")).to_have_text(f"{number} practices")
    expect(box).to_be_focused()
    chip = page.get_by_role("button", name="Remove the filter Finland")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pc-results")).to_be_focused()
    expect(page.locator("[data-explorer-status]")).to_have_text(f"{len(RECORDS)} practices")


def test_more_results_take_the_focus_to_the_first_new_one(page: Page, address: str) -> None:
    """Who asks for more by keyboard reads on where she was."""
    open_explorer(page, address)
    shown = page.locator("[data-explorer-list] > li").count()
    page.locator("[data-explorer-more]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-explorer-list] > li").nth(shown).locator("a").first).to_be_focused()
    assert parse_qs(urlsplit(page.url).query) == {"shown": [str(2 * shown)]}


def test_words_narrow_like_filters_and_come_back_from_the_address(page: Page, address: str) -> None:
    """The same search as in the header, in another language too, best match first; a typing error is mended and said."""
    open_explorer(page, address, language="sv")
    page.locator("#pc-q").fill("Randers")
    heading = page.locator("#pc-results")
    expect(heading).not_to_have_text(f"{len(RECORDS)} exempel")
    assert "Randers" in titles(page)[0]
    assert parse_qs(urlsplit(page.url).query)["q"] == ["Randers"]
    before = heading.text_content()
    page.get_by_role("checkbox", name="Sverige").check()
    expect(heading).not_to_have_text(str(before))
    open_explorer(page, address, "?q=Randres")
    expect(page.locator("[data-explorer-note]")).to_contain_text("randers", ignore_case=True)
    assert any("Randers" in title for title in titles(page)[:3])


def test_without_the_index_the_filters_stay(reading: Readers, address: str) -> None:
    """If the search cannot be loaded, the explorer says so and goes on filtering."""
    context = reading().context
    context.route("**/pagefind/**", lambda route: route.abort())
    opened = context.new_page()
    open_explorer(opened, address, "?q=Randers&countries=DK")
    expect(opened.locator("[data-explorer-note]")).to_contain_text("search cannot be loaded")
    expect(opened.locator("#pc-results")).to_have_text(f"{sum('DK' in countries(record) for record in RECORDS)} practices")


def test_nothing_found_is_said_with_what_to_do(page: Page, address: str) -> None:
    """An empty result is an answer too."""
    open_explorer(page, address, "?countries=IE&target-groups=single-parents")
    expect(page.locator("[data-explorer-note]")).to_contain_text("Remove a filter")
    expect(page.locator("#pc-results")).to_have_text("0 practices")


def test_values_that_do_not_exist_are_left_out_of_what_is_asked(page: Page, address: str) -> None:
    """An old or mistyped address shows what it can."""
    open_explorer(page, address, "?countries=XX,SE&themes=%3Cb%3E&sort=wrong&view=none&shown=-5")
    expect(page.locator("#pc-results")).to_have_text(f"{sum('SE' in countries(record) for record in RECORDS)} practices")


def test_without_its_data_it_says_so_and_the_page_stays(reading: Readers) -> None:
    """A blocked file costs the filters, not the list."""
    reader = reading()
    reader.context.route("**/facets.json", lambda route: route.abort())
    opened = reader.open("practices/")
    expect(opened.locator("[data-explorer-note]")).to_contain_text("cannot be loaded")
    assert opened.locator("[data-explorer-list] > li").count() == 18
