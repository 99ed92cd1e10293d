"""Policy reports: one for each guideline and one for each country, to be read on screen or printed and handed on.

A report says what is asked, who does it, what is missing and how sure that is, with its sources as numbered references.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from babel.dates import format_date
from markupsafe import Markup

from ..evidence import LEVELS
from ..language import N_
from ..model import Practice
from ..prose import parse_citation
from .card import Card, card
from .facets import Value, facet_values
from .indexes import by_title
from .matrix import COUNTRIES, Group, Topic, clause_groups, guideline_group, only_from, policy_groups
from .page import StagedPage, render
from .reader import Reader
from .references import References
from .wording import Wording

KIND = N_("Policy report")


class Entry(NamedTuple):
    """A practice in a report: its card, the marks of its sources, and in one sentence why it stands here."""

    card: Card
    marks: Markup
    why: Markup | None


class Asked(NamedTuple):
    """A topic with the practices that carry it out."""

    topic: Topic
    entries: list[Entry]


class Part(NamedTuple):
    """A group with what its report tells of each topic."""

    group: Group
    asked: list[Asked]


def report_pages(reader: Reader) -> Iterator[StagedPage]:
    """A report for each guideline and for each country with practices."""
    for page in reader.catalogue.guidelines(reader.language):
        group = guideline_group(page, reader)
        yield guideline_report(group, str(page.meta["source"]), str(page.meta["status"]), reader)
    for country in facet_values(COUNTRIES, reader):
        yield country_report(country, reader)


def guideline_report(group: Group, source: str, status: str, reader: Reader) -> StagedPage:
    """What one guideline asks, and which practices of any country carry it out."""
    references = References(reader, f"reports/{group.id}/")
    cited = marks([parse_citation(source).source], references)
    practices = group.practices
    countries = [value for value in facet_values(COUNTRIES, reader) if any(value.id in practice.countries for practice in practices)]
    body = render(
        "report_guideline.html",
        reader,
        references.url,
        group=group,
        cited=cited,
        status=reader.catalogue.term("guideline-statuses", status),
        asked=[told(topic, references) for topic in group.topics],
        countries=countries,
        **shared(practices, references),
    )
    title = reader.say(N_("Policy report: {subject}"), subject=group.text)
    return page_of(
        f"reports/{group.id}.md", title, reader.say(N_("Which practices carry out this guideline, what is missing, and how sure that is.")), body, reader
    )


def country_report(country: Value, reader: Reader) -> StagedPage:
    """What guidelines and European policy ask for, and which practices of one country carry it out."""
    path = country_path(country.id)
    references = References(reader, path)
    guidelines = [only_from(group, country.id) for group in clause_groups(reader)]
    policies = [only_from(group, country.id) for group in policy_groups(reader)]
    linked = {practice.id for group in [*guidelines, *policies] for practice in group.practices}
    body = render(
        "report_country.html",
        reader,
        path,
        country=country,
        guidelines=[Part(group, [told(topic, references) for topic in group.met]) for group in guidelines],
        policies=[Part(group, [told(topic, references) for topic in group.met]) for group in policies],
        others=[entry(practice, None, references) for practice in by_title(country.practices, reader) if practice.id not in linked],
        **shared(country.practices, references),
    )
    title = reader.say(N_("Policy report: {subject}"), subject=country.label)
    about = reader.say(N_("Which clauses and principles practices of this country carry out, what is missing, and how sure that is."))
    return page_of(path.removesuffix("/") + ".md", title, about, body, reader)


def country_path(code: str) -> str:
    """The address of a country's report."""
    return f"reports/country-{code.lower()}/"


def page_of(path: str, title: str, description: str, body: str, reader: Reader) -> StagedPage:
    """A report as a page."""
    return StagedPage(reader.language, path, title, body, description, {"kind": "report"})


def shared(practices: list[Practice], references: References) -> dict[str, object]:
    """What both kinds of report show; asked for last, when all references have their numbers."""
    reader = references.reader
    terms = reader.catalogue.terms["evidence-levels"]
    return {
        "kind": reader.say(KIND),
        "practices": practices,
        "levels": [(terms[level], sum(practice.evidence == level for practice in practices)) for level in LEVELS],
        "today": str(format_date(reader.catalogue.today, "long", locale=reader.locale)),
        "references": references.listing(),
    }


def told(topic: Topic, references: References) -> Asked:
    """A topic with an entry for each of its practices, in the order of their titles."""
    return Asked(topic, [entry(practice, topic.id, references) for practice in by_title(topic.practices, references.reader)])


def entry(practice: Practice, clause: str | None, references: References) -> Entry:
    """A practice with its sources and, under a clause, the record's own reason."""
    reader = references.reader
    cited = marks(practice.record.sources, references)
    words = Wording(practice, reader, references)
    why = next((words.local(link.why) for link in practice.record.guidelines if link.clause == clause), None)
    return Entry(card(practice, reader), cited, why)


def marks(sources: Iterable[str], references: References) -> Markup:
    """The reference marks of many sources, runs of numbers in one: "[2–5]"."""
    numbers = sorted({references.numbers.setdefault(source, len(references.numbers) + 1) for source in sources})
    found = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        first, *_rest, last = [number for _, number in run] * 2
        shown = str(first) if first == last else f"{first}–{last}"
        label = references.reader.say(N_("Source {number}"), number=shown)
        found.append(Markup('<sup class="pc-ref" data-pagefind-ignore><a href="#source-{}" aria-label="{}">{}</a></sup>').format(first, label, shown))
    return Markup("").join(found)
