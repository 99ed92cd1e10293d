"""A new language needs the files that the recipe names, and no code: shown with Finnish, in letters that no English word has.

A word in plain letters on a Finnish page is then either a name, which stays as it is in every
language, or something that nobody can translate.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from mkdocs.utils.yaml import yaml_load

from catalogue import geography
from catalogue.document import Document
from catalogue.language import locale_of
from catalogue.load import load
from catalogue.prose import citations
from catalogue.render.crosswalk import SCHEMES
from conftest import HOST, ROOT, SUB_PATH, build_site, project_copy

NEW = "fi"
RECIPE = ROOT / "docs" / "en" / "contribute" / "languages.md"

# --- a language that nobody speaks --------------------------------------------------------------

LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ȧḃċḋḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦḂĊḊḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ",
)


def pseudo(text: str, keep: str = r"\{\{|\}\}|\{[^{}]*\}") -> str:
    """The text in letters that no English word has; what ``keep`` matches stays as it is."""
    pieces = re.split(f"({keep})", text)
    return "⟦" + "".join(piece if index % 2 else piece.translate(LETTERS) for index, piece in enumerate(pieces)) + "⟧"


MARKDOWN = r"\]\([^)]*\)|\{[^{}]*\}|`[^`]*`|<https?://[^>]*>|\[@[^\]]*\]"
"""What stays as it is when a page is translated: addresses, ids of headings, names of files, citations."""


def pseudo_page(text: str) -> str:
    """A hand-written page in pseudo-Finnish, with the same headings."""
    _, front, body = text.split("---\n", 2)
    words = {name: pseudo(value) if name in ("title", "description", "headline", "lead") else value for name, value in yaml.safe_load(front).items()}
    lines = (re.sub(r"^(\W*)(.*?)((?: \{[^{}]*\})?)$", lambda found: found[1] + pseudo(found[2], MARKDOWN)[1:-1] + found[3], line) for line in body.split("\n"))
    return f"---\n{yaml.safe_dump(words, allow_unicode=True)}---\n" + "\n".join(lines)


# --- the recipe -----------------------------------------------------------------------------------


def recipe_files() -> list[str]:
    """The files that the recipe names, as patterns."""
    section = RECIPE.read_text("utf-8").split("## Add a language", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"`((?:mkdocs\.yml|locale/|vocabularies/|docs/)[^`\s]*)`", section)


def add_to_list(root: Path) -> None:
    """Step 1: a line in the list of languages."""
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8")
    last = list(re.finditer(r"^ *- \{locale: \w+, name: \w+, build: true\}\n", text, re.MULTILINE))[-1]
    path.write_text(text[: last.end()] + re.sub(r"locale: \w+, name: \w+", f"locale: {NEW}, name: Suomi", last.group()) + text[last.end() :], "utf-8")


def make_messages(root: Path) -> str:
    """What ``make messages`` runs, and what it says."""
    return subprocess.run([sys.executable, str(root / "scripts" / "messages.py"), "--root", str(root)], capture_output=True, text=True, check=True).stdout


def make_check(root: Path) -> list[dict[str, Any]]:
    """What ``make check`` runs, as data."""
    command = [sys.executable, str(root / "scripts" / "check.py"), "--root", str(root), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    return list(found["problems"] if isinstance(found, dict) else found)


def read_messages(root: Path) -> Catalog:
    """The interface strings of the new language."""
    with (root / "locale" / NEW / "messages.po").open("rb") as file:
        return read_po(file)


def write_messages(root: Path, catalogue: Catalog) -> None:
    with (root / "locale" / NEW / "messages.po").open("wb") as file:
        write_po(file, catalogue, width=0)


def translate_interface(root: Path) -> None:
    """Step 2: every string of the interface."""
    make_messages(root)
    catalogue = read_messages(root)
    for message in catalogue:
        if message.id:
            message.string = tuple(map(pseudo, message.id)) if isinstance(message.id, (list, tuple)) else pseudo(message.id)
    write_messages(root, catalogue)


def translate_terms(root: Path) -> None:
    """Step 3: labels, definitions, singulars and synonyms."""
    for path in sorted((root / "vocabularies").glob("*.yaml")):
        vocabulary = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  (everything is text)
        for item in (vocabulary, *vocabulary["terms"]):
            for words in (item[name] for name in ("label", "definition", "one") if name in item):
                words[NEW] = pseudo(words["en"])
            if "synonyms" in item:
                item["synonyms"][NEW] = [pseudo(word) for word in item["synonyms"].get("en", [])]
        path.write_text(yaml.safe_dump(vocabulary, allow_unicode=True, sort_keys=False), "utf-8")


def translate_pages(root: Path) -> None:
    """Step 4: the pages that the recipe names."""
    for name in recipe_files():
        if name.startswith(f"docs/{NEW}/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(pseudo_page((root / name.replace(f"docs/{NEW}/", "docs/en/")).read_text("utf-8")), "utf-8")


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a project that people write, by its path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "build" not in path.parts
    }


class Translated(NamedTuple):
    """A copy of the project with the new language, and what was noticed on the way."""

    root: Path
    changed: set[str]
    after_list: list[dict[str, Any]]
    """What the checker said when the language was only in the list."""
    first_messages: str
    after_all: list[dict[str, Any]]


DORMANT = """\
status: dormant
language: en
places: [{{country: FI}}]
indicators:
  - id: heard
    name: {{en: Parents feel heard}}
    tells: {{en: Whether meetings help}}
    baseline: {{en: Nobody had asked}}
    observation: {{en: Most felt heard}}
    year: 2018
    sources: [{source}]
