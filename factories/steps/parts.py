"""Parts used on the visits, and who pays for them."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask, keep_weighted
from factories.engine.values import coded
from factories.errors import UserError
from factories.rules.calls import service, warranty
from factories.rules.calls.service import (
    EMERGENCY,
    INSPECTION,
    INSTALLATION,
    MAINTENANCE,
    REPAIR,
    TYPES,
)
from factories.rules.crm.contracts import PLANS
from factories.rules.equipment.charges import full_charges, topped_up
from factories.rules.parts.jobs import CERTAIN
from factories.rules.parts.usage import (
    CLAIM_RATE,
    GUARANTEED,
    MENDS_FIRST,
    NOT_THE_MAKERS,
    ON_GROUND,
    ON_ROOF,
    REFRIGERANTS,
    TUNE_UP,
    TWO_FILTERS,
    WARRANTY_LINES,
    PartTables,
    part_tables,
    put_in_before,
)
from factories.steps.facts import PartLines
from factories.steps.world import World

MENDING, QUANTITIES = "parts", "quantities"
"""The labels of the draws that say which part mends a fault, and how much of a part is used."""


def use_parts(world: World) -> None:
    """Exactly the wanted lines: what a repair or installation cannot do without, then what else is
    used up."""
    tables = part_tables(
        world.rows("parts"), world.rows("suppliers"), world.rows("equipment_types")
    )
    wanted = world.rows("parts_usage")
    job = jobs_of(world)
    call, part, is_main = needed_parts(world, tables, job)
    if len(call) > wanted:
        first = keep_weighted(
            world.chance("needed", len(call)), "needed", np.where(is_main, MENDS_FIRST, 1), wanted
        )
        call, part, is_main = call[first], part[first], is_main[first]
    more_call, more_part = extra_parts(world, tables, job, call, wanted - len(call))
    order_key = np.concatenate([call, more_call])
    part = np.concatenate([part, more_part])
    is_main = np.concatenate([is_main, np.zeros(len(more_call), np.bool_)])
    order = np.lexsort((part, ~is_main, order_key))
    call, part, is_main = order_key[order], part[order], is_main[order]
    quantity = quantities(world, tables, call, part)
    covered = _covered(world, call, part, quantity, is_main)
    world.part_lines = PartLines(call, part, quantity, *covered, is_main)


def jobs_of(world: World) -> Ints:
    """What each call is to the tables: a component, a tune-up, an installation by its place."""
    calls = world.calls
    places = world.tables["installed_devices"]["installation_location"]
    on_roof = places.is_("Roof")[calls.device]
    repaired = (calls.kind == REPAIR) | (calls.kind == EMERGENCY)
    mended = repaired & (calls.component >= 0) & ~calls.awaits_part
    job = np.where(mended, calls.component, len(service.COMPONENTS))
    job[(calls.kind == MAINTENANCE) | (calls.kind == INSPECTION)] = TUNE_UP
    installed: Ints = np.where(
        calls.kind == INSTALLATION, np.where(on_roof, ON_ROOF, ON_GROUND), job
    )
    return installed


def _of_family(world: World, tables: PartTables, call: Ints, family: Ints) -> Ints:
    """The part of a family that the device takes, on every visit the same."""
    device = world.calls.device[call]
    model = tables.model[world.devices.equipment[device]]
    chance = world.by_device("device parts", device, family)
    choice = chance.below("variant", np.maximum(tables.variants_count[model, family], 1))
    part: Ints = tables.variants[model, family, choice]
    return part


def quantities(world: World, tables: PartTables, call: Ints, part: Ints) -> Ints:
    """How much of each: refrigerant as the unit holds and the work takes, filters as it has
    slots."""
    device = world.calls.device[call]
    model = tables.model[world.devices.equipment[device]]
    chance = world.by_call(QUANTITIES, call, part)
    quantity = chance.between("quantity", tables.low[part], tables.high[part])
    two = world.by_device("filters", device).happens("two", TWO_FILTERS)
    filters = np.where(two & tables.pleated[part], np.maximum(tables.filters[model], 2), 0)
    filters = np.maximum(filters, tables.filters[model])
    filled = np.where(tables.is_filter[part], filters, quantity)
    charged = np.flatnonzero(tables.gas[part])
    filled[charged] = _pounds(world, tables, call[charged], part[charged])
    return filled


def _pounds(world: World, tables: PartTables, call: Ints, part: Ints) -> Ints:
    """What a leak lost; a circuit that was open for another part was evacuated, and is filled."""
    device = world.calls.device[call]
    btu = 1_000 * tables.kbtu[tables.model[world.devices.equipment[device]]]
    full = full_charges(world.by_device("charge", device), tables.gas[part], btu)
    leak = world.calls.component[call] == service.COMPONENTS.index("Refrigerant Leak")
    return np.where(leak, topped_up(world.by_call(QUANTITIES, call, part), full), full)


def needed_parts(world: World, tables: PartTables, job: Ints) -> tuple[Ints, Ints, Mask]:
    """The part that mends, the unit put in with its first materials, the refrigerant that was
    lost."""
    calls, devices = world.calls, world.devices
    model = tables.model[devices.equipment[calls.device]]
    fixed, fix = _fixes(world, tables, model)
    installs = np.flatnonzero(calls.kind == INSTALLATION)
    unit = tables.units[devices.equipment[calls.device[installs]]]
    coiled = installs[tables.coil[model[installs]] >= 0]
    coil = _of_family(world, tables, coiled, tables.coil[model[coiled]])
    rows, slots = [], []
    for slot in range(CERTAIN):
        has = installs[tables.extras_count[model[installs], job[installs]] > slot]
        rows.append(has)
        slots.append(_of_family(world, tables, has, tables.extras[model[has], job[has], slot]))
    gas = _refrigerants(world, tables)
    opened = among(
        calls.component, [service.COMPONENTS.index(name) for name in service.REFRIGERANT_WORK]
    )
    refilled = np.flatnonzero(opened & ~calls.awaits_part & (gas >= 0))
    call = np.concatenate([fixed, installs, *rows, coiled, refilled])
    part = np.concatenate([fix, unit, *slots, coil, gas[refilled]])
    # A leak is mended with what was lost; for other repairs the refrigerant comes on top of the
    # part.
    leak = calls.component[refilled] == service.COMPONENTS.index("Refrigerant Leak")
    is_main = np.concatenate(
        [
            np.ones(len(fixed) + len(installs), np.bool_),
            np.zeros(sum(map(len, rows)) + len(coiled), np.bool_),
            leak & ~among(refilled, fixed),
        ]
    )
    return call, part, is_main


def _fixes(world: World, tables: PartTables, model: Ints) -> tuple[Ints, Ints]:
    """The calls on which a part is fitted, and that part."""
    calls = world.calls
    mended = (calls.component >= 0) & ~calls.awaits_part
    choices = np.where(mended, tables.fixes_count[model, calls.component], 0)
    mends = world.by_call(MENDING, np.arange(len(calls)))
    pick = mends.below("fix", np.maximum(choices, 1))
    family = tables.fixes[model, calls.component, pick]
    fixed = np.flatnonzero(choices > 0)
    return fixed, _of_family(world, tables, fixed, family[fixed])


def _refrigerants(world: World, tables: PartTables) -> Ints:
    """The part to refill each call's device with, or -1."""
    names = world.tables["equipment_types"]["refrigerant"]
    code = np.array([REFRIGERANTS.index(name) if name else -1 for name in names.values], np.int64)[
        names.codes
    ]
    gas = code[world.devices.equipment[world.calls.device]]
    return np.where(gas >= 0, tables.refrigerant[np.maximum(gas, 0)], -1)


