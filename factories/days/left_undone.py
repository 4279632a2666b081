"""What is left undone today at repairs of units that are about to go."""

from __future__ import annotations

import numpy as np

from factories.days.day import Day
from factories.days.devices import InUse
from factories.days.installing import going
from factories.engine.set_operations import among, firsts
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.calls.left_undone import (
    DECLINED_SHARE,
    MENDED,
    PATCHED,
    may_be_declined,
    patchable,
)


def about_to_go(day: Day, devices: InUse) -> Mask:
    """Which devices have their successor on the way, of all that their customers have in use."""
    if not len(devices):
        return np.zeros(0, np.bool_)
    own = day.devices.rows(among(day.devices.customer, devices.customer))
    leaves: Mask = among(devices.id, own.id[going(day, devices.customer, own)])
    return leaves


def declined(day: Day, chance: Chance, devices: InUse, component: Ints) -> Mask:
    """Whose owners say no to what is found, on days on which the office can write the price down:
    large parts of old units that stand by themselves, of who has a newer one."""
    may = may_be_declined(component, day.number - devices.installed, devices.warranty - day.number)
    may &= day.works
    if not may.any():
        return may
    whole = day.devices
    apart = whole.id[~whole.half]
    # Whoever says no about one still has a newer one, so that nobody is left without any.
    newest = np.lexsort((-whole.id, -whole.installed, whole.customer))
    newest = newest[firsts(whole.customer[newest])]
    may &= among(devices.id, apart) & ~among(devices.id, whole.id[newest])
    return may & chance.happens("declines", DECLINED_SHARE)


def patched(day: Day, devices: InUse, component: Ints) -> tuple[Ints, Ints]:
    """What failed on each device, and what is done about it: what is about to go has nothing but a
    small matter patched up."""
    goes = about_to_go(day, devices) & (component >= 0)
    small = np.where(goes, patchable(component, devices.kind), component)
    return small, np.where(goes, PATCHED, MENDED)
