"""What the form's scripts know: shapes, rules, sentences and lists, all from the models and the checker.

The scripts hold logic alone. ``form.json`` speaks the reader's language; ``library.json`` and the records, which are
the same for every reader, stand once, in the tree of the default language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from babel import Locale

from .. import geography, problem, prose, shape
from ..bibliography import Source
from ..check import dates, files, identity, lineage, personal, rules, shapes, sourcing, texts, wording
from ..collation import sort_key
from ..language import N_, NN_
from ..model import QUESTIONS
from ..record import Record
from ..shape import Shape
from .explorer import compact
from .manual import SEVERITIES
from .outdated import CHANGED
from .page import StagedFile
from .reader import Reader
from .references import authors
from .view import HEADINGS

MODELINE = "# yaml-language-server: $schema=../schema/{name}.schema.json"

PATTERNS = {
    "citation": prose.CITATION,
    "invisible": problem.INVISIBLE,
    "date": shape.DATE,
    "emptyLine": sourcing.EMPTY_LINE,
    "html": texts.RAW_HTML,
    "autolink": texts.AUTOLINK,
    "linkTarget": texts.LINK_TARGET,
    "safeTarget": texts.SAFE_TARGET,
    "scriptAutolink": texts.SCRIPT_AUTOLINK,
    "image": texts.IMAGE,
    "block": texts.BLOCK_MARKUP,
    "openedCitation": texts.OPENED_CITATION,
    "mail": texts.EMAIL,
    "phone": texts.PHONE,
    "nameWithAge": texts.NAME_WITH_AGE,
    "addresses": personal.ADDRESSES,
    "longEnough": identity.LONG_ENOUGH,
    "profile": personal.PROFILE,
    "nameWithIllness": personal.NAME_WITH_ILLNESS,
    "notOurs": wording.NOT_OURS,
}

WORDS = {
    "places": N_("Where"),
    "phases": N_("When"),
    "target_groups": N_("For whom"),
    "organisations": N_("Who"),
    "choose": N_("Choose …"),
    "notSaid": N_("Not said"),
    "number": N_("{label} {number}"),
    "remove": N_("Remove {label}"),
    "removed": N_("{label} was removed."),
    "added": N_("{label} was added."),
    "takeOut": N_("Take it out"),
    "source": N_("Source without a title"),
    "newSource": N_("described below"),
    "locator": N_("Page or section"),
    "sources": N_("Sources"),
    "noSources": N_("Add a source to the record first; then you can choose it here."),
    "noMatch": N_("No source fits these words. Describe it below."),
    "inserted": N_("The source mark was put into the text."),
    "length": N_("{length} of about {limit} characters"),
    "kept": N_("Draft kept in this browser at {time}."),
    "unkept": N_("Your browser keeps nothing for this site. Save your draft as a file before you leave."),
    "restored": N_("Your draft from last time is open."),
    "empty": N_("Empty the form? Your draft in this browser is deleted."),
    "emptied": N_("The form is empty."),
    "opened": N_("{title} is open."),
    "cannotOpen": N_("This file is not a draft of this form. Choose a file that you saved here."),
    "missing": N_("There is no practice “{id}” in this library. Perhaps the address was cut off."),
    "clean": N_("Nothing is wrong. Look at the preview, then choose a way below."),
    "advised": N_("Nothing stands in the way. These points are questions and advice; you decide."),
    "faulty": N_("Some things must be mended first. Each line leads to its place."),
    "untitled": N_("Practice without a title"),
    "unanswered": N_("What we do not know"),
    "translate": N_("Translate: {title}"),
    "correct": N_("Correct: {title}"),
    "original": N_("{language} (original):"),
    "outdated": CHANGED,
    "unreviewed": N_("Translated by machine, not checked yet."),
    "agree": N_("It says what the original says"),
    "agreed": N_("You have checked it: it says what the original says."),
    "open": N_("Open on GitHub (new tab)"),
    "copy": N_("Copy"),
    "copied": N_("Copied."),
    "notCopied": N_("Your browser does not let us copy. Mark the text above and copy it."),
    "download": N_("Download"),
    "tooLong": N_("This text is too long for a link. It was copied: paste it into the empty file that opens, and name the file {name}."),
    "replaceText": N_("The text was copied. In the file that opens, choose the pencil, replace all of its text with it, and propose the change."),
    "issueTooLong": N_("This text is too long for a link. It was copied: paste it into the text of the issue that opens."),
    "issueTitle": N_("Practice: {title}"),
    "issueText": N_("Written with the form of the library."),
    "draft": N_("practice-draft"),
}
"""What the scripts say."""

FAILED = N_("The form cannot be loaded at the moment. Check your connection, then load this page again.")
FOUND = NN_("{count} source", "{count} sources")


def data_files(reader: Reader) -> Iterator[StagedFile]:
    """The files that the form fetches when it opens."""
    yield StagedFile(reader.language, "contribute/form.json", compact(form_data(reader)))
    catalogue = reader.catalogue
    if reader.language == catalogue.languages[0]:
        yield StagedFile(reader.language, "contribute/library.json", compact(library_data(reader)))
        for id_ in catalogue.practices:
            yield StagedFile(reader.language, f"contribute/records/{id_}.json", compact(catalogue.loaded.by_id["practices"][id_].data))


def form_data(reader: Reader) -> dict[str, Any]:
    """Shapes, rules, lists and words in the reader's language."""
    catalogue, say = reader.catalogue, reader.say
    clauses = catalogue.clauses(reader.language)
    return {
        "language": reader.language,
        "record": schema(Record, reader),
        "source": schema(Source, reader),
        "modelines": {name: MODELINE.format(name=name) for name in ("practice", "source")},
        "rules": {rule.name: {"severity": rule.severity.word, "says": [say(message) for message in rule.messages]} for rule in rules()},
        "severities": {name: say(words).split(":")[0] for name, words in SEVERITIES.items()},
        "expected": {kind: say(words) for kind, words in shapes.EXPECTED.items()},
        "forms": {kind: say(words) for kind, words in shapes.FORMS.items()},
        "outOfRange": {kind: say(words) for kind, words in shapes.OUT_OF_RANGE.items()},
        "otherForm": say(shapes.OTHER_FORM),
        "keyExamples": shapes.KEY_EXAMPLES,
        "computed": sorted(shapes.COMPUTED),
        "ordered": [[owner.__name__, first, last] for owner, first, last in dates.ORDERED],
        "letters": {chr(letter): plain for letter, plain in files.SPELLED_OUT.items()},
        "patterns": {name: for_script(pattern) for name, pattern in PATTERNS.items()},
        "identity": {
            "numbers": [[number.name, for_script(form), number.after] for number, form in zip(identity.NUMBERS, identity.FORMS, strict=True)],
            "shortlyBefore": identity.SHORTLY_BEFORE,
        },
        "noNames": sorted(personal.NO_NAMES),
        "lineage": [{"up": kinds, "down": [lineage.UPWARDS[kind] for kind in kinds]} for kinds in (lineage.DESCENT, lineage.BELONGING)],
        "terms": {
            name: {id_: [term.label(reader.language), term.definition(reader.language)] for id_, term in terms.items()}
            for name, terms in catalogue.terms.items()
        },
        "countries": _named({code: reader.country(code) for code in geography.countries()}, reader),
        "languages": _named({code: reader.language_name(code) for code in map(str, Locale("en").languages) if "_" not in code}, reader),
        "currencies": sorted(geography.currencies()),
        "clauses": [[id_, f"{clause.page.meta['title']}: {clause.title}"] for id_, clause in clauses.items()],
        "questions": [[question.id, say(HEADINGS[question.id]), list(question.fields)] for question in QUESTIONS],
        "words": {name: say(message) for name, message in WORDS.items()},
        "found": reader.forms(FOUND),
    }


