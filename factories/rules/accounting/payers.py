"""How customers pay: by what, how soon, and whether at all. Each keeps to its ways."""

from functools import lru_cache
from itertools import product
from typing import Any, Final

import numpy as np

from factories.engine.quantiles import exponential, lognormal
from factories.engine.streams import FRACTION, Chance, Ints, Mask, cut_points
from factories.engine.values import Coded
from factories.rules.accounting.billing import (
    ACH,
    CARD,
    CASH,
    CHECK,
    FINANCING,
    LONGEST_DAYS,
    METHODS,
    ONLINE,
    RESIDENTIAL_TERMS,
    TERM_DAYS,
)

HOUSEHOLD_METHODS: Final = {CARD: 51, ONLINE: 16, CHECK: 15, ACH: 9, CASH: 9}
"""What households pay visits by. With the two below, all payments come to card and online 52 %,
check 20, ACH 14, financing 9, cash 5 [E; R18]; who prefers what is an Assumption."""
BUSINESS_METHODS: Final = {CARD: 18, ONLINE: 6, CHECK: 40, ACH: 36}
LARGE_SUMS: Final = {CARD: 22, ONLINE: 8, CHECK: 14, ACH: 9}
"""What households pay installations by that they do not finance: nobody brings so much cash."""
FINANCED: Final = 0.47
"""Of households' installations, financed: nothing else is [E]."""
USUAL_METHOD: Final = (0.88, 0.93)
"""Share of the bills paid by the customer's usual method because it is the usual one: households,
businesses. Assumption: four of five households and nine of ten businesses pay the next bill by the
method of the last."""

PAID_AT_ONCE: Final = 0.72
"""Share of the households' invoices paid on the day of issue, of those that are paid: 65 % [E] of
those with payments, since installments and second attempts come later. None of these households has
Net 15: terms and behavior agree, and 80-88 % are paid by the due date [E]."""
HOUSEHOLD_DAYS: Final = (14, 24)
"""Days to pay of the others: lognormal, median and 90th percentile. Assumption: 12 for half [E]."""
BY_THE_LINK, LINK_DAYS = 0.28, (46, 31, 23)
"""Of the other households, who pay by the link in the e-mail with the invoice, and weights of the
first, second and third day after it on which they do. Assumption."""
BUSINESS_ON_TIME: Final = 0.69
"""Of businesses' invoices, meant to be paid by the due date: 50-65 % are [E], once some payments
bounce, some are tardy and installations are paid in parts."""
PAID_IN_TIME: Final = {(0, 25): 10, (25, 80): 14, (80, 100): 76}
"""When those are paid, from and to in percent of the terms, and percent of them. Assumption: some
businesses pay on receipt and some when it suits them, most when it is due; about a quarter of what
is due within a month is paid before day 25, as a lognormal of median 33 and sigma 0.45 has it
[E]."""
PAYS_WEEKLY: Final = 0.6
"""Share of the businesses that pay bills on one day of the week. Assumption."""
BUSINESS_LATE: Final = (11, 35)
"""Days past the due date of the others: lognormal, median and 90th percentile. Assumption: with
the terms, half of all businesses have paid after a month [E]; the weekly day comes on top."""
PAID_AFTER_REMINDERS: Final = 0.10
"""Share of the bills not paid at once that are paid after the reminders only. Assumption."""
TARDY_AFTER, TARDY_DAYS = 40, exponential(38, 140)
"""Days from the invoice until they do: at least, and on top. Assumption: the last reminder is sent
at six weeks."""
HOME_INSTALLATIONS_SETTLED: Final = 0.97
"""Share of the households' installations that are settled when the crew leaves, or within days: by
loan, or with what is left after the deposit. The others are disputed. Assumption."""
SETTLED_AFTER: Final = {0: 84, 1: 6, 2: 4, 4: 3, 7: 3}
"""Days from the bill until they are, and percent of them. Assumption: the last ones wait for the
permit to be signed off."""
STEADY, CHANGING = 3_000, 1_300
"""Weights of what the customer and what the bill has to do with how soon it is paid. Assumption:
who was late with a bill is late with the next one; the days past due of the two correlate by
0.4-0.7."""

