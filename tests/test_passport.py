"""The evidence passport, the family tree and the words of others: each follows from the facts, and says what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from catalogue import evidence
from catalogue.check.lineage import UPWARDS
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.record import Record
from catalogue.render.crosswalk import ROWS, SCHEMES, crosswalk_pages
from catalogue.render.lineage import Families, Tree
from catalogue.render.passport import basis, repeated, states, steps
from catalogue.render.practices import Builder
from catalogue.render.reader import Reader
from conftest import LANGUAGES, ROOT, home_of, small_library
from readers import TINY, Readers

RESULT = {"id": "c", "kind": "outcome", "direction": "positive", "sources": ["town-page"]}
TRIAL = {**RESULT, "design": "randomised-trial", "comparison": "randomised-control-group", "measured_by": "independent-researchers"}
STUDY = {"status": "read", "designs": ["before-after"], "comparison": "before", "sources": ["town-page"]}
WHOLE = {"goals": ["G"], "approach": "A"}
NOTHING = {"reasoned": ("goals", "reason"), "monitored": ("result", "check"), "evaluated": ("result", "comparison", "design", "measurer")}


def data(text: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A record with only what a test is about."""
    words = {"title": "T", "summary": "S", **(text or {})}
    return {"status": "published", "language": "en", "places": [{"country": "DK"}], "text": {"en": words}, "sources": ["town-page"], **fields}


def record(text: dict[str, Any] | None = None, **fields: Any) -> Record:
    return Record.model_validate(data(text, **fields))


# What a record has, the rung it reaches, and what each rung lacks
LADDER: dict[str, tuple[Record, str, dict[str, tuple[str, ...]]]] = {
    "title and summary": (record(), "described", NOTHING),
    "goals alone": (record({"goals": ["G"]}), "described", {**NOTHING, "reasoned": ("reason",)}),
    "an account of the work alone": (record({"approach": "A"}), "described", {**NOTHING, "reasoned": ("goals",)}),
    "goals and the work": (record(WHOLE), "reasoned", {**NOTHING, "reasoned": ()}),
    "goals and the challenge": (record({"goals": ["G"], "challenge": "C"}), "reasoned", {**NOTHING, "reasoned": ()}),
    "a number of participants": (record(claims=[{**TRIAL, "kind": "reach"}]), "described", NOTHING),
    "a result, nobody knows how": (
        record(WHOLE, claims=[RESULT]),
        "reasoned",
        {"monitored": ("check",), "evaluated": ("comparison", "design", "measurer")},
    ),
    "a result from a survey of users": (
        record(claims=[{**RESULT, "design": "user-survey"}]),
        "monitored",
        {"reasoned": ("goals", "reason"), "evaluated": ("comparison", "design", "measurer")},
    ),
    "a result against the goal": (
        record(WHOLE, claims=[{**RESULT, "comparison": "target", "measured_by": "own-organisation"}]),
        "monitored",
        {"evaluated": ("comparison", "design")},
    ),
    "a comparison of unknown design": (record(WHOLE, claims=[{**RESULT, "comparison": "before"}]), "monitored", {"evaluated": ("design", "measurer")}),
    "a study without its measurer": (
        record(WHOLE, claims=[{**RESULT, "comparison": "before", "design": "before-after"}]),
        "monitored",
        {"evaluated": ("measurer",)},
    ),
    "two halves of a study": (
        record(WHOLE, claims=[{**RESULT, "comparison": "before", "design": "before-after"}, {**RESULT, "id": "d", "measured_by": "funder"}]),
        "monitored",
        {"evaluated": ("measurer",)},
    ),
    "a trial": (record(WHOLE, claims=[TRIAL]), "evaluated", {}),
    "a trial without effect and no goals": (record(claims=[{**TRIAL, "direction": "none"}]), "evaluated", {"reasoned": ("goals", "reason")}),
    "a study that was read": (record(WHOLE, evaluations=[STUDY]), "evaluated", {"monitored": ("result", "check")}),
    "a study that was not read": (record(WHOLE, evaluations=[{**STUDY, "status": "exists-unread"}]), "reasoned", {**NOTHING, "reasoned": ()}),
    "a study of another design": (
        record(WHOLE, evaluations=[{**STUDY, "designs": ["case-study"]}]),
        "reasoned",
        {"monitored": ("result", "check"), "evaluated": ("design",)},
    ),
}


