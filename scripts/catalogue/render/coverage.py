"""What is covered and what is missing: guidelines and European policy against countries and target groups, as pages and as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..language import N_
from .facets import Facet, facet_values
from .indexes import legend
from .matrix import COUNTRIES, TARGET_GROUPS, Group, clause_groups, policy_groups, table, tables
from .page import StagedFile, StagedPage, page_with_lead, tagged
from .reader import PRACTICES, Reader

TITLE = N_("Coverage")
LEAD = N_("What guidelines and European policy ask for, which practices carry it out, where and for whom – and where no practice is known yet.")


class View(NamedTuple):
    """One page of tables, with the words that depend on what stands in its rows and columns."""

    name: str
    title: str
    lead: str
    groups: Callable[[Reader], list[Group]]
    facet: Facet
    gaps: str
    """Said before the rows that have no practice."""
    complete: str
    """Said if there is no such row."""
    absent: str
    """Said before the columns that have no practice."""
    topic: str
    """What a row is, over the first column."""


CLAUSE_GAPS, CLAUSES_COMPLETE, CLAUSE = N_("No practice yet carries out:"), N_("Every clause has at least one practice."), N_("Clause")
POLICY_GAPS, POLICIES_COMPLETE, POLICY = N_("No practice yet serves:"), N_("Every one of them has at least one practice."), N_("Principle or strand")
NOWHERE, NOBODY = N_("None of these practices takes place in:"), N_("None of these practices is for:")

VIEWS = (
    View(
        "clauses-by-country",
        N_("Guideline clauses by country"),
        N_("How many practices carry out each clause of each guideline, country by country."),
        clause_groups,
        COUNTRIES,
        CLAUSE_GAPS,
        CLAUSES_COMPLETE,
        NOWHERE,
        CLAUSE,
    ),
    View(
        "clauses-by-target-group",
        N_("Guideline clauses by target group"),
        N_("How many practices carry out each clause of each guideline, for each group of people."),
        clause_groups,
        TARGET_GROUPS,
        CLAUSE_GAPS,
        CLAUSES_COMPLETE,
        NOBODY,
        CLAUSE,
    ),
    View(
        "policy-by-country",
        N_("European policy by country"),
        N_("How many practices serve each principle of the European Pillar of Social Rights and each strand of active inclusion, country by country."),
        policy_groups,
        COUNTRIES,
        POLICY_GAPS,
        POLICIES_COMPLETE,
        NOWHERE,
        POLICY,
    ),
)
"""Every page of tables; each is also a file for spreadsheets."""


def coverage_pages(reader: Reader) -> Iterator[StagedPage | StagedFile]:
    """The overview, the pages of tables, and the same tables for spreadsheets."""
    yield overview(reader)
    for view in VIEWS:
        yield view_page(view, reader)
        yield StagedFile(reader.language, f"coverage/{view.name}.csv", spreadsheet(view, reader))


def overview(reader: Reader) -> StagedPage:
    """The state of the whole library in a few figures, and the ways to the tables and reports."""
    catalogue = reader.catalogue
    guidelines, policies = clause_groups(reader), policy_groups(reader)
    linked = {practice.id for group in guidelines for practice in group.practices}
    figures = [
        (N_("Clauses with a practice"), sum(len(group.met) for group in guidelines), sum(len(group.topics) for group in guidelines)),
        (N_("Pillar principles with a practice"), len(policies[0].met), len(policies[0].topics)),
        (N_("Active-inclusion strands with a practice"), len(policies[1].met), len(policies[1].topics)),
        (N_("Practices that carry out a clause"), len(linked), len(catalogue.listed)),
    ]
    return page_with_lead(
        "coverage.html",
        reader,
        "coverage/index.md",
        reader.say(TITLE),
        reader.say(LEAD),
        {"kind": "index"},
        figures=figures,
        guidelines=[
            (group, reader.count(PRACTICES, len(group.practices)), round(100 * len(group.met) / len(group.topics)) if group.topics else 0)
            for group in guidelines
        ],
        views=VIEWS,
        countries=facet_values(COUNTRIES, reader),
    )


def view_page(view: View, reader: Reader) -> StagedPage:
    """One page of tables, with the practices of every cell and the gaps in words."""
    return page_with_lead(
        "coverage_tables.html",
        reader,
        f"coverage/{view.name}.md",
        reader.say(view.title),
        reader.say(view.lead),
        {"kind": "index", "full_width": True, "scripts": ["coverage.js"]},
        view=view,
        others=[other for other in VIEWS if other is not view],
        tables=list(tables(view.groups(reader), view.facet, reader)),
        legend=legend(reader),
        counted=lambda number: reader.count(PRACTICES, number),
        words=lambda practice: tagged(practice.title(reader.language).value, practice.title(reader.language).language, reader),
    )


def spreadsheet(view: View, reader: Reader) -> str:
    """The same numbers as CSV (RFC 4180), with the byte order mark by which spreadsheets know UTF-8; all groups have the same columns."""
    values = facet_values(view.facet, reader)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(map(guarded, [reader.say(N_("Part of")), reader.say(view.topic), "id", *(value.label for value in values), reader.say(N_("All"))]))
    for group in view.groups(reader):
        for row in table(group, view.facet, values, reader, every=True).rows:
            counts = [len(cell.practices) for cell in row.cells]
            writer.writerow([*map(guarded, [group.text, row.topic.text, row.topic.id]), *counts, len(row.topic.practices)])
    return "\ufeff" + written.getvalue()


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
