"""``check.py --fix`` mends what needs no judgement, keeps every comment, and never changes what a file says."""

import io
import json
import re
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import check as command
from catalogue import geography
from catalogue.check.references import suggested_term
from catalogue.document import SHAPES, Document, Loaded
from catalogue.fix import Fixed, fix
from catalogue.fix.names import country_named, language_named, term_named
from catalogue.fix.order import ordered
from catalogue.fix.quotes import means_another_thing, written
from catalogue.language import language_exists
from catalogue.load import load
from catalogue.record import Record
from catalogue.yaml12 import plain, read
from conftest import RECORDS, ROOT, Outcome, run_command, small_library

UNTIDY = """\
# yaml-language-server: $schema=../schema/practice.schema.json

# who wrote it
language: Swedish   # its own language
status: "published"
sources: ['town-page']
text:
  Svenska:
    summary: Grannar lånar ut verktyg.
    # the title was agreed in May
    title: En verktygspool
places:
  - scale: Municipality
    country: Sverige
  - {locality: "Oslo", country: NO}
phases:
  - end: 2019-02
    # the pilot
    start: 2018-03
target_groups: [Single parents, Arbetslösa, "young-people"]
# the end
"""
TIDY = """\
# yaml-language-server: $schema=../schema/practice.schema.json

status: published
# who wrote it
language: sv   # its own language
places:
  - country: SE
    scale: municipality
  - {country: "NO", locality: "Oslo"}
phases:
  - end: "2019-02"
    # the pilot
    start: "2018-03"
target_groups: [single-parents, unemployed-people, young-people]
text:
  sv:
    # the title was agreed in May
    title: En verktygspool
    summary: Grannar lånar ut verktyg.
sources: [town-page]
# the end
"""


@pytest.fixture(scope="module")
def library() -> Loaded:
    """The library itself: its vocabularies tell what a name means."""
    return load(ROOT)


def practice(text: str) -> Document:
    """A practice as the loader hands it on; what it holds is read from the text to mend."""
    return Document(ROOT, "practices/an-example.yaml", Record, text)


def fixed(text: str, library: Loaded) -> Fixed:
    return fix(practice(text), text, library)


def run(*arguments: str | Path) -> Outcome:
    """Run ``scripts/check.py`` in this process."""
    return run_command(command.main, "check.py", *arguments)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small library of the checker's examples, with the vocabularies of this one."""
    return small_library(tmp_path)


# What is mended


def test_an_untidy_record_becomes_a_tidy_one_with_all_its_comments(library: Loaded) -> None:
    text = UNTIDY.replace("Arbetslösa", label(library, "target-groups", "unemployed-people", "sv")).replace("language: Swedish", "language: swedish")
    assert fixed(text, library).text == TIDY


def label(library: Loaded, vocabulary: str, id_: str, language: str) -> str:
    terms = library.by_id["vocabularies"][vocabulary].data["terms"]
    return str(next(term for term in terms if term["id"] == id_)["label"][language])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\ufeffstatus: draft\n", "status: draft\n"),
        ("status: draft\r\nlanguage: en\r\n", "status: draft\nlanguage: en\n"),
        ("status: draft\rlanguage: en\r", "status: draft\nlanguage: en\n"),
        ("status: draft  \nlanguage: en", "status: draft\nlanguage: en\n"),
        ("status: draft\n\n\n", "status: draft\n"),
        ("places:\n\t- country: DK\n\t  locality: Odense\n", "places:\n  - country: DK\n    locality: Odense\n"),
        ("status:\tdraft\n", "status: draft\n"),
        ("places: [{country: NO}]\n", 'places: [{country: "NO"}]\n'),
        ("phases:\n  - start: 2016-05-31 # in spring\n", 'phases:\n  - start: "2016-05-31" # in spring\n'),
        ("phases: [{start: 2016}]\n", None),
        ("text: {no: {title: Sykkel}}\n", 'text: {"no": {title: Sykkel}}\n'),
        ('status: "draft"\n', "status: draft\n"),
        ("status: 'draft'\n", "status: draft\n"),
        ('places: [{country: "NO", locality: "Oslo"}]\n', None),
        ("places: [{region: DK-84, country: DK}]\n", "places: [{country: DK, region: DK-84}]\n"),
        ("places: [{country: Dänemark}, {country: uk}, {country: SWE}]\n", "places: [{country: DK}, {country: GB}, {country: SE}]\n"),
        ("status: Published\n", "status: published\n"),
        ("target_groups: [Ensamstående föräldrar, lone parents, single_parents]\n", "target_groups: [single-parents, single-parents, single-parents]\n"),
        ("activity:\n  as_of: 2020\n  # they told us\n  state: ended\n", "activity:\n  # they told us\n  state: ended\n  as_of: 2020\n"),
        ("text:\n  en:\n    title: |\n      A line  \n", None),
        ("text:\n  en:\n    summary: |-\n      One\n    \n      Two\n", "text:\n  en:\n    summary: |-\n      One\n\n      Two\n"),
    ],
)
def test_each_thing_is_mended_where_it_stands(before: str, after: str | None, library: Loaded) -> None:
    assert fixed(before, library).text == (before if after is None else after)


