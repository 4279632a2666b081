"""Do the visits: the calls, what they used, and their work orders."""

from __future__ import annotations

import numpy as np

from factories.engine.rows import Table
from factories.engine.set_operations import firsts
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded
from factories.rules.accounting.documents import numbered
from factories.rules.appointments import work_orders
from factories.rules.calls import service
from factories.rules.calls.findings import named
from factories.rules.calls.service import TYPES
from factories.rules.calls.urgency import PATIENT_DAYS, days_waited
from factories.rules.crm.unit_prices import accepted_percent
from factories.rules.hours.clocks import as_utc
from factories.steps.findings import found, noted_before, taken_up
from factories.steps.incidents import asks_for_manager
from factories.steps.warranty import claimed_lines
from factories.steps.won import told_at_first
from factories.steps.world import World, days, minutes
from factories.tables.recorded import NO_DAY
from factories.tables.service import ServiceCallFactory
from factories.tables.usage import PartsUsageFactory
from factories.tables.work_orders import WorkOrderFactory


def record_calls(world: World) -> None:
    """The calls and the parts they used; prices are the parts', totals are sums."""
    calls, lines = world.calls, world.part_lines
    main = np.full(len(calls), -1, np.int64)
    main[lines.call[lines.is_main]] = lines.part[lines.is_main]
    names = world.tables["parts"]["part_name"]
    main_names = [names[part] if part >= 0 else None for part in main.tolist()]
    seen = world.seen = found(world)
    finding = named(seen)
    usage = _usage(world)
    charged = np.zeros(len(calls), np.int64)
    np.add.at(charged, lines.call, usage["unit_price"] * lines.quantity)
    components = (*service.COMPONENTS, None)
    world.add(
        ServiceCallFactory,
        len(calls),
        customer_id=world.keys("customers", calls.customer),
        technician_id=world.keys("technicians", calls.technician),
        installation_id=world.keys("installed_devices", calls.device),
        service_type=Coded(calls.kind, TYPES),
        started_at=minutes(calls.start),
        duration_hours=(calls.end - calls.start) * 100 // 60,
        failed_component=Coded(
            np.where(calls.component >= 0, calls.component, len(components) - 1), components
        ),
        callback_of_id=world.keys(
            "service_calls", np.where(calls.is_callback, calls.returns_to, -1)
        ),
        parts_cost=charged,
        main_part=main_names,
        gas_leak=calls.gas_leak,
        finding=finding,
        noted_before=named(noted_before(world, seen)),
        high_temperature_f=world.temperature("high", calls.day),
    )
    world.tables["parts_usage"] = usage
    _write_work_orders(world, main_names, finding)


def _usage(world: World) -> Table:
    """The parts used on the calls."""
    calls, lines = world.calls, world.part_lines
    return PartsUsageFactory.columns(
        len(lines.call),
        first_id=world.first_id("parts_usage"),
        seed=world.scenario.seed,
        today=world.scenario.as_of,
        tables=world.tables,
        service_call_id=world.keys("service_calls", lines.call),
        part_id=world.keys("parts", lines.part),
        quantity_used=lines.quantity,
        usage_date=days(calls.day[lines.call]),
        covered_by_warranty=lines.by_warranty | lines.again,
        covered_by_contract=lines.by_contract,
        list_percent=_agreed_percent(world),
        created_at_utc=as_utc(minutes(calls.end), world.number)[lines.call],
    )


def _agreed_percent(world: World) -> Ints:
    """What each line is charged at, percent of the list: a unit at what was agreed upon before."""
    calls, lines = world.calls, world.part_lines
    row = np.flatnonzero(lines.is_main & (calls.kind == service.INSTALLATION)[lines.call])
    percent = np.full(len(lines.call), 100, np.int64)
    percent[row] = accepted_percent(world.by_call("unit", lines.call[row]))
    return percent


def _write_work_orders(world: World, main_names: list[str | None], finding: Coded) -> None:
    """One a call, closed when its paper is done: at once, or days later, or when the part has
    come."""
    calls = world.calls
    chance = world.chance("paper", len(calls))
    closed = calls.day + work_orders.paper_days(chance)
    answered = np.flatnonzero(calls.returns_to >= 0)
    mended = np.full(len(calls), world.today + 1, np.int64)
    mended[calls.returns_to[answered]] = calls.day[answered]
    closed = np.where(calls.awaits_part, np.maximum(closed, mended), closed)
    status = np.where(closed <= world.today, 0, 1)
    on_another_day = (closed > calls.day) & (status == 0)
    covered = np.zeros(len(calls), np.bool_)
    covered[world.part_lines.call[world.part_lines.by_warranty]] = True
    claimed = np.zeros(len(calls), np.bool_)
    claimed[world.part_lines.call[claimed_lines(world)]] = True
    said, ago, hurried = told_at_first(world)
    noted_then = np.zeros(len(calls), np.bool_)
    noted_then[taken_up(calls)] = True
    world.add(
        WorkOrderFactory,
        len(calls),
        service_call_id=world.tables["service_calls"].ids,
        work_order_number=numbered("WO", days(calls.day), world.number, world.rows("work_orders")),
        status=Coded(status, ("Completed", "In Progress")),
        closed_date=np.where(on_another_day, days(closed), NO_DAY),
        main_part=main_names,
        awaits_part=calls.awaits_part,
        left=calls.left,
        claimed=claimed,
        gas_leak=calls.gas_leak,
        finding=finding,
        under_warranty=covered,
        response=calls.start - calls.reported,
        # Who was a lead first said then whether it could wait.
        waited=np.where(ago >= 0, np.where(hurried, 0, PATIENT_DAYS + 1), waited(world)),
        first_words=said,
        asked_ago=ago,
        brings_part=(calls.returns_to >= 0) & ~calls.is_callback,
        first_day=np.where(calls.returns_to >= 0, calls.day[calls.returns_to], -1),
        noted_then=noted_then,
        for_manager=asks_for_manager(world),
        yearly=_yearly(world),
        seen_before=_seen_before(world),
        low_temperature_f=world.temperature("low", calls.day),
        high_temperature_f=world.temperature("high", calls.day),
    )


def _seen_before(world: World) -> Mask:
    """Visits to a unit that had one before."""
    seen = np.ones(len(world.calls), np.bool_)
    seen[firsts(world.calls.device)] = False
    return seen


def _yearly(world: World) -> Mask:
    """Maintenance visits to a unit that had none for most of a year, or none at all so far."""
    calls = world.calls
    tuned = np.flatnonzero(calls.kind == service.MAINTENANCE)
    tuned = tuned[np.lexsort((calls.start[tuned], calls.device[tuned]))]
    device, day = calls.device[tuned], calls.day[tuned]
    first = np.ones(len(tuned), np.bool_)
    first[1:] = device[1:] != device[:-1]
    since = np.diff(day, prepend=0)
    yearly = np.zeros(len(calls), np.bool_)
    yearly[tuned] = first | (since >= service.ANNUAL_VISIT_AFTER)
    return yearly


def waited(world: World) -> Ints:
    """Working days from the booking of each call to the visit; none without an appointment."""
    book, count = world.appointments, np.zeros(len(world.calls), np.int64)
    kept = np.flatnonzero(book.call >= 0)
    count[book.call[kept]] = days_waited(
        days(book.booked[kept] // 1440), days(book.start[kept] // 1440)
    )
    return count
