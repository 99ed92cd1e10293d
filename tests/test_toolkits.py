"""Toolkits read and print as booklets, tell what is missing, and call for practices on the right days."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect
from pydantic import ValidationError

from catalogue.check import check
from catalogue.load import load
from catalogue.model import Catalogue, Citing, open_calls
from catalogue.render.guidelines import hand_written_pages
from catalogue.render.practices import practice_page
from catalogue.render.reader import Reader as Reading
from catalogue.render.toolkits import toolkit_pages
from catalogue.toolkit import Call, Toolkit
from conftest import LANGUAGES, ROOT, home_of, small_library
from readers import Reader, Readers

PAGES = Path(__file__).parent / "pages"
TOOLKITS = {path.stem: yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in sorted((ROOT / "toolkits").glob("*.yaml"))}  # noqa: S506  (text only)

CHAPTER = {"id": "lend", "title": {"en": "Lend"}, "text": {"en": "Lend what you do not use. [@town-page]"}}
CALL = {"title": {"en": "Practices from islands"}, "text": {"en": "We look for them."}, "opens": "2026-03-01", "closes": "2026-05-31"}


def toolkit(*chapters: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A toolkit with only what a test is about."""
    words = {"title": {"en": "Tools for all"}, "summary": {"en": "Neighbours share."}, "introduction": {"en": "Read it."}}
    return {**words, "order": 10, "audiences": ["everyone"], "chapters": list(chapters) or [CHAPTER], **fields}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Catalogue]:
    """Makes the small library of the checker's examples, with a home page and toolkits, as it is on a day."""

    def make(*toolkits: dict[str, Any], day: date = date(2026, 4, 1), records: dict[str, Any] | None = None) -> Catalogue:
        root = tmp_path / "library"
        shutil.rmtree(root, ignore_errors=True)
        small_library(root, "locale")
        shutil.copytree(PAGES / "library", root, dirs_exist_ok=True)
        (root / "toolkits").mkdir()
        for number, data in enumerate(toolkits):
            (root / "toolkits" / f"toolkit-{number}.yaml").write_text(json.dumps(data), "utf-8")
        for id_, data in (records or {}).items():
            (root / "practices" / f"{id_}.yaml").write_text(json.dumps(data), "utf-8")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())))
        loaded = load(root)
        assert [problem for problem in check(loaded) if problem.severity.word == "error"] == []
        return Catalogue(loaded)

    return make


def shown(catalogue: Catalogue, path: str, language: str = "en") -> str:
    """The body of a toolkit page or of the home page, as it is staged."""
    reader = Reading(catalogue, language)
    pages = {page.path: page.body for made in (toolkit_pages, hand_written_pages) for page in made(reader)}
    return pages[path]


# --- the shape and the call --------------------------------------------------------------


def test_a_toolkit_needs_no_more_than_a_chapter_and_takes_every_field() -> None:
    """What is not needed may be absent; what is unknown is refused."""
    small = Toolkit.model_validate(toolkit())
    assert (small.call, small.translation, small.chapters[0].practices, small.chapters[0].anchor) == (None, None, (), "chapter-lend")
    example = {"practice": "bicycle-kitchen", "why": {"en": "Look."}}
    full = {**CHAPTER, "clauses": ["example.tell"], "practices": [example], "gaps": {"en": "Much."}, "questions": {"en": ["Who?", "When?"]}}
    whole = Toolkit.model_validate(toolkit(full, call={**CALL, "theme": "rural-services"}, translation={"from": "en", "by": "machine"}))
    assert whole.chapters[0].questions == {"en": ("Who?", "When?")}
    for wrong in (toolkit(chapters=[]), toolkit(audiences=[]), toolkit({**full, "level": 1}), toolkit(call={**CALL, "opens": "2026-03"}), toolkit(order=-1)):
        with pytest.raises(ValidationError):
            Toolkit.model_validate(wrong)


