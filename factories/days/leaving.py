"""Customers who go elsewhere: nothing of theirs goes on."""

from __future__ import annotations

import json

import numpy as np

from factories.days.books import INT, iso, key_of, keys
from factories.days.day import Day
from factories.engine.sets import distinct
from factories.engine.streams import Ints
from factories.rules import office
from factories.rules.billing import WORKDAY_ENDS
from factories.rules.customers import LEAVING, NOBODY_LEAVES_WITHIN
from factories.wording.feedback import ANGRY_UP_TO
from factories.wording.remarks import PARTING

_NEVER = np.datetime64("NaT", "D")


def strike_off(day: Day) -> None:
    """On the first day: those who had written before it not to call again."""
    if day.number == day.books.begun + 1:
        _part(day, _will_not_call(day, None), day.at(office.BOOKS_OPEN))


def see_off(day: Day) -> None:
    """Who leaves today: by chance, and whoever has written today not to call again."""
    told = day.books.added.get("customer_feedback", {})
    gone = np.append(by_chance(day), _will_not_call(day, np.array(list(told), np.int64)))
    _part(day, distinct(gone), day.at(WORKDAY_ENDS))


def by_chance(day: Day) -> Ints:
    """A share of the customers who have something in use, wait for no part, and have agreed to
    nothing that is still to be done."""
    everyone = np.arange(1, day.books.next_id("customers"), dtype=np.int64)
    leaves = day.daily("leaves", everyone).happens("leaves", LEAVING / 365)
    found = day.books.read(
        "select customer_id from customers as c"
        " where customer_id in (select value from json_each(?1))"
        " and created_at < date(?2, '-' || ?3 || ' days')"
        " and exists (select 1 from installed_devices as d"
        "  where d.customer_id = c.customer_id and d.status = 'Active')"
        " and not exists (select 1 from installed_devices as d"
        "  where d.customer_id = c.customer_id and d.status = 'Under Maintenance')"
        " and not exists (select 1 from quotes as q where q.customer_id = c.customer_id"
        "  and q.status = 'Accepted' and q.service_call_id is null"
        "  and q.quote_type <> 'Maintenance Contract')",
        keys(everyone[leaves]), str(np.datetime64(day.number, "D")), NOBODY_LEAVES_WITHIN, id=INT,
    )  # fmt: skip
    customers: Ints = found.id
    return customers


def _will_not_call(day: Day, feedback: Ints | None) -> Ints:
    """Customers who say so in these rows of feedback, or in any."""
    found = day.books.read(
        "select distinct customer_id from customer_feedback"
        " where (?1 is null or feedback_id in (select value from json_each(?1)))"
        " and overall_satisfaction <= ?2"
        " and exists (select 1 from json_each(?3) where instr(comments, value) > 0)"
        " order by customer_id",
        None if feedback is None else keys(feedback), ANGRY_UP_TO, json.dumps(sorted(PARTING)),
        id=INT,
    )  # fmt: skip
    customers: Ints = found.id
    return customers


def _part(day: Day, customer: Ints, minute: int) -> None:
    """Devices, contract, bookings and offers of customers who have left."""
    if not len(customer):
        return
    change = day.books.change
    change(
        "installed_devices",
        _theirs(day, "installed_devices", "status in ('Active', 'Under Maintenance')", customer),
        at=minute,
        status="Inactive",
    )
    change(
        "appointments",
        _theirs(day, "appointments", "status in ('Scheduled', 'Confirmed')", customer),
        at=minute,
        status="Cancelled",
    )
    change(
        "subscriptions",
        # What ended yesterday is turned over today, and not renewed.
        _theirs(
            day,
            "subscriptions",
            f"status in ('Active', 'Suspended') and end_date >= '{iso(day.number)}'",
            customer,
        ),
        at=minute,
        status="Cancelled",
        cancelled_date=np.datetime64(day.number, "D"),
        next_service_date=_NEVER,
    )
    day.notes["left"] = np.append(day.notes.get("left", np.zeros(0, np.int64)), customer)


def _theirs(day: Day, table: str, which: str, customer: Ints) -> Ints:
    """Keys of the rows of these customers."""
    key = key_of(table)
    found = day.books.read(
        f"select {key} from {table} where {which}"
        f" and customer_id in (select value from json_each(?)) order by {key}",
        keys(customer), id=INT,
    )  # fmt: skip
    ids: Ints = found.id
    return ids
