"""Streets: which there are in a town, how their houses are numbered, and where they lie.

The map is the same for every company: a street is a function of its name and its ZIP code, and a
house stands along it by its number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np

from factories import pools
from factories.engine.streams import Chance, Ints, cut_points
from factories.rules.region import places
from factories.rules.region.territory import METROS, metro_for

MAP: Final = 1
"""The seed of the map, which is no company's."""
STREETS_A_TOWN: Final = 45
"""Streets of a ZIP code that customers live on. Assumption: about as many as there are customers of
a company of 500 in one, so that some are neighbors."""
EVERYWHERE: Final = (
    *("Main Street", "Church Street", "Park Avenue", "Washington Street", "Franklin Street"),
    *("Jefferson Avenue", "Lincoln Avenue", "Lakeview Drive", "Highland Avenue", "Mill Road"),
    *("Ridge Road", "Center Street", "College Street", "Academy Street", "Depot Street"),
    *("Chapel Road", "School Road", "Forest Drive", "Meadow Lane", "Valley Road", "Front Street"),
    *("Railroad Street", "Madison Street", "Jackson Street", "Monroe Avenue", "Sunset Drive"),
)
"""Streets that any town may have. Assumption, after the commonest names of American streets."""


@dataclass(frozen=True)
class Kind:
    """Streets of a length: how they are numbered."""

    first: tuple[int, ...]
    """Hundreds of the first house number, each as likely: low ones more often than high ones."""
    blocks: tuple[int, int]
    """Hundreds of numbers along the street."""
    homes: int
    """How many live there, in proportion."""


SHORT: Final = Kind((1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 10, 12), (1, 2), 4)
MIDDLE: Final = Kind((1, 1, 1, 2, 2, 3, 4, 5, 7, 10, 12, 15), (2, 6), 6)
USUAL: Final = Kind((1, 1, 1, 1, 2, 3, 5, 7, 10, 11, 13, 15, 21, 28), (5, 16), 8)
LONG: Final = Kind((1, 1, 2, 4, 8, 10, 12, 16, 22, 34, 52), (12, 32), 10)
KINDS: Final = {
    **dict.fromkeys(("Court", "Circle", "Place", "Square", "Terrace"), SHORT),
    **dict.fromkeys(("Lane", "Way", "Trail"), MIDDLE),
    **dict.fromkeys(("Road", "Avenue", "Boulevard", "Parkway"), LONG),
}
"""By the last word of the name; what stands nowhere is ``USUAL``. Assumption: a court ends after a
block, a boulevard goes through the town."""
SUFFIXES: Final = {
    "Street": 19, "Drive": 21, "Road": 14, "Avenue": 12, "Lane": 13, "Court": 9, "Circle": 4,
    "Way": 5, "Place": 4, "Trail": 3, "Boulevard": 2, "Terrace": 2, "Parkway": 1, "Square": 1,
}  # fmt: skip
"""How common suffixes are. Assumption."""
DIRECTIONS: Final = (
    (900, 0), (830, 410), (640, 760), (340, 1000), (0, 1080), (-340, 1000), (-640, 760),
    (-830, 410),
)  # fmt: skip
"""Ways in which numbers rise: millionths of a degree north and east a block of a hundred numbers,
100 m at some 34 degrees north. Assumption: sixteen blocks a mile."""
SPREAD: Final = (8_000, 9_800)
"""Millionths of a degree between the middles of streets and that of their ZIP code, standard
deviation north and east: 900 m. Assumption: a ZIP code is some 5 km across."""
_FOUR_BYTES: Final = (510, 148)
"""Mean and standard deviation of the sum of four random bytes."""


@dataclass(frozen=True)
class _Lie:
    """Where a street is: house numbers, and millionths of a degree from its ZIP code's middle."""

    first: int
    numbers: int
    middle: tuple[int, int]
    direction: tuple[int, int]


