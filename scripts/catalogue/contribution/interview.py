"""What a program that asks for a practice needs to know: the questions, what an answer means, and what is wrong with it.

The questions are those of the issue form, so their names, explanations, examples and choices come from the models.
An answer is judged by the rules of the checker, at once and alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from ..bibliography import Source
from ..check.rule import closest, problems_of_document
from ..document import Document
from ..fix.names import country_named, folded, term_named
from ..geography import countries, suggested_code
from ..language import N_
from ..problem import DID_YOU_MEAN, Problem, Severity
from ..record import Record
from ..render.reader import Reader
from ..yaml12 import read
from .proposal import Maker, Proposal
from .questions import FORMS, Question
from .reply import Answered, Sent
from .values import as_value, chosen, free_id, line, slug
from .writer import file_text

ASKED = tuple(question for question in FORMS["practice"] if question.path)
NEEDED = tuple(question for question in ASKED if question.required or question.of_source)
"""What no record can do without, and its source; the others are asked if there is time."""
OTHERS = tuple(question for question in ASKED if question not in NEEDED)
OF_SOURCE = tuple(question for question in ASKED if question.of_source)
ALIKE = 60
"""Of a hundred: how alike a title must be to be shown to whoever looks for a source."""
OWN_SOURCE = re.compile(r"\[@(?=\s*[\],])\s*")
"""``[@]`` and ``[@, p. 3]`` cite the source of this record, whose id its writer need not know."""

NOT_LISTED = N_("“{value}” is not in the list. Write ? to see the list.")
NO_COUNTRY = N_("There is no country “{value}”. Write its name or its code.")
FROM_EXAMPLE = N_("For example: {example}")

Answers = dict[str, str]
"""What was answered, by the id of the question; empty for what was left out."""


class Understood(NamedTuple):
    """An answer as the record's maker reads it, the same in words, or the sentence that says why not."""

    answer: str = ""
    words: str = ""
    wrong: str = ""


def explanation(question: Question, reader: Reader) -> Iterator[str]:
    """What stands under a question: its help and its example."""
    if said := question.explanation(reader):
        yield said
    if example := choices(question, reader).get(question.placeholder(reader), question.placeholder(reader)):
        yield reader.say(FROM_EXAMPLE, example=example)


def has_lines(question: Question) -> bool:
    """Whether an answer may have several lines, with citations."""
    return question.control in ("box", "points") and question.markers.get("text") == "prose"


def choices(question: Question, reader: Reader) -> dict[str, str]:
    """What can be chosen, by id, in the reader's language; countries too."""
    if question.control == "country":
        names = {code: reader.country(code) for code in countries()}
        return dict(sorted(names.items(), key=lambda item: item[1]))
    return question.choices(reader)


def definitions(question: Question, reader: Reader) -> dict[str, str]:
    """What the terms mean, by id, where the answer is a term."""
    vocabulary = question.markers.get("vocabulary")
    return {id_: term.definition(reader.language) for id_, term in reader.catalogue.terms[vocabulary].items()} if vocabulary else {}


def understood(question: Question, said: str, reader: Reader) -> Understood:
    """What an answer means: terms by number, id, label or synonym in any language, countries by name or code, all else as it is."""
    if question.control == "country":
        return _countries(said, reader)
    listed = choices(question, reader)
    if not listed:
        return Understood(said)
    words = chosen(said, listed) if question.control == "terms" else [line(said)]
    parts = [part for word in words for part in ([word] if word in listed else re.split(r"[;\s]+", word) if re.fullmatch(r"[\d;\s]+", word) else [word])]
    ids = []
    for part in parts:
        id_ = part if part in listed else _listed(part, question, listed, reader)
        if id_ is None:
            return Understood(wrong=_not_listed(part, listed, reader))
        ids.append(id_)
    labels = [listed[id_] for id_ in dict.fromkeys(ids)]
    return Understood(", ".join(labels), " · ".join(labels))


def _listed(word: str, question: Question, listed: dict[str, str], reader: Reader) -> str | None:
    """The id of what somebody calls by its number in the list, or by a name."""
    if word.isdecimal() and 0 < int(word) <= len(listed):
        return list(listed)[int(word) - 1]
    names = {folded(name): id_ for id_, name in listed.items()} | {folded(id_): id_ for id_ in listed}
    if question.control == "language":
        names |= {folded(reader.language_name(id_)): id_ for id_ in listed}
        return names.get(folded(word))
    vocabulary = question.markers.get("vocabulary")
    return names.get(folded(word)) or (term_named(word, reader.catalogue.loaded.by_id["vocabularies"][vocabulary]) if vocabulary else None)


def _not_listed(word: str, listed: dict[str, str], reader: Reader) -> str:
    said = reader.say(NOT_LISTED, value=word[:60])
    guess = closest(word, [*listed.values(), *listed], at_least=ALIKE)
    return said + (" " + reader.say(DID_YOU_MEAN, suggestion=listed.get(guess, guess)) if guess else "")


