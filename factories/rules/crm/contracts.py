"""Maintenance contracts: the plans, what they give, and how long customers stay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints, Mask
from factories.rules.hours.calendar import month_of
from factories.rules.region.climate import MAINTENANCE_BY_MONTH
from hvac_models.customers import CustomerType


@dataclass(frozen=True)
class Plan:
    """A service plan."""

    name: str
    annual_cost: int
    """Dollars a year: the guide's prices."""
    discount: tuple[int, int]
    """Percent off repairs, drawn once a customer. Assumption: what plans of this kind offer."""
    covers_parts: bool
    """True where repairs under the plan carry no charge for small parts, as of
    ``rules.parts.covered``."""
    residential_weight: int
    """Which plan a household takes. Assumption."""
    filters: bool = True
    """True where a tune-up comes with a filter; where not, members have their own."""
    goes_first: bool = True
    """True where members get a slot before others, as the plan says."""


PLANS: Final = (
    Plan("Basic", 120, (5, 10), False, 45, filters=False, goes_first=False),
    Plan("Premium", 200, (10, 15), False, 38),
    Plan("Comprehensive", 350, (15, 20), True, 17),
    Plan("Commercial", 500, (10, 15), False, 0),
)
PLAN_PRICES: Final = np.array([plan.annual_cost for plan in PLANS], np.int64)
PLAN_NAMES: Final = tuple(plan.name for plan in PLANS)
COMMERCIAL: Final = PLAN_NAMES.index("Commercial")
SIGNED_WITHOUT_QUOTE: Final = 0.06
"""Contracts signed a year by customers without one who got no quote, as a share of the history's
terms. Assumption: with the accepted quotes, the number of contracts in force stays about the
same."""
BOUNCED_DAYS: Final = (60, 260)
"""Days into the term on which a payment bounces and the contract is suspended. Assumption."""
SUSPENDED_DAYS: Final = (14, 60)
"""Days until it is paid and goes on. Assumption."""
SUSPENDED_SINCE: Final = 14
"""Days before the as-of date within which the payment bounced of those that are suspended then.
Assumption: the least of ``SUSPENDED_DAYS``, so that none of them should have been paid by then."""
SWITCHES_OFF: Final = 0.35
"""Of those who let a contract lapse that renews itself, the share who turn that off beforehand. Of
the others the card is declined, or they call when the next term has been charged. Assumption."""
LAPSE_SAID_BEFORE: Final = (5, 45)
"""Days before the end of a term on which they turn it off, fewest and most. Assumption."""
TUNE_UPS_PROMISED_AT_MOST: Final = 0.8
"""Largest share of the tune-ups that contracts promise, in a company with more contracts than it
can serve. Assumption."""
QUOTE_TO_CONTRACT_WITHIN: Final = 90
"""Days from an accepted quote to the start of its contract, at most. Assumption."""


def covers_parts(plan: Ints) -> Mask:
    """Where parts are free on repairs, by index into ``PLANS``; not under no plan, -1."""
    return _holds([each.covers_parts for each in PLANS], plan)


def has_no_filters(plan: Ints) -> Mask:
    """Where a plan includes tune-ups without a filter, likewise."""
    return _holds([not each.filters for each in PLANS], plan)


def goes_first(plan: Ints) -> Mask:
    """Where members get a slot before others, likewise."""
    return _holds([each.goes_first for each in PLANS], plan)


def _holds(of_plans: list[bool], plan: Ints) -> Mask:
    holds: Mask = np.array(of_plans)[np.maximum(plan, 0)] & (plan >= 0)
    return holds


def customer_of(plan: str) -> str:
    """Whom a plan is for: the type of its customers."""
    return str(CustomerType.COMMERCIAL if plan == PLAN_NAMES[-1] else CustomerType.RESIDENTIAL)


