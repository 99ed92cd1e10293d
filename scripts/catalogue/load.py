"""Read the library's files from disk: bytes, text, data.

Reading never fails: what cannot be read is a ``Refusal`` in the document, for the checks to report.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from .document import SHAPES, Document, Loaded, Page
from .guideline import PageFront
from .language import N_
from .parallel import share_out
from .problem import HIDDEN_HERE, INVISIBLE
from .yaml12 import Mark, Reading, Refusal, read

MAX_BYTES = 500_000
"""Over a hundred times an ordinary record; nothing larger was written by hand."""

HIDDEN = re.compile(INVISIBLE.pattern + "+")
TAB = re.compile(r"\t[^\n]*")
"""The first tab of a line, and what follows it."""


def load(root: Path) -> Loaded:
    """Read every file of the library under ``root``, in a stable order."""
    documents = [*share_out(partial(load_document, root), [path for folder in SHAPES for path in data_files(root / folder)])]
    languages = site_languages(root)
    pages = [load_page(root, path, language) for language in languages for path in page_files(root / "docs" / language)]
    map_file = root / "geodata" / "europe.json"
    geodata = json.loads(map_file.read_text("utf-8")) if map_file.is_file() else {"countries": {}, "viewBox": ()}
    everything = documents + [page.front for page in pages]
    return Loaded(root, everything, pages, languages, geodata["countries"], tuple(geodata["viewBox"]), *site_identity(root))


def data_files(folder: Path) -> list[Path]:
    """The data files of a folder by name; files of other kinds are left to the checks of names."""
    return sorted((path for path in folder.iterdir() if not path.name.startswith(".")), key=lambda path: path.name) if folder.is_dir() else []


def page_files(folder: Path) -> list[Path]:
    """The Markdown pages of a language by name."""
    return sorted(path for path in folder.rglob("*.md") if path.is_symlink() or path.is_file())


def load_document(root: Path, path: Path) -> Document:
    """Read one data file; everything that keeps it from being read becomes a refusal."""
    folder = path.parent.name
    document = Document(root, f"{folder}/{path.name}", SHAPES[folder])
    if _leads_out(root, path):
        return _refused(document, "symbolic-link", LEADS_OUT)
    if not path.is_file():
        return _refused(document, "file-name", N_("Only record files belong here. Move the folder or remove it."))
    text = _read_text(document, path)
    if text is not None:
        _parse(document, text)
        if document.reading.complete and document.data is None and not document.refusals:
            _refused(document, "empty-file", N_("The file is empty. Start from a copy of another record, or remove it."))
    return document


LEADS_OUT = N_("This is a link to a file outside the project. Put the file itself here.")


def _leads_out(root: Path, path: Path) -> bool:
    """Whether a file is a link out of the project or to nowhere."""
    return path.is_symlink() and not (path.is_file() and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)))


VISIBLE = bytes([*range(0x20, 0x7F), *b"\t\r\n"])
"""The characters of ASCII that can be seen: without them, little is left of a file to look through."""

START = Mark(1, 1)


def _refused(document: Document, rule: str, message: str, mark: Mark = START, **parameters: Any) -> Document:
    document.reading.refusals.append(Refusal(rule, mark, message, parameters))
    document.reading.complete = False
    return document


def _parse(document: Document, text: str) -> None:
    """Read the data of a text; what was refused before stays refused."""
    document.text = text
    reading, before = read(text), document.reading.refusals
    lines = text.split("\n") if before else []
    tabs = [refusal.mark for refusal in before if refusal.rule == "tab" and refusal.mark.line <= len(lines)]
    if any(not lines[mark.line - 1][: mark.column].strip() for mark in tabs):  # what belongs together is then a guess
        reading = Reading(complete=False)
    reading.refusals = before + reading.refusals
    document.reading = reading


def _read_text(document: Document, path: Path) -> str | None:
    """The text of a file, or ``None`` with the refusals that say why not.

    Tabs and invisible characters are refused and read as spaces, so that the rest of the file is checked in the same run.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        message = N_("The file has {size} KB; at most {limit} KB can be read. Keep the record short and link to longer texts as sources.")
        _refused(document, "file-size", message, size=size // 1000, limit=MAX_BYTES // 1000)
        return None
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))
        _refused(document, "file-encoding", N_("This is not UTF-8 text. Save the file again with the encoding UTF-8."), mark)
        return None
    if not INVISIBLE.search(raw.translate(None, VISIBLE).decode("utf-8")) and b"\t" not in raw:
        return text
    refuse = document.reading.refusals.append
    for mark, found in _places(HIDDEN, text):
        if found.startswith("\ufeff") and mark == (1, 1):
            message = N_("The file starts with an invisible byte-order mark. Save it as UTF-8 without one (“UTF-8”, not “UTF-8 with BOM”).")
            refuse(Refusal("byte-order-mark", mark, message))
        else:
            refuse(Refusal("invisible-character", mark, HIDDEN_HERE, {"code": f"{ord(found[0]):04X}"}))
    for mark, _ in _places(TAB, text):
        refuse(Refusal("tab", mark, N_("There is a tab here. Use two spaces for each level instead.")))
    return INVISIBLE.sub(" ", text.removeprefix("\ufeff")).replace("\t", " ")


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[Mark, str]]:
    """Everything that a pattern finds, with its line and column; the time grows with the text, not with its square."""
    line, start, last = 1, 0, 0
    for found in pattern.finditer(text):
        at = found.start()
        newline = text.rfind("\n", last, at)
        if newline >= 0:
            line, start = line + text.count("\n", last, at), newline + 1
        last = at
        yield Mark(line, at - start + 1), found.group()


