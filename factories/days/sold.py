"""What was sold is booked: installations for accepted quotes; and salesmen's visits before them."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.days.booking import Requests
from factories.days.books import CENTS, FLAG, INT, TEXT, iso
from factories.days.day import Day, once_a_run, rounded
from factories.days.demand import ahead, call_in, request
from factories.days.devices import WATER_HEATER, InUse
from factories.days.occasions import ages, free_today
from factories.days.worn import worn_percents
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.appointments import scheduling
from factories.rules.appointments.bookings import (
    CONSULTATIONS_KEPT,
    REBOOKED_SALE_A_DAY,
    UNBOOKED_MINUTES,
)
from factories.rules.appointments.scheduling import CONSULTATION
from factories.rules.calls.demand import calls_on
from factories.rules.calls.service import INSPECTION, INSTALLATION, LONGEST_DAY, MAINTENANCE
from factories.rules.crm import quotes as rules


def book_sold(day: Day) -> None:
    """Installations and salesmen's visits, for those who take requests."""
    day.requests += [_installations(day), _by_phone(day, day.devices)]
    day.requests.append(_consultations(day, day.devices))


def _installations(day: Day) -> Requests:
    """Accepted quotes for equipment that have no day yet: those of today and last night, and those
    whose day was called off."""
    names = ", ".join(f"'{rules.QUOTE_TYPES[number]}'" for number in rules.EQUIPPING)
    sold = day.books.read(
        "select q.quote_id as id, q.customer_id as customer, c.branch_id as branch,"
        " q.labor_hours as hours, e.refrigerant,"
        " c.customer_type = 'commercial' as commercial,"
        " q.updated_at_utc between ?1 and ?2 and not exists"
        "  (select 1 from appointments as a where a.customer_id = q.customer_id"
        "  and a.appointment_type = 'Installation' and a.created_date >= q.quote_date) as yesterday"
        " from (select max(q.quote_id) as quote_id from quotes as q"
        f" where q.status = 'Accepted' and q.service_call_id is null and q.quote_type in ({names})"
        "  and not exists (select 1 from appointments as a where a.customer_id = q.customer_id"
        "   and a.appointment_type = 'Installation' and a.status in ('Scheduled', 'Confirmed'))"
        "  group by q.customer_id) as s join quotes as q on q.quote_id = s.quote_id"
        " join customers as c on c.customer_id = q.customer_id"
        " join equipment_types as e on e.equipment_id = q.equipment_id order by q.quote_id",
        f"{iso(day.number - 1)} {_NOON}", f"{iso(day.number)} {_NOON}",
        id=INT, customer=INT, branch=INT, hours=CENTS, refrigerant=TEXT, commercial=FLAG,
        yesterday=FLAG,
    )  # fmt: skip
    asked = np.maximum(call_in(day, day.chance("sold", sold.id)), _tuned_until(day, sold.customer))
    sold = sold.with_(asked=asked)
    said = _said_today(day, sold.id)
    # Who has said yes calls for a day when customers call: where that is past for today, tomorrow.
    fresh = (said < sold.asked) | sold.yesterday
    again = day.daily("sold", sold.id).happens("again", REBOOKED_SALE_A_DAY)
    again &= (said == _NOT_TODAY) & ~_called_off_today(day, sold.customer)
    sold = sold.rows(np.flatnonzero(fresh | again))
    minutes = sold.hours * 60 // 100 // 15 * 15
    return Requests(
        customer=sold.customer,
        branch=sold.branch,
        kind=np.full(len(sold), INSTALLATION, np.int64),
        asked=sold.asked,
        first=ahead(day, day.daily("sold", sold.id), "Installation"),
        minutes=np.minimum(minutes, LONGEST_DAY - UNBOOKED_MINUTES),
        component=np.full(len(sold), -1, np.int64),
        unit=np.full(len(sold), -1, np.int64),
        refrigerant=~sold.refrigerant.is_(None),
        commercial=sold.commercial,
        technician=np.full(len(sold), -1, np.int64),
        back=np.zeros(len(sold), np.bool_),
        brings_part=np.zeros(len(sold), np.bool_),
    )


_NOON: Final = "12:00:00"
"""UTC: no branch's office day begins before, or has not ended by then on the day after."""
_NOT_TODAY: Final = 2**62


