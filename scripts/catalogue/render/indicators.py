"""What is measured where: pages that compare indicators and results, for the whole library and country by country, and the same as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from ..language import N_
from ..model import Practice
from ..record import Claim
from .facets import Value, facet_values
from .matrix import COUNTRIES
from .measure_files import spreadsheet
from .measures import COMMON, KINDS, Found, Measure, Own, common_measured, found_in, measures, own_of
from .page import StagedFile, StagedPage, page_with_lead, tagged
from .practices import clause_url
from .reader import Reader
from .references import References
from .results import INDICATORS_URL, claim_sentence
from .view import row_label
from .wording import Wording

TITLE = N_("What is measured")
LEAD = N_("Which measures practices set themselves, which results they report and in which unit, country by country – and what nobody measures yet.")
OF_COUNTRY = N_("What is measured: {country}")
COUNTRY_LEAD = N_("The measures that practices of this country set themselves, and the results that they report, put together by what is counted.")
REASONS = ("sempre.eu-descriptive-indicators", "open-method.common-indicators")
"""The clauses that ask for such comparisons; a library without these guidelines shows the pages without them."""


class Row(NamedTuple):
    """A finding in a table, in the reader's words; what no source says is empty."""

    url: str
    title: Markup
    kind: str
    direction: str | None
    direction_label: str
    sentence: Markup
    figure: str
    compared: list[str]
    when: str
    measured_by: str


class OwnRow(NamedTuple):
    """An indicator of a practice's own, in the reader's words; what no source says is empty."""

    url: str
    title: Markup
    name: Markup
    tells: Markup | None
    rows: list[tuple[str, Markup | None]]
    marks: Markup
    inferred: Markup | None


def indicator_pages(reader: Reader) -> Iterator[StagedPage | StagedFile]:
    """The overview and a page for each country, each with its file for spreadsheets."""
    countries = facet_values(COUNTRIES, reader)
    yield overview(countries, reader)
    yield StagedFile(reader.language, f"{INDICATORS_URL}all.csv", spreadsheet(reader.catalogue.listed, reader))
    for country in countries:
        yield country_page(country, reader)
        yield StagedFile(reader.language, f"{INDICATORS_URL}{country.id.lower()}.csv", spreadsheet(country.practices, reader))


def reasons(reader: Reader) -> list[tuple[str, Markup, Markup]]:
    """The clauses that ask for it: address, title and guideline."""
    clauses = reader.catalogue.clauses(reader.language)
    return [
        (
            f"{clause_url(clause.page.name)}#{clause.id}",
            tagged(clause.title, clause.page.language, reader),
            tagged(str(clause.page.meta["title"]), clause.page.language, reader),
        )
        for clause in (clauses[id_] for id_ in REASONS if id_ in clauses)
    ]


def overview(countries: list[Value], reader: Reader) -> StagedPage:
    """The whole library: how much is measured in each country, what it is, and which common indicators nobody measures."""
    practices = reader.catalogue.listed
    known = common_measured(practices)
    terms = list(reader.catalogue.terms[COMMON].values())
    found = measures(practices, reader)
    return page_with_lead(
        "indicators.html",
        reader,
        f"{INDICATORS_URL}index.md",
        reader.say(TITLE),
        reader.say(LEAD),
        {"kind": "index"},
        reasons=reasons(reader),
        sums=[*sums(practices, reader), (reader.catalogue.vocabularies[COMMON].label[reader.language], part(len(known), len(terms), reader))],
        kinds=[label for label, _ in sums((), reader)],
        countries=[(country, [number for _, number in sums(country.practices, reader)]) for country in countries],
        measures=[(measure, where(measure, countries)) for measure in found if len(measure.found) > 1],
        single=[(measure, where(measure, countries)) for measure in found if len(measure.found) == 1],
        common=reader.catalogue.vocabularies[COMMON],
        known=[term for term in terms if term.id in known],
        unknown=[term for term in terms if term.id not in known],
    )


def part(number: int, whole: int, reader: Reader) -> str:
    """A part of a whole, in numbers."""
    return reader.say(N_("{value} of {whole}"), value=reader.number(number), whole=reader.number(whole))


