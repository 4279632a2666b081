"""Billing: when an invoice goes out, what stands on it, who pays when and how, at what fee."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from factories.engine import money
from factories.engine.quantiles import exponential
from factories.engine.streams import Chance, Ints, Mask, cut_points
from factories.engine.values import Coded
from factories.rules.accounting.diagnosis import as_dear
from factories.rules.accounting.rises import rate_then
from factories.rules.equipment.kinds import COMPRESSOR_KINDS, KINDS
from factories.rules.hours.calendar import office_day_from, office_days_later, weekday_of
from factories.wording.billing import (
    AFTER_HOURS_FEE,
    DIAGNOSTIC_FEE,
    HAUL_AWAY_FEE,
    PERMIT_FEE,
    RECOVERY_FEE,
    SUPPLIES_FEE,
)
from hvac_models import PaymentMethod, PaymentTerms

ISSUED_AFTER: Final = {(0, 0): 78, (1, 3): 14, (4, 10): 6, (11, 20): 2}
"""Days from the visit to the invoice, first and last, and percent of invoices [E]."""
BILLED_IN_ERROR: Final = 1
"""Percent of invoices cancelled as wrong. Assumption: within the write-off of 0.5-1.5 % [E]."""

WAIVED_UNDER: Final = 50_000
"""Cents: dearer work is nobody's to give away. Assumption: what a branch manager may waive."""

BILLS_CHECKED_AT: Final = (17 * 60, 18 * 60 + 29)
"""Minutes of the day, first and last, at which the day's bills are checked and void ones cancelled.
Assumption: before they are sent."""

CALLED_ABOUT: Final = 0.4
"""Share of the bills for visits that a plan includes that go out all the same, and are cancelled
when the customer calls. Assumption: the others are seen to in the evening."""
CALLED_ABOUT_AFTER: Final = (1, 12)
"""Days from the bill to that call, first and last. Assumption."""

TERMS: Final = tuple(str(terms) for terms in PaymentTerms)
TERM_DAYS: Final = {"Due on Receipt": 0, "Net 15": 15, "Net 30": 30, "Net 45": 45}
RESIDENTIAL_TERMS: Final = {"Due on Receipt": 80, "Net 15": 20}
"""Payment terms of households, percent [E]."""
COMMERCIAL_TERMS: Final = {"Net 30": 80, "Net 15": 20}
"""Payment terms of businesses, percent [E]."""

LONGEST_DAYS: Final = 180
"""Nobody takes longer: the rest is written off. Assumption."""

INSTALLMENTS: Final = {1: 80, 2: 12, 3: 8}
"""Payments an installation at a business, percent. Assumption: one in five in parts; households
settle at once, see ``rules.accounting.payers``."""
INSTALLMENT_EVERY: Final = 28
"""Days between installments: four weeks, so that they come on the same weekday. Assumption."""

FAILED_PAYMENTS: Final = 0.03
"""Share of the first attempts to pay that are declined, returned or bounced. Assumption."""
RETRIED_PAYMENTS: Final = 0.85
"""Share of the failed attempts that a new one follows within days. Assumption."""
TRIED_AGAIN_DAYS: Final = (1, 5)
"""Days from a payment that failed to the next attempt. Assumption."""
LONG_WEEKEND: Final = 7
"""Days at most by which an attempt waits for the banks to open."""
RETURNED_AFTER: Final = (2, 5)
"""Banking days, first and last, until a check or transfer comes back unpaid. Assumption: banks have
two days for a transfer [K], and a check takes some more."""
_RETURNED_WITHIN: Final = 9
"""Days of the calendar that this takes at most, but for ``LONG_WEEKEND``."""
LAST_ATTEMPT: Final = (
    LONGEST_DAYS
    + _RETURNED_WITHIN
    + TRIED_AGAIN_DAYS[1]
    + INSTALLMENT_EVERY * (max(INSTALLMENTS) - 1)
    + 2 * LONG_WEEKEND
)
"""Days from a bill after which nobody pays any of it."""
NOTICED_DAYS: Final = (1, 4)
"""Days until somebody notices what was charged twice; until then the second charge is processed.
Assumption."""
HELD_PAYMENTS: Final = 0.12
"""Share of the card and online payments that the processor holds for ``NOTICED_DAYS`` before it
settles them. Assumption: it looks at some, so that one in eight held turns out to be a second
charge."""
CHARGED_TWICE: Final = 0.015
"""Share of the card and online payments that are charged twice, one of which is refunded.
Assumption: 1 % of all payments."""
CLEARING_DAYS: Final = {1: 30, 2: 45, 3: 25}
"""Banking days until checks and ACH transfers are settled, and percent of them. One to three are
[K], how many take which is an Assumption."""

