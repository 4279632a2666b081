"""Quotes for large parts to which the owner of an old unit said no on the spot."""

from __future__ import annotations

import numpy as np

from factories.rules.calls.left_undone import DECLINED as LEFT
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import AT_A_VISIT, DECLINED
from factories.rules.hours.calendar import office_day_from
from factories.steps.offers import Offers
from factories.steps.refused_prices import price_like
from factories.steps.world import World


def declined_on_the_spot(world: World, most: int) -> Offers:
    """At most so many, each written down by the office on the day of the visit, or on the next one
    on which it is open."""
    calls = world.calls
    call = np.flatnonzero(calls.left == LEFT)
    written = office_day_from(calls.day[call])
    call = call[written <= world.today][: max(most, 0)]
    device = calls.device[call]
    day = office_day_from(calls.day[call])
    offers = Offers.of(
        np.full(len(call), rules.REPAIR, np.int64),
        calls.customer[call],
        world.devices.equipment[device],
        day,
        earliest=day,
        answer=np.full(len(call), DECLINED, np.int64),
        component=calls.component[call],
        background=np.full(len(call), AT_A_VISIT, np.int64),
    )
    if len(call):
        price_like(world, world.chance("declined on the spot", call), offers, device)
    return offers
