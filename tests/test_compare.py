"""Shortlist, comparison and decision brief, as readers use them in a real browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from markdown_it import MarkdownIt
from playwright.sync_api import Page, expect

from conftest import TWO
from readers import DESK, RUN_AXE, STICKING_OUT, TINY, Reader, Readers

RANDERS, NETWORKS, KOTITORI = "randers-my-life-my-plan", "sempre-local-empowerment-networks", "tampere-kotitori"
FILLED = "() => !document.querySelector('main [aria-busy=true]')"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"


def filled(reader: Reader, path: str) -> Page:
    """A page that has fetched what it shows."""
    page = reader.open(path)
    page.wait_for_function(FILLED)
    return page


def shortlisted(reader: Reader, *ids: str) -> None:
    """Put practices on the shortlist, each on its own page."""
    page = reader.context.new_page()
    for id_ in ids:
        page.goto(f"{reader.address}practices/{id_}/")
        page.locator(".pc-head [data-pick]").click()
    page.close()


def columns(page: Page) -> list[str]:
    """The ids of the practices that stand side by side."""
    return [str(link.get_attribute("href")).rstrip("/").rsplit("/", 1)[1] for link in page.locator(".pc-versus thead a").all()]


def chosen(page: Page) -> str:
    """The choice as the address tells it."""
    return str(page.evaluate("new URLSearchParams(location.search).get('practices')"))


# --- shortlist ---------------------------------------------------------------------------


def test_a_card_goes_on_the_shortlist_by_keyboard_and_stays_after_a_reload(reader: Reader) -> None:
    """The button tells its state and its practice; the header counts, and says nothing while there is nothing to count."""
    page = reader.open("countries/fi/")
    button = page.locator(f"[data-pick='{KOTITORI}']")
    counter = page.locator("header [data-shortlist]")
    expect(counter).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_have_accessible_name(re.compile(r"^Add to shortlist ?: Kotitori"))
    button.focus()
    page.keyboard.press("Enter")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_accessible_name(re.compile(r"^On the shortlist ?: Kotitori"))
    expect(counter).to_have_accessible_name("Shortlist 1")
    assert page.evaluate("localStorage.getItem('pc-shortlist')") == f'["{KOTITORI}"]', "ids and nothing else"
    button.press("Space")
    expect(counter).to_be_hidden()
    assert page.evaluate("localStorage.getItem('pc-shortlist')") is None


def test_cards_that_come_later_and_other_tabs_join_in(reader: Reader) -> None:
    """The explorer adds cards after the page has loaded; another tab may change the list at any time."""
    page, other = reader.open("countries/fi/"), reader.open(f"practices/{KOTITORI}/")
    page.evaluate("document.addEventListener('pc-shortlist', (event) => { window.heard = event.detail.ids })")
    html = page.locator("li.pc-card", has=page.locator(f"[data-pick='{KOTITORI}']")).evaluate("(card) => card.outerHTML")
    page.evaluate("(html) => { document.querySelector('.pc-cards').innerHTML = html.replace('<button', '<button hidden') }", html)
    page.evaluate("window.pcShortlist.refresh(document.querySelector('.pc-cards'))")
    page.locator(f"[data-pick='{KOTITORI}']").click()
    assert page.evaluate("window.heard") == [KOTITORI]
    expect(other.locator(".pc-head [data-pick]")).to_have_attribute("aria-pressed", "true")
    other.locator(".pc-head [data-pick]").click()
    expect(page.locator(f"[data-pick='{KOTITORI}']")).to_have_attribute("aria-pressed", "false")


def test_what_lies_in_the_storage_may_be_anything(reader: Reader) -> None:
    """Old or foreign values neither break a page nor reach it."""
    page = reader.open()
    for stored in ("{", '"x"', '{"a": 1}', f'[1, null, "<b>", "../x", "{KOTITORI}", "{KOTITORI}"]'):
        page.evaluate("(stored) => localStorage.setItem('pc-shortlist', stored)", stored)
        page.reload()
    assert page.evaluate("window.pcShortlist.ids()") == [KOTITORI]


def test_without_storage_the_list_lasts_for_the_page_and_says_so(reader: Reader) -> None:
    """In such a browser the link in the header carries the list to the comparison."""
    reader.context.add_init_script(NO_STORAGE)
    page = reader.open("countries/fi/")
    note = page.locator(".pc-shortlist__note")
    expect(note).to_be_hidden()
    for index in (0, 1):
        page.locator("[data-pick]").nth(index).click()
    expect(note).to_contain_text("keeps nothing")
    page.locator("header [data-shortlist]").click()
    page.wait_for_url("**/compare/**")
    page.wait_for_function(FILLED)
    assert len(columns(page)) == 2
    expect(page.locator("[data-unkept]")).to_be_visible()


def test_without_scripts_there_is_no_button_and_the_tools_say_what_to_do(reading: Readers, address: str) -> None:
    """Nothing that cannot work is shown."""
    without = reading(java_script_enabled=False)
    page = without.open("countries/fi/")
    expect(page.locator("[data-pick]").first).to_be_hidden()
    for path in ("compare/", "brief/"):
        page = without.open(path + TWO)
        expect(page.locator(".pc-needs-script")).to_be_visible()
        assert urljoin(page.url, str(page.locator("main .pc-needs-script a").get_attribute("href"))) == address + "practices/"
        assert not [section for section in page.locator("main section").all() if section.is_visible()]


# --- comparison --------------------------------------------------------------------------


def test_the_shortlist_is_compared_and_the_choice_stands_in_the_address(reader: Reader) -> None:
    """Three picked practices stand side by side at once; a box takes one out, and the address follows."""
    shortlisted(reader, RANDERS, NETWORKS, KOTITORI)
    page = filled(reader, "compare/")
    assert columns(page) == [RANDERS, NETWORKS, KOTITORI]
    assert chosen(page) == ",".join(columns(page))
    expect(page.locator("[data-status]")).to_have_text("3 practices side by side.")
    page.get_by_role("checkbox", name="Local Empowerment Networks").press("Space")
    expect(page.locator("[data-status]")).to_have_text("2 practices side by side.")
    assert columns(page) == [RANDERS, KOTITORI] == chosen(page).split(",")
    expect(page.get_by_role("checkbox", name="Local Empowerment Networks")).to_be_focused()
    page.get_by_role("checkbox", name="Kotitori").press("Space")
    expect(page.locator("[data-status]")).to_have_text("Choose two to four practices to compare.")
    expect(page.locator("[data-result]")).to_be_hidden()


def test_practices_are_removed_and_the_list_is_cleared_by_keyboard(reader: Reader) -> None:
    """The focus stays where it was of use, and the address forgets what was removed."""
    shortlisted(reader, RANDERS, NETWORKS, KOTITORI)
    page = filled(reader, "compare/")
    remove = page.get_by_role("button", name="Remove")
    expect(remove.nth(1)).to_have_accessible_name(re.compile(r"^Remove ?: Local Empowerment"))
    remove.nth(1).press("Enter")
    expect(remove).to_have_count(2)
    expect(remove.nth(1)).to_be_focused()
    page.wait_for_function(FILLED)
    assert columns(page) == [RANDERS, KOTITORI] == chosen(page).split(",")
    page.get_by_role("button", name="Clear the shortlist").press("Enter")
    expect(page.locator("[data-empty]")).to_be_visible()
    expect(page.locator("#chosen")).to_be_focused()
    expect(page.locator("[data-result]")).to_be_hidden()
    assert page.evaluate("window.pcShortlist.ids()") == []


def test_an_address_alone_shows_the_comparison_in_every_language(reader: Reader) -> None:
    """Whoever gets it by mail sees the same choice, and keeps it when she changes the language."""
    page = filled(reader, "compare/" + TWO)
    assert columns(page) == [RANDERS, NETWORKS]
    headers = page.locator(".pc-versus tbody th").all_inner_texts()
    assert {"In short", "Where", "When", "What do they do?", "What does it take?", "What came of it?", "What we do not know"} <= set(headers)
    row = page.locator(".pc-versus tr", has=page.get_by_role("rowheader", name="What does it take?"))
    expect(row.locator("td").first).to_contain_text("VELUX FONDEN")
    assert str(row.locator(".pc-ref a").first.get_attribute("href")).startswith(f"{reader.address}practices/{RANDERS}/#source-")
    assert page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id).filter((id, place, all) => all.indexOf(id) !== place)") == []
    add = page.get_by_role("button", name="Add to shortlist")
    add.last.press("Enter")
    remove = page.get_by_role("button", name="Remove")
    expect(remove).to_have_accessible_name(re.compile("Local Empowerment"))
    expect(remove).to_be_focused()
    assert columns(page) == [RANDERS, NETWORKS] and page.evaluate("window.pcShortlist.ids()") == [NETWORKS]
    menu = page.locator("header details", has=page.locator("[hreflang]"))
    menu.locator("summary").click()
    menu.locator("a[hreflang=sv]").click()
    page.wait_for_url("**/sv/compare/**")
    page.wait_for_function(FILLED)
    assert columns(page) == [RANDERS, NETWORKS]
    original = page.locator(".pc-versus td [lang=en]").first
    expect(original).to_be_visible()
    assert page.locator(".pc-versus td sup[lang=sv]").count(), "reference marks are in the reader's language"


def test_a_wrong_address_gets_a_clear_sentence(reader: Reader) -> None:
    """An id that does not exist, one that is not an id, too many, and a connection that fails."""
    page = filled(reader, f"compare/{TWO},no-such-practice,../../x")
    expect(page.locator("[data-status]")).to_contain_text("no practice “no-such-practice”")
    expect(page.locator("[data-status]")).to_contain_text("no practice “../../x”")
    assert columns(page) == [RANDERS, NETWORKS]
    assert reader.complaints and all("404" in complaint for complaint in reader.complaints), "the browser notes the missing page itself"
    reader.complaints.clear()
    page = filled(reader, f"compare/{TWO},{KOTITORI},basta,icehearts")
    assert len(columns(page)) == 4
    expect(page.locator("[data-status]")).to_contain_text("Four practices fit")
    page.get_by_role("checkbox", name="Icehearts").press("Space")
    expect(page.get_by_role("checkbox", name="Icehearts")).not_to_be_checked()
    reader.context.route(f"**/practices/{NETWORKS}/", lambda route: route.abort())
    page = filled(reader, "compare/" + TWO)
    expect(page.locator("[data-status]")).to_contain_text(f"“{NETWORKS}” could not be loaded")
    expect(page.locator("[data-status]")).to_contain_text("Choose two to four")
    page = filled(reader, "brief/" + TWO)
    expect(page.locator("[data-status]")).to_contain_text(f"“{NETWORKS}” could not be loaded")
    expect(page.locator("[data-sheet] h2").nth(1)).to_contain_text("My life")
    reader.complaints.clear()
    page = filled(reader, "brief/")
    expect(page.locator("[data-status]")).to_contain_text("names no practice")


@pytest.mark.parametrize(("size", "colours"), [(TINY, "light"), (DESK, "dark")], ids=["tiny", "desk"])
def test_four_practices_can_be_read_and_used_by_everybody(reading: Readers, size: dict[str, int], colours: str) -> None:
    """With the list open, axe finds nothing and nothing scrolls sideways; where columns do not fit, the table stays a table for screen readers."""
    reader = reading(viewport=size, color_scheme=colours, reduced_motion="reduce")
    shortlisted(reader, KOTITORI)
    page = filled(reader, f"compare/{TWO},{KOTITORI},basta")
    assert page.evaluate(STICKING_OUT) == []
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN_AXE) == []
    stacked = page.locator(".pc-versus").evaluate("(table) => getComputedStyle(table.tBodies[0].rows[0]).display === 'block'")
    assert stacked == (size is not DESK)
    expect(page.get_by_role("table", name="Side by side").get_by_role("columnheader")).to_have_count(5)


# --- brief -------------------------------------------------------------------------------


def test_a_long_list_of_groups_is_cut_among_the_first_facts(reader: Reader) -> None:
    """Four of them, and how many more there are; the text of the page has all."""
    page = reader.open(f"practices/{NETWORKS}/")
    groups = [str(text) for text in page.locator("section:has(> #whom) .pc-terms li").all_text_contents()]
    assert len(groups) > 4
    expect(page.locator("[data-fact=whom] dd")).to_have_text(f"{' · '.join(group.strip() for group in groups[:4])} +{len(groups) - 4}")


@pytest.mark.parametrize(("tree", "form"), [("", r"\d+ [A-Z]\w+ \d{4}"), ("sv/", r"\d+ [a-z]+ \d{4}"), ("de/", r"\d+\. [A-Z]\w+ \d{4}")])
def test_the_brief_writes_its_date_as_the_pages_do(tree: str, form: str, reader: Reader) -> None:
    """The day first, in every language."""
    page = filled(reader, f"{tree}brief/?practices={RANDERS}")
    expect(page.locator("[data-date]")).to_have_text(re.compile(f"^{form}$"))


def test_the_brief_has_one_list_of_references(reader: Reader) -> None:
    """Numbers run from one without a gap in the order of reading, each leads to a source, and no source stands twice."""
    page = filled(reader, "compare/" + TWO)
    page.get_by_role("link", name="Make a decision brief").click()
    page.wait_for_url("**/brief/**")
    page.wait_for_function(FILLED)
    marks = page.locator("[data-practices] .pc-ref a")
    numbers = [int(re.match(r"\d+", text)[0]) for text in marks.all_inner_texts()]  # type: ignore[index]
    sources = page.locator("[data-references] > li").all_inner_texts()
    assert list(dict.fromkeys(numbers)) == list(range(1, len(sources) + 1))
    assert len(set(sources)) == len(sources) > 10
    for mark, number in zip(marks.all()[:40], numbers, strict=False):
        assert mark.get_attribute("href") == f"#source-{number}"
        assert str(mark.get_attribute("aria-label")).startswith(f"Source {number}")
        assert page.locator(f"#source-{number}").count() == 1
    own = reader.open(f"practices/{NETWORKS}/")
    on_page = own.locator("[data-question=what] .pc-ref a").first
    cited = own.locator(str(on_page.get_attribute("href"))).inner_text()
    in_brief = page.locator("[data-practices] > section:nth-child(2) [data-answer=what] .pc-ref a").first
    assert page.locator(str(in_brief.get_attribute("href"))).inner_text() == cited, "the same mark names the same source on both pages"


def test_the_brief_keeps_the_question_and_names_the_records(reader: Reader) -> None:
    """What is to be decided stands at the head and in the address; each practice tells where its record is."""
    page = filled(reader, "brief/" + TWO)
    page.get_by_label("What is to be decided?").fill("Shall we & can we <b>start</b>?")
    page.wait_for_function("() => location.search.includes('question=')")
    page.reload()
    page.wait_for_function(FILLED)
    expect(page.locator("[data-decide] strong")).to_have_text("Shall we & can we <b>start</b>?")
    page.get_by_label("What is to be decided?").press("Enter")
    assert columns(page) == [RANDERS, NETWORKS]
    for id_ in (RANDERS, NETWORKS):
        expect(page.locator(".pc-address", has_text=f"practices/{id_}/")).to_be_visible()
    assert page.locator("time").inner_text()
    back = str(page.locator("[data-back]").get_attribute("href"))
    assert back == f"{reader.address}compare/{TWO}"


def downloaded(page: Page, button: str, into: Path) -> tuple[str, str]:
    """The name and the text of a file that a button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    file = into / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file.name, file.read_bytes().decode("utf-8")


