"""Write the pages to disk as a complete tree for every language; touch only what changed, remove what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from .model import Catalogue
from .parallel import share_out
from .render import PAGE_TYPES, PageType
from .render.page import readers_of
from .render.reader import Reader

KEEP = ".gitignore"
"""The one committed file of the staging folder, which the builder needs to exist."""


class Share(NamedTuple):
    """A part of the pages that one process makes on its own."""

    page_type: PageType
    reader: Reader

    def files(self) -> Iterator[tuple[str, str]]:
        """Every staged file of this part: its path within the staging folder, and its text."""
        for page in self.page_type(self.reader):
            yield f"{page.language}/{page.path}", page.text(self.reader)


def shares(catalogue: Catalogue) -> list[Share]:
    """All pages of the site, in parts."""
    readers = readers_of(catalogue)
    return [Share(page_type, reader) for page_type in PAGE_TYPES for reader in readers]


def schema_files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The JSON Schemas, which editors fetch from the site."""
    for path in sorted((catalogue.root / "schema").glob("*.json")):
        yield f"{catalogue.languages[0]}/schema/{path.name}", path.read_text("utf-8")


def staged_files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Every staged file: its path within the staging folder, and its text."""
    for share in shares(catalogue):
        yield from share.files()
    yield from schema_files(catalogue)


class Written(NamedTuple):
    """What became of a part: the files that belong to it, and how many of them were not there as they are now."""

    paths: set[Path]
    touched: int


def stage(catalogue: Catalogue, folder: Path) -> Iterator[Written]:
    """Write the pages part by part; whoever goes through the results sees how the work goes on. ``clear`` takes away what is left over."""
    folder.mkdir(parents=True, exist_ok=True)
    return chain(share_out(lambda share: put(share.files(), folder), shares(catalogue), worth_it=2), [put(schema_files(catalogue), folder)])


def put(files: Iterable[tuple[str, str]], folder: Path) -> Written:
    """Write files whose content is new."""
    paths, touched = set(), 0
    for name, text in files:
        path = folder / name
        paths.add(path)
        data = text.encode("utf-8")
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            touched += 1
    return Written(paths, touched)


def clear(folder: Path, keep: set[Path]) -> int:
    """Remove every other file of the folder, and folders that are left empty; how many files were removed."""
    gone = {path for path in folder.rglob("*") if path.is_file() and path.name != KEEP} - keep
    for path in gone:
        path.unlink()
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
    return len(gone)
