"""Hand-written pages: clauses with stable ids, citations and links that lead somewhere, no raw HTML."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import zip_longest

from ..document import Loaded, Page
from ..guideline import ISSUE_FORMS, LINK
from ..language import N_
from ..prose import CITATION
from ..shape import CLAUSE
from ..walk import KEY
from .references import UNKNOWN_SOURCE
from .rule import ERROR, FindingIn, closest, page_rule
from .texts import AUTOLINK, IMAGE, LINK_TARGET, NO_PICTURES, NOT_A_WEB_ADDRESS, RAW_HTML

LINK_ADDRESS = re.compile(LINK_TARGET.pattern + r"|^ {0,3}\[[^\[\]\n]+\]:\s*<?([^\s>]+)", re.MULTILINE)
"""The address of a link, in the text or in a list of addresses below it."""


@page_rule("page-citation", ERROR)
def pages_cite_sources_that_exist(page: Page, loaded: Loaded) -> Iterator[FindingIn]:
    """Every source that a page cites is a file in sources/."""
    known = loaded.by_id["sources"]
    for found in CITATION.finditer(page.body):
        if found[1] not in known:
            yield FindingIn(page.place(found.start()), UNKNOWN_SOURCE, {"value": found[1]}, closest(found[1], known, 80))


@page_rule("page-link", ERROR)
def pages_link_to_what_exists(page: Page, loaded: Loaded) -> Iterator[FindingIn]:
    """Links to practices, clauses and forms on GitHub lead to what this library has."""
    all_known: dict[str, Collection[str]] = {"practice": loaded.by_id["practices"], "clause": loaded.clauses, "issue": ISSUE_FORMS}
    for found in LINK.finditer(page.body):
        known = all_known[found[2]]
        if found[3] not in known:
            message = {
                "practice": N_("There is no practice “{value}”. Write the file name of a record without .yaml."),
                "clause": N_("There is no clause “{value}”. The ids of clauses stand in the headings of the guideline pages."),
                "issue": N_("There is no form “{value}” on GitHub. Write practice, adoption or correction."),
            }[found[2]]
            yield FindingIn(page.place(found.start()), message, {"value": found[3]}, closest(found[3], known))
    for found in LINK_ADDRESS.finditer(page.body):
        target = found[1] or found[2] or ""
        if (":" in target or "&" in target) and not target.startswith(("https://", "http://", "practice:", "clause:", "issue:", "mailto:")):
            yield FindingIn(page.place(found.start(found.lastindex or 0)), NOT_A_WEB_ADDRESS, {"target": target[:60]})


@page_rule("page-heading", ERROR)
def headings_have_an_address(page: Page, loaded: Loaded) -> Iterator[FindingIn]:
    """Every heading of a page has an id that is the same in every language, and none is used twice.

    Links to a heading then work in each language, and an address on paper stays good.
    """
    seen: set[str] = set()
    for heading in page.headings:
        if heading.level == 1:
            yield FindingIn(page.place(heading.start), N_("The page’s title comes from its front matter. Start here with “##”."))
        elif heading.id is None and not heading.is_clause:
            yield FindingIn(page.place(heading.start), N_("The heading “{text}” has no id. Add one at its end: {{#short-name}}."), {"text": heading.text[:60]})
        elif heading.id in seen and heading.id:
            yield FindingIn(page.place(heading.start), N_("The id “{id}” is already used on this page. Choose another."), {"id": heading.id})
        seen.add(heading.id or "")


@page_rule("page-clause", ERROR)
def clauses_belong_to_their_guideline(page: Page, loaded: Loaded) -> Iterator[FindingIn]:
    """A clause's id is its guideline, a full stop and its own name, and it says whom it addresses.

    Records point to clauses by these ids, so they never change.
    """
    framework = page.meta.get("framework")
    if framework and "status" not in page.meta:
        statuses = ", ".join(sorted(loaded.terms.get("guideline-statuses", ())))
        message = N_("The page does not say how much of the guideline is known. Add “status:” and one of: {terms}.")
        yield FindingIn(page.front.place(("framework", KEY)), message, {"terms": statuses})
    audiences = loaded.terms.get("audiences", set())
    for heading in page.headings:
        if heading.is_clause:
            if not framework:
                message = N_("Only the page of a guideline can have clauses. Add “framework: {framework}” to the lines at its top.")
                yield FindingIn(page.place(heading.start), message, {"framework": page.front.id.removesuffix(".md")})
            elif not heading.id or not re.fullmatch(CLAUSE, heading.id) or not heading.id.startswith(f"{framework}."):
                message = N_("The id of this clause should start with “{framework}.”, the guideline of the page.")
                yield FindingIn(page.place(heading.start), message, {"framework": framework})
            if heading.audience not in audiences:
                message = N_("This clause does not say whom it addresses. Add audience= and one of: {terms}.")
                yield FindingIn(page.place(heading.start), message, {"terms": ", ".join(sorted(audiences))})


@page_rule("page-agreement", ERROR)
def translated_pages_have_the_same_headings(page: Page, loaded: Loaded) -> Iterator[FindingIn]:
    """A translated page has the headings of the page in the default language, by their ids and in the same order.

    Readers who change the language stay at the same place.
    """
    if page.language == loaded.languages[0]:
        return
    original = next((other for other in loaded.pages if other.language == loaded.languages[0] and other.name == page.name), None)
    if original is None:
        yield FindingIn(page.place(0), N_("There is no page “{name}” in the default language. Write it first, or rename this one."), {"name": page.name})
        return
    if not (page.body and original.body):
        return
    for here, there in zip_longest(page.headings, original.headings):
        if here is None or there is None or here.id != there.id:
            message = N_("The headings differ from those of {original}, first at “{id}”. Use the same ids in the same order.")
            place = page.place(here.start if here else len(page.body.rstrip()))
            yield FindingIn(place, message, {"original": original.path, "id": (there and there.id) or (here and here.id) or "…"})
            return


@page_rule("page-html", ERROR)
def pages_hold_no_html(page: Page, loaded: Loaded) -> Iterator[FindingIn]:
    """Pages are Markdown without HTML and without pictures, so that every builder and every screen reader can read them."""
    body = AUTOLINK.sub(lambda found: " " * len(found.group()), page.body)
    for found in RAW_HTML.finditer(body):
        yield FindingIn(page.place(found.start()), N_("“{html}” looks like HTML. Write plain words; *asterisks* make emphasis."), {"html": found.group()[:60]})
    for found in IMAGE.finditer(body):
        yield FindingIn(page.place(found.start()), NO_PICTURES)
