"""The form says what the checker says, and what it makes is what the checker accepts: both are run on the same examples."""

from __future__ import annotations

import copy
import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from string import ascii_uppercase, digits
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Request, Route, expect

from catalogue.check import rules
from catalogue.check.identity import NUMBERS, IdentityNumber, identity_numbers, proven
from catalogue.check.rule import DOCUMENT_RULES, LIBRARY_RULES
from catalogue.document import Document, Loaded
from catalogue.language import translations
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.problem import Place, Problem, Severity
from catalogue.record import Record
from catalogue.render.form_data import form_data, library_data
from catalogue.render.reader import Reader as LanguageReader
from catalogue.shape import Shape
from catalogue.translation import fingerprint
from catalogue.yaml12 import Reading, read
from conftest import REPOSITORY, ROOT, home_of, project_copy, small_library
from readers import RUN_AXE, STICKING_OUT, Reader, new_reader
from test_issue_form import ANSWERS, body, chosen_in, made, reader_language
from test_safeguarding import EXAMPLES

RECORDS = ROOT / "tests" / "records"
FORM = "contribute/form/"
READY = "() => !document.querySelector('main [aria-busy=true]')"

OUTSIDE = {
    **dict.fromkeys(
        ["yaml-syntax", "yaml-alias", "yaml-tag", "yaml-documents", "yaml-depth", "yaml-key", "duplicate-key", "tab", "not-a-record", "empty-file"],
        "the form writes the file itself, so it cannot be broken in this way",
    ),
    **dict.fromkeys(
        ["file-size", "file-encoding", "byte-order-mark", "symbolic-link", "file-name", "invisible-character"],
        "a matter of the bytes, the name or the kind of a file; the form writes invisible characters as escapes, for hidden-character to tell",
    ),
    **dict.fromkeys(["front-matter", "page-agreement", "page-citation", "page-clause", "page-heading", "page-html", "page-link"], "pages are written by hand"),
    **dict.fromkeys(["vocabulary-language", "term-twice"], "vocabularies have no form"),
    **dict.fromkeys(["page-translation-part", "page-translation-outdated"], "pages are written by hand"),
    **dict.fromkeys(
        ["unknown-guideline", "clause-twice", "clause-not-asked", "chapter-twice", "unlisted-practice"],
        "self-assessments and toolkits have no form",
    ),
    "unused-source": "a source that the form makes is in the record's list, so it is cited",
    "wrong-value": "the checker's safety net, which no file triggers",
}
"""The rules that a form cannot express, and why."""


# --- both sides ------------------------------------------------------------------------------


class Form:
    """A form in the browser, opened with the library at hand."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, record: Any, practice: str | None = None, **more: Any) -> None:
        """Open a record as somebody does who has it in a file."""
        text = json.dumps({"practice": practice, "record": record, **more}).replace("Infinity", "1e999")
        self.page.evaluate("document.querySelector('[data-announce]').textContent = ''")
        self.page.locator("[data-draft-file]").set_input_files({"name": "draft.json", "mimeType": "application/json", "buffer": text.encode("utf-8")})
        self.page.wait_for_function("document.querySelector('[data-announce]').textContent !== ''")

    def problems(self) -> list[dict[str, Any]]:
        """What stands in the summary: rule, item and sentence."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => [...document.querySelectorAll("[data-found] li")].map((line) => {
              const strong = line.querySelector("strong");
              let said = "";
              for (let node = strong.nextSibling; node && node.nodeName !== "BUTTON"; node = node.nextSibling) said += node.textContent;
              return { rule: line.dataset.rule, at: JSON.parse(line.dataset.at), sentence: said.replace(/^: /, "").trim(), severity: strong.textContent };
            })"""
        )
        return found

    def files(self) -> dict[str, str]:
        """The files that the form offers, by their paths; none while there are errors."""
        if self.page.locator("[data-ways]").is_hidden():
            return {}
        shown: list[list[str]] = self.page.evaluate(
            "[...document.querySelectorAll('[data-files] textarea')].map((one) => [one.getAttribute('aria-label'), one.value])"
        )
        return dict(shown)


def told(problems: list[dict[str, Any]]) -> Counter[tuple[str, str, str]]:
    """Problems as they can be compared."""
    return Counter((problem["rule"], json.dumps(problem["at"], ensure_ascii=False), problem["sentence"]) for problem in problems)


def checker(document: Document, loaded: Loaded, language: str) -> Counter[tuple[str, str, str]]:
    """What the checker says of one document, guesses ("Did you mean …?") aside: the form has no dictionary to guess from."""
    say = translations(ROOT, language).gettext
    found = []
    for rule in DOCUMENT_RULES:
        if document.folder in rule.folders and rule.name not in OUTSIDE:
            found += [(rule, finding.at, finding) for finding in rule.check(document, loaded)]
    places = {document.place(path): path for path in paths(document.data)}
    for rule in LIBRARY_RULES:
        if rule.name not in OUTSIDE:
            found += [(rule, places[finding.place], finding) for finding in rule.check(loaded) if finding.place.path == document.path]
    sentences = [
        (rule.name, json.dumps(at, ensure_ascii=False), Problem(rule.name, rule.severity, Place(""), finding.message, finding.parameters).sentence(say))
        for rule, at, finding in found
    ]
    return Counter(sentences)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small library under the checker's examples."""
    return small_library(tmp_path_factory.mktemp("form") / "library", "locale", "wording")


