"""Do the visits: parts and who pays for them, the calls, their work orders, incidents and warranty claims."""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Chance, Ints, keep_weighted
from factories.engine.values import NULL, Coded, take
from factories.errors import UserError
from factories.rules import scheduling, service
from factories.rules.contracts import PLANS
from factories.rules.documents import numbered
from factories.rules.service import EMERGENCY, INSTALLATION, MAINTENANCE, REPAIR, TYPES
from factories.rules.usage import CLAIM_RATE, REFRIGERANTS, WARRANTY_LINES, PartTables, part_tables
from factories.scheduling import WorkOrderFactory
from factories.service import IncidentResponseFactory, PartsUsageFactory, ServiceCallFactory, WarrantyClaimFactory
from factories.steps.facts import Mask, PartLines
from factories.steps.world import World, days, minutes


def use_parts(world: World) -> None:
    """Exactly the wanted lines: what a repair or installation cannot do without, then what else is used up."""
    tables = part_tables(world.rows("parts"), world.rows("suppliers"), world.rows("equipment_types"))
    wanted = world.rows("parts_usage")
    call, part, is_main = _needed(world, tables)
    if len(call) > wanted:
        first = keep_weighted(world.chance("needed", len(call)), "needed", np.where(is_main, 50, 1), wanted)
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
    materials = [tables.materials[kind[installs], (first + step) % tables.materials_count[kind[installs]]] for step in (0, 1)]
    gas = _refrigerants(world, tables)
    opened = np.isin(calls.component, [service.COMPONENTS.index(name) for name in service.REFRIGERANT_WORK])
    refilled = np.flatnonzero(opened & ~calls.awaits_part & (gas >= 0))
    refilled = refilled[~np.isin(refilled, fixed[np.isin(fix[fixed], tables.refrigerant)])]
    call = np.concatenate([fixed, installs, installs, installs, refilled])
    part = np.concatenate([fix[fixed], unit, *materials, gas[refilled]])
    # A leak is mended with what was lost; for other repairs the refrigerant comes on top of the part.
    leak = calls.component[refilled] == service.COMPONENTS.index("Refrigerant Leak")
    is_main = np.concatenate(
        [
            np.ones(len(fixed) + len(installs), np.bool_),
            np.zeros(2 * len(installs), np.bool_),
            leak & ~np.isin(refilled, fixed),
        ]
    )
    return call, part, is_main


def _refrigerants(world: World, tables: PartTables) -> Ints:
    """The part to refill each call's device with, or -1."""
    names = world.tables["equipment_types"]["refrigerant"]
    code = np.array([REFRIGERANTS.index(name) if name else -1 for name in names.values], np.int64)[names.codes]
    gas = code[world.devices.equipment[world.calls.device]]
    return np.where(gas >= 0, tables.refrigerant[np.maximum(gas, 0)], -1)


def _extra(world: World, tables: PartTables, have: Ints, count: int) -> tuple[Ints, Ints]:
    """Filters, consumables and materials, by weight over what each type of call still may take."""
    if count <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    calls, kind = world.calls, world.devices.kind[world.calls.device]
    jobs = [service.JOBS[name] for name in TYPES]
    slots = np.maximum(np.array([job.most_parts for job in jobs])[calls.kind] - np.bincount(have, minlength=len(calls)), 0)
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
            raise UserError("--rows", f"parts_usage={world.rows('parts_usage')} is more than these calls use; lower it")
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
    material = tables.materials[k, (chance.below("material", material_count) + 2 + place) % material_count]
    return chosen_call, np.where(is_install, material, small)


def _covered(world: World, call: Ints, is_main: Mask) -> tuple[Mask, Mask]:
    """Who pays: the maker for failed parts under warranty, the contract for what its plan covers."""
    calls, devices = world.calls, world.devices
    months = world.tables["equipment_types"]["warranty_months"][devices.equipment[calls.device]]
    in_warranty = calls.day - devices.installed[calls.device] < months * 30
    repaired = (calls.kind == REPAIR) | (calls.kind == EMERGENCY)
    may = np.flatnonzero(is_main & (in_warranty & repaired & (calls.component >= 0))[call])
    wanted = max(round(WARRANTY_LINES * int(repaired[call].sum())), round(world.rows("warranty_claims") / CLAIM_RATE))
    granted = world.chance("warranty", may).order("granted")[: min(wanted, len(may))]
    by_warranty = np.zeros(len(call), np.bool_)
    by_warranty[may[granted]] = True
    plan = world.contracts.plan[np.maximum(calls.contract, 0)] if len(world.contracts.plan) else np.zeros(len(calls), np.int64)
    covers = np.array([p.covers_parts for p in PLANS])[plan] & (calls.contract >= 0)
    tune_up = (calls.kind == MAINTENANCE) & (calls.contract >= 0)
    by_contract = ((covers & repaired)[call] | tune_up[call]) & ~by_warranty
    return by_warranty, by_contract


