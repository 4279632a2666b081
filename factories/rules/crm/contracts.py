"""Maintenance contracts: the plans, what they give, and how long customers stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import Chance, Ints
from factories.rules.region.climate import MAINTENANCE_BY_MONTH
from hvac_models.customers import CustomerType

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Plan:
    """A service plan."""

    name: str
    annual_cost: int
    """Dollars a year: the guide's prices."""
    discount: tuple[int, int]
    """Percent off repairs, drawn once a customer. Assumption: what plans of this kind offer."""
    covers_parts: bool
    """True where repairs under the plan carry no charge for small parts."""
    residential_weight: int
    """Which plan a household takes. Assumption."""
    goes_first: bool = True
    """True where members get a slot before others, as the plan says."""


PLANS: Final = (
    Plan("Basic", 120, (5, 10), False, 45, goes_first=False),
    Plan("Premium", 200, (10, 15), False, 38),
    Plan("Comprehensive", 350, (15, 20), True, 17),
    Plan("Commercial", 500, (10, 15), False, 0),
)
PLAN_NAMES: Final = tuple(plan.name for plan in PLANS)
GOES_FIRST: Final = np.array([plan.goes_first for plan in PLANS] + [False])
"""By index into ``PLANS``; the last is for no plan, -1."""
COMMERCIAL: Final = PLAN_NAMES.index("Commercial")


def customer_of(plan: str) -> str:
    """Whom a plan is for: the type of its customers."""
    return str(CustomerType.COMMERCIAL if plan == PLAN_NAMES[-1] else CustomerType.RESIDENTIAL)


RENEWS_ITSELF: Final = 0.70
"""Of those who sign, who have it renew itself, and go on so from term to term. Assumption: seven of
ten terms."""
RENEWAL: Final = (0.63, 0.93)
"""Of terms that end, those that another one follows: where the customer has to renew, and where it
renews itself. Churn 16 % a year of both together [R2]."""
MOVES_UP: Final = 0.06
MOVES_DOWN: Final = 0.02
"""Of renewals of households, to the next plan and to the one before. Assumption."""
CANCELLED: Final = 0.06
"""Of terms, given up before their end. Assumption: part of the churn."""
CANCELLED_OF_RUNNING: Final = 0.035
"""Of the terms that run on any day. Assumption, measured: in the history nobody gives up a term
that another one follows."""
SUSPENDED: Final = 0.03
"""Of running terms, for payments that bounced. Assumption."""
SOLD_LATER: Final = 0.25
"""Share of contract holders who sign within the history rather than before it. Assumption: gives
the attach rate of 15-25 % on the default data set [R15]."""
KEPT_SINCE, SIGNED_EARLY = 360, 370
"""Days before the history from which on contracts are in the books, and within which from then on
those began whose holders signed before it. Assumption: older terms are in older books."""
SIGNS_AFTER_JOINING: Final = 45
"""Days from the account within which its first contract is signed at the earliest, drawn once.
Assumption."""
EAGER: Final = {"residential": 2, "commercial": 3}
"""Weights: how much rather businesses than households hold a contract. Assumption."""
FREQUENCY: Final = {"Annual": 55, "Monthly": 35, "Quarterly": 10}
"""How contracts are paid. Assumption."""
GIVEN_UP_DAYS: Final = (40, 300)
"""Days into the term on which some give up. Assumption."""
VISIT_EVERY_DAYS: Final = 182
"""Two visits a year [R16]."""
VISITS_A_YEAR: Final = 2
"""[R16]."""
VISITS_KEPT: Final = 0.92
"""Of the visits that a contract promises, those that are made: others are put off until the term is
over. Assumption."""
VISITS_CALLED_FOR: Final = 0.8
"""The same of a day's contracts, before the customer calls it off: whoever does is asked again.
Assumption, measured: as many visits are made a term as in the history."""
VISIT_AROUND_DAYS: Final = (-50, 50)
"""By which a visit is planned off the half year: within this, toward the months of tune-ups.
Assumption: the office fills its weeks, and coolers are looked at before the summer."""
FIRST_VISIT_DAYS: Final = (10, 110)
"""From the first day of a term to its first visit, where none has been, in the season. Assumption:
a furnace that was sold a plan in December is looked at in spring, with the rest."""
BACKLOG_DAYS: Final = (5, 150)
"""Days from the as-of date within which the visits that are overdue by then are planned.
Assumption: the history has fewer tune-ups than its contracts promise, and so the days go on."""
OVERDUE_VISIT_DAYS: Final = (3, 60)
"""Days from today within which an overdue visit is planned. Assumption."""