METHODS: Final = tuple(str(method) for method in PaymentMethod)
CARD, CHECK, CASH, ACH, ONLINE, FINANCING = (
    METHODS.index(name)
    for name in ("Credit Card", "Check", "Cash", "ACH Transfer", "Online Payment", "Financing")
)
CARDS: Final = (CARD, ONLINE)
CAN_FAIL: Final = (CARD, CHECK, ACH, ONLINE)
CLEARS_LATER: Final = (CHECK, ACH)

CARD_TENTHS_OF_PERCENT: Final = 29
"""Card and online fee, of the amount [R19]."""
CARD_CENTS: Final = 30
"""On top, cents [R19]."""
ACH_TENTHS_OF_PERCENT: Final = 8
"""ACH fee, of the amount [R19]."""
ACH_MOST: Final = 500
"""At most, cents [R19]."""

PAYMENT_WEIGHTS: Final = {
    "Maintenance": 4,
    "Repair": 4,
    "Installation": 28,
    "Emergency": 5,
    "Inspection": 4,
}
"""How readily a bill is paid, by type of visit: businesses pay what was agreed and signed for; the
installations of households are settled before all others. There are fewer payments than invoices
(the guide's counts), so most bills are open, and these weights decide which; that a bill is large
or old is no reason to pay it. Assumption."""
PAYMENT_WEIGHT_OF_CUSTOMER: Final = (3, 2)
"""The same of households, which pay at the door, and of businesses. Assumption."""
LATER_BILLS: Final = 4
"""Later bills of a customer up to which each makes it likelier that an older one was settled: who
owes for several visits has to clear the oldest before the next one. Assumption."""
BEFORE_LATER_BILLS: Final = 8
"""So many later bills make it twice as likely. Assumption."""


@dataclass(frozen=True, slots=True)
class Fee:
    """A fixed charge: its name, the visits and kinds it fits, and its price range in dollars."""

    name: str
    service_types: tuple[str, ...]
    low: int
    high: int
    kinds: tuple[str, ...] = tuple(KINDS)


FEES: Final = (
    Fee(DIAGNOSTIC_FEE, ("Repair", "Inspection"), 75, 200),  # [R3]
    Fee(AFTER_HOURS_FEE, ("Emergency",), 95, 250),
    Fee(RECOVERY_FEE, ("Installation",), 60, 150, COMPRESSOR_KINDS),
    Fee(PERMIT_FEE, ("Installation",), 85, 350),
    Fee(SUPPLIES_FEE, ("Repair", "Emergency", "Maintenance"), 8, 35),
    Fee(HAUL_AWAY_FEE, ("Installation",), 50, 175),
)
"""The price book. Assumption but where a source stands."""
FEE_ORDER: Final = (
    AFTER_HOURS_FEE,
    DIAGNOSTIC_FEE,
    RECOVERY_FEE,
    PERMIT_FEE,
    HAUL_AWAY_FEE,
    SUPPLIES_FEE,
)
"""Which fees the count of lines is spent on first. Assumption: what the trade charges as a rule,
before what it mostly has in its prices."""
WAIVED_FEES: Final = 0.04
"""Share of the fees due that are waived all the same. Assumption."""
PRICE_STEP: Final = 5
"""Dollars: prices of fees from $50 on are multiples of it. Assumption."""
WORKDAY_ENDS, WORKDAY_STARTS = 17 * 60, 8 * 60
"""Minutes of the day outside of which a visit is after hours, as is any on a weekend [E]."""
BACK_WITH_THE_PART: Final = 20
"""Days within which a second visit for the same fault brings the part that the first had not;
what was mended then is not mended again. Assumption."""
BILLED_WITHIN: Final = 30
"""Days within which a visit is billed. Assumption: see ``ISSUED_AFTER``."""
PAID_WITHIN: Final = 60
"""Days after which a bill that will be paid is paid, as a rule. Assumption."""
PAID_WITHOUT_HISTORY: Final = 0.9
"""Share of the bills that are paid in a company whose history has none. Assumption."""


def waived(cost: Ints) -> Ints:
    """Weight by which a bill is the wrong one, by what the visit cost in cents."""
    weight: Ints = (cost < WAIVED_UNDER).astype(np.int64)
    return weight


def issue_lag(chance: Chance) -> Ints:
    """Days from the visit to the invoice."""
    band = chance.choose("band", tuple(ISSUED_AFTER.values()))
    first, last = (np.array(ends, np.int64)[band] for ends in zip(*ISSUED_AFTER, strict=True))
    return chance.between("lag", first, last)


