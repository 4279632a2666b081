"""Refrigerant is charged by the work: the whole of a unit whose circuit was open, else the loss."""

from statistics import fmean

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.equipment.charges import LOST, full_charges, least_charges, usual_charge
from tests.factories.support.default_companies import companies

_CHARGED = """
SELECT quantity_used, btu_rating / 12000.0, refrigerant
FROM parts_usage JOIN parts USING (part_id) JOIN service_calls USING (service_call_id)
JOIN equipment_types USING (equipment_id)
WHERE part_category = 'Refrigerant' AND failed_component"""

_DRIED = (
    "service_call_id IN (SELECT service_call_id FROM parts_usage JOIN parts USING (part_id)"
    " WHERE part_name LIKE 'Filter drier %')"
)


def _charged(failed: str) -> list[tuple[int, float, str]]:
    """Pounds, tons of a circuit and refrigerant."""
    return [
        (pounds, tons if tons < 7.5 else tons / 2, gas)
        for company in companies()
        for pounds, tons, gas in company.execute(f"{_CHARGED} {failed}")
    ]


def test_an_opened_circuit_takes_its_charge_by_the_ton() -> None:
    opened = _charged("IN ('Compressor', 'Evaporator Coil', 'Expansion Valve')")
    assert len(opened) > 100
    assert all(2 * tons <= pounds <= 4 * tons for pounds, tons, _ in opened)
    assert 2.6 < fmean(pounds / tons for pounds, tons, _ in opened) < 3.3
    small = fmean(pounds for pounds, tons, _ in opened if tons <= 2)
    assert 1.6 * small < fmean(pounds for pounds, tons, _ in opened if tons >= 4)


def test_a_large_unit_is_filled_by_the_circuit() -> None:
    units = np.arange(2_000)
    chance, gas = Chance(1, ("units",), units), np.full(len(units), 100)
    whole, half = (full_charges(chance, gas, np.full(len(units), btu)) for btu in (60_000, 120_000))
    assert (whole == half).all()
    assert half.max() <= 20


def test_units_of_a_size_hold_more_or_less() -> None:
    of_three = {pounds for pounds, tons, _ in _charged("= 'Compressor'") if tons == 3}
    assert len(of_three) > 2


@pytest.mark.parametrize(("btu", "pounds"), [(9_000, 2), (36_000, 6), (42_000, 7), (120_000, 10)])
def test_a_circuit_never_holds_less_than_its_size_asks_for(btu: int, pounds: int) -> None:
    sizes = np.full(2_000, btu)
    chance = Chance(1, ("units",), np.arange(2_000))
    assert (least_charges(sizes) == pounds).all()
    assert full_charges(chance, np.full(2_000, 84), sizes).min() >= pounds


def test_a_leak_mostly_takes_a_pound_or_two() -> None:
    lost = [pounds for pounds, _, _ in _charged(f"= 'Refrigerant Leak' AND NOT {_DRIED}")]
    assert set(lost) == set(LOST)
    assert sum(pounds <= 2 for pounds in lost) > 0.6 * len(lost)


def test_some_leaks_take_the_circuit_to_be_opened() -> None:
    opened = _charged(f"= 'Refrigerant Leak' AND {_DRIED}")
    assert all(2 * tons <= pounds <= 4 * tons for pounds, tons, _ in opened)
    assert 0.1 < len(opened) / len(_charged("= 'Refrigerant Leak'")) < 0.4


@pytest.mark.parametrize(
    ("btu", "pounds"), [(9_000, 2), (36_000, 9), (60_000, 15), (90_000, 11), (120_000, 15)]
)
def test_the_usual_charge(btu: int, pounds: int) -> None:
    assert usual_charge(btu) == pounds
