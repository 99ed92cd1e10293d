"""Whatever bytes a file holds, the checker answers: it never raises, crashes or hangs.

The examples run in a process of their own, since a fault in the C parser would end the process that it happens in.
"""

import io
import json
import os
import re
import select
import shutil
import struct
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import IO, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import check as command
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.problem import INVISIBLE

ROOT = Path(__file__).resolve().parent.parent
RECORDS = Path(__file__).parent / "records"
SECONDS = 20
"""An example takes some hundredths of a second; after this long it hangs."""

LINE = re.compile(r"\S.*?:[1-9]\d*:[1-9]\d*: (error|warning|advice): .+ \[[a-z-]+\]")
COUNT = re.compile(r"\d+ errors?, \d+ warnings?, \d+ pieces? of advice")

FILES = (
    "practices/an-example.yaml",
    "toolkits/an-example.yaml",
    "sources/town-page.yaml",
    "vocabularies/phases.yaml",
    "docs/en/guidelines/example.md",
    "docs/sv/guidelines/example.md",
)
"""One file of each kind; those after the toolkit replace one that others point to."""


# The worker: run with a library as its argument, it lays files over it and checks it, again and again.


def work(library: Path, questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each question (a path, a format and the bytes of the file) with a line of JSON: exit code, output and errors."""
    while header := questions.read(12):
        sizes = struct.unpack("<3I", header)
        path, format_, content = (questions.read(size) for size in sizes)
        file = library / path.decode()
        before = file.read_bytes() if file.exists() else None
        file.write_bytes(content)
        sys.argv = ["check.py", "--root", str(library), "--format", format_.decode()]
        out, err = io.StringIO(), io.StringIO()
        code: int | None = None
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = command.main()
                if code == 0:
                    Catalogue(load(library))
            except BaseException:
                traceback.print_exc()
        answers.write(json.dumps([code, out.getvalue(), err.getvalue()]).encode() + b"\n")
        answers.flush()
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)


class Checker:
    """The checker in a process of its own; a new one is started after a crash or a hang."""

    def __init__(self, library: Path) -> None:
        self.library = library
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, path: str, format_: str, content: bytes) -> tuple[int, str, str]:
        """Exit code, output and errors of a check with ``content`` at ``path``."""
        if self.process is None:
            command = [sys.executable, __file__, str(self.library)]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")})
        process = self.process
        assert process.stdin
        assert process.stdout
        parts = (path.encode(), format_.encode(), content)
        process.stdin.write(struct.pack("<3I", *map(len, parts)) + b"".join(parts))
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], SECONDS)
        answer = process.stdout.readline() if ready else b""
        if not answer:
            self.close()
            reason = f"crashed with {process.returncode}" if ready else f"did not answer within {SECONDS} seconds"
            raise AssertionError(f"The checker {reason} on {path}: {content!r}")
        code, out, err = json.loads(answer)
        return code, out, err

    def close(self) -> None:
        """End the process."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    library = tmp_path_factory.mktemp("library") / "library"
    shutil.copytree(RECORDS / "base", library)
    library.joinpath("vocabularies").mkdir()
    library.joinpath("toolkits").mkdir()
    for name in ("phases", "sectors", "record-statuses", "audiences"):  # all of them would take most of the time
        shutil.copy(ROOT / f"vocabularies/{name}.yaml", library / "vocabularies")
    started = Checker(library)
    yield started
    started.close()


# The examples


SPECIAL = [
    "\0",
    "\ufeff",
    "\u202e",
    "\u200b",
    "\u2028",
    "\x85",
    "\ufffe",
    "\U000e0041",
    "\r",
    "\r\n",
    "\t",
    "---\n",
    "...\n",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "%YAML 1.1\n",
]
SPECIAL += [
    "[" * 60,
    "{" * 60,
    "- " * 60,
    "? ",
    "| ",
    ">-",
    "'",
    '"',
    "[@",
    "[@town-page, ",
    "](",
    "](javascript:",
    "<b",
    "<!--",
    "{#",
    "## ",
    "```\n",
    '"\\u202e"',
    '"\\ud800"',
]
SPECIAL += [
    "~",
    "null",
    "NO",
    ".inf",
    "1e999",
    "0x" + "f" * 30,
    "9" * 400,
    "-",
    "=",
    "-0",
    "2024-02-30",
    "00045 12 34 56 78",
    "a@b.cc",
    "Anna (9)",
    "{html}",
    "%s",
    "\\",
]

FIELDS = sorted(
    set(re.findall(r"[a-z_]+(?=:)", (RECORDS / "valid/every-field.yaml").read_text("utf-8")))
    | {"chapters", "clauses", "practices", "practice", "call", "opens", "closes", "translation", "audiences"}
    | {"terms", "label", "definition", "synonyms", "id", "title", "=", "[key]", ""}
)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(SPECIAL),
    st.sampled_from(["en", "sv", "DK", "DK-82", "town-page", "example.tell"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=8), inner, max_size=5),
    max_leaves=25,
)
pieces = st.lists(st.sampled_from(SPECIAL) | st.text(alphabet="ab:-[]{},#&*!|>'\"%@` \n", max_size=12), max_size=25).map("".join)
any_bytes = st.one_of(st.binary(max_size=400), pieces.map(str.encode), st.text(max_size=200).map(lambda text: text.encode("utf-16")))


