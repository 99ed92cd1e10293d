"""Turn an issue into a proposal: a record and its source, written into the library, and the words around them.

Reads an event of the code host (a JSON file). Nothing in it is run, and no file is written but records and sources.
Exit status: 0 done, also if there is nothing to propose; 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from catalogue.contribution import papers
from catalogue.contribution.forms import NAMES
from catalogue.contribution.proposal import Maker, Proposal
from catalogue.contribution.reply import LONGEST, Sent, answered, files_of, sent
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.reader import Reader

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description="Turn an issue into a proposal.")
    parser.add_argument("event", type=Path, help="the event that the code host tells, as a JSON file")
    parser.add_argument("into", type=Path, help="the folder for the words around the proposal")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    options = parser.parse_args()
    try:
        issue = sent(json.loads(options.event.read_text("utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        print(f"from_issue.py: {options.event} cannot be read as an event with an issue: {error}", file=sys.stderr)
        return 2
    catalogue = Catalogue(load(options.root.resolve()))
    texts = papers_of(issue, catalogue)
    options.into.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = options.into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        if name.startswith("files/"):
            (options.root / name.removeprefix("files/")).write_text(text, "utf-8", newline="\n")
            print(name.removeprefix("files/"))
    return 0


def papers_of(issue: Sent, catalogue: Catalogue) -> dict[str, str]:
    """Every text by its name: the files to propose, and the words around them."""
    default = Reader(catalogue, catalogue.languages[0])
    if len(issue.text) > LONGEST and issue.labelled:
        return {"reply.md": papers.refusal(papers.TOO_LONG, default)}
    form = answered(issue.text[:LONGEST], catalogue)
    if form and form.form in ("practice", "adoption"):
        proposal = Maker(issue, form, catalogue).proposal()
    elif files := files_of(issue.text):
        proposal = Proposal(default.language, title=", ".join(Path(path).stem for path in files if path.startswith("practices/")), files=files)
    elif form or not issue.labelled:
        return {"reply.md": ""}  # a correction is for people, and somebody may speak of something else
    else:
        name, _, _ = NAMES["practice"]
        return {"reply.md": papers.refusal(papers.NOT_A_FORM, default, form=default.say(name))}
    reader = Reader(catalogue, proposal.language)
    texts = {"reply.md": papers.reply(proposal, reader)}
    if proposal.files:
        texts |= {f"files/{path}": text for path, text in proposal.files.items()}
        known = {document.path for document in catalogue.loaded.documents}
        texts["changed.txt"] = "".join(f"{'M' if path in known else 'A'}\0{path}\0" for path in proposal.files)
        texts["files.txt"] = "".join(f"{path}\n" for path in proposal.files)
        texts |= {"busy.md": papers.unchanged(papers.BUSY, reader), "closed.md": papers.unchanged(papers.CLOSED, reader)}
        texts |= {"title.txt": papers.title(proposal) + "\n", "description.md": papers.description(proposal, issue, default)}
        texts["commit.txt"] = papers.commit(proposal, issue)
    return texts


if __name__ == "__main__":
    sys.exit(main())
