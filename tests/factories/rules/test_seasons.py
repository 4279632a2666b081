"""What a season makes of the counts of a history."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from factories.rules.calls import seasons as rules
from factories.rules.calls.service import JOBS
from factories.rules.region.climate import usual_degree_days
from factories.scenario import Scenario
from factories.sizes import DEFAULT_ROWS
from hvac_models.workforce import Climate

SUMMER, SPRING, WINTER = (
    (date(2026, *day) - date(1970, 1, 1)).days for day in ((8, 31), (5, 15), (2, 10))
)


@pytest.mark.parametrize("length", [365, 730, 1_825])
def test_whole_years_have_what_is_usual(length: int) -> None:
    for table in DEFAULT_ROWS:
        assert rules.of_table(table, SPRING, length) == 1
    degrees = np.full(length, 100)
    assert rules.of_failures(Climate.COLD, SPRING, degrees, degrees) == 1.0
    assert all(rules.of_type_in(name, SPRING, length, 1.0) == 1.0 for name in JOBS)


def test_failures_come_in_summer_and_tune_ups_in_spring() -> None:
    def ratio(last: int) -> float:
        failing = float(rules.of_table("incident_response", last, 90))
        mended, tuned = (
            rules.of_type_in(name, last, 90, failing) for name in ("Repair", "Maintenance")
        )
        return mended / tuned

    assert ratio(SUMMER) > 2 > 1 > ratio(SPRING)
    assert rules.of_table("service_calls", SUMMER, 90) > rules.of_table("service_calls", WINTER, 90)


def test_usual_weather_brings_what_its_months_say() -> None:
    for last in (SUMMER, SPRING, WINTER):
        days = np.arange(last - 90, last) + 1
        heating, cooling = (each // 10 for each in usual_degree_days(rules.COUNTED_BY, days))
        lived = rules.of_failures(rules.COUNTED_BY, last, heating, cooling)
        assert lived == pytest.approx(float(rules.of_table("warranty_claims", last, 90)), rel=0.02)


def test_a_cold_climate_has_its_failures_in_winter() -> None:
    def lived(climate: Climate) -> float:
        days = np.arange(WINTER - 90, WINTER) + 1
        return rules.of_failures(
            climate, WINTER, *(d // 10 for d in usual_degree_days(climate, days))
        )

    assert lived(Climate.COLD) > 1.2 > 0.8 > lived(Climate.HOT_HUMID)


def test_what_the_season_adds_to_a_long_history_is_little() -> None:
    short, long_ = (rules.of_table("leads", SUMMER, length) for length in (90, 730 + 90))
    assert (short - 1) * 90 == (long_ - 1) * 820
    assert rules.beside_its_parent("invoices", SUMMER, 90) == Fraction(1)


def test_a_summer_is_given_more_incidents_a_call_than_a_spring() -> None:
    summer, spring = (
        Scenario.of(as_of=as_of, history_days=90).rows for as_of in ("2026-08-31", "2026-05-15")
    )
    assert summer["incident_response"] > 1.5 * spring["incident_response"]