@pytest.mark.parametrize(
    "text",
    [
        "places: [{country: England}]\n",  # a part of the United Kingdom, which the code would not say
        "places: [{country: sv}]\n",  # Sweden's language, or El Salvador
        "language: se\n",  # Northern Sami, or Sweden
        "language: SE\n",
        "target_groups: [parents who are alone]\n",
        "target_groups: [no such group]\n",
        "text: {Swedish: {title: A}, sv: {title: B}}\n",
        "text: {Swedish: {title: A}, Svenska: {title: B}}\n".replace("Svenska", "sv"),
        "activity:\n  # about the date\n  as_of: 2020\n  state: ended\n",  # the comment could be about both
        "phases:\n  - end: 2019\n    # the pilot\n    start: 2018\n",
        "places: [{region: DK-84, # the middle\n  country: DK}]\n",
    ],
)
def test_what_needs_judgement_stays(text: str, library: Loaded) -> None:
    assert fixed(text, library) == (text, [])


@pytest.mark.parametrize(
    "text",
    [
        "status: draft  \n language: en\n",
        "status: draft  \nstatus: draft\n",
        "status: !!str draft  \n",
        "status: &a draft  \n",
        "status: draft  \n---\nstatus: draft\n",
        "status: dr\u200baft  \n",
        "text:\n\ta: b  \n    c: d\n",  # as deep as the line below, or deeper
        "- status\n- draft  \n",
        "# nothing  \n",
        "",
    ],
)
def test_a_file_that_cannot_be_read_is_not_touched(text: str, library: Loaded) -> None:
    assert fixed(text, library) == (text, [])


def test_the_same_name_of_two_terms_is_left_to_people(library: Loaded) -> None:
    vocabulary = Document(ROOT, "vocabularies/x.yaml", library.by_id["vocabularies"]["sectors"].shape)
    vocabulary.reading.data = {"terms": [{"id": "a", "label": {"en": "Care"}}, {"id": "b", "label": {"sv": "care"}, "synonyms": {"en": ["a", "Nursing"]}}]}
    assert [term_named(name, vocabulary) for name in ("Care", "nursing", "A", "B", "")] == [None, "b", "a", "b", None]


def test_the_checker_suggests_what_the_mending_writes(library: Loaded) -> None:
    """For every label of every term, every country and every language: the two must not tell different things."""
    differing = []
    for name, vocabulary in library.by_id["vocabularies"].items():
        for term in vocabulary.data["terms"]:
            for words in term["label"].values():
                mended = term_named(words, vocabulary)
                if mended and words not in library.terms[name] and suggested_term(words, name, library) != mended:
                    differing.append((name, words, mended))
    names = {"country": geography.countries(), "language": {code for code in map(str, Locale("en").languages) if code.isalpha()}}
    for kind, codes in names.items():
        in_words, mend = (geography.country_name, country_named) if kind == "country" else (geography.language_name, language_named)
        for words in {in_words(code, language) for code in codes for language in library.languages}:
            mended = mend(words, library.languages)
            if mended and not language_exists(words) and geography.suggested_code(kind, words) != mended:
                differing.append((kind, words, mended))
    assert not differing