def test_the_markdown_of_the_brief_is_clean(reader: Reader, tmp_path: Path) -> None:
    """It renders with one title, a heading for each practice and question, the table, and as many sources as the page."""
    page = filled(reader, f"brief/{TWO}&question=Shall+we+*start*%3F")
    name, text = downloaded(page, "Download as Markdown", tmp_path)
    assert re.fullmatch(r"decision-brief-\d{4}-\d\d-\d\d\.md", name)
    html = MarkdownIt("commonmark").enable("table").render(text)
    headings = re.findall(r"<h(\d)>(.*?)</h\1>", html)
    assert headings[:2] == [("1", "Decision brief"), ("2", "At a glance")] and headings[-1] == ("2", "Sources")
    assert [len(title) > 10 for level, title in headings if level == "2"].count(True) == 3, "two practices and the table"
    assert ("3", "What does it take?") in headings
    assert "<strong>What is to be decided?</strong> Shall we *start*?" in html
    assert html.count("<table>") == 1 and "Not reported" not in html.partition("</table>")[0]
    assert "VELUX FONDEN [1]" in html
    last = html.rpartition("<ol>")[2]
    assert last.count("<li>") == page.locator("[data-references] > li").count() <= last.count("<a href")
    assert f'<a href="{reader.address}practices/{RANDERS}/">' in html