def _said_today(day: Day, quote: Ints) -> Ints:
    """The minute at which each of the quotes was accepted today."""
    added, changed = (books.get("quotes", {}) for books in (day.books.added, day.books.changed))
    said = [
        max(added.get(key, -1), changed.get(key, -1)) if key in added or key in changed else None
        for key in quote.tolist()
    ]
    return np.array([_NOT_TODAY if one is None else one for one in said], np.int64)


def _tuned_until(day: Day, customer: Ints) -> Ints:
    """The minute by which today's tune-ups and inspections at each customer's are over, 0 for none:
    nobody would look after the old unit once a day for the new one is set."""
    visits = day.visits
    ends: dict[int, int] = {}
    for row in np.flatnonzero(among(visits.kind, np.array((MAINTENANCE, INSPECTION)))).tolist():
        who, end = int(visits.customer[row]), int(visits.end[row])
        ends[who] = max(end, ends.get(who, 0))
    return np.array([ends.get(who, 0) for who in customer.tolist()], np.int64)


def _called_off_today(day: Day, customer: Ints) -> Mask:
    """Whose appointment changed today, for whatever reason."""
    changed = np.array(sorted(day.books.changed.get("appointments", ())), np.int64)
    known = day.books.tables["appointments"].at("customer_id", changed)
    found: Mask = among(customer, known)
    return found


def _by_phone(day: Day, devices: InUse) -> Requests:
    """Owners of old water heaters who have a new one put in without a quote."""
    branches = np.arange(1, day.scenario.scale + 1, dtype=np.int64)
    expected = _installations_a_day(day) * (1 - rules.INSTALLATIONS_QUOTED)
    expected *= calls_on(day.number)
    count = rounded(day, "by phone", np.full(len(branches), expected), branches)
    if not count.any():
        return request(day, devices.rows(branches[:0]), INSTALLATION, branches[:0], branches[:0])
    heaters = devices.rows(devices.kind == WATER_HEATER)
    free = free_today(day, heaters)
    weight = rules.replacement_weights(ages(day, free)) * worn_percents(day, free)
    found = free.rows(_likeliest(day, "by phone", free, weight, count))
    day.offered = np.append(day.offered, found.customer)
    chance = day.daily("by phone", found.id)
    first = ahead(day, chance, "Installation")
    return request(day, found, INSTALLATION, call_in(day, chance), first)


@once_a_run
def _installations_a_day(day: Day) -> float:
    """Those of the history, in each branch."""
    (count,) = day.books.connection.execute(
        "select count(*) from service_calls where service_type = 'Installation'"
        " and not is_callback and service_date <= ?",
        (iso(day.books.begun),),
    ).fetchone()
    a_day: float = count / day.scenario.history_days / day.scenario.scale
    return a_day


def _likeliest(day: Day, label: str, devices: InUse, weight: Ints, count: Ints) -> Ints:
    """So many rows a branch, the heavier the likelier."""
    lot = day.daily(label, devices.id).fraction("lot") // np.maximum(weight, 1)
    chosen: list[int] = []
    for place, wanted in enumerate(count.tolist()):
        own: Ints = np.flatnonzero((devices.branch == place + 1) & (weight > 0))
        chosen += own[np.argsort(lot[own], kind="stable")[:wanted]].tolist()
    return np.array(chosen, np.int64)


def _consultations(day: Day, devices: InUse) -> Requests:
    """Owners of old devices who want to see a salesman."""
    branches = np.arange(1, day.scenario.scale + 1, dtype=np.int64)
    expected = day.rate("appointments") * scheduling.CONSULTATION_SHARE / CONSULTATIONS_KEPT
    expected *= calls_on(day.number)
    count = rounded(day, "consultations", np.full(len(branches), expected), branches)
    if not count.any():
        return request(day, devices.rows(branches[:0]), CONSULTATION, branches[:0], branches[:0])
    free = free_today(day, devices)
    weight = np.maximum(ages(day, free) - rules.OFFERED_UPGRADE[0], 0)
    weight = weight * worn_percents(day, free) // 100
    found = free.rows(_likeliest(day, "consultations", free, weight, count))
    chance = day.daily("consultations", found.id)
    first = ahead(day, chance, "Consultation")
    return request(day, found, CONSULTATION, call_in(day, chance), first)
