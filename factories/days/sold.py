"""What was sold is booked: installations for accepted quotes; and salesmen's visits before them."""

from __future__ import annotations

import numpy as np

from factories.days.booking import Requests
from factories.days.books import CENTS, FLAG, INT, TEXT
from factories.days.day import Day, rounded
from factories.days.demand import ahead, call_in, request
from factories.days.devices import InUse
from factories.days.occasions import ages, free_today
from factories.engine.sets import among
from factories.engine.streams import Ints
from factories.rules import office, scheduling
from factories.rules import quotes as rules
from factories.rules.billing import WORKDAY_ENDS
from factories.rules.bookings import BOOKED_ONCE_MORE, CONSULTATIONS_KEPT, SPARE
from factories.rules.demand import CALLS_BY_WEEKDAY
from factories.rules.scheduling import CONSULTATION
from factories.rules.service import INSTALLATION, LONGEST_DAY, SHORTEST_INSTALLATION


def book_sold(day: Day) -> None:
    """Installations and salesmen's visits, for those who take requests."""
    devices = day.notes["in use"]
    requests = day.notes.setdefault("requests", [])
    requests += [_installations(day), _consultations(day, devices)]


def _installations(day: Day) -> Requests:
    """Accepted quotes for equipment that have no day yet: those of today, and those whose day was
    called off."""
    names = ", ".join(f"'{rules.TYPES[number]}'" for number in rules.EQUIPPING)
    sold = day.books.read(
        "select max(q.quote_id), q.customer_id, c.branch_id, q.labor_hours, e.refrigerant,"
        " c.customer_type = 'commercial'"
        " from quotes as q join customers as c on c.customer_id = q.customer_id"
        " join equipment_types as e on e.equipment_id = q.equipment_id"
        f" where q.status = 'Accepted' and q.service_call_id is null and q.quote_type in ({names})"
        " and not exists (select 1 from appointments as a where a.customer_id = q.customer_id"
        "  and a.appointment_type = 'Installation' and a.status in ('Scheduled', 'Confirmed'))"
        " group by q.customer_id order by max(q.quote_id)",
        id=INT, customer=INT, branch=INT, hours=CENTS, refrigerant=TEXT, commercial=FLAG,
    )  # fmt: skip
    today = [*day.books.changed.get("quotes", ()), *day.books.added.get("quotes", ())]
    fresh = among(sold.id, np.array(today, np.int64))
    again = day.daily("sold", sold.id).happens("again", BOOKED_ONCE_MORE)
    sold = sold.rows(np.flatnonzero(fresh | again))
    chance = day.daily("sold", sold.id)
    minutes = sold.hours * 60 // 100 // 15 * 15
    return Requests(
        customer=sold.customer,
        branch=sold.branch,
        kind=np.full(len(sold), INSTALLATION, np.int64),
        asked=day.at(WORKDAY_ENDS + chance.below("minute", office.SOLD_MINUTES)),
        first=ahead(day, chance, "Installation"),
        minutes=np.clip(minutes, SHORTEST_INSTALLATION, LONGEST_DAY - SPARE),
        component=np.full(len(sold), -1, np.int64),
        refrigerant=~sold.refrigerant.is_(None),
        commercial=sold.commercial,
        technician=np.full(len(sold), -1, np.int64),
    )


def _consultations(day: Day, devices: InUse) -> Requests:
    """Owners of old devices who want to see a salesman."""
    branches = np.arange(1, day.scenario.scale + 1, dtype=np.int64)
    expected = day.rate("appointments") * scheduling.CONSULTATIONS / CONSULTATIONS_KEPT
    expected *= CALLS_BY_WEEKDAY[day.weekday]
    count = rounded(day, "consultations", np.full(len(branches), expected), branches)
    if not count.any():
        return request(day, devices.rows(branches[:0]), CONSULTATION, branches[:0], branches[:0])
    free = free_today(day, devices)
    weight = np.maximum(ages(day, free) - rules.OFFERED_UPGRADE[0], 0)
    lot = day.daily("consultations", free.id).fraction("lot") // np.maximum(weight, 1)
    chosen: list[int] = []
    for branch, wanted in zip(branches.tolist(), count.tolist(), strict=True):
        own: Ints = np.flatnonzero((free.branch == branch) & (weight > 0))
        chosen += own[np.argsort(lot[own], kind="stable")[:wanted]].tolist()
    found = free.rows(np.array(chosen, np.int64))
    chance = day.daily("consultations", found.id)
    first = ahead(day, chance, "Consultation")
    return request(day, found, CONSULTATION, call_in(day, chance), first)
