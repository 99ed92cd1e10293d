"""Texts that are safe to show and short enough to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Document, Loaded
from ..language import N_
from ..prose import CITATION
from ..walk import Found
from .rule import ADVICE, ERROR, WARNING, Finding, in_text, rule, some

RAW_HTML = re.compile(r"</?[a-zA-Z][^>\n]*>?|<!--|<[!?]")
AUTOLINK = re.compile(r"<(?:https?://|(?:javascript|vbscript|data):)[^\s<>]+>", re.IGNORECASE)
LINK_TARGET = re.compile(r"\]\(\s*<?((?:[^()\s>]|\([^()\s>]*\))*)")
"""The address of a link; brackets in it come in pairs."""
SAFE_TARGET = re.compile(r"https?://[^\s]+\Z")
SCRIPT_AUTOLINK = re.compile(r"<((?:javascript|vbscript|data):[^\s<>]+)>", re.IGNORECASE)
NOT_A_WEB_ADDRESS = N_("The link to “{target}” is not a web address. Write the full address, starting with https://.")
IMAGE = re.compile(r"!\[")
NO_PICTURES = N_(
    "Pictures cannot stand in a text: nobody can see here whether the people in them agreed, and readers who cannot see them are left out. "
    "Describe what they show, or link to the page that has them."
)
MARKUP_MARK = re.compile(r"[#`~|=!\n]")
BLOCK_MARKUP = re.compile(r"^(?: {0,3}(?:#{1,6}\s|```|~~~|\|)|.*\n {0,3}(?:=+|-{3,})\s*$)", re.MULTILINE)
OPENED_CITATION = re.compile(r"\[@[^\[\]\n]*\]?")
EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
PHONE = re.compile(
    r"(?<![\w./-])(?:"
    r"\(?(?:\+|00)[1-9][0-9]{0,2}[ ()/-]{0,4}(?:[0-9][ ()/-]?){5,12}[0-9]"
    r"|(?![0-9]{2}[ /-][0-9]{2}[ /-][0-9]{4})\(?0[1-9][0-9]{0,4}\)?[ /-](?:[0-9][ -]?){4,8}[0-9]"
    r"|(?:[0-9]{2} ){3}[0-9]{2}"
    r")(?![\w-])"
)
"""Numbers with a country code, with an area code, and in four pairs as in Denmark and Norway; a date is none."""
AGE = "|".join(
    (
        r"\((?:aged? )?[0-9]{1,3}(?: ?(?:years?(?: old)?|år|Jahre))?\)",
        r", ?(?:aged?|alder|ålder) [0-9]{1,3}\b",
        r",? [0-9]{1,3}(?:-| )(?:years?(?:-| )old|year-old|år gammal|år gammel|årig|årige|Jahre alt|jährige?r?)",
        r", [0-9]{1,3}(?: år| Jahre)?,",
    )
)
AN_AGE = re.compile(AGE)
NO_NAMES = ("In", "At", "From", "By", "Since", "The", "Over", "Under", "About", "People", "Children", "Young", "Women", "Men", "Refugees")
NAME_WITH_AGE = re.compile(
    r"[A-ZÅÄÖÆØÜÉ](?<!\w.)(?!"  # the first letter first: capitals are quick to look for
    + "|".join(rf"(?<={word[0]}){word[1:]}\b" for word in NO_NAMES)
    + r")[a-zåäöæøüßéèõžšāēīūķļņģčėęįųłńśźż]{2,}(?: [A-ZÅÄÖÆØÜ][a-zåäöæøüßéõžš]+)? ?"
    + f"(?:{AGE})"
)
"""A capitalised word followed by an age: "Name (34)", "Name, aged 34", "Name, 34,"."""

SUSPICIOUS = re.compile(r"[<>@!:+0-9(#~`|=\n]")
"""No rule below can find anything in a text without one of these, so most texts are read once; one set of characters is quick to look for."""
PLAIN_CITATION = re.compile(r"\[@[a-z0-9-]+(?:, pp?\. [0-9–-]+)?\]")
"""A citation in which nothing can be wrong but the source; what else a citation can hold is looked at."""
FIVE_DIGITS = re.compile(r"[0-9][ ()/-]?(?:[0-9][ ()/-]?){3}[0-9]")
AGE_SIGN = re.compile(r"[0-9](?<=[ (].)(?:(?<=(?:ged|age|der) .)|(?<=, .)[0-9]{0,2},|[0-9]{0,2}(?:\)|[ -]?[yåjJ]))")
ADDRESS_SIGN = re.compile(r"@(?<=[A-Za-z0-9._%+-]@)")
"""What every telephone number, age and mail address holds: these are quick to look for, and seldom there."""


def texts(document: Document) -> list[Found]:
    """The texts in which something could be wrong; worked out once a document."""
    found: list[Found] | None = document.__dict__.get("suspicious_texts")
    if found is None:
        suspicious, without = SUSPICIOUS.search, PLAIN_CITATION.sub
        found = document.__dict__["suspicious_texts"] = [use for use in document.texts if suspicious(without("", use[1]) if "[@" in use[1] else use[1])]
    return found


@rule("raw-html", ERROR)
def no_html_in_texts(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Texts are words, not HTML.

    HTML could run programs in the reader's browser, and other sites could not reuse the text.
    """
    for path, value, kind in texts(document):
        if "<" in value and kind != "name":
            for found in some(RAW_HTML, AUTOLINK.sub(lambda link: " " * len(link.group()), value)):
                yield in_text(path, found, N_("“{html}” looks like HTML. Write plain words; *asterisks* make emphasis."), html=found.group()[:60])


