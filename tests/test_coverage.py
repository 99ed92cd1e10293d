"""Coverage and policy reports say what the records say: counted here straight from the files, without the project's own reader."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any, Literal

import html5lib
import pytest
import yaml
from playwright.sync_api import Page, expect

from catalogue.geography import country_name
from catalogue.language import translations
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.coverage import coverage_pages, guarded
from catalogue.render.facets import NOT_REPORTED
from catalogue.render.matrix import TARGET_GROUPS, clause_groups, tables
from catalogue.render.page import StagedFile, StagedPage
from catalogue.render.reader import Reader
from catalogue.render.reports import report_pages
from conftest import LANGUAGES, ROOT, home_of
from readers import TINY, Readers

RECORDS: dict[str, dict[str, Any]] = {
    path.stem: record
    for path in sorted((ROOT / "practices").glob("*.yaml"))
    if (record := yaml.safe_load(path.read_text("utf-8")))["status"] in ("published", "dormant")
}
CLAUSE = re.compile(r"^#+ (.+?) \{#(\S+) \.clause\b", re.MULTILINE)
ASKED: dict[str, list[str]] = {
    path.stem: [found[2] for found in CLAUSE.finditer(path.read_text("utf-8"))]
    for path in sorted((ROOT / "docs" / LANGUAGES[0] / "guidelines").glob("*.md"))
    if "\nframework:" in path.read_text("utf-8")
}
"""The clauses of each guideline, in order."""
POLICY = {"pillar": "pillar-principles", "active_inclusion": "active-inclusion-strands"}
TERMS: dict[str, dict[str, dict[str, str]]] = {
    name: {term["id"]: term["label"] for term in yaml.safe_load((ROOT / "vocabularies" / f"{name}.yaml").read_text("utf-8"))["terms"]}
    for name in ("target-groups", *POLICY.values())
}


def countries(record: dict[str, Any]) -> set[str]:
    """The countries of a record; YAML 1.1 reads Norway's code as false."""
    return {"NO" if place["country"] is False else place["country"] for place in record["places"]}


def carries_out(record: dict[str, Any]) -> set[str]:
    """Everything that a record is linked with: clauses, principles and strands."""
    policy = record.get("policy") or {}
    return {link["clause"] for link in record.get("guidelines", ())} | {id_ for name in POLICY for id_ in policy.get(name, ())}


def expected(view: str, topic: str, language: str) -> dict[str, set[str]]:
    """For every column of a table that has any, the practices of one row."""
    found: dict[str, set[str]] = {}
    for id_, record in RECORDS.items():
        if topic in carries_out(record):
            for label in target_groups(record, language) if view == "clauses-by-target-group" else [country_name(code, language) for code in countries(record)]:
                found.setdefault(label, set()).add(id_)
    return found


def target_groups(record: dict[str, Any], language: str) -> list[str]:
    """The labels of a record's target groups, or that none is reported."""
    return [TERMS["target-groups"][id_][language] for id_ in record.get("target_groups", ())] or [translations(ROOT, language).gettext("Not reported")]


def practices_of(topic: str) -> set[str]:
    """The practices of one row."""
    return {id_ for id_, record in RECORDS.items() if topic in carries_out(record)}


VIEWS = {
    "clauses-by-country": ASKED,
    "clauses-by-target-group": ASKED,
    "policy-by-country": {vocabulary: list(TERMS[vocabulary]) for vocabulary in POLICY.values()},
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The project's library."""
    return Catalogue(load(ROOT))


@pytest.fixture(scope="module")
def staged(catalogue: Catalogue) -> dict[tuple[str, str], str]:
    """The body of every page and the text of every file, by language and path."""
    made: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        reader = Reader(catalogue, language)
        for page in (*coverage_pages(reader), *report_pages(reader)):
            made[language, page.path] = page.body if isinstance(page, StagedPage) else page.text(reader)
    return made


def parsed(body: str) -> Any:
    """A page's HTML as a tree."""
    return html5lib.parse(body, namespaceHTMLElements=False)


def words(element: Any) -> str:
    """The text of an element."""
    return " ".join("".join(element.itertext()).split())


def with_class(tree: Any, name: str) -> list[Any]:
    """The elements of a class."""
    return [element for element in tree.iter() if name in (element.get("class") or "").split()]


def rows_of(text: str) -> list[list[str]]:
    """The rows of a CSV file after its byte order mark."""
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))


