"""The words that the search knows: from them it guesses what a reader meant whose word finds nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

from .. import geography
from ..model import Catalogue, Practice
from .page import StagedFile
from .reader import Reader

WORD = re.compile(r"[^\W\d_]{3,}")
VOCABULARIES = ("target-groups", "themes", "sectors", "integration-forms")
"""Whose terms and synonyms find the practices that use them; the record names them as fields."""


def practice_terms(practice: Practice) -> Iterator[tuple[str, str]]:
    """The vocabulary and the id of each term that a practice is found by."""
    record = practice.record
    for vocabulary, ids in zip(VOCABULARIES, (record.target_groups, record.themes, record.sectors, record.integration), strict=True):
        for id_ in ids:
            yield vocabulary, id_


def words_of(text: str) -> Iterator[str]:
    """The words of a text of three letters and more, in lower case."""
    return (found[0].lower() for found in WORD.finditer(text))


def phrases(catalogue: Catalogue, language: str) -> Iterator[str]:
    """What a practice or a clause may be called in one language: titles, countries, places, terms with their synonyms, clauses."""
    for practice in catalogue.listed:
        yield practice.title(language).value
        yield from (geography.country_name(code, language) for code in practice.countries)
        yield from (place.locality for place in practice.record.places if place.locality)
        yield from (name for name in (practice.record.original_name or {}).values())
        for vocabulary, id_ in practice_terms(practice):
            term = catalogue.term(vocabulary, id_).term
            yield term.label[language]
            yield from (term.synonyms or {}).get(language, ())
    yield from (clause.title for clause in catalogue.clauses(language).values() if clause.page.language == language)


def word_files(reader: Reader) -> Iterator[StagedFile]:
    """The file of all words, which the search fetches when it has to guess."""
    yield StagedFile(reader.language, "words.json", known_words(reader))


def known_words(reader: Reader) -> str:
    """All words as a JSON list, the reader's own language first and the commonest first: of two that are equally near, the first one is taken."""
    languages = [reader.language, *(language for language in reader.catalogue.languages if language != reader.language)]
    counts = (Counter(word for phrase in phrases(reader.catalogue, language) for word in words_of(phrase)) for language in languages)
    words = dict.fromkeys(word for count in counts for word in sorted(count, key=lambda word: (-count[word], word)))
    return json.dumps(list(words), ensure_ascii=False, separators=(",", ":")) + "\n"
