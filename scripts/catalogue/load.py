"""Read the library's files: bytes, text, data, and the place of every value.

Reading never fails: what cannot be read is a ``Refusal`` in the document, for the checks to report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from .bibliography import Source
from .guideline import Heading, PageFront, headings
from .language import N_
from .problem import Place
from .record import Record
from .shape import Shape
from .vocabulary import Vocabulary
from .walk import KEY, Uses, uses
from .yaml12 import Path as DataPath
from .yaml12 import Mark, Reading, Refusal, read

MAX_BYTES = 500_000
"""Over a hundred times an ordinary record; nothing larger was written by hand."""

SHAPES: dict[str, type[Shape]] = {"practices": Record, "sources": Source, "vocabularies": Vocabulary}
"""The folders of data and the shape of the files in them."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Control, bidirectional and zero-width characters: invisible, so a reviewer cannot see what they do."""


@dataclass
class Document:
    """One data file of the library."""

    root: Path
    path: str
    """Relative to the project, with forward slashes."""
    shape: type[Shape]
    text: str = ""
    reading: Reading = field(default_factory=Reading)
    lines_before: int = 0
    """Lines of the file above the text: front matter starts on the second line."""

    @property
    def id(self) -> str:
        """The file name without its ending."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".yaml")

    @property
    def folder(self) -> str:
        """The folder that it lies in: practices, sources or vocabularies."""
        return self.path.split("/", 1)[0]

    @property
    def data(self) -> Any:
        """The data as far as they could be read."""
        return self.reading.data

    @property
    def refusals(self) -> list[Refusal]:
        """What the reader refused."""
        return self.reading.refusals

    @cached_property
    def uses(self) -> Uses:
        """Every value by its meaning."""
        return uses(self.shape, self.data)

    @cached_property
    def _marks(self) -> Reading:
        return read(self.text, places=True)

    def place(self, at: DataPath | Mark) -> Place:
        """The line and column of a value, of a key (a path that ends in ``KEY``), or of the nearest thing around it."""
        if isinstance(at, Mark):
            return Place(self.path, at.line + self.lines_before, at.column)
        wants_key = bool(at) and at[-1] == KEY
        path = at[:-1] if wants_key else at
        values, keys = self._marks.values or {}, self._marks.keys or {}
        if not wants_key and path in values:
            return self.place(values[path])
        while path:
            if path in keys:
                return self.place(keys[path])
            if path in values:
                return self.place(values[path])
            path = path[:-1]
        return self.place(values.get((), Mark(1, 1)))


@dataclass
class Page:
    """One hand-written Markdown page."""

    root: Path
    path: str
    language: str
    name: str
    """The path within its language: ``guidelines/sempre.md``."""
    front: Document
    """The front matter."""
    body: str = ""
    lines_before: int = 0
    """Lines of the file above the body."""

    @property
    def meta(self) -> dict[str, Any]:
        """The fields of the front matter."""
        return self.front.data if isinstance(self.front.data, dict) else {}

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings of the body."""
        return list(headings(self.body))

    def place(self, offset: int) -> Place:
        """The line and column of a character of the body."""
        line = self.body.count("\n", 0, offset) + 1
        return Place(self.path, line + self.lines_before, offset - self.body.rfind("\n", 0, offset))


@dataclass
class Loaded:
    """Everything that was read, by folder."""

    root: Path
    documents: list[Document]
    pages: list[Page]
    languages: tuple[str, ...]
    """The languages of the site, the default one first."""

    def of(self, folder: str) -> list[Document]:
        """The documents of one folder, by file name."""
        return [document for document in self.documents if document.folder == folder]

    @cached_property
    def by_id(self) -> dict[str, dict[str, Document]]:
        """Documents by folder and id."""
        return {folder: {document.id: document for document in self.of(folder)} for folder in SHAPES}

    @cached_property
    def terms(self) -> dict[str, set[str]]:
        """The ids of the terms of every vocabulary."""
        found: dict[str, set[str]] = {}
        for document in self.of("vocabularies"):
            terms = document.data.get("terms") if isinstance(document.data, dict) else None
            found[document.id] = {str(term["id"]) for term in terms or () if isinstance(term, dict) and "id" in term}
        return found

    @cached_property
    def clauses(self) -> set[str]:
        """The ids of all clauses, read from the headings of the guideline pages in the default language."""
        return {heading.id for page in self.pages if page.language == self.languages[0] for heading in page.headings if heading.is_clause and heading.id}


def load(root: Path) -> Loaded:
    """Read every file of the library under ``root``, in a stable order."""
    documents = [load_document(root, path) for folder in SHAPES for path in data_files(root / folder)]
    languages = site_languages(root)
    pages = [load_page(root, path, language) for language in languages for path in sorted((root / "docs" / language).rglob("*.md"))]
    return Loaded(root, documents + [page.front for page in pages], pages, languages)


