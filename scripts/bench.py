"""Measure how fast the project works, as ratios of two things that were measured in the same run.

Every time is the time that a person waits for a whole process, so let nothing else run meanwhile. What is compared takes turns;
a ratio is the median over the repetitions. Everything happens in a temporary folder.

Exit status: 0 all limits kept; 1 a limit missed; with --quick always 0, since its numbers are too small to judge by.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn
from rich.table import Table

from synthetic import library, phrases

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / "bench" / "peer" / "mkdocs.yml"
ONLY_PARSE = "import sys, pathlib, yaml\nfor path in sorted(pathlib.Path(sys.argv[1]).iterdir()):\n    yaml.load(path.read_bytes(), yaml.CSafeLoader)\n"
ONLY_BUILD = "INHERIT: mkdocs.yml\nhooks: [only_build.py]\n"
ONLY_BUILD_HOOKS = "import sys\nsys.path.insert(0, 'scripts')\nfrom hooks import *\ndel on_pre_build, on_post_build\n"
"""The project's own settings and hooks, but for those that make the pages before and index them after."""


class Sizes(NamedTuple):
    """How much is measured."""

    files: int
    peer_files: int
    check_times: int
    few: int
    many: int
    peer: int
    build_times: int


FULL = Sizes(files=10_000, peer_files=500, check_times=5, few=200, many=2_000, peer=500, build_times=2)
QUICK = Sizes(files=1_000, peer_files=100, check_times=3, few=50, many=200, peer=200, build_times=1)


