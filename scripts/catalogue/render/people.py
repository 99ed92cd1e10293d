"""Who else has a word on a practice: the people who use it, and those from outside who looked at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from ..evidence import asks_users
from ..language import N_
from ..record import Claim, Evaluation, Review
from .view import Block, Item, Reviewed, Silence, row_label
from .wording import Wording

NO_WORDS = N_("Not reported: no source that we have read tells what the people who use it say.")
NO_REVIEW = N_("No review from outside is known to us.")
INVITATIONS = {"users": N_("Do you know what they say? Tell us."), "reviews": N_("Do you know of one? Tell us.")}
OUTSIDE = frozenset({"peer-review", "users-panel", "award-jury"})
"""Reviews by others than the editors of this library."""


def user_blocks(words: Wording) -> Iterator[Block]:
    """The section “What do users say?”: their words, how they were asked, and where they have a say."""
    yield words.text_block("users_view")
    yield words.block("asked", "items", list(how_asked(words)))
    if involvement := words.record.involvement:
        marks = words.references.marks(involvement.sources)
        for name, vocabulary, ids in (("levels", "involvement-levels", involvement.levels), ("stages", "involvement-stages", involvement.stages)):
            if ids:
                said = Markup.escape(words.reader.terms(vocabulary, ids))
                yield words.block(name, "items", [Item(said, [], marks, words.reason(f"involvement.{name}"))])


def how_asked(words: Wording) -> Iterator[Item]:
    """Every way in which a source says that users were asked; findings of one survey are told together."""
    together: dict[tuple[Markup, Markup], list[str]] = {}
    for claim in words.record.claims:
        if asks_users(claim):
            together.setdefault((way(claim, words), details(claim, words)), []).extend(claim.sources)
    for (main, note), sources in together.items():
        yield Item(main, [note] if note else [], words.references.marks(dict.fromkeys(sources)))
    for study in words.record.evaluations:
        if "user-survey" in study.designs:
            yield Item(way(study, words), [note] if (note := details(study, words)) else [], words.references.marks(study.sources))
    for review in words.record.reviews:
        if review.kind == "users-panel":
            main = Markup('<a href="#reviews">{}</a>').format(words.reader.term("review-kinds", review.kind))
            yield Item(main, marks=words.references.marks(review.sources))


def way(found: Claim | Evaluation, words: Wording) -> Markup:
    """How they were asked: by which kind of study, or only that they were."""
    if isinstance(found, Evaluation):
        return Markup.escape(f"{words.reader.terms('evaluation-designs', found.designs)}: {words.reader.term('evaluation-statuses', found.status)}")
    return Markup.escape(words.reader.term("evaluation-designs", found.design) if found.design else row_label("users_asked", words.reader))


def details(found: Claim | Evaluation, words: Wording) -> Markup:
    """When, how many, and who asked."""
    reader = words.reader
    until = found.until if isinstance(found, Claim) else None
    said = [reader.period(found.year, until) if until else reader.date(found.year)] if found.year else []
    said += [f"{row_label('sample', reader)}: {reader.number(found.sample)}"] if found.sample is not None else []
    asked_by = reader.term("measurers", found.measured_by) if isinstance(found, Claim) and found.measured_by else ""
    said += [f"{row_label('measured_by', reader)}: {asked_by}"] if asked_by else []
    return Markup.escape("; ".join(said))


def review_blocks(words: Wording) -> Iterator[Block]:
    """The section “Who looked at it?”."""
    yield words.block("reviews", "reviews", [reviewed(review, index, words) for index, review in enumerate(words.record.reviews)])


def reviewed(review: Review, index: int, words: Wording) -> Reviewed:
    """One review: by which role, when, with which outcome; what is not known stays empty."""
    date = Markup.escape(words.reader.date(review.date)) if review.date else None
    rows = (("by", words.plain(review.by)), ("date", date), ("outcome", words.local(review.outcome)))
    return Reviewed(
        words.reader.term("review-kinds", review.kind),
        words.references.marks(review.sources),
        [(row_label(name, words.reader), said) for name, said in rows],
        words.reason(f"reviews.{index}"),
    )


def silence(question: str, words: Wording) -> Silence | None:
    """What is said where no source says anything: the same neutral sentence everywhere, and an invitation."""
    silent = {"users": not words.practice.has("text.users_view"), "reviews": not from_outside(words.record.reviews)}
    if not silent.get(question):
        return None
    sentence = NO_WORDS if question == "users" else NO_REVIEW
    return Silence(words.reader.say(sentence), words.reader.say(INVITATIONS[question]))


def from_outside(reviews: Iterable[Review]) -> bool:
    """Whether anybody but an editor reviewed it."""
    return any(review.kind in OUTSIDE for review in reviews)