@pytest.fixture
def form(reader: Reader) -> Callable[..., Form]:
    """Opens the form of the site, as it is published."""

    def opened(path: str = FORM) -> Form:
        page = reader.open(path)
        page.wait_for_function(READY)
        return Form(page)

    return opened


@pytest.fixture
def small_form(reader: Reader, library: Path) -> Callable[..., Form]:
    """Opens the form in a language, with the lists of the small library, or of another one, in place of the site's."""

    def opened(language: str, loaded: Loaded | None = None) -> Form:
        read_in = LanguageReader(Catalogue(loaded or load(library)), language)
        files = {"form.json": form_data(read_in), "library.json": library_data(read_in)}

        def answer(route: Route) -> None:
            route.fulfill(json=files[urlsplit(route.request.url).path.rsplit("/", 1)[1]])

        page = reader.context.new_page()
        page.route(re.compile(r"/contribute/(form|library)\.json$"), answer)
        page.goto(reader.address + home_of(language) + FORM)
        page.wait_for_function(READY)
        return Form(page)

    return opened


@pytest.fixture(scope="module")
def examples(library: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Document, Loaded]]:
    """Every practice of an invalid example that can be read as a group of fields, with the library that it lies in."""
    folder, found = tmp_path_factory.mktemp("examples"), []
    for case in sorted(path for path in (RECORDS / "invalid").iterdir() if (path / "practices").is_dir()):
        root = folder / case.name
        shutil.copytree(library, root)
        shutil.copytree(case, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
        loaded = load(root)
        for path in sorted((case / "practices").glob("*.yaml")):
            document = loaded.by_id["practices"].get(path.stem)
            if document and isinstance(document.data, dict) and not document.refusals and not (case / "vocabularies").exists():
                found.append((case.name, document, loaded))
    return found


# --- the same rules ----------------------------------------------------------------------------


def test_every_rule_is_in_the_form_or_cannot_be(form: Callable[..., Form]) -> None:
    """A new rule of the checker is ported, or its reason stands above."""
    ported = set(form().page.evaluate("Object.keys(window.pcRules)"))
    assert ported | set(OUTSIDE) == {rule.name for rule in rules()}
    assert ported & set(OUTSIDE) == set()


WITH_NEIGHBOURS = ("circular-lineage", "hurtful-word")
"""Examples in which other files of theirs matter; the form gets these too."""


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_form_says_of_every_example_what_the_checker_says(
    language: str, small_form: Callable[..., Form], examples: list[tuple[str, Document, Loaded]]
) -> None:
    """Rule, item and sentence are the same, in the reader's language; errors close the way out."""
    forms = {"": small_form(language)}
    severities = {rule.name: rule.severity for rule in rules()}
    triggered: set[str] = set()
    wrong = []
    for case, document, loaded in examples:
        expected = checker(document, loaded, language)
        if not expected:
            continue  # only rules outside of the form have something to say
        beside = case if case in WITH_NEIGHBOURS else ""
        opened = forms.get(beside) or forms.setdefault(beside, small_form(language, loaded))
        opened.open(document.data, document.id)
        said = told(opened.problems())
        triggered |= {rule for rule, _, _ in expected}
        if said != expected:
            wrong.append(f"{case}\n  only the checker: {sorted(expected - said)}\n  only the form: {sorted(said - expected)}")
        elif bool(opened.files()) == any(severities[rule] is Severity.ERROR for rule, _, _ in expected):
            wrong.append(f"{case}: the way out is open with errors, or closed without")
    assert not wrong, "\n".join(wrong)
    assert triggered == {rule.name for rule in rules()} - set(OUTSIDE), "every ported rule has an example"


JUNK: list[Any] = [
    "", None, 5, -5, 2.5, 99, 10**20, [], {}, ["x"], {"a": 1}, "SE", "XX", "sv", "2016", "2016-13", "2016-02-30", 2030, "a-source, p. 3", "town-page",
    "x" * 250, "x" * 1300, "<b>bold</b>", "[x](javascript:a) [@town-page]", "Anna (34) came.", "Åsa, 12 år, sa", "In 34, we", "den 12 maj",
    "Ring +46 70 123 45 67 or a@b.se", "[@town-page p. 1]", "claims.visitors", "places.9", "Hello.\n\nNo source here.", "# Heading\ntext", "![x](y)",
    "a|b\n---|---", "EUR", "bicycle-kitchen", "every-field", "https://a.b", "\u200bhidden",
    "Anna, who has schizophrenia, and He has ADHD", "Card 211062-5629, BSN 111222333.", "https://www.LINKEDIN.COM/in/somebody", "See t.me/somebody.",
    "The  homeless, “the homeless”, a drug addict", "En missbrukare, a junkie", "Ein Asylant",
]  # fmt: skip
"""What may stand anywhere by mistake; true is left out, which Python takes for the number 1 where a range is compared."""


def spoilt(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A copy of a record with one to three faults."""
    record = copy.deepcopy(record)
    for _ in range(chance.randint(1, 3)):
        *path, last = chance.choice([path for path in paths(record) if path])
        owner: Any = record
        for step in path:
            owner = owner[step]
        fault = chance.random()
        if fault < 0.7:
            owner[last] = copy.deepcopy(chance.choice(JUNK))
        elif fault < 0.85 or isinstance(owner, list):
            del owner[last]
        else:
            owner[chance.choice(["extra", "evidence", "from", "SV", "de"])] = copy.deepcopy(chance.choice(JUNK))
    return record


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values."""
    yield path
    for step, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from paths(inner, (*path, step))


def test_the_form_and_the_checker_agree_on_records_with_any_fault(form: Callable[..., Form], library: Path) -> None:
    """The fullest record, spoilt in two hundred ways."""
    chance = random.Random(5)  # noqa: S311  (the same faults in every run)
    record = read((RECORDS / "valid/every-field.yaml").read_text("utf-8")).data
    loaded = load(library)
    reader = LanguageReader(Catalogue(loaded), "en")
    page = form().page
    page.evaluate("([model, library]) => Object.assign(globalThis, { model, library })", [form_data(reader), library_data(reader)])
    for _ in range(200):
        data = spoilt(record, chance)
        document = Document(library, "practices/every-field.yaml", Record, json.dumps(data, ensure_ascii=False) + "\\", Reading(data=data))
        beside = Loaded(library, [*loaded.documents, document], loaded.pages, loaded.languages)
        said = page.evaluate(
            """async (data) => {
              await pcTranslation.learn(data, model);
              return pcCheck.problemsOf({ data, id: 'every-field', practice: true }, model, library, Object.keys(library.sources));
            }""",
            data,
        )
        assert told(said) == checker(document, beside, "en"), data


def test_a_valid_example_comes_out_as_it_went_in(small_form: Callable[..., Form], library: Path, tmp_path: Path) -> None:
    """No error, and a file that reads back equal and gets the same advice as the example."""
    opened = small_form("en")
    for path in sorted(RECORDS.glob("valid/*.yaml")):
        root = tmp_path / path.stem
        shutil.copytree(library, root)
        shutil.copy(path, root / "practices")
        loaded = load(root)
        document = loaded.by_id["practices"][path.stem]
        opened.open(document.data, path.stem)
        assert told(opened.problems()) == checker(document, loaded, "en"), path.stem
        files = opened.files()
        assert list(files) == [f"practices/{path.name}"], path.stem
        written = read(files[f"practices/{path.name}"])
        assert not written.refusals
        assert written.data == document.data, path.stem
        assert keys(written.data, Record) == sorted(keys(written.data, Record), key=list(fields(Record)).index), "fields in the model's order"


def keys(data: dict[str, Any], shape: type[Shape]) -> list[str]:
    """The field names of a record as they stand in its file."""
    return [key for key in data if key in fields(shape)]


def fields(shape: type[Shape]) -> list[str]:
    """The field names of a shape in its order."""
    return [info.alias or name for name, info in shape.model_fields.items()]


def test_records_of_the_library_can_be_corrected(form: Callable[..., Form]) -> None:
    """Opened and saved without a change, each is the same record."""
    opened = form()
    for path in sorted((ROOT / "practices").glob("*.yaml"))[::4]:
        data = read(path.read_text("utf-8")).data
        opened.open(data, path.stem)
        written = opened.files().get(f"practices/{path.name}", "")
        assert read(written).data == data, (path.name, opened.problems())
        assert written.startswith(path.read_text("utf-8").split("\n", 1)[0] + "\n")


WORDS_THAT_LOOK_LIKE_DATA = [
    "yes", "No", "NULL", "~", "true", "2016", "2016-05", "0x1F", "1e5", "-", "- a", "? a", "a: b", "a #b", "#a", "'a'", '"a"', "a\\b", "[a]", "{a}", "&a", "*a",
    "!a", "%a", "@a", "`a", "a,b", "a, b", "> a", "| a", "=", "a:", "1:30", "a\tb", "é", "😀", "a" * 200, "a b. " * 60 + "End.", "One.\n\nTwo.",
    "One\n two\n\n- three",
    "x\n  indented\nback", "end with space.  Two spaces. " * 8 + "x", "“Quoted.” " * 20 + "x", "20 people", "3.5", "012", "1_000", "<b>", "a—b", "a\u2028b",
]  # fmt: skip


def test_any_text_is_written_so_that_it_reads_back_equal(form: Callable[..., Form]) -> None:
    """In a field, in a list, as a name and in braces, whatever a text looks like."""
    page = form().page
    for text in WORDS_THAT_LOOK_LIKE_DATA:
        data = {"a": text, "list": [text, "other"], "group": {"x": text, "y": [text]}, text: "key", "rows": [{"x": text}, {"x": {"en": text}}]}
        written = page.evaluate("(data) => window.pcYaml.file(data, {}, '#')", data)
        reading = read(written)
        assert (reading.refusals, reading.data) == ([], data), written


def test_form_and_checker_find_the_same_circles(scripts: Page, library: Path) -> None:
    """Libraries of a few practices with ties in every direction, some of them told twice."""
    chance = random.Random(7)  # noqa: S311  (the same libraries in every run)
    model = form_data(LanguageReader(Catalogue(load(library)), "en"))
    ids, kinds = ["a-b", "a", "b", "c", "d"], ["adopted-from", "adopted-by", "continues", "continued-by", "part-of", "has-part", "see-also"]
    (rule,) = (rule for rule in LIBRARY_RULES if rule.name == "circular-lineage")
    asked, expected = [], []
    for _ in range(300):
        ties = {id_: [(chance.choice(kinds), chance.choice([*ids, "unknown"])) for _ in range(chance.randint(0, 5))] for id_ in ids}
        data = {id_: {"relations": [{"kind": kind, "practice": other} for kind, other in several]} for id_, several in ties.items()}
        documents = [Document(library, f"practices/{id_}.yaml", Record, json.dumps(one), Reading(data=one)) for id_, one in data.items()]
        own = chance.choice(documents)
        places = {own.place(path): [*path] for path in paths(own.data)}
        found = [finding for finding in rule.check(Loaded(library, documents, [], ("en",))) if finding.place.path == own.path]
        expected.append([[places[finding.place], 0, {**finding.parameters}] for finding in found])
        asked.append({"data": own.data, "id": own.id, "practice": True, "library": {"practices": dict.fromkeys(ids, ""), "ties": ties}})
    said = scripts.evaluate("([model, asked]) => asked.map((one) => [...pcRules['circular-lineage']({ ...one, model })])", [model, asked])
    assert said == expected
    assert max(map(len, expected)) >= 3, "circles that share practices"


# --- the same numbers --------------------------------------------------------------------------

MORE_EXAMPLES = {
    "personas kods": ["320010-10006"],
    "BSN": ["000000000"],
    "NIR": ["253072B07300470"],
    "PPS number": ["1234567FW"],
    "National Insurance number": [f"{prefix}103759A" for prefix in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")],
    "rodné číslo": ["520319/274"],
}
"""What else a kind of number can look like, right or not."""


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    """An empty page with the scripts that check, and with nothing else."""
    page = browser.new_page()
    for name in ("form-check", "form-identity", "form-rules"):
        page.add_script_tag(path=ROOT / "overrides" / "assets" / f"{name}.js")
    yield page
    page.close()


def likely(number: IdentityNumber, chance: random.Random) -> dict[str, bool]:
    """Thousands of numbers of one form, and whether the checker takes them: any, and neighbours of right ones, of which some are right again."""
    seeds = [found.group() for written in EXAMPLES[number.name] if (found := re.search(number.form, written))] + MORE_EXAMPLES.get(number.name, [])
    made = {seed: proven(number, seed) for seed in seeds}
    right = [seed for seed in seeds if made[seed]]
    turn = 0
    while turn < 4000 or len(right) < 100:
        turn += 1
        base = chance.choice(seeds if turn < 1000 else right)
        places = range(len(base)) if turn < 1000 else chance.sample(range(len(base)), chance.randint(1, 4))
        written = "".join(another(sign, chance) if place in places else sign for place, sign in enumerate(base))
        if written not in made and re.fullmatch(number.form, written):
            made[written] = proven(number, written)
            right += [written] if made[written] else []
    for date in LEAP_DAYS:
        for place in range(len(right[0]) - len(date)):
            base = chance.choice(right)
            start = base[:place] + date + base[place + len(date) :]
            checks = 2 if number.name in TWO_CHECK_DIGITS else 1
            ends: Iterable[str] = (f"{end:0{checks}}" for end in range(10**checks)) if base[-1] in digits else ascii_uppercase
            made |= {written: proven(number, written) for end in ends if re.fullmatch(number.form, written := start[:-checks] + end)}
    return made


TWO_CHECK_DIGITS = ("fødselsnummer",)
LEAP_DAYS = [
    date
    for year in ("00", "04")
    for day, month in [("29", "02"), ("69", "02"), ("89", "02"), ("29", "22"), ("29", "42"), ("29", "52"), ("29", "62"), ("29", "82")]
    for date in (day + month + year, year + month + day)
]
"""29 February, which tells the centuries apart, in each way of adding to the day or to the month."""


def another(sign: str, chance: random.Random) -> str:
    """A sign of the same sort."""
    return chance.choice(next((sort for sort in (digits, ascii_uppercase, "+-") if sign in sort), sign))


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.name)
def test_form_and_checker_take_the_same_numbers_for_those_of_persons(number: IdentityNumber, scripts: Page) -> None:
    """Date and check digits are worked out twice, by different programs, for each of thousands of numbers."""
    expected = likely(number, random.Random(number.name))  # noqa: S311  (the same numbers in every run)
    said = scripts.evaluate("([name, written]) => written.map((one) => pcIdentity.proven(name, one))", [number.name, list(expected)])
    assert [one for one, theirs in zip(expected, said, strict=True) if theirs is not expected[one]] == []
    assert Counter(expected.values()) >= Counter({True: 100, False: 15})


def test_form_and_checker_find_the_same_numbers_in_a_sentence(scripts: Page, library: Path) -> None:
    """Form, words before, and which name wins where several fit."""
    chance = random.Random(6)  # noqa: S311  (the same sentences in every run)
    words = [number.after.split("|")[0] for number in NUMBERS if number.after] + ["No", "😀", "till den", "tel.+", "x" * 40]
    numbers = []
    for number in NUMBERS:
        made = likely(number, chance)
        numbers += [*made][:10] + chance.sample([one for one, right in made.items() if right], 30)
    model = form_data(LanguageReader(Catalogue(load(library)), "en"))["identity"]
    texts = [" ".join(chance.choice(pair) for _ in range(8) for pair in (words, numbers)) + chance.choice([".", ",", "-1"]) for _ in range(400)]
    said = scripts.evaluate("([texts, model]) => texts.map((text) => [...pcIdentity.numbersIn(text, model)])", [texts, model])
    expected = [[[found.group(), name] for found, name in identity_numbers(text)] for text in texts]
    assert said == expected
    assert {name for found in expected for _, name in found} == {number.name for number in NUMBERS}


def test_every_kind_of_number_has_its_proof_in_the_form(scripts: Page) -> None:
    """A kind that only the checker knows would stop the form with an error."""
    assert scripts.evaluate("pcIdentity.kinds") == [number.name for number in NUMBERS]


# --- as a practitioner uses it -----------------------------------------------------------------


def test_a_practice_typed_by_keyboard_in_swedish_passes_the_checker(form: Callable[..., Form], tmp_path: Path) -> None:
    """From an empty form to two files, without a mouse; in a copy of the project they pass unchanged."""
    page = form(home_of("sv") + FORM).page
    keyboard = page.keyboard

    def focused(words: str) -> bool:
        return bool(page.evaluate("(words) => (document.activeElement.labels?.[0] || document.activeElement).textContent.trim().startsWith(words)", words))

    def tab_to(words: str) -> None:
        """Press Tab until the focus is on what is called so."""
        for _ in range(80):
            keyboard.press("Tab")
            if focused(words):
                return
        raise AssertionError(f"the keyboard does not reach {words}")

    page.locator("[data-draft-empty]").focus()
    tab_to("Titel")
    keyboard.type("Grannar lagar cyklar tillsammans, Exempelstad")
    keyboard.press("Tab")
    keyboard.type("Varje måndag lagar grannar cyklar tillsammans. Ingen vet än vad det leder till.")
    tab_to("Land")
    keyboard.type("Sverige")
    expect(page.locator("[data-step=country] select").first).to_have_value("SE")
    keyboard.press("Tab")
    keyboard.type("Norrbotten")
    page.locator("[data-new-source]").focus()
    keyboard.press("Enter")
    expect(page.locator("[data-entries] li select").first).to_be_focused()
    keyboard.type("Webb")
    tab_to("Titel")
    keyboard.type("Cykelkvällar i Exempelstad")
    page.locator("[data-entries] [data-step=perspective] select").select_option("own-account")
    page.locator("[data-entries] [data-step=reading] select").select_option("full")
    approach = page.locator("[data-step='text.@.approach'] textarea")
    approach.focus()
    keyboard.type("Grannarna träffas på torget. Kommunen lånar ut verktygen.")
    tab_to("Infoga källhänvisning")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.type("s. 2")
    keyboard.press("Enter")
    expect(approach).to_be_focused()
    expect(approach).to_have_value("Grannarna träffas på torget. Kommunen lånar ut verktygen. [@cykelkvallar-i-exempelstad, s. 2]")
    page.locator("[data-check]").focus()
    keyboard.press("Enter")
    expect(page.locator("[data-found]")).to_be_focused()
    files = Form(page).files()
    assert list(files) == ["sources/cykelkvallar-i-exempelstad.yaml", "practices/grannar-lagar-cyklar-tillsammans-exempelstad.yaml"], Form(page).problems()
    record = files["practices/grannar-lagar-cyklar-tillsammans-exempelstad.yaml"]
    assert "  - {country: SE, region: SE-BD}\n" in record and "language: sv\n" in record
    copy = project_copy(tmp_path / "copy")
    for path, text in files.items():
        (copy / path).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "check.py"), "--root", str(copy), *(str(copy / path) for path in files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 pieces of advice\n")


def test_both_forms_make_the_same_files_of_the_same_answers(form: Callable[..., Form]) -> None:
    """What the issue form of the code host becomes, this form writes too, to the letter."""
    reader = LanguageReader(Catalogue(load(ROOT)), "sv")
    papers = made(body("practice", reader, ANSWERS | chosen_in(reader) | {"language": reader_language("sv", reader)}), reader.catalogue)
    files = {name.removeprefix("files/"): text for name, text in papers.items() if name.startswith("files/")}
    data = {path.split("/")[0]: (Path(path).stem, read(text).data) for path, text in files.items()}
    opened = form(home_of("sv") + FORM)
    opened.open(data["practices"][1], entries=[{"id": data["sources"][0], "source": data["sources"][1]}])
    assert opened.files() == files


def test_filling_in_asks_nobody_for_anything_and_works_offline(form: Callable[..., Form]) -> None:
    """Once the page is there, the whole way from the first word to the files needs no network."""
    page = form().page
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.startswith("http"):
            asked.append(request.url)

    page.on("request", note)
    page.context.set_offline(True)
    page.locator("[data-step='text.@.title'] input").fill("A shared workshop, Exampletown")
    page.locator("[data-step='text.@.summary'] textarea").fill("Neighbours share a workshop.")
    page.locator("[data-step=country] select").first.select_option("DK")
    page.locator("[data-source-words]").fill("handicapplanen")
    page.locator("[data-source-results] button").first.click()
    page.locator("[data-check]").click()
    assert list(Form(page).files()) == ["practices/a-shared-workshop-exampletown.yaml"]
    expect(page.locator("[data-preview] h4")).to_have_text("A shared workshop, Exampletown")
    assert asked == []


def test_a_draft_survives_a_reload_and_can_be_emptied(form: Callable[..., Form]) -> None:
    """It lies in this browser and nowhere else, as a file if one wants, and is gone when one says so."""
    page = form().page
    title = page.locator("[data-step='text.@.title'] input")
    title.fill("A shared workshop, Exampletown")
    page.get_by_role("button", name="Add: Goal").click()
    expect(page.locator("[data-step='text.@.goals'] textarea")).to_be_focused()
    page.keyboard.type("More is mended.")
    page.reload()
    page.wait_for_function(READY)
    expect(title).to_have_value("A shared workshop, Exampletown")
    expect(page.locator("[data-step='text.@.goals'] textarea")).to_have_value("More is mended.")
    with page.expect_download() as download:
        page.locator("[data-draft-save]").click()
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert saved["record"]["text"]["en"] == {"title": "A shared workshop, Exampletown", "goals": ["More is mended."]}
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[data-draft-empty]").click()
    expect(title).to_have_value("")
    assert page.evaluate("localStorage.getItem('pc-draft')") is None
    Form(page).open(saved["record"], **{key: value for key, value in saved.items() if key in ("words", "entries")})
    expect(title).to_have_value("A shared workshop, Exampletown")


def test_a_browser_that_keeps_nothing_says_so(reader: Reader) -> None:
    """Whoever forbids storage is told to save a file."""
    reader.context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})")
    page = reader.open(FORM)
    page.wait_for_function(READY)
    page.locator("[data-step='text.@.title'] input").fill("A shared workshop")
    expect(page.locator("[data-draft-status]")).to_contain_text("keeps nothing")


