"""Offers: what quotes are before they are rows; and what else steps look up to write them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.columns import Columns
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL, coded
from factories.rules.appointments.estimates import diagnosed_hours
from factories.rules.appointments.scheduling import CONSULTED, MOVED
from factories.rules.calls.service import INSTALLATION
from factories.rules.crm.offers import SILENT, UNKNOWN
from factories.rules.hours.calendar import office_open
from factories.steps.world import World, day_of, days, on_day


@dataclass
class Offers(Columns):
    """One row a quote, as yet in no order. -1 is none, NULL is left to the factory."""

    kind: Ints
    """Index into ``rules.crm.quotes.QUOTE_TYPES``."""
    customer: Ints
    equipment: Ints
    """Position in ``equipment_types``."""
    day: Ints
    earliest: Ints
    """The first day on which this customer could have been quoted for this."""
    answer: Ints
    answered_after: Ints
    call: Ints
    component: Ints
    """Index into ``rules.calls.service.COMPONENTS``, or -1."""
    hours: Ints
    rate: Ints
    equipment_cost: Ints
    parts_cost: Ints
    plan_price: Ints
    old: Ints
    """Position of the device that it would replace, or -1."""
    background: Ints
    """Index into ``rules.crm.offers.BACKGROUNDS``."""
    changed_by: Ints
    """Cents that a change order added to the price on the bill."""
    pair: Ints
    """A number that a superseded quote and its successor share, or -1."""

    @classmethod
    def of(cls, kind: Ints, customer: Ints, equipment: Ints, day: Ints, **known: Ints) -> Offers:
        """Offers of which the rest is not known."""
        blank = {name: np.full(len(kind), value, np.int64) for name, value in _UNKNOWN.items()}
        return cls(
            **{
                **blank,
                "kind": kind,
                "customer": customer,
                "equipment": equipment,
                "day": day,
                **known,
            }
        )


_UNKNOWN = {
    "answer": SILENT,
    "answered_after": 0,
    "call": -1,
    "component": -1,
    "earliest": 0,
    "hours": NULL,
    "rate": NULL,
    "equipment_cost": NULL,
    "parts_cost": NULL,
    "plan_price": 0,
    "old": -1,
    "background": UNKNOWN,
    "changed_by": 0,
    "pair": -1,
}


def efficient(world: World) -> Mask:
    """True for the models of the catalog that are above the least efficient of their kind."""
    table = world.tables["equipment_types"]
    kind, unit = coded(table["equipment_type"]), coded(table["rating_unit"])
    group = kind.codes * len(unit.values) + unit.codes
    least = np.full(int(group.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(least, group, table["energy_rating"])
    above: Mask = table["energy_rating"] > least[group]
    return above


def booked_on(world: World) -> Ints:
    """The day each call was first booked, by its appointment or the one that this was moved from;
    -1 for those not in the book."""
    table, book = world.tables["appointments"], world.appointments
    booked = np.full(len(world.calls), -1, np.int64)
    day = table["created_date"].astype("datetime64[D]").astype(np.int64)
    kept = np.flatnonzero(table["service_call_id"] != NULL)
    booked[table["service_call_id"][kept] - world.first_id("service_calls")] = day[kept]
    # Rows of the table and of the book are told by customer and time.
    moved = np.flatnonzero(coded(table["status"]).is_("Rescheduled"))
    customer = table["customer_id"][moved] - world.first_id("customers")
    planned = table["scheduled_time"].astype("datetime64[m]").astype(np.int64)[moved]
    of_table = customer * 2**32 + planned
    by_key = np.argsort(of_table, kind="stable")
    row = np.flatnonzero((book.moved_to >= 0) & (book.fate == MOVED))
    row = row[book.call[book.moved_to[row]] >= 0]
    found = np.searchsorted(of_table[by_key], book.customer[row] * 2**32 + book.start[row])
    call = book.call[book.moved_to[row]]
    np.minimum.at(booked, call, day[moved[by_key[found]]])
    return booked


def main_charge(world: World) -> Ints:
    """What each call charged for the part that mends, or for the unit put in, cents."""
    lines, table = world.part_lines, world.tables["parts_usage"]
    charged = np.zeros(len(world.calls), np.int64)
    main = np.flatnonzero(lines.is_main)
    np.add.at(charged, lines.call[main], (table["unit_price"] * table["quantity_used"])[main])
    return charged


def planned_hours(world: World, call: Ints) -> Ints:
    """Hours that were quoted for these calls, hundredths: an installation's are in its order, a
    repair's are said by who has found the fault."""
    orders, table = world.tables["work_orders"], world.tables["service_calls"]
    ordered = np.zeros(len(world.calls), np.int64)
    ordered[orders["service_call_id"] - table.first_id] = orders["estimated_hours"]
    key = world.keys("service_calls", call)
    said = diagnosed_hours(
        world.chance("said", call),
        key,
        coded(table["failed_component"]).take(call),
        table["duration_hours"][call],
    )
    return np.where(world.calls.kind[call] == INSTALLATION, ordered[call], said)


def open_office(day: Ints) -> Mask:
    """True for the day numbers on which the office works."""
    return office_open(days(day))


def consultations(world: World) -> tuple[Ints, Ints]:
    """Customer and day of each salesman's visit that took place, by day."""
    book = world.appointments
    row = np.flatnonzero(book.fate == CONSULTED)
    row = row[np.argsort(book.start[row], kind="stable")]
    return book.customer[row], book.start[row] // 1440


def last_consultation(world: World, customer: Ints, day: Ints, within: int) -> Ints:
    """The day of the last salesman's visit to each customer up to ``day``, and at most ``within``
    days before it; -1 for none."""
    who, when = consultations(world)
    key = np.sort(on_day(who, when))
    if not len(key):
        return np.full(len(customer), -1, np.int64)
    place = np.searchsorted(key, on_day(customer, day), side="right") - 1
    visited, on = day_of(key[np.maximum(place, 0)])
    fits = (visited == customer) & (on <= day) & (day - on <= within)
    return np.where(fits, on, -1)