def extra_parts(
    world: World, tables: PartTables, job: Ints, have: Ints, count: int
) -> tuple[Ints, Ints]:
    """Filters, small goods and materials, by weight over what each call still may take."""
    if count <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    calls = world.calls
    slots = room_for_more(world, tables, job, have)
    call = np.repeat(np.arange(len(calls)), slots)
    number = np.arange(len(call)) - np.repeat(np.cumsum(slots) - slots, slots)
    usual = np.array([round(100 * service.JOBS[name].parts) for name in TYPES])[calls.kind[call]]
    weight = np.maximum(usual * 40 // (number + 1) ** 2, 1)
    if len(call) < count:
        if "parts_usage" in world.scenario.named:
            wanted = world.rows("parts_usage")
            raise UserError(
                "--rows",
                f"parts_usage={wanted} is more than the {wanted - count + len(call):,} that these"
                " calls use; lower it, or raise service_calls or parts",
            )
        count = len(call)
    chance = world.by_call("extra parts", call, number)
    chosen = call[keep_weighted(chance, "extra", weight, count)]
    return chosen, further_parts(world, tables, job, chosen)


def room_for_more(world: World, tables: PartTables, job: Ints, have: Ints) -> Ints:
    """How many lines each call may have besides those that it has: ``have`` names their calls."""
    calls = world.calls
    model = tables.model[world.devices.equipment[calls.device]]
    most = np.array([service.JOBS[name].most_parts for name in TYPES])[calls.kind]
    room = np.maximum(tables.extras_count[model, job] - _taken(world), 0)
    more = np.maximum(most - np.bincount(have, minlength=len(calls)), 0)
    slots: Ints = np.minimum(more, room)
    return slots


def _taken(world: World) -> Ints:
    """How many of the families of its job each call has already."""
    return np.where(world.calls.kind == INSTALLATION, CERTAIN, 0)


def further_parts(world: World, tables: PartTables, job: Ints, chosen: Ints) -> Ints:
    """What comes on top, a row for each time that a call (in their order) is ``chosen``."""
    model = tables.model[world.devices.equipment[world.calls.device]]
    place = np.arange(len(chosen)) - np.searchsorted(chosen, chosen, side="left")
    place += _taken(world)[chosen]
    row = model[chosen], job[chosen]
    first = tables.in_order[row]
    turns = np.maximum(tables.extras_count[row] - first, 1)
    turn = (world.by_call("extra parts", chosen).below("turn", turns) + place - first) % turns
    family = tables.extras[(*row, np.where(place < first, place, first + turn))]
    return _of_family(world, tables, chosen, family)


def other_parts(
    world: World, tables: PartTables, job: Ints, calls: Ints, have: Ints, part: Ints
) -> tuple[Ints, Ints]:
    """What these calls may use besides the parts that they have: one of each family of their job
    of which they have none."""
    model = tables.model[world.devices.equipment[world.calls.device[calls]]]
    count = tables.extras_count[model, job[calls]]
    call = np.repeat(np.arange(len(calls)), count)
    slot = np.arange(len(call)) - np.repeat(np.cumsum(count) - count, count)
    family = tables.extras[model[call], job[calls][call], slot]
    others = _of_family(world, tables, calls[call], family)
    fitting = tables.variants[model[call], family]
    known = len(tables.low)
    theirs = calls[call][:, None] * known + fitting
    had = among(theirs.ravel(), have * known + part).reshape(theirs.shape).any(axis=1)
    return calls[call][~had], others[~had]


def _put_in_again(world: World, call: Ints, part: Ints) -> Mask:
    """Repairs' parts that were put in within the year, and failed."""
    calls = world.calls
    category = coded(world.tables["parts"]["part_category"]).is_(*GUARANTEED)
    repaired = (calls.kind == REPAIR) | (calls.kind == EMERGENCY)
    before = put_in_before(calls.device[call], part, calls.day[call])
    again: Mask = before & category[part] & repaired[call]
    return again


def _covered(
    world: World, call: Ints, part: Ints, quantity: Ints, is_main: Mask
) -> tuple[Mask, Mask, Mask]:
    """Who pays: the maker for failed parts under warranty, dear ones first, the contract for what
    its plan covers, the guarantee of a part that was put in lately for that part."""
    calls = world.calls
    ends = world.tables["installed_devices"]["warranty_end_date"].astype(np.int64)
    in_warranty = ends[calls.device] >= calls.day
    repaired = (calls.kind == REPAIR) | (calls.kind == EMERGENCY)
    makers = ~among(calls.component, [service.COMPONENTS.index(name) for name in NOT_THE_MAKERS])
    may = np.flatnonzero(is_main & (in_warranty & repaired & makers & (calls.component >= 0))[call])
    wanted = max(
        round(WARRANTY_LINES * int(repaired[call].sum())),
        round(world.rows("warranty_claims") / CLAIM_RATE),
    )
    cost = world.tables["parts"]["unit_cost"][part[may]] * quantity[may]
    granted = keep_weighted(
        world.chance("warranty", may), "granted", warranty.worth_asking(cost), min(wanted, len(may))
    )
    by_warranty = np.zeros(len(call), np.bool_)
    by_warranty[may[granted]] = True
    again = _put_in_again(world, call, part)
    by_warranty |= again & (in_warranty & repaired & makers)[call]
    again &= ~by_warranty
    plan = (
        world.contracts.plan[np.maximum(calls.contract, 0)]
        if len(world.contracts.plan)
        else np.zeros(len(calls), np.int64)
    )
    covers = np.array([p.covers_parts for p in PLANS])[plan] & (calls.contract >= 0)
    tune_up = (calls.kind == MAINTENANCE) & (calls.contract >= 0)
    by_contract = ((covers & repaired)[call] | tune_up[call]) & ~by_warranty & ~again
    return by_warranty, by_contract, again
