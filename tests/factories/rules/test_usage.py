"""A part fits the unit it goes into, and the work it is used on."""

import numpy as np
import pytest

from factories.engine.streams import Ints
from factories.rules.calls.service import COMPONENTS
from factories.rules.equipment.installed_base import equipment_catalog
from factories.rules.parts.catalog import MIN_PARTS, PartSpec, part_catalog
from factories.rules.parts.family import Grade
from factories.rules.parts.prices import selling_price
from factories.rules.parts.usage import (
    ON_GROUND,
    ON_ROOF,
    TUNE_UP,
    TUNE_UP_ON_GROUND,
    PartTables,
    grade_of,
    part_tables,
)
from hvac_models import EquipmentKind

AC, HEAT_PUMP, FURNACE = (
    EquipmentKind.CENTRAL_AC,
    EquipmentKind.HEAT_PUMP,
    EquipmentKind.FURNACE,
)
MODELS = equipment_catalog(300)
SPECS = part_catalog()
TABLES: PartTables = part_tables(200, 24, 300)


def parts(row: int, families: Ints) -> list[PartSpec]:
    """What an equipment type takes of some families."""
    model = TABLES.model[row]
    return [
        SPECS[part]
        for family in families.tolist()
        for part in TABLES.variants[model, family, : TABLES.variants_count[model, family]].tolist()
    ]


def fixing(row: int, component: str) -> list[PartSpec]:
    number = COMPONENTS.index(component)
    model = TABLES.model[row]
    return parts(row, TABLES.fixes[model, number, : TABLES.fixes_count[model, number]])


def used_up(row: int, job: int) -> list[PartSpec]:
    model = TABLES.model[row]
    return parts(row, TABLES.extras[model, job, : TABLES.extras_count[model, job]])


@pytest.mark.parametrize("component", ["Compressor", "Evaporator Coil", "Expansion Valve"])
def test_tons_are_the_unit_s_own(component: str) -> None:
    for row, model in enumerate(MODELS):
        if model.kind in (AC, HEAT_PUMP):
            (part,) = fixing(row, component)
            assert f" {model.btu_rating / 12_000:g} ton" in part.name


def test_a_heat_exchanger_is_of_the_furnace_s_size() -> None:
    for row, model in enumerate(MODELS):
        if model.kind is FURNACE:
            (part,) = fixing(row, "Heat Exchanger")
            assert part.name == f"Furnace heat exchanger {model.btu_rating // 1000}k"


def test_a_fan_capacitor_is_for_three_phase_units_only() -> None:
    found = {
        (part.name.startswith("Fan"), model.btu_rating >= 90_000)
        for row, model in enumerate(MODELS)
        for part in fixing(row, "Capacitor")
    }
    assert found == {(True, True), (False, False)}


def test_a_bigger_unit_takes_a_bigger_capacitor() -> None:
    def ratings(kbtu: int) -> set[int]:
        rows = (i for i, s in enumerate(MODELS) if s.kind is AC and s.btu_rating == 1000 * kbtu)
        return {int(p.name.split()[2].split("/")[0]) for p in fixing(next(rows), "Capacitor")}

    assert max(ratings(18)) < min(ratings(36)) <= min(ratings(60))


def test_vents_and_thermostats_fit_the_unit() -> None:
    for row, model in enumerate(MODELS):
        names = [part.name for job in (ON_GROUND, ON_ROOF) for part in used_up(row, job)]
        condensing = grade_of(model) is Grade.EFFICIENT
        assert not any("PVC" in name for name in names if not condensing)
        assert not any("B-vent" in name for name in names if condensing)
        if model.kind in (AC, FURNACE):
            assert not any(name.startswith("Heat pump thermostat") for name in names)
        if model.kind not in (AC, HEAT_PUMP, EquipmentKind.DUCTLESS_MINI_SPLIT):
            assert not any("line set" in name for name in names)
        on_roof = [part.name for part in used_up(row, ON_ROOF)]
        assert not any(name.startswith("Equipment pad") for name in on_roof)


def test_tune_ups_use_up_small_goods_that_fit() -> None:
    for row in range(len(MODELS)):
        goods = used_up(row, TUNE_UP)
        beside_a_house = used_up(row, TUNE_UP_ON_GROUND)
        assert not any(part.name.startswith("Blower belt") for part in beside_a_house)
        assert goods
        for part in goods:
            cost = np.array([part.unit_cost], np.int64)
            assert selling_price(cost, np.array([False]))[0] <= 8_000
            assert not part.name.startswith(("Nitrogen", "Leak detector", "Foil tape"))


def test_nitrogen_goes_with_an_open_circuit_only() -> None:
    for row in range(len(MODELS)):
        for number, component in enumerate(COMPONENTS):
            names = " ".join(part.name for part in used_up(row, number))
            opened = ("Compressor", "Evaporator Coil", "Expansion Valve", "Refrigerant Leak")
            assert "Nitrogen" not in names or component in opened


@pytest.mark.parametrize("count", [MIN_PARTS, 200, 600])
def test_every_failure_is_mended_and_every_list_is_without_repetition(count: int) -> None:
    tables = part_tables(count, 24, 300)
    for row, model in enumerate(MODELS):
        number = tables.model[row]
        extras, sizes = tables.extras[number], tables.extras_count[number]
        assert tables.units[row] >= 0, model
        for job, size in enumerate(sizes.tolist()):
            listed = extras[job, :size].tolist()
            assert len(set(listed)) == size
            if job < len(COMPONENTS):
                fixes = tables.fixes[number, job, : tables.fixes_count[number, job]].tolist()
                assert not set(fixes) & set(listed), (model, COMPONENTS[job])
