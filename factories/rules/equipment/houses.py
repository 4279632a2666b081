"""What size of unit stands where: a house has one load, and all that is put in goes by it."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.equipment.devices import KIND_NAMES, Size, choice_group, choices, half_year
from factories.rules.equipment.installed_base import KINDS, equipment_catalog
from factories.rules.equipment.kinds import AC
from factories.rules.equipment.systems import FURNACE_SIZE

LOADS: Final = KINDS[AC].capacities
"""Thousands of BTU an hour that it takes to cool a house, and how common they are: what is sold of
split systems. Assumption: one for each customer, for good."""
TRIES: Final = 4
"""Models that an installer thinks of, of which the one that is nearest to the load is put in.
Assumption: what stood there, a price or a shelf decides as well."""
_FURNACE: Final = KIND_NAMES.index("Furnace")
_BY_LOAD: Final = tuple(
    KIND_NAMES.index(name) for name in ("Central AC", "Heat Pump", "Air Handler", "Furnace")
)


def loads(chance: Chance, customer: Ints) -> Ints:
    """BTU an hour that the houses of these customers (keys) take to cool."""
    sizes = np.array(tuple(LOADS), np.int64)
    drawn = chance.common(("houses",), customer).choose("load", tuple(LOADS.values()))
    return 1000 * sizes[drawn]


def models_for(
    size: Size, chance: Chance, kind: Ints, installed: Ints, homes: Mask, load: Ints
) -> Ints:
    """A model (position in the catalog) of each ``kind`` that was on offer when it was installed,
    such as fits the house: ``homes`` are those of households."""
    group = choice_group(kind, half_year(installed), homes)
    cuts, btu = choices(size), capacities(size)
    best = chance.choose_by("model", cuts, group)
    rows = np.flatnonzero(among(kind, _BY_LOAD))
    at, of, least = chance.at(chance.ids[rows]), kind[rows], load[rows]
    chosen = best[rows]
    for turn in range(1, TRIES):
        other = at.choose_by(f"model {turn}", cuts, group[rows])
        nearer = misfits(of, btu[other], least) < misfits(of, btu[chosen], least)
        chosen = np.where(nearer, other, chosen)
    best[rows] = chosen
    return best


def misfits(kind: Ints, btu: Ints, load: Ints) -> Ints:
    """How far units of such kinds and sizes are from what a house takes, BTU an hour of cooling."""
    cools: Ints = np.where(kind == _FURNACE, btu * 10 // FURNACE_SIZE, btu)
    off: Ints = np.abs(cools - load)
    return off


def capacities(size: Size) -> Ints:
    """BTU an hour of each entry of the catalog."""
    return np.array([spec.btu_rating for spec in equipment_catalog(size)], np.int64)