text:
  en:
    title: A practice with what no other record has
    summary: It has indicators of its own, a contact and an overdue review.
contact:
  role: {{en: Social services office}}
  organisation: Kunta
  mailbox: kunta@example.org
  url: https://example.org/
review: {{owner: {{en: Editors}}, last: 2018-01-01, due: 2019-01-01}}
sources: [{source}]
"""
WITHDRAWN = """\
status: withdrawn
language: en
places: [{{country: FI}}]
text:
  en: {{title: A record that was withdrawn, summary: It was withdrawn.}}
sources: [{source}]
"""


def telling_practices() -> list[str]:
    """A handful of practices that have, between them, every field that any practice has."""
    has = {
        document.id: {(shape, name) for shape, objects in document.uses.objects.items() for _, data in objects for name in data}
        for document in load(ROOT).of("practices")
    }
    missing = set().union(*has.values())
    chosen = []
    while missing:
        best = max(sorted(has), key=lambda id_: len(has[id_] & missing))
        chosen.append(best)
        missing -= has[best]
    return chosen


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Translated:
    """A small copy of the project to which the recipe was applied."""
    root = project_copy(tmp_path_factory.mktemp("new-language") / "project", telling_practices())
    source = min(path.stem for path in (root / "sources").glob("*.yaml"))
    (root / "practices" / "a-dormant-practice.yaml").write_text(DORMANT.format(source=source), "utf-8")
    (root / "practices" / "a-withdrawn-practice.yaml").write_text(WITHDRAWN.format(source=source), "utf-8")
    before = contents(root)
    add_to_list(root)
    after_list, first_messages = make_check(root), make_messages(root)
    translate_interface(root)
    translate_terms(root)
    translate_pages(root)
    after = contents(root)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return Translated(root, changed, after_list, first_messages, make_check(root))


# --- what is left in English -------------------------------------------------------------------------

SHOWN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "content", "label", "summary")
PUNCTUATION = re.compile(r"\s*[:;,·()|–]\s*|\.\s+|\.$")


class Spoken(NamedTuple):
    """A text that a page speaks in the new language, and the element or the attribute that holds it."""

    text: str
    holder: str


def spoken(page: Path) -> list[Spoken]:
    """The texts of a page in the new language; its title and its description count only where its heading does."""
    found = list(_spoken(html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False), ""))
    heading = any(holder == "h1" and text.strip() for text, holder in found)
    return [one for one in found if heading or one.holder not in ("content", "title")]


def _spoken(element: Element, language: str) -> Iterator[Spoken]:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "code", "pre"):
        return
    language = element.get("lang") or language
    if language == NEW:
        yield from (Spoken(element.get(name, ""), name) for name in SHOWN_ATTRIBUTES)
        yield Spoken(element.text or "", element.tag)
    for child in element:
        yield from _spoken(child, language)
        if language == NEW:
            yield Spoken(child.tail or "", element.tag)


def one_space(text: str) -> str:
    return " ".join(unescape(text).split())


class English:
    """Every English word that the site itself says, and what a name may look like."""

    def __init__(self, root: Path) -> None:
        self.site_name = site_name()
        self.titles = {document.data["title"] for document in load(root).of("sources")}
        self.fixed: set[str] = set()
        self.patterns: list[re.Pattern[str]] = []
        for message in read_messages(root):
            for text in message.id if isinstance(message.id, (list, tuple)) else [message.id]:
                self.add(text)
        for path in sorted((root / "vocabularies").glob("*.yaml")):
            vocabulary = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  (everything is text)
            for item in (vocabulary, *vocabulary["terms"]):
                self.fixed |= {one_space(item[name]["en"]) for name in ("label", "definition", "one") if name in item}
        for path in sorted((ROOT / "docs" / "en").rglob("*.md")):
            if (root / "docs" / NEW / path.relative_to(ROOT / "docs" / "en")).is_file():
                self.fixed.add(one_space(str(yaml.safe_load(path.read_text("utf-8").split("---\n", 2)[1])["title"])))
        self.fixed |= theme_strings("en")
        self.fixed.discard("")
        self.names = re.compile("|".join(re.escape(name) for name in sorted(names(root), key=len, reverse=True)))

    def add(self, text: str) -> None:
        """A string of the interface; anything may stand for its placeholders."""
        pieces = [one_space(piece) for piece in re.split(r"\{[^{}]*\}", text.replace("{{", "").replace("}}", ""))]
        if len(pieces) == 1:
            self.fixed.add(pieces[0])
        elif any(re.search(r"[A-Za-z]{2}", piece) for piece in pieces):
            self.patterns.append(re.compile(r"\s*.+?\s*".join(map(re.escape, pieces))))

    def in_text(self, spoken: Spoken) -> str | None:
        """What is English in a text of the new language, or none."""
        text = one_space(spoken.text)
        if not re.search(r"[A-Za-z]", text) or (spoken.holder in ("cite", "h1") and text in self.titles):
            return None
        if text.removesuffix(f" – {self.site_name}") in self.fixed and text != ALSO_A_PUBLISHER:
            return text
        if spoken.holder in ("content", "title"):
            return None  # titles of records and sources are what they are; on the page itself each names its language
        rest = one_space(self.names.sub("•", OWN_ADDRESS.sub("•", text)))
        if any(pattern.fullmatch(rest) for pattern in self.patterns) or any(part in self.fixed for part in PUNCTUATION.split(rest)):
            return text
        return text if re.search(r"[A-Za-z]{2,}", rest) else None


def site_name() -> str:
    """The name of the library."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        return str(yaml_load(file)["site_name"])


