"""Ask for a practice, question by question, and write its record and its source.

Every answer is checked at once. What was typed is kept in a draft until the record is written; --resume goes on from there.
Exit status: 0 written; 1 stopped, or the checker found errors; 2 wrong use.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path

from pydantic import ValidationError

from catalogue.check import check
from catalogue.contribution.duplicates import candidates
from catalogue.contribution.interview import ASKED, NEEDED, OTHERS, is_grave, proposal
from catalogue.language import N_, translations
from catalogue.load import load, site_languages
from catalogue.model import Catalogue, Practice
from catalogue.record import Record
from catalogue.render.reader import Reader
from catalogue.report import as_text
from catalogue.yaml12 import read
from conversation import Conversation, Stopped

ROOT = Path(__file__).resolve().parent.parent
DRAFT = Path("build") / "new-practice.json"
"""Inside the project, where git does not look."""
WELCOME = N_("A new practice. What no source says, leave out.")
KEYS = N_("? explains a question · < goes back to the one before · Ctrl-C stops and keeps what you wrote")
ENOUGH = N_("That is enough for a record. Go on with more questions? (yes or no)")
ALIKE = N_("The library has practices that are alike. Is yours one of them? Then correct that one instead.")
WRITE = N_("Write the record? (yes or no)")
STOPPED = N_("Stopped. Your answers are kept; go on with: {command}")
WRITTEN = N_("Written: {path}")
NEXT = N_("What to do next")
STEPS = (
    N_("Look at the page: make serve"),
    N_("Add what else your sources say; your editor completes the fields in {path}."),
    N_("Check it again: .venv/bin/python scripts/check.py {path}"),
    N_("Propose it: commit {paths} on a branch of its own and open a pull request. An editor answers there."),
)
UNPLACED = N_("This found no place; put it into the record by hand:")


def talk(conversation: Conversation) -> int:
    """The whole conversation, from the first question to the checker's answer."""
    reader, root = conversation.reader, conversation.reader.catalogue.root
    conversation.tell(WELCOME)
    conversation.tell(KEYS)
    for question in ASKED:
        if answer := conversation.answers.get(question.id):
            conversation.show(f"{question.name(reader)}: {answer}", "  ", "  ")
    conversation.ask_all(NEEDED)
    print()
    if any(question.id in conversation.answers for question in OTHERS) or conversation.agrees(ENOUGH):
        conversation.ask_all(OTHERS)
    made = proposal(conversation.answers, reader)
    for sentence in made.missing + made.notes:
        conversation.show(sentence)
    record = next((text for path, text in made.files.items() if path.startswith("practices/")), "")
    show_alike(conversation, record)
    print(f"\n{record}")
    if not conversation.agrees(WRITE):
        raise Stopped
    for path, text in made.files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="\n")
        conversation.tell(WRITTEN, path=path)
    conversation.draft.unlink(missing_ok=True)
    for name, answer in made.unplaced:
        conversation.tell(UNPLACED)
        conversation.show(f"{name}: {answer}", "  ")
    problems = check(load(root), set(made.files))
    print(as_text(problems, translations(root, reader.language)), end="")
    print()
    conversation.tell(NEXT)
    for number, step in enumerate(STEPS, 1):
        path = next(path for path in made.files if path.startswith("practices/"))
        print(f"{number}. {reader.say(step, path=path, paths=' '.join(sorted(made.files)))}")  # commands stay in one line, to be copied
    return 1 if any(map(is_grave, problems)) else 0


def show_alike(conversation: Conversation, text: str) -> None:
    """The practices that the new one may repeat, each with the reason."""
    reader = conversation.reader
    try:
        practice = Practice("a-new-practice", Record.model_validate(read(text).data))
    except ValidationError:
        return  # the checker says what is wrong
    found = candidates(practice, reader.catalogue, reader)
    if found:
        print()
        conversation.tell(ALIKE)
        for candidate in found:
            title = candidate.practice.title(reader.language).value
            conversation.show(f"{title} (practices/{candidate.practice.id}.yaml). {' '.join(candidate.reasons)}", "  ")


def main() -> int:
    parser = argparse.ArgumentParser(description="Ask for a practice, question by question, and write its record.")
    parser.add_argument("--lang", metavar="LANGUAGE", help="the language of the questions (default: the site's first)")
    parser.add_argument("--resume", action="store_true", help="go on with the answers that were kept when you stopped")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    options = parser.parse_args()
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    root = options.root.resolve()
    draft = root / DRAFT
    try:
        languages = site_languages(root)
        kept = json.loads(draft.read_text("utf-8")) if draft.is_file() else {}
    except (OSError, LookupError, ValueError) as error:
        print(f"new_practice.py: {error}", file=sys.stderr)
        return 2
    if kept and not options.resume:
        print(f"new_practice.py: there is a draft from before, {DRAFT}. Go on with --resume, or delete it to start anew.", file=sys.stderr)
        return 2
    language = options.lang or kept.get("language") or languages[0]
    if language not in languages:
        print(f"new_practice.py: no language “{language}”; there are: {', '.join(languages)}", file=sys.stderr)
        return 2
    loaded = load(root)
    errors = [problem for problem in check(loaded) if is_grave(problem)]
    if errors:
        print(as_text(errors, translations(root, language)), end="", file=sys.stderr)
        print("new_practice.py: mend these errors first; with them, the library cannot be read.", file=sys.stderr)
        return 2
    reader = Reader(Catalogue(loaded), language)
    try:
        return talk(Conversation(reader, draft, dict(kept.get("answers", {}))))
    except (Stopped, KeyboardInterrupt):
        flag = f" --lang {language}" if language != languages[0] else ""
        print(reader.say(STOPPED, command=f".venv/bin/python scripts/new_practice.py --resume{flag}"))
        return 1


if __name__ == "__main__":
    sys.exit(main())