def data_files(folder: Path) -> list[Path]:
    """The data files of a folder by name; files of other kinds are left to the checks of names."""
    return sorted((path for path in folder.iterdir() if not path.name.startswith(".")), key=lambda path: path.name) if folder.is_dir() else []


def load_document(root: Path, path: Path) -> Document:
    """Read one data file; everything that keeps it from being read becomes a refusal."""
    relative = path.relative_to(root).as_posix()
    shape = SHAPES[relative.split("/", 1)[0]]
    document = Document(root, relative, shape)
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        return _refused(document, "symbolic-link", N_("This is a link to a file outside the project. Put the file itself here."))
    if not path.is_file():
        return _refused(document, "file-name", N_("Only record files belong here. Move the folder or remove it."))
    text = _read_text(document, path)
    if text is not None:
        document.text = text
        document.reading = read(text)
        if document.reading.complete and document.data is None and not document.refusals:
            _refused(document, "empty-file", N_("The file is empty. Start from a copy of another record, or remove it."))
    return document


def _refused(document: Document, rule: str, message: str, mark: Mark = Mark(1, 1), **parameters: Any) -> Document:
    document.reading.refusals.append(Refusal(rule, mark, message, parameters))
    document.reading.complete = False
    return document


def _read_text(document: Document, path: Path) -> str | None:
    """The text of a file, or ``None`` with the refusals that say why not."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        message = N_("The file has {size} KB; at most {limit} KB can be read. Keep the record short and link to longer texts as sources.")
        _refused(document, "file-size", message, size=size // 1000, limit=MAX_BYTES // 1000)
        return None
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))
        _refused(document, "file-encoding", N_("This is not UTF-8 text. Save the file again with the encoding UTF-8."), mark)
        return None
    readable = True
    for found in FORBIDDEN.finditer(text):
        mark = Mark(text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start()))
        if found.start() == 0 and found.group() == "\ufeff":
            _refused(document, "byte-order-mark", N_("The file starts with an invisible byte-order mark. Save it as UTF-8 without one (“UTF-8”, not “UTF-8 with BOM”)."), mark)
        else:
            message = N_("There is an invisible character here (U+{code}). Delete it and type the text again.")
            _refused(document, "invisible-character", message, mark, code=f"{ord(found.group()):04X}")
        readable = False
    tab = text.find("\t")
    if tab >= 0:
        mark = Mark(text.count("\n", 0, tab) + 1, tab - text.rfind("\n", 0, tab))
        _refused(document, "tab", N_("There is a tab here. Use two spaces for each level instead."), mark)
        readable = False
    return text if readable else None


FRONT_MATTER = re.compile(r"---\r?\n(.*?)^---\s*?\r?\n", re.DOTALL | re.MULTILINE)


def load_page(root: Path, path: Path, language: str) -> Page:
    """Read one Markdown page: its front matter and its body."""
    front = Document(root, path.relative_to(root).as_posix(), PageFront)
    page = Page(root, front.path, language, path.relative_to(root / "docs" / language).as_posix(), front)
    text = _read_text(front, path)
    found = FRONT_MATTER.match(text) if text is not None else None
    if text is not None and found is None:
        _refused(front, "front-matter", N_("The page has no title. Start it with a line “---”, “title: …” and another line “---”."))
    if text is not None and found is not None:
        front.text, front.lines_before = found.group(1), 1
        front.reading = read(front.text)
        page.body = text[found.end() :]
        page.lines_before = text.count("\n", 0, found.end())
    return page


class _SiteConfig(yaml.SafeLoader):
    """Reads ``mkdocs.yml`` without running its tags; values from the environment are not needed here."""


_SiteConfig.add_multi_constructor("", lambda loader, suffix, node: None)
for _tag in ("null", "bool", "int", "float", "str", "seq", "map"):
    _SiteConfig.yaml_constructors[f"tag:yaml.org,2002:{_tag}"] = yaml.SafeLoader.yaml_constructors[f"tag:yaml.org,2002:{_tag}"]


def site_languages(root: Path) -> tuple[str, ...]:
    """The languages that ``mkdocs.yml`` names for the i18n plugin, the default one first."""
    config = yaml.load((root / "mkdocs.yml").read_text("utf-8"), _SiteConfig)
    for plugin in config["plugins"]:
        if isinstance(plugin, dict) and "i18n" in plugin:
            languages = plugin["i18n"]["languages"]
            return tuple(entry["locale"] for entry in sorted(languages, key=lambda entry: not entry.get("default", False)))
    raise LookupError("mkdocs.yml has no i18n plugin with languages")
