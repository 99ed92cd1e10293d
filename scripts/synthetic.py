"""Write a made-up library: as many records as you like, clean, and the same bytes for the same seed.

For the benchmarks, for tests, and for anybody who wants to see how the project behaves with ten thousand practices.
Nothing in the records is true. Vocabularies, schemas, interface strings and theme are the project's own.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml
from rich.console import Console
from rich.progress import track
from yaml import CSafeDumper, CSafeLoader

ROOT = Path(__file__).resolve().parent.parent
BORROWED = ("vocabularies", "wording", "schema", "locale", "overrides", "scripts", "mkdocs.yml", "build/docs/.gitignore")
"""What a made-up library takes from the project as it is."""

SOURCES = 12
CLAUSES = 8
GUIDELINE = "made-up-guideline"


class Phrases(NamedTuple):
    """The pieces of sentences in one language; the same numbers give the same sentence in another."""

    who: list[str]
    does: list[str]
    when: list[str]
    subjects: list[str]
    title: str
    summary: str
    note: str


TOWNS = [first + second for first in ("Test", "Prov", "Muster", "Sample", "Probe") for second in ("by", "dal", "berg", "holm", "vik", "hausen", "sund", "ton")]
REGIONS = ("DE-SH", "DK-82", "SE-BD", "EE-87", "FI-10", "LT-KU", "LV-LPX", "NO-50", "PL-32")
CURRENCIES = {"DE": "EUR", "DK": "DKK", "SE": "SEK", "EE": "EUR", "FI": "EUR", "LT": "EUR", "LV": "EUR", "NO": "NOK", "PL": "PLN"}
Terms = dict[str, list[str]]


@cache
def phrases() -> dict[str, Phrases]:
    """The languages in which records can be written, with the pieces of their sentences."""
    read = yaml.load((ROOT / "bench" / "phrases.yaml").read_bytes(), CSafeLoader)
    return {language: Phrases(**pieces) for language, pieces in read.items()}


def vocabulary_terms(root: Path) -> Terms:
    """The ids of the terms of every vocabulary of the library at ``root``."""
    return {path.stem: [term["id"] for term in yaml.load(path.read_bytes(), CSafeLoader)["terms"]] for path in sorted((root / "vocabularies").glob("*.yaml"))}


class Writer:
    """Invents one record; everything it draws comes from the seed and the record's number."""

    def __init__(self, number: int, languages: Sequence[str], terms: Terms, seed: int) -> None:
        self.number, self.languages, self.terms = number, languages, terms
        self.phrases = {language: phrases()[language] for language in languages}
        self.random = Random(f"{seed}-{number}")  # noqa: S311  (nothing secret: the same seed must give the same bytes)
        self.cited = [source_id(index) for index in sorted(self.random.sample(range(SOURCES), 4))]

    def term(self, vocabulary: str) -> str:
        """One term."""
        return self.random.choice(self.terms[vocabulary])

    def some(self, vocabulary: str, most: int) -> list[str]:
        """One to ``most`` terms, each once."""
        return self.random.sample(self.terms[vocabulary], self.random.randint(1, most))

    def sentences(self, count: int, citation: str = "") -> dict[str, str]:
        """The same sentences in every language; the citation stands before the last full stop."""
        first = self.phrases[self.languages[0]]
        drawn = [tuple(self.random.randrange(len(pieces)) for pieces in (first.who, first.does, first.when)) for _ in range(count)]
        return {
            language: ". ".join(f"{words.who[who]} {words.does[does].format(words.when[when])}" for who, does, when in drawn) + f"{citation}."
            for language, words in self.phrases.items()
        }

    def cite(self, page: bool = False) -> str:
        """A citation in prose."""
        return f" [@{self.source(page)}]"

    def source(self, page: bool = False) -> str:
        """One of the record's sources, perhaps with a page."""
        return self.random.choice(self.cited) + (f", p. {self.random.randint(1, 90)}" if page else "")

    def note(self, number: int) -> dict[str, str]:
        """A short note by language."""
        return {language: words.note.format(number=number) for language, words in self.phrases.items()}

    def record(self, advice: bool) -> dict[str, Any]:
        """The whole record; with ``advice``, its summary is longer than readers like."""
        country = (region := self.random.choice(REGIONS))[:2]
        town, start = self.random.choice(TOWNS), self.random.randint(2004, 2019)
        claims = [self.claim(f"finding-{index}", start) for index in range(1, 3)]
        return {
            "status": "published",
            "language": self.languages[0],
            "places": [{"country": country, "region": region, "locality": town, "scale": self.term("scales"), "sources": [self.source()]}],
            "phases": [
                {
                    "kind": self.term("phases"),
                    "start": start,
                    "end": f"{start + 3}-{self.random.randint(1, 12):02}",
                    "about": self.note(1),
                    "sources": [self.source(page=True)],
                },
                {"kind": self.term("phases"), "start": f"{start + 4}-01", "about": self.note(2), "sources": [self.source()]},
            ],
            "last_known_active": 2024,
            "organisations": [
                {"name": f"{town} Municipality", "role": "lead", "type": "municipality", "sources": [self.source()]},
                {
                    "name": f"Association of {town}",
                    "role": self.term("organisation-roles"),
                    "type": self.term("organisation-types"),
                    "sources": [self.source()],
                },
            ],
            "sectors": self.some("sectors", 3),
            "target_groups": self.some("target-groups", 3),
            "themes": self.some("themes", 4),
            "integration": self.some("integration-forms", 1),
            "involvement": {"levels": self.some("involvement-levels", 2), "stages": self.some("involvement-stages", 2), "sources": [self.source()]},
            "eligibility": {"ages": {"from": 18, "to": 30}, "conditions": self.sentences(1), "sources": [self.source()]},
            "resources": [{"kind": "staff", "value": self.random.randint(2, 20), "unit": "full-time-posts", "sources": [self.source()]}],
            "costs": [
                {
                    "amount": {"value": self.random.randint(10, 900) * 1000, "currency": CURRENCIES[country], "qualifier": "up-to"},
                    "covers": self.note(1),
                    "sources": [self.source(page=True)],
                }
            ],
            "funding": [{"funder": f"{town} Municipality", "kind": self.term("funding-kinds"), "sources": [self.source()]}],
            "claims": claims,
            "evaluations": [
                {"status": "read", "designs": self.some("evaluation-designs", 2), "by": "Example University", "year": start + 3, "sources": [self.source()]}
            ],
            "guidelines": [{"clause": clause_id(index), "why": self.sentences(1)} for index in self.random.sample(range(CLAUSES), 2)],
            "policy": {"pillar": self.some("pillar-principles", 2), "active_inclusion": self.some("active-inclusion-strands", 2)},
            "text": self.text(town, claims, advice),
            "sources": self.cited,
            "inferred": [{"item": "places.0", "why": self.sentences(1)}],
            "review": {"owner": dict.fromkeys(self.languages, "Example Editors"), "last": "2026-01-15", "due": "2099-01-15"},
        }

    def claim(self, id_: str, start: int) -> dict[str, Any]:
        """A finding with a figure."""
        whole = self.random.randint(40, 400)
        return {
            "id": id_,
            "kind": "outcome",
            "direction": self.term("directions"),
            "value": self.random.randint(1, whole),
            "of": whole,
            "unit": "people",
            "year": start + 2,
            "comparison": self.term("comparisons"),
            "measured_by": self.term("measurers"),
            "sources": [self.source(page=True)],
        }

    def text(self, town: str, claims: list[dict[str, Any]], advice: bool) -> dict[str, dict[str, Any]]:
        """The words by language."""
        number, subject = self.number, self.random.randrange(len(self.phrases[self.languages[0]].subjects))
        # Every source is cited, one in each of these fields, so that the record is clean whatever else was drawn.
        prose = {
            name: self.sentences(count, f" [@{self.cited[index]}]")
            for index, (name, count) in enumerate((("challenge", 3), ("results", 3), ("users_view", 2), ("difficulties", 2)))
        }
        approach = [self.sentences(3, self.cite()), self.sentences(3, self.cite(page=True))]
        goals, do = [self.sentences(1, self.cite()) for _ in range(2)], [self.sentences(1, self.cite())]
        told = {claim["id"]: self.sentences(1) for claim in claims}
        # Said four times, the summary is over its advised length and far under its limit.
        times = 4 if advice else 1
        return {
            language: {
                "title": words.title.format(subject=words.subjects[subject], place=town, number=number),
                "summary": " ".join([words.summary.format(place=town, number=number)] * (times if language == self.languages[0] else 1)),
                "challenge": prose["challenge"][language],
                "goals": [goal[language] for goal in goals],
                "approach": "\n\n".join(paragraph[language] for paragraph in approach),
                "results": prose["results"][language],
                "users_view": prose["users_view"][language],
                "difficulties": prose["difficulties"][language],
                "do": [point[language] for point in do],
                "claims": {id_: sentence[language] for id_, sentence in told.items()},
                **({} if language == self.languages[0] else {"translation": {"from": self.languages[0], "by": "machine"}}),
            }
            for language, words in self.phrases.items()
        }


