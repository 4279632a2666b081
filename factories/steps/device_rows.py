"""Write the devices into the books, once the calls have told what became of each."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among, firsts
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.calls.left_undone import DECLINED
from factories.rules.calls.service import INSTALLATION, MAINTENANCE
from factories.rules.equipment import devices as rules
from factories.steps.devices import models_offered
from factories.steps.recording import device_changes, moments, put_in
from factories.steps.world import World, days
from factories.tables.devices import InstalledDeviceFactory


def record_devices(world: World) -> None:
    """The rows, once the calls have told which device is out of order and when it was last
    maintained."""
    devices, calls = world.devices, world.calls
    count = len(devices.customer)
    chance = world.chance("devices", count)
    created = world.account_days()
    installed = calls.day[calls.kind == INSTALLATION]
    _install(world, calls.device[calls.kind == INSTALLATION], installed)
    maintained = np.full(count, -1, np.int64)
    service = calls.kind == MAINTENANCE
    np.maximum.at(maintained, calls.device[service], calls.day[service])
    replaced = np.zeros(count, np.bool_)
    replaced[devices.replaces[devices.replaces >= 0]] = True
    left = world.leaving
    gone = ~replaced & (left[devices.customer] <= world.today)
    waiting, idle = _waiting(world), _idle(world, chance)
    given_up = np.zeros(count, np.bool_)
    given_up[calls.device[calls.left == DECLINED]] = True
    # Beside it one at least is in use.
    idle &= ~among(devices.customer, devices.customer[given_up])
    off = gone | idle | given_up
    status = np.select([replaced, waiting & ~gone, off], [3, 2, 1], 0)
    ours = devices.by_call | (devices.installed >= created[devices.customer])
    installer = np.where(ours, 0, np.where(devices.builder, 1, 2))
    put_in_at = put_in(world)
    never = np.datetime64("NaT", "D")
    world.add(
        InstalledDeviceFactory,
        count,
        customer_id=world.keys("customers", devices.customer),
        equipment_id=devices.equipment + 1,
        installation_date=days(devices.installed),
        status=Coded(status, ("Active", "Inactive", "Under Maintenance", "Replaced")),
        last_maintenance_date=np.where(maintained >= 0, days(maintained), never),
        installed_by=Coded(installer, ("Company", "Builder", "Other Contractor")),
        known_on=np.where(put_in_at >= 0, never, days(devices.installed)),
        put_in_at=moments(put_in_at),
        changed=device_changes(world, put_in_at, gone, left),
    )
    _stand_in_its_place(world)


def _waiting(world: World) -> Mask:
    """Devices that await a part."""
    calls = world.calls
    waiting = np.zeros(len(world.devices.customer), np.bool_)
    answered = np.zeros(len(calls), np.bool_)
    answered[calls.returns_to[calls.returns_to >= 0]] = True
    waiting[calls.device[calls.awaits_part & ~answered]] = True
    return waiting


def _idle(world: World, chance: Chance) -> Mask:
    """Devices out of use: some of those that nobody came to see, beside others of the customer. One
    half of a heat pump is not switched off alone."""
    customer = world.devices.customer
    unseen = np.bincount(world.calls.device, minlength=len(customer)) == 0
    alone = ~_first_ones(customer) & ~rules.halves(customer, world.devices.kind)
    idle: Mask = chance.happens("idle", rules.RETIRED_SHARE) & unseen & alone
    return idle


def _first_ones(customer: Ints) -> Mask:
    """Which devices are their customer's first in the books: it is there to be looked after."""
    first = np.zeros(len(customer), np.bool_)
    first[firsts(customer)] = True
    return first


def _install(world: World, device: Ints, day: Ints) -> None:
    """The day on which dispatch had each new device put in; past New Year it is that year's
    model."""
    devices = world.devices
    planned = devices.installed[device].astype("datetime64[D]").astype("datetime64[Y]")
    moved = device[day.astype("datetime64[D]").astype("datetime64[Y]") != planned]
    devices.installed[device] = day
    if len(moved):
        sold = models_offered(
            world,
            "moved",
            moved,
            devices.kind[moved],
            devices.installed[moved],
            devices.customer[moved],
        )
        devices.equipment[moved] = sold


def _stand_in_its_place(world: World) -> None:
    """A replacement of the same kind stands where the old device stood."""
    devices = world.devices
    new = np.flatnonzero(devices.replaces >= 0)
    old = devices.replaces[new]
    same = devices.kind[new] == devices.kind[old]
    place = world.tables["installed_devices"]["installation_location"]
    place.codes[new[same]] = place.codes[old[same]]
