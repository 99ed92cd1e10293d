"""What is measured where, who looked at it and who says so: counted here straight from the files, without the project's own reader."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from playwright.sync_api import Page, expect

from catalogue.language import translations
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.indicators import REASONS, indicator_pages
from catalogue.render.page import StagedPage
from catalogue.render.people import NO_REVIEW, NO_WORDS
from catalogue.render.practices import practice_pages
from catalogue.render.reader import Reader
from conftest import LANGUAGES, ROOT, home_of, small_library
from readers import TINY, Readers

MEASURES = ("outcome", "output")
OUTSIDE = ("peer-review", "users-panel", "award-jury")
SELF_REPORTED = "Self-reported: every source of this practice is an account by the organisation itself or by its partners."


def read(folder: str) -> dict[str, dict[str, Any]]:
    """Every file of a folder, all values as text."""
    return {path.stem: yaml.load(path.read_bytes(), yaml.CBaseLoader) for path in sorted((ROOT / folder).glob("*.yaml"))}  # noqa: S506  (makes text only)


RECORDS = {id_: record for id_, record in read("practices").items() if record["status"] in ("published", "dormant")}
SOURCES = read("sources")
COMMON = [term["id"] for term in read("vocabularies")["laeken-indicators"]["terms"]]
COUNTRIES = sorted({place["country"] for record in RECORDS.values() for place in record["places"]})


def in_country(code: str) -> dict[str, dict[str, Any]]:
    """The records of a country."""
    return {id_: record for id_, record in RECORDS.items() if code in {place["country"] for place in record["places"]}}


def claims(records: dict[str, dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The outcomes and outputs of records, by practice and claim."""
    return {(id_, claim["id"]): claim for id_, record in records.items() for claim in record.get("claims", ()) if claim["kind"] in MEASURES}


def group_of(claim: dict[str, Any]) -> str:
    """The table that a claim belongs in."""
    if "common_indicator" in claim:
        return f"common-{claim['common_indicator']}"
    if "value" not in claim:
        return "in-words"
    return "in-money" if "currency" in claim else f"unit-{claim['unit']}" if "unit" in claim else "in-number"


Staged = dict[tuple[str, str], str]
"""Staged bodies and files by language and path."""


def pages_of(root: Path, languages: tuple[str, ...], *types: Any) -> Staged:
    """The pages of some types."""
    catalogue = Catalogue(load(root))
    readers = [Reader(catalogue, language) for language in languages]
    made = [page for page_type in types for reader in readers for page in page_type(reader)]
    return {(page.language, page.path): page.body if isinstance(page, StagedPage) else page.content for page in made}


@pytest.fixture(scope="module")
def staged() -> Staged:
    """The pages on indicators and on practices, of the project's library."""
    return pages_of(ROOT, LANGUAGES, indicator_pages, practice_pages)


def parsed(body: str) -> Any:
    """A page as a tree."""
    return html5lib.parse(body, namespaceHTMLElements=False)


def words(element: Any) -> str:
    """The text of an element."""
    return " ".join("".join(element.itertext()).split())


def say(message: str, language: str) -> str:
    """A message of the interface."""
    return translations(ROOT, language).gettext(message)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", COUNTRIES)
def test_a_country_shows_every_finding_once_in_the_table_of_what_it_counts(code: str, language: str, staged: Staged) -> None:
    """Nothing is lost, nothing stands beside what it cannot be compared with."""
    tree = parsed(staged[language, f"indicators/{code.lower()}.md"])
    shown: dict[tuple[str, str], str] = {}
    for table in tree.iter("table"):
        for row in table.findall("tbody/tr"):
            found = re.search(r"practices/([^/]+)/#claim-(.+)$", row.find("th/a").get("href"))
            assert found and (found[1], found[2]) not in shown
            shown[found[1], found[2]] = table.get("aria-labelledby")
    assert shown == {key: group_of(claim) for key, claim in claims(in_country(code)).items()}


