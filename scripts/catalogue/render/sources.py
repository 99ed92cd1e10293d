"""The bibliography: all sources, and a page for each with what rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from ..collation import sort_key
from ..language import N_
from ..model import SourceEntry
from .page import StagedPage, render, tagged
from .reader import Reader, relative
from .references import authors, format_source

TITLE = N_("Sources")
LEAD = N_("Every text that a fact in this library comes from. We did not check whether the addresses still work.")


def source_pages(reader: Reader) -> Iterator[StagedPage]:
    """The bibliography and one page for each source."""
    yield bibliography(reader)
    for source in reader.catalogue.sources.values():
        yield source_page(source, reader)


def bibliography(reader: Reader) -> StagedPage:
    """All sources by author or publisher."""
    ordered = sorted(
        reader.catalogue.sources.values(),
        key=lambda source: (sort_key(authors(source.entry), reader.language), sort_key(source.entry.title, reader.language), source.id),
    )
    groups: dict[str, list[Markup]] = {}
    for source in ordered:
        name = authors(source.entry)
        letter = name[0].upper() if name and name[0].isalpha() else "#"
        groups.setdefault(letter, []).append(format_source(source, reader, relative("sources/", f"sources/{source.id}/")))
    title, lead = reader.say(TITLE), reader.say(LEAD)
    body = render("sources.html", reader, "sources/", title=title, lead=lead, groups=groups)
    return StagedPage(reader.language, "sources/index.md", title, body, lead, {"kind": "index"})


def source_page(source: SourceEntry, reader: Reader) -> StagedPage:
    """One source: what it is, where it is, how much of it was read, and what rests on it."""
    entry, catalogue = source.entry, reader.catalogue
    citing = []
    pages = catalogue.pages(reader.language)
    for kind, id_ in catalogue.cited_by.get(source.id, []):
        if kind == "practice":
            title = catalogue.practices[id_].title(reader.language)
            citing.append((reader.say(N_("Practice")), f"practices/{id_}/", tagged(title.value, title.language, reader)))
        elif kind == "toolkit":
            toolkit = catalogue.toolkits[id_]
            title = toolkit.local(toolkit.toolkit.title, reader.language)
            citing.append((reader.say(N_("Toolkit")), f"toolkits/{id_}/", tagged(title.value, title.language, reader)))
        elif id_ in pages:
            page = pages[id_]
            citing.append((reader.say(N_("Guideline")), id_.removesuffix(".md") + "/", tagged(str(page.meta["title"]), page.language, reader)))
    rows = [
        (N_("Type"), reader.say(TYPES[entry.type])),
        (N_("Language"), reader.language_name(entry.language) if entry.language else None),
        (N_("Who speaks"), reader.term("source-perspectives", entry.custom.perspective)),
        (N_("How much was read"), reader.term("source-readings", entry.custom.reading)),
    ]
    url = f"sources/{source.id}/"
    body = render(
        "source.html",
        reader,
        url,
        entry=entry,
        reference=format_source(source, reader),
        rows=[(reader.say(label), value) for label, value in rows if value],
        citing=citing,
    )
    meta = {"kind": "source", "source": f"sources/{source.id}.yaml"}
    by = authors(entry)
    named = f"{entry.title} ({by})" if by else entry.title  # several sources bear the same title
    return StagedPage(reader.language, f"sources/{source.id}.md", named, body, reader.say(N_("A source of this library and what rests on it.")), meta)


TYPES = {
    "article-journal": N_("Journal article"),
    "article-magazine": N_("Magazine article"),
    "article-newspaper": N_("Newspaper article"),
    "book": N_("Book"),
    "chapter": N_("Chapter of a book"),
    "dataset": N_("Dataset"),
    "document": N_("Document"),
    "entry-encyclopedia": N_("Encyclopedia entry"),
    "legislation": N_("Law or legal act"),
    "motion_picture": N_("Film"),
    "paper-conference": N_("Conference paper"),
    "post-weblog": N_("Blog post"),
    "report": N_("Report"),
    "speech": N_("Talk or slides"),
    "thesis": N_("Thesis"),
    "webpage": N_("Web page"),
}
