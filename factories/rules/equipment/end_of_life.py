"""Repair or replace: how repairs pile up on a unit before it goes, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from factories.engine.streams import Ints, Mask
from factories.rules.equipment.models import EquipmentSpec
from hvac_models import FailedComponent, Refrigerant

FAILING: Final = 0.7
"""Share of the units replaced that fail again and again before. Assumption, tuned for a
replacement about twice as likely after three repairs within a year; what is removed still runs,
mostly [S2]."""
FAILING_DAYS: Final = 300
"""Days before its end in which a unit fails more often. Assumption."""
FAILING_TIMES: Final = 5
"""How many times as often it fails in these. Assumption: two or three repairs, then the owner has
enough."""
FAILURES_A_YEAR: Final = 5
"""Failures of one unit within a year, at most. Assumption: nobody goes on mending such a one; it
holds where there are other units that may fail."""

REPAIRS_COUNT: Final = (80, 4)
"""Percent by which each repair of the last year makes it likelier that a unit is offered a
successor, and so many of them at most. Assumption."""
DEAR_REPAIR: Final = 1_200_00
"""Cents from which a repair makes the owner think of a new unit. Assumption: a fifth of its
price."""
DEAR_COUNTS: Final = 500
"""Percent by which such a repair makes it likelier. Assumption: technicians say so, and salesmen
call."""
FOLLOWS_A_REPAIR: Final = 0.5
"""Share of the replacements of units with repairs that are offered within
``QUOTED_AFTER_REPAIR`` of one of them. Assumption."""
OFFERED_HAD_REPAIRS: Final = 0.7
"""Share of the units offered a successor that had repairs at all, where it is not known how many
will have by the end. Measured in histories."""
QUOTED_AFTER_REPAIR: Final = (1, 40)
"""Days, fewest and most. Assumption."""


GONE_GASES: Final = frozenset({Refrigerant.R_22})
"""Refrigerants that nobody may make or import any more: since 2020 what is recovered from old units
is all there is (40 CFR 82 subpart A) [K]. The units that hold it are at the end of their lives."""
GONE_GAS_MENDED: Final = {FailedComponent.COMPRESSOR: 20, FailedComponent.EVAPORATOR_COIL: 40}
"""Percent of the failures of such parts that are mended on a unit with a refrigerant that is gone,
of those on others: who hears what the part and the charge cost does not call for a repair but has
the unit replaced. Assumption."""
GONE_GAS_COUNTS: Final = 100
"""Percent by which such a refrigerant makes it likelier that a unit is offered a successor.
Assumption: technicians say so at every visit."""


def on_gone_gas(specs: Iterable[EquipmentSpec]) -> Mask:
    """Which models hold a refrigerant that is gone."""
    return np.array([spec.refrigerant in GONE_GASES for spec in specs], np.bool_)


def worn_percent(repairs: Ints, dearest: Ints, gone_gas: Mask) -> Ints:
    """How likely units are offered a successor, percent of those without repairs: by the number of
    repairs of the last year, what the dearest of them cost (cents), and whether their refrigerant
    is gone."""
    each, most = REPAIRS_COUNT
    percent: Ints = 100 + each * np.minimum(repairs, most) + DEAR_COUNTS * (dearest >= DEAR_REPAIR)
    percent += GONE_GAS_COUNTS * gone_gas
    return percent
