"""Check the library's files and say what to write instead.

Exit status: 0 clean, or only warnings and advice; 1 errors; 2 wrong use.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from pathlib import Path

from catalogue.check import check
from catalogue.language import translations
from catalogue.load import load, site_languages
from catalogue.problem import Severity
from catalogue.report import FORMATS

ROOT = Path(__file__).resolve().parent.parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Check the library's files and say what to write instead.")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders to check; without any, everything")
    parser.add_argument("--format", choices=sorted(FORMATS), default="text", help="how to print the problems (default: text)")
    parser.add_argument("--lang", default="en", metavar="LANGUAGE", help="the language of the sentences (default: en)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    gc.disable()  # a library is read, kept until it is judged, and holds no garbage: to search it over and over takes half the time
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # file names can be any bytes
    root = options.root.resolve()
    try:
        languages = site_languages(root)
    except (OSError, LookupError) as error:
        print(f"check.py: {root} is not a library: {error}", file=sys.stderr)
        return 2
    if options.lang not in languages:
        print(f"check.py: no language “{options.lang}”; there are: {', '.join(languages)}", file=sys.stderr)
        return 2
    loaded = load(root)
    only = None
    if options.paths:
        known = [document.path for document in loaded.documents]
        only = set()
        for path in options.paths:
            absolute = Path(os.path.abspath(path))  # a link is checked as a link, so it is not followed  # noqa: PTH100
            if not absolute.is_relative_to(root):
                absolute = path.resolve()
            relative = absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else ""
            inside = {name for name in known if name == relative or name.startswith(relative + "/") or relative == "."}
            if not inside:
                print(f"check.py: {path} is not a file or folder of this library", file=sys.stderr)
                return 2
            only |= inside
    problems = check(loaded, only)
    translate = translations(root, options.lang)
    print(FORMATS[options.format](problems, translate), end="")
    return 1 if any(problem.severity is Severity.ERROR for problem in problems) else 0


if __name__ == "__main__":
    sys.exit(main())
