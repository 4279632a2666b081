"""Parts used on the visits, and who pays for them."""

from __future__ import annotations

import numpy as np

from factories.engine.sets import among
from factories.engine.streams import Ints, keep_weighted
from factories.errors import UserError
from factories.rules import service
from factories.rules.contracts import PLANS
from factories.rules.devices import KIND_NAMES
from factories.rules.service import EMERGENCY, INSTALLATION, MAINTENANCE, REPAIR, TYPES
from factories.rules.usage import (
    CLAIM_RATE,
    MATCHED_COIL,
    REFRIGERANTS,
    WARRANTY_LINES,
    PartTables,
    part_tables,
)
from factories.steps.facts import Mask, PartLines
from factories.steps.world import World


def use_parts(world: World) -> None:
    """Exactly the wanted lines: what a repair or installation cannot do without, then what else is
    used up."""
    tables = part_tables(
        world.rows("parts"), world.rows("suppliers"), world.rows("equipment_types")
    )
    wanted = world.rows("parts_usage")
    call, part, is_main = _needed(world, tables)
    if len(call) > wanted:
        first = keep_weighted(
            world.chance("needed", len(call)), "needed", np.where(is_main, 50, 1), wanted
        )
        call, part, is_main = call[first], part[first], is_main[first]
    more_call, more_part = _extra(world, tables, call, wanted - len(call))
    order_key = np.concatenate([call, more_call])
    part = np.concatenate([part, more_part])
    is_main = np.concatenate([is_main, np.zeros(len(more_call), np.bool_)])
    order = np.lexsort((part, ~is_main, order_key))
    call, part, is_main = order_key[order], part[order], is_main[order]
    chance = world.chance("quantities", np.arange(len(call)))
    quantity = chance.between("quantity", tables.low[part], tables.high[part])
    by_warranty, by_contract = _covered(world, call, is_main)
    world.part_lines = PartLines(call, part, quantity, by_warranty, by_contract, is_main)


def _needed(world: World, tables: PartTables) -> tuple[Ints, Ints, Mask]:
    """The part that mends, the unit put in with two materials, the refrigerant that was lost."""
    calls, devices = world.calls, world.devices
    kind = devices.kind[calls.device]
    chance = world.chance("parts", len(calls))
    mended = (calls.component >= 0) & ~calls.awaits_part
    choices = np.where(mended, tables.fixes_count[kind, calls.component], 0)
    pick = chance.below("fix", np.maximum(choices, 1))
    fix = tables.fixes[kind, calls.component, pick]
    fixed = np.flatnonzero(mended & (choices > 0) & (fix >= 0))
    installs = np.flatnonzero(calls.kind == INSTALLATION)
    unit = tables.units[devices.equipment[calls.device[installs]]]
    first = chance.below("material", np.maximum(tables.materials_count[kind], 1))[installs]
    materials = [
        tables.materials[kind[installs], (first + step) % tables.materials_count[kind[installs]]]
        for step in (0, 1)
    ]
    coil_part = tables.fixes[kind[installs], service.COMPONENTS.index("Evaporator Coil"), 0]
    outdoor = np.array([name in MATCHED_COIL for name in KIND_NAMES])[kind[installs]]
    coiled = np.flatnonzero(outdoor & (coil_part >= 0))
    gas = _refrigerants(world, tables)
    opened = np.isin(
        calls.component, [service.COMPONENTS.index(name) for name in service.REFRIGERANT_WORK]
    )
    refilled = np.flatnonzero(opened & ~calls.awaits_part & (gas >= 0))
    refilled = refilled[~among(refilled, fixed[among(fix[fixed], tables.refrigerant)])]
    call = np.concatenate([fixed, installs, installs, installs, installs[coiled], refilled])
    part = np.concatenate([fix[fixed], unit, *materials, coil_part[coiled], gas[refilled]])
    # A leak is mended with what was lost; for other repairs the refrigerant comes on top of the
    # part.
    leak = calls.component[refilled] == service.COMPONENTS.index("Refrigerant Leak")
    is_main = np.concatenate(
        [
            np.ones(len(fixed) + len(installs), np.bool_),
            np.zeros(2 * len(installs) + len(coiled), np.bool_),
            leak & ~among(refilled, fixed),
        ]
    )
    return call, part, is_main


