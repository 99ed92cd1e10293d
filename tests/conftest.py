"""What the tests share: one built site, one server under a sub-path, one browser."""

from __future__ import annotations

import contextlib
import functools
import http
import http.server
import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from _typeshed import SupportsRead, SupportsWrite

import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from browser import installed
from catalogue.guideline import LINK
from catalogue.load import load, site_languages
from catalogue.model import Catalogue
from readers import Reader, Readers, new_reader

ROOT = Path(__file__).resolve().parent.parent
RECORDS = ROOT / "tests" / "records"
"""The checker's examples: a small library, valid records for it, and whatever is laid over it to break a rule."""
HOST = "https://example.github.io"
SUB_PATH = "/practice-commons/"
REPOSITORY = "https://github.com/example/practice-commons"
BROWSER_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]

LANGUAGES = site_languages(ROOT)
"""The languages of the site, the default one first."""

PAGES = {
    "home": "",
    "about": "about/",
    "evidence words": "about/evidence-words/",
    "all practices": "practices/",
    "explorer as a table": "practices/",
    "explorer as a map": "practices/",
    "practice": "practices/randers-my-life-my-plan/",
    "practice with an untranslated body": "practices/sempre-local-empowerment-networks/",
    "facet": "countries/",
    "value": "countries/dk/",
    "figures": "figures/",
    "all guidelines": "guidelines/",
    "guideline": "guidelines/sempre/",
    "untranslated guideline": "guidelines/quality-framework/",
    "coverage": "coverage/",
    "clauses by country": "coverage/clauses-by-country/",
    "clauses by target group": "coverage/clauses-by-target-group/",
    "indicators": "indicators/",
    "indicators of a country": "indicators/dk/",
    "report of a guideline": "reports/sempre/",
    "report of a country": "reports/country-dk/",
    "self-assessments": "self-assessment/",
    "self-assessment": "self-assessment/providers/",
    "checklist": "self-assessment/before-cooperating/",
    "toolkits": "toolkits/",
    "toolkit": "toolkits/rural-user-involvement/",
    "sources": "sources/",
    "source": "sources/randers-new-disability-plan/",
    "contribute": "contribute/",
    "fields": "contribute/fields/",
    "rules": "contribute/rules/",
    "vocabularies": "contribute/vocabularies/",
    "records to look at again": "contribute/due/",
    "words that respect people": "contribute/wording/",
    "to translate": "contribute/translate/",
    "form": "contribute/form/",
    "comparison": "compare/",
    "brief": "brief/",
}
"""One page of each type, by its address within a language. The 404 page is the only one outside the trees of the languages."""

TWO = "?practices=randers-my-life-my-plan,sempre-local-empowerment-networks"
QUERIES = {"comparison": TWO, "brief": TWO, "explorer as a table": "?view=table&countries=DK,SE", "explorer as a map": "?view=map&themes=user-involvement"}
"""What readers give the pages that show what the address asks for."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the expected outputs anew; read each before committing it")


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are to be written anew."""
    return bool(request.config.getoption("--rewrite"))


class Outcome(NamedTuple):
    """What a run of a command printed and how it ended."""

    code: int
    out: str
    err: str


def run_command(main: Callable[[], int], name: str, *arguments: str | Path) -> Outcome:
    """Run a command in this process, which spares its start hundreds of times."""
    out, err = io.StringIO(), io.StringIO()
    argv, sys.argv = sys.argv, [name, *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.argv = argv
    return Outcome(code, out.getvalue(), err.getvalue())


def home_of(language: str) -> str:
    """The address of a language's home page within the site: the default language stands at the root."""
    return "" if language == LANGUAGES[0] else f"{language}/"


def run_build(root: Path, into: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of the project at ``root`` as the deployment does, strict, into ``into``; it may fail."""
    environment = {
        **os.environ,
        "SITE_URL": HOST + SUB_PATH,
        "REPO_URL": REPOSITORY,
        "SOURCE_DATE_EPOCH": "1795219200",
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(into)]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def build_site(root: Path, into: Path) -> None:
    """Build the site of the project at ``root`` into ``into``."""
    done = run_build(root, into)
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-4_000:]


def project_copy(into: Path, practices: Iterable[str] | None = None) -> Path:
    """A copy of the project without what is built; with ``practices``, only they, those that they are tied to, and the sources of what is left.

    Where pages link to practices that are left out, the words of the link stay.
    """

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {"__pycache__", *({".venv", ".git", "site", "build", "tests"} if Path(folder) == ROOT else ())} & set(names)

    shutil.copytree(ROOT, into, ignore=left_out)
    (into / "build" / "docs").mkdir(parents=True)
    if practices is None:
        return into
    catalogue = Catalogue(load(ROOT))
    kept, waiting = set[str](), list(practices)
    while waiting:
        id_ = waiting.pop()
        if id_ not in kept:
            kept.add(id_)
            waiting += [relation.practice for relation in catalogue.practices[id_].record.relations]
    for path in (into / "practices").iterdir():
        if path.stem not in kept:
            path.unlink()
    for id_ in catalogue.sources:
        if not any(citing.kind != "practice" or citing.id in kept for citing in catalogue.cited_by.get(id_, [])):
            (into / "sources" / f"{id_}.yaml").unlink()
    trim_toolkits(into, kept)
    for path in (into / "docs").rglob("*.md"):
        path.write_text(LINK.sub(lambda found: found[1] if found[2] == "practice" and found[3] not in kept else found[0], path.read_text("utf-8")), "utf-8")
    return into


def trim_toolkits(root: Path, kept: Collection[str]) -> None:
    """Leave only these practices in the toolkits of a project."""
    for path in (root / "toolkits").glob("*.yaml"):
        toolkit = yaml.safe_load(path.read_text("utf-8"))
        for chapter in toolkit["chapters"]:
            examples = [example for example in chapter.pop("practices", []) if example["practice"] in kept]
            chapter |= {"practices": examples} if examples else {}
        path.write_text(yaml.safe_dump(toolkit, allow_unicode=True, sort_keys=False), "utf-8")


def small_library(root: Path, *more: str) -> Path:
    """Lay the small library of the checker's examples into ``root``, with the project's vocabularies and ``more`` of its folders."""
    shutil.copytree(RECORDS / "base", root, dirs_exist_ok=True)
    for name in ("vocabularies", *more):
        shutil.copytree(ROOT / name, root / name, dirs_exist_ok=True)
    return root


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

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where nothing is found."""
        page = Path(self.directory) / "404.html"
        if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())
        return None

    def copyfile(self, source: SupportsRead[bytes], outputfile: SupportsWrite[bytes]) -> None:  # type: ignore[override]
        """Send a file; a browser that has moved on is no error."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)

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


@pytest.fixture
def reading(browser: Browser, address: str) -> Iterator[Readers]:
    """Makes readers; in the end none of them may have asked another host for anything."""
    made: list[Reader] = []

    def reader(**options: object) -> Reader:
        made.append(new_reader(browser, address, **options))
        return made[-1]

    yield reader
    for one in made:
        one.context.close()
        assert not one.foreign, "requests to other hosts"


@pytest.fixture
def reader(reading: Readers) -> Iterator[Reader]:
    """A reader for whom nothing moves; in the end her browser may not have complained of anything either."""
    made = reading(reduced_motion="reduce")
    yield made
    made.context.close()
    assert not made.complaints
