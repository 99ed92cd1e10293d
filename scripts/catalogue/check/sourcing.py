"""Where facts come from: sources listed and cited, claims told, translations that have an original."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Document, Loaded
from ..language import N_
from ..prose import CITATION
from ..record import Claim, Text
from ..vocabulary import Term, Vocabulary
from ..walk import KEY
from .references import source_uses
from .rule import ADVICE, ERROR, WARNING, Finding, FindingIn, library_rule, rule
from .shapes import misshapen


@rule("uncited-source", WARNING, "practices")
def listed_sources_are_cited(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Every source that a record lists is cited in it.

    A reader wants to know which fact a source stands for. A record with one source need not repeat it.
    """
    listed = document.data.get("sources") if isinstance(document.data, dict) else None
    if isinstance(listed, list) and len({source for source in listed if type(source) is str}) > 1:
        cited = {source for path, source in source_uses(document) if path[0] != "sources"}
        for index, source in enumerate(listed):
            if type(source) is str and source not in cited and source in loaded.by_id["sources"]:
                yield Finding(("sources", index), N_("Nothing in this record cites “{source}”. Which fact comes from it?"), {"source": source[:80]})


@rule("unlisted-source", ERROR, "practices")
def cited_sources_are_listed(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Every source that a record cites is in its list of sources.

    The list at the foot of the page is made from it.
    """
    listed = document.data.get("sources") if isinstance(document.data, dict) else None
    if isinstance(listed, list):
        told: set[str] = set()
        for path, source in source_uses(document):
            if path[0] != "sources" and source not in listed and source not in told and source in loaded.by_id["sources"]:
                told.add(source)
                message = N_("“{source}” is cited here but is not in the record’s list “sources”. Add it there.")
                yield Finding(path, message, {"source": source}, part=f"[@{source}")


@rule("listed-twice", ERROR, "practices", "toolkits")
def nothing_is_listed_twice(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Nothing stands twice in a list of terms, sources or clauses; it would be counted twice."""
    seen: set[tuple[object, str, object]] = set()
    for name in ("vocabulary", "source", "clause"):
        for path, value, vocabulary in document.uses.values[name]:
            if type(path[-1]) is int and type(value) is str:
                key = path[:-1], value, vocabulary
                if key in seen:
                    yield Finding(path, N_("“{value}” stands twice in this list. Take one out."), {"value": value[:80]})
                seen.add(key)


@rule("claim-text", ERROR, "practices")
def claims_have_a_sentence(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Every claim has its sentence in the language of the record, and every sentence its claim.

    Numbers alone mislead; the sentence says who found what.
    """
    if not isinstance(document.data, dict):
        return
    original = document.data.get("language")
    wrong = misshapen(document)
    claims = {claim["id"]: path for path, claim in document.uses.objects[Claim] if type(claim.get("id")) is str and (*path, "id") not in wrong}
    for path, text in document.uses.objects[Text]:
        sentences = text.get("claims")
        sentences = sentences if isinstance(sentences, dict) else {}
        if path == ("text", original):
            for id_, where in claims.items():
                if id_ not in sentences:
                    message = N_("The claim “{id}” has no sentence. Write one under text.{language}.claims.{id}.")
                    yield Finding((*where, "id"), message, {"id": id_[:60], "language": original})
        for id_ in sentences:
            key = (*path, "claims", id_, KEY)
            if id_ not in claims and key not in wrong:
                yield Finding(key, N_("There is no claim “{id}” in this record. Add it under “claims”, or take the sentence out."), {"id": id_[:60]})


@rule("claim-twice", ERROR, "practices")
def claim_ids_are_unique(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Each claim has an id of its own, since its sentence is found by it."""
    seen: set[str] = set()
    for path, claim in document.uses.objects[Claim]:
        id_ = claim.get("id")
        if type(id_) is str:
            if id_ in seen:
                yield Finding((*path, "id"), N_("The id “{id}” is already used by another claim of this record. Choose another."), {"id": id_[:60]})
            seen.add(id_)


@rule("original-text", ERROR, "practices")
def the_original_is_there(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """The record has a text in the language that it says it was written in.

    All other languages fall back to it.
    """
    if isinstance(document.data, dict):
        language, text = document.data.get("language"), document.data.get("text")
        if type(language) is str and isinstance(text, dict) and language not in text:
            message = N_("The record says it was written in “{language}”, but has no text in it. Add text.{language}, or correct the language.")
            yield Finding(("language",), message, {"language": language[:20]})


@rule("translation-source", ERROR, "practices")
def translations_have_an_original(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A translation is made from a language that the record has.

    Otherwise nobody can tell whether it is still right.
    """
    texts = document.data.get("text") if isinstance(document.data, dict) else None
    if not isinstance(texts, dict):
        return
    for path, text in document.uses.objects[Text]:
        translation = text.get("translation")
        source = translation.get("from") if isinstance(translation, dict) else None
        if type(source) is str and (source not in texts or source == path[-1]):
            message = N_("This text says it was translated from “{language}”, but the record has no other text in that language. Correct the language.")
            yield Finding((*path, "translation", "from"), message, {"language": source[:20]})


EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


@rule("paragraph-without-source", ADVICE, "practices")
def paragraphs_have_a_source(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Every paragraph of the original text names its source.

    Readers trust what they can look up. A record with one source need not repeat it.
    """
    if not isinstance(document.data, dict):
        return
    listed, original = document.data.get("sources"), document.data.get("language")
    if not isinstance(listed, list) or len(listed) < 2:
        return
    for path, value, kind in document.texts:
        if kind == "prose" and path[:2] == ("text", original) and len(path) > 2 and path[2] != "claims":
            for paragraph in EMPTY_LINE.split(value) if "\n" in value else (value,):
                if paragraph.strip() and not CITATION.search(paragraph):
                    start = " ".join(paragraph.split()[:6])
                    yield Finding(path, N_("A paragraph here has no citation: “{start} …”. Where is it said?"), {"start": start[:60]}, part=start)


@library_rule("same-title", ERROR)
def titles_are_unique(loaded: Loaded) -> Iterator[FindingIn]:
    """No two practices have the same title in a language.

    Somebody who listens to a list of links hears only the titles.
    """
    seen: dict[tuple[str, str], str] = {}
    for document in loaded.of("practices"):
        texts = document.data.get("text") if isinstance(document.data, dict) else None
        for language, text in texts.items() if isinstance(texts, dict) else ():
            title = text.get("title") if isinstance(text, dict) else None
            if type(title) is str:
                key = language, " ".join(title.casefold().split())
                if key in seen:
                    message = N_("The title “{title}” is already that of {other}. Add the place or what is special.")
                    yield FindingIn(document.place(("text", language, "title")), message, {"title": title[:100], "other": seen[key]})
                else:
                    seen[key] = document.path


@library_rule("vocabulary-language", ERROR)
def terms_speak_every_language(loaded: Loaded) -> Iterator[FindingIn]:
    """Every term has a label and a definition in every language of the site.

    Labels are the words that readers search and filter by.
    """
    for document in loaded.of("vocabularies"):
        for path, item in document.uses.objects[Vocabulary] + document.uses.objects[Term]:
            for name in ("label", "definition", "one"):
                words = item.get(name)
                missing = [language for language in loaded.languages if isinstance(words, dict) and language not in words]
                if missing:
                    of_list = N_("The list “{term}” has no {field} in: {languages}. Add it.")
                    of_term = N_("The term “{term}” has no {field} in: {languages}. Add it.")
                    parameters = {"term": item.get("id") if path else document.id, "field": name, "languages": ", ".join(missing)}
                    yield FindingIn(document.place((*path, name)), of_term if path else of_list, parameters)


@rule("term-twice", ERROR, "vocabularies")
def term_ids_are_unique(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Each term has an id of its own."""
    seen: set[str] = set()
    for path, term in document.uses.objects[Term]:
        id_ = term.get("id")
        if type(id_) is str:
            if id_ in seen:
                yield Finding((*path, "id"), N_("The id “{id}” is already used in this vocabulary. Choose another."), {"id": id_[:60]})
            seen.add(id_)
