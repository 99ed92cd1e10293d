"""Take the translations of a PO file back into the records: all that can be taken, or nothing if one entry is wrong.

Nothing is written here; the new texts of the files are values.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from .check import check
from .document import Document, Loaded
from .edit import CannotEditError, amended
from .exchange import ORDER, Unit, least_careful, translation, units
from .language import N_
from .problem import HIDDEN_HERE, INVISIBLE, Place, Problem, Severity
from .prose import citations
from .translation import FIRST, METHODS, Translated, fingerprint, path_of, translated
from .yaml12 import Path, read

NOT_PO = N_("This is not a PO file that can be read. Export it again, or ask for help.")
OTHER_LANGUAGE = N_("This file is in “{found}”, not in “{language}”.")
UNKNOWN_CONTEXT = N_("There is no text “{context}” in this library. Export again: the record may have changed or gone.")
OTHER_CITATIONS = N_("The translation must cite what the original cites. The original has: {original}. Here are: {here}.")
ORIGINAL_CHANGED = N_("The original of this note has changed since the export, so it was left out. Export again.")
POINT_MISSING = N_("Only some points of this list are translated, so it was left out. Translate all of them.")
FIRST_MISSING = N_("A text in a new language starts with title and summary, so this text was left out. Translate these two first.")
TOO_ODD = N_("{path} is written in a way that no program should change. Put this translation in by hand.")


class Entry(NamedTuple):
    """A translation that came back."""

    unit: Unit
    original: str
    """What the translator saw as the original."""
    said: str
    line: int


@dataclass
class Taken:
    """What became of a PO file: nothing is written here."""

    texts: dict[str, str] = field(default_factory=dict)
    """The new text of each file that changes, by path."""
    problems: list[Problem] = field(default_factory=list)
    """Errors refuse the whole file; advice tells what was left out."""
    fields: int = 0
    """How many fields have a new translation, or are known to be up to date again."""

    @property
    def refused(self) -> bool:
        """Whether the file cannot be taken."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def read_catalogue(text: str) -> Catalog:
    """The entries of a PO file; raises ``ValueError`` with the number of the line at which it cannot be read."""
    try:
        return read_po(io.StringIO(text), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(error.lineno + 1) from error
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        raise ValueError(1) from error


@dataclass
class Intake:
    """Takes the translations of one PO file into the records."""

    loaded: Loaded
    language: str
    by: str
    name: str
    """The PO file, as problems name it."""

    def __post_init__(self) -> None:
        self.taken = Taken()
        self._units: dict[str, dict[str, Unit]] = {}

    def refuse(self, line: int, message: str, rule: str = "translation-file", severity: Severity = Severity.ERROR, **parameters: Any) -> None:
        """Say what is wrong with an entry."""
        self.taken.problems.append(Problem(rule, severity, Place(self.name, line), message, parameters))

    def leave_out(self, line: int, message: str, **parameters: Any) -> None:
        """Say why an entry was not taken, though nothing is wrong with it."""
        self.refuse(line, message, "left-out", Severity.ADVICE, **parameters)

    def take(self, text: str) -> Taken:
        """Judge every entry, and work out the new texts of the records; without any of them if one entry is refused."""
        try:
            catalogue = read_catalogue(text)
        except ValueError as error:
            self.refuse(int(error.args[0]), NOT_PO)
            return self.taken
        found = str(catalogue.locale_identifier or self.language).replace("_", "-")
        if found.split("-")[0] != self.language.split("-")[0]:
            self.refuse(1, OTHER_LANGUAGE, found=found, language=self.language)
            return self.taken
        by_record: dict[str, list[Entry]] = {}
        for message in catalogue:
            if message.id and message.string and not message.fuzzy:
                entry = self.entry(message)
                if entry:
                    by_record.setdefault(entry.unit.context.partition("/")[0], []).append(entry)
        lines: dict[str, dict[Path, int]] = {}
        for id_, entries in by_record.items():
            document = self.loaded.by_id["practices"][id_]
            lines[document.path] = {entry.unit.path: entry.line for entry in entries}
            self.into(document, entries)
        if not self.taken.refused:
            self.judge(lines)
        self.taken.problems.sort(key=lambda problem: problem.order)
        return self.taken

    def entry(self, message: Message) -> Entry | None:
        """A translation that can be taken; none if it says nothing new or cannot be taken, which is then told."""
        line, context = int(message.lineno or 1), str(message.context or "")
        unit = self.known(context.partition("/")[0]).get(context)
        if unit is None or not isinstance(message.id, str):
            self.refuse(line, UNKNOWN_CONTEXT, context=context[:120] or str(message.id)[:60])
            return None
        said, original = str(message.string).replace("\r\n", "\n").replace("\t", " ").strip(), message.id.strip()
        if not said:
            return None
        if hidden := INVISIBLE.search(said):
            self.refuse(line, HIDDEN_HERE, "invisible-character", code=f"{ord(hidden.group()):04X}")
            return None
        wanted, here = ({cited.source for cited in citations(text)} for text in (original, said))
        if wanted != here:
            self.refuse(line, OTHER_CITATIONS, "translation-citations", original=listed(wanted), here=listed(here))
            return None
        if not unit.key and unit.original != original:
            other = next((other for other in self.known(context.partition("/")[0]).values() if not other.key and other.original == original), None)
            if other is None or _kind(other.context) != _kind(context):
                self.leave_out(line, ORIGINAL_CHANGED)
                return None
            unit = other
        return Entry(unit, original, said, line)

    def known(self, id_: str) -> dict[str, Unit]:
        """The texts of a record by their names."""
        if id_ not in self._units:
            document = self.loaded.by_id["practices"].get(id_)
            self._units[id_] = {unit.context: unit for unit in units(document, self.language)} if document and isinstance(document.data, dict) else {}
        return self._units[id_]

    def into(self, document: Document, entries: list[Entry]) -> None:
        """Work out the new text of one record."""
        words = translated(document.data, self.language)
        assert words is not None  # noqa: S101  (there are entries, so there is something to translate)
        changes: dict[Path, Any] = {entry.unit.path: entry.said for entry in entries if not entry.unit.key and entry.said != entry.unit.here}
        self.taken.fields += len(changes)
        by_key: dict[str, list[Entry]] = {}
        for entry in entries:
            by_key.setdefault(entry.unit.key, []).append(entry)
        by_key.pop("", None)
        if not words.here and not set(FIRST) <= set(by_key):
            for group in by_key.values():
                self.leave_out(group[0].line, FIRST_MISSING)
            by_key.clear()
        fresh: dict[str, str] = {}
        methods: dict[str, str] = {}
        for key, group in by_key.items():
            changed = self.one_field(words, key, group)
            changes |= changed
            confirmed = len(group) == (len(words.original[key]) if isinstance(words.original[key], tuple) else 1)
            if confirmed and (changed or key in words.outdated or self.by == METHODS[-1]):
                originals = tuple(entry.original for entry in group)
                fresh[key] = fingerprint(originals if isinstance(words.original[key], tuple) else originals[0])
                methods[key] = self.method(words, key, len(changed) < len(group) and path_of(key, self.language) not in changed)
        if fresh:
            self.taken.fields += len(fresh)
            new = translation(words, fresh, methods)
            if new != words.translation:
                changes["text", self.language, "translation"] = new
        if changes:
            try:
                self.taken.texts[document.path] = amended(document.text, changes, ORDER)
            except CannotEditError:
                self.refuse(entries[0].line, TOO_ODD, path=document.path)

    def method(self, words: Translated, key: str, in_part: bool) -> str:
        """How a field came about now: if only some points of a list are new, in the way of whoever promises less."""
        old = words.method(key)
        read_whole = self.by == METHODS[-1] or key in words.outdated
        return least_careful((old, self.by)) if old and in_part and not read_whole else self.by

    def one_field(self, words: Translated, key: str, group: list[Entry]) -> dict[Path, Any]:
        """What changes in one field."""
        original, here = words.original[key], words.here.get(key)
        if isinstance(original, str):
            (entry,) = group
            return {entry.unit.path: entry.said} if entry.said != entry.unit.here else {}
        said = {entry.unit.path[-1]: entry.said for entry in group}
        if isinstance(here, tuple) and len(here) == len(original):
            return {entry.unit.path: entry.said for entry in group if entry.said != entry.unit.here}
        if len(said) < len(original):
            self.leave_out(group[0].line, POINT_MISSING)
            return {}
        return {path_of(key, words.language): [said[index] for index in range(len(original))]}

    def judge(self, lines: Mapping[str, Mapping[Path, int]]) -> None:
        """Let the checker look at the new texts; what it refuses now and did not refuse before came with the file."""
        documents = [self.changed(document) for document in self.loaded.documents]
        after = check(replace(self.loaded, documents=documents), self.taken.texts)
        errors = [problem for problem in after if problem.severity is Severity.ERROR]
        before = {_same(problem) for problem in check(self.loaded, self.taken.texts)} if errors else set()
        by_path = {document.path: document for document in documents}
        for problem in errors:
            if _same(problem) not in before:
                places = {by_path[problem.place.path].place(path): line for path, line in lines[problem.place.path].items()}
                near = [place for place in places if place <= problem.place]
                line = places[max(near)] if near else min(places.values())
                self.taken.problems.append(replace(problem, place=Place(self.name, line)))

    def changed(self, document: Document) -> Document:
        """A document with its new text."""
        text = self.taken.texts.get(document.path)
        return document if text is None else replace(document, text=text, reading=read(text))


def listed(sources: set[str]) -> str:
    """Citations side by side."""
    return " ".join(f"[@{source}]" for source in sorted(sources)) or "–"


def _kind(context: str) -> str:
    """The name of a note without the numbers of its item, which change when another item is put before it."""
    return ".".join(step for step in context.split(".") if not step.isdecimal())


def _same(problem: Problem) -> tuple[Any, ...]:
    return problem.rule, problem.place.path, problem.message, tuple(sorted(map(str, problem.parameters.items())))
