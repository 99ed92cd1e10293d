"""Hand the library's texts to translators, take their translations back, and say what is missing or out of date.

Exit status: 0 done; 1 the file cannot be taken, and nothing was changed; 2 wrong use.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import UnknownLocaleError
from rich.console import Console
from rich.table import Table

from catalogue.document import Document, Loaded, Page
from catalogue.edit import Braces, CannotEditError, amended
from catalogue.exchange import exported, stamped, units
from catalogue.intake import Intake
from catalogue.language import locale_of, po_text, translations
from catalogue.load import load
from catalogue.report import as_text
from catalogue.translation import METHODS, parts, translated, versions

ROOT = Path(__file__).resolve().parent.parent


class MisuseError(Exception):
    """The command was called in a way that cannot work; the text says what to do instead."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    give = commands.add_parser("export", help="write the texts of records to a PO file for a translator")
    give.add_argument("language", metavar="LANGUAGE", help="the language to translate into, such as fi")
    give.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="records or folders; without any, all records")
    give.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the PO file to write")
    give.add_argument("--todo", action="store_true", help="only what is missing or out of date")
    take = commands.add_parser("import", help="take the translations of a PO file into the records")
    take.add_argument("language", metavar="LANGUAGE", help="the language of the translations")
    take.add_argument("file", type=Path, metavar="FILE", help="the PO file")
    take.add_argument(
        "--by", choices=METHODS, required=True, help="who translated: a machine, a person, or a person who has read everything in the file through"
    )
    mark = commands.add_parser("stamp", help="note from which version of the original each translation was made, where that is not known")
    mark.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="records, pages or folders; without any, everything")
    mark.add_argument("--renew", action="store_true", help="mark what is out of date as up to date: only after you have compared it, and only with PATH")
    commands.add_parser("status", help="count what is missing, out of date and not reviewed, language by language")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    root = options.root.resolve()
    try:
        loaded = load(root)
    except (OSError, LookupError) as error:
        print(f"translate.py: {root} is not a library: {error}", file=sys.stderr)
        return 2
    try:
        for path in getattr(options, "paths", ()):
            must_be_known(path, loaded)
        return {"export": export, "import": take_in, "stamp": stamp, "status": status}[options.command](loaded, options)
    except (MisuseError, OSError) as error:
        print(f"translate.py: {error}", file=sys.stderr)
        return 2


def export(loaded: Loaded, options: argparse.Namespace) -> int:
    """Write a PO file."""
    language = known_language(options.language)
    documents = [document for document in records(loaded) if chosen(document.path, options.paths, loaded.root)]
    catalogue = exported(documents, language, options.todo)
    if not len(catalogue):
        print("There is nothing to translate.")
        return 0
    options.output.write_text(po_text(catalogue), "utf-8", newline="\n")
    print(f"{options.output}: {len(catalogue)} texts; still to translate: {sum(1 for message in catalogue if message.id and not message.string)}.")
    return 0


def take_in(loaded: Loaded, options: argparse.Namespace) -> int:
    """Take a PO file into the records, all of it or nothing."""
    try:
        text = options.file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MisuseError(f"{options.file} is not UTF-8 text. Save it again with the encoding UTF-8.") from None
    taken = Intake(loaded, known_language(options.language), options.by, str(options.file)).take(text)
    if taken.problems:
        print(as_text(taken.problems, translations(loaded.root, "en")), end="", file=sys.stderr)
    if taken.refused:
        print("Nothing was changed. Mend the entries above and import the file again.", file=sys.stderr)
        return 1
    for path, new in taken.texts.items():
        put(loaded.root / path, new)
    print(f"Texts taken: {taken.fields}. Records changed: {len(taken.texts)}.")
    return 0


def stamp(loaded: Loaded, options: argparse.Namespace) -> int:
    """Write the versions that translations were made from."""
    if options.renew and not options.paths:
        raise MisuseError("Name the files that you have compared: stamp --renew PATH")
    new: dict[str, str] = {}
    try:
        for document in records(loaded):
            if chosen(document.path, options.paths, loaded.root):
                texts = document.data.get("text")
                made = stamped(document, texts if isinstance(texts, dict) else (), options.renew)
                new |= {document.path: made} if made else {}
        for page in loaded.pages:
            if chosen(page.path, options.paths, loaded.root):
                made = stamped_page(page, loaded.original_of(page), options.renew)
                new |= {page.path: made} if made else {}
    except CannotEditError as error:
        raise MisuseError(f"A file is written in a way that no program should change ({error}). Run scripts/check.py first.") from None
    for path, text in new.items():
        put(loaded.root / path, text)
    print(f"Files stamped: {len(new)}.")
    return 0


def stamped_page(page: Page, original: Page | None, renew: bool) -> str | None:
    """The file of a translated page with the versions of its parts, where they are not known yet; none if nothing changes."""
    translation = page.meta.get("translation")
    if original is None or not isinstance(translation, dict):
        return None
    today, known = versions(original.meta, original.body), translation.get("made_from") or {}
    made_from = {part: today[part] if part not in known or renew else known[part] for part in parts(page.meta, page.body) if part in today or part in known}
    if made_from == known:
        return None
    front = page.front.text
    new = amended(front, {("translation",): Braces({**translation, "made_from": Braces(made_from)})})
    return (page.root / page.path).read_bytes().decode("utf-8").replace(front, new, 1)


def status(loaded: Loaded, _options: argparse.Namespace) -> int:
    """Print a table of what is to be done."""
    table = Table("Language", "Titles, summaries missing", "Other texts missing", "Out of date", "By machine, not reviewed", "Pages out of date")
    for language in loaded.languages:
        counts = [0, 0, 0, 0, 0]
        for document in records(loaded):
            words = translated(document.data, language)
            if words:
                missing = [unit for unit in units(document, language) if not unit.here]
                first = sum(unit.key in ("title", "summary") for unit in missing)
                counts = [had + more for had, more in zip(counts, (first, len(missing) - first, len(words.outdated), len(words.unreviewed), 0), strict=True)]
        counts[4] = sum(bool(loaded.outdated_parts(page)) for page in loaded.pages if page.language == language)
        table.add_row(str(locale_of(language).get_display_name("en")), *map(str, counts))
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    return 0


def records(loaded: Loaded) -> Iterator[Document]:
    """The records that can be read and are not withdrawn."""
    for document in loaded.of("practices"):
        if isinstance(document.data, dict) and not document.refusals and document.data.get("status") != "withdrawn":
            yield document


def chosen(path: str, paths: Iterable[Path], root: Path) -> bool:
    """Whether a file is one of those that were named, or lies in one of them."""
    named = [Path(os.path.relpath(given.resolve(), root)).as_posix() for given in paths]
    return not named or any(path == name or path.startswith(name + "/") or name == "." for name in named)


def must_be_known(path: Path, loaded: Loaded) -> None:
    """Refuse a path at which there is nothing of the library."""
    if not any(chosen(document.path, [path], loaded.root) for document in loaded.documents):
        raise MisuseError(f"{path} is not a file or folder of this library.")


def known_language(language: str) -> str:
    """The language, if the world's locale data know it."""
    try:
        locale_of(language)
    except UnknownLocaleError:
        raise MisuseError(f"“{language}” is not a language that the world’s locale data know. Write two or three small letters, such as fi.") from None
    return language


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(path)


if __name__ == "__main__":
    sys.exit(main())
