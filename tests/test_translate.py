"""Translations go out and come back without a loss, and every page says which of its words are older than their original."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

import synthetic
import translate as command
from catalogue.check import check
from catalogue.document import Document, Loaded
from catalogue.edit import Braces, amended, with_changes
from catalogue.exchange import exported, units
from catalogue.intake import Intake, Taken
from catalogue.language import po_text
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.problem import INVISIBLE
from catalogue.render.guidelines import hand_written_pages
from catalogue.render.practices import practice_page
from catalogue.render.reader import Reader
from catalogue.render.worklist import worklist_pages
from catalogue.translation import fingerprint, said, translated
from catalogue.yaml12 import read
from conftest import LANGUAGES, ROOT, Outcome, run_command, small_library
from readers import Readers

RECORD = """\
# a comment
status: published
language: en
places:
  - {country: DK, about: {en: The old school}}   # at the end of a line
organisations:
  - name: Exampletown Kommune
    about:
      en: Lends the rooms
      sv: Lånar ut lokalerna
text:
  en:
    title: A tool library, Exampletown
    summary: Neighbours lend each other tools.
    approach: |
      They lend drills. [@town-page, p. 2]

      They lend ladders. [@town-page]
    goals:
      # one point each
      - Lend more. [@town-page]
      - "Waste less. [@town-report]"
  sv:
    title:   'Ett verktygsbibliotek, Exempelstad'
    summary: >
      Grannar lånar ut
      verktyg till varandra.
    goals:
      - Låna ut mer. [@town-page]   # kept
      - "Släng mindre. [@town-report]"
    translation: {from: en, by: machine}

sources: [town-page, town-report]
"""


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    """The project's own library."""
    return load(ROOT)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The small library of the checker's examples with one record that is partly translated, and stamped."""
    root = small_library(tmp_path / "library")
    (root / "practices/tool-library.yaml").write_text(RECORD, "utf-8")
    assert run(root, "stamp") == (0, "Files stamped: 3.\n", "")
    return root


def run(root: Path, *arguments: str | Path) -> Outcome:
    """Run ``scripts/translate.py`` in this process: its exit status, and what it printed."""
    return run_command(command.main, "translate.py", "--root", root, *arguments)


def filled(catalogue: Catalog, translate: Callable[[str], str]) -> str:
    """A PO file as a translator sends it back."""
    for message in catalogue:
        if message.id:
            message.string = translate(str(message.id))
            message.flags.discard("fuzzy")
    return str(po_text(catalogue))


def taken(loaded: Loaded, language: str, text: str, by: str = "human") -> Taken:
    return Intake(loaded, language, by, "x.po").take(text)


def sent_back(root: Path, change: dict[str, str], by: str = "human", language: str = "sv") -> Taken:
    """Export the tool library, put in these translations by their context, and import it."""
    now = load(root)
    catalogue = exported([now.by_id["practices"]["tool-library"]], language)
    for message in catalogue:
        if message.context and message.context.partition("/")[2] in change:
            message.string = change[message.context.partition("/")[2]]
            message.flags.discard("fuzzy")
    result = taken(now, language, po_text(catalogue), by)
    for path, text in result.texts.items():
        (root / path).write_text(text, "utf-8")
    return result


def sentences(result: Taken) -> list[str]:
    return [f"{problem.place}: {problem.severity.word}: {problem.sentence(str)} [{problem.rule}]" for problem in result.problems]


def tool_library(root: Path) -> dict[str, Any]:
    data: dict[str, Any] = read((root / "practices/tool-library.yaml").read_text("utf-8")).data
    return data


def lines_left(old: str, new: str) -> list[str]:
    """The lines of the old text that are not in the new one, in their order, apart from lists in braces."""
    rest = iter(new.splitlines())
    return [line for line in old.splitlines() if "{" not in line and not any(line == other for other in rest)]


