"""Parts used on the visits, and who pays for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.engine.values import coded
from factories.errors import UserError
from factories.rules.calls import warranty
from factories.rules.calls.left_undone import DECLINED
from factories.rules.parts import due
from factories.rules.parts.covered import Covered, covered, is_small, makers_may_pay
from factories.rules.parts.lines import extra_parts, needed_parts, own_filters, quantities
from factories.rules.parts.tasks import STAYS_OFF, Tasks, gases
from factories.rules.parts.usage import (
    CLAIM_RATE,
    GUARANTEED,
    MENDS_FIRST,
    WARRANTY_LINES,
    part_tables,
    put_in_before,
)
from factories.steps.contracts import plan_of
from factories.steps.facts import PartLines
from factories.steps.world import World


def use_parts(world: World) -> None:
    """Exactly the wanted lines: what a repair or installation cannot do without, then what else is
    used up."""
    wanted = world.rows("parts_usage")
    tasks = _tasks(world)
    call, part, is_main = needed_parts(tasks)
    if len(call) > wanted:
        first = keep_weighted(
            world.chance("needed", len(call)), "needed", np.where(is_main, MENDS_FIRST, 1), wanted
        )
        call, part, is_main = call[first], part[first], is_main[first]
    more_call, more_part = extra_parts(tasks, call, part, wanted - len(call))
    call, part = np.concatenate([call, more_call]), np.concatenate([part, more_part])
    if len(call) < wanted and "parts_usage" in world.scenario.named:
        raise UserError(
            "--rows",
            f"parts_usage={wanted} is more than the {len(call):,} that these"
            " calls use; lower it, or raise service_calls or parts",
        )
    is_main = np.concatenate([is_main, np.zeros(len(more_call), np.bool_)])
    order = np.lexsort((part, ~is_main, call))
    call, part, is_main = call[order], part[order], is_main[order]
    quantity = quantities(tasks, call, part)
    paid = _covered(world, tasks, call, part, quantity, is_main)
    world.part_lines = PartLines(call, part, quantity, *paid, is_main)


@dataclass
class _Calls(Tasks):
    """The calls of the history: draws hang on their positions, and on those of the devices."""

    world: World
    first: Ints
    """Position of the device for which the ducts were made."""

    def by_house(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """By the position of the first device on the ducts."""
        return self.world.by_device(label, self.first[visit], number)

    def by_device(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """By the position of the device."""
        return self.world.by_device(label, self.world.calls.device[visit], number)

    def by_fault(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """By the call: parts are looked at on the one on which they come."""
        return self.world.by_call(label, visit, number)

    def by_visit(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """By the call."""
        return self.world.by_call(label, visit, number)


def _tasks(world: World) -> _Calls:
    calls, tables = world.calls, world.tables
    equipment = world.devices.equipment[calls.device]
    first = _first_on_ducts(world)[calls.device]
    return _Calls(
        tables=part_tables(*world.scenario.catalogs),
        kind=calls.kind,
        component=np.where(calls.left == DECLINED, STAYS_OFF, calls.component),
        awaits_part=calls.fits_nothing,
        equipment=equipment,
        on_roof=tables["installed_devices"]["installation_location"].is_("Roof")[calls.device],
        gas=gases(tables["equipment_types"]["refrigerant"])[equipment],
        day=calls.day,
        customer=world.devices.customer[calls.device],
        device=calls.device,
        renewed=due.NOTHING,
        own_filters=own_filters(calls.kind, plan_of(world, calls.contract)),
        first_equipment=world.devices.equipment[first],
        world=world,
        first=first,
    )


def _first_on_ducts(world: World) -> Ints:
    """For each device, the first in its house that shares its ducts: itself, if it shares none."""
    devices = world.devices
    position = np.arange(len(devices.customer))
    shares = due.SHARES[devices.kind]
    first = np.full(world.rows("customers"), len(position), np.int64)
    np.minimum.at(first, devices.customer[shares], position[shares])
    return np.where(shares, first[devices.customer], position)


def _covered(
    world: World, tasks: Tasks, call: Ints, part: Ints, quantity: Ints, is_main: Mask
) -> Covered:
    """Who pays: of what the makers may be asked for, as much as makers usually grant."""
    calls = world.calls
    ends = world.tables["installed_devices"]["warranty_end_date"].astype(np.int64)
    may = makers_may_pay(calls.kind, calls.component, ends[calls.device] >= calls.day)
    asked = np.flatnonzero(is_main & may[call])
    wanted = max(
        round(WARRANTY_LINES * int(tasks.repaired[call].sum())),
        round(world.rows("warranty_claims") / CLAIM_RATE),
    )
    cost = world.tables["parts"]["unit_cost"][part[asked]] * quantity[asked]
    worth, count = warranty.worth_asking(cost), min(wanted, len(asked))
    chosen = keep_weighted(world.chance("warranty", asked), "granted", worth, count)
    granted = np.zeros(len(call), np.bool_)
    granted[asked[chosen]] = True
    category = coded(world.tables["parts"]["part_category"])
    guaranteed = category.is_(*GUARANTEED)
    before = put_in_before(calls.device[call], part, calls.day[call]) & guaranteed[part]
    small = is_small(category, world.tables["parts"]["unit_cost"])[part]
    return covered(call, calls.kind, may, plan_of(world, calls.contract), granted, before, small)
