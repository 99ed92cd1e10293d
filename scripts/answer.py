"""Write the answer to a proposal: one comment in Markdown, from what the checker finds in the files that it changes.

Exit status: 0 done, whatever was found; 2 wrong use.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from catalogue.contribution.answer import answer
from catalogue.load import load

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("practices/", "sources/", "vocabularies/", "docs/")


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the answer to a proposal.")
    parser.add_argument("changed", type=Path, help="a file with the paths of the changed files, one a line or with NUL between them")
    parser.add_argument("into", type=Path, help="the file for the answer")
    parser.add_argument("--repository", default="", help="the address of the repository, for links")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    options = parser.parse_args()
    try:
        listed = options.changed.read_bytes().decode("utf-8", "surrogateescape")
        loaded = load(options.root.resolve())
    except (OSError, LookupError) as error:
        print(f"answer.py: {error}", file=sys.stderr)
        return 2
    changed = {path for path in listed.split("\0" if "\0" in listed else "\n") if path.startswith(FOLDERS)}
    if not changed:
        print("No record, source, vocabulary or page is changed, so there is nothing to answer.")
        return 0
    options.into.write_text(answer(loaded, changed, options.repository), "utf-8", errors="replace", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
