"""The built site holds together: every page is there, every link leads somewhere, every text says its language."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from catalogue.document import Page as Written
from catalogue.geography import language_name
from catalogue.load import load
from catalogue.model import Catalogue, Practice
from conftest import HOST, LANGUAGES, PAGES, REPOSITORY, ROOT, SUB_PATH, build_site, home_of, project_copy, run_build, trim_toolkits

DEFAULT = LANGUAGES[0]
BASE = HOST + SUB_PATH
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
OUTSIDE = ("http:", "https:", "mailto:")
PROSE = ("challenge", "goals", "approach", "preconditions", "results", "users_view", "difficulties", "do", "dont", "transfer")
A_FEW = ("randers-ssp", "norrbotten-fast-cash", "basta")
"""Enough practices to build every type of page; the first is tied to two others."""


@dataclass
class Segment:
    """A run of text in one language, inside a notice or not."""

    language: str
    notice: bool
    text: str


@dataclass
class Page:
    """What the tests ask of one HTML page."""

    path: str
    """Within the site: ``de/practices/basta/``, or ``404.html``."""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    """Ids that ARIA attributes and labels name."""
    headings: list[str] = field(default_factory=list)
    title: str = ""
    description: str = ""
    html_language: str = ""
    canonical: str = ""
    alternates: dict[str, str] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What is wrong with its elements."""

    @property
    def language(self) -> str:
        """The language in whose tree the page stands."""
        first = self.path.split("/", 1)[0]
        return first if first in LANGUAGES else DEFAULT

    @property
    def name(self) -> str:
        """The address within the tree of its language."""
        return self.path.removeprefix(home_of(self.language))

    def position(self, words: str, language: str) -> int:
        """The number of the first segment in ``language`` that contains the words, or -1."""
        return next((number for number, part in enumerate(self.segments) if part.language == language and words in part.text), -1)

    def notice(self, language: str, words: str) -> int:
        """The number of the first segment of a notice in ``language`` that contains the words, or -1."""
        return next((number for number, part in enumerate(self.segments) if part.notice and part.language == language and words in part.text), -1)


class Reading(HTMLParser):
    """Reads one page; much faster than building its tree."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page(path)
        self.open: list[tuple[str, str, bool]] = [("", "", False)]
        """The open elements: name, language of their text, whether inside a notice."""
        self.heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        page, given = self.page, dict(attrs)
        if "id" in given:
            page.ids.append(given["id"] or "")
        for name in ("href", "src"):
            if name in given:
                page.links.append(given[name] or "")
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            page.references += (given.get(name) or "").split()
        if tag == "html":
            page.html_language = given.get("lang") or ""
        elif tag == "meta" and given.get("name") == "description":
            page.description = given.get("content") or ""
        elif tag == "link" and given.get("rel") == "canonical":
            page.canonical = given.get("href") or ""
        elif tag == "link" and given.get("rel") == "alternate":
            if given.get("hreflang") in page.alternates:
                page.faults.append(f"two alternates for {given.get('hreflang')}")
            page.alternates[given.get("hreflang") or ""] = given.get("href") or ""
        elif tag == "h1":
            page.headings.append("")
        if tag not in VOID:
            _, language, notice = self.open[-1]
            self.open.append((tag, given.get("lang") or language, notice or "pc-notice" in (given.get("class") or "").split()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            if self.open[-1][0] == tag:
                self.open.pop()
            else:
                self.page.faults.append(f"<{self.open[-1][0]}> is open where </{tag}> stands, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        tag, language, notice = self.open[-1]
        if tag in ("script", "style"):
            return
        if tag == "title" and len(self.open) == 4:
            self.page.title += data
        if any(name == "h1" for name, _, _ in self.open[-4:]):
            self.page.headings[-1] += data
        last = self.page.segments[-1] if self.page.segments else None
        if last and last.language == language and last.notice == notice:
            last.text += data
        else:
            self.page.segments.append(Segment(language, notice, data))


def read(file: Path, path: str) -> Page:
    """Read one HTML file."""
    reading = Reading(path)
    reading.feed(file.read_text("utf-8"))
    reading.close()
    for segment in reading.page.segments:
        segment.text = " ".join(segment.text.split())
    return reading.page


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """All HTML pages of the site by their address within it."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        if not path.startswith("pagefind/"):
            path = path.removesuffix("index.html")
            found[path] = read(file, path)
    return found


