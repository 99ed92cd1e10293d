"""Measure how fast the project works: ratios of two things that were measured in the same run, and what a reader waits for.

Every time is the time that a person waits for a whole process, so let nothing else run meanwhile. What is compared takes turns;
a ratio is the median over the repetitions. Everything happens in a temporary folder.

Exit status: 0 all limits kept; 1 a limit missed; with --quick always 0, since its numbers are too small to judge by.
"""

from __future__ import annotations

import argparse
import os
import re
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

from bench_reader import browsing, filter_clicks, first_query, first_views
from synthetic import library, phrases

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / "bench" / "peer" / "mkdocs.yml"
ONLY_PARSE = "import sys, pathlib, yaml\nfor path in sorted(pathlib.Path(sys.argv[1]).iterdir()):\n    yaml.load(path.read_bytes(), yaml.CSafeLoader)\n"
ONLY_BUILD = "INHERIT: mkdocs.yml\nhooks: [only_build.py]\n"
ONLY_BUILD_HOOKS = "import sys\nsys.path.insert(0, 'scripts')\nfrom hooks import *\ndel on_pre_build, on_post_build\n"
"""The project's own settings and hooks, but for those that make the pages before and index them after."""


OTHER_LANGUAGE = re.compile(r"locale: (?!en\b)\w+, ")
FIRST_VIEWS = [
    "",
    "practices/",
    "practices/example-00007/",
    "countries/",
    "countries/de/",
    "themes/prevention/",
    "sources/",
    "guidelines/",
    "contribute/vocabularies/",
]
QUERIES = ["employment", "meeting", "children"]


class Sizes(NamedTuple):
    """How much is measured."""

    files: int
    peer_files: int
    check_times: int
    few: int
    many: int
    peer: int
    build_times: int
    large: int
    clicks: int


FULL = Sizes(files=10_000, peer_files=500, check_times=5, few=200, many=2_000, peer=500, build_times=2, large=10_000, clicks=8)
QUICK = Sizes(files=1_000, peer_files=100, check_times=3, few=50, many=200, peer=200, build_times=1, large=400, clicks=2)


