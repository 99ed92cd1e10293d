"""Nobody is exposed and nobody is labelled: identity numbers, private profiles, words that can hurt."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from catalogue.check import check
from catalogue.check.identity import LONG_ENOUGH, NUMBERS, identity_numbers
from catalogue.check.personal import PROFILE, SIGNS, names_with_illness
from catalogue.check.texts import AGE_SIGN, AN_AGE
from catalogue.check.wording import hurting, word_list, word_lists
from catalogue.document import Loaded
from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.page import readers_of
from catalogue.render.respect import respect_pages
from catalogue.wording import Choice, Wording, words_of
from conftest import LANGUAGES, ROOT


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    """The project's own library."""
    return load(ROOT)


# Identity numbers: examples from the authorities and from python-stdnum, none of them anybody's.

EXAMPLES = {
    "personnummer": ["880320-0016", "19880320-0016", "198803200016", "880320+0016", "880380-0013"],
    "CPR-nummer": ["211062-5629"],
    "henkilötunnus": ["131052-308T", "131052A308T"],
    "fødselsnummer": ["151086 95088", "15108695088"],
    "kennitala": ["1201743399"],
    "isikukood, asmens kodas": ["36805280109", "33309240064"],
    "personas kods": ["161175-19997"],
    "PESEL": ["44051401359"],
    "Versicherungsnummer": ["15070649C103", "15 070649 C 103"],
    "Steuer-ID": ["Steuer-ID: 36 574 261 809"],
    "Sozialversicherungsnummer": ["Versicherungsnummer 1237 010180"],
    "AHV-Nummer": ["756.9217.0769.85"],
    "rijksregisternummer": ["85.07.30-033.28", "85073003328"],
    "BSN": ["BSN 111222333"],
    "NIR": ["2 95 10 99 126 111 93", "295109912611193"],
    "codice fiscale": ["RCCMNL83S18D969H"],
    "DNI": ["54362315K", "54362315-K"],
    "NIE": ["X-2482300W", "X2482300W"],
    "cartão de cidadão": ["cartão de cidadão 00000000 0 ZZ4"],
    "PPS number": ["6433435F", "6433435OA"],
    "National Insurance number": ["JG 10 37 59 A", "JG103759A"],
    "NHS number": ["NHS number 943 476 5870"],
    "rodné číslo": ["710319/2745"],
    "CNP": ["1630615123457"],
    "ЕГН": ["ЕГН 7523169263"],
    "EMŠO": ["0101006500006"],
    "ΑΜΚΑ": ["AMKA 01013099997"],
}


def test_every_kind_of_number_has_an_example() -> None:
    assert set(EXAMPLES) == {number.name for number in NUMBERS}


@pytest.mark.parametrize(("name", "written"), [(name, written) for name, several in EXAMPLES.items() for written in several])
def test_an_identity_number_is_found_in_a_sentence(name: str, written: str) -> None:
    sentence = f"The member with {written}, who came often."
    assert LONG_ENOUGH.search(sentence), "the quick look must not miss it"
    assert [found for _, found in identity_numbers(sentence)] == [name]


WITHOUT_CHECK_DIGIT = {"CPR-nummer", "National Insurance number"}


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - WITHOUT_CHECK_DIGIT))
def test_a_number_with_another_digit_is_an_ordinary_number(name: str) -> None:
    """Otherwise every long number would stop a record from being published. Some other country's number may fit by chance."""
    written = EXAMPLES[name][0]
    digits = [place for place, sign in enumerate(written) if sign.isdigit()]
    others = [written[:place] + str((int(written[place]) + 1) % 10) + written[place + 1 :] for place in digits[-3:]]
    assert any(name not in [found for _, found in identity_numbers(f"No {other}.")] for other in others)


