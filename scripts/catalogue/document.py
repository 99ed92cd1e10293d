"""What was read: documents, pages and the whole library, with the place of every value."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from .assessment import Assessment
from .bibliography import Source
from .guideline import Heading, headings
from .problem import Place
from .record import Record
from .shape import Shape
from .toolkit import Toolkit
from .translation import outdated_parts, versions
from .vocabulary import Term, Vocabulary
from .walk import KEY, Found, Uses, uses
from .wording import Wording, words_of
from .yaml12 import LINE_BREAK, Mark, Reading, Refusal, read
from .yaml12 import Path as DataPath

SHAPES: dict[str, type[Shape]] = {
    "practices": Record,
    "sources": Source,
    "vocabularies": Vocabulary,
    "assessments": Assessment,
    "toolkits": Toolkit,
    "wording": Wording,
}
"""The folders of data and the shape of the files in them."""

WORKED_OUT = (
    *("uses", "texts", "all_text", "word_set", "_marks", "_all_marks", "_line_starts"),
    *("shape_errors", "misshapen", "suspicious_texts", "source_uses", "translations"),
)
"""What is worked out from the data of a document, here and by the rules, and forgotten when it has been judged."""


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
        """The folder that it lies in, such as practices or sources."""
        return self.path.split("/", 1)[0]

    @property
    def data(self) -> Any:
        """The data; ``None`` if they could not be read to the end, since a part would look like a file that lacks the rest."""
        return self.reading.data if self.reading.complete else None

    @property
    def refusals(self) -> list[Refusal]:
        """What the reader refused."""
        return self.reading.refusals

    @cached_property
    def uses(self) -> Uses:
        """Every value by its meaning."""
        return uses(self.shape, self.data)

    @cached_property
    def texts(self) -> list[Found]:
        """Every value that is to be a text and is one: names, lines and prose."""
        return [found for found in self.uses.values["text"] if type(found[1]) is str]

    @cached_property
    def all_text(self) -> str:
        """The texts in one: what is not in it need not be looked for in each."""
        return "\n".join([value for _, value, _ in self.texts])

    @cached_property
    def word_set(self) -> set[bytes]:
        """The words of the texts, each once: less to look through than all text."""
        return words_of(self.all_text)

    @cached_property
    def _marks(self) -> Reading:
        return read(self.text, places=True)

    def place(self, at: DataPath | Mark, part: str = "", nth: int = 0) -> Place:
        """The line and column of a value, of a key (a path that ends in ``KEY``), or of the nearest thing around it.

        With ``part``, those of its ``nth`` occurrence within the value, if it stands there as it is.
        """
        mark = at if isinstance(at, Mark) else self._mark(at)
        if part:
            mark = self._mark_of_part(mark, part, nth)
        return Place(self.path, mark.line + self.lines_before, mark.column)

    def forget(self) -> None:
        """Free what was worked out from the data, several times their size; it is worked out again if asked for again."""
        for name in WORKED_OUT:
            self.__dict__.pop(name, None)

    def _mark(self, at: DataPath) -> Mark:
        wants_key = bool(at) and at[-1] == KEY
        path = at[:-1] if wants_key else at
        values, keys = self._marks.values or {}, self._marks.keys or {}
        if not wants_key and path in values:
            return values[path]
        while path:
            if path in keys:
                return keys[path]
            if path in values:
                return values[path]
            path = path[:-1]
        return values.get((), Mark(1, 1))

    @cached_property
    def _all_marks(self) -> list[Mark]:
        return sorted([*(self._marks.values or {}).values(), *(self._marks.keys or {}).values()])

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in LINE_BREAK.finditer(self.text))]

    def _mark_of_part(self, start: Mark, part: str, nth: int) -> Mark:
        starts = self._line_starts
        index = bisect_right(self._all_marks, start)
        end = len(self.text)
        if index < len(self._all_marks):
            following = self._all_marks[index]
            end = starts[following.line - 1] + following.column - 1
        found = starts[start.line - 1] + start.column - 1 - len(part)
        for _ in range(nth + 1):
            found = self.text.find(part, found + len(part), end)
            if found < 0:
                return start
        line = bisect_right(starts, found)
        return Mark(line, found - starts[line - 1] + 1)


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
    borders: dict[str, str] = field(default_factory=dict)
    """SVG path data of countries by ISO 3166-1 code (``geodata/europe.json``)."""
    frame: tuple[int, ...] = ()
    """The view box of the borders."""
    site_name: str = ""
    site_url: str = ""
    """The address of the published site with a slash at its end; empty where ``mkdocs.yml`` names none."""

    def of(self, folder: str) -> list[Document]:
        """The documents of one folder, by file name."""
        return [document for document in self.documents if document.folder == folder]

    @cached_property
    def by_id(self) -> dict[str, dict[str, Document]]:
        """Documents by folder and id."""
        return {folder: {document.id: document for document in self.of(folder)} for folder in SHAPES}

    @cached_property
    def terms(self) -> dict[str, set[str]]:
        """The ids of the terms of every vocabulary that could be read."""
        return {
            document.id: {term["id"] for _, term in document.uses.objects[Term] if type(term.get("id")) is str}
            for document in self.of("vocabularies")
            if isinstance(document.data, dict) and isinstance(document.data.get("terms"), list)
        }

    def original_of(self, page: Page) -> Page | None:
        """The page that a page was translated from; none if it is no translation."""
        translation = page.meta.get("translation")
        source = translation.get("from") if isinstance(translation, dict) else None
        return next((other for other in self.pages if other.name == page.name and other.language == source != page.language), None)

    def outdated_parts(self, page: Page) -> tuple[str, ...]:
        """The parts of a translated page whose original has changed since, by the ids of their headings."""
        original = self.original_of(page)
        return outdated_parts(page.meta, versions(original.meta, original.body)) if original and original.meta else ()

    @cached_property
    def clauses(self) -> dict[str, Heading]:
        """All clauses by id: headings of the guideline pages in the default language."""
        return {
            heading.id: heading for page in self.pages if page.language == self.languages[0] for heading in page.headings if heading.is_clause and heading.id
        }
