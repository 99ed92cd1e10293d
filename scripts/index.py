"""Index the finished site for the search: every page, and every clause of a guideline as a result of its own.

It reads only HTML, so it does its work after any builder.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple

from pagefind.index import PagefindIndex

PAGES = "**/index.html"
GUIDELINES = "**/guidelines/*/index.html"
NOT_NEEDED = ("pagefind-component-ui.*", "pagefind-modular-ui.*", "pagefind-ui.*", "pagefind-highlight.js", "pagefind-worker.js")
"""What Pagefind adds for other ways to search; our dialog asks its core, in the page itself."""

HTML = re.compile(r"<html\b[^>]*\blang=\"([^\"]+)\"")
ARTICLE = re.compile(r"<article\b([^>]*)>(.*)</article>", re.DOTALL)
LANG = re.compile(r"\blang=\"([^\"]+)\"")
TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
PART = re.compile(r"(?=<h[2-6]\b)")
HEADING = re.compile(r"<h([2-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
CLAUSE = re.compile(r"\bclass=\"[^\"]*\bclause\b")
ID = re.compile(r"\bid=\"([^\"]+)\"")
TAG = re.compile(r"<[^>]*>")


class Entry(NamedTuple):
    """One result of the search: where it leads, and the page that Pagefind reads for it."""

    url: str
    html: str


def guideline_entries(url: str, html: str) -> Iterator[Entry]:
    """The page of a guideline without its clauses, then each clause at its anchor.

    A page that is shown in another language than the reader's is found by its title alone: its text would be taken for words of hers.
    """
    language, article = HTML.search(html), ARTICLE.search(html)
    if not language or not article or 'data-pagefind-meta="kind:guideline"' not in html:
        return
    title = TITLE.search(article[2])
    name = title[1] if title else ""
    if original := LANG.search(article[1]):
        yield Entry(url, document(language[1], "guideline", f"<h1>{name}</h1>", {"original": original[1]}))
        return
    rest, clauses = split(article[2])
    yield Entry(url, document(language[1], "guideline", rest))
    for id_, heading, body in clauses:
        yield Entry(f"{url}#{id_}", document(language[1], "clause", f"<h1>{heading}</h1>{body}", {"guideline": plain(name)}))


def split(article: str) -> tuple[str, list[tuple[str, str, str]]]:
    """What stands outside the clauses, and the clauses: id, heading, and what follows it up to the next heading of its rank."""
    rest: list[str] = []
    clauses: list[tuple[str, str, list[str], int]] = []
    inside = False
    for part in PART.split(article):
        heading = HEADING.match(part)
        id_ = ID.search(heading[2]) if heading else None
        if heading and id_ and CLAUSE.search(heading[2]):
            clauses.append((id_[1], heading[3], [part[heading.end() :]], int(heading[1])))
            inside = True
        elif inside and (not heading or int(heading[1]) > clauses[-1][3]):
            clauses[-1][2].append(part)
        else:
            rest.append(part)
            inside = False
    return "".join(rest), [(unescape(id_), heading, "".join(body)) for id_, heading, body, _ in clauses]


def document(language: str, kind: str, body: str, facts: dict[str, str] | None = None) -> str:
    """A page for Pagefind alone."""
    meta = "".join(f' data-{name}="{escape(value)}"' for name, value in (facts or {}).items())
    names = ", ".join([*(f"{name}[data-{name}]" for name in facts or {}), f"kind:{kind}"])  # a value in the list itself may only come last
    start = f'<html lang="{language}"><body data-pagefind-body data-pagefind-filter="kind:{kind}"{meta} data-pagefind-meta="{names}">'
    return f"<!doctype html>{start}{body}</body></html>"


def plain(html: str) -> str:
    """The text of a piece of HTML."""
    return " ".join(unescape(TAG.sub("", html)).split())


async def index(site: Path) -> None:
    """Write the index of the site at ``site`` into its folder ``pagefind``."""
    async with PagefindIndex(config={"output_path": str(site / "pagefind")}) as made:
        await made.add_directory(str(site), glob=PAGES)
        for path in sorted(site.glob(GUIDELINES)):
            url = f"/{path.parent.relative_to(site).as_posix()}/"
            for entry in guideline_entries(url, path.read_text("utf-8")):
                await made.add_html_file(content=entry.html, url=entry.url)
    for pattern in NOT_NEEDED:
        for path in (site / "pagefind").glob(pattern):
            path.unlink()


def number_pages(site: Path) -> None:
    """Write beside each explorer which indexed page is which practice: the explorer knows practices by number, the index by a page's hash."""
    pages = {}
    for path in (site / "pagefind" / "fragment").iterdir():
        pages[json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))["url"]] = path.stem
    for order in site.rglob("practices/order.json"):
        folder = order.parent.relative_to(site).as_posix()
        ids = [pages.get(f"/{folder}/{practice}/", "") for practice in json.loads(order.read_text("utf-8"))]
        (order.parent / "found.json").write_text(json.dumps(",".join(ids)), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Index a finished site for the search.")
    parser.add_argument("site", type=Path, help="the folder of the finished site")
    site = parser.parse_args().site.resolve()
    asyncio.run(index(site))
    number_pages(site)


if __name__ == "__main__":
    main()
