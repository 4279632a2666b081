"""People's names: composed from pools, never Faker once a row."""

from __future__ import annotations

from typing import Final

from factories import pools
from factories.engine.streams import Chance

HAS_EMAIL: Final = 0.88
"""Of customers: 12 % gave no e-mail address [E]. Who was a lead, or gets our mailings, did."""


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
"""Populations whose people are numbered together: the same number never falls to two of them."""


NUMBERED: Final = ("people",)


def numbered(chance: Chance, population: int) -> Chance:
    """Draws for the people of a population, by their numbers: what is drawn of a person, and so
    who else bears a name, can be told of any number."""
    return chance.common(NUMBERED, chance.ids * 3 + population)
