"""Anybody's words inside a comment of the code host: seen as they are, and without any effect.

GitHub Flavored Markdown makes links, mentions, references to issues, pictures, mathematics and HTML out of plain text.
A backslash stops the Markdown; what the host looks for after that (@somebody, #12, addresses) is broken by a space that has no width.
"""

from __future__ import annotations

import re

from ..problem import visible

BREAK = "&#8203;"
MARKUP = re.compile(r"[\\`*_{}\[\]|~$]")
STARTS_BLOCK = re.compile(r"^(?:[-+=>#]|[0-9]+(?=[.)]))")
LOOKED_FOR = re.compile(r"(?i)@(?=[\w\\])|#(?=\w)|:(?=[\w/])|\bwww(?=\.)|\bgh(?=-[0-9])")


def words(text: str, most: int = 400) -> str:
    """The text in one line of Markdown, cut where nobody reads on."""
    shown = " ".join(visible(text).split())
    shown = f"{shown[:most].rstrip()} …" if len(shown) > most else shown
    start = STARTS_BLOCK.match(shown)
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = MARKUP.sub(lambda found: "\\" + found[0], shown)
    shown = LOOKED_FOR.sub(lambda found: found[0] + BREAK, shown)
    return BREAK + shown if start else shown


def block(lines: list[str], indent: str = "", most: int = 200) -> list[str]:
    """Lines as they stand in a file, in a fence that none of them can close."""
    shown = [f"{line[:most]} …" if len(line) > most else line for line in map(visible, lines)]
    ticks = max((len(run) for line in shown for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, ticks + 1)
    return [f"{indent}{fence}yaml", *(f"{indent}{line}".rstrip() for line in shown), f"{indent}{fence}"]


def quote(text: str) -> list[str]:
    """Paragraphs as a quotation."""
    return [f"> {words(line, 2_000)}".rstrip() for line in text.split("\n")]


def harmless_title(text: str, most: int = 100) -> str:
    """A title for a proposal: letters, digits and a few marks. A word such as “Fixes #1” in it would close an issue."""
    return " ".join(re.sub(r"[^\w ,.()'’–&-]|(?i:\bgh)-(?=[0-9])", " ", visible(text)).split())[:most].strip()
