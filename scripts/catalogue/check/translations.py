"""Translations that still say what their original says."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document, Loaded, Page
from ..language import N_
from ..prose import CITATION
from ..record import Text
from ..translation import Translated, notes, parts, path_of, translated
from ..walk import KEY
from ..yaml12 import Path
from .rule import ADVICE, ERROR, WARNING, Finding, FindingIn, closest, page_rule, rule

Words = str | tuple[str, ...]
"""A text, or the points of a list."""

NO_FIELD = N_("There is no field “{field}” in this text to which this could belong. Take it out; scripts/translate.py writes these lines.")


def translations(document: Document) -> list[Translated]:
    """The texts of a record that are translations; worked out once a document."""
    found: list[Translated] | None = document.__dict__.get("translations")
    if found is None:
        texts = [translated(document.data, str(path[-1])) for path, text in document.uses.objects[Text] if "translation" in text]
        found = document.__dict__["translations"] = [words for words in texts if words and words.translation is not None]
    return found


@rule("translation-field", ERROR, "practices")
def versions_belong_to_a_field(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """What a translation says of a field belongs to a field that it has.

    Otherwise nobody would notice when the original of the real field changes.
    """
    for words in translations(document):
        for name in ("made_from", "by_field"):
            noted = (words.translation or {}).get(name)
            for key in noted if isinstance(noted, dict) else ():
                if key not in words.here:
                    path = ("text", words.language, "translation", name, key, KEY)
                    yield Finding(path, NO_FIELD, {"field": key[:60]}, closest(key, words.here))


@rule("translation-outdated", ADVICE, "practices")
def originals_have_not_changed(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A translated field was made from its original as it is today.

    When the original changes, the page says so beside each translation of it, until somebody has compared the two.
    """
    for words in translations(document):
        for key in words.outdated:
            message = N_("The original of “{field}” has changed since this was translated. Compare it with text.{language}.")
            yield Finding(path_of(key, words.language), message, {"field": key, "language": words.source})


@rule("translation-citations", WARNING, "practices")
def translations_cite_what_their_original_cites(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A translation cites the sources that its original cites.

    A citation that is lost in translation leaves a fact without a source for the readers of that language.
    """
    for path, here, original in _neighbours(document):
        cited, wanted = _cited(here), _cited(original)
        lost, extra = sorted(wanted - cited), sorted(cited - wanted)
        if lost:
            message = N_("The original cites {sources} here; the translation does not. Was it lost?")
        else:
            message = N_("The translation cites {sources} here; the original does not. Does it belong here?")
        if lost or extra:
            yield Finding(path, message, {"sources": ", ".join(f"[@{source}]" for source in lost or extra)})


def _neighbours(document: Document) -> Iterator[tuple[Path, Words, Words]]:
    """Where something is said in two languages: the place, the words there, and those of the original."""
    for words in translations(document):
        for key, here in words.here.items():
            if key in words.original and key not in words.outdated:
                yield path_of(key, words.language), here, words.original[key]
    if not any("[@" in value and kind == "prose" and path[0] != "text" for path, value, kind in document.texts):
        return
    own = document.data.get("language")
    for path, texts in notes(document.uses):
        for language, text in texts.items():
            if language != own and isinstance(own, str) and own in texts:
                yield (*path, language), text, texts[own]


def _cited(text: Words) -> set[str]:
    points = (text,) if isinstance(text, str) else text
    return {source for point in points if "[@" in point for source, _ in CITATION.findall(point)}


@page_rule("page-translation-part", ERROR)
def versions_belong_to_a_part_of_the_page(page: Page, loaded: Loaded) -> Iterator[FindingIn]:
    """What a translated page says of a part belongs to a part that it has: a heading by its id, the start, or the head of the page."""
    translation = page.meta.get("translation")
    made_from = translation.get("made_from") if isinstance(translation, dict) else None
    if isinstance(made_from, dict):
        known = parts(page.meta, page.body)
        for key in made_from:
            if key not in known:
                message = N_("There is no heading “{id}” on this page to which this could belong. Take it out; scripts/translate.py writes these lines.")
                yield FindingIn(page.front.place(("translation", "made_from", key, KEY)), message, {"id": key[:60]}, closest(key, known))


@page_rule("page-translation-outdated", ADVICE)
def originals_of_pages_have_not_changed(page: Page, loaded: Loaded) -> Iterator[FindingIn]:
    """Each part of a translated page was made from its original as it is today.

    When a clause of a guideline changes, its translations say so under their heading, until somebody has compared the two.
    """
    outdated = loaded.outdated_parts(page)
    known = parts(page.meta, page.body) if outdated else {}
    for key in outdated:
        if key not in known:
            continue
        heading = next((heading for heading in page.headings if heading.id == key), None)
        place = page.place(heading.start) if heading else page.front.place(("translation", "made_from", key, KEY))
        message = N_("The original of “{part}” has changed since this was translated. Compare it with {original}.")
        yield FindingIn(place, message, {"part": key, "original": f"docs/{page.meta['translation']['from']}/{page.name}"})
