"""Rules of service calls: time on site, what fails, how emergencies are answered."""

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.limits import RATIOS
from factories.rules.calls import service
from factories.rules.equipment import devices
from factories.rules.equipment.installed_base import components


@pytest.mark.parametrize("name", service.TYPES)
def test_hours_have_their_median_and_their_tail(name: str) -> None:
    row = service.hours_table()[service.TYPES.index(name)]
    median, p90 = service.JOBS[name].hours
    assert np.median(row) / 60 == pytest.approx(median, rel=0.06)
    assert np.quantile(row, 0.9) / 60 == pytest.approx(p90, rel=0.06)
    assert row.max() <= service.LONGEST_VISIT
    assert (row % service.TENTH == 0).all()


def test_what_has_a_limit_does_not_pile_up_at_it() -> None:
    eased = service.eased(np.arange(0, 2_000), 800)
    assert (np.diff(eased) >= 0).all()
    assert (eased[:700] == np.arange(700)).all()
    assert eased.max() < 800
    installations = service.hours_table()[service.INSTALLATION]
    assert (installations == installations.max()).mean() < 0.02


def test_shares_leave_room_for_emergencies_to_grow() -> None:
    assert sum(job.share for job in service.JOBS.values()) == pytest.approx(1)
    most = RATIOS["incident_response"].most
    assert most is not None
    assert 100 * service.JOBS["Emergency"].share <= most


def test_failures_grow_with_age_as_in_the_source() -> None:
    rate = service.failure_rate() / 10_000
    assert rate[0] < 0.12
    assert rate[8] == pytest.approx(0.10 + 0.32 * (8.5 / 9) ** 1.3, abs=0.001)
    assert (np.diff(rate) > 0).all()
    assert rate[18] > 2 * rate[8]


def test_severe_emergencies_are_answered_sooner() -> None:
    medians = {
        name: float(np.median(row))
        for name, row in zip(service.SEVERITIES, service.response_table(), strict=True)
    }
    for name, (median, _) in service.RESPONSE_MINUTES.items():
        assert medians[name] == pytest.approx(median, rel=0.03)
    targets = service.RESPONSE_TARGET
    assert targets["Critical"] < targets["High"] < targets["Medium"] < targets["Low"]


def test_only_a_severe_trouble_answered_at_once_is_a_gas_leak() -> None:
    valve = np.full(4, service.COMPONENTS.index("Gas Valve"))
    leaks = service.gas_leaks(valve, np.array([3, 2, 1, 3]), np.array([40, 60, 30, 90]))
    assert leaks.tolist() == [True, True, False, False]


@pytest.mark.parametrize("season", devices.SEASONS)
def test_only_what_a_kind_has_fails_and_in_its_season(season: str) -> None:
    cuts = devices.component_cuts()
    for row, kind in enumerate(devices.KIND_ORDER):
        failures = components(kind)
        mine = {
            str(name)
            for name, when in zip(failures.components, failures.seasons, strict=True)
            if when == season
        }
        group = devices.component_group(
            np.array([row]), np.array([devices.SEASONS.index(season)]), np.array([9])
        )
        widths = np.diff(cuts[group[0]], prepend=0)
        drawn = {name for name, width in zip(service.COMPONENTS, widths, strict=True) if width}
        assert drawn <= (mine or {str(failures.components[0])})


def test_compressors_wear_out_and_boards_do_not_care() -> None:
    cuts = devices.component_cuts()
    kind, season = devices.KIND_NAMES.index("Central AC"), devices.SEASONS.index("cooling")

    def weight(component: str, age: int) -> int:
        group = devices.component_group(np.array([kind]), np.array([season]), np.array([age]))
        widths = np.diff(cuts[group[0]], prepend=0)
        return int(widths[service.COMPONENTS.index(component)])

    assert weight("Compressor", 18) > 3.5 * weight("Compressor", 3)
    assert weight("Control Board", 18) < 1.5 * weight("Control Board", 3)


def test_what_is_critical_is_closed_first_and_customers_take_longest() -> None:
    chance = Chance(3, ("closed",), np.arange(1, 501))
    yes, no = np.ones(500, np.bool_), np.zeros(500, np.bool_)
    critical = service.closed_after(chance, yes, yes)
    managed, asked = service.closed_after(chance, no, no), service.closed_after(chance, no, yes)
    assert critical.max() <= 4 < managed.mean() < asked.mean()
    assert asked.max() <= 60
