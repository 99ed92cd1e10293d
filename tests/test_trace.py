"""The trace from guidelines to practice and back: no clause can be renamed or lost unseen, and no claim stands without what it rests on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from catalogue.check import check
from catalogue.language import translations
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.problem import Problem
from catalogue.render.guidelines import hand_written_pages
from catalogue.render.page import StagedPage, readers_of
from conftest import LANGUAGES, ROOT

CLAUSE = "sempre.users-as-staff"
RENAMED = "sempre.users-as-workers"
HEADING = re.compile(r"^#{2,6} .*\{#([^\s}]+)( \.clause)?[^}]*\}\s*$", re.MULTILINE)
BROKEN = ("unknown-clause", "page-link")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the files that hold guidelines and records, with a page that links to the clause."""
    root = tmp_path / "library"
    for name in ("practices", "sources", "vocabularies", "docs"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    home = root / "docs" / LANGUAGES[0] / "index.md"
    home.write_text(f"{home.read_text('utf-8')}\nOne of them is [paid work for users](clause:{CLAUSE}).\n", "utf-8")
    return root


def citing_lines(root: Path) -> set[tuple[str, int]]:
    """Every line of a record or a page that cites the clause, found with nothing but the text of the files."""
    files = [*(root / "practices").glob("*.yaml"), *(root / "docs").rglob("*.md")]
    link = re.compile(rf"(clause: {re.escape(CLAUSE)}\s*$|\(clause:{re.escape(CLAUSE)}\))")
    return {
        (path.relative_to(root).as_posix(), number)
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if link.search(line)
    }


def change_headings(root: Path, change: Callable[[str], str]) -> None:
    """Change the line of the clause's heading in every language."""
    changed = 0
    for path in (root / "docs").rglob("sempre.md"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        found = [index for index, line in enumerate(lines) if line.startswith("#") and f"#{CLAUSE} " in line]
        for index in found:
            lines[index] = change(lines[index])
            changed += 1
        path.write_text("".join(lines), "utf-8")
    assert changed >= 2, "the guideline stands in several languages"


def broken(root: Path) -> list[Problem]:
    """What the checker says about clauses that do not exist."""
    return [problem for problem in check(load(root)) if problem.rule in BROKEN]


def test_the_copy_has_no_broken_trace(library: Path) -> None:
    assert broken(library) == []


def test_renaming_a_clause_is_an_error_at_every_line_that_cites_it_with_the_new_id(library: Path) -> None:
    cited = citing_lines(library)
    assert {path.split("/")[0] for path, _ in cited} == {"practices", "docs"}
    change_headings(library, lambda line: line.replace(f"#{CLAUSE} ", f"#{RENAMED} "))
    problems = broken(library)
    assert {(problem.place.path, problem.place.line) for problem in problems} == cited
    assert {problem.severity.word for problem in problems} == {"error"}
    assert {problem.suggestion for problem in problems} == {RENAMED}
    assert all(CLAUSE in problem.sentence(str) for problem in problems)


def test_removing_a_clause_is_an_error_at_every_line_that_cites_it(library: Path) -> None:
    cited = citing_lines(library)
    change_headings(library, lambda _: "")
    problems = broken(library)
    assert {(problem.place.path, problem.place.line) for problem in problems} == cited
    assert {problem.severity.word for problem in problems} == {"error"}
    assert CLAUSE not in {problem.suggestion for problem in problems}


def test_two_languages_that_rename_a_clause_differently_are_an_error(library: Path) -> None:
    """A record cites one id; a reader of any language must find it."""
    path = library / "docs" / "sv" / "guidelines" / "sempre.md"
    path.write_text(path.read_text("utf-8").replace(f"#{CLAUSE} ", f"#{RENAMED} "), "utf-8")
    assert any(problem.rule == "page-agreement" and problem.place.path == "docs/sv/guidelines/sempre.md" for problem in check(load(library)))


@pytest.fixture(scope="module")
def guidelines() -> dict[tuple[str, str], StagedPage]:
    """The pages of all guidelines, by language and path."""
    readers = readers_of(Catalogue(load(ROOT)))
    return {(page.language, page.path): page for reader in readers for page in hand_written_pages(reader) if isinstance(page, StagedPage)}


def carried_out() -> dict[str, set[str]]:
    """The practices of every clause, counted from the files alone."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "practices").glob("*.yaml"):
        record = yaml.safe_load(path.read_text("utf-8"))
        for link in record.get("guidelines", ()) if record["status"] in ("published", "dormant") else ():
            found.setdefault(link["clause"], set()).add(path.stem)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_shows_its_practices_or_says_that_none_is_known_and_invites_one(language: str, guidelines: dict[tuple[str, str], StagedPage]) -> None:
    practices, say = carried_out(), translations(ROOT, language).gettext
    none, invitation = say("No practice of this library is known to carry out this clause yet."), say("Do you know one?")
    seen: set[str] = set()
    for path in sorted((ROOT / "docs" / LANGUAGES[0] / "guidelines").glob("*.md")):
        body = guidelines[language, f"guidelines/{path.name}"].body
        found = list(HEADING.finditer(body))
        for heading, following in zip(found, [*found[1:], None], strict=True):
            part = body[heading.end() : following.start() if following else len(body)]
            block = re.search(r'<div class="pc-clause__practices".*?</div>', part)
            assert bool(block) == bool(heading[2]), heading[1]
            if block:
                seen.add(heading[1])
                assert set(re.findall(r'practices/([a-z0-9-]+)/"', block[0])) == practices.get(heading[1], set()), heading[1]
                assert (none in block[0] and invitation in block[0] and 'contribute/"' in block[0]) == (heading[1] not in practices), heading[1]
    assert set(practices) <= seen and len(seen) > 40 and seen - set(practices)


ONLY_ILLUSTRATIONS = {
    # The practice shows the gap that the clause wants to close.
    ("sempre.diverse-funding", "sivans-dog-service"),
    ("sempre.eu-social-dimension", "sempre-accelerators"),
    ("quality-framework.users-rights", "trondelag-user-interviews-user"),
    # The record has no fact on what the clause asks: how the buyers procure, whether income is enough, whether all strands are combined.
    ("sempre.procurement", "basta"),
    ("esn-inclusive-activation.adequate-income-support", "miriam-single-mothers"),
    ("active-inclusion.adequate-income-support", "belgium-experts-by-experience"),
    ("active-inclusion.integrated-implementation", "hjorring-model"),
    # Esther is an imagined person; whether older people themselves take part is not known.
    ("esn-cross-sector.user-involvement", "jonkoping-esther-model"),
    # The record classes the involvement as that of a group; no source says that four levels were meant.
    ("sempre.four-levels", "lulea-sewing-collective"),
    # Neither project is a whole system on its own.
    ("coe-user-involvement.holistic-system", "randers-disability-plan"),
    ("coe-user-involvement.holistic-system", "randers-my-life-my-plan"),
    # What the section asks was not seen, so nothing can be said to carry it out.
    ("coe-user-involvement.key-principles", "jonkoping-esther-model"),
    ("coe-user-involvement.other-guidelines", "dithmarschen-alldi"),
    # An example that could be spread, and another way than the clause's.
    ("open-method.spread-local-examples", "gothenburg-user-audits"),
    ("open-method.users-delegation", "belgium-experts-by-experience"),
}


def test_every_practice_named_as_an_example_of_a_clause_names_the_clause_back() -> None:
    """A reader who sees an example must not read below it that no practice is known; a pair that needs no exception any more is an error too."""
    practices, named = carried_out(), set()
    for path in (ROOT / "docs").glob("*/guidelines/*.md"):
        body = path.read_text("utf-8")
        found = list(HEADING.finditer(body))
        for heading, following in zip(found, [*found[1:], None], strict=True):
            part = body[heading.end() : following.start() if following else len(body)]
            named |= {(heading[1], practice) for practice in re.findall(r"\(practice:([a-z0-9-]+)\)", part) if heading[2]}
    assert len(named) > 40
    assert {(clause, practice) for clause, practice in named if practice not in practices.get(clause, set())} == ONLY_ILLUSTRATIONS


EXAMPLES = {
    "an unknown clause": ("unknown-clause", "unknown-clause", 2),
    "a claim without a source": ("claim-without-source", "missing-field", 2),
    "a claim with an empty list of sources": ("claim-without-source", "empty-value", 1),
    "a rung typed by hand": ("evidence-typed-in", "unknown-field", 3),
    "a circular lineage": ("circular-lineage", "circular-lineage", 5),
    "a result, an observation or a study before the start": ("result-before-start", "result-before-start", 4),
    "a follow-up of fewer than no months": ("result-before-start", "wrong-form", 1),
}


@pytest.mark.parametrize(("case", "rule", "lines"), EXAMPLES.values(), ids=EXAMPLES)
def test_bad_evidence_has_an_example_with_a_clear_error_at_each_line(case: str, rule: str, lines: int) -> None:
    """The outputs themselves are compared letter by letter in test_check.py; here it is that none of them is missing."""
    expected = (ROOT / "tests" / "records" / "invalid" / case / "expected.txt").read_text("utf-8").splitlines()
    assert len([line for line in expected if re.match(r"practices/[a-z-]+\.yaml:[1-9]\d*:[1-9]\d*: error: ", line) and line.endswith(f" [{rule}]")]) == lines
