"""Who goes first, what is worth a claim, what is guaranteed, and what is believed of leads."""

import numpy as np
import pytest

from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded
from factories.rules.appointments import scheduling
from factories.rules.calls import urgency, warranty
from factories.rules.crm import beliefs, contracts, sales
from factories.rules.parts.usage import PART_GUARANTEE_DAYS, put_in_before

SIZE = 4_000
CHANCE = Chance(3, ("priority",), np.arange(1, SIZE + 1))
YES, NO = np.ones(SIZE, np.bool_), np.zeros(SIZE, np.bool_)


def test_all_plans_that_promise_priority_give_it() -> None:
    assert contracts.goes_first(np.array([0, 1, 2, 3, -1])).tolist() == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_members_get_a_repair_about_a_day_earlier() -> None:
    priority = CHANCE.below("priority", 3)
    usual, member = (scheduling.repair_ahead(CHANCE, priority, who, NO) for who in (NO, YES))
    assert (member <= usual).all()
    assert (member >= 1).all()
    assert usual.mean() - member.mean() == pytest.approx(1, abs=0.4)


def test_what_is_down_goes_before_what_still_runs() -> None:
    priority = CHANCE.below("priority", 3)
    down, runs = (scheduling.repair_ahead(CHANCE, priority, NO, still) for still in (NO, YES))
    assert (runs > down).all()


@pytest.mark.parametrize(
    ("unit", "component", "month", "lowest"),
    [
        ("Heat Pump", "Capacitor", "2025-01", "High"),
        ("Package Unit", "Contactor", "2025-12", "High"),
        ("Central AC", "Capacitor", "2025-01", "Low"),
        ("Central AC", "Capacitor", "2025-07", "High"),
        ("Water Heater", "Igniter", "2025-07", "Medium"),
        ("Furnace", "Igniter", "2025-07", "Low"),
        ("Furnace", "Igniter", "2025-01", "High"),
    ],
)
def test_who_does_without_heat_or_hot_water_is_not_last(
    unit: str, component: str, month: str, lowest: str
) -> None:
    code = np.zeros(SIZE, np.int64)
    visit, failed, kind = (Coded(code, (name,)) for name in ("Repair", component, unit))
    moment = np.full(SIZE, np.datetime64(f"{month}-10T09:00"))
    level = scheduling.priorities(CHANCE, visit, failed, kind, moment, np.arange(SIZE), NO, NO)
    assert min(level.codes) == scheduling.PRIORITIES.index(lowest)


def test_members_are_answered_a_little_sooner() -> None:
    severity, component = CHANCE.below("severity", 4), np.zeros(SIZE, np.int64)
    usual, member = (
        urgency.response_minutes(CHANCE, severity, component, who) for who in (NO, YES)
    )
    assert (member <= usual).all()
    assert 0.7 < member.mean() / usual.mean() < 0.95


def _believed(status: str, wish: str, age: int, urgency: str = "Medium") -> Ints:
    """What is believed of leads of all sources."""
    count, shares = SIZE, tuple(s.share for s in sales.LEAD_SOURCES.values())
    code = np.zeros(count, np.int64)
    return beliefs.beliefs(
        CHANCE,
        Coded(CHANCE.choose("source", shares), tuple(sales.LEAD_SOURCES)),
        Coded(code, (wish,)),
        Coded(code, (status,)),
        Coded(code, (urgency,)),
        np.full(count, age),
    )


def test_beliefs_in_who_was_just_qualified_do_not_pile_up() -> None:
    believed = _believed("Qualified", "Installation", 2)
    assert believed.min() >= beliefs.LEAST
    assert believed.max() <= beliefs.MOST
    assert np.isin(believed, (beliefs.LEAST, beliefs.MOST)).mean() < 0.1


def test_beliefs_follow_the_stage() -> None:
    stages = ("Lost", "Nurturing", "Contacted", "New", "Qualified", "Converted")
    for wish in ("AC Repair", "Installation"):
        means = [_believed(stage, wish, 0).mean() for stage in stages]
        assert means == sorted(means)


def test_less_is_believed_of_who_waits() -> None:
    for wish in ("Heating Repair", "Maintenance"):
        means = [_believed("Qualified", wish, age).mean() for age in (0, 4, 13, 30, 46)]
        assert means == sorted(means, reverse=True)
        assert means[0] > 40
        assert means[-1] < 2


def test_few_who_said_later_come_back_and_none_after_all() -> None:
    source = CHANCE.choose("source", tuple(s.share for s in sales.LEAD_SOURCES.values()))
    lost = 1 - np.array([of.wins for of in sales.LEAD_SOURCES.values()]) / 100
    nurtured = CHANCE.happens("lost", lost[source])
    assert 0.035 < sales.comes_back(CHANCE, source)[nurtured].mean() < 0.065
    means = [_believed("Nurturing", "Maintenance", age).mean() for age in (20, 80, 110, 140, 170)]
    assert means == sorted(means, reverse=True)
    assert 2 < means[0] < 10
    assert (_believed("Nurturing", "Maintenance", 200) == beliefs.LEAST).all()


@pytest.mark.parametrize(
    ("part", "day", "again"),
    [
        ([1, 1], [10, 10 + PART_GUARANTEE_DAYS], [False, True]),
        ([1, 1], [10, 11 + PART_GUARANTEE_DAYS], [False, False]),
        ([1, 2], [10, 20], [False, False]),
        ([1, 1], [20, 10], [True, False]),
        ([1, 1], [10, 10], [False, False]),
        ([1, 1, 1], [0, 315, 315], [False, True, True]),
        ([1, 2, 1, 1], [315, 315, 0, 315], [True, False, False, True]),
        ([], [], []),
    ],
)
def test_a_part_is_guaranteed_for_a_year(
    part: list[int], day: list[int], again: list[bool]
) -> None:
    device = np.zeros(len(day), np.int64)
    parts, days = np.array(part, np.int64), np.array(day, np.int64)
    assert put_in_before(device, parts, days).tolist() == again
    assert not put_in_before(np.arange(len(day)), parts, days).any()


def test_the_dearer_the_part_the_likelier_the_claim() -> None:
    cost = np.array([900, 3_000, 8_000, 20_000, 90_000])
    for worth in (warranty.worth_claiming(cost), warranty.worth_asking(cost)):
        assert (np.diff(worth) > 0).all()
