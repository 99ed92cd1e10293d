"""Hand-written pages: guidelines with their clauses, home, about and the rest.

The Markdown that people wrote goes on to the builder as Markdown, so that its headings and links are
checked there; what is generated (notices, references, practices under a clause) stands in HTML blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from markupsafe import Markup

from ..document import Page
from ..evidence import LEVELS
from ..freshness import is_overdue
from ..guideline import LINK, Heading, headings
from ..language import N_, direction
from ..model import Catalogue, Clause
from ..prose import CITATION, Cited
from .answers import form
from .assessments import local
from .card import Card, card
from .cite import cite_section
from .facets import FACETS, Value, facet_values
from .outdated import page_note, with_notes
from .page import StagedPage, readers_of, render, tagged
from .reader import Reader
from .references import References
from .toolkits import covers, open_invitations


def hand_written_pages(reader: Reader) -> Iterator[StagedPage]:
    """Every hand-written page; what is not translated shows the default language under a notice."""
    clauses = reader.catalogue.clauses(reader.language)
    for page in reader.catalogue.pages(reader.language).values():
        yield hand_written_page(page, reader, clauses)


def hand_written_page(page: Page, reader: Reader, clauses: dict[str, Clause]) -> StagedPage:
    """One page for one reader."""
    url = page.name.removesuffix("index.md").removesuffix(".md")
    url = url if url.endswith("/") or not url else url + "/"
    references = References(reader, url)
    meta: dict[str, object] = {"kind": "guideline" if page.meta.get("framework") else "page", "source": page.path}
    if page.language != reader.language:
        meta["content_language"] = page.language
        meta["content_direction"] = direction(page.language)
    title, description = str(page.meta.get("title", page.name)), str(page.meta.get("description") or "")
    body = with_notes(with_links(with_citations(page, references), page, clauses, reader), page, reader, url)
    if page.meta.get("framework"):
        body = with_practices(body, reader, url) + "\n\n" + guideline_links(str(page.meta["framework"]), reader, url)
    head = render(
        "page_head.html",
        reader,
        url,
        page=page,
        title=tagged(title, page.language, reader),
        crumbs=crumbs(page, reader),
        translation=translation_note(page, reader),
        original=page_note(page, reader, url),
    )
    foot = render("page_foot.html", reader, url, references=references.listing()) if references.numbers else ""
    if page.meta.get("framework"):
        foot += "\n\n" + cite_section(reader, url, title, page.language)
        meta["scripts"] = ["cite.js"]
    if page.name == "index.md":
        return home_page(page, reader, body, title, description, meta)
    if page.name == "guidelines/index.md":
        head += "\n\n" + render(
            "guideline_list.html", reader, url, guidelines=[guideline_entry(entry, reader) for entry in reader.catalogue.guidelines(reader.language)]
        )
    return StagedPage(reader.language, page.name, title, f"{head}\n\n{body.strip()}\n\n{foot}", description, meta)


def crumbs(page: Page, reader: Reader) -> list[tuple[Markup, str]]:
    """The way from the home page to this one: the index pages of the folders that it lies in."""
    pages = reader.catalogue.pages(reader.language)
    folders = page.name.split("/")[:-1]
    way = []
    for depth in range(1, len(folders) + 1):
        folder = "/".join(folders[:depth]) + "/"
        index = pages.get(folder + "index.md")
        if index is not None and index.name != page.name:
            way.append((tagged(str(index.meta["title"]), index.language, reader), folder))
    return way


def translation_note(page: Page, reader: Reader) -> str:
    """The notice over a page that is machine-made or not translated."""
    if page.language != reader.language:
        return reader.say(N_("This page is not translated yet. You read it in its own language: {language}."), language=reader.language_name(page.language))
    translation = page.meta.get("translation") or {}
    if translation.get("by") == "machine":
        return reader.say(
            N_("This text was translated from {language} by a machine. Nobody has checked the translation."), language=reader.language_name(translation["from"])
        )
    return ""


def with_citations(page: Page, references: References) -> str:
    """The body with its citations as numbered references."""

    def mark(found: re.Match[str]) -> str:
        return references.mark(Cited(found[1], (found[2] or "").strip() or None))

    return CITATION.sub(mark, re.sub(r"[ \t]+(?=\[@)", "", page.body))


def with_links(body: str, page: Page, clauses: dict[str, Clause], reader: Reader) -> str:
    """The body with links to practices and clauses as links between Markdown files, which the builder checks.

    Those to forms for issues get their address from the builder, as the answers of readers do.
    """
    up = "../" * page.name.count("/")

    def target(found: re.Match[str]) -> str:
        text, kind, id_ = found[1], found[2], found[3]
        if kind == "practice":
            return f"[{text}]({up}practices/{id_}.md)"
        if kind == "issue":
            return f'<a data-repository="{escape(form(id_, reader))}">{text}</a>'
        return f"[{text}]({up}{clauses[id_].page.name}#{id_})"

    return LINK.sub(target, body)


def with_practices(body: str, reader: Reader, url: str) -> str:
    """The body with, under each clause, whom it addresses and the practices that carry it out."""
    found = list(headings(body))
    parts: list[str] = []
    last = 0
    for index, heading in enumerate(found):
        if heading.is_clause and heading.id:
            end = found[index + 1].start if index + 1 < len(found) else len(body)
            parts.append(body[last : heading.end])
            parts.append("\n\n" + clause_label(heading, reader, url) + "\n")
            parts.append(body[heading.end : end].rstrip() + "\n\n" + clause_practices(heading.id, reader, url) + "\n\n")
            last = end
    parts.append(body[last:])
    return "".join(parts)


def clause_label(heading: Heading, reader: Reader, url: str) -> str:
    """Whom a clause addresses."""
    return render("clause_label.html", reader, url, audience=reader.term("audiences", heading.audience or "everyone"))


def clause_practices(clause: str, reader: Reader, url: str) -> str:
    """The practices that carry out a clause, or that none is known yet."""
    practices = []
    for practice in reader.catalogue.by_clause.get(clause, []):
        title = practice.title(reader.language)
        why = next((practice.local(link.why, reader.language) for link in practice.record.guidelines if link.clause == clause), None)
        practices.append((f"practices/{practice.id}/", tagged(title.value, title.language, reader), tagged(why.value, why.language, reader) if why else ""))
    toolkits = [
        (f"toolkits/{entry.id}/#{chapter.anchor}", tagged(title.value, title.language, reader))
        for entry, chapter in reader.catalogue.chapters.get(clause, [])
        if (title := entry.local(entry.toolkit.title, reader.language))
    ]
    return render("clause_practices.html", reader, url, practices=practices, toolkits=toolkits)


def guideline_links(framework: str, reader: Reader, url: str) -> str:
    """What else there is on a guideline: its report, and where one can see how far one has come."""
    assessments = [(id_, reader.catalogue.assessments[id_]) for id_ in reader.catalogue.assessed.get(framework, [])]
    links = [(f"self-assessment/{id_}/", local(assessment, assessment.title, reader)) for id_, assessment in assessments]
    return render("report_link.html", reader, url, report=f"reports/{framework}/", assessments=links)


def guideline_entry(page: Page, reader: Reader) -> tuple[str, Markup, Markup, str, int, int, str]:
    """A guideline in the overview: address, title, description, status, clauses, practices, language."""
    clauses = [heading.id for heading in page.headings if heading.is_clause and heading.id]
    practices = {practice.id for clause in clauses for practice in reader.catalogue.by_clause.get(clause, [])}
    return (
        page.name.removesuffix(".md") + "/",
        tagged(str(page.meta["title"]), page.language, reader),
        tagged(str(page.meta.get("description") or ""), page.language, reader),
        reader.term("guideline-statuses", str(page.meta["status"])),
        len(clauses),
        len(practices),
        "" if page.language == reader.language else reader.language_name(page.language),
    )


FEATURED = 6


def home_page(page: Page, reader: Reader, body: str, title: str, description: str, meta: dict[str, object]) -> StagedPage:
    """The home page: what this is, ways in, and a few practices about which much is known."""
    catalogue = reader.catalogue
    facets = {facet.folder: facet_values(facet, reader) for facet in FACETS}
    richest = sorted(catalogue.listed, key=lambda practice: (-practice.completeness, -len(practice.record.claims), practice.id))
    richest.sort(key=lambda practice: is_overdue(practice, catalogue.today))
    featured: list[Card] = []
    countries: set[str] = set()
    for practice in richest:
        if practice.countries[0] not in countries and len(featured) < FEATURED:
            countries.add(practice.countries[0])
            featured.append(card(practice, reader))
    guidelines = [guideline_entry(entry, reader) for entry in catalogue.guidelines(reader.language)]
    levels = {level: sum(practice.evidence == level for practice in catalogue.listed) for level in LEVELS}
    head = render(
        "home_head.html",
        reader,
        "",
        calls=open_invitations(reader),
        headline=page.meta.get("headline") or title,
        lead=page.meta.get("lead") or description,
        language=page.language,
        ladder=[
            (level, term.label(reader.language), term.definition(reader.language), number, round(100 * number / max(1, *levels.values())))
            for level, number in levels.items()
            if (term := catalogue.term("evidence-levels", level))
        ],
        numbers=[
            (len(catalogue.listed), N_("practices"), "practices/"),
            (len(facets["countries"]), N_("countries"), "countries/"),
            (len(catalogue.clauses(reader.language)), N_("guideline clauses"), "guidelines/"),
            (len(catalogue.sources), N_("sources"), "sources/"),
        ],
        facets=[
            (N_("Whom is it about?"), "target-groups/", most(facets["target-groups"], 10)),
            (N_("What is it about?"), "themes/", most(facets["themes"], 10)),
            (N_("Where?"), "countries/", most(facets["countries"], 12)),
        ],
    )
    foot = render("home_foot.html", reader, "", featured=featured, guidelines=guidelines, toolkits=covers(reader))
    note = translation_note(page, reader)
    notice = "".join(f'<p class="pc-notice">{escape(note)}</p>' for note in (note, page_note(page, reader, "")) if note)
    lost = {"not_found": not_found(catalogue)} if reader.language == catalogue.languages[0] else {}
    text = f"{head}\n\n{body.strip()}\n\n{notice}\n\n{foot}"
    return StagedPage(reader.language, page.name, title, text, description, {**meta, **lost, "kind": "home", "full_width": True})


def not_found(catalogue: Catalogue) -> list[dict[str, str]]:
    """What the one page for addresses that lead nowhere says in every language, the default one first."""
    return [
        {
            "language": reader.language,
            "direction": reader.direction,
            "path": "" if reader.language == catalogue.languages[0] else f"{reader.language}/",
            "title": reader.say(N_("Page not found")),
            "text": reader.say(N_("Nothing stands at this address. It may have moved. Search for it, or start from the home page.")),
            "home": reader.say(N_("Go to the home page")),
        }
        for reader in readers_of(catalogue)
    ]


def most(values: list[Value], count: int) -> list[Value]:
    """The values with the most practices, in the order of their labels."""
    chosen = sorted(values, key=lambda value: (-len(value.practices), value.id))[:count]
    return [value for value in values if value in chosen]