def _countries(said: str, reader: Reader) -> Understood:
    codes, languages = [], reader.catalogue.languages
    for name in (part.strip(" .") for part in re.split(r"[,;/\n]", said)):
        code = name if name in countries() else country_named(name, languages) or suggested_code("country", name, languages)
        if code is None:
            guess = closest(name, choices(_COUNTRY, reader).values()) if len(name) > 3 else None  # a code looks like many names
            return Understood(wrong=reader.say(NO_COUNTRY, value=name[:60]) + (" " + reader.say(DID_YOU_MEAN, suggestion=guess) if guess else ""))
        codes.append(code)
    return Understood(", ".join(dict.fromkeys(codes)), " · ".join(map(reader.country, dict.fromkeys(codes))))


_COUNTRY = next(question for question in ASKED if question.control == "country")


def sources_like(words: str, reader: Reader) -> list[str]:
    """The ids of the sources whose titles have these words, or nearly, the likeliest first."""
    titles = {id_: f"{entry.entry.title} {id_.replace('-', ' ')}".casefold() for id_, entry in reader.catalogue.sources.items()}
    found = process.extract(words.casefold()[:300], titles, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=5)
    return [str(id_) for _, _, id_ in found]


def of_known_source(id_: str, reader: Reader) -> Answers:
    """The answers that name a source of the library; its own entry stays as it is."""
    entry = reader.catalogue.loaded.by_id["sources"][id_].data
    held = {**entry, **entry["custom"], "title": id_}
    answers = {}
    for question in OF_SOURCE:
        value = str(held.get(question.path[-1], "")) if question.required else ""
        answers[question.id] = question.choices(reader).get(value, value)
    return answers


def source_id(answers: Answers, reader: Reader) -> str:
    """The id of the source that the answers name: one of the library, or the one that a new source will get."""
    known, title = reader.catalogue.sources, answers["source-title"]
    return title if title in known else free_id(slug(title) or "new-source", known)


def complaints(question: Question, answer: str, answers: Answers, reader: Reader) -> list[Problem]:
    """What the checker says to one answer, the gravest first: what it finds in a small record with it and not in the same without it."""
    if question.control == "language":
        return []  # chosen from a list; alone, it would contradict the texts of the small record
    example = next(iter(reader.catalogue.sources), "a-source")
    if "source-title" in answers:
        own = source_id(answers, reader)
        answer = OWN_SOURCE.sub(f"[@{own}", answer).replace(f"[@{own}", f"[@{example}")  # a new source is not in the library yet
    value = as_value(question, answer, reader)
    plain = _SMALL_SOURCE if question.of_source else {**_SMALL, "language": reader.language, "text": {reader.language: _SMALL_TEXT}, "sources": [example]}
    shape = Source if question.of_source else Record
    before = {(problem.rule, problem.message) for problem in _problems(plain, shape, reader)}
    path = question.path[1:] if question.of_source else question.path
    found = _problems(_with(plain, path, value, reader.language), shape, reader)
    return sorted((problem for problem in found if (problem.rule, problem.message) not in before), key=lambda problem: problem.severity)


_SMALL: dict[str, Any] = {"status": "published", "places": [{"country": "SE"}]}
_SMALL_TEXT = {"title": "A reading club, Exampletown", "summary": "Parents meet once a week and read together."}
_SMALL_SOURCE: dict[str, Any] = {"type": "webpage", "title": "Reading club", "custom": {"perspective": "other", "reading": "full"}}


def _with(data: dict[str, Any], path: tuple[str, ...], value: Any, language: str) -> dict[str, Any]:
    """The record with one more value, in the group or the list that its field stands in."""
    first, *rest = path
    if first == "text":
        return {**data, "text": {language: {**data["text"][language], rest[0]: value}}}
    if first == "places" and rest == ["country"]:
        return {**data, "places": [{"country": code} for code in value]}
    if first in ("places", "phases", "organisations"):
        items = data.get(first) or [{"name": "Exampletown"} if first == "organisations" else {}]
        return {**data, first: [{**items[0], rest[0]: value}]}
    if rest:
        return {**data, first: {**data.get(first, {}), rest[0]: value, **({"sources": data["sources"]} if first == "activity" else {})}}
    return {**data, first: value}


def _problems(data: dict[str, Any], shape: type[Record] | type[Source], reader: Reader) -> list[Problem]:
    loaded = reader.catalogue.loaded
    folder = "sources" if shape is Source else "practices"
    document = Document(loaded.root, f"{folder}/a-new-file.yaml", shape, file_text(data, shape))
    document.reading = read(document.text)
    return list(problems_of_document(document, loaded))


def proposal(answers: Answers, reader: Reader) -> Proposal:
    """The record and its source, as the issue form would give them."""
    own = source_id(answers, reader)
    filled = {id_: OWN_SOURCE.sub(f"[@{own}", answer) for id_, answer in answers.items() if answer}
    return Maker(Sent(0, None, None, ""), Answered("practice", reader.language, filled), reader.catalogue).proposal()


def is_grave(problem: Problem) -> bool:
    """Whether a record with this problem would be refused."""
    return problem.severity is Severity.ERROR
