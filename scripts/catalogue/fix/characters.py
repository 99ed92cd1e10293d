"""Characters that cannot be seen: the byte-order mark, line ends of other systems, tabs, spaces at the ends of lines."""

from __future__ import annotations

import re

from ..document import Document, Loaded
from ..language import N_
from ..yaml12 import LINE_BREAK
from .meaning import UNREADABLE, data_of, harmless, meaning
from .step import Done, Edit, Taken, edited

MARK = "\ufeff"
INDENT = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
WIDTHS = (2, 4, 8)
"""How wide editors show a tab; the first is how wide we write a level."""
SPACE = re.compile(r"[ ]+$", re.MULTILINE)
END = re.compile(r"\n*\Z")

NO_MARK = N_("The byte-order mark is gone.")
LINE_ENDS = N_("Lines end as on every other system.")
TABS = N_("Tabs are spaces now.")
SPACES = N_("Spaces at the ends of lines are gone.")
LAST_LINE = N_("The last line ends like the others.")


def readable(raw: str) -> Taken | None:
    """The text as the reader wants it; none if its tabs could mean more than one thing."""
    done = []
    text = raw.removeprefix(MARK)
    if text != raw:
        done.append(Done(NO_MARK, rule="byte-order-mark"))
    if "\r" in text:
        text = LINE_BREAK.sub("\n", text)
        done.append(Done(LINE_ENDS))
    if "\t" in text:
        versions = [INDENT.sub(lambda found: found[0].expandtabs(width), text).replace("\t", " ") for width in WIDTHS]  # noqa: B023  (used at once)
        if len({meaning(data_of(version)) for version in versions}) > 1:
            return None
        text = versions[0]
        done.append(Done(TABS, rule="tab"))
    return Taken(text, done) if data_of(text) is not UNREADABLE else None


def trailing_space(document: Document, loaded: Loaded) -> Taken:
    """Lines end where their words end, and the file ends with one line end; where a space or an empty line is part of a text, it stays."""
    text, done = document.text, []
    spaces = harmless(text, [Edit(*found.span(), "") for found in SPACE.finditer(text)])
    if spaces:
        text = edited(text, spaces)
        done.append(Done(SPACES))
    end = END.search(text)
    if end and end[0] != "\n" and harmless(text, [Edit(*end.span(), "\n")]):
        text = text[: end.start()] + "\n"
        done.append(Done(LAST_LINE))
    return Taken(text, done)
