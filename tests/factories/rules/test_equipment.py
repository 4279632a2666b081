"""The catalog covers every kind in every year; what breaks, breaks as in the source."""

import subprocess
import sys
from collections import Counter
from itertools import pairwise, product

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.equipment.installed_base import (
    COMPANIONS,
    FAILURES,
    KIND_MIX,
    KINDS,
    LOCATIONS,
    MIN_EQUIPMENT_TYPES,
    REFRIGERANT_KINDS,
    EquipmentSpec,
    companions,
    components,
    equipment_catalog,
    failure_percent,
    installed_price,
    life_days,
    locations,
)
from factories.rules.equipment.kinds import BRANDS, VINTAGES
from factories.rules.equipment.models import models_on, most_models
from hvac_models.catalog import EquipmentKind, RatingUnit, Refrigerant
from hvac_models.customers import CustomerType, InstallationLocation
from hvac_models.service import FailedComponent
from hvac_models.workforce import Climate
from tests.reader import ROOT

AC, FURNACE, BOILER = EquipmentKind.CENTRAL_AC, EquipmentKind.FURNACE, EquipmentKind.BOILER
SIZES = [MIN_EQUIPMENT_TYPES, 50, 300]


@pytest.mark.parametrize("count", [*SIZES, 1_000])
def test_models_are_as_many_as_asked_and_distinct(count: int) -> None:
    catalog = equipment_catalog(count)
    assert len({(spec.brand, spec.model) for spec in catalog}) == count


@pytest.mark.parametrize("count", [MIN_EQUIPMENT_TYPES - 1, 100_000])
def test_an_impossible_catalog_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        equipment_catalog(count)


def test_a_longer_catalog_only_adds_models() -> None:
    assert equipment_catalog(300)[:50] == equipment_catalog(50)


@pytest.mark.parametrize("day", ["2012-01-01", "2018-06-30", "2023-07-01", "2024-06-30"])
def test_an_older_catalog_knows_no_model_of_the_future(day: str) -> None:
    models = models_on(day)
    catalog, year = equipment_catalog(models), int(day[:4]) + (day[5:7] >= "07")
    assert models == (50, year)
    assert max(spec.introduced_year for spec in catalog[:50]) <= year
    later = [spec.introduced_year for spec in catalog[50:]]
    assert later == sorted(later)
    assert min(later) > year
    assert len({(spec.brand, spec.model) for spec in catalog}) == len(catalog)


def test_the_catalog_of_today_awaits_none() -> None:
    assert equipment_catalog(models_on("2024-07-01")) == equipment_catalog(50)
    assert most_models("2012-01-01") < most_models("2024-07-01") == 1_000


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("kind", EquipmentKind)
def test_every_kind_was_sold_in_every_year(count: int, kind: EquipmentKind) -> None:
    models = [spec for spec in equipment_catalog(count) if spec.kind is kind]
    for year in range(1985, 2045):
        assert any(spec.sold_in(year) for spec in models), year


@pytest.mark.parametrize("year", [1990, 2004, 2008, 2010, 2015, 2023, 2024, 2025, 2026])
def test_models_obey_the_law_of_their_years(year: int) -> None:
    """Minimum efficiencies and refrigerants of the years in which they could be bought [S7, K]."""
    sold = [spec for spec in equipment_catalog(300) if spec.sold_in(year)]
    assert sold
    for spec in sold:
        assert_lawful(spec, year)


def assert_lawful(spec: EquipmentSpec, year: int) -> None:
    rating, unit = spec.energy_rating, spec.rating_unit
    kind, refrigerant = spec.kind, spec.refrigerant
    if kind in REFRIGERANT_KINDS:
        assert unit is (RatingUnit.SEER2 if year >= 2023 else RatingUnit.SEER)
        least = 1000 if year < 2006 else 1300 if year < 2010 else 1340 if year >= 2023 else 1300
        assert rating >= least
        eras = {Refrigerant.R_22: (1985, 2010), Refrigerant.R_410A: (2002, 2025)}
        assert refrigerant is not None
        first, last = eras.get(refrigerant, (2024, 2100))
        assert first <= year <= last
    else:
        assert refrigerant is None
        of_tanks = RatingUnit.UEF if year >= 2017 else RatingUnit.EF
        assert unit is (of_tanks if kind is EquipmentKind.WATER_HEATER else RatingUnit.AFUE)
        assert rating < 100 or rating >= (8000 if year >= 2010 else 7800)


