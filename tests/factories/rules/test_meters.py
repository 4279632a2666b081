"""Instruments read about the same on a unit's next visit, in a bell around what is usual."""

import re
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from statistics import correlation, fmean, pstdev

import pytest

from factories.rules.equipment.meters import METERS
from tests.factories.support.default_companies import companies

SAID = {
    "static": r"external static ([\d.]+) in",
    "volts": r"(?:line|incoming) voltage (\d+) V",
    "flue CO": r"(?:flue CO|CO in the flue) (\d+) ppm[,.] ",
    "water": r"incoming water pressure (\d+) psi",
    "rise": r"temperature rise (\d+) F",
    "superheat": r"superheat (\d+) F, subcooling \d+ F[,.]",
}
_NOTES = """
SELECT {whose}, technician_notes,
       (julianday(service_date) - julianday(installation_date)) / 365.25, service_type
FROM service_calls JOIN installed_devices USING (installation_id, customer_id)
JOIN equipment_types ON equipment_types.equipment_id = service_calls.equipment_id
WHERE instr(technician_notes, 'on arrival') = 0
  AND (failed_component IS NULL OR failed_component NOT IN
       ('Refrigerant Leak', 'Evaporator Coil', 'Expansion Valve', 'Heat Exchanger'))
ORDER BY {whose}, started_at"""


def _read(
    company: sqlite3.Connection, name: str, whose: str = "installation_id"
) -> Iterator[tuple[int, float, float, str]]:
    """Whose it is, what was read, the age of the unit, the type of the visit."""
    for key, notes, age, kind in company.execute(_NOTES.format(whose=whose)):
        if found := re.search(SAID[name], notes):
            yield key, float(found[1]), age, kind


def _next_to_last(name: str, whose: str = "installation_id") -> float:
    """Correlation between a reading and the next one."""
    pairs = [
        (first[1], second[1])
        for company in companies()
        for first, second in pairwise(_read(company, name, whose))
        if first[0] == second[0]
    ]
    assert len(pairs) > 60
    return correlation(*zip(*pairs, strict=True))


@pytest.mark.parametrize("name", ["static", "flue CO", "water", "rise"])
def test_a_unit_reads_about_the_same_on_the_next_visit(name: str) -> None:
    assert _next_to_last(name) > 0.7


def test_the_voltage_is_the_house_s() -> None:
    assert _next_to_last("volts", "service_calls.customer_id") > 0.6


@pytest.mark.parametrize("name", SAID)
def test_readings_fall_in_a_bell(name: str) -> None:
    values = [row[1] for company in companies() for row in _read(company, name)]
    mean, spread = fmean(values), pstdev(values)
    near = sum(abs(value - mean) <= spread for value in values) / len(values)
    # Of what is flat between two bounds 58 % are so near.
    assert 0.61 < near < 0.8
    assert len({f"{value:.2f}"[-1 if name == "static" else -4] for value in values}) == 10


def test_more_carbon_monoxide_comes_of_an_old_burner() -> None:
    rows = [row for company in companies() for row in _read(company, "flue CO")]
    assert correlation([row[1] for row in rows], [row[2] for row in rows]) > 0.5


def test_a_dirty_filter_shows_in_the_static_pressure() -> None:
    rows = [row for company in companies() for row in _read(company, "static")]
    clean = fmean(row[1] for row in rows if row[3] == "Maintenance")
    assert fmean(row[1] for row in rows if row[3] == "Repair") > clean + 0.01


def test_nothing_usual_is_cut_off() -> None:
    for name, meter in METERS.items():
        usual = 2 * (meter.own**2 + meter.daily**2) ** 0.5
        assert meter.least <= meter.mean - usual, name
        assert meter.mean + usual <= meter.most, name