# --- out and back -------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_what_is_exported_and_imported_unchanged_changes_no_byte_of_any_record(language: str, loaded: Loaded) -> None:
    catalogue = exported(loaded.of("practices"), language)
    assert len({message.context for message in catalogue if message.id}) == len(catalogue) > 1_000
    for by in ("machine", "human"):
        result = taken(loaded, language, po_text(catalogue), by)
        assert (result.texts, result.problems) == ({}, [])


def test_a_language_that_no_record_has_comes_back_as_it_was_written(loaded: Loaded) -> None:
    """Every text of every record, with its citations: it passes the checker, reads back the same, and no line of the record is lost."""
    documents = loaded.of("practices")
    result = taken(loaded, "fi", filled(exported(documents, "fi"), lambda text: f"Ä {text}: 1 # {len(text)}"))
    assert sentences(result) == []
    assert set(result.texts) == {document.path for document in documents}
    for document in documents:
        new = Document(ROOT, document.path, document.shape, result.texts[document.path], read(result.texts[document.path]))
        for before, after in zip(units(document, "fi"), units(new, "fi"), strict=True):
            assert after.here == f"Ä {before.original}: 1 # {len(before.original)}"
            assert after.original == before.original
        words = translated(new.data, "fi")
        assert words is not None
        assert (words.missing, words.outdated, words.unreviewed) == ((), (), ())
        assert words.made_from == {key: fingerprint(text) for key, text in said(document.data["text"][document.data["language"]]).items()}
        assert lines_left(document.text, new.text) == []


def test_every_translation_of_the_library_knows_what_it_was_made_from(loaded: Loaded) -> None:
    """Otherwise nobody would notice when its original changes: run scripts/translate.py stamp."""
    for document in loaded.of("practices"):
        for language in document.data["text"]:
            words = translated(document.data, language)
            if words and words.translation:
                assert set(words.made_from) == set(words.here), (document.path, language)
    assert [page.path for page in loaded.pages if page.meta.get("translation") and not page.meta["translation"].get("made_from")] == []


def test_a_po_file_tells_translators_what_they_need(library: Path, tmp_path: Path) -> None:
    po = tmp_path / "sv.po"
    assert run(library, "export", "sv", library / "practices/tool-library.yaml", "-o", po)[0] == 0
    with po.open("rb") as file:
        catalogue = read_po(file)
    assert catalogue.locale_identifier == "sv"
    by_context = {str(message.context).partition("/")[2]: message for message in catalogue if message.id}
    assert [*by_context] == ["text.title", "text.summary", "text.goals.0", "text.goals.1", "text.approach", "places.0.about", "organisations.0.about"]
    approach = by_context["text.approach"]
    assert approach.id == "They lend drills. [@town-page, p. 2]\n\nThey lend ladders. [@town-page]"
    assert (approach.string, [name for name, _ in approach.locations]) == ("", ["practices/tool-library.yaml"])
    assert approach.auto_comments[0] == "What is done – at most about 2000 characters"
    assert "[@a-source, p. 3]" in " ".join(approach.auto_comments)
    assert by_context["text.summary"].string == "Grannar lånar ut verktyg till varandra."
    assert by_context["organisations.0.about"].string == "Lånar ut lokalerna"
    assert all(not message.fuzzy for message in by_context.values())

    assert run(library, "export", "sv", "--todo", "-o", po)[1].endswith("5 texts; still to translate: 5.\n")


def test_percent_signs_are_no_placeholders(loaded: Loaded) -> None:
    """Tools would refuse a translation of “85 % of” as a broken program text."""
    text = po_text(exported(loaded.of("practices"), "sv"))
    assert "%" in text
    assert "-format" not in text


# --- the words of a record, edited in place ------------------------------------------


