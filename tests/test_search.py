"""The search: what readers type finds what they mean, and its dialog works for everybody, index or no index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from conftest import LANGUAGES, ROOT, SUB_PATH, home_of
from index import guideline_entries
from readers import DESK, PHONE, RUN_AXE, Readers, focused, new_reader

QUERIES: dict[str, list[dict[str, str]]] = yaml.safe_load((ROOT / "tests" / "queries.yaml").read_text("utf-8"))
KINDS = {"plural", "compound", "synonym", "typing", "place", "language"}

FIND = """async ([query, options]) => {
  const hits = await window.pcSearch.find(query, options);
  const plain = (pieces) => pieces.map((piece) => piece.text).join(" ");
  return {total: hits.total, instead: hits.instead || "", some: Boolean(hits.some),
          hits: hits.map((hit) => ({...hit, title: plain(hit.title), excerpt: plain(hit.excerpt), marked: hit.excerpt.filter((one) => one.marked).length}))};
}"""


class Found(NamedTuple):
    """What a search answers."""

    total: int
    instead: str
    some: bool
    hits: list[dict[str, Any]]

    @property
    def paths(self) -> list[str]:
        """Where the results lead, within the site."""
        return [str(hit["url"]).removeprefix(SUB_PATH) for hit in self.hits]


def find(page: Page, query: str, **options: object) -> Found:
    """Search as the dialog does."""
    return Found(**page.evaluate(FIND, [query, options]))


@pytest.fixture(scope="module")
def tabs(browser: Browser, address: str) -> Iterator[dict[str, Page]]:
    """An open page in each language, whose search stays loaded."""
    reader = new_reader(browser, address)
    yield {language: reader.open(home_of(language) + "about/") for language in LANGUAGES}
    complaints = list(reader.complaints)
    reader.context.close()
    assert complaints == []


# --- what is found -----------------------------------------------------------------------


def test_there_are_enough_queries_of_every_kind() -> None:
    """At least 15 for each language; plurals, compounds, synonyms, typing errors, places and words of other languages in each."""
    assert set(QUERIES) == set(LANGUAGES)
    for language, queries in QUERIES.items():
        assert len(queries) >= 15, language
        assert {query["kind"] for query in queries} >= KINDS, language
        assert all((ROOT / "practices" / f"{query['practice']}.yaml").is_file() for query in queries), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_find_what_they_mean(tabs: dict[str, Page], language: str) -> None:
    """For every query of the list, the practice that it means is among the first three results."""
    missed = []
    for query in QUERIES[language]:
        first = find(tabs[language], query["query"], limit=3).paths
        if f"{home_of(language)}practices/{query['practice']}/" not in first:
            missed.append(f"{query['kind']} {query['query']!r}: {first}")
    assert not missed, "\n".join(missed)


def test_a_query_that_means_nothing_finds_nothing(tabs: dict[str, Page]) -> None:
    """The test above can fail: not everything leads to a result."""
    assert find(tabs["en"], "qqxzy").total == 0


def test_a_search_tells_what_it_looked_for_instead(tabs: dict[str, Page]) -> None:
    """A typing error, a word written as two, two words written as one; a word that is known is left as it is."""
    assert find(tabs["sv"], "brukarrevisoin").instead == "brukarrevision"
    assert find(tabs["sv"], "familje rådslag").instead == "familjerådslag"
    assert find(tabs["en"], "foodparcels").instead == "food parcels"
    assert find(tabs["de"], "Wohnungslosigkeit").instead == ""


def test_pages_with_some_of_the_words_are_better_than_none(tabs: dict[str, Page]) -> None:
    """If no page has all words, those with some are shown, and it is said."""
    found = find(tabs["en"], "wheelchair hackathon")
    assert found.some
    assert {"practices/grobina-meeting-garden/", "practices/voru-social-hackathon/"} <= set(found.paths)


def test_clauses_are_results_of_their_own(tabs: dict[str, Page]) -> None:
    """A clause is found by its words, names its guideline, and leads to its anchor."""
    hit = next(hit for hit in find(tabs["sv"], "kompetens medarbetarna brukarinflytande").hits if hit["kind"] == "clause")
    assert hit["url"] == f"{SUB_PATH}sv/guidelines/sempre/#sempre.staff-skills"
    assert "SEMPRE" in hit["where"]
    assert hit["marked"]


def test_sources_come_after_practices_and_clauses(tabs: dict[str, Page]) -> None:
    """What a source is called weighs less than what practices and guidelines say, in whatever language."""
    for language, query in (("en", "user involvement"), ("de", "Finland"), ("sv", "handicapplan"), ("de", "Gemeindeschwester")):
        kinds = [hit["kind"] for hit in find(tabs[language], query, limit=30).hits]
        assert "practice" in kinds, query
        last = max(at for at, kind in enumerate(kinds) if kind == "practice")
        assert "source" not in kinds[: min(last, 3)], (query, kinds)


def test_one_kind_can_be_asked_for(tabs: dict[str, Page]) -> None:
    """The explorer asks for practices alone."""
    found = find(tabs["en"], "homlessness", kind="practice", limit=30)
    assert found.instead == "homelessness"
    assert {hit["kind"] for hit in found.hits} == {"practice"}


def test_a_text_in_another_language_is_not_taken_for_the_readers(tabs: dict[str, Page]) -> None:
    """The English body of a practice is not in the Swedish index; its Swedish title is, with a note of the language."""
    words = "New Zealand law"  # where the model comes from, in the English text alone
    assert "practices/eigen-kracht-conferences/" in find(tabs["en"], words).paths
    assert "sv/practices/eigen-kracht-conferences/" not in find(tabs["sv"], words, limit=30).paths
    swedish = find(tabs["sv"], "familjerådslag").hits[0]
    assert swedish["url"].endswith("sv/practices/eigen-kracht-conferences/")
    assert swedish["original"] == "en"
    assert "en" not in {hit["original"] for hit in find(tabs["en"], "Eigen Kracht").hits}


def test_a_guideline_that_is_not_translated_is_found_by_its_title_alone(tabs: dict[str, Page]) -> None:
    """Its own title leads to it, marked with its language; none of its clauses are among the German results."""
    found = find(tabs["de"], "Quality of social services framework", limit=10)
    guideline = next(hit for hit in found.hits if hit["kind"] == "guideline")
    assert guideline["url"].endswith("de/guidelines/quality-framework/")
    assert guideline["original"] == "en"
    assert not [hit for hit in find(tabs["de"], "person-centredness", limit=30).hits if hit["kind"] == "clause"]


def test_hidden_words_are_found_but_not_shown(tabs: dict[str, Page]) -> None:
    """Words of other languages lead to a practice; what is shown under its title is what stands on its page."""
    for language, query in (("sv", "Obdachlose"), ("en", "brukarrevision"), ("de", "Dänemark"), ("da", "Alleinerziehende")):
        found = find(tabs[language], query)
        assert found.total, query
        for hit in found.hits:
            assert hit["excerpt"], hit["url"]
            assert "⟦" not in hit["excerpt"] + hit["title"]
            assert "⟧" not in hit["excerpt"] + hit["title"]
    assert "Obdachlose" not in find(tabs["sv"], "Obdachlose").hits[0]["excerpt"]


# --- the index ---------------------------------------------------------------------------

PAGE = """<html lang="sv"><body><div data-pagefind-meta="kind:guideline"><article{lang}><h1>Guide</h1><p>Start.</p>
<h3 class="clause" id="g.one">One &amp; all</h3><p>First.</p><h4>Detail</h4><p>Second.</p><h2 id="end">End</h2><p>Last.</p></article></div></body></html>"""


def test_a_guideline_is_split_at_its_clauses() -> None:
    """A clause goes up to the next heading of its rank; what stands outside the clauses stays with the page."""
    page, clause = guideline_entries("/sv/guidelines/g/", PAGE.replace("{lang}", ""))
    assert (page.url, clause.url) == ("/sv/guidelines/g/", "/sv/guidelines/g/#g.one")
    assert ("Start." in page.html, "First." in page.html, "Last." in page.html) == (True, False, True)
    assert ("First." in clause.html, "Second." in clause.html, "Last." in clause.html) == (True, True, False)
    assert "<h1>One &amp; all</h1>" in clause.html
    assert 'data-guideline="Guide"' in clause.html


def test_of_a_guideline_in_another_language_only_the_title_is_indexed() -> None:
    """Its words would be taken for words of the reader's language."""
    (page,) = guideline_entries("/sv/guidelines/g/", PAGE.replace("{lang}", ' lang="en"'))
    assert "Start." not in page.html
    assert 'data-original="en"' in page.html


