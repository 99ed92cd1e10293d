"""Write what is due as the text of one issue: records to look at again, records without a date, and links that lead nowhere.

It is in the first language of the site, which the editors share.
Exit status: 0 also if much is due, since this never blocks anybody; 1 the library has errors; 2 wrong use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError
from rich.console import Console
from rich.progress import track

from catalogue.document import Loaded
from catalogue.freshness import Due, worklist
from catalogue.language import N_, NN_
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.due import MORE, NOBODY
from catalogue.render.reader import Reader
from catalogue.shape import PartialDate
from links import Answer, State, ask_all

ROOT = Path(__file__).resolve().parent.parent
MARKER = "<!-- practice-commons: what is due -->"
"""The first line, by which the workflow finds the issue of last month."""
SHOWN = 150
"""How many lines of one kind are written: more than anybody mends in a month."""
MOST = 60_000
"""GitHub takes 65,536 characters."""

TITLE = N_("Reviews and links that are due")
INTRODUCTION = N_("As of {date}. This issue is written anew every month: mend the files, and what is done is gone from it.")
OVERDUE, SOON, UNDATED = N_("Records whose review is overdue"), N_("Records that fall due in the next three months"), N_("Records without a review date")
DEAD, IN = N_("Links that lead nowhere"), N_("{address} ({reason}) in {files}")
WORKS_AGAIN, UNUSED = N_("To take out of {file}: these work again"), N_("To take out of {file}: nothing uses these any more")
ASKED = NN_("{count} address was asked.", "{count} addresses were asked.")
CLOSED = NN_(
    "{count} of them lets no program in, so a person should try it now and then.",
    "{count} of them let no program in, so a person should try them now and then.",
)
NOTHING, UNASKED = N_("Nothing is due."), N_("Links were not asked for.")
CUT = N_("… and more. Mend these first.")
KNOWN = "tests/known-dead-links.yaml"


class Link(NamedTuple):
    """An address that does not work, and the files that it stands in."""

    address: str
    reason: str
    files: Sequence[str]


class LinkReport(NamedTuple):
    """What came of the questions to all addresses."""

    asked: int
    dead: list[Link]
    closed: int
    works_again: list[str]
    """Addresses on the list of known dead links that work."""
    unused: list[str]
    """Addresses on that list that no file has any more."""


def addresses(loaded: Loaded) -> dict[str, list[str]]:
    """Every web address of the records and sources, with the files that it stands in."""
    found: dict[str, list[str]] = {}
    for document in loaded.documents:
        for _, address, _ in document.uses.values["url"]:
            found.setdefault(address, []).append(document.path)
        doi = document.data.get("DOI") if isinstance(document.data, dict) else None
        if doi and "URL" not in document.data:
            found.setdefault(f"https://doi.org/{doi}", []).append(document.path)
    return found


def known_dead(path: Path) -> list[str]:
    """The addresses on the list of known dead links; none if there is no list."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8")) or [] if path.is_file() else []
    return [str(entry["address"]) for entry in entries]


def link_report(where: dict[str, list[str]], answers: Iterable[Answer], known: Sequence[str]) -> LinkReport:
    """The answers sorted into what has to be done."""
    by_address = {answer.address: answer for answer in answers}
    dead = [Link(answer.address, answer.reason, where[answer.address]) for answer in by_address.values() if answer.state is State.DEAD]
    return LinkReport(
        asked=len(by_address),
        dead=sorted((link for link in dead if link.address not in known), key=lambda link: (link.files[0], link.address)),
        closed=sum(answer.state is State.CLOSED for answer in by_address.values()),
        works_again=[address for address in known if address in by_address and by_address[address].state is State.WORKS],
        unused=[address for address in known if address not in where],
    )


def issue(reader: Reader, links: LinkReport | None) -> str:
    """The whole issue."""
    say, today = reader.say, reader.catalogue.today
    found = worklist(reader.catalogue.listed, today)
    parts = [MARKER, say(INTRODUCTION, date=reader.date(PartialDate(today.year, today.month, today.day)))]
    parts += part(OVERDUE, by_owner(found.overdue, reader), reader)
    parts += part(SOON, by_owner(found.soon, reader), reader)
    parts += part(UNDATED, (f"`practices/{practice.id}.yaml`" for practice in found.undated), reader)
    if links:
        dead = (say(IN, address=f"<{link.address}>", reason=link.reason, files=", ".join(map(code, link.files[:5]))) for link in links.dead)
        parts += part(DEAD, dead, reader)
        parts += part(WORKS_AGAIN, (f"<{address}>" for address in links.works_again), reader)
        parts += part(UNUSED, (f"<{address}>" for address in links.unused), reader)
        parts.append(reader.count(ASKED, links.asked) + (f" {reader.count(CLOSED, links.closed)}" if links.closed else ""))
    if not any(line.startswith("- ") for line in parts):
        parts.append(say(NOTHING) if links else f"{say(NOTHING)} {say(UNASKED)}")
    text = "\n\n".join(joined(parts))
    if len(text) > MOST:
        text = text[:MOST].rsplit("\n", 1)[0] + f"\n\n{say(CUT)}"
    return text + "\n"


def by_owner(dated: Iterable[Due], reader: Reader) -> Iterator[str]:
    """A line for each record, with who looks after it; the oldest first."""
    for practice, date in dated:
        review = practice.record.review
        owner = practice.local(review.owner, reader.language) if review else None
        yield f"{reader.date(date)}: `practices/{practice.id}.yaml` ({code(owner.value if owner else reader.say(NOBODY))})"


def code(text: str) -> str:
    """A text that is nothing but text in Markdown: no mention, no link, no HTML."""
    return "`" + " ".join(text.replace("`", "'").split()) + "`"


def part(heading: str, lines: Iterable[str], reader: Reader) -> Iterator[str]:
    """A heading and its lines as a list, if there are any; no more than somebody would read."""
    found = list(lines)
    if found:
        yield f"## {reader.say(heading, file=code(KNOWN))}"
        yield from (f"- {line}" for line in found[:SHOWN])
        if len(found) > SHOWN:
            yield f"… {reader.count(MORE, len(found) - SHOWN)}."


def joined(parts: Iterable[str]) -> Iterator[str]:
    """The parts, with the items of a list together."""
    items: list[str] = []
    for text in [*parts, ""]:
        if text.startswith("- "):
            items.append(text)
            continue
        if items:
            yield "\n".join(items)
            items = []
        if text:
            yield text


def main() -> int:
    parser = argparse.ArgumentParser(description="Write what is due as the text of one issue.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("--title", type=Path, metavar="FILE", help="also write the issue's title, to this file")
    parser.add_argument("--links", action="store_true", help="also ask every address of a source whether it still works; takes some minutes")
    options = parser.parse_args()
    root = options.root.resolve()
    if not (root / "practices").is_dir():
        print(f"due.py: {root} is not a library: it has no folder practices", file=sys.stderr)
        return 2
    loaded = load(root)
    try:
        catalogue = Catalogue(loaded)
    except ValidationError:
        print("due.py: the library has errors; scripts/check.py names them", file=sys.stderr)
        return 1
    links = None
    if options.links:
        where = addresses(loaded)
        answers = track(ask_all(where), total=len(where), description="Asking addresses", console=Console(stderr=True), transient=True)
        links = link_report(where, answers, known_dead(root / KNOWN))
    reader = Reader(catalogue, catalogue.languages[0])
    if options.title:
        options.title.write_text(f"{reader.say(TITLE)}\n", "utf-8")
    sys.stdout.write(issue(reader, links))
    return 0


if __name__ == "__main__":
    sys.exit(main())
