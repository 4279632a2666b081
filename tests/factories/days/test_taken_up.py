"""What a tune-up noted and its owner has agreed to is mended by a return visit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.audit.run import run_audit
from factories.rules.crm import quotes as rules
from tests.factories.support.lived_company import AS_OF, company, live, on

SEED = 7


def test_what_was_noted_is_agreed_to_booked_and_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "NOTED_CLOSES", 1.0)
    with company(seed=SEED) as connection:
        live(connection, 90, seed=SEED)
        taken = connection.execute(
            "select q.quote_date, a.created_date, s.service_date, s.failed_component,"
            " w.description, d.status"
            " from quotes as q join service_calls as s on s.service_call_id = q.service_call_id"
            " join appointments as a on a.service_call_id = s.service_call_id"
            " join work_orders as w on w.service_call_id = s.service_call_id"
            " join installed_devices as d on d.installation_id = s.installation_id"
            " where q.quote_type = 'Repair' and s.service_date > ?"
            "  and w.description like '%as noted%'",
            (on(0),),
        ).fetchall()
        assert taken
        for quoted, booked, visited, component, said, status in taken:
            assert quoted < booked[:10] < visited
            assert f"the {component.lower()}, as noted on" in said
            assert status == "Active"
        as_of = AS_OF + timedelta(days=90)
        assert not [found.name for found in run_audit(connection, as_of) if found.count]
