"""Every failure has a part that mends it, and every part a cost and a price that fit."""

from collections import Counter

import numpy as np
import pytest

from factories.engine.streams import Ints
from factories.rules.equipment.installed_base import KINDS, components, installed_price
from factories.rules.parts.catalog import (
    COSTS,
    MAX_PARTS,
    MIN_PARTS,
    PartSpec,
    part_catalog,
    quantities,
)
from factories.rules.parts.prices import selling_price
from factories.rules.parts.suppliers import MIN_SUPPLIERS, supplier_catalog
from hvac_models.catalog import EquipmentKind, PartCategory, Refrigerant, UnitOfMeasure

SIZES = [MIN_PARTS, 200, 600, MAX_PARTS]


def prices(catalog: tuple[PartSpec, ...]) -> tuple[Ints, Ints]:
    """Cost and price of each part, cents."""
    costs = np.array([part.unit_cost for part in catalog], np.int64)
    gas = np.array([part.category is PartCategory.REFRIGERANT for part in catalog])
    return costs, selling_price(costs, gas)


@pytest.mark.parametrize("count", SIZES)
def test_parts_are_as_many_as_asked_and_distinct(count: int) -> None:
    catalog = part_catalog(count)
    assert len({part.name for part in catalog}) == count
    assert len({part.part_number for part in catalog}) == count


@pytest.mark.parametrize("count", [MIN_PARTS - 1, MAX_PARTS + 1])
def test_an_impossible_catalog_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} parts"):
        part_catalog(count)


@pytest.mark.parametrize("kind", EquipmentKind)
def test_the_shortest_catalog_mends_every_failure(kind: EquipmentKind) -> None:
    catalog = part_catalog(MIN_PARTS)
    for component in components(kind).components:
        assert any(part.component is component and kind in part.fits for part in catalog), component


@pytest.mark.parametrize("kind", EquipmentKind)
def test_the_shortest_catalog_installs_and_tunes_every_kind(kind: EquipmentKind) -> None:
    roles = Counter(part.role for part in part_catalog(MIN_PARTS) if kind in part.fits)
    assert roles["equipment"] == 1
    assert roles["install"] >= 3
    assert roles["filter"] + roles["consumable"] >= 1


def test_makers_of_one_part_ask_different_prices() -> None:
    cost = {part.name: part.unit_cost for part in part_catalog(MAX_PARTS)}
    asked = [cost[name] for name in cost if name.startswith("Run capacitor 45/5")]
    assert len(set(asked)) > 8
    assert max(asked) < 1.25 * min(asked)


def test_every_refrigerant_is_sold_by_the_pound() -> None:
    gases = {part.refrigerant: part for part in part_catalog(MIN_PARTS) if part.refrigerant}
    assert set(gases) == set(Refrigerant)
    assert {part.unit_of_measure for part in gases.values()} == {UnitOfMeasure.LB}
    assert all(str(refrigerant) in part.name for refrigerant, part in gases.items())
    assert gases[Refrigerant.R_22].unit_cost > gases[Refrigerant.R_410A].unit_cost


def test_the_default_catalog_is_led_by_whole_units() -> None:
    units = [part for part in part_catalog() if part.role == "equipment"]
    assert 40 <= len(units) <= 50
    assert {kind for part in units for kind in part.fits} == set(EquipmentKind)
    assert {part.category for part in units} == {PartCategory.EQUIPMENT}


@pytest.mark.parametrize("count", SIZES)
def test_costs_lie_in_the_source_s_ranges(count: int) -> None:
    for part in part_catalog(count):
        low, high = COSTS.get(part.category, (0, 20_000))
        assert 100 * low <= part.unit_cost <= 100 * high, part.name