def test_an_import_touches_only_what_it_changes(library: Path) -> None:
    path = library / "practices/tool-library.yaml"
    before = path.read_text("utf-8").splitlines()
    result = sent_back(
        library, {"text.summary": "Grannar lånar verktyg av varandra.", "text.goals.1": "Kasta mindre. [@town-report]", "places.0.about": "Skolan"}
    )
    assert sentences(result) == []
    after = path.read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        "  - {country: DK, about: {en: The old school, sv: Skolan}}   # at the end of a line",
        "    summary: Grannar lånar verktyg av varandra.",
        '      - "Kasta mindre. [@town-report]"',
    ] + [line for line in after if "by_field" in line or line.startswith("      goals: ")]
    assert "      - Låna ut mer. [@town-page]   # kept" in after
    assert tool_library(library)["text"]["sv"]["translation"]["by_field"] == {"summary": "human"}


def test_new_fields_stand_in_the_order_of_the_field_guide(library: Path) -> None:
    sent_back(library, {"text.approach": "De lånar ut. [@town-page]\n\nDe lånar ut stegar. [@town-page, s. 2]"})
    assert list(tool_library(library)["text"]["sv"]) == ["title", "summary", "goals", "approach", "translation"]


def test_a_file_with_windows_line_ends_keeps_them(library: Path) -> None:
    path = library / "practices/tool-library.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    new = taken(load(library), "fi", filled(exported([load(library).by_id["practices"]["tool-library"]], "fi"), str)).texts["practices/tool-library.yaml"]
    assert new.count("\n") == new.count("\r\n") > RECORD.count("\n")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"], exclude_characters="\t"), min_size=1).filter(lambda text: not INVISIBLE.search(text))
LINES = st.lists(WORDS, min_size=1, max_size=4).map("\n".join)


@given(text=LINES, points=st.lists(LINES, min_size=1, max_size=3), name=st.sampled_from(["sv", "no", "sr-Latn"]))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_written_into_a_record_and_read_back(text: str, points: list[str], name: str) -> None:
    changes: dict[tuple[str | int, ...], Any] = {
        ("places", 0, "about", name): text,
        ("organisations", 0, "about", "sv"): text,
        ("text", "sv", "title"): text,
        ("text", "en", "goals"): points,
        ("text", "sv", "goals", 0): points[0],
        ("text", "sv", "claims", "reached"): text,
        ("text", name, "results"): text,
        ("text", "fi"): {"title": text, "goals": points, "translation": Braces({"from": "en", "by": "human"})},
    }
    assert read(amended(RECORD, changes, ("title", "claims", "translation"))).data == with_changes(read(RECORD).data, changes)


# --- what cannot be taken --------------------------------------------------------------


def po(context: str, original: str, translation: str, head: str = "") -> str:
    written = "\n".join(
        f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in (("msgctxt", context), ("msgid", original), ("msgstr", translation))
    )
    return f'msgid ""\nmsgstr "Language: {head or "sv"}\\n"\n\n{written}\n'