@pytest.mark.parametrize("number", ["880360-0017", "880392-0019", "881380-0011", "880380-0016"])
def test_a_samordningsnummer_has_a_date_and_a_check_digit_too(number: str) -> None:
    """60 is added to the day, and the check digit counts the day as it is written."""
    assert list(identity_numbers(f"No {number}.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "It cost 312,700,000 kroner from 2015 to 2019.",
        "From 2018-11-30 to 2019-12-31, 10 000-20 000 people came.",
        "The reports 2016/2017 and 2017/2018, ISBN 978-92-893-4321-0, ISSN 1234-5679.",
        "EU regulation 2016/679, project number 101004480, grant 823 456 789.",
        "The organisation number 556036-0793 is that of a company.",
        "The file 111222333 and the file 943 476 5870 lie in the archive.",
        "Version 1.2.3 of 2020, page 123456, table 12345678.",
    ],
)
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    assert list(identity_numbers(text)) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://www.linkedin.com/in/somebody-123/",
        "linkedin.com/pub/somebody/1/2/3",
        "https://www.facebook.com/people/Some-Body/1000",
        "https://m.facebook.com/profile.php?id=1",
        "https://instagram.com/somebody",
        "https://www.tiktok.com/@somebody",
        "https://www.xing.com/profile/Some_Body",
        "https://www.threads.net/@somebody",
        "https://vk.com/id12",
        "https://t.me/somebody",
    ],
)
def test_the_profile_of_a_person_is_recognised(address: str) -> None:
    found = PROFILE.search(f"See {address}.")
    assert found and found.group() == address


@pytest.mark.parametrize(
    "address",
    ["https://www.linkedin.com/company/a-town", "https://www.facebook.com/atown", "https://www.instagram.com/p/abc/", "https://www.youtube.com/@atown"],
)
def test_the_page_of_an_organisation_is_not(address: str) -> None:
    assert not PROFILE.search(f"See {address}.")


ILLNESSES = (
    *("ADHD", "HIV", "PTSD", "schizophrenia", "schizofreni", "skizofreni", "Schizophrenie", "autism", "Autismus", "Asperger", "dementia", "demens", "Demenz"),
    *("Alzheimer", "Parkinson", "depression", "depressionen", "bipolar", "psychosis", "psykos", "Psychose", "epilepsy", "anorexia", "anoreksi", "bulimia"),
    *("diabetes", "cancer", "kræft", "Krebs", "borderline", "an addiction", "alkoholism", "alkoholmissbruk", "misbrug", "Sucht"),
)


@pytest.mark.parametrize("illness", ILLNESSES)
def test_a_name_with_an_illness_is_noticed(illness: str) -> None:
    assert [found["who"] for found in names_with_illness(f"Anna has {illness}.")] == [f"Anna has {illness}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "People with dementia meet here.",
        "A woman has dementia.",
        "Der Sohn hat Autismus.",
        "For those who have ADHD.",
        "Menschen mit Demenz.",
        "Bahar ADHD care.",
    ],
)
def test_people_without_a_name_may_have_an_illness(sentence: str) -> None:
    assert list(names_with_illness(sentence)) == []


def test_the_quick_look_for_an_illness_misses_none() -> None:
    """Signs are looked for in single words, so none may go over two words or have a letter that parts words."""
    assert [sign for sign in SIGNS if words_of(sign) != {b"", sign.encode("latin-1", "replace")}] == []
    assert [illness for illness in ILLNESSES if not any(sign in illness for sign in SIGNS)] == []


def test_the_quick_look_for_an_age_misses_none() -> None:
    before, after = ("Anna (", "Anna, ", "Anna,", "Anna "), (")", ",", " ", "-", " years old", " year old)", "-year-old", " år,", "år)", " årig", " Jahre alt")
    texts = ["".join(parts) for parts in product(before, ("", "aged ", "age ", "alder ", "ålder "), ("7", "34", "101"), after)]
    ages = [text for text in texts if AN_AGE.search(text)]
    assert len(ages) > len(texts) / 2
    assert [text for text in ages if not AGE_SIGN.search(text)] == []


# Words that can hurt


def lists() -> list[tuple[str, Choice, str]]:
    """Language, entry and each of its words."""
    wording = {language: Wording.model_validate(document.data) for language, document in load(ROOT).by_id["wording"].items()}
    return [(language, choice, form) for language, words in wording.items() for choice in words.words for form in choice.avoid]


