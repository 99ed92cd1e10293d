"""What a file points to exists: terms, countries, regions, languages, sources, practices, clauses, items."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from .. import geography
from ..document import Document, Loaded
from ..language import N_, language_exists
from ..prose import CITATION
from ..record import Claim, Indicator, Place, Relation
from ..vocabulary import Term
from ..yaml12 import Path
from .rule import ERROR, WARNING, Finding, FindingIn, closest, library_rule, rule
from .shapes import misshapen, suggested


@rule("unknown-term", ERROR)
def terms_are_in_their_vocabulary(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Every term stands in its vocabulary.

    Closed lists let a reader in another language find the practice, and let places be compared.
    If a term is missing, propose it for the vocabulary.
    """
    terms = loaded.terms
    for path, value, vocabulary in document.uses.values["vocabulary"]:
        if type(value) is str and vocabulary in terms and value not in terms[vocabulary]:
            message = N_("“{value}” is not a term of “{vocabulary}”. Use one of its ids, or leave the field out.")
            yield Finding(path, message, {"value": value[:60], "vocabulary": vocabulary}, suggested_term(value, vocabulary, loaded))


def suggested_term(value: str, vocabulary: str, loaded: Loaded) -> str | None:
    """The term whose id, label or synonym in any language looks most like ``value``."""
    words = _words(loaded.by_id["vocabularies"][vocabulary])
    match = closest(value.replace("_", "-"), words)
    return words[match] if match else None


def _words(document: Document) -> dict[str, str]:
    """The id of a term by each of its words; worked out once a vocabulary."""
    words: dict[str, str] | None = document.__dict__.get("words")
    if words is None:
        words = document.__dict__["words"] = {}
        for _, term in document.uses.objects[Term]:
            said = [term.get("id")]
            for name in ("label", "synonyms"):
                lines = term.get(name)
                for line in lines.values() if isinstance(lines, dict) else ():
                    said += line if isinstance(line, list) else [line]
            for word in said:
                if type(word) is str and type(term.get("id")) is str:
                    words.setdefault(word, term["id"])
    return words


@rule("unknown-country", ERROR)
def countries_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A country is a code of ISO 3166-1, such as SE.

    Codes have names in every language; the United Kingdom is GB, Greece is GR.
    """
    for path, value, _ in document.uses.values["country"]:
        if type(value) is str and value not in geography.countries() and path not in misshapen(document):
            guess = suggested("country", value, loaded)
            yield Finding(path, N_("“{value}” is not a country code of ISO 3166-1. Write two capital letters, such as SE."), {"value": value}, guess)


@rule("unknown-region", ERROR)
def regions_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A region is a code of ISO 3166-2, such as SE-25.

    With codes, regions can be counted and drawn; a town goes into the field for the town.
    """
    for path, value, _ in document.uses.values["region"]:
        if type(value) is str and value not in geography.regions() and path not in misshapen(document):
            message = N_("“{value}” is not a region code of ISO 3166-2. Leave it out if you do not know it, and name the town.")
            yield Finding(path, message, {"value": value}, suggested("region", value, loaded))