STATES = {
    "2026-02-28": "coming",
    "2026-03-01": "open",
    "2026-04-15": "open",
    "2026-05-31": "open",
    "2026-06-01": "closed",
    "2030-01-01": "closed",
}
"""What the call from the first of March to the last of May is on a day."""


@pytest.mark.parametrize("day", STATES)
def test_a_call_is_open_from_its_first_day_to_its_last(day: str) -> None:
    assert Call.model_validate(CALL).state(date.fromisoformat(day)) == STATES[day]


def test_a_call_of_one_day_is_open_on_that_day() -> None:
    call = Call.model_validate({**CALL, "opens": "2026-05-31"})
    assert [call.state(date(2026, month, day)) for month, day in ((5, 30), (5, 31), (6, 1))] == ["coming", "open", "closed"]


SAID = {"coming": "Opens on 1 March 2026 and closes on 31 May 2026.", "open": "Open until 31 May 2026.", "closed": "Closed since 31 May 2026."}


@pytest.mark.parametrize("day", STATES)
def test_the_home_page_shows_a_call_on_its_days_and_the_toolkit_says_always_how_it_stands(day: str, made: Callable[..., Catalogue]) -> None:
    """A call that is not open would send readers on a way that leads nowhere; the page of the toolkit keeps it."""
    catalogue = made(toolkit(call=CALL), day=date.fromisoformat(day))
    home, page, shelf = (shown(catalogue, path) for path in ("index.md", "toolkits/toolkit-0.md", "toolkits/index.md"))
    is_open = STATES[day] == "open"
    assert ('href="toolkits/toolkit-0/#call"' in home) == ("Practices from islands" in home) == is_open
    assert ('href="toolkit-0/#call"' in shelf) == is_open
    assert 'href="toolkits/toolkit-0/"' in home, "the toolkit itself is always there"
    assert [state for state, words in SAID.items() if words in page] == [STATES[day]]
    assert "We look for them." in page
    assert 'href="../../contribute/"' in page
    assert ('href="contribute/form/"' in home) == ('href="../contribute/form/"' in shelf) == is_open
    assert page.count('href="../../contribute/form/"') == 1 + is_open, "without a theme, the plain form"


def test_every_way_from_a_call_to_the_form_names_its_theme(made: Callable[..., Catalogue]) -> None:
    """Whoever answers a call need not look for its theme among all others."""
    catalogue = made(toolkit(call={**CALL, "theme": "rural-services"}))
    for path in ("index.md", "toolkits/toolkit-0.md", "toolkits/index.md"):
        ways = re.findall(r'href="(?:\.\./)*contribute/form/([^"]*)"', shown(catalogue, path))
        assert ways and set(ways) == {"?theme=rural-services"}, path


def test_of_several_open_calls_the_one_that_closes_first_stands_first(made: Callable[..., Catalogue]) -> None:
    later, sooner, over = ({**CALL, "closes": closes} for closes in ("2026-05-31", "2026-04-30", "2026-03-31"))
    catalogue = made(*(toolkit(call=call, title={"en": f"Tools {number}"}) for number, call in enumerate((later, sooner, over))), toolkit())
    assert [entry.id for entry, _ in open_calls(catalogue)] == ["toolkit-1", "toolkit-0"]


def test_without_a_toolkit_the_home_page_says_nothing_of_them(made: Callable[..., Catalogue]) -> None:
    """A network need not have any; the page of all toolkits says so."""
    catalogue = made()
    assert "oolkit" not in shown(catalogue, "index.md")
    assert "There is no toolkit yet." in shown(catalogue, "toolkits/index.md")


# --- what a small booklet shows ------------------------------------------------------------


