"""Who is on the mailing list, how they came to it, and when they have had enough."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.quantiles import exponential, lognormal
from factories.engine.streams import Ints, cut_points
from factories.rules.crm.sales import LEADS_WON
from hvac_models import ContactSource, LeadSource

OPTED_IN: Final = 0.72
"""Of customers: 65-80 % [E]."""
CUSTOMERS_AT_MOST: Final = 0.60
"""Of the list: it also has people who are not customers yet. Assumption."""
LEADS_CONSENTING: Final = 0.5
"""Of leads, as long as they are no customers, at most. Assumption."""
LEADS_AT_MOST: Final = 0.8
"""Of the contacts who are not customers and came within the history. Assumption: others came by the
website's form or fairs. Of those who came before it, nobody knows any more who asked us then."""

LIST_BEGAN_BEFORE: Final = 1_095
"""Days before the history on which the mailing list was begun. Assumption."""
ASKED_WITHIN: Final = 365
"""Days from then in which those who were customers already were asked. Assumption."""
OPTED_IN_AFTER: Final = lognormal(9, 60, 0, 365)
"""Days from becoming a customer to opting in. Assumption."""
LEADS_OPTED_IN_AFTER: Final = lognormal(2, 20, 1, 365)
"""Days from a lead's inquiry to opting in: most confirm the box that they ticked with it.
Assumption: some of those who buy are on the list before they do."""
OPTED_IN_WEIGHT: Final = 40
"""Weight of the people whose day to opt in has come, beside others, who fill the list up where
those are too few. Assumption."""
ON_THE_LIST_WEIGHT: Final = 100_000
"""Weight of the customers who opted in as leads, beside those. Assumption: nobody is taken off."""
LEAVING_DAYS: Final = exponential(9_680, 60_000)
"""Days until a contact unsubscribes: 9 % after 2.5 years [S18], or 0.31 % a send, 12 a year."""

CONTACT_SOURCES: Final = {
    "Website": 40,
    "Referral": 14,
    "Trade Show": 14,
    "Social Media": 20,
    "Direct Mail": 12,
}
"""Weight of the ways in which people who are neither customers nor leads came to the list.
Assumption."""
SOURCE_OF_LEAD: Final = {
    LeadSource.WEBSITE: ContactSource.WEBSITE,
    LeadSource.REFERRAL: ContactSource.REFERRAL,
    LeadSource.COLD_CALL: ContactSource.DIRECT_MAIL,
    LeadSource.TRADE_SHOW: ContactSource.TRADE_SHOW,
    LeadSource.SOCIAL_MEDIA: ContactSource.SOCIAL_MEDIA,
    LeadSource.ADVERTISEMENT: ContactSource.DIRECT_MAIL,
}
"""The nearest word that the list has; who was called cold agreed to a letter."""
CONTACT_METHODS: Final = {"Email": 72, "Phone": 15, "Mail": 13}
"""Weight of the ways in which contacts want to be written to. Assumption."""
CONTACT_INTERESTS: Final = {
    "Existing Customer": (42, 27, 13, 18),
    "Website": (22, 38, 20, 20),
    "Referral": (28, 34, 18, 20),
    "Trade Show": (12, 22, 38, 28),
    "Social Media": (24, 38, 18, 20),
    "Direct Mail": (22, 48, 14, 16),
}
"""Weights of Maintenance Tips, Seasonal Offers, New Products and Energy Efficiency, by source.
Assumption."""
OPTED_IN_WITHIN: Final = 365
"""Days from the first contact to opting in, at most: see ``OPTED_IN_AFTER``. Assumption."""


@lru_cache(maxsize=1)
def interest_cuts() -> Ints:
    """Cut points of ``CONTACT_INTERESTS``, a row a contact source."""
    return np.array([cut_points(weights) for weights in CONTACT_INTERESTS.values()])


def not_customers(rows: Mapping[str, int]) -> float:
    """Contacts of a history with so many ``rows`` a table who are no customers."""
    known = min(OPTED_IN * rows["customers"], CUSTOMERS_AT_MOST * rows["mailing_list"])
    return rows["mailing_list"] - known


def consenting(rows: Mapping[str, int], history_days: int) -> float:
    """Share of the leads who agree to be written to.

    As many a day come before the history as within it: within it there is room for no more of them.
    """
    within = not_customers(rows) * history_days / (LIST_BEGAN_BEFORE + history_days)
    return min(LEADS_CONSENTING, LEADS_AT_MOST * within / max(leads_not_won(rows), 1))


def leads_not_won(rows: Mapping[str, int]) -> float:
    """Of a history's leads, those who are no customers."""
    return (1 - LEADS_WON) * rows["leads"]
