"""Who calls again for what did not hold goes first, and some cannot wait at all."""

from __future__ import annotations

from tests.factories.support.default_companies import companies


def test_some_callbacks_are_emergencies() -> None:
    shares = [
        connection.execute(
            "SELECT avg(service_type = 'Emergency') FROM service_calls WHERE is_callback"
        ).fetchone()[0]
        for connection in companies()
    ]
    assert 0.08 < sum(shares) / len(shares) < 0.35


def test_what_runs_in_spite_of_its_fault_is_no_emergency_when_it_fails_again() -> None:
    sql = """SELECT count(*) FROM service_calls WHERE is_callback AND service_type = 'Emergency'
    AND failed_component IN ('Refrigerant Leak', 'Evaporator Coil', 'Expansion Valve')"""
    assert all(connection.execute(sql).fetchone() == (0,) for connection in companies())


def test_whom_we_let_down_goes_before_others() -> None:
    sql = """SELECT avg(priority = 'High'), avg(priority = 'Low') FROM work_orders
    JOIN service_calls USING (service_call_id) WHERE service_type = 'Repair' AND is_callback = ?"""
    for connection in companies():
        high, low = connection.execute(sql, (True,)).fetchone()
        usual, _ = connection.execute(sql, (False,)).fetchone()
        assert high > usual + 0.15
        assert low == 0
