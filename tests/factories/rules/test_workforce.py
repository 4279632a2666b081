"""Rules of the workforce: pay, bill rates, vans."""

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.crew.workforce import (
    FIRST_MODEL_YEAR,
    FUELS,
    LEVELS,
    RENEWED_AHEAD,
    VANS,
    fuel_cuts,
    van_cuts,
    vin,
)
from tests.factories.support.default_companies import AS_OF, companies

_VALID = """
SELECT count(*) FROM technician_certifications
WHERE issued_date <= date(:day, :ago) AND expires_date > date(:day, :ago)"""
MODELS = {"Transit", "Express", "Savana", "ProMaster", "F-150", "Explorer"}


@pytest.mark.parametrize("level", LEVELS.values(), ids=LEVELS)
def test_customers_are_charged_more_than_technicians_earn(level) -> None:  # type: ignore[no-untyped-def]
    assert level.bill[0] > level.wage[1]
    assert 75 <= level.bill[0] <= level.bill[1] <= 150


def test_pay_and_skill_rise_with_the_level() -> None:
    junior, senior, lead, specialist = LEVELS.values()
    assert junior.wage < senior.wage < lead.wage < specialist.wage
    assert junior.skill < senior.skill < lead.skill < specialist.skill
    assert sum(level.share for level in LEVELS.values()) == pytest.approx(1)


def test_fleet_shares_add_up() -> None:
    for year in (2014, 2015, 2022, 2026):
        assert sum(van.built.in_year(year) for van in VANS) == 100


def test_nothing_is_drawn_that_was_not_built() -> None:
    chance = Chance(1, ("vans",), np.arange(4000))
    for year, models, fuels in (
        (2012, {"E-Series", "Express", "Savana", "F-150", "Explorer"}, {"Gasoline", "Diesel"}),
        (2020, MODELS, {"Gasoline", "Diesel", "Hybrid"}),
        (2024, MODELS, {"Gasoline", "Hybrid", "Electric"}),
    ):
        at = np.full(4000, year - FIRST_MODEL_YEAR)
        van = chance.choose_by("van", van_cuts(), at)
        assert {VANS[row].model for row in van.tolist()} == models
        fuel = chance.choose_by("fuel", fuel_cuts()[van, at], np.arange(4000))
        assert {FUELS[row] for row in fuel.tolist()} == fuels


def test_a_known_vin_has_its_check_digit() -> None:
    """1M8GDM9AXKP042788 is the standard's worked example: position nine is X."""
    from factories.rules.crew.workforce import _VIN_VALUES, _VIN_WEIGHTS

    known = "1M8GDM9AXKP042788"
    total = sum(_VIN_VALUES[c] * w for c, w in zip(known, _VIN_WEIGHTS, strict=True))
    assert total % 11 == 10


def test_vins_are_seventeen_characters_and_differ() -> None:
    made = {vin("1FT", 2022, serial, 12_345) for serial in range(100_000, 100_500)}
    assert len(made) == 500
    assert {len(text) for text in made} == {17}
    assert not any(set(text) & set("IOQ") for text in made)


def test_who_is_licensed_today_was_so_early_in_the_history() -> None:
    today, early = (
        sum(
            company.execute(_VALID, {"day": AS_OF.isoformat(), "ago": ago}).fetchone()[0]
            for company in companies()
        )
        for ago in ("-0 days", "-600 days")
    )
    assert 0.65 * today < early < 1.2 * today


def test_cards_are_renewed_some_days_before_they_run_out() -> None:
    """Spread over more than two weeks, as people are sent: not all on the last day."""
    ahead = [
        int(days)
        for company in companies()
        for (days,) in company.execute(
            "SELECT min(julianday(c.expires_date) - julianday(n.issued_date))"
            " FROM technician_certifications AS c JOIN technician_certifications AS n"
            " ON n.technician_id = c.technician_id AND n.certification_name = c.certification_name"
            " AND n.issued_date > c.issued_date GROUP BY c.certification_id"
        )
    ]
    assert len(ahead) > 10
    assert min(ahead) >= -1
    # A day of rest at the end of a term moves it by as much.
    assert max(ahead) <= RENEWED_AHEAD[1] + 4
    assert sum(days <= 2 for days in ahead) < 0.5 * len(ahead)
    assert max(ahead) - min(ahead) > 10
