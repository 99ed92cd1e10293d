"""What rests on a source, citation by citation: the field, the place in the source, and the words that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from ..citing import Mention, data_mentions, mentions, page_mentions
from ..collation import sort_key
from ..geography import region_name
from ..language import N_, NN_
from ..model import Practice, SourceEntry, ToolkitEntry, Worded
from ..record import Alternative, Claim, Cost, Funding, Inference, Phase, Record, Relation, Resource
from ..shape import Shape
from ..toolkit import Toolkit
from ..walk import uses
from ..yaml12 import Path
from .lineage import KINDS
from .page import tagged
from .reader import Reader
from .sections import question_of
from .view import ROW_LABELS

LONGEST = 160
"""Characters of a sentence: enough to know it again on its page."""
FOLDED = 12
"""From so many places on, those of one page are folded away under its title."""
TOO_MANY = 1_000
"""Over so many places, a source's page names the pages and how often each cites it, or it would weigh megabytes."""

PLACES = NN_("cited at {count} place", "cited at {count} places")
ALL_OF_IT = N_("Everything on that page rests on this one source.")
ONLY_LISTED = N_("Listed as a source of that page, but not cited at any place.")
PRESENTED = N_("The page presents this source.")


class Place(NamedTuple):
    """One place that cites the source."""

    label: Markup | str
    anchor: str
    """The id that it stands under on its page; empty for the page as a whole."""
    locators: str
    words: Markup | str


class Resting(NamedTuple):
    """A page that cites the source, with every place of it."""

    kind: str
    url: str
    title: Markup
    cited: str
    """How many places of it do."""
    places: list[Place]
    note: str


class Rests(NamedTuple):
    """Everything that rests on a source."""

    pages: list[Resting]
    folded: bool


def what_rests(source: SourceEntry, reader: Reader) -> Rests:
    """The practices, the toolkits and the hand-written pages that cite a source, as this reader sees them."""
    catalogue = reader.catalogue
    practices = mentions(catalogue).get(source.id, {})
    brief = sum(map(len, practices.values())) > TOO_MANY
    pages = [practice_resting(catalogue.practices[id_], found, reader, brief) for id_, found in practices.items()]
    pages.sort(key=lambda page: sort_key(page.title.striptags(), reader.language))
    pages += [toolkit_resting(catalogue.toolkits[id_], source, reader) for kind, id_ in catalogue.cited_by.get(source.id, []) if kind == "toolkit"]
    shown = catalogue.pages(reader.language)
    citing = [id_ for kind, id_ in catalogue.cited_by.get(source.id, []) if kind == "page" and id_ in shown]
    pages += [page_resting(name, source, reader) for name in citing]
    return Rests(pages, sum(len(page.places) for page in pages) > FOLDED)


# --- practices -------------------------------------------------------------------------------


def practice_resting(practice: Practice, found: list[Mention], reader: Reader, brief: bool) -> Resting:
    """A practice with the places where it cites the source; ``brief`` leaves the places out."""
    title = practice.title(reader.language)
    seen = [mention for mention in found if is_shown(mention.path, practice, reader)]
    places = [] if brief else list(merged(place(mention, practice, reader) for mention in seen))
    note = "" if seen else reader.say(ALL_OF_IT if len(practice.record.sources) == 1 else ONLY_LISTED)
    cited = reader.count(PLACES, len(seen)) if seen else ""
    return Resting(reader.say(N_("Practice")), f"practices/{practice.id}/", tagged(title.value, title.language, reader), cited, places, note)


def is_shown(path: Path, practice: Practice, reader: Reader) -> bool:
    """Whether this reader sees the text of a path: of several languages, she sees one."""
    if path[0] == "text":
        worded = text_at(path, practice, reader)
        return worded is not None and worded.language == path[1]
    chosen = value_at(path[:-1], practice.record) if isinstance(path[-1], str) and len(path) > 1 else None
    local = practice.local(chosen, reader.language) if isinstance(chosen, dict) else None
    return local is None or local.language == path[-1]


def text_at(path: Path, practice: Practice, reader: Reader) -> Worded | None:
    """The text of a field in the language that this reader sees it in."""
    if path[2] == "claims":
        claim = next((claim for claim in practice.record.claims if claim.id == path[3]), None)
        return practice.claim_words(claim, reader.language) if claim else None
    return practice.words(str(path[2]), reader.language)


def value_at(path: Path, record: Shape) -> Any:
    """What stands at a path of a record or a toolkit."""
    value: Any = record
    for step in path:
        value = getattr(value, str(step)) if isinstance(value, Shape) else value[step]
    return value


def place(mention: Mention, practice: Practice, reader: Reader) -> Place:
    """One citation as its place on the practice's page."""
    path, record = mention.path, practice.record
    locator = mention.locator or ""
    if path[0] == "text":
        label, anchor = claim_place(str(path[3]), record) if path[2] == "claims" else (ROW_LABELS[str(path[2])], question_of(f"text.{path[2]}", record))
        return Place(reader.say(label), anchor, locator, shortened(mention.words or "", str(path[1]), reader))
    field = str(path[0])
    item = value_at(path[: 2 if len(path) > 1 and isinstance(path[1], int) else 1], record)
    if isinstance(item, Claim):
        label, anchor = claim_place(item.id, record)
    else:
        label = ROW_LABELS.get(field) or str(Record.model_fields[field].title)
        anchor = anchor_of(item, field, record)
    if mention.words is None:
        return Place(reader.say(label), anchor, locator, described(item, practice, reader))
    return Place(reader.say(label), anchor, locator, shortened(mention.words, str(path[-1]), reader))


