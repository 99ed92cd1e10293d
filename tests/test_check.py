"""The checker says exactly what is wrong, where, and what to write instead.

Every folder in ``records/invalid`` holds files that are laid over the small library in ``records/base``, and the
exact output in ``expected.txt``; every file in ``records/valid`` passes, or gets exactly the advice beside it.
``pytest tests/test_check.py --rewrite`` writes the outputs anew; read each line before committing it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, get_args
from urllib.parse import unquote

import pytest
from pydantic import BaseModel, Field

import check as command
from catalogue import parallel
from catalogue.check import rules
from catalogue.check.rule import DOCUMENT_RULES
from catalogue.document import Document, Loaded
from catalogue.language import translations
from catalogue.problem import Place, Problem, Severity
from catalogue.record import Record
from catalogue.report import FORMATS
from catalogue.shape import Line, Shape, limit
from catalogue.walk import uses
from catalogue.yaml12 import read
from conftest import RECORDS, ROOT, Outcome, run_command, small_library

CLEAN = "0 errors, 0 warnings, 0 pieces of advice\n"
LINE = re.compile(r"\S[^\n]*?:[1-9]\d*:[1-9]\d*: (error|warning|advice): [^\n]+ \[[a-z-]+\]")
COUNT = re.compile(r"(\d+) errors?, (\d+) warnings?, (\d+) pieces? of advice")

RECORD = b"""\
status: published
language: en
places: [{country: DK}]
text:
  en:
    title: A tool library, Exampletown
    summary: Neighbours lend each other tools.
sources: [town-page]
"""


def checked(*arguments: str | Path) -> Outcome:
    """Run ``scripts/check.py`` in this process, which spares its start a hundred times."""
    return run_command(command.main, "check.py", *arguments)


def run(*arguments: str | Path, **more: Any) -> Outcome:
    """Run ``scripts/check.py`` as people do."""
    done = subprocess.run([sys.executable, str(ROOT / "scripts/check.py"), *map(str, arguments)], capture_output=True, timeout=120, **more)
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The small library of the examples, with the project's own vocabularies."""
    return small_library(tmp_path / "library")


@pytest.fixture
def troubled(library: Path) -> Path:
    """The small library with problems of all three severities in several files."""
    for case in ("several-problems-in-one-record", "unused-source"):
        lay(RECORDS / "invalid" / case, library)
    shutil.copy(RECORDS / "valid/long-words.yaml", library / "practices")
    return library


def lay(case: Path, library: Path) -> None:
    """Lay the files of an example over the library."""
    shutil.copytree(case, library, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))


def write(path: str, content: bytes) -> Callable[[Path], None]:
    """An example of one file whose bytes an editor or git would change."""

    def lay_file(library: Path) -> None:
        library.joinpath(path).write_bytes(content)

    return lay_file


def prose(text: bytes) -> bytes:
    """A record with one line of prose."""
    return RECORD.replace(b"sources:", b"    approach: " + text + b"\nsources:")


def lay_odd_names(library: Path) -> None:
    """An example of file names that are no text, or that look like something else."""
    for number, name in enumerate((b"caf\xe9.yaml", b"two\nlines.yaml", b"\xe2\x80\xaelmay.yaml", "Bücher für Ängelholm & Łódź.yaml".encode())):
        path = Path(os.fsdecode(os.fsencode(library) + b"/practices/" + name))
        path.write_bytes(RECORD.replace(b"A tool", b"%d tool" % number))


def link(path: str, target: str) -> Callable[[Path], None]:
    """An example of a symbolic link."""

    def lay_link(library: Path) -> None:
        library.parent.joinpath("secret.yaml").write_bytes(RECORD)
        library.joinpath(path).symlink_to(target)

    return lay_link


