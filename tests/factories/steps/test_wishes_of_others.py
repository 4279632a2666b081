"""What those ask for who are not won: no season gives away who will be."""

import numpy as np
import pytest

from factories.engine.values import coded
from factories.rules.crm import sales, wishes
from factories.rules.hours.calendar import month_of
from factories.steps.world import World
from tests.factories.support.finished_worlds import company

SEEDS = (1, 2, 3, 4, 42)
IN_SEASON = {"AC Repair": (5, 6, 7), "Heating Repair": (10, 11, 0, 1)}
"""Months from 0 on; what is asked for in others comes out of season."""


def counted(world: World) -> tuple[int, ...]:
    """Of the leads who want something mended: won and lost in its season, and out of it."""
    leads = world.tables["leads"]
    month, status = month_of(leads["created_date"]), coded(leads["status"])
    found = np.zeros(4, np.int64)
    for name, months in IN_SEASON.items():
        asked = coded(leads["service_interest"]).is_(name)
        season = np.isin(month, months)
        for place, rows in enumerate((asked & season, asked & ~season)):
            found[2 * place] += (rows & status.is_("Converted")).sum()
            found[2 * place + 1] += (rows & status.is_("Lost")).sum()
    return tuple(found.tolist())


def test_who_comes_out_of_season_is_won_no_more_often() -> None:
    won, lost, won_out, lost_out = np.sum([counted(company(seed)) for seed in SEEDS], axis=0)
    assert won_out > 20
    within, without = won / (won + lost), won_out / (won_out + lost_out)
    assert 0.5 < without / within < 1.5


def test_as_many_are_won_in_one_month_as_in_the_other() -> None:
    came, won = np.zeros((2, 4))
    for world in map(company, SEEDS):
        leads = world.tables["leads"]
        season = month_of(leads["created_date"]) // 3
        came += np.bincount(season, minlength=4)
        won += np.bincount(season[coded(leads["status"]).is_("Converted")], minlength=4)
    rate = won / came
    assert rate.max() < 1.5 * rate.min()


def test_others_ask_for_what_they_usually_do_over_the_year() -> None:
    none = np.zeros((12, len(sales.INTERESTS)), np.int64)
    usual = wishes.by_month(none)
    rows = np.array([sales.INTEREST_BY_MONTH[name] for name in sales.SEASON_OF_MONTH])
    share = usual / usual.sum(axis=1, keepdims=True)
    assert share == pytest.approx(rows / rows.sum(axis=1, keepdims=True), abs=0.001)
    won = none.copy()
    won[3, 0] = 3_000
    learned = wishes.by_month(won)
    # Where cooling was won in April only, others ask for it then, and as often in the year.
    assert learned[3, 0] > 5 * usual[3, 0]
    assert learned[:, 0].sum() == pytest.approx(usual[:, 0].sum(), rel=0.01)
    assert (learned[:, 1:] == usual[:, 1:]).all()
