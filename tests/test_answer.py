"""The answer to a proposal: exact for every invalid example, kind, and without effect whatever a record holds.

``pytest tests/test_answer.py --rewrite`` writes the answers in ``answers/`` anew; read each before committing it.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import github
import post_answer
import propose
from catalogue.contribution import papers
from catalogue.contribution.answer import LONGEST, MARK, Change, answer
from catalogue.contribution.markdown import block, harmless_title, words
from catalogue.load import load
from conftest import RECORDS, REPOSITORY, ROOT, small_library
from test_check import CASES, GENERATED, lay

ANSWERS = Path(__file__).parent / "answers"
EVENTS = Path(__file__).parent / "events"
VALID = RECORDS / "valid"
WORKFLOWS = ROOT / ".github" / "workflows"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The small library of the checker's examples, with the project's vocabularies and words."""
    return small_library(tmp_path / "library", "locale")


def contents(root: Path) -> dict[str, bytes | str]:
    """Every file below a folder by its path; for a link, where it leads."""
    folders = ("practices", "sources", "vocabularies", "docs")
    files = [path for folder in folders for path in (root / folder).rglob("*") if path.is_symlink() or path.is_file()]
    return {path.relative_to(root).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes() for path in files}


def changed_by(case: str, root: Path) -> Change:
    """Lay an invalid example over the library; what it changed."""
    before = contents(root)
    if case in GENERATED:
        GENERATED[case](root)
    else:
        lay(RECORDS / "invalid" / case, root)
    after = contents(root)
    new = frozenset(after.keys() - before.keys())
    return Change(new, frozenset(path for path in before if after.get(path) != before[path]), REPOSITORY)


@pytest.mark.parametrize("case", CASES)
def test_an_invalid_example_gets_exactly_the_expected_answer(case: str, library: Path, rewrite: bool) -> None:
    changed = changed_by(case, library)
    text = answer(load(library), changed)
    golden = ANSWERS / f"{case}.md"
    if rewrite:
        ANSWERS.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8", errors="replace", newline="\n")
    assert text.encode("utf-8", "replace").decode() == golden.read_text("utf-8")
    assert len(text) < LONGEST


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_words_lists_and_code(case: str) -> None:
    """What is quoted from a file stays in its block, and nothing else opens one."""
    text = (ANSWERS / f"{case}.md").read_text("utf-8")
    page = rendered(text)
    assert page.count("<pre>") == text.count("```yaml\n")
    assert "```" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL)
    assert set(re.findall(r"<(\w+)", page)) <= {"p", "strong", "h3", "h4", "ul", "li", "pre", "code", "blockquote", "a", "br"}


