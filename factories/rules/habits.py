"""How much the few rows of a small history tell of a company's habits, beside what is usual."""

from __future__ import annotations

from typing import Final

BILLS_OF_ALL: Final = 5
"""Bills of the share that is paid of all, counted beside those of one type of visit. Assumption."""
OLD_BILLS: Final = 0.25
"""Of a history's bills, those from which on the old ones alone tell how many are paid. Assumption:
fewer than that are of the few weeks of a short history."""
USUAL_QUOTES: Final = 50
"""Quotes of the usual types, counted beside those that are there. Assumption."""
USUAL_LEADS: Final = 3
"""Leads of even urgency, counted beside those that are there. Assumption."""
USUAL_NEWCOMERS: Final = 10
"""New customers who come for what is usual, counted beside those that are there. Assumption."""
DIAGNOSED_PERCENT: Final = 97
"""Of the repairs with a diagnostic fee, those that tell up to which cost there is one. Assumption:
of the others the fee was a matter of rounding, or they await a part."""
QUOTED_AGAIN: Final = 0.5
"""Of the days after which a company of many quotes comes back to a customer on average, those in
which it offers nothing else. Assumption: a history of a few months has more than a quote a
customer, and half of them are free to be asked then."""
