"""Bring the interface strings of every language up to date with the code, the templates and the rules' documentation.

New strings are added empty, strings that are gone are removed, translations stay as they are.
With ``--check``, writes nothing and exits 1 if anything is out of date or empty.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from catalogue.check import rules
from catalogue.language import po_text
from catalogue.load import site_languages

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"N_": None, "NN_": (1, 2), "_": None, "say": None}
METHODS = [("**.py", "python"), ("**/templates/*.html", "jinja2.ext:babel_extract")]


def messages(root: Path) -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Every message of the project with the file that it stands in."""
    for filename, _line, message, _comments, _context in extract_from_dir(root / "scripts", METHODS, keywords=KEYWORDS, comment_tags=()):
        if message:
            yield message, f"scripts/{Path(filename).as_posix()}"
    for rule in rules():
        for part in rule.doc.split("\n\n"):
            yield part, f"scripts/{rule.check.__module__.replace('.', '/')}.py"


def template(root: Path) -> Catalog:
    """All messages as a catalogue without translations, by file and then by text."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    found: dict[str | tuple[str, ...], str] = {}
    for message, filename in messages(root):
        found.setdefault(message, filename)
    for message, filename in sorted(found.items(), key=lambda item: (item[1], str(item[0]))):
        catalogue.add(message, locations=[(filename, None)])  # type: ignore[list-item]  # no line numbers: they change with every edit
    return catalogue


def updated(root: Path, language: str, source: Catalog) -> Catalog:
    """The catalogue of one language with exactly the messages of ``source``."""
    path = root / "locale" / language / "messages.po"
    old = Catalog(locale=language)
    if path.is_file():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    new = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in source:
        if message.id:
            known = old.get(message.id)
            new.add(message.id, known.string if known else None, locations=message.locations, flags=known.flags - {"fuzzy"} if known else ())
    return new


def incomplete(catalogue: Catalog) -> list[str]:
    """The messages without a translation."""
    return [
        str(message.id) for message in catalogue if message.id and not (all(message.string) if isinstance(message.string, (tuple, list)) else message.string)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Bring the interface strings of every language up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything is out of date or untranslated")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    options = parser.parse_args()
    root, status = options.root.resolve(), 0
    source = template(root)
    for language in site_languages(root):
        if language == "en":
            continue
        catalogue = updated(root, language, source)
        path = root / "locale" / language / "messages.po"
        text = po_text(catalogue)
        missing = incomplete(catalogue)
        stale = not path.is_file() or path.read_text("utf-8") != text
        if options.check:
            status |= int(stale or bool(missing))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        print(f"{language}: {len(catalogue)} messages, {len(missing)} without translation{', out of date' if stale and options.check else ''}")
    return status


if __name__ == "__main__":
    sys.exit(main())
