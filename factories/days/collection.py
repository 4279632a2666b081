"""Money comes in: payments of the day, what clears, and where that leaves the invoices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from factories.days import credit, paying_habits
from factories.days.books import CENTS, FLAG, INT, MINUTE, TEXT, Found, iso, keys, sql_day
from factories.days.day import Day, once_a_run
from factories.days.query_cache import kept
from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded, index_in
from factories.rules.accounting import billing as rules
from factories.rules.accounting import payers
from factories.rules.calls.service import INSTALLATION, REPAIR, TYPES
from factories.rules.hours import office
from factories.rules.hours.calendar import FAR_OFF, office_day_from
from factories.rules.hours.office import NIGHT_RUN
from factories.tables.billing import PaymentFactory
from factories.wording import billing as wording
from hvac_models import PaymentStatus

_STATUSES = tuple(str(status) for status in PaymentStatus)
_COMPLETED, _WAITING, _FAILED, _REFUNDED = range(4)

_OPEN = f"""
    select i.invoice_id as id, i.service_call_id as call, {sql_day("i.issue_date")} as issued,
           julianday(i.due_date) - julianday(i.issue_date) as terms,
           c.customer_type = 'commercial' as commercial, s.service_type as kind,
           {sql_day("s.completed_at")} as ended, i.customer_id as customer
    from invoices as i
    join service_calls as s on s.service_call_id = i.service_call_id
    join customers as c on c.customer_id = i.customer_id
    where i.status in ('Pending', 'Overdue')
      and not (s.service_type in ('Maintenance', 'Inspection') and exists (
               select 1 from subscriptions as p where p.customer_id = i.customer_id
               and p.start_date < s.service_date
               and s.service_date <= coalesce(p.cancelled_date, p.end_date)))"""
"""What a plan includes nobody pays: the bill was a mistake."""
_PAID_ON = """
    select i.total_amount as total, s.completed_at as visited,
           coalesce(sum(case when p.status in ('Completed', 'Pending') then p.amount end),
           0) as paid,
           count(case when p.status in ('Completed', 'Pending') then 1 end) as count
    from invoices as i
    join service_calls as s on s.service_call_id = i.service_call_id
    left join payments as p on p.invoice_id = i.invoice_id
    where i.invoice_id in (select value from json_each(?))
    group by i.invoice_id order by i.invoice_id"""


def _KIND(values: Sequence[Any]) -> Ints:  # noqa: N802 - reads as the name of a kind
    """Types of visits, as indexes into ``TYPES``."""
    return np.array([TYPES.index(name) for name in values], np.int64)


def collect(day: Day) -> None:
    """What clears, what comes in, what is sent back, and what falls overdue."""
    _clear(day)
    plan = kept(
        day, "invoices", _may_be_paid(day), _plan,
        id=INT, call=INT, issued=INT, terms=INT, commercial=FLAG, kind=_KIND, ended=INT,
        customer=INT,
    )  # fmt: skip
    plan = plan.rows(np.flatnonzero(_may_pay(day, plan)))
    paid = day.books.read(
        _PAID_ON, keys(plan.id), total=CENTS, visited=MINUTE, paid=CENTS, count=INT
    )
    _take_in(day, plan.with_(**paid.columns))
    _fall_overdue(day)
    _remind(day)


def _may_be_paid(day: Day) -> str:
    """Finds the open bills that are not too old for it on the run's first day: the same ones from
    day to day."""
    return f"{_OPEN} and i.issue_date >= '{iso(_first_day(day) - rules.LAST_ATTEMPT)}'"


@once_a_run
def _first_day(day: Day) -> int:
    return day.number


def _plan(day: Day, open_: Found) -> Found:
    """How each open invoice is paid, drawn by its visit and its customer: ``first`` the day of the
    first attempt, ``again`` that of the first payment that goes through, ``parts`` installments by
    ``method``.

    What the history left open (``old``) is paid at once, when its day comes: whose day would have
    been in it does not pay. As many pay as in the history.
    """
    installation = open_.kind == INSTALLATION
    chance = day.chance("paying", open_.call)
    payer = payers.payers(chance, open_.customer)
    terms = Coded(np.searchsorted(tuple(rules.TERM_DAYS.values()), open_.terms), rules.TERMS)
    ready = open_.issued + payers.days_to_pay(chance, payer, open_.commercial, terms)
    due = open_.issued + open_.terms
    first = payers.on_run_day(payer, open_.commercial, open_.issued, due, ready)
    old = open_.issued <= day.books.begun
    at_home = installation & ~open_.commercial
    settled = payers.settled(chance, at_home)
    first = np.where(settled, _settled_on(day, chance, open_.issued), first)
    # What is disputed is paid no sooner than a repair.
    kind = np.where(at_home, REPAIR, open_.kind)
    share = paying_habits.paid(day, kind, open_.commercial)
    share = np.minimum(share * paying_habits.surer(day, payers.nature(payer)), 1.0)
    pays = (settled | chance.happens("pays", share)) & ~(old & (first <= day.books.begun))
    first = np.where(pays, first, FAR_OFF)
    lends = np.ones(len(open_), np.bool_)
    home = np.flatnonzero(at_home)
    lends[home] = ~credit.held(day, open_.customer[home], open_.ended[home])
    method = payers.methods(chance, payer, open_.commercial, installation, lends)
    banks = (first < FAR_OFF) & rules.booked_by_banks(method, first == open_.ended)
    first[banks] = office_day_from(first[banks])
    parts = 1 + chance.choose("parts", tuple(rules.INSTALLMENTS.values()))
    in_parts = installation & open_.commercial & ~old
    fails = rules.is_one_of(method, rules.CAN_FAIL) & chance.happens("fails", rules.FAILED_PAYMENTS)
    known, second = np.flatnonzero(first < FAR_OFF), first.copy()
    second[known] = rules.tried_again(chance.at(open_.call[known]), first[known], method[known])
    second[banks] = office_day_from(second[banks])
    retries = settled | chance.happens("again", rules.RETRIED_PAYMENTS)
    again = np.where(retries, second, FAR_OFF)
    return open_.with_(
        first=first,
        method=method,
        parts=np.where(in_parts, parts, 1),
        fails=fails,
        again=np.where(fails, again, first),
        old=old,
    )


def _settled_on(day: Day, chance: Chance, issued: Ints) -> Ints:
    """The day on which households settle their installations: those of the history's last days
    that are still open within days of its end, those before them not at all."""
    longest = max(payers.SETTLED_AFTER)
    late = (issued <= day.books.begun) & (issued > day.books.begun - longest)
    wait = day.books.begun + 1 + chance.below("settled late", longest)
    return np.where(late, wait, issued + payers.days_to_settle(chance))


def _may_pay(day: Day, plan: Found) -> Mask:
    """Whose day it may be: of the first attempt, of the second, or of an installment."""
    since = day.number - plan.again
    installment = (since >= 0) & (since % rules.INSTALLMENT_EVERY == 0)
    installment &= since < plan.parts * rules.INSTALLMENT_EVERY
    may: Mask = installment | (plan.fails & (plan.first == day.number))
    return may


def _take_in(day: Day, plan: Found) -> None:
    """The attempts of today: some fail, the others pay the invoice or their part of it. What
    becomes of checks and transfers is known some days later, as what is charged twice."""
    bounced = np.flatnonzero(plan.fails & (plan.first == day.number) & (plan.paid < plan.total))
    number = np.where(plan.old, 1, plan.count + 1)
    due = plan.again + np.where(plan.old, 0, (number - 1) * rules.INSTALLMENT_EVERY)
    owes = plan.paid < plan.total
    paying = np.flatnonzero(owes & (due == day.number) & (number <= plan.parts))
    each = plan.total // plan.parts
    part = np.where(number == 1, plan.total - each * (plan.parts - 1), each)
    amount = np.where(plan.old, plan.total - plan.paid, part)
    slow = rules.is_one_of(plan.method, rules.CLEARS_LATER)
    twice = paying[_charged_twice(day, plan, number)[paying]]
    row = np.concatenate([bounced, paying, twice])
    status = np.concatenate(
        [
            np.where(slow[bounced], _WAITING, _FAILED),
            np.where(slow[paying], _WAITING, _COMPLETED),
            np.full(len(twice), _WAITING, np.int64),
        ]
    )
    order = np.lexsort((status, row))
    row, status = row[order], status[order]
    if not len(row):
        return
    held = _is_held(day, plan.method[row]) & ~among(row, twice)
    status = np.where((status == _COMPLETED) & held, _WAITING, status)
    chance = day.daily("paid at", plan.id[row])
    # What is paid at the door is entered after the bill.
    billed = day.books.added.get("invoices", {})
    last = [billed.get(key, 0) for key in plan.id[row].tolist()]
    last = np.maximum(np.array(last, np.int64), plan.visited[row])
    minute = office.entered_after(chance, "minute", day.number, last)
    day.books.add(
        PaymentFactory,
        len(row),
        recorded=minute,
        invoice_id=plan.id[row],
        payment_date=np.datetime64(day.number, "D"),
        amount=amount[row],
        payment_method=Coded(plan.method[row], rules.METHODS),
        status=Coded(status, _STATUSES),
        installment=np.minimum(number, plan.parts)[row],
        installments=plan.parts[row],
    )
    done = status == _COMPLETED
    _settle(day, plan.id[row[done]], minute[done])


def _is_held(day: Day, method: Ints) -> Mask:
    """Which of the payments that are next to be written the processor settles some days later, but
    for what is charged twice."""
    ids = day.books.next_id("payments") + np.arange(len(method), dtype=np.int64)
    return rules.is_held(Chance(day.books.seed, ("payments",), ids).of("cleared_at"), method)


def _charged_twice(day: Day, plan: Found, number: Ints) -> Mask:
    """Whose first payment is booked once more, which goes back when that is noticed."""
    chance = day.chance("paying", plan.call)
    twice: Mask = (number == 1) & rules.is_one_of(plan.method, rules.CARDS)
    return twice & chance.happens("twice", rules.CHARGED_TWICE)


def _clear(day: Day) -> None:
    """Checks and transfers are settled after some banking days, or come back; what the processor
    holds is settled; what was charged twice is noticed, and one of the two goes back."""
    waiting = day.books.read(
        "select p.payment_id as id, p.invoice_id as invoice, p.payment_method as method, p.notes,"
        f" p.payment_date = s.service_date as at_visit, {sql_day('p.payment_date')} as [on],"
        " s.service_call_id as call, c.branch_id as branch,"
        " exists (select 1 from payments as o where o.invoice_id = p.invoice_id"
        "  and o.payment_id < p.payment_id) as later,"
        " exists (select 1 from payments as o where o.invoice_id = p.invoice_id"
        "  and o.payment_id < p.payment_id and o.payment_date = p.payment_date"
        "  and o.status <> 'Failed' and (coalesce(p.notes, '') not like 'Installment%'"
        "   or substr(o.notes, 1, instr(o.notes, '.')) = substr(p.notes, 1, instr(p.notes, '.'))))"
        " as twin from payments as p"
        " join invoices as i on i.invoice_id = p.invoice_id"
        " join service_calls as s on s.service_call_id = i.service_call_id"
        " join customers as c on c.customer_id = s.customer_id"
        " where p.status = 'Pending' and p.payment_date < ? order by p.payment_id",
        iso(day.number),
        id=INT, invoice=INT, method=TEXT, notes=list, at_visit=INT, on=INT, call=INT, branch=INT,
        later=FLAG, twin=FLAG,
    )  # fmt: skip
    if not len(waiting):
        return
    method = index_in(waiting.method, rules.METHODS)
    card = rules.is_one_of(method, rules.CARDS)
    becomes = np.where(_is_returned(day, waiting) & ~card, _FAILED, _COMPLETED)
    becomes = np.where(card & waiting.twin, _REFUNDED, becomes)
    own = Chance(day.books.seed, ("payments",), waiting.id)
    status = Coded(becomes, _STATUSES)
    known = rules.known_on(own.of("cleared_at"), method, status, waiting.on) <= day.number
    row = np.flatnonzero(known)
    if not len(row):
        return
    waiting, status = waiting.rows(row), status.take(row)
    said = _said(own.at(waiting.id), waiting, status)
    day.books.change("payments", waiting.id, at=day.at(NIGHT_RUN), status=status, notes=said)
    returned = waiting.id[becomes[row] == _FAILED]
    nothing = np.zeros(len(returned), np.int64)
    day.books.change("payments", returned, at=day.at(NIGHT_RUN), processing_fee=nothing)
    settled = waiting.invoice[becomes[row] == _COMPLETED]
    _settle(day, settled, np.full(len(settled), day.at(NIGHT_RUN)))


def _is_returned(day: Day, waiting: Found) -> Mask:
    """Of the first payment of each bill, as it was drawn when that was made: the history's by the
    visit's place in its branch."""
    fails = day.chance("paying", waiting.call).happens("fails", rules.FAILED_PAYMENTS)
    block = day.scenario.rows["service_calls"]
    for row in np.flatnonzero(waiting.on <= day.books.begun).tolist():
        branch = int(waiting.branch[row])
        place = waiting.call[[row]] - 1 - (branch - 1) * block
        of_history = Chance(day.books.seed, ("branch", branch, "paying"), place)
        fails[row] = of_history.happens("fails", rules.FAILED_PAYMENTS)[0]
    first: Mask = ~waiting.later
    return fails & first


