"""The bibliography: references in a citation style, the forms for reference managers, what rests on a source, and “cite this page”."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import rispy
import yaml
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from catalogue.bibliography import Author, Source
from catalogue.citing import sentence
from catalogue.load import load, site_identity
from catalogue.model import Catalogue, SourceEntry
from catalogue.render import csl, exchange
from catalogue.render.page import readers_of
from catalogue.render.reader import Reader
from catalogue.render.references import authors, format_source
from catalogue.render.rests import what_rests
from catalogue.render.sources import source_page
from conftest import HOST, LANGUAGES, ROOT, SUB_PATH, small_library
from readers import Readers

PRACTICE = "randers-my-life-my-plan"


@cache
def library() -> Catalogue:
    """The project's own library."""
    return Catalogue(load(ROOT))


@cache
def readers() -> dict[str, Reader]:
    """A reader for each language."""
    return {reader.language: reader for reader in readers_of(library())}


def text_of(html: str) -> str:
    """What one reads of some HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def downloaded(site: Path, ending: str) -> str:
    """The whole bibliography in one form, as the site has it."""
    return (site / "sources" / f"practice-commons.{ending}").read_text("utf-8")


# --- the style -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reference_names_author_date_title_and_address(language: str) -> None:
    """Nothing that a reader needs to find a source gets lost in the style."""
    faults = []
    for source in library().sources.values():
        entry = source.entry
        said = text_of(format_source(source, readers()[language]))
        wanted = [entry.title, entry.DOI or entry.URL, str(entry.issued.year) if entry.issued else None]
        if entry.type != "legislation":  # an act is known by its title
            wanted += [one.family or one.literal for one in entry.author[:15]] or [authors(entry)]
        faults += [f"{source.id}: {text!r} is not in {said!r}" for text in wanted if text and text not in said]
        if re.search(r"[\ue000-\uf8ff]|[\U00010400-\U0001044f]|7777|\.\.(?!\.)|\s[.,]|\(\)|  ", said):
            faults.append(f"{source.id}: {said!r}")
    assert not faults, "\n".join(faults[:20])


def entry(**fields: Any) -> SourceEntry:
    """A source with some fields."""
    return SourceEntry("one", Source.model_validate({"type": "report", "title": "One", "custom": {"perspective": "research", "reading": "full"}, **fields}))


STYLED = {
    "en": "Munday, B., &amp; Ravn, A.-K. M. (2017, 2 June). <i><cite>Who helps?</cite></i> Town Press.",
    "sv": 'Munday, B., &amp; Ravn, A.-K. M. (2017, 2 juni). <i><cite lang="en">Who helps?</cite></i> Town Press.',
    "da": 'Munday, B., &amp; Ravn, A.-K. M. (2017, 2. juni). <i><cite lang="en">Who helps?</cite></i> Town Press.',
    "de": 'Munday, B., &amp; Ravn, A.-K. M. (2017, 2. Juni). <i><cite lang="en">Who helps?</cite></i> Town Press.',
}


@pytest.mark.parametrize("language", STYLED)
def test_a_report_of_two_people_looks_as_the_style_has_it(language: str) -> None:
    """Author, date, title in italics, publisher; the date in the reader's own words."""
    people = [{"family": "Munday", "given": "Brian"}, {"family": "Ravn", "given": "Anna-Karin Maria"}]
    source = entry(title="Who helps?", author=people, publisher="Town Press", issued="2017-06-02", language="en")
    assert format_source(source, readers()[language]) == STYLED[language]


def test_an_organisation_without_a_date_stands_first() -> None:
    """Most sources are pages of an organisation that do not say when they were written."""
    said = format_source(entry(type="webpage", publisher="Town Office et al.", URL="https://example.org/a_b"), readers()["de"], "../one/")
    assert said.startswith("Town Office et al. (o.\N{NO-BREAK SPACE}J.). ")
    assert '<i><a href="../one/"><cite>One</cite></a></i>' in said
    assert '<a class="pc-address" href="https://example.org/a_b" rel="noopener">https://example.org/a_b</a>' in said


