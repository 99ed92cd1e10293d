"""The page of words that can hurt, with better ones and the reasons, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import N_
from .page import StagedPage, page_with_lead
from .reader import Reader

TITLE = N_("Words that respect people")
LEAD = N_("Readers may be the people that a practice is for. Some words hurt them; others are better. The checker points them out, and you decide.")


def respect_pages(reader: Reader) -> Iterator[StagedPage]:
    """The one page; where a language has no list yet, it shows that of the default language."""
    lists = reader.catalogue.wording
    language = next((language for language in (reader.language, reader.catalogue.languages[0]) if language in lists), "")
    if language:
        meta = {"kind": "index", "source": f"wording/{language}.yaml"}
        words = lists[language].words
        yield page_with_lead("wording.html", reader, "contribute/wording.md", reader.say(TITLE), reader.say(LEAD), meta, choices=words, language=language)
