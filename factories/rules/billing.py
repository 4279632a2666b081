"""Billing: when an invoice goes out, what stands on it, who pays when and how, at what fee."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from factories.engine import money
from factories.engine.quantiles import exponential, lognormal
from factories.engine.streams import Chance, Ints, cut_points
from factories.engine.values import Coded
from factories.wording.billing import FEES
from hvac_models import PaymentMethod, PaymentTerms

Mask = NDArray[np.bool_]

ISSUED_AFTER: Final = {(0, 0): 78, (1, 3): 14, (4, 10): 6, (11, 20): 2}
"""Days from the visit to the invoice, first and last, and percent of invoices [E]."""
BILLED_IN_ERROR: Final = 1
"""Percent of invoices cancelled as wrong. Assumption: within the write-off of 0.5-1.5 % [E]."""

TERMS: Final = tuple(str(terms) for terms in PaymentTerms)
TERM_DAYS: Final = {"Due on Receipt": 0, "Net 15": 15, "Net 30": 30, "Net 45": 45}
RESIDENTIAL_TERMS: Final = {"Due on Receipt": 80, "Net 15": 20}
"""[E]"""
COMMERCIAL_TERMS: Final = {"Net 30": 80, "Net 15": 20}
"""[E]"""

AT_ONCE: Final = 0.65
"""Of households' invoices, paid on the day of issue [E]. None of them asked for Net 15: terms and
behavior agree, and 80-88 % are paid within a week of the due date, as calibrated."""
HOUSEHOLD_DAYS: Final = (12, 24)
"""Days to pay of the other households: lognormal, median [E] and 90th percentile (Assumption)."""
BUSINESS_DAYS: Final = (33, 58.8)
"""Days to pay of businesses: lognormal, median and 90th percentile (sigma 0.45) [E]."""
LONGEST_DAYS: Final = 180
"""Nobody takes longer: the rest is written off. Assumption."""

INSTALLMENTS: Final = {1: 80, 2: 12, 3: 8}
"""Payments an installation, percent of those not financed. Assumption: one in five in parts."""
INSTALLMENT_EVERY: Final = 30
"""Days between installments. Assumption."""

FAILS: Final = 0.03
"""Of first attempts: declined, returned or bounced. Assumption."""
TRIED_AGAIN: Final = 0.85
"""Of failed attempts, a new one follows within days. Assumption."""
PAID_TWICE: Final = 0.015
"""Of card and online payments: charged twice, one refunded. Assumption: 1 % of all payments."""
CLEARING_DAYS: Final = 2
"""Checks and ACH transfers of the last two days are not settled yet [K]."""

METHODS: Final = tuple(str(method) for method in PaymentMethod)
CARD, CHECK, CASH, ACH, ONLINE, FINANCING = (
    METHODS.index(name)
    for name in ("Credit Card", "Check", "Cash", "ACH Transfer", "Online Payment", "Financing")
)
HOUSEHOLD_METHODS: Final = {CARD: 51, ONLINE: 16, CHECK: 15, ACH: 9, CASH: 9}
"""Visits to households. With the two below, all payments come to card and online 52 %, check 20,
ACH 14, financing 9, cash 5 [E; R18]; who prefers what is an Assumption."""
BUSINESS_METHODS: Final = {CARD: 18, ONLINE: 6, CHECK: 40, ACH: 36}
INSTALLATION_METHODS: Final = {CARD: 22, ONLINE: 8, CHECK: 14, ACH: 9, FINANCING: 47}
"""Installations for households: the only ones that are financed [E]."""
CARDS: Final = (CARD, ONLINE)
CAN_FAIL: Final = (CARD, CHECK, ACH, ONLINE)
CLEARS_LATER: Final = (CHECK, ACH)

CARD_PERCENT: Final = 29
"""Card and online fee in tenths of a percent of the amount [R19]."""
CARD_CENTS: Final = 30
"""On top, cents [R19]."""
ACH_PERCENT: Final = 8
"""ACH fee in tenths of a percent of the amount [R19]."""
ACH_MOST: Final = 500
"""At most, cents [R19]."""

COLLECTED_FIRST: Final = {
    "Maintenance": 1,
    "Repair": 2,
    "Installation": 4,
    "Emergency": 6,
    "Inspection": 1,
}
"""How hard the office runs after a dollar, by type of visit. Assumption: there are fewer payments
than invoices (the guide's counts), so the big tickets and the urgent ones come first."""
HOUSEHOLD_FIRST: Final = (3, 2)
"""The same for households, which pay at the door, and businesses. Assumption."""

FEE_WEIGHTS: Final = {
    "Diagnostic fee": 10,
    "After-hours dispatch fee": 16,
    "Refrigerant recovery and disposal": 8,
    "Permit and inspection fee": 8,
    "Equipment haul-away and disposal": 6,
    "Shop supplies": 2,
}
"""How readily a fee is charged where it fits. Assumption; the count of lines sets how many."""
DIAGNOSIS_ONLY: Final = 4
"""Times as readily for a diagnosis on a visit that could not mend the fault. Assumption."""
INSPECTED: Final = 3
"""Weight of a diagnostic fee on an inspection, mostly priced by its labor alone. Assumption."""
PRICE_STEP: Final = 5
"""Dollars: prices of fees from $50 on are multiples of it. Assumption."""
WORKDAY_ENDS, WORKDAY_STARTS = 17 * 60, 8 * 60
"""Minutes of the day outside of which a visit is after hours, as is any on a weekend [E]."""


def issue_lag(chance: Chance) -> Ints:
    """Days from the visit to the invoice."""
    band = chance.choose("band", tuple(ISSUED_AFTER.values()))
    first, last = (np.array(ends, np.int64)[band] for ends in zip(*ISSUED_AFTER, strict=True))
    return chance.between("lag", first, last)


def payment_terms(chance: Chance, commercial: Mask) -> Coded:
    """Terms of each invoice."""
    at_home = _among(TERMS, RESIDENTIAL_TERMS)
    business = _among(TERMS, COMMERCIAL_TERMS)
    table = np.array([cut_points(at_home), cut_points(business)])
    return Coded(chance.choose_by("terms", table, commercial.astype(np.int64)), TERMS)


def days_to_pay(chance: Chance, commercial: Mask, terms: Coded) -> Ints:
    """Days from the invoice to its (first) payment."""
    later = chance.quantile("household", lognormal(*HOUSEHOLD_DAYS, 1, LONGEST_DAYS))
    slowly = chance.quantile("business", lognormal(*BUSINESS_DAYS, 1, LONGEST_DAYS))
    on_receipt = RESIDENTIAL_TERMS["Due on Receipt"] / sum(RESIDENTIAL_TERMS.values())
    at_once = terms.is_("Due on Receipt") & chance.happens("at once", AT_ONCE / on_receipt)
    return np.where(commercial, slowly, np.where(at_once, 0, later))


def methods(chance: Chance, commercial: Mask, installation: Mask) -> Ints:
    """Index into ``METHODS`` of each invoice's payments."""
    rows = (HOUSEHOLD_METHODS, BUSINESS_METHODS, INSTALLATION_METHODS)
    table = np.array([cut_points(_among(range(len(METHODS)), weights)) for weights in rows])
    group = np.where(commercial, 1, np.where(installation, 2, 0))
    return chance.choose_by("method", table, group)


def is_one_of(method: Ints, wanted: Sequence[int]) -> Mask:
    """Where ``method``, an index into ``METHODS``, is one of ``wanted``."""
    flags = np.zeros(len(METHODS), np.bool_)
    flags[list(wanted)] = True
    return flags[method]


def processing_fee(method: Ints, amount: Ints, failed: Mask) -> Ints:
    """What the processor keeps, in cents; nothing of a payment that failed."""
    card = money.half_up(amount * CARD_PERCENT, 1000) + CARD_CENTS
    ach = np.minimum(money.half_up(amount * ACH_PERCENT, 1000), ACH_MOST)
    fee = np.where(is_one_of(method, CARDS), card, np.where(method == ACH, ach, 0))
    return np.where(failed, 0, fee)


def collection_order(chance: Chance, total: Ints, urgency: Ints, commercial: Mask) -> Ints:
    """Positions of invoices, those first that the office collects first.

    A race: each invoice's time is exponential, the faster the more dollars (squared) are at stake.
    """
    pull = np.where(commercial, HOUSEHOLD_FIRST[1], HOUSEHOLD_FIRST[0])
    dollars = np.maximum(total // 100, 1)
    speed = dollars * dollars * urgency * pull
    time = chance.quantile("race", exponential(1_000_000, 20_000_000))
    return np.lexsort((chance.bits("tie"), (time << 30) // speed))


@dataclass(frozen=True)
class FeeOffers:
    """One row an invoice and fee that could be charged on it."""

    invoice: Ints
    fee: Ints
    """Index into ``wording.billing.FEES``."""
    weight: Ints


def fee_offers(service_type: Coded, kind: Coded, after_hours: Mask, diagnosis: Mask) -> FeeOffers:
    """The fees that fit each invoice's visit; ``diagnosis`` where the fault was only found."""
    invoices, fees, weights = [], [], []
    for number, fee in enumerate(FEES):
        fits = service_type.is_(*fee.service_types) & kind.is_(*fee.kinds)
        if fee.name.startswith("After-hours"):
            fits &= after_hours
        invoice = np.flatnonzero(fits)
        weight = np.full(len(invoice), FEE_WEIGHTS[fee.name], np.int64)
        if fee.name.startswith("Diagnostic"):
            weight *= np.where(diagnosis[invoice], DIAGNOSIS_ONLY, 1)
            weight = np.where(service_type.is_("Inspection")[invoice], INSPECTED, weight)
        invoices.append(invoice)
        fees.append(np.full(len(invoice), number, np.int64))
        weights.append(weight)
    return FeeOffers(np.concatenate(invoices), np.concatenate(fees), np.concatenate(weights))


def fee_price(chance: Chance, fee: Ints) -> Ints:
    """Cents charged for a fee."""
    low = np.array([fee.low for fee in FEES], np.int64)[fee]
    high = np.array([fee.high for fee in FEES], np.int64)[fee]
    step: Ints = np.where(low < 50, np.int64(1), np.int64(PRICE_STEP))
    price: Ints = 100 * (low + step * chance.below("price", (high - low) // step + 1))
    return price


def after_hours(start: Ints) -> Mask:
    """Whether visits that start then are at night or on a weekend. 1970-01-01 was a Thursday."""
    clock, weekday = start % 1440, (start // 1440 + 3) % 7
    late: Mask = (clock < WORKDAY_STARTS) | (clock >= WORKDAY_ENDS) | (weekday >= 5)
    return late


def _among(names: Iterable[Any], weights: Mapping[Any, int]) -> tuple[int, ...]:
    """The weights as a row over all ``names``."""
    return tuple(weights.get(name, 0) for name in names)
