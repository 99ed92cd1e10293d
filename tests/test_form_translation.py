"""A translation made in the form knows its original: which field is out of date, what a machine wrote, what a person has compared."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

import check
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.reader import Reader as LanguageReader
from catalogue.render.worklist import named, task_of
from catalogue.translation import FIELDS, fingerprint, said, translated
from catalogue.yaml12 import read
from conftest import ROOT, project_copy, run_command
from readers import RUN_AXE, STICKING_OUT, Reader
from test_form import FORM, READY, Form, form

__all__ = ["form"]  # a fixture

PRACTICE, CLAIM = "basta", "gain-for-society"
OTHER = "0" * 12
"""A version that no text has."""


# --- the version of a text ---------------------------------------------------------------------

AWKWARD: list[str | list[str]] = [
    "", " ", "a  b\tc\r\nd", "a\x0bb\x0cc", "a\x1cb\x1db\x1ec\x1fd", "a\x85b\xa0c\u1680d", "".join(f"a{chr(number)}" for number in range(0x2000, 0x2010)),
    "a\u2028b\u2029c\u202fd\u205fe\u3000f\u200bg\u2060h\ufeffi", "A\u030angstro\u0308m", "\u212bngstr\xf6m", "한글 각", "a\u0323\u0307 a\u0307\u0323",
    "😀 👩\u200d👧 🇸🇪", "عربي עברית 中文", ["one", "two"], ["one two"], "one\ntwo", ["one ", " two\nthree", ""], "long " * 5000, "\ud800 alone", "a\x00b",
]  # fmt: skip
"""Kinds of white space, letters in parts, lists, and signs outside of the first plane."""


def test_the_form_and_the_checker_give_every_text_the_same_version(form: Callable[..., Form]) -> None:
    """All texts of the library, awkward ones, and some made of the same signs at random."""
    chance = random.Random(7)  # noqa: S311  (the same texts in every run)
    signs = "".join(point for one in AWKWARD for point in one if len(point) < 100)
    texts = [*AWKWARD, *("".join(chance.choices(signs, k=40)) for _ in range(300))]
    for document in load(ROOT).of("practices"):
        texts += [list(one) if isinstance(one, tuple) else one for text in document.data["text"].values() for one in said(text).values()]
    assert len(texts) > 1000
    versions = form().page.evaluate(
        """async (texts) => {
          const model = { record: { $defs: { Text: { properties: { goals: {} } } } } };
          const all = JSON.parse(texts);
          await pcTranslation.learn({ text: Object.fromEntries(all.map((goals, at) => [at, { goals }])) }, model);
          return all.map(pcTranslation.version);
        }""",
        json.dumps(texts),
    )
    assert versions == [fingerprint(tuple(one) if isinstance(one, list) else one) for one in texts]


# --- a translator at work -----------------------------------------------------------------------


def partly_outdated() -> dict[str, Any]:
    """A record whose translation a machine made, from another original in three fields."""
    record: dict[str, Any] = read((ROOT / "practices" / f"{PRACTICE}.yaml").read_text("utf-8")).data
    record["text"]["sv"]["translation"]["made_from"] |= {"summary": OTHER, "challenge": OTHER, f"claims.{CLAIM}": OTHER}
    return record


def opened(reader: Reader, record: dict[str, Any], language: str = "sv") -> Page:
    """The form for translating a record, as the worklist's link opens it."""
    page = reader.context.new_page()
    page.route(f"**/contribute/records/{PRACTICE}.json", lambda route: route.fulfill(json=record))
    page.goto(f"{reader.address}{FORM}?practice={PRACTICE}&translate={language}")
    page.wait_for_function(READY)
    return page


def field(page: Page, step: str) -> Locator:
    """The field of a text."""
    return page.locator(f"[data-step='text.@.{step}']")


def sentence(page: Page) -> Locator:
    """The field of the sentence of the claim."""
    number = [claim["id"] for claim in partly_outdated()["claims"]].index(CLAIM)
    return page.locator("[data-step=claims] > [data-items] > li").nth(number).locator("[data-control=sentence]")


def state(of: Locator) -> Locator:
    """What stands of its translation beside a field."""
    return of.locator("[data-state]").last


def compared(of: Locator) -> Locator:
    """The button of a field that says: I have compared it."""
    return of.get_by_role("button", name="It says what the original says")


def translation(page: Page, language: str = "sv") -> Any:
    """What the draft says of its translation."""
    with page.expect_download() as download:
        page.locator("[data-draft-save]").click()
    return json.loads(download.value.path().read_text("utf-8"))["record"]["text"].get(language, {}).get("translation")


def version_of(key: str) -> str:
    """The version of a field of the original."""
    version = fingerprint(said(partly_outdated()["text"]["en"])[key])
    assert version != OTHER
    return version


