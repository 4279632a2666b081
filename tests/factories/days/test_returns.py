"""The visit that brings a part is booked on the day on which it was found missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.audit.run import run_audit
from factories.rules.hours import office
from tests.factories.support.lived_company import AS_OF, company, live, on

DAYS = 12
LATE = "%23:59:00"


def test_no_return_is_booked_on_a_day_that_has_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    # As if every technician were done so late that the office gets to it after midnight.
    monkeypatch.setattr(office, "RETURNS_BOOKED", (24 * 60, 24 * 60))
    with company() as connection:
        late = []
        for day in range(1, DAYS + 1):
            live(connection, 1, after=day - 1)
            booked = "select max(date(created_date)), sum(created_date like ?) from appointments"
            last, capped = connection.execute(
                f"{booked} where created_date >= ?", (LATE, on(day))
            ).fetchone()
            assert last in (None, on(day))
            late += [on(day)] * (capped or 0)
        assert late
        left = connection.execute(
            "select count(*) from appointments as a where a.created_date like ? and exists ("
            " select 1 from service_calls as s join work_orders as w using (service_call_id)"
            " where s.customer_id = a.customer_id and date(s.completed_at) = date(a.created_date)"
            " and w.completion_notes like '%return visit%')",
            (LATE,),
        ).fetchone()
        assert left == (len(late),)
        as_of = AS_OF + timedelta(days=DAYS)
        assert not [found.name for found in run_audit(connection, as_of) if found.count]