def test_drafts_and_withdrawn_practices_are_left_out(made: Callable[..., Catalogue]) -> None:
    """They stand in no list; their own pages name no toolkit."""
    words = {"title": "A tool library, Exampletown", "summary": "Neighbours lend tools."}
    record = {"language": "en", "places": [{"country": "DK"}], "text": {"en": words}, "sources": ["town-page"]}
    records = {
        "withdrawn-tools": {**record, "status": "withdrawn"},
        "draft-tools": {**record, "status": "draft", "text": {"en": {**words, "title": "A draft of tools"}}},
    }
    examples = [{"practice": id_, "why": {"en": f"Look at {id_}."}} for id_ in ("bicycle-kitchen", *records)]
    catalogue = made(toolkit({**CHAPTER, "practices": examples}), records=records)
    page = shown(catalogue, "toolkits/toolkit-0.md")
    assert 'href="../../practices/bicycle-kitchen/"' in page
    assert "Look at bicycle-kitchen." in page
    assert not any(id_ in page for id_ in records)
    pages = {id_: practice_page(catalogue.practices[id_], Reading(catalogue, "en")).body for id_ in ("bicycle-kitchen", "withdrawn-tools")}
    assert ['href="../../toolkits/toolkit-0/#chapter-lend"' in body for body in pages.values()] == [True, False]


def test_gaps_are_worked_out(made: Callable[..., Catalogue]) -> None:
    """A clause without a practice, and a chapter in which nothing was compared; a chapter without practices is not blamed for it."""
    example = {"practice": "language-cafe", "why": {"en": "Look."}}
    chapters: list[dict[str, Any]] = [
        {**CHAPTER, "clauses": ["example.ask-first", "example.tell"]},
        {**CHAPTER, "id": "met", "clauses": ["example.ask-first"], "practices": [example]},
        {**CHAPTER, "id": "unmet", "clauses": ["example.tell"]},
        {**CHAPTER, "id": "bare"},
    ]
    page = shown(made(toolkit(*chapters)), "toolkits/toolkit-0.md")
    assert missing(page) == {"lend": (["example.tell"], True), "met": ([], True), "unmet": (["example.tell"], False), "bare": ([], False)}


def missing(page: str) -> dict[str, tuple[list[str], bool]]:
    """For each chapter of a page in English, the clauses that nobody carries out, and whether it says that nothing is evaluated."""
    found = {}
    for part in re.split(r'(?=<section class="pc-booklet__chapter")', page)[1:]:
        id_ = re.search(r'<h2 id="chapter-([^"]+)"', part)
        listed = re.search(r'<ul class="pc-lacks__list">(.*?)</ul>', part)
        assert id_
        found[id_[1]] = re.findall(r'#([a-z0-9.-]+)"', listed[1]) if listed else [], "No practice for this chapter is evaluated with a comparison." in part
    return found


def test_what_is_not_translated_says_its_language(made: Callable[..., Catalogue]) -> None:
    """Field by field; the notice over the page is in the reader's language."""
    chapter = {**CHAPTER, "title": {"en": "Lend", "sv": "Låna"}, "questions": {"en": ["Who lends?"]}, "gaps": {"en": "Nobody asked. [@town-page]"}}
    catalogue = made(toolkit(chapter, call=CALL))
    page = shown(catalogue, "toolkits/toolkit-0.md", "sv")
    for words in ("Tools for all", "Neighbours share.", "Who lends?", "Practices from islands"):
        assert f'<span lang="en" dir="ltr">{words}</span>' in page
    assert re.search(r'<div lang="en" dir="ltr"><p>Nobody asked\.<sup lang="sv" class="pc-ref"', page), "a reference mark speaks the reader's language"
    assert "<span>Låna</span></h2>" in page
    assert "engelska" in page
    assert "data-pagefind-body" not in page, "its words are not those of a reader of Swedish"
    assert "data-pagefind-body" in shown(catalogue, "toolkits/toolkit-0.md")


def test_a_source_knows_the_toolkits_that_rest_on_it(made: Callable[..., Catalogue]) -> None:
    """Else the checker would call it unused, and its page would say that nothing rests on it."""
    cited = made(toolkit({**CHAPTER, "gaps": {"en": "Nobody asked. [@town-report, p. 2]"}})).cited_by
    assert {Citing("toolkit", "toolkit-0")} <= set(cited["town-page"]) & set(cited["town-report"])