FRONT_MATTER = re.compile(r"---\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def load_page(root: Path, path: Path, language: str) -> Page:
    """Read one Markdown page: its front matter and its body."""
    front = Document(root, path.relative_to(root).as_posix(), PageFront)
    page = Page(root, front.path, language, path.relative_to(root / "docs" / language).as_posix(), front)
    if _leads_out(root, path):
        _refused(front, "symbolic-link", LEADS_OUT)
        return page
    text = _read_text(front, path)
    if text is None:
        return page
    found = FRONT_MATTER.match(text)
    if found is not None:
        front.reading.refusals = [replace(refusal, mark=Mark(refusal.mark.line - 1, refusal.mark.column)) for refusal in front.reading.refusals]
        front.lines_before = 1
        _parse(front, found.group(1))
        page.body = text[found.end() :]
        page.lines_before = text.count("\n", 0, found.end())
    if front.data is None and not front.refusals:
        front.lines_before = 0
        _refused(front, "front-matter", N_("The page has no title. Start it with a line “---”, “title: …” and another line “---”."))
    return page


class _SiteConfig(yaml.SafeLoader):
    """Reads ``mkdocs.yml`` without running its tags, but for ``!ENV``, which the site's name and address need."""


def _ignore(_loader: object, _suffix: str, _node: object) -> None:
    """Nothing: every other tag is the builder's matter."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """The first variable that is set, else the last item if there are several: as the builder reads ``!ENV [NAME, default]``."""
    names = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else [loader.construct_scalar(node)]  # type: ignore[arg-type]
    wanted, default = (names[:-1], names[-1]) if len(names) > 1 else (names, None)
    return next((os.environ[str(name)] for name in wanted if str(name) in os.environ), default)


_SiteConfig.add_multi_constructor("", _ignore)
_SiteConfig.add_constructor("!ENV", _environment)
for _tag in ("null", "bool", "int", "float", "str", "seq", "map"):
    _SiteConfig.yaml_constructors[f"tag:yaml.org,2002:{_tag}"] = yaml.SafeLoader.yaml_constructors[f"tag:yaml.org,2002:{_tag}"]


def _site_config(root: Path) -> Any:
    """What ``mkdocs.yml`` says; raises ``LookupError`` if it cannot be read."""
    try:
        return yaml.load((root / "mkdocs.yml").read_text("utf-8"), _SiteConfig)  # noqa: S506  (a safe loader that ignores tags)
    except (yaml.YAMLError, ValueError, AttributeError, RecursionError) as error:
        raise LookupError(f"mkdocs.yml cannot be read: {error}") from error


def site_languages(root: Path) -> tuple[str, ...]:
    """The languages that ``mkdocs.yml`` names for the i18n plugin, the default one first; raises ``LookupError`` if it names none."""
    config = _site_config(root)
    try:
        for plugin in config["plugins"]:
            if isinstance(plugin, dict) and "i18n" in plugin:
                languages = plugin["i18n"]["languages"]
                return tuple(str(entry["locale"]) for entry in sorted(languages, key=lambda entry: not entry.get("default", False)))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise LookupError(f"mkdocs.yml cannot be read: {error}") from error
    raise LookupError("mkdocs.yml has no i18n plugin with languages")


def site_identity(root: Path) -> tuple[str, str]:
    """The site's name and its address, as ``mkdocs.yml`` and the environment give them."""
    config = _site_config(root)
    name, url = (str(config.get(field) or "").strip() for field in ("site_name", "site_url"))
    return name, url and url.rstrip("/") + "/"