class Ratio(NamedTuple):
    """One line of the table: what is compared, the ratio of each repetition, and the limit."""

    words: str
    measured: list[float]
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the median keeps the limit."""
        return median(self.measured) >= self.limit if self.at_least else median(self.measured) <= self.limit


class Bench:
    """Runs commands in a temporary folder and keeps their times."""

    def __init__(self, folder: Path, sizes: Sizes, progress: Progress) -> None:
        self.folder, self.sizes, self.progress = folder, sizes, progress
        self.environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795219200", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a second run need not compile again, as for everybody
        self.task = progress.add_task("Inventing records", total=None)

    def say(self, words: str) -> None:
        """Show what is being done."""
        self.progress.update(self.task, description=words)

    def time(self, *command: object, root: Path | None = None, **environment: str) -> float:
        """The seconds that a command takes."""
        arguments = [str(part) for part in command]
        start = time.perf_counter()
        done = subprocess.run(arguments, cwd=root or self.folder, env={**self.environment, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise SystemExit(f"bench.py: {' '.join(arguments[:6])} failed:\n{done.stdout.decode('utf-8', 'replace')[-2_000:]}")
        return time.perf_counter() - start

    def python(self, *command: object, root: Path | None = None, **environment: str) -> float:
        """The seconds that a Python program takes."""
        return self.time(sys.executable, *command, root=root, **environment)

    def library(self, name: str, count: int, *, all_languages: bool = False, advice: bool = False) -> Path:
        """A made-up library."""
        self.say(f"Inventing {count:,} records")
        folder = self.folder / name
        for _ in library(folder, count, list(phrases()) if all_languages else ("en",), advice=advice):
            pass
        (folder / "only_build.yml").write_text(ONLY_BUILD, "utf-8")
        (folder / "only_build.py").write_text(ONLY_BUILD_HOOKS, "utf-8")
        return folder

    def checks(self) -> list[Ratio]:
        """Checking against only parsing, and against a checker that knows the schema alone."""
        sizes = self.sizes
        clean, advice = self.library("clean", sizes.files), self.library("advice", sizes.files, advice=True)
        files = sorted((clean / "practices").iterdir())[: sizes.peer_files + 1]
        schema_check = ("-m", "check_jsonschema", "--schemafile", ROOT / "schema" / "practice.schema.json")
        ratios: list[tuple[float, float, float]] = []
        for turn in range(sizes.check_times):
            self.say(f"Checking {sizes.files:,} records, turn {turn + 1} of {sizes.check_times}")
            parse = self.python("-c", ONLY_PARSE, clean / "practices")
            parse_advice = self.python("-c", ONLY_PARSE, advice / "practices")
            check = self.python(ROOT / "scripts" / "check.py", "--root", clean)
            check_advice = self.python(ROOT / "scripts" / "check.py", "--root", advice)
            start = self.python(*schema_check, files[0])
            schema = start + (self.python(*schema_check, *files) - start) / sizes.peer_files * sizes.files
            ratios.append((check / parse, check_advice / parse_advice, schema / check))
        clean_ratio, advice_ratio, schema_ratio = ([*each] for each in zip(*ratios, strict=True))
        return [
            Ratio(f"Checking {sizes.files:,} clean records, against only parsing them with PyYAML’s C loader", clean_ratio, 1.5),
            Ratio("The same where each record has one piece of advice", advice_ratio, 2.5),
            Ratio(f"check-jsonschema, against our check (measured on {sizes.peer_files} of the files, and scaled)", schema_ratio, 15, at_least=True),
        ]

    def builds(self) -> list[Ratio]:
        """Many records against few, the whole against its parts, and stock Material against the whole."""
        sizes = self.sizes
        few, many = self.library("few", sizes.few, all_languages=True), self.library("many", sizes.many, all_languages=True)
        growth, whole_ratio = [], []
        whole = 0.0
        for turn in range(sizes.build_times):
            said = f", turn {turn + 1} of {sizes.build_times}"
            few_cost, _ = self.build(few, said)
            many_cost, builder = self.build(many, said)
            growth.append(many_cost / few_cost)
            self.say(f"Indexing {sizes.many:,} records{said}")
            index = self.python("-m", "pagefind", "--site", many / "site", "--glob", "**/index.html", "--quiet")
            whole = self.whole(many, said)
            whole_ratio.append(whole / (builder + index))
        same = many
        if sizes.peer != sizes.many:
            same = self.library("same", sizes.peer, all_languages=True)
            whole = self.whole(same, "")
        self.say(f"Building {sizes.peer:,} records with stock Material")
        peer = self.python(
            "-m", "mkdocs", "build", "--quiet", "--config-file", PEER, PEER_DOCS=str(same / "build" / "docs"), PEER_SITE=str(self.folder / "peer")
        )
        return [
            Ratio(f"A page of a build of {sizes.many:,} records in four languages, against one of {sizes.few:,}", growth, 1.25),
            Ratio(f"The whole site of {sizes.many:,} records, against MkDocs on its staged pages plus Pagefind", whole_ratio, 1.6),
            Ratio(
                f"Stock Material, against the whole site (once, on the pages of {sizes.peer:,} records; it grows with their square)",
                [peer / whole],
                3.5,
                at_least=True,
            ),
        ]

    def build(self, root: Path, said: str) -> tuple[float, float]:
        """The seconds a page of staging and building together, and the seconds of building alone."""
        self.say(f"Building the library “{root.name}”{said}")
        for page in (root / "build" / "docs").rglob("*.*"):
            if page.is_file():
                page.unlink()
        staging = self.python(root / "scripts" / "build.py", root=root)
        building = self.python("-m", "mkdocs", "build", "--quiet", "--config-file", "only_build.yml", root=root)
        pages = sum(1 for _ in (root / "site").rglob("index.html"))
        return (staging + building) / pages, building

    def whole(self, root: Path, said: str) -> float:
        """The seconds of what ``make site`` runs, from nothing staged."""
        self.say(f"Making the whole site of “{root.name}”{said}")
        for page in (root / "build" / "docs").rglob("*.*"):
            if page.is_file():
                page.unlink()
        return self.python("-m", "mkdocs", "build", "--strict", root=root)


def table(ratios: list[Ratio], quick: bool) -> Table:
    """The ratios beside their limits."""
    shown = Table(title="How many times as long", caption="These numbers are small, so the limits are not the real ones." if quick else None)
    for name in ("What", "Median", "Lowest–highest", "Limit", ""):
        shown.add_column(name, justify="left" if name == "What" else "right")
    for ratio in ratios:
        limit = f"at {'least' if ratio.at_least else 'most'} {ratio.limit:g}"
        spread = f"{min(ratio.measured):.2f}–{max(ratio.measured):.2f}"
        shown.add_row(ratio.words, f"{median(ratio.measured):.2f}", spread, limit, "kept" if ratio.kept else "MISSED")
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure how fast the project works, as ratios from one run.")
    parser.add_argument("--quick", action="store_true", help="small numbers: to see that the benchmark works, not to judge by")
    parser.add_argument("--only", choices=("check", "build"), help="measure only this part")
    options = parser.parse_args()
    sizes = QUICK if options.quick else FULL
    parts: dict[str, Callable[[Bench], list[Ratio]]] = {"check": Bench.checks, "build": Bench.builds}
    ratios: list[Ratio] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Progress(SpinnerColumn(), "{task.description}", TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress,
    ):
        bench = Bench(Path(folder), sizes, progress)
        for name, part in parts.items():
            if options.only in (None, name):
                ratios += part(bench)
    Console(width=None if sys.stdout.isatty() else 130).print(table(ratios, options.quick))
    return 0 if options.quick or all(ratio.kept for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
