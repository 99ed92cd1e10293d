"""One reader: her language, its words, numbers and dates, and the addresses of pages as seen from the page she is on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from .. import geography
from ..collation import sort_key
from ..language import N_, NN_, direction, locale_of, translations
from ..model import Catalogue
from ..record import Amount, Claim, Resource
from ..shape import PartialDate

FROM, UNTIL, FROM_TO = N_("from {date}"), N_("until {date}"), N_("{start} to {end}")
PART_OF = N_("{value} of {whole}")
AGES_BETWEEN, AGES_FROM, AGES_TO = N_("{low} to {high} years"), N_("from {low} years"), N_("up to {high} years")
PRACTICES = NN_("{count} practice", "{count} practices")
WRITTEN_IN = {"en": "en-GB"}
"""Where a language is spoken as the site writes it: CLDR takes English alone for that of the United States, with the month before the day."""
MONTHS = NN_("after {count} month", "after {count} months")


@dataclass(frozen=True)
class Reader:
    """Everything that depends on the reader's language."""

    catalogue: Catalogue
    language: str

    @cached_property
    def locale(self) -> Locale:
        """Her CLDR locale."""
        return locale_of(WRITTEN_IN.get(self.language, self.language))

    @property
    def date_language(self) -> str:
        """The language tag by which scripts in the browser write dates as the pages do."""
        return str(self.locale).replace("_", "-")

    @cached_property
    def _said(self) -> dict[str, str]:
        return {"": ""}

    def say(self, message: str, **parameters: object) -> str:
        """A message in her language."""
        said = self._said.get(message)
        if said is None:
            said = self._said[message] = translations(self.catalogue.root, self.language).gettext(message)
        return said.format(**parameters) if parameters else said

    def count(self, forms: tuple[str, str], number: int) -> str:
        """A message with a number, in the right plural."""
        chosen = translations(self.catalogue.root, self.language).ngettext(*forms, number)
        return chosen.format(count=self.number(number))

    def forms(self, forms: tuple[str, str]) -> dict[str, str]:
        """A message with a number in every plural that her language has, by CLDR's name of the plural, with ``{count}`` left open."""
        say = translations(self.catalogue.root, self.language).ngettext
        numbers = {str(self.locale.plural_form(number)): number for number in range(200, -1, -1)}
        return {name: say(*forms, number) for name, number in sorted(numbers.items())}

    def term(self, vocabulary: str, id_: str) -> str:
        """A term's label."""
        return self.catalogue.term(vocabulary, id_).label(self.language)

    def terms(self, vocabulary: str, ids: Iterable[str]) -> str:
        """Labels side by side, with a middle dot between them since each starts with a capital."""
        return " · ".join(self.term(vocabulary, id_) for id_ in ids)

    def country(self, code: str) -> str:
        """The country's name."""
        return geography.country_name(code, self.language)

    def language_name(self, code: str) -> str:
        """The language's name."""
        return geography.language_name(code, self.language)

    def number(self, value: float) -> str:
        """A number with her separators."""
        return str(format_decimal(value, locale=self.locale))

    def date(self, moment: PartialDate) -> str:
        """A date as exact as it is known: "2016", "May 2016", "31 May 2016"."""
        if moment.day:
            return str(format_date(moment.first, "long", locale=self.locale))
        if moment.month:
            return str(format_skeleton("yMMMM", moment.first, locale=self.locale))
        return str(moment.year)

    def period(self, start: PartialDate | None, end: PartialDate | None) -> str:
        """ "2016 to 2019", "from 2016", "until 2019", or nothing if neither is known."""
        if start and end:
            return self.date(start) if start == end else self.say(FROM_TO, start=self.date(start), end=self.date(end))
        if start:
            return self.say(FROM, date=self.date(start))
        return self.say(UNTIL, date=self.date(end)) if end else ""

    def ages(self, low: int | None, high: int | None) -> str:
        """An age range."""
        if low is not None and high is not None:
            return self.say(AGES_BETWEEN, low=low, high=high)
        return self.say(AGES_FROM, low=low) if low is not None else self.say(AGES_TO, high=high)

    def span(self, value: float, upper: float | None) -> str:
        """One number, or two with a dash."""
        return f"{self.number(value)}–{self.number(upper)}" if upper is not None else self.number(value)

    def qualified(self, qualifier: str | None, said: str) -> str:
        """A figure after "about", "up to" and the like."""
        return f"{self.term('amount-qualifiers', qualifier)} {said}" if qualifier else said

    def money(self, value: float, upper: float | None, currency: str) -> str:
        """A sum with its ISO 4217 code where her language puts it: "EUR 5,000", "5 000 EUR"."""
        said = self.span(value, upper)
        before = str(self.locale.currency_formats["standard"].pattern).startswith("¤")
        return f"{currency} {said}" if before else f"{said} {currency}"

    def amount(self, amount: Amount) -> str:
        """A sum of money with its qualifier and year."""
        said = self.qualified(amount.qualifier, self.money(amount.value, amount.upper, amount.currency))
        return f"{said} ({self.date(amount.year)})" if amount.year else said

    def quantity(self, value: float, upper: float | None, unit: str | None) -> str:
        """A number with its unit."""
        said = self.span(value, upper)
        if unit is None:
            return said
        entry = self.catalogue.term("units", unit)
        return f"{said} {entry.one(self.language) if value == 1 and upper is None else entry.label(self.language)}"

    def resource(self, resource: Resource) -> str:
        """The figure of a resource, or nothing."""
        if resource.value is None:
            return ""
        said = self.qualified(resource.qualifier, self.quantity(resource.value, resource.upper, resource.unit))
        return f"{said} ({self.date(resource.year)})" if resource.year else said

    def figure(self, claim: Claim) -> str:
        """The figure of a claim: "32 of 97 people", "over DKK 300,000,000"."""
        if claim.value is None:
            return ""
        if claim.currency:
            said = self.money(claim.value, claim.upper, claim.currency)
        elif claim.of is not None:
            said = self.say(PART_OF, value=self.span(claim.value, claim.upper), whole=self.quantity(claim.of, None, claim.unit))
        else:
            said = self.quantity(claim.value, claim.upper, claim.unit)
        return self.qualified(claim.qualifier, said)

    def sorted_terms(self, vocabulary: str, ids: Iterable[str]) -> list[str]:
        """Term ids in the order of their labels."""
        return sorted(ids, key=lambda id_: sort_key(self.term(vocabulary, id_), self.language))

    @property
    def direction(self) -> str:
        """Her reading direction."""
        return direction(self.language)


def relative(from_url: str, to_url: str) -> str:
    """The address of ``to_url`` as seen from the page ``from_url``; both are folders below one root ("" is the root)."""
    here, there = [part for part in from_url.split("/") if part], [part for part in to_url.split("/") if part]
    while here and there and here[0] == there[0]:
        here, there = here[1:], there[1:]
    path = "../" * len(here) + "".join(f"{part}/" for part in there)
    return path or "./"