def test_every_country_and_language_of_the_site_is_known_by_its_name(library: Loaded) -> None:
    assert [country_named(name, library.languages) for name in ("Sverige", "Tyskland", "Deutschland", "the moon")] == ["SE", "DE", "DE", None]
    assert [language_named(name, library.languages) for name in ("Deutsch", "Finska", "Dansk", "Elvish")] == ["de", "fi", "da", None]


# Nothing else changes


def test_the_library_itself_has_nothing_to_mend(library: Loaded) -> None:
    untidy = [document.path for document, found in command.mendings(library, None) if found.done]
    assert not untidy, "run: .venv/bin/python scripts/check.py --fix"


def test_every_example_of_the_checker_stays_what_it_is(library: Loaded) -> None:
    """The valid and invalid examples say the same after mending, but for names that became ids."""
    changed = 0
    for path in sorted(RECORDS.rglob("practices/*.yaml")) + sorted((RECORDS / "valid").glob("*.yaml")):
        try:
            raw = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        once = fixed(raw, library)
        changed += once.text != raw
        assert fixed(once.text, library) == (once.text, []), path
        assert comments(once.text) == comments(raw), path
        if not any(done.written for done in once.done) and "\t" not in raw and "\ufeff" not in raw and once.text != raw:
            assert said(once.text) == said(raw), path
    assert changed > 3


def said(text: str) -> str:
    return json.dumps(read(text).data, sort_keys=True)


def comments(text: str) -> list[str]:
    """The comments of a text, in any order, as PyYAML's own scanner leaves them over: what no token covers."""
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")).replace("\t", " ")
    try:
        covered = [(token.start_mark.index, token.end_mark.index) for token in yaml.scan(text) if isinstance(token, yaml.ScalarToken)]
    except yaml.YAMLError:
        return []
    kept = list(text)
    for start, end in covered:
        kept[start:end] = "x" * (end - start)
    return sorted(line.partition("#")[2].rstrip() for line in "".join(kept).split("\n") if "#" in line)


WORDS = st.sampled_from(
    [
        "draft",
        "NO",
        "no",
        "yes",
        "2016-05-31",
        "2016-05",
        "12:30",
        "1_000",
        "Sverige",
        "Swedish",
        "Single parents",
        "a text: with # marks",
        "two  ",
        "x\ny",
        "#",
        "-",
    ]
)
KEYS = list(Record.model_fields)
COMMENT = st.sampled_from(["", "", "", "# a", "# b c: d", "# - e"])


@st.composite
def records(draw: st.DrawFn) -> str:
    """Readable records with fields in any order, values of any kind, comments and white space anywhere."""
    lines: list[str] = []

    def comment(indent: str) -> None:
        said = draw(COMMENT)
        if said:
            lines.append(draw(st.sampled_from(["", "  "])) + indent + said + draw(st.sampled_from(["", " "])))
        if draw(st.integers(0, 7)) == 0:
            lines.append(draw(st.sampled_from(["", indent, "   "])))

    def scalar(indent: str) -> str:
        value = draw(WORDS)
        style = draw(st.sampled_from(["plain", "double", "single", "literal", "folded"]))
        if style == "plain" and value in ("draft", "NO", "no", "yes", "2016-05-31", "2016-05", "12:30", "1_000", "Sverige", "Swedish", "Single parents"):
            return value
        if style == "single" and "\n" not in value:
            return "'" + value + "'"
        if style in ("literal", "folded"):
            mark = "|" if style == "literal" else ">"
            return mark + draw(st.sampled_from(["", "-", "+"])) + "".join(f"\n{indent}  {line}" for line in value.split("\n"))
        return json.dumps(value)

    def end() -> str:
        return draw(st.sampled_from(["", "", "  ", "  # f", " "]))

    def group(keys: list[str], indent: str, first: str, depth: int) -> None:
        chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True))
        for number, key in enumerate(chosen):
            start = first if number == 0 else indent
            if number:
                comment(indent)
            kind = draw(st.sampled_from(["scalar", "row", "list", "group", "items"])) if depth else "scalar"
            if kind == "scalar":
                value = scalar(indent)
                lines.append(f"{start}{key}: {value}" + ("" if "\n" in value else end()))
            elif kind == "row":
                lines.append(f"{start}{key}: [{{country: NO, region: x}}, {{region: NO-50,  country: SE}}]{end()}")
            elif kind == "list":
                lines.append(f"{start}{key}:{end()}")
                lines.extend(f"{indent}  - {draw(st.sampled_from(['NO', 'Single parents', 'yes']))}{end()}" for _ in range(2))
            else:
                lines.append(f"{start}{key}:{end()}")
                comment(indent + "  ")
                for _ in range(2 if kind == "items" else 1):
                    dash = "- " if kind == "items" else ""
                    group(INNER.get(key, ["title", "name", "kind"]), indent + "  " + " " * len(dash), indent + "  " + dash, depth - 1)

    comment("")
    group(KEYS, "", "", 2)
    comment("")
    ending = draw(st.sampled_from(["\n", "\n", "", "\n\n", "\n   \n"]))
    text = "\n".join(lines) + ending
    return draw(st.sampled_from([text, text, text.replace("\n", "\r\n"), "\ufeff" + text, text.replace("  ", "\t")]))


