"""Self-assessments: complete by a count of our own, and as readers use them in a real browser, on paper and without scripts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Dialog, Page, expect

from catalogue.evidence import LEVELS
from catalogue.load import load
from catalogue.model import Catalogue
from conftest import LANGUAGES, ROOT, home_of
from readers import DESK, RUN_AXE, STICKING_OUT, TINY, Reader, Readers
from test_compare import NO_STORAGE

FILES: dict[str, dict[str, Any]] = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "assessments").glob("*.yaml"))}
"""Read without the project's own reader, so that it is no witness in its own case."""
CLAUSES: dict[str, str] = {
    found[1]: found[2]
    for path in sorted((ROOT / "docs" / "en" / "guidelines").glob("*.md"))
    for found in re.finditer(r"^#+ .*\{#([a-z0-9.-]+) \.clause audience=([a-z]+)\}$", path.read_text("utf-8"), re.MULTILINE)
}
"""Whom each clause speaks to, by its id, from the headings themselves."""
STEPS = ("not-yet", "begun", "mostly", "in-place")
LABELS = {term["id"]: term["label"] for term in yaml.safe_load((ROOT / "vocabularies" / "standings.yaml").read_text("utf-8"))["terms"]}
STORED = "() => localStorage.getItem('pc-assessment-providers')"


# --- the files -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_clause_that_speaks_to_the_readers_has_one_statement(name: str) -> None:
    """And no other clause has one."""
    data = FILES[name]
    meant = {id_ for id_, audience in CLAUSES.items() if audience in data["audiences"] and id_.split(".")[0] in data.get("frameworks", [id_.split(".")[0]])}
    asked = [statement["clause"] for statement in data["statements"]]
    assert len(CLAUSES) > 70 and meant
    assert sorted(asked) == sorted(meant)


def test_every_clause_is_asked_somewhere() -> None:
    """Between them, the self-assessments speak to all whom the guidelines speak to."""
    assert {statement["clause"] for data in FILES.values() for statement in data["statements"]} == set(CLAUSES)


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_there_in_every_language(name: str) -> None:
    """A team answers in the language in which it works."""
    data = FILES[name]
    texts = [data["title"], data["summary"], data["introduction"], *(statement["text"] for statement in data["statements"])]
    assert [text for text in texts if set(text) != set(LANGUAGES)] == []


def test_every_file_names_its_schema_and_passes_it() -> None:
    """Editors complete and check it without any set-up."""
    files = [str(ROOT / "assessments" / f"{name}.yaml") for name in FILES]
    first = {path: (ROOT / path).read_text("utf-8").split("\n", 1)[0] for path in files}
    assert set(first.values()) == {"# yaml-language-server: $schema=../schema/assessment.schema.json"}
    schema = str(ROOT / "schema" / "assessment.schema.json")
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--schemafile", schema, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# --- the pages -----------------------------------------------------------------------------


def answer(page: Page, number: int, standing: str) -> None:
    """Answer a statement by its number on the page, from 0."""
    page.locator(".pc-ask").nth(number).locator(f"input[value={standing}]").check()


def clauses(page: Page, name: str) -> list[str]:
    """The anchors of the clauses to which the links of a part of the page lead."""
    links = page.locator(f"[data-{name}] .pc-weakest__clause a, [data-{name}] .pc-plan__clause a")
    return [str(link.get_attribute("href")).split("#")[1] for link in links.all()]


