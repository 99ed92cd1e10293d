"""What the issue forms ask: which fields of a record and of its source, in which order.

Names, explanations, examples and choices come from the models and the vocabularies. Only what a model cannot say
stands here: what is asked first, and the few words that a field needs outside its group.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from babel.languages import get_official_languages
from pydantic.fields import FieldInfo

from ..bibliography import Source
from ..check.shapes import field_at
from ..collation import sort_key
from ..language import N_
from ..record import Record
from ..render.reader import Reader
from ..render.sources import TYPES
from ..shape import Marker, Shape

BOX = 250
"""A text that readers stay with for longer gets a box of several lines."""
OF_SOURCE = N_("Source: {field}")


class Question(NamedTuple):
    """One question of a form. Its id is also the name by which a link fills it in."""

    id: str
    path: tuple[str, ...] = ()
    """The field of the record; of the source, if it starts with ``source``; none if no field holds the answer."""
    required: bool = False
    label: str = ""
    """A message that stands for the field's own name, or holds it as ``{field}``."""
    help: str = ""
    example: str = ""
    long: bool = False
    """Whether the answer needs several lines, where no field tells."""

    @property
    def shape(self) -> type[Shape]:
        """The model that the field belongs to."""
        return Source if self.of_source else Record

    @property
    def of_source(self) -> bool:
        """Whether it is asked about the source."""
        return self.path[:1] == ("source",)

    @property
    def info(self) -> FieldInfo | None:
        """What the model says of the field."""
        found = field_at(self.shape, self.path[1:] if self.of_source else self.path)
        return found[1] if found else None

    def name(self, reader: Reader) -> str:
        """What stands over the answer, in the form and in the issue."""
        field = reader.say(str(self.info.title)) if self.info else ""
        label = self.label or (OF_SOURCE if self.of_source else "")
        return reader.say(label).format(field=field) if label else field

    def explanation(self, reader: Reader) -> str:
        """What stands under the name."""
        return reader.say(self.help or str(self.info.description if self.info else ""))

    def placeholder(self, reader: Reader) -> str:
        """The first example of the model, as somebody would type it in the reader's language."""
        first = self.info.examples[0] if self.info and self.info.examples else ""
        first = first[0] if isinstance(first, list) else first
        first = next(iter(first.values())) if isinstance(first, dict) else first
        return reader.say(self.example or str(first)).replace(" [@a-source]", "").replace(" [@a-source, p. 3]", "")

    @property
    def markers(self) -> dict[str, Any]:
        """What the values of the field mean: terms of a vocabulary, a country, a date …"""
        return _markers(self.shape, self.path[1:] if self.of_source else self.path)

    @property
    def control(self) -> str:
        """How it is answered: line, box, points, date, country, language, choice, term or terms."""
        markers = self.markers
        if "vocabulary" in markers:
            return "terms" if "many" in markers else "term"
        if "literal" in markers:
            return "choice"
        if "many" in markers:
            return "points"
        for meaning in ("country", "date", "language"):
            if meaning in markers:
                return meaning
        return "box" if self.long or markers.get("text") == "prose" or markers.get("advised-length", 0) > BOX else "line"

    def choices(self, reader: Reader) -> dict[str, str]:
        """What can be chosen: the words by the value that the record gets."""
        match self.control:
            case "term" | "terms":
                return {id_: term.label(reader.language) for id_, term in reader.catalogue.terms[self.markers["vocabulary"]].items()}
            case "choice":
                return {value: reader.say(TYPES[value]) for value in self.markers["literal"]}
            case "language":
                return languages(reader)
        return {}


@cache
def _markers(shape: type[Shape], path: tuple[str, ...]) -> dict[str, Any]:
    found = field_at(shape, path)
    if found is None:
        return {}
    owner, info = found
    name = next(name for name, other in owner.model_fields.items() if other is info)
    return dict(_marks_of(get_type_hints(owner, include_extras=True)[name]))


def _marks_of(hint: Any) -> list[tuple[str, Any]]:
    """The markers of an annotation and of what it holds; ``many`` for a list, ``literal`` for a choice of words; the outermost last."""
    marks: list[tuple[str, Any]] = []
    origin = get_origin(hint)
    if origin is not None and str(origin) == "typing.Literal":
        return [("literal", get_args(hint))]
    inner = get_args(hint)[1:] if origin is dict else get_args(hint)
    for argument in inner:
        if isinstance(argument, Marker):
            marks.append((argument.name, argument.value))
        elif get_origin(argument) is not None or isinstance(argument, type):
            marks = [*_marks_of(argument), *marks]
    if hint is not None and getattr(hint, "__name__", "") == "PartialDate":
        marks.append(("date", True))
    return [*marks, ("many", True)] if origin is tuple else marks


@cache
def _spoken(countries: tuple[str, ...]) -> tuple[str, ...]:
    """The official languages of countries, after CLDR."""
    return tuple(sorted({code for country in countries for code in get_official_languages(country, de_facto=True) if "_" not in code}))


