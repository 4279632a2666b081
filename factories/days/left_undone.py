"""What is left undone today at repairs of units that are about to go."""

from __future__ import annotations

import numpy as np

from factories.days.day import Day
from factories.days.devices import InUse
from factories.days.installing import going
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.calls.left_undone import MENDED, PATCHED, patchable


def about_to_go(day: Day, devices: InUse) -> Mask:
    """Which devices have their successor on the way, of all that their customers have in use."""
    if not len(devices):
        return np.zeros(0, np.bool_)
    own = day.devices.rows(among(day.devices.customer, devices.customer))
    leaves: Mask = among(devices.id, own.id[going(day, devices.customer, own)])
    return leaves


def patched(day: Day, devices: InUse, component: Ints) -> tuple[Ints, Ints]:
    """What failed on each device, and what is done about it: what is about to go has nothing but a
    small matter patched up."""
    goes = about_to_go(day, devices) & (component >= 0)
    small = np.where(goes, patchable(component, devices.kind), component)
    return small, np.where(goes, PATCHED, MENDED)