TEMPERAMENT: Final = {12: 60, 4: 25, 1: 15}
"""How surely a customer pays at all, and percent of customers: most pay what they can, some slowly,
some rarely. Assumption."""

DUNNED: Final = {5: 55, 30: 78, 50: 88, 100: 96}
"""Percent of the accounts that the office goes after for a bill, by the days from which on it is
overdue. Assumption: a controller duns an account, not an invoice, and gives up on few old ones."""
SMALL_BILL, SMALL_BILLS_DUNNED = 15_000, 60
"""Cents below which a bill is not worth as many letters, and the percent of the others' accounts
whose small bills are reminded of. Assumption."""

STREAM: Final = ("payers",)
"""Of the draws that are a customer's own."""


def payers(chance: Chance, customer: Ints) -> Chance:
    """Draws of the customers' own ways, by their keys: the same whenever they pay."""
    return chance.common(STREAM, customer)


def nature(payer: Chance) -> Ints:
    """Which of the temperaments each customer has: index into ``TEMPERAMENT``."""
    return payer.choose("temperament", tuple(TEMPERAMENT.values()))


def temperament(payer: Chance) -> Ints:
    """How surely each customer pays."""
    return np.array(tuple(TEMPERAMENT), np.int64)[nature(payer)]


def methods(
    chance: Chance,
    payer: Chance,
    commercial: Mask,
    installation: Mask,
    lends: Mask | bool = True,
) -> Ints:
    """Index into ``METHODS`` of each invoice's payments.

    ``chance`` is the bills' and ``payer`` their customers', to whom a lender ``lends``. One draw
    stands for a customer in every table, so that who pays visits by check pays the installation by
    check.
    """
    keeps = np.where(commercial, USUAL_METHOD[1], USUAL_METHOD[0])
    drawn = np.where(
        chance.happens("as usual", keeps), payer.fraction("method"), chance.fraction("method")
    )
    group = np.where(commercial, 1, np.where(installation, 2, 0))
    method: Ints = (_method_cuts()[group] <= drawn[:, None]).sum(axis=1)
    financed = (group == 2) & lends & chance.happens("financed", FINANCED)
    return np.where(financed, FINANCING, method)


@lru_cache(maxsize=1)
def _method_cuts() -> Ints:
    """A row a group of customers."""
    rows = (HOUSEHOLD_METHODS, BUSINESS_METHODS, LARGE_SUMS)
    numbers = range(len(METHODS))
    return np.array([cut_points(tuple(row.get(number, 0) for number in numbers)) for row in rows])


def days_to_pay(chance: Chance, payer: Chance, commercial: Mask, terms: Coded) -> Ints:
    """Days from the invoice to its (first) payment; ``chance`` is the bills' and ``payer`` their
    customers'."""
    drawn = _slowness(chance, payer)
    days = np.zeros(len(drawn), np.int64)
    term = terms.map(TERM_DAYS)
    for number, business in product(TERM_DAYS.values(), (False, True)):
        row = np.flatnonzero((term == number) & (commercial == business))
        if len(row):
            days[row] = _day_cuts(number, business).searchsorted(drawn[row], side="right")
    return days


def settled(chance: Chance, at_home: Mask) -> Mask:
    """Which bills, of those for installations ``at_home`` of households, are settled at once."""
    paid: Mask = at_home & chance.happens("settled", HOME_INSTALLATIONS_SETTLED)
    return paid


def days_to_settle(chance: Chance) -> Ints:
    """Days from the bill until such a one is settled."""
    days = np.array(tuple(SETTLED_AFTER), np.int64)
    return days[chance.choose("settled after", tuple(SETTLED_AFTER.values()))]