def test_a_copy_and_a_title_of_ours_are_marked() -> None:
    """Whoever quotes a source must know that its address is somebody else's copy."""
    source = entry(custom={"perspective": "research", "reading": "full", "copy": True, "supplied-title": True})
    assert format_source(source, readers()["en"]).endswith(" [copy kept by a third party; title supplied by the editors]")


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_texts_of_any_kind_stay_texts_in_a_reference(title: str, family: str, publisher: str) -> None:
    """The library that formats does not escape, so it never sees a text."""
    fields = {"title": csl.plain(title), "publisher": csl.plain(publisher), "URL": csl.plain("https://example.org/")}
    made = csl.reference("report", (Author.model_construct(family=family or "A", given="B"),), fields, "2017", "en")
    assert {*re.findall(r"<[^>]*>", made)} <= {"<i>", "</i>"}
    assert title in text_of(made)
    assert publisher in text_of(made)


@pytest.mark.parametrize("type_", Source.model_fields["type"].annotation.__args__)  # type: ignore[union-attr]
def test_the_style_knows_every_type_of_source(type_: str) -> None:
    """Each type shows its title, with any set of fields and however many people wrote it."""
    for fields in (csl.FIELDS, ("title",), ("title", "URL"), ("title", "container-title", "volume", "page", "DOI")):
        for count in (0, 1, 2, 3, 25, 60):
            people = tuple(Author.model_construct(family=f"Family{index}", given="Given") for index in range(count))
            for language in LANGUAGES:
                made = csl.reference(type_, people, {name: csl.plain(f"<{name}>") for name in fields}, "2017", language)
                assert made.count("&lt;title&gt;") == 1
                assert not re.search(r"[\ue000-\uf8ff]|[\U00010400-\U0001044f]|7777", made)


# --- the forms for reference managers ----------------------------------------------------------------


def test_the_whole_bibliography_is_there_as_csl_json(site: Path) -> None:
    """With CSL's fields only, as a CSL program reads them."""
    items = json.loads(downloaded(site, "json"))
    sources = library().sources
    assert [item["id"] for item in items] == list(sources)
    names = {info.alias or name for name, info in Source.model_fields.items()} - {"custom"} | {"id"}
    for item in items:
        record = sources[item["id"]].entry
        assert set(item) <= names
        assert (item["type"], item["title"], item.get("URL"), item.get("publisher")) == (record.type, record.title, record.URL, record.publisher)
        assert item.get("issued", {}).get("date-parts") == ([[part for part in record.issued if part]] if record.issued else None)
        assert ("copy kept by a third party" in item.get("note", "")) == bool(record.custom.copy_)
    read = CiteProcJSON(items)
    assert {id_: str(read[id_].title) for id_ in sources} == {id_: source.entry.title for id_, source in sources.items()}


def names_of(record: Source) -> list[str]:
    """The authors as "Family, Given", or the names of organisations."""
    return [one.literal or ", ".join(part for part in (one.family, one.given) if part) for one in record.author]


def test_the_whole_bibliography_is_there_as_ris(site: Path) -> None:
    """A reader of RIS finds every title, author, year and address as the record has it."""
    text = downloaded(site, "ris")
    entries = {found["id"]: found for found in rispy.loads(text)}
    assert list(entries) == list(library().sources)
    assert not re.search(r"(?m)^(?!TY  - |[A-Z][A-Z0-9]  - |ER  -\s*$|$)", text)
    for source in library().sources.values():
        found, record = entries[source.id], source.entry
        expected = (record.title, names_of(record), str(record.issued.year) if record.issued else None, [record.URL] if record.URL else [])
        assert (found["title"], found.get("authors", []), found.get("year"), found.get("urls", [])) == expected


