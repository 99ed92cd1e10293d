"""Prose in records: what it may contain, and the one place where it becomes HTML.

Records come in pull requests and are untrusted. Prose is a small CommonMark subset, rendered by
markdown-it-py with HTML off, cleaned by nh3 with a short allow-list, and written so that no later
Markdown step sees a line break, a tab or a brace of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

CITATION = re.compile(r"\[@([a-z0-9]+(?:-[a-z0-9]+)*)(?:,\s*([^\[\]\s][^\[\]]*))?\]")
"""``[@source]`` or ``[@source, p. 3]``; several may follow each other."""

SPACE_BEFORE = re.compile(r"(?<=\S)\s+(?=\[@)")
"""A reference mark follows its sentence without a space, however the file is wrapped."""

TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "sup", "br"}
ATTRIBUTES = {"a": {"href", "class", "aria-label"}, "sup": {"class", "data-pagefind-ignore"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}


@dataclass(frozen=True)
class Cited:
    """One citation in a text: which source, and where in it."""

    source: str
    locator: str | None = None


def parse_citation(text: str) -> Cited:
    """Read "a-source" or "a-source, p. 3"."""
    source, _, locator = text.partition(",")
    return Cited(source.strip(), locator.strip() or None)


def citations(text: str) -> list[Cited]:
    """All citations of a text, in order."""
    return [Cited(source, locator.strip() if locator else None) for source, locator in CITATION.findall(text)]


def without_citations(text: str) -> str:
    """The text as a sentence without its references, for cards and descriptions."""
    return re.sub(r"\s*" + CITATION.pattern, "", text).strip()


def _citation_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos : state.pos + 2] != "[@":
        return False
    found = CITATION.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"source": found[1], "locator": (found[2] or "").strip() or None}
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False})
    parser.enable(["list", "emphasis", "link", "autolink", "backticks", "escape", "entity", "newline"])
    parser.disable(["backticks"])
    parser.inline.ruler.before("link", "citation", _citation_rule)
    return parser


PARSER = _parser()

Reference = Callable[[Cited], str]
"""Turns a citation into the HTML of its reference mark; may number as it goes."""


def _citation_html(tokens: list[Token], index: int, _options: object, env: dict[str, Any]) -> str:
    meta = tokens[index].meta
    mark: str = env["reference"](Cited(meta["source"], meta["locator"]))
    return mark


RENDERER = RendererHTML()
RENDERER.rules["citation"] = _citation_html  # type: ignore[assignment]


def to_html(text: str, reference: Reference) -> str:
    """Safe HTML of a prose field, in one line without braces, ready for a raw block of a Markdown page."""
    html = RENDERER.render(PARSER.parse(SPACE_BEFORE.sub("", text)), PARSER.options, {"reference": reference})
    return inert(clean(html))


def clean(html: str) -> str:
    """HTML with only the allowed elements, attributes and link schemes."""
    return nh3.clean(html, tags=TAGS, attributes={"*": set(), **ATTRIBUTES}, url_schemes=SCHEMES, link_rel="noopener")


def inert(html: str) -> str:
    """The same HTML with line breaks, tabs and opening braces as character references."""
    return html.strip().replace("\r\n", "\n").replace("\n", "&#10;").replace("\r", "&#10;").replace("\t", "&#9;").replace("{", "&#123;")
