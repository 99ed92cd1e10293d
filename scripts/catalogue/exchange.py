"""Hand texts to translators as PO (GNU gettext), and note which version of its original each translation was made from.

Professional tools, Weblate and the translation services of public bodies read and write PO.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog

from .check.shapes import field_at
from .document import Document
from .edit import Braces, amended
from .language import locale_of
from .prose import citations
from .record import Text
from .translation import FIELDS, METHODS, Translated, fingerprint, notes, path_of, translated
from .yaml12 import Path

ORDER = tuple(Text.model_fields)
KEEP_CITATIONS = "Keep every mark such as [@a-source, p. 3] with its sentence; only the words after the comma are translated."


class Unit(NamedTuple):
    """One text to translate."""

    context: str
    """Its name in the PO file: the record, a slash, and the field without its language."""
    path: Path
    """Where its translation stands in the record, or will stand."""
    key: str
    """The field of the text that it belongs to; empty for a note."""
    original: str
    here: str
    """Its translation; empty if there is none."""
    stale: bool
    """Whether the translation may not fit: its original has changed, or the points do not match."""
    at: Path
    """Where the original stands."""


def units(document: Document, language: str) -> list[Unit]:
    """Every text of a record that can be translated into ``language``, in reading order; none if the record is in that language."""
    words = translated(document.data, language)
    return [*_fields(document.id, words), *_notes(document, words.source, language)] if words else []


def _fields(id_: str, words: Translated) -> Iterator[Unit]:
    for key, original in words.original.items():
        here = words.here.get(key, "")
        path, at, stale = path_of(key, words.language), path_of(key, words.source), key in words.outdated
        if isinstance(original, str):
            yield Unit(f"{id_}/text.{key}", path, key, original.strip(), here.strip() if isinstance(here, str) else "", stale, at)
            continue
        points = here if isinstance(here, tuple) else ()
        stale = stale or bool(points and len(points) != len(original))
        for index, point in enumerate(original):
            said = points[index].strip() if index < len(points) else ""
            yield Unit(f"{id_}/text.{key}.{index}", (*path, index), key, point.strip(), said, stale, (*at, index))


def _notes(document: Document, source: str, language: str) -> Iterator[Unit]:
    for path, texts in notes(document.uses):
        if source in texts:
            name = ".".join(map(str, path))
            yield Unit(f"{document.id}/{name}", (*path, language), "", texts[source].strip(), texts.get(language, "").strip(), False, (*path, source))


def exported(documents: Iterable[Document], language: str, todo: bool = False) -> Catalog:
    """The texts of these records as a PO catalogue, what is outdated marked as fuzzy; with ``todo``, only what is missing or outdated."""
    catalogue = Catalog(locale=locale_of(language), charset="utf-8", fuzzy=False)
    for document in documents:
        if not isinstance(document.data, dict):
            continue
        words = translated(document.data, language)
        limits = {path: limit for path, _, limit in document.uses.values["advised-length"]}
        for unit in units(document, language):
            if todo and unit.here and not unit.stale:
                continue
            message = catalogue.add(
                unit.original,
                unit.here,
                locations=[(document.path, None)],  # type: ignore[list-item]  # a line number would change with every edit
                auto_comments=[*_told(document, unit, limits.get(unit.at))],
                user_comments=[*_state(words, unit)],
                context=unit.context,
            )
            message.flags = {"fuzzy"} if unit.here and unit.stale else set()  # Babel takes "85 % of" for a program's placeholder
    return catalogue


def _told(document: Document, unit: Unit, limit: int | None) -> Iterator[str]:
    """What a translator needs to know of a text."""
    found = field_at(document.shape, unit.at)
    title = str(found[1].title) if found else ""
    above = field_at(document.shape, unit.at[:1])
    if above and not unit.key:
        title = f"{above[1].title}: {title}"
    yield f"{title} – at most about {limit} characters" if limit else title
    if citations(unit.original):
        yield KEEP_CITATIONS


def _state(words: Translated | None, unit: Unit) -> Iterator[str]:
    if unit.here and unit.stale:
        yield "The original has changed since this was translated. Correct the translation, and take the mark fuzzy away."
    elif words and unit.key in words.unreviewed:
        yield "Translated by a machine; nobody has checked it."


def translation(words: Translated, fresh: Mapping[str, str], by: Mapping[str, str] | None = None) -> Braces:
    """What a text says of where it comes from, with the versions of the ``fresh`` fields and how they came about.

    If its fields came about in several ways, ``by`` names the least careful one, so that the note over the text never promises too much.
    """
    made_from = {**words.made_from, **fresh}
    kept = [key for key in (*words.original, *words.here) if key in words.here or key in fresh]
    methods = {key: (by or {}).get(key) or words.method(key) or "human" for key in dict.fromkeys(kept)}
    least = least_careful(methods.values())
    others = {key: method for key, method in methods.items() if method != least}
    new = Braces({"from": words.source, "by": least})
    if others:
        new["by_field"] = Braces(others)
    new["made_from"] = Braces({key: made_from[key] for key in sorted(made_from, key=_place_of)})
    return new


def least_careful(methods: Iterable[str]) -> str:
    """Of several ways in which a text came about, the one that promises least."""
    return min(methods, key=lambda method: METHODS.index(method) if method in METHODS else 0)


def _place_of(key: str) -> tuple[int, str]:
    name, _, id_ = key.partition(".")
    return FIELDS.index(name) if name in FIELDS else len(FIELDS), id_


def stamped(document: Document, languages: Iterable[str], renew: bool = False) -> str | None:
    """The record with the versions that its translations were made from, where they are not known yet; none if nothing changes.

    With ``renew``, fields whose original has changed are marked as made from the original of today.
    """
    changes: dict[Path, Any] = {}
    for language in languages:
        words = translated(document.data, language)
        if words is None or words.translation is None:
            continue
        keys = [key for key in words.here if key in words.original and (key not in words.made_from or (renew and key in words.outdated))]
        new = translation(words, {key: fingerprint(words.original[key]) for key in keys})
        if keys and new != words.translation:
            changes["text", language, "translation"] = new
    return amended(document.text, changes, ORDER) if changes else None
