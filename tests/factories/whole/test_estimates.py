"""What whoever books a visit expects of it hangs on what is known by then, and on nothing else."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from factories.rules.calls.complaints import COMPLAINT_OF
from tests.factories.support.default_companies import companies

_FIRST_VISITS = """SELECT s.service_type, s.failed_component, s.equipment_id,
    w.estimated_hours, s.duration_hours
  FROM service_calls AS s JOIN work_orders AS w USING (service_call_id)
  WHERE s.service_type <> 'Installation' AND NOT EXISTS (SELECT 1 FROM service_calls AS b
    WHERE b.installation_id = s.installation_id AND b.started_at < s.started_at
    AND b.failed_component = s.failed_component
    AND b.service_date >= date(s.service_date, '-45 days'))"""
_SECOND_VISITS = """SELECT estimated_hours, duration_hours
  FROM service_calls AS s JOIN work_orders AS w USING (service_call_id)
  WHERE s.service_type = 'Repair' AND NOT s.is_callback AND EXISTS (SELECT 1
    FROM service_calls AS b JOIN work_orders AS o USING (service_call_id)
    WHERE b.installation_id = s.installation_id AND b.started_at < s.started_at
    AND b.failed_component = s.failed_component AND NOT EXISTS (SELECT 1 FROM parts_usage AS p
      WHERE p.service_call_id = b.service_call_id)
    AND b.service_date >= date(s.service_date, '-30 days'))"""

Hours = NDArray[np.float64]


@cache
def _first_visits() -> dict[tuple[str, object], Hours]:
    """Estimated and actual hours by what the office knew: the type, and what was complained of, or
    which model it is."""
    known: dict[tuple[str, object], list[tuple[float, float]]] = {}
    for connection in companies():
        for kind, component, model, *hours in connection.execute(_FIRST_VISITS):
            told = COMPLAINT_OF[component] if component else model
            known.setdefault((kind, told), []).append((hours[0], hours[1]))
    return {key: np.array(rows) for key, rows in known.items()}


def _correlation(hours: Hours) -> float:
    apart = hours - hours.mean(axis=0)
    squares = apart.T @ apart
    return float(squares[0, 1] / np.sqrt(squares[0, 0] * squares[1, 1]))


def test_of_visits_alike_on_the_telephone_the_estimate_does_not_tell_which_is_more_work() -> None:
    for kinds in (("Repair",), ("Emergency",), ("Maintenance",)):
        alike = [rows for key, rows in _first_visits().items() if key[0] in kinds]
        rest = np.concatenate([rows - rows.mean(axis=0) for rows in alike])
        assert abs(_correlation(rest)) < 3 / np.sqrt(len(rest))


def test_an_estimate_goes_with_the_type_and_the_complaint() -> None:
    repairs = {key[1]: rows for key, rows in _first_visits().items() if key[0] == "Repair"}
    expected = {told: rows[:, 0].mean() for told, rows in repairs.items() if len(rows) > 99}
    taken = {told: rows[:, 1].mean() for told, rows in repairs.items() if len(rows) > 99}
    assert expected["weak"] > 1.4 * expected["stopped"]
    assert all(0.8 < expected[told] / taken[told] < 1.45 for told in expected)
    whole = np.concatenate(list(_first_visits().values()))
    assert 0.25 < _correlation(whole) < 0.75


def test_about_half_of_the_visits_take_longer_than_expected() -> None:
    whole = np.concatenate(list(_first_visits().values()))
    assert 0.4 < (whole[:, 1] > whole[:, 0] + 0.01).mean() < 0.6
    assert (whole[:, 1] > 2 * whole[:, 0]).mean() < 0.2


def test_who_brings_the_part_knows_what_it_will_take() -> None:
    rows = np.array([row for c in companies() for row in c.execute(_SECOND_VISITS)])
    assert _correlation(rows) > 0.7


def test_the_same_unit_put_in_for_the_same_reason_is_quoted_about_the_same_hours() -> None:
    apart: list[float] = []
    for connection in companies():
        alike: dict[tuple[int, str], list[float]] = {}
        for model, kind, hours in connection.execute(
            "SELECT equipment_id, quote_type, labor_hours FROM quotes"
            " WHERE quote_type IN ('Installation', 'Replacement', 'System Upgrade')"
        ):
            alike.setdefault((model, kind), []).append(hours)
        for group in alike.values():
            if len(group) > 1:
                apart += (np.abs(np.array(group) / np.median(group) - 1)).tolist()
    assert (np.array(apart) <= 0.25).mean() > 0.85


def test_an_installation_is_planned_as_it_was_sold_and_takes_about_that() -> None:
    sold = """SELECT q.labor_hours, w.estimated_hours, w.actual_hours
      FROM quotes AS q JOIN work_orders AS w USING (service_call_id)
      WHERE q.quote_type IN ('Installation', 'Replacement', 'System Upgrade')"""
    rows = np.array([row for connection in companies() for row in connection.execute(sold)])
    assert _correlation(rows[:, :2]) > 0.9
    assert 0.4 < _correlation(rows[:, [0, 2]]) < 0.7
