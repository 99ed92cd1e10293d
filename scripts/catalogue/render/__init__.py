"""Turn the catalogue into pages: values of (language, path, text), without any I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .assessments import assessment_pages
from .compare import tool_pages
from .coverage import coverage_pages
from .crosswalk import crosswalk_pages
from .due import due_pages
from .explorer import explorer_pages
from .figures import figure_pages
from .form import form_pages
from .guidelines import hand_written_pages
from .indexes import index_pages
from .indicators import indicator_pages
from .manual import manual_pages
from .page import StagedFile, StagedPage
from .practices import practice_pages
from .reader import Reader
from .reports import report_pages
from .respect import respect_pages
from .sources import source_pages
from .toolkits import toolkit_pages
from .words import word_files
from .worklist import worklist_pages

PageType = Callable[[Reader], Iterator[StagedPage | StagedFile]]
"""Makes all pages of one type for one reader."""

PAGE_TYPES: tuple[PageType, ...] = (
    practice_pages,
    index_pages,
    explorer_pages,
    figure_pages,
    hand_written_pages,
    source_pages,
    manual_pages,
    form_pages,
    due_pages,
    respect_pages,
    tool_pages,
    assessment_pages,
    coverage_pages,
    indicator_pages,
    report_pages,
    crosswalk_pages,
    toolkit_pages,
    worklist_pages,
    word_files,
)
"""Every page type is one generator; a new one is added here. Those that make most pages stand first."""
