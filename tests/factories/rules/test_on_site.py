"""Rules of time on site: within what is possible, by the device, and by who does it."""

from typing import Any

import numpy as np
import pytest

from factories.engine.quantiles import STEPS
from factories.engine.streams import Chance
from factories.rules.calls import on_site, service
from factories.rules.equipment.kinds import BOILER, FURNACE, KINDS, MINI_SPLIT, PACKAGE_UNIT

MANY = 20_000
KIND = {kind: row for row, kind in enumerate(KINDS)}


def _minutes(job: int, pace: int = 0) -> Any:
    ids = np.arange(1, MANY + 1)
    hard = on_site.hardness(Chance(7, ("on site",), ids), ids)
    work = on_site.Work(np.full(MANY, job), hard, np.full(MANY, 100))
    return work.minutes(np.full(MANY, pace))


def _repair(component: str, kind: int = service.REPAIR, searching: bool = False) -> int:
    at = np.array([service.COMPONENTS.index(component)])
    return int(on_site.jobs(np.array([kind]), at, np.zeros(1, np.int64), searching)[0])


@pytest.mark.parametrize("component", service.COMPONENTS)
def test_a_repair_takes_what_its_component_takes(component: str) -> None:
    median, _, least, most = on_site.REPAIR_HOURS[component]
    hours = _minutes(_repair(component)) / 60
    assert hours.min() >= least - 1e-9
    assert hours.max() <= most + 1e-9
    assert np.median(hours) == pytest.approx(median, rel=0.1)


@pytest.mark.parametrize("pace", [-700, 0, 700])
def test_nothing_piles_up_at_an_end(pace: int) -> None:
    for job in range(len(on_site.minutes_table())):
        minutes = _minutes(job, pace)
        assert (minutes % service.TENTH == 0).all()
        for end in (minutes.min(), minutes.max()):
            # The neighbor within is at least about as common, or both are rare.
            inside = end + service.TENTH * (1 if end == minutes.min() else -1)
            share, beside = (minutes == end).mean(), (minutes == inside).mean()
            assert share <= max(1.6 * beside, 0.03), (job, end)


def test_swaps_take_most_of_a_day_and_looking_does_not() -> None:
    swap, look = _repair("Compressor"), _repair("Compressor", searching=True)
    assert _minutes(swap).min() >= 240
    assert 40 <= _minutes(look).min() < _minutes(look).max() <= 186
    assert np.median(_minutes(_repair("Capacitor"))) < np.median(_minutes(swap)) / 4
    urgent = _minutes(_repair("Capacitor", service.EMERGENCY))
    assert urgent.mean() > _minutes(_repair("Capacitor")).mean()


def test_an_installation_takes_as_long_as_its_kind() -> None:
    medians = {kind: np.median(_minutes(2 + row)) for kind, row in KIND.items()}
    assert min(medians, key=medians.__getitem__) == "Water Heater"
    for row in KIND.values():
        least, most = on_site.installation_limits(row)
        assert 60 < least < most <= service.LONGEST_VISIT


def test_a_place_stays_as_hard_to_reach_as_it_is() -> None:
    ids = np.arange(2 * MANY)
    hard = on_site.hardness(Chance(7, ("on site",), ids), ids // 2)
    assert 0.2 < np.corrcoef(hard[::2], hard[1::2])[0, 1] < 0.4
    assert 0.9 < hard.std() / 1000 < 1.05


def test_larger_units_take_longer_to_look_after() -> None:
    def percent(kind: Any, btu: int, visit: int = service.MAINTENANCE) -> int:
        one = np.array([visit]), np.array([KIND[kind]]), np.array([btu])
        return int(on_site.percents(*one)[0])

    assert percent(PACKAGE_UNIT, 300_000) > 1.5 * percent(PACKAGE_UNIT, 36_000)
    assert percent(BOILER, 150_000) > percent(FURNACE, 80_000) > percent(MINI_SPLIT, 12_000)
    assert percent(PACKAGE_UNIT, 300_000, service.REPAIR) == 100
    for kind, rule in KINDS.items():
        ends = [percent(kind, 1000 * size) for size in (min(rule.capacities), max(rule.capacities))]
        assert ends == list(on_site.CHECK_TIME_BY_SIZE[kind])


def test_skill_saves_time_at_equal_work() -> None:
    for job in (0, 1, 5, _repair("Igniter"), _repair("Refrigerant Leak")):
        counts = on_site.Work(*np.array([[job]] * 3)).skill
        slow, fast = (int(on_site.pace(np.array([skill]), counts)[0]) for skill in (4, 9))
        assert _minutes(job, slow).mean() > 1.05 * _minutes(job, fast).mean()
    skills = on_site.Work(*np.array([[_repair("Igniter"), _repair("Compressor"), 4]] * 3)).skill
    assert [on_site.SKILLS[skill] for skill in skills] == [
        "diagnostics_skill",
        "refrigeration_skill",
        "hvac_installation_skill",
    ]


def test_what_is_mended_in_passing_is_short() -> None:
    for row in KIND.values():
        component = on_site.soon_mended(np.array([row]))
        assert on_site.least_minutes(component)[0] <= 60


def test_each_job_has_its_row() -> None:
    assert on_site.minutes_table().shape[1] == STEPS
    kinds = np.array([service.MAINTENANCE, service.INSPECTION, service.INSTALLATION])
    none = np.full(3, -1)
    assert on_site.jobs(kinds, none, np.array([3, 3, 3])).tolist() == [0, 1, 5]


def test_limits_are_tenths_of_an_hour_as_visits_are() -> None:
    limits = [limit for kind in KIND.values() for limit in on_site.installation_limits(kind)]
    limits += on_site.least_minutes(np.arange(-1, len(service.COMPONENTS))).tolist()
    assert {limit % service.TENTH for limit in limits} == {0}
