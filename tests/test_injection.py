"""Whatever stands in a text of the library is shown as text: nothing of it runs, in no field and on no page.

Records come in pull requests, and a reviewer can overlook what a checker would have found. So the
texts here go past the checker: only the models have seen them. The fields are found by walking the
models; a new field is tested from the day it exists.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes
from markupsafe import Markup
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load
from playwright.sync_api import Browser, Dialog, Request
from pydantic import TypeAdapter, ValidationError

from catalogue.assessment import Assessment
from catalogue.bibliography import Author, Source
from catalogue.guideline import PageFront
from catalogue.prose import ATTRIBUTES, SCHEMES, TAGS, Cited, to_html
from catalogue.record import Record
from catalogue.shape import Marker, PartialDate, Shape
from catalogue.toolkit import Toolkit
from catalogue.vocabulary import Term, Vocabulary
from catalogue.wording import Choice, Wording
from conftest import ROOT, serve

LANGUAGES = ("en", "sv")
"""Records are in the first; readers of the second see them inside elements that name their language."""

# --- what is planted -------------------------------------------------------------------------


class Payload(NamedTuple):
    """A hostile text. ``MARK`` stands for its visible marker, which differs from field to field."""

    name: str
    text: str
    prose_is_literal: bool = True
    """Whether prose shows it letter by letter too; else Markdown's own signs in it mean something."""


