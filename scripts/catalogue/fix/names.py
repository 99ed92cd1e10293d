"""Ids and codes for what was given by its name: a term by its label, a country or a language by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from .. import geography
from ..document import Document, Loaded
from ..language import N_, language_exists, locale_of
from ..vocabulary import Term
from ..walk import KEY
from ..yaml12 import Path
from .meaning import data_of, meaning
from .nodes import Nodes, nodes, span
from .quotes import written
from .step import Done, Edit, Taken, edited

WRITTEN = N_("“{value}” is “{written}” now.")


class Named(NamedTuple):
    """A value that is a name, and the id or the code of what it names."""

    path: Path
    value: str
    code: str


def ids_for_names(document: Document, loaded: Loaded) -> Taken:
    """Terms, countries and languages are given by id or code, so that every reader sees their names in her own language.

    A name that could mean two things stays as it is.
    """
    named = list(_named(document, loaded))
    if not named:
        return Taken(document.text, [])
    text, found = document.text, nodes(document.text)
    edits, done, expected = [], [], document.data
    for path, value, code in named:
        node = _node(found, path)
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            continue
        expected = _replaced(expected, path, code)
        edits.append(Edit(*span(node), written(code)))
        done.append(Done(WRITTEN, {"value": value[:60], "written": code}, line=node.start_mark.line + 1, written=code))
    changed = edited(text, edits)
    if meaning(data_of(changed)) != meaning(expected):
        return Taken(text, [])
    return Taken(changed, done)


def _node(found: Nodes, path: Path) -> Any:
    return found.keys.get(path[:-1]) if path[-1:] == (KEY,) else found.values.get(path)


def _named(document: Document, loaded: Loaded) -> Iterator[Named]:
    """Every value that is a name where an id or a code belongs."""
    values = document.uses.values
    for path, value, vocabulary in values["vocabulary"]:
        if type(value) is str and vocabulary in loaded.terms and value not in loaded.terms[vocabulary]:
            code = term_named(value, loaded.by_id["vocabularies"][vocabulary])
            if code:
                yield Named(path, value, code)
    for path, value, _ in values["country"]:
        if type(value) is str and value not in geography.countries() and (code := country_named(value, loaded.languages)):
            yield Named(path, value, code)
    taken: set[Path] = set()
    for path, value, _ in values["language"]:
        if type(value) is str and not language_exists(value) and (code := language_named(value, loaded.languages)):
            if path[-1:] == (KEY,):
                renamed = (*path[:-2], code)
                if renamed in taken or code in _at(document.data, path[:-2]):
                    continue
                taken.add(renamed)
            yield Named(path, value, code)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _replaced(data: Any, path: Path, code: str) -> Any:
    """The data with one value, or one key, replaced; what lies above it is copied."""
    if len(path) == 2 and path[1] == KEY:
        return {code if key == path[0] else key: value for key, value in data.items()}
    if not path:
        return code
    copied: Any = list(data) if isinstance(data, list) else dict(data)
    copied[path[0]] = _replaced(data[path[0]], path[1:], code)
    return copied


def folded(name: str) -> str:
    """A name without regard to capitals, hyphens and double spaces."""
    return " ".join(re.split(r"[\s_-]+", name.casefold())).strip()


def term_named(name: str, vocabulary: Document) -> str | None:
    """The one term of a vocabulary with this name: as its id, else as a label, else as a synonym, in any language."""
    for names in _tiers(vocabulary):
        if ids := names.get(folded(name)):
            return next(iter(ids)) if len(ids) == 1 else None
    return None


def _tiers(vocabulary: Document) -> list[dict[str, set[str]]]:
    """The terms by their folded ids, labels and synonyms; worked out once a vocabulary."""
    tiers: list[dict[str, set[str]]] | None = vocabulary.__dict__.get("names_of_terms")
    if tiers is None:
        tiers = vocabulary.__dict__["names_of_terms"] = [defaultdict(set) for _ in range(3)]
        for _, term in vocabulary.uses.objects[Term]:
            id_ = term.get("id")
            if type(id_) is str:
                for names, words in zip(tiers, ([id_], _words(term.get("label")), _words(term.get("synonyms"))), strict=True):
                    for word in words:
                        names[folded(word)].add(id_)
    return tiers


def _words(by_language: Any) -> Iterator[str]:
    """Every word of a text, or of a list of texts, by language."""
    for said in by_language.values() if isinstance(by_language, dict) else ():
        for word in said if isinstance(said, list) else [said]:
            if type(word) is str:
                yield word


def _the_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Codes by folded names, without the names that mean more than one thing."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in pairs:
        codes[folded(name)].add(code)
    return {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}


PARTS = frozenset({"england", "scotland", "wales"})
"""Names that say more than the code of the whole country would."""


@lru_cache(maxsize=16)
def _countries(languages: tuple[str, ...]) -> dict[str, str]:
    shown = [(geography.country_name(code, language), code) for language in languages for code in sorted(geography.countries())]
    usual = [(name, code) for name, code in geography.country_codes_by_name().items() if name not in PARTS]
    return _the_one([*shown, *usual])


def country_named(name: str, languages: tuple[str, ...]) -> str | None:
    """The code of the country with this name in a language of the site; whoever writes UK or a code of three letters means one country too."""
    return _countries(languages).get(folded(name))


@lru_cache(maxsize=16)
def _languages(languages: tuple[str, ...]) -> dict[str, str]:
    names = [(name, code) for language in languages for code, name in locale_of(language).languages.items() if code.isalpha()]
    own = [(str(locale_of(code).languages.get(code, code)), code) for code in languages]
    return _the_one([*names, *own])


def language_named(name: str, languages: tuple[str, ...]) -> str | None:
    """The code of the language with this name in a language of the site."""
    return _languages(languages).get(folded(name))
