"""Customers who were entered twice, because nobody found them the second time.

The second entry has a number from another range, as of a second desk, and is spelled another way.
The telephone number is the same, or the address, or both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from factories.mess.asked import Mess
from factories.mess.batch import Batch, Defect
from factories.mess.zones import to_utc
from factories.rules import mess as rules
from factories.rules.contact_details.emails import OWN_DOMAIN, PROVIDERS
from hvac_models.base import BOOKKEEPING

KIND, TABLE = "duplicate_customer", "customers"
SECOND_DESK = 70_000_000
"""The second entries' numbers begin here; no customer of the database has so high a number."""
_RANGE, _STEP = 10_000_000, 6_180_339
"""So many numbers there are; the step has no factor in common with them, so that no two customers
share one, and numbers in a row part."""
_OPENS, _OPEN_MINUTES = timedelta(hours=8), 540


@dataclass(frozen=True)
class Duplicate:
    """A second entry: its number, when it was made (as the files write it), and 64 random bits."""

    customer_id: int
    created_at: str
    bits: int

    def existed(self, moment: str) -> bool:
        """On a day, or at a moment, as the files write them."""
        return self.created_at[: len(moment)] <= moment


def entered_twice(connection: sqlite3.Connection, mess: Mess, as_of: date) -> dict[int, Duplicate]:
    """The second entries by the number of the first, those made by the as-of date."""
    rows = connection.execute("SELECT customer_id, created_at FROM customers ORDER BY 1").fetchall()
    ids = np.array([row[0] for row in rows], np.int64)
    chance = mess.chance(ids, KIND, "customers")
    hit = np.flatnonzero(chance.happens("hit", mess.times(rules.DUPLICATES)))
    chance = chance.at(ids[hit])
    days = chance.quantile("after", rules.ENTERED_AGAIN_AFTER).tolist()
    minutes = chance.below("minute", _OPEN_MINUTES).tolist()
    numbers = (SECOND_DESK + chance.ids * _STEP % _RANGE).tolist()
    found = {}
    drawn = zip(hit.tolist(), days, minutes, numbers, chance.bits("look").tolist(), strict=True)
    for row, after, minute, number, bits in drawn:
        first, created = rows[row]
        day = datetime.fromisoformat(created[:10]) + timedelta(days=after)
        again = day + _OPENS + timedelta(minutes=minute)
        if again.date() <= as_of:
            found[first] = Duplicate(number, again.isoformat(" "), bits)
    return found


def second_entries(
    batch: Batch, duplicates: Mapping[int, Duplicate]
) -> Iterator[tuple[list[str], Defect]]:
    """The rows to add for these customers, each with its line of the answer key."""
    for row, customer_id in enumerate(batch.ids.tolist()):
        duplicate = duplicates.get(customer_id)
        if duplicate is not None:
            key = str(duplicate.customer_id)
            defect = Defect(TABLE, key, "customer_id", KIND, str(customer_id))
            yield _again(batch, row, duplicate), defect


def _again(batch: Batch, row: int, duplicate: Duplicate) -> list[str]:
    """The customer as the second desk has typed it."""
    cells = dict(zip(batch.header, batch.rows[row], strict=True))
    draws = _Draws(duplicate.bits)
    cells["customer_id"] = str(duplicate.customer_id)
    cells["created_at"] = duplicate.created_at
    recorded = to_utc(datetime.fromisoformat(duplicate.created_at), int(cells["branch_id"]))
    cells.update(dict.fromkeys(BOOKKEEPING, recorded.isoformat(" ")))
    cells["customer_name"] = respelled(
        cells["customer_name"], cells["customer_type"] == "commercial", draws
    )
    if draws.one_of(2):
        short = _shortened_street(cells["street"])
        cells["address"] = cells["address"].replace(cells["street"], short, 1)
        cells["street"] = short
    if draws.below(100) < round(100 * rules.OTHER_MAILBOX):
        cells["email"] = _other_mailbox(cells["email"], draws)
    return list(cells.values())


class _Draws:
    """Small draws, one after the other, of the 64 bits that belong to one second entry."""

    def __init__(self, bits: int) -> None:
        self.left = bits

    def below(self, bound: int) -> int:
        self.left, drawn = divmod(self.left, bound)
        return drawn

    def one_of(self, ways: int) -> bool:
        return self.below(ways) == 0


def respelled(name: str, business: bool, draws: _Draws) -> str:
    """The same name, differently: never letter by letter what it was."""
    words = name.split()
    ways = [_typed_wrong(words, draws)]
    if business:
        short = [rules.SHORT_WORDS.get(word, word) for word in words]
        ways += [[*words, "LLC"], [*words, "Inc."], *([short] * 2 if short != words else [])]
    elif len(words) == 2:
        first, last = words
        ways += [[f"{last},", first], [first, f"{'ABCDEFGHJKLMRSTW'[draws.below(16)]}.", last]]
        if first in rules.NICKNAMES:
            ways += [[rules.NICKNAMES[first], last]] * 2
    return " ".join(ways[draws.below(len(ways))])


def _typed_wrong(words: list[str], draws: _Draws) -> list[str]:
    """A slip of the finger within the longest word: two letters swapped, one lost or doubled."""
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[longest]
    if len(word) < 3:
        return [*words[:longest], word + word[-1], *words[longest + 1 :]]
    place = 1 + draws.below(len(word) - 2)
    here, after = word[place], word[place + 1]
    slips = (after + here, after, here + here + after)
    slip = slips[draws.below(3)]
    if slip == here + after:
        slip = here + here + after
    return [*words[:longest], word[:place] + slip + word[place + 2 :], *words[longest + 1 :]]


def _shortened_street(street: str) -> str:
    words = street.split()
    return " ".join([*words[:-1], rules.SHORT_STREETS.get(words[-1], words[-1].upper())])


def _other_mailbox(email: str, draws: _Draws) -> str:
    """``jonathanwatson58@example.com``, who is jonathan.watson58 elsewhere; or another desk."""
    name, at, domain = email.partition("@")
    if not at:
        return email
    if domain.endswith(OWN_DOMAIN):
        return f"{'service' if name == 'info' else 'info'}@{domain}"
    letters = name.replace(".", "").replace("_", "")
    others = [other for other in PROVIDERS if other != domain]
    return f"{letters}@{others[draws.below(len(others))]}"
