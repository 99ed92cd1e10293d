"""Write the JSON Schemas of all data files from their models, with the vocabularies' terms filled in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from catalogue import geography
from catalogue.document import SHAPES, Loaded
from catalogue.load import load
from catalogue.record import VERSION

ROOT = Path(__file__).resolve().parent.parent
NAMES = {"practices": "practice", "sources": "source", "vocabularies": "vocabulary", "assessments": "assessment", "toolkits": "toolkit", "wording": "wording"}


def schemas(loaded: Loaded) -> dict[str, str]:
    """The text of every schema by file name."""
    made = {}
    for folder, shape in SHAPES.items():
        schema = shape.model_json_schema(by_alias=True)
        schema = filled_in(schema, loaded)
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": f"Made from the models by scripts/schema.py; version {VERSION}."}
        made[f"{NAMES[folder]}.schema.json"] = json.dumps({**head, **schema}, ensure_ascii=False, indent=1) + "\n"
    return made


def filled_in(schema: Any, loaded: Loaded) -> Any:
    """The schema with terms, countries and currencies as choices; markers go, editors have no use for them."""
    if isinstance(schema, list):
        return [filled_in(part, loaded) for part in schema]
    if not isinstance(schema, dict):
        return schema
    choices: list[str] | None = None
    if "x-vocabulary" in schema:
        choices = term_ids(schema["x-vocabulary"], loaded)
    elif "x-country" in schema:
        choices = sorted(geography.countries())
    elif "x-currency" in schema:
        choices = sorted(geography.currencies())
    kept = {
        key: filled_in(value, loaded)
        for key, value in schema.items()
        if not key.startswith("x-") and not (key == "title" and isinstance(value, str) and "description" not in schema)
    }
    if choices:
        kept.pop("pattern", None)
        kept["enum"] = choices
    return kept


def term_ids(vocabulary: str, loaded: Loaded) -> list[str]:
    """The ids of a vocabulary in their own order."""
    document = loaded.by_id["vocabularies"][vocabulary]
    return [term["id"] for term in document.data["terms"]]


def main() -> int:
    folder = ROOT / "schema"
    folder.mkdir(exist_ok=True)
    for name, text in schemas(load(ROOT)).items():
        (folder / name).write_text(text, "utf-8")
        print(f"schema/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