@rule("unsafe-link", ERROR)
def links_lead_to_web_pages(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A link leads to a web page, with its full address.

    Links that start with javascript: or data: run programs; half addresses lead nowhere from another page.
    """
    for path, value, kind in texts(document):
        if "](" in value and kind == "prose":
            for found in some(LINK_TARGET, value):
                if not SAFE_TARGET.match(found[1]):
                    yield in_text(path, found, NOT_A_WEB_ADDRESS, target=found[1][:60])
        if "<" in value and kind == "prose":
            for found in some(SCRIPT_AUTOLINK, value):
                yield in_text(path, found, NOT_A_WEB_ADDRESS, target=found[1][:60])


@rule("markup", ERROR)
def only_simple_markup(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Texts hold paragraphs, emphasis, lists, links and citations, and nothing else.

    Headings, tables, code and pictures would break the order of the page for people who listen to it.
    """
    for path, value, kind in texts(document):
        if kind == "prose" and MARKUP_MARK.search(value):
            if found := IMAGE.search(value):
                yield in_text(path, found, NO_PICTURES)
            if found := BLOCK_MARKUP.search(value):
                start = found.group().strip().split("\n")[0]
                yield Finding(path, N_("Headings, tables and code cannot stand in a text. Use paragraphs and lists."), part=start)


@rule("malformed-citation", ERROR)
def citations_are_well_formed(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """A citation is the source's id in square brackets after an at sign, with the page after a comma.

    A misspelt citation would be printed as it stands, and the fact would be left without a source.
    """
    for path, value, kind in texts(document):
        if "[@" in value and kind == "prose":
            for found in some(OPENED_CITATION, CITATION.sub("", value)):
                message = N_("“{text}” is not a citation. Write [@source-id] or [@source-id, p. 3], one pair of brackets for each source.")
                yield in_text(path, found, message, text=found.group()[:60])


@rule("citation-in-line", ERROR)
def lines_hold_no_citations(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Titles, names and short notes hold no citations.

    They are shown on cards and in lists, where no reference list follows; their sources stand in the field beside them.
    """
    for path, value, kind in document.texts:
        if kind != "prose" and "[@" in value:
            yield Finding(path, N_("A citation cannot stand in this field. Put the source into the field “sources”, or cite it in a longer text."), part="[@")


@rule("personal-contact", ERROR)
def no_contacts_in_texts(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """No mail address and no telephone number stands in a text.

    People change, and addresses of persons do not belong in a public library. A shared mailbox has its place under “contact”.
    """
    with_telephones = document.folder in ("practices", "toolkits")
    for path, value, _ in texts(document):
        if path[0] == "contact":
            continue
        if ADDRESS_SIGN.search(value):
            for found in some(EMAIL, CITATION.sub(" ", value)):
                message = N_("“{found}” is a mail address. Put a shared mailbox into “contact”, or leave it out.")
                yield in_text(path, found, message, found=found.group()[:60])
        if with_telephones and FIVE_DIGITS.search(value):
            for found in some(PHONE, value):
                message = N_("“{found}” looks like a telephone number. Leave it out, and give a page with contacts instead.")
                yield in_text(path, found, message, found=found.group()[:60])


@rule("name-with-age", WARNING, "practices", "toolkits")
def no_person_is_recognisable(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Nobody who uses a service can be recognised.

    A name with an age points to a person, even without a surname. Write “a young woman” instead.
    """
    for path, value, _ in texts(document):
        for found in some(NAME_WITH_AGE, value) if AGE_SIGN.search(value) and AN_AGE.search(value) else ():
            message = N_("“{found}” reads like a person’s name with an age. Is this somebody who uses a service? Then write for example “a young woman”.")
            yield in_text(path, found, message, found=found.group()[:60])


@rule("long-text", ADVICE)
def texts_are_short(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Texts are as short as a reader needs them: titles up to 100 characters, summaries up to 300.

    Most people read on a telephone between two meetings.
    """
    for path, value, limit in document.uses.values["advised-length"]:
        if type(value) is str and limit < len(value) <= 3 * limit:
            message = N_("This text has {length} characters; readers stay with it up to about {limit}. What can go?")
            yield Finding(path, message, {"length": len(value), "limit": limit})


@rule("text-limit", ERROR)
def texts_have_a_limit(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """No text is more than three times as long as a reader stays with it."""
    for path, value, limit in document.uses.values["advised-length"]:
        if type(value) is str and len(value) > 3 * limit:
            message = N_("This text has {length} characters; the limit is {limit}. Keep what a reader needs, and link to the rest as a source.")
            yield Finding(path, message, {"length": len(value), "limit": 3 * limit})
