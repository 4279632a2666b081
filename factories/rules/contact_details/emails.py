"""E-mail addresses: people's at a few providers, businesses' at domains of their own.

An address belongs to the first who would have it, by their numbers; who comes later puts a number
to it. Who was first follows from the numbers alone: what every earlier one of a round of numbers is
called is drawn again, and nobody writes down what was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import Final, NamedTuple

import numpy as np

from factories import pools
from factories.engine.streams import Chance, Ints
from factories.rules.contact_details import people

PROVIDERS: Final = {
    "example.com": 47,
    "mail.example.com": 18,
    "example.net": 14,
    "cable.example.net": 12,
    "example.org": 9,
}
"""Where people have their mailboxes, and weight: one free provider has about half, a few others and
the cable company share the rest. Assumption. RFC 2606 reserves the domains for documentation: mail
to them goes nowhere."""
OWN_DOMAIN: Final = ".example"
"""The ending of businesses' domains, reserved by the same."""
DOTTED, INITIAL, JOINED = range(3)
FORMS: Final = {"{0}.{1}": 36, "{0:.1}{1}": 31, "{0}{1}": 26, "{0}_{1}": 7}
"""How people write first and last name in their address, and weight. Assumption."""
NUMBERS_ANYWAY: Final = 0.24
"""Of people: who puts a number to the name though nobody has the plain address. Assumption."""
BORN: Final = 0.4
"""Of those with a number: it is the year of birth, else two digits. Assumption."""
FIRST_BORN, YEARS_BORN = 1945, 60
DESKS: Final = {"info": 44, "office": 27, "contact": 10, "admin": 8, "manager": 6, "frontdesk": 5}
"""Who reads the mail of a business, and weight. Assumption."""
ADDED: Final = ("", "hq", "online", "us", "local", "web")
"""What the second business of a name puts to its domain, and the third; further ones a number."""

ROUND: Final = 1 << 14
"""How many numbers are looked at for who was first. In later rounds nobody has a plain address."""
_WRITE: Final = tuple(form.format for form in FORMS)
_DOMAINS: Final = tuple(PROVIDERS)
_DESKS: Final = tuple(DESKS)


class _Names(NamedTuple):
    """A locale's pools as numbers that are equal where they are written the same."""

    first: Ints
    initial: Ints
    last: Ints
    joins: Ints
    """Whether the first name and any last name, written together, can be read in one way only."""
    shortens: Ints
    """The same of an initial and the last name."""


@lru_cache(maxsize=4)
def _names(locale: str) -> _Names:
    known = pools.load(locale)
    firsts = [pools.ascii_local_part(name, locale) for name in known.first_names]
    lasts = [pools.ascii_local_part(name, locale) for name in known.last_names]
    first = {name: number for number, name in enumerate(dict.fromkeys(firsts))}
    last = {name: number for number, name in enumerate(dict.fromkeys(lasts))}
    begun = [
        (name, name[:cut]) for name in first for cut in range(1, len(name)) if name[:cut] in first
    ]
    unclear = {name for pair in begun for name in pair}
    unclear |= {name for name in first if len(name) == 1}
    tails = {name[1:] for name in first}
    misread = {
        name
        for name in last
        if any(name[:cut] in tails and name[cut:] in last for cut in range(1, len(name)))
    }
    return _Names(
        np.array([first[name] for name in firsts], np.int64),
        np.array([ascii_lowercase.index(name[0]) for name in firsts], np.int64),
        np.array([last[name] for name in lasts], np.int64),
        np.array([name not in unclear for name in firsts], np.int64),
        np.array([name not in misread for name in lasts], np.int64),
    )


class _Wishes(NamedTuple):
    """The plain address that each person would have, and the domain of a business of theirs."""

    form: Ints
    provider: Ints
    person: Ints
    business: Ints


def _wishes(chance: Chance, locale: str) -> _Wishes:
    """Of people by their numbers; equal where the addresses are."""
    known, names = pools.load(locale), _names(locale)
    first = chance.below("first name", len(known.first_names))
    last = chance.below("last name", len(known.last_names))
    form = chance.choose("form", tuple(FORMS.values()))
    unclear = (form == JOINED) & (names.joins[first] == 0)
    unclear |= (form == INITIAL) & (names.shortens[last] == 0)
    form = np.where(unclear, DOTTED, form)
    provider = chance.choose("provider", tuple(PROVIDERS.values()))
    shown = np.where(form == INITIAL, names.initial[first], names.first[first])
    person = ((form << 3 | provider) << 20 | shown) << 20 | names.last[last]
    kind, stem, owned = pools.businesses_drawn(chance)
    business = kind << 21 | np.where(owned, names.last[last], 1 << 20 | stem)
    return _Wishes(form, provider, person, business)


def _earlier(wishes: Ints) -> Ints:
    """How many before each wish the same."""
    order = np.argsort(wishes, kind="stable")
    ordered = wishes[order]
    place = np.arange(len(wishes))
    begins = np.maximum.accumulate(np.where(np.diff(ordered, prepend=-1) != 0, place, 0))
    found = np.empty(len(wishes), np.int64)
    found[order] = place - begins
    return found