# --- the library's own toolkits ------------------------------------------------------------


def html(site: Path, id_: str, language: str = LANGUAGES[0]) -> str:
    """A toolkit's finished page."""
    return (site / home_of(language) / "toolkits" / id_ / "index.html").read_text("utf-8")


def test_every_toolkit_names_its_schema_in_its_first_line() -> None:
    """Common editors complete and check it without any set-up."""
    line = "# yaml-language-server: $schema=../schema/toolkit.schema.json"
    assert {path.read_text("utf-8").split("\n", 1)[0] for path in (ROOT / "toolkits").glob("*.yaml")} == {line}
    assert set(TOOLKITS) >= {"inclusive-activation", "rural-user-involvement"}


def test_the_gaps_of_each_chapter_are_those_of_an_independent_count(site: Path) -> None:
    """Clauses are counted from the text of the records, levels are read from the practices' own pages."""
    carried: dict[str, set[str]] = {}
    for path in (ROOT / "practices").glob("*.yaml"):
        text = path.read_text("utf-8")
        if re.search(r"^status: *(published|dormant)\b", text, re.MULTILINE):
            for clause in re.findall(r"\bclause: *([a-z0-9-]+\.[a-z0-9-]+)", text):
                carried.setdefault(clause, set()).add(path.stem)

    def evaluated(practice: str) -> bool:
        level = re.search(r'data-fact="level".*?pc-meter--([a-z]+)', (site / "practices" / practice / "index.html").read_text("utf-8"), re.DOTALL)
        assert level
        return level[1] == "evaluated"

    for id_, data in TOOLKITS.items():
        expected = {}
        for chapter in data["chapters"]:
            clauses = chapter.get("clauses", [])
            practices = {example["practice"] for example in chapter.get("practices", [])}.union(*(carried.get(clause, set()) for clause in clauses))
            expected[chapter["id"]] = [clause for clause in clauses if clause not in carried], bool(practices) and not any(map(evaluated, practices))
        assert missing(html(site, id_)) == expected, id_
        assert any(unmet for unmet, _ in expected.values()), "a library without a gap would test nothing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_lead_to_every_chapter(site: Path, language: str) -> None:
    """In the order of the booklet, and to places that are there; the list of toolkits and the practices lead to the same places."""
    shelf = (site / home_of(language) / "toolkits" / "index.html").read_text("utf-8")
    for id_, data in TOOLKITS.items():
        page = html(site, id_, language)
        contents = re.search(r'<nav class="pc-booklet__contents".*?</nav>', page, re.DOTALL)
        assert contents
        chapters = [f"chapter-{chapter['id']}" for chapter in data["chapters"]]
        assert re.findall(r'href="#([^"]+)"', contents[0]) == [*chapters, *(["call"] if "call" in data else []), "sources"]
        assert [anchor for anchor in chapters if f'id="{anchor}"' not in page] == []
        assert re.findall(rf'href="{id_}/#(chapter-[^"]+)"', shelf) == chapters
        for chapter in data["chapters"]:
            for example in chapter.get("practices", []):
                practice = (site / home_of(language) / "practices" / example["practice"] / "index.html").read_text("utf-8")
                assert f'href="../../toolkits/{id_}/#chapter-{chapter["id"]}"' in practice, (id_, example)


def test_a_clause_names_the_toolkits_that_it_stands_in(site: Path) -> None:
    page = (site / "guidelines" / "sempre" / "index.html").read_text("utf-8")
    clause = re.search(r'<h3[^>]* id="sempre\.small-pilots".*?(?=<h[23] )', page, re.DOTALL)
    assert clause
    assert re.search(r'href="\.\./\.\./toolkits/rural-user-involvement/#chapter-[a-z-]+"', clause[0])


