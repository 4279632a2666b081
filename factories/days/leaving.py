"""Customers who leave: who, when, and the end of their contracts, bookings and offers."""

from __future__ import annotations

import json

import numpy as np

from factories.days.books import DAY, FLAG, INT, Found, iso, key_of, keys
from factories.days.day import Day
from factories.engine.set_operations import distinct
from factories.engine.streams import FRACTION, Ints
from factories.rules.accounting.billing import WORKDAY_ENDS
from factories.rules.calls.service import RESPONSE_TARGET
from factories.rules.crm.contracts import QUOTE_TO_CONTRACT_WITHIN
from factories.rules.crm.customers import (
    BUYERS_STAY,
    LAPSED_WITHIN,
    LEAVES_AT_MOST,
    LEAVES_USUAL,
    LEAVING_OF_SETTLED,
    LET_DOWN_WITHIN,
    NOBODY_LEAVES_WITHIN,
    STRUCK_OFF_AFTER,
    UNSEEN_FOR,
    leaves_percent,
    struck_off_after,
)
from factories.wording.feedback import ANGRY_UP_TO
from factories.wording.remarks import PARTING

_NEVER = np.datetime64("NaT", "D")

_FREE_TO_GO = """
    select value as id from json_each(?1) as c
    where not exists (select 1 from appointments as a where a.customer_id = c.value
                      and a.status in ('Scheduled', 'Confirmed'))
      and not exists (select 1 from subscriptions as s where s.customer_id = c.value
                      and s.status in ('Active', 'Suspended'))
      and not exists (select 1 from installed_devices as d where d.customer_id = c.value
                      and (d.status = 'Under Maintenance'
                           or d.installed_by = 'Company' and d.installation_date > ?3))
      and not exists (select 1 from quotes as q where q.customer_id = c.value
                      and q.status = 'Accepted' and q.service_call_id is null
                      and (q.quote_type <> 'Maintenance Contract' or q.quote_date > ?2))
    order by value"""

_SIGNS = """
    select exists (select 1 from subscriptions as s where s.customer_id = c.value
                   and s.status in ('Active', 'Suspended')) as contract,
           exists (select 1 from subscriptions as s where s.customer_id = c.value
                   and coalesce(s.cancelled_date, s.end_date) > ?2) as lapsed,
           exists (select 1 from service_calls as s
                   left join customer_feedback as f on f.service_call_id = s.service_call_id
                   left join incident_response as i on i.service_call_id = s.service_call_id
                   where s.customer_id = c.value and s.service_date > ?3
                   and (s.is_callback or f.overall_satisfaction <= ?5
                        or i.customer_satisfaction <= ?5
                        or i.response_time_minutes > json_extract(?6, '$.' || i.severity_level)))
           or exists (select 1 from customer_feedback as f
                      where f.customer_id = c.value and f.follow_up_required
                      and not exists (select 1 from customer_feedback as l
                                      where l.customer_id = c.value
                                      and l.feedback_id > f.feedback_id)
                      and not exists (select 1 from service_calls as s
                                      where s.customer_id = c.value
                                      and s.service_date > f.feedback_date)) as let_down,
           not exists (select 1 from service_calls as s
                       where s.customer_id = c.value and s.service_date > ?4) as unseen
    from json_each(?1) as c
    order by c.value"""


def see_off(day: Day) -> None:
    """Who leaves today: by chance, and who has written some time ago not to call again."""
    part(day, distinct(np.append(by_chance(day), _struck_off(day))), day.at(WORKDAY_ENDS))


