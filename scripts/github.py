"""Talk to the code host through its own command ``gh``, and make texts from outside harmless before they are posted.

Standard library only: this runs where there is a right to write, so nothing else is installed there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from typing import Any

BOT = "github-actions[bot]"
LONGEST = 65_000
"""Characters of a comment; the code host takes 65,536."""


def repository() -> str:
    """The repository that the workflow runs for, as "owner/name"."""
    return os.environ["GITHUB_REPOSITORY"]


def address() -> str:
    """The repository's address, with a slash at its end."""
    return f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{repository()}/"


def gh(*arguments: str, send: object = None) -> bytes:
    """What ``gh`` prints; raises ``CalledProcessError`` if it fails."""
    given = None if send is None else json.dumps(send).encode()
    return subprocess.run(["gh", *arguments], input=given, capture_output=True, check=True).stdout


def api(path: str, method: str = "GET", send: object = None) -> Any:
    """One answer of the interface, for a path below the repository."""
    given = ["--input", "-"] if send is not None else []
    return json.loads(gh("api", "--method", method, *given, f"repos/{repository()}/{path}", send=send) or b"null")


def put_comment(number: int, text: str) -> None:
    """One comment on an issue or a proposal: the one that starts with the same line is renewed, else it is new."""
    mark = text.split("\n", 1)[0]
    pages = json.loads(gh("api", "--paginate", "--slurp", f"repos/{repository()}/issues/{number}/comments?per_page=100"))
    for comment in (comment for page in pages for comment in page):
        if (comment.get("user") or {}).get("login") == BOT and (comment.get("body") or "").split("\n", 1)[0].rstrip() == mark:
            if comment["body"].replace("\r\n", "\n").rstrip() != text.rstrip():
                api(f"issues/comments/{int(comment['id'])}", "PATCH", {"body": text})
            return
    api(f"issues/{number}/comments", "POST", {"body": text})


# --- texts from outside --------------------------------------------------------------------------------------------

BREAK = "&#8203;"
FENCE = re.compile(r"( {0,3})(`{3,})yaml")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|#8203);)")
LOOKED_FOR = re.compile(r"(?i)@(?=[\w\\])|(?<!&)#(?=\w)|\b(?:https?|ftp|mailto|xmpp):(?!&#8203;)|\bwww(?=\.)|\bgh(?=-[0-9])")
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def harmless(text: str, mark: str) -> str:
    """The text with words, emphasis, lists, code and links into the own repository, and nothing else that has an effect.

    No HTML, no pictures, no mention of anybody, no reference to an issue, no way out. Raises ``ValueError`` if it is too
    long or does not start with the line ``mark``.
    """
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if lines[0] != mark:
        raise ValueError("it is not an answer of ours")
    made = "\n".join([mark, *_harmless_lines(lines[1:])]) + "\n"
    if len(made) > LONGEST:
        raise ValueError("it is longer than a comment can be")
    return made


def _harmless_lines(lines: list[str]) -> Iterator[str]:
    """Code stays as it is; where the code host would end it, it ends here too, or earlier."""
    indent, ticks = "", ""
    for raw in lines:
        line = INVISIBLE.sub(" ", raw)
        bare = line.strip(" ")
        if ticks and bare and not line.startswith(indent):
            ticks = ""  # a line that is less indented ends the list item, and the code with it
        if ticks:
            yield line
            if set(bare) == {"`"} and len(bare) >= len(ticks):
                ticks = ""
        elif found := FENCE.fullmatch(line):
            indent, ticks = found.groups()
            yield line
        else:
            yield _harmless_line(line)


def _harmless_line(line: str) -> str:
    own = re.compile(r"\]\(" + re.escape(address()) + r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*\)")
    parts, links = own.split(line), own.findall(line)
    return "".join(_without_effect(part) + link for part, link in zip(parts, [*links, ""], strict=True))


def _without_effect(part: str) -> str:
    """Words, without HTML, pictures, links, fences of another kind, and what the code host looks for."""
    part = ENTITY.sub("&amp;", part).replace("<", "&lt;")
    for opens, shown in (("![", "!\\["), ("](", "]\\("), ("]:", "]\\:"), ("```", "\\`\\`\\`"), ("~~~", "\\~\\~\\~")):
        part = part.replace(opens, shown)
    return LOOKED_FOR.sub(lambda found: found[0] + BREAK, part)
