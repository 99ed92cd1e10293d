"""Find problems in what was loaded. Bad data never raise: every problem of every file is a value."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..document import Loaded
from ..parallel import share_out
from ..problem import Problem
from . import (  # noqa: F401  (each registers its rules)
    assessments,
    dates,
    files,
    lineage,
    pages,
    personal,
    references,
    shapes,
    sourcing,
    texts,
    toolkits,
    translations,
    wording,
)
from .rule import DOCUMENT_RULES, LIBRARY_RULES, PAGE_RULES, Rule, problems_of_document, problems_of_library, problems_of_page


def rules() -> list[Rule]:
    """Every rule by name."""
    return sorted(DOCUMENT_RULES + PAGE_RULES + LIBRARY_RULES, key=lambda rule: rule.name)


def check(loaded: Loaded, only: Collection[str] | None = None) -> list[Problem]:
    """All problems of the library, sorted by place; with ``only``, those of the files of these paths."""
    return sorted(_problems(loaded, only), key=lambda problem: problem.order)


def _problems(loaded: Loaded, only: Collection[str] | None) -> Iterator[Problem]:
    documents = [document for document in loaded.documents if only is None or document.path in only]
    judged = share_out(lambda document: (references.cited_sources(document), [*problems_of_document(document, loaded)]), documents)
    for document, (cited, problems) in zip(documents, judged, strict=True):
        document.__dict__["cited_sources"] = cited  # another process may have found them
        yield from problems
    for page in loaded.pages:
        if only is None or page.path in only:
            yield from problems_of_page(page, loaded)
    for problem in problems_of_library(loaded):
        if only is None or problem.place.path in only:
            yield problem
