"""The answer to a proposal: what must be mended, what is worth a question, how complete it is, what is like it, and what happens next.

One comment in Markdown, in the language of the record where the site speaks it. Every word of a record is anybody's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pydantic import ValidationError

from ..check import check
from ..document import SHAPES, Document, Loaded
from ..language import N_, NN_, translations
from ..model import QUESTIONS, Catalogue, Practice
from ..problem import Problem, Severity
from ..record import Record
from ..render.card import where
from ..render.reader import Reader
from ..render.view import HEADINGS
from .duplicates import candidates
from .markdown import block, words

MARK = "<!-- practice-commons: answer -->"
"""The first line of the answer: by it the comment is found again and renewed."""
AT_MOST = (20, 8, 3, 1)
"""Nobody reads on after so many lines of a kind; the rest stands beside its lines in the proposal. Fewer where they are long."""
COPIED = 1_000
"""Characters of a line that is shown to be copied: it is shown whole or not at all."""
LONGEST = 60_000
"""Characters; the code host takes 65,536."""

THANKS, THANKS_FOR = N_("Thank you for your proposal."), N_("Thank you for proposing “{title}”.")
THANKS_CORRECTED = N_("Thank you for correcting “{title}”.")
CLEAN = N_("Nothing stands in the way.")
FAULTS = NN_("{count} thing must be mended first.", "{count} things must be mended first.")
SECTIONS = {
    Severity.ERROR: N_("To mend"),
    Severity.WARNING: N_("Questions for you"),
    Severity.ADVICE: N_("Ideas; you decide"),
}
AT_LINE, MEANT = N_("Line {line}: {sentence}"), N_("{sentence} Is it meant so?")
INSTEAD, PARTLY = N_("Write instead:"), N_("Partly put right:")
MORE = NN_("And {count} more. Each stands beside its line under “Files changed”.", "And {count} more. Each stands beside its line under “Files changed”.")
ELSEWHERE = N_("Because of this change, other files need a look:")
COMPLETE = N_("How complete it is")
ANSWERED = N_("It answers {answered} of the {all} questions that readers ask.")
OPEN, OPEN_IS_FINE = N_("Still open:"), N_("An open question is no fault: what no source says is left out, and the page says so.")
KNOWN, MAYBE = N_("Is it in the library already?"), N_("Perhaps the same practice. If so, correct that one instead:")
ALIKE = N_("Like it; a word on what is different helps readers:")
CARD, EVIDENCE = N_("How the card will look"), N_("How sure: {level}")
NOT_READABLE = N_("When the lines above are mended, this answer shows here how the card will look and which practices are like it.")
NEXT = N_("What happens next")
MEND = N_("Mend the lines on GitHub: under “Files changed”, choose the three dots beside the file, then “Edit file”. This answer renews itself each time.")
EDIT = N_("Edit your first text in the issue: the proposal and this answer follow.")
HELP = N_("You need not do it alone: write a comment here, and an editor helps.")
WAIT = N_("An editor now looks at facts and sources and may ask you something here. Once accepted, it stands on the site in every language.")


@dataclass(frozen=True)
class Change:
    """What a proposal changes, and where it comes from."""

    new: frozenset[str]
    """The paths of new files."""
    other: frozenset[str] = frozenset()
    """The paths of files that are changed or taken out."""
    repository: str = ""
    """The address that links to practices start with."""
    from_issue: bool = False
    """Whether a program has made it of an issue."""

    @property
    def paths(self) -> frozenset[str]:
        """All paths."""
        return self.new | self.other


def answer(loaded: Loaded, change: Change) -> str:
    """The comment on a proposal."""
    problems = check(loaded)
    catalogue = sound(loaded)
    text = ""
    for most in AT_MOST:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(_Writer(loaded, catalogue, problems, change, most).lines())) + "\n"
        if len(text) <= LONGEST:
            break
    return text


def language_of(documents: list[Document], languages: tuple[str, ...]) -> str:
    """The language of the records if it is one, and one that the site speaks; else the site's first."""
    found = {language for document in documents for language in re.findall(r"^language: *[\"']?([a-z-]+)", document.text, re.MULTILINE)[:1]}
    return next(iter(found)) if len(found) == 1 and found <= set(languages) else languages[0]


