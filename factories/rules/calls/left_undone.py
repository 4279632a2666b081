"""Repairs at which nothing new is fitted: a unit that is about to go is patched up."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints
from factories.rules.calls.on_site import soon_mended
from factories.rules.calls.service import COMPONENTS

MENDED, PATCHED = range(2)
"""What was done about what had failed: what is usual, or a temporary repair without a new part."""

GOES_SOON_DAYS: Final = 21
"""Days before a unit is taken out in which what fails in it is small, in the history. Assumption:
its owner has the new one on order by then (nine of ten installations are booked no earlier), and
does not call for anything that would cost a day."""
NO_RETURN_DAYS: Final = 70
"""Days before a unit is taken out in which no part is ordered for it. Assumption: the longest from
booking an installation to the day, and a week for the part."""
_SMALL: Final = np.array(
    [
        COMPONENTS.index(name)
        for name in (
            *("Capacitor", "Contactor", "Igniter", "Flame Sensor", "Drain Line"),
            *("Thermostat", "Pressure Switch", "Limit Switch"),
        )
    ]
)
"""What is patched up within an hour: index into ``COMPONENTS``. Assumption [K]."""


def patchable(component: Ints, device_kind: Ints) -> Ints:
    """The same components, but what is no small matter made the shortest repair of the kind of
    device."""
    large = (component >= 0) & ~among(component, _SMALL)
    return np.where(large, soon_mended(device_kind), component)
