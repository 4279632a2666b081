"""What the company's own history says of how its bills are paid, and how many are void."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from factories.days.books import DAY, FLAG, INT, TEXT, Found, iso
from factories.days.day import Day, once_a_run
from factories.days.habits import calls
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.accounting import billing, payers
from factories.rules.calls.service import TYPES
from factories.rules.habits import BILLS_OF_ANY_TYPE, ENOUGH_OLD_BILLS

_BILLS = """
    select s.service_type as type, s.service_call_id as call,
           c.customer_type = 'commercial' as business, i.issue_date as issued,
           julianday(i.due_date) - julianday(i.issue_date) as terms, i.status = 'Cancelled' as void,
           exists (select 1 from payments as p where p.invoice_id = i.invoice_id
                   and p.status <> 'Failed' and p.payment_date <= ?2) as paid,
                   i.customer_id as customer
    from invoices as i join service_calls as s on s.service_call_id = i.service_call_id
    join customers as c on c.customer_id = s.customer_id
    where s.service_call_id <= ?1 and i.issue_date <= ?2"""
_UNBILLED = """
    select count(*) from service_calls as s
    where s.service_call_id <= ?1 and not exists (
        select 1 from invoices as i
        where i.service_call_id = s.service_call_id and i.status <> 'Cancelled'
        and i.issue_date <= ?2)"""


def paid(day: Day, kind: Ints, business: Mask) -> NDArray[np.float64]:
    """The probability that a bill for a visit of this type (index into ``TYPES``) is ever paid, by
    a business or by a household."""
    return _paid(day)[business.astype(np.int64), kind]


def surer(day: Day, nature: Ints) -> NDArray[np.float64]:
    """How many times as often as others customers of a temperament (index into
    ``rules.accounting.payers.TEMPERAMENT``) pay such a bill."""
    return _surer(day)[nature]


@once_a_run
def _bills(day: Day) -> Found:
    """The bills of the history."""
    return day.books.read(
        _BILLS, calls(day), iso(day.books.begun),
        type=TEXT, call=INT, business=FLAG, issued=DAY, terms=INT, void=FLAG, paid=FLAG,
        customer=INT,
    )  # fmt: skip


def _due_bills(day: Day) -> tuple[Found, Mask]:
    """The old bills, paid by now if ever. A short history has none: all of its bills then. And
    which of them could be paid by its end."""
    bills = _bills(day)
    bills = bills.rows(np.flatnonzero(~bills.void))
    old = bills.issued <= day.books.begun - billing.PAID_WITHIN
    if old.sum() >= len(old) * ENOUGH_OLD_BILLS:
        bills = bills.rows(np.flatnonzero(old))
    terms = Coded(np.searchsorted(tuple(billing.TERM_DAYS.values()), bills.terms), billing.TERMS)
    chance = day.chance("paying", bills.call)
    payer = payers.payers(chance, bills.customer)
    takes = payers.days_to_pay(chance, payer, bills.business, terms)
    return bills, bills.issued + np.minimum(takes, billing.PAID_WITHIN) <= day.books.begun


@once_a_run
def _paid(day: Day) -> NDArray[np.float64]:
    """By households (row 0) and businesses, and by type of visit."""
    bills, due = _due_bills(day)
    usual = _among(bills.paid, due, billing.PAID_WITHOUT_HISTORY)
    shares = np.zeros((2, len(TYPES)))
    for business in (0, 1):
        own = bills.business == bool(business)
        of_theirs = _among(bills.paid[own], due[own], usual)
        for number, name in enumerate(TYPES):
            like = own & bills.type.is_(name)
            shares[business, number] = _among(bills.paid[like], due[like], of_theirs)
    return shares


@once_a_run
def _surer(day: Day) -> NDArray[np.float64]:
    bills, due = _due_bills(day)
    # Households settle installations whatever their ways are.
    at_home = bills.type.is_("Installation") & ~bills.business
    row = np.flatnonzero(~at_home)
    bills, due = bills.rows(row), due[row]
    nature = payers.nature(Chance(day.books.seed, payers.STREAM, bills.customer))
    kind = np.array([TYPES.index(name) for name in bills.type.tolist()], np.int64)
    usual = paid(day, kind, bills.business) * due
    count = len(payers.TEMPERAMENT)
    came, expected = (np.bincount(nature, each, count) for each in (bills.paid, usual))
    surer: NDArray[np.float64] = (came + BILLS_OF_ANY_TYPE) / (expected + BILLS_OF_ANY_TYPE)
    return surer


def _among(paid: Mask, due: Mask, usual: float) -> float:
    """The share of what was ``due`` that is paid, of few bills nearer to the usual one."""
    return min(
        float(paid.sum() + BILLS_OF_ANY_TYPE * usual) / float(due.sum() + BILLS_OF_ANY_TYPE), 1.0
    )


@once_a_run
def voided(day: Day) -> float:
    """Of the visits for which nothing is owed, the share that is billed by mistake."""
    void = int(_bills(day).void.sum())
    values = (calls(day), iso(day.books.begun))
    (free,) = day.books.connection.execute(_UNBILLED, values).fetchone()
    return float(min(void / max(free, 1), 1.0))