INNER = {
    "places": ["country", "region", "locality", "scale", "about"],
    "phases": ["kind", "start", "end", "about"],
    "text": ["en", "sv", "Swedish", "Deutsch"],
    "activity": ["state", "as_of", "why"],
    "organisations": ["name", "role", "type"],
    "original_name": ["sv", "no", "Swedish"],
}


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=records())
def test_mending_never_changes_what_a_file_says(text: str, library: Loaded) -> None:
    once = fixed(text, library)
    assert fixed(once.text, library) == (once.text, []), "mending twice is mending once"
    if once.text == text:
        return
    before = read(tabs_as_read(text)).data
    if before is not None:
        names = {done.parameters["value"]: done.parameters["written"] for done in once.done if done.written}
        assert json.dumps(replaced(before, names), sort_keys=True) == json.dumps(replaced(read(once.text).data, names), sort_keys=True)
    if not any(done.rule == "tab" for done in once.done):
        assert comments(once.text) == comments(text)


def tabs_as_read(text: str) -> str:
    """The text with tabs as two spaces, as the mending writes them; the marks of other systems go."""
    lines = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")).split("\n")
    return "\n".join(re.sub(r"^[ \t]+", lambda found: found[0].expandtabs(2), line).replace("\t", " ") for line in lines)


