"""What the size of a unit does to the time in which it is put in."""

from typing import Any

import numpy as np

from factories.engine.streams import Chance
from factories.rules.calls import on_site, putting_in, service
from factories.rules.equipment.kinds import AC, FURNACE, KINDS, PACKAGE_UNIT, WATER_HEATER

MANY = 4_000
KIND = {kind: row for row, kind in enumerate(KINDS)}


def _hours(kind: Any, kbtu: int, visit: int = service.INSTALLATION) -> Any:
    """Hours of many such visits."""
    ids = np.arange(MANY)
    types, kinds = np.full(MANY, visit), np.full(MANY, KIND[kind])
    btu = np.full(MANY, 1000 * kbtu)
    work = on_site.Work(
        on_site.jobs(types, np.full(MANY, -1), kinds),
        on_site.hardness(Chance(7, ("on site",), ids), ids) + putting_in.harder(types, kinds, btu),
        on_site.percents(types, kinds, btu),
    )
    return work.minutes(np.zeros(MANY, np.int64)) / 60


def _percent(kind: Any, kbtu: int) -> int:
    return int(putting_in.usual_percent(np.array([KIND[kind]]), np.array([1000 * kbtu]))[0])


def test_a_large_unit_takes_longer_than_a_small_one() -> None:
    rooftop = [np.median(_hours(PACKAGE_UNIT, kbtu)) for kbtu in (36, 60, 120, 240)]
    assert rooftop == sorted(rooftop)
    assert rooftop[-1] > 1.4 * np.median(_hours(AC, 24))
    assert rooftop[-1] > 1.4 * rooftop[0]
    assert 1.2 < np.median(_hours(AC, 60)) / np.median(_hours(AC, 18)) < 1.8
    assert np.median(_hours(WATER_HEATER, 76)) < np.median(_hours(FURNACE, 40))


def test_nobody_works_longer_than_a_day() -> None:
    for kind, rule in KINDS.items():
        hours = _hours(kind, max(rule.capacities))
        assert hours.max() <= service.LONGEST_VISIT / 60
        assert (hours == hours.max()).mean() < 0.15


def test_estimates_know_the_size_as_well() -> None:
    for kind, kbtu in ((PACKAGE_UNIT, 240), (AC, 18), (AC, 60), (FURNACE, 80)):
        usual = np.median(_hours(kind, kbtu)) / service.JOBS["Installation"].hours[0]
        assert abs(_percent(kind, kbtu) / 100 - usual) < 0.22


def test_size_counts_where_something_is_put_in_only() -> None:
    kinds, btu = np.array([KIND[PACKAGE_UNIT]]), np.array([300_000])
    assert not putting_in.harder(np.array([service.REPAIR]), kinds, btu).any()