def bibtex_entries(text: str) -> dict[str, dict[str, str]]:
    """BibTeX as a program reads it: texts are decoded, addresses are taken letter by letter."""
    raw, decoded = parse_string(text), parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not raw.failed_blocks
    assert not decoded.failed_blocks
    return {
        one.key: {field.key: field.value if field.key in ("url", "doi", "title") else decoded.entries_dict[one.key][field.key] for field in one.fields}
        for one in raw.entries
    }


def untexed(title: str) -> str:
    """A title without the braces that keep its capitals, and without TeX's escapes."""
    inner = title.removeprefix("{").removesuffix("}")
    signs = {escaped: chr(sign) for sign, escaped in exchange.SPECIAL.items()}
    return re.sub("|".join(map(re.escape, signs)), lambda found: signs[found[0]], inner)


def unbraced(names: str | None) -> str | None:
    """Names without the braces around organisations."""
    return names.replace("{", "").replace("}", "") if names else None


def test_the_whole_bibliography_is_there_as_bibtex(site: Path) -> None:
    """A reader of BibTeX finds every title, author, year and address as the record has it."""
    entries = bibtex_entries(downloaded(site, "bib"))
    assert list(entries) == list(library().sources)
    for source in library().sources.values():
        found, record = entries[source.id], source.entry
        expected = (record.title, " and ".join(names_of(record)) or None, str(record.issued.year) if record.issued else None, record.URL)
        assert (untexed(found["title"]), unbraced(found.get("author")), found.get("year"), found.get("url")) == expected


HOSTILE = (
    "100% of {all} & more: $5_000 #1 ~ ^ \\ done",
    "} , author = {Somebody Else} , x = {",
    "@article{planted, title = {planted}}",
    "a\nER  - \n\nTY  - JOUR\nTI  - planted",
    "</pre><script>window.__ran=1</script>",
    '", "planted": "',
)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_a_title_in_every_form(title: str) -> None:
    """No text ends its own field, its entry or its element."""
    item = exchange.item(entry(title=title, URL="https://example.org/{x}\\"), readers()["en"])
    plain = " ".join(title.split())
    (found,) = bibtex_entries(exchange.as_bibtex([item])).values()
    assert untexed(found["title"]) == plain
    assert set(found) == {"title", "url"}
    (ris,) = rispy.loads(exchange.as_ris([item]))
    assert ris["title"] == plain
    (csl_item,) = json.loads(exchange.as_csl_json([item]))
    assert csl_item["title"] == plain
    page = source_page(entry(title=title), readers()["en"]).body
    assert "<script" not in page
    assert page.count("<pre>") == page.count("</pre>") == 3
    (kept,) = re.findall(r"BibTeX</h3> <pre>(.*?)</pre>", page)
    assert unescape(kept) == exchange.as_bibtex([exchange.item(entry(title=title), readers()["en"])]).strip()


# --- what rests on a source ----------------------------------------------------------------------------


def citations_in(value: Any, source: str, key: str = "") -> int:
    """How often some data cites a source, read as plain data: of texts in several languages the English one counts."""
    if isinstance(value, dict):
        chosen = {"en": value["en"]} if "en" in value else value
        return sum(citations_in(inner, source, name) for name, inner in chosen.items())
    if isinstance(value, list):
        if key == "sources":
            return sum(str(item).split(",")[0] == source for item in value)
        return sum(citations_in(item, source) for item in value)
    return len(re.findall(rf"\[@{source}(?:,[^\]]*)?\]", value)) if isinstance(value, str) else 0


ROW = re.compile(
    r'<a href="\.\./\.\./practices/([a-z0-9-]+)/">[^<]*(?:<span[^>]*>[^<]*</span>)?</a> <span class="pc-rests__kind">Practice(?: · cited at (\d+) places?)?<'
)
"""A practice on a source's page, and at how many places it cites the source."""


