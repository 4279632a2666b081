"""How far a lead has come by today, and what is believed of it.

These are columns of ``leads``, in the order of its life; each is a function of those it names.
"""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import NULL, Coded, Column, Day, Days, Minutes, coded
from factories.rules.crm import beliefs, sales
from factories.rules.hours.calendar import ONE_DAY, next_office_day
from factories.tables.recorded import NEVER, NO_DAY, overnight


def nurtured(chance: Chance, urgency: Column, service_interest: Column) -> Mask:
    later = coded(service_interest).is_(*sales.PUT_OFF_INTERESTS)
    return later & chance.happens("later", coded(urgency).map(sales.NURTURING))


def pace(urgency: Column, service_interest: Column) -> Column:
    """The urgency, and "Emergency" for what is settled within a day."""
    level = coded(urgency).map({name: row for row, name in enumerate(sales.URGENCIES)})
    now = coded(service_interest).is_("Emergency Service")
    return Coded(np.where(now, len(sales.URGENCIES), level), (*sales.URGENCIES, "Emergency"))


def contacted_on(created_date: Days, contact_after: Ints, service_interest: Column) -> Days:
    """An office day; only emergencies are called back on any day."""
    day = created_date + contact_after * ONE_DAY
    urgent = coded(service_interest).is_("Emergency Service")
    return np.where(urgent, day, next_office_day(day))


def known_on(contacted_on: Days, qualified_after: Ints) -> Days:
    later = next_office_day(contacted_on + qualified_after * ONE_DAY)
    return np.where(qualified_after > 0, later, contacted_on)


def decided_on(known_on: Days, decided_after: Ints) -> Days:
    return next_office_day(known_on + decided_after * ONE_DAY)


def qualified_on(known_on: Days, decided_on: Days, unqualified: Mask) -> Days:
    """The day of the decision for those of whom nobody learned what they need."""
    return np.where(unqualified, decided_on, known_on)


def status(
    customer_id: Ints,
    contacted_on: Days,
    qualified_on: Days,
    decided_on: Days,
    nurtured: Mask,
    nurtured_for: Ints,
    today: Day,
) -> Column:
    given_up = np.where(nurtured, decided_on + nurtured_for * ONE_DAY, decided_on)
    reached = [
        customer_id != NULL,
        today < contacted_on,
        today < qualified_on,
        today < decided_on,
        today < given_up,
    ]
    return Coded(np.select(reached, range(5), 5), beliefs.STATUSES)


def last_contact_date(
    status: Column,
    contacted_on: Days,
    qualified_on: Days,
    decided_on: Days,
    nurtured: Mask,
    nurtured_for: Ints,
    customer__created_at: Minutes,
    today: Day,
) -> Days:
    """The day of the last step reached; those nurtured are written to now and then."""
    status = coded(status)
    kept_warm = sales.written_last(decided_on, np.where(nurtured, nurtured_for, 0), today)
    date = np.select(
        [status.is_("Contacted"), status.is_("Qualified")],
        [contacted_on, qualified_on],
        np.maximum(kept_warm, decided_on),
    )
    opened = customer__created_at.astype("datetime64[D]")
    date = np.where(status.is_("Converted") & ~np.isnat(opened), opened, date)
    return np.where(status.is_("New"), NO_DAY, date)


def given_up_at(status: Column, decided_on: Days, nurtured: Mask, nurtured_for: Ints) -> Minutes:
    """When those whom no letter won were taken off the books."""
    day = decided_on + nurtured_for * ONE_DAY
    return np.where(coded(status).is_("Lost") & nurtured, overnight(day), NEVER)


def age(created_date: Days, today: Day) -> Ints:
    return np.asarray((today - created_date) // ONE_DAY, np.int64)


def doubted_at(status: Column, service_interest: Column, created_date: Days, age: Ints) -> Minutes:
    """The morning on which less was believed in who is open still."""
    fell = beliefs.fell_at(status, service_interest, age)
    return np.where(fell > 0, overnight(created_date + fell * ONE_DAY), NEVER)


def conversion_probability(
    chance: Chance,
    lead_source: Column,
    service_interest: Column,
    status: Column,
    urgency: Column,
    age: Ints,
) -> Ints:
    return beliefs.beliefs(chance, lead_source, service_interest, status, urgency, age)
