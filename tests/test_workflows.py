"""The workflows are sound, hold no more rights than they need, and run what README.md promises."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.y*ml"))
TOOLS = Path(sys.executable).parent
"""Where pip puts commands. The path is not resolved: in an environment it is a link out of it."""

PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*")

A_BAD_WORKFLOW = """\
on: pull_request
jobs:
  greet:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v7
      - run: echo "${{ github.event.pull_request.title }}"
"""


def test_there_are_workflows_to_look_at() -> None:
    assert {path.name for path in WORKFLOWS} >= {"check.yml", "deploy.yml"}


ACCEPTED = [("dangerous-triggers", "answer-post.yml")]
"""What zizmor warns of in general, and why it is in order here: answer-post.yml runs after proposals of strangers, with the right
to comment. It runs nothing of theirs and trusts no text of theirs, as tests/test_answer.py shows. An entry that is not found any more must go."""


def test_zizmor_finds_nothing_to_repair() -> None:
    report = zizmor(GITHUB, "--format=json-v1")
    found = [(finding["ident"], finding["locations"][0]["symbolic"]["key"]["Local"]["verbatim_path"]) for finding in json.loads(report.stdout)]
    assert [(rule, Path(path).name) for rule, path in found] == ACCEPTED, found


def test_actionlint_finds_nothing_to_repair() -> None:
    report = actionlint(*WORKFLOWS)
    assert report.returncode == 0, report.stdout + report.stderr


def test_zizmor_and_actionlint_find_a_title_that_runs_as_code(tmp_path: Path) -> None:
    """A checker that sees nothing would pass every workflow."""
    bad = tmp_path / "bad.yml"
    bad.write_text(A_BAD_WORKFLOW, encoding="utf-8")
    for report in (zizmor(bad), actionlint(bad)):
        assert report.returncode != 0
        assert "github.event.pull_request.title" in report.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_with_its_version(path: Path) -> None:
    """A tag can be moved to other code overnight; a commit hash cannot."""
    text = path.read_text(encoding="utf-8")
    assert used_actions(text), "no step uses an action: is the file read rightly?"
    assert unpinned_actions(text) == []


@pytest.mark.parametrize(
    "reference",
    [
        "actions/checkout@v7",
        "actions/checkout@main # v7.0.1",
        "actions/checkout@3d3c42e # v7.0.1",
        "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
        "docker://alpine:3",
    ],
)
def test_an_action_that_is_not_pinned_is_noticed(reference: str) -> None:
    assert unpinned_actions(f"steps:\n  - uses: {reference}\n") == [reference]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_starts_with_no_right_to_write(path: Path) -> None:
    """What a job needs, it asks for itself."""
    permissions = loaded(path).get("permissions")
    assert isinstance(permissions, dict), "declare permissions at the top, best as {}"
    assert set(permissions.values()) <= {"read", "none"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_job_states_its_rights_and_its_time_limit(path: Path) -> None:
    for name, job in loaded(path)["jobs"].items():
        assert "permissions" in job, f"{name} states no permissions"
        assert "timeout-minutes" in job, f"{name} states no timeout-minutes"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_checkout_leaves_no_token_behind(path: Path) -> None:
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step.get("with", {}).get("persist-credentials") is False


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    readme = shell_lines((ROOT / "README.md").read_text(encoding="utf-8"))
    assert "make test" in readme, "README.md gives `make test` on a line of its own in a code block"

    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith("#")]
    assert commands[0] == "set -euo pipefail"
    assert commands[-1] == "make test"
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_a_pull_request_is_tested_and_its_records_are_annotated() -> None:
    commands = [step.get("run", "") for step in steps(GITHUB / "workflows/check.yml")]
    assert "make test" in commands
    assert "python scripts/check.py --format github" in commands
    for requirements in re.findall(r"--requirement (\S+)", " ".join(commands)):
        assert (ROOT / requirements).is_file()


def test_a_deployment_passes_the_addresses_that_mkdocs_reads() -> None:
    """A fork needs no edit, because the addresses come from GitHub."""
    (build,) = [step for step in deployment_steps() if step.get("run") == "make site"]
    read = set(re.findall(r"!ENV\s*\[?\s*(\w+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert set(build["env"]) == {"SITE_URL", "REPO_URL"}
    assert set(build["env"]) <= read


def test_a_deployment_knows_the_date_of_today() -> None:
    """With SOURCE_DATE_EPOCH set, overdue marks and open calls would stand still."""
    workflow = loaded(GITHUB / "workflows/deploy.yml")
    settings = [workflow, *workflow["jobs"].values(), *deployment_steps()]
    assert not any("SOURCE_DATE_EPOCH" in part.get("env", {}) for part in settings)


@pytest.mark.parametrize(
    ("source", "exit_code", "sentence"),
    [
        ("echo workflow", 0, "publishes with GitHub Actions"),
        ("echo legacy", 1, "Pages > Build and deployment > Source: GitHub Actions"),
        ("echo 'gh: Not Found (HTTP 404)' >&2; exit 1", 1, "choose Actions and enable"),
        ("echo 'gh: Bad Gateway (HTTP 502)' >&2; exit 1", 1, "HTTP 502"),
    ],
    ids=["switched on", "published from a branch", "switched off", "no answer"],
)
def test_a_deployment_says_first_which_clicks_are_missing(tmp_path: Path, source: str, exit_code: int, sentence: str) -> None:
    gh = tmp_path / "gh"
    gh.write_text(f"#!/bin/sh\n{source}\n", encoding="utf-8")
    gh.chmod(0o755)
    first = deployment_steps()[0]
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_REPOSITORY": "a-network/practice-commons",
    }
    result = subprocess.run(["bash", "-e", "-c", first["run"]], env=environment, capture_output=True, text=True)
    assert result.returncode == exit_code, result.stderr
    assert sentence in result.stdout


def zizmor(path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    options = ["--offline", "--persona=regular", "--strict-collection", "--no-ignores", "--quiet", *more]
    return run("zizmor", *options, str(path))


def actionlint(*paths: Path) -> subprocess.CompletedProcess[str]:
    """The same verdict on every machine, so no shell checker that only some machines have."""
    return run("actionlint", "-shellcheck=", "-pyflakes=", "-no-color", *map(str, paths))


def run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(TOOLS / tool), *arguments], capture_output=True, text=True)


def used_actions(text: str) -> list[str]:
    """What stands after each `uses:`, with the comment behind it."""
    return [use.strip() for use in re.findall(r"^[\s-]*uses:(.*)$", text, re.MULTILINE)]


def unpinned_actions(text: str) -> list[str]:
    return [use for use in used_actions(text) if not PINNED.fullmatch(use)]


def loaded(path: Path) -> dict[str, Any]:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(workflow, dict)
    return workflow


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in loaded(path)["jobs"].values() for step in job["steps"]]


def deployment_steps() -> list[dict[str, Any]]:
    return steps(GITHUB / "workflows/deploy.yml")


def shell_lines(markdown: str) -> list[str]:
    """The commands in the code blocks of a page, without their comments."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