def _named(names: dict[str, str], reader: Reader) -> list[tuple[str, str]]:
    """Codes with their names, by name."""
    return sorted(((code, name[:1].upper() + name[1:]) for code, name in names.items()), key=lambda item: sort_key(item[1], reader.language))


def library_data(reader: Reader) -> dict[str, Any]:
    """What records can point to: sources, practices by their titles with their ties, and regions; and the words that can hurt."""
    catalogue = reader.catalogue
    regions: dict[str, dict[str, str]] = {}
    for code in sorted(geography.regions(), key=lambda code: sort_key(geography.region_name(code))):
        regions.setdefault(code.partition("-")[0], {})[code] = geography.region_name(code)
    return {
        "sources": {id_: _reference(source.entry) for id_, source in catalogue.sources.items()},
        "practices": {id_: {language: text.title for language, text in practice.record.text.items()} for id_, practice in catalogue.practices.items()},
        "ties": {id_: ties for id_, practice in catalogue.practices.items() if (ties := _ties(practice.record))},
        "regions": regions,
        "wording": {language: _words(wording.word_list(words.words)) for language, words in catalogue.wording.items()},
    }


def _words(words: wording.WordList) -> list[tuple[list[str], tuple[str, str], str, str]]:
    """The words of one language that can hurt: what is quick to look for, the pattern, better words, and why."""
    return [([form.lower() for form in choice.avoid], for_script(pattern), choice.say, choice.why) for pattern, choice in words.entries]


