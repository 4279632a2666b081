"""What is left undone at repairs of units that are about to go."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import firsts
from factories.engine.streams import Ints, Mask
from factories.rules.appointments.scheduling import COMING
from factories.rules.calls import left_undone as rules
from factories.rules.calls.service import EMERGENCY, INSTALLATION, REPAIR
from factories.rules.equipment.devices import halves
from factories.steps.world import World

_NEVER = 2**62


def days_until_taken_out(world: World, device: Ints, day: Ints) -> Ints:
    """Days from each until the device is replaced; many where it never is."""
    devices, on = world.devices, np.full(len(world.devices.customer), _NEVER, np.int64)
    new = np.flatnonzero(devices.replaces >= 0)
    on[devices.replaces[new]] = devices.installed[new]
    return on[device] - day


def small_before_the_end(world: World, device: Ints, day: Ints, component: Ints) -> Ints:
    """What fails, but only what is small in a device that goes within weeks."""
    soon = days_until_taken_out(world, device, day) <= rules.GOES_SOON_DAYS
    return np.where(soon, rules.patchable(component, world.devices.kind[device]), component)


def orders_no_part(world: World, device: Ints, day: Ints) -> Mask:
    """For which devices nobody orders a part any more on a day."""
    soon: Mask = days_until_taken_out(world, device, day) <= rules.NO_RETURN_DAYS
    return soon


def patched(world: World) -> Ints:
    """What was done at each call: a temporary repair where the device's successor was booked on a
    day before, and is not in yet."""
    calls, devices, book = world.calls, world.devices, world.appointments
    sold = np.full(len(devices.customer), _NEVER, np.int64)
    put_in = sold.copy()
    row = np.flatnonzero(book.call >= 0)
    row = row[calls.kind[book.call[row]] == INSTALLATION]
    call = book.call[row]
    old = devices.replaces[calls.device[call]]
    np.minimum.at(sold, old[old >= 0], book.booked[row][old >= 0] // 1440)
    np.minimum.at(put_in, old[old >= 0], calls.start[call][old >= 0])
    ahead = np.flatnonzero((book.fate == COMING) & (book.kind == INSTALLATION))
    old = oldest_alone(world)[book.customer[ahead]]
    np.minimum.at(sold, old[old >= 0], book.booked[ahead][old >= 0] // 1440)
    mends = ((calls.kind == REPAIR) | (calls.kind == EMERGENCY)) & (calls.component >= 0)
    waits = (calls.day > sold[calls.device]) & (calls.start < put_in[calls.device])
    return np.where(mends & waits, rules.PATCHED, rules.MENDED)


def oldest_alone(world: World) -> Ints:
    """The oldest device of each customer that stands alone and is in use today; -1 for none."""
    devices = world.devices
    row = np.flatnonzero(may_go(world))
    row = row[np.lexsort((devices.installed[row], devices.customer[row]))]
    first = row[firsts(devices.customer[row])]
    oldest = np.full(world.rows("customers"), -1, np.int64)
    oldest[devices.customer[first]] = first
    return oldest


def may_go(world: World) -> Mask:
    """Devices in use today that may be replaced by themselves."""
    devices = world.devices
    stays = devices.served_until >= world.today
    alone: Mask = stays & ~halves(devices.customer, devices.kind)
    return alone