RENEWS_AUTOMATICALLY: Final = 0.70
"""Share of the customers who sign for automatic renewal, from term to term. Assumption: seven of
ten terms."""
RENEWAL_SHARE: Final = (0.63, 0.93)
"""Share of the ending terms that another one follows: where the customer has to renew, and where
renewal is automatic. Together they give the churn of 16 % a year [R2]."""
MOVES_UP: Final = 0.06
MOVES_DOWN: Final = 0.02
"""Of renewals of households, to the next plan and to the one before. Assumption."""
CANCELLED_TERMS: Final = 0.06
"""Share of the terms that customers cancel before they end. Assumption: part of the churn."""
CANCELLED_OF_RUNNING: Final = CANCELLED_TERMS * 7 / 12
"""The same of the terms that run on any day. Assumption, measured: in the history no term is
cancelled that another one follows."""
SUSPENDED: Final = 0.03
"""Share of the terms that are suspended once because a payment bounces; in the history, of those of
an age at which one may have (``BOUNCED_DAYS``). Assumption."""
SUSPENDED_ON_DAYS: Final = 0.15
"""The same on the days of an advance. Assumption, measured: so that about as many are suspended on
any day as at the end of a history, which knows only of the last ones (``SUSPENDED_SINCE``)."""
SOLD_LATER: Final = Decimal("0.40")
"""Share of the contract holders among those who were customers before a history of default length
who sign within it. Assumption: gives the attach rate of 15-25 % on the default data set [R15]."""
BOOKS_BEFORE, SIGNED_BEFORE_WITHIN = 360, 370
"""Days before the history from which contracts are in the books; and days from then on within which
those terms began whose holders signed before it. Assumption: older terms are in older books."""
SIGNS_SOON: Final = 0.40
"""Of those who ever take a contract, the share who do so when they are new. Assumption: one in
eight new customers says yes at the first tune-up, or when the new unit stands there; the others
come to it within years."""
SOON_DAYS: Final = 90
"""Days from opening the account in which customers are new. Assumption: the first visits and the
letters after them."""
SIGNS_LATER_WITHIN: Final = 1_100
"""Days from then on within which the others sign. Assumption: a few of a hundred a year."""
NEW_SIGN_TIMES: Final = 7
"""How many times likelier a new customer is offered a contract, or signs one, than another without
one is. Assumption: it follows from the three above."""
FORMER_SIGN_TIMES: Final = 3
"""The same of who has had a contract before. Assumption, tuned: on the days after the history about
as many come back as in it."""
COMES_BACK: Final = 0.06
"""Share of the holders of two terms or more who let their contract lapse in between, and took
another later. Assumption: with the days from one to the other, about one in ten who lapse."""
BACK_AFTER: Final = (30, 420)
"""Days from the end of a term to the next one of who comes back, fewest and most. Assumption: a
repair at the full price reminds them, or the next summer."""
RARE_PAYERS_HELD: Final = 4
"""How many times as seldom as others customers hold a contract who hardly ever pay. Assumption: no
contract is sold to who owes for long (``rules.accounting.credit``), which they soon do."""
CONTRACT_WEIGHTS: Final = {"residential": 2, "commercial": 3}
"""Weights with which households and businesses hold a contract. Assumption."""
PAYMENT_FREQUENCY: Final = {"Annual": 55, "Monthly": 35, "Quarterly": 10}
"""Weight of each way in which contracts are paid. Assumption."""
CANCELLED_DAYS: Final = (40, 300)
"""Days from the start of a term to its cancellation, fewest and most. Assumption."""
VISIT_EVERY_DAYS: Final = 182
"""Two visits a year [R16]."""
VISITS_A_YEAR: Final = 2
"""[R16]."""
VISITS_KEPT: Final = 0.92
"""Share of the visits promised by a contract that are made: the others are put off until the term
is over. Assumption."""
VISITS_OFFERED: Final = VISITS_KEPT * 3 / 4
"""The same on the days of an advance, before customers cancel: those who do are asked again.
Assumption, measured: as many visits are made in a term as in the history."""
VISIT_AROUND_DAYS: Final = (-50, 50)
"""Days by which a visit is planned before or after the half year, toward the months of tune-ups.
Assumption: the office fills its weeks, and air conditioners are looked at before the summer."""
FIRST_VISIT_DAYS: Final = (10, 110)
"""Days from the start of a term to the customer's first visit, fewest and most, in the season.
Assumption: a furnace sold with a plan in December is looked at in spring, with the rest."""
BACKLOG_DAYS: Final = (5, 150)
"""Days from the as-of date within which the visits are planned that are overdue then. Assumption:
the history has fewer tune-ups than its contracts promise, and the days go on like this."""
OVERDUE_VISIT_DAYS: Final = (3, 60)
"""Days from today within which an overdue visit is planned. Assumption."""
PUT_OFF_WITHIN: Final = OVERDUE_VISIT_DAYS[1] // 2
"""Days before the as-of date within which the visits were put off that are overdue then: half as
many as a plan lasts at most, since on any day about half of it is over. Assumption."""