def _refrigerants(world: World, tables: PartTables) -> Ints:
    """The part to refill each call's device with, or -1."""
    names = world.tables["equipment_types"]["refrigerant"]
    code = np.array([REFRIGERANTS.index(name) if name else -1 for name in names.values], np.int64)[
        names.codes
    ]
    gas = code[world.devices.equipment[world.calls.device]]
    return np.where(gas >= 0, tables.refrigerant[np.maximum(gas, 0)], -1)


def _extra(world: World, tables: PartTables, have: Ints, count: int) -> tuple[Ints, Ints]:
    """Filters, consumables and materials, by weight over what each type of call still may take."""
    if count <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    calls, kind = world.calls, world.devices.kind[world.calls.device]
    jobs = [service.JOBS[name] for name in TYPES]
    slots = np.maximum(
        np.array([job.most_parts for job in jobs])[calls.kind]
        - np.bincount(have, minlength=len(calls)),
        0,
    )
    room = np.where(
        calls.kind == INSTALLATION,
        np.maximum(tables.materials_count[kind] - 2, 0),
        tables.small_count[kind],
    )
    slots = np.minimum(slots, room)
    call = np.repeat(np.arange(len(calls)), slots)
    number = np.arange(len(call)) - np.repeat(np.cumsum(slots) - slots, slots)
    usual = np.array([round(100 * job.parts) for job in jobs])[calls.kind[call]]
    weight = np.maximum(usual * 40 // (number + 1) ** 2, 1)
    if len(call) < count:
        if "parts_usage" in world.scenario.named:
            raise UserError(
                "--rows",
                f"parts_usage={world.rows('parts_usage')} is more than these calls use; lower it",
            )
        count = len(call)
    chosen = keep_weighted(world.chance("extra parts", len(call)), "extra", weight, count)
    chosen_call = call[chosen]
    place = np.arange(len(chosen)) - np.searchsorted(chosen_call, chosen_call, side="left")
    chance = world.chance("parts", chosen_call)
    is_install = calls.kind[chosen_call] == INSTALLATION
    k = kind[chosen_call]
    small_count = np.maximum(tables.small_count[k], 1)
    small = tables.small[k, (chance.below("small", small_count) + place) % small_count]
    material_count = np.maximum(tables.materials_count[k], 1)
    material = tables.materials[
        k, (chance.below("material", material_count) + 2 + place) % material_count
    ]
    return chosen_call, np.where(is_install, material, small)


def _covered(world: World, call: Ints, is_main: Mask) -> tuple[Mask, Mask]:
    """Who pays: the maker for failed parts under warranty, the contract for what its plan
    covers."""
    calls, devices = world.calls, world.devices
    months = world.tables["equipment_types"]["warranty_months"][devices.equipment[calls.device]]
    in_warranty = calls.day - devices.installed[calls.device] < months * 30
    repaired = (calls.kind == REPAIR) | (calls.kind == EMERGENCY)
    may = np.flatnonzero(is_main & (in_warranty & repaired & (calls.component >= 0))[call])
    wanted = max(
        round(WARRANTY_LINES * int(repaired[call].sum())),
        round(world.rows("warranty_claims") / CLAIM_RATE),
    )
    granted = world.chance("warranty", may).order("granted")[: min(wanted, len(may))]
    by_warranty = np.zeros(len(call), np.bool_)
    by_warranty[may[granted]] = True
    plan = (
        world.contracts.plan[np.maximum(calls.contract, 0)]
        if len(world.contracts.plan)
        else np.zeros(len(calls), np.int64)
    )
    covers = np.array([p.covers_parts for p in PLANS])[plan] & (calls.contract >= 0)
    tune_up = (calls.kind == MAINTENANCE) & (calls.contract >= 0)
    by_contract = ((covers & repaired)[call] | tune_up[call]) & ~by_warranty
    return by_warranty, by_contract
