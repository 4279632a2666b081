"""People's names: composed from pools, never Faker once a row."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from factories import pools
from factories.engine.streams import Chance

HAS_EMAIL: Final = 0.88
"""Of customers: 12 % gave no e-mail address [E]. Who was a lead, or gets our mailings, did."""

WOMEN: Final = 0.03
"""Of technicians. Assumption: two to four in a hundred of the trade."""


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


@lru_cache(maxsize=4)
def _tradespeople(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """First names of the men among them and of the women; the same where a locale has but one."""
    known = pools.load(locale)
    women = tuple(name for name in known.first_names if name in known.women)
    men = tuple(name for name in known.first_names if name not in known.women)
    return men or women, women or men


def technicians(chance: Chance, locale: str) -> list[str]:
    """First and last name of people who learned the trade."""
    men, women = _tradespeople(locale)
    pairs = zip(
        chance.happens("woman", WOMEN).tolist(),
        chance.below("first name", len(men)).tolist(),
        chance.below("her name", len(women)).tolist(),
        last_names(chance, locale),
        strict=True,
    )
    return [f"{women[her] if woman else men[his]} {last}" for woman, his, her, last in pairs]


CUSTOMER_PEOPLE, LEAD_PEOPLE, CONTACT_PEOPLE = range(3)
"""Populations whose people are numbered together: the same number never falls to two of them."""


NUMBERED: Final = ("people",)


def numbered(chance: Chance, population: int) -> Chance:
    """Draws for the people of a population, by their numbers: what is drawn of a person, and so
    who else bears a name, can be told of any number."""
    return chance.common(NUMBERED, chance.ids * 3 + population)