@lru_cache(maxsize=16)
def _round(seed: int, locale: str, number: int, size: int) -> Ints:
    """Of the first people of a round (columns): what they wish, and how many before them wish the
    same address for themselves, and the same domain for their business."""
    ids = number * ROUND + np.arange(size, dtype=np.int64)
    wishes = _wishes(Chance(seed, people.NUMBERED, ids), locale)
    return np.stack([*wishes, _earlier(wishes.person), _earlier(wishes.business)])


def _known(chance: Chance, locale: str) -> tuple[_Wishes, Ints, Ints]:
    """Of people by their numbers, what they wish, and whose turn it is with the plain address, and
    with the plain domain: 0 for the first, and for every other one of the same wish another
    number."""
    rounds, places = np.divmod(chance.ids, ROUND)
    known = np.empty((len(_Wishes._fields) + 2, len(chance)), np.int64)
    for number in sorted(set(rounds.tolist())):
        rows = np.flatnonzero(rounds == number)
        size = 1 << int(places[rows].max()).bit_length()
        known[:, rows] = _round(chance.seed, locale, number, size)[:, places[rows]]
    *wishes, turn, firm_turn = known
    # Two numbers as one (Cantor); rounds are negative for negative keys alone.
    rounds = np.where(rounds < 0, -2 * rounds - 1, 2 * rounds) if (rounds < 0).any() else rounds
    turn, firm_turn = (
        both * (both + 1) // 2 + rounds for both in (turn + rounds, firm_turn + rounds)
    )
    return _Wishes(*wishes), turn, firm_turn


def _numbers(chance: Chance, wishes: _Wishes, turn: Ints) -> list[str]:
    """What is put to the names: nothing, two digits or a year of birth; other ones for every turn.
    From the sixtieth turn on three digits, later five."""
    habit = chance.common(("habits of numbers",), wishes.person)
    year = FIRST_BORN + (habit.below("year", YEARS_BORN) + turn) % YEARS_BORN
    digits = 10 + (habit.below("digits", 90) + turn) % 90
    long = np.where(turn < 960, turn + 40, turn + 9_040)
    number = np.where(chance.happens("born", BORN), year, digits)
    number = np.where(turn < YEARS_BORN, number, long)
    plain = (turn == 0) & ~chance.happens("number anyway", NUMBERS_ANYWAY)
    return ["" if none else str(n) for none, n in zip(plain.tolist(), number.tolist(), strict=True)]


def emails(
    chance: Chance, locale: str, names: tuple[list[str], list[str]], firms: Sequence[str | None]
) -> list[str]:
    """``mlopez84@example.net``; for a firm ``info@lopezbakery.example``: no two are the same.

    A row a person of ``people.numbered``, with first and last names, and the name of the business
    that the address is for, or None. The names need not be those drawn.
    """
    wishes, turn, firm_turn = _known(chance, locale)
    drawn = people.first_names(chance, locale), people.last_names(chance, locale)
    numbers = _numbers(chance, wishes, turn)
    forms, providers = wishes.form.tolist(), wishes.provider.tolist()
    written: list[str] = []
    others: list[int] = []
    plain = pools.ascii_local_part
    for row, (first, last) in enumerate(zip(*names, strict=True)):
        if firms[row] is not None:
            written.append("")
        elif first == drawn[0][row] and last == drawn[1][row]:
            given, family = plain(first, locale), plain(last, locale)
            local = _WRITE[forms[row]](given, family) + numbers[row]
            written.append(f"{local}@{_DOMAINS[providers[row]]}")
        else:
            written.append("")
            others.append(row)
    for row, number in zip(others, _own_numbers(chance, others), strict=True):
        local = _of_another((names[0][row], names[1][row]), number, locale)
        written[row] = f"{local}@{_DOMAINS[providers[row]]}"
    _offices(written, chance, locale, drawn[1], firms, firm_turn)
    return written


def _own_numbers(chance: Chance, rows: Sequence[int]) -> list[int]:
    """For those with a name that was not drawn: each has another one."""
    own = chance.at(chance.ids[np.array(rows, np.int64)])
    numbers: list[int] = own.distinct("address", 10_000).tolist()
    return numbers


def _of_another(names: tuple[str, str], own_number: int, locale: str) -> str:
    """With a middle initial, which no other address has, and mostly a number."""
    number, initial = divmod(own_number, len(ascii_lowercase))
    given, family = (pools.ascii_local_part(name, locale) for name in names)
    return f"{given}.{ascii_lowercase[initial]}.{family}{number or ''}"


def _offices(
    written: list[str],
    chance: Chance,
    locale: str,
    owners: list[str],
    firms: Sequence[str | None],
    turn: Ints,
) -> None:
    """In place, for the rows that are a business."""
    rows = [row for row, firm in enumerate(firms) if firm is not None]
    if not rows:
        return
    theirs = chance.at(chance.ids[rows])
    desks = theirs.choose("desk", tuple(DESKS.values())).tolist()
    drawn = pools.business_names(theirs, [owners[row] for row in rows])
    for place, row in enumerate(rows):
        name, nth = pools.ascii_local_part(firms[row] or "", locale), int(turn[row])
        if firms[row] == drawn[place]:
            name += ADDED[nth] if nth < len(ADDED) else str(nth)
        else:
            name = f"{name[:40]}-{_own_numbers(chance, [row])[0]}"
        written[row] = f"{_DESKS[desks[place]]}@{name}{OWN_DOMAIN}"
