"""Write the visits down: the calls, what they used, their work orders, what becomes of the
devices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.days.books import INT, iso, keys
from factories.days.day import Day
from factories.days.findings import found
from factories.days.first_words import asked_by
from factories.days.incidents import asks_for_manager
from factories.days.installing import put_in
from factories.days.noted import noted_since, open_notes
from factories.days.parts import Lines, used_up
from factories.days.price_list import list_year
from factories.days.stock import lies_there
from factories.days.visit_rows import Visits
from factories.days.warranty import claimed
from factories.days.weather import temperatures
from factories.engine.set_operations import among, firsts
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL, Coded
from factories.rules.appointments import scheduling, work_orders
from factories.rules.appointments.estimates import OnFile, estimated_hours
from factories.rules.calls.findings import named
from factories.rules.calls.left_undone import DECLINED
from factories.rules.calls.service import (
    ANNUAL_VISIT_AFTER,
    COMPONENTS,
    INSPECTION,
    MAINTENANCE,
    REPAIR,
    TYPES,
)
from factories.rules.calls.urgency import PATIENT_DAYS, days_waited
from factories.rules.hours import office
from factories.tables.service import ServiceCallFactory
from factories.tables.usage import PartsUsageFactory
from factories.tables.work_orders import WorkOrderFactory


def record_calls(day: Day) -> None:
    """The rows of the day's visits, parents first."""
    visits = day.visits
    put_in(day, visits)
    day.lines = lines = used_up(day, visits) if day.works else _of_what_is_there(day, visits)
    if len(visits):
        names = _main_names(day, visits, lines)
        before, looked_at = open_notes(day, visits.device)
        finding = named(found(day, visits, before, looked_at))
        # What is mended today is not as it was noted.
        before = np.where(before == visits.component, -1, before)
        _add_calls(day, visits, lines, names, finding, named(before))
        _add_usage(day, visits, lines)
        _add_work_orders(day, visits, lines, names, finding)
        _keep_appointments(day, visits)
        _after_the_visit(day, visits)
    _close_orders(day)


def _of_what_is_there(day: Day, visits: Visits) -> Lines:
    """Where neither trucks come nor counters are open, a part that is missing is waited for: the
    emergency is over, and somebody comes again to mend it."""
    lines = used_up(day, visits)
    missing = lines.is_main & ~lies_there(day, visits, lines)
    if missing.any():
        visits.awaits_part[lines.visit[missing]] = True
        lines = used_up(day, visits)
    return lines.rows(lies_there(day, visits, lines))


def _main_names(day: Day, visits: Visits, lines: Lines) -> list[str | None]:
    """The part that mends, or the unit put in, a visit."""
    main = np.full(len(visits), -1, np.int64)
    main[lines.visit[lines.main]] = lines.part[lines.main]
    names = day.books.tables["parts"]["part_name"].tolist()
    return [names[part] if part >= 0 else None for part in main.tolist()]


def _add_calls(
    day: Day,
    visits: Visits,
    lines: Lines,
    names: list[str | None],
    finding: Coded,
    noted_before: Coded,
) -> None:
    charged = np.zeros(len(visits), np.int64)
    np.add.at(charged, lines.visit, lines.price * lines.quantity)
    known = (*COMPONENTS, None)
    _, high = temperatures(day, visits.branch)
    day.books.add(
        ServiceCallFactory,
        len(visits),
        list_year=list_year(day),
        recorded=visits.start,
        changed=visits.end,
        customer_id=visits.customer,
        technician_id=visits.technician,
        installation_id=visits.device,
        service_type=Coded(visits.kind, TYPES),
        started_at=visits.start.astype("datetime64[m]"),
        duration_hours=visits.length * 100 // 60,
        failed_component=Coded(
            np.where(visits.component >= 0, visits.component, len(COMPONENTS)), known
        ),
        callback_of_id=np.where(visits.is_callback, visits.returns_to, NULL),
        parts_cost=charged,
        main_part=names,
        gas_leak=visits.gas_leak,
        finding=finding,
        noted_before=noted_before,
        high_temperature_f=high,
    )


def _add_usage(day: Day, visits: Visits, lines: Lines) -> None:
    day.books.add(
        PartsUsageFactory,
        len(lines.visit),
        recorded=visits.end[lines.visit],
        service_call_id=visits.call[lines.visit],
        list_year=list_year(day),
        part_id=lines.part + 1,
        quantity_used=lines.quantity,
        unit_price=lines.price,
        usage_date=np.datetime64(day.number, "D"),
        covered_by_warranty=lines.by_warranty | lines.again,
        covered_by_contract=lines.by_contract,
    )