def by_chance(day: Day) -> Ints:
    """A share of the customers who have something in use that we did not put in lately, wait for no
    part, and have agreed to nothing that is still to be done: larger of those who give signs."""
    everyone = np.arange(1, day.books.next_id("customers"), dtype=np.int64)
    lot = day.daily("leaves", everyone).fraction("leaves")
    a_day = round(LEAVING_OF_SETTLED / 365 * FRACTION)
    leaves = lot < a_day * LEAVES_AT_MOST // LEAVES_USUAL
    found = day.books.read(
        "select customer_id as id from customers as c"
        " where customer_id in (select value from json_each(?1))"
        " and created_at < date(?2, '-' || ?3 || ' days')"
        " and exists (select 1 from installed_devices as d"
        "  where d.customer_id = c.customer_id and d.status = 'Active')"
        " and not exists (select 1 from installed_devices as d"
        "  where d.customer_id = c.customer_id and (d.status = 'Under Maintenance'"
        "  or d.installed_by = 'Company' and d.installation_date > date(?2, '-' || ?4 || ' days')))"
        " and not exists (select 1 from quotes as q where q.customer_id = c.customer_id"
        "  and q.status = 'Accepted' and q.service_call_id is null"
        "  and q.quote_type <> 'Maintenance Contract')"
        " order by customer_id",
        keys(everyone[leaves]), iso(day.number), NOBODY_LEAVES_WITHIN, BUYERS_STAY, id=INT,
    )  # fmt: skip
    customers: Ints = found.id[lot[found.id - 1] < a_day * _leaves_percent(day, found.id) // 100]
    return customers


def _leaves_percent(day: Day, customer: Ints) -> Ints:
    """How soon each of the customers leaves, percent of the mean, as things stand today."""
    if not len(customer):
        return customer
    lapsed, let_down, unseen = (
        iso(day.number - days) for days in (LAPSED_WITHIN, LET_DOWN_WITHIN, UNSEEN_FOR)
    )
    targets = json.dumps(RESPONSE_TARGET)
    signs = day.books.read(
        _SIGNS, keys(customer), lapsed, let_down, unseen, ANGRY_UP_TO, targets,
        contract=FLAG, lapsed=FLAG, let_down=FLAG, unseen=FLAG,
    )  # fmt: skip
    return leaves_percent(signs.contract, signs.lapsed, signs.let_down, signs.unseen)


def free_to_go(day: Day, customer: Ints) -> Ints:
    """Those of the customers for whom nothing is booked, promised, begun or lately put in."""
    since = iso(day.number - QUOTE_TO_CONTRACT_WITHIN), iso(day.number - BUYERS_STAY)
    found = day.books.read(_FREE_TO_GO, keys(distinct(customer)), *since, id=INT)
    customers: Ints = found.id
    return customers


def quiet(day: Day) -> Ints:
    """Customers who have written not to call again: they do not, until the office strikes them off
    and after."""
    customers: Ints = distinct(_partings(day)[0])
    return customers


def _struck_off(day: Day) -> Ints:
    """Those of them whom the office gives up today."""
    customer, until = _partings(day)
    due: Ints = customer[until <= day.number]
    return due


def _partings(day: Day) -> tuple[Ints, Ints]:
    """Who has lately written not to call again, and the day on which the office takes it for
    good."""
    next_ = day.books.next_id("customer_feedback")
    known, upto = day.partings or (_written(day, 0), next_)
    if next_ > upto and len(more := _written(day, upto)):
        both = {n: np.concatenate([known.columns[n], more.columns[n]]) for n in more.columns}
        known = Found(both).rows(np.argsort(both["customer"], kind="stable"))
    day.partings = known, next_
    return known.customer, known.on + struck_off_after(day.books.seed, known.id)


def _written(day: Day, first: int) -> Found:
    """The feedback, from a key on, of who has lately written so."""
    # On the first day whenever it was: somebody may have edited the history.
    lately = day.number - STRUCK_OFF_AFTER[1] - 1 if day.number > day.books.begun + 1 else 0
    return day.books.read(
        "select feedback_id as id, customer_id as customer,"
        " feedback_date as [on] from customer_feedback"
        " where feedback_id >= ?4 and feedback_date > ?1 and overall_satisfaction <= ?2"
        " and exists (select 1 from json_each(?3) where instr(comments, value) > 0)"
        " order by customer_id, feedback_id",
        iso(lately), ANGRY_UP_TO, json.dumps(sorted(PARTING)), first,
        id=INT, customer=INT, on=DAY,
    )  # fmt: skip


def part(day: Day, customer: Ints, minute: int) -> None:
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
        auto_renewal=False,
    )
    day.left = np.append(day.left, customer)


def _theirs(day: Day, table: str, which: str, customer: Ints) -> Ints:
    """Keys of the rows of these customers."""
    key = key_of(table)
    found = day.books.read(
        f"select {key} as id from {table} where {which}"
        f" and customer_id in (select value from json_each(?)) order by {key}",
        keys(customer), id=INT,
    )  # fmt: skip
    ids: Ints = found.id
    return ids
