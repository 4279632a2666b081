"""Which unit a new one takes the place of."""

from __future__ import annotations

import pytest

from factories.days.devices import in_use
from factories.days.installing import Quoted, old_one
from tests.factories.days.lived import company, day_of


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
        sold = Quoted(1, kind, equipment, 480, 90_000, 900_000)
        assert old_one(day, sold, own, customer) == (device if replaces else -1)
