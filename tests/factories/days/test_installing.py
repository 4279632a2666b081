"""Which unit a new one takes the place of."""

from __future__ import annotations

import pytest

from factories.days import appointments, weather
from factories.days.arrivals import arrivals
from factories.days.devices import in_use
from factories.days.installing import Quoted, old_one
from tests.factories.support.default_companies import companies
from tests.factories.support.lived_company import company, day_of, lived, on


@pytest.mark.parametrize(("kind", "replaces"), [("Replacement", True), ("Installation", False)])
def test_what_is_out_of_use_already_may_be_replaced(kind: str, replaces: bool) -> None:
    """A customer who has given the old unit up still has it there."""
    with company() as connection:
        device, customer, equipment = connection.execute(
            "select installation_id, customer_id, equipment_id from installed_devices as d"
            " where status = 'Inactive' and not exists (select 1 from installed_devices as o"
            "  where o.customer_id = d.customer_id and o.installation_id <> d.installation_id)"
        ).fetchone()
        day = day_of(connection)
        devices = in_use(day)
        own = devices.rows(devices.customer == customer)
        assert not len(own)
        sold = Quoted(1, kind, equipment, 900_000, 500_000)
        assert old_one(day, sold, own, customer) == (device if replaces else -1)


def test_nobody_mends_what_is_taken_out_that_day() -> None:
    with company() as connection:
        (customer,) = connection.execute(
            "select customer_id from installed_devices where status = 'Active'"
            " and customer_id in (select customer_id from service_calls)"
            " group by customer_id having count(*) = 1 and min(installation_date) < '2015-01-01'"
        ).fetchone()
        connection.execute(
            "update appointments set status = 'Cancelled'"
            f" where appointment_date > '{on(0)}' and customer_id = ?",
            (customer,),
        )
        (key, *rest) = connection.execute(
            "select a.* from appointments as a join technicians as t using (technician_id)"
            f" where appointment_date > '{on(0)}' and a.status = 'Scheduled'"
            " and left_date is null and service_call_id is null"
        ).fetchone()
        names = [row[1] for row in connection.execute("pragma table_info(appointments)")][1:]
        for more, kind in enumerate(("Repair", "Installation"), 10**6):
            said = {
                "customer_id": customer,
                "appointment_type": kind,
                "appointment_date": on(1),
                "scheduled_time": f"{on(1)} 1{more % 2}:00:00",
                "window_start": f"{on(1)} 08:00:00",
                "window_end": f"{on(1)} 12:00:00",
            }
            row = dict(zip(names, rest, strict=True)) | said
            connection.execute(
                f"insert into appointments (appointment_id, {', '.join(names)})"
                f" values (?, {', '.join('?' * len(names))})",
                (key + more, *row.values()),
            )
        day = day_of(connection)
        weather.read_weather(day)
        book = appointments.open_between(day, day.number, day.number)
        day.devices = in_use(day)
        coming = arrivals(day, book, day.devices)
        own = {visit.appointment: visit for visit in coming.values() if visit.customer == customer}
        assert list(own) == [key + 10**6 + 1]
        assert own[key + 10**6 + 1].replaces > 0


_UNQUOTED = """
    select e.equipment_type, s.total_cost, q.quote_id is null
    from service_calls as s join equipment_types as e using (equipment_id)
    left join quotes as q on q.service_call_id = s.service_call_id
    where s.service_type = 'Installation' and not s.is_callback and s.service_date {}"""


def test_only_small_units_are_put_in_without_a_quote() -> None:
    """But for a few; the history's first months had their quotes before it."""
    rows = [
        row
        for connection in companies()
        for row in connection.execute(_UNQUOTED.format("> '2024-10-01'"))
    ]
    unquoted = [cost for _, cost, without in rows if without]
    assert 0.02 < len(unquoted) / len(rows) < 0.1
    assert sum(cost > 5_000 for cost in unquoted) / len(unquoted) < 0.2


def test_the_days_put_some_water_heaters_in_without_a_quote() -> None:
    rows = []
    for seed in (42, 7):
        with lived(150, seed=seed) as after:
            rows += after.execute(_UNQUOTED.format(f"> '{on(0)}'")).fetchall()
    unquoted = [kind for kind, _, without in rows if without]
    assert 0 < len(unquoted) / len(rows) < 0.15
    assert set(unquoted) == {"Water Heater"}