def test_items_are_added_and_removed_by_keyboard_and_told(form: Callable[..., Form]) -> None:
    """The focus goes to the new item, and to the next one when an item goes; a claim takes its sentence along."""
    page = form().page
    add = page.get_by_role("button", name="Add: Number or finding")
    claims = page.locator("[data-step=claims]")
    for number in (1, 2):
        add.focus()
        page.keyboard.press("Enter")
        expect(claims.locator("li[data-item]").nth(number - 1).locator("textarea").first).to_be_focused()
        page.keyboard.type(f"Sentence {number}.")
        expect(page.locator("[data-announce]")).to_have_text(f"Number or finding {number} was added.")
    claims.get_by_role("button", name="Remove Number or finding 1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-announce]")).to_have_text("Number or finding 1 was removed.")
    expect(claims.locator("textarea").first).to_be_focused()
    expect(claims.locator("textarea").first).to_have_value("Sentence 2.")
    expect(claims.get_by_role("group", name="Number or finding 1")).to_have_count(1)


def test_what_is_wrong_stands_beside_its_field_and_the_summary_leads_there(form: Callable[..., Form]) -> None:
    """A field that was left with a fault says so at once; the others wait until everything is checked."""
    page = form().page
    title = page.locator("[data-step='text.@.title'] input")
    title.fill("Write to town@town.example")
    title.press("Tab")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description(re.compile("“town@town.example” is a mail address"))
    expect(page.locator("[data-step='text.@.summary'] .pc-problem")).to_have_count(0)
    page.locator("[data-check]").click()
    expect(page.locator("[data-step='text.@.summary'] .pc-problem")).to_have_count(1)
    expect(page.locator("[data-ways]")).to_be_hidden()
    page.locator("[data-found] a", has_text="Country").click()
    expect(page.locator("[data-step=country] select").first).to_be_focused()


