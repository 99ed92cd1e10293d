"""Turn the answers of a form into a record and its source: the same fields as the form on the site gives.

An answer that cannot be understood goes into the record as it is, so that the checker can say what to write instead.
An answer that no field can hold is kept as a note for the editors. Nothing is guessed and nothing is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from ..bibliography import Source
from ..check.files import SPELLED_OUT
from ..check.rule import closest
from ..geography import countries, suggested_code
from ..language import N_
from ..model import Catalogue
from ..record import Record
from ..render.reader import Reader
from .questions import FORMS, Question
from .reply import Answered, Sent
from .writer import file_text, relation_lines

LONGEST_NAME = 60
DATE_AS_SPOKEN = re.compile(r"(?:(?:([0-9]{1,2})\.\s?)?([0-9]{1,2})\.\s?)?([0-9]{4})", re.ASCII)
POINT = re.compile(r"^\s*(?:[-*+•]|[0-9]{1,2}[.)])\s+")
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
IN_ADDRESS = re.compile(r"practices/([a-z0-9-]+)")

MISSING = N_("“{question}” has no answer yet.")
SEVERAL_PLACES = N_("The town “{locality}” stands with several countries. In which of them is it?")
NO_SUCH_PRACTICE = N_("There is no practice “{value}” in this library. Open its page and copy the address.")
MEANT = N_("There is no practice “{value}” in this library. Did you mean “{suggestion}”?")
SAME_PRACTICE = N_("Your practice and the one that you took over are the same. Name the other one.")
BY_HAND = N_("The record “{practice}” has its ties in a form that a program should not change. An editor adds yours by hand.")
KNOWN_SOURCE = N_("The library has this source already: {source}. Its entry there stays as it is.")
HIDDEN = N_("Invisible characters were taken out of the text.")
REPORT_TITLE = N_("We do this too: {title}")


@dataclass
class Proposal:
    """What becomes of an issue: files, or what is missing; and what a person has to look at."""

    language: str
    title: str = ""
    files: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """Sentences that say what keeps a record from being made."""
    notes: list[str] = field(default_factory=list)
    """Sentences for the editors."""
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    """Answers that no field holds, each with its question."""


class Maker:
    """Makes one proposal from the answers of one form."""

    def __init__(self, issue: Sent, form: Answered, catalogue: Catalogue) -> None:
        self.issue, self.form, self.catalogue = issue, form, catalogue
        self.reader = Reader(catalogue, form.language)
        self.questions = {question.id: question for question in FORMS[form.form]}
        self.said = Proposal(form.language)
        self.left = dict(form.answers)

    def proposal(self) -> Proposal:
        """The record and its source, or the relation; else the sentences that say what is missing."""
        needed = [question for question in self.questions.values() if question.required and question.id not in self.left]
        if self.form.form == "adoption":
            other = self.practice("practice")
            own = self.practice("own-practice")
            if own:
                return self._tie(own, other)
        else:
            other = None
        self.said.missing += [self.reader.say(MISSING, question=question.name(self.reader)) for question in needed]
        if not self.said.missing:
            self._record(other)
        return self._done()

    def _done(self) -> Proposal:
        self.said.unplaced = [(self.questions[id_].name(self.reader), answer) for id_, answer in self.left.items()]
        if self.issue.hidden:
            self.said.notes.append(self.reader.say(HIDDEN))
        return self.said

    # --- the record ------------------------------------------------------------------------------------------

    def _record(self, other: str | None) -> None:
        language = self.value("language")
        source_id = self._source()
        words = self._words()
        record: dict[str, Any] = {"status": "published", "language": language, "places": self._places(), "text": {language: words}, "sources": [source_id]}
        start, end, state, lead = (self.value(name) for name in ("start", "end", "state", "lead"))
        if start or end:
            record["phases"] = [{name: value for name, value in (("start", start), ("end", end)) if value}]
        if state:
            record["activity"] = {"state": state, "sources": [source_id]}
        if lead:
            record["organisations"] = [{"name": lead, "role": "lead"}]
        for name in ("target_groups", "sectors"):
            if terms := self.value(name.replace("_", "-")):
                record[name] = terms
        if other:
            record["relations"] = [self._relation(other, language, source_id)]
        self.said.title = str(words["title"])
        id_ = free_id(slug(self.said.title) or "practice", self.catalogue.loaded.by_id["practices"])
        self.said.files[f"practices/{id_}.yaml"] = file_text(record, Record)

    def _words(self) -> dict[str, Any]:
        """The texts of the record in its own language."""
        found = {question.path[1]: self.value(id_) for id_, question in self.questions.items() if question.path[:1] == ("text",)}
        return {name: value for name, value in found.items() if value}

    def _places(self) -> list[dict[str, str]]:
        codes: list[str] = self.value("country")
        places = [{"country": code} for code in codes]
        if len(places) == 1 and (locality := self.value("locality")):
            places[0]["locality"] = locality
        elif "locality" in self.left:
            self.said.notes.append(self.reader.say(SEVERAL_PLACES, locality=self.left["locality"][:100]))
        return places

    def _source(self) -> str:
        """The id of the source: one that the library has, or a new one; for an adoption without an address, the report itself."""
        known = self.catalogue.loaded.by_id["sources"]
        title, address = self.value("source-title"), self.value("source-address")
        for id_, document in known.items():
            if same_source(id_, document.data, title, address):
                self.said.notes.append(self.reader.say(KNOWN_SOURCE, source=id_))
                for name in [name for name, question in self.questions.items() if question.of_source]:
                    self.value(name)
                return id_
        entry = {question.path[-1]: self.value(id_) for id_, question in self.questions.items() if question.of_source}
        if self.form.form == "adoption":
            entry = {"type": "webpage", "perspective": "own-account", "reading": "full" if not address else "title-only"}
            entry |= {"title": self.reader.say(REPORT_TITLE, title=self.left_or("practice-title")), "URL": address or self.issue.address}
            entry["supplied-title"] = True
        custom = {name: entry.pop(name) for name in ("perspective", "reading", "supplied-title") if entry.get(name)}
        entry |= {"title": title or entry.get("title"), "URL": address or entry.get("URL"), "custom": custom}
        id_ = free_id(slug(str(entry["title"])) or "new-source", known)
        self.said.files[f"sources/{id_}.yaml"] = file_text({name: value for name, value in entry.items() if value}, Source)
        return id_

    # --- an adoption -------------------------------------------------------------------------------------------

    def practice(self, id_: str) -> str | None:
        """The practice that an answer names by its address or its id; a sentence if there is none."""
        answer = self.left.pop(id_, "")
        if not answer:
            return None
        named = IN_ADDRESS.search(answer)
        wanted = named[1] if named else answer.strip().removesuffix(".yaml")
        known = self.catalogue.loaded.by_id["practices"]
        if wanted in known:
            return wanted
        guess = closest(wanted, known)
        self.said.missing.append(self.reader.say(MEANT if guess else NO_SUCH_PRACTICE, value=wanted[:80], **({"suggestion": guess} if guess else {})))
        return None

    def _relation(self, other: str, language: str, source_id: str | None = None) -> dict[str, Any]:
        told = {name: {language: value} for name in ("kept", "changed", "stopped") if (value := self.value(name))}
        return {"kind": "adopted-from", "practice": other, **told, **({"sources": [source_id]} if source_id else {})}

    def _tie(self, own: str, other: str | None) -> Proposal:
        """The tie added to a record that stands in the library already; all that its page tells already is left to the editors."""
        if own == other:
            self.said.missing.append(self.reader.say(SAME_PRACTICE))
        if other and not self.said.missing:
            document = self.catalogue.loaded.by_id["practices"][own]
            practice = self.catalogue.practices.get(own)
            language = self.value("language") if "language" in self.left else document.data["language"]
            told = {name: self.left.get(name) for name in ("kept", "changed", "stopped")}
            text = with_relation(document.text, relation_lines(self._relation(other, language), Record))
            if text:
                self.said.files[document.path] = text
                self.said.title = practice.title(self.form.language).value if practice else own
            else:
                self.left |= {name: value for name, value in told.items() if value}
                self.said.missing.append(self.reader.say(BY_HAND, practice=own))
        return self._done()

    # --- values ------------------------------------------------------------------------------------------------

    def left_or(self, id_: str) -> str:
        """An answer in one line, whether it was used already or not."""
        return line(self.form.answers.get(id_, ""))

    def value(self, id_: str) -> Any:
        """What an answer means for its field; none if there is no such answer. What is used here is not left over."""
        question, answer = self.questions.get(id_), self.left.pop(id_, "")
        return as_value(question, answer, self.reader) if question and answer else None


def as_value(question: Question, answer: str, reader: Reader) -> Any:
    """An answer as its field holds it."""
    match question.control:
        case "terms":
            return chosen(answer, question.choices(reader))
        case "term" | "choice" | "language":
            return next((id_ for id_, words in question.choices(reader).items() if words == line(answer)), line(answer))
        case "country":
            return country_codes(answer)
        case "date":
            return as_date(line(answer))
        case "points":
            return [line(POINT.sub("", part)) for part in answer.split("\n") if part.strip()]
        case "box" if question.markers.get("text") == "prose":
            return prose(answer)
    return line(answer)


def line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def prose(text: str) -> str:
    """Paragraphs, without spaces at the ends of lines."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(part.rstrip() for part in text.split("\n"))).strip()


