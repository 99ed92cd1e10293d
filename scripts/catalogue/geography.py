"""Countries and regions: codes from ISO 3166 (pycountry), names from CLDR (Babel).

pycountry's names of regions are poor in places ("Norrbottens län [SE-25]"); ``region_name`` trims them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

import pycountry
from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import list_currencies

from .language import language_exists, locale_of

SPREAD = 9
"""Official in more countries than this, a language leads to none of them: English, French, Spanish, Portuguese, Arabic."""


@cache
def countries() -> frozenset[str]:
    """All ISO 3166-1 alpha-2 codes, and XK, which CLDR uses for Kosovo."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}


@cache
def regions() -> dict[str, str]:
    """All ISO 3166-2 codes with pycountry's name."""
    return {region.code: region.name for region in pycountry.subdivisions}


@cache
def regions_by_name(country: str) -> dict[str, str]:
    """The codes of the regions of one country by their names, for "did you mean"."""
    return {name: code for code, name in regions().items() if code.startswith(f"{country}-")}


@cache
def currencies() -> frozenset[str]:
    """All ISO 4217 codes that CLDR knows."""
    return frozenset(list_currencies())


@cache
def country_name(code: str, language: str) -> str:
    """The country's name in ``language``, else its code."""
    return str(locale_of(language).territories.get(code, code))


@cache
def region_name(code: str) -> str:
    """The region's own name without notes in brackets and doubled languages, else its code."""
    name = regions().get(code, code)
    return re.sub(r"\s*[\[(].*?[\])]", "", name).split(" / ")[0].split(";")[0].strip()


@cache
def country_codes_by_name() -> dict[str, str]:
    """English and own-language names of countries in lower case, for "did you mean"."""
    names: dict[str, str] = {}
    for code in sorted(countries()):
        for language in ("en", "sv", "da", "de"):
            names.setdefault(country_name(code, language).lower(), code)
        country = pycountry.countries.get(alpha_2=code)
        if country:
            names.setdefault(country.alpha_3.lower(), code)
    names.update({"uk": "GB", "united kingdom": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "czech republic": "CZ", "el": "GR"})
    return names


@cache
def language_codes_by_name() -> dict[str, str]:
    """Names of languages in lower case, and the country codes that are often written for them, for "did you mean"."""
    names = {name.lower(): code for language in ("de", "da", "sv", "en") for code, name in locale_of(language).languages.items() if code.isalpha()}
    return names | {"se": "sv", "dk": "da", "gb": "en", "uk": "en", "ee": "et", "cz": "cs"}


@cache
def home_country(language: str) -> str | None:
    """The country that a language is mainly spoken in: SE for sv; none for a language of many countries."""
    official = sum(language in get_official_languages(country, de_facto=True) for country in countries())
    home = str(get_global("likely_subtags").get(language, "")).rpartition("_")[2]
    return home if official <= SPREAD and home in countries() else None


def suggested_code(kind: str, value: str, languages: Collection[str] = ()) -> str | None:
    """The code that somebody probably meant who wrote a name, small letters for capitals, or the code of something else.

    For a country, "sv" is rather the language of somebody from Sweden than El Salvador, if it is one of these ``languages``.
    """
    match kind:
        case "country":
            home = home_country(value) if value in languages else None
            return country_codes_by_name().get(value.lower()) or home or (value.upper() if value.upper() in countries() else None)
        case "region":
            return value.upper() if value.upper() in regions() else None
        case "currency":
            return value.upper() if value.upper() in currencies() else None
        case "language":
            code = value.lower()
            return language_codes_by_name().get(code) or (code if code.isalpha() and len(code) <= 3 and language_exists(code) else None)
    return None


@cache
def language_name(code: str, language: str) -> str:
    """The language's name in ``language``, else its code."""
    locale: Locale = locale_of(language)
    return str(locale.languages.get(code) or locale.languages.get(code.split("-")[0]) or code)
