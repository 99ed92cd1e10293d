"""Where each source is cited, place by place: what rests on it.

The places are found by walking the records along their shape; nothing here lists the fields a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from .document import Page
from .guideline import Heading
from .model import Catalogue
from .prose import CITATION, parse_citation
from .record import Record
from .shape import Shape
from .walk import uses
from .yaml12 import Path


class Mention(NamedTuple):
    """One citation of a source in a file of data."""

    path: Path
    """Of the text that holds the citation, or of the item whose list of sources does."""
    locator: str | None
    words: str | None
    """The end of the text up to the citation; none for a list of sources."""


Mentions = dict[str, dict[str, list[Mention]]]
"""By source, then by practice; every practice that lists a source has an entry, if only an empty one."""


@lru_cache(maxsize=2)
def mentions(catalogue: Catalogue) -> Mentions:
    """Every citation in the records, worked out once a library."""
    found: Mentions = {}
    documents = catalogue.loaded.by_id["practices"]
    for practice in catalogue.practices.values():
        for source in practice.record.sources:
            found.setdefault(source, {})[practice.id] = []
        for source, mention in data_mentions(Record, documents[practice.id].data):
            found.setdefault(source, {}).setdefault(practice.id, []).append(mention)
    return found


def data_mentions(shape: type[Shape], data: Any) -> Iterator[tuple[str, Mention]]:
    """The citations of one file of data, in its order."""
    values = uses(shape, data).values
    for path, value, _ in values["citation"]:
        cited = parse_citation(value)
        yield cited.source, Mention(path[:-2], cited.locator, None)
    for path, value, kind in values["text"]:
        if kind == "prose":
            for source, locator, words in text_mentions(value):
                yield source, Mention(path, locator, words)


def text_mentions(text: str) -> Iterator[tuple[str, str | None, str]]:
    """The citations of a text: source, locator, and the sentence that ends at the citation."""
    for found in CITATION.finditer(text):
        yield found[1], (found[2] or "").strip() or None, sentence(text[: found.start()])


BREAK = re.compile(r"\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s+")
"""Between paragraphs, and between the items of a list."""
END = re.compile(r"[.!?…][”\"’')*_]*\s+(?=[^\W\d_a-zà-öø-ÿ]|[\d“\"„»*_(])")
"""Between sentences: a full stop, and then something that may begin one."""
MARKUP = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|\\(?=[^\w\s])|^\s*(?:#{1,6}|[-*+]|\d+[.)])\s+")


def sentence(before: str) -> str:
    """The last sentence of a text, without its citations and Markdown's signs."""
    block = BREAK.split(before)[-1]
    bare = " ".join(CITATION.sub(" ", block).split())
    start = 0
    for found in END.finditer(bare):
        if found.end() < len(bare):
            start = found.end()
    return MARKUP.sub(lambda found: found[1] or "", bare[start:]).strip()


class PageMention(NamedTuple):
    """One citation of a source in a hand-written page."""

    heading: Heading | None
    """The heading that it stands under; none above the first one."""
    locator: str | None
    words: str | None
    """None where the page presents the source as a whole."""


def page_mentions(page: Page, source: str) -> Iterator[PageMention]:
    """The citations of one source in a page."""
    if page.meta.get("source"):
        presented = parse_citation(page.meta["source"])
        if presented.source == source:
            yield PageMention(None, presented.locator, None)
    for found in CITATION.finditer(page.body):
        if found[1] == source:
            above = [heading for heading in page.headings if heading.end <= found.start()]
            start = above[-1].end if above else 0
            yield PageMention(above[-1] if above else None, (found[2] or "").strip() or None, sentence(page.body[start : found.start()]))
