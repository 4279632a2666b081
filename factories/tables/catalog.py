"""What is installed, what is used up, and who sells it: the catalogs that all branches share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import or_, select

from factories.engine.context import bound_session, current
from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.lookups import unlike
from factories.engine.rows_in_session import pending
from factories.engine.streams import Chance, Ints
from factories.engine.traits import Trait
from factories.engine.values import NULL, Coded, Column, Day, Days, Minutes, texts
from factories.rules.accounting.documents import years
from factories.rules.contact_details.phones import SUPPLIER_LINES
from factories.rules.crew.workforce import COMPANY_FOUNDED
from factories.rules.equipment.installed_base import EquipmentSpec, equipment_catalog
from factories.rules.equipment.models import announced_on, gas_came_in, models_on
from factories.rules.hours.calendar import ONE_DAY
from factories.rules.hours.office import LISTED_WITHIN
from factories.rules.parts.catalog import PartSpec, part_catalog
from factories.rules.parts.suppliers import supplier_catalog
from factories.tables.recorded import NEVER, NO_DAY, Changed, Recorded, overnight
from hvac_models import EquipmentKind, EquipmentType, Part, PartCategory, Supplier


def year_of_list() -> Any:
    """The year of which rates, prices and costs are those that the rows say."""

    @derived
    def list_year(today: Day) -> Ints:
        return years(today)

    return list_year


def _from(catalog: Callable[[], Sequence[Any]], named: str) -> Any:
    """The catalog's entry a row; a step gives the entries in bulk."""

    @derived
    def spec(ids: Ints) -> Column:
        return [_entry(catalog(), named, number) for number in ids.tolist()]

    return spec


def _entry(entries: Sequence[Any], named: str, number: int) -> Any:
    """Past its end the catalog starts again, with other names."""
    if number <= len(entries):
        return entries[number - 1]
    return _another(entries[(number - 1) % len(entries)], named, number)


def _another(entry: Any, named: str, number: int) -> Any:
    """The entry once more, for a row of its own."""
    return replace(entry, **{named: f"{getattr(entry, named)}-{number}"})


FIRST_BRANCH = 1
"""Its office keeps the catalogs that all branches share."""


@derived
def _listed_on(chance: Chance) -> Days:
    return COMPANY_FOUNDED + chance.below("days", LISTED_WITHIN) * ONE_DAY


def _text(attribute: str) -> Any:
    @derived
    def column(spec: Column) -> Column:
        return Coded.of(_str(getattr(entry, attribute)) for entry in spec)

    return column


def _number(attribute: str) -> Any:
    @derived
    def column(spec: Column) -> Ints:
        numbers = [getattr(entry, attribute) for entry in spec]
        return np.array([NULL if number is None else number for number in numbers], np.int64)

    return column


def _str(value: Any) -> str | None:
    return None if value is None else str(value)


def _of_kind(kind: str) -> Any:
    """A model of this kind that was sold in the year asked for, or is today."""

    @derived
    def spec(ids: Ints, sold_in: Ints, today: Day) -> Column:
        this_year = today.astype("datetime64[Y]").astype(np.int64) + 1970
        asked = np.where(sold_in == NULL, this_year, sold_in)
        return [
            _another(on_offer(year, kind), "model", number)
            for number, year in zip(ids.tolist(), asked.tolist(), strict=True)
        ]

    return spec


class EquipmentTypeFactory(HvacFactory[EquipmentType]):
    """A model that a maker sells or sold; the first are those of the equipment catalog.

    ``sold_in`` asks for one that could be bought in that year, of the kind ``sold_as`` or, where
    that is None, of any: the one that had been on offer for longest.
    """

    class Meta:
        model = EquipmentType
        exclude = (
            *("spec", "sold_in", "sold_as", "last_year"),
            *("listed_on", "announced_at", "taken_off_at"),
        )

    equipment_id = RowId()
    sold_in: Any = NULL
    sold_as: Any = "Central AC"

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """A model of the kind said is one that was on offer, with all that goes with its kind."""
        kind = said.get("equipment_type")
        return {"spec": _of_kind(str(kind))} if kind in set(EquipmentKind) else {}

    @derived
    def spec(ids: Ints, sold_in: Ints, sold_as: Column, today: Day) -> Column:
        known = equipment_catalog(models_on(today))
        return [
            _entry(known, "model", number)
            if year == NULL
            else _another(on_offer(year, kind), "model", number)
            for number, year, kind in zip(
                ids.tolist(), sold_in.tolist(), texts(sold_as), strict=True
            )
        ]

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
    last_year = _number("discontinued_year")
    listed_on = _listed_on
    created_at_utc = Recorded("listed_on", "announced_at", branch=FIRST_BRANCH)
    updated_at_utc = Changed("taken_off_at", branch=FIRST_BRANCH)

    @derived
    def discontinued_year(last_year: Ints, today: Day) -> Ints:
        """Nobody knows of a model's last year before it has come."""
        return np.where(first_day(last_year) <= today, last_year, NULL)

    @derived
    def announced_at(introduced_year: Ints, today: Day) -> Minutes:
        """With the makers' price lists, half a year ahead; what is not announced yet was told by
        somebody who knows."""
        told = announced_on(introduced_year)
        return np.where(told <= today, overnight(told), NEVER)

    @derived
    def taken_off_at(discontinued_year: Ints) -> Minutes:
        """When the price lists said for the first time that it is made no longer."""
        new_year = first_day(discontinued_year)
        return np.where(discontinued_year == NULL, NEVER, overnight(new_year))


