"""Print problems for people and for programs: text, GitHub annotations, JSON, SARIF 2.1.0."""

from __future__ import annotations

import gettext
import json
from collections.abc import Callable, Sequence
from urllib.parse import quote

from .check import rules
from .language import NN_
from .problem import Problem, Severity, visible

Translate = gettext.NullTranslations
COUNTS = {
    Severity.ERROR: NN_("{count} error", "{count} errors"),
    Severity.WARNING: NN_("{count} warning", "{count} warnings"),
    Severity.ADVICE: NN_("{count} piece of advice", "{count} pieces of advice"),
}


def as_text(problems: Sequence[Problem], language: Translate) -> str:
    """One line a problem, then a line that counts them."""
    lines = [f"{visible(str(problem.place))}: {problem.severity.word}: {problem.sentence(language.gettext)} [{problem.rule}]" for problem in problems]
    return "\n".join([*lines, count(problems, language)]) + "\n"


def count(problems: Sequence[Problem], language: Translate) -> str:
    """The counting line: "2 errors, 0 warnings, 1 piece of advice"."""
    parts = []
    for severity, (singular, plural) in COUNTS.items():
        number = sum(problem.severity is severity for problem in problems)
        parts.append(language.ngettext(singular, plural, number).format(count=number))
    return ", ".join(parts)


GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def as_github(problems: Sequence[Problem], language: Translate) -> str:
    """Workflow commands that GitHub shows as annotations beside the line."""
    lines = []
    for problem in problems:
        place = f"file={_property(problem.place.path)},line={problem.place.line},col={problem.place.column},title={_property(problem.rule)}"
        lines.append(f"::{GITHUB[problem.severity]} {place}::{_data(problem.sentence(language.gettext))}")
    return "\n".join([*lines, count(problems, language)]) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Sequence[Problem], language: Translate) -> str:
    """A list of objects with rule, severity, path, line, column, message and suggestion."""
    rows = [
        {
            "rule": problem.rule,
            "severity": problem.severity.word,
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "message": problem.sentence(language.gettext),
            "suggestion": problem.suggestion,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def as_sarif(problems: Sequence[Problem], language: Translate) -> str:
    """A SARIF 2.1.0 log, which code hosts and editors read."""
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "columnKind": "unicodeCodePoints",
                "tool": {
                    "driver": {
                        "name": "Practice Commons",
                        "rules": [
                            {
                                "id": rule.name,
                                "fullDescription": {"text": " ".join(language.gettext(part) for part in rule.doc.split("\n\n"))},
                                "defaultConfiguration": {"level": SARIF_LEVEL[rule.severity]},
                            }
                            for rule in rules()
                        ],
                    }
                },
                "results": [
                    {
                        "ruleId": problem.rule,
                        "level": SARIF_LEVEL[problem.severity],
                        "message": {"text": problem.sentence(language.gettext)},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": quote(problem.place.path, errors="surrogateescape")},
                                    "region": {"startLine": problem.place.line, "startColumn": problem.place.column},
                                }
                            }
                        ],
                    }
                    for problem in problems
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[[Sequence[Problem], Translate], str]] = {"text": as_text, "github": as_github, "json": as_json, "sarif": as_sarif}
