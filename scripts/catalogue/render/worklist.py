"""What there is to translate into the reader's language: missing, out of date, not reviewed; titles and summaries first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from ..check.shapes import field_at
from ..document import Page
from ..exchange import Unit, units
from ..language import N_, NN_, locale_of
from ..model import Practice
from ..record import Record
from ..translation import FIRST, METHODS, PAGE_HEAD, PAGE_START, Translated, path_of, translated
from .outdated import in_site
from .page import StagedPage, page_with_lead, tagged
from .reader import Reader, relative
from .turns import turns

TRANSLATE_URL = "contribute/translate/"
PER_PAGE = 100
"""How many practices stand on one page; a library of thousands has further pages."""
NAMED = 4
"""How many fields are called by their names; more are counted."""

TITLE = N_("To translate into {language}")
LEAD = N_(
    "What is missing in {language}, what has changed in the original since it was translated, and what a machine translated and nobody has checked. "
    "Titles and summaries come first, then what is out of date, then what is soon done."
)
NOTHING = N_("There is nothing to translate into {language} at the moment.")
TEXTS = NN_("{count} text", "{count} texts")
PARTS = NN_("{count} part", "{count} parts")
PAGE_PARTS = {PAGE_HEAD: N_("Title"), PAGE_START: N_("The beginning")}


class Task(NamedTuple):
    """A practice or a page with something to do."""

    title: Markup
    url: str
    order: tuple[int, int, str]
    """Titles and summaries first, then what is out of date, then what is soon done."""
    rows: list[tuple[str, str]]
    """What kind of work, and which fields or how many."""
    choice: str | None = None
    """Of a practice: what the form is asked to open."""
    file: str | None = None
    """Of a page: its file in the repository, if the site knows one."""


def worklist_pages(reader: Reader) -> Iterator[StagedPage]:
    """What there is to translate, on as many pages as it takes."""
    practices = sorted(filter(None, (task_of(practice, reader) for practice in reader.catalogue.listed)), key=lambda task: task.order)
    pages = sorted(page_tasks(reader), key=lambda task: task.order)
    language = reader.language_name(reader.language)
    heading, lead = reader.say(TITLE, language=language), reader.say(LEAD if practices or pages else NOTHING, language=language)
    for turn in turns(practices, PER_PAGE, TRANSLATE_URL):
        yield page_with_lead(
            "translate.html",
            reader,
            f"{turn.url.removesuffix('/')}.md",
            turn.title(heading, reader),
            lead,
            {"kind": "index"},
            tasks=turn.items,
            pages=pages if turn.page == 1 else [],
            figures=figures(practices, reader) if turn.page == 1 else [],
            others=other_lists(turn.url, reader),
            turn=turn,
        )


def other_lists(url: str, reader: Reader) -> list[tuple[str, str, str]]:
    """The worklists of the other languages of the site: language, its own name, address."""
    return [
        (
            other,
            str(locale_of(other).get_display_name(other)).capitalize(),
            relative(in_site(url, reader.language, reader), in_site(TRANSLATE_URL, other, reader)),
        )
        for other in reader.catalogue.languages
        if other != reader.language
    ]


MISSING, OUTDATED, UNREVIEWED = N_("Missing"), N_("Out of date"), N_("Not reviewed")


def figures(tasks: list[Task], reader: Reader) -> list[tuple[str, int]]:
    """How many practices have something of each kind to do."""
    counted = [(N_("Title or summary to do"), sum(task.order[0] == 0 for task in tasks))]
    return counted + [(kind, sum(reader.say(kind) in dict(task.rows) for task in tasks)) for kind in (OUTDATED, MISSING, UNREVIEWED)]


def task_of(practice: Practice, reader: Reader) -> Task | None:
    """What there is to do for one practice; nothing if it was written in the reader's language or is all done."""
    document = reader.catalogue.loaded.by_id["practices"][practice.id]
    words = translated(document.data, reader.language)
    if words is None:
        return None
    missing = [unit for unit in units(document, reader.language) if not unit.here]
    document.forget()
    lacking = missing_names(missing, words, reader)
    rows = [
        (reader.say(MISSING), lacking),
        (reader.say(OUTDATED), named([*words.outdated], words, reader)),
        (reader.say(UNREVIEWED), named([*words.unreviewed], words, reader)),
    ]
    if not any(said for _, said in rows):
        return None
    first = not {*words.missing, *words.outdated}.isdisjoint(FIRST)
    title = practice.title(reader.language)
    size = len(missing) + len(words.outdated)
    order = (0 if first else 1 if words.outdated else 2 if missing else 3), size or len(words.unreviewed), practice.id
    return Task(
        tagged(title.value, title.language, reader),
        f"practices/{practice.id}/",
        order,
        [(kind, said) for kind, said in rows if said],
        f"?practice={practice.id}&translate={reader.language}",
    )


def missing_names(missing: list[Unit], words: Translated, reader: Reader) -> str:
    """The missing fields by name if they are few and no note is among them, else how many texts."""
    keys = dict.fromkeys(unit.key for unit in missing)
    return reader.count(TEXTS, len(missing)) if "" in keys or len(keys) > NAMED else named([*keys], words, reader)


def named(keys: list[str], words: Translated, reader: Reader) -> str:
    """A few fields by their names, many by their number."""
    if len(keys) > NAMED:
        return reader.count(TEXTS, len(keys))
    labels: dict[str, None] = {}
    for key in keys:
        found = field_at(Record, path_of(key, words.language))
        labels[reader.say(str(found[1].title)) if found else key] = None
    return ", ".join(labels)


def page_tasks(reader: Reader) -> Iterator[Task]:
    """Guidelines that are not translated, and translated pages that are out of date or not reviewed."""
    loaded = reader.catalogue.loaded
    for page in reader.catalogue.pages(reader.language).values():
        rows = []
        if page.language != reader.language and page.meta.get("framework"):
            rows.append((reader.say(MISSING), reader.say(N_("the whole page"))))
        outdated = loaded.outdated_parts(page) if page.language == reader.language else ()
        if outdated:
            rows.append((reader.say(OUTDATED), part_names(outdated, page, reader)))
        if page.language == reader.language and (page.meta.get("translation") or {}).get("by") == METHODS[0]:
            rows.append((reader.say(UNREVIEWED), reader.say(N_("the whole page"))))
        if rows:
            url = page.name.removesuffix(".md").removesuffix("index")
            title = tagged(str(page.meta["title"]), page.language, reader)
            yield Task(
                title, f"{url.rstrip('/')}/" if url else "", (0 if outdated else 1, len(outdated), page.name), rows, file=in_repository(page.path, reader)
            )


def part_names(outdated: tuple[str, ...], page: Page, reader: Reader) -> str:
    """A few parts of a page by their headings, many by their number."""
    if len(outdated) > NAMED:
        return reader.count(PARTS, len(outdated))
    headings = {heading.id: heading.text for heading in page.headings}
    return ", ".join(headings.get(part) or reader.say(PAGE_PARTS.get(part, part)) for part in outdated)


def in_repository(path: str, reader: Reader) -> str | None:
    """The address of a file of the project."""
    repository = reader.catalogue.repository
    return f"{repository}/blob/main/{path}" if repository else None