def linked(element: Any) -> set[str]:
    """The ids of the practices that an element links to."""
    return {found[1] for link in element.iter("a") if (found := re.fullmatch(r"(?:\.\./)*practices/([^/]+)/", link.get("href")))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_files_count_what_the_records_say(staged: dict[tuple[str, str], str], view: str, language: str) -> None:
    """Every clause, principle and strand has a row, and every number in it is that of an independent count."""
    head, *rows = rows_of(staged[language, f"coverage/{view}.csv"])
    columns = head[3:-1]
    assert sorted(row[2] for row in rows) == sorted(topic for topics in VIEWS[view].values() for topic in topics)
    for _, name, topic, *numbers in rows:
        if topic in TERMS["pillar-principles"]:
            assert name == f"{topic.removeprefix('principle-')}. {TERMS['pillar-principles'][topic][language]}"
        told = {label: int(number) for label, number in zip(columns, numbers, strict=False) if number != "0"}
        assert told == {label: len(practices) for label, practices in expected(view, topic, language).items()}, topic
        assert int(numbers[-1]) == len(practices_of(topic)), topic


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_tables_say_the_same_and_every_number_leads_to_its_practices(staged: dict[tuple[str, str], str], view: str, language: str) -> None:
    """Whoever doubts a number can see what was counted."""
    tree = parsed(staged[language, f"coverage/{view}.md"])
    by_id = {element.get("id"): element for element in tree.iter() if element.get("id")}
    shown = 0
    for group, topics in VIEWS[view].items():
        table = next((found for found in tree.iter("table") if found.find("caption").get("id") == f"caption-{group}"), None)
        if table is None:
            assert not any(practices_of(topic) for topic in topics)
            continue
        columns = [words(cell) for cell in table.find("thead/tr")][1:-1]
        assert all(cell.get("scope") == "col" for cell in table.find("thead/tr"))
        for topic, row in zip(topics, table.findall("tbody/tr"), strict=True):
            head, *cells, total = list(row)
            assert head.get("scope") == "row"
            assert words(total) == str(len(practices_of(topic)))
            wanted = expected(view, topic, language)
            assert set(wanted) <= set(columns)
            for label, cell in zip(columns, cells, strict=True):
                number = len(wanted.get(label, ()))
                assert words(cell) == str(number), (topic, label)
                assert cell.get("class") == f"pc-shade--{sum(number >= step for step in (1, 2, 5, 10))}"
                if label in wanted:
                    assert linked(by_id[cell.find("a").get("href")[1:]]) == wanted[label]
                    shown += 1
    assert shown == sum(len(expected(view, topic, language)) for topics in VIEWS[view].values() for topic in topics)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_gaps_named_are_exactly_the_rows_without_a_practice(staged: dict[tuple[str, str], str], view: str, language: str) -> None:
    """A gap that is not named is not closed; a gap that is none makes the others look wrong."""
    rows = {row[2]: row[1] for row in rows_of(staged[language, f"coverage/{view}.csv"])[1:]}
    tree = parsed(staged[language, f"coverage/{view}.md"])
    sections = with_class(tree, "pc-coverage__group")
    assert len(sections) == len(VIEWS[view])
    by_group = {section.get("aria-labelledby"): section for section in sections}
    for group, topics in VIEWS[view].items():
        named = [words(item) for part in with_class(by_group[group], "pc-lacks__list") for item in part]
        assert named == [" ".join(rows[topic].split()) for topic in topics if not practices_of(topic)]
        if view.startswith("clauses"):
            reported = with_class(parsed(staged[language, f"reports/{group}.md"]), "pc-lacks__list")
            assert [words(item) for part in reported for item in part] == named


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("guideline", ASKED)
def test_the_report_of_a_guideline_names_every_clause_with_its_practices_in_order(staged: dict[tuple[str, str], str], guideline: str, language: str) -> None:
    """The report is the guideline's own list, with the same practices as the records name."""
    topics = with_class(parsed(staged[language, f"reports/{guideline}.md"]), "pc-report__topic")
    assert {topic.get("aria-labelledby"): linked(topic) for topic in topics} == {clause: practices_of(clause) for clause in ASKED[guideline]}
    assert [topic.get("aria-labelledby") for topic in topics] == ASKED[guideline]


@pytest.mark.parametrize("code", sorted({code for record in RECORDS.values() for code in countries(record)}))
def test_the_report_of_a_country_names_all_its_practices_and_no_other(staged: dict[tuple[str, str], str], code: str) -> None:
    """Nothing that the country does is lost, linked with a clause or not."""
    tree = parsed(staged[LANGUAGES[0], f"reports/country-{code.lower()}.md"])
    own = {id_ for id_, record in RECORDS.items() if code in countries(record)}
    assert linked(tree) == own
    met = {topic.get("aria-labelledby"): linked(topic) for topic in with_class(tree, "pc-report__topic")}
    assert met == {topic: practices_of(topic) & own for id_ in own for topic in carries_out(RECORDS[id_])}
    gaps = sum(len(part) for part in with_class(tree, "pc-lacks__list"))
    assert gaps + len(met) == sum(len(topics) for view in ("clauses-by-country", "policy-by-country") for topics in VIEWS[view].values())


def test_a_report_cites_every_source_of_its_practices_by_number(staged: dict[tuple[str, str], str]) -> None:
    """Marks and list agree: each number is there once, and the sources are those of the records."""
    tree = parsed(staged[LANGUAGES[0], "reports/sempre.md"])
    listed = [item for item in tree.iter("li") if (item.get("id") or "").startswith("source-")]
    assert [item.get("id") for item in listed] == [f"source-{number}" for number in range(1, len(listed) + 1)]
    own = {source for id_, record in RECORDS.items() if carries_out(record) & set(ASKED["sempre"]) for source in record["sources"]}
    assert {next(item.iter("a")).get("href").split("/")[-2] for item in listed} == own | {"sempre-recommendations"}
    marked: set[int] = set()
    for mark in with_class(tree, "pc-ref"):
        first, _, last = words(mark).partition("–")
        marked |= set(range(int(first), int(last or first) + 1))
    assert marked == set(range(1, len(listed) + 1))


def test_a_practice_without_a_target_group_keeps_a_column() -> None:
    """What no source says is counted too, so that rows add up."""
    catalogue = Catalogue(load(ROOT))
    practice = next(practice for practice in catalogue.listed if practice.record.guidelines)
    clause = practice.record.guidelines[0].clause
    object.__setattr__(practice, "record", practice.record.model_copy(update={"target_groups": ()}))
    reader = Reader(catalogue, LANGUAGES[0])
    rows = [row for table in tables(clause_groups(reader), TARGET_GROUPS, reader) for row in table.rows if row.topic.id == clause]
    assert [[found.id for found in cell.practices] for cell in rows[0].cells if cell.anchor.endswith(NOT_REPORTED)] == [[practice.id]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(start: str) -> None:
    """A spreadsheet runs what begins like a formula."""
    assert guarded(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert guarded("Work – at home") == "Work – at home"


def test_titles_that_look_like_formulas_are_guarded_in_the_file() -> None:
    """Headings come in pull requests too."""
    catalogue = Catalogue(load(ROOT))
    page = catalogue.guidelines(LANGUAGES[0])[0]
    page.meta["title"] = '=1+1, "quoted"'
    file = next(page for page in coverage_pages(Reader(catalogue, LANGUAGES[0])) if isinstance(page, StagedFile))
    assert rows_of(file.content)[1][0] == '\'=1+1, "quoted"'
    assert file.content.count("\r\n") == file.content.count("\n")


def test_the_built_site_has_the_files_as_they_were_made_and_links_to_them(site: Path, staged: dict[tuple[str, str], str]) -> None:
    """A download that leads nowhere is worse than none."""
    for (language, path), text in staged.items():
        if path.endswith(".csv"):
            assert (site / home_of(language) / path).read_bytes() == text.encode("utf-8")
            page = site / home_of(language) / path.removesuffix(".csv") / "index.html"
            targets = [link.get("href") for link in parsed(page.read_text("utf-8")).iter("a") if (link.get("href") or "").endswith(".csv")]
            assert [(page.parent / target).resolve() for target in targets] == [(site / home_of(language) / path).resolve()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_can_be_reached_from_guidelines_countries_and_coverage(site: Path, language: str) -> None:
    """Every report stands in the overview and on the page that it is about."""
    home = (site / home_of(language)).resolve()

    def leads_to(page: str) -> set[str]:
        folder = home / page
        links = parsed((folder / "index.html").read_text("utf-8")).iter("a")
        return {
            (folder / (link.get("href") or "").partition("#")[0]).resolve().relative_to(home.parent).as_posix()
            for link in links
            if "://" not in (link.get("href") or "")
        }

    reports = {path.parent.relative_to(home.parent).as_posix() for path in home.glob("reports/*/index.html")}
    assert len(reports) == len(ASKED) + len({code for record in RECORDS.values() for code in countries(record)})
    assert reports <= leads_to("coverage")
    assert f"{home.name}/coverage" in leads_to("guidelines")
    for report in reports:
        name = report.rsplit("/", 1)[1]
        assert report in leads_to(f"countries/{name.removeprefix('country-')}" if name.startswith("country-") else f"guidelines/{name}")


@pytest.fixture
def page(reading: Readers) -> Page:
    """A small tab on the table of clauses by country."""
    return reading(viewport=TINY).open("coverage/clauses-by-country/")


def test_a_number_opens_the_practices_behind_it_by_keyboard(page: Page) -> None:
    """The list is folded away until somebody asks for it."""
    number = page.locator(".pc-matrix a[aria-label]").first
    behind = page.locator(f"[id='{(number.get_attribute('href') or '')[1:]}']")
    expect(behind).to_be_hidden()
    number.press("Enter")
    expect(behind).to_be_visible()
    expect(behind).to_be_in_viewport()


def test_a_wide_table_scrolls_within_itself_and_keeps_the_words_of_its_rows(page: Page) -> None:
    """On a phone the page stays put, the numbers move, and each row can still be read."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    matrix = page.locator(".pc-matrix").first
    expect(matrix).to_have_attribute("tabindex", "0")
    head = matrix.locator("tbody th").first
    before = head.bounding_box()
    matrix.evaluate("element => { element.scrollLeft = element.scrollWidth }")
    after = head.bounding_box()
    assert before and after and abs(before["x"] - after["x"]) < 1
    assert matrix.evaluate("element => element.scrollLeft") > 100


def test_everything_is_open_on_paper(page: Page) -> None:
    """Paper cannot be unfolded; on the screen all is as it was."""
    folds = page.locator(".pc-coverage details")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folds.evaluate_all("all => all.every((fold) => fold.open)")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folds.evaluate_all("all => all.length > 0 && all.every((fold) => !fold.open)")


CONTRAST = """(cell) => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [ink, shade] = [light(getComputedStyle(cell.querySelector("a")).color), light(getComputedStyle(cell).backgroundColor)];
  return Math.max(ink, shade) / Math.min(ink, shade);
}"""
"""WCAG 2.2, contrast ratio of a number on its shade."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_can_be_read_on_every_shade(page: Page, scheme: Literal["light", "dark"]) -> None:
    """The library of today does not reach the darkest shades, so no check of its pages would notice."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    cell = page.locator("td:has(> a[aria-label])").first
    for shade in range(1, 5):
        cell.evaluate("(cell, name) => { cell.className = name }", f"pc-shade--{shade}")
        assert cell.evaluate(CONTRAST) >= 4.5, shade