def _add_work_orders(
    day: Day, visits: Visits, lines: Lines, names: list[str | None], finding: Coded
) -> None:
    covered = np.zeros(len(visits), np.bool_)
    covered[lines.visit[lines.by_warranty]] = True
    low, high = temperatures(day, visits.branch)
    closed = ~visits.awaits_part & (paper_days(day, visits.call) == 0)
    said, ago, waited = _first_words(day, visits)
    given = {}
    booked = visits.estimate >= 0
    if booked.any():
        given = _as_booked(day, visits, booked)
    day.books.add(
        WorkOrderFactory,
        len(visits),
        recorded=visits.start,
        changed=visits.end,
        service_call_id=visits.call,
        work_order_number=day.books.numbers(
            "work_orders", "work_order_number", "WO", visits.branch
        ),
        status=Coded((~closed).astype(np.int64), ("Completed", "In Progress")),
        main_part=names,
        awaits_part=visits.awaits_part,
        left=visits.left,
        claimed=claimed(day, visits, lines),
        gas_leak=visits.gas_leak,
        finding=finding,
        under_warranty=covered,
        low_temperature_f=low,
        high_temperature_f=high,
        response=visits.start - visits.reported,
        waited=waited,
        first_words=said,
        asked_ago=ago,
        brings_part=(visits.returns_to >= 0) & ~visits.is_callback,
        first_day=_first_days(day, visits),
        noted_then=_noted_then(day, visits),
        for_manager=asks_for_manager(day, visits),
        yearly=_yearly(day, visits),
        seen_before=_seen_before(day, visits),
        **given,
    )


def _first_days(day: Day, visits: Visits) -> Ints:
    """The day of the visit that each goes back to, -1 for none; of what was noted again since it
    was quoted, that of the last look before the booking."""
    back = np.flatnonzero(visits.returns_to >= 0)
    first = np.full(len(visits), -1, np.int64)
    dates = day.books.tables["service_calls"].at("service_date", visits.returns_to[back])
    first[back] = dates.astype("datetime64[D]").astype(np.int64)
    row = np.flatnonzero(_noted_then(day, visits) & (visits.appointment >= 0))
    if len(row):
        looks = noted_since(day, int(first[row].min()) - 1, visits.device[row])
        booked = day.books.tables["appointments"].at("created_date", visits.appointment[row])
        over = day.books.tables["service_calls"].at("completed_at", looks.call)
        before = (looks.device == visits.device[row, None]) & (over <= booked[:, None])
        first[row] = np.maximum(first[row], np.where(before, looks.on, -1).max(axis=1, initial=-1))
    return first


def _noted_then(day: Day, visits: Visits) -> Mask:
    """Which go back to a tune-up or an inspection that had noted what they mend."""
    back = np.flatnonzero(visits.returns_to >= 0)
    noted = np.zeros(len(visits), np.bool_)
    first = day.books.tables["service_calls"].at("service_type", visits.returns_to[back])
    noted[back] = first.is_("Maintenance", "Inspection")
    return noted


def _seen_before(day: Day, visits: Visits) -> Mask:
    """Inspections of a unit that had a visit before; of others nobody asks."""
    looked_at = visits.kind == INSPECTION
    known = day.books.read(
        "select distinct installation_id as id from service_calls"
        " where installation_id in (select value from json_each(?1)) and service_call_id < ?2",
        keys(visits.device[looked_at]), int(visits.call.min()),
        id=INT,
    )  # fmt: skip
    first = np.zeros(len(visits), np.bool_)
    first[firsts(visits.device)] = True
    seen: Mask = ~(looked_at & first & ~among(visits.device, known.id))
    return seen


def _yearly(day: Day, visits: Visits) -> Mask:
    """Maintenance visits to a unit that had none for most of a year, or none at all so far."""
    tuned = visits.kind == MAINTENANCE
    lately = day.books.read(
        "select distinct installation_id as id from service_calls"
        " where installation_id in (select value from json_each(?1))"
        " and service_type = 'Maintenance' and service_date > ?2 and service_call_id < ?3",
        keys(visits.device[tuned]), iso(day.number - ANNUAL_VISIT_AFTER), int(visits.call.min()),
        id=INT,
    )  # fmt: skip
    yearly: Mask = tuned & ~among(visits.device, lately.id)
    return yearly


class _FirstWords(NamedTuple):
    """What customers said as leads, a row a visit."""

    said: list[str | None]
    ago: Ints
    """Days before the visit, -1 for who said nothing."""
    waited: Ints
    """Working days; of who asked as a lead, whether it could wait was said then."""


def _first_words(day: Day, visits: Visits) -> _FirstWords:
    """What those said was wrong who have their first visit today."""
    said: list[str | None] = [None] * len(visits)
    ago, waited = np.full(len(visits), -1, np.int64), _waited(day, visits)
    repairs = np.flatnonzero(visits.kind == REPAIR)
    customer = visits.customer[repairs]
    asked = asked_by(day, customer, int(visits.call.min()))
    about = asked.told(customer, visits.device[repairs]) >= 0
    for row, one in zip(repairs[about].tolist(), asked.rows(customer[about]).tolist(), strict=True):
        said[row], ago[row] = asked.words[one], day.number - asked.created[one]
        waited[row] = 0 if asked.hurried[one] else PATIENT_DAYS + 1
    return _FirstWords(said, ago, waited)


