"""Contracts: terms begin, are renewed, given up, suspended and run out; visits are planned."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days.books import DAY, FLAG, INT, TEXT, Found, iso, keys
from factories.days.credit import held_today
from factories.days.day import Day, as_one, rounded
from factories.days.leaving import quiet
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded
from factories.rules.calls.service import MAINTENANCE
from factories.rules.crm import contracts as rules
from factories.rules.crm.contracts import PLANS
from factories.rules.hours import office
from factories.rules.hours.calendar import office_day_after
from factories.tables.contracts import SubscriptionFactory

_NEVER = np.datetime64("NaT", "D")


def turn_over(day: Day) -> None:
    """In the morning: terms that ran out yesterday, those that follow them, new ones, and what
    becomes of the others today."""
    held = _held(day)
    _run_out(day, held.rows(held.end < day.number))
    held = held.rows(held.end >= day.number)
    _give_up(day, held)
    _turn_off(day, held)
    _suspend(day, held)
    _sign(day)


def _held(day: Day) -> Found:
    """Terms that have not ended, and those that ran out yesterday."""
    return day.books.read(
        "select subscription_id as id, customer_id as customer, service_plan as plan,"
        " start_date as start, end_date as [end],"
        " payment_frequency as frequency, status, auto_renewal as renews,"
        " discount_percentage as discount from subscriptions"
        " where status in ('Active', 'Suspended') order by subscription_id",
        id=INT, customer=INT, plan=TEXT, start=DAY, end=DAY, frequency=TEXT, status=TEXT,
        renews=FLAG, discount=INT,
    )  # fmt: skip


def _run_out(day: Day, over: Found) -> None:
    """Most are followed by another term, of themselves or by choice."""
    goes_on = _wants_more(day, over) & ~over.status.is_("Suspended")
    goes_on &= among(over.customer, _there(day, over.customer))
    day.books.change(
        "subscriptions",
        over.id,
        at=day.at(office.NIGHT_RUN),
        status="Expired",
        next_service_date=_NEVER,
    )
    next_ = over.rows(np.flatnonzero(goes_on))
    was = np.array([rules.PLAN_NAMES.index(name) for name in next_.plan.tolist()], np.int64)
    chance = day.chance("renewals", next_.id)
    plan = rules.moved(was, rules.moves(chance))
    _begin(
        day,
        next_.customer,
        auto_renewal=next_.renews,
        service_plan=Coded(plan, rules.PLAN_NAMES),
        payment_frequency=next_.frequency,
        discount_percentage=np.where(plan == was, next_.discount, rules.discounts(chance, plan)),
    )


def _there(day: Day, customer: Ints) -> Ints:
    """Those of the customers who have something in use."""
    found = day.books.read(
        "select distinct customer_id as id from installed_devices"
        " where customer_id in (select value from json_each(?))"
        " and status in ('Active', 'Under Maintenance')",
        keys(customer), id=INT,
    )  # fmt: skip
    customers: Ints = found.id[~among(found.id, quiet(day))]
    return customers


def _begin(day: Day, customer: Ints, **given: Any) -> None:
    """Terms that begin today; their visits are planned in the evening."""
    ids = day.books.next_id("subscriptions") + np.arange(len(customer), dtype=np.int64)
    day.books.add(
        SubscriptionFactory,
        len(customer),
        recorded=day.at(office.entered(day.chance("terms", ids), "entered")),
        customer_id=customer,
        start_date=np.datetime64(day.number, "D"),
        status="Active",
        next_service_date=_NEVER,
        **given,
    )


def _give_up(day: Day, held: Found) -> None:
    """Some customers cancel within the term."""
    chance = day.chance("terms", held.id)
    on = held.start + chance.between("given up", *rules.CANCELLED_DAYS)
    gone = held.id[chance.happens("cancelled", rules.CANCELLED_OF_RUNNING) & (on == day.number)]
    day.books.change(
        "subscriptions",
        gone,
        at=day.at(
            office.DESK_FROM + day.chance("terms", gone).below("minute", office.DESK_MINUTES)
        ),
        status="Cancelled",
        cancelled_date=np.datetime64(day.number, "D"),
        next_service_date=_NEVER,
        auto_renewal=False,
    )


def _wants_more(day: Day, held: Found) -> Mask:
    """Whose term is to be followed by another. Who has turned its renewal off would not want more
    of one that never renewed itself either."""
    return rules.goes_on(day.chance("renewals", held.id), "renews", held.renews)


def _turn_off(day: Day, held: Found) -> None:
    """Some who will let a term lapse that would renew itself turn that off some weeks before."""
    chance = day.chance("renewals", held.id)
    said = held.end - chance.between("said", *rules.LAPSE_SAID_BEFORE)
    stops = held.renews & ~_wants_more(day, held) & rules.switches_off(chance)
    stops = held.id[stops & (said == day.number)]
    minute = office.DESK_FROM + day.chance("renewals", stops).below("minute", office.DESK_MINUTES)
    day.books.change("subscriptions", stops, at=day.at(minute), auto_renewal=False)


def _suspend(day: Day, held: Found) -> None:
    """Payments bounce, and are made good some weeks later."""
    chance = day.chance("terms", held.id)
    cancels = chance.happens("cancelled", rules.CANCELLED_OF_RUNNING)
    bounced = rules.bounces(chance, held.start)
    suspends = chance.happens("suspended", rules.SUSPENDED_ON_DAYS) & ~cancels
    long = chance.between("suspended for", *rules.SUSPENDED_DAYS)
    # Those suspended in the history wait from its end.
    since = np.where(suspends & (bounced > day.books.begun), bounced, day.books.begun)
    stopped = held.status.is_("Suspended")
    now = suspends & (bounced == day.number) & ~stopped
    day.books.change(
        "subscriptions",
        held.id[now],
        at=day.at(office.NIGHT_RUN),
        status="Suspended",
        next_service_date=_NEVER,
    )
    paid = stopped & (since + long <= day.number)
    day.books.change("subscriptions", held.id[paid], at=day.at(office.MAIL_AT), status="Active")


def _sign(day: Day) -> None:
    """First terms: of whom a quote has won, at its price, and of whom the technicians have."""
    quoted = day.books.connection.execute(
        "select q.customer_id, max(q.total_amount) from quotes as q"
        " where q.status = 'Accepted' and q.quote_type = 'Maintenance Contract'"
        " and q.quote_date > date(?1, '-' || ?2 || ' days')"
        " and not exists (select 1 from subscriptions as p"
        "  where p.customer_id = q.customer_id and p.start_date >= q.quote_date)"
        " group by q.customer_id order by q.customer_id",
        (iso(day.number), rules.QUOTE_TO_CONTRACT_WITHIN),
    ).fetchall()
    price = np.array([plan.annual_cost for plan in PLANS], np.int64)
    gone = set(quiet(day).tolist())
    quoted = [row for row in quoted if row[0] not in gone]
    customer = np.array([key for key, _ in quoted], np.int64)
    # The nearest: a version of other prices may have written the quote.
    plan = np.array([np.abs(price - total).argmin() for _, total in quoted], np.int64)
    _sign_for(day, customer, service_plan=Coded(plan, rules.PLAN_NAMES))
    _sign_for(day, _signers(day))


def _sign_for(day: Day, customer: Ints, **given: Any) -> None:
    """First terms that begin today."""
    itself = rules.renews_itself(day.chance("terms", customer), customer)
    _begin(day, customer, auto_renewal=itself, **given)


def _signers(day: Day) -> Ints:
    """Customers of some weeks without a contract, or a quote for one, who sign today."""
    branches = np.arange(1, day.scenario.scale + 1)
    rate = np.full(len(branches), day.rate("subscriptions") * rules.SIGNED_WITHOUT_QUOTE)
    count = rounded(day, "signers", rate, branches)
    if not count.sum():
        return np.zeros(0, np.int64)
    some = branches[count > 0]
    free = day.books.read(
        "select c.customer_id as id, c.branch_id as branch,"
        " exists (select 1 from subscriptions as s where s.customer_id = c.customer_id) as former"
        " from customers as c"
        " where c.branch_id in (select value from json_each(?1)) and c.created_at < ?2"
        " and exists (select 1 from installed_devices as d where d.customer_id = c.customer_id"
        "  and d.status = 'Active')"
        " and not exists (select 1 from subscriptions as s where s.customer_id = c.customer_id"
        "  and coalesce(s.cancelled_date, s.end_date) > date(?2, '-' || ?3 || ' days'))"
        " and not exists (select 1 from quotes as q where q.customer_id = c.customer_id"
        "  and q.quote_type = 'Maintenance Contract' and q.status = 'Pending')"
        " order by c.customer_id",
        keys(some), iso(day.number), rules.BACK_AFTER[0], id=INT, branch=INT, former=FLAG,
    )  # fmt: skip
    free = free.rows(np.flatnonzero(~among(free.id, np.append(quiet(day), held_today(day)))))
    eager = rules.eager_to_sign(among(free.id, new_customers(day)), free.former)
    lot = day.daily("signers", free.id).fraction("lot") // eager
    chosen: list[int] = []
    for branch, wanted in zip(branches.tolist(), count.tolist(), strict=True):
        own = np.flatnonzero(free.branch == branch)
        chosen += free.id[own[np.argsort(lot[own], kind="stable")[:wanted]]].tolist()
    return np.array(chosen, np.int64)


def new_customers(day: Day) -> Ints:
    """Those who opened their account lately, and are likelier to take a contract."""
    found = day.books.read(
        "select customer_id as id from customers where created_at >= ? order by customer_id",
        iso(day.number - rules.SOON_DAYS), id=INT,
    )  # fmt: skip
    customers: Ints = found.id
    return customers


def plan_visits(day: Day) -> None:
    """In the evening: the tune-up that is booked, else about half a year after the last one; none
    where that is after the term."""
    held = day.books.read(
        "select subscription_id as id, customer_id as customer, start_date as start,"
        " end_date as [end], next_service_date as planned"
        " from subscriptions where status = 'Active' order by subscription_id",
        id=INT, customer=INT, start=DAY, end=DAY, planned=DAY,
    )  # fmt: skip
    booked = _booked(day, held)
    due = held.planned.copy()
    # A plan holds until the visit has been, or its day.
    stale = (due <= day.number) | _tuned_today(day, held)
    rows = np.flatnonzero(stale)
    due[rows] = _due(day, held.rows(rows))
    visit = np.where(booked >= 0, booked, due)
    visit = np.where(visit <= held.end, visit, _NEVER.astype(np.int64))
    changed = np.flatnonzero(visit != held.planned)
    day.books.change(
        "subscriptions",
        held.id[changed],
        at=day.at(office.VISITS_PLANNED),
        next_service_date=visit[changed].astype("datetime64[D]"),
    )


def _due(day: Day, held: Found) -> Ints:
    """The office day on which the next visit of each contract is due, from tomorrow on."""
    last = _last_visits(day, held.customer)
    chance = day.chance("contract visits", held.id)
    again = rules.next_visits(chance, last)
    first = rules.first_visits(chance, held.start)
    due = np.where(last >= held.start, again, first)
    # Some are put off until the season after.
    kept = day.chance("visits kept", as_one(held.id, np.maximum(last, 0)))
    due += np.where(kept.happens("kept", rules.VISITS_OFFERED), 0, rules.VISIT_EVERY_DAYS)
    # Whoever is due already is called in the next weeks.
    overdue = rules.overdue(day.daily("contract visits", held.id), day.number)
    due = np.where(due <= day.number, overdue, due)
    planned = office_day_after(due.astype("datetime64[D]"), chance.below("weekday", 5))
    number: Ints = planned.astype(np.int64)
    return number


def _last_visits(day: Day, customer: Ints) -> Ints:
    """The day of each customer's last tune-up; -1 for none."""
    found = day.books.read(
        "select customer_id as id, max(last_maintenance_date) as [on] from installed_devices"
        " where customer_id in (select value from json_each(?)) and last_maintenance_date > ''"
        " group by customer_id order by customer_id",
        keys(distinct(customer)), id=INT, on=DAY,
    )  # fmt: skip
    return _looked_up(found.id, found.on, customer)


def _booked(day: Day, held: Found) -> Ints:
    """The day of each customer's next tune-up in the appointment book; -1 for none."""
    found = day.books.read(
        "select customer_id as id, appointment_date as [on] from appointments"
        " where appointment_date > ? and appointment_type = 'Maintenance'"
        " and status in ('Scheduled', 'Confirmed')",
        iso(day.number), id=INT, on=DAY,
    )  # fmt: skip
    found = found.rows(np.lexsort((found.on, found.id)))
    return _looked_up(found.id, found.on, held.customer)


def _looked_up(known: Ints, values: Ints, wanted: Ints) -> Ints:
    """The first value of each key, which are in order; -1 where there is none."""
    if not len(known):
        return np.full(len(wanted), -1, np.int64)
    row = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[row] == wanted, values[row], -1)


def _tuned_today(day: Day, held: Found) -> Mask:
    """Whose tune-up was today."""
    visits = day.visits
    tuned: Mask = among(held.customer, visits.customer[visits.kind == MAINTENANCE])
    return tuned
