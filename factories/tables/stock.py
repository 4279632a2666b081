"""The shelves and the orders that fill them."""

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np
from factory.declarations import SKIP

from factories.engine.declarations import Between, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints
from factories.engine.traits import Trait
from factories.engine.values import MINUTE, Coded, Column, Day, Days, Minutes, coded
from factories.rules import single
from factories.rules.accounting.documents import written, years
from factories.rules.hours.calendar import (
    ONE_DAY,
    next_office_day,
    office_day_before,
    previous_office_day,
)
from factories.rules.hours.office import COUNTER_OPENS
from factories.rules.parts.prices import lot_cost
from factories.rules.parts.stock import (
    COUNTED_EVERY,
    DELIVERED,
    SHELVES,
    STATES,
    ordered_at,
    states,
)
from factories.single import fitting
from factories.single.backwards import ordered_then, shelved
from factories.tables.catalog import PartFactory, year_of_list
from factories.tables.recorded import NEVER, NO_DAY, Changed, Recorded, known
from factories.tables.workforce import BranchFactory
from hvac_models import InventoryItem, PurchaseOrder


class InventoryItemFactory(HvacFactory[InventoryItem]):
    """A part on the shelf, never used nor ordered since the shelf was first filled."""

    class Meta:
        model = InventoryItem
        exclude = ("set_up_on", "last_used_at")
        holds = (fitting.on_the_shelf,)

    class Params:
        low_stock: Any = Trait(
            {"stock_status": "Low Stock"},
            current_stock=derived(lambda reorder_point: reorder_point),
        )
        out_of_stock: Any = Trait({"stock_status": "Out of Stock"}, current_stock=0)

    inventory_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    part = Parent(PartFactory)
    reorder_point = Between(*single.REORDER_POINT)
    supplier_lead_time_days = Between(*single.LEAD_TIME_DAYS)
    # Nothing was used: no class ranks below.
    abc_classification: Any = "C"
    avg_monthly_usage: Any = 0
    last_used_at: Any = None
    created_at_utc = Recorded("set_up_on", after=("branch__created_at_utc", "part__created_at_utc"))
    updated_at_utc = Changed("last_restock_date", "last_count_date", "last_used_at")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        return shelved(said)

    @derived
    def set_up_on(last_restock_date: Days, last_count_date: Days) -> Days:
        """The day on which the shelf was first filled."""
        return np.minimum(last_restock_date, last_count_date)

    @derived
    def current_stock(chance: Chance, reorder_point: Ints) -> Ints:
        return reorder_point + chance.between("above", 1, single.STOCK_ABOVE_POINT)

    @derived
    def opening_stock(current_stock: Ints) -> Ints:
        return current_stock

    @derived
    def max_stock_level(reorder_point: Ints, current_stock: Ints) -> Ints:
        return np.maximum(reorder_point + single.STOCK_ABOVE_POINT, current_stock)

    @derived
    def warehouse_location(ids: Ints, abc_classification: Column) -> Column:
        spots = zip(coded(abc_classification).tolist(), (ids - 1).tolist(), strict=True)
        return [f"{zone}-{spot // SHELVES + 1:02d}-{spot % SHELVES + 1}" for zone, spot in spots]

    @derived
    def last_restock_date(chance: Chance, today: Day) -> Days:
        return previous_office_day(today - chance.between("days", *single.RESTOCKED_AGO) * ONE_DAY)

    @derived
    def last_restock_quantity(opening_stock: Ints) -> Ints:
        return opening_stock

    @derived
    def last_count_date(chance: Chance, abc_classification: Column, today: Day) -> Days:
        ago = chance.below("days", coded(abc_classification).map(COUNTED_EVERY))
        return office_day_before(today - ago * ONE_DAY, chance.below("weekday", 5))

    @derived
    def unit_cost(part__unit_cost: Ints) -> Ints:
        return part__unit_cost

    @derived
    def total_value(current_stock: Ints, unit_cost: Ints) -> Ints:
        return current_stock * unit_cost

    @derived
    def stock_status(current_stock: Ints, reorder_point: Ints) -> Column:
        return Coded(states(current_stock, reorder_point), STATES)


class PurchaseOrderFactory(HvacFactory[PurchaseOrder]):
    """An order of one part from its usual supplier, received on the day promised."""

    class Meta:
        model = PurchaseOrder
        exclude = ("lead_days", "list_year", "written_on", "fetched_at", "taken_in_at")
        in_order = (("ordered_date", "received_date"), ("ordered_date", "today"))
        holds = (fitting.still_waited_for,)

    class Params:
        open: Any = Trait(
            {"received_date": None, "status": "Ordered"},
            ordered_date=derived(lambda today: today - 1 * ONE_DAY),
            received_date=derived(lambda: np.datetime64("NaT", "D")),
        )
        late: Any = Trait(
            {"received_date": None},
            ordered_date=derived(lambda lead_days, today: today - (lead_days + 5) * ONE_DAY),
            received_date=derived(lambda: np.datetime64("NaT", "D")),
        )

    purchase_order_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    part = Parent(PartFactory)
    supplier: Any = factory.SelfAttribute("part.supplier_record", default=SKIP)
    quantity = Between(*single.ORDER_QUANTITY)
    lead_days = Between(*single.ORDER_LEAD_DAYS)
    list_year = year_of_list()
    created_at_utc = Recorded(
        *("written_on", "fetched_at"),
        after=("branch__created_at_utc", "part__created_at_utc"),
        clock=ordered_at,
    )
    updated_at_utc = Changed("taken_in_at")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        return ordered_then(said)

    @derived
    def supplier_id(part__supplier_id: Ints) -> Ints:
        return part__supplier_id

    @derived
    def purchase_order_number(ids: Ints, ordered_date: Days) -> Column:
        return written("PO", years(ordered_date), ids)

    @derived
    def unit_cost(
        chance: Chance, part__unit_cost: Ints, ordered_date: Days, list_year: Ints
    ) -> Ints:
        return lot_cost(chance, part__unit_cost, years(ordered_date), list_year)

    @derived
    def total_cost(quantity: Ints, unit_cost: Ints) -> Ints:
        return quantity * unit_cost

    @derived
    def ordered_date(chance: Chance, today: Day) -> Days:
        return today - chance.between("days", *single.ORDERED_AGO) * ONE_DAY

    @derived
    def expected_date(ordered_date: Days, lead_days: Ints) -> Days:
        """Somebody is there to take it in."""
        return next_office_day(ordered_date + lead_days * ONE_DAY)

    @derived
    def received_date(expected_date: Days) -> Days:
        return expected_date

    @derived
    def fetched_at(ordered_date: Days, expected_date: Days) -> Minutes:
        """When somebody went to the supplier's counter for it."""
        opened = ordered_date.astype(MINUTE) + COUNTER_OPENS * np.timedelta64(1, "m")
        return np.where(expected_date == ordered_date, opened, NEVER)

    @derived
    def written_on(ordered_date: Days, fetched_at: Column) -> Days:
        return np.where(np.isnat(known(fetched_at)), ordered_date, NO_DAY)

    @derived
    def taken_in_at(received_date: Days) -> Minutes:
        """In the morning, before anybody drives off with it."""
        return received_date.astype(MINUTE) + DELIVERED * np.timedelta64(1, "m")

    @derived
    def status(received_date: Days) -> Column:
        return Coded(np.isnat(received_date).astype(np.int64), ("Received", "Ordered"))