def renews_itself(chance: Chance, customer: Ints) -> Mask:
    """Whether customers, by their keys, sign that their contract renews itself."""
    return chance.common(("contracts",), customer).happens("renews itself", RENEWS_ITSELF)


def goes_on(chance: Chance, label: str, itself: Mask) -> Mask:
    """Whether another term follows, by whether it would of itself."""
    return chance.happens(label, np.where(itself, RENEWAL[1], RENEWAL[0]))


def moved(plan: Ints, steps: Ints) -> Ints:
    """The household's plan (index into ``PLANS``) so many steps dearer; businesses have but one."""
    other: Ints = np.clip(plan + steps, 0, COMMERCIAL - 1)
    return np.where(plan == COMMERCIAL, plan, other)


def moves(chance: Chance) -> Ints:
    """At a renewal: 1 to the next plan, -1 to the one before, 0 for most."""
    up = chance.happens("moves up", MOVES_UP).astype(np.int64)
    return up - chance.happens("moves down", MOVES_DOWN)


def discounts(chance: Chance, plan: Ints) -> Ints:
    """Percent, in fives, within the plan's range."""
    low = np.array([plan.discount[0] // 5 for plan in PLANS])[plan]
    high = np.array([plan.discount[1] // 5 for plan in PLANS])[plan]
    return 5 * chance.between("percent", low, high)


def next_visits(chance: Chance, last: Ints) -> Ints:
    """The day of the visit after each last one: about half a year later, in the season."""
    least, most = VISIT_AROUND_DAYS
    first = last + VISIT_EVERY_DAYS + least
    return _in_season(chance, "around", first, most - least)


def first_visits(chance: Chance, start: Ints) -> Ints:
    """The day of the first visit under contracts that begin on a day."""
    least, most = FIRST_VISIT_DAYS
    return _in_season(chance, "first", start + least, most - least)


def backlog(chance: Chance, today: int) -> Ints:
    """The days on which the visits that are overdue at the as-of date are planned."""
    return _from_now(chance, today, BACKLOG_DAYS)


def overdue(chance: Chance, today: int) -> Ints:
    """The days on which those are planned that are overdue on any other day."""
    return _from_now(chance, today, OVERDUE_VISIT_DAYS)


def _from_now(chance: Chance, today: int, within: tuple[int, int]) -> Ints:
    least, most = within
    first = np.full(len(chance), today + least, np.int64)
    return _in_season(chance, "overdue", first, most - least)


def _in_season(chance: Chance, label: str, first: Ints, within: int) -> Ints:
    """A day from each first one on, so many later at most, rather in the months of tune-ups."""
    days = first[:, None] + np.arange(within + 1)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    edges = np.cumsum(np.array(MAINTENANCE_BY_MONTH, np.int64)[months] ** 2, axis=1)
    point = chance.below(label, edges[:, -1] if len(edges) else 1)
    row: Ints = (edges <= point[:, None]).sum(axis=1)
    return first + row


SIGNED_WITHOUT_QUOTE: Final = 0.06
"""Of the terms that the history had, as many are signed by customers who had none and were sent no
quote. Assumption: with the quotes that are accepted, the contracts in force stay about as many."""
BOUNCED_DAYS: Final = (60, 260)
"""Days into the term on which a payment bounces and the contract is suspended. Assumption."""
SUSPENDED_DAYS: Final = (14, 60)
"""Days until it is paid and goes on. Assumption."""
LAPSE_SAID_BEFORE: Final = (5, 45)
"""Days before its end on which customers have a term not renew itself. Assumption."""
PROMISED_AT_MOST: Final = 0.8
"""Of the tune-ups, those that contracts promise, in a company that has more contracts than it can
see to. Assumption."""
SIGNED_WITHIN: Final = 90
"""Days within which a quote that was accepted becomes a contract, at most. Assumption."""
