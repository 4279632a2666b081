"""The devices that new customers have already: kinds, makes and ages, installed by others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.days import habits
from factories.days.day import Day
from factories.engine.packing import packed
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.calls import service
from factories.rules.equipment import devices as rules
from factories.rules.equipment.ages import AGE_BANDS
from factories.rules.equipment.houses import loads, models_for
from factories.rules.equipment.installed_base import companions
from factories.rules.equipment.systems import matched
from factories.rules.hours.calendar import work_day
from factories.tables.devices import InstalledDeviceFactory

_MAY_HAVE = 3
"""Devices among which that of a newcomer is found for whom something broke: what is the likelier to
fail, as of the newcomers of the history. More of them would leave nobody with a new one."""
_SLOTS = 64
"""More devices than a customer has: ``packed(customer, slot, _SLOTS)`` addresses each of them."""


def bring_devices(
    day: Day,
    customer: Ints,
    first_kind: Ints,
    commercial: Mask,
    old: Mask,
    broken: Mask,
    recorded: Ints,
) -> Ints:
    """Record what is there already; gives the key of each customer's first device.

    ``old`` are the customers whose first device is worth replacing, ``broken`` those who come since
    it failed.
    """
    row, slot = _slots(day, customer, commercial)
    chance = day.chance("newcomer's device", packed(customer[row], slot, _SLOTS))
    kind, main = _beside(first_kind[row], slot), slot == 0
    found = [
        _may_have(day, chance.ids, n, kind, old[row] & main, customer[row])
        for n in range(_MAY_HAVE)
    ]
    which = np.where(broken[row] & main, _fails(day, chance, kind, found), 0)
    installed, by_builder, model = (np.choose(which, column) for column in zip(*found, strict=True))
    second = rules.put_in_together(kind, slot, chance.below("together", 100))
    for column in (installed, by_builder):
        column[second] = column[second - 1]
    # The halves of a system were on offer on the same day.
    model[second] = models(
        *(day, chance.at(chance.ids[second]), kind[second], installed[second]),
        customer[row[second]],
    )
    model = matched(
        day.scenario.models,
        *(second, kind, rules.half_year(installed), model),
        chance.below("match", 720),
        loads(chance, customer[row]),
    )
    table = day.books.add(
        InstalledDeviceFactory,
        len(row),
        recorded=recorded[row],
        customer_id=customer[row],
        equipment_id=model + 1,
        installation_date=installed.astype("datetime64[D]"),
        status="Active",
        installed_by=Coded(by_builder.astype(np.int64), ("Other Contractor", "Builder")),
    )
    first: Ints = table.ids[slot == 0]
    return first


class _Candidates(NamedTuple):
    """What newcomers may have in their houses, a row a device."""

    installed: Ints
    """Day number."""
    by_builder: Mask
    model: Ints
    """Position in the catalog."""


def _may_have(
    day: Day, ids: Ints, attempt: int, kind: Ints, old: Mask, customer: Ints
) -> _Candidates:
    """Devices of these kinds, worth replacing by now where they are ``old``."""
    chance = day.chance(f"newcomer's device {attempt}", ids)
    band = chance.choose("band", [weight for _, _, weight in AGE_BANDS])
    low, high, _ = np.array(AGE_BANDS, np.int64).T
    age = chance.between("age", low[band], high[band] - 1)
    age = np.where(old & (age < rules.REPLACED_FROM_DAYS), age + rules.REPLACED_FROM_DAYS, age)
    installed = work_day(day.number - age, chance.below("weekday", 5))
    by_builder = chance.happens("builder", rules.INSTALLERS["Builder"] / 100)
    model = models(day, chance, kind, installed, customer)
    return _Candidates(installed, by_builder, model)


def _fails(day: Day, chance: Chance, kind: Ints, found: list[_Candidates]) -> Ints:
    """Which of those ``found`` has failed, the likelier to fail the likelier."""
    makes = rules.brand_failures(day.scenario.models)
    alike = np.zeros(len(kind), np.bool_)
    edges = np.cumsum(
        [
            service.hazards(
                (day.number - installed) // 365, makes[model], alike, by_builder, alike, alike + 100
            )
            for installed, by_builder, model in found
        ],
        axis=0,
    )
    which: Ints = (edges <= chance.below("failed", edges[-1])).sum(axis=0)
    return which


def _slots(day: Day, customer: Ints, commercial: Mask) -> tuple[Ints, Ints]:
    """Row of the customer and number of each device: as many as the history's customers have."""
    edges = habits.owned(day)[commercial.astype(np.int64)]
    lot = day.chance("newcomer's devices", customer).below("how many", edges[:, -1])
    count = 1 + (edges <= lot[:, None]).sum(axis=1)
    row = np.repeat(np.arange(len(customer)), count)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)


def _beside(first: Ints, slot: Ints) -> Ints:
    """Further devices are of the kinds that go with the first."""
    beside = [[rules.KIND_ORDER.index(o) for o in companions(k)] for k in rules.KIND_ORDER]
    return np.where(slot == 0, first, np.array(beside)[first, np.clip(slot - 1, 0, 2)])


def models(day: Day, chance: Chance, kind: Ints, on: Ints, customer: Ints) -> Ints:
    """Positions in the catalog of models of these kinds that were offered on a day, for the houses
    of these customers."""
    if not len(customer):
        return customer
    homes = day.books.tables["customers"].at("customer_type", customer).is_("residential")
    return models_for(day.scenario.models, chance, kind, on, homes, loads(chance, customer))
