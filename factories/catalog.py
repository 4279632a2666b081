"""What is installed, what is used up, and who sells it: the catalogs that all branches share."""

from __future__ import annotations

from typing import Any

import factory
import numpy as np

from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.values import NULL, Coded
from factories.rules.equipment import equipment_catalog
from factories.rules.parts import part_catalog
from factories.rules.suppliers import supplier_catalog
from hvac_models import EquipmentType, Part, Supplier


def _from(catalog: Any) -> Any:
    """The catalog's entry a row; beyond its end it starts again (a step gives the entries in bulk)."""

    @derived
    def spec(ids: Any) -> Any:
        entries = catalog()
        return [entries[(number - 1) % len(entries)] for number in ids.tolist()]

    return spec


def _text(attribute: str) -> Any:
    @derived
    def column(spec: Any) -> Any:
        return Coded.of(_str(getattr(entry, attribute)) for entry in spec)

    return column


def _number(attribute: str) -> Any:
    @derived
    def column(spec: Any) -> Any:
        numbers = [getattr(entry, attribute) for entry in spec]
        return np.array([NULL if number is None else number for number in numbers], np.int64)

    return column


def _str(value: Any) -> str | None:
    return None if value is None else str(value)


def _numbered(text: str, number: int, entries: int) -> str:
    """``text``, made unique for single objects made past the end of the catalog."""
    return text if number <= entries else f"{text}-{number}"


class EquipmentTypeFactory(HvacFactory[EquipmentType]):
    """A model that a maker sells or sold; the first are those that :mod:`factories.rules.equipment` lists."""

    class Meta:
        model = EquipmentType
        exclude = ("spec",)

    equipment_id = RowId()
    spec = _from(equipment_catalog)
    brand = _text("brand")
    model = _text("model")
    equipment_type = _text("kind")
    btu_rating = _number("btu_rating")
    energy_rating = _number("energy_rating")
    rating_unit = _text("rating_unit")
    refrigerant = _text("refrigerant")
    list_price = _number("list_price")
    expected_life_years = _number("expected_life_years")
    warranty_months = _number("warranty_months")
    introduced_year = _number("introduced_year")
    discontinued_year = _number("discontinued_year")


class SupplierFactory(HvacFactory[Supplier]):
    """A distributor or a maker's parts warehouse."""

    class Meta:
        model = Supplier
        exclude = ("spec",)

    supplier_id = RowId()
    spec = _from(supplier_catalog)
    city = _text("city")
    state = _text("state")
    lead_time_days = _number("lead_time_days")
    payment_terms = _text("payment_terms")

    @derived
    def supplier_name(spec: Any, ids: Any) -> Any:
        known = len(supplier_catalog())
        return [
            entry.name if number <= max(known, len(spec)) else f"{entry.name} {number}"
            for entry, number in zip(spec, ids.tolist(), strict=True)
        ]

    @derived
    def phone(chance: Any, spec: Any) -> Any:
        lines = chance.below("line", 100).tolist()
        return [f"({entry.area_code}) 555-01{line:02d}" for entry, line in zip(spec, lines, strict=True)]


class PartFactory(HvacFactory[Part]):
    """A part on the shelf's list."""

    class Meta:
        model = Part
        exclude = ("spec",)

    class Params:
        refrigerant = factory.Trait(
            spec=derived(lambda ids: [_first("Refrigerant")] * len(ids)),
        )

    part_id = RowId()
    spec = _from(part_catalog)
    supplier_record = Parent(SupplierFactory, key="supplier_id", shared=True)
    part_category = _text("category")
    unit_cost = _number("unit_cost")
    unit_of_measure = _text("unit_of_measure")

    @derived
    def part_name(spec: Any) -> Any:
        return [entry.name for entry in spec]

    @derived
    def part_number(spec: Any, ids: Any) -> Any:
        known = max(len(part_catalog()), len(spec))
        return [_numbered(entry.part_number, n, known) for entry, n in zip(spec, ids.tolist(), strict=True)]

    @derived
    def supplier(supplier_record__supplier_name: Any) -> Any:
        return supplier_record__supplier_name


def _first(category: str) -> Any:
    return next(entry for entry in part_catalog() if entry.category == category)