def test_every_language_has_its_list_of_words(site: Path) -> None:
    """Own words first; each once; each a word."""
    lists = {language: json.loads((site / home_of(language) / "words.json").read_text("utf-8")) for language in LANGUAGES}
    assert len({tuple(words) for words in lists.values()}) == len(LANGUAGES)
    for language, words in lists.items():
        assert len(words) == len(set(words)), language
        assert all(word == word.lower() and word.isalpha() for word in words), language
    assert lists["sv"].index("brukarrevision") < lists["sv"].index("homelessness")


def test_only_what_the_dialog_needs_is_published(site: Path) -> None:
    """Pagefind's own interfaces and its worker are not part of the site, and no page names them."""
    assert {path.name for path in (site / "pagefind").glob("*.js")} == {"pagefind.js"}
    assert not list((site / "pagefind").glob("*.css"))
    assert "pagefind-component" not in (site / "index.html").read_text("utf-8")


# --- the dialog --------------------------------------------------------------------------


def asking(page: Page, query: str) -> None:
    """Open the dialog by its button in the header and type."""
    page.locator("header [data-pc-search]").click()
    page.locator(".pc-find input").fill(query)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_in_the_header_finds_randers(reading: Readers, language: str) -> None:
    """In each language it opens, finds the practices of Randers, and leads to them in that language, below the site's folder."""
    reader = reading()
    page = reader.open(home_of(language) + "about/")
    asking(page, "Randers")
    expect(page.get_by_role("dialog")).to_be_visible()
    folder = f"{SUB_PATH}{home_of(language)}practices/randers-"
    result = page.locator(f".pc-find ol li a[href^='{folder}']").first
    expect(result).to_be_visible()
    for link in page.locator(".pc-find ol li a").all():
        assert (link.get_attribute("href") or "").startswith(SUB_PATH + home_of(language))
    result.click()
    page.wait_for_url(f"**{folder}**")
    expect(page.locator("h1")).to_contain_text("Randers")
    assert page.locator("html").get_attribute("lang") == language
    assert not reader.complaints