@lru_cache(maxsize=16_384)
def _lie(name: str, postal_code: str) -> _Lie:
    lot = blake2b(f"{MAP}\x1f{postal_code}\x1f{name}".encode(), digest_size=11).digest()
    kind = KINDS.get(name.rpartition(" ")[2], USUAL)
    few, many = kind.blocks
    mean, deviation = _FOUR_BYTES
    return _Lie(
        first=kind.first[lot[0] % len(kind.first)] * 100,
        numbers=(few + lot[1] % (many - few + 1)) * 100,
        middle=(
            (sum(lot[2:6]) - mean) * SPREAD[0] // deviation,
            (sum(lot[6:10]) - mean) * SPREAD[1] // deviation,
        ),
        direction=DIRECTIONS[lot[10] % len(DIRECTIONS)],
    )


def streets(chance: Chance, branch_ids: Ints, place: Ints) -> list[str]:
    """House number and street a row, in the town that its ``place`` falls on."""
    towns = places.numbers(branch_ids, place)
    codes = places.towns(branch_ids, place, "postal_code")
    pick = chance.fraction("street").tolist()
    lot = chance.fraction("house").tolist()
    branches = branch_ids.tolist()
    metros = {branch: metro_for(branch).name for branch in set(branches)}
    known = {branch: (_names(metro), _cuts(metro)) for branch, metro in metros.items()}
    found = []
    for branch, code, town, which, share in zip(branches, codes, towns, pick, lot, strict=True):
        names, cuts = known[branch]
        # More live on long streets.
        name = names[town][bisect_right(cuts[town], which)]
        lie = _lie(name, code)
        found.append(f"{lie.first + 1 + (share * lie.numbers >> 32)} {name}")
    return found


def latitudes(streets: Sequence[str], postal_codes: Sequence[str], branch_ids: Ints) -> Ints:
    """Of each house, in millionths of a degree."""
    middle = places.middles(postal_codes, branch_ids, "latitude")
    return middle + _from_middle(streets, postal_codes, 0)


def longitudes(streets: Sequence[str], postal_codes: Sequence[str], branch_ids: Ints) -> Ints:
    """Of each house, in millionths of a degree."""
    middle = places.middles(postal_codes, branch_ids, "longitude")
    return middle + _from_middle(streets, postal_codes, 1)


def _from_middle(streets: Sequence[str], postal_codes: Sequence[str], axis: int) -> Ints:
    """How far north (0) or east (1) of its ZIP code's middle each house is. Beyond the ends of its
    street no house is."""
    found = []
    for street, code in zip(streets, postal_codes, strict=True):
        number, _, name = street.partition(" ")
        lie = _lie(name, code)
        along = (int(number) if number.isdecimal() else 0) - lie.first
        along = min(max(along, 0), lie.numbers) - lie.numbers // 2
        found.append(lie.middle[axis] + along * lie.direction[axis] // 100)
    return np.array(found, np.int64)


@lru_cache(maxsize=len(METROS))
def _names(metro: str) -> list[list[str]]:
    """The streets of each town of a metro area. A name is in one of them."""
    towns = len(places.METROS_BY_NAME[metro].places)
    chance = Chance(MAP, ("streets", metro), np.arange(1, dtype=np.int64))
    common = np.arange(len(EVERYWHERE), dtype=np.int64)
    names = [EVERYWHERE[i] for i in chance.at(common).order("common").tolist()]
    pool = pools.load().street_names
    stems = chance.at(np.arange(len(pool), dtype=np.int64))
    kinds = stems.choose("suffix", tuple(SUFFIXES.values())).tolist()
    suffixes = tuple(SUFFIXES)
    taken = {name.rpartition(" ")[0] for name in EVERYWHERE}
    own = [i for i in stems.order("own").tolist() if pool[i] not in taken]
    own = own[: towns * STREETS_A_TOWN - len(names)]
    names += [f"{pool[i]} {suffixes[kinds[i]]}" for i in own]
    return [names[town::towns] for town in range(towns)]


@lru_cache(maxsize=len(METROS))
def _cuts(metro: str) -> list[list[int]]:
    """Cut points of the streets of each town, to draw one where a household lives."""
    return [
        cut_points(tuple(KINDS.get(name.rpartition(" ")[2], USUAL).homes for name in town)).tolist()
        for town in _names(metro)
    ]
