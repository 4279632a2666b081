"""Maintenance contracts: the plans, what they give, and how long customers stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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


PLANS: Final = (
    Plan("Basic", 120, (5, 10), False, 45),
    Plan("Premium", 200, (10, 15), False, 38),
    Plan("Comprehensive", 350, (15, 20), True, 17),
    Plan("Commercial", 500, (10, 15), False, 0),
)
PLAN_NAMES: Final = tuple(plan.name for plan in PLANS)
COMMERCIAL: Final = PLAN_NAMES.index("Commercial")

RENEWAL: Final = 0.84
"""Churn 16 % a year [R2]."""
CANCELLED: Final = 0.06
"""Of terms, given up before their end. Assumption: part of the churn."""
SUSPENDED: Final = 0.03
"""Of running terms, for payments that bounced. Assumption."""
SOLD_LATER: Final = 0.25
"""Share of contract holders who sign within the history rather than before it. Assumption: gives
the attach rate of 15-25 % on the default data set [R15]."""
FREQUENCY: Final = {"Annual": 55, "Monthly": 35, "Quarterly": 10}
"""How contracts are paid. Assumption."""
VISIT_EVERY_DAYS: Final = 182
"""Two visits a year [R16]."""
VISIT_AROUND_DAYS: Final = (-28, 28)
"""By which a visit is planned off the half year. Assumption: the office fills its weeks."""
FIRST_VISIT_DAYS: Final = (10, 75)
"""From the first day of a term to its first visit, where none has been. Assumption."""
OVERDUE_VISIT_DAYS: Final = (3, 45)
"""Days from today within which an overdue visit is planned. Assumption."""