def payment_terms(chance: Chance, commercial: Mask) -> Coded:
    """Terms of each invoice; ``chance`` is its customer's, for an account has its terms."""
    at_home = _among(TERMS, RESIDENTIAL_TERMS)
    business = _among(TERMS, COMMERCIAL_TERMS)
    table = np.array([cut_points(at_home), cut_points(business)])
    return Coded(chance.choose_by("terms", table, commercial.astype(np.int64)), TERMS)


def booked_by_banks(method: Ints, at_visit: Mask) -> Mask:
    """Where a payment arrives on an office day only: what banks and lenders carry out, and checks
    that the technician was not given at the door."""
    return is_one_of(method, (ACH, FINANCING)) | is_one_of(method, (CHECK,)) & ~at_visit


def is_one_of(method: Ints, wanted: Sequence[int]) -> Mask:
    """Where ``method``, an index into ``METHODS``, is one of ``wanted``."""
    flags = np.zeros(len(METHODS), np.bool_)
    flags[list(wanted)] = True
    return flags[method]


def tried_again(chance: Chance, first: Ints, method: Ints) -> Ints:
    """The day of the next attempt after one that fails: of what banks return, once it is back."""
    slow = is_one_of(method, CLEARS_LATER)
    back = np.where(slow, office_days_later(first, slow * RETURNED_AFTER[1]), first)
    again: Ints = back + chance.between("gap", *TRIED_AGAIN_DAYS)
    return again


def known_on(chance: Chance, method: Ints, status: Coded, day: Ints) -> Ints:
    """The day (number) in whose early morning it is known what became of each payment of a ``day``;
    ``status`` is what will have become of it.

    ``chance`` is the payments' own, so that whoever asks is told the same.
    """
    slow = is_one_of(method, CLEARS_LATER)
    settled, returned = slow & status.is_("Completed"), slow & status.is_("Failed")
    held = is_held(chance, method) & status.is_("Completed")
    noticed = status.is_("Refunded") | held
    known: Ints = np.array(day, np.int64)
    if settled.any() or returned.any():
        takes = 1 + chance.choose("clears", tuple(CLEARING_DAYS.values()))
        takes = np.where(returned, chance.between("returned", *RETURNED_AFTER), takes)
        known = office_days_later(known, np.where(settled | returned, takes, 0))
    if noticed.any():
        then = office_day_from(day + chance.between("noticed", *NOTICED_DAYS))
        known = np.where(noticed, then, known)
    return known


def is_held(chance: Chance, method: Ints) -> Mask:
    """Which card and online payments are settled some days later; ``chance`` as of ``known_on``."""
    held: Mask = is_one_of(method, CARDS) & chance.happens("held", HELD_PAYMENTS)
    return held


def processing_fee(method: Ints, amount: Ints, failed: Mask) -> Ints:
    """What the processor keeps, in cents; nothing of a payment that failed."""
    card = money.half_up(amount * CARD_TENTHS_OF_PERCENT, 1000) + CARD_CENTS
    ach = np.minimum(money.half_up(amount * ACH_TENTHS_OF_PERCENT, 1000), ACH_MOST)
    fee = np.where(is_one_of(method, CARDS), card, np.where(method == ACH, ach, 0))
    return np.where(failed, 0, fee)


@dataclass(frozen=True)
class Owed:
    """What decides how soon an invoice is paid; one row an invoice."""

    urgency: Ints
    """By type of visit, see ``PAYMENT_WEIGHTS``."""
    commercial: Mask
    temperament: Ints
    later: Ints
    """Later invoices of the same customer."""


