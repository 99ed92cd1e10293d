"""A conversation in a terminal: asks the questions of the forms, explains them, understands the answers and remembers them.

Where no terminal is, the answers are the lines of the input, and the end of the input is the wish to stop.
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from catalogue.contribution.interview import (
    ASKED,
    OF_SOURCE,
    Answers,
    choices,
    complaints,
    definitions,
    explanation,
    has_lines,
    is_grave,
    of_known_source,
    sources_like,
    understood,
)
from catalogue.contribution.questions import Question
from catalogue.language import N_
from catalogue.problem import visible
from catalogue.render.reader import Reader

WIDTH = 88
EXPLAIN, BACK, END = "?", "<", "."

REQUIRED, MAY_BE_EMPTY = N_("needed"), N_("press Enter if you do not know")
NEEDS_ANSWER = N_("A record cannot do without this.")
LINES = N_("As many lines as you like; then a line with only a full stop. Enter at once if you do not know.")
CITE = N_("[@] after a sentence cites your source, [@, p. 3] a page of it.")
LIST_HINT = N_("Numbers or words, with commas between them; ? shows the list.")
ONE_HINT = N_("A number or a word; ? shows the list.")
FIND = N_("If the library has the source, a few words of its title are enough.")
WHICH = N_("Is it one of these? Write its number, or press Enter for a new source.")
AGAIN = N_("Write it again, or press Enter to keep it.")
YES, NO = N_("yes"), N_("no")


class Stopped(Exception):  # noqa: N818  (nothing went wrong)
    """Whoever answers wants to stop, or there is nobody."""


class Conversation:
    """Asks, listens and remembers."""

    def __init__(self, reader: Reader, draft: Path, answers: Answers) -> None:
        self.reader, self.draft, self.answers = reader, draft, answers

    # --- speaking and listening

    def tell(self, message: str, indent: str = "", **parameters: object) -> None:
        """A sentence in the reader's language, in lines of a readable length."""
        self.show(self.reader.say(message, **parameters), indent)

    def show(self, text: str, indent: str = "", hanging: str = "") -> None:
        further = indent + hanging
        print(textwrap.fill(visible(text), WIDTH, initial_indent=indent, subsequent_indent=further, break_long_words=False, break_on_hyphens=False))

    def listen(self, completions: Iterable[str] = ()) -> str:
        """One line, without spaces around it; raises ``Stopped`` when there is none."""
        complete(list(completions))
        try:
            return input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            raise Stopped from None

    def agrees(self, message: str) -> bool:
        """Whether the answer is yes; asks until it is yes or no."""
        words = {self.reader.say(word).casefold(): word == YES for word in (YES, NO)}
        while True:
            self.tell(message)
            said = self.listen().casefold()
            found = [meant for word, meant in words.items() if said and word.startswith(said)]
            if len(found) == 1:
                return found[0]

    def remember(self, id_: str, answer: str) -> None:
        """Keep an answer, in the draft too, so that nothing is lost if the window closes."""
        self.answers[id_] = answer
        self.draft.parent.mkdir(parents=True, exist_ok=True)
        kept = {"language": self.reader.language, "answers": self.answers}
        self.draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")

    # --- asking

    def ask_all(self, questions: tuple[Question, ...]) -> None:
        """Every question that has no answer yet, in order; “<” goes back to the last one that was asked."""
        asked: list[Question] = []
        while waiting := [question for question in questions if question.id not in self.answers]:
            question = waiting[0]
            number = ASKED.index(question) + 1
            print()
            needed = REQUIRED if question.required else MAY_BE_EMPTY
            self.show(f"{number}/{len(ASKED)}  {question.name(self.reader)} ({self.reader.say(needed)})")
            for said in explanation(question, self.reader):
                self.show(said, "   ")
            for hint in hints(question):
                self.tell(hint, "   ")
            if self.ask(question):
                asked.append(question)
            elif asked:
                self.forget(asked.pop())

    def forget(self, question: Question) -> None:
        """Ask a question again; with the title of the source, all about the source."""
        for id_ in [question.id, *([other.id for other in OF_SOURCE] if question.id == "source-title" else [])]:
            self.answers.pop(id_, None)

    def ask(self, question: Question) -> bool:
        """One question until it has an answer; false for a step back."""
        kept: str | None = None
        while True:
            try:
                said = self.heard(question)
            except Stopped:
                if kept is not None:
                    self.remember(question.id, kept)
                raise
            if said == BACK:
                return False
            if said.startswith(EXPLAIN):
                self.explain(question, said.removeprefix(EXPLAIN).strip())
                continue
            if not said and kept is not None:
                return self.taken(question, kept)
            if not said and not question.required:
                return self.taken(question, "")
            if not said:
                self.tell(NEEDS_ANSWER)
                continue
            if question.id == "source-title" and self.found_source(said):
                return True
            meant = understood(question, said, self.reader)
            if meant.wrong:
                self.show(meant.wrong)
                continue
            if meant.words:
                self.show(f"= {meant.words}", "  ")
            found = complaints(question, meant.answer, self.answers, self.reader)
            for problem in found:
                self.show(f"{problem.severity.word}: {problem.sentence(self.reader.say)}", "  ")
            if any(map(is_grave, found)):
                continue
            if not found:
                return self.taken(question, meant.answer)
            kept = meant.answer
            self.tell(AGAIN)

    def taken(self, question: Question, answer: str) -> bool:
        self.remember(question.id, answer)
        return True

    def heard(self, question: Question) -> str:
        """The answer as it was typed: a line, or several."""
        said = self.listen([*choices(question, self.reader).values(), *choices(question, self.reader)] or self.titles(question))
        if has_lines(question) and said and said != BACK and not said.startswith(EXPLAIN):
            return self.heard_on(question, [said])
        return said

    def heard_on(self, question: Question, lines: list[str]) -> str:
        """The further lines of a text, up to a full stop alone; what there is so far is kept if somebody stops."""
        while True:
            try:
                said = self.listen()
            except Stopped:
                self.remember(question.id, "\n".join(lines))
                raise
            if said == END:
                return "\n".join(lines).strip()
            lines.append(said)

    def titles(self, question: Question) -> list[str]:
        return [entry.entry.title for entry in self.reader.catalogue.sources.values()] if question.id == "source-title" else []

    def explain(self, question: Question, word: str) -> None:
        """Every choice with its number and what it means, or only those that have a word in them."""
        meanings = definitions(question, self.reader)
        for number, (id_, label) in enumerate(choices(question, self.reader).items(), 1):
            meaning = meanings.get(id_, "")
            if word.casefold() in f"{id_} {label} {meaning}".casefold():
                self.show(f"{number:>3}  {label}" + (f": {meaning}" if meaning else f" ({id_})"), hanging="     ")
        for said in explanation(question, self.reader):
            self.show(said, "   ")

    def found_source(self, words: str) -> bool:
        """Whether the source is one that the library has; then nothing more is asked about it."""
        found = sources_like(words, self.reader)
        if not found:
            return False
        for number, id_ in enumerate(found, 1):
            entry = self.reader.catalogue.sources[id_].entry
            self.show(f"{number:>3}  {entry.title}" + (f" ({entry.publisher})" if entry.publisher else ""), hanging="     ")
        self.tell(WHICH)
        while said := self.listen():
            if said.isdecimal() and 0 < int(said) <= len(found):
                for id_, answer in of_known_source(found[int(said) - 1], self.reader).items():
                    self.remember(id_, answer)
                return True
            self.tell(WHICH)
        return False


def hints(question: Question) -> list[str]:
    """What else helps to answer a question of this kind."""
    if question.id == "source-title":
        return [FIND]
    if question.control in ("terms", "term", "choice", "language"):
        return [LIST_HINT if question.control == "terms" else ONE_HINT]
    return [LINES, CITE] if has_lines(question) else []


def complete(words: list[str]) -> None:
    """Let the tabulator complete these words, where somebody types and the system can."""
    if not sys.stdin.isatty():
        return
    try:
        import readline
    except ImportError:  # Windows has none; numbers and “did you mean” are there too
        return

    def completer(start: str, number: int) -> str | None:
        found = [word for word in words if word.casefold().startswith(start.lstrip().casefold())]
        return found[number] if number < len(found) else None

    readline.set_completer_delims(",")
    readline.set_completer(completer)
    readline.parse_and_bind("tab: complete")