def test_a_source_page_shows_every_place_that_cites_it(site: Path) -> None:
    """As many as an independent count of the files finds, practice by practice."""
    records = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "practices").glob("*.yaml")}
    listed = Counter(source for record in records.values() for source in record["sources"])
    for source in [id_ for id_, _ in listed.most_common(3)] + list(listed)[:20]:
        page = (site / "sources" / source / "index.html").read_text("utf-8")
        rows = ROW.findall(page)
        counted = {id_: citations_in({name: value for name, value in record.items() if name != "sources"}, source) for id_, record in records.items()}
        expected = {id_: number for id_, number in counted.items() if number or source in records[id_]["sources"] if records[id_]["status"] != "draft"}
        assert {id_: int(number or 0) for id_, number in rows} == expected, source


def test_a_place_leads_to_the_words_that_it_quotes(site: Path) -> None:
    """The label, the place in the source and the sentence stand together, and the link names a section of the practice."""
    pages = [path.read_text("utf-8") for path in (site / "sources").glob("*/index.html")]
    places = [found for page in pages for found in re.findall(r'<li><a href="([^"#]+)#([^"]+)">.*?</a>(.*?)</li>', page) if "pc-rests__words" in found[2]]
    assert len(places) > 500
    assert any("pc-rests__locator" in rest for _, _, rest in places)


SENTENCES = {
    "One thing. Another *thing*": "Another thing",
    "One thing [@a-source]. Another thing": "Another thing",
    "It fell. [@a-source, p. 3] [@b-source] ": "It fell.",
    "First paragraph.\n\nSecond one, e.g. with [a link](https://example.org/).": "Second one, e.g. with a link.",
    "- one point\n- **another** point": "another point",
    "": "",
}


@pytest.mark.parametrize("before", SENTENCES)
def test_the_sentence_of_a_citation_is_the_last_one_before_it(before: str) -> None:
    assert sentence(before) == SENTENCES[before]


def test_a_source_that_is_only_listed_says_so(tmp_path: Path) -> None:
    """A reader must not look for a sentence that is not there."""
    small_library(tmp_path)
    record = tmp_path / "practices" / "language-cafe.yaml"
    text = record.read_text("utf-8")
    first, second = (path.stem for path in sorted((tmp_path / "sources").glob("*.yaml")))

    def shown(sources: str) -> str:
        record.write_text(re.sub(r" *\[@[^\]]*\]", "", re.sub(r"(?m)^sources:.*(\n[ -].*)*", f"sources: [{sources}]", text)), "utf-8")
        catalogue = Catalogue(load(tmp_path))
        (found,) = [page for page in what_rests(catalogue.sources[first], readers_of(catalogue)[0]).pages if page.url == "practices/language-cafe/"]
        assert found.places == []
        return found.note

    assert shown(first) == "Everything on that page rests on this one source."
    assert shown(f"{first}, {second}") == "Listed as a source of that page, but not cited at any place."


def test_a_third_party_copy_is_marked_everywhere(site: Path) -> None:
    """On the bibliography, on its own page, in the references of a practice and in what is taken along."""
    id_ = next(id_ for id_, source in library().sources.items() if source.entry.custom.copy_ and library().cited_by.get(id_, [("", "")])[0][0] == "practice")
    mark = "copy kept by a third party"
    practice = library().cited_by[id_][0].id
    bibliography = (site / "sources" / "index.html").read_text("utf-8")
    (line,) = re.findall(rf'<li>(?:(?!</li>).)*href="{id_}/"(?:(?!</li>).)*</li>', bibliography)
    assert mark in line
    own = (site / "sources" / id_ / "index.html").read_text("utf-8")
    assert own.count(mark) == 4  # the reference and three forms
    (reference,) = re.findall(rf'<li id="source-\d+" data-source="{id_}">(.*?)</li>', (site / "practices" / practice / "index.html").read_text("utf-8"))
    assert mark in reference
    assert all(downloaded(site, form.ending).count(mark) == sum(bool(s.entry.custom.copy_) for s in library().sources.values()) for form, _ in exchange.FORMS)