@pytest.fixture(scope="module")
def inner(pages: dict[str, Page]) -> list[Page]:
    """The pages that stand in the tree of a language: all but the 404 page."""
    return [page for path, page in pages.items() if path != "404.html"]


@pytest.fixture(scope="module")
def library() -> Catalogue:
    """The library that the site was built from."""
    return Catalogue(load(ROOT))


def test_there_is_one_page_for_each_practice_and_language(site: Path) -> None:
    """Practice pages are the records that are not drafts, times the languages."""
    records = {path.stem for path in (ROOT / "practices").glob("*.yaml") if not re.search(r"^status: *[\"']?draft\b", path.read_text("utf-8"), re.MULTILINE)}
    assert len(records) > 50
    for language in LANGUAGES:
        made = {path.parent.name for path in (site / home_of(language) / "practices").glob("*/index.html")}
        assert made == records, language


def test_every_language_has_the_same_pages(inner: list[Page]) -> None:
    """A reader who changes the language never loses her page."""
    by_language = {language: {page.name for page in inner if page.language == language} for language in LANGUAGES}
    assert all(names == by_language[DEFAULT] for names in by_language.values())
    assert set(PAGES.values()) <= by_language[DEFAULT]


def broken_links(looked_at: Iterable[Page], pages: dict[str, Page], site: Path) -> Iterator[str]:
    """The links that lead nowhere, each with the page that it stands on."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    ids = {path: frozenset(page.ids) for path, page in pages.items()}
    outside = {}
    for page in looked_at:
        for link in page.links:
            target = urlsplit(urljoin(BASE + page.path, link))
            if target.scheme + "://" + target.netloc != HOST:
                if link not in outside:
                    outside[link] = link.startswith(OUTSIDE) and (link.startswith("mailto:") or bool(target.netloc))
                if not outside[link]:
                    yield f"{page.path}: {link} is no address that a reader can open"
                continue
            path = unquote(target.path)
            if not path.startswith(SUB_PATH):
                yield f"{page.path}: {link} leads out of the site's folder"
                continue
            path = normpath(path.removeprefix(SUB_PATH) or ".").removeprefix(".") + ("/" if path.endswith("/") else "")
            path = "" if path == "/" else path
            if (path + "index.html" if path.endswith("/") or not path else path) not in files:
                yield f"{page.path}: {link} leads to no file"
            elif target.fragment and unquote(target.fragment) not in ids.get(path, ()):
                yield f"{page.path}: {link} leads to no place on its page"


def test_every_link_leads_somewhere(pages: dict[str, Page], site: Path) -> None:
    """Every ``href`` and ``src`` leads to a file of the site, and to an id on it if it names one; all others are web or mail addresses."""
    assert sum(len(page.links) for page in pages.values()) > 50_000
    broken = list(broken_links(pages.values(), pages, site))
    assert not broken, "\n".join(broken[:50])


def test_the_link_check_sees_what_is_broken(pages: dict[str, Page], site: Path) -> None:
    """The check above finds a lost file, a lost anchor, a link out of the folder, a folder without its slash and a script."""
    bad = ["../no-such/", "#no-such", "/other/", "../basta", "javascript:alert(1)", "https:///x"]
    planted = Page("practices/randers-ssp/", links=["../basta/", "../basta/#sources", BASE, f"{HOST}/other/", *bad])
    assert len(list(broken_links([planted], pages, site))) == len(bad) + 1


def test_links_to_the_files_of_pages_name_files(pages: dict[str, Page]) -> None:
    """ "See or correct this page's file" opens a file that the repository has."""
    prefix = f"{REPOSITORY}/blob/main/"
    named = {link.removeprefix(prefix) for page in pages.values() for link in page.links if link.startswith(prefix)}
    assert len(named) > 300
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_for_contributors_leads_to_the_form_for_issues_in_their_language(pages: dict[str, Page], language: str) -> None:
    form = f"practice{'' if language == LANGUAGES[0] else f'-{language}'}.yml"
    assert (ROOT / ".github/ISSUE_TEMPLATE" / form).is_file()
    assert f"{REPOSITORY}/issues/new?template={form}" in pages[f"{home_of(language)}contribute/"].links


def test_every_page_says_what_it_is_and_in_which_language(pages: dict[str, Page]) -> None:
    """Title, description, one main heading and the language: what a screen reader and a search engine begin with."""
    faults = [
        f"{page.path}: {fault}"
        for page in pages.values()
        for fault, there in (
            (f"its language is {page.html_language!r}", page.html_language != page.language),
            ("no title", not page.title.strip()),
            ("no description", not page.description.strip()),
            (f"{len(page.headings)} main headings", len(page.headings) != 1),
            ("an empty main heading", not all(heading.strip() for heading in page.headings)),
        )
        if there
    ]
    assert not faults


def test_a_title_stands_on_one_page_of_its_language_only(inner: list[Page]) -> None:
    """Readers who use a screen reader, and everybody with many tabs, tell pages apart by their titles."""
    titles = Counter((page.language, page.title) for page in inner)
    assert not [(page.path, page.title) for page in inner if titles[page.language, page.title] > 1]


def test_ids_are_unique_and_labels_point_to_them(pages: dict[str, Page]) -> None:
    """A link or a label must mean one place."""
    faults = [f"{page.path}: the id {id_!r} stands {number} times" for page in pages.values() for id_, number in Counter(page.ids).items() if number > 1]
    faults += [f"{page.path}: a label points to {name!r}, which is not there" for page in pages.values() for name in page.references if name not in page.ids]
    assert not faults


def test_every_page_names_itself_in_all_languages_with_absolute_addresses(inner: list[Page]) -> None:
    """Search engines send each reader to her language; they follow absolute addresses only."""
    for page in inner:
        expected = {language: BASE + home_of(language) + page.name for language in LANGUAGES}
        assert page.alternates == {**expected, "x-default": BASE + page.name}, page.path


def fallback_practices(library: Catalogue) -> Iterator[tuple[Practice, str]]:
    """Practices and the languages in which nothing but title and summary is known of them."""
    for practice in library.practices.values():
        for language in LANGUAGES:
            text = practice.record.text.get(language)
            if not any(getattr(text, name, None) for name in (*PROSE, "claims")) and any(getattr(practice.original, name) for name in (*PROSE, "claims")):
                yield practice, language


def fallback_pages(library: Catalogue) -> Iterator[tuple[str, Written, str]]:
    """Hand-written pages, each with its address, and the languages that they are not translated into."""
    for written in library.pages(DEFAULT).values():
        for language in LANGUAGES:
            if not (ROOT / "docs" / language / written.name).is_file():
                yield re.sub(r"(?:(?<=/)|^)index\.md$|\.md$", lambda end: "/" if end[0] == ".md" else "", written.name), written, language


def test_a_page_without_a_translation_sends_search_engines_to_the_original(pages: dict[str, Page], library: Catalogue) -> None:
    """The canonical address of a page is its own, or that of the original where the body is not translated."""
    original = {home_of(language) + f"practices/{practice.id}/": practice.record.language for practice, language in fallback_practices(library)}
    original |= {home_of(language) + name: DEFAULT for name, _, language in fallback_pages(library)}
    assert len(original) > 100
    for page in pages.values():
        if page.path != "404.html":
            assert page.canonical == BASE + home_of(original.get(page.path, page.language)) + page.name, page.path


def first_words(text: str) -> str:
    """The beginning of a prose text, as far as it has neither marks nor citations."""
    return " ".join(re.split(r"[\[\]*_`<>\\&]|\n\n|^- |^\d+\. ", text.strip(), maxsplit=1)[0].split())[:60].strip()


def borrowed_texts(practice: Practice, language: str) -> Iterator[tuple[str, str]]:
    """The prose of a practice that a reader of ``language`` finds in the record's own language, with that language."""
    text = practice.record.text.get(language)
    for name in PROSE:
        value: Any = getattr(practice.original, name)
        if value and not getattr(text, name, None):
            yield from ((practice.record.language, one) for one in ((value,) if isinstance(value, str) else value))
    for id_, sentence in (practice.original.claims or {}).items():
        if id_ not in ((text.claims if text else None) or {}):
            yield practice.record.language, sentence