def as_date(text: str) -> int | str:
    """A year as a number, a month or a day as ISO 8601 writes it; "5.2016" and "31.5.2016" are read as they are spoken here."""
    found = DATE_AS_SPOKEN.fullmatch(text)
    if not found:
        return text
    day, month, year = found.groups()
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)]) if month else int(year)


def chosen(answer: str, choices: dict[str, str]) -> list[str]:
    """The ids of the terms that the code host lists with commas between them; a term may hold commas itself."""
    left, found = line(answer), []
    longest_first = sorted(choices.items(), key=lambda item: -len(item[1]))
    while left:
        for id_, words in longest_first:
            if left == words or left.startswith(f"{words}, "):
                found.append(id_)
                left = left[len(words) + 2 :]
                break
        else:
            unknown, _, left = left.partition(", ")
            found.append(unknown)
    return list(dict.fromkeys(found))


def country_codes(answer: str) -> list[str]:
    """The codes of countries given by their names in a language of the site, or by their codes; unknown words as they are."""
    names = [part.strip(" .") for part in re.split(r"[,;/\n]", answer)]
    return list(dict.fromkeys((name if name in countries() else suggested_code("country", name)) or name for name in names if name))


def slug(title: str) -> str:
    """A title as a file name, as the form on the site makes it: plain small letters, digits and hyphens, cut between words."""
    parts = unicodedata.normalize("NFKD", title.lower().translate(SPELLED_OUT))
    whole = re.sub(r"[^a-z0-9]+", "-", "".join(part for part in parts if not unicodedata.combining(part))).strip("-")
    return re.sub(r"-[^-]*$", "", whole[: LONGEST_NAME + 1]) if len(whole) > LONGEST_NAME else whole


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id, or with a number behind it if it is taken."""
    number, id_ = 1, wanted
    while id_ in taken:
        number += 1
        id_ = f"{wanted}-{number}"
    return id_


def same_source(id_: str, entry: object, title: str | None, address: str | None) -> bool:
    """Whether an answer means this source: by its id, its title, or its address, whatever the scheme and the last slash."""
    if not isinstance(entry, dict):
        return False

    def bare(url: object) -> str:
        return re.sub(r"^https?://(?:www\.)?", "", str(url).strip()).rstrip("/").lower()

    if address and entry.get("URL"):
        return bare(entry["URL"]) == bare(address)
    return bool(title) and (title == id_ or line(str(entry.get("title"))).casefold() == str(title).casefold())


FIELD_LINE = re.compile(r"^([a-z_]+):(.*)$", re.MULTILINE)


def with_relation(text: str, item: str) -> str | None:
    """The text of a record with one more relation, all else as it was; none if its relations do not stand in lines of their own."""
    order = [info.alias or name for name, info in Record.model_fields.items()]
    fields = list(FIELD_LINE.finditer(text))
    for at, found in enumerate(fields):
        end = fields[at + 1].start() if at + 1 < len(fields) else len(text)
        if found[1] == "relations":
            return None if found[2].strip() else _put(text, end, item)
    later = next((found.start() for found in fields if found[1] in order and order.index(found[1]) > order.index("relations")), len(text))
    return _put(text, later, f"relations:\n{item}")


def _put(text: str, at: int, lines: str) -> str:
    before = text[:at]
    return before + ("" if before.endswith("\n") else "\n") + lines + text[at:]
