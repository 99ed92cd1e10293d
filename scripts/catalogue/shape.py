"""Building blocks of every shape: what a text, a term, a date or a citation may look like.

The markers on these types (``Vocabulary``, ``Prose``, ``Line`` and the rest) are read by the
checks, by the JSON Schema and by the field guide, so that a field says once what it holds.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, Strict, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CITATION = r"^[a-z0-9]+(-[a-z0-9]+)*(, [^\[\]]+)?$"
CLAUSE = r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$"


T = TypeVar("T")
Many = Annotated[tuple[T, ...], Strict(False)]
"""A list in YAML, a tuple here; its items stay strict."""


class Shape(BaseModel):
    """A frozen object that refuses unknown fields and never turns one type into another."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=False)


@dataclass(frozen=True)
class Marker:
    """What a value means beyond its type; the schema carries it as ``x-<name>``."""

    name: str
    value: Any = True

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core_schema)
        schema[f"x-{self.name}"] = self.value
        return schema


def vocabulary(name: str) -> Marker:
    """The value is the id of a term in ``vocabularies/<name>.yaml``."""
    return Marker("vocabulary", name)


def limit(advised: int) -> Marker:
    """Readers skip texts over this many characters: advice first, an error from three times as many."""
    return Marker("advised-length", advised)


class PartialDate(NamedTuple):
    """A date known to the year, the month or the day (ISO 8601, reduced precision)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in self[1:] if part)])

    @property
    def first(self) -> date:
        """The earliest day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


def parse_date(value: Any) -> PartialDate:
    """Read 2016, "2016-05" or "2016-05-31"; raise a ``date_format`` or ``no_such_date`` error."""
    if isinstance(value, PartialDate):
        return value
    return _parse_date(str(value)) if type(value) in (int, str) else _parse_date("", str(value))


@lru_cache(maxsize=10_000)
def _parse_date(text: str, shown: str | None = None) -> PartialDate:
    """The date of a text; the same few dates stand in many records."""
    found = DATE.fullmatch(text)
    if not found:
        raise PydanticCustomError("date_format", "not a date: {value}", {"value": (shown or text)[:40]})
    parsed = PartialDate(*(int(part) for part in found.groups() if part))
    try:
        _ = parsed.first, parsed.last
    except ValueError:
        raise PydanticCustomError("no_such_date", "no such date: {value}", {"value": text}) from None
    return parsed


Date = Annotated[
    PartialDate,
    BeforeValidator(parse_date),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1000, "maximum": 9999},
                {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
            ],
            "x-date": True,
        }
    ),
]


def parse_day(value: Any) -> PartialDate:
    """Read "2016-05-31"; raise also a ``not_a_day`` error, for a date that is known to the year or the month."""
    moment = parse_date(value)
    if moment.day is None:
        raise PydanticCustomError("not_a_day", "not a day: {value}", {"value": str(moment)})
    return moment


Day = Annotated[PartialDate, BeforeValidator(parse_day), WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "x-date": True})]

Slug = Annotated[str, Field(pattern=SLUG, max_length=80)]
"""a-z, 0-9 and hyphens."""

Line = Annotated[str, Field(min_length=1, max_length=600), Marker("text", "line"), limit(200)]
"""One line of plain text: no markup."""

Name = Annotated[str, Field(min_length=1, max_length=300), Marker("text", "name")]
"""A proper name, given as it is written in its own language."""

Prose = Annotated[str, Field(min_length=1, max_length=20_000), Marker("text", "prose")]
"""Paragraphs in a small CommonMark subset with citations: emphasis, lists, links."""

Point = Annotated[str, Field(min_length=1, max_length=1_200), Marker("text", "prose"), limit(400)]
"""One item of a list, in the same subset."""

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"), Marker("language")]
"""A language as BCP 47 writes it, such as "sv"."""
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$"), Marker("country")]
"""ISO 3166-1 alpha-2; GB is the United Kingdom."""
Region = Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"), Marker("region")]
"""ISO 3166-2."""
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$"), Marker("currency")]
"""ISO 4217."""
Url = Annotated[str, Field(pattern=r"""^https?://[^\s<>"']+$""", max_length=2_000), Marker("url")]
SourceId = Annotated[str, Field(pattern=SLUG), Marker("source")]
PracticeId = Annotated[str, Field(pattern=SLUG), Marker("practice")]
ClauseId = Annotated[str, Field(pattern=CLAUSE), Marker("clause")]
Citation = Annotated[str, Field(pattern=CITATION, max_length=200), Marker("citation")]
"""A source and, where known, the place in it: "a-source, p. 3"."""
Version = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
"""The version of a text, as ``scripts/translate.py`` works it out."""
Number = Annotated[int | float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]

LocalText = Annotated[dict[Language, Line], Field(min_length=1)]
"""A short text by language; other languages fall back to the record's own."""
LocalProse = Annotated[dict[Language, Point], Field(min_length=1)]
"""A short text with citations by language."""


def field(title: str, description: str, *examples: Any, **more: Any) -> Any:
    """A field with its name and its explanation for contributors; required unless ``default`` is given."""
    return Field(title=title, description=description, examples=list(examples) or None, **more)


def optional(title: str, description: str, *examples: Any, **more: Any) -> Any:
    """A field that may be absent; absent means *not known*."""
    return field(title, description, *examples, default=None, **more)


def several(title: str, description: str, *examples: Any, **more: Any) -> Any:
    """A list that may be absent; absent means *not known*, never *none*."""
    return field(title, description, *examples, default=(), **more)
