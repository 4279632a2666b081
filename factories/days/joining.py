"""New customers: their accounts, the devices they have already, and their first visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from factories.days import crew as crews
from factories.days import devices as fleet
from factories.days import habits, lengths
from factories.days.booking import Requests
from factories.days.books import INT, keys
from factories.days.day import Day, as_one, rounded
from factories.days.demand import ahead
from factories.days.devices import InUse
from factories.days.first_words import asked_by
from factories.days.inquiries import EMERGENCY, first_wishes
from factories.days.newcomers import bring_devices
from factories.days.visit_rows import Visit, goes_first
from factories.days.weather import temperatures
from factories.engine.columns import Columns
from factories.engine.packing import packed
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL, Coded
from factories.rules.appointments import estimates, scheduling
from factories.rules.calls import service
from factories.rules.calls.service import INSPECTION, MAINTENANCE, REPAIR
from factories.rules.calls.urgency import (
    reported_awake,
    reported_sooner,
    response_minutes,
    severities,
    waits_for_day,
)
from factories.rules.crew.dispatch import LEAST_RESPONSE, URGENT_ENDS_BY
from factories.rules.crm import customers
from factories.rules.crm.wants import (
    AC_REPAIR,
    HEATING_REPAIR,
    INSTALLATION,
    asks_for_check,
    first_kinds,
)
from factories.rules.equipment import devices as device_rules
from factories.tables.customers import CustomerFactory

_CUSTOMERS = "SELECT branch_id as branch, count(*) as customers FROM customers GROUP BY branch_id"

_A_DAY = 64
"""More than join a branch by themselves on a day."""


@dataclass
class Newcomers(Columns):
    """One row a customer of today."""

    customer: Ints
    """Key of the account."""
    branch: Ints
    commercial: Mask
    interest: Ints
    """What they came for: index into ``rules.crm.sales.INTERESTS``."""
    opened: Ints
    """Minute (since 1970) at which the account was opened."""
    device: Ints
    """Key of the first device there, or -1."""
    kind: Ints
    """Of that device, or of what is wanted: index into ``KIND_ORDER``."""


_NO_BOOKING = np.array((INSTALLATION, EMERGENCY))
_BROKEN = np.array((AC_REPAIR, HEATING_REPAIR))
_FAILED = np.array((AC_REPAIR, HEATING_REPAIR, EMERGENCY))
_JUST_CALLED_FOR = ("AC Repair", "Heating Repair", "Maintenance")


def serve_at_once(day: Day) -> None:
    """Who calls in an emergency and is won by being helped: account, devices, and a visit today."""
    needy = day.in_need
    opened = day.at(reported_awake(day.daily("in need", needy.key)))
    new = join(day, needy.branch, needy.interest, opened, has_email=True)
    day.helped = new
    day.first_emergencies = _emergencies(day, new)


def join_by_themselves(day: Day) -> Newcomers:
    """Who just calls, and becomes a customer."""
    branches = np.arange(1, day.scenario.scale + 1)
    rate = customers.joined_a_day(day.scenario.rows["customers"]) * habits.just_call(day)
    saturdays = customers.SATURDAY_CALLERS
    share = (1 - saturdays) / 5 if day.works else saturdays * (day.weekday == customers.SATURDAY)
    count = rounded(day, "just call", np.full(len(branches), rate * 7 * share), branches)
    branch = np.repeat(branches, count)
    number = np.arange(len(branch)) - np.searchsorted(branch, branch)
    ids = packed(branch, number, _A_DAY)
    chance = day.daily("just call", ids)
    # A new system is asked for with a word before, and an emergency is served at once.
    interest = first_wishes(day, chance, _JUST_CALLED_FOR)
    return join(day, branch, interest, _opening(day, "just call", ids))


def _opening(day: Day, label: str, ids: Ints) -> Ints:
    """The minute (since 1970) at which each account is opened today."""
    today = np.full(len(ids), day.number)
    minute: Ints = day.at(customers.opening_minute(day.daily(label, ids), today))
    return minute


def join(
    day: Day,
    branch: Ints,
    interest: Ints,
    opened: Ints,
    kind: Ints | None = None,
    brings: Mask | None = None,
    **known: Any,
) -> Newcomers:
    """Open accounts, and write down the devices that the customers have already.

    ``known`` are columns taken over from leads, ``kind`` is what those ask about (drawn where it is
    not given), ``brings`` is False for customers who have no device yet: ours will be the first.
    """
    if not len(branch):
        return Newcomers.none()
    first = day.books.next_id("customers")
    customer = first + np.arange(len(branch), dtype=np.int64)
    chance = day.chance("new accounts", customer)
    table = day.books.add(
        CustomerFactory,
        len(branch),
        recorded=opened,
        branch_id=branch,
        nth=_nth(day, branch),
        created_at=opened.astype("datetime64[m]"),
        **{"has_email": chance.happens("e-mail", customers.HAVE_EMAIL[1]), **known},
    )
    commercial = Coded.of(table["customer_type"].tolist()).is_("commercial")
    if kind is None:
        chance = day.chance("newcomers", customer)
        kind = first_kinds(chance, interest, branch, commercial, opened // 1440)
    if brings is None:
        brings = np.ones(len(branch), np.bool_)
    device = np.full(len(branch), -1, np.int64)
    old, broken = interest == INSTALLATION, among(interest, _FAILED)
    device[brings] = bring_devices(
        day,
        *(customer[brings], kind[brings], commercial[brings], old[brings], broken[brings]),
        opened[brings],
    )
    return Newcomers(customer, branch, commercial, interest, opened, device, kind)


def _nth(day: Day, branch: Ints) -> Ints:
    """Which customer of its branch each of the new ones is, counted from 0."""
    known = day.books.read(_CUSTOMERS, branch=INT, customers=INT)
    count = np.zeros(day.scenario.scale + 1, np.int64)
    count[known.branch] = known.customers
    order = np.argsort(branch, kind="stable")
    nth = np.empty_like(branch)
    nth[order] = np.arange(len(branch)) - np.searchsorted(branch[order], branch[order])
    return count[branch] + nth


def _emergencies(day: Day, new: Newcomers) -> list[Visit]:
    """What each newcomer in need is visited for: the first device there has failed."""
    if not len(new):
        return []
    found = _in_use(day, new)
    now = fleet.seasons(day)
    ids = as_one(found.id, day.number)
    drives = now.drive[now.of(found.branch)]
    component = fleet.component(day, "failed", ids, found, drives)[0]
    chance = day.daily("newcomer's emergency", found.id)
    severity = severities(chance, component, found.kind, *temperatures(day, found.branch))
    first = goes_first(day, found.customer)
    response = response_minutes(chance, severity, component, first)
    works, patient = np.full(len(found), day.works), waits_for_day(severity, new.commercial)
    _, response = reported_sooner(chance, new.opened, new.opened, response, patient, works)
    kind = np.full(len(found), service.EMERGENCY, np.int64)
    awaits = service.awaits_large(chance, component, kind)
    work = lengths.work(day, "failed", ids, kind, component, found, awaits)
    length = work.minutes(crews.slowest(day)[work.skill])
    response = np.maximum(
        np.minimum(response, day.at(URGENT_ENDS_BY) - length - new.opened), LEAST_RESPONSE
    )
    start = new.opened + response
    return [
        Visit(
            customer=int(new.customer[n]),
            branch=int(new.branch[n]),
            device=int(new.device[n]),
            kind=service.EMERGENCY,
            technician=-1,
            start=int(start[n]),
            length=int(length[n]),
            work=work.rows(np.array([n])),
            component=int(component[n]),
            reported=int(new.opened[n]),
            severity=int(severity[n]),
            awaits_part=bool(awaits[n]),
        )
        for n in range(len(new))
    ]


def _in_use(day: Day, new: Newcomers) -> InUse:
    """The newcomers' first devices."""
    stored = day.books.tables["installed_devices"]
    equipment = stored.at("equipment_id", new.device)
    no = np.zeros(len(new), np.bool_)
    return InUse(
        id=new.device,
        customer=new.customer,
        branch=new.branch,
        equipment=equipment,
        kind=new.kind,
        installed=stored.at("installation_date", new.device).astype(np.int64),
        maintained=np.full(len(new), NULL, np.int64),
        builder=stored.at("installed_by", new.device).is_("Builder"),
        ours=no,
        waiting=no,
        commercial=new.commercial,
        warranty=stored.at("warranty_end_date", new.device).astype(np.int64),
        half=device_rules.halves(new.customer, new.kind),
    )


