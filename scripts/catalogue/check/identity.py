"""Numbers that identify a person, by country: their form, and the check digit or the date in them.

An ordinary number has the form now and then; it seldom has the right date and the right check digit too.
Where a form proves too little, the number only counts after its own name.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import NamedTuple


class IdentityNumber(NamedTuple):
    """One kind of number: what people call it, its form, and what proves it."""

    name: str
    form: str
    proof: str | Callable[[str], bool]
    """A module of python-stdnum, or a function."""
    after: str = ""
    """Words of which one must stand shortly before it."""


def a_birthday(digits: str, day: int, month: int) -> bool:
    """Whether two pairs of digits can be a day and a month."""
    return 1 <= int(digits[day : day + 2]) <= 31 and 1 <= int(digits[month : month + 2]) <= 12


def swedish(number: str) -> bool:
    """A personnummer, or a samordningsnummer, in which 60 is added to the day (Skatteverket, SKV 704 and 707)."""
    digits = re.sub(r"\D", "", number)[-10:]
    year, month, day = 2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]) % 60  # from 1901 to 2099, leap years have the same two digits
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] and luhn(digits)


def luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812-1."""
    return _module("luhn")(digits)


def german_pension(number: str) -> bool:
    """A Versicherungsnummer of the German pension insurance (VKVV § 2 and § 4): area, birthday, letter, serial number, check digit."""
    letter = f"{ord(number[8]) - ord('A') + 1:02}"
    digits = number[:8] + letter + number[9:11]
    products = (int(digit) * weight for digit, weight in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True))
    return a_birthday(number, 2, 4) and sum(product // 10 + product % 10 for product in products) % 10 == int(number[11])


def british(number: str) -> bool:
    """A National Insurance number: no check digit, but some prefixes are never given (HMRC, NIM39110)."""
    return number[:2] not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


ELEVEN = r"[0-9]{11}"
NUMBERS = (
    IdentityNumber("personnummer", r"(?:(?:19|20)[0-9]{6}-?|[0-9]{6}[-+])[0-9]{4}", swedish),
    IdentityNumber("CPR-nummer", r"[0-9]{6}-[0-9]{4}", "dk.cpr"),
    IdentityNumber("henkilötunnus", r"[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y]", "fi.hetu"),
    IdentityNumber("fødselsnummer", r"[0-9]{6} ?[0-9]{5}", "no.fodselsnummer"),
    IdentityNumber("kennitala", r"[0-9]{6}-?[0-9]{4}", "is_.kennitala"),
    IdentityNumber("isikukood, asmens kodas", ELEVEN, "ee.ik"),
    IdentityNumber("personas kods", r"(?:[0-3][0-9][01][0-9]{3})-[0-9]{5}", "lv.pvn"),
    IdentityNumber("PESEL", ELEVEN, "pl.pesel"),
    IdentityNumber("Versicherungsnummer", r"[0-9]{2} ?[0-9]{6} ?[A-Z] ?[0-9]{3}", german_pension),
    IdentityNumber("Steuer-ID", r"[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", "de.idnr", "steuer|idnr|identifikationsnummer"),
    IdentityNumber("Sozialversicherungsnummer", r"[0-9]{4} ?[0-9]{6}", "at.vnr", "versicherung|svnr|sv-nr"),
    IdentityNumber("AHV-Nummer", r"756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}", "ch.ssn"),
    IdentityNumber("rijksregisternummer", r"[0-9]{2}\.?[0-9]{2}\.?[0-9]{2}-?[0-9]{3}\.?[0-9]{2}", "be.nn"),
    IdentityNumber("BSN", r"[0-9]{9}", "nl.bsn", "bsn|burgerservice|sofinummer"),
    IdentityNumber("NIR", r"[1278] ?[0-9]{2} ?[0-9]{2} ?[0-9][0-9AB] ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}", "fr.nir"),
    IdentityNumber("codice fiscale", r"[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]", "it.codicefiscale"),
    IdentityNumber("DNI", r"[0-9]{8}[ -]?[A-HJ-NP-TV-Z]", "es.dni"),
    IdentityNumber("NIE", r"[XYZ]-?[0-9]{7}-?[A-HJ-NP-TV-Z]", "es.nie"),
    IdentityNumber("cartão de cidadão", r"[0-9]{8} ?[0-9] ?[A-Z0-9]{2}[0-9]", "pt.cc", "cidadão|cartão"),
    IdentityNumber("PPS number", r"[0-9]{7}[A-W][ABHWTX]?", "ie.pps"),
    IdentityNumber("National Insurance number", r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]", british),
    IdentityNumber("NHS number", r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", "gb.nhs", "nhs"),
    IdentityNumber("rodné číslo", r"[0-9]{6}/[0-9]{3,4}", "cz.rc"),
    IdentityNumber("CNP", r"[1-8][0-9]{12}", "ro.cnp"),
    IdentityNumber("ЕГН", r"[0-9]{10}", "bg.egn", "егн|egn"),
    IdentityNumber("EMŠO", r"[0-9]{13}", "si.emso"),
    IdentityNumber("ΑΜΚΑ", ELEVEN, "gr.amka", "αμκα|amka"),
)
"""The numbers of the countries whose practices the library tells; a country is one line more."""

FORMS = [re.compile(rf"(?<![\w.+-]){number.form}(?!\w|[.,/-][0-9])") for number in NUMBERS]
SHORTLY_BEFORE = 40
LONG_ENOUGH = re.compile(r"[0-9](?:(?:[ ./+-]?[0-9]){5}|[0-9][A-Z][0-9]{2}[A-Z])")
"""What every such number holds: six digits, or the middle of a codice fiscale."""


def identity_numbers(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each place of a text that is such a number, with the number's name; of several kinds that fit, the first."""
    taken: set[int] = set()
    for number, form in zip(NUMBERS, FORMS, strict=True):
        for found in form.finditer(text):
            before = text[max(0, found.start() - SHORTLY_BEFORE) : found.start()].lower()
            if found.start() not in taken and (not number.after or re.search(number.after, before)) and proven(number, found.group()):
                taken.add(found.start())
                yield found, number.name


def proven(number: IdentityNumber, written: str) -> bool:
    """Whether date and check digit are right."""
    if callable(number.proof):
        return number.proof(re.sub(r"[ .]", "", written))
    return _module(number.proof)(written)


@cache
def _module(name: str) -> Callable[[str], bool]:
    """The check of python-stdnum; read in when a text first holds such a form, which is seldom."""
    check: Callable[[str], bool] = import_module(f"stdnum.{name}").is_valid
    return check