def test_a_text_that_is_not_translated_says_its_language(pages: dict[str, Page], library: Catalogue) -> None:
    """Each field that falls back to the record's language stands in an element with that language (WCAG 3.1.2)."""
    checked = 0
    for practice in library.practices.values():
        for language in LANGUAGES:
            page = pages[home_of(language) + f"practices/{practice.id}/"]
            for original, text in borrowed_texts(practice, language):
                words = first_words(text)
                assert not words or page.position(words, original) >= 0, f"{page.path}: {words!r} does not stand in a {original} element"
                checked += len(words) > 20
    assert checked > 500


def test_a_practice_without_a_translation_says_so_above_its_text(pages: dict[str, Page], library: Catalogue) -> None:
    """A notice in the reader's language names the language that she is about to read."""
    for practice, language in fallback_practices(library):
        page = pages[home_of(language) + f"practices/{practice.id}/"]
        notice = page.notice(language, language_name(practice.record.language, language))
        assert notice >= 0, f"{page.path} has no notice"
        for original, text in borrowed_texts(practice, language):
            assert page.position(first_words(text), original) > notice, f"{page.path}: the notice stands below the text"


def test_a_hand_written_page_without_a_translation_says_so_above_its_text(pages: dict[str, Page], library: Catalogue) -> None:
    """Such a page is complete in the default language, in an element that names it, under a notice in the reader's."""
    fallbacks = list(fallback_pages(library))
    assert ("guidelines/sempre/", "de") in [(name, language) for name, _, language in fallbacks]
    for name, written, language in fallbacks:
        page = pages[home_of(language) + name]
        notice = page.notice(language, language_name(DEFAULT, language))
        assert notice >= 0, f"{page.path} has no notice"
        assert page.position(str(written.meta["title"]), DEFAULT) >= 0, f"{page.path}: the title does not say its language"
        texts = [part.text for part in page.segments[notice + 1 :] if part.language == DEFAULT]
        for line in written.body.splitlines():
            words = first_words(line) if re.match(r"[A-Z“]", line) else ""
            assert any(words in text for text in texts), f"{page.path}: {words!r} does not stand in a {DEFAULT} element below the notice"