RUN = "window.__ran=1"
PAYLOADS = (
    Payload(
        "elements",
        f"MARK <script>{RUN}</script><img src=x onerror={RUN}><svg onload={RUN}><details open ontoggle={RUN}><a href=javascript:{RUN} onclick={RUN}>x</a>",
    ),
    Payload("frames", f"<iframe srcdoc='<script>parent.__ran=1</script>'></iframe><object data=data:text/html,x></object><embed src=javascript:{RUN}> MARK"),
    Payload(
        "head",
        '<base href=https://evil.example/><meta http-equiv=refresh content="0;url=https://evil.example/"><link rel=stylesheet href=//evil.example/x.css> MARK',
    ),
    Payload("style", '<style>@import "https://evil.example/x.css";</style><p style="background:url(https://evil.example/)" class=planted> MARK'),
    Payload("sanitiser", f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;"> MARK', prose_is_literal=False),
    Payload("closing", f"</div></article></main></title></style></textarea></noscript></script></body></html><script>{RUN}</script> MARK"),
    Payload("double-quotes", f'" autofocus tabindex=1 onfocus="{RUN}" onmouseover="{RUN}" title="MARK'),
    Payload("single-quotes", f"' autofocus tabindex=1 onfocus='{RUN}' onmouseover='{RUN}' title='MARK"),
    Payload("attribute-list", f"MARK {{: onclick={RUN} .planted #planted }}"),
    Payload("braced-attributes", f'MARK {{ onclick="{RUN}" .planted #planted }}'),
    Payload("heading", f"## MARK {{#planted .planted onclick={RUN}}}"),
    Payload("script-link", f"[MARK](javascript:{RUN}) <javascript:{RUN}>"),
    Payload("data-link", f"[MARK](data:text/html,%3Cscript%3E{RUN}%3C/script%3E) <data:text/html,x> [x](vbscript:x)"),
    Payload("encoded-link", f"[MARK](java&#115;cript:{RUN}) [x](&#x6A;avascript&colon;{RUN}) [x](JaVaScRiPt:{RUN})", prose_is_literal=False),
    Payload("quoting-link", f"[MARK](https://evil.example/%22onclick={RUN} 'x\" onclick=\"{RUN}') {{: onclick={RUN} }}", prose_is_literal=False),
    Payload("reference-link", f"[MARK][ref] [ref] [x][]\n\n[ref]: javascript:{RUN}\n[x]: javascript:{RUN}"),
    Payload("picture", f"![MARK](https://evil.example/x.png){{onload={RUN}}} ![x](javascript:{RUN})", prose_is_literal=False),
    Payload("admonition", f'!!! note "MARK"\n    <img src=x onerror={RUN}>\n\n??? x "MARK"\n    x'),
    Payload("snippet", 'MARK\n\n--8<-- "mkdocs.yml"\n\n--8<--\nmkdocs.yml\n--8<--'),
    Payload("contents", "[TOC]\n\nMARK[^1]\n\n[^1]: x\n\n*[MARK]: x", prose_is_literal=False),
    Payload("table", f"| MARK | x |\n| --- | --- |\n| <img src=x onerror={RUN}> | x |\n{{: onclick={RUN} }}"),
    Payload("fence", f"```{{.html .planted onclick={RUN}}}\nMARK <script>{RUN}</script>\n```"),
    Payload("indented", f"MARK\n\n    <img src=x onerror={RUN}>\n\n\t<script>{RUN}</script>"),
    Payload("template", "MARK {{ 7*7 }} {% raw %}{{ config.site_name }}{% endraw %} {% include 'x' %} {# x #} <%= 7 %>"),
    Payload("front-matter", "MARK\n---\ntitle: planted\nfull_width: true\n---\n...\n'\"}]\n"),
    Payload("yaml", "!!python/object/apply:os.system ['true'] &a *a : - [MARK, {x: \"y\"}] # %"),
    Payload(
        "entities", f"&lt;script&gt;{RUN}&lt;/script&gt; &#60;img src=x onerror={RUN}&#62; MARK &amp;lt;svg onload={RUN}&amp;gt; &quot;", prose_is_literal=False
    ),
    Payload("comment", f"<!-- MARK --><![CDATA[ x ]]><?php x ?><!doctype x><!-- <script>{RUN}</script>"),
    Payload("placeholder", "\x02wzxhzdk:0\x03 \x02klzzwxh:0\x03 \x02amp\x03 MARK \x02wzxhzdk:1\x03"),
    Payload("controls", f"\x00\x0b\x0c\x1c\x7f\x85\u2028\u2029\u202e\u200b\ufeff MARK\x85---\x85\u2028<img src=x onerror={RUN}>"),
    Payload("line-ends", f"MARK\r\n\r\n<img src=x onerror={RUN}>\r<script>{RUN}</script>\r\n"),
    Payload("wide", f"＜script＞{RUN}＜/script＞ ﹤img src=x onerror={RUN}﹥ \u02bascript\u02ba MARK"),
    Payload(
        "citation",
        f'MARK [@source-00, <img src=x onerror={RUN}>] [@source-00, " onfocus="{RUN}" autofocus x="] [@source-00, {{: onclick={RUN} }}]',
        prose_is_literal=False,
    ),
    Payload(
        "everything",
        f"\"'></title></article><script>{RUN}</script><img src=x onerror={RUN}> MARK {{: onclick={RUN} .planted }} {{{{ 7*7 }}}} [x](javascript:{RUN})"
        f' <javascript:{RUN}> &lt;img src=x onerror={RUN}&gt;\n---\n\n!!! x\n    x\n\n--8<-- "mkdocs.yml"\n\n[TOC]',
        prose_is_literal=False,
    ),
)
ELEMENTS = PAYLOADS[0]
EVERYTHING = PAYLOADS[-1]
MARKER = re.compile(r"mk\d{6}km")

ITEM_PATHS = (
    "places.0", "phases.0", "last_known_active", "activity", "organisations.0", "target_groups.0", "eligibility.ages", "eligibility.conditions", "resources.0",
    "costs.0", "funding.0", "materials.0", "claims.one", "evaluations.0", "indicators.0", "reviews.0", "recognition.0", "involvement.levels", "relations.0",
)  # fmt: skip

REFERENCES: dict[str, Callable[[int], str]] = {
    "practice": lambda turn: f"hostile-{(turn + 1) % len(PAYLOADS):02}",
    "source": lambda turn: f"source-{turn:02}",
    "clause": lambda turn: f"hostile-{turn:02}.one",
    "guideline": lambda turn: f"hostile-{turn:02}",
    "language": lambda _: LANGUAGES[0],
    "country": lambda turn: ("SE", "DK", "DE", "FI")[turn % 4],
    "region": lambda turn: ("SE-25", "DK-82", "DE-SH", "FI-10")[turn % 4],
    "currency": lambda _: "EUR",
    "item-id": lambda _: "one",
    "item-path": lambda turn: (*ITEM_PATHS, *ITEM_PATHS)[turn],
}
"""Values that point to something, by the marker of their type; their forms leave no room for anything else."""


class Planted(NamedTuple):
    """A hostile text in one field of one file."""

    file: str
    path: str
    """The field, such as ``Record.text.title``."""
    payload: Payload
    marker: str
    text: str
    kind: str
    """``line``, ``name``, ``prose`` and ``citation`` after the field's marker; ``form`` where a pattern decides."""


@dataclass
class Planter:
    """Fills shapes with hostile texts, a different one in every field; ``turn`` moves them on by one."""

    turn: int
    file: str
    payloads: tuple[Payload, ...] = PAYLOADS
    languages: tuple[str, ...] = LANGUAGES[:1]
    pins: dict[str, Any] = field(default_factory=dict)
    """Values that a page cannot do without, by field."""
    planted: list[Planted] = field(default_factory=list)
    safe: dict[str, tuple[Any, str]] = field(default_factory=dict)
    """Fields whose form leaves no room for a hostile text: the type, and a value."""
    count: int = 0

    def fill(self, hint: Any, path: str) -> Any:
        """A value for an annotation, with every field that it may have."""
        if path in self.pins:
            return self.pins[path]
        bare, markers = unwrapped(hint)
        origin, arguments = get_origin(bare), get_args(bare)
        if isinstance(bare, type) and issubclass(bare, Shape):
            hints = hints_of(bare)
            return {
                info.alias or name: value
                for name, info in bare.model_fields.items()
                if (value := self.fill(hints[name], f"{path}.{info.alias or name}")) is not None
            }
        if bare is PartialDate:
            return next(date for date in ("2016-05", "2016-05-31") if accepts(hint, date))
        if origin in (Union, UnionType):
            return self.fill(next(argument for argument in arguments if argument is not NoneType), path)
        if origin is tuple:
            return [self.fill(arguments[0], path)]
        if origin is dict:
            keys = self.languages if "language" in unwrapped(arguments[0])[1] else (self.fill(arguments[0], f"{path}.="),)
            return {key: self.fill(arguments[1], path) for key in keys}
        if origin is Literal:
            return arguments[self.turn % len(arguments)]
        if bare is bool:
            return True
        if bare in (int, float):
            return 1
        assert bare is str, f"{path}: no filling for {bare}"
        return self.words(hint, markers, path)

    def words(self, hint: Any, markers: dict[str, Any], path: str) -> str:
        """A hostile text if the type takes one, else a value of its form."""
        self.count += 1
        marker = f"mk{next(NUMBERS):06}km"
        for text, payload in candidates(self.payloads, self.turn + self.count, marker, f"source-{self.turn:02}"):
            if accepts(hint, text):
                kind = "citation" if "citation" in markers else str(markers.get("text", "form"))
                self.planted.append(Planted(self.file, path, payload, marker, text, kind))
                return text
        self.safe[path] = (hint, self.reference(hint, markers))
        return self.safe[path][1]

    def reference(self, hint: Any, markers: dict[str, Any]) -> str:
        """A value that points to something that is there, or any value of the form."""
        if "vocabulary" in markers:
            ids = term_ids(markers["vocabulary"])
            return ids[self.turn % len(ids)]
        name = next((name for name in REFERENCES if name in markers), None)
        return REFERENCES[name](self.turn) if name else next(value for value in ("one", "0a1b2c3d4e5f") if accepts(hint, value))


NUMBERS = itertools.count(1)


def unwrapped(hint: Any) -> tuple[Any, dict[str, Any]]:
    """An annotation without its metadata, and the markers among them by name."""
    markers: dict[str, Any] = {}
    while get_origin(hint) is Annotated:
        hint, *metadata = get_args(hint)
        markers |= {marker.name: marker.value for marker in metadata if isinstance(marker, Marker)}
    return hint, markers


def candidates(payloads: tuple[Payload, ...], turn: int, marker: str, source: str) -> Iterator[tuple[str, Payload]]:
    """Hostile texts in the forms that fields ask for, the payload of this turn first."""
    start = turn % len(payloads)
    order = [*payloads[start:], *payloads[:start]]
    yield from ((payload.text.replace("MARK", marker), payload) for payload in order)
    for payload in order:
        yield f"{source}, {payload.text.replace('MARK', marker)}", payload
        short = f"{marker} {payload.text.replace('MARK', '')}"[:150]
        tight = re.sub(r"[\s\x00-\x20]+", "/", short)
        plain = re.sub(r"[@<>\"'\s]", "", tight)
        for text in (f"{source}, {short}", f"https://evil.example/{tight}", f"https://evil.example/{plain}", f"10.1000/{tight}", f"{plain}@evil.example"):
            yield text, payload


@cache
def hints_of(shape: type[Shape]) -> dict[str, Any]:
    """The annotations of a shape's fields; always the same objects, so that each is compiled once."""
    return get_type_hints(shape, include_extras=True)


ADAPTERS: dict[int, tuple[Any, TypeAdapter[Any]]] = {}


def accepts(hint: Any, value: str) -> bool:
    """Whether the models take a value of this type."""
    if id(hint) not in ADAPTERS:
        ADAPTERS[id(hint)] = hint, TypeAdapter(hint)
    try:
        ADAPTERS[id(hint)][1].validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def term_ids(vocabulary: str) -> tuple[str, ...]:
    """The ids of a vocabulary's terms."""
    return tuple(term["id"] for term in yaml.safe_load((ROOT / "vocabularies" / f"{vocabulary}.yaml").read_text("utf-8"))["terms"])


# --- the hostile library -----------------------------------------------------------------------


@dataclass
class Hostile:
    """A copy of the project that holds nothing but hostile texts."""

    root: Path
    planted: list[Planted] = field(default_factory=list)
    safe: dict[str, tuple[Any, str]] = field(default_factory=dict)

    def take(self, planter: Planter) -> None:
        """Remember what a planter has planted."""
        self.planted += planter.planted
        self.safe |= planter.safe

    def write(self, planter: Planter, shape: type[Shape]) -> None:
        """Fill a shape and write it to its file."""
        data = self.filled(planter, shape)
        path = self.root / planter.file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(data, allow_unicode=False, sort_keys=False, width=1_000_000)
        path.write_text(text if path.suffix == ".yaml" else f"---\n{text}---\n\n## One {{#{path.stem}.one .clause audience=everyone}}\n\nOne.\n", "utf-8")

    def filled(self, planter: Planter, shape: type[Shape]) -> dict[str, Any]:
        """Values for every field of a shape; the model takes them."""
        data: dict[str, Any] = planter.fill(shape, shape.__name__)
        shape.model_validate(data)
        self.take(planter)
        return data


def hostile_library(root: Path, payloads: tuple[Payload, ...] = PAYLOADS) -> Hostile:
    """A project at ``root`` with our code, and a hostile text in every field of every model."""
    library = Hostile(root)
    for folder in ("overrides", "scripts", "schema", "locale"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "build" / "docs").mkdir(parents=True)
    for turn in range(len(payloads)):
        id_ = f"hostile-{turn:02}"
        pins: dict[str, Any] = {"Record.status": "published", "Record.relations.practice": f"hostile-{(turn + 1) % len(payloads):02}"}
        library.write(Planter(turn, f"practices/{id_}.yaml", payloads, pins=pins), Record)
        planter = Planter(turn, f"sources/source-{turn:02}.yaml", payloads)
        author = planter.fill(Author, "Source.author")
        planter.pins["Source.author"] = [{"literal": author.pop("literal")}, author]  # a person or an organisation, never both
        library.write(planter, Source)
        library.write(Planter(turn, f"assessments/{id_}.yaml", payloads), Assessment)
        library.write(Planter(turn, f"toolkits/toolkit-{turn:02}.yaml", payloads), Toolkit)
        library.write(Planter(turn, f"docs/en/guidelines/{id_}.md", payloads, pins={"PageFront.framework": id_}), PageFront)
    for page in ("index", "guidelines/index", "about/index", "contribute/index"):
        pins = {"PageFront.framework": None, "PageFront.source": "source-00"}
        library.write(Planter(0, f"docs/en/{page}.md", payloads[-1:], pins=pins), PageFront)
    turn = 0
    for path in sorted((ROOT / "vocabularies").glob("*.yaml")):
        terms = []
        for real in yaml.safe_load(path.read_text("utf-8"))["terms"]:
            turn += 1
            terms.append(library.filled(Planter(turn, path.name, payloads, LANGUAGES, {"Term.id": real["id"], "Term.inverse": real.get("inverse")}), Term))
        library.write(Planter(turn, f"vocabularies/{path.name}", payloads, LANGUAGES, {"Vocabulary.terms": terms}), Vocabulary)
    choices = [library.filled(Planter(turn, "wording/en.yaml", payloads), Choice) for turn in range(len(payloads))]
    library.write(Planter(0, "wording/en.yaml", payloads, pins={"Wording.words": choices}), Wording)
    configuration(library, payloads[-1])
    return library


def configuration_texts() -> list[str]:
    """The free texts of the builder's configuration, found in its own schema."""
    found = []
    for name, option in MkDocsConfig()._schema:
        inner = option.option if isinstance(option, config_options.Optional) else option
        if type(inner) in (config_options.Type, config_options.RepoName) and inner._type is str and name != "config_file_path":  # type: ignore[attr-defined]
            found.append(name)
    return found


def configuration(library: Hostile, payload: Payload) -> None:
    """``mkdocs.yml`` with every free text hostile, two languages, and without the hook that checks and stages."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        config = yaml_load(file)
    del config["hooks"]
    config["site_url"] = "https://example.github.io/practice-commons/"
    i18n = next(plugin["i18n"] for plugin in config["plugins"] if isinstance(plugin, dict) and "i18n" in plugin)
    i18n["languages"] = [language for language in i18n["languages"] if language["locale"] in LANGUAGES]
    places = [(config, name, f"mkdocs.yml.{name}") for name in configuration_texts()]
    places += [(language, "name", "mkdocs.yml.languages.name") for language in i18n["languages"]]
    for owner, name, path in places:
        marker = f"mk{next(NUMBERS):06}km"
        owner[name] = payload.text.replace("MARK", marker)
        library.planted.append(Planted("mkdocs.yml", path, payload, marker, owner[name], "line"))
    (library.root / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")


STAGE = """
import sys
from pathlib import Path
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.stage import stage
root = Path(sys.argv[1])
list(stage(Catalogue(load(root)), root / "build" / "docs"))
"""
"""What the build does, without the checker; it runs the copy's own code."""


def build_unchecked(root: Path) -> Path:
    """Stage and build the project at ``root``; the folder of its site."""
    site = root / "site"
    commands = (
        [sys.executable, "-c", STAGE, str(root)],
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(site)],
    )
    for command in commands:
        environment = {"PYTHONPATH": str(root / "scripts"), "NO_MKDOCS_2_WARNING": "1", "PATH": ""}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    return site