def _ties(record: Record) -> list[tuple[str, str]]:
    """The ties to what a practice comes from or belongs to, and to what comes from it or belongs to it."""
    kinds = {*lineage.UPWARDS, *lineage.UPWARDS.values()}
    return [(relation.kind, relation.practice) for relation in record.relations if relation.kind in kinds]


def _reference(entry: Source) -> str:
    """A source by its title, who wrote or published it, and its year."""
    more = ", ".join(part for part in (authors(entry), str(entry.issued.year) if entry.issued else "") if part)
    return f"{entry.title} ({more})" if more else entry.title


DROPPED = {"title", "description", "examples", "default"}


def schema(top: type[Shape], reader: Reader) -> dict[str, Any]:
    """The JSON Schema of a shape as the model gives it, markers kept, with what the checker says of each field."""
    made = top.model_json_schema(by_alias=True)
    named = {top.__name__: made, **made.get("$defs", {})}
    models = {model.__name__: model for model in Shape.__subclasses__() if model.__name__ in named}
    for name, inner in named.items():
        for field, info in models[name].model_fields.items():
            inner["properties"][info.alias or field] |= {"x-help": reader.say(str(info.description)), "x-example": shapes.example_of(info)}
    return {"x-shape": top.__name__, **_lean(made)}


def _lean(part: Any) -> Any:
    """A schema without the words of its fields; names of properties are no words."""
    if isinstance(part, list):
        return [_lean(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {name: _lean(inner) for name, inner in value.items()} if key in ("properties", "$defs") else _lean(value)
        for key, value in part.items()
        if key not in DROPPED
    }


WORD = r"\p{L}\p{N}_"
BOUNDARY = rf"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))"

SYNTAX = frozenset(r"^$\.*+?()[]{}|/")
"""What ECMAScript lets a backslash stand before; before other signs it refuses one."""


@cache
def for_script(pattern: re.Pattern[str]) -> tuple[str, str]:
    """A pattern and its flags as ECMAScript writes them, where ``\\w`` and ``\\b`` know no letters but those of English."""
    inside = False

    def translated(found: re.Match[str]) -> str:
        nonlocal inside
        piece = found[0]
        if piece in "[]":
            inside = piece == "["
        if not piece.isascii() or not piece.isprintable():
            return f"\\u{{{ord(piece):x}}}"
        if piece[0] == "\\" and not piece[1].isalnum() and piece[1] not in SYNTAX and not (inside and piece[1] == "-"):
            return piece[1]
        return {r"\w": WORD if inside else f"[{WORD}]", r"\W": f"[^{WORD}]", r"\b": BOUNDARY, r"\Z": "$", "(?P<": "(?<"}.get(piece, piece)

    source = re.sub(r"\\.|\(\?P<|[\[\]]|[^ -~]", translated, pattern.pattern)
    flags = {"i": re.IGNORECASE, "m": re.MULTILINE}
    return source, "gu" + "".join(letter for letter, flag in flags.items() if pattern.flags & flag)
