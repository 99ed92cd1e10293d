"""Post the answer to a proposal that a run without rights has written, as one comment that is renewed each time.

What that run left is anybody's text: it is read in small, checked pieces out of the archive, nothing of it is run or unpacked,
and it is posted only to an open proposal whose newest commit is the one that the run was about.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from github import api, gh, harmless, put_comment, repository

MARK = "<!-- practice-commons: answer -->"
NAME = "answer"
MOST = 300_000
"""Bytes of the archive and of each text in it."""


def main() -> int:
    event = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    try:
        number, text = answer_of(event["workflow_run"])
    except (ValueError, KeyError, zipfile.BadZipFile, UnicodeDecodeError) as reason:
        print(f"Nothing is posted: {reason}")
        return 0
    put_comment(number, text)
    print(f"The answer stands at proposal {number}.")
    return 0


def answer_of(run: dict[str, Any]) -> tuple[int, str]:
    """The number of the proposal and the text for it; raises if anything about them is not as it should be."""
    if run["event"] != "pull_request":
        raise ValueError("the run was not about a proposal")
    found = [artifact for artifact in api(f"actions/runs/{int(run['id'])}/artifacts?name={NAME}")["artifacts"] if artifact["name"] == NAME]
    if not found:
        raise ValueError("the run left no answer")
    if found[0]["size_in_bytes"] > MOST:
        raise ValueError("the answer is too large")
    archive = zipfile.ZipFile(io.BytesIO(gh("api", f"repos/{repository()}/actions/artifacts/{int(found[0]['id'])}/zip")))
    number = member(archive, "number.txt").strip()
    if not re.fullmatch(r"[1-9][0-9]{0,9}", number, re.ASCII):
        raise ValueError("the answer does not say for which proposal it is")
    try:
        proposal = api(f"pulls/{number}")
    except subprocess.CalledProcessError:
        raise ValueError("no open proposal has this number") from None
    if proposal["state"] != "open" or proposal["head"]["sha"] != run["head_sha"]:
        raise ValueError("no open proposal of this number has this commit as its newest")
    return int(number), harmless(member(archive, "answer.md"), MARK)


def member(archive: zipfile.ZipFile, name: str) -> str:
    """One text of the archive, read up to a limit whatever the archive says of its size."""
    with archive.open(name) as file:
        raw = file.read(MOST + 1)
    if len(raw) > MOST:
        raise ValueError("the answer is too large")
    return raw.decode("utf-8")


if __name__ == "__main__":
    sys.exit(main())
