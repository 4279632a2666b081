"""How much the few rows of a small history tell of a company's habits, beside what is usual."""

from __future__ import annotations

from typing import Final

BILLS_OF_ANY_TYPE: Final = 5
"""The share of paid bills of one type of visit is taken together with so many bills of the share of
all types, so that few bills of a type do not mislead. Assumption."""
ENOUGH_OLD_BILLS: Final = 0.25
"""Share of a history's bills that have to be old for the old ones alone to tell how many are paid.
Assumption: fewer are of the few weeks of a short history."""
PRIOR_QUOTES: Final = 50
"""Quotes of the usual mix of types that are counted together with those of the history.
Assumption."""
PRIOR_LEADS: Final = 3
"""Leads of even urgency that are counted together with those of the history. Assumption."""
PRIOR_NEWCOMERS: Final = 10
"""New customers with the usual first requests that are counted together with those of the history.
Assumption."""
PRIOR_OWNERS: Final = 2
"""Households, and businesses, with the usual numbers of devices that are counted together with
those of the history. Assumption."""
DIAGNOSTIC_FEE_PERCENTILE: Final = 97
"""Percentile of the costs of the repairs with a diagnostic fee that counts as the cost up to which
the fee is charged. Assumption: dearer repairs with a fee are matters of rounding, or await a
part."""
QUOTED_AGAIN_AFTER: Final = 0.5
"""Share of the mean time between two quotes to a customer in which a company of many quotes offers
nothing else. Assumption: a history of a few months has more than a quote for each customer, and
half of them can be quoted again then."""
