"""Words that label people: looked for in records, in texts of the language that the words belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..document import Document, Loaded
from ..language import N_
from ..wording import Choice
from ..yaml12 import Path
from .rule import ADVICE, Finding, in_text, rule, some

NOT_OURS = re.compile(
    r"“[^”\n]{1,400}”|„[^“”\n]{1,400}[“”]|”[^”\n]{1,400}”|»[^«»\n]{1,400}[«»]|«[^»\n]{1,400}»|\"[^\"\n]{1,400}\""
    r"|\[@[^\[\]]*\]|\]\([^()\s]*\)|<https?:[^>\s]*>"
)
"""What somebody else wrote or said, citations, and addresses. A person may call herself what she likes."""


class Hurtful(NamedTuple):
    """The words of one entry, ready to be looked for."""

    pattern: re.Pattern[str]
    choice: Choice


@dataclass
class WordList:
    """The words of one language that can hurt."""

    entries: list[Hurtful] = field(default_factory=list)
    stems: list[tuple[str, int]] = field(default_factory=list)
    """Small letters that a text must hold if a word of an entry is in it, and the entry. Looking for them is quick."""

    def possible_in(self, text: str) -> list[Hurtful]:
        """The entries of which a word may stand in a text."""
        small = " ".join(text.lower().split())
        return [self.entries[number] for number in sorted({number for stem, number in self.stems if stem in small})]


def word_lists(loaded: Loaded) -> dict[str, WordList]:
    """The lists of words by language; worked out once a run."""
    found: dict[str, WordList] | None = loaded.__dict__.get("word_lists")
    if found is None:
        found = loaded.__dict__["word_lists"] = {document.id: word_list(whole(document)) for document in loaded.of("wording")}
    return found


def word_list(choices: Iterable[Choice]) -> WordList:
    """A list, ready to be looked for; the first letter of a word can be a capital, so the stem goes without it."""
    made = WordList()
    for number, choice in enumerate(choices):
        made.entries.append(Hurtful(pattern_of(choice), choice))
        ends = {form[1:].lower() for form in choice.avoid}
        made.stems += sorted((end, number) for end in ends if not any(other != end and other in end for other in ends))
    return made


def whole(document: Document) -> Iterator[Choice]:
    """The entries that have what is needed to look for them; what else is wrong with a list is another rule's matter."""
    for _, value in document.uses.objects[Choice]:
        lists = value.get("avoid"), value.get("not_before", [])
        if all(isinstance(items, list) and all(type(item) is str and item for item in items) for items in lists) and "say" in value and "why" in value:
            yield Choice.model_construct(**{"not_before": (), **value})


def pattern_of(choice: Choice) -> re.Pattern[str]:
    """The words of one entry, with the longest words first, so that of two that begin alike the whole one is found."""
    forms = sorted(choice.avoid, key=lambda form: (-len(form), form))
    parts = []
    for form in forms:
        first = f"[{form[0]}{form[0].upper()}]" if form[0].islower() else re.escape(form[0])
        parts.append(first + r"\s+".join(map(re.escape, form[1:].split(" "))))
    behind = rf"(?!\W{{1,3}}(?:{'|'.join(map(re.escape, choice.not_before))})\b)" if choice.not_before else ""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})\b(?!-\w){behind}")


def texts_by_language(document: Document) -> dict[str, list[tuple[Path, str]]]:
    """The texts of a file but for names, by the language that they stand under."""
    found: defaultdict[str, list[tuple[Path, str]]] = defaultdict(list)
    for path, value, kind in document.uses.values["text"]:
        if kind != "name" and type(value) is str:
            names = [step for step in path if type(step) is str]
            language = names[1] if names[0] == "text" and len(names) > 1 else names[-1]  # of texts of a record, or of any other text
            found[language].append((path, value))
    return found


@rule("hurtful-word", ADVICE, "practices", "assessments", "toolkits")
def words_respect_people(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Words do not reduce people to a problem, an illness or a situation.

    Readers may be the people that a practice is for. Words to avoid and better ones are listed for each language.
    What stands in quotation marks, names and addresses are left alone: people may call themselves what they like.
    """
    lists = word_lists(loaded)
    for language, texts in texts_by_language(document).items() if lists else ():
        there = lists.get(language, WordList()).possible_in("\n".join([value for _, value in texts]))
        for path, value in texts if there else ():
            for found, choice in hurting(value, there):
                if not part_of_a_name(found, value, document):
                    message = N_("“{found}” can hurt people. Better: {better}. {why}")
                    yield in_text(path, found, message, found=found.group(), better=choice.say, why=choice.why)


def hurting(value: str, entries: Sequence[Hurtful]) -> Iterator[tuple[re.Match[str], Choice]]:
    """The words of one text that can hurt; of two that overlap, the longer."""
    looked_at = NOT_OURS.sub(lambda found: " " * len(found.group()), value)
    all_found = [(found, entry.choice) for entry in entries for found in some(entry.pattern, looked_at)]
    end = 0
    for found, choice in sorted(all_found, key=lambda item: (item[0].start(), -item[0].end())):
        if found.start() >= end:
            end = found.end()
            yield found, choice


def part_of_a_name(found: re.Match[str], value: str, document: Document) -> bool:
    """Whether the words belong to a name that the record gives, such as that of an organisation."""
    for _, name, kind in document.uses.values["text"]:
        if kind == "name" and type(name) is str and found.group() in name:
            start = value.find(name)
            while start >= 0:
                if start <= found.start() and found.end() <= start + len(name):
                    return True
                start = value.find(name, start + 1)
    return False
