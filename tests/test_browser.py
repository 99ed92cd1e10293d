"""What a reader meets in a real browser: keyboard, small screens, light and dark, and nothing from anybody else."""

from __future__ import annotations

import multiprocessing
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser import installed
from conftest import BROWSER_FLAGS, LANGUAGES, PAGES, QUERIES, SUB_PATH, home_of
from readers import DESK, PHONE, RUN_AXE, STICKING_OUT, TINY, Reader, Readers, focused, new_reader

DEFAULT = LANGUAGES[0]
EVERY_PAGE = {f"{kind}, {language}": home_of(language) + path + QUERIES.get(kind, "") for language in LANGUAGES for kind, path in PAGES.items()} | {
    "lost address": "404.html"
}


# --- a walk over one page of each type in each language -------------------------------


@dataclass
class Visit:
    """What was seen of one page."""

    foreign: list[str]
    complaints: list[str]
    too_wide: list[str]
    """Elements that stick out at 320 pixels, if the page scrolls sideways there."""
    violations: dict[str, list[str]]
    """What axe found, by width and colours."""
    links: dict[str, str]
    """Where the language menu leads."""


SHORTEN = """() => {
  const shorten = (selector, length) => {
    for (const list of document.querySelectorAll(selector)) while (list.children.length > length) list.lastElementChild.remove();
  };
  shorten("main :is(ul, ol, dl, tbody), main .pc-index, main .pc-index > div", 8);
  shorten("main article", 40);
}"""
"""Leaves the first of many alike rows: what width and colours do to a row, the first ones show, in a third of the time."""

ALL_BUT_CONTRAST = {"color-contrast": {"enabled": False}}
"""For whole pages in the further languages: contrast takes three quarters of the time, and rows have the same colours in every language."""


PROCESSES = 2
"""How many browsers walk at once; axe alone would keep one of them busy for minutes."""


@pytest.fixture(scope="module")
def visits(address: str) -> dict[str, Visit]:
    """Each type of page in each language, once: narrow and whole, then shortened on a phone and a desk, light and dark."""
    pages = list(EVERY_PAGE.items())
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        parts = pool.map(walk, [address] * len(pages), [pages[start :: 4 * PROCESSES] for start in range(4 * PROCESSES)])
        return {kind: visit for part in parts for kind, visit in part.items()}


def walk(address: str, pages: list[tuple[str, str]]) -> dict[str, Visit]:
    """Visit pages in a browser of one's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=BROWSER_FLAGS)
        reader = new_reader(browser, address, viewport=TINY, reduced_motion="reduce")
        page = reader.context.new_page()  # one tab for all: a new one costs the browser more than most pages do
        found = {kind: visited(reader, page, kind, path) for kind, path in pages}
        browser.close()
    return found


def visited(reader: Reader, page: Page, kind: str, path: str) -> Visit:
    """What is seen of one page."""
    page.goto("about:blank")
    page.set_viewport_size({"width": TINY["width"], "height": TINY["height"]})
    reader.foreign.clear()
    reader.complaints.clear()
    page.goto(reader.address + path, wait_until="load")
    page.wait_for_function("() => Boolean(window.pcSearch) && !document.querySelector('main [aria-busy=true]')")
    too_wide = page.evaluate(STICKING_OUT)
    links = {str(link.get_attribute("hreflang")): str(link.get_attribute("href")) for link in page.locator("header a[hreflang]").all()}
    page.evaluate(AXE_SCRIPT)
    violations = {"320 px, whole page": page.evaluate(RUN_AXE, None if path == "404.html" or kind.endswith(f", {DEFAULT}") else ALL_BUT_CONTRAST)}
    page.evaluate(SHORTEN)
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for colours in ("light", "dark"):
            page.evaluate("(colours) => { document.documentElement.dataset.theme = colours }", colours)
            violations[f"{size['width']} px, {colours}"] = page.evaluate(RUN_AXE)
    return Visit(list(reader.foreign), list(reader.complaints), too_wide, violations, links)


def test_no_page_asks_another_host_for_anything(visits: dict[str, Visit]) -> None:
    """No font, script, picture or counter from anybody else, with the addresses that a deployment sets."""
    faults = [f"{kind}: {asked}" for kind, visit in visits.items() for asked in visit.foreign]
    assert not faults, "\n".join(faults)


def test_no_page_complains(visits: dict[str, Visit]) -> None:
    """The browser's console stays empty of errors and warnings."""
    faults = [f"{kind}: {complaint}" for kind, visit in visits.items() for complaint in visit.complaints]
    assert not faults, "\n".join(faults)


def test_nothing_scrolls_sideways_on_the_smallest_screen(visits: dict[str, Visit]) -> None:
    """At 320 pixels, which is also 1280 at four times the size, reading needs one direction only (WCAG 1.4.10)."""
    faults = [f"{kind}: {element}" for kind, visit in visits.items() for element in visit.too_wide]
    assert not faults, "\n".join(faults)


def test_axe_finds_nothing_on_any_type_of_page(visits: dict[str, Visit]) -> None:
    """No violation of axe's rules, on a phone and a desk, light and dark; every element of every page is looked at once."""
    faults = [f"{kind}, {how}: {fault}" for kind, visit in visits.items() for how, found in visit.violations.items() for fault in found]
    assert not faults, f"{len(faults)} violations\n" + "\n".join(faults[:60])