def test_results_tell_their_kind_and_their_language(reading: Readers) -> None:
    """Each result has its kind as a word; a practice has its place, and a note if its text is in another language."""
    page = reading().open("sv/")
    asking(page, "ensamstående mammor")
    first = page.locator(".pc-find ol li").first
    expect(first.locator("a")).to_contain_text("MIRIAM")
    expect(first.locator(".pc-tag").first).to_have_text("Exempel")
    expect(first.locator(".pc-find__facts")).to_contain_text("Belgien")
    expect(first.locator(".pc-tag").nth(1)).to_have_text("Text på engelska")
    expect(first.locator("mark").first).to_be_visible()
    for item in page.locator(".pc-find ol li").all():
        expect(item.locator(".pc-tag").first).not_to_be_empty()


def test_a_clause_on_the_same_page_closes_the_dialog_and_is_shown(reading: Readers) -> None:
    """The result leads to the clause's anchor also from the very page that it stands on."""
    page = reading().open("guidelines/sempre/")
    asking(page, "staff skills")
    page.locator(".pc-find a[href$='#sempre.staff-skills']").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("[id='sempre.staff-skills']")).to_be_in_viewport()
    assert page.url.endswith("guidelines/sempre/#sempre.staff-skills")


def test_results_come_ten_at_a_time(reading: Readers) -> None:
    """A button shows the next ten and moves the focus to the first of them; at the end it is gone."""
    page = reading().open()
    asking(page, "Germany")
    items, more = page.locator(".pc-find ol li"), page.locator("[data-pc-more]")
    expect(items).to_have_count(10)
    total = find(page, "Germany").total
    assert total > 10
    for shown in range(20, total + 10, 10):
        more.click()
        expect(items).to_have_count(min(shown, total))
        expect(items.nth(shown - 10).locator("a")).to_be_focused()
    expect(more).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_search_works_by_keyboard(reading: Readers, size: dict[str, int]) -> None:
    """Enter opens it, arrows walk through the results, Escape closes it and gives the focus back."""
    page = reading(viewport=size).open()
    trigger, field, dialog = page.locator("header [data-pc-search]"), page.locator(".pc-find input"), page.get_by_role("dialog")
    trigger.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(field).to_be_focused()
    page.keyboard.type("Randers")
    links = page.locator(".pc-find ol li a")
    expect(links.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(links.nth(2)).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(trigger).to_be_focused()


def test_enter_goes_to_the_first_result_and_opens_it(reading: Readers) -> None:
    """Typing, Enter, Enter: there."""
    page = reading().open("de/")
    page.keyboard.press("/")
    expect(page.locator(".pc-find input")).to_be_focused()
    page.keyboard.type("Gemeindeschwester")
    page.keyboard.press("Enter")
    expect(page.locator(".pc-find ol li a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/practices/gemeindeschwester-plus/")


@pytest.mark.parametrize("keys", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_the_search_unless_somebody_is_typing(reading: Readers, keys: str) -> None:
    """The keys that people know from elsewhere; in a field they mean what they always mean."""
    page = reading().open("practices/")
    page.keyboard.press(keys)
    expect(page.locator(".pc-find input")).to_be_focused()
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('main article').insertAdjacentHTML('afterbegin', '<input id=other>')")
    page.locator("#other").focus()
    page.keyboard.press(keys)
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert focused(page, "#other")


def test_the_number_of_results_is_announced(reading: Readers) -> None:
    """A live region says how many there are, that there are none, and what was looked for instead."""
    page = reading().open()
    status = page.locator(".pc-find [role=status]")
    asking(page, "Glasgow")
    expect(status).to_contain_text("1 result")
    page.locator(".pc-find input").fill("homlessness")
    expect(status).to_contain_text("homlessness")
    expect(status).to_contain_text("homelessness")
    page.locator(".pc-find input").fill("qqxzy")
    expect(status).to_contain_text("No results")
    expect(page.locator(".pc-find nav li a")).to_have_count(5)
    page.locator(".pc-find input").fill("")
    expect(status).to_be_empty()


def test_what_is_typed_is_shown_as_text(reading: Readers) -> None:
    """A query is not HTML, in whatever message it stands."""
    page = reading().open()
    asking(page, "<img src=x onerror=alert(1)>qqxzy")
    expect(page.locator(".pc-find [role=status]")).to_contain_text("<img")
    assert page.locator(".pc-find img").count() == 0


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_open_search(reading: Readers, language: str, colours: str) -> None:
    """The dialog with results is as readable as the pages."""
    page = reading(viewport=PHONE, color_scheme=colours, reduced_motion="reduce").open(home_of(language))
    asking(page, "Randers")
    expect(page.locator(".pc-find ol a").first).to_be_visible()
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN_AXE) == []
    assert page.evaluate("document.querySelector('.pc-find').scrollWidth <= innerWidth")


# --- without an index --------------------------------------------------------------------


@pytest.mark.parametrize("blocked", ["**/pagefind/**", "**/pagefind/pagefind.js", "**/pagefind/wasm.*", "**/pagefind/*.pf_meta"])
def test_without_its_index_the_search_says_so(reading: Readers, blocked: str) -> None:
    """Whatever part is missing, the dialog says it in the reader's language and shows the lists, and no script breaks."""
    reader = reading()
    errors: list[str] = []
    reader.context.on("weberror", lambda error: errors.append(str(error.error)))
    reader.context.route(blocked, lambda route: route.fulfill(status=404, body="Not found"))
    page = reader.open("sv/about/")
    asking(page, "Randers")
    say = json.loads(page.locator(".pc-find").get_attribute("data-say") or "{}")
    expect(page.locator(".pc-find [role=status]")).to_have_text(say["off"])
    page.wait_for_timeout(300)
    expect(page.locator(".pc-find [role=status]")).to_have_text(say["off"])
    assert errors == []
    assert not [text for text in reader.complaints if "404" not in text]
    page.locator(".pc-find nav a[href$='countries/']").click()
    page.wait_for_url("**/sv/countries/")


def test_the_index_is_not_fetched_before_somebody_searches(reading: Readers) -> None:
    """A page by itself asks for nothing of the search but its small script."""
    reader = reading()
    asked: list[str] = []
    reader.context.on("request", lambda request: asked.append(request.url))
    page = reader.open()
    page.wait_for_timeout(200)
    assert not [url for url in asked if "/pagefind/" in url or "words.json" in url]
    asking(page, "Glasgow")
    expect(page.locator(".pc-find ol a").first).to_be_visible()
    assert [url for url in asked if "/pagefind/" in url]
    assert not [url for url in asked if "words.json" in url], "the list of words is for queries that find nothing"
