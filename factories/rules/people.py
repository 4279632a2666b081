"""People's names and e-mail addresses: composed from pools, never Faker once a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from string import ascii_lowercase
from typing import Final

from factories import pools
from factories.engine.streams import Chance, Ints

HAS_EMAIL: Final = 0.88
"""Of customers: 12 % gave no e-mail address [E]. Who was a lead, or gets our mailings, did."""
RESERVED_DOMAINS = ("example.com", "example.net", "example.org")
"""Reserved for documentation by RFC 2606: mail to them goes nowhere."""


def first_names(chance: Chance, locale: str) -> list[str]:
    """A first name a row."""
    names = pools.load(locale).first_names
    return [names[i] for i in chance.below("first name", len(names)).tolist()]


def last_names(chance: Chance, locale: str) -> list[str]:
    """A last name a row."""
    names = pools.load(locale).last_names
    return [names[i] for i in chance.below("last name", len(names)).tolist()]


def full_names(chance: Chance, locale: str) -> list[str]:
    """First and last name."""
    pairs = zip(first_names(chance, locale), last_names(chance, locale), strict=True)
    return [f"{first} {last}" for first, last in pairs]


CUSTOMERS, LEADS, CONTACTS = range(3)
"""Populations with e-mail addresses of their own: the same number never falls to two of them."""


def address_numbers(chance: Chance, population: int) -> Ints:
    """A number for each person's address, distinct over all ids and populations, that tells
    neither."""
    return chance.common(("addresses",), chance.ids * 3 + population).distinct("number", 10_000)


FORMS: Final = {"{0}.{1}{2}": 50, "{0:.1}{1}{2}": 26, "{0}{1}{2}": 13, "{0}_{1}{2}": 11}
"""How people write first name, last name and number in their address, and weight. Assumption."""
WORD_FORMS: Final = {"{0:.1}{2}{1}.{3}": 60, "{0}.{2}.{1}.{3}": 40}
"""The same with a middle initial and a word, often the street, in place of the number."""
WITH_A_WORD: Final = 55
"""Percent of those who put a word to their name, not a number. Assumption."""
SITES: Final = ("", *(f".{site}" for site in (
    *("north", "south", "east", "west", "central", "downtown", "uptown", "midtown", "plaza"),
    *("annex", "park", "hill", "main", "tower", "corner", "square", "landing", "ridge", "valley"),
    *("harbor", "market", "station", "gate", "court"),
)))  # fmt: skip
"""What tells the offices of a business apart besides the street."""
_WRITE: Final = tuple(form.format for form in FORMS)
_OFTEN: Final = tuple(FORMS.values())
_WRITE_WORDS: Final = tuple(form.format for form in WORD_FORMS)
_OFTEN_WORDS: Final = tuple(WORD_FORMS.values())
_ADDED_LETTERS: Final = 8


def emails(chance: Chance, firsts: list[str], lasts: list[str], numbers: Ints) -> list[str]:
    """``maria.lopez17@example.com``, ``mjlopez.aspen@example.com``: fits the name; unique as long
    as ``numbers`` are."""
    known = {name: pools.ascii_local_part(name) for name in dict.fromkeys((*firsts, *lasts))}
    domains = [RESERVED_DOMAINS[i] for i in chance.below("domain", 3).tolist()]
    forms = chance.choose("form", _OFTEN).tolist()
    word_forms = chance.choose("word form", _OFTEN_WORDS).tolist()
    written = []
    for row, number in enumerate(numbers.tolist()):
        names = known[firsts[row]], known[lasts[row]]
        block, place = divmod(number, 100)
        if place < WITH_A_WORD:
            added = _initial_and_word(block * WITH_A_WORD + place)
            local = _WRITE_WORDS[word_forms[row]](*names, *added)
        else:
            local = _WRITE[forms[row]](*names, number)
        written.append(f"{local}@{domains[row]}")
    return written


@cache
def _added_words() -> list[str]:
    """Words of the pool's streets that people might put to their names."""
    words = dict.fromkeys(name.split()[0].lower() for name in pools.load().street_names)
    return [
        word for word in words if word.isascii() and word.isalpha() and len(word) <= _ADDED_LETTERS
    ]


def _initial_and_word(number: int) -> tuple[str, str]:
    """Other ones for every number; from about ten thousand on with a digit."""
    words = _added_words()
    rest, initial = divmod(number, len(ascii_lowercase))
    rest, word = divmod(rest, len(words))
    return ascii_lowercase[initial], f"{words[word]}{rest or ''}"


def _site(number: int) -> str:
    """Another one for every number, as above."""
    words = _added_words()
    rest, word = divmod(number, len(words))
    rest, site = divmod(rest, len(SITES))
    return f"{words[word]}{SITES[site]}{rest or ''}"


def office_emails(addresses: list[str], businesses: Sequence[str | None], numbers: Ints) -> None:
    """In place, for the rows that are a business: ``office.harbordental.aspen@example.com``."""
    for row, (business, number) in enumerate(zip(businesses, numbers.tolist(), strict=True)):
        if business is not None:
            name = pools.ascii_local_part(business)[:40]
            domain = addresses[row].partition("@")[2]
            addresses[row] = f"office.{name}.{_site(number)}@{domain}"
