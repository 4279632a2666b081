"""People's names, streets and e-mail addresses: composed from pools, never Faker once a row."""

from __future__ import annotations

from collections.abc import Sequence

from factories import pools
from factories.engine.streams import Chance, Ints

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


def streets(chance: Chance) -> list[str]:
    """House number and street."""
    names = pools.load().street_names
    numbers = chance.between("house", 1, 98) * 100 + chance.below("lot", 99) + 1
    picked = chance.below("street", len(names)).tolist()
    return [f"{number} {names[i]}" for number, i in zip(numbers.tolist(), picked, strict=True)]


CUSTOMERS, LEADS, CONTACTS = range(3)
"""Populations with e-mail addresses of their own: the same number never falls to two of them."""


def address_numbers(ids: Ints, population: int) -> Ints:
    """A number for each person's address, distinct over all ids and populations, that tells
    neither."""
    own = ids * 3 + population
    numbers: Ints = own // 10_000 * 10_000 + (own % 10_000 * 7_919 + 4_057) % 10_000
    return numbers


def emails(chance: Chance, firsts: list[str], lasts: list[str], numbers: Ints) -> list[str]:
    """``maria.lopez17@example.com``: fits the name; unique as long as ``numbers`` are."""
    known = {name: pools.ascii_local_part(name) for name in dict.fromkeys((*firsts, *lasts))}
    domains = [RESERVED_DOMAINS[i] for i in chance.below("domain", 3).tolist()]
    return [
        f"{known[first]}.{known[last]}{number}@{domain}"
        for first, last, number, domain in zip(
            firsts, lasts, numbers.tolist(), domains, strict=True
        )
    ]


def office_emails(addresses: list[str], businesses: Sequence[str | None], numbers: Ints) -> None:
    """In place, for the rows that are a business: ``office.harbor.dental17@example.com``."""
    for row, (business, number) in enumerate(zip(businesses, numbers.tolist(), strict=True)):
        if business is not None:
            name = pools.ascii_local_part(business)[:40]
            domain = addresses[row].partition("@")[2]
            addresses[row] = f"office.{name}{number}@{domain}"
