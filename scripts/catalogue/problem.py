"""A problem is a value: which rule, how grave, where, and the parameters of its sentence.

The sentence is made at the edge, from the interface catalogues, so the same rule speaks every language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from .language import N_


class Severity(IntEnum):
    """How grave a problem is; only an error stops the build."""

    ERROR = 0
    WARNING = 1
    ADVICE = 2

    @property
    def word(self) -> str:
        """The word that the outputs print, the same in every language."""
        return self.name.lower()


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file; line and column count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control, bidirectional and zero-width characters: invisible, so a reviewer cannot see what they do."""
HIDDEN_HERE = N_("There is an invisible character here (U+{code}). Delete it and type the text again.")


def visible(text: str) -> str:
    """The text in one line, with invisible characters by their number, so that output cannot be forged by what it quotes."""
    return INVISIBLE.sub(lambda found: f"\\u{ord(found.group()):04X}", re.sub(r"[\r\n\t]+", " ", text))


class Message(str):
    """A parameter that is itself a message and is translated with the sentence."""


DID_YOU_MEAN = N_("Did you mean “{suggestion}”?")
SENTENCE_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True)
class Problem:
    """One thing to mend, or to think about, at one place."""

    rule: str
    severity: Severity
    place: Place
    message: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str | None = None

    @property
    def order(self) -> tuple[Place, Severity, str, str]:
        """By place, then the gravest first; the same order on every machine."""
        return self.place, self.severity, self.rule, str(self.parameters)

    def sentence(self, translate: Callable[[str], str]) -> str:
        """What is wrong and what to write instead, in the language of ``translate``."""
        parameters = {name: translate(value) if isinstance(value, Message) and value else visible(str(value)) for name, value in self.parameters.items()}
        said = translate(self.message).format(**parameters)
        if self.suggestion:
            said += (" " if said.endswith(SENTENCE_ENDS) else ". ") + translate(DID_YOU_MEAN).format(suggestion=visible(self.suggestion))
        return said
