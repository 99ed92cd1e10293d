"""Toolkits: chapters that can be told apart, and practices that readers still find."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document, Loaded
from ..language import N_
from ..toolkit import Chapter
from .rule import ERROR, WARNING, Finding, rule


@rule("chapter-twice", ERROR, "toolkits")
def chapter_ids_are_unique(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Each chapter of a toolkit has an id of its own, since links to it end with its id."""
    seen: set[str] = set()
    for path, chapter in document.uses.objects[Chapter]:
        id_ = chapter.get("id")
        if type(id_) is str:
            if id_ in seen:
                yield Finding((*path, "id"), N_("The id “{id}” is already used by another chapter of this toolkit. Choose another."), {"id": id_[:60]})
            seen.add(id_)


@rule("unlisted-practice", WARNING, "toolkits")
def practices_of_toolkits_stand_in_lists(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A toolkit names practices that stand in lists.

    Drafts and withdrawn records do not, so the booklet leaves them out, and its chapter could lose its only example.
    """
    known = loaded.by_id["practices"]
    for path, value, _ in document.uses.values["practice"]:
        data = known[value].data if type(value) is str and value in known else None
        if isinstance(data, dict) and data.get("status") in ("draft", "withdrawn"):
            message = N_("The status of “{value}” is “{status}”, so the toolkit leaves it out. Name another practice, or take it out.")
            yield Finding(path, message, {"value": value, "status": data["status"]})