def test_the_page_for_lost_addresses_leads_home_in_every_language(pages: dict[str, Page]) -> None:
    """A host has one such page for all addresses: it is the default language's and greets the readers of the others too."""
    page = pages["404.html"]
    assert page.html_language == DEFAULT
    for language in LANGUAGES:
        assert page.links.count(SUB_PATH + home_of(language)) > 1, "in the menu and in the text"
        assert any(part.language == language and len(part.text) > 40 for part in page.segments), f"no words in {language}"
    assert all(link.startswith((SUB_PATH, "#")) for link in page.links), "its links must hold at any depth"
    assert f"{SUB_PATH}practices/" in page.links, "the menu is the default language's"


def test_the_published_schema_is_the_committed_one(site: Path) -> None:
    """Editors complete and check records by the schema at a lasting address."""
    published = site / "schema" / "practice.schema.json"
    assert published.read_bytes() == (ROOT / "schema" / "practice.schema.json").read_bytes()
    assert json.loads(published.read_text("utf-8"))["$schema"]


def test_the_sitemap_lists_every_page_in_its_own_language_once(site: Path, inner: list[Page]) -> None:
    """Absolute addresses of pages that exist; those whose body is not translated stay out."""
    names = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "html": "http://www.w3.org/1999/xhtml"}
    tree = ElementTree.parse(site / "sitemap.xml")  # noqa: S314  (our own file)
    listed = [place.text for place in tree.findall("map:url/map:loc", names)]
    assert sorted(map(str, listed)) == sorted(BASE + page.path for page in inner if page.canonical == BASE + page.path)
    alternates = {link.get("href") for link in tree.findall("map:url/html:link", names)}
    assert alternates == {BASE + page.path for page in inner}