def sound(loaded: Loaded) -> Catalogue | None:
    """The library without what cannot be read; none if its terms cannot be."""
    readable = [document for document in loaded.documents if document.folder not in SHAPES or typed(document) is not None]
    if any(document not in readable for document in loaded.of("vocabularies")):
        return None
    return Catalogue(replace(loaded, documents=readable))


def typed(document: Document) -> object | None:
    """The typed value of a document, if it has the right shape."""
    try:
        return document.shape.model_validate(document.data)
    except ValidationError:
        return None


def corrected(line: str, problems: Sequence[Problem]) -> str | None:
    """The line with what the rules suggest in the place of what is wrong; none if they suggest nothing for it."""
    better = line
    for problem in sorted(problems, key=lambda problem: -problem.place.column):
        before, rest = better[: problem.place.column - 1], better[problem.place.column - 1 :]
        wrong = next((str(value) for name in ("value", "field", "found") if (value := problem.parameters.get(name)) and str(value) in rest), None)
        if wrong and problem.suggestion:
            better = before + rest.replace(wrong, problem.suggestion, 1)
    return better if better != line else None


class _Writer:
    """Writes one answer."""

    def __init__(self, loaded: Loaded, catalogue: Catalogue | None, problems: Sequence[Problem], change: Change, most: int) -> None:
        self.loaded, self.catalogue, self.change, self.most = loaded, catalogue, change, most
        self.documents = [document for document in loaded.of("practices") if document.path in change.paths]
        self.language = language_of(self.documents, loaded.languages)
        self.own = [problem for problem in problems if problem.place.path in change.paths]
        self.elsewhere = [problem for problem in problems if problem.place.path not in change.paths and problem.severity is Severity.ERROR]
        self.texts = translations(loaded.root, self.language)
        self.say: Callable[[str], str] = self.texts.gettext
        self.files = {document.path: document.text.split("\n") for document in loaded.documents if document.path in change.paths and not document.lines_before}

    def lines(self) -> Iterator[str]:
        """The whole comment."""
        read = [(document.id, typed(document)) for document in self.documents]
        practices = [Practice(id_, record) for id_, record in read if isinstance(record, Record) and record.language in record.text]
        yield MARK
        yield " ".join([self._thanks(practices), self._verdict()])
        for severity, heading in SECTIONS.items():
            yield from self._problems([problem for problem in self.own if problem.severity is severity], heading)
        if self.elsewhere:
            yield from ("", self.say(ELSEWHERE), "", *(self._sentence(problem, with_path=True) for problem in self.elsewhere[: self.most]))
        if len(practices) < len(self.documents) or (self.catalogue is None and self.documents):
            yield from ("", self.say(NOT_READABLE))
        if self.catalogue:
            for practice in practices[: self.most]:
                yield from self._practice(practice, self.catalogue, Reader(self.catalogue, self.language), len(practices) > 1)
        yield from ("", f"#### {self.say(NEXT)}", "", *self._next())

    def _thanks(self, practices: list[Practice]) -> str:
        if len(practices) != 1:
            return self.say(THANKS)
        thanks = THANKS_FOR if f"practices/{practices[0].id}.yaml" in self.change.new else THANKS_CORRECTED
        return self.say(thanks).format(title=words(practices[0].title(self.language).value, 150))

    def _verdict(self) -> str:
        faults = sum(problem.severity is Severity.ERROR for problem in self.own) + len(self.elsewhere)
        return f"**{self.texts.ngettext(*FAULTS, faults).format(count=faults)}**" if faults else self.say(CLEAN)

    def _next(self) -> Iterator[str]:
        faulty = self.elsewhere or any(problem.severity is Severity.ERROR for problem in self.own)
        yield self.say((EDIT if self.change.from_issue else MEND) if faulty else WAIT)
        yield self.say(HELP)

    # --- what was found --------------------------------------------------------------------------------------

    def _problems(self, problems: list[Problem], heading: str) -> Iterator[str]:
        if not problems:
            return
        yield from ("", f"#### {self.say(heading)}")
        path = ""
        for place, group in groupby(problems[: self.most], key=lambda problem: (problem.place.path, problem.place.line)):
            if place[0] != path:
                path = place[0]
                yield from ("", f"**{words(path, 200)}**", "")
            at_line = list(group)
            yield from map(self._sentence, at_line)
            yield from self._line(at_line)
        if len(problems) > self.most:
            left = len(problems) - self.most
            yield from ("", self.texts.ngettext(*MORE, left).format(count=left))

    def _sentence(self, problem: Problem, with_path: bool = False) -> str:
        sentence = words(problem.sentence(self.say), 700)
        if problem.severity is Severity.WARNING and "?" not in sentence:
            sentence = self.say(MEANT).format(sentence=sentence)
        path = f"{words(problem.place.path, 200)}: " if with_path else ""
        return f"- {path}{self.say(AT_LINE).format(line=problem.place.line, sentence=sentence)}"

    def _line(self, problems: Sequence[Problem]) -> Iterator[str]:
        """The line as it could stand, where the rules say how; else as it stands."""
        place = problems[0].place
        lines = self.files.get(place.path, [])
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        better = corrected(line, problems)
        if better and len(better) <= COPIED:
            whole = all(problem.suggestion for problem in problems)
            yield from ("", f"  {self.say(INSTEAD if whole else PARTLY)}", "", *block([better.strip()], "  ", COPIED), "")
        elif line.strip() and (place.line, place.column) != (1, 1):  # what is said of a whole file stands at its start
            yield from ("", *block([line.strip()], "  "), "")

    # --- the practice ----------------------------------------------------------------------------------------

    def _practice(self, practice: Practice, catalogue: Catalogue, reader: Reader, several: bool) -> Iterator[str]:
        if several:
            yield from ("", f"### {words(practice.title(self.language).value, 150)}")
        yield from ("", f"#### {self.say(COMPLETE)}", "")
        yield self.say(ANSWERED).format(answered=len(practice.answered), all=len(QUESTIONS))
        if practice.unanswered:
            yield f"{self.say(OPEN)} {' '.join(self.say(HEADINGS[question]) for question in practice.unanswered)}"
            yield self.say(OPEN_IS_FINE)
        is_new = f"practices/{practice.id}.yaml" in self.change.new
        found = candidates(practice, catalogue, reader, self.change.paths) if is_new else []
        if found:
            yield from ("", f"#### {self.say(KNOWN)}")
            for same, lead in ((True, MAYBE), (False, ALIKE)):
                shown = [candidate for candidate in found if candidate.perhaps_same is same]
                if shown:
                    yield from ("", self.say(lead), "")
                for candidate in shown:
                    title = words(candidate.practice.title(self.language).value, 150)
                    link = f"[{title}]({self.change.repository}/blob/HEAD/practices/{candidate.practice.id}.yaml)" if self.change.repository else f"**{title}**"
                    yield f"- {link}: {' '.join(words(reason, 200) for reason in candidate.reasons)}"
        yield from ("", f"#### {self.say(CARD)}", "", *self._card(practice, catalogue, reader))

    def _card(self, practice: Practice, catalogue: Catalogue, reader: Reader) -> Iterator[str]:
        terms = catalogue.terms["target-groups"]
        groups = ", ".join(terms[group].label(self.language) for group in practice.record.target_groups[:3] if group in terms)
        facts = " · ".join(fact for fact in (where(practice, reader), str(practice.first_year or ""), groups) if fact)
        yield f"> **{words(practice.title(self.language).value, 300)}**\\"
        yield f"> {words(facts)}"
        yield ">"
        yield f"> {words(practice.summary(self.language).value, 900)}"
        yield ">"
        yield f"> {self.say(EVIDENCE).format(level=catalogue.term('evidence-levels', practice.evidence).label(self.language))}"