REFUSED = {
    "context of no record": (
        po("tools/text.title", "A", "B"),
        "x.po:5:1: error: There is no text “tools/text.title” in this library. Export again: the record may have changed or gone. [translation-file]",
    ),
    "context of no field": (
        po("tool-library/text.results", "A", "B"),
        "x.po:5:1: error: There is no text “tool-library/text.results” in this library. Export again: the record may have changed or gone. [translation-file]",
    ),
    "no context": (
        'msgid "A"\nmsgstr "B"\n',
        "x.po:1:1: error: There is no text “A” in this library. Export again: the record may have changed or gone. [translation-file]",
    ),
    "lost citation": (
        po("tool-library/text.goals.0", "Lend more. [@town-page]", "Låna ut mer."),
        "x.po:5:1: error: The translation must cite what the original cites. The original has: [@town-page]. Here are: –. [translation-citations]",
    ),
    "broken citation": (
        po("tool-library/text.goals.0", "Lend more. [@town-page]", "Låna ut mer. [@town-page] [@ town-report]"),
        "x.po:5:1: error: “[@ town-report]” is not a citation. "
        "Write [@source-id] or [@source-id, p. 3], one pair of brackets for each source. [malformed-citation]",
    ),
    "too long": (
        po("tool-library/text.title", "A tool library, Exampletown", "Bibliotek " * 40),
        "x.po:5:1: error: This text has 399 characters; the limit is 300. Keep what a reader needs, and link to the rest as a source. [text-limit]",
    ),
    "HTML": (
        po("tool-library/organisations.0.about", "Lends the rooms", "<b>Lånar</b>"),
        "x.po:5:1: error: “<b>” looks like HTML. Write plain words; *asterisks* make emphasis. [raw-html]",
    ),
    "title of another practice": (
        po("tool-library/text.title", "A tool library, Exampletown", "Ett språkkafé i biblioteket, Exempelstad"),
        "x.po:5:1: error: The title “Ett språkkafé i biblioteket, Exempelstad” is already that of practices/language-cafe.yaml. "
        "Add the place or what is special. [same-title]",
    ),
    "invisible character": (
        po("tool-library/text.title", "A tool library, Exampletown", "Ett\u202e bibliotek"),
        "x.po:5:1: error: There is an invisible character here (U+202E). Delete it and type the text again. [invisible-character]",
    ),
    "another language": (
        po("tool-library/text.title", "A tool library, Exampletown", "Et bibliotek", "da"),
        "x.po:1:1: error: This file is in “da”, not in “sv”. [translation-file]",
    ),
    "no PO file": (
        "{\n  not: po\n}\n",
        "x.po:1:1: error: This is not a PO file that can be read. Export it again, or ask for help. [translation-file]",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_with_one_wrong_entry_is_refused_whole_in_one_sentence(case: str, library: Path, tmp_path: Path) -> None:
    text, sentence = REFUSED[case]
    if case not in ("no PO file", "another language"):
        good = po("tool-library/text.summary", "Neighbours lend each other tools.", "Grannar lånar.")
        text += good.partition("\n\n")[2].join(("\n", ""))
    result = taken(load(library), "sv", text)
    found = sentences(result)
    assert sentence in found
    assert len([line for line in found if ": error: " in line]) == len(found) <= 2

    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    (tmp_path / "x.po").write_text(text, "utf-8")
    code, out, err = run(library, "import", "sv", tmp_path / "x.po", "--by", "human")
    assert (code, out) == (1, "")
    assert err.endswith("Nothing was changed. Mend the entries above and import the file again.\n")
    assert {path: path.read_bytes() for path in library.rglob("*") if path.is_file()} == before


def test_what_is_only_half_there_is_left_out_and_told(library: Path) -> None:
    result = sent_back(library, {"text.approach": "Half. [@town-page]", "text.goals.0": "Mehr. [@town-page]"}, language="de")
    assert [line.partition(": advice: ")[2] for line in sentences(result)] == [
        "A text in a new language starts with title and summary, so this text was left out. Translate these two first. [left-out]"
    ] * 2
    result = sent_back(library, {"text.title": "Titel", "text.summary": "Kurz.", "text.goals.0": "Mehr. [@town-page]"}, language="de")
    assert [line.partition(": advice: ")[2] for line in sentences(result)] == [
        "Only some points of this list are translated, so it was left out. Translate all of them. [left-out]"
    ]
    assert list(tool_library(library)["text"]["de"]) == ["title", "summary", "translation"]


# --- which version, and by whom ---------------------------------------------------------


def change_original(library: Path, old: str, new: str) -> None:
    path = library / "practices/tool-library.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def sv(library: Path) -> Any:
    return translated(tool_library(library), "sv")


def test_a_changed_original_makes_its_translation_outdated_until_somebody_confirms_it(library: Path) -> None:
    assert sv(library).outdated == ()
    change_original(library, '"Waste less. [@town-report]"', '"Throw less away. [@town-report]"')
    change_original(library, "      - Lend more. [@town-page]\n", "      - Lend   more.\n        [@town-page]\n")  # only wrapped anew
    assert sv(library).outdated == ("goals",)
    assert sv(library).missing == ("approach",)

    assert sent_back(library, {}).texts == {}, "an entry that is still marked as fuzzy says nothing"
    one = sent_back(library, {"text.goals.1": "Kasta mindre. [@town-report]"})
    assert one.fields == 0
    assert sv(library).outdated == ("goals",), "the other point has not been compared"
    both = {"text.goals.0": "Låna ut mer. [@town-page]", "text.goals.1": "Kasta mindre. [@town-report]"}
    assert sent_back(library, both).fields == 1
    assert sv(library).outdated == ()
    assert sv(library).method("goals") == "human"


def test_what_the_translator_saw_decides_the_version(library: Path) -> None:
    """The original may change while the translator works; then the translation is outdated on the day it comes back."""
    catalogue = exported([load(library).by_id["practices"]["tool-library"]], "sv")
    change_original(library, "summary: Neighbours lend each other tools.", "summary: Neighbours share tools.")
    change_original(library, "en: Lends the rooms", "en: Owns the rooms")
    for message in catalogue:
        if message.context in ("tool-library/text.summary", "tool-library/organisations.0.about"):
            message.string = "Ny text."
    result = taken(load(library), "sv", po_text(catalogue))
    assert [line.partition(": advice: ")[2] for line in sentences(result)] == [
        "The original of this note has changed since the export, so it was left out. Export again. [left-out]"
    ]
    new = translated(read(result.texts["practices/tool-library.yaml"]).data, "sv")
    assert new is not None
    assert new.here["summary"] == "Ny text."
    assert new.outdated == ("summary",)


def test_a_note_finds_its_item_when_another_one_was_put_before_it(library: Path) -> None:
    catalogue = exported([load(library).by_id["practices"]["tool-library"]], "sv")
    change_original(library, "organisations:\n", "organisations:\n  - name: A newcomer\n    about: {en: Brings cake}\n")
    for message in catalogue:
        if message.context == "tool-library/organisations.0.about":
            message.string = "Lånar ut rummen"
    result = taken(load(library), "sv", po_text(catalogue))
    assert result.problems == []
    data = read(result.texts["practices/tool-library.yaml"]).data
    assert [organisation["about"].get("sv") for organisation in data["organisations"]] == [None, "Lånar ut rummen"]


def test_a_review_counts_for_everything_in_the_file_and_a_translation_only_for_what_it_changed(library: Path) -> None:
    assert sv(library).unreviewed == ("title", "summary", "goals")
    sent_back(library, {"text.title": "Verktyg att låna, Exempelstad"}, "human")
    assert sv(library).unreviewed == ("summary", "goals")
    assert tool_library(library)["text"]["sv"]["translation"]["by"] == "machine", "the least careful way is the one that readers are told"
    sent_back(library, {"text.goals.0": "Låna ut. [@town-page]"}, "human")
    assert sv(library).unreviewed == ("summary", "goals"), "the other point is still as the machine left it"
    sent_back(library, {}, "reviewed")
    assert sv(library).unreviewed == ()
    translation = tool_library(library)["text"]["sv"]["translation"]
    assert (translation["by"], "by_field" in translation) == ("reviewed", False)
    assert sent_back(library, {}, "reviewed").texts == {}


def test_a_stamp_notes_what_is_not_known_and_renews_only_what_is_named(library: Path) -> None:
    path = library / "practices/tool-library.yaml"
    stamped = path.read_text("utf-8")
    assert run(library, "stamp")[1] == "Files stamped: 0.\n"
    change_original(library, "summary: Neighbours lend each other tools.", "summary: Neighbours share tools.")
    assert run(library, "stamp")[1] == "Files stamped: 0.\n"
    assert sv(library).outdated == ("summary",)
    assert run(library, "stamp", "--renew")[0] == 2
    assert run(library, "stamp", "--renew", path)[1] == "Files stamped: 1.\n"
    assert sv(library).outdated == ()
    assert path.read_text("utf-8").splitlines()[:-9] == stamped.replace("lend each other tools", "share tools").splitlines()[:-9]


def test_wrong_use_is_told_in_a_sentence(library: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.po").write_bytes('msgid "ä"\n'.encode("latin-1"))
    for arguments, sentence in {
        ("export", "xx", "-o", tmp_path / "x.po"): "is not a language that the world’s locale data know",
        ("export", "sv", library / "nothing", "-o", tmp_path / "x.po"): "is not a file or folder of this library",
        ("import", "sv", tmp_path / "none.po", "--by", "human"): "No such file",
        ("import", "sv", tmp_path / "latin.po", "--by", "human"): "is not UTF-8 text",
    }.items():
        code, out, err = run(library, *arguments)
        assert (code, out) == (2, ""), arguments
        assert err.startswith("translate.py: ") and sentence in err and err.count("\n") == 1
    assert run(tmp_path, "status")[0] == 2


def test_the_status_counts_what_there_is_to_do(library: Path) -> None:
    change_original(library, "summary: Neighbours lend each other tools.", "summary: Neighbours share tools.")
    code, out, _ = run(library, "status")
    rows = {cells[0]: cells[1:] for line in out.splitlines() if "│" in line and (cells := [cell.strip() for cell in line.strip("│").split("│")])}
    assert code == 0
    assert rows["Swedish"] == ["0", "5", "1", "5", "0"]
    assert rows["English"] == ["2", "0", "0", "0", "0"]


# --- pages --------------------------------------------------------------------------------


def staged(root: Path, language: str) -> Reader:
    now = load(root)
    assert [problem for problem in check(now) if problem.severity.word == "error"] == []
    return Reader(Catalogue(now), language)


CHANGED = "The original has changed since this was translated."


def notes_of(html: str) -> list[tuple[str, str]]:
    """The notes on a page: the label of the block or the heading that they stand in, and the address of the original."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    found = []
    for block in tree.iter():
        if block.get("class") in ("pc-block", "pc-finding"):
            for note in block.iter("p"):
                if note.get("class") == "pc-outdated":
                    label = block.find("h3") if block.get("class") == "pc-block" else block.find("p")
                    assert note.text and note.text.strip() == CHANGED
                    found.append((label.text or "" if label is not None else "", note.find("a").get("href") or ""))
    return found


def test_a_page_says_exactly_which_field_is_older_than_its_original(library: Path) -> None:
    reader = staged(library, "sv")
    page = practice_page(reader.catalogue.practices["tool-library"], reader)
    assert CHANGED not in page.body and "pc-outdated" not in page.body
    change_original(library, '"Waste less. [@town-report]"', '"Throw less away. [@town-report]"')
    reader = staged(library, "sv")
    page = practice_page(reader.catalogue.practices["tool-library"], reader)
    assert notes_of(page.body) == [("Goals", "../../../practices/tool-library/#what")]
    assert "The original of the title or the summary" not in page.body
    change_original(library, "A tool library, Exampletown", "A library of tools, Exampletown")
    reader = staged(library, "sv")
    assert "The original of the title or the summary" in practice_page(reader.catalogue.practices["tool-library"], reader).body
    for language in ("en", "da"):
        reader = staged(library, language)
        assert "has changed since" not in practice_page(reader.catalogue.practices["tool-library"], reader).body


def test_a_guideline_says_exactly_which_clause_is_older_than_its_original(library: Path) -> None:
    path = library / "docs/en/guidelines/example.md"
    path.write_text(path.read_text("utf-8").replace("Ask the people whom", "Ask all people whom"), "utf-8")
    reader = staged(library, "sv")
    (page,) = (page for page in hand_written_pages(reader) if page.path == "guidelines/example.md")
    assert page.body.count("pc-outdated") == 1
    heading, _, rest = page.body.partition("{#example.ask-first .clause audience=managers}\n")
    assert heading
    before_text = rest.partition("Fråga dem som det gäller.")[0]
    assert "pc-outdated" in before_text
    assert 'href="../../../guidelines/example/#example.ask-first" hreflang="en"' in before_text
    english = staged(library, "en")
    assert all("pc-outdated" not in page.body for page in hand_written_pages(english))


def test_the_notice_over_a_text_that_is_partly_reviewed_says_so(library: Path) -> None:
    sent_back(library, {"text.title": "Verktyg att låna, Exempelstad"}, "human")
    reader = staged(library, "sv")
    body = practice_page(reader.catalogue.practices["tool-library"], reader).body
    assert "Parts of this text were translated" in body
    assert "This text was translated" not in body


def tasks(html: str) -> Iterator[tuple[str, dict[str, str], str | None]]:
    """What a worklist shows: address, what there is to do, and where to do it."""
    for item in html5lib.parse(html, namespaceHTMLElements=False).iter("li"):
        rows = {row[0].text or "": row[1].text or "" for row in item.iter("div") if len(row) == 2}
        links = [link.get("href") or "" for link in item.iter("a")]
        if rows:
            yield links[0], rows, links[1] if len(links) > 1 else None


def test_the_worklist_names_what_there_is_to_do_with_titles_and_summaries_first(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPO_URL", "https://github.example/library")
    change_original(library, '"Waste less. [@town-report]"', '"Throw less away. [@town-report]"')
    (page,) = worklist_pages(staged(library, "sv"))
    found = list(tasks(page.body))
    addresses = [address for address, _, _ in found]
    assert addresses == ["../../practices/tool-library/", "../../practices/bicycle-kitchen/", "../../guidelines/example/"]
    assert found[2][1] == {"Not reviewed": "the whole page"}
    assert found[0][1] == {"Missing": "2 texts", "Out of date": "Goals", "Not reviewed": "Title, Summary, Goals"}
    assert found[0][2] == "../form/?practice=tool-library&translate=sv"
    assert found[2][2] == "https://github.example/library/blob/main/docs/sv/guidelines/example.md"
    change_original(library, "A tool library, Exampletown", "A library of tools, Exampletown")
    (page,) = worklist_pages(staged(library, "sv"))
    assert next(rows for _, rows, _ in tasks(page.body))["Out of date"] == "Title, Goals"
    (page,) = worklist_pages(staged(library, "en"))
    assert [(address, rows) for address, rows, _ in tasks(page.body)] == [("../../practices/language-cafe/", {"Missing": "Title, Summary"})]
    (page,) = worklist_pages(staged(library, "da"))
    assert [address for address, _, _ in tasks(page.body)][:2] == ["../../practices/language-cafe/", "../../practices/bicycle-kitchen/"]
    assert 'href="../../../sv/contribute/translate/"' in page.body, "whoever reads one language may translate into another"
    monkeypatch.delenv("REPO_URL")
    (page,) = worklist_pages(staged(library, "sv"))
    assert [way is None for _, _, way in tasks(page.body)] == [False, False, True], "without a repository, pages have no file to open"


def test_no_page_of_the_worklist_grows_with_the_library(tmp_path: Path) -> None:
    """Two thousand practices on one page would be too much for a telephone."""
    root = tmp_path / "library"
    list(synthetic.library(root, 230))
    reader = Reader(Catalogue(load(root)), "sv")
    pages = list(worklist_pages(reader))
    assert [page.url for page in pages] == [f"contribute/translate/{more}" for more in ("", "page-2/", "page-3/")]
    assert [sum("/practices/" in task[0] for task in tasks(page.body)) for page in pages] == [100, 100, 30]
    assert max(len(page.text(reader).encode()) for page in pages) < 120_000


def test_every_entry_of_the_worklist_leads_somewhere(reading: Readers) -> None:
    page = reading().open("sv/contribute/translate/")
    links = page.locator(".pc-tasks h3 a")
    assert links.count() >= 71
    for index in (0, links.count() - 1):
        target = links.nth(index).evaluate("link => link.href")
        response = page.request.get(target)
        assert response.ok, target
