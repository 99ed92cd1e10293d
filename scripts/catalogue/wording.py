"""The shape of a list of words that can hurt: one file a language, ``wording/<language>.yaml``."""

import re
from typing import Annotated

from pydantic import Field

from .language import N_
from .shape import Line, Many, Shape, field, limit, several

Phrase = Annotated[Line, Field(max_length=60), limit(40)]
"""One word or a few, as they stand in a sentence."""

APART = bytes(code if re.match(r"\w", chr(code)) else ord(" ") for code in range(256))


def words_of(text: str) -> set[bytes]:
    """The words of a text in Latin-1, and the empty word. Letters that Latin-1 lacks part words like a space.

    Bytes are quick to part. Both a text and what is looked for are parted in this way, so whatever stands in a text as whole
    words is found among its words; the empty word is left of what has no letter of Latin-1.
    """
    return {b"", *text.encode("latin-1", "replace").translate(APART).split()}


class Choice(Shape):
    """Words that can hurt, what to write instead, and why."""

    avoid: Many[Phrase] = field(
        N_("Words to avoid"),
        N_("The words in every form that they take. A small first letter also stands for a capital one."),
        ["addict", "addicts"],
        min_length=1,
    )
    not_before: Many[Phrase] = several(N_("Not before"), N_("Words before which they hurt nobody."), ["people", "person"])
    say: Line = field(N_("Better words"), N_("What people in the field write today."), "person with an addiction")
    why: Line = field(N_("Why"), N_("The reason, in one short sentence."), "The word turns a person into the problem.")


class Wording(Shape):
    """The words of one language that can hurt, with better ones."""

    words: Many[Choice] = field(N_("Words"), N_("The words, in the order in which they are shown."), min_length=1)
