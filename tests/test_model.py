"""What follows from a record: the evidence ladder, the answered questions, fallback by field, dates and sorting."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.collation import sort_key
from catalogue.model import Practice
from catalogue.record import Record
from catalogue.related import Likeness
from catalogue.shape import parse_date

OUTCOME = {"id": "c", "kind": "outcome", "direction": "positive", "sources": ["s"]}


def practice(text: dict[str, Any] | None = None, **fields: Any) -> Practice:
    """A practice with only what a test is about."""
    words = {"title": "T", "summary": "S", **(text or {})}
    record = {"status": "published", "language": "en", "places": [{"country": "DK"}], "text": {"en": words}, "sources": ["s"], **fields}
    return Practice("p", Record.model_validate(record))


LADDER: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("nothing but a title", {}, {}, "described"),
    ("goals without any account of the work", {"goals": ["G"]}, {}, "described"),
    ("goals and what is done", {"goals": ["G"], "approach": "A"}, {}, "reasoned"),
    ("goals and the challenge", {"goals": ["G"], "challenge": "C"}, {}, "reasoned"),
    ("an outcome that nobody measured", {}, {"claims": [OUTCOME]}, "described"),
    ("a number of participants, however studied", {}, {"claims": [{**OUTCOME, "kind": "reach", "design": "monitoring"}]}, "described"),
    ("an outcome from monitoring", {}, {"claims": [{**OUTCOME, "design": "monitoring"}]}, "monitored"),
    ("an outcome for which users were asked", {}, {"claims": [{**OUTCOME, "users_asked": True}]}, "monitored"),
    ("an outcome set against the goal", {}, {"claims": [{**OUTCOME, "comparison": "target"}]}, "monitored"),
    ("a comparison without a design", {}, {"claims": [{**OUTCOME, "comparison": "before", "measured_by": "own-organisation"}]}, "monitored"),
    (
        "a comparison with a design but no measurer",
        {},
        {"claims": [{**OUTCOME, "comparison": "comparison-group", "design": "comparison-group"}]},
        "monitored",
    ),
    (
        "a trial with a comparison group",
        {},
        {"claims": [{**OUTCOME, "comparison": "comparison-group", "design": "comparison-group", "measured_by": "independent-researchers"}]},
        "evaluated",
    ),
    (
        "a trial that found no effect",
        {},
        {
            "claims": [
                {
                    **OUTCOME,
                    "direction": "none",
                    "comparison": "randomised-control-group",
                    "design": "randomised-trial",
                    "measured_by": "independent-researchers",
                }
            ]
        },
        "evaluated",
    ),
    (
        "an evaluation that nobody here has read",
        {},
        {"evaluations": [{"status": "exists-unread", "designs": ["randomised-trial"], "comparison": "randomised-control-group", "sources": ["s"]}]},
        "described",
    ),
    (
        "a read evaluation with a comparison",
        {},
        {"evaluations": [{"status": "read", "designs": ["before-after"], "comparison": "before", "sources": ["s"]}]},
        "evaluated",
    ),
]


@pytest.mark.parametrize(("text", "fields", "level"), [case[1:] for case in LADDER], ids=[case[0] for case in LADDER])
def test_the_evidence_level_follows_from_the_facts(text: dict[str, Any], fields: dict[str, Any], level: str) -> None:
    """Computed, never typed; the direction of a result does not change the level."""
    assert practice(text, **fields).evidence == level


def test_a_record_known_from_one_sentence_answers_where_and_nothing_else() -> None:
    """Absent means not known, and the page can name every open question."""
    bare = practice()
    assert bare.answered == ("where",)
    assert bare.unanswered == ("who", "whom", "what", "takes", "results", "users", "hard")


def test_a_context_figure_is_no_answer_to_what_came_of_it() -> None:
    """A figure about the town says nothing about the practice."""
    assert "results" not in practice(claims=[{**OUTCOME, "kind": "context"}]).answered
    assert "results" in practice(claims=[{**OUTCOME, "kind": "reach"}]).answered


def test_words_fall_back_field_by_field() -> None:
    """A reader gets the fields that are translated in her language and the rest in the record's own."""
    made = practice({"approach": "A"})
    record = made.record.model_copy(update={"text": {**made.record.text, "sv": made.record.text["en"].model_copy(update={"title": "Titel", "approach": None})}})
    both = Practice("p", record)
    title, approach = both.words("title", "sv"), both.words("approach", "sv")
    assert title is not None and (title.value, title.language) == ("Titel", "sv")
    assert approach is not None and (approach.value, approach.language) == ("A", "en")
    assert both.words("results", "sv") is None


def test_drafts_and_withdrawn_records_stand_in_no_list() -> None:
    """They keep their page, so that links do not break, but nobody finds them by chance."""
    assert [practice(status=status).listed for status in ("draft", "published", "dormant", "withdrawn")] == [False, True, True, False]


@pytest.mark.parametrize(("written", "first", "last"), [(2016, "2016-01-01", "2016-12-31"), ("2016-02", "2016-02-01", "2016-02-29"), ("2016-05-31",) * 3])
def test_a_date_means_a_stretch_as_wide_as_it_is_vague(written: int | str, first: str, last: str) -> None:
    """2016 can be any day of the year, so nothing in 2016 is before it."""
    date = parse_date(written)
    assert (str(date.first), str(date.last)) == (first, last)


def test_labels_sort_as_the_language_does() -> None:
    """Österreich stands under O in German; Åland stands after Ö's neighbours in Swedish."""
    assert sorted(["Zypern", "Österreich", "Norwegen"], key=lambda label: sort_key(label, "de")) == ["Norwegen", "Österreich", "Zypern"]
    assert sorted(["Österrike", "Zimbabwe", "Åland"], key=lambda label: sort_key(label, "sv")) == ["Zimbabwe", "Åland", "Österrike"]
    assert sorted(["Østrig", "Ærø", "Zypern"], key=lambda label: sort_key(label, "da")) == ["Zypern", "Ærø", "Østrig"]


def like(id_: str, **fields: Any) -> Practice:
    """A practice with terms only."""
    return Practice(id_, practice(**fields).record)


def test_similar_practices_share_something_that_matters_and_say_what() -> None:
    """The rarest common ground comes first; a common sector alone makes nobody similar."""
    mine = like("mine", target_groups=["roma"], themes=["housing-first", "prevention"], sectors=["health"])
    library = [
        mine,
        like("same-group", target_groups=["roma"]),
        like("same-sector", sectors=["health"]),
        like("two-themes", themes=["housing-first", "prevention"]),
        like("one-theme", themes=["prevention"]),
    ]
    found = Likeness(library).similar(mine)
    assert [similar.practice.id for similar in found] == ["same-group", "two-themes"]
    assert found[0].shared[0] == ("target-groups", "roma")
    assert [similar.practice.id for similar in Likeness(library).similar(mine, frozenset({"same-group"}))] == ["two-themes"]


def test_the_order_of_the_files_does_not_change_what_is_similar() -> None:
    """Two builds of the same records are the same on every machine."""
    library = [like(f"p{number}", target_groups=["roma"], themes=["prevention", "co-creation"]) for number in range(9)]
    assert [s.practice.id for s in Likeness(library).similar(library[0])] == [s.practice.id for s in Likeness(library[::-1]).similar(library[0])]
