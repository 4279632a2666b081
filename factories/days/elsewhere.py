"""Who has another contractor put in what we offered, and stays with that one."""

from __future__ import annotations

import numpy as np

from factories.days.books import Found
from factories.days.day import Day
from factories.days.leaving import free_to_go, part
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL
from factories.rules.accounting.billing import WORKDAY_ENDS
from factories.rules.crm import quotes as rules
from factories.rules.crm.customers import NOBODY_LEAVES_WITHIN


def goes_elsewhere(day: Day, quotes: Found, kind: Ints, declined: Mask, agreed: Mask) -> Mask:
    """Of the open ``quotes`` those that are ``declined`` today for another contractor's: who has
    it put in leaves, if nothing holds them here, nor anything ``agreed`` upon today."""
    goes: Mask = declined & among(kind, np.array(rules.IN_PLACE_OF)) & (quotes.lead == NULL)
    if not goes.any():
        return goes
    chance = day.chance("quote answers", quotes.id)
    goes &= chance.happens("elsewhere", rules.GOES_ELSEWHERE)
    goes &= ~among(quotes.customer, quotes.customer[agreed])
    since = day.books.tables["customers"].at("created_at", quotes.customer[goes])
    goes[goes] = since.astype("datetime64[D]").astype(np.int64) <= day.number - NOBODY_LEAVES_WITHIN
    goes &= among(quotes.customer, free_to_go(day, quotes.customer[goes]))
    goes &= ~among(quotes.customer, day.left)
    if goes.any():
        part(day, distinct(quotes.customer[goes]), day.at(WORKDAY_ENDS))
    return goes