@rule("region-elsewhere", ERROR, "practices")
def regions_lie_in_their_country(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A region lies in the country beside which it stands.

    Otherwise the practice would be found in one country and drawn in another.
    """
    for path, place in document.uses.objects[Place]:
        country, region = place.get("country"), place.get("region")
        if not (isinstance(country, str) and isinstance(region, str)):
            continue
        if region in geography.regions() and country in geography.countries() and not region.startswith(country + "-"):
            message = N_("The region {region} does not lie in the country {country}. Correct one of the two.")
            yield Finding((*path, "region"), message, {"region": region, "country": country})


@rule("unknown-language", ERROR)
def languages_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A language is a code that the world's locale data know, such as sv.

    Screen readers choose their voice by it.
    """
    for path, value, _ in document.uses.values["language"]:
        if type(value) is str and not language_exists(value) and path not in misshapen(document):
            guess = suggested("language", value, loaded)
            yield Finding(path, N_("“{value}” is not a language code. Write two or three small letters, such as sv."), {"value": value[:60]}, guess)


@rule("unknown-currency", ERROR)
def currencies_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A currency is a code of ISO 4217, such as EUR."""
    for path, value, _ in document.uses.values["currency"]:
        if type(value) is str and value not in geography.currencies() and path not in misshapen(document):
            yield Finding(path, N_("“{value}” is not a currency code. Write three capital letters, such as EUR or SEK."), {"value": value[:60]})


UNKNOWN_SOURCE = N_("There is no source “{value}”. Add the file sources/{value}.yaml, or correct the id.")


def source_uses(document: Document) -> list[tuple[Path, str]]:
    """Every id of a source that a document names, in lists and in prose; worked out once a document."""
    found: list[tuple[Path, str]] | None = document.__dict__.get("source_uses")
    if found is None:
        found = document.__dict__["source_uses"] = list(_source_uses(document))
    return found


def _source_uses(document: Document) -> Iterator[tuple[Path, str]]:
    for path, value, _ in document.uses.values["source"]:
        if type(value) is str:
            yield path, value
    for path, value, _ in document.uses.values["citation"]:
        if type(value) is str:
            yield path, value.partition(",")[0].strip() if "," in value else value
    for path, value, _ in document.texts:
        if "[@" in value:
            for source in dict.fromkeys(source for source, _locator in CITATION.findall(value)):
                yield path, source


def cited_sources(document: Document) -> frozenset[str]:
    """The ids of all sources that a document names; worked out once a document."""
    found: frozenset[str] | None = document.__dict__.get("cited_sources")
    if found is None:
        found = document.__dict__["cited_sources"] = frozenset(source for _, source in source_uses(document))
    return found


@rule("unknown-source", ERROR)
def sources_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Every cited source is a file in sources/.

    A reader must be able to look up where a fact comes from.
    """
    known = loaded.by_id["sources"]
    for path, source in source_uses(document):
        if source not in known and path not in misshapen(document):
            yield Finding(path, UNKNOWN_SOURCE, {"value": source[:80]}, closest(source, known, 80), part=f"[@{source}")


def missing(document: Document, meaning: str, known: Collection[str], message: str) -> Iterator[Finding]:
    """The values of one meaning that name nothing there is, each with the name that comes nearest."""
    for path, value, _ in document.uses.values[meaning]:
        if type(value) is str and value not in known and path not in misshapen(document):
            yield Finding(path, message, {"value": value[:80]}, closest(value, known))


@rule("unknown-practice", ERROR, "practices", "toolkits")
def named_practices_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A practice that a record or a toolkit names is a record of this library."""
    yield from missing(document, "practice", loaded.by_id["practices"], N_("There is no practice “{value}”. Write the file name of a record without .yaml."))


@rule("related-to-itself", ERROR, "practices")
def no_practice_is_related_to_itself(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A tie leads to another practice, or its reader would go in a circle."""
    for path, relation in document.uses.objects[Relation]:
        if relation.get("practice") == document.id:
            yield Finding((*path, "practice"), N_("The record is related to itself. Name the other practice, or take the tie out."))


@rule("unknown-clause", ERROR, "practices", "assessments", "toolkits")
def clauses_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A clause is a heading of a guideline page.

    Its id stands in the heading itself, so renaming a heading's id breaks the records that carry it out, and this rule says which.
    """
    message = N_("There is no clause “{value}”. The ids of clauses stand in the headings of the guideline pages.")
    yield from missing(document, "clause", loaded.clauses, message)


@rule("unknown-item", ERROR, "practices")
def marked_items_exist(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """What is marked as our reading, or as seen differently by another source, is there.

    A mark that points to nothing would leave the item itself unmarked.
    """
    for path, value, _ in document.uses.values["item-path"]:
        if type(value) is str and path not in misshapen(document) and not item_exists(document.data, value):
            message = N_(
                "There is nothing at “{value}” in this record. Write a field name, or a field name, a full stop and the item’s number from 0 or its id."
            )
            yield Finding(path, message, {"value": value[:80]})


def item_exists(data: Any, path: str) -> bool:
    """Whether a dotted path leads to something; list items go by number or by their ``id``."""
    for step in path.split("."):
        if isinstance(data, dict):
            if step not in data:
                return False
            data = data[step]
        elif isinstance(data, list):
            if step.isdecimal() and len(step) < 6:
                if int(step) >= len(data):
                    return False
                data = data[int(step)]
            else:
                named = [item for item in data if isinstance(item, dict) and item.get("id") == step]
                if not named:
                    return False
                data = named[0]
        else:
            return False
    return True


@rule("own-indicator", ERROR, "practices")
def claims_name_indicators_of_the_record(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A claim that reports on an indicator names one that the record defines."""
    known = [indicator.get("id") for _, indicator in document.uses.objects[Indicator]]
    for path, claim in document.uses.objects[Claim]:
        if type(claim.get("indicator")) is str and claim["indicator"] not in known:
            message = N_("The record has no indicator “{value}”. Define it under “indicators”, or take this line out.")
            yield Finding((*path, "indicator"), message, {"value": claim["indicator"][:60]})


@library_rule("unused-source", WARNING)
def every_source_is_cited(loaded: Loaded) -> Iterator[FindingIn]:
    """Every source is cited somewhere.

    A source that nobody cites is a fact that got lost, or a file that can go.
    """
    if not all(document.reading.complete for document in loaded.documents if document.folder != "vocabularies"):
        return  # what cannot be read may well cite it
    cited = {source for document in loaded.documents for source in cited_sources(document)}
    cited.update(source for page in loaded.pages for source, _ in CITATION.findall(page.body))
    for document in loaded.of("sources"):
        if document.id not in cited and document.reading.complete:
            yield FindingIn(document.place(()), N_("No record and no page cites “{source}”. Cite it, or remove the file."), {"source": document.id})
