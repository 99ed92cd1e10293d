"""Turn the catalogue into pages: values of (language, path, text), without any I/O."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Catalogue
from .compare import tool_pages
from .guidelines import hand_written_pages
from .indexes import index_pages
from .manual import manual_pages
from .page import StagedPage
from .practices import practice_pages
from .sources import source_pages

PAGE_TYPES = (hand_written_pages, practice_pages, index_pages, source_pages, manual_pages, tool_pages)
"""Every page type is one generator; a new one is added here."""


def pages(catalogue: Catalogue) -> Iterator[StagedPage]:
    """All pages of the site in every language."""
    for page_type in PAGE_TYPES:
        yield from page_type(catalogue)
