"""Our steps of evidence beside the words that other collections use. Every match is our reading, and the page says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..evidence import LEVELS
from ..language import N_, direction
from .exchange import COPY
from .page import StagedPage, page_with_lead, tagged
from .reader import Reader

CROSSWALK_URL = "about/evidence-words/"

TITLE = N_("Evidence: our words and those of others")
LEAD = N_("Other collections of practices use other words for how sure a result is. Here they stand beside ours.")
OTHER_ROWS = {"repeated": N_("Repeated elsewhere (a badge, not a step)"), "not-effective": N_("Found not to work (a state, not a step)")}
ROWS = (*LEVELS, *OTHER_ROWS)


class Word(NamedTuple):
    """A word of a scheme: as it stands there, in its language, or translated where we have it in translation only."""

    text: str
    language: str | None = None
    meaning: str | None = None


class Link(NamedTuple):
    """Where a scheme explains itself; ``copy`` marks one that a third party keeps."""

    url: str
    copy: bool = False


class Scheme(NamedTuple):
    """Another collection: what it is, what it asks for, and its words by our row."""

    id: str
    name: str
    about: str
    words: dict[str, tuple[Word, ...]]
    links: tuple[Link, ...]
    language: str = "en"


SCHEMES = (
    Scheme(
        "epic",
        "EPIC",
        N_(
            "The European platform for investing in children looks at three things: effectiveness, transfer to other places and lasting effect. "
            "The lowest word needs a first sign of effectiveness, at least from measuring before and after. "
            "The next needs one of the other two as well, the highest all three."
        ),
        {"evaluated": (Word("emergent", "en"), Word("promising", "en"), Word("best", "en"))},
        (Link("https://ec.europa.eu/social/main.jsp?catId=1246&intPageId=4286"),),
    ),
    Scheme(
        "eif",
        "EIF / Foundations",
        N_(
            "The British guidebook on early intervention rates how strong the evidence of cause and effect is, not how large the effect is. "
            "Level 4 needs several rigorous studies and an effect of at least one year. NE stands for a rigorous study that found no benefit."
        ),
        {"monitored": (Word("NL2"),), "evaluated": (Word("2"), Word("3"), Word("4")), "not-effective": (Word("NE"),)},
        (Link("https://eif.org.uk/eif-evidence-standards/"), Link("https://guidebook.eif.org.uk/the-eif-standards-of-evidence")),
    ),
    Scheme(
        "movisie",
        "Movisie",
        N_(
            "In the Dutch database of social interventions, practitioners judge each description. "
            "Its first level asks for a logical and complete description, which is more than our first step asks for."
        ),
        {
            "described": (Word("goed beschreven", "nl", N_("well described")),),
            "reasoned": (Word("goed onderbouwd", "nl", N_("well substantiated")),),
            "evaluated": (Word("effectief", "nl", N_("effective")),),
        },
        (Link("https://movisie.nl/en/node/1820"),),
        "nl",
    ),
    Scheme(
        "gruene-liste",
        "Grüne Liste",
        N_("The German list of prevention programmes looks at the quality of the concept, of how it is carried out and of its evaluation."),
        {
            "reasoned": (Word(N_("theoretically well founded")),),
            "evaluated": (Word(N_("effect probable")), Word(N_("effect proven"))),
        },
        (Link("https://ctc-info.de/nano.cms/datenbank/information"),),
        "de",
    ),
    Scheme(
        "eu-portal",
        "EU Best Practice Portal",
        N_(
            "The portal first asks whether a practice is relevant, ethical and based on evidence or theory, then for effect, efficiency and fairness, "
            "then for transfer, lasting effect, work across sectors and participation. Its words judge all of this together, so they say more than our steps. "
            "We have not seen how it counts the points."
        ),
        {"evaluated": (Word("promising", "en"), Word("best", "en"))},
        (
            Link("https://health.ec.europa.eu/non-communicable-diseases/best-practices_en"),
            Link("https://vdocuments.us/submitters-guide-best-practice-portal-europa.html", copy=True),
        ),
    ),
)
"""The schemes of the table, in its order."""

REVIEW = "https://pmc.ncbi.nlm.nih.gov/articles/PMC11810953/"
"""A review of portals, which found the same questions under different words."""


def crosswalk_pages(reader: Reader) -> Iterator[StagedPage]:
    """One page: the table, and what each scheme asks for."""
    about = reader.catalogue.pages(reader.language).get("about/index.md")
    yield page_with_lead(
        "crosswalk.html",
        reader,
        "about/evidence-words.md",
        reader.say(TITLE),
        reader.say(LEAD),
        {"kind": "index", "source": "scripts/catalogue/render/crosswalk.py"},
        crumbs=[(tagged(str(about.meta["title"]), about.language, reader), "about/")] if about else [],
        schemes=SCHEMES,
        rows=[(row, row_label(row, reader)) for row in ROWS],
        direction=direction,
        review=REVIEW,
        copy=reader.say(COPY),
    )


def row_label(row: str, reader: Reader) -> str:
    """A step by its name, or what stands beside the ladder."""
    return reader.term("evidence-levels", row) if row in LEVELS else reader.say(OTHER_ROWS[row])