def asked(name: str, framework: str = "") -> list[str]:
    """The clauses of a self-assessment in their order."""
    return [statement["clause"] for statement in FILES[name]["statements"] if statement["clause"].startswith(framework)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_what_the_file_says_in_the_readers_language(language: str, reader: Reader) -> None:
    """Each statement in its words, each with all answers."""
    page = reader.open(f"{home_of(language)}self-assessment/authorities/")
    statements = page.locator(".pc-ask [data-statement]").all_text_contents()
    assert statements == [statement["text"][language] for statement in FILES["authorities"]["statements"]]
    assert page.locator(".pc-ask").first.locator("label").all_inner_texts() == [label[language] for label in LABELS.values()]
    assert page.locator(".pc-ask input").count() == len(statements) * len(LABELS)


def test_a_statement_shows_the_practices_about_which_most_is_known(reader: Reader) -> None:
    """At most three, with the best evidence first; a clause without any says so and invites one."""
    catalogue = Catalogue(load(ROOT))
    page = reader.open("self-assessment/providers/")
    for clause in asked("providers"):
        box = page.locator(f'.pc-ask[data-clause="{clause}"]')
        shown = [str(link.get_attribute("href")).rstrip("/").rsplit("/", 1)[1] for link in box.locator(".pc-ask__practices a").all()]
        known = {practice.id: LEVELS.index(practice.evidence) for practice in catalogue.by_clause.get(clause, [])}
        assert len(shown) == min(3, len(known))
        assert [known[id_] for id_ in shown] == sorted(known.values(), reverse=True)[:3]
        assert box.locator(".pc-unknown a").count() == (0 if known else 1)


def test_the_overview_and_the_guidelines_lead_to_the_self_assessments(reader: Reader) -> None:
    """From the footer to the overview, from there to each; from the foot of a guideline to those that ask about it."""
    page = reader.open()
    page.locator("footer a[href$='self-assessment/']").click()
    expect(page.locator("h1")).to_have_text("Self-assessment")
    order = sorted(FILES, key=lambda name: FILES[name]["order"])
    assert page.locator(".pc-card h2").all_inner_texts() == [FILES[name]["title"]["en"] for name in order]
    assert page.locator(".pc-card h2 a").first.get_attribute("href") == f"{order[0]}/"
    page.goto(f"{reader.address}guidelines/")
    assert page.locator("main a[href$='self-assessment/']").count() == 1
    for framework in ("sempre", "active-inclusion"):
        page.goto(f"{reader.address}guidelines/{framework}/")
        links = page.locator(".pc-report-link a[href*='self-assessment/']").all()
        expected = [f"../../self-assessment/{name}/" for name in order if asked(name, f"{framework}.")]
        assert [link.get_attribute("href") for link in links] == expected and expected


# --- answering ------------------------------------------------------------------------------


def test_the_first_guideline_comes_first_and_others_on_request(reader: Reader) -> None:
    """Who has ten minutes sees a few statements; a short list is shown whole. The choice is kept."""
    page = reader.open("self-assessment/providers/")
    assert page.locator(".pc-ask:visible").count() == len(asked("providers", "sempre."))
    expect(page.locator("[data-progress]")).to_have_text(f"0 of {len(asked('providers', 'sempre.'))} answered")
    page.locator("[data-choice] input[value=esn-cross-sector]").check()
    both = len(asked("providers", "sempre.")) + len(asked("providers", "esn-cross-sector."))
    assert page.locator(".pc-ask:visible").count() == both
    page.reload()
    assert page.locator(".pc-ask:visible").count() == both
    for framework in ("sempre", "esn-cross-sector"):
        page.locator(f"[data-choice] input[value={framework}]").uncheck()
    expect(page.locator("[data-progress]")).to_have_text("Choose at least one guideline.")
    page.goto(f"{reader.address}self-assessment/eu/")
    assert page.locator(".pc-ask:visible").count() == len(asked("eu"))


def test_the_result_names_the_weakest_clauses_first(reader: Reader) -> None:
    """At most five, the lowest answers first and each step in the order of the page; what is in place or not our task is none of them."""
    page = reader.open("self-assessment/authorities/")
    expect(page.locator("[data-plan]")).to_be_hidden()
    expect(page.locator("[data-answered]")).to_be_hidden()
    answers = ("in-place", "mostly", "begun", "not-yet", "not-ours", "begun", "not-yet", "mostly")
    for number, standing in enumerate(answers):
        answer(page, number, standing)
    ids = asked("authorities", "sempre.")
    expected = [ids[number] for number in (3, 6, 2, 5, 1)]
    assert clauses(page, "weakest") == expected
    assert clauses(page, "rows") == expected
    assert page.locator("[data-weakest] .pc-tag").all_inner_texts() == ["Not yet", "Not yet", "Begun", "Begun", "Mostly"]
    for number, clause in enumerate(expected):
        own = page.locator(f'.pc-ask[data-clause="{clause}"] .pc-ask__practices a').evaluate_all("(links) => links.map((link) => link.href)")
        assert page.locator("[data-weakest] > li").nth(number).locator("ul a").evaluate_all("(links) => links.map((link) => link.href)") == own
    row = page.get_by_role("table", name="How far you are").get_by_role("row").nth(1)
    words = row.get_by_role("listitem").all_inner_texts()
    assert words == ["In place: 1", "Mostly: 2", "Begun: 2", "Not yet: 2", "Not our task: 1"]
    stretches = row.locator(".pc-far__step").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().width)")
    assert [round(width / stretches[0]) for width in stretches] == [1, 2, 2, 2]


def test_all_in_place_needs_no_plan(reader: Reader) -> None:
    """The page says so instead of showing an empty table."""
    page = reader.open("self-assessment/before-cooperating/")
    for number, standing in enumerate(("in-place", "in-place", "not-ours")):
        answer(page, number, standing)
    expect(page.locator("[data-strong]")).to_be_visible()
    expect(page.locator("[data-plan]")).to_be_hidden()
    answer(page, 1, "mostly")
    expect(page.locator("[data-strong]")).to_be_hidden()
    expect(page.locator("[data-plan]")).to_be_visible()
    expect(page.get_by_text("Not answered: 2")).to_be_visible()


