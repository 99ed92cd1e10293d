"""The words of one practice for one reader: texts in their language, reference marks, blocks with their labels."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ..model import Practice, Worded
from .outdated import Outdated
from .page import in_language, tagged
from .reader import Reader, relative
from .references import References
from .view import Block, row_label


class Wording:
    """Everything that is said of a practice goes through here; references are numbered in reading order.

    A page that several practices share gives its own ``references``, so that it has one numbering.
    """

    def __init__(self, practice: Practice, reader: Reader, references: References | None = None) -> None:
        self.practice, self.reader, self.record = practice, reader, practice.record
        self.references = references or References(reader, f"practices/{practice.id}/")
        self.reasons = {inference.item: inference for inference in practice.record.inferred}
        self.outdated = Outdated(practice, reader)

    def prose(self, worded: Worded) -> Markup:
        """A prose text as HTML, in an element with its language where it is not the reader's."""
        return self.in_language(self.references.prose(worded.value), worded.language, "div")

    def in_language(self, html: Markup, language: str, element: str = "span") -> Markup:
        """HTML inside an element that names its language, if it is not the reader's."""
        return in_language(html, language, self.reader, element)

    def local(self, text: dict[str, str] | None) -> Markup | None:
        """A short text by language, with citations, tagged."""
        worded = self.practice.local(text, self.reader.language)
        return self.in_language(self.references.inline(worded.value), worded.language) if worded else None

    def plain(self, text: dict[str, str] | None) -> Markup | None:
        """A short plain text by language, tagged."""
        worded = self.practice.local(text, self.reader.language)
        return tagged(worded.value, worded.language, self.reader) if worded else None

    def reason(self, path: str) -> Markup | None:
        """Why an item is our reading, or nothing if a source states it."""
        inference = self.reasons.get(path) or self.reasons.get(path.rsplit(".", 1)[0])
        return self.local(inference.why) if inference else None

    def link(self, to: str) -> str:
        """The address of another page of the same language, as seen from this one."""
        return relative(self.references.url, to)

    def block(self, name: str, kind: str, content: Any) -> Block:
        """A block with its label."""
        return Block(row_label(name, self.reader), kind, content)

    def text_block(self, name: str) -> Block:
        """A prose field, or a list of points."""
        worded = self.practice.words(name, self.reader.language)
        if worded and isinstance(worded.value, tuple):
            block = self.block(name, "points", [self.in_language(self.references.inline(point), worded.language) for point in worded.value])
        else:
            block = self.block(name, "prose", self.prose(worded) if worded else None)
        return block._replace(original=self.outdated.note(name))
