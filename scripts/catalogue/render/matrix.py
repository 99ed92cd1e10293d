"""Where practices meet what policy asks for: counts of practices by clause, principle or strand, and by country or target group.

One way of counting, from which pages, files and reports are made. A practice of two countries counts in both of
their columns and once in the total of its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from ..document import Page
from ..language import N_
from ..model import Practice
from .facets import FACETS, NOT_REPORTED, Facet, Value, facet_values
from .indexes import STEPS, by_title
from .page import tagged
from .reader import Reader

COUNTRIES, TARGET_GROUPS = FACETS[0], FACETS[1]._replace(values=lambda practice: practice.record.target_groups or (NOT_REPORTED,))
"""What columns are made from; practices for which no source names a target group have a column too, so that no practice is lost."""

FITTING = 20
"""How many columns fit on a screen beside the words of the rows; a table with more keeps only those that have practices."""

POLICIES = (("pillar-principles", N_("European Pillar of Social Rights")), ("active-inclusion-strands", N_("Active inclusion")))


class Topic(NamedTuple):
    """Something that policy asks for: a clause, a principle, a strand."""

    id: str
    text: str
    label: Markup
    """The text, tagged with its language where it is not the reader's."""
    url: str | None
    practices: list[Practice]


class Group(NamedTuple):
    """Topics that belong together: a guideline with its clauses, or a list of principles."""

    id: str
    text: str
    label: Markup
    url: str | None
    topics: list[Topic]

    @property
    def met(self) -> list[Topic]:
        """The topics that have a practice."""
        return [topic for topic in self.topics if topic.practices]

    @property
    def gaps(self) -> list[Topic]:
        """The topics that no practice is known for."""
        return [topic for topic in self.topics if not topic.practices]

    @property
    def practices(self) -> list[Practice]:
        """The practices of all topics, each once, by id."""
        found = {practice.id: practice for topic in self.topics for practice in topic.practices}
        return [found[id_] for id_ in sorted(found)]


class Cell(NamedTuple):
    """The practices of one topic in one column."""

    column: str
    practices: list[Practice]
    shade: int
    """From 0, no practice, to 4, the most."""
    anchor: str
    """Where the page names them."""


class Row(NamedTuple):
    """A topic with its cells, one for each column of the table."""

    topic: Topic
    cells: list[Cell]


class Table(NamedTuple):
    """One group against one kind of column."""

    group: Group
    columns: list[str]
    totals: list[int]
    """For each column, how many practices of the group it has."""
    rows: list[Row]
    absent: list[str]
    """Labels of what has no practice in this table."""


def clause_groups(reader: Reader) -> list[Group]:
    """Every guideline with its clauses."""
    return [guideline_group(page, reader) for page in reader.catalogue.guidelines(reader.language)]


def guideline_group(page: Page, reader: Reader) -> Group:
    """One guideline with its clauses, in the order of its page."""
    url = page.name.removesuffix(".md") + "/"
    topics = [
        Topic(heading.id, heading.text, tagged(heading.text, page.language, reader), f"{url}#{heading.id}", reader.catalogue.by_clause.get(heading.id, []))
        for heading in page.headings
        if heading.is_clause and heading.id
    ]
    title = str(page.meta["title"])
    return Group(str(page.meta["framework"]), title, tagged(title, page.language, reader), url, topics)


def policy_groups(reader: Reader) -> list[Group]:
    """The principles of the European Pillar, and the strands of active inclusion."""
    groups = []
    for vocabulary, title in POLICIES:
        found: dict[str, list[Practice]] = {}
        for practice in reader.catalogue.listed:
            policy = practice.record.policy
            for id_ in (policy.pillar if vocabulary == "pillar-principles" else policy.active_inclusion) if policy else ():
                found.setdefault(id_, []).append(practice)
        topics = []
        for entry in reader.catalogue.terms[vocabulary].values():
            number = next((match.id + ". " for match in entry.term.match if match.scheme == "european-pillar"), "")
            text = number + entry.label(reader.language)
            topics.append(Topic(entry.id, text, Markup.escape(text), None, found.get(entry.id, [])))
        said = reader.say(title)
        groups.append(Group(vocabulary, said, Markup.escape(said), None, topics))
    return groups


def only_from(group: Group, country: str) -> Group:
    """The same group, with the practices of one country."""
    return group._replace(
        topics=[topic._replace(practices=[practice for practice in topic.practices if country in practice.countries]) for topic in group.topics]
    )


def tables(groups: list[Group], facet: Facet, reader: Reader) -> Iterator[Table]:
    """A table for each group, its columns in the order of their labels."""
    values = facet_values(facet, reader)
    for group in groups:
        yield table(group, facet, values, reader)


def table(group: Group, facet: Facet, values: list[Value], reader: Reader, every: bool = False) -> Table:
    """One group against the values of a facet; with ``every``, against all of them, however many there are."""
    present = {value for practice in group.practices for value in facet.values(practice)}
    columns = values if every or len(values) <= FITTING else [value for value in values if value.id in present]
    rows = [Row(topic, [cell(topic, value, facet, reader) for value in columns]) for topic in group.topics]
    totals = [sum(value.id in facet.values(practice) for practice in group.practices) for value in columns]
    known = {value.id: value.label for value in values if value.id != NOT_REPORTED}
    if facet.vocabulary:
        known = {id_: reader.term(facet.vocabulary, id_) for id_ in reader.sorted_terms(facet.vocabulary, reader.catalogue.terms[facet.vocabulary])}
    return Table(group, [value.label for value in columns], totals, rows, [label for id_, label in known.items() if id_ not in present])


def cell(topic: Topic, value: Value, facet: Facet, reader: Reader) -> Cell:
    """The practices of a topic that have one value."""
    practices = by_title([practice for practice in topic.practices if value.id in facet.values(practice)], reader)
    return Cell(value.label, practices, sum(len(practices) >= step for step in STEPS), f"{topic.id}.{value.id.lower()}")
