"""Repairs at which nothing new is fitted: a unit that is about to go is patched up, and the owner
of an old one declines a large part."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.calls.on_site import soon_mended
from factories.rules.calls.service import COMPONENTS, LARGE_PARTS

MENDED, PATCHED, DECLINED = range(3)
"""What was done about what had failed: what is usual, a temporary repair without a new part, or
nothing, for the owner said no to the price."""

GOES_SOON_DAYS: Final = 21
"""Days before a unit is taken out in which what fails in it is small, in the history. Assumption:
its owner has the new one on order by then (nine of ten installations are booked no earlier), and
does not call for anything that would cost a day."""
NO_RETURN_DAYS: Final = 70
"""Days before a unit is taken out in which no part is ordered for it. Assumption: the longest from
booking an installation to the day, and a week for the part."""
DECLINED_SHARE: Final = 0.35
"""Share of the large parts found bad on old units out of warranty to which an owner who has another
unit says no on the spot: 10-25 % of all. Assumption: the unit stays off, and is replaced, mostly by
somebody else, or stands idle."""
DECLINED_FOR_GOOD: Final = 0.7
"""The same, in the history, of those that nobody has mended later, and whose owners do without: so
many that it comes to about ``DECLINED_SHARE`` of all. Measured."""
DECLINED_BEFORE_NEW: Final = 0.9
"""The same of units that we replace within weeks, in the history. Assumption: that is why they
are."""
REPLACED_WITHIN_DAYS: Final = 75
"""Days within which these are replaced, at most. Assumption."""
DECLINED_FROM_YEARS: Final = 8
"""Age in years from which nobody puts a large part into a unit without asking whether it is worth
it. Assumption: half of its life."""
OFFERED_NEW_DAYS: Final = (1, 9)
"""Days from such a no to the offer of a new unit. Assumption."""
OFFERED_NEW: Final = 0.7
"""Share of those who hear of one from us. Assumption: the others have asked somebody else."""
PRICE_KNOWN_BY: Final = 30
"""Days before the end of a history from which on nobody has said no yet. Assumption: what is found
then is decided later."""
SEEN_BY_DAYS: Final = 14
"""Days from the breakdown of such a unit within which somebody comes to see it, at most.
Assumption."""
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


def may_be_declined(component: Ints, age_days: Ints, warranty_left: Ints) -> Mask:
    """Large parts found bad on old units, with no day of the maker's warranty left."""
    old: Mask = (age_days >= 365 * DECLINED_FROM_YEARS) & (warranty_left < 0)
    return old & among(component, LARGE_PARTS)


def patchable(component: Ints, device_kind: Ints) -> Ints:
    """The same components, but what is no small matter made the shortest repair of the kind of
    device."""
    large = (component >= 0) & ~among(component, _SMALL)
    return np.where(large, soon_mended(device_kind), component)
