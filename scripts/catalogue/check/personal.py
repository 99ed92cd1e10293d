"""Nobody is exposed: no identity numbers, no private profiles, no names with an illness."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Document, Loaded
from ..language import N_
from .identity import LONG_ENOUGH, identity_numbers
from .rule import ERROR, WARNING, Finding, in_text, rule, some
from .texts import texts as suspicious_texts

ADDRESSES = re.compile(r"\[@[^\[\]]*\]|\]\([^()\s]*\)|https?://[^\s<>)]+")
"""Citations and web addresses, which hold numbers of their own."""


@rule("personal-number", ERROR, "practices", "sources")
def no_identity_numbers(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """No number that identifies a person stands in a text: no personnummer, CPR-nummer, PESEL and the like.

    With such a number, anybody can find out who is meant, and do harm in that person's name.
    """
    for path, value, _ in suspicious_texts(document):
        if LONG_ENOUGH.search(value):
            for found, name in identity_numbers(ADDRESSES.sub(lambda address: " " * len(address.group()), value)):
                message = N_(
                    "“{found}” has the form of a personal identity number ({name}). Take it out. If it is a real one, tell the editors, but not in public."
                )
                yield in_text(path, found, message, found=found.group(), name=name)


PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z-]{1,5}\.)?"
    r"(?:linkedin\.com/(?:in|pub)/|facebook\.com/(?:people/|profile\.php\?id=)|xing\.com/(?:profile|people)/"
    r"|instagram\.com/(?!(?:p|reel|explore|tv|stories)/)|tiktok\.com/@|snapchat\.com/add/|threads\.(?:net|com)/@|vk\.com/id[0-9]|t\.me/(?!s/)|onlyfans\.com/)"
    r"[^\s<>)\]\"']*(?<![.,;:])",
    re.IGNORECASE,
)
"""Addresses of profiles that belong to one person, or often do."""
HOSTS = (".com/", ".net/@", "t.me/")
"""What each of them holds; this is quick to look for."""


@rule("private-profile", WARNING, "practices", "sources")
def no_private_profiles(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """No link leads to the profile of a private person.

    Profiles show family, friends and opinions, and a person who leaves the work is still found by them years later. Link to the organisation’s own page.
    """
    urls = [found for found in document.uses.values["url"] if type(found[1]) is str]
    everything = "\n".join([document.all_text, *(url for _, url, _ in urls)]).lower()
    for path, value, _ in [*document.texts, *urls] if any(host in everything for host in HOSTS) else ():
        if any(host in value.lower() for host in HOSTS):
            for found in some(PROFILE, value):
                message = N_("“{found}” can be the profile of a private person. Is it? Then link to a page of the organisation instead.")
                yield in_text(path, found, message, found=found.group()[:60])


ILLNESS = (
    r"(?:ADHD|AIDS|COPD|HIV|OCD|PTBS|PTSD|[Ss](?:ch|k)izo\w+|[Aa]utis[mt]\w*|[Aa]sperger\w*|[Dd]emen(?:s|z|tia)\w*|[Aa]lzheimer\w*|[Pp]arkinson\w*"
    r"|[Dd]epress?i\w+|[Bb]ipol[aä]r\w*|[Pp]sy[ck]h?os\w*|[Ee]pilep\w+|[Aa]nore(?:x|ks)i\w*|[Bb]ulimi\w*|[Dd]iabet\w*|[Cc]ancer|[Kk]ræft\w*|Krebs"
    r"|[Dd]own\S{0,3} ?[Ss]yndrom\w*|[Bb]orderline\w*|[Aa]n addiction|[Aa]l[ck]oholism\w*|[Aa]lkoholabhängig\w*|\w{0,7}missbruk\w*|\w{0,7}misbrug\w*|Sucht\w*)"
)
SIGNS = (
    *(
        "ADHD",
        "AIDS",
        "COPD",
        "HIV",
        "OCD",
        "PTBS",
        "PTSD",
        "hizo",
        "kizo",
        "utis",
        "sperger",
        "emens",
        "emenz",
        "ementia",
        "lzheimer",
        "arkinson",
        "epres",
        "ipol",
    ),
    *("sycho", "syco", "syko", "sykh", "pilep", "nore", "ulimi", "iabet", "ancer", "ræft", "Krebs", "yndrom", "orderline", "ddiction", "oholism", "abhängig"),
    *("missbruk", "misbrug", "Sucht"),
)
"""A piece of each illness; a text with none of them names none. Looking for them is quick."""
OWN = r"(?:(?:a|an|severe|serious|chronic|svår|en|ett|et|svær|eine[mnr]?|schwere[mnr]?|early|mild) ){0,2}"
NAME = r"(?P<name>[A-ZÅÄÖÆØÜÉ][a-zåäöæøüßéèõžšāēīūķļņģčėęįųłńśźż]+(?: [A-ZÅÄÖÆØÜ][a-zåäöæøüßéõžš]+|,? [A-Z]\.)?)"
HAS = (
    r",? (?:(?:who|som|der|die) )?(?:has|had|suffers from|suffered from|lives with|was diagnosed with|is diagnosed with|struggles with"
    r"|har|hade|havde|lider av|lider af|lever med|fick|fik|har fått|har fået|hat|hatte|leidet an|litt an|lebt mit|bekam|erkrankte an) "
)
BEFORE = r"(?:^|[.!?:”“\"] ?|, |\n ?|\b(?:and|och|og|und|that|att|at|dass|because|when|weil|wie) )"
NAME_WITH_ILLNESS = re.compile(rf"{BEFORE}(?P<who>{NAME}{HAS}{OWN}{ILLNESS})\b")
"""A name at the start of a sentence or after a conjunction, with a verb in the singular: a noun would have an article before it."""
NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        "He She It They We Who Nobody Everyone Everybody Somebody Someone Anyone One Each Many Most Some Few Half Every This That There People "
        "Han Hun Hon Den Det De Vi Man Ingen Alla Alle Någon Nogen Mange Många En Ett Et Personen "
        "Er Sie Es Wir Wer Niemand Jeder Jede Viele Manche Eine Einer Der Die Das Menschen",
    )
)


@rule("name-with-illness", WARNING, "practices")
def nobodys_illness_is_told(document: Document, loaded: Loaded) -> Iterator[Finding]:
    """Nobody is named together with an illness, a disability or an addiction.

    Health is the most private of facts, and a first name is enough for those who live nearby. Write “a man with dementia” instead.
    """
    each_word = b" ".join(document.word_set).decode("latin-1")
    for path, value, kind in document.texts if any(sign in each_word for sign in SIGNS) else ():
        for found in names_with_illness(value) if kind != "name" else ():
            words = found["who"]
            if not a_known_name(found["name"], document):
                message = N_("“{found}” tells the illness of somebody with a name. Does this person use a service? Then write for example “a young man”.")
                yield Finding(path, message, {"found": words[:60]}, None, words, value.count(words, 0, found.start("who")))


def names_with_illness(text: str) -> Iterator[re.Match[str]]:
    """The places of a text where a name stands together with an illness."""
    for found in some(NAME_WITH_ILLNESS, text) if any(sign in text for sign in SIGNS) else ():
        if found["name"].split()[0].rstrip(",") not in NO_NAMES:
            yield found


def a_known_name(name: str, document: Document) -> bool:
    """Whether the record gives the name as that of a place or an organisation."""
    return any(name in known for _, known, kind in document.texts if kind == "name")