# --- the look at the finished pages --------------------------------------------------------------


class Seen(NamedTuple):
    """A page as the browser has it."""

    address: str
    text: str
    links: list[str]
    faults: list[str]


SCAN = r"""
([allowedTags, allowedAttributes, ownScripts]) => {
  const faults = [];
  if (window.__ran !== undefined) faults.push("a script ran");
  const addresses = new Set(["href", "src", "action", "formaction", "data", "xlink:href", "poster", "background", "ping", "cite", "manifest", "codebase"]);
  const strange = new Set("iframe frame object embed applet base img style form textarea video audio math template noscript".split(" "));
  const inArticle = (element) => element.closest("article") !== null && element.localName !== "article";
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    const own = ["form", "textarea"].includes(name) && element.className.startsWith("pc-") && !element.hasAttribute("action");
    if (strange.has(name) && !own) faults.push(`<${name}>`);
    if (document.body.contains(element) && ["meta", "link", "title"].includes(name) && !element.closest("svg")) faults.push(`<${name}> in the body`);
    if (name === "meta" && element.httpEquiv) faults.push("a <meta> with orders");
    if (name === "script" && !element.src && !ownScripts.some((start) => element.textContent.startsWith(start))) faults.push("a strange <script>");
    if (name === "script" && element.src && !new URL(element.src).pathname.match(/\/(assets|pagefind)\/[a-z-]+\.js$/)) faults.push("a strange <script>");
    if (inArticle(element) && !allowedTags.includes(name)) faults.push(`<${name}> in the article`);
    for (const attribute of element.attributes) {
      if (/^on|^srcdoc$/i.test(attribute.name)) faults.push(`${attribute.name} on <${name}>`);
      if (inArticle(element) && !allowedAttributes.includes(attribute.name)) faults.push(`${attribute.name} on <${name}> in the article`);
      if (["id", "class"].includes(attribute.name) && attribute.value.includes("planted")) faults.push(`a planted ${attribute.name} on <${name}>`);
      if (addresses.has(attribute.name)) {
        let scheme = "an unreadable address";
        try { scheme = new URL(attribute.value, document.baseURI).protocol; } catch {}
        if (!["http:", "https:", "mailto:"].includes(scheme)) faults.push(`${scheme} in ${attribute.name} of <${name}>`);
      }
    }
  }
  const description = document.querySelector("meta[name=description]")?.content;
  const links = [...document.querySelectorAll("[href]")].map((element) => element.getAttribute("href"));
  return {text: [document.title, description, document.body.textContent].join(" \n "), links, faults};
}
"""


