"""The form: a practice entered on the site, without git and without an account.

The page is made from the models, as the field guide is: there is no second list of fields. Without a script it is
a form to print and fill in by hand; with scripts it becomes a record that the checker accepts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..bibliography import Source
from ..language import N_
from ..model import ANSWERS, QUESTIONS
from ..record import Claim, Record, Text
from .form_data import FAILED, data_files
from .page import StagedFile, StagedPage, render, tagged
from .reader import Reader
from .sources import TYPES
from .view import HEADINGS

TITLE = N_("Share a practice")
LEAD = N_("Write down what you know. Five fields are enough; whatever no source says, leave out. Nothing is sent until you send it yourself.")
SENTENCE = N_("In words")
SENTENCE_HELP = N_("One sentence that says who found what. Readers see it beside the number.")
SCRIPTS = [
    "form-check.js",
    "form-identity.js",
    "form-rules.js",
    "form-translation.js",
    "form-yaml.js",
    "form-choices.js",
    "form-fields.js",
    "form-sources.js",
    "form-originals.js",
    "form-ways.js",
    "form.js",
]
SHOWN, SHOWN_OF_CLAIMS = 4, 7
"""How many fields of an item are shown before the others are folded; a number needs its unit."""
CODES = ("country", "region", "language", "currency", "practice", "clause", "item-path")
"""Meanings of values that are chosen from long lists, which the script fills in."""
CHOSEN = ("country", "region", "currency", "practice", "clause")
"""Codes whose explanations tell how to write them; here they are chosen by their names."""
TEXTS = {"line": "line", "name": "name", "prose": "prose"}
ONE_LINE = 250
"""A text that readers stay with for longer gets a larger box."""
ONE = {
    "Alternative": N_("Other version"),
    "Author": N_("Author"),
    "Claim": N_("Number or finding"),
    "Cost": N_("Cost"),
    "Evaluation": N_("Evaluation"),
    "Funding": N_("Source of money"),
    "GuidelineLink": N_("Clause"),
    "Indicator": N_("Indicator"),
    "Inference": N_("Reading of ours"),
    "Material": N_("Material"),
    "Organisation": N_("Organisation"),
    "Phase": N_("Phase"),
    "Place": N_("Place"),
    "Recognition": N_("Sign of recognition"),
    "Relation": N_("Related practice"),
    "Resource": N_("Resource"),
    "Review": N_("Review"),
    "goals": N_("Goal"),
    "preconditions": N_("Condition"),
    "do": N_("Thing to do"),
    "dont": N_("Thing to avoid"),
    "languages": N_("Language"),
}
"""What one item of a list is called, by its shape, or by its field if it is no more than a text."""


class Field(NamedTuple):
    """A field as the form shows it; ``step`` leads to it from the field around it, with @ for the language of the texts."""

    step: str
    title: str
    help: str
    example: str
    required: bool
    control: str
    choices: Any = ()
    options: str = ""
    """The vocabulary, or the list of codes, that its values come from."""
    limit: int | None = None
    fields: tuple[Field, ...] = ()
    more: tuple[Field, ...] = ()
    one: str = ""
    """What one item of the list is called."""


class Topic(NamedTuple):
    """Fields that answer one question, and those that add to the answer."""

    id: str
    title: str
    fields: list[Field]
    more: list[Field]


def form_pages(reader: Reader) -> Iterator[StagedPage | StagedFile]:
    """The form, and what its scripts fetch."""
    yield form_page(reader)
    yield from data_files(reader)


def form_page(reader: Reader) -> StagedPage:
    """The page of the form."""
    title, lead = reader.say(TITLE), reader.say(LEAD)
    record = Schema(Record.model_json_schema(by_alias=True), reader)
    known = fields_by_name(record)
    essentials = [known[name] for name in essential_names()]
    topics, rest = topics_of(known, reader)
    source = Schema(Source.model_json_schema(by_alias=True), reader)
    body = render(
        "form.html",
        reader,
        "contribute/form/",
        title=title,
        lead=lead,
        essentials=essentials,
        topics=topics,
        rest=rest,
        source=source.group("source", source.top),
        translated=record.field("text.@.translation.by", record.top["$defs"]["Translation"]["properties"]["by"], False),
        failed=reader.say(FAILED),
    )
    meta = {"kind": "tool", "form": True, "scripts": SCRIPTS, "styles": ["form.css"], "source": "scripts/catalogue/record.py"}
    return StagedPage(reader.language, "contribute/form.md", title, body, lead, meta)


def fields_by_name(schema: Schema) -> dict[str, Field]:
    """Every field of a record by the name that the reader's questions use: ``places``, ``text.title``."""
    text = schema.top["$defs"]["Text"]
    known = {f"text.{name}": schema.field(f"text.@.{name}", part, name in text["required"]) for name, part in text["properties"].items() if name not in APART}
    return known | {name: schema.field(name, part, name in schema.top["required"]) for name, part in schema.top["properties"].items() if name != "text"}


APART = ("claims", "translation")
"""Texts that stand elsewhere in the form: the sentence of a claim beside its number, the translation where one is made."""


def essential_names() -> list[str]:
    """What no record can do without; its state is the editors' matter."""
    words = [f"text.{name}" for name, info in Text.model_fields.items() if info.is_required()]
    return words + [name for name, info in Record.model_fields.items() if info.is_required() and name not in ("status", "text")]