def test_no_answer_is_kept_without_its_example() -> None:
    assert {path.stem for path in ANSWERS.glob("*.md")} == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_an_answer_goes_through_the_poster_as_it_is(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What our own code writes is harmless already; the poster changes only what somebody else has written."""
    monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY.removeprefix("https://github.com/"))
    text = (ANSWERS / f"{case}.md").read_text("utf-8")
    assert github.harmless(text, MARK) == text


# --- anybody's words ------------------------------------------------------------------------------------------------

HOSTILE = [
    "@octocat and @github/security",
    "Fixes #1, closes GH-1, resolves example/other#3",
    "<img src=x onerror=alert(1)> <!-- --> <details>",
    "![picture](https://evil.example/x.png) [link](https://evil.example) https://evil.example www.evil.example",
    "`code` ``` ~~~ **bold** _it_ ~~x~~ | table | $x^2$ \\",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "&#64;octocat &lt;b&gt;",
    "two\nlines\r\n\r\n# and a heading",
    "invisible \u202eeman\u202c and \u200b",
    "javascript:alert(1) mailto:a@b.example a@b.example",
    ":smile: ::warning::",
]
EFFECTS = ("a", "img", "h1", "h2", "code", "strong", "em", "s", "blockquote", "ul", "ol", "hr", "table", "script", "details")
MENTION = re.compile(r"(?<![\w&])@\w|(?<![&\w])#[0-9]|\bGH-[0-9]|https?://|www\.\w", re.IGNORECASE)
RENDERER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def rendered(text: str) -> str:
    """The HTML that a code host makes of a comment, before it looks for mentions."""
    return str(RENDERER.render(text))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_word_of_a_record_has_no_effect_in_a_comment(hostile: str) -> None:
    page = rendered(f"- {words(hostile)}")
    assert re.findall(r"<(\w+)", page) == ["ul", "li"], page
    shown = html.unescape(re.sub(r"<[^>]+>", "", page)).strip()
    assert not MENTION.search(shown), shown
    assert shown.replace("\u200b", "").split() == " ".join(re.sub("[\u202e\u202c\u200b]", lambda found: f"\\u{ord(found[0]):04X}", hostile).split()).split()


@given(st.text(alphabet=st.sampled_from("@#:/<>&[](){}!*_`~|\\-+=.$ \n\tab1GHwé\u202e"), max_size=60))
def test_no_word_at_all_has_an_effect(text: str) -> None:
    page = rendered(f"- {words(text)}")
    assert set(re.findall(r"<(\w+)", page)) <= {"ul", "li"}, page
    assert not MENTION.search(html.unescape(re.sub(r"<[^>]+>", "", page)))


@given(st.lists(st.text(alphabet=st.sampled_from("`~ #<>@a\u202e"), max_size=12), max_size=4))
def test_no_line_of_a_file_gets_out_of_its_fence(lines: list[str]) -> None:
    page = rendered("\n".join(["- first", "", *block(lines, "  "), "", "- second"]))
    assert page.count("<code") == 1
    assert set(re.findall(r"<(\w+)", page)) == {"ul", "li", "p", "pre", "code"}


def test_a_title_closes_no_issue() -> None:
    """The title of a proposal becomes the message of a commit, where some words do things."""
    assert harmless_title("Fixes #1: @octocat’s “club” & café, GH-2 <b>") == "Fixes 1 octocat’s club & café, 2 b"
    assert len(harmless_title("x" * 500)) == 100


def test_the_answer_speaks_the_language_of_the_record(library: Path) -> None:
    """A record in a language that the site does not speak, or several in different ones, are answered in the site's first language."""
    path = library / "practices" / "language-cafe.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("country: SE", "country: XX"), "utf-8")
    change = Change(frozenset({"practices/language-cafe.yaml"}))
    assert "”XX”" in answer(load(library), change)
    path.write_text(text.replace("country: SE", "country: XX").replace("language: sv", "language: fi").replace("  sv:", "  fi:"), "utf-8")
    assert "“XX”" in answer(load(library), change)


def test_what_a_change_breaks_elsewhere_is_told(library: Path) -> None:
    """To take out a record is to break the ties of others."""
    (library / "practices" / "bicycle-kitchen.yaml").unlink()
    text = answer(load(library), Change(frozenset(), frozenset({"practices/bicycle-kitchen.yaml"})))
    assert "practices/language-cafe.yaml: Line" in text
    assert "There is no practice “bicycle-kitchen”" in text


def test_an_answer_that_would_be_too_long_tells_less(library: Path) -> None:
    for number in range(40):
        record = (RECORDS / "base/practices/language-cafe.yaml").read_text("utf-8").replace("Ett språkkafé", f"{'@a#1<b>' * 400}{number}")
        (library / "practices" / f"long-{number}.yaml").write_text(record, "utf-8")
    paths = frozenset(f"practices/long-{number}.yaml" for number in range(40))
    text = answer(load(library), Change(paths))
    assert LONGEST / 20 < len(text) <= LONGEST


# --- the poster -----------------------------------------------------------------------------------------------------

OWN = "example/practice-commons"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("@octocat, #1, GH-1", "@&#8203;octocat, #&#8203;1, GH&#8203;-1"),
        ("&#64;octocat &#x40;x &commat;x", "&amp;#&#8203;64;octocat &amp;#&#8203;x40;x &amp;commat;x"),
        ("<b>bold</b> <!-- x -->", "&lt;b>bold&lt;/b> &lt;!-- x -->"),
        ("![x](https://evil.example/x.png)", "!\\[x]\\(https:&#8203;//evil.example/x.png)"),
        ("[x](//evil.example)", "[x]\\(//evil.example)"),
        ("[x]: https://evil.example", "[x]\\: https:&#8203;//evil.example"),
        (f"[x](https://github.com/{OWN}/blob/HEAD/practices/a.yaml)", f"[x](https://github.com/{OWN}/blob/HEAD/practices/a.yaml)"),
        (f"[x](https://github.com/{OWN}/../../evil)", f"[x](https://github.com/{OWN}/../../evil)"),
        (f"[x](https://github.com/{OWN}.evil.example/)", f"[x]\\(https:&#8203;//github.com/{OWN}.evil.example/)"),
        ("~~~yaml", "\\~\\~\\~yaml"),
        ("```js", "\\`\\`\\`js"),
    ],
)
def test_the_poster_takes_the_effect_out_of_what_a_stranger_wrote(line: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", OWN)
    if ".." in line:
        shown = line.replace("](", "]\\(").replace("https:", "https:&#8203;")
    assert github.harmless(f"{MARK}\n{line}\n", MARK) == f"{MARK}\n{shown}\n"


@pytest.mark.parametrize(
    "lines",
    [
        ["- a", "  ```yaml", "@octocat"],
        ["```yaml", "a: b", "````", "@octocat"],
        ["```yaml", "a: b", "   ```   ", "@octocat"],
        ["~~~", "```yaml", "~~~", "@octocat", "```"],
        ["```", "````yaml", "```", "@octocat"],
        ["> ```yaml", "> @octocat"],
        ["text", "    ```yaml", "@octocat"],
    ],
)
def test_no_code_hides_a_mention(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Code is left as it is; so what looks like code to us and like text to the code host would be a way through."""
    monkeypatch.setenv("GITHUB_REPOSITORY", OWN)
    page = rendered(github.harmless("\n".join([MARK, *lines]), MARK))
    assert "@octocat" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL)


FENCES = ["```yaml", "  ```yaml", "   ````yaml", "- ```yaml", "```js", "```", "````", "   ```", "~~~", "~~~yaml", "`"]
OTHERS = ["@octocat", "  @octocat", "   @octocat", "- a", "> b", "", "    x", "1. c", "<div>", "  text", "==="]


@given(st.lists(st.sampled_from(FENCES + OTHERS), max_size=12))
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_arrangement_of_fences_hides_a_mention(monkeypatch: pytest.MonkeyPatch, lines: list[str]) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", OWN)
    page = rendered(github.harmless("\n".join([MARK, *lines]), MARK))
    assert "@octocat" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL), page


@pytest.mark.parametrize("text", ["Hello", f"x\n{MARK}\n", f"{MARK}\n" + "@a " * 30_000])
def test_what_is_no_answer_of_ours_is_not_posted(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", OWN)
    with pytest.raises(ValueError, match="it is"):
        github.harmless(text, MARK)


GH = """\
#!{python}
import json, sys
from pathlib import Path
here = Path(__file__).parent
given = sys.argv[1:]
sent = json.loads(sys.stdin.read()) if "--input" in given else None
with (here / "asked.jsonl").open("a") as file:
    file.write(json.dumps([given, sent]) + "\\n")
answers = json.loads((here / "answers.json").read_text())
method = given[given.index("--method") + 1] if "--method" in given else ""
key = f"{{method}} {{next((word for word in given if word.startswith('repos/')), ' '.join(given))}}".strip()
if key not in answers:
    sys.exit(f"gh: Not Found (HTTP 404): {{key}}")
answer = answers[key]
if isinstance(answer, str) and answer.startswith("file:"):
    sys.stdout.buffer.write((here / answer[5:]).read_bytes())
else:
    print(json.dumps(answer))
"""


class CodeHost:
    """Stands for the code host's own command: says what it was taught, and remembers what it was asked."""

    def __init__(self, folder: Path, answers: dict[str, Any]) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "gh").write_text(GH.format(python=sys.executable), "utf-8")
        (folder / "gh").chmod(0o755)
        (folder / "answers.json").write_text(json.dumps(answers), "utf-8")

    def asked(self, method: str) -> list[tuple[str, Any]]:
        """The addresses asked with a method, and what was sent there."""
        path = self.folder / "asked.jsonl"
        rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()] if path.exists() else []
        return [(given[-1], sent) for given, sent in rows if method in given]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a step of a workflow."""
        return {**os.environ, "PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}", "GITHUB_REPOSITORY": OWN, "GH_TOKEN": "none", **more}


RUN = json.loads((EVENTS / "workflow_run.completed.json").read_text("utf-8"))
SHA = RUN["workflow_run"]["head_sha"]
ARTIFACTS = f"GET repos/{OWN}/actions/runs/289782451/artifacts?name=answer"
COMMENTS = f"repos/{OWN}/issues/7/comments"


def posted(tmp_path: Path, number: str = "7", text: str = f"{MARK}\nHello @octocat\n", event: dict[str, Any] = RUN, **more: Any) -> tuple[CodeHost, str]:
    """Run the poster on an artifact; the code host as it was asked, and what the poster printed."""
    answers = {
        ARTIFACTS: {"artifacts": [{"id": 5, "name": "answer", "size_in_bytes": 500}]},
        f"repos/{OWN}/actions/artifacts/5/zip": "file:answer.zip",
        f"GET repos/{OWN}/pulls/7": {"number": 7, "state": "open", "head": {"sha": SHA}},
        f"{COMMENTS}?per_page=100": [[]],
        f"POST {COMMENTS}": {"id": 1},
        f"PATCH repos/{OWN}/issues/comments/33": {"id": 33},
    } | more.get("answers", {})
    host = CodeHost(tmp_path / "host", answers)
    with zipfile.ZipFile(tmp_path / "host" / "answer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("number.txt", number)
        archive.writestr("answer.md", text)
        archive.writestr("../../outside.txt", "never unpacked")
    path = tmp_path / "event.json"
    path.write_text(json.dumps(event), "utf-8")
    environment = host.environment(GITHUB_EVENT_PATH=str(path))
    (step,) = [step for step in steps("answer-post.yml") if "run" in step]
    done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return host, done.stdout


def steps(workflow: str) -> list[dict[str, Any]]:
    """The steps of all jobs of a workflow."""
    return [step for job in yaml.safe_load((WORKFLOWS / workflow).read_text("utf-8"))["jobs"].values() for step in job["steps"]]


def test_the_answer_is_posted_once_and_then_renewed(tmp_path: Path) -> None:
    host, _ = posted(tmp_path)
    assert host.asked("POST") == [(COMMENTS, {"body": f"{MARK}\nHello @&#8203;octocat\n"})]
    again = tmp_path / "again"
    again.mkdir()
    others = [{"id": 31, "user": {"login": "somebody"}, "body": f"{MARK}\nforged"}, {"id": 32, "user": None, "body": None}]
    ours = {"id": 33, "user": {"login": "github-actions[bot]"}, "body": f"{MARK}\r\nold"}
    host, _ = posted(again, answers={f"{COMMENTS}?per_page=100": [others, [ours]]})
    assert host.asked("POST") == []
    assert [path for path, _ in host.asked("PATCH")] == [f"repos/{OWN}/issues/comments/33"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"number": "8"}, "no open proposal"),
        ({"number": "7; rm -rf /"}, "for which proposal"),
        ({"number": "../../users/octocat"}, "for which proposal"),
        ({"text": "no mark"}, "not an answer of ours"),
        ({"text": f"{MARK}\n" + "a" * 400_000}, "too large"),
        ({"answers": {ARTIFACTS: {"artifacts": []}}}, "no answer"),
        ({"answers": {ARTIFACTS: {"artifacts": [{"id": 5, "name": "answer", "size_in_bytes": 10**9}]}}}, "too large"),
        ({"answers": {f"GET repos/{OWN}/pulls/7": {"number": 7, "state": "open", "head": {"sha": "0" * 40}}}}, "this commit"),
        ({"answers": {f"GET repos/{OWN}/pulls/7": {"number": 7, "state": "closed", "head": {"sha": SHA}}}}, "this commit"),
        ({"event": {**RUN, "workflow_run": {**RUN["workflow_run"], "event": "push"}}}, "not about a proposal"),
    ],
)
def test_what_is_not_as_it_should_be_is_not_posted(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    host, said = posted(tmp_path, **change)
    assert said.startswith("Nothing is posted: ")
    assert reason in said
    assert host.asked("POST") == host.asked("PATCH") == []


def test_a_text_that_says_it_is_small_and_is_not_is_read_no_further() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answer.md", "a" * 50_000_000)
    with pytest.raises(ValueError, match="too large"):
        post_answer.member(zipfile.ZipFile(packed), "answer.md")


# --- the run without rights ------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> str:
    """Run git with an identity of its own."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@town.example", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def repository(root: Path) -> None:
    """Make a library a repository with one commit, with the project's scripts beside it."""
    (root / "scripts").symlink_to(ROOT / "scripts")
    (root / ".gitignore").write_text("scripts\nanswer\nproposal\n", "utf-8")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "The library")


