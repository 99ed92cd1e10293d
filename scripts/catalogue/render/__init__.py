"""Turn the catalogue into pages: values of (language, path, text), without any I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .crosswalk import crosswalk_pages
from .explorer import explorer_pages
from .guidelines import hand_written_pages
from .indexes import index_pages
from .manual import manual_pages
from .page import StagedFile, StagedPage
from .practices import practice_pages
from .reader import Reader
from .sources import source_pages

PageType = Callable[[Reader], Iterator[StagedPage | StagedFile]]
"""Makes all pages of one type for one reader."""

PAGE_TYPES: tuple[PageType, ...] = (practice_pages, index_pages, explorer_pages, hand_written_pages, source_pages, manual_pages, crosswalk_pages)
"""Every page type is one generator; a new one is added here. Those that make most pages stand first."""
