"""Who says no to a large repair of an old unit: on the days after the history."""

from __future__ import annotations

import numpy as np
import pytest

from factories.audit.checks import left_undone as checks
from factories.days import declined, left_undone
from factories.engine.streams import Ints, Mask
from factories.rules.calls import left_undone as rules
from factories.rules.calls.service import COMPONENTS
from tests.factories.support.lived_company import company, live, on

_DECLINED = """
    select d.status, q.status, w.status, s.parts_cost,
           (select count(*) from invoices as i join invoice_lines as l using (invoice_id)
            where i.service_call_id = s.service_call_id and l.description = 'Diagnostic fee')
    from work_orders as w
    join service_calls as s on s.service_call_id = w.service_call_id
    join installed_devices as d on d.installation_id = s.installation_id
    left join quotes as q on q.customer_id = s.customer_id and q.equipment_id = s.equipment_id
      and q.quote_date = s.service_date and q.quote_type = 'Repair'
    where s.service_date > ? and w.completion_notes like '% declined the repair%'"""


def _anything(component: Ints, _age_days: Ints, _warranty_left: Ints) -> Mask:
    found: Mask = component >= 0
    return found


def test_what_is_declined_is_quoted_and_the_unit_stays_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_undone, "DECLINED_SHARE", 1.0)
    monkeypatch.setattr(left_undone, "may_be_declined", _anything)
    monkeypatch.setattr(declined, "LARGE_PARTS", np.arange(len(COMPONENTS)))
    monkeypatch.setattr(rules, "OFFERED_NEW", 1.0)
    with company() as connection:
        live(connection, 45)
        rows = connection.execute(_DECLINED, (on(0),)).fetchall()
        assert len(rows) >= 3
        assert {device for device, *_ in rows} <= {"Inactive", "Replaced"}
        assert {quote for _, quote, *_ in rows} == {"Declined"}
        assert not any(parts for *_, parts, _ in rows)
        assert any(fees for *_, fees in rows)
        (offered,) = connection.execute(
            "select count(*) from quotes as q join service_calls as s using (customer_id)"
            " join work_orders as w on w.service_call_id = s.service_call_id"
            " where q.quote_type = 'Replacement' and q.quote_date > s.service_date"
            " and s.service_date > ? and w.completion_notes like '% declined the repair%'",
            (on(0),),
        ).fetchone()
        assert offered
        for check in checks.CHECKS:
            assert not connection.execute(check.sql).fetchall()