GENERATED: dict[str, Callable[[Path], None]] = {
    "bidirectional-controls": write("practices/tool-library.yaml", prose("They lend \u202eslairt\u202c and \u2067more\u2069.".encode())),
    "byte-order-mark": write("practices/tool-library.yaml", b"\xef\xbb\xbf" + RECORD.replace(b"language: en", b"language: xx")),
    "file-name-of-any-bytes": lay_odd_names,
    "nested-1000-deep": write("practices/tool-library.yaml", RECORD + b"sectors: " + b"[" * 1_000 + b"]" * 1_000 + b"\n"),
    "nested-100000-deep": write("practices/tool-library.yaml", RECORD + b"sectors: " + b"[" * 100_000),
    "nested-in-lines": write("practices/tool-library.yaml", b"".join(b" " * depth + b"a:\n" for depth in range(900))),
    "not-utf-8": write("practices/tool-library.yaml", prose("Nachbarn leihen sich Werkzeug für den Garten.".encode("latin-1"))),
    "nul-byte": write("practices/tool-library.yaml", prose(b"Neighbours\0 lend tools to town@town.example.")),
    "symbolic-link-out": link("practices/tool-library.yaml", "../../secret.yaml"),
    "symbolic-link-of-a-page": link("docs/en/about.md", "../../../secret.yaml"),
    "symbolic-link-to-itself": link("sources/tool-library.yaml", "tool-library.yaml"),
    "tab-as-indent": write("practices/tool-library.yaml", RECORD.replace(b"    ", b"\t\t").replace(b"  en", b"\ten").replace(b"tools.", b"<b>tools</b>.")),
    "tab-beside-spaces": write("practices/tool-library.yaml", RECORD.replace(b"    summary", b"\t summary")),
    "tab-in-text": write("practices/tool-library.yaml", prose(b"Drills,\tladders,\tsaws.\n    users_view: We\tlike it.")),
    "ten-megabytes": write("practices/tool-library.yaml", RECORD + b"# padding\n" * 1_000_000),
    "utf-16": write("practices/tool-library.yaml", RECORD.decode().encode("utf-16")),
    "zero-width-characters": write("practices/tool-library.yaml", prose("Neigh\u200bbours\u2060 lend\ufeff \u00adtools\U000e0041\U000e0042.".encode())),
}
"""Examples whose files an editor, git or an archive would change, or that are too large to keep."""

CASES = sorted({path.name for path in (RECORDS / "invalid").iterdir() if any(path.iterdir())} | set(GENERATED))


@pytest.mark.parametrize("case", CASES)
def test_an_invalid_example_gets_exactly_the_expected_output(case: str, library: Path, rewrite: bool) -> None:
    folder = RECORDS / "invalid" / case
    if case in GENERATED:
        GENERATED[case](library)
    else:
        lay(folder, library)
    result = checked("--root", library)
    if rewrite:
        folder.mkdir(exist_ok=True)
        folder.joinpath("expected.txt").write_text(result.out, "utf-8", newline="\n")
    assert result.out == folder.joinpath("expected.txt").read_text("utf-8")
    assert result.err == ""
    assert result.code == (0 if result.out.splitlines()[-1].startswith("0 errors") else 1)


@pytest.mark.parametrize("case", CASES)
def test_an_expected_output_is_one_whole_sentence_a_line_in_a_stable_order(case: str) -> None:
    *lines, count = (RECORDS / "invalid" / case / "expected.txt").read_text("utf-8").splitlines()
    assert lines, "an invalid example has at least one problem"
    for line in lines:
        assert LINE.fullmatch(line), line
        assert not re.search(r"None|\{(?!#)|\bTrue\b|Traceback| {2}", re.sub(r"“[^”]*”|Write for example: .*", "…", line)), line
    found = COUNT.fullmatch(count)
    assert found
    assert [int(number) for number in found.groups()] == [sum(f": {word}: " in line for line in lines) for word in ("error", "warning", "advice")]
    places = [(path, int(line), int(column)) for path, line, column in (re.match(r"(.*?):(\d+):(\d+): ", text).groups() for text in lines)]  # type: ignore[union-attr]
    if case != "file-name-of-any-bytes":  # what stands here for a byte sorts elsewhere than the byte
        assert places == sorted(places)


