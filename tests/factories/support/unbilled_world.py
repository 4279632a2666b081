"""A branch whose visits follow no rule: what billing and stock must cope with."""

import datetime as dt
from typing import Any

import numpy as np

from factories.engine import money
from factories.engine.rows import Table
from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded
from factories.rules.calls.service import COMPONENTS, INSTALLATION, TYPES
from factories.rules.crm.contracts import PLAN_NAMES
from factories.scenario import Scenario
from factories.steps.facts import Calls, Contracts, Devices, PartLines
from factories.steps.world import World, days, minutes
from hvac_models.catalog import EquipmentKind, PartCategory

AS_OF = dt.date(2026, 1, 2)
_KINDS = tuple(str(kind) for kind in EquipmentKind)
_CATEGORIES = tuple(str(category) for category in PartCategory)


def small_world(seed: int = 1, number: int = 1, **rows: int) -> World:
    """A world just before its visits are billed."""
    named = {"customers": 100, "service_calls": 400, "parts_usage": 800, "parts": 80, **rows}
    world = World(Scenario.of(as_of=AS_OF, seed=seed, rows=named, scale=max(number, 1)), number)
    _catalog(world)
    _customers(world)
    _devices(world)
    _visits(world)
    _parts_used(world)
    return world


def _chance(world: World, table: str, first_id: int = 0) -> Chance:
    return world.chance(f"test {table}", np.arange(world.rows(table), dtype=np.int64))


def _add(world: World, name: str, **columns: Any) -> None:
    count = len(next(iter(columns.values())))
    columns["created_at_utc"] = np.full(count, np.datetime64("2006-01-02T15:00"))
    world.tables[name] = Table(columns, world.first_id(name))


def _catalog(world: World) -> None:
    chance = _chance(world, "suppliers")
    states = Coded(chance.below("state", 3), ("NC", "GA", "TX"))
    _add(world, "suppliers", lead_time_days=chance.below("lead", 12), state=states)
    chance = _chance(world, "parts")
    category = chance.below("category", len(_CATEGORIES))
    cost = chance.between("cost", 400, 20_000) * np.where(
        category == _CATEGORIES.index("Equipment"), 10, 1
    )
    _add(
        world,
        "parts",
        unit_cost=cost,
        part_category=Coded(category, _CATEGORIES),
        part_name=[f"Part {number}" for number in range(len(chance))],
        supplier_id=1 + chance.below("supplier", world.rows("suppliers")),
    )
    chance = _chance(world, "equipment_types")
    _add(world, "equipment_types", equipment_type=Coded(chance.below("kind", len(_KINDS)), _KINDS))


def _customers(world: World) -> None:
    chance = _chance(world, "customers")
    kinds = ("residential", "commercial")
    branch = np.full(len(chance), world.number)
    _add(world, "branches", branch_id=branch[:1])
    kind = Coded(chance.choose("type", (85, 15)), kinds)
    _add(world, "customers", customer_type=kind, branch_id=branch)
    count = world.rows("customers") // 2
    chance = world.chance("test contracts", count)
    start = world.start + chance.below("start", 300)
    plan = chance.below("plan", len(PLAN_NAMES))
    world.contracts = Contracts(
        customer=np.arange(count), plan=plan, start=start, end=start + 364, covers_until=start + 364
    )
    percent = 5 + 5 * chance.below("discount", 4)
    _add(
        world,
        "subscriptions",
        service_plan=Coded(plan, PLAN_NAMES),
        discount_percentage=percent,
    )


def _devices(world: World) -> None:
    """One a customer, some put in by the company within the history."""
    count = world.rows("customers")
    chance = world.chance("test devices", count)
    installed = world.start - 1000 + chance.below("installed", 1500)
    ours = chance.happens("ours", 0.3)
    none = np.full(count, -1, np.int64)
    flags = np.zeros(count, np.bool_)
    world.devices = Devices(
        customer=np.arange(count),
        kind=np.zeros(count, np.int64),
        equipment=np.zeros(count, np.int64),
        installed=installed,
        served_from=np.maximum(installed, world.start),
        served_until=np.full(count, world.today),
        builder=flags,
        replaces=np.where(chance.happens("replaces", 0.5), 0, none),
        by_call=flags,
    )
    makers = ("Company", "Other Contractor")
    _add(world, "installed_devices", installed_by=Coded((~ours).astype(np.int64), makers))


