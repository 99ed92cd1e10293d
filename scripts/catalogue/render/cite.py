"""“Cite this page”: how to name a page of this library in a text of one's own, and its reference for reference managers.

Thousands of pages differ in title, date and address alone. So the library formats one reference with stand-ins for each
language and date, and every page fills in its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup, escape

from ..bibliography import Author
from ..shape import PartialDate
from . import csl
from .exchange import BIBTEX, CSL_JSON, FORMS, RIS, UNSAFE, Form, Item, issued, one_line, tex
from .page import render, tagged
from .reader import Reader
from .references import linked, when

KEY, TITLE, ADDRESS = "\ue000", "\ue001", "\ue002"
STAND_IN = re.compile("[\ue000-\ue002]")


class Taken(NamedTuple):
    """A reference in one form, to take along."""

    form: Form
    text: Markup
    file: str


def cite_section(reader: Reader, url: str, title: str, language: str, date: PartialDate | None = None) -> str:
    """The section of a page: ``title`` in ``language``, and ``date`` if somebody has reviewed it."""
    key = url.strip("/").replace("/", "-")
    address = absolute(reader, url)
    texts = {KEY: key, TITLE: one_line(title), ADDRESS: address}
    forms = [
        Taken(form, filled(text, texts, ESCAPES[form]), f"{key}.{form.ending}") for form, text in zip(ESCAPES, patterns(reader, date, language), strict=True)
    ]
    fields = {"title": csl.Filling(title, tagged(title, language, reader)), **({"URL": csl.Filling(address, linked(address))} if address else {})}
    author = (Author.model_construct(literal=reader.catalogue.loaded.site_name),)  # a name of any length
    reference = csl.reference("webpage", author, fields, when(date, reader) if date else None, reader.language)
    return render("cite.html", reader, url, reference=reference, forms=forms)


def absolute(reader: Reader, url: str) -> str:
    """The address of a page of the reader's language on the published site; empty where the site has none."""
    catalogue = reader.catalogue
    home = "" if reader.language == catalogue.languages[0] else f"{reader.language}/"
    return f"{catalogue.loaded.site_url}{home}{url}" if catalogue.loaded.site_url else ""


def patterns(reader: Reader, date: PartialDate | None, language: str) -> tuple[str, ...]:
    """The reference of a page in every form, with stand-ins for what differs from page to page; made once for each date and language of the title."""
    made: dict[tuple[PartialDate | None, str], tuple[str, ...]] = reader.__dict__.setdefault("page_references", {})
    if (date, language) not in made:
        made[date, language] = tuple(write([blank(reader, date, language)]).strip() for _, write in FORMS)
    return made[date, language]


def blank(reader: Reader, date: PartialDate | None, language: str) -> Item:
    """The reference of any page with that date."""
    site = one_line(reader.catalogue.loaded.site_name)
    item: Item = {"id": KEY, "type": "webpage", "title": TITLE, "author": [{"literal": site}], "container-title": site, "language": language}
    if date:
        item["issued"] = issued(date)
    if reader.catalogue.loaded.site_url:
        item["URL"] = ADDRESS
    return item


ESCAPES: dict[Form, Callable[[str, str], str]] = {
    BIBTEX: lambda sign, text: text.translate(UNSAFE) if sign == ADDRESS else tex(text),
    RIS: lambda _, text: text,
    CSL_JSON: lambda _, text: json.dumps(text, ensure_ascii=False)[1:-1],
}
"""How each form writes a text so that it stays a text, in the order of ``FORMS``."""


def filled(pattern: str, texts: dict[str, str], escaped: Callable[[str, str], str]) -> Markup:
    """A pattern with the page's own texts, as the content of a ``pre`` element."""
    return preformatted(STAND_IN.sub(lambda found: escaped(found[0], texts[found[0]]), pattern))


def preformatted(text: str) -> Markup:
    """A text of several lines as HTML in one line."""
    return Markup(str(escape(text)).replace("\n", "&#10;"))