# --- cite this page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("url", [f"practices/{PRACTICE}/", "guidelines/sempre/"])
def test_a_page_tells_how_to_cite_it(site: Path, language: str, url: str) -> None:
    """With its title in the reader's language, its absolute address and, if somebody reviewed it, the date."""
    home = "" if language == LANGUAGES[0] else f"{language}/"
    address = f"{HOST}{SUB_PATH}{home}{url}"
    page = (site / home / url / "index.html").read_text("utf-8")
    (section,) = re.findall(r'<section class="pc-section pc-cite".*?</section>', page, re.DOTALL)
    assert f'href="{address}"' in section
    (reference,) = re.findall(r'pc-cite__reference">(.*?)</p>', section, re.DOTALL)
    bibtex, ris, csl_json = (unescape(form) for form in re.findall(r"<pre>(.*?)</pre>", section, re.DOTALL))
    said = text_of(reference)
    (bib,) = bibtex_entries(bibtex).values()
    (read,) = rispy.loads(ris)
    (item,) = json.loads(csl_json)
    assert [bib["url"], *read["urls"], item["URL"]] == [address] * 3
    (title,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert {untexed(bib["title"]), read["title"], item["title"]} == {text_of(title).strip()}
    assert text_of(title).strip() in said
    assert said.startswith("Practice Commons. (") and said.endswith(address)
    review = library().practices[PRACTICE].record.review if "practices" in url else None
    assert item.get("issued", {}).get("date-parts") == ([list(review.last)] if review else None)
    assert (str(review.last.year) if review else None) == bib.get("year")


def test_the_site_s_name_and_address_come_from_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the builder reads them: the first variable that is set, else the default."""
    config = tmp_path / "mkdocs.yml"
    config.write_text('site_name: !ENV [A_NAME, B_NAME, Our library]\nsite_url: !ENV [A_URL, "http://127.0.0.1:8000"]\n', "utf-8")
    assert site_identity(tmp_path) == ("Our library", "http://127.0.0.1:8000/")
    monkeypatch.setenv("B_NAME", "Theirs")
    monkeypatch.setenv("A_URL", "https://example.org/under/")
    assert site_identity(tmp_path) == ("Theirs", "https://example.org/under/")
    config.write_text("site_name: Ours\nsite_url: !ENV NOT_SET_ANYWHERE\n", "utf-8")
    assert site_identity(tmp_path) == ("Ours", "")


def test_a_reference_can_be_copied_and_saved(reading: Readers) -> None:
    """By the keyboard; a screen reader hears that it worked. A browser that refuses leaves the text selected."""
    page = reading(permissions=["clipboard-read", "clipboard-write"]).open(f"practices/{PRACTICE}/")
    cite = page.locator(".pc-cite")
    cite.get_by_role("button", name="Copy this reference").press("Enter")
    cite.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == cite.locator(".pc-cite__reference").inner_text()
    cite.locator("summary").press("Enter")
    with page.expect_download() as waiting:
        cite.get_by_role("button", name=re.compile("Save as a file.*BibTeX")).click()
    assert waiting.value.suggested_filename == f"practices-{PRACTICE}.bib"
    (found,) = bibtex_entries(Path(waiting.value.path()).read_text("utf-8")).values()
    assert found["url"].endswith(f"/practices/{PRACTICE}/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    cite.get_by_role("button", name=re.compile("^Copy.*RIS")).click()
    cite.get_by_text("did not let us copy").wait_for()
    assert page.evaluate("String(getSelection())").startswith("TY  - ELEC")


def test_references_can_be_taken_along_without_scripts(reading: Readers) -> None:
    """The forms are on the page; buttons that would do nothing are not."""
    page = reading(java_script_enabled=False).open(f"sources/{next(iter(library().sources))}/")
    assert page.locator(".pc-cite button:visible").count() == 0
    page.locator(".pc-cite summary").click()
    assert page.locator(".pc-cite pre:visible").count() == 3


def test_markup_of_the_style_is_no_more_than_italics() -> None:
    """What a new version of the style may bring is looked at before it reaches a page."""
    made = {str(format_source(source, readers()["en"])) for source in library().sources.values()}
    assert set(re.findall(r"<([a-z]+)", Markup().join(map(Markup, made)))) <= {"i", "cite", "a"}