class _Dumper(CSafeDumper):
    """Writes every value out in full."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (PyYAML's signature)
        return True


def as_yaml(data: Any) -> str:
    """Data as a contributor would write them: short lists in brackets, long lines broken."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None))


def record_id(number: int) -> str:
    """The file name of a record without its ending."""
    return f"example-{number:05}"


def source_id(index: int) -> str:
    """The file name of a source without its ending."""
    return f"example-source-{index + 1:02}"


def clause_id(index: int) -> str:
    """The id of a clause of the guideline."""
    return f"{GUIDELINE}.clause-{index + 1}"


def records(count: int, languages: Sequence[str], terms: Terms, *, advice: bool = False, seed: int = 1) -> Iterator[tuple[str, str]]:
    """``count`` records: the id and the YAML text of each."""
    for number in range(1, count + 1):
        data = Writer(number, languages, terms, seed).record(advice)
        yield record_id(number), "# yaml-language-server: $schema=../schema/practice.schema.json\n" + as_yaml(data)


def sources() -> Iterator[tuple[str, str]]:
    """The bibliography: the id and the YAML text of each source."""
    for index in range(SOURCES):
        data = {
            "type": "report",
            "title": f"A report that does not exist, volume {index + 1}",
            "publisher": "Example Press",
            "issued": 2010 + index,
            "language": "en",
            "URL": f"https://example.org/reports/{index + 1}",
            "custom": {"perspective": "official", "reading": "full"},
        }
        yield source_id(index), as_yaml(data)