def look(site: Path, browser: Browser, pattern: str = "**/*.html") -> list[Seen]:
    """The pages of a site in Chromium, with everything on it that text cannot be."""
    server, address = serve(site)
    context = browser.new_context()
    context.set_default_timeout(20_000)
    foreign: list[str] = []
    page = context.new_page()

    def note(request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(address).netloc:
            foreign.append(request.url)

    page.on("request", note)
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    seen = []
    try:
        for path in sorted(site.glob(pattern)):
            url = address + path.relative_to(site).as_posix().removesuffix("index.html")
            page.goto(url, wait_until="load")
            found = page.evaluate(SCAN, [sorted(own_tags()), sorted(own_attributes()), own_scripts()])
            faults = [*found["faults"], *(f"a request to {other}" for other in foreign), *(f"a dialog: {message}" for message in dialogs)]
            if page.url != url:
                faults.append(f"went to {page.url}")
            foreign.clear()
            dialogs.clear()
            seen.append(Seen(path.relative_to(site).as_posix(), plain_text(found["text"]), found["links"], faults))
    finally:
        context.close()
        server.shutdown()
    return seen


TEMPLATES = sorted((ROOT / "scripts" / "catalogue" / "templates").glob("*.html"))
OVERRIDES = sorted((ROOT / "overrides").rglob("*.html"))


@cache
def own_markup() -> str:
    """What the templates, and the code beside them, write around the texts."""
    return "".join(path.read_text("utf-8") for path in [*TEMPLATES, *(ROOT / "scripts" / "catalogue" / "render").glob("*.py")])


@cache
def own_tags() -> set[str]:
    """The elements that our own templates and the prose of records make."""
    return set(re.findall(r"<([a-z][a-z0-9-]*)", own_markup())) | TAGS | {f"h{level}" for level in range(1, 7)}


@cache
def own_attributes() -> set[str]:
    """The attributes that our own templates and the prose of records make."""
    return (
        set(re.findall(r" ([a-z][a-zA-Z-]*)=\\?\"", own_markup()))
        | set(re.findall(r" (data-[a-z-]+)", own_markup()))
        | set().union(*ATTRIBUTES.values())
        | {"rel", "audience", "open", "download"}
        | script_attributes()
    )


@cache
def script_attributes() -> set[str]:
    """The attributes that the site's scripts set."""
    scripts = "".join(path.read_text("utf-8") for path in (ROOT / "overrides" / "assets").glob("*.js"))
    named = re.findall(r"\"((?:aria|data)-[a-z-]+|class|scope|type|role)\"", scripts)
    properties = {"hidden", "checked", "disabled", "tabindex", "type", "scope", "role", "href", "value"}
    return {*named, *properties, *(f"data-{word}" for word in re.findall(r"\.dataset\.([a-z]+)", scripts))}


@cache
def own_scripts() -> list[str]:
    """The beginnings of the scripts that the theme and our frame of the page hold."""
    return [
        "__md_scope=new URL(",
        "var target=document.getElementById(location.hash",
        *re.findall(r"<script>(.*?)</script>", (ROOT / "overrides" / "main.html").read_text("utf-8"), re.DOTALL),
    ]


UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffd]")
"""Characters without a shape; a builder may drop them."""