@pytest.mark.parametrize(("made", "level", "missing"), LADDER.values(), ids=LADDER)
def test_every_rung_names_exactly_the_facts_it_lacks(made: Record, level: str, missing: dict[str, tuple[str, ...]]) -> None:
    rungs = evidence.ladder(made)
    assert {rung.level: rung.missing for rung in rungs if rung.missing} == {name: facts for name, facts in missing.items() if facts}
    assert tuple(rung.level for rung in rungs) == evidence.LEVELS
    assert evidence.level(made) == level
    assert {fact for rung in rungs for fact in rung.missing} <= set(evidence.FACTS)


ENDED = {"state": "ended", "as_of": 2024, "why": {"en": "The money ended."}, "sources": ["town-page"]}
STATES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "nothing known": ({}, ()),
    "still planned": ({"activity": {**ENDED, "state": "planned"}}, ()),
    "ended": ({"activity": ENDED}, ("stopped",)),
    "a trial that helped": ({"claims": [TRIAL]}, ()),
    "a trial without effect": ({"claims": [{**TRIAL, "direction": "none"}]}, ("no-effect",)),
    "a trial that did harm, and an end": ({"claims": [{**TRIAL, "direction": "negative"}], "activity": ENDED}, ("stopped", "no-effect")),
    "a trial with both": ({"claims": [TRIAL, {**TRIAL, "id": "d", "direction": "none"}]}, ("mixed-effect",)),
    "no effect, but nobody compared": ({"claims": [{**RESULT, "direction": "none"}]}, ()),
}


@pytest.mark.parametrize(("fields", "found"), STATES.values(), ids=STATES)
def test_only_a_study_shows_that_something_does_not_work(fields: dict[str, Any], found: tuple[str, ...]) -> None:
    assert evidence.states(record(**fields)) == found


TOLD: dict[str, tuple[list[dict[str, Any]], str | None]] = {
    "no result": ([], None),
    "measured by itself": ([{**RESULT, "measured_by": "own-organisation", "sources": ["study"]}], "itself"),
    "told by itself": ([RESULT], "itself"),
    "told by others, with a page": ([{**RESULT, "sources": ["study, p. 3", "town-page"]}], "others"),
    "measured by others, told by itself": ([TRIAL], "others"),
    "both": ([RESULT, {**TRIAL, "id": "d"}], "both"),
}


@pytest.mark.parametrize(("claims", "told"), TOLD.values(), ids=TOLD)
def test_who_measured_decides_who_vouches_for_a_result_and_else_who_speaks(claims: list[dict[str, Any]], told: str | None) -> None:
    perspectives = {"town-page": "own-account", "study": "research"}
    made = record(claims=claims, sources=["town-page", "study"])
    assert evidence.told_by(made, perspectives) == told
    assert not evidence.only_own_account(made, perspectives)
    assert evidence.only_own_account(record(), perspectives)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, False),
        ({"claims": [RESULT]}, False),
        ({"claims": [{**RESULT, "users_asked": True}]}, True),
        ({"claims": [{**RESULT, "design": "user-survey"}]}, True),
        ({"evaluations": [{**STUDY, "designs": ["user-survey"]}]}, True),
        ({"evaluations": [{**STUDY, "designs": ["user-survey"], "status": "planned"}]}, False),
        ({"reviews": [{"kind": "users-panel", "sources": ["town-page"]}]}, True),
    ],
)
def test_users_were_asked_only_where_a_source_says_so(fields: dict[str, Any], asked: bool) -> None:
    assert evidence.users_asked(record(**fields)) is asked


