"""What the tests share: one built site, one server under a sub-path, one browser."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from browser import installed

ROOT = Path(__file__).resolve().parent.parent
SUB_PATH = "/practice-commons/"
REPOSITORY = "https://github.com/example/practice-commons"
BROWSER_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the expected outputs anew; review the difference before committing it")


def build_site(root: Path, into: Path) -> None:
    """Build the site of the project at ``root`` as the deployment does, strict, into ``into``."""
    environment = {
        **os.environ,
        "SITE_URL": f"https://example.github.io{SUB_PATH}",
        "REPO_URL": REPOSITORY,
        "SOURCE_DATE_EPOCH": "1795219200",
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(into)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-4_000:]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's site, built once with the deployment's variables."""
    into = tmp_path_factory.mktemp("site")
    build_site(ROOT, into)
    return into


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under the sub-path, as GitHub Pages does, with its 404 page."""

    def translate_path(self, path: str) -> str:
        inner = unquote(urlsplit(path).path)
        return super().translate_path("/" + inner.removeprefix(SUB_PATH) if inner.startswith(SUB_PATH) else "/no-such-path")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """A server of ``folder`` and the address of its home page."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}{SUB_PATH}"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the served site's home page."""
    server, url = serve(site)
    yield url
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the tests fail and say what to install."""
    path = installed()
    assert path, "The browser tests need Chromium. Install it (on Debian: apt-get install chromium) and run the command again."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield launched
        launched.close()
