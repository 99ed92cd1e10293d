"""A page is a value: where it goes, its front matter, and its body. No I/O here."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..language import N_, NN_, direction, locale_of
from ..model import Catalogue
from ..prose import without_citations
from .reader import Reader, relative

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

INTERFACE = {
    "skip": N_("Skip to content"),
    "menu": N_("Menu"),
    "main_menu": N_("Main menu"),
    "search": N_("Search"),
    "language": N_("Language"),
    "theme": N_("Light or dark"),
    "theme_auto": N_("As my device"),
    "theme_light": N_("Light"),
    "theme_dark": N_("Dark"),
    "footer": N_("Footer"),
    "on_this_page": N_("On this page"),
    "breadcrumb": N_("You are here"),
    "home": N_("Home"),
    "source_file": N_("See or correct this page’s file"),
    "report": N_("Tell us what is wrong or missing"),
    "licence": N_("Texts and records: CC BY 4.0. Code: MIT."),
    "no_tracking": N_("No cookies, no counters, nothing from third parties."),
    "bibliography": N_("All sources"),
    "toolkits": N_("Toolkits"),
    "countries": N_("Countries"),
    "themes": N_("Themes"),
    "target_groups": N_("Target groups"),
    "sectors": N_("Sectors"),
    "practices": N_("All practices"),
    "search_title": N_("Search practices and guidelines"),
    "close": N_("Close"),
    "more_results": N_("More results"),
    "browse": N_("Or browse"),
    "shortlist": N_("Shortlist"),
    "shortlist_unkept": N_("Your browser keeps nothing for this site. The shortlist lasts until you leave: take it along by its link at the top."),
}
"""The theme's own strings; every page carries them in its front matter, so that any builder's templates can show them."""

ASSESSMENTS = N_("Self-assessment")
"""A link of the footer, for libraries that have one."""

FINDER = {
    "loading": N_("Searching …"),
    "off": N_("The search cannot be loaded. Please use these lists instead, or try again later."),
    "none": N_("No results for “{query}”. Try fewer or other words, or use the lists."),
    "instead": N_("No results for “{query}”. These are results for “{other}”."),
    "some": N_("No page has all of these words. These results have some of them."),
    "original": N_("Text in {language}"),
    "practice": N_("Practice"),
    "clause": N_("Guideline clause"),
    "guideline": N_("Guideline"),
    "toolkit": N_("Toolkit"),
    "index": N_("List"),
    "source": N_("Source"),
    "page": N_("Page"),
}
"""What the search's script says; the last ones name the kinds of results."""

FOUND = NN_("{count} result", "{count} results")

FORMS = {
    "practices": NN_("{count} practice", "{count} practices"),
    "chapters": NN_("{count} chapter", "{count} chapters"),
    "clauses": NN_("{count} clause", "{count} clauses"),
    "terms": NN_("{count} term", "{count} terms"),
}
"""Counted things that templates name."""


UNREADABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON may hold and YAML may not; with one of them the builder would show the front matter as text."""


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


@dataclass(frozen=True)
class StagedPage:
    """A page of one language: ``path`` within the language's tree, such as ``practices/x.md``."""

    language: str
    path: str
    title: str
    body: str
    description: str = ""
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The folder that it is served from within its language: ``practices/x/``."""
        return url_of(self.path)

    def text(self, reader: Reader) -> str:
        """The staged file: front matter as JSON lines (which is YAML), then the body."""
        catalogue = reader.catalogue
        default = catalogue.languages[0]
        meta: dict[str, Any] = {
            "title": html.escape(self.title),
            "description": html.escape(self.description[:300]),
            "page_language": self.language,
            "page_direction": direction(self.language),
            "url": self.url,
            "home_url": relative(self.url, ""),
            "alternates": [
                {
                    "language": language,
                    "name": str(locale_of(language).get_display_name(language)).capitalize(),
                    "path": self.url if language == default else f"{language}/{self.url}",
                    "current": language == self.language,
                }
                for language in catalogue.languages
            ],
            "default_path": self.url,
            "ui": None,
            **self.meta,
        }
        lines = [f"{name}: {_as_json(value) if name != 'ui' else _interface(reader)}" for name, value in meta.items()]
        return "---\n" + "\n".join(lines) + "\n---\n\n" + self.body + "\n"


def _as_json(value: Any) -> str:
    return UNREADABLE.sub(_escape, json.dumps(value, ensure_ascii=False))


def _interface(reader: Reader) -> str:
    """The theme's strings for one reader, made once: they stand on every page."""
    made: str | None = reader.__dict__.get("interface")
    if made is None:
        said = {name: reader.say(message) for name, message in INTERFACE.items()}
        if reader.catalogue.assessments:
            said["assessments"] = reader.say(ASSESSMENTS)
        finder = {name: reader.say(message) for name, message in FINDER.items()} | {"found": reader.forms(FOUND)}
        made = reader.__dict__["interface"] = _as_json({**said, "finder": json.dumps(finder, ensure_ascii=False)})
    return made