def test_the_ways_out_are_links_that_the_reader_follows(form: Callable[..., Form]) -> None:
    """A new file and an issue on GitHub, filled in as long as an address may be; past that the text goes to the clipboard."""
    opened = form()
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    record = {
        "status": "published",
        "language": "en",
        "places": [{"country": "DK"}],
        "text": {"en": {"title": "A shared workshop & more, Exampletown", "summary": "Neighbours share."}},
        "sources": ["randers-new-disability-plan"],
    }
    opened.open(record)
    (path, text), *_ = opened.files().items()
    link = urlsplit(str(opened.page.locator("[data-files] a").get_attribute("href")))
    assert f"{link.scheme}://{link.netloc}{link.path}" == f"{REPOSITORY}/new/main/practices"
    assert parse_qs(link.query) == {"filename": [path.removeprefix("practices/")], "value": [text]}
    issue = parse_qs(urlsplit(str(opened.page.locator("[data-issue]").get_attribute("href"))).query)
    assert issue["title"] == ["Practice: A shared workshop & more, Exampletown"]
    assert text in issue["body"][0]
    record["text"]["en"]["approach"] = "Neighbours mend things. [@randers-new-disability-plan]\n\n" * 75  # type: ignore[index]
    record["text"]["en"]["results"] = "Neighbours mended ”things”. [@randers-new-disability-plan]\n\n" * 90  # type: ignore[index]
    opened.open(record)
    long = opened.page.locator("[data-files] a")
    assert "value" not in parse_qs(urlsplit(str(long.get_attribute("href"))).query)
    opened.page.context.route(lambda url: url.startswith("https://github.com"), lambda route: route.fulfill(body=""))
    opened.page.evaluate("document.querySelector('[data-files] a').addEventListener('click', (event) => event.preventDefault())")
    long.click()
    expect(opened.page.locator("[data-files] [role=status]")).to_contain_text("It was copied")
    assert opened.page.evaluate("navigator.clipboard.readText()") == opened.files()[path]


