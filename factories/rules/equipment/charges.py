"""How much refrigerant goes into a unit: all of a circuit that was open, else what was lost."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints

A_TON: Final = 12_000
"""BTU an hour [K]."""
FULL_CHARGE: Final = (300, 32)
"""Hundredths of a pound a ton that a unit holds, and their deviation: by the length of the lines
and the size of the coils. About three pounds [K], the deviation an Assumption."""
OF_GAS: Final = {"R-22": 93, "R-410A": 100, "R-454B": 96, "R-32": 84}
"""Percent of that by refrigerant: R-32 carries more heat a pound [K]. The numbers are
Assumption."""
CHARGE_WITHIN: Final = (2, 4)
"""Pounds a ton that any unit holds, at least and at most [K]."""
TWO_CIRCUITS_FROM: Final = 90_000
"""BTU an hour from which a rooftop unit has two compressors, each on a circuit of its own: what is
opened, or leaks, is one of them [K]."""
LOST: Final = {1: 42, 2: 33, 3: 17, 4: 8}
"""Pounds that are topped up where a leak was stopped, and how often of a hundred times. Assumption:
a unit that is short of a third of its charge hardly cools, and is looked after before that."""


def full_charges(chance: Chance, gas: Ints, btu: Ints) -> Ints:
    """Pounds that a circuit of units of such sizes holds; ``gas`` is the percent of their
    refrigerants.

    ``chance`` is of the units: what one holds stays the same.
    """
    btu = _of_circuit(btu)
    mean, deviation = FULL_CHARGE
    rate = (mean + chance.bell("charge", deviation)) * gas
    pounds = (btu * rate + 50 * 100 * A_TON) // (100 * 100 * A_TON)
    most = np.maximum(CHARGE_WITHIN[1] * btu // A_TON, 1)
    full: Ints = np.clip(pounds, _least(btu), most)
    return full


def least_charges(btu: Ints) -> Ints:
    """Pounds that a circuit of units of such sizes holds at least."""
    return _least(_of_circuit(btu))


def _of_circuit(btu: Ints) -> Ints:
    of_one: Ints = btu // np.where(btu < TWO_CIRCUITS_FROM, 1, 2)
    return of_one


def _least(btu: Ints) -> Ints:
    """Whole pounds: rounded up."""
    least: Ints = -(-CHARGE_WITHIN[0] * btu // A_TON)
    return least


def topped_up(chance: Chance, full: Ints) -> Ints:
    """Pounds that are refilled after a leak in circuits that hold ``full``."""
    lost = np.array(tuple(LOST), np.int64)[chance.choose("lost", tuple(LOST.values()))]
    return np.minimum(lost, full)


def usual_charge(btu: int) -> int:
    """Pounds that a circuit of a unit of such a size holds, usually."""
    if btu >= TWO_CIRCUITS_FROM:
        btu //= 2
    return max(1, (btu * FULL_CHARGE[0] + 50 * A_TON) // (100 * A_TON))
