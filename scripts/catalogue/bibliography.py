"""The shape of a source: one CSL-YAML entry a file (Citation Style Language 1.0.2, input data schema).

Field names are CSL's, so that reference managers read them; what CSL has no field for stands under ``custom``.
"""

from typing import Annotated, Literal

from pydantic import Field

from .language import N_
from .shape import Date, Language, Many, Marker, Name, Shape, Slug, Url, field, limit, optional, several, vocabulary

SourceType = Literal[
    "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "dataset", "document", "entry-encyclopedia",
    "legislation", "motion_picture", "paper-conference", "post-weblog", "report", "speech", "thesis", "webpage",
]  # fmt: skip
Perspective = Annotated[Slug, vocabulary("source-perspectives")]
Extent = Annotated[Slug, vocabulary("source-readings")]


class Author(Shape):
    """A person who wrote a publication, or an organisation as ``literal``."""

    family: Name | None = optional(N_("Family name"), N_("The author's family name."), "Munday")
    given: Name | None = optional(N_("Given name"), N_("The author's given name or initials."), "B.")
    literal: Name | None = optional(N_("Organisation"), N_("The name of an organisation that is the author."), "Council of Europe")


class Custom(Shape):
    """What a reader of this library needs to know of a source and CSL has no field for."""

    perspective: Perspective = field(N_("Who speaks"), N_("The organisation itself, a funder, an authority, research, the press and so on."), "research")
    reading: Extent = field(N_("How much was read"), N_("All, the opening, the table of contents, or only the title."), "full")
    copy_: bool | None = optional(N_("Third-party copy"), N_("true if the address is a copy that somebody else keeps."), True, alias="copy")
    supplied_title: bool | None = optional(N_("Supplied title"), N_("true if the title is ours because the source shows none."), True, alias="supplied-title")


class Source(Shape):
    """A text that says something about a practice or a guideline."""

    type: SourceType = field(N_("Type"), N_("The kind of text, in the words of CSL."), "webpage", "report")
    title: Annotated[str, Field(min_length=1, max_length=500), Marker("text", "line"), limit(250)] = field(
        N_("Title"), N_("Its title in its own language, or a short description."), "A Home of Your Own"
    )
    author: Many[Author] = several(N_("Authors"), N_("People who wrote a publication, or an organisation."), [{"literal": "Council of Europe"}])
    publisher: Name | None = optional(N_("Publisher"), N_("The organisation that published it."), "Nordregio")
    container_title: Name | None = optional(N_("Published in"), N_("The journal, the newspaper or the website."), "BMC Public Health", alias="container-title")
    volume: Name | None = optional(N_("Volume"), N_("The volume of the journal."), "18")
    issue: Name | None = optional(N_("Issue"), N_("The issue of the journal."), "2")
    page: Name | None = optional(N_("Pages"), N_("The pages, from and to."), "30-41")
    number: Name | None = optional(N_("Number"), N_("The number of the report or act."), "2008/867/EC")
    issued: Date | None = optional(N_("Published"), N_("Year, year-month or date."), "2017-06-02")
    language: Language | None = optional(N_("Language"), N_("The language of the text."), "en")
    URL: Url | None = optional(N_("Address"), N_("Where to read it."), "https://example.org/report")
    DOI: Annotated[str, Field(pattern=r"^10\.[0-9]{4,9}/\S+$")] | None = optional(N_("DOI"), N_("Without https://doi.org/."), "10.5334/ijic.2244")
    note: Annotated[str, Field(min_length=1, max_length=500), Marker("text", "line")] | None = optional(
        N_("Note"), N_("What else a reader should know to find it."), N_("The page lists the document.")
    )
    custom: Custom = field(N_("For this library"), N_("Who speaks in it, and how much of it was read."), {"perspective": "official", "reading": "full"})
