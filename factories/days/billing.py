"""Bills: what was done is invoiced on the day of the visit, or by the office some days later."""

from __future__ import annotations

import numpy as np

from factories.days import habits, paying_habits
from factories.days.bills import Bills, lines_of
from factories.days.books import CENTS, DAY, FLAG, INT, MINUTE, TEXT, Found, iso, keys, sql_day
from factories.days.day import Day
from factories.days.warranty import filed_after
from factories.engine.set_operations import distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.accounting import billing as rules
from factories.rules.calls.service import LABOR_WARRANTY_DAYS
from factories.rules.hours import office
from factories.rules.hours.calendar import office_day_from
from factories.rules.region.territory import metro_for
from factories.tables.billing import InvoiceFactory, InvoiceLineFactory
from factories.wording import billing as wording
from factories.wording.billing import REASONS, InvoiceReason
from factories.wording.sales import change_order_notes

NO_BILL = -1

_VISITS = """
    select s.service_call_id as call, s.customer_id as customer, c.branch_id as branch,
           c.customer_type, s.service_type as type,
           e.equipment_type as kind, s.service_date as [on], s.started_at as start,
           s.completed_at as [end], s.duration_hours as hours,
           s.bill_rate as rate, s.labor_cost as labor, s.parts_cost as parts, s.total_cost as cost,
           s.is_callback as callback,
           s.failed_component is not null and not exists (
               select 1 from work_orders as w where w.service_call_id = s.service_call_id
               and w.completion_notes like '% declined the repair%') as mends,
           d.installed_by = 'Company' as ours,
           d.installation_date as installed,
           exists (select 1 from service_calls as o
                   where o.installation_id = s.installation_id
                     and o.failed_component = s.failed_component
                     and o.service_call_id < s.service_call_id
                     and o.service_date >= date(s.service_date, '-' || ?2 || ' days')
                     and o.service_date < date(s.service_date, '-' || ?3 || ' days')
                     and exists (select 1 from parts_usage as u
                                 where u.service_call_id = o.service_call_id)) as mended,
           exists (select 1 from installed_devices as r
                   where r.customer_id = s.customer_id and r.status = 'Replaced') as replaced,
           w.description like 'Return visit%' as second,
           coalesce(q.quote_id, -1) as quote, coalesce(q.total_amount, 0) as agreed
    from service_calls as s
    join work_orders as w on w.service_call_id = s.service_call_id
    join customers as c on c.customer_id = s.customer_id
    join installed_devices as d on d.installation_id = s.installation_id
    join equipment_types as e on e.equipment_id = s.equipment_id
    left join quotes as q on q.service_call_id = s.service_call_id
    where s.service_call_id in (select value from json_each(?1))
    order by s.service_call_id"""


def invoice(day: Day) -> None:
    """The bills of today with their lines; and those that customers call about today."""
    _withdraw(day)
    recent = day.books.read(
        "select s.service_call_id as call, c.branch_id as branch,"
        f" {sql_day('s.service_date')} as [on],"
        f" {sql_day('s.completed_at')} as ended from service_calls as s"
        " join customers as c on c.customer_id = s.customer_id where s.service_date between ? and ?"
        " and not exists (select 1 from invoices as i"
        "  where i.service_call_id = s.service_call_id) order by s.service_call_id",
        iso(day.number - rules.BILLED_WITHIN), iso(day.number),
        call=INT, branch=INT, on=INT, ended=INT,
    )  # fmt: skip
    due = recent.call[_due(day, recent)]
    if not len(due):
        return
    found = day.books.read(
        _VISITS,
        keys(due), LABOR_WARRANTY_DAYS, rules.BACK_WITH_THE_PART,
        call=INT, customer=INT, branch=INT, customer_type=TEXT, type=TEXT, kind=TEXT, on=DAY,
        start=MINUTE, end=MINUTE, hours=CENTS, rate=CENTS, labor=CENTS, parts=CENTS, cost=CENTS,
        callback=FLAG, mends=FLAG, ours=FLAG, installed=DAY, mended=FLAG, replaced=FLAG,
        second=FLAG, quote=INT, agreed=CENTS,
    )  # fmt: skip
    found = _with_contracts(day, found)
    found = found.with_(void=_void(day, found))
    found = found.rows(np.flatnonzero(found.void != NO_BILL))
    if len(found):
        _write(day, found)


def _due(day: Day, found: Found) -> Mask:
    """Visits whose bill goes out today."""
    lag = np.where(
        found.on <= day.books.begun,
        _lag_of_history(day, found),
        rules.issue_lag(day.chance("billing", found.call)),
    )
    issued = np.where(lag > 0, office_day_from(found.ended + lag), found.ended)
    due: Mask = issued == day.number
    return due


