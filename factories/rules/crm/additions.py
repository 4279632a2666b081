"""What is offered beside what a customer has: what goes with it, or what nothing there does."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.equipment.devices import KIND_NAMES, KIND_ORDER
from factories.rules.equipment.installed_base import KIND_MIX, companions
from hvac_models import CustomerType
from hvac_models.workforce import Climate

ADDITIONS: Final = {
    "Furnace": 30,
    "Central AC": 30,
    "Air Handler": 0,
    "Heat Pump": 20,
    "Ductless Mini-Split": 4,
    "Package Unit": 40,
    "Water Heater": 4,
    "Boiler": 12,
}
"""Weight of what is offered beside what is there, of the kinds that fit and are not there yet.
Assumption: half a split system asks for its other half, but an air handler comes with its heat
pump."""
ONE_MORE: Final = ("Ductless Mini-Split", "Package Unit")
"""What a customer who has one may be offered another of: each serves its own rooms. Assumption."""
INSTEAD_OF: Final = {
    "Heat Pump": ("Heat Pump", "Central AC", "Air Handler", "Package Unit"),
    "Boiler": ("Boiler", "Furnace", "Heat Pump", "Air Handler", "Package Unit"),
}
"""What serves a whole home, and is offered to whoever has nothing that does the same: cooling for a
heat pump, central heat for a boiler. Assumption."""


@lru_cache(maxsize=1)
def _goes_with() -> Mask:
    """Which kinds (columns, ``KIND_ORDER``) go with each kind (rows)."""
    fits = np.zeros((len(KIND_ORDER), len(KIND_ORDER)), np.bool_)
    for row, kind in enumerate(KIND_ORDER):
        fits[row, [KIND_ORDER.index(other) for other in companions(kind)]] = True
    return fits


def fitting(owned: Mask) -> Mask:
    """Which kinds (columns) may be offered to whom (rows) beside the kinds that they own: what goes
    with those, or does what none of them does, and is not there yet; rooms can always have one
    more."""
    fits: Mask = owned @ _goes_with()
    for name, same in INSTEAD_OF.items():
        does = owned[:, [KIND_NAMES.index(other) for other in same]].any(axis=1)
        fits[:, KIND_NAMES.index(name)] |= owned.any(axis=1) & ~does
    return fits & (~owned | among(KIND_NAMES, ONE_MORE))


@lru_cache(maxsize=8)
def addition_weights(climate: Climate) -> Ints:
    """``ADDITIONS`` in ``KIND_ORDER``, of the kinds that stand in a climate."""
    mixes = [KIND_MIX[climate, type_] for type_ in CustomerType]
    return np.array(
        [ADDITIONS[str(kind)] * any(mix.get(kind, 0) for mix in mixes) for kind in KIND_ORDER],
        np.int64,
    )
