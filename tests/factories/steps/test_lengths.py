"""How long the visits of a whole company take: by the place, the device and who comes."""

import statistics

import numpy as np
import pytest

from tests.factories.support.default_companies import companies

_SKILL = (
    "select t.{skill}, s.duration_hours from service_calls as s join technicians as t"
    " on t.technician_id = s.technician_id where s.service_type = '{kind}'"
)


def _correlation(sql: str) -> float:
    return statistics.fmean(
        statistics.correlation(*zip(*company.execute(sql).fetchall(), strict=True))
        for company in companies()
    )


@pytest.mark.parametrize(
    ("kind", "skill"),
    [("Maintenance", "diagnostics_skill"), ("Installation", "hvac_installation_skill")],
)
def test_who_knows_the_work_is_quicker(kind: str, skill: str) -> None:
    assert -0.42 < _correlation(_SKILL.format(kind=kind, skill=skill)) < -0.12


def test_who_finds_what_is_wrong_is_quicker_at_the_same_repair() -> None:
    """Each repair against the others of its component, whoever sealed them in; juniors leave large
    parts of a sealed system to others, and are not compared."""
    sealed = "('Refrigerant Leak', 'Compressor', 'Evaporator Coil', 'Expansion Valve')"
    sql = (
        "select {skill} - avg({skill}) over (partition by failed_component, service_type),"
        " duration_hours / avg(duration_hours) over (partition by failed_component, service_type)"
        " from service_calls as s join technicians using (technician_id)"
        " where service_type in ('Repair', 'Emergency') and failed_component {of} " + sealed
    )
    found = sql.format(skill="diagnostics_skill", of="not in")
    assert -0.38 < _correlation(found) < -0.13
    sealed_in = (
        sql.format(skill="refrigeration_skill", of="in") + " and technician_level <> 'junior'"
    )
    assert -0.35 < _correlation(sealed_in) < -0.03


def test_a_device_keeps_its_difficulty() -> None:
    sql = (
        "select this, next from (select duration_hours as this, lead(duration_hours) over"
        " (partition by installation_id order by started_at) as next from service_calls"
        " where service_type = 'Maintenance') where next is not null"
    )
    assert 0.15 < _correlation(sql) < 0.5


def test_a_rooftop_unit_takes_longer_to_tune_than_a_water_heater() -> None:
    sql = (
        "select avg(s.duration_hours) from service_calls as s join equipment_types as e"
        " on e.equipment_id = s.equipment_id where s.service_type = 'Maintenance'"
        " and e.equipment_type = ?"
    )
    for company in companies():
        ((rooftop,), (tank,)) = (
            company.execute(sql, (kind,)).fetchone() for kind in ("Package Unit", "Water Heater")
        )
        assert rooftop > 1.25 * tank


def test_no_length_of_heavy_work_stands_out() -> None:
    for components in (
        ("Compressor", "Evaporator Coil", "Heat Exchanger"),
        ("Refrigerant Leak", "Expansion Valve"),
    ):
        marks = ", ".join("?" * len(components))
        found = [
            hours
            for company in companies()
            for (hours,) in company.execute(
                "select duration_hours from service_calls"
                f" where service_type = 'Repair' and failed_component in ({marks})",
                components,
            )
        ]
        _, counts = np.unique(np.array(found), return_counts=True)
        assert counts.max() < max(0.12 * len(found), 8)