def test_the_run_without_rights_leaves_the_answer_and_the_number(library: Path, tmp_path: Path) -> None:
    """The step of the workflow runs as it stands there, on a commit with a parent, as the code host checks it out."""
    repository(library)
    (library / "practices" / "Ängen.yaml").write_text((RECORDS / "base/practices/bicycle-kitchen.yaml").read_text("utf-8"), "utf-8")
    (library / "practices" / "language-cafe.yaml").unlink()
    git(library, "add", "-A")
    git(library, "commit", "--quiet", "-m", "A proposal")
    (step,) = [step for step in steps("answer.yml") if step.get("name") == "Write the answer"]
    event = json.loads((EVENTS / "pull_request.opened.json").read_text("utf-8"))
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NUMBER": str(event["pull_request"]["number"]),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": OWN,
    }
    run = step["run"].replace("scripts/answer.py", f"scripts/answer.py --root {library}")
    subprocess.run(["bash", "-e", "-c", run], cwd=library, env=environment, check=True)
    text = (library / "answer" / "answer.md").read_text("utf-8")
    assert (library / "answer" / "number.txt").read_text("utf-8") == "7\n"
    assert "**practices/Ängen.yaml**" in text
    assert "Rename the file to “angen.yaml”" in text


def test_no_answer_is_written_where_no_record_is_changed(tmp_path: Path) -> None:
    (tmp_path / "changed.txt").write_bytes(b"M\0scripts/check.py\0A\0README.md\0")
    command = [sys.executable, str(ROOT / "scripts/answer.py"), str(tmp_path / "changed.txt"), str(tmp_path / "answer.md")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "nothing to answer" in done.stdout
    assert not (tmp_path / "answer.md").exists()


# --- the proposal for an issue ----------------------------------------------------------------------------------------

PROPOSED = "https://github.com/example/practice-commons/pull/21"


def proposed(library: Path, tmp_path: Path, answers: dict[str, Any] | None = None, issue: str = "issues.labeled.practice.json") -> tuple[CodeHost, str]:
    """Run both jobs of the workflow on an issue, in a clone of the library; the code host, and what was printed."""
    origin = tmp_path / "origin.git"
    if not origin.exists():
        repository(library)
        git(tmp_path, "clone", "--quiet", "--bare", str(library), str(origin))
        git(library, "remote", "add", "origin", str(origin))
    git(library, "switch", "--quiet", "main")
    taught: dict[str, Any] = {
        f"GET repos/{OWN}/pulls?state=all&head=example:proposal-12": [],
        f"POST repos/{OWN}/pulls": {"number": 21, "html_url": PROPOSED},
        f"PATCH repos/{OWN}/pulls/21": {"number": 21, "html_url": PROPOSED},
        f"repos/{OWN}/issues/12/comments?per_page=100": [[]],
        f"repos/{OWN}/issues/21/comments?per_page=100": [[]],
        f"POST repos/{OWN}/issues/12/comments": {},
        f"POST repos/{OWN}/issues/21/comments": {},
        "auth setup-git": None,
        "workflow run check.yml --ref proposal-12": None,
    }
    host = CodeHost(tmp_path / f"host-{len(list(tmp_path.iterdir()))}", {key: value for key, value in (taught | (answers or {})).items() if value != "missing"})
    event = EVENTS / issue
    path = f"{host.folder}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = host.environment(GITHUB_EVENT_PATH=str(event), GITHUB_SERVER_URL="https://github.com", PATH=path)
    shutil.rmtree(library / "proposal", ignore_errors=True)
    said = ""
    for step in steps("issue-to-pull-request.yml"):
        if "run" in step and "pip install" not in step["run"]:
            run = re.sub(r"(scripts/(?:from_issue|answer)\.py)", rf"\1 --root {library}", step["run"])
            done = subprocess.run(["bash", "-e", "-c", run], cwd=library, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            said += done.stdout
            git(library, "stash", "--quiet", "--include-untracked")  # each job starts from a fresh checkout
            git(library, "stash", "drop", "--quiet") if git(library, "stash", "list") else None
    return host, said


def test_an_issue_becomes_a_branch_and_a_proposal_with_its_author(library: Path, tmp_path: Path) -> None:
    host, _ = proposed(library, tmp_path)
    origin = tmp_path / "origin.git"
    changed = git(origin, "diff", "--name-only", "main", "proposal-12").split()
    assert changed == ["practices/a-reading-club-for-parents-exampletown.yaml", "sources/reading-club-one-year.yaml"]
    message = git(origin, "log", "-1", "--format=%an <%ae>%n%B", "proposal-12")
    assert message.startswith(f"{github.BOT} <{propose.MAIL}>")
    assert "Co-authored-by: Codertocat <21031067+Codertocat@users.noreply.github.com>" in message
    (created, answered, replied) = host.asked("POST")
    assert created[1] | {"body": ""} == {"title": "A reading club for parents, Exampletown", "head": "proposal-12", "base": "main", "body": ""}
    assert created[1]["body"].startswith("Proposed by @Codertocat in #12.")
    assert answered[0] == f"repos/{OWN}/issues/21/comments"
    assert answered[1]["body"].startswith(MARK)
    assert replied == (f"repos/{OWN}/issues/12/comments", {"body": replied[1]["body"]})
    assert PROPOSED in replied[1]["body"]
    assert host.asked("workflow"), "what a program proposes starts no tests by itself"


def test_an_edited_issue_renews_its_proposal_and_overwrites_no_editor(library: Path, tmp_path: Path) -> None:
    proposed(library, tmp_path)
    compare = f"GET repos/{OWN}/compare/main...proposal-12"
    found = {f"GET repos/{OWN}/pulls?state=all&head=example:proposal-12": [{"number": 21, "state": "open", "html_url": PROPOSED}]}
    ours = {"commits": [{"commit": {"author": {"email": propose.MAIL}}}]}
    host, _ = proposed(library, tmp_path, {compare: ours, **found})
    assert [path for path, _ in host.asked("PATCH")] == [f"repos/{OWN}/pulls/21"]
    before = git(tmp_path / "origin.git", "rev-parse", "proposal-12")
    editors = {"commits": [*ours["commits"], {"commit": {"author": {"email": "editor@town.example"}}}]}
    host, _ = proposed(library, tmp_path, {compare: editors, **found})
    assert git(tmp_path / "origin.git", "rev-parse", "proposal-12") == before
    assert [path for path, _ in host.asked("POST")] == [f"repos/{OWN}/issues/12/comments"]
    reply = host.asked("POST")[0][1]["body"]
    assert reply == f"{papers.REPLY}\n{papers.BUSY.format(address=PROPOSED)}\n"


def test_a_proposal_that_was_closed_stays_closed(library: Path, tmp_path: Path) -> None:
    found = {f"GET repos/{OWN}/pulls?state=all&head=example:proposal-12": [{"number": 21, "state": "closed", "html_url": PROPOSED}]}
    host, _ = proposed(library, tmp_path, found)
    ((path, sent),) = host.asked("POST")
    assert path == f"repos/{OWN}/issues/12/comments"
    assert sent["body"] == f"{papers.REPLY}\n{papers.CLOSED.format(address=PROPOSED)}\n"


def test_where_a_program_may_not_propose_an_editor_can_with_one_click(library: Path, tmp_path: Path) -> None:
    host, said = proposed(library, tmp_path, {f"POST repos/{OWN}/pulls": "missing"})
    assert "Allow GitHub Actions to create pull requests" in said
    assert f"https://github.com/{OWN}/compare/main...proposal-12?expand=1" in host.asked("POST")[-1][1]["body"]


def test_an_issue_with_missing_answers_gets_a_reply_and_no_branch(library: Path, tmp_path: Path) -> None:
    host, _ = proposed(library, tmp_path, issue="issues.labeled.missing.json")
    ((path, sent),) = host.asked("POST")
    assert path == f"repos/{OWN}/issues/12/comments"
    assert "“Country” has no answer yet." in sent["body"]
    assert git(tmp_path / "origin.git", "branch", "--format=%(refname:short)").split() == ["main"]


def test_only_records_and_sources_are_ever_proposed(tmp_path: Path) -> None:
    """The second job trusts the first no further than it must."""
    (tmp_path / "files.txt").write_text("practices/../.github/workflows/x.yml\n", "utf-8")
    with pytest.raises(ValueError, match="only records and sources"):
        propose.push(tmp_path, "proposal-1")
