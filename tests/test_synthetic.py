"""The made-up libraries that the benchmarks measure are what they say they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from catalogue.check import check
from catalogue.load import load
from catalogue.problem import Severity
from synthetic import library, phrases

ALL = tuple(phrases())


def made_up(folder: Path, count: int = 25, languages: tuple[str, ...] = ("en",), *, advice: bool = False, seed: int = 1) -> Path:
    """A made-up library in ``folder``."""
    written = list(library(folder, count, languages, advice=advice, seed=seed))
    assert len(written) == len({*written}) == count
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that is invented, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for name in ("practices", "sources", "docs") for path in (folder / name).rglob("*.*")}


@pytest.mark.parametrize("languages", [("en",), ("de",), ALL], ids="-".join)
def test_a_made_up_library_has_no_problems(tmp_path: Path, languages: tuple[str, ...]) -> None:
    """Not one error, warning or piece of advice, in one language or in four."""
    assert check(load(made_up(tmp_path / "library", languages=languages))) == []


@pytest.mark.parametrize("languages", [("en",), ALL], ids="-".join)
def test_with_advice_every_record_has_exactly_one_piece(tmp_path: Path, languages: tuple[str, ...]) -> None:
    """One text of each record is longer than readers like, and nothing else is wrong anywhere."""
    problems = check(load(made_up(tmp_path / "library", languages=languages, advice=True)))
    assert [(problem.place.path, problem.rule, problem.severity) for problem in problems] == [
        (f"practices/example-{number:05}.yaml", "long-text", Severity.ADVICE) for number in range(1, 26)
    ]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_bytes(tmp_path: Path) -> None:
    """A benchmark of today and one of next year measure the same files."""
    first, again, other = (contents(made_up(tmp_path / name, languages=ALL, seed=seed)) for name, seed in (("first", 1), ("again", 1), ("other", 2)))
    assert first == again
    assert all(first[name] != other[name] for name in first if name.startswith("practices/"))


def test_more_records_leave_the_first_ones_as_they_are(tmp_path: Path) -> None:
    """A larger library contains the smaller one, so that only the number differs between two sizes."""
    few, many = contents(made_up(tmp_path / "few", 5)), contents(made_up(tmp_path / "many", 10))
    assert few.items() <= many.items()


def test_a_record_is_about_as_large_as_an_ordinary_one(tmp_path: Path) -> None:
    """About 4.5 KB and 300 words in one language."""
    records = sorted((made_up(tmp_path / "library") / "practices").iterdir())
    sizes = [path.stat().st_size for path in records]
    assert 4_000 < sum(sizes) / len(sizes) < 5_000
    for path in records:
        text = yaml.safe_load(path.read_text("utf-8"))["text"]["en"]
        words = re.findall(r"\w+", re.sub(r"\[@.*?\]", "", str(list(text.values()))))
        assert 230 < len(words) < 370, path.name


def test_the_languages_have_the_same_number_of_phrases() -> None:
    """The same draw gives a sentence in each language; a phrase that one of them lacks would end in an error for some records only."""
    shapes = {language: [len(pieces) for pieces in (words.who, words.does, words.when, words.subjects)] for language, words in phrases().items()}
    assert len({*map(tuple, shapes.values())}) == 1, shapes


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """Nobody's records are overwritten by invented ones."""
    (tmp_path / "kept.txt").write_text("kept", "utf-8")
    with pytest.raises(FileExistsError, match="is not empty"):
        list(library(tmp_path, 1))
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