Made = Callable[..., Catalogue]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Makes a library of records that have ties; each is named by its id."""

    def make(**records: dict[str, Any]) -> Catalogue:
        root = small_library(tmp_path / "library", "locale")
        for path in (root / "practices").iterdir():
            path.unlink()
        for id_, fields in records.items():
            path = root / "practices" / f"{id_}.yaml"
            path.write_text(yaml.safe_dump(data({"title": f"The {id_}"}, **fields)), "utf-8")
        return Catalogue(load(root))

    return make


def ties(**to: str) -> dict[str, Any]:
    """Relations by kind, with underscores for hyphens, to the practice of each."""
    return {"relations": [{"kind": kind.replace("_", "-"), "practice": other} for kind, other in to.items()]}


def builder(catalogue: Catalogue, id_: str) -> Builder:
    return Builder(catalogue.practices[id_], Reader(catalogue, "en"))


def outline(branch: Any) -> Any:
    """A drawn tree as nested lists of ties and titles, the practice of the page with a star."""
    words = re.sub("<[^>]*>", "", f"{branch.tie} {branch.link}").strip() + "*" * branch.current
    return [words, *map(outline, branch.branches), *([branch.more[0]] if branch.more else [])]


def test_a_practice_is_repeated_elsewhere_if_either_record_says_so_and_the_other_is_listed(made: Made) -> None:
    catalogue = made(
        first=ties(adopted_by="second"),
        second={},
        third={},
        fourth=ties(adopted_from="third"),
        fifth={},
        sixth={**ties(adopted_from="fifth"), "status": "withdrawn"},
        seventh=ties(comparable="eighth", part_of="ninth"),
        eighth={},
        ninth={},
    )
    assert [id_ for id_ in catalogue.practices if repeated(id_, catalogue)] == ["first", "third"]


def test_a_chain_of_three_is_drawn_whole_from_each_of_its_pages(made: Made) -> None:
    """What was kept, changed and stopped stands on every page of the family, with its sources."""
    tie = {"kind": "adopted-from", "practice": "town", "kept": {"en": "The small sums"}, "stopped": {"en": "The yearly meeting, for lack of time"}}
    catalogue = made(pilot={}, town=ties(continues="pilot"), county={"relations": [{**tie, "sources": ["town-report, p. 7"]}]}, alone={})
    drawn = {id_: Tree(builder(catalogue, id_)).draw() for id_ in catalogue.practices}
    assert drawn["alone"] is None
    assert outline(drawn["pilot"]) == ["The pilot*", ["Continued by The town", ["Adopted by The county"]]]
    assert outline(drawn["town"]) == ["The pilot", ["Continued by The town*", ["Adopted by The county"]]]
    assert outline(drawn["county"]) == ["The pilot", ["Continued by The town", ["Adopted by The county*"]]]
    for id_ in ("pilot", "town", "county"):
        notes = " ".join(drawn[id_].branches[0].branches[0].notes)  # type: ignore[union-attr]
        assert "<b>Kept:</b> The small sums" in notes and "<b>Stopped:</b> The yearly meeting" in notes and "p. 7" in notes


def test_a_tie_that_both_records_state_is_drawn_once_and_siblings_are_counted(made: Made) -> None:
    catalogue = made(whole=ties(has_part="one"), one=ties(part_of="whole"), two=ties(part_of="whole"), three=ties(part_of="whole"))
    tree = Tree(builder(catalogue, "one")).draw()
    assert outline(tree) == ["The whole", ["Includes The one*"], "2 more practices"]


def test_a_practice_with_two_origins_hangs_under_the_farther_and_names_the_other(made: Made) -> None:
    catalogue = made(net={}, next=ties(continues="net"), child={"relations": [*ties(part_of="net")["relations"], *ties(part_of="next")["relations"]]})
    tree = Tree(builder(catalogue, "child")).draw()
    assert outline(tree) == ["The net", ["Continued by The next", ["Includes The child*"]]]
    child = tree.branches[0].branches[0]  # type: ignore[union-attr]
    assert [(other.tie, "The net" in other.link) for other in child.also] == [("Part of", True)]


def test_a_pilot_that_is_part_of_what_continued_it_is_drawn_once(made: Made) -> None:
    """No circle of descent, so no error; the tree still ends."""
    catalogue = made(pilot=ties(part_of="programme"), programme=ties(continues="pilot"))
    assert sum(origin.parent in catalogue.practices for origin in Families(catalogue).above.values()) == 1
    assert str(outline(Tree(builder(catalogue, "pilot")).draw())).count("The pilot") == 1


def test_the_ties_of_a_family_are_inverse_to_each_other_in_the_vocabulary() -> None:
    terms = Catalogue(load(ROOT)).terms["relations"]
    assert {kind: terms[kind].term.inverse for kind in UPWARDS} == UPWARDS


def test_the_passport_says_what_is_missing_up_to_the_next_step_and_no_further(made: Made) -> None:
    catalogue = made(
        one={"activity": ENDED, "claims": [{**RESULT, "measured_by": "own-organisation"}], "evaluations": [{**STUDY, "status": "exists-unread"}]},
        two=ties(adopted_from="one"),
    )
    page = builder(catalogue, "one")
    assert [bool(step.missing) for step in steps(page)] == [False, True, False, False]
    rows = {row.label: row.words for row in basis(page)}
    assert rows["Results"] == ["Improvement: 1"]
    assert rows["Measured by"] == ["The organisation itself", "All results come from the organisation itself."]
    assert rows["Users were asked"] == []
    shown = [re.sub("<[^>]*>", "", item.main) for item in states(page)]
    assert shown == ["It has ended", "Repeated elsewhere", "There is an evaluation that we have not read yet."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_every_scheme_stand_in_the_table_in_every_language(language: str) -> None:
    (page,) = crosswalk_pages(Reader(Catalogue(load(ROOT)), language))
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page.body)
    assert len(rows) == len(ROWS)
    for row, html in zip(ROWS, rows, strict=True):
        cells = re.findall(r"<td>(.*?)</td>", html)
        assert [("pc-unknown" in cell) for cell in cells] == [row not in scheme.words for scheme in SCHEMES]
    for scheme in SCHEMES:
        assert f'id="{scheme.id}"' in page.body and set(scheme.words) <= set(ROWS)
        for link in scheme.links:
            assert f'href="{link.url.replace("&", "&amp;")}"' in page.body


PRACTICES = ("eigen-kracht-conferences", "dithmarschen-alldi")


def test_every_practice_page_has_its_passport_and_names_its_place_in_the_family(site: Path) -> None:
    for language in LANGUAGES:
        folder = site / home_of(language) / "practices"
        for id_ in PRACTICES:
            html = (folder / id_ / "index.html").read_text("utf-8")
            assert html.count('<li class="pc-step') == len(evidence.LEVELS)
            assert "about/evidence-words/" in html
            assert html.count('id="family"') == html.count('class="pc-tree"') == (id_ == "dithmarschen-alldi")
        assert html.count('href="#family" aria-current="page"') == 1


@pytest.mark.parametrize("path", [*(f"practices/{id_}/" for id_ in PRACTICES), "about/evidence-words/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_new_parts_have_no_barrier_that_axe_knows_and_fit_a_narrow_screen(path: str, scheme: str, reading: Readers) -> None:
    page = reading(viewport=TINY, color_scheme=scheme).open(path)
    parts = ["section[aria-labelledby=evidence]", "section[aria-labelledby=family]", ".pc-crosswalk"]
    here = [[part] for part in parts if page.locator(part).count()]
    assert here
    found = Axe().run(page, context={"include": here}, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
