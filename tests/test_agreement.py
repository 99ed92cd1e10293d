"""Where two files must agree, a test names whatever was forgotten."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import schema as schema_command
from catalogue.check import rules
from catalogue.document import Loaded
from catalogue.load import load
from catalogue.record import Record
from catalogue.render.page import TEMPLATES
from catalogue.walk import uses
from conftest import ROOT


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    """The project's own library."""
    return load(ROOT)


def test_the_committed_schemas_are_those_of_the_models(loaded: Loaded) -> None:
    """Editors complete from schema/; it is made by "make schema" and never edited."""
    for name, text in schema_command.schemas(loaded).items():
        assert (ROOT / "schema" / name).read_text("utf-8") == text, f"schema/{name} is out of date: run make schema"


def test_every_record_passes_the_published_schema() -> None:
    """A record that the checker accepts is one that an editor with the schema accepts too."""
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(ROOT / "schema" / "practice.schema.json")]
    records = [str(path) for path in sorted((ROOT / "practices").glob("*.yaml"))[::5]]
    done = subprocess.run([*command, *records], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_record_names_its_schema_in_its_first_line() -> None:
    """Common editors complete and check a record without any set-up."""
    line = "# yaml-language-server: $schema=../schema/practice.schema.json"
    assert [path.name for path in (ROOT / "practices").glob("*.yaml") if path.read_text("utf-8").split("\n", 1)[0] != line] == []


def test_every_vocabulary_that_the_model_names_exists_and_is_used(loaded: Loaded) -> None:
    """A vocabulary is one data file; a file that no field names is dead."""
    named = set(re.findall(r'vocabulary\("([a-z-]+)"\)', "".join(path.read_text("utf-8") for path in (ROOT / "scripts" / "catalogue").glob("*.py"))))
    in_code = {"evidence-levels", "standings"}  # computed levels, and the answers of a self-assessment
    assert named | in_code == set(loaded.by_id["vocabularies"])


def test_the_interface_strings_of_every_language_are_complete() -> None:
    """A string that is not translated would stand in English in the middle of a page."""
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "messages.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_translated_messages_keep_their_placeholders() -> None:
    """A lost {name} would print a sentence with a hole, an invented one would stop the program."""
    wrong = []
    for path in sorted((ROOT / "locale").glob("*/messages.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                forms = message.id if isinstance(message.id, tuple) else (message.id,)
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                allowed = {frozenset(placeholders(str(form))) for form in forms}  # a singular may say "one" instead of the number
                if message.id and any(placeholders(str(text)) not in allowed for text in said if text):
                    wrong.append((path.parent.name, message.id))
    assert wrong == []


def placeholders(text: str) -> set[str]:
    """The names in braces of a message."""
    return set(re.findall(r"\{([a-z_]+)\}", text.replace("{{", "").replace("}}", "")))


def test_every_rule_explains_itself_in_a_sentence() -> None:
    """The docstring of a rule is what contributors read on the site."""
    assert [rule.name for rule in rules() if not re.match(r"[A-ZÅ“].+\.$", rule.doc, re.DOTALL)] == []


def test_no_two_rules_have_the_same_name() -> None:
    """A rule is found by its name in every output."""
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names))


def test_every_template_is_used() -> None:
    """A template that no page type renders is dead."""
    code = "".join(path.read_text("utf-8") for path in (ROOT / "scripts" / "catalogue" / "render").rglob("*.py"))
    code += "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    assert [path.name for path in TEMPLATES.glob("*.html") if f'"{path.name}"' not in code] == []


def test_the_checks_see_every_field_of_a_record() -> None:
    """The walker that the checks use is made from the model, so no field escapes them."""
    filled = {"places": [{"country": "DK", "scale": "x"}], "text": {"en": {"title": "t", "claims": {"c": "d"}}}, "original_name": {"da": "n"}}
    found = uses(Record, filled)
    assert [path for path, _, _ in found.values["text"]] == [("text", "en", "title"), ("text", "en", "claims", "c"), ("original_name", "da")]
    assert [value for _, value, _ in found.values["vocabulary"]] == ["x"]
    assert [value for _, value, _ in found.values["language"]] == ["en", "da"]


REGISTRY_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org", "crates" + ".io")


def test_no_file_names_a_package_registry() -> None:
    """Requirements say what, never from where, so that the project builds behind any mirror."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    found = []
    for name in filter(None, tracked):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".woff2"}:
            text = path.read_text("utf-8", "replace")
            found += [(name, host) for host in REGISTRY_HOSTS if host in text]
    assert found == []


def test_requirements_are_pinned_with_hashes() -> None:
    """Every locked requirement has a version and at least one hash."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        pins = re.findall(r"^([A-Za-z0-9_.\[\]-]+)==[^\s]+ \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
        starts = re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)
        assert len(pins) == len(starts), name


def test_the_layout_of_the_readme_exists() -> None:
    """Every folder and file that README's layout names is there."""
    text = (ROOT / "README.md").read_text("utf-8")
    named = re.findall(r"`((?:[a-z_.-]+/)+[a-z_.-]*|[a-z_-]+\.(?:yml|py|toml))`", text)
    missing = [name for name in named if not (ROOT / name).exists() and name not in {"site/", ".venv/"}]
    assert named and missing == []


def test_the_project_path_stands_in_no_file() -> None:
    """A checkout works wherever it lies."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    place = str(Path(ROOT).resolve()) + "/"
    assert [name for name in tracked if name and (ROOT / name).is_file() and place in (ROOT / name).read_text("utf-8", "replace")] == []