def on_run_day(payer: Chance, commercial: Mask, issued: Ints, due: Ints, day: Ints) -> Ints:
    """The day (number) on which a bill that is ready to be paid on a ``day`` is paid: by businesses
    that pay once a week on that day of the week, before it where that is in time, else after it."""
    weekday = payer.below("pays on", 5)
    before = day - (day + 3 - weekday) % 7
    after = np.minimum(np.where(before < day, before + 7, day), issued + LONGEST_DAYS)
    moved = np.where(day > due, np.maximum(after, day), np.where(before > issued, before, day))
    return np.where(commercial & payer.happens("pays weekly", PAYS_WEEKLY), moved, day)


def dunned(payer: Chance, amount: Ints, overdue: Ints) -> Mask:
    """Whether the office has gone after each bill of an amount (cents) that is so many days
    overdue: whoever is reminded of one is reminded of all that are as old and as large."""
    by_age = np.array((0, *DUNNED.values()), np.int64)
    percent = by_age[np.searchsorted(tuple(DUNNED), overdue, side="right")]
    percent = np.where(amount < SMALL_BILL, percent * SMALL_BILLS_DUNNED // 100, percent)
    reminded: Mask = payer.below("dunned", 100) < percent
    return reminded


def _slowness(chance: Chance, payer: Chance) -> Ints:
    """Where each bill stands among all bills, the one paid soonest first: a fraction of 2**32,
    uniform, since it is the place of a sum among all such sums."""
    total = payer.below("slow", STEADY) + chance.below("slow", CHANGING)
    places: Ints = _places()[total]
    return places


@lru_cache(maxsize=1)
def _places() -> Ints:
    ways = np.convolve(np.ones(STEADY, np.int64), np.ones(CHANGING, np.int64))
    below = np.cumsum(ways) - (ways + 1) // 2
    places: Ints = below * FRACTION // (STEADY * CHANGING)
    return places


@lru_cache(maxsize=16)
def _day_cuts(term: int, business: bool) -> Ints:
    """Cut points in 2**32 of the days after an invoice, from the day of issue on."""
    later = _until_late(term) if business else _until_later()
    reminded = _share_by(TARDY_AFTER + TARDY_DAYS)
    slowly = later * (1 - PAID_AFTER_REMINDERS + PAID_AFTER_REMINDERS * reminded)
    at_once = 0.0
    if not business and not term:
        at_once = (
            PAID_AT_ONCE * sum(RESIDENTIAL_TERMS.values()) / RESIDENTIAL_TERMS["Due on Receipt"]
        )
    cuts: Ints = np.rint(FRACTION * (at_once + (1 - at_once) * slowly)).astype(np.int64)
    return cuts


def _until_later() -> Any:
    """Share of the households who do not pay at once that has paid by each day."""
    link = np.repeat(1 + np.arange(len(LINK_DAYS)), LINK_DAYS)
    other = _share_by(lognormal(*HOUSEHOLD_DAYS, 1, LONGEST_DAYS))
    return BY_THE_LINK * _share_by(link) + (1 - BY_THE_LINK) * other


def _until_late(term: int) -> Any:
    """Share of the businesses with such terms that has paid by each day."""
    in_time = np.zeros(LONGEST_DAYS + 1)
    for (first, last), percent in PAID_IN_TIME.items():
        band = np.arange(term * first // 100 + 1, max(term * last // 100, 1) + 1)
        in_time += percent / 100 * _share_by(band)
    late = _share_by(term + lognormal(*BUSINESS_LATE, 1, LONGEST_DAYS))
    return BUSINESS_ON_TIME * in_time + (1 - BUSINESS_ON_TIME) * late


def _share_by(days: Ints) -> Any:
    """Share of ``days`` up to each day from 0 to the longest; none is sooner than the day after."""
    counts = np.bincount(np.clip(days, 1, LONGEST_DAYS), minlength=LONGEST_DAYS + 1)
    return np.cumsum(counts) / len(days)