def record_calls(world: World) -> None:
    """The calls and the parts they used; prices are the parts', totals are sums."""
    calls, lines = world.calls, world.part_lines
    main = np.full(len(calls), -1, np.int64)
    main[lines.call[lines.is_main]] = lines.part[lines.is_main]
    names = world.tables["parts"]["part_name"]
    main_names = [names[part] if part >= 0 else None for part in main.tolist()]
    first_call = world.first_id("service_calls")
    call_days = calls.day
    usage = PartsUsageFactory.columns(
        len(lines.call),
        first_id=world.first_id("parts_usage"),
        seed=world.scenario.seed,
        today=world.scenario.as_of,
        tables=world.tables,
        service_call_id=first_call + lines.call,
        part_id=lines.part + 1,
        quantity_used=lines.quantity,
        usage_date=days(call_days[lines.call]),
        covered_by_warranty=lines.by_warranty,
        covered_by_contract=lines.by_contract,
    )
    charged = np.zeros(len(calls), np.int64)
    np.add.at(charged, lines.call, usage["unit_price"] * lines.quantity)
    components = (*service.COMPONENTS, None)
    world.add(
        ServiceCallFactory,
        len(calls),
        customer_id=world.first_id("customers") + calls.customer,
        technician_id=world.first_id("technicians") + calls.technician,
        installation_id=world.first_id("installed_devices") + calls.device,
        service_type=Coded(calls.kind, TYPES),
        started_at=minutes(calls.start),
        duration_hours=(calls.end - calls.start) * 100 // 60,
        failed_component=Coded(np.where(calls.component >= 0, calls.component, len(components) - 1), components),
        callback_of_id=np.where(calls.is_callback, first_call + calls.returns_to, NULL),
        parts_cost=charged,
        main_part=main_names,
    )
    world.tables["parts_usage"] = usage
    _write_work_orders(world, main_names)


def _write_work_orders(world: World, main_names: list[str | None]) -> None:
    """One a call, closed when its paper is done: at once, or days later, or when the part has come."""
    calls = world.calls
    chance = world.chance("paper", len(calls))
    lag = np.array((0, 1, 5, 12))[chance.choose("closed", scheduling.CLOSED_AFTER_DAYS)]
    closed = calls.day + lag
    answered = np.flatnonzero(calls.returns_to >= 0)
    mended = np.full(len(calls), world.today + 1, np.int64)
    mended[calls.returns_to[answered]] = calls.day[answered]
    closed = np.where(calls.awaits_part, np.maximum(closed, mended), closed)
    status = np.where(closed <= world.today, 0, 1)
    covered = np.zeros(len(calls), np.bool_)
    covered[world.part_lines.call[world.part_lines.by_warranty]] = True
    world.add(
        WorkOrderFactory,
        len(calls),
        service_call_id=world.tables["service_calls"].ids,
        work_order_number=numbered("WO", days(calls.day), world.number, world.rows("work_orders")),
        status=Coded(status, ("Completed", "In Progress")),
        main_part=main_names,
        awaits_part=calls.awaits_part,
        under_warranty=covered,
    )