def plain_text(text: str) -> str:
    """A text as one sees it: every stretch of white space is one space."""
    return " ".join(UNSEEN.sub("", text).split())


# --- the claims -------------------------------------------------------------------------------------

NOT_SHOWN = {
    "PageFront.translation.made_from.=": "scripts compare it; readers never see it",
    "Record.text.translation.by_field.=": "the worklist counts by it; readers never see it",
    "Record.text.translation.made_from.=": "scripts compare it; readers never see it",
    "Term.synonyms": "for the search and for guesses of the checker",
    "Choice.not_before": "only the checker needs to know where a word hurts nobody",
    "mkdocs.yml.site_description": "every page has a description of its own",
    "mkdocs.yml.site_author": "the theme's author line is not used",
    "mkdocs.yml.copyright": "the footer names the licence",
    "mkdocs.yml.repo_name": "the theme's repository link is not used",
    "mkdocs.yml.remote_branch": "for a command that nobody needs here",
    "mkdocs.yml.remote_name": "for a command that nobody needs here",
    "mkdocs.yml.languages.name": "names of languages come from the world's locale data",
}
"""Fields that no page shows, and why; a field that is shown must leave this list."""

SOMETIMES_SHOWN = {
    "PageFront.headline": "only the home page has one",
    "PageFront.lead": "only the home page has one",
    "Source.page": "the style shows it for articles, and RIS takes it apart at its hyphen",
    "Term.one": "only units are counted, and only some pages count one",
    "Term.match.id": "only the principles of the Pillar are known by their number; the others are for other libraries' programs",
}


