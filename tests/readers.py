"""Readers with a browser of their own: what they look at, what they ask of other hosts, and what the browser complains about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, Request

PHONE, DESK, TINY = {"width": 360, "height": 740}, {"width": 1280, "height": 900}, {"width": 320, "height": 640}

STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 0.5)
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 120));
}"""
"""The elements that stick out of the window, if the page scrolls sideways."""

RUN_AXE = """async (rules) => {
  const found = await axe.run({resultTypes: ["violations"], rules: rules || {}});
  const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${why(node)}`.slice(0, 400)));
}"""
"""What axe finds on a page that has loaded it."""


@dataclass
class Reader:
    """One reader's browser: what it asked of other hosts and what it complained about."""

    context: BrowserContext
    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> Page:
        """A new tab at an address of the site."""
        page = self.context.new_page()
        page.goto(self.address + path, wait_until="load")
        return page


Readers = Callable[..., Reader]
"""Makes readers, each with the options of a browser's profile that are given."""


def new_reader(browser: Browser, address: str, **options: object) -> Reader:
    """A fresh browser profile that lets no request out to another host and notes each that is tried."""
    context = browser.new_context(**{"viewport": DESK, "service_workers": "block", **options})  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    reader = Reader(context, address)
    origin = urljoin(address, "/")

    def seen(request: Request) -> None:
        if not request.url.startswith((origin, "data:", "blob:")):
            reader.foreign.append(request.url)

    context.on("request", seen)
    context.on("console", lambda message: reader.complaints.append(message.text) if message.type in ("error", "warning") else None)
    context.on("weberror", lambda error: reader.complaints.append(str(error.error)))
    context.route(lambda url: not url.startswith(origin), lambda route: route.abort())
    return reader


def focused(page: Page, selector: str) -> bool:
    """Whether the focus is on an element, or in it."""
    return bool(page.evaluate("(selector) => Boolean(document.activeElement.closest(selector))", selector))