def _visits(world: World) -> None:
    chance = _chance(world, "service_calls")
    count = len(chance)
    day = np.sort(world.start + chance.below("day", world.today - world.start + 1))
    start = day * 1440 + 8 * 60 + np.arange(count) % 500
    kind = chance.choose("type", (42, 35, 8, 8, 7))
    tenths = chance.between("tenths", 5, 40) * np.where(kind == INSTALLATION, 2, 1)
    customer = chance.below("customer", world.rows("customers"))
    none = np.full(count, -1, np.int64)
    repair = kind == TYPES.index("Repair")
    covering = _contract(world.contracts, customer, day)
    callback = repair & chance.happens("callback", 0.05)
    world.calls = Calls(
        customer=customer,
        device=customer,
        technician=none,
        kind=kind,
        start=start,
        end=start + tenths * 6,
        component=np.where(repair, chance.below("component", len(COMPONENTS)), -1),
        returns_to=np.where(callback, np.maximum(np.arange(count) - 1, 0), -1),
        is_callback=callback,
        awaits_part=repair & ~callback & chance.happens("awaits", 0.1),
        contract=covering,
        appointment=np.ones(count, np.bool_),
        late=none,
        reported=start,
        severity=none,
        left=np.zeros(count, np.int64),
    )
    _record(world, chance, tenths, day)


def _record(world: World, chance: Chance, tenths: Ints, day: Ints) -> None:
    rate = 100 * chance.between("rate", 92, 146)
    labor = money.times_hours(rate, tenths * 10)
    calls, count = world.calls, len(day)
    _add(
        world,
        "service_calls",
        customer_id=calls.customer + world.first_id("customers"),
        equipment_id=1 + chance.below("equipment", world.rows("equipment_types")),
        service_type=Coded(calls.kind, TYPES),
        service_date=days(day),
        started_at=minutes(calls.start),
        completed_at=minutes(calls.end),
        duration_hours=tenths * 10,
        bill_rate=rate,
        labor_cost=labor,
        parts_cost=np.zeros(count, np.int64),
        total_cost=labor,
    )


def _contract(contracts: Contracts, customer: Any, day: Any) -> Any:
    """The test's customers have one contract at most: the one of their own number."""
    own = np.minimum(customer, len(contracts.customer) - 1)
    runs = (customer == own) & (contracts.start[own] <= day) & (day <= contracts.covers_until[own])
    return np.where(runs, own, -1)


def _parts_used(world: World) -> None:
    chance = _chance(world, "parts_usage")
    calls = world.rows("service_calls")
    call = np.sort(chance.below("call", calls))
    popular = world.rows("parts") // 4
    part = np.where(
        chance.happens("popular", 0.6),
        chance.below("few", popular),
        chance.below("any", world.rows("parts")),
    )
    quantity = np.where(chance.happens("many", 0.2), chance.between("quantity", 2, 9), 1)
    covered = chance.choose("covered", (85, 10, 5))
    world.part_lines = PartLines(
        call, part, quantity, covered == 1, covered == 2, *np.zeros((2, len(call)), np.bool_)
    )
    price = np.where(covered > 0, 0, world.tables["parts"]["unit_cost"][part] * 2)
    _add(
        world,
        "parts_usage",
        service_call_id=call + world.first_id("service_calls"),
        part_id=part + 1,
        quantity_used=quantity,
        unit_price=price,
        covered_by_warranty=covered == 1,
        covered_by_contract=covered == 2,
        unit_cost=world.tables["parts"]["unit_cost"][part],
    )
    columns: Any = world.tables["service_calls"].columns
    columns["parts_cost"] = np.bincount(call, quantity * price, calls).astype(np.int64)
    columns["total_cost"] = columns["labor_cost"] + columns["parts_cost"]
