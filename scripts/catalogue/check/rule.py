"""A rule is one generator: its docstring is what contributors read, its findings become problems."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from textwrap import dedent
from typing import Any, NamedTuple

from rapidfuzz import process

from ..document import SHAPES, Document, Loaded, Page
from ..problem import Place, Problem, Severity
from ..yaml12 import Mark, Path

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE


class Finding(NamedTuple):
    """What a rule found in one document: where, the words, their parameters and a guess."""

    at: Path | Mark
    message: str
    parameters: Mapping[str, Any] = {}
    suggestion: str | None = None
    part: str = ""
    """The words at fault, if the value is long; they show the place within it."""
    nth: int = 0
    """Which of several equal parts is meant, counted from 0."""


class FindingIn(NamedTuple):
    """What a rule found that looks at the whole library: the place is already known."""

    place: Place
    message: str
    parameters: Mapping[str, Any] = {}
    suggestion: str | None = None


def some(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What a pattern finds in a text, up to a hundred times: with more, nobody reads on."""
    return islice(pattern.finditer(text), 100)


def in_text(path: Path, match: re.Match[str], message: str, /, **parameters: Any) -> Finding:
    """A finding at the words that a pattern found in a text."""
    words = match.group()
    return Finding(path, message, parameters, None, words, match.string.count(words, 0, match.start()))


DocumentCheck = Callable[[Document, Loaded], Iterable[Finding]]
LibraryCheck = Callable[[Loaded], Iterable[FindingIn]]
PageCheck = Callable[[Page, Loaded], Iterable[FindingIn]]


@dataclass(frozen=True)
class Rule:
    """A named check with its gravity; ``doc`` is its public documentation."""

    name: str
    severity: Severity
    check: Callable[..., Iterable[Any]]
    folders: frozenset[str]

    @property
    def doc(self) -> str:
        """The docstring as one paragraph a blank line apart, without indents."""
        text = inspect.getdoc(self.check) or ""
        return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))

    @property
    def messages(self) -> tuple[str, ...]:
        """The sentences of its code, in their order: what it says here, the form on the site says in the same words."""
        found: list[tuple[int, int, str]] = []
        for node in ast.walk(ast.parse(dedent(inspect.getsource(self.check)))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                found.append((node.lineno, node.col_offset, ast.literal_eval(node.args[0])))
            elif isinstance(node, ast.Name) and node.id.isupper():
                said = self.check.__globals__.get(node.id)
                if isinstance(said, str) and " " in said:
                    found.append((node.lineno, node.col_offset, said))
        return tuple(dict.fromkeys(said for _, _, said in sorted(found)))


DOCUMENT_RULES: list[Rule] = []
PAGE_RULES: list[Rule] = []
LIBRARY_RULES: list[Rule] = []


def _register(rules: list[Rule], name: str, severity: Severity, folders: Iterable[str]) -> Callable[[Any], Any]:
    def register(check: Any) -> Any:
        rules.append(Rule(name, severity, check, frozenset(folders)))
        return check

    return register


def rule(name: str, severity: Severity, *folders: str) -> Callable[[DocumentCheck], DocumentCheck]:
    """A rule that looks at one document at a time; without ``folders``, at every kind."""
    return _register(DOCUMENT_RULES, name, severity, folders or (*SHAPES, "docs"))


def page_rule(name: str, severity: Severity) -> Callable[[PageCheck], PageCheck]:
    """A rule that looks at the body of one hand-written page at a time."""
    return _register(PAGE_RULES, name, severity, ("docs",))


def library_rule(name: str, severity: Severity) -> Callable[[LibraryCheck], LibraryCheck]:
    """A rule that needs the whole library."""
    return _register(LIBRARY_RULES, name, severity, ())


def problems_of_document(document: Document, loaded: Loaded) -> Iterator[Problem]:
    """Everything that the document rules find in one document."""
    folder = document.folder
    for rule in DOCUMENT_RULES:
        if folder in rule.folders:
            for found in rule.check(document, loaded):
                yield Problem(rule.name, rule.severity, document.place(found.at, found.part, found.nth), found.message, found.parameters, found.suggestion)
    document.forget()


def problems_of_page(page: Page, loaded: Loaded) -> Iterator[Problem]:
    """Everything that the page rules find in one hand-written page."""
    for rule in PAGE_RULES:
        for found in rule.check(page, loaded):
            yield Problem(rule.name, rule.severity, *found)


def problems_of_library(loaded: Loaded) -> Iterator[Problem]:
    """Everything that only shows when all files are looked at together."""
    for rule in LIBRARY_RULES:
        for found in rule.check(loaded):
            yield Problem(rule.name, rule.severity, *found)


def closest(wrong: str, known: Iterable[str], at_least: float = 70) -> str | None:
    """The known word that looks most like ``wrong``, or none if nothing is near."""
    match = process.extractOne(wrong[:100].lower(), {word: word.lower() for word in sorted(known)}, score_cutoff=at_least)
    return str(match[2]) if match else None