def test_a_library_without_a_repository_offers_files_only(form: Callable[..., Form]) -> None:
    """Without an address to propose to, downloading is the way."""
    opened = form()
    opened.page.route(
        "**/contribute/form/",
        lambda route: route.fulfill(body=re.sub(r'data-repository="[^"]*"', 'data-repository=""', route.fetch().text()), content_type="text/html"),
    )
    opened.page.reload()
    opened.page.wait_for_function(READY)
    opened.open(read((ROOT / "practices" / "basta.yaml").read_text("utf-8")).data, "basta")
    expect(opened.page.locator("[data-way=issue]")).to_be_hidden()
    expect(opened.page.locator("[data-way=mail]")).to_be_visible()
    expect(opened.page.locator("[data-files] a")).to_have_count(0)


def test_a_practice_page_leads_to_its_correction_and_translation(reader: Reader) -> None:
    """The record is open with its texts; in a translation the original stands beside each field, and the new text says where it is from."""
    page = reader.open("practices/basta/")
    page.locator("main a[href*='form/?practice=basta']").first.click()
    page.wait_for_function(READY)
    expect(page.locator("h1")).to_contain_text("Correct: ")
    assert page.locator("[data-step='text.@.title'] input").input_value()
    page.goto(reader.address + FORM + "?practice=basta&translate=fi")
    page.wait_for_function(READY)
    title = page.locator("[data-step='text.@.title'] input")
    expect(title).to_have_value("")
    expect(title).to_have_attribute("lang", "fi")
    expect(page.locator("[data-step='text.@.title'] [data-original]")).to_contain_text("Basta")
    title.fill("Basta: päihdekuntoutujien yritys, Nykvarn")
    page.locator("[data-step='text.@.summary'] textarea").fill("Entiset käyttäjät johtavat yritystä.")
    page.locator("[data-check]").click()
    written = read(Form(page).files()["practices/basta.yaml"]).data
    original = read((ROOT / "practices" / "basta.yaml").read_text("utf-8")).data
    texts = original["text"][original["language"]]
    made_from = {name: fingerprint(texts[name]) for name in ("title", "summary")}
    assert written["text"].pop("fi")["translation"] == {"from": original["language"], "by": "human", "made_from": made_from}
    assert written == original