def languages(reader: Reader) -> dict[str, str]:
    """The languages of the site, then the official ones of the countries on its map, each with its own name beside the reader's."""
    site = reader.catalogue.languages
    spoken = [code for code in _spoken(tuple(sorted(reader.catalogue.loaded.borders))) if code not in site]
    others = sorted(spoken, key=lambda code: sort_key(reader.language_name(code), reader.language))
    return {code: _language(code, reader) for code in (*site, *others)}


def _language(code: str, reader: Reader) -> str:
    name, own = reader.language_name(code), Reader(reader.catalogue, code).language_name(code)
    return f"{name[:1].upper()}{name[1:]}" + (f" ({own})" if own.casefold() != name.casefold() else "")


TITLE = Question("practice-title", ("text", "title"), True)
SUMMARY = Question("summary", ("text", "summary"), True)
LANGUAGE = Question("language", ("language",), True, help=N_("The language that you write in here."))
COUNTRY = Question("country", ("places", "country"), True, help=N_("Its name; several with commas between them."), example=N_("Sweden"))
LOCALITY = Question("locality", ("places", "locality"))
LEAD = Question("lead", ("organisations", "name"), label=N_("Led by"), help=N_("The organisation that leads it, by its own name. Never a private person."))
START = Question("start", ("phases", "start"), help=N_("When it began: year, year-month or date."))
END = Question("end", ("phases", "end"))
RESULTS = Question("results", ("text", "results"))
ADDRESS = Question("source-address", ("source", "URL"))
MORE = Question(
    "more",
    label=N_("Anything else?"),
    help=N_("What found no place above: numbers with their source, more sources, materials. An editor puts it into the record with you."),
    long=True,
)

PRACTICE = (
    TITLE,
    SUMMARY,
    LANGUAGE,
    COUNTRY,
    Question("source-title", ("source", "title"), True),
    ADDRESS,
    Question("source-publisher", ("source", "publisher")),
    Question("source-year", ("source", "issued")),
    Question("source-type", ("source", "type"), True, help=N_("The kind of text.")),
    Question("source-perspective", ("source", "custom", "perspective"), True),
    Question("source-reading", ("source", "custom", "reading"), True),
    Question("target-groups", ("target_groups",)),
    Question("challenge", ("text", "challenge")),
    Question("approach", ("text", "approach")),
    Question("preconditions", ("text", "preconditions")),
    RESULTS,
    Question("users-view", ("text", "users_view")),
    Question("difficulties", ("text", "difficulties")),
    Question("transfer", ("text", "transfer")),
    LEAD,
    LOCALITY,
    START,
    END,
    Question("state", ("activity", "state"), label=N_("Does it still run?")),
    Question("sectors", ("sectors",)),
    MORE,
)
"""The practice: what no record can do without, then about a dozen others in the order of the page."""

ADOPTION = (
    Question(
        "practice",
        required=True,
        label=N_("Practice that you took over"),
        help=N_("The address of its page, or its short name as it stands in the address."),
        example="sempre-accelerators",
    ),
    TITLE._replace(label=N_("Title of your practice")),
    SUMMARY,
    LANGUAGE,
    COUNTRY,
    LOCALITY,
    LEAD,
    START,
    Question("kept", ("relations", "kept"), help=N_("What you took over as it was.")),
    Question("changed", ("relations", "changed"), help=N_("What you do differently, and why.")),
    Question("stopped", ("relations", "stopped"), help=N_("What you gave up, and why.")),
    RESULTS._replace(label=N_("What became of it"), help=N_("What came of it with you, also if nothing did, and how you know.")),
    ADDRESS._replace(label=N_("A public page about it"), help=N_("Its address, if there is one. Without one, this report is the source.")),
    Question(
        "own-practice",
        label=N_("Your practice in this library"),
        help=N_("Only if it stands here already: the address of its page. Then the tie is added to it, and nothing else."),
    ),
    MORE,
)
"""“We do this too”: where, what was kept, changed and stopped, and what became of it."""

CORRECTION = (
    Question("practice", required=True, label=N_("Practice"), help=N_("The address of its page, or its short name as it stands in the address.")),
    Question("field", label=N_("Which part"), help=N_("The heading or the field, such as “Results”.")),
    Question("wrong", required=True, label=N_("What is wrong or missing"), long=True),
    Question("right", label=N_("What is right"), help=N_("In one or two sentences, in any language."), long=True),
    Question("source", label=N_("Where it is said"), help=N_("The address of a text that has it right.")),
)
"""“Something is wrong or missing”: read by editors, for no program can judge it."""

FORMS: dict[str, tuple[Question, ...]] = {"practice": PRACTICE, "adoption": ADOPTION, "correction": CORRECTION}

PROMISES = (
    N_("Nobody who uses a service is named or can be recognised."),
    N_("The words are my own, and everyone may use them with the name of this library (CC BY 4.0)."),
)
"""What whoever sends a practice says yes to."""
PROMISED = N_("Before you send it")
