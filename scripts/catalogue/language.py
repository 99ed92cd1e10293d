"""The languages of the site and their interface strings (gettext catalogues, read with Babel)."""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po


def N_(message: str) -> str:
    """Mark a message for extraction; it is translated where it is shown."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with a plural for extraction."""
    return singular, plural


def read_catalogue(path: Path) -> gettext.GNUTranslations:
    """Compile one ``.po`` file in memory; fuzzy entries are left out, as gettext does."""
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=64)
def translations(root: Path, language: str) -> gettext.NullTranslations:
    """The interface strings of ``language``; English is the language of the strings themselves."""
    path = root / "locale" / language / "messages.po"
    return read_catalogue(path) if path.is_file() else gettext.NullTranslations()


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language; raises ``UnknownLocaleError`` for none."""
    try:
        return Locale.parse(language, sep="-")
    except ValueError as error:
        raise UnknownLocaleError(language) from error


@lru_cache(maxsize=256)
def language_exists(language: str) -> bool:
    """Whether CLDR has a name for the language."""
    return language.split("-")[0] in Locale("en").languages


def direction(language: str) -> str:
    """ "rtl" or "ltr", for the ``dir`` attribute of a text in that language."""
    try:
        return locale_of(language).text_direction
    except UnknownLocaleError:
        return "ltr"


def po_text(catalogue: Catalog) -> str:
    """The text of a ``.po`` file that changes only when a message does."""
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, width=120)
    header = "".join(
        f"{line}\n"
        for line in (
            'msgid ""',
            'msgstr ""',
            f'"Language: {catalogue.locale_identifier}\\n"',
            '"MIME-Version: 1.0\\n"',
            '"Content-Type: text/plain; charset=utf-8\\n"',
            '"Content-Transfer-Encoding: 8bit\\n"',
            f'"Plural-Forms: nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};\\n"',
            "",
        )
    )
    return header + out.getvalue().decode("utf-8").rstrip() + "\n"