def renews_itself(chance: Chance, customer: Ints) -> Mask:
    """Whether customers, by their keys, sign that their contract renews itself."""
    return chance.common(("contracts",), customer).happens("renews itself", RENEWS_AUTOMATICALLY)


def bounces(chance: Chance, start: Ints) -> Ints:
    """The day on which a payment bounces, in terms that begin on a day."""
    days: Ints = start + chance.between("bounced", *BOUNCED_DAYS)
    return days


def bounced_lately(chance: Chance, start: Ints, today: int) -> Ints:
    """The same of what is suspended on a day, since when it was; -1 for terms that are not of an
    age for it."""
    least, most = BOUNCED_DAYS
    first = np.maximum(start + least, today - SUSPENDED_SINCE)
    last = np.minimum(start + most, today)
    within = chance.below("bounced lately", np.maximum(last - first + 1, 1))
    return np.where(first <= last, first + within, -1)


def signs_after(chance: Chance) -> Ints:
    """Days from opening the account to the first contract, of who takes one sooner or later."""
    later = chance.between("signs later", SOON_DAYS + 1, SOON_DAYS + SIGNS_LATER_WITHIN)
    soon = chance.between("signs soon", 1, SOON_DAYS)
    days: Ints = np.where(chance.happens("soon", SIGNS_SOON), soon, later)
    return days


def eager_to_sign(new: Mask, former: Mask | bool = False) -> Ints:
    """How likely customers without a contract are to take one beside others, by whether they opened
    their account within ``SOON_DAYS``, and whether they have had one before."""
    return np.where(new, NEW_SIGN_TIMES, np.where(former, FORMER_SIGN_TIMES, 1))


def goes_on(chance: Chance, label: str, itself: Mask) -> Mask:
    """Whether another term follows, by whether it would of itself."""
    return chance.happens(label, np.where(itself, RENEWAL_SHARE[1], RENEWAL_SHARE[0]))


def days_away(chance: Chance, most: Ints) -> Ints:
    """Days without a contract before the last term of each holder of several, where at ``most`` so
    many can be; 0 of those who have renewed all along."""
    least = BACK_AFTER[0]
    back = chance.happens("comes back", COMES_BACK) & (most >= least)
    days = chance.between("away", least, np.clip(most, least, BACK_AFTER[1]))
    return np.where(back, days, 0)


def switches_off(chance: Chance) -> Mask:
    """Who turns renewal off before the end, of those who let a term lapse."""
    return chance.happens("switches off", SWITCHES_OFF)


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


def put_off(chance: Chance, due: Ints, today: int) -> Ints:
    """The days by the as-of date on which the visits were put off that were ``due`` before it: each
    when its plan before ran out."""
    first = np.maximum(due, today - PUT_OFF_WITHIN)
    days: Ints = first + chance.below("put off", np.maximum(today - first + 1, 1))
    return days


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
    months = month_of(days)
    edges = np.cumsum(np.array(MAINTENANCE_BY_MONTH, np.int64)[months] ** 2, axis=1)
    point = chance.below(label, edges[:, -1] if len(edges) else 1)
    row: Ints = (edges <= point[:, None]).sum(axis=1)
    return first + row