def _lag_of_history(day: Day, found: Found) -> Ints:
    """What was drawn for visits of the populated history, by their place in the branch."""
    block = day.scenario.rows["service_calls"]
    lags = np.zeros(len(found), np.int64)
    for branch in distinct(found.branch).tolist():
        rows = np.flatnonzero(found.branch == branch)
        place = found.call[rows] - 1 - (branch - 1) * block
        lags[rows] = rules.issue_lag(Chance(day.books.seed, ("branch", branch, "billing"), place))
    return lags


def _with_contracts(day: Day, found: Found) -> Found:
    """The contract that each visit fell under, by its day."""
    held = {
        row[0]: row[1:]
        for row in day.books.connection.execute(
            "select s.service_call_id, p.service_plan, p.discount_percentage,"
            " p.start_date < s.service_date"
            " from service_calls as s join subscriptions as p on p.customer_id = s.customer_id"
            " and p.start_date <= s.service_date"
            " and coalesce(p.cancelled_date, p.end_date) >= s.service_date"
            " where s.service_call_id in (select value from json_each(?))",
            (keys(found.call),),
        )
    }
    known = [held.get(call) for call in found.call.tolist()]
    return found.with_(
        plan=[row[0] if row else None for row in known],
        percent=np.array([row[1] if row else 0 for row in known], np.int64),
        member=np.array([row is not None for row in known], np.bool_),
        # A contract that begins on the day may have been signed after the visit.
        settled=np.array([row is not None and row[2] for row in known], np.bool_),
    )


def _void(day: Day, found: Found) -> Ints:
    """Why each bill is void, index into ``REASONS``; ``NO_BILL`` for visits that get none: those of
    which a plan or our own guarantee takes care, as a rule."""
    planned = found.member & found.type.is_("Maintenance", "Inspection")
    age = found.on - found.installed
    repair = found.type.is_("Repair", "Emergency")
    installed = repair & found.ours & (age >= 0) & (age <= LABOR_WARRANTY_DAYS)
    repaired = found.callback | (found.mends & found.mended)
    chance = day.chance("void", found.call)
    slips = chance.happens("slip", rules.BILLED_IN_ERROR / 100) & (rules.waived(found.cost) > 0)
    # Nobody signs for what is then free.
    slips &= found.quote < 0
    covered, claimed = _on_the_maker(day, found)
    guaranteed = repaired | installed
    whys = {
        InvoiceReason.PLAN: planned,
        InvoiceReason.CLAIMED: guaranteed & claimed,
        InvoiceReason.WARRANTY: guaranteed & covered,
        InvoiceReason.REPAIRED: found.callback,
        InvoiceReason.GUARANTEED: repaired,
        InvoiceReason.INSTALLED: installed,
        InvoiceReason.ERROR: slips,
    }
    reason = np.select(list(whys.values()), [REASONS.index(name) for name in whys], 0)
    free = planned | guaranteed
    none = free & ~chance.happens("by mistake", paying_habits.voided(day))
    return np.where(none | (found.cost == 0), NO_BILL, reason)


def _on_the_maker(day: Day, found: Found) -> tuple[Mask, Mask]:
    """Visits with a part under warranty, and those for which the maker is asked to pay it back:
    the claim is written, or will be."""
    lines = day.books.read(
        "select u.service_call_id as call, sum(u.quantity_used * p.unit_cost) as cost,"
        " exists (select 1 from warranty_claims as w"
        "  where w.service_call_id = u.service_call_id) as filed"
        " from parts_usage as u join parts as p on p.part_id = u.part_id"
        " join service_calls as s on s.service_call_id = u.service_call_id"
        " join installed_devices as d on d.installation_id = s.installation_id"
        f" where {habits.BY_THE_MAKER}"
        " and u.service_call_id in (select value from json_each(?))"
        " group by u.service_call_id order by u.service_call_id",
        keys(found.call), call=INT, cost=CENTS, filed=FLAG,
    )  # fmt: skip
    row = np.searchsorted(found.call, lines.call)
    covered = np.zeros(len(found), np.bool_)
    covered[row] = True
    claimed = np.zeros(len(found), np.bool_)
    ours = found.on[row] > day.books.begun
    claimed[row] = lines.filed | (ours & (filed_after(day, lines.call, lines.cost) >= 0))
    return covered, claimed