@dataclass(frozen=True)
class StagedFile:
    """A file that is no page: data for a script of the site."""

    language: str
    path: str
    content: str

    def text(self, _reader: Reader) -> str:
        """The staged file."""
        return self.content


def url_of(path: str) -> str:
    """The address of a Markdown file with directory URLs: ``a/index.md`` is ``a/``, ``a/b.md`` is ``a/b/``."""
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else stem + "/"


@cache
def environment() -> Environment:
    """The templates, with HTML escaping switched on for every expression."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["plain"] = without_citations
    return made


def render(template: str, reader: Reader, url: str, **values: Any) -> str:
    """A template as one line of HTML that no Markdown step will touch.

    ``url`` is the address of the page; links in the template are given from the root of the language and made relative.
    """

    def link(to: str) -> str:
        path, _, anchor = to.partition("#")
        return relative(url, path) + (f"#{anchor}" if anchor else "")

    def file(name: str) -> str:
        """A file that exists once, in the tree of the default language."""
        up = 0 if reader.language == reader.catalogue.languages[0] else 1
        return "../" * (url.count("/") + up) + name

    def at_a_glance(card: Any) -> Markup:
        """The card of a practice, made once for all pages that are equally far from it: it stands in many lists."""
        made: dict[tuple[str, str], Markup] = reader.__dict__.setdefault("shown_cards", {})
        key = card.id, link("practices/")
        if key not in made:
            made[key] = environment().get_template("macros.html").module.practice_card(card, link, reader)  # type: ignore[attr-defined]
        return made[key]

    def count(name: str, number: int) -> str:
        return reader.count(FORMS[name], number)

    text = (
        environment()
        .get_template(template)
        .render(_=reader.say, n=count, r=reader, link=link, file=file, at_a_glance=at_a_glance, c=reader.catalogue, **values)
    )
    return one_line(text)


def page_with_lead(template: str, reader: Reader, path: str, title: str, lead: str, meta: dict[str, Any], **values: Any) -> StagedPage:
    """A page whose title and lead stand at its top and describe it to whoever finds it."""
    body = render(template, reader, url_of(path), title=title, lead=lead, **values)
    return StagedPage(reader.language, path, title, body, lead, meta)


def one_line(text: str) -> str:
    """HTML in one line, with opening braces as character references."""
    return " ".join(line.strip() for line in text.splitlines() if line.strip()).replace("{", "&#123;")


def tagged(value: str, language: str, reader: Reader) -> Markup:
    """A text inside an element that names its language, if it is not the reader's."""
    escaped = Markup.escape(value)
    if language == reader.language:
        return escaped
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction(language), escaped)


def in_language(html: Markup, language: str, reader: Reader, element: str = "span") -> Markup:
    """HTML inside an element that names its language, if it is not the reader's; reference marks stay in hers."""
    if language == reader.language:
        return html
    marked = Markup(str(html).replace('<sup class="pc-ref"', f'<sup lang="{reader.language}" class="pc-ref"'))
    return Markup('<{} lang="{}" dir="{}">{}</{}>').format(Markup(element), language, direction(language), marked, Markup(element))


def readers_of(catalogue: Catalogue) -> list[Reader]:
    """A reader for each language of the site, the default one first."""
    return [Reader(catalogue, language) for language in catalogue.languages]
