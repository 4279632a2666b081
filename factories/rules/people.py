"""People's names, streets, phone numbers and e-mail addresses: composed from pools, never Faker
once a row."""

from __future__ import annotations

from factories import pools
from factories.engine.sets import distinct
from factories.engine.streams import Chance, Ints
from factories.rules.territory import metro_for

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


def phones(chance: Chance, branch_ids: Ints) -> list[str]:
    """Numbers of the branch's area codes, in the fictional range 555-0100 to 555-0199."""
    line = chance.below("line", 100).tolist()
    pick = chance.below("area", 2**20).tolist()
    codes = {b: metro_for(b).area_codes for b in distinct(branch_ids).tolist()}
    return [
        f"({codes[b][p % len(codes[b])]}) 555-01{n:02d}"
        for b, p, n in zip(branch_ids.tolist(), pick, line, strict=True)
    ]


def emails(firsts: list[str], lasts: list[str], numbers: Ints, domain: str) -> list[str]:
    """``maria.lopez17@example.com``: fits the name; unique as long as ``numbers`` are."""
    part = pools.ascii_local_part
    known: dict[str, str] = {}
    for name in (*firsts, *lasts):
        if name not in known:
            known[name] = part(name)
    return [
        f"{known[first]}.{known[last]}{number}@{domain}"
        for first, last, number in zip(firsts, lasts, numbers.tolist(), strict=True)
    ]