def test_a_row_says_what_the_record_says(staged: Staged) -> None:
    """Value, comparison, year and measurer stand in their columns, and what no source says is said to be so."""
    tree = parsed(staged["en", "indicators/be.md"])
    rows = {row.find("th/a").get("href").rpartition("#claim-")[2]: [words(cell) for cell in row] for row in tree.iter("tr") if row.find("th/a") is not None}
    assert rows["claimed-alimony"][2:] == [
        "Value 60.5 %",
        "Compared with The situation before 51 %",
        "Year Not reported",
        "Measured by Not reported",
    ]
    assert rows["overall-improvement"][2:] == [
        "Value 73 %",
        "Compared with The situation before",
        "Year 2022 to 2023",
        "Measured by The organisation itself",
    ]
    assert "73 % of the women reported an overall improvement" in rows["overall-improvement"][1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_indicators_stand_under_their_country_with_what_they_tell(language: str, staged: Staged) -> None:
    """Where nobody has set one, the page says so."""
    with_own = 0
    for code in COUNTRIES:
        tree = parsed(staged[language, f"indicators/{code.lower()}.md"])
        own = [(id_, indicator) for id_, record in in_country(code).items() for indicator in record.get("indicators", ())]
        lists = [element for element in tree.iter("ul") if element.get("class") == "pc-measured__own"]
        shown = [words(item) for found in lists for item in found]
        assert len(shown) == len(own) and len(lists) == bool(own)
        for (id_, indicator), text in zip(own, shown, strict=True):
            assert (indicator["name"].get(language) or indicator["name"][RECORDS[id_]["language"]]) in text
            assert (indicator["observation"].get(language) or indicator["observation"][RECORDS[id_]["language"]]) in text
        with_own += bool(own)
    assert 0 < with_own < len(COUNTRIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_counts_what_the_records_hold_and_names_what_nobody_measures(language: str, staged: Staged) -> None:
    """Each number of the table, each country of each measure, and the common indicators that are left over."""
    tree = parsed(staged[language, "indicators/index.md"])
    table = next(tree.iter("table"))
    counted = {row.find("th/a").get("href").strip("/"): [int(words(cell)) for cell in row.findall("td")] for row in table.findall("tbody/tr")}
    expected = {}
    for code in COUNTRIES:
        kinds = Counter(claim["kind"] for claim in claims(in_country(code)).values())
        own = sum(len(record.get("indicators", ())) for record in in_country(code).values())
        expected[code.lower()] = [own, *(kinds[kind] for kind in MEASURES)]
    assert counted == expected
    places = {code: Counter(map(group_of, claims(in_country(code)).values())) for code in COUNTRIES}
    lists = [item for element in tree.iter("ul") if element.get("class") == "pc-measured__list" for item in element]
    for item in lists:
        shown = {link.get("href"): int(words(list(link)[-1])) for link in item.iter("a")}
        group = item.get("id")
        assert shown == {f"{code.lower()}/#{group}": places[code][group] for code in COUNTRIES if places[code][group]}
    assert {item.get("id") for item in lists} == {group_of(claim) for claim in claims(RECORDS).values()}
    used = {
        item["common_indicator"]
        for record in RECORDS.values()
        for name in ("claims", "indicators")
        for item in record.get(name, ())
        if "common_indicator" in item
    }
    terms = {element.get("id") for found in tree.iter("dl") if "pc-terms-list" in (found.get("class") or "") for element in found}
    assert terms == set(COMMON) and len(COMMON) == 19
    unmeasured = next((found for found in tree.iter("h3") if words(found) == say("Measured by no practice here yet", language)), None)
    assert (unmeasured is not None) == (used != set(COMMON))
    assert "Eurostat" in words(tree)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_hold_a_line_for_each_finding_and_each_own_indicator(language: str, staged: Staged) -> None:
    """Numbers stand as they are in the records, so that a spreadsheet can reckon with them."""
    for name, records in [("all", RECORDS), *((code.lower(), in_country(code)) for code in COUNTRIES)]:
        text = staged[language, f"indicators/{name}.csv"]
        assert text.startswith("\ufeff") and text.count("\r\n") == text.count("\n")
        head, *rows = csv.reader(io.StringIO(text[1:], newline=""), strict=True)
        assert {len(row) for row in rows} <= {len(head)}
        own = [(id_, indicator["sources"]) for id_, record in records.items() for indicator in record.get("indicators", ())]
        found = [(id_, claim.get("value", ""), claim.get("unit", "")) for (id_, _), claim in claims(records).items()]
        assert [(row[1], row[-1].split("; ")) for row in rows[: len(own)]] == own
        assert [(row[1], row[5] and float(row[5])) for row in rows[len(own) :]] == [(id_, value and float(value)) for id_, value, _ in found]


def test_the_reasons_for_collecting_indicators_are_clauses_of_this_library() -> None:
    """Somebody who renames one of them has to change it here too."""
    assert set(REASONS) <= set(Catalogue(load(ROOT)).clauses(LANGUAGES[0]))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    """The pages of a small library whose only guideline is an example, with a record that has every field and one that has nearly none."""
    root = small_library(tmp_path_factory.mktemp("indicators"), "locale")
    for name in ("every-field", "one-sentence"):
        shutil.copy(ROOT / f"tests/records/valid/{name}.yaml", root / "practices")
    return pages_of(root, ("en",), indicator_pages, practice_pages)


def test_a_common_indicator_stands_beside_the_claim_and_leads_to_its_explanation(small: Staged) -> None:
    """And the findings that measure it come before those that only share a unit."""
    practice = parsed(small["en", "practices/every-field.md"])
    links = {link.get("href"): words(link) for link in practice.iter("a") if "indicators/#" in (link.get("href") or "")}
    assert links == {
        "../../indicators/#people-in-jobless-households": "People in jobless households",
        "../../indicators/#self-defined-health": "Health as people judge it themselves",
    }
    claim = next(element for element in practice.iter("li") if element.get("id") == "claim-visitors")
    assert "Own indicator: Neighbours feel welcome" in words(claim)
    assert "Common European indicator: People in jobless households" in words(claim)
    overview = parsed(small["en", "indicators/index.md"])
    ids = {element.get("id") for element in overview.iter() if element.get("id")}
    assert {"people-in-jobless-households", "self-defined-health"} <= ids
    known = next(found for found in overview.iter("dl") if "pc-terms-list" in (found.get("class") or ""))
    assert [item.get("id") for item in known] == ["people-in-jobless-households", "self-defined-health"]
    country = parsed(small["en", "indicators/dk.md"])
    assert next(country.iter("table")).get("aria-labelledby") == "common-people-in-jobless-households"
    assert "guidelines/" not in small["en", "indicators/index.md"], "no link to guidelines that this library does not have"


def section(body: str, id_: str) -> Any:
    """A section of a practice's page."""
    return next(element for element in parsed(body).iter("section") if element.get("aria-labelledby") == id_)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_practice_says_what_users_say_and_who_looked_at_it_or_that_it_is_not_known(language: str, staged: Staged) -> None:
    """Silence looks the same everywhere, is never mistaken for a fault, and invites whoever knows more."""
    seen: Counter[str] = Counter()
    for id_, record in RECORDS.items():
        body = staged[language, f"practices/{id_}.md"]
        users, reviews = section(body, "users"), section(body, "reviews")
        told = any("users_view" in text for text in record["text"].values())
        assert (say(NO_WORDS, language) in words(users)) != told, id_
        outside = [review for review in record.get("reviews", ()) if review["kind"] in OUTSIDE]
        assert (say(NO_REVIEW, language) in words(reviews)) == (not outside), id_
        for silent, part in ((not told, users), (not outside, reviews)):
            assert any((link.get("href") or "").endswith("contribute/") for link in part.iter("a")) == silent, id_
        assert say("The editors’ own check of this record", language) in words(reviews), id_
        seen.update(told=told, silent=not told, outside=bool(outside))
    assert min(seen.values()) > 0


def test_a_review_names_kind_role_date_outcome_and_source(small: Staged) -> None:
    """And what is not known of it is not passed over."""
    reviews = section(small["en", "practices/every-field.md"], "reviews")
    item = next(element for element in reviews.iter("li"))
    rows = {words(row.find("dt")): words(row.find("dd")) for row in item.iter("div") if row.find("dt") is not None}
    assert (rows["By"], rows["Date"]) == ("Managers of three towns", "May 2018")
    assert rows["Outcome"].startswith("They asked for longer opening hours.")
    assert words(item).startswith("Peer review")
    assert any("#source-" in (link.get("href") or "") for link in item.iter("a"))


def test_how_users_were_asked_is_told_once_for_one_survey(staged: Staged) -> None:
    """Two findings of the survey in Tønder are one way of asking."""
    users = words(section(staged["en", "practices/toender-refugee-parents-evening.md"], "users"))
    assert users.count("User survey") == 1 and "18 April 2018" in users and "Measured by: The organisation itself" in users
    unread = words(section(staged["en", "practices/popowice-propolab.md"], "users"))
    assert "How they were asked" in unread and "User survey:" in unread


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_that_only_tells_of_itself_says_so_at_its_head(language: str, staged: Staged) -> None:
    """Who speaks in the sources is read from the bibliography; the notice stands above the first section."""
    alone = {id_ for id_, record in RECORDS.items() if {SOURCES[source]["custom"]["perspective"] for source in record["sources"]} == {"own-account"}}
    noticed = {
        id_ for id_ in RECORDS if say(SELF_REPORTED, language) in unescape(staged[language, f"practices/{id_}.md"].partition('<div class="pc-columns">')[0])
    }
    assert noticed == alone and 0 < len(alone) < len(RECORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_can_be_reached_and_their_files_are_there(site: Path, language: str) -> None:
    """From figures, coverage and every country; each page offers its own file."""
    home = site / home_of(language)

    def targets(page: str) -> set[Path]:
        folder = home / page
        return {(folder / (link.get("href") or "").partition("#")[0]).resolve() for link in parsed((folder / "index.html").read_text("utf-8")).iter("a")}

    overview = (home / "indicators").resolve()
    assert overview in targets("figures") and overview in targets("coverage")
    for code in map(str.lower, COUNTRIES):
        assert overview / code in targets(f"countries/{code}") and overview / code in targets("indicators")
        assert overview / f"{code}.csv" in targets(f"indicators/{code}") and (overview / f"{code}.csv").is_file()
    assert overview / "all.csv" in targets("indicators") and (overview / "all.csv").is_file()


@pytest.fixture
def page(reading: Readers) -> Page:
    """A small tab on the findings of a country."""
    return reading(viewport=TINY).open("indicators/dk/")


def test_findings_are_stacks_with_labels_on_a_phone_and_tables_on_a_screen(page: Page) -> None:
    """The labels say on a phone what the heads of the columns say on a screen; it stays a table for those who listen."""
    table = page.get_by_role("table").first
    label = table.locator(".pc-measures__label").first
    expect(label).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(table.get_by_role("columnheader")).to_have_count(table.locator("thead th").count())
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(label).to_be_hidden()
    expect(table.get_by_role("rowheader").first).to_be_visible()