def test_a_machine_translation_becomes_a_reviewed_one(reader: Reader) -> None:
    """Whoever has read a translation says so beside the language that she edits; texts in other languages stay as they are."""
    page = reader.open(FORM + "?practice=basta&translate=sv")
    page.wait_for_function(READY)
    method = page.get_by_label("Translated by")
    expect(method).to_have_value("machine")
    method.select_option("reviewed")
    page.locator("[data-check]").click()
    written = read(Form(page).files()["practices/basta.yaml"]).data
    original = read((ROOT / "practices" / "basta.yaml").read_text("utf-8")).data
    assert written["text"]["sv"]["translation"].pop("by") == "reviewed"
    assert original["text"]["sv"]["translation"].pop("by") == "machine"
    assert written == original
    page.locator("[data-words-language]").select_option(original["language"])
    expect(method).to_be_hidden()
    expect(page.locator("[data-step='text.@.title'] input")).to_have_value(original["text"][original["language"]]["title"])


def test_a_corrected_language_takes_the_texts_along(form: Callable[..., Form]) -> None:
    """Whoever writes in Finnish on the English page says so, before or after."""
    page = form().page
    page.locator("[data-step='text.@.title'] input").fill("Yhteinen verstas, Esimerkkilä")
    page.get_by_role("button", name="Add: Phase").click()
    page.locator("[data-step=phases] [data-step='about.@'] input").fill("Kolme vuotta")
    page.get_by_label("Language of the record").select_option("fi")
    expect(page.locator("[data-step='text.@.title'] input")).to_have_attribute("lang", "fi")
    expect(page.locator("[data-step='text.@.title'] input")).to_have_value("Yhteinen verstas, Esimerkkilä")
    with page.expect_download() as download:
        page.locator("[data-draft-save]").click()
    record = json.loads(download.value.path().read_text("utf-8"))["record"]
    assert (record["language"], record["text"]) == ("fi", {"fi": {"title": "Yhteinen verstas, Esimerkkilä"}})
    assert record["phases"] == [{"about": {"fi": "Kolme vuotta"}}]