def test_the_language_menu_leads_to_the_same_page(visits: dict[str, Visit], address: str) -> None:
    """Each page links to itself in every language; the page for lost addresses to the home pages."""
    root = address.removesuffix(SUB_PATH)
    for kind, path in EVERY_PAGE.items():
        same = "" if path == "404.html" else path if kind.endswith(f", {DEFAULT}") else path.split("/", 1)[1]
        expected = {language: SUB_PATH + home_of(language) + same for language in LANGUAGES}
        here = f"{SUB_PATH}{path}"
        assert {language: resolved(root, here, link) for language, link in visits[kind].links.items()} == expected, kind


def resolved(root: str, here: str, link: str) -> str:
    """A link as the path that a browser asks for."""
    return urljoin(root + here, link).removeprefix(root)


def test_the_watch_sees_foreign_requests_complaints_and_violations(browser: Browser, address: str) -> None:
    """The tests above can fail: a picture from elsewhere, a script error, a box that is too wide and pale text are all noticed."""
    reader = new_reader(browser, address, viewport=TINY)
    page = reader.open()
    page.evaluate(
        """() => {
          document.querySelector("main article").insertAdjacentHTML("afterbegin",
            '<img src="http://elsewhere.example/x.png"><p style="width:400px;color:#eee;background:#fff">Pale text</p>');
          setTimeout(() => { throw new Error("planted") });
        }"""
    )
    with page.expect_event("requestfailed"):
        page.evaluate("document.querySelector('img').loading = 'eager'")
    assert reader.foreign == ["http://elsewhere.example/x.png"]
    assert any("planted" in complaint for complaint in reader.complaints)
    assert page.evaluate(STICKING_OUT)
    page.evaluate(AXE_SCRIPT)
    assert {"image-alt", "color-contrast"} <= {fault.partition(":")[0] for fault in page.evaluate(RUN_AXE)}
    reader.context.close()


# --- without scripts ---------------------------------------------------------------------


def test_without_scripts_the_pages_and_the_language_menu_work(reading: Readers) -> None:
    """Scripts only add comfort."""
    page = reading(java_script_enabled=False).open("countries/dk/")
    expect(page.locator("[data-pc-search]").first).to_be_hidden()
    page.locator("main a[href$='randers-my-life-my-plan/']").first.click()
    menu = page.locator("header details", has=page.locator("[hreflang]"))
    menu.locator("summary").click()
    menu.locator("a[hreflang=da]").click()
    page.wait_for_url("**/da/practices/randers-my-life-my-plan/")
    expect(page.locator("h1")).to_be_visible()


# --- keyboard ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_first_key_leads_past_the_header(reading: Readers, size: dict[str, int]) -> None:
    """Tab shows the skip link, Enter moves the focus to the content, and the next Tab stays there."""
    page = reading(viewport=size).open("practices/")
    page.keyboard.press("Tab")
    skip = page.locator(".pc-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    assert focused(page, "#content a, #content summary")


@pytest.mark.parametrize("inside", ["[hreflang]", "[data-pc-theme]"], ids=["language", "light or dark"])
def test_the_menus_work_by_keyboard(reading: Readers, inside: str) -> None:
    """Enter opens a menu, Tab goes into it, Escape closes it and gives the focus back; leaving it closes it too."""
    page = reading(viewport=PHONE).open()
    menu = page.locator("header details", has=page.locator(inside))
    summary, first = menu.locator("summary"), menu.locator(inside).first
    summary.focus()
    expect(first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(first).to_be_hidden()


def test_a_language_link_opens_the_same_page(reading: Readers) -> None:
    """From a practice in German to the same practice in Swedish, with two clicks."""
    page = reading(viewport=PHONE).open("de/practices/tampere-kotitori/")
    menu = page.locator("header details", has=page.locator("[hreflang]"))
    menu.locator("summary").click()
    menu.locator("a[hreflang=sv]").click()
    page.wait_for_url("**/practice-commons/sv/practices/tampere-kotitori/")
    assert page.locator("html").get_attribute("lang") == "sv"
    expect(page.locator("h1")).to_contain_text("Tam")


def test_a_lost_address_shows_the_way_home_in_every_language(reading: Readers) -> None:
    """Deep below a folder that does not exist, the links of the page for lost addresses still work."""
    page = reading().open("sv/no/such/page/")
    for language in LANGUAGES:
        link = page.locator(f"main section[lang={language}] a")
        expect(link).to_be_visible()
        link.click()
        page.wait_for_url(re.compile(re.escape(SUB_PATH + home_of(language)) + "$"))
        assert page.locator("html").get_attribute("lang") == language
        page.go_back()


# --- light and dark ----------------------------------------------------------------------


def brightness(page: Page) -> float:
    """How light the page's background is, from 0 to 255."""
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number)")
    return float(red + green + blue) / 3


def test_the_chosen_colours_survive_a_reload(reading: Readers) -> None:
    """Dark, chosen in the menu, stays dark on the next page and after a reload, until the device decides again."""
    page = reading(color_scheme="light").open()
    menu = page.locator("header details", has=page.locator("[data-pc-theme]"))

    def choose(theme: str) -> None:
        menu.locator("summary").click()
        menu.locator(f"[data-pc-theme='{theme}']").click()

    assert brightness(page) > 200
    choose("dark")
    assert brightness(page) < 60
    page.reload()
    assert brightness(page) < 60
    page.goto(page.url + "practices/")
    assert brightness(page) < 60
    expect(menu.locator("[data-pc-theme='dark']")).to_have_attribute("aria-pressed", "true")
    choose("")
    assert brightness(page) > 200
    page.emulate_media(color_scheme="dark")
    assert brightness(page) < 60
    choose("light")
    assert brightness(page) > 200
