"""Quotes for repairs that need a second visit, accepted at the first one.

What has failed has to be ordered, the technician says what it will cost, and the customer says yes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.days import habits, lengths
from factories.days.books import INT, keys
from factories.days.day import Day, as_one
from factories.days.devices import InUse
from factories.days.parts import second_visit_parts
from factories.days.price_list import quoted_rates
from factories.days.repair_quotes import quote_repairs
from factories.days.taken_up import agreed_to
from factories.days.visit_rows import Visits, discounts
from factories.engine import money
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL, Coded
from factories.rules.calls.service import (
    JOBS,
    LABOR_WARRANTY_DAYS,
    LONGEST_VISIT,
    RETURN_VISITS,
    TENTH,
)
from factories.rules.crm import quotes as rules
from factories.rules.crm.contracts import covers_parts
from factories.rules.crm.offers import AT_A_VISIT
from factories.rules.hours import office


def agree(day: Day) -> None:
    """The quotes of an office day's first visits."""
    visits = day.visits
    row = np.flatnonzero(visits.awaits_part & (visits.returns_to < 0) & at_their_cost(day, visits))
    parts = second_visit_parts(day, visits, row)
    # The dearer the repair, the likelier it is that the customer wants to know before.
    usual = habits.repair_parts(day) * rules.AWAITED_PARTS_COST
    likely = np.minimum(_share(day) * parts / usual, rules.DEAREST_QUOTED)
    agreed = day.chance("agreed", visits.call[row]).happens("agreed", likely) & (parts > 0)
    row, parts = row[agreed], parts[agreed]
    if not len(row):
        return
    ids = day.books.next_id("quotes") + np.arange(len(row), dtype=np.int64)
    chance, hours = day.chance("agreed", visits.call[row]), _hours(day, ids, visits.component[row])
    rate = quoted_rates(day, visits.branch[row])
    written = visits.end[row] + chance.between("written", *rules.AGREED_WRITTEN_AFTER)
    asks = chance.happens("asks for time", rules.AGREED_LATER) & _to_be_called(
        day, visits.call[row]
    )
    quote_repairs(
        day,
        row,
        background=AT_A_VISIT,
        recorded=written,
        changed=np.where(
            asks, written, written + chance.between("entered", 1, office.ENTERED_WITHIN)
        ),
        service_call_id=NULL,
        status=Coded(asks.astype(np.int64), ("Accepted", "Pending")),
        agreed_hours=hours,
        agreed_rate=rate,
        agreed_parts=material(parts, hours * rate, discounts(day, visits.contract[row])),
    )


def _to_be_called(day: Day, call: Ints) -> Mask:
    """Visits whose return has not been agreed upon yet: the office calls, says the order."""
    told = day.books.read(
        "select service_call_id as id from work_orders"
        " where service_call_id in (select value from json_each(?))"
        " and completion_notes like '%office will call%'",
        keys(call), id=INT,
    )  # fmt: skip
    called: Mask = among(call, told.id)
    return called


def material(parts: Ints, labor: Ints, percent: Ints) -> Ints:
    """What is left for the parts (cents) within the price, of which a contract takes something
    off."""
    price = labor + parts - money.percent(labor + parts, percent)
    left: Ints = np.maximum(price - labor, parts * rules.LEAST_MATERIAL_PERCENT // 100)
    return left


def at_their_cost(day: Day, visits: Visits) -> Mask:
    """Not what the maker, the plan or our own guarantee pays for."""
    stored = day.books.tables["installed_devices"]
    ours = stored.at("installed_by", visits.device).is_("Company")
    age = day.number - stored.at("installation_date", visits.device).astype(np.int64)
    warranty = stored.at("warranty_end_date", visits.device).astype(np.int64) >= day.number
    theirs: Mask = ~warranty & ~covers_parts(visits.plan) & ~(ours & (age <= LABOR_WARRANTY_DAYS))
    return theirs


def _share(day: Day) -> float:
    """Of the repairs that wait for a part, those that are quoted first: as many as there are quotes
    for repairs that are accepted and not done on the spot."""
    offer = rules.OFFERS["Repair"]
    accepted = day.rate("quotes") * offer.weight / 100 * offer.closes
    quotes = accepted * (1 - rules.DONE_ON_THE_SPOT - rules.NOTED_OF_ACCEPTED)
    repairs = day.rate("service_calls") * (JOBS["Repair"].share + JOBS["Emergency"].share)
    return min(
        quotes / max(repairs * RETURN_VISITS * rules.SECONDS_PAID_BY_CUSTOMER, 1e-9),
        rules.DEAREST_QUOTED,
    )


def _hours(day: Day, ids: Ints, component: Ints) -> Ints:
    """What such a repair takes, to the next quarter of an hour, in hundredths."""
    minutes = lengths.usual_work(day, "agreed", ids, component).minutes(np.zeros_like(ids))
    return -(-minutes // 15) * 25


class Agreed(NamedTuple):
    """A quote for a repair that is accepted and not carried out yet."""

    quote: int
    model: int
    """Key of the unit's type."""
    labor: int
    """Cents, of the ``total``."""
    total: int


NOTHING_AGREED = Agreed(-1, -1, 0, 0)


def agreed_with(day: Day, customer: Ints) -> dict[int, Agreed]:
    """What these customers have agreed to and is not done yet, by customer."""
    found = day.books.connection.execute(
        "select customer_id, max(quote_id), equipment_id, labor_cost, total_amount from quotes"
        " where status = 'Accepted' and service_call_id is null and quote_type = 'Repair'"
        " and customer_id in (select value from json_each(?)) group by customer_id",
        (keys(customer),),
    )
    return {
        who: Agreed(quote, model, round(labor * 100), round(total * 100))
        for who, quote, model, labor, total in found
    }


def firm_minutes(wanted: int, labor: int, total: int, rate: int) -> int:
    """The minutes ``wanted``, in tenths of an hour, in so far as the labor (cents) at the rate
    (dollars an hour) of whoever comes stays about what was agreed upon: the price is firm."""
    off = max(total * rules.FIRM_LABOR_PERCENT // 100, rules.FIRM_CENTS)
    least, most = ((labor + some) * 60 // (100 * rate) for some in (-off, off))
    minutes = min(max(wanted, least), most)
    return min(max(minutes // TENTH * TENTH, 3 * TENTH), LONGEST_VISIT)


def lapsed(day: Day, devices: InUse) -> Ints:
    """Keys of the quotes that nothing comes of: the device has been replaced meanwhile, or what was
    noted on it has failed and was mended."""
    found = day.books.read(
        "select quote_id as id, customer_id as customer, equipment_id as equipment from quotes"
        " where status = 'Accepted' and service_call_id is null and quote_type = 'Repair'"
        " order by quote_id",
        id=INT, customer=INT, equipment=INT,
    )  # fmt: skip
    waiting = devices.rows(devices.waiting)
    there = among(
        as_one(found.customer, found.equipment), as_one(waiting.customer, waiting.equipment)
    )
    there |= among(found.id, agreed_to(day, devices).quote)
    gone: Ints = found.id[~there]
    return gone
