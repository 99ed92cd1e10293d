"""What came of a practice: its findings, the studies of it, the measures it set itself and what others recognised."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from ..language import N_
from ..record import Claim, Evaluation, Indicator
from .reader import MONTHS
from .view import Block, Finding, Item, row_label
from .wording import Wording

INDICATORS_URL = "indicators/"
"""Where indicators are compared."""


def result_blocks(words: Wording) -> Iterator[Block]:
    """The section “What came of it?”."""
    record = words.record
    yield words.text_block("results")
    yield words.block("claims", "findings", [finding(claim, words) for claim in record.claims if claim.kind not in ("context", "target")])
    yield words.block("evaluations", "items", [evaluation(study, index, words) for index, study in enumerate(record.evaluations)])
    yield words.block("indicators", "items", [own_indicator(indicator, index, words) for index, indicator in enumerate(record.indicators)])
    yield words.block("recognition", "items", list(recognitions(words)))


def finding(claim: Claim, words: Wording) -> Finding:
    """A claim with everything that tells how sure it is."""
    reader = words.reader
    details: list[tuple[str, str]] = []

    def tell(label: str, said: str | None) -> None:
        if said:
            details.append((row_label(label, reader), said))

    tell("year", reader.period(claim.year, claim.until) if claim.until else reader.date(claim.year) if claim.year else None)
    tell("design", reader.term("evaluation-designs", claim.design) if claim.design else None)
    tell("comparison", reader.term("comparisons", claim.comparison) if claim.comparison and claim.comparison != "none" else None)
    tell("against", reader.quantity(claim.against, None, claim.unit) if claim.against is not None else None)
    tell("sample", reader.number(claim.sample) if claim.sample is not None else None)
    tell("follow_up", reader.count(MONTHS, claim.follow_up_months) if claim.follow_up_months is not None else None)
    tell("measured_by", reader.term("measurers", claim.measured_by) if claim.measured_by else None)
    tell("users_asked", reader.say(N_("yes")) if claim.users_asked else None)
    tell("indicator", next((words.plain(indicator.name) for indicator in words.record.indicators if indicator.id == claim.indicator), None))
    tell("common_indicator", common_indicator(claim.common_indicator, words))
    return Finding(
        claim.id,
        reader.figure(claim),
        "" if claim.kind in ("context", "target") else reader.term("claim-kinds", claim.kind),
        claim.direction,
        reader.term("directions", claim.direction) if claim.direction else "",
        Markup("{}{}").format(claim_sentence(claim, words), words.references.marks(claim.sources)),
        details,
        words.reason(f"claims.{claim.id}"),
        words.outdated.note(f"claims.{claim.id}"),
    )


def claim_sentence(claim: Claim, words: Wording) -> Markup:
    """The sentence of a claim, without the marks of its sources."""
    worded = words.practice.claim_words(claim, words.reader.language)
    return words.in_language(words.references.inline(worded.value), worded.language) if worded else Markup("")


def common_indicator(id_: str | None, words: Wording) -> Markup | None:
    """The name of a common indicator, with a link to where it is explained."""
    if not id_:
        return None
    return Markup('<a href="{}#{}">{}</a>').format(words.link(INDICATORS_URL), id_, words.reader.term("laeken-indicators", id_))


def own_indicator(indicator: Indicator, index: int, words: Wording) -> Item:
    """A measure of the practice's own: what it tells, how it was before, what was seen and when."""
    reader = words.reader
    rows = (
        ("baseline", words.plain(indicator.baseline)),
        ("observation", words.plain(indicator.observation)),
        ("year", Markup.escape(reader.date(indicator.year)) if indicator.year else None),
        ("common_indicator", common_indicator(indicator.common_indicator, words)),
    )
    notes = [text for text in (words.plain(indicator.tells),) if text]
    notes += [Markup("{}: {}").format(row_label(label, reader), shown) for label, shown in rows if shown]
    return Item(words.plain(indicator.name) or Markup(""), notes, words.references.marks(indicator.sources), words.reason(f"indicators.{index}"))


def evaluation(study: Evaluation, index: int, words: Wording) -> Item:
    """An evaluation: read, unread or planned, how and by whom."""
    reader = words.reader
    said = [study.by] if study.by else []
    said += [reader.terms("evaluation-designs", study.designs)] if study.designs else []
    said += [f"{row_label('comparison', reader)}: {reader.term('comparisons', study.comparison)}"] if study.comparison else []
    said += [f"{row_label('sample', reader)}: {reader.number(study.sample)}"] if study.sample is not None else []
    said += [reader.count(MONTHS, study.follow_up_months)] if study.follow_up_months is not None else []
    said += [reader.date(study.year)] if study.year else []
    notes = [Markup.escape("; ".join(said))] if said else []
    if about := words.local(study.about):
        notes.append(about)
    main = Markup.escape(reader.term("evaluation-statuses", study.status))
    return Item(main, notes, words.references.marks(study.sources), words.reason(f"evaluations.{index}"))


def recognitions(words: Wording) -> Iterator[Item]:
    """Awards, labels and the like."""
    reader = words.reader
    for index, recognition in enumerate(words.record.recognition):
        said = [reader.term("recognition-kinds", recognition.kind), recognition.by, reader.date(recognition.year) if recognition.year else None]
        notes = [Markup.escape(", ".join(filter(None, said)))]
        yield Item(Markup.escape(recognition.name), notes, words.references.marks(recognition.sources), words.reason(f"recognition.{index}"))
