"""What the office believes in open leads: how likely each is won, by its stage and its age."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded, Column, coded, index_in
from factories.rules.crm import sales

STAGES: Final = ("New", "Contacted", "Qualified")
"""Those of which much is believed."""
NURTURING: Final = "Nurturing"
"""Who has said no for now: few come back."""
STATUSES: Final = ("Converted", *STAGES, NURTURING, "Lost")
"""In the order in which it is told how far a lead has come."""
REPAIR_FALLS: Final = (1, 2, 3, 5, 13)
"""Days after a lead asked for a repair at which less is believed of it: nobody waits for long.
Measured, by ``sales.DAYS_BEFORE_ACCOUNT``."""
OTHER_FALLS: Final = (3, 7, 14, 21, 30, 46)
"""The same of leads who ask for what can wait."""
REPAIR_ODDS: Final = (
    (50, 40, 12, 5, 2, 0),
    (25, 12, 7, 4, 2, 0),
    (390, 185, 165, 70, 15, 0),
)
"""Percent of the odds of a source's share of wins, of open leads who ask for a repair: by
``STAGES``, before, between and after ``REPAIR_FALLS``. Measured: who is won leaves soon, so those
who stay are mostly lost, though nobody has said so yet."""
OTHER_ODDS: Final = (
    (85, 63, 38, 18, 5, 0, 0),
    (80, 54, 23, 6, 1, 0, 0),
    (315, 235, 130, 76, 46, 29, 0),
)
"""The same of leads who ask for what can wait, by ``OTHER_FALLS``."""
BACK_FALLS: Final = (75, 105, 135, 165, 200)
"""The same of those who are nurtured, within ``sales.COMES_BACK_DAYS``."""
BACK_ODDS: Final = tuple(sales.COMES_BACK_ODDS * left // 100 for left in (100, 80, 60, 40, 20, 0))
"""The same of those: as many of them as are still to come back."""
URGENCY_ODDS: Final = {"Low": 80, "Medium": 100, "High": 140}
"""Percent of these odds. Assumption: as ``sales.WINS_BY_URGENCY``."""
GUT_FEELING: Final = (75, 135)
"""Percent, from the gloomiest to the most hopeful of whoever writes it down. Assumption."""
LEAST, MOST = 1, 95
"""Percent: nobody is sure as long as nothing is decided. Assumption."""

_REPAIRS: Final = ("AC Repair", "Heating Repair")
_HELPED_AT_ONCE: Final = "Emergency Service"
_STAGE: Final = {
    **dict.fromkeys(STATUSES, len(STAGES) + 1),
    **{name: number for number, name in enumerate((*STAGES, NURTURING))},
}
_OLDEST: Final = max(*REPAIR_FALLS, *OTHER_FALLS, *BACK_FALLS)


@lru_cache(maxsize=1)
def _tables() -> tuple[Ints, Ints]:
    """By interest, stage and age in days, the age at which belief fell last (0: not yet), and the
    odds; the last stage is none of these. Who is in an emergency and was not helped at once has
    others."""
    ages = np.arange(_OLDEST + 1)
    fell, odds = np.zeros((2, len(sales.INTERESTS), len(STAGES) + 2, len(ages)), np.int64)
    for number, name in enumerate(sales.INTERESTS):
        if name != _HELPED_AT_ONCE:
            repair = name in _REPAIRS
            falls = np.array((0, *(REPAIR_FALLS if repair else OTHER_FALLS)))
            band = np.searchsorted(falls, ages, side="right") - 1
            fell[number, : len(STAGES)] = falls[band]
            odds[number, : len(STAGES)] = np.array(REPAIR_ODDS if repair else OTHER_ODDS)[:, band]
        if name in sales.PUT_OFF_INTERESTS:
            falls = np.array((0, *BACK_FALLS))
            band = np.searchsorted(falls, ages, side="right") - 1
            fell[number, len(STAGES)] = falls[band]
            odds[number, len(STAGES)] = np.array(BACK_ODDS)[band]
    return fell, odds


def _looked_up(table: Ints, status: Coded, wish: Ints, age: Ints) -> Ints:
    found: Ints = table[wish, status.map(_STAGE), np.minimum(age, _OLDEST)]
    return found


def fell_at(status: Column, interest: Column, age: Ints) -> Ints:
    """The age in days at which less was believed last in leads of that ``age``; 0 for not yet, and
    for those who are customers or lost."""
    return _looked_up(_tables()[0], coded(status), index_in(interest, sales.INTERESTS), age)


def beliefs(
    chance: Chance, source: Column, interest: Column, status: Column, urgency: Column, age: Ints
) -> Ints:
    """Percent: 100 for customers, 0 for the lost. ``chance`` is the leads' own."""
    status, wish = coded(status), index_in(interest, sales.INTERESTS)
    wins = coded(source).map({name: rule.wins for name, rule in sales.LEAD_SOURCES.items()})
    odds = _looked_up(_tables()[1], status, wish, age)
    felt = odds * coded(urgency).map(URGENCY_ODDS) * chance.between("gut feeling", *GUT_FEELING)
    won, lost = wins * felt, (100 - wins) * 10**6
    believed = ((200 * won + won + lost) // (2 * (won + lost))).clip(LEAST, MOST)
    decided: Ints = np.select([status.is_("Converted"), status.is_("Lost")], [100, 0], believed)
    return decided