def test_no_example_is_forgotten() -> None:
    """An example without its expected output, or an output without its example, would test nothing."""
    for case in CASES:
        files = {path.name for path in (RECORDS / "invalid" / case).rglob("*") if path.is_file()}
        assert "expected.txt" in files, case
        assert (case in GENERATED) == (files == {"expected.txt"}), case


SAFETY_NET = {"wrong-value"}
"""Tells what no other rule has words for, so no file triggers it as long as the others know every kind of error."""


def test_every_rule_has_an_example_that_triggers_it() -> None:
    outputs = [path.read_text("utf-8") for path in [*RECORDS.glob("invalid/*/expected.txt"), *RECORDS.glob("valid/*.txt")]]
    triggered = {name for output in outputs for name in re.findall(r"\[([a-z-]+)\]$", output, re.MULTILINE)}
    names = {rule.name for rule in rules()}
    assert names - triggered == SAFETY_NET
    assert triggered <= names


def test_the_safety_net_tells_an_error_that_no_other_rule_has_words_for(library: Path) -> None:
    class Odd(Shape):
        pairs: Annotated[int, Field(multiple_of=2)]

    document = Document(library, "practices/odd.yaml", Odd, "pairs: 3\n", read("pairs: 3\n"))
    (rule,) = (rule for rule in DOCUMENT_RULES if rule.name in SAFETY_NET)
    (finding,) = rule.check(document, Loaded(library, [document], [], ("en",)))
    assert finding.at == ("pairs",)


@pytest.mark.parametrize("path", sorted(RECORDS.glob("valid/*.yaml")), ids=lambda path: path.stem)
def test_a_valid_example_passes_or_gets_exactly_the_advice_beside_it(path: Path, library: Path, rewrite: bool) -> None:
    shutil.copy(path, library / "practices")
    result = checked("--root", library)
    beside = path.with_suffix(".txt")
    if rewrite and result.out != CLEAN:
        beside.write_text(result.out, "utf-8", newline="\n")
    assert result == (0, beside.read_text("utf-8") if beside.exists() else CLEAN, "")


def test_the_library_under_the_examples_has_no_problem_of_its_own(library: Path) -> None:
    assert checked("--root", library) == (0, CLEAN, "")


def test_a_record_with_the_line_ends_of_windows_is_read_like_any_other(library: Path) -> None:
    windows = (RECORDS / "valid/every-field.yaml").read_bytes().replace(b"\n", b"\r\n")
    library.joinpath("practices/every-field.yaml").write_bytes(windows)
    page = (RECORDS / "base/docs/en/guidelines/example.md").read_bytes().replace(b"\n", b"\r\n")
    library.joinpath("docs/en/guidelines/example.md").write_bytes(page)
    assert checked("--root", library) == (0, CLEAN, "")


def test_a_folder_with_the_name_of_a_page_is_no_page(library: Path) -> None:
    library.joinpath("docs/en/about.md").mkdir()
    assert checked("--root", library) == (0, CLEAN, "")


def test_the_fullest_example_uses_every_field_of_the_record() -> None:
    data = read((RECORDS / "valid/every-field.yaml").read_text("utf-8")).data
    found = uses(Record, data).objects
    used = {(shape, name) for shape, objects in found.items() for _, value in objects for name in value}
    there = {(shape, info.alias or name) for shape in shapes_in(Record) for name, info in shape.model_fields.items()}
    assert sorted(f"{shape.__name__}.{name}" for shape, name in there - used) == []