class Line(NamedTuple):
    """One line of the table: what is measured, each value, and the limit for the one that counts: the median if nothing else is said."""

    words: str
    measured: list[float]
    limit: float
    at_least: bool = False
    unit: str = ""
    share: float = 0.5
    """Which of the values in their order counts: 0.5 for the median, 0.95 for the 95th percentile, 1 for the greatest."""

    @property
    def value(self) -> float:
        """The value that counts."""
        return median(self.measured) if self.share == 0.5 else sorted(self.measured)[min(int(self.share * len(self.measured)), len(self.measured) - 1)]

    @property
    def kept(self) -> bool:
        """Whether it keeps the limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


class Bench:
    """Runs commands in a temporary folder and keeps their times."""

    def __init__(self, folder: Path, sizes: Sizes, progress: Progress) -> None:
        self.folder, self.sizes, self.progress = folder, sizes, progress
        self.environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795219200", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a second run need not compile again, as for everybody
        self.task = progress.add_task("Inventing records", total=None)

    def show(self, words: str) -> None:
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
        """A made-up library; the same one if it is there already."""
        folder = self.folder / name
        if folder.exists():
            return folder
        self.show(f"Inventing {count:,} records")
        for _ in library(folder, count, list(phrases()) if all_languages else ("en",), advice=advice):
            pass
        (folder / "only_build.yml").write_text(ONLY_BUILD, "utf-8")
        (folder / "only_build.py").write_text(ONLY_BUILD_HOOKS, "utf-8")
        return folder

    def checks(self) -> list[Line]:
        """Checking against only parsing, and against a checker that knows the schema alone."""
        sizes = self.sizes
        clean, advice = self.library("clean", sizes.files), self.library("advice", sizes.files, advice=True)
        files = sorted((clean / "practices").iterdir())[: sizes.peer_files + 1]
        schema_check = ("-m", "check_jsonschema", "--schemafile", ROOT / "schema" / "practice.schema.json")
        ratios: list[tuple[float, float, float]] = []
        for turn in range(sizes.check_times):
            self.show(f"Checking {sizes.files:,} records, turn {turn + 1} of {sizes.check_times}")
            parse = self.python("-c", ONLY_PARSE, clean / "practices")
            parse_advice = self.python("-c", ONLY_PARSE, advice / "practices")
            check = self.python(ROOT / "scripts" / "check.py", "--root", clean)
            check_advice = self.python(ROOT / "scripts" / "check.py", "--root", advice)
            start = self.python(*schema_check, files[0])
            schema = start + (self.python(*schema_check, *files) - start) / sizes.peer_files * sizes.files
            ratios.append((check / parse, check_advice / parse_advice, schema / check))
        clean_ratio, advice_ratio, schema_ratio = ([*each] for each in zip(*ratios, strict=True))
        return [
            Line(f"Checking {sizes.files:,} clean records, against only parsing them with PyYAML’s C loader", clean_ratio, 1.5),
            Line("The same where each record has one piece of advice", advice_ratio, 2.5),
            Line(f"check-jsonschema, against our check (measured on {sizes.peer_files} of the files, and scaled)", schema_ratio, 15, at_least=True),
        ]

    def builds(self) -> list[Line]:
        """Many records against few, the whole against its parts, and stock Material against the whole."""
        sizes = self.sizes
        few, many = self.library("few", sizes.few, all_languages=True), self.library("many", sizes.many, all_languages=True)
        growth, index_growth, whole_ratio = [], [], []
        whole = 0.0
        for turn in range(sizes.build_times):
            said = f", turn {turn + 1} of {sizes.build_times}"
            few_cost, _, few_pages = self.build(few, said)
            many_cost, builder, many_pages = self.build(many, said)
            growth.append(many_cost / few_cost)
            index = self.index(many, said)
            index_growth.append(index / many_pages / (self.index(few, said) / few_pages))
            whole = self.whole(many, said)
            whole_ratio.append(whole / (builder + index))
        same = many
        if sizes.peer != sizes.many:
            same = self.library("same", sizes.peer, all_languages=True)
            whole = self.whole(same, "")
        self.show(f"Building {sizes.peer:,} records with stock Material")
        peer = self.python(
            "-m", "mkdocs", "build", "--quiet", "--config-file", PEER, PEER_DOCS=str(same / "build" / "docs"), PEER_SITE=str(self.folder / "peer")
        )
        return [
            Line(f"A page of a build of {sizes.many:,} records in four languages, against one of {sizes.few:,}", growth, 1.25),
            Line(f"Indexing a page of {sizes.many:,} records for the search, against one of {sizes.few:,}", index_growth, 1.25),
            Line(f"The whole site of {sizes.many:,} records, against MkDocs on its staged pages plus Pagefind", whole_ratio, 1.6),
            Line(
                f"Stock Material, against the whole site (once, on the pages of {sizes.peer:,} records; it grows with their square)",
                [peer / whole],
                3.5,
                at_least=True,
            ),
        ]

    def index(self, root: Path, said: str) -> float:
        """The seconds of indexing a built site."""
        self.show(f"Indexing the library “{root.name}”{said}")
        return self.python(ROOT / "scripts" / "index.py", root / "site")

    def reading(self) -> list[Line]:
        """What a reader's browser fetches and how long she waits, in a library of many records in four languages and of a large number in one."""
        sizes = self.sizes
        many, large = self.library("many", sizes.many, all_languages=True), self.library("large", sizes.large)
        config = large / "mkdocs.yml"
        config.write_text("".join(line for line in config.read_text("utf-8").splitlines(keepends=True) if not OTHER_LANGUAGE.search(line)), "utf-8")
        for root in (many, large):
            if not (root / "site" / "pagefind").exists():
                self.whole(root, "")
        self.show("Reading in Chromium")
        with browsing() as browser:
            views = {name: first_views(browser, root / "site", FIRST_VIEWS) for name, root in (("many", many), ("large", large))}
            queries = {name: [first_query(browser, root / "site", word) for word in QUERIES] for name, root in (("many", many), ("large", large))}
            clicks = filter_clicks(browser, large / "site", ["countries", "target-groups", "themes", "sectors", "evidence-levels"], sizes.clicks)
        return [
            Line(f"First query of one word beyond the page, {sizes.many:,} records in four languages", queries["many"], 200, unit="KB", share=1),
            Line(f"First query of one word beyond the page, {sizes.large:,} records", queries["large"], 300, unit="KB", share=1),
            Line(f"Opening the explorer of {sizes.large:,} records, everything counted", [views["large"]["practices/"]], 150, unit="KB"),
            Line(f"A click on a filter among {sizes.large:,} records, 95th percentile of {len(clicks)}", clicks, 100, unit="ms", share=0.95),
            Line("The heaviest first view of a page", [kilobytes for pages in views.values() for kilobytes in pages.values()], 200, unit="KB", share=1),
        ]

    def build(self, root: Path, said: str) -> tuple[float, float, int]:
        """The seconds a page of staging and building together, the seconds of building alone, and the number of pages."""
        self.show(f"Building the library “{root.name}”{said}")
        for page in (root / "build" / "docs").rglob("*.*"):
            if page.is_file():
                page.unlink()
        staging = self.python(root / "scripts" / "build.py", root=root)
        building = self.python("-m", "mkdocs", "build", "--quiet", "--config-file", "only_build.yml", root=root)
        pages = sum(1 for _ in (root / "site").rglob("index.html"))
        return (staging + building) / pages, building, pages

    def whole(self, root: Path, said: str) -> float:
        """The seconds of what ``make site`` runs, from nothing staged."""
        self.show(f"Making the whole site of “{root.name}”{said}")
        for page in (root / "build" / "docs").rglob("*.*"):
            if page.is_file():
                page.unlink()
        return self.python("-m", "mkdocs", "build", "--strict", root=root)


