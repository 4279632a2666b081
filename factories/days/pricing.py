"""What a new system costs: as much as its installation will be billed at, for a quote is a firm
price."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days.day import Day
from factories.days.estimates import Jobs, listed, offered_jobs
from factories.days.price_list import part_prices, unit_prices
from factories.engine.money import half_up, percent
from factories.engine.sets import among
from factories.engine.streams import Ints
from factories.engine.values import NULL
from factories.rules import quotes as rules
from factories.steps.facts import Mask


def materials(day: Day, jobs: Jobs) -> Ints:
    """What is listed for each job beside the unit, cents, by the price list of today."""
    lines = listed(day, jobs, np.zeros(len(jobs), np.bool_))
    cost = np.where(lines.is_main, 0, part_prices(day, lines.part) * lines.quantity)
    return np.bincount(lines.job, cost, len(jobs)).astype(np.int64)


def agreed(
    day: Day, ids: Ints, kind: Ints, customer: Ints, equipment: Ints, raised: Mask
) -> dict[str, Any]:
    """The ``agreed_`` columns of new quotes; those that are ``raised`` are to be talked down.

    What is no equipment has the price that the factory knows.
    """
    chance = day.chance("quote prices", ids)
    more = np.where(raised, chance.between("raised", *rules.REVISED_PERCENT), 100)
    unit, material = np.full((2, len(ids)), NULL, np.int64)
    row = np.flatnonzero(among(kind, np.array(rules.EQUIPPING)))
    jobs = offered_jobs(day, kind[row], customer[row], equipment[row])
    unit[row] = percent(unit_prices(day, equipment[row]), more[row])
    beside = chance.at(ids[row]).between("beside", *rules.BESIDE_THE_LIST)
    material[row] = percent(half_up(materials(day, jobs) * beside, 1_000), more[row])
    return {"agreed_equipment": unit, "agreed_parts": material}


def is_firm(day: Day, jobs: Jobs, labor: Ints, total: Ints) -> Mask:
    """Whether quotes for equipment are about what it will be billed at; amounts in cents."""
    expected = unit_prices(day, jobs.equipment) + materials(day, jobs) + labor
    firm: Mask = np.abs(total - expected) * 100 <= expected * rules.QUOTED_OFF_PERCENT
    return firm
