"""When what is used up is due again: at a unit, or in the house whose units share it.

A house with ducts has one filter, in front of one blower, and one thermostat: its air conditioner
and its furnace, or the halves of its heat pump, are two devices on file but share both. What was
renewed at one of them is not due at the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from factories.engine.packing import packed
from factories.engine.streams import Ints, Mask
from factories.rules.equipment.devices import KIND_NAMES, KIND_ORDER
from factories.rules.equipment.kinds import AC, AIR_HANDLER, FURNACE, HEAT_PUMP
from factories.rules.parts import jobs

LASTS: Final = {
    "Pleated air filter {} MERV 8": 80,
    "Media air filter {} MERV 11": 170,
    "Mini-split washable filter {}": 540,
    "Drain pan tablets {}": 80,
    "Thermostat batteries {}": 340,
    "Remote control batteries {}": 340,
    "Condensate drain treatment {}": 80,
    "Coil cleaner {}": 170,
    "Burner cleaning brush kit {}": 340,
    "Blower belt {}": 340,
    "Boiler water treatment {}": 340,
    "Anode rod {} magnesium": 1_000,
    "Tank drain valve cap {}": 1_000,
}
"""Days for which nobody renews it again, by family of parts: pleated filters are for a season, deep
ones and tablets for about half a year, batteries and belts for a year, anodes for three [K]. The
numbers are Assumption, a little less than what is printed on the box: a tune-up may come early."""
LONGEST: Final = max(LASTS.values())
"""Days."""
ONE_A_HOUSE: Final = (jobs.FILTER, "Thermostat batteries {}")
"""Families of parts of which a house with ducts has one, whichever of its units is looked at
[K]."""
SHARING: Final = (AC, FURNACE, HEAT_PUMP, AIR_HANDLER)
"""Kinds that blow into the ducts of the house; a package unit has ducts of its own [K]."""
SHARES: Final = np.array([kind in SHARING for kind in KIND_ORDER])
"""The same by index into ``KIND_ORDER``."""
SHARING_NAMES: Final = tuple(name for name, it in zip(KIND_NAMES, SHARES, strict=True) if it)
_DAYS: Final = 1 << 20
"""More than there are days since 1970, with those for which anything lasts."""


@dataclass(frozen=True)
class Renewed:
    """What was renewed on which day, a row a time."""

    place: Ints
    """Whose it is and of which family, as one integer: see ``places``."""
    day: Ints

    def joined(self, place: Ints, day: Ints) -> Renewed:
        """With further rows."""
        return Renewed(np.concatenate([self.place, place]), np.concatenate([self.day, day]))


NOTHING: Final = Renewed(np.zeros(0, np.int64), np.zeros(0, np.int64))


def places(shared: Mask, customer: Ints, device: Ints, family: Ints, families: int) -> Ints:
    """Whose each part is: the house's (``shared``) or the device's; and its family."""
    owner = np.where(shared, 2 * customer, 2 * device + 1)
    return packed(owner, family, families)


def recent(lasts: Ints, place: Ints, day: Ints, renewed: Renewed) -> Mask:
    """What was ``renewed`` so lately, or will be so soon, that it is not due on a day."""
    at = np.sort(packed(renewed.place, renewed.day, _DAYS))
    if not len(at):
        return np.zeros(len(place), np.bool_)
    now = packed(place, day, _DAYS)
    nearest = np.minimum(np.searchsorted(at, now - lasts, side="right"), len(at) - 1)
    near: Mask = (at[nearest] > now - lasts) & (at[nearest] < now + lasts) & (lasts > 0)
    return near


def apart(lasts: Ints, place: Ints, day: Ints) -> Mask:
    """Which of these rows may all be done: of each place the first one, and then always the next
    that is due again."""
    order = np.lexsort((np.arange(len(day)), day, place))
    at, wait = packed(place, day, _DAYS)[order], lasts[order]
    done = wait <= 0
    first = np.ones(len(at), np.bool_)
    first[1:] = place[order][1:] != place[order][:-1]
    now = np.flatnonzero(first & ~done)
    while len(now):
        done[now] = True
        then = np.searchsorted(at, at[now] + wait[now], side="left")
        now, then = now[then < len(at)], then[then < len(at)]
        now = then[place[order][then] == place[order][now]]
    found = np.empty(len(at), np.bool_)
    found[order] = done
    return found
