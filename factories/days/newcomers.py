"""What stands at a new customer's place: kinds, makes and ages, put in by others."""

from __future__ import annotations

import numpy as np

from factories.days.day import Day
from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded
from factories.rules.equipment import devices as rules
from factories.rules.equipment.installed_base import companions
from factories.rules.hours.calendar import off_the_weekend
from factories.steps.devices import no_leap_day
from factories.steps.facts import Mask
from factories.tables.customers import InstalledDeviceFactory


def bring_devices(
    day: Day, customer: Ints, first_kind: Ints, commercial: Mask, old: Mask, recorded: Ints
) -> Ints:
    """Record what is there already; gives the key of each customer's first device.

    ``old`` are the customers whose first device is worth replacing.
    """
    row, slot = _slots(day, customer, commercial)
    chance = day.chance("newcomer's device", customer[row] * 64 + slot)
    kind = _beside(first_kind[row], slot)
    band = chance.choose("band", [weight for _, _, weight in rules.AGE_BANDS])
    low, high, _ = np.array(rules.AGE_BANDS, np.int64).T
    age = chance.between("age", low[band], high[band] - 1)
    age = np.where(
        old[row] & (slot == 0) & (age < rules.REPLACED_FROM_DAYS),
        age + rules.REPLACED_FROM_DAYS,
        age,
    )
    installed = no_leap_day(off_the_weekend(day.number - age, chance.below("weekday", 5)))
    by_builder = chance.happens("builder", rules.INSTALLERS["Builder"] / 100)
    second = rules.put_in_together(kind, slot, chance.below("together", 100))
    for column in (installed, by_builder):
        column[second] = column[second - 1]
    model = rules.matched(
        day.scenario.rows["equipment_types"],
        *(second, kind, rules.half_year(installed), models(day, chance, kind, installed)),
        chance.below("match", 720),
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


def _slots(day: Day, customer: Ints, commercial: Mask) -> tuple[Ints, Ints]:
    """Row of the customer and number of each device: one each, and more by chance."""
    lot = day.chance("newcomer's devices", customer).below("how many", rules.DEVICES_MORE_OUT_OF)
    extra = np.array(
        [rules.DEVICES_MORE["residential"], rules.DEVICES_MORE["commercial"]], np.int64
    )
    count = 1 + (lot[:, None] < extra[commercial.astype(np.int64)]).sum(axis=1)
    row = np.repeat(np.arange(len(customer)), count)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)


def _beside(first: Ints, slot: Ints) -> Ints:
    """Further devices are of the kinds that go with the first."""
    beside = [[rules.KIND_ORDER.index(o) for o in companions(k)] for k in rules.KIND_ORDER]
    return np.where(slot == 0, first, np.array(beside)[first, np.clip(slot - 1, 0, 2)])


def models(day: Day, chance: Chance, kind: Ints, on: Ints) -> Ints:
    """Positions in the catalog of models of these kinds that were offered on a day."""
    choices = rules.choices(day.scenario.rows["equipment_types"])
    return chance.choose_by("model", choices, rules.choice_group(kind, rules.half_year(on)))