def sums(practices: Sequence[Practice], reader: Reader) -> list[tuple[str, str]]:
    """How many own indicators, outcomes and outputs the practices have."""
    kinds = [claim.kind for _, claim in found_in(practices)]
    own = (row_label("indicators", reader), reader.number(len(own_of(practices))))
    return [own, *((reader.term("claim-kinds", kind), reader.number(kinds.count(kind))) for kind in KINDS)]


def where(measure: Measure, countries: list[Value]) -> list[tuple[Value, int]]:
    """The countries in which something is measured, with the number of findings."""
    counts = measure.countries
    return [(country, counts[country.id]) for country in countries if country.id in counts]


def country_page(country: Value, reader: Reader) -> StagedPage:
    """One country: own indicators one by one, and findings in a table for each thing that is measured."""
    url = f"{INDICATORS_URL}{country.id.lower()}/"
    references = References(reader, url)
    words = {practice.id: Wording(practice, reader, references) for practice in country.practices}
    own = [own_row(found, words[found.practice.id]) for found in own_of(country.practices)]
    tables = [(measure, [row(found, words[found.practice.id]) for found in measure.found]) for measure in measures(country.practices, reader)]
    return page_with_lead(
        "indicators_country.html",
        reader,
        url.removesuffix("/") + ".md",
        reader.say(OF_COUNTRY, country=country.label),
        reader.say(COUNTRY_LEAD),
        {"kind": "index", "full_width": True},
        country=country,
        reasons=reasons(reader),
        sums=sums(country.practices, reader),
        own=own,
        tables=tables,
        common=part(len(common_measured(country.practices)), len(reader.catalogue.terms[COMMON]), reader),
        references=references.listing(),
    )


def row(found: Found, words: Wording) -> Row:
    """A finding as a row."""
    reader, claim = words.reader, found.claim
    compared = [reader.term("comparisons", claim.comparison)] if claim.comparison else []
    compared += [reader.quantity(claim.against, None, claim.unit)] if claim.against is not None else []
    return Row(
        url=f"practices/{found.practice.id}/#claim-{claim.id}",
        title=title_of(found.practice, reader),
        kind=reader.term("claim-kinds", claim.kind),
        direction=claim.direction,
        direction_label=reader.term("directions", claim.direction) if claim.direction else "",
        sentence=Markup("{}{}").format(claim_sentence(claim, words), words.references.marks(claim.sources)),
        figure=reader.figure(claim),
        compared=compared,
        when=when(claim, reader),
        measured_by=reader.term("measurers", claim.measured_by) if claim.measured_by else "",
    )


def when(claim: Claim, reader: Reader) -> str:
    """The year or the period that a claim belongs to."""
    return reader.period(claim.year, claim.until) if claim.until else reader.date(claim.year) if claim.year else ""


def own_row(found: Own, words: Wording) -> OwnRow:
    """An own indicator with its rows."""
    reader, indicator = words.reader, found.indicator
    figures = ", ".join(filter(None, map(reader.figure, found.claims)))
    years = reader.date(indicator.year) if indicator.year else ", ".join(dict.fromkeys(filter(None, (when(claim, reader) for claim in found.claims))))
    rows: list[tuple[str, Markup | None]] = [
        ("baseline", words.plain(indicator.baseline)),
        ("observation", words.plain(indicator.observation)),
        ("year", Markup.escape(years) if years else None),
    ]
    if figures:
        rows.append(("figure", Markup.escape(figures)))
    if indicator.common_indicator:
        rows.append(("common_indicator", Markup.escape(reader.term(COMMON, indicator.common_indicator))))
    return OwnRow(
        url=f"practices/{found.practice.id}/",
        title=title_of(found.practice, reader),
        name=words.plain(indicator.name) or Markup(""),
        tells=words.plain(indicator.tells),
        rows=[(row_label(name, reader), said) for name, said in rows],
        marks=words.references.marks(indicator.sources),
        inferred=words.reason(f"indicators.{found.place}"),
    )


def title_of(practice: Practice, reader: Reader) -> Markup:
    """The title of a practice, tagged with its language."""
    title = practice.title(reader.language)
    return tagged(title.value, title.language, reader)