def first_day(year: Ints) -> Days:
    """New Year's Day of each of these years; no day for NULL."""
    new_year = np.where(year == NULL, 0, year - 1970).astype("datetime64[Y]")
    return np.where(year == NULL, NO_DAY, new_year.astype("datetime64[D]"))


def on_offer(year: int, kind: str | None = None) -> EquipmentSpec:
    """The model of the catalog that had been sold for longest in that year. Raises ValueError."""
    sold = [
        entry
        for entry in equipment_catalog()
        if entry.sold_in(year) and kind in (None, str(entry.kind))
    ]
    if not sold:
        known = [e for e in equipment_catalog() if kind in (None, str(e.kind))]
        raise ValueError(
            f"no {kind or 'equipment'} of the catalog was sold in {year};"
            f" say a year from {min(e.introduced_year for e in known)} on, or give the equipment"
        )
    return min(sold, key=lambda entry: entry.introduced_year)


def in_production() -> EquipmentType | None:
    """The model in the session that is on offer today, and has been for longest."""
    this_year, model = current.today.year, EquipmentType
    with bound_session().no_autoflush:
        sold = bound_session().scalars(
            select(model)
            .where(model.introduced_year <= this_year)
            .where(or_(model.discontinued_year.is_(None), model.discontinued_year >= this_year))
            .order_by(model.introduced_year, model.equipment_id)
            .limit(1)
        )
        known = list(sold)
    known += [row for row, _ in pending(model) if sold_then(row, this_year)]
    return min(known, key=lambda row: (row.introduced_year, row.equipment_id), default=None)


def sold_then(row: EquipmentType | EquipmentSpec, year: int) -> bool:
    """Whether a model could be bought in that year."""
    return row.introduced_year <= year <= (row.discontinued_year or year)


def years_ago(count: int = 0) -> Any:
    """The year so long ago, for ``sold_in``."""
    return derived(lambda today: np.asarray(today, "datetime64[Y]").astype(np.int64) + 1970 - count)


class SupplierFactory(HvacFactory[Supplier]):
    """A distributor or a maker's parts warehouse."""

    class Meta:
        model = Supplier
        exclude = ("spec", "listed_on")

    supplier_id = RowId()
    spec = _from(supplier_catalog, "name")
    city = _text("city")
    state = _text("state")
    lead_time_days = _number("lead_time_days")
    payment_terms = _text("payment_terms")
    listed_on = _listed_on
    created_at_utc = Recorded("listed_on", branch=FIRST_BRANCH)
    updated_at_utc = Changed()

    @unlike
    def supplier_name(spec: Column) -> Column:
        return [entry.name for entry in spec]

    @derived
    def phone(ids: Ints, spec: Column) -> Column:
        lines = [SUPPLIER_LINES[number // 4 % len(SUPPLIER_LINES)] for number in ids.tolist()]
        return [
            f"({entry.area_code}) 555-01{line:02d}" for entry, line in zip(spec, lines, strict=True)
        ]


@lru_cache(maxsize=1)
def _shelf() -> tuple[PartSpec, ...]:
    """The catalog of parts from what goes into any unit to whole units, which a single visit has no
    use for."""
    first = {PartCategory.FILTER: 0, PartCategory.CONSUMABLE: 1, PartCategory.EQUIPMENT: 3}
    return tuple(sorted(part_catalog(), key=lambda entry: first.get(entry.category, 2)))


def _some(category: PartCategory) -> Any:
    """The first part of a category, under a number of its own."""

    @derived
    def spec(ids: Ints) -> Column:
        first = next(entry for entry in part_catalog() if entry.category == category)
        return [_another(first, "part_number", number) for number in ids.tolist()]

    return spec


_SPECS = ("air_filter", "capacitor", "refrigerant")
"""Traits that say which part it is."""


class PartFactory(HvacFactory[Part]):
    """A part on the shelf's list."""

    class Meta:
        model = Part
        exclude = ("spec", "listed_on", "announced_at")

    class Params:
        air_filter: Any = Trait({"part_category": "Filter"}, spec=_some(PartCategory.FILTER))
        capacitor: Any = Trait({"part_category": "Capacitor"}, spec=_some(PartCategory.CAPACITOR))
        refrigerant: Any = Trait(
            {"part_category": "Refrigerant"}, spec=_some(PartCategory.REFRIGERANT)
        )

    part_id = RowId()
    spec = _from(_shelf, "part_number")
    supplier_record = Parent(SupplierFactory, key="supplier_id", shared=True)
    part_category = _text("category")
    unit_cost = _number("unit_cost")
    unit_of_measure = _text("unit_of_measure")
    listed_on = _listed_on
    created_at_utc = Recorded(
        *("listed_on", "announced_at"),
        after="supplier_record__created_at_utc",
        branch=FIRST_BRANCH,
    )
    updated_at_utc = Changed()

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """A part of the category said."""
        category = said.get("part_category")
        if not isinstance(category, str) or not said.keys().isdisjoint(("spec", *_SPECS)):
            return {}
        return {"spec": _some(PartCategory(category))}

    @derived
    def part_name(spec: Column) -> Column:
        return [entry.name for entry in spec]

    @unlike
    def part_number(spec: Column) -> Column:
        return [entry.part_number for entry in spec]

    @derived
    def announced_at(spec: Column, today: Day) -> Minutes:
        """A refrigerant's cylinder comes with the first units that take it."""
        came = np.array([gas_came_in(entry.refrigerant) for entry in spec], np.int64)
        told = announced_on(came)
        return np.where(told <= today, overnight(told), NEVER)

    @derived
    def supplier(supplier_record__supplier_name: Column) -> Column:
        return supplier_record__supplier_name
