"""Offers: what a day's quotes are about, before they are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from factories.engine.columns import Columns
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL
from factories.rules.crm.offers import UNKNOWN


@dataclass
class Offers(Columns):
    """One row a quote. Keys are primary keys; NULL is none."""

    kind: Ints
    """Index into ``rules.crm.quotes.QUOTE_TYPES``."""
    customer: Ints
    branch: Ints
    equipment: Ints
    old: Ints
    """Device that it would replace, or -1."""
    lead: Ints
    background: Ints
    """Index into ``rules.crm.offers.BACKGROUNDS``."""
    plan_price: Ints
    """Dollars a year of the contract offered, else 0."""
    component: Ints
    """Index into ``rules.calls.service.COMPONENTS`` of what a repair is about, or -1."""
    hours: Ints
    """Hundredths of an hour; NULL is left to habit."""
    parts: Ints
    """Cents; NULL is left to habit."""
    bare: Mask
    """True where the customer has nothing yet."""

    @classmethod
    def of(cls, kind: int, customer: Ints, branch: Ints, equipment: Ints, **known: Ints) -> Offers:
        """Offers of a type of which the rest is not known."""
        blank = {
            "old": -1,
            "lead": NULL,
            "background": UNKNOWN,
            "plan_price": 0,
            "component": -1,
            "hours": NULL,
            "parts": NULL,
        }
        rest: dict[str, Any] = {n: np.full(len(customer), v, np.int64) for n, v in blank.items()}
        rest["bare"] = np.zeros(len(customer), np.bool_)
        kinds = np.full(len(customer), kind, np.int64)
        return cls(kinds, customer, branch, equipment, **{**rest, **known})
