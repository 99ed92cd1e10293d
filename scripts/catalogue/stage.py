"""Write the pages to disk as a complete tree for every language; touch only what changed, remove what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .model import Catalogue
from .render import pages
from .render.reader import Reader
from .render.words import known_words

KEEP = ".gitignore"
"""The one committed file of the staging folder, which the builder needs to exist."""


def staged_files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Every staged file: its path within the staging folder, and its text."""
    readers = {language: Reader(catalogue, language) for language in catalogue.languages}
    for page in pages(catalogue):
        yield f"{page.language}/{page.path}", page.text(readers[page.language])
    for reader in readers.values():
        yield f"{reader.language}/words.json", known_words(reader)
    default = catalogue.languages[0]
    for name in sorted(path.name for path in (catalogue.root / "schema").glob("*.json")):
        yield f"{default}/schema/{name}", (catalogue.root / "schema" / name).read_text("utf-8")


def write(files: Iterable[tuple[str, str]], folder: Path) -> int:
    """Make ``folder`` hold exactly these files; the number of files that were written or removed."""
    folder.mkdir(parents=True, exist_ok=True)
    gone = {path for path in folder.rglob("*") if path.is_file() and path.name != KEEP}
    touched = 0
    for name, text in files:
        path = folder / name
        gone.discard(path)
        data = text.encode("utf-8")
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            touched += 1
    for path in gone:
        path.unlink()
        touched += 1
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
    return touched