def test_it_can_be_answered_with_the_keyboard_alone(reader: Reader) -> None:
    """One stop for each statement, arrows within it; the focused answer is never behind the bar at the foot of the screen."""
    page = reader.open("self-assessment/before-cooperating/")
    page.locator("[data-clear]").focus()
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        if name:
            page.keyboard.press("ArrowRight" if len(seen) % 2 else "Space")
            seen.append(name)
            free = page.evaluate(
                """() => {
                  const bar = document.querySelector(".pc-assess__bar").getBoundingClientRect();
                  const box = document.activeElement.closest("label").getBoundingClientRect();
                  return box.bottom <= bar.top || box.top >= bar.bottom;
                }"""
            )
            assert free
        if page.evaluate("document.activeElement.matches('.pc-assess__bar a')"):
            break
    assert seen == asked("before-cooperating")
    expect(page.locator("[data-progress]")).to_have_text("5 of 5 answered")
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_be_focused()
    page.keyboard.press("Tab")
    for _ in range(60):
        if page.evaluate("document.activeElement.matches('textarea')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Ask the clinic.")
    name = page.evaluate("document.activeElement.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id).textContent).join(' / ')")
    assert name.startswith("What will we do? / ") and len(name) > 25
    assert "Ask the clinic." in str(page.evaluate("localStorage.getItem('pc-assessment-before-cooperating')"))


