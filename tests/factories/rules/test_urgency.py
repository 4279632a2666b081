"""What an emergency is reported as, and how severe it is."""

from collections import Counter

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.calls import urgency
from factories.rules.calls.service import COMPONENTS, SEVERITIES
from factories.rules.equipment.kinds import KINDS

SIZE = 2000
CHANCE = Chance(1, ("test",), np.arange(SIZE, dtype=np.int64))
KIND_NAMES = [str(kind) for kind in KINDS]


def types(
    component: str,
    kind: str = "Furnace",
    response: int = 30,
    leak: bool = False,
    heated: bool = True,
) -> set[str]:
    return set(
        urgency.incident_types(
            CHANCE,
            CHANCE.ids,
            [component] * SIZE,
            [kind] * SIZE,
            np.full(SIZE, response),
            np.full(SIZE, leak),
            np.full(SIZE, heated),
        )
    )


def severity(component: str, kind: str, low: int, high: int) -> Counter[str]:
    columns = (COMPONENTS.index(component), KIND_NAMES.index(kind), low, high)
    drawn = urgency.severities(CHANCE, *(np.full(SIZE, value) for value in columns))
    return Counter(SEVERITIES[level] for level in drawn.tolist())


def test_an_incident_follows_from_what_failed() -> None:
    outage = {"No Heat/AC", "System Failure"}
    assert types("Heat Exchanger") == {"Carbon Monoxide Alert", *outage}
    assert types("Heat Exchanger", response=121) == outage
    assert types("Gas Valve") == outage
    assert types("Gas Valve", leak=True) == {"Gas Leak"}
    assert types("Drain Line", "Central AC") == {"Water Damage", "No Heat/AC"}
    assert types("Evaporator Coil", "Central AC") == {"Water Damage", "No Heat/AC"}
    assert types("Evaporator Coil", "Heat Pump") == {"No Heat/AC"}
    assert types("Control Board") == {"Electrical Issue", *outage}
    assert types("Limit Switch", "Water Heater") == {"System Failure", "Water Damage"}
    assert types("Flame Sensor", "Water Heater") == {"System Failure"}


def test_who_calls_in_the_afternoon_is_answered_until_late() -> None:
    """By the crew at any time before it goes home, or by who is on call: there is no pile before
    closing and no hole behind it."""
    reported = CHANCE.between("clock", 13 * 60, 17 * 60 - 1)
    response = CHANCE.between("drawn", 30, 240)
    patient, works = np.zeros(SIZE, np.bool_), np.ones(SIZE, np.bool_)
    sooner, answered = urgency.reported_sooner(
        CHANCE, reported, np.zeros_like(reported), response, patient, works
    )
    assert not sooner.any()
    assert (answered <= response).all()
    hour = np.bincount((reported + answered) // 60, minlength=24)
    assert hour[[15, 16]].sum() < 0.62 * SIZE
    assert hour[[17, 18, 19]].sum() > 0.2 * SIZE


def test_an_alarm_needs_a_flame() -> None:
    outage = {"No Heat/AC", "System Failure"}
    assert types("Heat Exchanger", "Package Unit", heated=False) == outage
    for component in ("Pressure Switch", "Inducer Motor"):
        assert "Carbon Monoxide Alert" not in types(component)
    assert urgency.burners_run(np.array([28, 79]), np.array([50, 95])).tolist() == [True, False]


@pytest.mark.parametrize(("low", "high"), [(10, 28), (50, 70), (76, 98)])
def test_carbon_monoxide_is_never_minor_and_answered_first(low: int, high: int) -> None:
    assert set(severity("Heat Exchanger", "Furnace", low, high)) == {"High", "Critical"}
    component = np.full(SIZE, COMPONENTS.index("Heat Exchanger"))
    response = urgency.response_minutes(CHANCE, np.full(SIZE, 2), component, component < 0)
    assert response.max() <= 60
    # Within the hour, not at its end.
    assert (response > 55).mean() < 0.3


def test_the_weather_makes_an_outage_severe() -> None:
    for component, kind, low, high in (
        ("Igniter", "Furnace", 15, 30),
        ("Capacitor", "Central AC", 76, 97),
        ("Control Board", "Heat Pump", 76, 97),
        ("Control Board", "Heat Pump", 15, 30),
    ):
        extreme, mild = severity(component, kind, low, high), severity(component, kind, 55, 72)
        assert extreme["High"] + extreme["Critical"] > 0.75 * SIZE
        assert mild["Low"] + mild["Medium"] > 0.8 * SIZE
        assert not extreme["Low"]
        assert not mild["Critical"]


def test_cold_does_not_matter_to_cooling_nor_heat_to_a_furnace() -> None:
    assert not severity("Capacitor", "Central AC", 5, 20)["Critical"]
    assert not severity("Igniter", "Furnace", 76, 98)["Critical"]
    assert not severity("Igniter", "Package Unit", 76, 98)["Critical"]


def test_what_still_runs_is_less_severe() -> None:
    whole = severity("Compressor", "Central AC", 76, 97)
    half = severity("Refrigerant Leak", "Central AC", 76, 97)
    assert half["Critical"] < whole["Critical"] / 2


def test_only_working_days_count_as_waiting() -> None:
    friday, tuesday = np.datetime64("2026-06-26"), np.datetime64("2026-06-30")
    waited = urgency.days_waited(np.array([friday, tuesday]), np.array([tuesday, tuesday]))
    assert waited.tolist() == [2, 0]
    said = urgency.reported_as(
        ["Repair", "Repair", "Emergency", "Maintenance"],
        ["No Heat/AC"],
        np.array([2, 3, 0, 9]),
        np.full(4, 30),
    )
    assert said == [
        urgency.WANTS_IT_SOON,
        urgency.WAITS_FOR_DAYS,
        "No Heat/AC",
        urgency.WANTS_IT_SOON,
    ]


def test_burning_wires_do_not_wait() -> None:
    said = urgency.reported_as(
        ["Emergency"] * 2, ["Electrical Issue"] * 2, np.zeros(2, np.int64), np.array([100, 101])
    )
    assert said == ["Electrical Issue", urgency.TRIPS_BREAKER]
