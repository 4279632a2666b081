"""Dispatch: nobody is in two places at once, and calendars refuse what they cannot take."""

import numpy as np
import pytest

from factories.errors import UserError
from factories.rules.calls.service import EMERGENCY, INSPECTION, LONGEST_DAY, REPAIR, misses
from factories.rules.crew.dispatch import TRAVEL
from factories.rules.hours.calendar import LAST_END, NIGHT_TO, REST, working_days
from factories.steps.dispatch import Bookings, dispatch
from factories.steps.world import World
from tests.factories.support.finished_worlds import SEEDS, company


def bookings(
    world: World, count: int, day: int, kind: int = INSPECTION, length: int = 60
) -> Bookings:
    """``count`` visits wanted at eight o'clock of one day, each at another customer's."""
    return Bookings(
        kind=np.full(count, kind, np.int64),
        wanted=np.full(count, day * 1440 + 480, np.int64),
        length=np.full(count, length, np.int64),
        customer=np.arange(count, dtype=np.int64) % world.rows("customers"),
        refrigerant=np.zeros(count, np.bool_),
        large=np.zeros(count, np.bool_),
        earliest=np.full(count, world.start, np.int64),
        latest=np.full(count, world.today, np.int64),
        device=np.full(count, -1, np.int64),
        second=np.full(count, -1, np.int64),
        follows=np.full(count, -1, np.int64),
        warm=np.zeros(count, np.bool_),
    )


def monday(world: World) -> int:
    working = working_days(world.start + 300, world.today)
    return int(next(day for day in working.tolist() if (day + 3) % 7 == 0))


