"""Write the answer to a proposal: one comment in Markdown, from what the checker finds in the files that it changes.

Exit status: 0 done, whatever was found; 2 wrong use.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from catalogue.contribution.answer import Change, answer
from catalogue.load import load

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("practices/", "sources/", "vocabularies/", "docs/")


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the answer to a proposal.")
    parser.add_argument("changed", type=Path, help="a file with what “git diff --name-status --no-renames -z” prints")
    parser.add_argument("into", type=Path, help="the file for the answer")
    parser.add_argument("--repository", default="", help="the address of the repository, for links")
    parser.add_argument("--from-issue", action="store_true", help="a program has made the proposal of an issue")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    options = parser.parse_args()
    try:
        listed = options.changed.read_bytes().decode("utf-8", "surrogateescape")
        loaded = load(options.root.resolve())
    except (OSError, LookupError) as error:
        print(f"answer.py: {error}", file=sys.stderr)
        return 2
    change = change_of(listed, options)
    if not change.paths:
        print("No record, source, vocabulary or page is changed, so there is nothing to answer.")
        return 0
    options.into.write_text(answer(loaded, change), "utf-8", errors="replace", newline="\n")
    return 0


def change_of(listed: str, options: argparse.Namespace) -> Change:
    """The changed files that the checker reads; every second word is a path, after a letter that says what became of it."""
    words = listed.split("\0")
    paths = [(letter, path) for letter, path in zip(words[::2], words[1::2], strict=False) if path.startswith(FOLDERS)]
    new = frozenset(path for letter, path in paths if letter == "A")
    return Change(new, frozenset(path for _, path in paths) - new, options.repository, options.from_issue)


if __name__ == "__main__":
    sys.exit(main())
