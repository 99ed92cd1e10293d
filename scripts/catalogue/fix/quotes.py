"""Quotes where other programs would read something else than text, and none around ids and codes."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from yaml.resolver import Resolver

from ..document import Document, Loaded
from ..language import N_
from ..walk import KEY
from ..yaml12 import plain
from .meaning import harmless
from .nodes import nodes, span
from .step import Done, Edit, Taken, edited

OLDER = Resolver()
"""Reads plain words as YAML 1.1 did, and as most programs still do: NO is false, 2019-11-01 a date, 12:30 a number."""
TEXT = "tag:yaml.org,2002:str"
WORD = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}", re.ASCII)
"""In quotes as days are, so that dates look alike."""
IDS = ("vocabulary", "country", "region", "currency", "language", "source", "practice", "clause", "item-id", "item-path")
"""Values that need no quotes as long as they are words."""

QUOTED = N_("Words that other programs read as something else than text are in quotes.")
UNQUOTED = N_("Ids and codes stand without quotes.")


def means_another_thing(value: str) -> bool:
    """Whether a plain word that is text to us is something else to other programs."""
    tag: str = OLDER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return value in ("y", "Y", "n", "N") or tag != TEXT or MONTH.fullmatch(value) is not None


def written(value: str) -> str:
    """An id or a code as it stands in a file."""
    needs_none = WORD.fullmatch(value) and isinstance(plain(value), str) and not means_another_thing(value)
    return value if needs_none else json.dumps(value, ensure_ascii=False)


def quotes_where_needed(document: Document, loaded: Loaded) -> Taken:
    """A text is text for every program that reads the file, and quotes stand only where they are needed."""
    text, found = document.text, nodes(document.text)
    scalars = [node for node in (*found.values.values(), *found.keys.values()) if isinstance(node, yaml.ScalarNode)]
    add = [Edit(*span(node), json.dumps(node.value, ensure_ascii=False)) for node in scalars if not node.style and _is_mistaken(node)]
    marked = {path: value for name in IDS for path, value, _ in document.uses.values[name] if type(value) is str}
    ids = [found.keys.get(path[:-1]) if path[-1:] == (KEY,) else found.values.get(path) for path in marked]
    drop = [Edit(*span(node), node.value) for node in ids if node is not None and node.style in ("'", '"') and written(node.value) == node.value]
    kept = harmless(text, [*add, *drop])
    done = [Done(message) for message, edits in ((QUOTED, add), (UNQUOTED, drop)) if set(edits) & set(kept)]
    return Taken(edited(text, kept), done)


def _is_mistaken(node: Any) -> bool:
    return isinstance(plain(node.value), str) and means_another_thing(node.value)
