"""The page of what is due: records to look at again, by who looks after them, the oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from ..freshness import worklist
from ..language import N_, NN_
from ..model import Practice
from ..shape import PartialDate
from .card import where
from .page import StagedPage, page_with_lead, tagged
from .reader import Reader

TITLE = N_("Records to look at again")
LEAD = N_("A record names the day by which somebody looks at it again: are the facts still true, do the links work, is there news? This is what is due.")
SHOWN = 100
"""How many records of one owner are listed: the oldest. The others follow when these are done."""
NOBODY = N_("Nobody is named")
MORE = NN_("and {count} more", "and {count} more")
OVERDUE = NN_("{count} record is overdue.", "{count} records are overdue.")


class Row(NamedTuple):
    """One record of the list."""

    url: str
    title: Markup
    where: str
    date: str


class Group(NamedTuple):
    """The records of one owner."""

    owner: Markup
    rows: list[Row]
    more: str


def due_pages(reader: Reader) -> Iterator[StagedPage]:
    """The one page."""
    catalogue = reader.catalogue
    found = worklist(catalogue.listed, catalogue.today)
    yield page_with_lead(
        "due.html",
        reader,
        "contribute/due.md",
        reader.say(TITLE),
        reader.say(LEAD),
        {"kind": "index"},
        sums=reader.count(OVERDUE, len(found.overdue)) if found.overdue else reader.say(N_("Nothing is overdue today.")),
        next=reader.date(found.next) if found.next and not found.soon else None,
        parts=[
            (id_, reader.say(heading), groups(dated, reader))
            for id_, heading, dated in (
                ("overdue", N_("Overdue"), [(due.practice, due.date) for due in found.overdue]),
                ("soon", N_("Due in the next three months"), [(due.practice, due.date) for due in found.soon]),
                ("undated", N_("Without a date"), [(practice, None) for practice in found.undated]),
            )
            if dated
        ],
    )


def groups(dated: Iterable[tuple[Practice, PartialDate | None]], reader: Reader) -> list[Group]:
    """The records by owner, the owner with the oldest first."""
    by_owner: dict[Markup, list[Row]] = {}
    for practice, date in dated:
        review = practice.record.review
        owner = practice.local(review.owner, reader.language) if review else None
        said = tagged(owner.value, owner.language, reader) if owner else Markup.escape(reader.say(NOBODY))
        title = practice.title(reader.language)
        row = Row(f"practices/{practice.id}/", tagged(title.value, title.language, reader), where(practice, reader), reader.date(date) if date else "")
        by_owner.setdefault(said, []).append(row)
    return [Group(owner, rows[:SHOWN], reader.count(MORE, len(rows) - SHOWN) if len(rows) > SHOWN else "") for owner, rows in by_owner.items()]