def test_the_csv_of_the_brief_has_a_row_a_question_and_a_column_a_practice(reader: Reader, tmp_path: Path) -> None:
    """Spreadsheets open it as UTF-8 and find no gap."""
    page = filled(reader, "brief/" + TWO)
    _, text = downloaded(page, "Download as CSV", tmp_path)
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert {len(row) for row in rows} == {3}
    assert rows[0][0] == "Question" and rows[0][1].startswith("My life")
    told = {row[0]: row[1:] for row in rows}
    assert told["Full record"] == [f"{reader.address}practices/{id_}/" for id_ in (RANDERS, NETWORKS)]
    assert "VELUX FONDEN [1]" in told["What does it take?"][0] and "DKK 3,000,000" in told["What does it take?"][0]
    assert told["What was hard, and what should you know?"][0] == "Not reported"
    assert "• What do users say?" in told["What we do not know"][1]
    assert told["Sources"][0].startswith("[1] ")


HOSTILE = """(texts) => {
  const made = (name, text) => { const element = document.createElement(name); element.textContent = text; return element; };
  const table = document.createElement("table");
  table.createTHead().insertRow().append(made("th", ""), made("th", texts[0]));
  table.createTBody().insertRow().append(made("th", "Where"), made("td", texts[0]));
  const practices = [{url: "http://example.org/", heading: made("h2", "A"), summary: made("p", texts[0]), notices: [], numbers: [],
    answers: texts.map((text, index) => { const content = made("div", ""); content.append(made("p", text)); return {label: `Question ${index}`, content}; })}];
  const words = {decide: "", glance: "Glance", address: "Address", sources: "Sources", question: "Question", short: "Short", unknown: "Unknown"};
  const brief = {title: "Brief", date: "Today", question: "", words, table, practices, references: [], labels: texts.map((_, index) => `Question ${index}`)};
  return [window.pcBriefFiles.asMarkdown(brief), window.pcBriefFiles.asCsv(brief)];
}"""