def test_split_cooling_of_today_meets_the_southern_minimum() -> None:
    for kind in (AC, EquipmentKind.HEAT_PUMP):
        assert min(tier.rating for tier in VINTAGES[kind][-1].tiers) >= 1430


def test_prices_and_sizes_lie_in_the_source_s_ranges() -> None:
    for spec in equipment_catalog(300):
        low, high = KINDS[spec.kind].price
        assert 100 * low <= spec.installed_price <= 100 * high
        assert 0.6 * spec.installed_price < spec.list_price < 0.8 * spec.installed_price
        assert spec.btu_rating // 1000 in KINDS[spec.kind].capacities
        assert spec.expected_life_years == KINDS[spec.kind].life_years
        assert spec.warranty_months in (60, 72, 120)


def test_bigger_and_better_costs_more() -> None:
    assert installed_price(AC, 60, 0, 3) > installed_price(AC, 36, 0, 3)
    assert installed_price(AC, 36, 2, 3) > installed_price(AC, 36, 0, 3)
    assert installed_price(AC, 36, 1, 3, "Trane") > installed_price(AC, 36, 1, 3, "Goodman")
    assert installed_price(AC, 18, 0, 3, era=0) == 400_000
    assert installed_price(AC, 60, 2, 3) == 1_000_000


@pytest.mark.parametrize("kind", EquipmentKind)
def test_prices_grow_with_size_and_era(kind: EquipmentKind) -> None:
    sizes = sorted(KINDS[kind].capacities)
    for era in range(len(VINTAGES[kind])):
        prices = [installed_price(kind, kbtu, 1, 3, era=era) for kbtu in sizes]
        assert all(small < large for small, large in pairwise(prices))
    by_era = [installed_price(kind, sizes[1], 1, 3, era=era) for era in range(len(VINTAGES[kind]))]
    assert all(old < new for old, new in pairwise(by_era))


def test_twice_the_rooftop_unit_never_costs_less() -> None:
    """Whatever the brand, efficiency and era."""
    unit = EquipmentKind.PACKAGE_UNIT
    dear = installed_price(unit, 60, 2, 3, "Trane", era=0)
    assert dear < installed_price(unit, 120, 0, 3, "Goodman", era=0)
    assert dear < installed_price(unit, 120, 0, 3, "Goodman")


def test_what_is_sold_today_comes_in_several_brands_and_sizes() -> None:
    for kind, least in ((AC, 5), (EquipmentKind.HEAT_PUMP, 4), (FURNACE, 4)):
        sold = [spec for spec in equipment_catalog() if spec.kind is kind and spec.sold_in(2025)]
        assert len(sold) >= least
        assert len({spec.brand for spec in sold}) >= min(least, 3)
        assert len({spec.btu_rating for spec in sold}) >= 3


def test_warranties_are_ten_years_where_registered() -> None:
    months = Counter[int]()
    for spec in equipment_catalog(300):
        if spec.discontinued_year is not None and spec.discontinued_year <= 2010:
            assert spec.warranty_months == 60
        elif spec.kind is EquipmentKind.WATER_HEATER:
            assert spec.warranty_months == 72
        else:
            months[spec.warranty_months] += 1
    assert months[120] > 2 * months[60] > 0


def test_makers_part_ways_after_r410a() -> None:
    current = [spec for spec in equipment_catalog(300) if spec.introduced_year >= 2025]
    chosen = {spec.brand: spec.refrigerant for spec in current if spec.refrigerant}
    assert chosen["Daikin"] is chosen["Goodman"] is Refrigerant.R_32
    assert chosen["Carrier"] is chosen["Trane"] is Refrigerant.R_454B


def test_brands_stand_in_the_catalog_by_their_share() -> None:
    ducted = [
        s for s in equipment_catalog(300) if s.kind not in (BOILER, EquipmentKind.WATER_HEATER)
    ]
    counted = Counter(spec.brand for spec in ducted)
    assert counted["Carrier"] > 2 * counted["Daikin"] > 0
    assert {spec.brand for spec in equipment_catalog(300)} == {
        b for by in BRANDS.values() for b in by
    }
    assert failure_percent("Trane") < failure_percent("Carrier") == 100 < failure_percent("Goodman")


@pytest.mark.parametrize("kind", EquipmentKind)
def test_half_of_a_kind_lives_to_its_median_age(kind: EquipmentKind) -> None:
    rule = KINDS[kind]
    lives = life_days(kind)
    chance = Chance(42, ("lives",), np.arange(20_000))
    median = float(np.median(chance.quantile("life", lives))) / 365.25
    assert median == pytest.approx(rule.life_years, rel=0.07)
    assert (np.diff(lives) >= 0).all()
    assert lives[0] > 0