PLAIN_PAGES = {"index.md": "A made-up library", "guidelines/index.md": "Guidelines", "about/index.md": "About", "contribute/index.md": "Contribute"}
PLAIN_PAGE = (
    "---\ntitle: {}\ndescription: Nothing here is true.\n---\n\nThis library is made up.\n\n## How sure is it? {{#evidence}}\n\nNothing here is true.\n"
)


def pages() -> Iterator[tuple[str, str]]:
    """The hand-written pages in the default language: path and text."""
    for path, title in PLAIN_PAGES.items():
        yield path, PLAIN_PAGE.format(title)
    clauses = "".join(
        f"\n### Ask people first, part {index + 1} {{#{clause_id(index)} .clause audience=providers}}\n\nThis clause is made up [@{source_id(index)}].\n"
        for index in range(CLAUSES)
    )
    front = f"title: A made-up guideline\ndescription: Nothing here is true.\nframework: {GUIDELINE}\nsource: {source_id(0)}\nstatus: complete\norder: 1\n"
    rest = "".join(f"See also [@{source_id(index)}].\n" for index in range(SOURCES))
    yield f"guidelines/{GUIDELINE}.md", f"---\n{front}---\n\nThis guideline is made up.\n{rest}\n## What it asks {{#{GUIDELINE}.all}}\n{clauses}"


def library(folder: Path, count: int, languages: Sequence[str] = ("en",), *, advice: bool = False, seed: int = 1) -> Iterator[Path]:
    """Write a library of ``count`` records into ``folder``, which must be empty or absent; yields each record's path."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    for name in BORROWED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for name in ("practices", "sources", "docs"):
        (folder / name).mkdir()
    for name, text in pages():
        page = folder / "docs" / "en" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
    for id_, text in sources():
        (folder / "sources" / f"{id_}.yaml").write_text(text, "utf-8")
    for id_, text in records(count, languages, vocabulary_terms(ROOT), advice=advice, seed=seed):
        path = folder / "practices" / f"{id_}.yaml"
        path.write_text(text, "utf-8")
        yield path


def main() -> int:
    parser = argparse.ArgumentParser(description="Write a made-up library: the same bytes for the same seed.")
    parser.add_argument("folder", type=Path, help="where to write it; empty or absent")
    parser.add_argument("--records", type=int, default=1_000, help="how many records (default: 1000)")
    parser.add_argument("--languages", default="en", help=f"the languages of each record, its own first, such as “en” or “{','.join(phrases())}” (default: en)")
    parser.add_argument("--advice", action="store_true", help="give every record one text that is longer than readers like")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other records (default: 1)")
    options = parser.parse_args()
    languages = options.languages.split(",")
    if unknown := [language for language in languages if language not in phrases()]:
        parser.error(f"no phrases in {', '.join(unknown)}; there are: {', '.join(phrases())}")
    try:
        written = library(options.folder, options.records, languages, advice=options.advice, seed=options.seed)
        size = sum(path.stat().st_size for path in track(written, "Inventing records", total=options.records, console=Console(stderr=True), transient=True))
    except FileExistsError as error:
        print(f"synthetic.py: {error}", file=sys.stderr)
        return 2
    print(f"{options.records} records of about {size / max(1, options.records) / 1000:.1f} KB in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