def test_a_records_text_stays_text_in_the_files(reader: Reader) -> None:
    """Neither Markdown nor a spreadsheet reads a meaning into what somebody wrote."""
    texts = ['=1+1|"x"', "+1", "-1 x", "@SUM(1)", "# no heading", "1. no list", "*a* _b_ `c` [d](http://e.example) <i>f</i> &amp; ~~g~~ | h \\", "> no quote"]
    page = reader.open("brief/")
    markdown, table = page.evaluate(HOSTILE, texts)
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    assert not re.search(r"<(em|code|i|s|ol|ul|blockquote)\b|e\.example\"", html), html
    paragraphs = [re.sub(r"<[^>]+>", "", part) for part in re.findall(r"<h3>Question \d</h3>\n<p>(.*?)</p>", html)]
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") for text in texts]
    assert paragraphs == escaped
    assert html.count("<td>") == 2, "a bar in a text makes no cell"
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline=""), strict=True))
    cells = {row[0]: row[1] for row in rows}
    assert [cells[f"Question {index}"] for index in range(5)] == ['\'=1+1|"x"', "'+1", "'-1 x", "'@SUM(1)", "# no heading"]


def test_two_practices_fit_on_four_pages_of_a4(reader: Reader) -> None:
    """Even the library's record with the most sources; nothing but the brief is printed."""
    page = filled(reader, f"brief/{TWO}&question=Shall+we%3F")
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", paper)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 4
    for box in boxes:
        width, height = (float(number) for number in box.split()[2:])
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    page.emulate_media(media="print")
    for hidden in ("header.pc-header", ".pc-footer", "[data-tools]", ".pc-crumbs", "main .pc-tool > .pc-lead"):
        expect(page.locator(hidden)).to_be_hidden()
    for shown in ("h1", "[data-decide]", "time", "#glance", "[data-references]"):
        expect(page.locator(f"main {shown}").first).to_be_visible()
