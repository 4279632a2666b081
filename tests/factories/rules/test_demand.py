"""Rules of demand: weather drives breakdowns, seasons drive tune-ups, weekends rest."""

import datetime as dt

import numpy as np

from factories.rules.calls import demand
from factories.rules.region.climate import CLIMATES, DAYS_IN_MONTH, MAINTENANCE_BY_MONTH
from hvac_models import Climate

FIRST = (dt.date(2024, 1, 1) - dt.date(1970, 1, 1)).days
DAYS = np.arange(FIRST, FIRST + 731)
WEEKDAY = (DAYS + 3) % 7


def daily(driver: np.ndarray) -> np.ndarray:
    return np.diff(driver)


def test_hot_days_break_coolers_and_cold_days_burners() -> None:
    heating = np.where(np.arange(100) < 50, 300, 0)
    cooling = np.where(np.arange(100) < 50, 0, 150)
    cool, heat, both = (daily(row) for row in demand.failure_drivers(heating, cooling))
    assert cool[75] > 10 * cool[25]
    assert heat[25] > 10 * heat[75]
    assert 0.5 < both[25] / both[75] < 2


def test_a_quarter_of_failures_ignores_the_weather() -> None:
    even = sum(
        demand.SEASON_TOTALS[season] * part * demand.FLOOR[season]
        for season, part in (("cooling", 0.6), ("heating", 0.4), ("both", 1.0))
    )
    assert 0.2 <= even <= 0.3


def test_demand_follows_the_climate() -> None:
    houston, atlanta, buffalo = (failures_by_month(climate) for climate in Climate)
    july, april, january = 6, 3, 0
    assert houston[july] > 2 * houston[april]
    assert houston[july] > houston[january]
    assert atlanta[july] > atlanta[april]
    assert buffalo[january] > buffalo[april]
    # Repair and Emergency in June to August: 31-42 % of the year in calibration, over all regions.
    assert 0.31 < atlanta[5:8].sum() < 0.42


def failures_by_month(climate: Climate) -> np.ndarray:
    """Shares of a year in which every day is as usual in its month."""
    rule, month = CLIMATES[climate], np.repeat(np.arange(12), DAYS_IN_MONTH)
    heating, cooling = (
        np.array([18 * sums[number] // DAYS_IN_MONTH[number] for number in month])
        for sums in (rule.heating, rule.cooling)
    )
    shares = np.zeros(12)
    totals = demand.season_totals(climate, heating, cooling)
    for total, driver in zip(totals, demand.failure_drivers(heating, cooling), strict=True):
        shares += total * np.bincount(month, daily(driver)) / driver[-1]
    of_year: np.ndarray = shares / shares.sum()
    return of_year


def test_nothing_routine_falls_on_weekends_or_holidays() -> None:
    for driver in demand.maintenance_drivers(DAYS, np.full(len(DAYS), 80)):
        weights = daily(driver)
        assert not weights[WEEKDAY >= 5].any()
        fourth = (dt.date(2024, 7, 4) - dt.date(1970, 1, 1)).days - FIRST
        assert weights[fourth] == 0
        assert weights[fourth - 1] > 0


def test_early_weekdays_are_busier_than_fridays() -> None:
    weights = daily(demand.monthly_driver(DAYS, (1,) * 12))
    assert weights[WEEKDAY == 0].sum() > weights[WEEKDAY == 4].sum()


def test_coolers_are_tuned_in_spring_and_burners_in_autumn() -> None:
    cooling, heating, others, _ = demand.maintenance_drivers(DAYS, np.full(len(DAYS), 80))
    month = DAYS.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    spring, autumn = (month >= 2) & (month <= 4), (month >= 8) & (month <= 10)
    assert daily(cooling)[spring].sum() > 2 * daily(cooling)[autumn].sum()
    assert daily(heating)[autumn].sum() > 2 * daily(heating)[spring].sum()
    assert daily(others)[month == 9].sum() > daily(others)[month == 11].sum()
    assert len(MAINTENANCE_BY_MONTH) == 12


def test_what_only_cools_is_not_tuned_in_the_cold() -> None:
    high = np.where(np.arange(len(DAYS)) % 3 > 0, 54, 55)
    only_cools = daily(demand.maintenance_drivers(DAYS, high)[3])
    assert only_cools[high == 55].any()
    assert (only_cools[high == 54] <= 1).all()
    few = daily(demand.maintenance_drivers(DAYS, np.where(high == 55, 54, 55))[3])
    assert not few[high == 55].any()
