"""``scripts/new_practice.py`` asks for a practice and writes a record that the checker accepts; nothing that was typed is lost."""

import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

import check as checker
import new_practice as command
from catalogue.check.shapes import field_at
from catalogue.contribution.interview import ASKED, NEEDED, OTHERS, choices, complaints, sources_like, understood
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.reader import Reader
from conftest import ROOT, Outcome, run_command, small_library

TITLE, SUMMARY = "A tool library, Newtown", "Neighbours lend each other tools."
NEW_SOURCE = ["Tools for everyone", "https://example.org/tools", "", "2024", "webpage", "own-account", "full"]
NEEDED_ANSWERS = [TITLE, SUMMARY, "English", "Denmark", *NEW_SOURCE]
OTHERS_LEFT_OUT = [""] * len(OTHERS)


def answered(library: Path, *lines: str, options: tuple[str, ...] = ()) -> Outcome:
    """Run the command with these lines typed, and then nobody there."""
    before, sys.stdin = sys.stdin, io.StringIO("".join(f"{line}\n" for line in lines))
    try:
        return run_command(command.main, "new_practice.py", "--root", library, *options)
    finally:
        sys.stdin = before


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small library of the checker's examples, with the vocabularies and the languages of this one."""
    return small_library(tmp_path, "locale")


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader of this library."""
    return Reader(Catalogue(load(ROOT)), "en")


def data(library: Path, path: str) -> Any:
    return yaml.safe_load((library / path).read_text("utf-8"))


def accepted(library: Path) -> bool:
    """Whether the checker finds no error in the library."""
    return run_command(checker.main, "check.py", "--root", library).code == 0


def test_the_needed_answers_alone_make_a_record_that_the_checker_accepts(small: Path) -> None:
    done = answered(small, *NEEDED_ANSWERS, "no", "yes")
    assert (done.code, done.err) == (0, "")
    assert data(small, "practices/a-tool-library-newtown.yaml") == {
        "status": "published",
        "language": "en",
        "places": [{"country": "DK"}],
        "text": {"en": {"title": TITLE, "summary": SUMMARY}},
        "sources": ["tools-for-everyone"],
    }
    assert data(small, "sources/tools-for-everyone.yaml") == {
        "type": "webpage",
        "title": "Tools for everyone",
        "issued": 2024,
        "URL": "https://example.org/tools",
        "custom": {"perspective": "own-account", "reading": "full"},
    }
    assert accepted(small)
    assert "0 errors, 0 warnings, 0 pieces of advice" in done.out
    assert done.out.index("Written: practices/a-tool-library-newtown.yaml") < done.out.index("What to do next")
    assert not (small / command.DRAFT).exists()


def test_all_answers_make_a_full_record_in_the_order_of_the_model(small: Path) -> None:
    others = {
        "target-groups": ["lone parents, Children"],
        "challenge": ["Tools are dear. [@]", "", "Few know their neighbours. [@, p. 2]", "."],
        "approach": ["They meet on Saturdays. [@]", "."],
        "preconditions": ["- A shed. [@]", "- Two people. [@]", "."],
        "lead": ["Newtown Town Council"],
        "locality": ["Newtown"],
        "start": ["31.5.2016"],
        "state": ["running"],
        "sectors": ["1"],
    }
    lines = [line for question in OTHERS for line in others.get(question.id, [""])]
    done = answered(small, *NEEDED_ANSWERS, "yes", *lines, "yes")
    assert done.code == 0, done.out
    record = data(small, "practices/a-tool-library-newtown.yaml")
    cited = "[@tools-for-everyone]"
    assert record["text"]["en"]["challenge"] == f"Tools are dear. {cited}\n\nFew know their neighbours. [@tools-for-everyone, p. 2]"
    assert record["text"]["en"]["preconditions"] == [f"A shed. {cited}", f"Two people. {cited}"]
    assert record["target_groups"] == ["single-parents", "children"]
    assert record["places"] == [{"country": "DK", "locality": "Newtown"}]
    assert str(record["phases"][0]["start"]) == "2016-05-31"
    assert (record["organisations"][0]["role"], record["activity"]["state"], len(record["sectors"])) == ("lead", "running", 1)
    assert accepted(small)
    assert not [
        found for document, found in checker.mendings(load(small), None) if found.done and document.id in ("a-tool-library-newtown", "tools-for-everyone")
    ]


def test_a_source_of_the_library_is_found_by_words_of_its_title(small: Path) -> None:
    before = (small / "sources/town-report.yaml").read_bytes()
    title = data(small, "sources/town-report.yaml")["title"]
    found = sources_like(title.upper().split()[0] + " " + title.split()[-1], Reader(Catalogue(load(small)), "en"))
    number = found.index("town-report") + 1
    done = answered(small, TITLE, SUMMARY, "en", "DK", title.upper().split()[0] + " " + title.split()[-1], "99", str(number), "no", "yes")
    assert done.code == 0, done.out
    assert data(small, "practices/a-tool-library-newtown.yaml")["sources"] == ["town-report"]
    assert (small / "sources/town-report.yaml").read_bytes() == before
    assert sorted(path.name for path in (small / "sources").iterdir()) == ["town-page.yaml", "town-report.yaml"]


def test_a_wrong_answer_is_refused_at_once_in_the_words_of_the_checker(small: Path) -> None:
    lines = [
        TITLE,
        "Write to anna@example.org <b>now</b>.",
        SUMMARY,
        "English",
        "Danmrk",
        "Danmark",
        NEW_SOURCE[0],
        "example.org",
        *NEW_SOURCE[1:3],
        "2024-13",
        *NEW_SOURCE[3:],
    ]
    done = answered(small, *lines, "no", "yes")
    assert done.code == 0, done.out
    assert "error: " in done.out
    assert "Did you mean “Denmark”?" in done.out
    assert "does not fit “URL”" in done.out
    assert "2024-13" in done.out
    assert "example.org/tools" in (small / "sources/tools-for-everyone.yaml").read_text("utf-8")


def test_advice_can_be_kept(small: Path) -> None:
    long = "A tool library for everybody who would like to mend something, with a shed, a workbench and coffee, Newtown"
    done = answered(small, long, "", *NEEDED_ANSWERS[1:], "no", "yes")
    assert (done.code, "advice: " in done.out) == (0, True)
    assert any(
        record["text"].get("en", {}).get("title") == long for record in (data(small, f"practices/{path.name}") for path in (small / "practices").iterdir())
    )


def test_a_question_explains_its_terms_and_steps_back(small: Path) -> None:
    done = answered(small, "A wrong title", "<", TITLE, SUMMARY, "?", "?dan", *NEEDED_ANSWERS[2:], "yes", "?", "? bring up", *OTHERS_LEFT_OUT, "yes")
    assert done.code == 0, done.out
    assert data(small, "practices/a-tool-library-newtown.yaml")["text"]["en"]["title"] == TITLE
    shown = done.out.split("Target groups", 1)[1]
    assert shown.count("Single parents: Mothers and fathers who bring up children on their own.") == 2
    assert done.out.count("Swedish") == 1, "with a word, only what has it is listed"


def test_nothing_is_lost_when_somebody_stops(small: Path) -> None:
    stopped = answered(small, *NEEDED_ANSWERS, "yes", "Children", "It is dear. [@]", "Very dear.")
    assert stopped.code == 1
    assert "--resume" in stopped.out
    assert not (small / "practices/a-tool-library-newtown.yaml").exists()
    kept = json.loads((small / command.DRAFT).read_text("utf-8"))["answers"]
    assert (kept["practice-title"], kept["target-groups"], kept["challenge"]) == (TITLE, "Children", "It is dear. [@]\nVery dear.")
    refused = answered(small, "Another title")
    assert (refused.code, "--resume" in refused.err) == (2, True)
    assert json.loads((small / command.DRAFT).read_text("utf-8"))["answers"] == kept
    done = answered(small, *[""] * (len(OTHERS) - 2), "yes", options=("--resume",))
    assert done.code == 0, done.out
    assert data(small, "practices/a-tool-library-newtown.yaml")["text"]["en"]["challenge"].startswith("It is dear. [@tools-for-everyone]")
    assert not (small / command.DRAFT).exists()


def test_no_is_no(small: Path) -> None:
    done = answered(small, *NEEDED_ANSWERS, "no", "perhaps", "no")
    assert (done.code, (small / command.DRAFT).is_file()) == (1, True)
    assert sorted(path.stem for path in (small / "practices").iterdir()) == ["bicycle-kitchen", "language-cafe"]


def test_practices_that_are_alike_are_shown_before_anything_is_written(small: Path) -> None:
    title = data(small, "practices/bicycle-kitchen.yaml")["text"]["en"]["title"]
    done = answered(small, title, *NEEDED_ANSWERS[1:], "no")
    assert done.code == 1
    assert "practices/bicycle-kitchen.yaml" in done.out
    assert "Its title is alike." in done.out
    assert not list((small / "practices").glob("*-2.yaml"))


def test_a_second_practice_of_the_same_title_gets_a_file_of_its_own(small: Path) -> None:
    before = {path: path.read_bytes() for path in (small / "practices").iterdir()}
    for _ in range(2):
        assert answered(small, TITLE, SUMMARY, "en", "DK", "Tools for everyone", *([""] if _ else []), *NEW_SOURCE[1:], "no", "yes").code == 0
    assert {path.stem for path in (small / "practices").iterdir()} >= {"a-tool-library-newtown", "a-tool-library-newtown-2"}
    assert all(path.read_bytes() == text for path, text in before.items())


def test_hostile_answers_stay_words(small: Path) -> None:
    title = "../../x: {a: *b} # <script>alert(1)</script> | 'q' \"r\" \\"
    done = answered(small, "'single' \"double\": # - [x] {y}, Newtown \\ %TAG", *NEEDED_ANSWERS[1:4], "../../../etc/passwd: #1", *NEW_SOURCE[1:], "no", "yes")
    assert done.code == 0, done.out
    names = {path.relative_to(small).as_posix() for path in small.rglob("*.yaml") if "etc" in path.name or "newtown" in path.name}
    assert names == {"practices/single-double-x-y-newtown-tag.yaml", "sources/etc-passwd-1.yaml"}
    assert accepted(small)
    refused = answered(small, title, *NEEDED_ANSWERS[1:], "no", "yes")
    assert "error: " in refused.out


def test_a_library_with_errors_says_so(small: Path) -> None:
    (small / "practices" / "broken.yaml").write_text("status: nonsense\n", "utf-8")
    done = answered(small)
    assert done.code == 2
    assert "practices/broken.yaml:1:" in done.err
    assert answered(small, options=("--lang", "xx")).code == 2


def test_it_speaks_the_languages_of_the_site(reader: Reader) -> None:
    """Names and terms come from the models and the vocabularies, translated with them."""
    swedish = Reader(reader.catalogue, "sv")
    questions = {question.id: question for question in ASKED}
    assert questions["target-groups"].name(swedish) == "Målgrupper"
    assert understood(questions["target-groups"], "enlige forsørgere; x", swedish).wrong
    assert understood(questions["target-groups"], "enlige forsørgere", swedish).answer == choices(questions["target-groups"], swedish)["single-parents"]
    assert understood(questions["country"], "Tyskland, dk", swedish).answer == "DE, DK"
    assert understood(questions["country"], "sv, da", swedish).words == "Sverige · Danmark"
    assert understood(questions["country"], "Dnmark", swedish).wrong.endswith("”Danmark”?")
    assert "Sudan" not in understood(questions["country"], "dan", swedish).wrong, "a short word looks like too many names"


def test_every_question_leads_to_a_field_of_the_model() -> None:
    for question in ASKED:
        assert field_at(question.shape, question.path[1:] if question.of_source else question.path), question.id
    required = {question.path for question in NEEDED if question.required}
    assert {("text", "title"), ("text", "summary"), ("language",), ("places", "country"), ("source", "title")} <= required


def test_an_example_of_the_model_is_an_answer_without_complaint(reader: Reader) -> None:
    """The examples beside the questions must themselves be accepted."""
    refused = {}
    for question in ASKED:
        example = choices(question, reader).get(question.placeholder(reader), question.placeholder(reader))
        meant = understood(question, example, reader)
        found = complaints(question, meant.answer, {}, reader) if example and not meant.wrong else []
        if meant.wrong or found:
            refused[question.id] = meant.wrong or [problem.sentence(str) for problem in found]
    assert not refused


def test_in_a_terminal_the_tabulator_completes_a_term_and_ctrl_c_keeps_the_draft(small: Path) -> None:
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/new_practice.py"), "--root", str(small)], stdin=child, stdout=child, stderr=child, start_new_session=True,
        env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip
    os.close(child)
    try:
        wait_for(parent, "1/")
        for line, following in ((TITLE, "2/"), (SUMMARY, "3/"), ("Eng\t", "4/"), ("Denm\t", "5/")):
            os.write(parent, line.encode() + b"\n")
            wait_for(parent, following)
        process.send_signal(2)
        assert status_of(process, parent) == 1
    finally:
        process.kill()
        os.close(parent)
    kept = json.loads((small / command.DRAFT).read_text("utf-8"))["answers"]
    assert (kept["language"], kept["country"]) == ("English", "DK")


def status_of(process: subprocess.Popen[bytes], terminal: int) -> int:
    """The exit status; what is still said is read meanwhile, since a terminal that is full would keep the program waiting."""
    end = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            with suppress(OSError):  # the other end is closed: the program has ended
                os.read(terminal, 65_536)
    return process.wait(5)


def wait_for(terminal: int, words: str) -> None:
    """Read what the terminal shows until these words are there."""
    shown, end = "", time.monotonic() + 60
    while words not in shown:
        assert time.monotonic() < end, shown
        if select.select([terminal], [], [], 1)[0]:
            shown += os.read(terminal, 65_536).decode("utf-8", "replace")
