from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.crew.dispatch import MIDNIGHT_SPREAD, URGENT_ENDS_BY, off_midnight
from factories.rules.hours import clocks
from factories.rules.hours.clocks import (
    NO_SUMMER_TIME,
    WEST_OF_GREENWICH,
    as_utc,
    counted_back,
    off_the_switch,
    summer_time,
)
from factories.rules.region import territory

EVERY_FEW_HOURS = np.arange(
    np.datetime64("2005-01-01T00:30"), np.datetime64("2100-01-01"), np.timedelta64(599, "m")
)


def by_the_library(zone: str, local: datetime) -> datetime:
    offset = ZoneInfo(zone).utcoffset(local)
    assert offset is not None
    return local - offset


def is_left_out(zone: str, local: datetime) -> bool:
    there = ZoneInfo(zone)
    utc = local.replace(tzinfo=there).astimezone(ZoneInfo("UTC"))
    return utc.astimezone(there).replace(tzinfo=None) != local


def in_zone(zone: str, local: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> list[object]:
    clock = clocks._clock(zone)
    found: list[object] = clocks._by_clock(local, clock).tolist()
    return found


@pytest.mark.parametrize("zone", WEST_OF_GREENWICH)
def test_a_century_agrees_with_the_time_zone_database(zone: str) -> None:
    local = EVERY_FEW_HOURS
    there = [is_left_out(zone, moment) for moment in local.tolist()]
    kept = local[~np.array(there)]
    assert len(kept) > len(local) - 96
    assert in_zone(zone, kept) == [by_the_library(zone, moment) for moment in kept.tolist()]


@pytest.mark.parametrize("zone", WEST_OF_GREENWICH)
def test_one_alone_is_as_one_of_many(zone: str) -> None:
    local = np.append(EVERY_FEW_HOURS[::97], np.datetime64("NaT", "m"))
    assert [in_zone(zone, local[n : n + 1])[0] for n in range(len(local))] == in_zone(zone, local)


@pytest.mark.parametrize("year", [2005, 2006, 2007, 2024, 2026, 2099])
def test_every_minute_of_the_days_on_which_clocks_are_set(year: int) -> None:
    for day in summer_time(year):
        local = day.astype("datetime64[m]") + np.arange(24 * 60)
        kept = np.array([m for m in local if not is_left_out("America/Chicago", m.item())])
        assert len(local) - len(kept) in (0, 60)
        found = in_zone("America/Chicago", kept)
        assert found == [by_the_library("America/Chicago", moment) for moment in kept.tolist()]


def test_the_hour_that_is_left_out_is_one_moment() -> None:
    spring = np.datetime64("2026-03-08T02:00") + np.arange(60)
    assert set(in_zone("America/New_York", spring)) == {datetime(2026, 3, 8, 7)}


@pytest.mark.parametrize("zone", WEST_OF_GREENWICH)
def test_later_stays_later(zone: str) -> None:
    for year in (2006, 2026):
        for day in summer_time(year):
            local = day.astype("datetime64[m]") + np.arange(24 * 60)
            utc = np.array(in_zone(zone, local), "datetime64[m]")
            assert (np.diff(utc) >= np.timedelta64(0, "m")).all()


def test_arizona_keeps_its_time() -> None:
    assert set(NO_SUMMER_TIME) == {"America/Phoenix"}
    summer = np.array(["2026-07-01T12:00"], "datetime64[m]")
    assert in_zone("America/Phoenix", summer) == [datetime(2026, 7, 1, 19)]
    assert in_zone("America/Denver", summer) == [datetime(2026, 7, 1, 18)]


def test_every_branch_has_a_clock_that_is_known() -> None:
    assert {metro.time_zone for metro in territory.METROS} <= set(WEST_OF_GREENWICH)


def test_each_row_goes_by_its_own_branch() -> None:
    zones = [metro.time_zone for metro in territory.METROS]
    east, middle = zones.index("America/New_York") + 1, zones.index("America/Chicago") + 1
    noon = np.full(4, np.datetime64("2026-01-15T12:00"))
    branch = np.array([east, middle, east + len(zones), middle])
    assert (as_utc(noon, branch) - noon).astype(int).tolist() == [300, 360, 300, 360]
    assert (as_utc(noon, middle) - noon).astype(int).tolist() == [360] * 4


def test_what_never_was_has_no_utc() -> None:
    never = np.array(["NaT", "2026-01-15T12:00"], "datetime64[m]")
    assert np.isnat(as_utc(never, 1)).tolist() == [True, False]
    assert len(as_utc(never[:0], np.array([], np.int64))) == 0


def test_years_that_switch_before_and_after_the_law_of_2005() -> None:
    assert [str(day) for day in summer_time(2006)] == ["2006-04-02", "2006-10-29"]
    assert [str(day) for day in summer_time(2007)] == ["2007-03-11", "2007-11-04"]
    assert timedelta(days=238) == (summer_time(2007)[1] - summer_time(2007)[0]).item()


@pytest.mark.parametrize(
    ("called", "end"), [("01:50", "02:02"), ("00:10", "04:00"), ("02:30", "02:40")]
)
def test_nothing_goes_on_while_a_clock_is_set(called: str, end: str) -> None:
    first, last = (minute_of(f"2025-03-09T{clock}") for clock in (called, end))
    later = off_the_switch(first, last, 1)
    assert first + later >= minute_of("2025-03-09T03:00")
    assert off_the_switch(first + later, last + later, 1) == 0


def test_other_nights_are_as_they_are() -> None:
    first, last = minute_of("2025-03-10T01:50"), minute_of("2025-03-10T02:02")
    assert off_the_switch(first, last, 1) == 0


@pytest.mark.parametrize(
    ("counted", "shown"),
    [("01:59", "01:59"), ("02:00", "01:00"), ("02:59", "01:59"), ("03:00", "03:00")],
)
def test_nothing_is_counted_back_into_the_hour_that_never_was(counted: str, shown: str) -> None:
    minute = np.array([minute_of(f"2025-03-09T{counted}")])
    assert counted_back(minute, 1).tolist() == [minute_of(f"2025-03-09T{shown}")]


def test_other_hours_are_counted_back_to_as_they_are() -> None:
    # The Saturday before, and the Sunday on which the clocks are set back.
    for day in ("2025-03-08", "2025-11-02"):
        night = minute_of(f"{day}T01:00") + np.arange(120)
        assert counted_back(night, 1).tolist() == night.tolist()


def minute_of(moment: str) -> int:
    return int(np.datetime64(moment, "m").astype(np.int64))


def test_no_emergency_goes_on_at_midnight() -> None:
    rows = np.arange(400, dtype=np.int64)
    chance = Chance(1, ("midnight",), rows)
    start, length = 20 * 60 + rows % 300, 60 + rows
    shift = off_midnight(chance, start, length, start - 60, np.zeros_like(start))
    begins = (start + shift) % 1440
    assert (begins + length <= URGENT_ENDS_BY).all()
    assert (shift[start + length <= URGENT_ENDS_BY] == 0).all()
    assert (np.abs(shift) <= length + 2 * MIDNIGHT_SPREAD).all()