# --- in the browser and on paper -------------------------------------------------------------


@pytest.mark.parametrize("id_", [id_ for id_, data in TOOLKITS.items() if "theme" in data.get("call", {})])
def test_a_call_opens_the_form_with_its_theme_chosen(reader: Reader, id_: str) -> None:
    page = reader.open(f"{home_of(LANGUAGES[-1])}toolkits/{id_}/")
    page.locator(".pc-booklet__call a.pc-button").press("Enter")
    expect(page.locator("[data-step=themes] input:checked")).to_have_value(TOOLKITS[id_]["call"]["theme"])


def printed(page: Page) -> list[bytes]:
    """The drawing instructions of each page on paper."""
    paper = page.pdf(prefer_css_page_size=True)
    objects = {int(number): body for number, body in re.findall(rb"^(\d+) 0 obj\b(.*?)^endobj", paper, re.DOTALL | re.MULTILINE)}
    pages = []
    for body in objects.values():
        if re.search(rb"/Type\s*/Page\b", body):
            box, drawn = re.search(rb"/MediaBox\s*\[([^\]]+)\]", body), re.search(rb"/Contents (\d+) 0 R", body)
            assert box
            assert drawn
            width, height = (float(number) for number in box[1].split()[2:])
            assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
            stream = re.search(rb"stream\r?\n(.*?)\r?\nendstream", objects[int(drawn[1])], re.DOTALL)
            assert stream
            pages.append(zlib.decompress(stream[1]))
    return pages


def texts(drawn: bytes) -> int:
    """How many runs of text a page has."""
    return len(re.findall(rb"\bT[jJ]\b", drawn))


@pytest.mark.parametrize("id_", TOOLKITS)
def test_a_toolkit_prints_as_a_booklet_on_a4(reader: Reader, id_: str) -> None:
    """A cover of its own, then numbered pages: without the rule for the numbers each of them has less text, and the cover has the same."""
    page = reader.open(f"toolkits/{id_}/")
    numbered = printed(page)
    assert 5 <= len(numbered) <= 16
    page.add_style_tag(content="@media print { @page { @bottom-right { content: none } } }")
    bare = printed(page)
    assert len(bare) == len(numbered)
    more = [texts(one) - texts(other) for one, other in zip(numbered, bare, strict=True)]
    assert more[0] == 0
    assert all(number > 0 for number in more[1:])
    page.emulate_media(media="print")
    for hidden in ("header.pc-header", ".pc-footer", "[data-print]", ".pc-crumbs"):
        expect(page.locator(hidden).first).to_be_hidden()
    for there in ("h1", "#contents", "#sources", ".pc-sources .pc-address"):
        expect(page.locator(f"main {there}").first).to_be_visible()


def test_on_paper_every_source_has_its_address(reader: Reader) -> None:
    """A link that cannot be clicked would be lost."""
    page = reader.open("toolkits/rural-user-involvement/")
    page.emulate_media(media="print")
    catalogue = Catalogue(load(ROOT))
    listed = page.locator(".pc-sources li")
    links = [str(link.get_attribute("href")).rstrip("/").rsplit("/", 1)[1] for link in page.locator(".pc-sources li a:has(cite)").all()]
    assert len(links) == listed.count() > 5
    for id_, text in zip(links, listed.all_inner_texts(), strict=True):
        address = catalogue.sources[id_].entry.URL
        assert not address or address in text


def test_the_button_to_print_needs_a_script_and_says_what_it_does(reader: Reader, reading: Readers) -> None:
    page = reader.open("toolkits/inclusive-activation/")
    page.evaluate("window.print = () => { window.asked = true }")
    page.get_by_role("button", name="Print this toolkit").press("Enter")
    assert page.evaluate("window.asked")
    plain = reading(java_script_enabled=False).open("toolkits/inclusive-activation/")
    expect(plain.locator("[data-print]")).to_be_hidden()