@pytest.mark.parametrize(("climate", "customer"), list(KIND_MIX))
def test_the_mix_is_a_hundred_percent(climate: Climate, customer: CustomerType) -> None:
    mix = KIND_MIX[climate, customer]
    assert sum(mix.values()) == 100
    assert (BOILER in mix) == (climate is Climate.COLD)
    if customer is CustomerType.COMMERCIAL:
        assert max(mix, key=lambda kind: mix[kind]) is EquipmentKind.PACKAGE_UNIT


def test_the_mix_over_all_is_that_of_the_source() -> None:
    """Commercial customers, 15 %, have 28 % of the devices (1.35 and 3.0 each)."""
    share = {CustomerType.RESIDENTIAL: 0.72, CustomerType.COMMERCIAL: 0.28}
    overall = Counter[EquipmentKind]()
    for (climate, customer), mix in KIND_MIX.items():
        if climate is not Climate.COLD:
            for kind, weight in mix.items():
                overall[kind] += round(100 * weight * share[customer])
    source = {AC: 26, FURNACE: 24, EquipmentKind.HEAT_PUMP: 14, EquipmentKind.AIR_HANDLER: 8}
    for kind, percent in source.items():
        assert overall[kind] / 200 == pytest.approx(percent, abs=5)


def test_split_systems_come_in_pairs() -> None:
    assert companions(AC)[0] is FURNACE
    assert companions(EquipmentKind.HEAT_PUMP)[0] is EquipmentKind.AIR_HANDLER
    assert set(COMPANIONS) == set(EquipmentKind)
    assert BOILER not in {kind for others in COMPANIONS.values() for kind in others}


@pytest.mark.parametrize("kind", EquipmentKind)
def test_every_kind_stands_somewhere(kind: EquipmentKind) -> None:
    for climate, customer in product(Climate, CustomerType):
        assert sum(locations(kind, climate, customer).values()) == 100


def test_basements_are_of_the_north() -> None:
    below = InstallationLocation.BASEMENT
    assert locations(FURNACE, Climate.COLD)[below] >= 80
    assert 10 <= locations(FURNACE, Climate.MIXED_HUMID)[below] <= 15
    assert locations(FURNACE, Climate.MIXED_HUMID)[InstallationLocation.CRAWL_SPACE] >= 25
    assert InstallationLocation.BASEMENT not in locations(FURNACE, Climate.HOT_HUMID)
    assert set(LOCATIONS[AC]) <= {InstallationLocation.OUTDOOR_PAD, InstallationLocation.ROOF}


@pytest.mark.parametrize("kind", EquipmentKind)
def test_shares_of_what_breaks_are_percentages(kind: EquipmentKind) -> None:
    failures = components(kind)
    assert sum(failures.weights) == 100
    assert len(failures.components) == len(set(failures.components)) == len(failures.seasons)
    assert set(failures.seasons) <= {"cooling", "heating", "both"}


def test_capacitors_lead_in_summer_and_igniters_in_winter() -> None:
    assert components(AC).components[0] is FailedComponent.CAPACITOR
    assert components(AC).weights[:3] == (27, 17, 10)
    assert set(components(AC).seasons) == {"cooling"}
    assert components(FURNACE).components[:2] == (
        FailedComponent.IGNITER,
        FailedComponent.FLAME_SENSOR,
    )
    assert components(FURNACE).seasons[0] == "heating"
    rooftop = components(EquipmentKind.PACKAGE_UNIT)
    seasons = dict(zip(rooftop.components, rooftop.seasons, strict=True))
    assert seasons[FailedComponent.CAPACITOR] == "cooling"
    assert seasons[FailedComponent.IGNITER] == "heating"
    assert seasons[FailedComponent.BLOWER_MOTOR] == "both"


def test_every_component_breaks_somewhere() -> None:
    broken = {component for failures in FAILURES.values() for component in failures.components}
    assert broken == set(FailedComponent)


def test_a_brand_without_model_numbers_stops_the_import() -> None:
    added = (
        "from factories.rules.equipment import kinds\n"
        "kinds.BRANDS[kinds.BOILER]['Acme'] = 5\n"
        "from factories.rules.equipment import models"
    )
    told = subprocess.run(
        [sys.executable, "-c", added],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.stderr.splitlines()[-1] == (
        "AssertionError: no style of model numbers in models.py for Acme Boiler"
    )
