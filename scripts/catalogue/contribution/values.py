"""What an answer means: terms, codes, dates, points and paragraphs. What cannot be understood stays as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Any

from ..check.files import SPELLED_OUT
from ..geography import countries, suggested_code
from ..render.reader import Reader
from .questions import Question

LONGEST_NAME = 60
DATE_AS_SPOKEN = re.compile(r"(?:(?:([0-9]{1,2})\.\s?)?([0-9]{1,2})\.\s?)?([0-9]{4})", re.ASCII)
POINT = re.compile(r"^\s*(?:[-*+•]|[0-9]{1,2}[.)])\s+")


def as_value(question: Question, answer: str, reader: Reader) -> Any:
    """An answer as its field holds it."""
    match question.control:
        case "terms":
            return chosen(answer, question.choices(reader))
        case "term" | "choice" | "language":
            return next((id_ for id_, words in question.choices(reader).items() if words == line(answer)), line(answer))
        case "country":
            return country_codes(answer, reader.catalogue.languages)
        case "date":
            return as_date(line(answer))
        case "points":
            return [line(POINT.sub("", part)) for part in answer.split("\n") if part.strip()]
        case "box" if question.markers.get("text") == "prose":
            return prose(answer)
    return line(answer)


def line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def prose(text: str) -> str:
    """Paragraphs, without spaces at the ends of lines."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(part.rstrip() for part in text.split("\n"))).strip()


def as_date(text: str) -> int | str:
    """A year as a number, a month or a day as ISO 8601 writes it; "5.2016" and "31.5.2016" are read as they are spoken here."""
    found = DATE_AS_SPOKEN.fullmatch(text)
    if not found:
        return text
    day, month, year = found.groups()
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)]) if month else int(year)


def chosen(answer: str, choices: dict[str, str]) -> list[str]:
    """The ids of the terms that the code host lists with commas between them; a term may hold commas itself."""
    left, found = line(answer), []
    longest_first = sorted(choices.items(), key=lambda item: -len(item[1]))
    while left:
        for id_, words in longest_first:
            if left == words or left.startswith(f"{words}, "):
                found.append(id_)
                left = left[len(words) + 2 :]
                break
        else:
            unknown, _, left = left.partition(", ")
            found.append(unknown)
    return list(dict.fromkeys(found))


def country_codes(answer: str, languages: Collection[str]) -> list[str]:
    """The codes of countries given by their names in a language of the site, or by their codes; words that are unknown or mean two things as they are."""
    names = [part.strip(" .") for part in re.split(r"[,;/\n]", answer)]
    return list(dict.fromkeys(_country_code(name, languages) for name in names if name))


def _country_code(name: str, languages: Collection[str]) -> str:
    """One of them. "sv" stays: El Salvador's code in small letters is the language of Sweden too, so the checker asks."""
    code = name if name in countries() else suggested_code("country", name, languages)
    return code if code and name.upper() not in countries() - {code} else name


def slug(title: str) -> str:
    """A title as a file name, as the form on the site makes it: plain small letters, digits and hyphens, cut between words."""
    parts = unicodedata.normalize("NFKD", title.lower().translate(SPELLED_OUT))
    whole = re.sub(r"[^a-z0-9]+", "-", "".join(part for part in parts if not unicodedata.combining(part))).strip("-")
    return re.sub(r"-[^-]*$", "", whole[: LONGEST_NAME + 1]) if len(whole) > LONGEST_NAME else whole


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id, or with a number behind it if it is taken."""
    number, id_ = 1, wanted
    while id_ in taken:
        number += 1
        id_ = f"{wanted}-{number}"
    return id_


def same_source(id_: str, entry: object, title: str | None, address: str | None) -> bool:
    """Whether an answer means this source: by its id, its title, or its address, whatever the scheme and the last slash."""
    if not isinstance(entry, dict):
        return False

    def bare(url: object) -> str:
        return re.sub(r"^https?://(?:www\.)?", "", str(url).strip()).rstrip("/").lower()

    if address and entry.get("URL"):
        return bare(entry["URL"]) == bare(address)
    return bool(title) and (title == id_ or line(str(entry.get("title"))).casefold() == str(title).casefold())
