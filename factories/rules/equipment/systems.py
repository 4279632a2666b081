"""The halves of a system: which models are sold together, for a house of which size; and what
hangs on a heat pump having its air handler on file."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.equipment.devices import (
    AIR_HANDLER,
    HEAT_PUMP,
    KIND_NAMES,
    Size,
    gas_of,
    halves,
    on_offer,
)
from factories.rules.equipment.installed_base import EquipmentSpec, equipment_catalog

FURNACE_SIZE: Final = 22
"""Tenths of the cooling capacity that a furnace beside it has [K]: 80,000 BTU/h with 3 tons."""


NEARLY: Final = 6_000
"""BTU/h by which a system may be further off what a house takes than the nearest: half a ton, which
is a step of the price lists. Assumption."""


@lru_cache(maxsize=4096)
def matching_models(size: Size, one: str, other: str, half: int) -> tuple[tuple[int, int], ...]:
    """Pairs of the catalog's entries of two kinds that are sold together in a half of a year: for
    one refrigerant, of one brand where there are such, and as near in size as there are."""
    entries = equipment_catalog(size)
    fits = [
        (first, second)
        for first, second in product(on_offer(size, one, half), on_offer(size, other, half))
        if "Furnace" in (one, other) or entries[first].refrigerant == entries[second].refrigerant
    ]
    kin = [(a, b) for a, b in fits if entries[a].brand == entries[b].brand]
    # A furnace of another brand is none that came with it.
    pairs = kin if kin or "Furnace" in (one, other) else fits
    off = {pair: _misfit(entries[pair[0]], entries[pair[1]]) for pair in pairs}
    least = {first: min(off[pair] for pair in pairs if pair[0] == first) for first, _ in pairs}
    return tuple(pair for pair in pairs if off[pair] == least[pair[0]])


def _misfit(one: EquipmentSpec, other: EquipmentSpec) -> int:
    """How far the size of each is from what goes with the other."""
    if "Furnace" not in (one.kind, other.kind):
        return abs(one.btu_rating - other.btu_rating)
    cooler, furnace = (other, one) if one.kind == "Furnace" else (one, other)
    return abs(furnace.btu_rating - cooler.btu_rating * FURNACE_SIZE // 10)


def _nearest(
    entries: tuple[EquipmentSpec, ...], pairs: tuple[tuple[int, int], ...], load: int
) -> tuple[tuple[int, int], ...]:
    """Those that fit a load, and each other, about as well as any."""
    off = {(a, b): _off_load(entries[a], entries[b], load) for a, b in pairs}
    return tuple(pair for pair in pairs if off[pair] <= min(off.values()) + NEARLY)


def _off_load(one: EquipmentSpec, other: EquipmentSpec, load: int) -> int:
    cooler = other if one.kind == "Furnace" else one
    return abs(cooler.btu_rating - load) + _misfit(one, other) * 10 // FURNACE_SIZE


def matched(
    size: Size, second: Ints, kind: Ints, half: Ints, model: Ints, lot: Ints, load: Ints
) -> Ints:
    """The models of all devices; the ``second`` ones and those before them as they are sold
    together, where the catalog of so many entries has such; rather for the refrigerant drawn, and
    such as fit the ``load`` of the house (BTU an hour)."""
    models, entries = model.copy(), equipment_catalog(size)
    for row in second.tolist():
        names = (KIND_NAMES[n] for n in kind[row - 1 : row + 1].tolist())
        if pairs := matching_models(size, *names, int(half[row])):
            drawn = (model[row - 1], model[row])
            gas = max(gas_of(entries[number]) for number in drawn)
            alike = [pair for pair in pairs if max(gas_of(entries[n]) for n in pair) == gas]
            pairs = _nearest(entries, tuple(alike) or pairs, int(load[row]))
            models[row - 1 : row + 1] = pairs[int(lot[row]) % len(pairs)]
    return models


def beside_handlers(customer: Ints, kind: Ints) -> Mask:
    """Which devices are heat pumps whose air handler the same customer has on file, too."""
    pumps: Mask = halves(customer, kind) & (kind == HEAT_PUMP)
    return pumps


def indoor_halves(customer: Ints, kind: Ints) -> Mask:
    """Which devices are air handlers whose heat pump is on file: nobody tunes one alone."""
    pump = kind == HEAT_PUMP
    handler = kind == AIR_HANDLER
    found: Mask = handler & among(customer, customer[pump])
    return found