def small(words: str) -> str:
    """Words in small letters with one space between them."""
    return " ".join(words.lower().split())


def test_every_language_of_the_site_has_a_list_worth_having(loaded: Loaded) -> None:
    counted = {language: len(document.data["words"]) for language, document in loaded.by_id["wording"].items()}
    assert set(counted) == set(LANGUAGES)
    assert min(counted.values()) >= 15


def test_every_word_of_every_list_is_found_alone_and_at_the_start(loaded: Loaded) -> None:
    """Found once, with the better words of its own entry, also where a longer entry begins alike."""
    wrong = []
    for language, choice, form in lists():
        entries = word_lists(loaded)[language]
        for sentence in (f"x {form}, y", f"{form[0].upper()}{form[1:]} y.", f"x ({form.replace(' ', chr(10))})", f"{form.replace(' ', '  ')} y"):
            found = list(hurting(sentence, entries.possible_in(sentence)))
            if [(small(match.group()), better.say) for match, better in found] != [(small(form), choice.say)]:
                wrong.append((language, sentence, [match.group() for match, _ in found]))
    assert wrong == []


@pytest.mark.parametrize("form", ["nędzarz", "złe dzieci", "нищие", "ĳdele", "addict's friend", "hard-to-reach"])
def test_words_with_any_letters_are_found(form: str) -> None:
    """Those too that are parted, or empty, when they are only letters of Latin-1."""
    words = word_list([Choice(avoid=(form,), say="people", why="A reason.")])
    for sentence in (f"łx {form}, y", f"“{form[0].upper()}{form[1:]}” нy", f"{form}"):
        assert words.possible_in(sentence) == words.entries


def test_a_word_is_spared_before_the_words_that_make_it_harmless(loaded: Loaded) -> None:
    wrong = [
        (language, form, behind)
        for language, choice, form in lists()
        for behind in choice.not_before
        if any(True for _ in hurting(f"x {form} {behind} y", word_list([choice]).entries))
    ]
    assert wrong == []


def test_no_better_word_is_itself_on_the_list(loaded: Loaded) -> None:
    wrong = [(language, choice.say, found.group()) for language, choice, _ in lists() for found, _ in hurting(choice.say, word_lists(loaded)[language].entries)]
    assert wrong == []


def test_no_word_stands_in_two_entries() -> None:
    seen = [(language, form) for language, _, form in lists()]
    assert [word for word in set(seen) if seen.count(word) > 1] == []


@pytest.mark.parametrize(
    "text",
    [
        "“I am an addict”, she says.",
        "„Ich bin Alkoholiker“, sagt er. [@the-addicts]",
        'See "the homeless".',
        "[A page](https://example.org/addicts)",
        "An addict-run house; addiction.",
    ],
)
def test_what_people_say_of_themselves_and_addresses_are_left_alone(text: str, loaded: Loaded) -> None:
    for language in ("en", "de"):
        assert list(hurting(text, word_lists(loaded)[language].entries)) == []


def test_the_library_itself_gets_no_advice(loaded: Loaded) -> None:
    """What we ask of others we do ourselves."""
    ours = {"personal-number", "private-profile", "name-with-illness", "hurtful-word"}
    assert [str(problem.place) for problem in check(loaded) if problem.rule in ours] == []


def test_the_page_of_words_shows_the_readers_own_list(loaded: Loaded) -> None:
    catalogue = Catalogue(loaded)
    for reader in readers_of(catalogue):
        (page,) = respect_pages(reader)
        for choice in catalogue.wording[reader.language].words:
            assert f"<strong>{choice.say}</strong>".replace("'", "&#39;") in page.body


def test_a_language_without_a_list_shows_that_of_the_default_language(tmp_path: Path, loaded: Loaded) -> None:
    """A new language of the site has a page from its first day, and the page says which language its words are."""
    catalogue = Catalogue(loaded)
    del catalogue.wording["da"]
    (page,) = respect_pages(next(reader for reader in readers_of(catalogue) if reader.language == "da"))
    assert '<dl class="pc-words" lang="en"' in page.body
