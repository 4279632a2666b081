"""Suppliers sell everything between them, and take as long as such goods take."""

import pytest

from factories.rules.parts.suppliers import (
    MAX_SUPPLIERS,
    MIN_SUPPLIERS,
    counters,
    sellers,
    supplier_catalog,
)
from hvac_models.billing import PaymentTerms
from hvac_models.catalog import PartCategory

COUNTS = [MIN_SUPPLIERS, 24, 200, MAX_SUPPLIERS]


@pytest.mark.parametrize("count", COUNTS)
def test_suppliers_are_distinct_and_sell_everything(count: int) -> None:
    catalog = supplier_catalog(count)
    assert len({supplier.name for supplier in catalog}) == count
    assert all(sellers(count)[category] for category in PartCategory)


@pytest.mark.parametrize("count", [0, MIN_SUPPLIERS - 1, MAX_SUPPLIERS + 1])
def test_too_few_or_too_many_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} suppliers"):
        supplier_catalog(count)


def test_five_hundred_can_be_told_apart() -> None:
    assert MAX_SUPPLIERS >= 500


def test_compressors_take_longer_than_capacitors() -> None:
    def usual(category: PartCategory) -> float:
        days = [supplier_catalog(24)[who].lead_time_days for who in sellers(24)[category]]
        return sum(days) / len(days)

    assert usual(PartCategory.COMPRESSOR) >= 5
    assert usual(PartCategory.COMPRESSOR) > 2 * usual(PartCategory.CONTACTOR)
    assert usual(PartCategory.CONTACTOR) <= 2


@pytest.mark.parametrize("count", COUNTS)
def test_terms_and_places_are_possible(count: int) -> None:
    for supplier in supplier_catalog(count):
        assert 0 <= supplier.lead_time_days <= 21
        assert supplier.payment_terms is not PaymentTerms.DUE_ON_RECEIPT
        assert len(supplier.state) == 2
        assert len(supplier.area_code) == 3


def test_a_longer_list_only_adds_suppliers() -> None:
    assert supplier_catalog(200)[:24] == supplier_catalog(24)


def test_what_is_needed_today_is_fetched_in_the_state() -> None:
    catalog = supplier_catalog(24)
    for city, state in (("Charlotte", "NC"), ("Houston", "TX"), ("Buffalo", "NY")):
        near = counters(24, city, state)
        assert {catalog[position].state for position in near.values()} == {state}
    charlotte = counters(24, "Charlotte", "NC")
    assert catalog[charlotte["Refrigerant"]].name == "Catawba Refrigeration Supply"
    assert catalog[charlotte["Igniter"]].city == "Charlotte"
    assert set(counters(5, "Houston", "TX").values()) == {-1}