def not_shown(planted: list[Planted], seen: list[Seen]) -> list[Planted]:
    """The texts that no page shows as they were written; of prose, Markdown's own signs may be gone."""
    pages: dict[str, list[Seen]] = {}
    for page in seen:
        for marker in {*MARKER.findall(page.text), *(marker for link in page.links for marker in MARKER.findall(link))}:
            pages.setdefault(marker, []).append(page)
    return [text for text in planted if not any(shows(page, text) for page in pages.get(text.marker, []))]


def shows(page: Seen, planted: Planted) -> bool:
    """Whether a page shows a text letter by letter, in its words or as the address of a link."""
    if planted.kind == "prose" and not planted.payload.prose_is_literal:
        return planted.marker in page.text
    text = planted.text.partition(", ")[2] if planted.kind == "citation" else planted.text
    return plain_text(text) in page.text or text in page.links


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The hostile library."""
    return hostile_library(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def seen(hostile: Hostile, browser: Browser) -> list[Seen]:
    """Its pages in the browser."""
    return look(build_unchecked(hostile.root), browser)


def test_nothing_that_was_planted_runs_or_becomes_markup(seen: list[Seen]) -> None:
    """No script, no handler, no frame, no script address, no foreign request, no stray element, on any page."""
    assert {page.address.split("/")[-3] for page in seen if page.address.count("/") > 1} >= {
        "practices",
        "sources",
        "countries",
        "themes",
        "guidelines",
        "toolkits",
        "contribute",
    }
    faults: dict[str, str] = {}
    for page in seen:
        for fault in page.faults:
            faults.setdefault(fault, page.address)
    assert faults == {}, "each fault with the first page that has it"


def test_everything_that_was_planted_is_shown_as_text(hostile: Hostile, seen: list[Seen]) -> None:
    """A text that is swallowed would be a fact that is lost, and a field that this test does not reach."""
    missing = not_shown(hostile.planted, seen)
    assert [text for text in missing if text.path not in {*NOT_SHOWN, *SOMETIMES_SHOWN}] == []
    shown = {text.path for text in hostile.planted} - {path for path in NOT_SHOWN if all(text in missing for text in hostile.planted if text.path == path)}
    assert shown & {*NOT_SHOWN} == set(), "these fields are shown now: take them off the list"
    assert {text.path for text in missing} >= {*NOT_SHOWN, *SOMETIMES_SHOWN}, "the list names a field that does not exist"
    assert {path for path in SOMETIMES_SHOWN if any(text.path == path and text not in missing for text in hostile.planted)} == set(SOMETIMES_SHOWN)


def test_every_field_holds_every_payload_or_has_no_room_for_one(hostile: Hostile) -> None:
    """Fields without a hostile text have a form that refuses every sign with which markup begins."""
    texts = [text for text in hostile.planted if text.kind != "form" and text.path.startswith(("Record.", "Source.", "Toolkit."))]
    whole = {(text.path, text.payload.name) for text in texts if len(text.text) < 300}
    assert {path for path, _ in whole} >= {"Record.text.title", "Record.text.approach", "Record.organisations.name", "Source.title", "Toolkit.title"}
    for path in ("Record.text.title", "Record.text.approach", "Record.organisations.about", "Source.title", "Toolkit.title", "Toolkit.chapters.text"):
        assert {name for where, name in whole if where == path} >= {payload.name for payload in PAYLOADS if len(payload.text) < 290}
    planted = {text.path for text in hostile.planted}
    open_ = [
        f"{path} takes {sign!r}"
        for path, (hint, value) in hostile.safe.items()
        for sign in "<>\"'&{}[]() \n`\\"
        for at in range(len(value) + 1)
        if path not in planted and accepts(hint, value[:at] + sign + value[at:])
    ]
    assert open_ == []


FAULTS = {
    "nothing": ("overrides/main.html", "", ""),
    "a title in a template": ("scripts/catalogue/templates/practice.html", "{{ v.card.title | e }}", "{{ v.practice.original.title | safe }}"),
    "a text in the code": ("scripts/catalogue/render/page.py", "escaped = Markup.escape(value)", "escaped = Markup(value)"),
    "prose that is not cleaned": ("scripts/catalogue/prose.py", "return inert(clean(html))", "return inert(text)"),
    "the site's name": ("overrides/partials/footer.html", "{{ config.site_name | e }}", "{{ config.site_name }}"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_field_that_is_planted_unescaped_is_found(fault: str, tmp_path: Path, browser: Browser) -> None:
    """A test that sees nothing would pass every template."""
    library = hostile_library(tmp_path, (ELEMENTS,))
    name, old, new = FAULTS[fault]
    text = (tmp_path / name).read_text("utf-8")
    assert old in text, f"{name} has changed: plant the fault anew"
    (tmp_path / name).write_text(text.replace(old, new), "utf-8")
    seen = look(build_unchecked(tmp_path), browser, "practices/hostile-00/index.html")
    assert len(seen) == 1
    faults = set(seen[0].faults)
    if fault == "nothing":
        assert faults == set()
        assert "Record.text.title" not in {planted.path for planted in not_shown(library.planted, seen)}
    else:
        assert faults >= {"a script ran", "onerror on <img>", "onload on <svg>", "ontoggle on <details>", "javascript: in href of <a>"}


# --- the templates ----------------------------------------------------------------------------------

UNESCAPED = {
    "page.content": "the page itself, made by the builder from what we have staged",
    "page_with_addresses": "the same; overrides/main.html puts the addresses of the builder's configuration into it",
    "super()": "the theme's own block",
}
"""Expressions that may stand without ``| e``, and why."""


def unescaped(text: str) -> list[str]:
    """The expressions of a template that do not end in ``| e``, calls of its macros aside: a macro escapes what it places."""
    tree = Environment().parse(text)  # noqa: S701  (nothing is rendered)
    macros = {macro.name for macro in tree.find_all(nodes.Macro)} | {
        name for imported in tree.find_all(nodes.FromImport) for name in imported.names if isinstance(name, str)
    }
    found = []
    for output in tree.find_all(nodes.Output):
        for expression in output.nodes:
            if isinstance(expression, nodes.TemplateData) or (isinstance(expression, nodes.Filter) and expression.name == "e"):
                continue
            if isinstance(expression, nodes.Call) and isinstance(expression.node, nodes.Name) and expression.node.name in macros:
                continue
            if source_of(expression) not in UNESCAPED:
                found.append(f"line {expression.lineno}: {source_of(expression)}")
    return found


def source_of(expression: nodes.Node) -> str:
    """A simple expression as it is written; other kinds by their structure."""
    if isinstance(expression, nodes.Name):
        return expression.name
    if isinstance(expression, nodes.Getattr):
        return f"{source_of(expression.node)}.{expression.attr}"
    if isinstance(expression, nodes.Call) and not expression.args:
        return f"{source_of(expression.node)}()"
    return repr(expression)


@pytest.mark.parametrize("path", [*TEMPLATES, *OVERRIDES], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_expression_of_a_template_is_escaped(path: Path) -> None:
    """The environment of our templates escapes by itself, the builder's does not; so all say it."""
    assert unescaped(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "fault",
    [
        "{{ title }}",
        "{{ title | e | safe }}",
        "{{ title | url }}",
        "<a href='{{ a ~ b }}'>",
        "{% if x %}{{ x.y }}{% endif %}",
        "{{ f(x) }}",
        "{{ 'a' if b else c | e }}",
    ],
)
def test_an_expression_without_escaping_is_found(fault: str) -> None:
    assert len(unescaped("{% macro m(x) %}{{ x | e }}{% endmacro %}{{ m(1) }}{{ page.content }}" + fault)) == 1