def answer_incidents(world: World) -> None:
    """The emergencies written up as incidents, severe ones first of all."""
    calls = world.calls
    urgent = np.flatnonzero(calls.kind == EMERGENCY)
    count = world.rows("incident_response")
    weight = np.array((10, 14, 40, 80), np.int64)[calls.severity[urgent]]
    row = urgent[keep_weighted(world.chance("incidents", len(urgent)), "incidents", weight, count)]
    chance = world.chance("incident", row)
    response = calls.start[row] - calls.reported[row]
    until = calls.end[row] - calls.reported[row]
    follow_up = chance.happens("follow up", 0.12) | calls.awaits_part[row]
    recent = calls.day[row] >= world.today - 4
    state = np.where(recent & follow_up, 1, np.where(calls.awaits_part[row], 3, np.where(chance.happens("escalated", 0.04), 2, 0)))
    # Satisfaction starts from how the answer compares with the promise.
    late = calls.late[row]
    rating = np.clip(9 - np.maximum(late, 0) // 45 - 2 * (state >= 2) + chance.bell("rating", 1), 1, 10)
    world.ratings = np.full(len(calls), -1, np.int64)
    world.ratings[row] = rating
    world.add(
        IncidentResponseFactory,
        len(row),
        service_call_id=world.tables["service_calls"].first_id + row,
        severity_level=Coded(calls.severity[row], service.SEVERITIES),
        response_time_minutes=response,
        resolution_time_minutes=until + np.where(state == 0, 0, chance.between("further", 30, 600)),
        reported_time=minutes(calls.reported[row]),
        backup_technician_id=_backups(world, row, chance),
        resolution_status=Coded(state, ("Resolved", "Pending", "Escalated", "Requires Follow-up")),
        follow_up_required=follow_up | (state > 0),
        customer_satisfaction=rating,
    )


def _backups(world: World, row: Ints, chance: Chance) -> Ints:
    """A second technician on severe incidents, if one is free for the whole visit."""
    calls, crew = world.calls, world.tables["technicians"]
    severe = (calls.severity[row] >= 2) & chance.happens("backup", 0.7)
    hired = crew["hire_date"].astype(np.int64)
    order = np.lexsort((calls.start, calls.technician))
    key = calls.technician[order] * (1 << 32) + calls.start[order]
    ends = calls.end[order]
    chosen = np.full(len(row), NULL, np.int64)
    taken_until = np.full(len(crew), -1, np.int64)
    for index in np.flatnonzero(severe).tolist():
        call = int(row[index])
        start, end = int(calls.start[call]), int(calls.end[call])
        first = int(chance.below("backup from", len(crew))[index])
        for step in range(len(crew)):
            who = (first + step) % len(crew)
            if who == calls.technician[call] or hired[who] > start // 1440 or taken_until[who] > start - 60:
                continue
            at = int(np.searchsorted(key, (who << 32) + start + (end - start) + 60))
            before = at - 1
            busy = before >= 0 and int(order[before]) >= 0 and calls.technician[order[before]] == who and ends[before] > start - 60
            if not busy:
                chosen[index] = crew.first_id + who
                taken_until[who] = end
                break
    return chosen


def claim_warranties(world: World) -> None:
    """What the makers are asked to pay back, and what they say."""
    calls, lines = world.calls, world.part_lines
    covered = np.flatnonzero(lines.by_warranty)
    wanted = world.rows("warranty_claims")
    if len(covered) < wanted and "warranty_claims" in world.scenario.named:
        raise UserError(
            "--rows",
            f"warranty_claims={wanted} is more than this branch's {len(covered)} repairs under warranty; "
            "lower it or raise --rows service_calls",
        )
    chance = world.chance("claims", len(covered))
    chosen = covered[np.sort(chance.order("filed")[: min(wanted, len(covered))])]
    row = lines.call[chosen]
    chance = world.chance("claim", row)
    filed = np.minimum(calls.day[row] + chance.between("filed after", 0, 9), world.today)
    order = np.argsort(filed, kind="stable")
    row, filed, chosen = row[order], filed[order], chosen[order]
    chance = world.chance("claim", row)
    decided = filed + chance.between("decided after", 6, 45)
    verdict = 1 + chance.choose("verdict", (82, 10, 8))
    status = np.where(decided <= world.today, verdict, 0)
    costs = take(world.tables["parts"]["unit_cost"], lines.part[chosen]) * lines.quantity[chosen]
    dates = days(filed)
    world.add(
        WarrantyClaimFactory,
        len(row),
        service_call_id=world.tables["service_calls"].first_id + row,
        claim_number=numbered("WC", dates, world.number, wanted),
        claim_date=dates,
        claimed_amount=costs,
        status=Coded(status, ("Submitted", "Approved", "Partially Approved", "Denied")),
        decided_date=np.where(status > 0, days(decided), np.datetime64("NaT", "D")),
    )