def _said(own: Chance, waiting: Found, status: Coded) -> list[str | None]:
    """The notes of what is not pending any more; which installment it is stays."""
    one = np.ones(len(waiting), np.int64)
    said = wording.payment_notes(
        own.of("notes"), waiting.method.tolist(), status.tolist(), one, one, waiting.at_visit > 0
    )
    notes: list[str | None] = []
    for old, new, state in zip(waiting.notes, said, status.tolist(), strict=True):
        part = old.split(".")[0] + "." if (old or "").startswith("Installment") else None
        more = new if state != "Completed" else None
        notes.append(" ".join(text for text in (part, more) if text) if part else new)
    return notes


def _settle(day: Day, invoices: Ints, at: Ints) -> None:
    """Paid means paid in full: by the last payment, when it is in."""
    paid = day.books.read(
        "select i.invoice_id as id from invoices as i"
        " join payments as p on p.invoice_id = i.invoice_id"
        " where i.invoice_id in (select value from json_each(?)) and p.status = 'Completed'"
        " group by i.invoice_id having abs(sum(p.amount) - i.total_amount) < 0.005",
        keys(invoices), id=INT,
    ).id  # fmt: skip
    last = dict(sorted(zip(invoices.tolist(), at.tolist(), strict=True), key=lambda one: one[1]))
    moment = np.array([last[key] for key in paid.tolist()], np.int64)
    _note(day, paid, "Paid", moment)


