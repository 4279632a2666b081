"""Quotes for repairs that are quoted, accepted and done at one visit."""

from __future__ import annotations

import numpy as np

from factories.days import habits
from factories.days.books import CENTS, INT, Found, keys
from factories.days.day import Day
from factories.days.price_list import quoted_rates
from factories.days.quotes_at_first_visits import at_their_cost
from factories.days.repair_quotes import quote_repairs
from factories.days.visit_rows import Visits
from factories.engine.values import Coded
from factories.rules.appointments.estimates import diagnosed_hours
from factories.rules.calls.left_undone import MENDED
from factories.rules.calls.service import COMPONENTS, JOBS, REPAIR
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import UNKNOWN
from factories.rules.hours import office


def sign_on_the_spot(day: Day) -> None:
    """The quotes of an office day for repairs of that day."""
    visits = day.visits
    found = _signed(day, _billed(day, visits))
    row = np.searchsorted(visits.call, found.id)
    rate = quoted_rates(day, visits.branch[row])
    changed_by = rules.change_orders(day.chance("change orders", found.id), found.billed)
    quoted = found.billed - changed_by
    chance, component = day.chance("on the spot", found.id), visits.component[row]
    said = diagnosed_hours(chance, found.id, Coded(component, (*COMPONENTS, None)), found.hours)
    hours = rules.firm_hours(said, found.billed, found.total - found.labor, rate)
    hours = rules.hours_within(hours, quoted, found.parts, rate)
    quote_repairs(
        day,
        row,
        background=UNKNOWN,
        recorded=visits.end[row],
        changed=visits.end[row] + chance.between("entered", 1, office.ENTERED_WITHIN),
        service_call_id=found.id,
        status="Accepted",
        changed_by=changed_by,
        agreed_hours=hours,
        agreed_rate=rate,
        agreed_parts=quoted - hours * rate,
    )


def _billed(day: Day, visits: Visits) -> Found:
    """Repairs of today that needed one visit, are the customer's to pay and billed, few fees
    beside."""
    one = (visits.kind == REPAIR) & (visits.returns_to < 0) & (visits.quote < 0)
    one &= (visits.component >= 0) & (visits.left == MENDED)
    one &= ~visits.awaits_part & ~visits.is_callback & at_their_cost(day, visits)
    found = day.books.read(
        "select s.service_call_id as id, s.labor_cost as labor, s.parts_cost as parts,"
        " s.total_cost as total, s.duration_hours as hours,"
        "  coalesce(sum(case n.line_type when 'fee' then n.amount end), 0) as fees,"
        " i.subtotal as billed"
        " from service_calls as s"
        " join invoices as i on i.service_call_id = s.service_call_id"
        " join invoice_lines as n on n.invoice_id = i.invoice_id"
        " where s.service_call_id in (select value from json_each(?)) and s.parts_cost > 0"
        " and i.status <> 'Cancelled' group by 1 order by 1",
        keys(visits.call[one]),
        id=INT, labor=CENTS, parts=CENTS, total=CENTS, hours=CENTS, fees=CENTS,
        billed=CENTS,
    )  # fmt: skip
    return found.rows(np.flatnonzero(found.fees * 100 <= found.total * rules.FEES_PERCENT))


def _signed(day: Day, found: Found) -> Found:
    """Those that are quoted: the dearer, the likelier."""
    likely = np.minimum(
        _share(day) * found.parts / habits.repair_parts(day), rules.DONE_AT_ONCE_QUOTED
    )
    signed = day.chance("on the spot", found.id).happens("signed", likely)
    return found.rows(np.flatnonzero(signed))


def _share(day: Day) -> float:
    """Of such repairs, those that are quoted: as many as the history has."""
    offer = rules.OFFERS["Repair"]
    quotes = day.rate("quotes") * offer.weight / 100 * offer.closes * rules.DONE_ON_THE_SPOT
    repairs = day.rate("service_calls") * JOBS["Repair"].share * rules.DONE_AT_ONCE
    return float(min(quotes / max(repairs, 1e-9), rules.DONE_AT_ONCE_QUOTED))