def test_a_unit_costs_two_fifths_of_its_installed_price() -> None:
    for part in part_catalog(MAX_PARTS):
        if part.btu is not None:
            (kind,) = part.fits
            efficient = part.name.endswith("high efficiency")
            assert part.btu // 1000 in KINDS[kind].capacities
            price = installed_price(kind, part.btu // 1000, 2 if efficient else 0, 3)
            assert 0.38 <= part.unit_cost / price <= 0.45


WORDS = {
    PartCategory.FILTER: "filter",
    PartCategory.COMPRESSOR: "compressor",
    PartCategory.COIL: "coil",
    PartCategory.FAN_MOTOR: "motor",
    PartCategory.THERMOSTAT: "thermostat",
    PartCategory.CAPACITOR: "capacitor",
    PartCategory.CONTACTOR: "contactor",
    PartCategory.REFRIGERANT: "refrigerant",
    PartCategory.VALVE: "valve",
    PartCategory.CONTROL_BOARD: "control board",
    PartCategory.IGNITER: "igniter",
    PartCategory.FLAME_SENSOR: "flame sensor",
    PartCategory.SENSOR: "switch",
    PartCategory.GAS_VALVE: "gas valve",
    PartCategory.HEAT_EXCHANGER: "heat exchanger",
}


def test_a_name_fits_its_category() -> None:
    for part in part_catalog(MAX_PARTS):
        word = WORDS.get(part.category, "")
        driers = "filter drier" in part.name.lower()
        assert word in part.name.lower() or driers, part.name
        assert len(part.name) <= 100
        assert part.part_number[3] == "-"


def test_a_supplier_sells_what_it_is_named_for() -> None:
    for count in (MIN_SUPPLIERS, 24):
        suppliers = supplier_catalog(count)
        for part in part_catalog(200, count):
            assert part.category in suppliers[part.supplier].categories
    assert len({part.supplier for part in part_catalog()}) == 24


@pytest.mark.parametrize("kind", EquipmentKind)
def test_an_installation_costs_what_it_costs_in_the_source(kind: EquipmentKind) -> None:
    """The unit, each material once and seven hours at $110; 25 feet where feet are used."""
    catalog = [part for part in part_catalog() if kind in part.fits]
    by_use = {part.name[:12]: part for part in catalog if part.role == "install"}
    materials = list(by_use.values())[:6]
    low, high = KINDS[kind].price
    for unit in (part for part in catalog if part.role == "equipment"):
        _, charged = prices((unit, *materials))
        used = [1, *(25 if part.unit_of_measure is UnitOfMeasure.FT else 1 for part in materials)]
        total = (charged * np.array(used)).sum() / 100 + 7 * 110
        assert 0.9 * low <= total <= 1.1 * high, unit.name


def test_nothing_sells_below_cost_and_dearer_sells_dearer() -> None:
    costs = np.arange(0, 3_000_000, 37, dtype=np.int64)
    for refrigerant in (False, True):
        charged = selling_price(costs, np.full(len(costs), refrigerant))
        assert (charged >= costs).all()
        assert (np.diff(charged) > 0).all()


def test_markup_falls_with_cost_within_the_source_s_bands() -> None:
    costs, charged = prices(part_catalog(600))
    gas = np.array([part.category is PartCategory.REFRIGERANT for part in part_catalog(600)])
    markup = charged / costs - 1
    cheap, middle = ~gas & (costs < 5_000), ~gas & (costs >= 5_000) & (costs <= 30_000)
    dear = ~gas & (costs > 30_000)
    for mask, low, high in ((cheap, 2, 4), (middle, 1, 2), (dear, 0.5, 1), (gas, 1, 3)):
        assert mask.any()
        assert (markup[mask] >= low - 0.001).all()
        assert (markup[mask] <= high + 0.001).all()


def test_no_part_is_marked_up_more_than_a_cheaper_one() -> None:
    costs = np.arange(500, 300_000, 37, dtype=np.int64)
    charged = selling_price(costs, np.zeros(len(costs), np.bool_))
    # But for the cent that rounding adds.
    assert ((charged[1:] - 1) * costs[:-1] <= charged[:-1] * costs[1:]).all()


def test_prices_round_half_up() -> None:
    flags = np.array([True, True])
    assert selling_price(np.array([1, 3], np.int64), flags).tolist() == [4, 11]
    assert selling_price(
        np.array([1_000, 5_000, 30_000, 150_000]), np.zeros(4, np.bool_)
    ).tolist() == [
        5_000,
        15_000,
        60_000,
        240_000,
    ]


def test_quantities_are_those_of_a_job() -> None:
    for part in part_catalog():
        low, high = quantities(part)
        assert 1 <= low <= high
        if part.role == "refrigerant":
            assert (low, high) == (1, 12)
        elif part.unit_of_measure is UnitOfMeasure.FT:
            assert (low, high) == (15, 50)
        elif part.role in ("component", "equipment"):
            assert high == 1
