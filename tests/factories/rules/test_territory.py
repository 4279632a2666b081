"""The towns are where they say they are, and the taxes are their states'."""

import math
import re

import numpy as np
import pytest

from factories.rules.region.territory import (
    METROS,
    Metro,
    Place,
    branch_name,
    metro_for,
    postal_cities,
)
from hvac_models.workforce import Climate

ZIP_RANGES = {"NC": (27006, 28909), "NY": (10001, 14925), "TX": (75001, 79999)}
BOXES = {
    "NC": (33.8, 36.6, -84.4, -75.4),
    "NY": (40.4, 45.1, -79.8, -71.8),
    "TX": (25.8, 36.6, -106.7, -93.5),
}


def miles(here: Place, there: Place) -> float:
    """Great-circle distance."""
    a, b = math.radians(here.latitude), math.radians(there.latitude)
    turn = math.radians(here.longitude - there.longitude)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return 3958.8 * math.acos(min(1.0, cosine))


def test_twelve_metros_open_in_the_agreed_order() -> None:
    assert [f"{metro.name} {metro.state}" for metro in METROS] == [
        "Charlotte NC",
        "Houston TX",
        "Buffalo NY",
        "Raleigh NC",
        "San Antonio TX",
        "Rochester NY",
        "Greensboro NC",
        "Austin TX",
        "Syracuse NY",
        "Winston-Salem NC",
        "Dallas TX",
        "Albany NY",
    ]


@pytest.mark.parametrize("metro", METROS, ids=lambda metro: metro.name)
def test_places_lie_in_their_state_and_near_the_office(metro: Metro) -> None:
    low, high = ZIP_RANGES[metro.state]
    south, north, west, east = BOXES[metro.state]
    assert 8 <= len(metro.places) <= 14
    for place in metro.places:
        assert re.fullmatch(r"\d{5}", place.postal_code)
        assert low <= int(place.postal_code) <= high
        assert south < place.latitude < north
        assert west < place.longitude < east
        assert miles(metro.office, place) < 30
        assert place.weight > 0


@pytest.mark.parametrize("metro", METROS, ids=lambda metro: metro.name)
def test_the_office_stands_in_the_city_of_the_name(metro: Metro) -> None:
    assert metro.city == metro.name.replace("-", " ")
    assert metro.weights == tuple(place.weight for place in metro.places)


def test_no_zip_code_is_served_twice() -> None:
    cities = postal_cities()
    assert len(cities) == sum(len(metro.places) for metro in METROS)
    assert cities["28078"] == ("Huntersville", "NC")
    assert cities["77584"] == ("Pearland", "TX")


def test_climate_and_clock_follow_the_state() -> None:
    expected = {
        "NC": (Climate.MIXED_HUMID, "America/New_York"),
        "TX": (Climate.HOT_HUMID, "America/Chicago"),
        "NY": (Climate.COLD, "America/New_York"),
    }
    for metro in METROS:
        assert (metro.climate, metro.time_zone) == expected[metro.state]


def test_area_codes_belong_to_one_region() -> None:
    assert METROS[0].area_codes == ("704", "980")
    for metro in METROS:
        assert all(re.fullmatch(r"[2-9]\d\d", code) for code in metro.area_codes)


def test_a_capital_improvement_is_not_taxed() -> None:
    commercial = np.array([False, True, False, True])
    installation = np.array([False, False, True, True])
    assert METROS[0].tax.rates(commercial, installation).tolist() == [725, 725, 0, 0]


def test_texas_taxes_repairs_of_commercial_property_only() -> None:
    none = np.zeros(2, np.bool_)
    for metro in METROS:
        rates = metro.tax.rates(np.array([False, True]), none).tolist()
        if metro.state == "TX":
            assert rates == [0, 825]
        else:
            assert rates[0] == rates[1]
            assert 600 < rates[0] < 900


def test_branches_beyond_the_twelfth_start_over_under_a_new_name() -> None:
    assert metro_for(1) is METROS[0]
    assert metro_for(12) is METROS[11]
    assert metro_for(13) is METROS[0]
    assert [branch_name(n) for n in (1, 2, 13, 25)] == [
        "Charlotte",
        "Houston",
        "Charlotte 2",
        "Charlotte 3",
    ]
    assert len({branch_name(n) for n in range(1, 1001)}) == 1000
