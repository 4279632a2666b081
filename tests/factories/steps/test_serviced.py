"""What lies on the shelves of older companies."""

import datetime as dt

from factories.scenario import Scenario
from tests.factories.support.in_memory import populated


def test_no_shelf_holds_a_refrigerant_before_there_are_units_that_take_it() -> None:
    books = populated(Scenario.of(seed=3, as_of=dt.date(2021, 3, 15)))
    there = dict(
        books.execute(
            "select p.part_name, i.opening_stock + i.reorder_point + i.current_stock"
            " from inventory as i join parts as p on p.part_id = i.part_id"
            " where p.part_category = 'Refrigerant'"
        ).fetchall()
    )
    for gas, old in (("R-22", True), ("R-410A", True), ("R-454B", False), ("R-32", False)):
        assert (there[f"{gas} refrigerant"] > 0) == old, gas
