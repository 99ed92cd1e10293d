"""Write the issue forms in .github/ISSUE_TEMPLATE/ from the models, the vocabularies and the interface strings."""

from __future__ import annotations

import sys
from pathlib import Path

from catalogue.contribution.forms import issue_forms
from catalogue.load import load
from catalogue.model import Catalogue

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    folder = ROOT / ".github" / "ISSUE_TEMPLATE"
    folder.mkdir(exist_ok=True)
    forms = dict(issue_forms(Catalogue(load(ROOT))))
    for path in folder.iterdir():
        if path.name not in forms:
            path.unlink()
    for name, text in forms.items():
        (folder / name).write_text(text, "utf-8")
        print(f".github/ISSUE_TEMPLATE/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