def theme_strings(language: str) -> set[str]:
    """The words of the theme in a language."""
    text = files("material").joinpath(f"templates/partials/languages/{language}.html").read_text("utf-8")
    return {one_space(value) for value in re.findall(r'": "([A-Z][^"]*)"', text)}


FIXED_NAMES = {"JSON Schema", "DOI", "FI", "Suomi", "kunta@example.org", "BibTeX", "RIS", "CSL-JSON"}
STYLE_WORDS = {"ei pvm.", "Teoksessa"}
"""What the citation style says in Finnish: no date, in."""
ALSO_A_PUBLISHER = "European Union"
"""A term of a vocabulary that is the name of an organisation too."""
OWN_ADDRESS = re.compile(re.escape(HOST + SUB_PATH) + r"\S*")


@cache
def names(root: Path) -> set[str]:
    """What is the same in every language: names of organisations, titles, codes; and what the world's locale data say in the new one."""
    loaded = load(root)
    found = FIXED_NAMES | STYLE_WORDS | theme_strings(NEW)
    found.add(site_name())
    for scheme in SCHEMES:
        found |= {scheme.name, *(link.url for link in scheme.links)}
        found |= {word.text for words in scheme.words.values() for word in words if word.language or " " not in word.text}
    for document in (*loaded.of("practices"), *loaded.of("sources")):
        found |= set(names_of(document))
    locale = locale_of(NEW)
    found |= {month for form in ("format", "stand-alone") for month in locale.months[form]["wide"].values()} | {
        geography.country_name(code, NEW) for code in geography.countries()
    }
    languages = {geography.language_name(code, NEW) for code in locale.languages}
    found |= languages | {name.capitalize() for name in languages} | set(geography.currencies())
    return {one_space(name) for name in found if re.search(r"[A-Za-z]{2}", name)}