def claim_place(id_: str, record: Record) -> tuple[str, str]:
    """The label over a claim, and its id on the page."""
    kind = next((claim.kind for claim in record.claims if claim.id == id_), "")
    return ROW_LABELS[{"context": "context", "target": "targets"}.get(kind, "claims")], f"claim-{id_}"


def anchor_of(item: Any, field: str, record: Record) -> str:
    """The id of the section that shows an item."""
    if isinstance(item, Relation):
        return "family" if item.kind in KINDS else "related"
    if isinstance(item, Alternative):
        return f"dispute-{question_of(item.item, record)}"
    if isinstance(item, Inference):
        return question_of(item.item, record)
    return field if field == "guidelines" else question_of(field, record)


def described(item: Shape, practice: Practice, reader: Reader) -> Markup:
    """An item in a few words: its figure, its terms and names, and what is said about it in the reader's language."""
    figure = ""
    if isinstance(item, Claim):
        worded = practice.claim_words(item, reader.language)
        return shortened(worded.value, worded.language, reader) if worded else Markup.escape(reader.figure(item))
    if isinstance(item, Resource):
        figure = reader.resource(item)
    elif isinstance(item, Cost | Funding) and item.amount:
        figure = reader.amount(item.amount)
    elif isinstance(item, Phase):
        figure = reader.period(item.start, item.end)
    known = [figure, *terms(item, reader)]
    texts = [worded for _, value in item if isinstance(value, dict) and (worded := practice.local(value, reader.language))]
    room = LONGEST - sum(len(Markup.escape(part).striptags()) for part in known)
    parts = [Markup.escape(part) for part in dict.fromkeys(known) if part]
    parts += [shortened(worded.value, worded.language, reader, room) for worded in texts[:1] if room > LONGEST // 4]
    return Markup(" · ").join(parts)


def terms(item: Shape, reader: Reader) -> Iterator[str | Markup]:
    """The terms, places and names of an item, in words; a title in another language says so."""
    values = uses(type(item), item.model_dump(mode="json", by_alias=True)).values
    for _, value, vocabulary in values["vocabulary"]:
        if value and vocabulary not in ("amount-qualifiers", "units"):  # the figure has told them
            yield reader.term(vocabulary, value)
    for _, value, _ in values["country"]:
        yield reader.country(value)
    for _, value, _ in values["region"]:
        yield region_name(value) if value else ""
    for _, value, kind in values["text"]:
        yield value if kind == "name" and value else ""
    for _, value, _ in values["practice"]:
        if value in reader.catalogue.practices:
            title = reader.catalogue.practices[value].title(reader.language)
            yield tagged(title.value, title.language, reader)


def shortened(text: str, language: str, reader: Reader, room: int = LONGEST) -> Markup:
    """The beginning of a text, cut between words, in an element with its language where it is not the reader's."""
    bare = " ".join(text.split())
    if len(bare) > room:
        bare = bare[:room].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
    return tagged(bare, language, reader)


def merged(places: Iterable[Place]) -> Iterator[Place]:
    """The places, those that say the same once, with all their locators."""
    found: dict[tuple[str, str, str], list[Place]] = {}
    for one in places:
        found.setdefault((str(one.label), one.anchor, str(one.words)), []).append(one)
    for same in found.values():
        yield same[0]._replace(locators="; ".join(dict.fromkeys(one.locators for one in same if one.locators)))


# --- toolkits --------------------------------------------------------------------------------


def toolkit_resting(entry: ToolkitEntry, source: SourceEntry, reader: Reader) -> Resting:
    """A toolkit with the chapters that cite the source."""
    toolkit = entry.toolkit
    data = reader.catalogue.loaded.by_id["toolkits"][entry.id].data
    found, places = 0, []
    for cited, mention in data_mentions(Toolkit, data):
        field, *rest, language = mention.path
        texts: Any = value_at(mention.path[:-1], toolkit)
        if cited != source.id or entry.local(texts, reader.language).language != language:
            continue
        found += 1
        chapter = toolkit.chapters[int(rest[0])] if field == "chapters" else None
        title = entry.local(chapter.title, reader.language) if chapter else None
        label = tagged(title.value, title.language, reader) if title else reader.say(str(Toolkit.model_fields[str(field)].title))
        anchor = chapter.anchor if chapter else "call" if field == "call" else ""
        places.append(Place(label, anchor, mention.locator or "", shortened(mention.words or "", str(language), reader)))
    name = entry.local(toolkit.title, reader.language)
    cited_at = reader.count(PLACES, found)
    return Resting(reader.say(N_("Toolkit")), f"toolkits/{entry.id}/", tagged(name.value, name.language, reader), cited_at, list(merged(places)), "")


# --- hand-written pages ----------------------------------------------------------------------


def page_resting(name: str, source: SourceEntry, reader: Reader) -> Resting:
    """A hand-written page with the headings under which it cites the source."""
    page = reader.catalogue.pages(reader.language)[name]
    found = list(page_mentions(page, source.id))
    places = []
    for mention in found:
        heading = mention.heading
        label = tagged(heading.text, page.language, reader) if heading else reader.say(N_("The page as a whole"))
        words = shortened(mention.words, page.language, reader) if mention.words is not None else reader.say(PRESENTED)
        places.append(Place(label, (heading.id or "") if heading else "", mention.locator or "", words))
    kind = reader.say(N_("Guideline") if page.meta.get("framework") else N_("Page"))
    title = tagged(str(page.meta["title"]), page.language, reader)
    url = name.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"
    return Resting(kind, url if url != "/" else "", title, reader.count(PLACES, len(found)), list(merged(places)), "")
