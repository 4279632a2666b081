"""What is left undone at repairs of units that are about to go."""

from __future__ import annotations

import numpy as np

from factories.engine.packing import packed
from factories.engine.set_operations import firsts
from factories.engine.streams import Ints, Mask
from factories.rules.appointments.scheduling import COMING
from factories.rules.calls import left_undone as rules
from factories.rules.calls.on_site import soon_mended
from factories.rules.calls.service import EMERGENCY, INSTALLATION, REPAIR
from factories.rules.equipment.devices import halves
from factories.steps.needs import Demand
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


def wait_for_parts(world: World, visits: Demand) -> Ints:
    """Customers who have had a part ordered lately: they have no new unit on order."""
    ordered = visits.awaits_part & (visits.day > world.today - rules.NO_RETURN_DAYS)
    waiting: Ints = world.devices.customer[visits.device[ordered]]
    return waiting


def settle(world: World) -> None:
    """Tell at which calls there was a temporary repair: where the device's successor was booked on
    a day before, and is not in yet."""
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
    rows = np.flatnonzero(mends & waits)
    large = rows[calls.left[rows] == rules.DECLINED]
    calls.component[large] = soon_mended(devices.kind[calls.device[large]])
    calls.left[rows] = rules.PATCHED


def declined(world: World, visits: Demand, earlier: Demand) -> Ints:
    """What is done about each breakdown: nothing, where it is a large part of an old unit and its
    owner says no. We replace it within weeks, or it stays off and is given up."""
    devices, component = world.devices, visits.component
    months = world.tables["equipment_types"]["warranty_months"][devices.equipment[visits.device]]
    age = visits.day - devices.installed[visits.device]
    may = rules.may_be_declined(component, age, 30 * months - age)
    may &= visits.day <= world.today - rules.PRICE_KNOWN_BY
    chance = world.chance("declines", packed(visits.device, visits.day - world.start, _A_HISTORY))
    gap = days_until_taken_out(world, visits.device, visits.day)
    new = (gap > rules.GOES_SOON_DAYS) & (gap <= rules.REPLACED_WITHIN_DAYS)
    says_no = chance.happens(
        "no", np.where(new, rules.DECLINED_BEFORE_NEW, rules.DECLINED_FOR_GOOD)
    )
    says_no &= may & _is_last(visits, earlier)
    idle = says_no & (gap > _A_HISTORY) & _may_stand_idle(world, visits)
    idle[_beside_another(world, visits, idle)] = False
    for row in np.flatnonzero(idle).tolist():
        device, day = int(visits.device[row]), int(visits.day[row])
        world.given_up[device] = day
        until = min(int(devices.served_until[device]), day + rules.SEEN_BY_DAYS)
        devices.served_until[device] = until
    return np.where(says_no & new | idle, rules.DECLINED, rules.MENDED)


_A_HISTORY = 10_000
"""More than there are days in a history."""


def _is_last(visits: Demand, earlier: Demand) -> Mask:
    """Which are the last breakdown of their device."""
    last = np.full(int(max(visits.device.max(initial=0), earlier.device.max(initial=0))) + 1, -1)
    for some in (visits, earlier):
        np.maximum.at(last, some.device, some.day)
    is_last: Mask = last[visits.device] == visits.day
    return is_last


def _may_stand_idle(world: World, visits: Demand) -> Mask:
    """Whose device may stand off: of who stays with us, and has another one. One half of a heat
    pump is no unit by itself."""
    devices = world.devices
    customer = devices.customer[visits.device]
    stays = devices.customer[devices.served_until >= world.today]
    in_use = np.bincount(stays, minlength=world.rows("customers"))
    apart = ~halves(devices.customer, devices.kind)[visits.device]
    may: Mask = (in_use[customer] > 1) & apart & (world.leaving[customer] > world.today)
    return may


def _beside_another(world: World, visits: Demand, idle: Mask) -> Ints:
    """Rows of those idle beside another one of the customer's: one at a time is enough."""
    rows = np.flatnonzero(idle)
    others: Ints = np.delete(rows, firsts(world.devices.customer[visits.device[rows]]))
    return others


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