# --- prose ----------------------------------------------------------------------------------------------


def reference(cited: Cited) -> str:
    """A reference mark as pages have it."""
    return str(Markup('<sup class="pc-ref"><a href="#source-1" aria-label="Source {0}">{0}</a></sup>').format(f"{cited.source}, {cited.locator}"))


PROSE = {
    "One.\n\nTwo.": "<p>One.</p>&#10;<p>Two.</p>",
    "One\nand *two* and **three**": "<p>One&#10;and <em>two</em> and <strong>three</strong></p>",
    "- one\n- two": "<ul>&#10;<li>one</li>&#10;<li>two</li>&#10;</ul>",
    "3. one\n4. two": '<ol start="3">&#10;<li>one</li>&#10;<li>two</li>&#10;</ol>',
    "[a page](https://example.org/a?b=1&c=2)": '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener">a page</a></p>',
    "<https://example.org/>": '<p><a href="https://example.org/" rel="noopener">https://example.org/</a></p>',
    "[office](mailto:office@example.org)": '<p><a href="mailto:office@example.org" rel="noopener">office</a></p>',
    "one  \ntwo": "<p>one<br>&#10;two</p>",
    r"\*one\* &amp; &lt;two&gt;": "<p>*one* &amp; &lt;two&gt;</p>",
    "It fell. [@a-source]": '<p>It fell.<sup class="pc-ref"><a href="#source-1" aria-label="Source a-source, None" rel="noopener">a-source, None</a></sup></p>',
    "It fell [@a-b, p. 3].": '<p>It fell<sup class="pc-ref"><a href="#source-1" aria-label="Source a-b, p. 3" rel="noopener">a-b, p. 3</a></sup>.</p>',
    "# One": "<p># One</p>",
    "One\n===": "<p>One&#10;===</p>",
    "One\n\n---\n\nTwo": "<p>One</p>&#10;<p>---</p>&#10;<p>Two</p>",
    "> One": "<p>&gt; One</p>",
    "`one`": "<p>`one`</p>",
    "```\none\n```": "<p>```&#10;one&#10;```</p>",
    "    one": "<p>one</p>",
    "| a | b |\n| - | - |": "<p>| a | b |&#10;| - | - |</p>",
    "~~one~~": "<p>~~one~~</p>",
    "<b>one</b>": "<p>&lt;b&gt;one&lt;/b&gt;</p>",
    "https://example.org": "<p>https://example.org</p>",
    "[x](javascript:alert(1))": "<p>[x](javascript:alert(1))</p>",
    "[x](/half/an/address)": '<p><a href="/half/an/address" rel="noopener">x</a></p>',
    "{{ 7*7 }} {: .x }": "<p>&#123;&#123; 7*7 }} &#123;: .x }</p>",
    "[@Not A Source]": "<p>[@Not A Source]</p>",
    "": "",
}
"""The whole subset: what means something, and what stays as it is written."""


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_a_small_part_of_commonmark(text: str) -> None:
    assert to_html(text, reference) == PROSE[text]