def _waited(day: Day, visits: Visits) -> Ints:
    """Working days from the booking to the visit; none without an appointment."""
    rows = np.flatnonzero(visits.appointment >= 0)
    waited = np.zeros(len(visits), np.int64)
    booked = day.books.tables["appointments"].at("created_date", visits.appointment[rows])
    waited[rows] = days_waited(booked, np.full(len(rows), day.number))
    return waited


def _as_booked(day: Day, visits: Visits, booked: Mask) -> dict[str, object]:
    """Estimate and priority as in the appointment book, where there is an appointment."""
    kinds = Coded(visits.kind, TYPES)
    commercial = (
        day.books.tables["customers"].at("customer_type", visits.customer).is_("commercial")
    )
    known = (*COMPONENTS, None)
    equipment = day.books.tables["installed_devices"].at("equipment_id", visits.device)
    chance = day.chance("orders", visits.call)
    priority = scheduling.priorities(
        chance,
        kinds,
        Coded(visits.component % (len(COMPONENTS) + 1), known),
        day.books.tables["equipment_types"].at("equipment_type", equipment),
        visits.start.astype("datetime64[m]"),
        visits.customer,
        commercial,
        visits.is_callback,
    ).tolist()
    hours = _estimates(day, visits)
    kept = visits.appointment[booked]
    told = day.books.tables["appointments"].at("priority", kept).tolist()
    for row, level in zip(np.flatnonzero(booked).tolist(), told, strict=True):
        priority[row] = level
    return {
        "priority": Coded.of(priority),
        "estimated_hours": np.where(booked, visits.estimate, hours),
    }


def _estimates(day: Day, visits: Visits) -> Ints:
    """What is written into the orders of visits that nobody booked."""
    equipment = day.books.tables["installed_devices"].at("equipment_id", visits.device)
    models = day.books.tables["equipment_types"]
    known = OnFile(
        Coded(visits.kind, TYPES),
        Coded(visits.component % (len(COMPONENTS) + 1), (*COMPONENTS, None)),
        models.at("equipment_type", equipment),
        models.at("btu_rating", equipment),
        (visits.returns_to >= 0) & ~visits.is_callback,
    )
    return estimated_hours(
        day.chance("orders", visits.call), visits.call, known, visits.length * 100 // 60
    )


def _keep_appointments(day: Day, visits: Visits) -> None:
    """The appointments that became calls, with the time at which they really began."""
    rows = np.flatnonzero(visits.appointment >= 0)
    day.books.change(
        "appointments",
        visits.appointment[rows],
        at=visits.end[rows],
        status="Completed",
        service_call_id=visits.call[rows],
        scheduled_time=visits.start[rows].astype("datetime64[m]"),
    )


def _after_the_visit(day: Day, visits: Visits) -> None:
    """What the books say of the devices, and of the quotes that were carried out."""
    tuned = np.flatnonzero(visits.kind == MAINTENANCE)
    day.books.change(
        "installed_devices",
        visits.device[tuned],
        at=visits.end[tuned],
        last_maintenance_date=np.datetime64(day.number, "D"),
    )
    waits = np.flatnonzero(visits.awaits_part)
    day.books.change(
        "installed_devices", visits.device[waits], at=visits.end[waits], status="Under Maintenance"
    )
    off = np.flatnonzero(visits.left == DECLINED)
    day.books.change("installed_devices", visits.device[off], at=visits.end[off], status="Inactive")
    back = np.flatnonzero((visits.returns_to >= 0) & ~visits.is_callback)
    day.books.change("installed_devices", visits.device[back], at=visits.end[back], status="Active")
    quoted = np.flatnonzero(visits.quote >= 0)
    day.books.change(
        "quotes",
        visits.quote[quoted],
        at=visits.end[quoted],
        service_call_id=visits.call[quoted],
    )


def paper_days(day: Day, call: Ints) -> Ints:
    """Days until the paper of a visit is done."""
    return work_orders.paper_days(day.chance("paper", call))


def _close_orders(day: Day) -> None:
    """Orders whose paper is done: not before the part that they waited for is in."""
    open_ = day.books.read(
        "select w.work_order_id as id, w.service_call_id as call,"
        " cast(julianday(?1) - julianday(s.service_date) as integer) as age,"
        # What is looked at meanwhile for another reason does not bring the part.
        " d.status = 'Under Maintenance' and s.failed_component is not null"
        " and not exists (select 1 from service_calls as n"
        "  where n.installation_id = s.installation_id and n.service_call_id > s.service_call_id"
        "  and n.failed_component is not null) as waits"
        " from work_orders as w join service_calls as s on s.service_call_id = w.service_call_id"
        " join installed_devices as d on d.installation_id = s.installation_id"
        " where w.status = 'In Progress' and +s.service_date < ?1 order by w.work_order_id",
        iso(day.number), id=INT, call=INT, age=INT, waits=INT,
    )  # fmt: skip
    done = (open_.age >= paper_days(day, open_.call)) & (open_.waits == 0)
    done |= open_.age >= work_orders.ORDER_CLOSED_WITHIN
    ids = open_.id[done]
    minute = office.entered(day.chance("paper", ids), "filed")
    day.books.change("work_orders", ids, at=day.at(minute), status="Completed")
