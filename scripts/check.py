"""Check the library's files and say what to write instead; with --fix, mend what needs no judgement first.

Exit status: 0 clean, or only warnings and advice; 1 errors, or with --dry-run something to mend; 2 wrong use.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from catalogue.check import check
from catalogue.document import SHAPES, Document, Loaded
from catalogue.fix import Fixed, fix, mends
from catalogue.language import N_, NN_, translations
from catalogue.load import MAX_BYTES, load, site_languages
from catalogue.problem import Problem, Severity, visible
from catalogue.report import FORMATS, Translate

ROOT = Path(__file__).resolve().parent.parent

MENDED = N_("{path}: {what}")
HINT = NN_("“check.py --fix” mends one of these.", "“check.py --fix” mends {count} of these.")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Check the library's files and say what to write instead.")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders to check; without any, everything")
    parser.add_argument("--format", choices=sorted(FORMATS), default="text", help="how to print the problems (default: text)")
    parser.add_argument("--lang", default="en", metavar="LANGUAGE", help="the language of the sentences (default: en)")
    parser.add_argument("--fix", action="store_true", help="mend what needs no judgement, say what was mended, and check again")
    parser.add_argument("--dry-run", action="store_true", help="with --fix: write nothing, show what would change")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    return parser


def main() -> int:
    parser = arguments()
    options = parser.parse_args()
    if options.dry_run and not options.fix:
        parser.error("--dry-run goes with --fix")
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
    try:
        only = chosen(options.paths, loaded)
    except LookupError as error:
        print(f"check.py: {error.args[0]} is not a file or folder of this library", file=sys.stderr)
        return 2
    translate = translations(root, options.lang)
    if options.fix:
        mended = [(document, fixed) for document, fixed in mendings(loaded, only) if fixed.done]
        if options.dry_run:
            print("".join(difference(document, fixed) for document, fixed in mended), end="")
            return 1 if mended else 0
        for document, fixed in mended:
            (root / document.path).write_bytes(fixed.text.encode("utf-8"))
            print("".join(told(document, fixed, translate)), end="", file=sys.stdout if options.format == "text" else sys.stderr)
        loaded = load(root) if mended else loaded
    problems = check(loaded, only)
    print(FORMATS[options.format](problems, translate), end="")
    if options.format == "text" and sys.stderr.isatty():  # for people; programs read only what is printed above
        print(hint(problems, loaded, translate), end="", file=sys.stderr)
    return 1 if any(problem.severity is Severity.ERROR for problem in problems) else 0


def chosen(paths: Sequence[Path], loaded: Loaded) -> set[str] | None:
    """The files that are meant by ``paths``, or none for all; raises ``LookupError`` for a path that is not of this library."""
    if not paths:
        return None
    known = [document.path for document in loaded.documents]
    only = set()
    for path in paths:
        absolute = Path(os.path.abspath(path))  # a link is checked as a link, so it is not followed  # noqa: PTH100
        if not absolute.is_relative_to(loaded.root):
            absolute = path.resolve()
        relative = absolute.relative_to(loaded.root).as_posix() if absolute.is_relative_to(loaded.root) else ""
        inside = {name for name in known if name == relative or name.startswith(relative + "/") or relative == "."}
        if not inside:
            raise LookupError(path)
        only |= inside
    return only


def mendings(loaded: Loaded, only: Collection[str] | None) -> Iterator[tuple[Document, Fixed]]:
    """What can be mended in each data file; what is not plain UTF-8 text, too large or a link is left alone."""
    for document in loaded.documents:
        path = loaded.root / document.path
        if document.folder in SHAPES and (only is None or document.path in only) and path.is_file() and not path.is_symlink():
            raw = path.read_bytes()
            try:
                text = raw.decode("utf-8") if len(raw) <= MAX_BYTES else None
            except UnicodeDecodeError:
                continue
            if text is not None:
                yield document, fix(document, text, loaded)


def told(document: Document, fixed: Fixed, translate: Translate) -> Iterator[str]:
    """One line for each thing that was mended."""
    for done in fixed.done:
        what = translate.gettext(done.message).format(**{name: visible(str(value)) for name, value in done.parameters.items()})
        yield translate.gettext(MENDED).format(path=visible(document.path), what=what) + "\n"


def difference(document: Document, fixed: Fixed) -> str:
    """What would change, as a patch."""
    before = (document.root / document.path).read_bytes().decode("utf-8")
    lines = unified_diff(before.split("\n"), fixed.text.split("\n"), f"a/{document.path}", f"b/{document.path}", lineterm="")
    return "".join(f"{visible(line)}\n" for line in lines)


def hint(problems: Sequence[Problem], loaded: Loaded, translate: Translate) -> str:
    """How many of the problems a run with --fix would take away, if any."""
    mended = {document.path: fixed for document, fixed in mendings(loaded, {problem.place.path for problem in problems})}
    number = sum(problem.place.path in mended and mends(mended[problem.place.path], problem) for problem in problems)
    return translate.ngettext(*HINT, number).format(count=number) + "\n" if number else ""


if __name__ == "__main__":
    sys.exit(main())