CHANGED, BY_MACHINE = "The original has changed since this was translated.", "Translated by machine, not checked yet."
AGREED = "You have checked it: it says what the original says."


def test_a_translator_mends_and_compares_by_keyboard(reader: Reader, tmp_path: Path) -> None:
    """One text mended, one compared: the file passes the checker, which like the worklist knows only the third one as out of date."""
    page = opened(reader, partly_outdated())
    summary, challenge = field(page, "summary"), field(page, "challenge")
    expect(state(field(page, "title"))).to_have_text(BY_MACHINE)
    expect(state(summary)).to_have_text(f"{CHANGED} {BY_MACHINE}")
    expect(summary.locator("textarea")).to_have_accessible_description(re.compile(re.escape(CHANGED)))
    summary.locator("textarea").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Det är prövat.")
    expect(state(summary)).to_be_hidden()
    expect(compared(summary)).to_be_hidden()
    challenge.locator("textarea").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
        if compared(challenge).evaluate("(button) => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(compared(challenge)).to_be_focused()
    expect(compared(challenge)).to_be_disabled()
    expect(state(challenge)).to_have_text(AGREED)
    expect(page.locator("[data-announce]")).to_have_text(f"The challenge: {AGREED}")
    page.locator("[data-check]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-found]")).to_be_focused()
    assert [problem["at"] for problem in Form(page).problems() if problem["rule"] == "translation-outdated"] == [["text", "sv", "claims", CLAIM]]

    text = Form(page).files()[f"practices/{PRACTICE}.yaml"]
    copy = project_copy(tmp_path / "copy", [PRACTICE])
    (copy / "practices" / f"{PRACTICE}.yaml").write_text(text, "utf-8")
    done = run_command(check.main, "check.py", "--root", copy, copy / "practices" / f"{PRACTICE}.yaml")
    assert (done.code, done.out.splitlines()[-1]) == (0, "0 errors, 0 warnings, 1 piece of advice"), done.out
    assert f"The original of “claims.{CLAIM}” has changed" in done.out
    catalogue = Catalogue(load(copy))
    words = translated(catalogue.loaded.by_id["practices"][PRACTICE].data, "sv")
    assert words and words.translation
    swedish = LanguageReader(catalogue, "sv")
    task = task_of(catalogue.practices[PRACTICE], swedish)
    assert task and [said for _, said in task.rows if "text" not in said] == [
        named([f"claims.{CLAIM}"], words, swedish),
        named(["title", "approach", f"claims.{CLAIM}"], words, swedish),
    ]
    assert (words.method("summary"), words.method("challenge")) == ("human", "reviewed")
    assert_in_order(words.translation)


def assert_in_order(note: Mapping[str, Any]) -> None:
    """Notes by field stand in the order of the model, and claims by their ids."""
    for name in ("by_field", "made_from"):
        keys = list(note.get(name, {}))
        assert keys == sorted(keys, key=lambda key: (FIELDS.index(key.split(".")[0]), key)), name


def test_what_was_compared_is_a_persons_again_with_the_next_word(reader: Reader) -> None:
    """Reviewed means read as it stands."""
    page = opened(reader, partly_outdated())
    compared(field(page, "challenge")).click()
    assert translation(page)["by_field"] == {"challenge": "reviewed"}
    field(page, "challenge").locator("textarea").press_sequentially("x")
    assert translation(page)["by_field"] == {"challenge": "human"}
    assert translation(page)["made_from"]["challenge"] == version_of("challenge")
    expect(state(field(page, "challenge"))).to_be_hidden()


def test_the_sentence_of_a_claim_has_a_state_and_a_version_of_its_own(reader: Reader) -> None:
    """They follow its id when it is changed, in every language, and go with it."""
    page = opened(reader, partly_outdated())
    page.get_by_role("button", name="Add: Number or finding").click()
    expect(state(sentence(page))).to_have_text(f"{CHANGED} {BY_MACHINE}")
    sentence(page).get_by_role("button", name=re.compile("It says what the original says ?: Number or finding 1 › In words")).click()
    key = f"claims.{CLAIM}"
    assert (translation(page)["made_from"][key], translation(page)["by_field"]) == (version_of(key), {key: "reviewed"})
    claim = sentence(page).locator("xpath=ancestor::li[1]")
    claim.get_by_text("More details").click()
    claim.locator("[data-step=id] input").fill("gain")
    note = translation(page)
    assert key not in note["made_from"]
    assert (note["made_from"]["claims.gain"], note["by_field"]) == (version_of(key), {"claims.gain": "reviewed"})
    claim.get_by_role("button", name="Remove Number or finding 1").click()
    note = translation(page)
    assert "claims.gain" not in note["made_from"]
    assert "by_field" not in note