def collection_order(chance: Chance, owed: Owed) -> Ints:
    """Positions of invoices, those first that are paid first.

    A race: each invoice's time is exponential, the faster the sooner its customer pays such a bill.
    """
    pull = np.where(owed.commercial, PAYMENT_WEIGHT_OF_CUSTOMER[1], PAYMENT_WEIGHT_OF_CUSTOMER[0])
    later = BEFORE_LATER_BILLS + np.minimum(owed.later, LATER_BILLS)
    speed = owed.urgency * pull * owed.temperament * later
    time = chance.quantile("race", exponential(1_000_000, 20_000_000))
    return np.lexsort((chance.bits("tie"), (time << 36) // speed))


@dataclass(frozen=True)
class Jobs:
    """What decides which fees stand on an invoice; one row an invoice."""

    service_type: Coded
    kind: Coded
    after_hours: Mask
    diagnosis: Mask
    """True where the fault was only found, not mended."""
    known: Mask
    """True where an earlier visit had found it: nobody is asked to pay for that again."""
    member: Mask
    """True where a contract covers the visit."""
    commercial: Mask
    replaces: Mask
    """True where an installation took an old device out."""
    void: Mask
    cost: Ints
    """Cents of labor and parts."""


@dataclass(frozen=True)
class FeeOffers:
    """One row an invoice and fee that could be charged on it."""

    invoice: Ints
    fee: Ints
    """Index into ``FEES``."""
    place: Ints
    """Those of a lower place are charged first."""


def fee_offers(jobs: Jobs) -> FeeOffers:
    """The fees that fit each invoice's visit, and in which order they are charged."""
    invoices, fees, places = [], [], []
    for number, fee in enumerate(FEES):
        fits = jobs.service_type.is_(*fee.service_types) & jobs.kind.is_(*fee.kinds)
        if fee.name == AFTER_HOURS_FEE:
            fits &= jobs.after_hours
        if fee.name == DIAGNOSTIC_FEE:
            fits &= ~jobs.known
        invoice = np.flatnonzero(fits)
        invoices.append(invoice)
        fees.append(np.full(len(invoice), number, np.int64))
        places.append(_fee_places(fee.name, jobs)[invoice])
    return FeeOffers(np.concatenate(invoices), np.concatenate(fees), np.concatenate(places))


def _fee_places(name: str, jobs: Jobs) -> Ints:
    """How early a fee is charged on each invoice.

    Whoever has the fault mended is not charged for finding it, but for small repairs: those follow,
    about the smallest bills first, so that the count of lines sets the limit. Members get their
    visits without fees. Permits and the old unit's removal are in the price of the job, as the
    quotes say.
    """
    repair, tune_up = (jobs.service_type.is_(kind) for kind in ("Repair", "Maintenance"))
    at_once = np.full(len(jobs.void), FEE_ORDER.index(name), np.int64)
    later = INCLUDED + at_once
    if name == DIAGNOSTIC_FEE:
        place = np.where(jobs.diagnosis, at_once, np.where(repair, SMALL_BILLS, later))
    elif name == RECOVERY_FEE:
        place = np.where(jobs.replaces, at_once, later)
    elif name == AFTER_HOURS_FEE:
        place = at_once
    else:
        place = later
    covered = jobs.member & ~jobs.service_type.is_("Installation")
    return np.where(jobs.void, NEVER, np.where(covered | (tune_up & (place < LAST)), LAST, place))


SMALL_BILLS: Final = len(FEE_ORDER)
"""Place of a diagnostic fee on a repair that was done, after all that is charged as a rule."""
INCLUDED: Final = SMALL_BILLS + 1
"""Places from here on: fees that are mostly in the price of the job."""
LAST: Final = INCLUDED + len(FEE_ORDER)
"""Place of fees on tune-ups and of members."""
WAIVED_LAST: Final = LAST + 1
NEVER: Final = LAST + 2
"""Place of a fee on a bill that is void: only where the lines asked for leave no other."""


def charged(chance: Chance, offers: FeeOffers, cost: Ints, count: int) -> Ints:
    """Positions of the offers that are charged: in order, but for those waived."""
    waived = chance.happens("waived", WAIVED_FEES) & (offers.place < NEVER)
    place = np.where(waived, WAIVED_LAST, offers.place)
    cost = cost[offers.invoice]
    cost = np.where(place == SMALL_BILLS, as_dear(chance, cost), cost)
    small = np.where(place >= SMALL_BILLS, cost, 0)
    return np.sort(np.lexsort((chance.bits("charged"), small, place))[:count])


def fee_price(
    chance: Chance, fee: Ints, commercial: Mask, year: Ints | int, list_year: Ints | int
) -> Ints:
    """Cents of each fee by a branch's price book of a year, of which that of ``list_year`` keeps to
    the range; businesses pay the upper half of it."""
    low = np.array([fee.low for fee in FEES], np.int64)[fee]
    high = np.array([fee.high for fee in FEES], np.int64)[fee]
    step: Ints = np.where(low < 50, np.int64(1), np.int64(PRICE_STEP))
    steps: Ints = (high - low) // step + 1
    half: Ints = steps // 2
    upper: Ints = np.where(commercial, half, np.int64(0))
    listed = low + step * (upper + chance.below("price", steps - half))
    price: Ints = 100 * rate_then(listed, year, list_year, step)
    return price


def after_hours(start: Ints) -> Mask:
    """Whether visits that start then are at night or on a weekend. 1970-01-01 was a Thursday."""
    clock, weekday = start % 1440, weekday_of(start // 1440)
    late: Mask = (clock < WORKDAY_STARTS) | (clock >= WORKDAY_ENDS) | (weekday >= 5)
    return late


def _among(names: Iterable[Any], weights: Mapping[Any, int]) -> tuple[int, ...]:
    """The weights as a row over all ``names``."""
    return tuple(weights.get(name, 0) for name in names)
