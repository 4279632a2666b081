"""Installations: which unit goes in on an appointment, and which one it takes the place of."""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np

from factories.days import crew as crews
from factories.days import lengths
from factories.days.books import INT, Found, iso, keys
from factories.days.day import Day
from factories.days.devices import WATER_HEATER, InUse, apart, kinds
from factories.days.estimates import Jobs, places
from factories.days.price_list import hourly_rates
from factories.days.pricing import without_labor
from factories.days.visit_rows import Visit, Visits
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.calls import on_site
from factories.rules.calls.service import INSTALLATION, TENTH
from factories.rules.crm import quotes
from factories.rules.crm.quotes import EQUIPPING, QUOTE_TYPES
from factories.rules.equipment.devices import KIND_NAMES, half_year, like_models, stands_for
from factories.tables.devices import InstalledDeviceFactory


class Quoted(NamedTuple):
    """An accepted quote."""

    quote: int
    kind: str
    equipment: int
    total: int
    """Cents, as is the next."""
    unit: int


def planned_installations(day: Day, book: Found, devices: InUse) -> dict[int, Visit]:
    """The visits that put something in, by appointment: what was quoted, else a unit like the
    customer's oldest."""
    rows = np.flatnonzero(book.kind == INSTALLATION)
    if not len(rows):
        return {}
    book = book.rows(rows)
    quoted = _accepted(day, book.customer)
    rate = hourly_rates(day, book.technician)
    visits = {}
    for n, customer in enumerate(book.customer.tolist()):
        found = quoted.get(customer)
        own = devices.rows(devices.customer == customer)
        equipment, replaces = _what(day, found, own, customer, int(book.id[n]))
        if equipment < 0:
            continue
        kind = kinds(day, np.array([equipment]))
        if found:
            minutes = _sold(day, found, customer, replaces, int(rate[n]))
            least, most = on_site.installation_limits(int(kind[0]))
            minutes = min(max(minutes, least), most)
        else:
            work = lengths.putting_in(day, "booked", book.id[[n]], np.array([equipment]))
            pace = crews.paces(day, book.technician[[n]])[0, work.skill]
            minutes = int(work.minutes(pace)[0])
        visits[int(book.id[n])] = Visit(
            customer=customer,
            branch=int(book.branch[n]),
            device=-1,
            kind=INSTALLATION,
            technician=int(book.technician[n]),
            start=int(book.start[n]),
            length=minutes,
            appointment=int(book.id[n]),
            opens=int(book.opens[n]),
            estimate=int(book.hours[n]),
            quote=found.quote if found else -1,
            replaces=replaces,
            equipment=equipment,
        )
    return visits