def topics_of(known: dict[str, Field], reader: Reader) -> tuple[list[Topic], list[Field]]:
    """The other fields by the reader's question that they answer, and those that answer none."""
    left = {name: field for name, field in known.items() if name not in essential_names()}
    topics = []
    for question in QUESTIONS:
        fields = {name: left.pop(name) for name in question.fields if name in left}
        first = [field for name, field in fields.items() if name in ANSWERS[question.id]]
        more = [field for name, field in fields.items() if name not in ANSWERS[question.id]]
        topics.append(Topic(question.id, reader.say(HEADINGS[question.id]), first, more))
    return topics, list(left.values())


class Schema:
    """Reads fields out of a JSON Schema made by the models."""

    def __init__(self, top: dict[str, Any], reader: Reader) -> None:
        self.top = top
        self.reader = reader

    def bare(self, part: dict[str, Any]) -> dict[str, Any]:
        """A part without "or nothing", and with what it refers to."""
        if "anyOf" in part and "x-date" not in part:
            options = [option for option in part["anyOf"] if option.get("type") != "null"]
            part = {**{key: value for key, value in part.items() if key != "anyOf"}, **self.bare(options[-1])}
        if "$ref" in part:
            part = {**self.top["$defs"][part["$ref"].rsplit("/", 1)[1]], **part}
        return part

    def group(self, step: str, part: dict[str, Any], control: str = "group") -> Field:
        """The fields of a shape: the first ones, then the others, then its sources."""
        required = part.get("required", ())
        fields = [self.field(name, inner, name in required) for name, inner in part["properties"].items()]
        is_claim = part.get("title") == Claim.__name__
        if is_claim:
            fields.insert(0, Field("sentence", self.reader.say(SENTENCE), self.reader.say(SENTENCE_HELP), "", True, "sentence", limit=400))
        hidden = [field for field in fields if field.step == "id"]
        shown = [field for field in fields if field.control != "citations" and field not in hidden]
        first = [field for field in shown if field.required] + [field for field in shown if not field.required]
        sources = [field for field in fields if field.control == "citations"]
        count = SHOWN_OF_CLAIMS if is_claim else SHOWN
        apart = [*first[count:], *(field for field in sources if not field.required), *hidden]
        title, help_ = (self.reader.say(str(part.get(name, ""))) for name in ("title", "description"))
        return Field(step, title, help_, "", False, control, fields=(*first[:count], *(field for field in sources if field.required)), more=tuple(apart))

    def field(self, step: str, part: dict[str, Any], required: bool) -> Field:
        """One field with the control that suits its values."""
        title, help_ = self.reader.say(str(part["title"])), self.reader.say(str(part["description"]))
        bare = self.bare(part)
        plain = Field(step, title, help_, self.example(part.get("examples")), required, "line")
        if bare.get("type") == "array":
            return self._several(plain, self.bare(bare["items"]))
        if "properties" in bare:
            return self.group(step, {**bare, "title": part["title"], "description": part["description"]})._replace(required=required)
        if bare.get("type") == "object":
            words: dict[str, Any] = next(iter(bare.get("patternProperties", {}).values()), {})
            if words.get("x-text") == "name":
                return plain._replace(control="names", options="language")
            return self._one(plain._replace(step=f"{step}.@"), words)
        return self._one(plain, bare)

    def example(self, examples: Any) -> str:
        """The first example as somebody would type it, marked as English if it has no translation; codes of whole groups are no help here."""
        first = examples[0] if examples else ""
        if isinstance(first, list) and first:
            first = first[0]
        if isinstance(first, dict):
            first = first.get("en", "")
        if not first or isinstance(first, (dict, bool)):
            return ""
        said = self.reader.say(str(first))
        return tagged(said, self.reader.language if said != str(first) else "en", self.reader)

    def _several(self, plain: Field, item: dict[str, Any]) -> Field:
        if "x-citation" in item:
            return plain._replace(control="citations")
        if "x-source" in item:
            return plain._replace(control="sources")
        if "x-vocabulary" in item:
            return self._one(plain, item)._replace(control="terms")
        one = self.reader.say(ONE[item.get("title") or plain.step.rpartition(".")[2]])
        if "properties" in item:
            inner = self.group("", item)
            return plain._replace(control="list", fields=inner.fields, more=inner.more, example="", one=one)
        return plain._replace(control="several", one=one, fields=(self._one(plain._replace(step="", help="", example="", required=False), item),))

    def _one(self, plain: Field, part: dict[str, Any]) -> Field:
        """A field with one value."""
        if vocabulary := part.get("x-vocabulary"):
            terms = self.reader.catalogue.terms[vocabulary].values()
            language = self.reader.language
            choices = [(term.id, term.label(language), term.definition(language)) for term in terms]
            return plain._replace(control="term", choices=choices, options=vocabulary, example="")
        if "enum" in part:
            return plain._replace(control="choice", choices=[(name, self.reader.say(TYPES[name]), "") for name in part["enum"]], example="")
        if code := next((code for code in CODES if f"x-{code}" in part), ""):
            return plain._replace(control="code", options=code, example="", help="" if code in CHOSEN else plain.help)
        if "x-date" in part:
            return plain._replace(control="date")
        if part.get("type") == "boolean":
            return plain._replace(control="yes", example="")
        if part.get("type") in ("integer", "number"):
            return plain._replace(control="number")
        limit = part.get("x-advised-length")
        control = TEXTS.get(str(part.get("x-text")), "word")
        if control == "line" and limit and limit > ONE_LINE:
            control = "long"
        return plain._replace(control=control, limit=limit)