def shapes_in(annotation: Any) -> set[type[Shape]]:
    """All shapes that an annotation leads to."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}.union(*(shapes_in(info.annotation) for info in annotation.model_fields.values()))  # type: ignore[return-value]
    return set().union(*map(shapes_in, get_args(annotation)))


# What the command prints, and how it ends


def test_a_clean_library_ends_with_0_and_errors_with_1(library: Path) -> None:
    assert run("--root", library) == (0, CLEAN, "")
    lay(RECORDS / "invalid/unknown-field", library)
    result = run("--root", library)
    assert (result.code, result.err) == (1, "")
    assert result.out == (RECORDS / "invalid/unknown-field/expected.txt").read_text("utf-8")


def test_warnings_and_advice_alone_end_with_0(library: Path) -> None:
    lay(RECORDS / "invalid/unused-source", library)
    shutil.copy(RECORDS / "valid/long-words.yaml", library / "practices")
    result = checked("--root", library)
    assert result.out.endswith("\n0 errors, 1 warning, 3 pieces of advice\n")
    assert result.code == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--format", "xml"), "invalid choice: 'xml'"),
        (("--lang", "xx"), "no language “xx”; there are: en, sv, da, de"),
        (("--lang", "../sv"), "no language “../sv”"),
        (("no-such-file.yaml",), "no-such-file.yaml is not a file or folder of this library"),
        (("/etc/passwd",), "/etc/passwd is not a file or folder of this library"),
        (("--root", "/"), "/ is not a library"),
        (("--colour",), "unrecognized arguments: --colour"),
    ],
)
def test_wrong_use_ends_with_2_and_says_why(arguments: tuple[str, ...], sentence: str, library: Path) -> None:
    result = checked("--root", library, *arguments)
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err


@pytest.mark.parametrize("config", [b"", b"[", b"\xff", b"plugins: 3", b"plugins: [{i18n: {languages: [en]}}]", b"plugins: [{i18n: }]", b"plugins: []", b"- a"])
def test_a_configuration_that_cannot_be_read_ends_with_2_and_says_why(config: bytes, library: Path) -> None:
    library.joinpath("mkdocs.yml").write_bytes(config)
    result = checked("--root", library)
    assert (result.code, result.out) == (2, "")
    assert "is not a library: " in result.err
    assert "mkdocs.yml" in result.err


def test_paths_limit_what_is_reported_and_not_what_is_known(troubled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = checked("--root", troubled).out.splitlines()[:-1]

    def paths(*arguments: str | Path) -> list[str]:
        return checked("--root", troubled, *arguments).out.splitlines()[:-1]

    assert {line.split("/")[0] for line in everything} == {"practices", "sources"}
    assert paths(troubled / "practices") == [line for line in everything if line.startswith("practices/")]
    assert paths(troubled / "practices/long-words.yaml", troubled / "sources") == [
        line for line in everything if line.startswith(("practices/long-words.yaml", "sources/"))
    ]
    monkeypatch.chdir(troubled / "practices")
    assert paths(".") == [line for line in everything if line.startswith("practices/")]
    assert paths("../sources/town-page.yaml") == []
    assert paths("..") == everything


def test_two_runs_in_two_processes_print_the_same(troubled: Path) -> None:
    """The order must not depend on the hashes of words, which differ in every process, nor on the order on disk."""
    runs = {run("--root", troubled, "--format", "json", env={**os.environ, "PYTHONHASHSEED": seed}) for seed in ("1", "2")}
    assert len(runs) == 1
    rows = json.loads(runs.pop().out)
    places = [(row["path"], row["line"], row["column"]) for row in rows]
    assert places == sorted(places)


def test_work_that_is_shared_out_among_processes_gives_the_same_answer(troubled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large libraries are read and judged by several processes; small ones, as here, only if they must."""
    alone = checked("--root", troubled)
    monkeypatch.setattr(parallel, "WORTH_IT", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert checked("--root", troubled) == alone


def test_an_error_in_another_process_ends_the_work_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that cannot be sent from process to process as it is."""

    class UnsendableError(Exception):
        def __init__(self, one: str, two: str) -> None:
            super().__init__(one + two)

    def fail(number: int) -> int:
        raise UnsendableError("the words", " of the error")

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    with pytest.raises(RuntimeError, match="the words"):
        list(parallel.share_out(fail, range(4), worth_it=1))


def test_all_problems_of_all_files_come_in_one_run(library: Path) -> None:
    """One broken file hides nothing in the others."""
    for number, case in enumerate(CASES):
        record = RECORDS / "invalid" / case / "practices/tool-library.yaml"
        if record.exists():
            shutil.copy(record, library / f"practices/record-{number}.yaml")
    broken = {path.name for path in library.glob("practices/record-*.yaml")}
    assert len(broken) > 50
    result = checked("--root", library)
    assert {line.split(":")[0].split("/")[1] for line in result.out.splitlines() if line.startswith("practices/record-")} == broken


def test_the_sentences_come_in_the_language_that_is_asked_for(troubled: Path) -> None:
    shutil.copytree(ROOT / "locale", troubled / "locale")
    english, swedish = (checked("--root", troubled, "--lang", language).out.splitlines() for language in ("en", "sv"))
    assert len(english) == len(swedish)
    for line, other in zip(english[:-1], swedish[:-1], strict=True):
        assert line.split(": ")[:2] == other.split(": ")[:2], "the place and the severity are the same in every language"
        assert line.split(" [")[-1] == other.split(" [")[-1], "and so is the rule"
    assert sum(line != other for line, other in zip(english, swedish, strict=True)) > len(english) / 2, "most sentences are translated"


def test_the_json_has_a_row_for_each_line_of_the_text(troubled: Path) -> None:
    rows = json.loads(checked("--root", troubled, "--format", "json").out)
    lines = [f"{row['path']}:{row['line']}:{row['column']}: {row['severity']}: {row['message']} [{row['rule']}]" for row in rows]
    assert lines == checked("--root", troubled).out.splitlines()[:-1]
    assert {row["severity"] for row in rows} == {"error", "warning", "advice"}
    assert all(set(row) == {"rule", "severity", "path", "line", "column", "message", "suggestion"} for row in rows)
    suggested = {row["suggestion"] for row in rows}
    assert {None, "published", "education"} <= suggested
    assert all((row["suggestion"] is None) == ("Did you mean" not in row["message"]) for row in rows)


def test_the_sarif_log_holds_every_rule_and_every_problem_at_its_place(troubled: Path) -> None:
    text = checked("--root", troubled, "--format", "sarif").out
    log = json.loads(text)
    assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    (only_run,) = log["runs"]
    assert only_run["columnKind"] == "unicodeCodePoints"
    known = {rule["id"]: rule for rule in only_run["tool"]["driver"]["rules"]}
    assert list(known) == [rule.name for rule in rules()]
    assert all(rule["fullDescription"]["text"] for rule in known.values())
    rows = json.loads(checked("--root", troubled, "--format", "json").out)
    assert len(only_run["results"]) == len(rows)
    for result, row in zip(only_run["results"], rows, strict=True):
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert result["ruleId"] == row["rule"] in known
        assert result["level"] == known[row["rule"]]["defaultConfiguration"]["level"]
        assert result["level"] == {"error": "error", "warning": "warning", "advice": "note"}[row["severity"]]
        assert result["message"] == {"text": row["message"]}
        assert place["region"] == {"startLine": row["line"], "startColumn": row["column"]}
        assert unquote(place["artifactLocation"]["uri"]) == row["path"]


ODD = Problem(
    "unknown-term", Severity.WARNING, Place("practices/100 %,\na:b.yaml", 3, 5), "50 % of\r\n“{value}”: a, b.", {"value": "x\n::error::forged\u202e"}, "a\nb"
)
"""A problem with every character that has a meaning in some format."""


def printed(format_: str) -> str:
    return FORMATS[format_]([ODD], translations(ROOT, "en"))


def test_github_annotations_escape_what_would_end_or_forge_them(troubled: Path) -> None:
    first, count, rest = printed("github").split("\n")
    assert first == (
        "::warning file=practices/100 %25%2C%0Aa%3Ab.yaml,line=3,col=5,title=unknown-term::50 %25 of%0D%0A“x ::error::forged\\u202E”: a, b. Did you mean “a b”?"
    )
    assert (count, rest) == ("0 errors, 1 warning, 0 pieces of advice", "")

    *annotations, _ = checked("--root", troubled, "--format", "github").out.splitlines()
    pattern = re.compile(r"::(error|warning|notice) file=[^:,\n]+,line=\d+,col=\d+,title=[a-z-]+::.+")
    assert all(pattern.fullmatch(line) for line in annotations)
    assert {line.split()[0] for line in annotations} == {"::error", "::warning", "::notice"}


def test_no_output_can_be_forged_by_a_name_or_a_value() -> None:
    """A pull request must not be able to write lines of its own into the report of the check."""
    *lines, count, rest = printed("text").split("\n")
    assert lines[0].startswith("practices/100 %, a:b.yaml:3:5: warning: 50 % of")
    assert (count, rest) == ("0 errors, 1 warning, 0 pieces of advice", "")
    assert not any(line.startswith("::") for line in lines)
    assert json.loads(printed("json"))[0]["path"] == ODD.place.path
    (result,) = json.loads(printed("sarif"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "practices/100%20%25%2C%0Aa%3Ab.yaml"


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_file_names_of_any_bytes_can_be_printed_in_every_format_and_on_every_terminal(format_: str, library: Path) -> None:
    lay_odd_names(library)
    result = run("--root", library, "--format", format_, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert (result.code, result.err) == (1, "")
    assert "lmay" in result.out
    if format_ in ("json", "sarif"):
        json.loads(result.out)


def adversaries() -> Iterator[tuple[str, bytes]]:
    """Files just below the limit of size, made to keep a careless reader busy."""
    size = 490_000
    yield "one long word", prose(b"a" * size)
    yield "a word that ends like a mail address", prose(b'"' + b"a" * size + b'@"')
    yield "an open citation and spaces", prose(b'"[@town-page,' + b" " * size + b'x"')
    yield "many links that lead nowhere", prose(b'"' + b"](" * (size // 2) + b'"')
    yield "a country code and brackets", prose(b'"+1' + b" (" * (size // 2) + b'"')
    yield "many unknown terms", RECORD + b"sectors: [" + b", ".join(b"s%d" % number for number in range(5_000)) + b"]\n"
    yield "many unknown sources", RECORD.replace(b"[town-page]", b"[" + b", ".join(b"s%d" % number for number in range(size // 9)) + b"]")
    yield "many unknown fields", RECORD + b"".join(b"f%d: 1\n" % number for number in range(size // 12))
    yield "many invisible characters", prose(b"a\0" * (size // 2))
    yield "many names with an age", RECORD + b"organisations: [" + b"{name: Anna (9) <b>}, " * (size // 22) + b"]\n"


@pytest.mark.parametrize("content", [pytest.param(content, id=what) for what, content in adversaries()])
def test_a_file_made_to_keep_the_checker_busy_does_not(content: bytes, library: Path) -> None:
    """Seconds are enough; a careless pattern would take hours, since its time grows with the square of the text."""
    library.joinpath("practices/tool-library.yaml").write_bytes(content)
    result = run("--root", library, library / "practices")
    assert result.err == ""
    assert COUNT.fullmatch(result.out.splitlines()[-1])


def test_a_page_made_to_keep_the_checker_busy_does_not(library: Path) -> None:
    front = "---\ntitle: A page\n---\n\n"
    for name, body in {
        "heading": "## a" + " " * 490_000 + "b",
        "fences": "```\n" * 120_000,
        "front": "---" + " " * 490_000 + "x",
        "braces": "## a " + "{" * 490_000,
        "citation": "[@town-page," + " " * 490_000,
    }.items():
        library.joinpath(f"docs/en/{name}.md").write_text(front + body, "utf-8")
    assert run("--root", library).err == ""


def test_a_text_has_one_limit() -> None:
    """Of two limits on one field, the nearer holds; two sentences on one text would confuse."""

    class Headline(Shape):
        headline: Annotated[Line, limit(50)]

    assert uses(Headline, {"headline": "x"}).values["advised-length"] == [(("headline",), "x", 50)]


def test_a_list_where_one_item_belongs_is_told_not_stumbled_over(library: Path) -> None:
    """Rules that compare values must not need them to be of the right kind."""
    record = library / "practices" / "bicycle-kitchen.yaml"
    more = "phases: [{start: 2020}]\ninferred: [{item: [phases.0], why: {en: One source says so.}}]\n"
    record.write_text(record.read_text("utf-8") + more, "utf-8")
    assert run("--root", library, record).err == ""