def test_emptied_texts_take_their_notes_along(reader: Reader) -> None:
    """A text by itself, and the last of a list; with the last text of a language its part goes."""
    record = partly_outdated()
    record["text"]["sv"] = {name: record["text"]["sv"][name] for name in ("title", "summary", "translation")}
    record["text"]["sv"]["translation"] = {"from": "en", "by": "machine", "by_field": {"summary": "human"}, "made_from": {"title": OTHER, "summary": OTHER}}
    page = opened(reader, record)
    field(page, "title").locator("input").fill("")
    assert translation(page) == {"from": "en", "by": "human", "made_from": {"summary": OTHER}}, "nothing by machine is left"
    page.get_by_role("button", name="Add: Goal").click()
    page.keyboard.type("Ett mål.")
    assert translation(page) == {"from": "en", "by": "human", "made_from": {"summary": OTHER}}, "the original has no goals"
    page.get_by_role("button", name="Remove Goal 1").click()
    field(page, "summary").locator("textarea").fill("")
    assert translation(page) is None


def test_the_least_careful_way_stands_over_a_text(reader: Reader) -> None:
    """Who mends a word in a reviewed text has not reviewed it; who says that all is reviewed has."""
    record = partly_outdated()
    record["text"]["sv"]["translation"] = {"from": "en", "by": "reviewed"}
    page = opened(reader, record)
    expect(page.locator("[data-state]:not(:empty)")).to_have_count(0)
    field(page, "title").locator("input").press_sequentially("x")
    note = translation(page)
    others = ("summary", "challenge", "approach", f"claims.{CLAIM}")
    assert note == {"from": "en", "by": "human", "by_field": dict.fromkeys(others, "reviewed"), "made_from": {"title": version_of("title")}}
    assert_in_order(note)
    expect(page.get_by_label("Translated by")).to_have_value("human")
    page.get_by_label("Translated by").select_option("reviewed")
    assert translation(page) == {"from": "en", "by": "reviewed", "made_from": {"title": version_of("title")}}


def test_an_original_that_changes_in_the_form_makes_its_translation_outdated(reader: Reader) -> None:
    """Whoever corrects the original sees in the translation what is to be mended, and is told."""
    page = opened(reader, read((ROOT / "practices" / f"{PRACTICE}.yaml").read_text("utf-8")).data)
    page.locator("[data-words-language]").select_option("en")
    expect(page.locator("[data-state]:not(:empty)")).to_have_count(0)
    field(page, "title").locator("input").press_sequentially("Better: ")
    page.locator("[data-words-language]").select_option("sv")
    expect(state(field(page, "title"))).to_have_text(f"{CHANGED} {BY_MACHINE}")
    expect(state(field(page, "summary"))).to_have_text(BY_MACHINE)
    page.locator("[data-check]").click()
    outdated = [problem["at"] for problem in Form(page).problems() if problem["rule"] == "translation-outdated"]
    assert sorted(outdated) == [["text", language, "title"] for language in ("da", "de", "sv")]


def test_a_text_whose_original_is_gone_says_so_and_offers_nothing_to_compare(reader: Reader) -> None:
    """It is out of date; typed anew, it stands without a version."""
    record = partly_outdated()
    del record["text"]["en"]["challenge"]
    page = opened(reader, record)
    challenge = field(page, "challenge")
    expect(state(challenge)).to_have_text(f"{CHANGED} {BY_MACHINE}")
    expect(compared(challenge)).to_have_count(0)
    challenge.locator("textarea").press_sequentially("x")
    expect(state(challenge)).to_be_hidden()
    assert "challenge" not in translation(page)["made_from"]


def test_without_the_browsers_hash_no_version_is_written(reader: Reader) -> None:
    """On plain http a browser counts no versions: nothing is called out of date, and what was typed has no version."""
    reader.context.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page = opened(reader, partly_outdated())
    expect(state(field(page, "summary"))).to_have_text(BY_MACHINE)
    field(page, "summary").locator("textarea").press_sequentially("x")
    note = translation(page)
    assert "summary" not in note["made_from"]
    assert note["by_field"] == {"summary": "human"}
    page.locator("[data-check]").click()
    assert Form(page).files()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_a_translation_at_work(reader: Reader, width: int) -> None:
    """States, originals and what was compared, light and dark; nothing sticks out."""
    page = opened(reader, partly_outdated())
    page.set_viewport_size({"width": width, "height": 700})
    compared(field(page, "challenge")).click()
    assert page.evaluate(STICKING_OUT) == []
    page.evaluate(AXE_SCRIPT)
    for colours in ("light", "dark"):
        page.evaluate("(colours) => { document.documentElement.dataset.theme = colours }", colours)
        assert page.evaluate(RUN_AXE) == []