def _fall_overdue(day: Day) -> None:
    late = day.books.read(
        "select invoice_id as id, julianday(?1) - julianday(due_date) as days from invoices"
        " where status = 'Pending' and due_date < ?1 order by invoice_id",
        iso(day.number), id=INT, days=INT,
    )  # fmt: skip
    _note(day, late.id, "Overdue", day.at(NIGHT_RUN), late.days)


def _remind(day: Day) -> None:
    """What the office does next about the bills of those whom it goes after, of those that have
    been overdue for some time."""
    due = day.books.read(
        "select invoice_id as id, julianday(?1) - julianday(due_date) as days,"
        " customer_id as customer, total_amount as amount from invoices"
        " where status = 'Overdue' and due_date in"
        " (select date(?1, '-' || value || ' days') from json_each(?2)) order by invoice_id",
        iso(day.number), json.dumps(wording.REMINDED_ON), id=INT, days=INT, customer=INT,
        amount=CENTS,
    )  # fmt: skip
    chance = Chance(day.books.seed, ("invoices", "Overdue"), due.id)
    payer = payers.payers(chance, due.customer)
    row = np.flatnonzero(payers.dunned(payer, due.amount, due.days))
    said = wording.reminders(chance.at(due.id[row]), due.days[row])
    day.books.change("invoices", due.id[row], at=day.at(NIGHT_RUN), notes=said)


def _note(day: Day, ids: Ints, status: str, at: Ints | int, overdue: Ints | None = None) -> None:
    """The invoices' new status, and the office's remark on it."""
    chance = Chance(day.books.seed, ("invoices", status), ids)
    days = np.zeros(len(ids), np.int64) if overdue is None else overdue
    notes = wording.invoice_notes(chance, [status] * len(ids), [None] * len(ids), days)
    day.books.change("invoices", ids, at=at, status=status, notes=notes)