def test_axe_finds_nothing_in_a_form_in_full_use(form: Callable[..., Form]) -> None:
    """Many kinds of fields, folds open, problems beside the fields and in the summary, on the smallest screen and in the dark."""
    page = form().page
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator("[data-new-source]").click()
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
    for label in ("Goal", "Number or finding", "Reading of ours"):
        page.get_by_role("button", name=f"Add: {label}", exact=True).click()
    page.locator("[data-check]").click()
    page.locator("[data-step='text.@.approach'] [data-insert]").click()
    assert page.evaluate(STICKING_OUT) == []
    page.evaluate(AXE_SCRIPT)
    for colours in ("light", "dark"):
        page.evaluate("(colours) => { document.documentElement.dataset.theme = colours }", colours)
        assert page.evaluate(RUN_AXE) == []


def test_an_unknown_practice_is_told(reader: Reader) -> None:
    """An address that was cut off opens an empty form that says so."""
    page = reader.open(FORM + "?practice=no-such-practice")
    page.wait_for_function(READY)
    expect(page.locator("[data-fault]")).to_contain_text("no-such-practice")
    reader.complaints.clear()  # the browser reports the missing file


def test_a_hostile_draft_is_shown_as_text(form: Callable[..., Form]) -> None:
    """Drafts come as files from anybody: nothing in one runs, in no place where it is shown."""
    opened = form()
    hostile = "<img src=x onerror=window.__ran=1>"
    record = read((RECORDS / "valid/every-field.yaml").read_text("utf-8")).data
    planted = json.loads(json.dumps(record).replace("Exampletown", hostile.replace('"', "'")))
    planted[hostile] = hostile
    planted["sectors"] = [hostile]
    planted["sources"] = [hostile, "basta"]
    opened.open(planted, entries=[{"id": "a-source", "source": {"title": hostile, hostile: 1}}, {"id": "../x", "source": {}}])
    page = opened.page
    page.wait_for_timeout(100)
    assert page.evaluate("window.__ran") is None
    assert page.locator("main img").count() == 0
    expect(page.locator("[data-found]")).to_contain_text(hostile)
    assert page.locator("[data-entries] > li").count() == 1, "an id that is no id is not opened"


def test_without_scripts_it_is_a_form_to_print(reader: Reader, browser: Browser, address: str) -> None:
    """Every field stands on the page with its explanation, and the page says what to do with it."""
    plain = new_reader(browser, address, java_script_enabled=False)
    page = plain.open(FORM)
    expect(page.locator(".pc-no-js")).to_be_visible()
    for label in ("Title", "Summary", "Country", "What is done", "Goals"):
        expect(page.get_by_text(label, exact=False).first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_label("What users say")).to_be_visible()
    plain.context.close()