def names_of(document: Document) -> Iterator[str]:
    """The names in a record or a source, with places within sources and addresses."""
    uses = document.uses.values
    yield from (value for _, value, kind in uses["text"] if kind == "name")
    yield from (value for _, value, _ in uses["url"])
    yield document.data.get("DOI", "")
    if document.data.get("custom", {}).get("supplied-title"):
        yield document.data["title"]  # its language is not known
    yield from (geography.region_name(value) for _, value, _ in uses["region"])
    yield from (value.partition(", ")[2] for _, value, _ in uses["citation"])
    yield from (cited.locator or "" for _, value, _ in uses["text"] for cited in citations(value))


def left_in_english(root: Path, site: Path) -> dict[str, str]:
    """The texts of the new language's pages that are English, each with the first page that shows it."""
    english = English(root)
    found: dict[str, str] = {}
    for page in sorted((site / NEW).rglob("*.html")):
        for text in spoken(page):
            if (left := english.in_text(text)) is not None:
                found.setdefault(left, page.relative_to(site).as_posix())
    return found


@pytest.fixture(scope="module")
def finnish_site(translated: Translated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the copy."""
    into = tmp_path_factory.mktemp("new-language-site")
    build_site(translated.root, into)
    return into


def test_the_recipe_names_every_file_that_a_language_needs(translated: Translated) -> None:
    """Whoever follows it need not look for anything else, and does nothing in vain."""
    recipe = recipe_files()
    assert len(recipe) == len(set(recipe)) > 3
    assert [name for name in sorted(translated.changed) if not any(fnmatch(name, pattern) for pattern in recipe)] == []
    assert [pattern for pattern in recipe if not any(fnmatch(name, pattern) for name in translated.changed)] == []


def test_the_checker_tells_what_a_new_language_still_needs(translated: Translated) -> None:
    """As the recipe says: ``make messages`` counts the strings, ``make check`` names the terms; in the end it finds nothing new."""
    missing = {problem["path"] for problem in translated.after_list if problem["rule"] == "vocabulary-language" and NEW in problem["message"]}
    assert missing == {name for name in translated.changed if name.startswith("vocabularies/")}
    assert re.search(rf"^{NEW}: (\d+) messages, \1 without translation", translated.first_messages, re.MULTILINE)
    assert re.search(rf"^{NEW}: \d+ messages, 0 without translation$", make_messages(translated.root), re.MULTILINE)
    assert [problem for problem in translated.after_all if problem["severity"] == "error"] == []


def test_the_new_language_has_every_page(finnish_site: Path) -> None:
    """A page that is not translated is there all the same."""
    finnish = {path.relative_to(finnish_site / NEW) for path in (finnish_site / NEW).rglob("*.html")}
    swedish = {path.relative_to(finnish_site / "sv") for path in (finnish_site / "sv").rglob("*.html")}
    assert finnish == swedish
    assert len(finnish) > 100


def test_no_english_is_left_on_any_page_of_the_new_language(translated: Translated, finnish_site: Path) -> None:
    """Every word is a translated string, a name, or stands inside an element that says which language it is."""
    assert left_in_english(translated.root, finnish_site) == {}


LEFT_OUT = {
    "You are here": r"You are here",
    "Not reported": r"Not reported",
    "Where and when?": r"Where and when\?",
    "Skip to content": r"Skip to content",
    "{count} practice": r"\d+ practices?",
    "{start} to {end}": r"\w+ to \w+",
}
"""Strings of the code, of templates and of the frame, with and without numbers, and what a page then shows."""


def test_a_string_that_nobody_has_translated_is_found(translated: Translated, tmp_path: Path) -> None:
    """A test that sees nothing would pass every language."""
    root = tmp_path / "project"
    shutil.copytree(translated.root, root)
    catalogue = read_messages(root)
    for message in LEFT_OUT:
        found = catalogue.get(message)
        assert found is not None, f"there is no string “{message}” any more: choose another"
        found.string = tuple("" for _ in found.id) if isinstance(found.id, (list, tuple)) else ""
    write_messages(root, catalogue)
    terms = root / "vocabularies" / "target-groups.yaml"
    term = re.search(rf"{NEW}: (⟦.*⟧)\n", terms.read_text("utf-8"))
    assert term
    terms.write_text(terms.read_text("utf-8").replace(term[1], "Untranslated people", 1), "utf-8")
    with (root / "scripts" / "catalogue" / "templates" / "value.html").open("a", encoding="utf-8") as template:
        template.write("<p>Nobody can translate this.</p>")
    build_site(root, tmp_path / "site")
    left = left_in_english(root, tmp_path / "site")
    for expected in (*LEFT_OUT.values(), "Untranslated people", r"Nobody can translate this\."):
        assert any(re.search(expected, text) for text in left), expected