def test_answers_and_plan_are_kept_and_can_be_deleted(reader: Reader) -> None:
    """They come back after a reload and in another language, only in this browser; a question stands before they go."""
    page = reader.open("self-assessment/providers/")
    answer(page, 0, "begun")
    answer(page, 2, "not-yet")
    page.get_by_label("Organisation or team").fill("Family centre")
    page.locator("[data-rows] textarea").first.fill("Train <b>two</b> colleagues")
    page.goto(f"{reader.address}sv/self-assessment/providers/")
    expect(page.locator("[data-rows] textarea").first).to_have_value("Train <b>two</b> colleagues")
    expect(page.locator("[data-team]")).to_have_value("Family centre")
    expect(page.locator(".pc-ask").nth(2).locator("input[value=not-yet]")).to_be_checked()
    assert page.locator("[data-rows] b").count() == 0
    ids = asked("providers", "sempre.")
    assert clauses(page, "weakest") == [ids[2], ids[0]]

    said: list[str] = []

    def refuse(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    page.locator("[data-clear]").click()
    assert len(said) == 1
    expect(page.locator(".pc-ask input:checked")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[data-clear]").click()
    expect(page.locator(".pc-ask input:checked")).to_have_count(0)
    expect(page.locator("[data-plan]")).to_be_hidden()
    assert page.evaluate(STORED) is None
    assert page.evaluate("Object.keys(localStorage)") == []
    page.reload()
    expect(page.locator(".pc-ask input:checked")).to_have_count(0)


@pytest.mark.parametrize(
    "stored",
    ["[", "null", "7", '"x"', "[]", '{"answers": 3, "parts": "sempre", "plan": [], "team": {}}', '{"plan": {"sempre.staff-skills": "x"}, "parts": ["other"]}'],
)
def test_whatever_lies_in_the_storage_does_no_harm(stored: str, reader: Reader) -> None:
    """Other versions of the page, and other pages of the same host, may have written there."""
    page = reader.open("self-assessment/providers/")
    page.evaluate("(stored) => localStorage.setItem('pc-assessment-providers', stored)", stored)
    page.reload()
    page.locator("[data-choice] input[value=sempre]").check()
    answer(page, 0, "begun")
    assert json.loads(page.evaluate(STORED))["answers"] == {asked("providers")[0]: "begun"}


def test_without_storage_the_page_works_and_says_that_nothing_lasts(reader: Reader) -> None:
    """As in a private window of some browsers."""
    reader.context.add_init_script(NO_STORAGE)
    page = reader.open("self-assessment/before-cooperating/")
    expect(page.locator("[data-unkept]")).to_be_visible()
    answer(page, 0, "begun")
    assert clauses(page, "weakest") == asked("before-cooperating")[:1]


def test_nothing_is_sent_while_somebody_answers(reader: Reader) -> None:
    """No request but the browser's own for the site's icon, no part of an answer in the address, and no form that a browser could send."""
    page = reader.open("self-assessment/before-cooperating/")
    requests: list[str] = []
    before = page.url
    page.on("request", lambda request: requests.append(request.url))
    for number in range(5):
        answer(page, number, STEPS[number % 3])
    page.locator("[data-rows] textarea").first.fill("Something")
    page.get_by_label("Organisation or team").fill("Team")
    page.get_by_label("Organisation or team").press("Enter")
    page.locator(".pc-ask input:checked").first.press("Enter")
    page.locator(".pc-assess__bar a").click()
    assert [url for url in requests if not url.endswith("/favicon.svg")] == []
    assert page.url == f"{before}#result"
    assert page.locator("main form").count() == 0
    assert reader.context.cookies() == []


# --- paper ----------------------------------------------------------------------------------


def sheets(paper: bytes) -> int:
    """The number of pages of a PDF file; each must be A4."""
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", paper)
    assert boxes
    for box in boxes:
        width, height = (float(number) for number in box.split()[2:])
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_plan_prints_alone_on_one_page_of_a4(language: str, reader: Reader) -> None:
    """With five clauses, and as many words as the fields take."""
    reader.context.add_init_script("window.print = () => { window.__printed = document.documentElement.dataset.printing }")
    page = reader.open(f"{home_of(language)}self-assessment/providers/")
    for number in range(7):
        answer(page, number, "not-yet")
    page.locator("[data-team]").fill("Family centre of the municipality")
    text = "We ask six families what helps them and change the first visit accordingly; "
    for field in page.locator("[data-rows] :is(textarea, input)").all():
        field.fill((text * 5)[: int(str(field.get_attribute("maxlength")))])
    page.locator("[data-print]").click()
    assert page.evaluate("window.__printed") == "plan"
    page.emulate_media(media="print")
    for hidden in ("header.pc-header", "[data-questions]", "[data-result]", "[data-choice]", "[data-print]", "[data-rows] textarea"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in ("h1", "#plan", "time", "[data-rows] > tr:nth-child(5)", "[data-rows] .pc-plan__written >> nth=0"):
        expect(page.locator(f"main {shown}").first).to_be_visible()
    assert "the municipality" in page.locator(".pc-plan__team").inner_text()
    assert sheets(page.pdf(prefer_css_page_size=True)) == 1


def test_after_the_plan_the_form_prints_as_before(reader: Reader) -> None:
    """The mark that hides all but the plan goes with the print."""
    page = reader.open("self-assessment/before-cooperating/")
    answer(page, 0, "begun")
    page.evaluate("window.print = () => {}")
    page.locator("[data-print]").click()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".pc-ask").first).to_be_visible()
    expect(page.locator("[data-plan]")).to_be_hidden()


def test_without_scripts_the_page_is_a_form_to_print(reading: Readers) -> None:
    """Every statement with its boxes, its practices and room for notes; no part that only a script could fill."""
    page = reading(java_script_enabled=False).open("self-assessment/providers/")
    assert page.locator(".pc-ask:visible").count() == len(asked("providers"))
    expect(page.locator("[data-choice], [data-result], [data-plan], [data-paper], .pc-assess__bar")).to_have_count(5)
    for part in ("choice", "result", "plan", "paper"):
        expect(page.locator(f"[data-{part}]")).to_be_hidden()
    expect(page.locator(".pc-assess__bar")).to_be_hidden()
    expect(page.locator(".pc-ask [data-practices]").first).to_be_visible()
    answer(page, 0, "begun")
    page.emulate_media(media="print")
    assert page.locator(".pc-ask__notes:visible").count() == len(asked("providers"))
    assert page.locator(".pc-ask [data-practices]:visible").count() == len(asked("providers"))
    assert page.locator(".pc-ask input:visible").count() == len(asked("providers")) * len(LABELS)
    assert 4 <= sheets(page.pdf(prefer_css_page_size=True)) <= 10


# --- with a result, on every screen -----------------------------------------------------------


@pytest.mark.parametrize("size", [TINY, DESK], ids=["tiny", "desk"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_result_fits_every_screen_and_pleases_axe(size: dict[str, int], colours: str, reader: Reader) -> None:
    """The answered page, where the sweep over all pages sees it unanswered; answers are easy to hit."""
    page = reader.context.new_page()
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(f"{reader.address}de/self-assessment/providers/")
    page.evaluate("(colours) => { document.documentElement.dataset.theme = colours }", colours)
    for number in range(7):
        answer(page, number, [*STEPS, "not-ours"][number % 5])
    assert page.evaluate(STICKING_OUT) == []
    low = page.locator(".pc-ask label:visible, [data-choice] label").evaluate_all(
        "(all) => all.filter((one) => one.getBoundingClientRect().height < 43.5).length"
    )
    assert low == 0
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN_AXE) == []