class Tags(HTMLParser):
    """The elements, attributes and addresses of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.other: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)


PIECES = st.sampled_from(
    [payload.text for payload in PAYLOADS]
    + [
        "<",
        ">",
        "&",
        '"',
        "'",
        "{",
        "}",
        "[",
        "](",
        ")",
        "![",
        "*",
        "**",
        "_",
        "- ",
        "1. ",
        "\n",
        "\n\n",
        "\t",
        "\r",
        "    ",
        "`",
        "\\",
        "javascript:",
        "&#",
        "&lt;",
        "[@a-source",
        ", ",
        "]",
        "<https://",
        "\x00",
        "\x85",
    ]
)
HOSTILE_TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=20).map("".join) | st.text()


@given(HOSTILE_TEXTS)
def test_prose_of_any_kind_becomes_harmless_html(text: str) -> None:
    """One line without braces, with the elements, attributes and schemes of the allow-list alone."""
    html = to_html(text, reference)
    assert not re.search(r"[\n\r\t{]", html)
    parsed = Tags(html)
    assert parsed.other == []
    for tag, attributes in parsed.found:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        scheme = urlsplit(attributes.get("href") or "").scheme
        assert scheme in {"", *SCHEMES}, attributes


@pytest.mark.parametrize("piece", ["[", "*", "- ", "1. ", "**a", "<", "[@", "[a](", "\\", "&#", "> ", "_*"])
def test_long_and_deep_prose_does_no_harm(piece: str) -> None:
    """Twenty thousand characters are what a field may hold."""
    html = to_html(piece * (20_000 // len(piece)), reference)
    assert {tag for tag, _ in Tags(html).found} <= TAGS