def test_every_element_is_closed_where_it_was_opened(pages: dict[str, Page]) -> None:
    """Otherwise browsers guess, and a language or a notice can cover what it should not."""
    assert not [f"{page.path}: {fault}" for page in pages.values() for fault in page.faults]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_type_of_page_is_faultless_html(site: Path, language: str) -> None:
    """The HTML standard's own parser finds nothing to forgive."""
    for kind, path in [*PAGES.items(), *([("404", None)] if language == DEFAULT else [])]:
        file = site / "404.html" if path is None else site / home_of(language) / path / "index.html"
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        try:
            parser.parse(file.read_text("utf-8"))
        except html5lib.html5parser.ParseError as error:
            line, column = parser.tokenizer.stream.position()
            pytest.fail(f"{kind} in {language}: {error} before line {line}, column {column}")


def test_broken_links_in_hand_written_pages_stop_the_build(tmp_path: Path) -> None:
    """A lost page, a lost place on a page and a lost practice are each a warning, and with ``--strict`` a warning ends the build."""
    root = project_copy(tmp_path / "project", A_FEW)
    broken = ["no-such-page.md", "index.md#no-such-place", "../practices/no-such-practice.md"]
    page = root / "docs" / DEFAULT / "guidelines" / "index.md"
    page.write_text(page.read_text("utf-8") + "".join(f"\n[A link]({link})\n" for link in broken), "utf-8")
    done = run_build(root, tmp_path / "site")
    assert done.returncode != 0
    warnings = [line for line in done.stderr.splitlines() if line.startswith("WARNING") and "guidelines/index.md" in line]
    assert [link for link in broken if any(f"'{link}'" in line for line in warnings)] == broken, done.stderr


def test_a_page_is_gone_when_its_record_is(tmp_path: Path) -> None:
    """A record that is deleted leaves no page behind, in no language, and no page links to it."""
    root, site = project_copy(tmp_path / "project", A_FEW), tmp_path / "site"
    build_site(root, site)
    was = {path.relative_to(site) for path in site.rglob("basta/index.html")}
    assert len(was) == len(LANGUAGES)
    (root / "practices" / "basta.yaml").unlink()
    trim_toolkits(root, {path.stem for path in (root / "practices").glob("*.yaml")})
    for page in (root / "docs").rglob("*.md"):
        page.write_text(re.sub(r"\[([^\[\]]*)\]\(practice:basta\)", r"\1", page.read_text("utf-8")), "utf-8")
    build_site(root, site)
    left = [path for path in site.rglob("*.html") if "practices/basta/" in path.relative_to(site).as_posix() or "practices/basta/" in path.read_text("utf-8")]
    assert not left
    assert len(list(site.rglob("randers-ssp/index.html"))) == len(LANGUAGES)


def test_two_builds_of_the_same_files_are_the_same(site: Path, tmp_path: Path) -> None:
    """Built again from a copy in another folder, every file but the search index is the same, byte by byte."""
    again = tmp_path / "site"
    build_site(project_copy(tmp_path / "project"), again)
    one, two = contents(site), contents(again)
    assert one.keys() == two.keys()
    assert not [name for name in one if one[name] != two[name]]


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site but those of the search index, whose order Pagefind does not keep."""
    files = {path.relative_to(site): path for path in site.rglob("*") if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in files.items() if name.parts[0] != "pagefind"}