def replaced(data: Any, names: dict[str, str]) -> Any:
    """The data with names as ids, wherever they stand."""
    if isinstance(data, dict):
        return {names.get(key, key): replaced(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [replaced(value, names) for value in data]
    return names.get(data, data) if isinstance(data, str) else data


@given(keys=st.lists(st.sampled_from([*KEYS, "unknown", "other"]), unique=True, max_size=8))
def test_unknown_fields_stay_behind_the_field_before_them(keys: list[str]) -> None:
    known = {name: number for number, name in enumerate(KEYS)}
    order = [keys[number] for number in ordered(keys, known)]
    assert sorted(order) == sorted(keys)
    assert [key for key in order if key in known] == sorted((key for key in keys if key in known), key=known.__getitem__)


@given(value=st.one_of(st.text(min_size=1, max_size=12), st.from_regex(r"[yYnNtToO0-9.:_+~<=-]{1,8}", fullmatch=True)))
def test_what_is_written_is_read_as_the_same_text_by_everybody(value: str) -> None:
    shown = written(value)
    if shown == value:
        assert plain(value) == value
        assert not means_another_thing(value)
        assert yaml.safe_load(f"a: {shown}") == {"a": value}


# The command


def untidy(library: Path) -> Path:
    path = library / "practices" / "tool-library.yaml"
    path.write_text(
        "language: English\nstatus: published\nplaces: [{country: Danmark}]\ntarget_groups: [Single parents]\n"
        "text:\n  en: {title: 'A tool library, Exampletown', summary: Neighbours lend each other tools.}\nsources: [town-page]\n",
        "utf-8",
    )
    return path


def test_the_command_says_what_it_mended_and_checks_again(small: Path) -> None:
    path = untidy(small)
    done = run("--root", small, "--fix", path)
    assert done.code == 0
    assert done.out == (
        "practices/tool-library.yaml: “Single parents” is “single-parents” now.\n"
        "practices/tool-library.yaml: “Danmark” is “DK” now.\n"
        "practices/tool-library.yaml: “English” is “en” now.\n"
        "practices/tool-library.yaml: Fields stand in the order of the field guide.\n"
        "0 errors, 0 warnings, 0 pieces of advice\n"
    )
    before = path.stat().st_mtime_ns
    assert run("--root", small, "--fix", path).out == "0 errors, 0 warnings, 0 pieces of advice\n"
    assert path.stat().st_mtime_ns == before, "a file with nothing to mend is not written"


def test_a_dry_run_shows_a_patch_that_git_can_apply(small: Path) -> None:
    path = untidy(small)
    text = path.read_text("utf-8")
    done = run("--root", small, "--fix", "--dry-run", path)
    assert (done.code, path.read_text("utf-8")) == (1, text)
    subprocess.run(
        ["git", "apply", "-"], input=done.out.encode(), cwd=small, check=True, env={"GIT_CEILING_DIRECTORIES": str(small.parent), "PATH": "/usr/bin:/bin"}
    )
    assert run("--root", small, "--fix", "--dry-run", path) == (0, "", "")


def test_only_the_files_that_are_named_are_mended(small: Path) -> None:
    path = untidy(small)
    text = path.read_text("utf-8")
    run("--root", small, "--fix", small / "practices" / "bicycle-kitchen.yaml")
    assert path.read_text("utf-8") == text


def test_links_bytes_and_giants_are_left_alone(small: Path) -> None:
    target = untidy(small)
    (small / "practices" / "a-link.yaml").symlink_to(target)
    (small / "practices" / "bytes.yaml").write_bytes(b"status: draft  \xff\n")
    (small / "practices" / "giant.yaml").write_bytes(b"status: draft  \n" + b"#" * 600_000)
    before = {path: path.read_bytes() for path in small.glob("practices/[abg]*.yaml")}
    run("--root", small, "--fix", small / "practices" / "a-link.yaml", *(small / "practices" / name for name in ("bytes.yaml", "giant.yaml")))
    assert {path: path.read_bytes() for path in before} == before


def test_a_dry_run_without_fixing_is_wrong_use(small: Path) -> None:
    assert run("--root", small, "--dry-run").code == 2


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_people_are_told_how_many_problems_can_be_mended(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = untidy(small)
    path.write_text(path.read_text("utf-8").replace("status: published", "status:\tpublished\nmistake: yes"), "utf-8")
    quiet = run("--root", small, path)
    monkeypatch.setattr(io, "StringIO", Terminal)
    told = run("--root", small, path)
    assert (quiet.code, quiet.err, told.out) == (1, "", quiet.out)
    assert quiet.out.count(": error: ") == 6
    assert told.err == "“check.py --fix” mends 4 of these.\n"


# The hooks for git


def hooks() -> Iterator[dict[str, Any]]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    for repository in config["repos"]:
        for hook in repository["hooks"]:
            yield {"repo": repository["repo"], **hook}


def test_the_hooks_for_git_download_nothing_and_run_what_there_is() -> None:
    found = list(hooks())
    assert [hook["id"] for hook in found] == ["mend-records", "check-records"]
    for hook in found:
        assert (hook["repo"], hook["language"], hook["require_serial"]) == ("local", "system", True)
        program, script, *options = hook["entry"].split()
        assert program == ".venv/bin/python"
        assert (ROOT / script).is_file()
        parsed = vars(command.arguments().parse_args([*options, "practices/x.yaml"]))
        assert parsed["fix"] == (hook["id"] == "mend-records")


def test_the_hooks_look_at_every_file_of_data_and_at_nothing_else() -> None:
    for hook in hooks():
        pattern = re.compile(hook["files"])
        tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
        chosen = {path.split("/")[0] for path in tracked if pattern.search(path)}
        assert chosen == set(SHAPES)
        assert not pattern.search("tests/records/base/practices/bicycle-kitchen.yaml")


def test_the_config_of_the_hooks_has_the_form_that_pre_commit_asks_for(tmp_path: Path) -> None:
    """As far as its documentation says: required keys, and no others than it knows."""
    known = {"id", "name", "entry", "language", "files", "require_serial", "repo", "pass_filenames", "types"}
    for hook in hooks():
        assert {"id", "name", "entry", "language"} <= hook.keys() <= known
    shape = deepcopy(yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8")))
    assert shape.keys() <= {"repos", "minimum_pre_commit_version"}