def _withdraw(day: Day) -> None:
    """Cancel what a plan includes and was billed all the same, when the customer calls."""
    first = max(day.number - rules.CALLED_ABOUT_AFTER[1] - rules.LONG_WEEKEND, day.books.begun + 1)
    sent = day.books.read(
        "select i.invoice_id as id, s.service_call_id as call, i.issue_date as issued"
        " from invoices as i join service_calls as s on s.service_call_id = i.service_call_id"
        " where i.issue_date between ? and ? and i.status in ('Pending', 'Overdue')"
        " and s.service_type in ('Maintenance', 'Inspection')"
        " and exists (select 1 from subscriptions as p where p.customer_id = i.customer_id"
        "  and p.start_date < s.service_date"
        "  and s.service_date <= coalesce(p.cancelled_date, p.end_date))"
        " order by i.invoice_id",
        iso(first), iso(day.number - 1), id=INT, call=INT, issued=DAY,
    )  # fmt: skip
    chance = day.chance("void", sent.call)
    called = office_day_from(sent.issued + chance.between("call", *rules.CALLED_ABOUT_AFTER))
    sent = sent.rows(np.flatnonzero(called == day.number))
    chance, count = chance.at(sent.call), len(sent)
    notes = wording.invoice_notes(
        chance, ["Cancelled"] * count, [InvoiceReason.PLAN] * count, np.zeros(count, np.int64)
    )
    checked = day.at(chance.between("checked", *rules.BILLS_CHECKED_AT))
    day.books.change("invoices", sent.id, at=checked, status="Cancelled", notes=notes)


def _notes(day: Day, found: Found, void: Mask) -> list[str | None]:
    """What the office remarks: why a bill is void, or where an open one has been sent."""
    status = np.where(void, "Cancelled", "Pending").tolist()
    reasons = [REASONS[reason] for reason in found.void.tolist()]
    chance = day.chance("void", found.call)
    return wording.invoice_notes(chance, status, reasons, np.zeros(len(found), np.int64))


def _terms(day: Day, customer: Ints, commercial: Mask) -> Coded:
    """An account's terms are those of its bills so far."""
    terms = rules.payment_terms(day.chance("terms", customer), commercial)
    known = day.books.read(
        "select customer_id as id, payment_terms as terms from invoices"
        " where customer_id in (select value from json_each(?))"
        " group by customer_id order by customer_id",
        keys(distinct(customer)), id=INT, terms=TEXT,
    )  # fmt: skip
    agreed = dict(zip(known.id.tolist(), known.terms.tolist(), strict=True))
    drawn = zip(customer.tolist(), terms.tolist(), strict=True)
    return Coded.of([agreed.get(who, new) for who, new in drawn])


def _write(day: Day, found: Found) -> None:
    commercial = found.customer_type.is_("commercial")
    installation = found.type.is_("Installation")
    bills = Bills(found, commercial, installation)
    lines = lines_of(day, bills)
    subtotal = lines.subtotals(len(found))
    rates = np.zeros(len(found), np.int64)
    for branch in distinct(found.branch).tolist():
        here = found.branch == branch
        rates[here] = metro_for(branch).tax.rates(commercial[here], installation[here])
    by_plan = (found.void == REASONS.index(InvoiceReason.PLAN)) & found.settled
    sent = by_plan & day.chance("void", found.call).happens("called about", rules.CALLED_ABOUT)
    void = (found.void > 0) & ~sent
    chance = day.chance("billed at", found.call)
    recorded = office.entered_after(chance, "minute", day.number, found.end)
    checked = day.at(chance.between("checked", *rules.BILLS_CHECKED_AT))
    table = day.books.add(
        InvoiceFactory,
        len(found),
        recorded=recorded,
        changed=np.where(void, np.maximum(recorded, checked), recorded),
        invoice_number=day.books.numbers("invoices", "invoice_number", "INV", found.branch),
        service_call_id=found.call,
        issue_date=np.datetime64(day.number, "D"),
        payment_terms=_terms(day, found.customer, commercial),
        subtotal=subtotal,
        tax_rate=rates,
        status=Coded(void.astype(np.int64), ("Pending", "Cancelled")),
        notes=_notes(day, found, void),
    )
    day.books.add(
        InvoiceLineFactory,
        len(lines),
        recorded=recorded[lines.invoice],
        **lines.columns(table.first_id),
    )
    _note_changes(day, found, subtotal, recorded)


def _note_changes(day: Day, found: Found, subtotal: Ints, at: Ints) -> None:
    """Why a bill is not the price that was agreed upon."""
    changed_by = subtotal - found.agreed
    row = np.flatnonzero((found.quote >= 0) & (found.void == 0) & (changed_by != 0))
    chance = day.chance("change orders", found.quote[row])
    day.books.change(
        "quotes",
        found.quote[row],
        at=at[row],
        notes=change_order_notes(chance, changed_by[row]),
    )
