"""Turn the answers of a form into a record and its source: the same fields as the form on the site gives.

An answer that cannot be understood goes into the record as it is, so that the checker can say what to write instead.
An answer that no field can hold is kept as a note for the editors. Nothing is guessed and nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ..bibliography import Source
from ..check.rule import closest
from ..language import N_
from ..model import Catalogue
from ..record import Record
from ..render.reader import Reader
from .questions import FORMS
from .reply import Answered, Sent
from .values import as_value, free_id, line, same_source, slug
from .writer import file_text, relation_lines, with_relation

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
            text = with_relation(document.text, relation_lines(self._relation(other, language)))
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