def dumped(value: Any) -> bytes:
    """A value as YAML, written in one of its ways."""
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to everything in a value."""
    yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths_in(inner, (*path, key))


def with_changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of a value that has ``new`` at ``path``."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_changed(value[path[0]], path[1:], new)
    return copy


VALID = [path.read_text("utf-8") for path in sorted(RECORDS.glob("valid/*.yaml"))]
FULLEST = yaml.safe_load((RECORDS / "valid/every-field.yaml").read_text("utf-8"))
PLACES = sorted(paths_in(FULLEST), key=str)


@st.composite
def records_with_another_value(draw: st.DrawFn) -> bytes:
    """A record that holds something else in one or two of its fields."""
    record = FULLEST
    for path in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=2)):
        try:
            record = with_changed(record, path, draw(values))
        except (LookupError, TypeError):
            continue  # the first change took away the place of the second
    return dumped(record)


@st.composite
def records_with_a_slip(draw: st.DrawFn) -> bytes:
    """A record from which a few characters are lost, or into which some came."""
    text = draw(st.sampled_from(VALID))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(SPECIAL) | st.text(max_size=3)) + text[at + draw(st.integers(0, 12)) :]
    return text.encode("utf-8", "surrogatepass")


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """A page with some front matter and some body."""
    front = draw(pieces.map(str.encode) | values.map(dumped))
    heading = draw(st.sampled_from([b"", b"\n## A {#a}\n", b"\n### A {#example.a .clause audience=managers}\n"]))
    return b"---\n" + front + b"\n---\n" + heading + draw(pieces).encode()


gentle = settings(derandomize=True, max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))
formats = st.sampled_from(["text", "text", "github", "json", "sarif"])


def answers_well(checker: Checker, path: str, format_: str, content: bytes, codes: tuple[int, ...] = (0, 1)) -> None:
    code, out, err = checker.ask(path, format_, content)
    assert "Traceback" not in err, err
    assert code in codes
    if code == 2:
        assert "is not a library" in err
        return
    assert err == ""
    if format_ in ("json", "sarif"):
        json.loads(out)
        return
    *lines, count, rest = out.split("\n")
    assert rest == ""
    assert COUNT.fullmatch(count)
    assert all((LINE.fullmatch(line) if format_ == "text" else line.startswith("::")) and not INVISIBLE.search(line) for line in lines)


@gentle
@given(path=st.sampled_from(FILES), format_=formats, content=any_bytes)
def test_any_bytes_are_answered(checker: Checker, path: str, format_: str, content: bytes) -> None:
    answers_well(checker, path, format_, content)


@gentle
@given(path=st.sampled_from(FILES[:4]), format_=formats, content=values.map(dumped))
def test_any_yaml_is_answered(checker: Checker, path: str, format_: str, content: bytes) -> None:
    answers_well(checker, path, format_, content)


@gentle
@given(format_=formats, content=records_with_another_value() | records_with_a_slip())
def test_a_record_with_a_mistake_is_answered(checker: Checker, format_: str, content: bytes) -> None:
    answers_well(checker, FILES[0], format_, content)


@gentle
@given(path=st.sampled_from(FILES[4:]), format_=formats, content=pages())
def test_any_page_is_answered(checker: Checker, path: str, format_: str, content: bytes) -> None:
    answers_well(checker, path, format_, content)


@settings(gentle, max_examples=25)
@given(content=any_bytes | values.map(dumped) | st.just(b"[" * 5_000))
def test_any_configuration_is_answered(checker: Checker, content: bytes) -> None:
    answers_well(checker, "mkdocs.yml", "text", content, codes=(2,))


def test_a_crash_and_a_hang_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of others that never fails would be none."""
    monkeypatch.setattr(sys.modules[__name__], "SECONDS", 0.5)
    checker = Checker(tmp_path)
    for script, reason in (("import os; os.abort()", "crashed with -6"), ("import time; time.sleep(60)", "did not answer within 0.5 seconds")):
        monkeypatch.setattr(sys.modules[__name__], "__file__", str(tmp_path / "worker.py"))
        tmp_path.joinpath("worker.py").write_text(script, "utf-8")
        with pytest.raises(AssertionError, match=reason):
            checker.ask("practices/x.yaml", "text", b"")


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
