"""What the site builder is asked to do around its own work: make the pages before, index them after.

The i18n plugin builds every language in one run of its own and calls the hooks again for each;
``building`` is its internal mark for that, so the plugin's version is pinned and a test watches it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

ROOT = Path(__file__).resolve().parent.parent
CLEAN_DIRECTORY = utils.clean_directory
MANY = ("practice", "source", "index")
"""The kinds of pages that grow with the library; nothing links to a place within them but they themselves."""

NOT_EVERYWHERE = ("assessments", "toolkits")
"""Folders that a library may lack; the list ``watch`` of ``mkdocs.yml`` takes only what is there."""


def _inner_build(config: MkDocsConfig) -> bool:
    """Whether the i18n plugin is building one of the further languages."""
    return bool(config.plugins["i18n"].building)  # type: ignore[attr-defined]


def on_pre_build(config: MkDocsConfig) -> None:
    """Check the library and stage its pages, once a build."""
    if _inner_build(config):
        return
    # The plugin replaces this function during its inner builds and leaves it replaced if one fails,
    # so that pages deleted since would stay up.
    utils.clean_directory = CLEAN_DIRECTORY
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "build.py"), "--root", str(Path(config.config_file_path).parent)], check=False)
    if done.returncode:
        raise PluginError("The library has errors; nothing was built. They are listed above.")


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Keep a page that is one line of generated HTML away from Markdown, which would take it apart twice and leave it as it was.

    That is more than half the time of a build. The manual's pages go the long way, so that links from other pages to their anchors are checked.
    """
    body = markdown.strip()
    if page.meta.get("kind") not in MANY or not body.startswith("<") or "\n" in body:
        return markdown
    page.meta["generated"] = body
    return ""


def on_page_content(html: str, *, page: Page, **_: Any) -> str:
    """Put the generated HTML where it belongs."""
    return str(page.meta.pop("generated", html))


def on_template_context(context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
    """Give the 404 page, which stands in no language's tree, the words that the default language's home page carries for it."""
    if template_name == "404.html":
        home = Path(config.docs_dir) / config.plugins["i18n"].default_language / "index.md"  # type: ignore[attr-defined]
        words = get_data(home.read_text("utf-8"))[1]
        first = words["not_found"][0]
        kept = {name: words[name] for name in ("ui", "alternates", "page_language", "not_found")}
        home_url = urlsplit(config.site_url or "/").path
        context["words"] = {**kept, "kind": "not-found", "title": first["title"], "description": first["text"], "home_url": home_url}
    return context


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Keep the default language's 404 page; a host serves one for all addresses. Empty pages are not written."""
    return "" if template_name == "404.html" and _inner_build(config) else output


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Index the finished pages for the search, after all languages are built."""
    if _inner_build(config):
        return
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "index.py"), config.site_dir], check=False)
    if done.returncode:
        raise PluginError("The search index could not be made.")


def on_serve(server: Any, config: MkDocsConfig, **_: Any) -> Any:
    """Rebuild once an edit: watch what people write, not the staged copy of it."""
    server.unwatch(config.docs_dir)
    for folder in NOT_EVERYWHERE:
        if (Path(config.config_file_path).parent / folder).is_dir():
            server.watch(str(Path(config.config_file_path).parent / folder))
    return server
