"""Check the library and stage its pages for the site builder, without running the builder.

Exit status: 0 done; 1 the library has errors, and nothing was staged; 2 wrong use.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from catalogue.check import check
from catalogue.language import translations
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.problem import Severity
from catalogue.report import as_text, count
from catalogue.stage import clear, shares, stage

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description="Check the library and stage its pages for the site builder.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("--into", type=Path, help="the staging folder (default: build/docs of the project)")
    options = parser.parse_args()
    root = options.root.resolve()
    english = translations(root, "en")

    gc.disable()  # what is read is kept to the end, so that there is no garbage to look for among it
    loaded = load(root)
    problems = check(loaded)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        print(as_text(errors, english), end="", file=sys.stderr)
        return 1
    catalogue = Catalogue(loaded)
    gc.freeze()
    gc.enable()
    folder = options.into or root / "build" / "docs"
    parts = stage(catalogue, folder)  # before the progress bar: it starts a thread, and processes should be forked without one
    with Progress(console=Console(stderr=True), transient=True) as progress:
        written = [*progress.track(parts, total=len(shares(catalogue)) + 1, description="Making pages")]
    touched = sum(part.touched for part in written) + clear(folder, {path for part in written for path in part.paths})
    print(f"{len(catalogue.practices)} practices in {len(catalogue.languages)} languages; {count(problems, english)}; {touched} files changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