def _sold(day: Day, sold: Quoted, customer: int, replaces: int, rate: int) -> int:
    """The minutes, in tenths of an hour, that the price leaves for labor at the rate (dollars an
    hour) of whoever comes; of what a change order adds to it, half is labor."""
    who, model = np.array([customer]), np.array([sold.equipment])
    place = places(day, who, model, np.array([replaces]))
    jobs, out = Jobs(who, model, place.is_("Roof")), np.array([replaces >= 0])
    quote = np.array([sold.quote])
    change = quotes.change_orders(day.chance("change orders", quote), np.array([sold.total]))
    unit = np.array([sold.unit])
    labor = sold.total + int(change[0]) // 2 - int(without_labor(day, jobs, out, unit)[0])
    tenth = rate * TENTH * 100 // 60
    return (labor + tenth // 2) // tenth * TENTH


def _accepted(day: Day, customer: Ints) -> dict[int, Quoted]:
    """The accepted quote that each customer's installation carries out."""
    names = [QUOTE_TYPES[number] for number in EQUIPPING]
    found = day.books.connection.execute(
        "select customer_id, max(quote_id), quote_type, equipment_id, total_amount, equipment_cost"
        " from quotes"
        # The plus: by customer, who has few quotes, not by call, which most have none of.
        " where status = 'Accepted' and +service_call_id is null"
        f" and quote_type in ({', '.join('?' * len(names))}) and +equipment_id is not null"
        " and customer_id in (select value from json_each(?)) group by customer_id",
        (*names, keys(customer)),
    )
    return {
        who: Quoted(quote, kind, model, round(total * 100), round(unit * 100))
        for who, quote, kind, model, total, unit in found
    }


def _what(
    day: Day, found: Quoted | None, own: InUse, customer: int, appointment: int
) -> tuple[int, int]:
    """Model to put in and device to take out; -1 for none."""
    half = int(half_year(np.array([day.number]))[0])
    if found is None:
        own, old = _unquoted(own)
        if old < 0:
            return -1, -1
        models = like_models(day.scenario.models, int(own.equipment[old]) - 1, half)
        if not models:
            return -1, -1
        lot = day.chance("like for like", np.array([appointment])).below("lot", len(models))
        return models[int(lot[0])] + 1, int(own.id[old])
    return found.equipment, old_one(day, found, own, customer)


def _unquoted(own: InUse) -> tuple[InUse, int]:
    """Those of a customer's devices of which one goes without a quote, and its row among them; -1
    where there is none: a water heater, where there is one, and the oldest."""
    own = apart(own)
    heaters = own.kind == WATER_HEATER
    own = own.rows(heaters) if heaters.any() else own
    return own, int(np.argmin(own.installed)) if len(own) else -1


def old_one(day: Day, sold: Quoted, own: InUse, customer: int) -> int:
    """The device that a replacement takes the place of: the oldest of its kind, or of one whose
    work it does; else one that is out of use already."""
    if sold.kind not in quotes.REPLACING:
        return -1
    places = stands_for(int(kinds(day, np.array([sold.equipment]))[0]))
    for names in places:
        same = among(own.kind, np.array([KIND_NAMES.index(other) for other in names], np.int64))
        if same.any():
            row = np.flatnonzero(same)[int(np.argmin(own.installed[same]))]
            return int(own.id[row])
    return _given_up(day, customer, *places)


def _given_up(day: Day, customer: int, *places: tuple[str, ...]) -> int:
    """The customer's oldest device of such kinds, the first ones first, that is out of use."""
    for names in places:
        found = day.books.read(
            "select d.installation_id as id from installed_devices as d"
            " join equipment_types as e on e.equipment_id = d.equipment_id"
            " where d.customer_id = ? and d.status = 'Inactive'"
            " and e.equipment_type in (select value from json_each(?))"
            " order by d.installation_date, d.installation_id limit 1",
            customer, json.dumps(names), id=INT,
        )  # fmt: skip
        if len(found):
            return int(found.id[0])
    return -1


def going(day: Day, customer: Ints, devices: InUse) -> Mask:
    """Which devices of these customers are about to be taken out: what takes their place is
    sold."""
    quoted = _accepted(day, customer)
    old = [
        old_one(day, sold, devices.rows(devices.customer == who), who)
        for who, sold in quoted.items()
    ]
    for who in _booked_to_install(day, customer):
        own, row = _unquoted(devices.rows(devices.customer == who))
        if who not in quoted and row >= 0:
            old.append(int(own.id[row]))
    gone: Mask = among(devices.id, np.array(old, np.int64))
    return gone


def _booked_to_install(day: Day, customer: Ints) -> list[int]:
    """Those of the customers who have a day for something new, quoted or not."""
    found = day.books.connection.execute(
        "select distinct customer_id from appointments"
        " where appointment_type = 'Installation' and status in ('Scheduled', 'Confirmed')"
        " and appointment_date >= ? and customer_id in (select value from json_each(?)) order by 1",
        (iso(day.number), keys(customer)),
    )
    return [who for (who,) in found]


def put_in(day: Day, visits: Visits) -> None:
    """The new devices, and what becomes of the old ones; the visits know their device then."""
    rows = np.flatnonzero(visits.kind == INSTALLATION)
    if not len(rows):
        return
    replaces = visits.replaces[rows]
    table = day.books.add(
        InstalledDeviceFactory,
        len(rows),
        recorded=visits.end[rows],
        customer_id=visits.customer[rows],
        equipment_id=visits.equipment[rows],
        installation_date=np.datetime64(day.number, "D"),
        status="Active",
        installed_by="Company",
        installation_location=places(day, visits.customer[rows], visits.equipment[rows], replaces),
    )
    visits.device[rows] = table.ids
    old = rows[replaces >= 0]
    day.books.change(
        "installed_devices", visits.replaces[old], at=visits.end[old], status="Replaced"
    )