def _asked_for_check(day: Day, customer: Ints, others: Mask) -> Mask:
    """Who means an inspection: as was written down of those who were leads, as ``others`` say of
    those who just call."""
    asked = day.books.read(
        "select customer_id as customer, lead_id as lead from leads"
        " where customer_id in (select value from json_each(?)) order by customer_id",
        keys(customer), customer=INT, lead=INT,
    )  # fmt: skip
    if not len(asked):
        return others
    row = np.minimum(np.searchsorted(asked.customer, customer), len(asked) - 1)
    lead = asked.customer[row] == customer
    return np.where(lead, asks_for_check(day.books.seed, asked.lead[row]), others)


def first_visits(day: Day, new: Newcomers) -> Requests:
    """What newcomers book while they are on the phone: the repair, the tune-up or the check that
    they came for. Who wants a new system gets a quote first, who was in need had the visit."""
    new = new.rows(np.flatnonzero((new.device >= 0) & ~among(new.interest, _NO_BOOKING)))
    if not len(new):
        return Requests.none()
    broken = among(new.interest, _BROKEN)
    chance = day.chance("first visit", new.customer)
    checks = _asked_for_check(day, new.customer, chance.happens("check", habits.checks(day)))
    kind = np.where(broken, REPAIR, np.where(checks, INSPECTION, MAINTENANCE))
    tune_up = ahead(day, chance, "Maintenance")
    first = np.where(
        broken, day.number + 1 + chance.below("wait", customers.FIRST_REPAIR_WITHIN), tune_up
    )
    found = _in_use(day, new)
    drives = fleet.usual_drives(new.branch, np.full(len(new), day.number))
    failed = fleet.component(day, "booked", as_one(new.customer, day.number), found, drives)[0]
    told = asked_by(day, new.customer).told(new.customer, new.device)
    component = np.where(broken, np.where(told >= 0, told, failed), -1)
    types = Coded(kind, scheduling.BOOKED_TYPES)
    hours = estimates.expected_hours(chance, lengths.on_file(day, types, component, found))
    return Requests(
        customer=new.customer,
        branch=new.branch,
        kind=kind,
        asked=new.opened + chance.between("asks after", *customers.ACCOUNT_TO_REQUEST),
        first=first,
        minutes=hours * 60 // 100,
        component=component,
        unit=found.kind,
        refrigerant=among(component, service.SEALED),
        commercial=new.commercial,
        technician=np.full(len(new), -1, np.int64),
        back=np.zeros(len(new), np.bool_),
        brings_part=np.zeros(len(new), np.bool_),
    )