def table(lines: list[Line], quick: bool) -> Table:
    """The figures beside their limits."""
    shown = Table(caption="These numbers are small, so the limits are not the real ones." if quick else "Without a unit: how many times as long.")
    for name in ("What", "Measured", "Lowest–highest", "Limit", ""):
        shown.add_column(name, justify="left" if name == "What" else "right")
    for line in lines:
        unit = f" {line.unit}" if line.unit else ""
        limit = f"at {'least' if line.at_least else 'most'} {line.limit:g}{unit}"
        digits = 0 if unit else 2
        spread = f"{min(line.measured):.{digits}f}–{max(line.measured):.{digits}f}{unit}"
        shown.add_row(line.words, f"{line.value:.{digits}f}{unit}", spread, limit, "kept" if line.kept else "MISSED")
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure how fast the project works, and what a reader waits for.")
    parser.add_argument("--quick", action="store_true", help="small numbers: to see that the benchmark works, not to judge by")
    parser.add_argument("--only", choices=("check", "build", "read"), help="measure only this part")
    options = parser.parse_args()
    sizes = QUICK if options.quick else FULL
    parts: dict[str, Callable[[Bench], list[Line]]] = {"check": Bench.checks, "build": Bench.builds, "read": Bench.reading}
    lines: list[Line] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Progress(SpinnerColumn(), "{task.description}", TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress,
    ):
        bench = Bench(Path(folder), sizes, progress)
        for name, part in parts.items():
            if options.only in (None, name):
                lines += part(bench)
    Console(width=None if sys.stdout.isatty() else 130).print(table(lines, options.quick))
    return 0 if options.quick or all(line.kept for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
