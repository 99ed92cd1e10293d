"""What a reader's browser fetches, and how long it thinks, on a large built site.

Bytes are counted as a host sends them: texts compressed, everything else as it is.
"""

from __future__ import annotations

import contextlib
import gzip
import http.server
import threading
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from browser import installed

COMPRESSED = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml"})
"""What a host compresses; the files of the search index are compressed already."""

TICK = """async ([facet, number]) => {
  const box = document.querySelectorAll(`[data-facet="${facet}"] input`)[number];
  const shown = new Promise((done) => document.querySelector("[data-explorer]").addEventListener("pc-shown", done, {once: true}));
  const start = performance.now();
  box.click();
  await shown;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
"""The milliseconds from a click on a filter until its result has been drawn."""


class Sent:
    """The bytes that a server has sent since it was last asked."""

    def __init__(self) -> None:
        self.bytes = 0

    def taken(self) -> int:
        """The bytes so far; counting starts anew."""
        taken, self.bytes = self.bytes, 0
        return taken


@cache
def packed(path: Path) -> bytes:
    """The compressed content of a file."""
    return gzip.compress(path.read_bytes(), 6)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site as a host does, and counts."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, sent: Sent, **more: object) -> None:
        self.sent = sent
        super().__init__(*arguments, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file, compressed where a host would."""
        path = Path(self.translate_path(urlsplit(self.path).path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        compressed = path.suffix in COMPRESSED
        content = packed(path) if compressed else path.read_bytes()
        self.sent.bytes += len(content)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(content)

    def log_message(self, format: str, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(site: Path) -> Iterator[tuple[str, Sent]]:
    """The address of a site while it is served, and what was sent."""
    sent = Sent()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, sent=sent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", sent
    server.shutdown()


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()


def opened(browser: Browser, address: str) -> Page:
    """A page in a browser that has never been here."""
    page = browser.new_context().new_page()
    page.goto(address, wait_until="networkidle")
    return page


def first_views(browser: Browser, site: Path, paths: list[str]) -> dict[str, float]:
    """The kilobytes that each page fetches when it is the first."""
    found = {}
    with served(site) as (address, sent):
        for path in paths:
            opened(browser, address + path).context.close()
            found[path] = sent.taken() / 1_000
    return found


def first_query(browser: Browser, site: Path, word: str) -> float:
    """The kilobytes that the first query of one word fetches beyond the page."""
    with served(site) as (address, sent):
        page = opened(browser, address)
        sent.taken()
        page.keyboard.press("/")
        page.keyboard.type(word)
        page.locator("dialog[open] ol > li").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.context.close()
        return sent.taken() / 1_000


def filter_clicks(browser: Browser, site: Path, facets: list[str], each: int) -> list[float]:
    """The milliseconds of single clicks on filters, in every facet on and off again."""
    times = []
    with served(site) as (address, _):
        page = opened(browser, address + "practices/")
        for facet in facets:
            boxes = page.locator(f'[data-facet="{facet}"] input').count()
            for number in range(min(each, boxes)):
                times += [page.evaluate(TICK, [facet, number]) for _ in range(2)]
        page.context.close()
    return times
