"""Self-assessments that ask for everything they should, once."""

from __future__ import annotations

from collections.abc import Iterator

from ..assessment import Statement
from ..document import Document, Loaded
from ..language import N_
from ..walk import KEY
from .references import missing
from .rule import ERROR, WARNING, Finding, rule


@rule("unknown-guideline", ERROR, "assessments")
def guidelines_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A self-assessment that is about certain guidelines names guidelines that have clauses.

    Otherwise nobody could tell which statements it lacks.
    """
    known = {clause.partition(".")[0] for clause in loaded.clauses}
    message = N_("There is no guideline “{value}” with clauses. Write the file name of its page without .md.")
    yield from missing(document, "guideline", known, message)


@rule("clause-twice", ERROR, "assessments")
def no_clause_is_asked_twice(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Each clause has one statement, since the answer is kept by it."""
    seen: set[str] = set()
    for path, statement in document.uses.objects[Statement]:
        clause = statement.get("clause")
        if type(clause) is str:
            if clause in seen:
                yield Finding((*path, "clause"), N_("There is already a statement on “{clause}”. Take one out."), {"clause": clause[:80]})
            seen.add(clause)


@rule("clause-not-asked", WARNING, "assessments")
def no_clause_is_forgotten(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A self-assessment has a statement for every clause that speaks to its readers.

    A clause that is added to a guideline later would be missing without a word.
    """
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("statements"), list) or not isinstance(data.get("audiences"), list):
        return
    frameworks = data.get("frameworks")
    asked = {value for _, value, _ in document.uses.values["clause"] if type(value) is str}
    for id_, heading in loaded.clauses.items():
        of_framework = not isinstance(frameworks, list) or id_.partition(".")[0] in frameworks
        if of_framework and (heading.audience or "everyone") in data["audiences"] and id_ not in asked:
            message = N_("There is no statement on the clause “{clause}”, which speaks to these readers. Add one.")
            yield Finding(("statements", KEY), message, {"clause": id_})
