"""What a day's visits have in store: how long that takes is known when it is known who comes."""

from __future__ import annotations

import numpy as np

from factories.days.day import Day
from factories.days.devices import InUse, kinds
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded
from factories.rules.appointments.estimates import OnFile
from factories.rules.calls import on_site, service
from factories.rules.calls.on_site import Work
from factories.rules.calls.putting_in import harder
from factories.rules.equipment.devices import KIND_NAMES


def work(
    day: Day,
    label: str,
    ids: Ints,
    kind: Ints,
    component: Ints,
    devices: InUse,
    searching: Mask | bool = False,
) -> Work:
    """What each visit to a device has in store; how long that takes is up to who does it."""
    types = np.minimum(kind, len(service.TYPES) - 1)
    btu = day.books.tables["equipment_types"].at("btu_rating", devices.equipment)
    return Work(
        on_site.jobs(types, component, devices.kind, searching),
        on_site.hardness(day.chance(f"on site {label}", ids), devices.id)
        + harder(types, devices.kind, btu),
        on_site.percents(types, devices.kind, btu),
    )


def on_file(
    day: Day, types: Coded, component: Ints, devices: InUse, found: Mask | bool = False
) -> OnFile:
    """What is known of visits of these types when they are booked; ``component`` is an index into
    ``COMPONENTS`` or -1."""
    btu = day.books.tables["equipment_types"].at("btu_rating", devices.equipment)
    failed = Coded(component % (len(service.COMPONENTS) + 1), (*service.COMPONENTS, None))
    return OnFile(types, failed, Coded(devices.kind, KIND_NAMES), btu, found)


def usual_work(day: Day, label: str, ids: Ints, component: Ints) -> Work:
    """The same of repairs of components, where it is not known yet which device it will be."""
    return _work_of(day, label, ids, np.full(len(ids), service.REPAIR), component)


def putting_in(day: Day, label: str, ids: Ints, equipment: Ints) -> Work:
    """The same of installations of models (keys)."""
    kind = kinds(day, equipment)
    work = _work_of(day, label, ids, np.full(len(ids), service.INSTALLATION), kind)
    btu = day.books.tables["equipment_types"].at("btu_rating", equipment)
    work.hardness += harder(np.full(len(ids), service.INSTALLATION), kind, btu)
    return work


def _work_of(day: Day, label: str, ids: Ints, visit: Ints, what: Ints) -> Work:
    hardness = on_site.hardness(day.chance(f"on site {label}", ids), ids)
    return Work(on_site.jobs(visit, what, what), hardness, np.full(len(ids), 100, np.int64))
