"""The weather has the degree days of its source."""

import numpy as np
import pytest
from numpy.typing import NDArray

from factories.engine.streams import Ints
from factories.engine.values import Days
from factories.rules.region.climate import (
    CLIMATES,
    MAINTENANCE_BY_MONTH,
    SOURCE_BASE_TENTHS,
    Sky,
    Weather,
    daily_weather,
    month_means,
    normals,
    usual_degree_days,
)
from hvac_models.workforce import Climate

YEARS: Days = np.arange("2014-01-01", "2024-01-01", dtype="datetime64[D]")


def weather(climate: Climate, days: Days = YEARS, branch: int = 1) -> Weather:
    """Each branch in a state of its own."""
    return daily_weather(Sky.over(42, branch, f"state {branch}"), climate, days)


def by_month(values: Ints, days: Days = YEARS) -> NDArray[np.float64]:
    """Sums a month of an average year, January first."""
    months = days.astype("datetime64[M]").astype(np.int64) % 12
    return np.bincount(months, values, 12) / (len(days) / 365.25)


@pytest.mark.parametrize("climate", Climate)
def test_monthly_degree_days_are_those_of_the_source(climate: Climate) -> None:
    """Ten years at eight branches: one decade alone may well have hot Julys."""
    rule = CLIMATES[climate]
    heating, cooling = np.zeros(12), np.zeros(12)
    for branch in range(1, 9):
        means = weather(climate, branch=branch).mean_tenths
        # From tenths of F to degree days of 18 C, the source's unit.
        heating += by_month(np.maximum(0, SOURCE_BASE_TENTHS - means)) / 18 / 8
        cooling += by_month(np.maximum(0, means - SOURCE_BASE_TENTHS)) / 18 / 8
    for found, source in ((heating, rule.heating), (cooling, rule.cooling)):
        # 12 %, or 10 C-days (a third of a degree C) where a month has few.
        tolerance = np.maximum(0.12 * np.array(source), 10)
        assert (np.abs(found - source) <= tolerance).all(), np.round(found).tolist()
        assert sum(found) == pytest.approx(sum(source), rel=0.05)


def anomaly(branch: int, state: str, climate: Climate) -> NDArray[np.float64]:
    """How far each day is off the year's usual: that is what fronts bring."""
    month = YEARS.astype("datetime64[M]").astype(np.int64) % 12
    means = daily_weather(Sky.over(42, branch, state), climate, YEARS).mean_tenths
    off: NDArray[np.float64] = means - np.array(month_means(climate))[month]
    return off


def test_cities_of_a_state_have_about_the_same_weather_and_distant_ones_some_of_it() -> None:
    there = [
        (7, "NC", Climate.MIXED_HUMID),
        (1, "NC", Climate.MIXED_HUMID),
        (2, "TX", Climate.HOT_HUMID),
        (3, "NY", Climate.COLD),
    ]
    correlation = np.corrcoef([anomaly(*where) for where in there])
    assert 0.85 < correlation[0, 1] < 0.98
    charlotte, houston, buffalo = 1, 2, 3
    assert 0.2 < correlation[charlotte, houston] < 0.45
    assert 0.3 < correlation[charlotte, buffalo] < 0.5
    assert 0.05 < correlation[houston, buffalo] < 0.25


@pytest.mark.parametrize("climate", Climate)
def test_some_days_are_as_warm_as_their_nights_and_others_are_not(climate: Climate) -> None:
    drawn = weather(climate)
    swing = drawn.high - drawn.low
    assert 5.5 < swing.std() < 7.5
    assert swing.min() <= 4
    assert 34 <= swing.max() <= 41
    assert swing.mean() == pytest.approx(np.mean(CLIMATES[climate].daily_range), abs=0.6)


@pytest.mark.parametrize("climate", Climate)
def test_a_day_is_consistent_and_possible(climate: Climate) -> None:
    drawn = weather(climate)
    assert (drawn.low < drawn.high).all()
    assert (2 * drawn.mean_tenths == 10 * (drawn.low + drawn.high)).all()
    assert (drawn.hdd_tenths == np.maximum(0, 650 - drawn.mean_tenths)).all()
    assert (drawn.cdd_tenths == np.maximum(0, drawn.mean_tenths - 650)).all()
    assert drawn.low.min() > -35
    assert drawn.high.max() < 112


def test_houston_is_hot_and_buffalo_is_cold() -> None:
    july, january = np.datetime64("2020-07"), np.datetime64("2020-01")
    month = YEARS.astype("datetime64[M]")
    assert weather(Climate.HOT_HUMID).high[month == july].mean() > 88
    assert weather(Climate.COLD).low[month == january].mean() < 26
    for climate in Climate:
        means = month_means(climate)
        assert max(means) == max(means[6:8])
        assert min(means) == min(means[:2])


def test_a_day_is_the_same_whoever_asks_for_it() -> None:
    whole = weather(Climate.MIXED_HUMID)
    some = np.array([3000, 17, 18, 1500])
    alone = weather(Climate.MIXED_HUMID, YEARS[some])
    assert alone.low.tolist() == whole.low[some].tolist()
    assert alone.mean_tenths.tolist() == whole.mean_tenths[some].tolist()
    assert weather(Climate.COLD, YEARS[:0]).low.tolist() == []


def test_branches_of_one_climate_have_their_own_weather() -> None:
    days = YEARS[:60]
    other = weather(Climate.COLD, days, branch=2)
    assert other.low.tolist() != weather(Climate.COLD, days).low.tolist()


def test_weather_comes_in_spells() -> None:
    normal, _, _ = normals(Climate.MIXED_HUMID)
    january_first = YEARS.astype("datetime64[Y]").astype("datetime64[D]")
    anomaly = weather(Climate.MIXED_HUMID).mean_tenths - normal[(YEARS - january_first).astype(int)]
    assert 0.55 < np.corrcoef(anomaly[:-1], anomaly[1:])[0, 1] < 0.8
    assert abs(np.corrcoef(anomaly[:-8], anomaly[8:])[0, 1]) < 0.15


def test_years_differ_by_some_ten_percent() -> None:
    decades: Days = np.arange("1990-01-01", "2030-01-01", dtype="datetime64[D]")
    year = decades.astype("datetime64[Y]").astype(np.int64)
    spreads = []
    for branch in range(1, 5):
        drawn = weather(Climate.HOT_HUMID, decades, branch).cdd_tenths
        cooling = np.bincount(year - year[0], drawn)
        spreads.append(cooling.std() / cooling.mean())
        assert (abs(cooling / cooling.mean() - 1) < 0.2).all()
    # Days alone, without good and bad years, would give 3.7 %.
    assert 0.048 < np.mean(spreads) < 0.07


def test_tune_ups_peak_in_spring_and_autumn() -> None:
    assert sum(MAINTENANCE_BY_MONTH) == 100
    ranked = sorted(range(12), key=lambda month: -MAINTENANCE_BY_MONTH[month])
    assert ranked[:3] == [9, 3, 4]
    assert MAINTENANCE_BY_MONTH[6] < MAINTENANCE_BY_MONTH[8]


@pytest.mark.parametrize("climate", Climate)
def test_usual_days_add_up_to_the_year_of_the_source(climate: Climate) -> None:
    year = np.arange("2023-01-01", "2024-01-01", dtype="datetime64[D]").astype(np.int64)
    heating, cooling = usual_degree_days(climate, year)
    assert heating.sum() == pytest.approx(180 * sum(CLIMATES[climate].heating), rel=0.02)
    assert cooling.sum() == pytest.approx(180 * sum(CLIMATES[climate].cooling), rel=0.02)
