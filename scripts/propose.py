"""Make or renew the proposal for an issue: a branch with the record, a pull request, and a reply on the issue.

Takes the folder that scripts/from_issue.py wrote. No word of the issue becomes a command, a branch or a path.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from github import BOT, address, api, gh, put_comment, repository

MAIL = f"41898282+{BOT}@users.noreply.github.com"
FILE = re.compile(r"(?:practices|sources)/[a-z0-9]+(?:-[a-z0-9]+)*\.yaml")
PLACE = "%PROPOSAL%"


def main() -> int:
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    number, base = int(event["issue"]["number"]), str(event["repository"]["default_branch"])
    texts, reply, place = Path(sys.argv[1]), "reply.md", f"{address()}pulls"
    if (texts / "files.txt").is_file():
        branch = f"proposal-{number}"
        earlier = api(f"pulls?state=all&head={repository().split('/')[0]}:{branch}")
        if earlier:
            place = str(earlier[0]["html_url"])
        if earlier and earlier[0]["state"] != "open":
            reply = "closed.md"
        elif touched_by_others(base, branch):
            reply = "busy.md"
        else:
            push(texts, branch)
            place = propose(texts, base, branch, earlier)
    if words := (texts / reply).read_text("utf-8"):
        put_comment(number, words.replace(PLACE, place))
    return 0


def touched_by_others(base: str, branch: str) -> bool:
    """Whether somebody has added to the branch what a new version of it would throw away."""
    try:
        compared = api(f"compare/{base}...{branch}")
    except subprocess.CalledProcessError:
        return False  # there is no such branch yet
    return any(commit["commit"]["author"]["email"] != MAIL for commit in compared["commits"])


def push(texts: Path, branch: str) -> None:
    """The branch with one commit that adds or changes the files."""
    paths = [path for path in (texts / "files.txt").read_text("utf-8").split("\n") if path]
    if not all(FILE.fullmatch(path) for path in paths):
        raise ValueError("only records and sources can be proposed")
    for path in paths:
        Path(path).write_bytes((texts / "files" / path).read_bytes())
    git("switch", "--force-create", branch)
    git("add", "--", *paths)
    git("-c", f"user.name={BOT}", "-c", f"user.email={MAIL}", "commit", "--quiet", "--file", str(texts / "commit.txt"))
    gh("auth", "setup-git")
    git("push", "--force", "origin", f"HEAD:refs/heads/{branch}")


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True)


def propose(texts: Path, base: str, branch: str, earlier: list[dict[str, Any]]) -> str:
    """The address of the proposal; where a program may not open one, that of the page on which an editor opens it."""
    title, body = ((texts / name).read_text("utf-8") for name in ("title.txt", "description.md"))
    if earlier:
        proposal = api(f"pulls/{int(earlier[0]['number'])}", "PATCH", {"body": body})
    else:
        try:
            proposal = api("pulls", "POST", {"title": title.strip(), "head": branch, "base": base, "body": body})
        except subprocess.CalledProcessError as error:
            print("::warning title=A program may not open proposals here::Settings > Actions > General > Allow GitHub Actions to create pull requests.")
            print(error.stderr.decode("utf-8", "replace"))
            return f"{address()}compare/{base}...{branch}?expand=1"
    if (texts / "answer.md").is_file():
        put_comment(int(proposal["number"]), (texts / "answer.md").read_text("utf-8"))
    try:
        gh("workflow", "run", "check.yml", "--ref", branch)  # what a program proposes starts no tests by itself
    except subprocess.CalledProcessError as error:
        print(error.stderr.decode("utf-8", "replace"))
    return str(proposal["html_url"])


if __name__ == "__main__":
    sys.exit(main())
