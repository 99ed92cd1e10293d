"""Golden pages: one of each kind that people read, exactly as it is staged.

``pytest tests/test_pages.py --rewrite`` writes them anew; look at each difference before committing it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from catalogue.check import check
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.problem import Severity
from catalogue.stage import clear, put, stage, staged_files
from conftest import RECORDS, small_library

PAGES = Path(__file__).parent / "pages"
GOLDEN = (
    "en/index.md",
    "en/practices/every-field.md",
    "sv/practices/every-field.md",
    "da/practices/one-sentence.md",
    "en/practices/index.md",
    "sv/countries/index.md",
    "de/countries/no.md",
    "en/guidelines/example.md",
    "de/guidelines/example.md",
    "en/sources/index.md",
    "sv/sources/town-report.md",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small library of the checker's examples with its valid records, the project's vocabularies and words."""
    root = small_library(tmp_path_factory.mktemp("pages"), "locale")
    shutil.copytree(PAGES / "library", root, dirs_exist_ok=True)
    for record in RECORDS.glob("valid/*.yaml"):
        shutil.copy(record, root / "practices")
    return root


@pytest.fixture(scope="module")
def staged(library: Path) -> dict[str, str]:
    """Every staged file of the small library."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795219200")
        loaded = load(library)
        assert [problem for problem in check(loaded) if problem.severity is Severity.ERROR] == []
        return dict(staged_files(Catalogue(loaded)))


@pytest.mark.parametrize("name", GOLDEN)
def test_the_page_is_as_it_was_reviewed(name: str, staged: dict[str, str], request: pytest.FixtureRequest) -> None:
    """A change of a page is seen in the difference of a file, before it is seen by readers."""
    golden, text = PAGES / name, spread(staged[name])
    if request.config.getoption("--rewrite"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8"), f"tests/pages/{name} differs: run pytest tests/test_pages.py --rewrite and look"


def spread(text: str) -> str:
    """A staged page with a line for each element, so that differences can be read."""
    return text.replace("> <", ">\n<")


def test_every_language_has_the_same_pages(staged: dict[str, str]) -> None:
    """Trees are complete: a reader who changes the language never meets a gap."""
    trees: dict[str, set[str]] = {}
    for name in staged:
        language, _, path = name.partition("/")
        if path.endswith(".md"):
            trees.setdefault(language, set()).add(path)
    assert set(trees) == {"en", "sv", "da", "de"}
    assert trees["en"] == trees["sv"] == trees["da"] == trees["de"]


def test_every_generated_body_is_one_line_of_html(staged: dict[str, str]) -> None:
    """So no Markdown step of any builder can read meaning into a record's prose."""
    for name, text in staged.items():
        if "/practices/" in name and name.endswith(".md"):
            body = text.split("\n---\n", 1)[1].strip()
            assert "\n" not in body and body.startswith("<div ") and "{" not in body and "\t" not in body, name


def test_several_processes_stage_the_same_files_as_one(library: Path, staged: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages do not depend on how the work is shared out."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert sum(part.touched for part in stage(Catalogue(load(library)), tmp_path)) == len(staged)
    assert {path.relative_to(tmp_path).as_posix(): path.read_bytes().decode("utf-8") for path in tmp_path.rglob("*.*") if path.is_file()} == staged


def test_writing_touches_only_what_changed_and_removes_what_is_gone(tmp_path: Path) -> None:
    """Live preview rebuilds little, and a deleted record leaves no page behind."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / ".gitignore").write_text("*\n", "utf-8")
    first = put([("en/a.md", "A"), ("en/old/b.md", "B")], folder)
    assert first.touched == 2
    before = (folder / "en/a.md").stat().st_mtime_ns
    second = put([("en/a.md", "A"), ("en/c.md", "C")], folder)
    assert second.touched == 1
    assert clear(folder, second.paths) == 1
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == [".gitignore", "en", "en/a.md", "en/c.md"]
    assert (folder / "en/a.md").stat().st_mtime_ns == before
