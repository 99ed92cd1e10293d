"""What is overdue is marked, listed and sinks; the monthly issue says what is due and which links lead nowhere; readers can answer."""

from __future__ import annotations

import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

import due as command
from catalogue.freshness import is_overdue, worklist
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.card import card
from catalogue.render.due import due_pages
from catalogue.render.guidelines import hand_written_pages
from catalogue.render.page import readers_of, render
from catalogue.render.practices import practice_page, practice_pages
from catalogue.render.reader import Reader
from conftest import LANGUAGES, REPOSITORY, ROOT
from links import Answer, State, ascii_address, ask, ask_all

TODAY = date(2028, 1, 15)
OVERDUE, SOON, UNDATED = "basta", "gavle-fixarna", "randers-ssp"


def with_review(path: Path, review: str) -> None:
    """The record with other lines about its review."""
    text = re.sub(r"^review:.*?(?=^\S|\Z)", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    path.write_text(text + review, "utf-8")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The project's library, in which one record is overdue, one falls due soon, one names no date, and the rest is due in 2030."""
    root = tmp_path_factory.mktemp("due") / "library"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "site", "build", "tests", "__pycache__"))
    later = 'review: {owner: {en: Editors, sv: Redaktionen}, last: "2027-11-21", due: "2030-11-21"}\n'
    for path in (root / "practices").glob("*.yaml"):
        with_review(path, later)
    with_review(root / "practices" / f"{OVERDUE}.yaml", 'review: {owner: {en: "Network <b>of</b> @cities"}, last: 2026, due: "2027-12"}\n')
    with_review(root / "practices" / f"{SOON}.yaml", later.replace("2030-11-21", "2028-02-01"))
    with_review(root / "practices" / f"{UNDATED}.yaml", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1831507200")
        made = Catalogue(load(root))
    assert made.today == TODAY
    return made


@pytest.fixture(scope="module")
def reader(catalogue: Catalogue) -> Reader:
    """An English reader."""
    return readers_of(catalogue)[0]


# Records


def test_a_record_is_overdue_after_the_last_day_that_its_date_can_mean(catalogue: Catalogue) -> None:
    practice = catalogue.practices[OVERDUE]
    assert [is_overdue(practice, day) for day in (date(2027, 12, 1), date(2027, 12, 31), date(2028, 1, 1))] == [False, False, True]
    assert not is_overdue(catalogue.practices[UNDATED], date(2099, 1, 1))


def test_the_worklist_tells_what_is_due_soon_and_without_a_date(catalogue: Catalogue) -> None:
    found = worklist(catalogue.listed, TODAY)
    assert [due.practice.id for due in found.overdue] == [OVERDUE]
    assert [due.practice.id for due in found.soon] == [SOON]
    assert [practice.id for practice in found.undated] == [UNDATED]
    assert str(found.next) == "2030-11-21"
    late = worklist(catalogue.listed, date(2031, 1, 1))
    assert len(late.overdue) == len(catalogue.listed) - 1
    assert [due.practice.id for due in late.overdue[:2]] == [OVERDUE, SOON], "the oldest first"


def test_an_overdue_record_is_marked_on_its_card_and_on_its_page(catalogue: Catalogue, reader: Reader) -> None:
    assert [practice.id for practice in catalogue.listed if card(practice, reader).overdue] == [OVERDUE]
    body = render("card.html", reader, "", card=card(catalogue.practices[OVERDUE], reader))
    assert '<span class="pc-tag pc-tag--overdue">Review overdue</span>' in body
    page = practice_page(catalogue.practices[OVERDUE], reader).body
    notice = re.search(r'<p class="pc-notice pc-notice--strong">(.*?)</p>', page)
    assert notice and "December 2027" in notice[1] and 'href="../../contribute/due/"' in notice[1]
    assert "pc-notice--strong" not in practice_page(catalogue.practices[SOON], reader).body


def test_the_page_of_what_is_due_lists_it_by_owner(catalogue: Catalogue, reader: Reader) -> None:
    (page,) = due_pages(reader)
    parts = dict(re.findall(r'<h2 id="([a-z]+)">.*?</h2>(.*?)</section>', page.body))
    assert list(parts) == ["overdue", "soon", "undated"]
    for name, id_ in (("overdue", OVERDUE), ("soon", SOON), ("undated", UNDATED)):
        assert re.findall(r"practices/([a-z0-9-]+)/", parts[name]) == [id_]
    assert "Looked after by: Network &lt;b&gt;of&lt;/b&gt; @cities" in parts["overdue"]
    assert "1 record is overdue." in page.body


def test_a_day_on_which_nothing_is_due_says_when_the_next_review_is(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader.catalogue, "today", date(2026, 1, 1))
    (page,) = due_pages(reader)
    assert "Nothing is overdue today." in page.body and "December 2027" in page.body
    assert re.findall(r'<h2 id="([a-z]+)"', page.body) == ["undated", "help"]


def test_a_long_list_shows_the_oldest_and_counts_the_others(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader.catalogue, "today", date(2031, 1, 1))
    monkeypatch.setattr("catalogue.render.due.SHOWN", 3)
    (page,) = due_pages(reader)
    assert f"and {len(reader.catalogue.listed) - 2 - 3} more" in page.body


def test_overdue_records_come_last_on_the_home_page_and_among_similar_ones(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are still there: an old record is better than none."""
    fresh = Reader(catalogue, "en")

    def featured() -> list[str]:
        reader = Reader(catalogue, "en")
        home = next(page.body for page in hand_written_pages(reader) if page.path == "index.md")
        return re.findall(r'<a href="practices/([a-z0-9-]+)/">', home[home.index('id="featured"') :])

    def similar(id_: str) -> list[str]:
        body = practice_page(catalogue.practices[id_], Reader(catalogue, "en")).body
        part = re.search(r'<h2 id="similar".*?</section>', body)
        return re.findall(r"\.\./([a-z0-9-]+)/", part[0]) if part else []

    first, others = featured()[0], similar(UNDATED)
    assert len(others) > 1 and fresh
    for id_ in (first, others[0]):
        review = catalogue.practices[OVERDUE].record.review
        practice = catalogue.practices[id_]
        monkeypatch.setitem(practice.__dict__, "record", practice.record.model_copy(update={"review": review}))
    assert first not in featured()
    assert similar(UNDATED) == [*others[1:], others[0]]


# The issue


def issue(catalogue: Catalogue, **links: Any) -> str:
    """The text of the issue with these links."""
    report = command.LinkReport(**{"asked": 0, "dead": [], "closed": 0, "works_again": [], "unused": [], **links})
    return command.issue(Reader(catalogue, "en"), report)


def test_the_issue_says_what_is_due_and_which_links_are_dead(catalogue: Catalogue) -> None:
    dead = command.Link("https://example.org/gone", "404 Not Found", ["sources/a.yaml", "practices/b.yaml"])
    text = issue(catalogue, asked=9, dead=[dead], closed=2, works_again=["https://example.org/back"], unused=["https://example.org/unused"])
    assert text.startswith(command.MARKER + "\n")
    for line in (
        f"- December 2027: `practices/{OVERDUE}.yaml` (`Network <b>of</b> @cities`)",
        f"- 1 February 2028: `practices/{SOON}.yaml` (`Editors`)",
        f"- `practices/{UNDATED}.yaml`",
        "- <https://example.org/gone> (404 Not Found) in `sources/a.yaml`, `practices/b.yaml`",
        "- <https://example.org/back>",
        "- <https://example.org/unused>",
    ):
        assert f"\n{line}\n" in text
    assert "\n9 addresses were asked. 2 of them let no program in" in text
    assert "\n1 address was asked.\n" in issue(catalogue, asked=1)


def test_an_issue_stays_below_what_the_host_takes(catalogue: Catalogue) -> None:
    dead = [command.Link(f"https://example.org/{number}/" + "x" * 1_900, "404 Not Found", ["sources/a.yaml"]) for number in range(300)]
    text = issue(catalogue, dead=dead)
    assert len(text) < 65_000
    assert text.rstrip().splitlines()[-1] == "… and more. Mend these first."


def test_no_text_of_a_record_can_do_anything_in_the_issue() -> None:
    assert command.code("@team `x`\n<img> [a](b)") == "`@team 'x' <img> [a](b)`"


def test_the_issue_is_in_the_first_language_of_the_library(catalogue: Catalogue, tmp_path: Path) -> None:
    """Its editors share that language, and no other for certain."""
    root = tmp_path / "library"
    shutil.copytree(catalogue.root, root, ignore=shutil.ignore_patterns("docs", "overrides", "scripts", "toolkits"))
    settings = yaml.safe_load((ROOT / "tests" / "records" / "base" / "mkdocs.yml").read_text("utf-8"))
    settings["plugins"][0]["i18n"]["languages"] = [{"locale": "sv", "default": True}, {"locale": "en"}]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    arguments = ["--root", str(root), "--title", str(tmp_path / "title.txt")]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1831507200"}
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "due.py"), *arguments], env=environment, capture_output=True, text=True)
    swedish = Reader(catalogue, "sv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{command.MARKER}\n\n{swedish.say(command.INTRODUCTION, date='15 januari 2028')}\n")
    assert f"\n## {swedish.say(command.SOON)}\n\n- 1 februari 2028: `practices/{SOON}.yaml` (`Redaktionen`)\n" in done.stdout
    assert (tmp_path / "title.txt").read_text("utf-8") == f"{swedish.say(command.TITLE)}\n"


def test_the_command_writes_the_issue_without_asking_links() -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795219200"}
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "due.py")], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(command.MARKER) and "Links were not asked for." in done.stdout


def test_the_command_says_why_a_folder_is_no_library(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "due.py"), "--root", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 2 and "is not a library" in done.stderr


def test_every_address_of_records_and_sources_is_asked(catalogue: Catalogue) -> None:
    where = command.addresses(catalogue.loaded)
    for source in catalogue.sources.values():
        if source.entry.URL:
            assert f"sources/{source.id}.yaml" in where[source.entry.URL]
        elif source.entry.DOI:
            assert f"sources/{source.id}.yaml" in where[f"https://doi.org/{source.entry.DOI}"]
    materials = {material.url for practice in catalogue.practices.values() for material in practice.record.materials if material.url}
    assert materials <= set(where)


def test_the_list_of_known_dead_links_only_shrinks() -> None:
    """An address that nothing uses any more leaves the list; one that works again is reported by the monthly issue."""
    known = command.known_dead(ROOT / "tests" / "known-dead-links.yaml")
    assert set(known) <= set(command.addresses(load(ROOT))), "take the others out of tests/known-dead-links.yaml"
    assert len(known) == len(set(known))


def test_known_dead_links_are_not_told_again_and_those_that_work_are_reported(tmp_path: Path) -> None:
    listed = tmp_path / "known.yaml"
    listed.write_text(yaml.safe_dump([{"address": name, "since": "2026-11", "why": "closed"} for name in ("http://a/", "http://b/", "http://c/")]), "utf-8")
    known = command.known_dead(listed)
    where = {"http://a/": ["sources/a.yaml"], "http://b/": ["sources/b.yaml"], "http://d/": ["sources/d.yaml"], "http://e/": ["sources/e.yaml"]}
    answers = [
        Answer("http://a/", State.DEAD, "404 Not Found"),
        Answer("http://b/", State.WORKS, "200"),
        Answer("http://d/", State.DEAD, "no such host"),
        Answer("http://e/", State.CLOSED, "403 Forbidden"),
    ]
    report = command.link_report(where, answers, known)
    assert [link.address for link in report.dead] == ["http://d/"]
    assert (report.works_again, report.unused, report.closed, report.asked) == (["http://b/"], ["http://c/"], 1, 4)
    assert command.known_dead(tmp_path / "none.yaml") == []


# Links, asked at a server of our own


class Odd(http.server.BaseHTTPRequestHandler):
    """Answers by the path: ``/404`` with 404, ``/head-405`` with 405 to HEAD and 200 to GET, ``/slow`` too late."""

    asked: list[str] = []  # noqa: RUF012  (a server has a class of its own)
    at_once = 0
    most_at_once = 0

    def answer(self) -> None:
        cls = type(self)
        cls.at_once += 1
        cls.most_at_once = max(cls.most_at_once, cls.at_once)
        cls.asked.append(self.command)
        time.sleep(0.02)
        cls.at_once -= 1
        name = self.path.strip("/")
        if name == "slow":
            time.sleep(1.5)
        status = {"head-405": 405 if self.command == "HEAD" else 200, "head-404": 404 if self.command == "HEAD" else 200}.get(name)
        status = status or (int(name) if name.isdigit() else 200)
        with_body = self.command == "GET"
        try:
            self.send_response(status)
            if name in ("301", "302"):
                self.send_header("Location", "/moved")
            elif name == "303":
                self.send_header("Location", "file:///etc/hostname")
            elif name == "308":
                self.send_header("Location", "/308")
            self.send_header("Content-Length", "2" if with_body else "0")
            self.end_headers()
            if with_body:
                self.wfile.write(b"ok")
        except (BrokenPipeError, ConnectionResetError):
            pass

    do_GET = do_HEAD = answer  # noqa: N815  (the names are the server's)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


@contextmanager
def serving(handler: type[Odd]) -> Iterator[str]:
    """The address of a server that answers so."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    """The address of a server that answers in every odd way."""
    with serving(Odd) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "state", "reason"),
    [
        ("/200", State.WORKS, "200"),
        ("/301", State.WORKS, "200"),
        ("/302", State.WORKS, "200"),
        ("/head-405", State.WORKS, "200"),
        ("/head-404", State.WORKS, "200"),
        ("/404", State.DEAD, "404 Not Found"),
        ("/410", State.DEAD, "410 Gone"),
        ("/500", State.DEAD, "500 Internal Server Error"),
        ("/403", State.CLOSED, "403 Forbidden"),
        ("/429", State.CLOSED, "429 Too Many Requests"),
        ("/slow", State.DEAD, "no answer within 0.5 seconds"),
    ],
)
def test_a_link_is_judged_by_the_servers_answer(path: str, state: State, reason: str, odd: str) -> None:
    assert ask(odd + path, seconds=0.5) == Answer(odd + path, state, reason)


def test_a_redirect_to_a_file_or_in_a_circle_is_dead_and_opens_nothing(odd: str) -> None:
    assert ask(f"{odd}/303").state is State.DEAD
    assert ask(f"{odd}/308").state is State.DEAD


def test_nobody_at_the_other_end_is_told_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert ask(address) == Answer(address, State.DEAD, "connection refused")
    assert ask("http://no-such-host.invalid/").reason == "no such host"
    assert ask("http://[::bad/").state is State.DEAD


def test_a_host_is_asked_one_question_at_a_time_and_each_once() -> None:
    class Counting(Odd):
        asked: list[str] = []  # noqa: RUF012

    with serving(Counting) as address:
        addresses = [f"{address}/page-{number}" for number in range(5)]
        started = time.monotonic()
        answers = list(ask_all([*addresses, addresses[0]], pause=0.05))
    assert sorted(answer.address for answer in answers) == addresses
    assert Counting.most_at_once == 1
    assert time.monotonic() - started >= 4 * 0.05, "a host is left in peace between two questions"
    assert Counting.asked == ["HEAD"] * 5, "no page is fetched that need not be"


def test_hosts_are_asked_side_by_side() -> None:
    """A server that never answers must not hold up all the others."""
    with serving(Odd) as slow, serving(Odd) as quick:
        started = time.monotonic()
        answers = list(ask_all([f"{slow}/slow", f"{quick}/200"], seconds=0.6))
        assert time.monotonic() - started < 1.2
    assert [answer.state for answer in answers] == [State.DEAD, State.WORKS]


def test_letters_of_other_alphabets_are_written_as_the_protocols_want_them() -> None:
    assert ascii_address("https://grästorp.example/å/b?c=ö#d") == "https://xn--grstorp-6wa.example/%C3%A5/b?c=%C3%B6"
    assert ascii_address("https://example.org/a%20b?c=%C3%A5&d=1") == "https://example.org/a%20b?c=%C3%A5&d=1"


# The workflow


def test_the_workflow_knows_the_issue_by_the_commands_own_marker() -> None:
    text = (ROOT / ".github" / "workflows" / "monthly.yml").read_text("utf-8")
    assert f'startswith("{command.MARKER}")' in text


def test_the_workflow_hands_on_the_title_and_the_text_of_the_command(tmp_path: Path) -> None:
    """All but the questions to other hosts is run as it stands there."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "monthly.yml").read_text("utf-8"))
    (step,) = [step for step in workflow["jobs"]["look"]["steps"] if step.get("id") == "due"]
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\n[ "$1" = -c ] || {{ shift 2; set -- scripts/due.py "$@"; }}\nexec {sys.executable} "$@"\n', "utf-8")
    python.chmod(0o755)
    files = {"GITHUB_OUTPUT": str(tmp_path / "output.txt"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "RUNNER_TEMP": str(tmp_path)}
    environment = {**os.environ, **files, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "summary.md").read_text("utf-8")
    assert text.startswith(f"{command.MARKER}\n")
    title, begin, *lines, end = (tmp_path / "output.txt").read_text("utf-8").splitlines()
    assert title == f"title={Reader(Catalogue(load(ROOT)), LANGUAGES[0]).say(command.TITLE)}"
    assert begin == f"text<<{end}" and lines == text.splitlines()
    assert set(workflow["jobs"]["look"]["outputs"]) == {"title", "text"}


@pytest.mark.parametrize(
    ("open_issue", "text", "expected"),
    [
        ("7", "- a record", "issue edit 7"),
        ("", "- a record", "issue create"),
        ("", "Nothing is due.", ""),
        ("7", "Nothing is due.", "issue edit 7"),
    ],
    ids=["there is one", "there is none", "nothing is due", "nothing is due any more"],
)
def test_one_issue_is_opened_or_brought_up_to_date(open_issue: str, text: str, expected: str, tmp_path: Path) -> None:
    """The host's own command is played by a script that writes down what it is asked."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "monthly.yml").read_text("utf-8"))
    (step,) = workflow["jobs"]["tell"]["steps"]
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked.txt\n[ "$1" = api ] && echo "{open_issue}"\nexit 0\n', "utf-8")
    gh.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_REPOSITORY": "a-network/practice-commons",
        "TEXT": f"{command.MARKER}\n\n{text}\n$(touch {tmp_path}/run)",
        "TITLE": f"What is due $(touch {tmp_path}/run)",
    }
    done = subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    calls = (tmp_path / "asked.txt").read_text("utf-8").splitlines()[1:]
    assert [" ".join(call.split()[: len(expected.split())]) for call in calls] == ([expected] if expected else [])
    assert not (tmp_path / "run").exists()


# Readers answer


def answers(body: str) -> dict[str, str]:
    """The addresses within the repository that a staged page has, by the words of the link."""
    return {unescape(re.sub(r"<[^>]*>", "", text)): unescape(href) for href, text in re.findall(r'<a data-repository="([^"]*)">(.*?)</a>', body)}


def test_a_practice_page_has_three_ways_to_answer_and_one_for_each_open_question(catalogue: Catalogue) -> None:
    for language, suffix in (("en", ""), ("sv", "-sv")):
        reader = Reader(catalogue, language)
        practice = catalogue.practices["varde-cross-culture"]
        found = answers(practice_page(practice, reader).body)
        assert len(found) == 3 + len(practice.unanswered)
        adoption, correction, question = (parse_qs(urlsplit(href).query) for href in list(found.values())[-3:])
        assert (adoption["template"], adoption["practice"]) == ([f"adoption{suffix}.yml"], [practice.id])
        assert (correction["template"], correction["practice"]) == ([f"correction{suffix}.yml"], [practice.id])
        assert question["body"][0].strip() == f"practices/{practice.id}.yaml"
        for words, href in list(found.items())[:-3]:
            field = parse_qs(urlsplit(href).query)["field"][0]
            assert words.endswith(f": {field}"), "the link's name says which question"
        title = practice.title(language).value
        assert all(parse_qs(urlsplit(href).query)["title"][0].endswith(title) for href in found.values())


def test_the_ways_to_answer_are_hidden_until_the_address_is_known(reader: Reader) -> None:
    for page in practice_pages(reader):
        for element in re.findall(r"<[^>]*data-needs=[^>]*>", page.body):
            assert " hidden" in element
        assert not re.search(r"<a (?:data-repository|data-mail)=[^>]*href", page.body)


def test_the_built_page_leads_to_the_forms_of_the_repository(site: Path) -> None:
    html = (site / "practices" / "varde-cross-culture" / "index.html").read_text("utf-8")
    assert f'href="{REPOSITORY}/issues/new?template=adoption.yml&amp;' in html
    assert "data-repository" not in html and 'data-needs="repository"' not in html and 'data-needs="any"' not in html
    assert re.search(r'<li class="pc-answer" data-needs="mail" hidden>', html), "nobody has given an address for mail"


def test_only_whoever_builds_the_site_says_where_links_lead(site: Path) -> None:
    """A record cannot bring its own: in a text, the marks are only words."""
    for path in (site / "practices").glob("*/index.html"):
        for href in re.findall(r'class="pc-(?:tell|answer)"[^>]*><a href="([^"]*)"', path.read_text("utf-8")):
            assert href.startswith(f"{REPOSITORY}/issues/new?")