@pytest.mark.parametrize("count", [5, 40, 200])
def test_nobody_is_in_two_places_at_once(count: int) -> None:
    world = company(1)
    working = working_days(world.start, world.today)
    wanted = bookings(world, count, monday(world))
    technician, start = dispatch(world, wanted, working)
    for who in set(technician.tolist()):
        mine = np.sort(start[technician == who])
        assert (np.diff(mine) >= 60 + TRAVEL).all()
        day, visits = np.unique(mine // 1440, return_counts=True)
        assert (visits * 60 <= LONGEST_DAY).all()
        assert (day >= monday(world)).all()
    assert (start % 1440 + 60 <= LAST_END).all()
    assert np.isin(start // 1440, working).all()


def test_no_visit_before_a_technician_was_hired() -> None:
    world = company(2)
    hired = world.tables["technicians"]["hire_date"].astype(np.int64)
    technician, start = dispatch(
        world, bookings(world, 30, world.start + 9), working_days(world.start, world.today)
    )
    assert (hired[technician] <= start // 1440).all()


def test_refrigerant_goes_to_certified_hands_only() -> None:
    world = company(1)
    wanted = bookings(world, 30, monday(world), REPAIR)
    wanted.refrigerant[:] = True
    technician, _ = dispatch(world, wanted, working_days(world.start, world.today))
    cards = world.tables["technician_certifications"]
    epa = cards["certification_name"].is_("EPA 608 Universal", "EPA 608 Type II")
    holders = set((cards["technician_id"][epa] - world.tables["technicians"].first_id).tolist())
    assert set(technician.tolist()) <= holders
    assert len(holders) < len(world.tables["technicians"])


def test_an_emergency_is_not_put_off_to_the_morning() -> None:
    world = company(1)
    wanted = bookings(world, 1, monday(world), EMERGENCY)
    wanted.wanted[:] = (monday(world) + 5) * 1440 + 22 * 60
    _, start = dispatch(world, wanted, working_days(world.start, world.today))
    assert start[0] == wanted.wanted[0]


def test_nights_are_of_the_technician_on_call_and_weeks_go_round() -> None:
    world = company(1)
    nights = monday(world) + np.arange(70, dtype=np.int64)
    wanted = bookings(world, len(nights), monday(world), EMERGENCY)
    wanted.wanted[:] = nights * 1440 + 22 * 60
    technician, _ = dispatch(world, wanted, working_days(world.start, world.today))
    by_week = technician.reshape(10, 7)
    assert (by_week == by_week[:, :1]).all()
    assert len(set(by_week[:, 0].tolist())) >= 6


def test_a_second_emergency_of_the_night_goes_to_somebody_else() -> None:
    world = company(1)
    wanted = bookings(world, 2, monday(world), EMERGENCY, length=180)
    wanted.wanted[:] = monday(world) * 1440 + 20 * 60
    technician, start = dispatch(world, wanted, working_days(world.start, world.today))
    assert technician[0] != technician[1]
    assert (start == wanted.wanted).all()


def test_more_than_the_calendars_take_is_refused() -> None:
    world = company(1)
    wanted = bookings(world, 300, monday(world), length=600)
    wanted.latest[:] = monday(world)
    wanted.earliest[:] = monday(world)
    with pytest.raises(UserError, match="calendars"):
        dispatch(world, wanted, working_days(world.start, world.today))


def test_a_device_is_seen_once_a_day() -> None:
    """What finds no room is not put off to a day on which somebody else comes."""
    world = company(1)
    day = monday(world)
    crew = len(world.tables["technicians"])
    asked = bookings(world, 10 * crew, day, length=300)
    # Each device of the first half is wanted again on the day after.
    half = len(asked.kind) // 2
    asked.device[:half] = asked.device[half:] = np.arange(half)
    asked.wanted[half:] += 1440
    _, start = dispatch(world, asked, working_days(world.start, world.today))
    seen = list(zip(asked.device.tolist(), (start // 1440).tolist(), strict=True))
    assert len(set(seen)) == len(seen)


def test_who_was_there_comes_again() -> None:
    world = company(1)
    day = monday(world)
    first, again = bookings(world, 8, day), bookings(world, 8, day + 1)
    again.follows = np.arange(8)
    both = Bookings(
        **{
            name: np.concatenate([column, vars(again)[name]])
            for name, column in vars(first).items()
        }
    )
    technician, start = dispatch(world, both, working_days(world.start, world.today + 60))
    same = technician[:8] == technician[8:]
    assert 5 <= same.sum() <= 8
    assert (start[8:] // 1440 > start[:8] // 1440).all()


def test_two_visits_of_a_night_are_followed_by_rest() -> None:
    """Also where the later one ended in the morning: the night was short all the same."""
    world = company(1)
    day = monday(world)
    count = 2 * len(world.tables["technicians"])
    night = bookings(world, 2 * count, day, EMERGENCY, 100)
    night.wanted = np.repeat([day * 1440 + 60, day * 1440 + 340], count)
    routine = bookings(world, count, day)
    both = Bookings(**{n: np.concatenate([v, vars(routine)[n]]) for n, v in vars(night).items()})
    technician, start = dispatch(world, both, working_days(world.start, world.today))
    end = start + both.length
    woken = (both.kind == EMERGENCY) & (end % 1440 < NIGHT_TO)
    assert woken.sum() > 5
    for row in np.flatnonzero(woken).tolist():
        later = (technician == technician[row]) & (both.kind != EMERGENCY) & (start >= end[row])
        assert (start[later] >= end[row] + REST).all()


def test_who_finds_faults_well_comes_again_less_often() -> None:
    skills, again = [], []
    for seed in SEEDS:
        world = company(seed)
        calls = world.calls
        followed = np.zeros(len(calls), np.bool_)
        followed[calls.returns_to[calls.returns_to >= 0]] = True
        mends = np.isin(calls.kind, (REPAIR, EMERGENCY)) & (calls.returns_to < 0)
        skills.append(world.tables["technicians"]["diagnostics_skill"][calls.technician[mends]])
        again.append(followed[mends])
    skill, comes_again = np.concatenate(skills), np.concatenate(again)
    assert np.corrcoef(skill, comes_again)[0, 1] < -0.07
    assert comes_again[skill >= 8].mean() < 0.75 * comes_again[skill <= 6].mean()
    assert misses(skill).mean() == pytest.approx(100, abs=20)


def test_who_is_good_is_rated_better_for_the_work() -> None:
    skills, off = [], []
    for seed in SEEDS:
        world = company(seed)
        feedback = world.tables["customer_feedback"]
        call = feedback["service_call_id"] - world.first_id("service_calls")
        skills.append(
            world.tables["technicians"]["diagnostics_skill"][world.calls.technician[call]]
        )
        off.append(feedback["quality_rating"] - feedback["overall_satisfaction"])
    assert np.corrcoef(np.concatenate(skills), np.concatenate(off))[0, 1] > 0.05
