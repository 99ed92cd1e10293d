"""Which version of its original a translation was made from, and what follows: missing, outdated, not reviewed.

Works on data as they stand in the files, so that checks, pages and the exchange with translators agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from .guideline import headings
from .record import Text
from .walk import KEY, Uses
from .yaml12 import Path

Said = dict[str, str | tuple[str, ...]]
"""What a text says, by field: a text, or a list of points. The sentence of a claim stands under ``claims.<id>``."""

FIELDS = tuple(name for name in Text.model_fields if name != "translation")
FIRST = ("title", "summary")
"""What a text in a further language starts with."""
METHODS = ("machine", "human", "reviewed")
"""How a translation can come about, the least careful way first."""

IS_VERSION = re.compile(r"[0-9a-f]{12}")
PAGE_HEAD, PAGE_START = "page-head", "page-start"
"""The parts of a page that stand under no heading: its front matter, and the text before the first heading."""


def fingerprint(said: str | tuple[str, ...]) -> str:
    """The version of a text: 12 hexadecimal digits of SHA-256 over its words; where its lines break does not count."""
    points = (said,) if isinstance(said, str) else said
    words = "\n".join(" ".join(unicodedata.normalize("NFC", point).split()) for point in points)
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:12]


def said(text: Any) -> Said:
    """The fields of a text in one language; what has another form than its field is left out."""
    found: Said = {}
    for name in FIELDS if isinstance(text, dict) else ():
        value = text.get(name)
        if isinstance(value, str):
            found[name] = value
        elif isinstance(value, list) and value and all(isinstance(point, str) for point in value):
            found[name] = tuple(value)
        elif name == "claims" and isinstance(value, dict):
            found |= {f"claims.{id_}": sentence for id_, sentence in value.items() if isinstance(sentence, str)}
    return found


def path_of(key: str, language: str) -> Path:
    """Where a field of a text stands in its record."""
    return ("text", language, *key.split(".", 1))


@dataclass(frozen=True)
class Translated:
    """The words of a record in one language, beside those that they are made from."""

    language: str
    source: str
    """The language of the original."""
    original: Said
    here: Said
    translation: Mapping[str, Any] | None
    """Where the words come from; none if they were written in this language, or if there are none."""

    @cached_property
    def made_from(self) -> Mapping[str, str]:
        """For each field, the version of the original that it was made from, as far as that is known."""
        return _versions(self.translation or {})

    def method(self, key: str) -> str | None:
        """How a field was translated; none if it was not."""
        if self.translation is None:
            return None
        by = _mapping(self.translation.get("by_field")).get(key, self.translation.get("by"))
        return by if isinstance(by, str) else None

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The fields that only the original has."""
        return tuple(key for key in self.original if key not in self.here)

    @cached_property
    def outdated(self) -> tuple[str, ...]:
        """The fields whose original has changed since they were translated, or is gone."""
        return tuple(key for key in self.here if key in self.made_from and self.version(key) != self.made_from[key])

    @cached_property
    def unreviewed(self) -> tuple[str, ...]:
        """The fields that a machine translated and nobody has checked."""
        return tuple(key for key in self.here if self.method(key) == METHODS[0])

    def version(self, key: str) -> str | None:
        """The version of the original today."""
        return fingerprint(self.original[key]) if key in self.original else None


def translated(data: Any, language: str) -> Translated | None:
    """The words of a record in ``language``; none if it is the record's own, or if its texts cannot be told."""
    texts, own = _mapping(_mapping(data).get("text")), _mapping(data).get("language")
    if not isinstance(own, str) or language == own or own not in texts:
        return None
    text = texts.get(language)
    translation = text.get("translation") if isinstance(text, dict) else None
    source = _mapping(translation).get("from", own)
    if not isinstance(source, str) or source not in texts or source == language:
        source = own
    return Translated(language, source, said(texts[source]), said(text), translation if isinstance(translation, dict) else None)


def _versions(translation: Mapping[str, Any]) -> Mapping[str, str]:
    """The versions that a translation was made from; what is no version is left out."""
    return {key: version for key, version in _mapping(translation.get("made_from")).items() if isinstance(version, str) and IS_VERSION.fullmatch(version)}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def notes(found: Uses) -> Iterator[tuple[Path, dict[str, str]]]:
    """The short texts of a record that stand by language beside the item that they belong to, each with its path.

    They carry no version: original and translation are neighbours in the file, so whoever changes one sees the other.
    """
    by_language = {path[:-1] for path, _, _ in found.values["language"] if path and path[-1] == KEY}
    together: dict[Path, dict[str, str]] = {}
    for path, value, kind in found.values["text"]:
        if path in by_language and kind != "name" and isinstance(value, str):
            together.setdefault(path[:-1], {})[str(path[-1])] = value
    yield from together.items()


def parts(meta: Mapping[str, Any], body: str) -> dict[str, str]:
    """What a hand-written page says, by the id of the heading over it."""
    marks = list(headings(body))
    found = {PAGE_HEAD: " ".join(str(meta[name]) for name in ("title", "description", "headline", "lead") if name in meta)}
    start = body[: marks[0].start] if marks else body
    if start.strip():
        found[PAGE_START] = start
    ends = [*(mark.start for mark in marks[1:]), len(body)]
    return found | {mark.id: f"{mark.text}\n{body[mark.end : end]}" for mark, end in zip(marks, ends, strict=True) if mark.id}


def versions(meta: Mapping[str, Any], body: str) -> dict[str, str]:
    """The version of each part of a page."""
    return {key: fingerprint(part) for key, part in parts(meta, body).items()}


def outdated_parts(meta: Mapping[str, Any], original: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of a translated page whose original has changed since; ``original`` are its versions today."""
    return tuple(key for key, version in _versions(_mapping(meta.get("translation"))).items() if original.get(key) != version)
