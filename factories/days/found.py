"""Offers to mend what was found at tune-ups and inspections."""

from __future__ import annotations

import numpy as np

from factories.days import habits, repairs
from factories.days.books import INT, Found, keys
from factories.days.day import Day
from factories.days.devices import InUse, in_use
from factories.days.noted import noted_since
from factories.days.offers import Offers
from factories.days.parts import second_visit_parts
from factories.days.price_list import quoted_rates
from factories.days.quotes_at_first_visits import at_their_cost, material
from factories.days.taken_up import noted_for
from factories.days.visit_rows import Visit, Visits, as_columns, discounts
from factories.engine.set_operations import among, firsts
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL
from factories.rules.calls.findings import FOUND_ON_DAYS
from factories.rules.calls.service import JOBS, REPAIR
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import AT_A_VISIT
from factories.rules.hours.calendar import office_day_until


def found_lately(day: Day, devices: InUse) -> Offers:
    """Prices for what was found today, or since the office was open last, on some ``devices``."""
    since = int(office_day_until(np.array([day.number - 1]))[0])
    told = noted_since(day, max(since, day.books.begun))
    told = told.rows(np.flatnonzero(among(told.device, devices.id)))
    weight = rules.found_weights()[told.what] / rules.FOUND_USUALLY
    quoted = day.chance("found", told.call).happens("quoted", np.minimum(_share(day) * weight, 1.0))
    told = told.rows(np.flatnonzero(quoted))
    if not len(told):
        return Offers.none()
    told = told.rows(np.flatnonzero(~devices.waiting[devices.at(told.device)]))
    chosen = devices.rows(devices.at(told.device))
    like = repairs.like(day, day.chance("found", told.call), chosen.kind, told.what)
    parts = np.where(like.hours == NULL, NULL, _parts(day, chosen, told.call, told.what, like))
    return Offers.of(
        rules.REPAIR, chosen.customer, chosen.branch, chosen.equipment,
        background=np.full(len(chosen), AT_A_VISIT), component=told.what, hours=like.hours,
        parts=parts,
    )  # fmt: skip


def _parts(day: Day, devices: InUse, call: Ints, what: Ints, like: repairs.Like) -> Ints:
    """What the parts are quoted at, cents: those that this unit takes, where the customer would pay
    for them; else as for the like repair."""
    visits = _planned(day, devices, call, what)
    parts = second_visit_parts(day, visits, np.arange(len(visits)))
    labor = like.hours * quoted_rates(day, devices.branch)
    own = material(parts, labor, discounts(day, visits.contract))
    return np.where(at_their_cost(day, visits) & (parts > 0), own, like.parts)


def _planned(day: Day, devices: InUse, call: Ints, what: Ints) -> Visits:
    """The visits that would mend what was noted at earlier ones, a row a device."""
    columns = (devices.customer, devices.branch, devices.id, call, what)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return as_columns(
        day,
        [
            Visit(
                customer=customer, branch=branch, device=device, kind=REPAIR, technician=-1,
                # They stay in this order.
                start=number, length=0, component=component, returns_to=first,
            )
            for number, (customer, branch, device, first, component) in enumerate(rows)
        ],
    )  # fmt: skip


def can_be_done(day: Day, quotes: Found) -> Mask:
    """Whether what each of these quotes is for can be done at its price: it was noted on a device
    that is still there and is the customer's to pay, and no other repair is in hand."""
    possible = np.zeros(len(quotes), np.bool_)
    devices = in_use(day)
    noted = noted_for(day, quotes, devices)
    if not len(noted.quote):
        return possible
    visits = _planned(day, devices.rows(noted.row), noted.call, noted.what)
    parts = second_visit_parts(day, visits, np.arange(len(visits)))
    asked = quotes.rows(np.searchsorted(quotes.id, noted.quote))
    price = asked.labor + material(parts, asked.labor, discounts(day, visits.contract))
    near = np.abs(price - asked.total) * 100 <= asked.total * rules.NOTED_OFF_PERCENT
    near &= at_their_cost(day, visits) & (parts > 0) & ~_in_hand(day, asked.customer)
    first = np.zeros(len(near), np.bool_)
    first[firsts(np.where(near, asked.customer, -1))] = True
    possible[np.searchsorted(quotes.id, noted.quote[near & first])] = True
    return possible


def _in_hand(day: Day, customer: Ints) -> Mask:
    """Whose repair is in the book, or is agreed to and still to be done."""
    busy = day.books.read(
        "select customer_id as id from appointments where customer_id in"
        " (select value from json_each(?1)) and appointment_type = 'Repair'"
        " and status in ('Scheduled', 'Confirmed')"
        " union select customer_id from quotes where customer_id in"
        " (select value from json_each(?1)) and quote_type = 'Repair' and status = 'Accepted'"
        " and service_call_id is null order by 1",
        keys(customer), id=INT,
    )  # fmt: skip
    in_hand: Mask = among(customer, busy.id)
    return in_hand


def _share(day: Day) -> float:
    """Of what is found, what is quoted: as many as the history has."""
    offer = rules.OFFERS["Repair"]
    asked = 1 - offer.closes * (1 - rules.NOTED_OF_ACCEPTED)
    quotes = day.rate("quotes") * habits.offered(day)[rules.REPAIR] * asked
    looks = day.rate("service_calls") * (JOBS["Maintenance"].share + JOBS["Inspection"].share)
    return float(quotes / max(looks * FOUND_ON_DAYS, 1e-9))
