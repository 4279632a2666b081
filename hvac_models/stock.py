"""The parts on the shelves and the orders that fill them."""

import enum
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hvac_models.base import (
    Base,
    Money,
    cents_equal,
    document_number,
    in_order,
    not_negative,
    positive,
)

if TYPE_CHECKING:
    from hvac_models.catalog import Part, Supplier
    from hvac_models.workforce import Branch


class StockStatus(enum.StrEnum):
    IN_STOCK = "In Stock"
    LOW_STOCK = "Low Stock"
    OUT_OF_STOCK = "Out of Stock"


class AbcClass(enum.StrEnum):
    A = "A"
    B = "B"
    C = "C"


class PurchaseOrderStatus(enum.StrEnum):
    ORDERED = "Ordered"
    RECEIVED = "Received"


class InventoryItem(
    Base, area="stock", guide_order=14, telling=("part_id", "current_stock", "stock_status")
):
    """One row per branch and part: what lies on the shelf on the as-of date."""

    __tablename__ = "inventory"
    __table_args__ = (
        UniqueConstraint("branch_id", "part_id"),
        not_negative("current_stock"),
        not_negative("opening_stock"),
        not_negative("reorder_point"),
        CheckConstraint("max_stock_level > reorder_point", name="max_above_reorder_point"),
        not_negative("last_restock_quantity"),
        not_negative("avg_monthly_usage"),
        not_negative("supplier_lead_time_days"),
        positive("unit_cost"),
        cents_equal("total_value", "current_stock * unit_cost"),
        CheckConstraint(
            "stock_status = CASE WHEN current_stock = 0 THEN 'Out of Stock'"
            " WHEN current_stock <= reorder_point THEN 'Low Stock' ELSE 'In Stock' END",
            name="stock_status_follows_stock",
        ),
    )

    inventory_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the stock item")
    part_id: Mapped[int] = mapped_column(
        ForeignKey("parts.part_id"), index=True, comment="Part on the shelf"
    )
    warehouse_location: Mapped[str] = mapped_column(
        String(30), comment="Aisle, shelf and bin in the branch's warehouse"
    )
    current_stock: Mapped[int] = mapped_column(
        comment="Units on hand: opening_stock plus received minus used"
    )
    reorder_point: Mapped[int] = mapped_column(
        comment="Units at or below which the part is ordered again"
    )
    max_stock_level: Mapped[int] = mapped_column(comment="Most units that the shelf has room for")
    last_restock_date: Mapped[date] = mapped_column(
        comment="Day of the last receipt; when there was none, the day the shelf was first filled"
    )
    last_restock_quantity: Mapped[int] = mapped_column(comment="Units received on that day")
    avg_monthly_usage: Mapped[int] = mapped_column(comment="Units used in an average month")
    stock_status: Mapped[StockStatus] = mapped_column(
        comment="Out of Stock at 0 units, Low Stock up to the reorder point, else In Stock"
    )
    supplier_lead_time_days: Mapped[int] = mapped_column(
        comment="Usual time from order to delivery at this branch, calendar days"
    )
    abc_classification: Mapped[AbcClass] = mapped_column(
        comment="Rank by the last 365 days' usage value: A highest, C lowest"
    )
    last_count_date: Mapped[date] = mapped_column(comment="Day the shelf was last counted")
    unit_cost: Mapped[Money] = mapped_column(comment="Purchase price of one unit, US dollars")
    total_value: Mapped[Money] = mapped_column(comment="current_stock times unit_cost, US dollars")
    opening_stock: Mapped[int] = mapped_column(comment="Units on hand at the start of the history")
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branches.branch_id"), comment="Branch whose shelf it is"
    )

    part: Mapped["Part"] = relationship()
    branch: Mapped["Branch"] = relationship()


class PurchaseOrder(
    Base, area="stock", guide_order=25, telling=("purchase_order_number", "total_cost", "status")
):
    """One row per order of one part from its supplier."""

    __tablename__ = "purchase_orders"
    __table_args__ = (
        document_number("purchase_order_number", "PO", dated="ordered_date"),
        positive("quantity"),
        positive("unit_cost"),
        cents_equal("total_cost", "quantity * unit_cost"),
        in_order("ordered_date", "expected_date"),
        in_order("ordered_date", "received_date"),
        CheckConstraint(
            "(status = 'Received') = (received_date IS NOT NULL)", name="received_has_date"
        ),
    )

    purchase_order_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the order")
    purchase_order_number: Mapped[str] = mapped_column(
        String(20), unique=True, comment="Number on the order: PO-YYYY-NNNN, year of ordered_date"
    )
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branches.branch_id"), index=True, comment="Branch that ordered"
    )
    part_id: Mapped[int] = mapped_column(
        ForeignKey("parts.part_id"), index=True, comment="Part ordered"
    )
    supplier_id: Mapped[int] = mapped_column(
        ForeignKey("suppliers.supplier_id"), index=True, comment="Supplier it was ordered from"
    )
    quantity: Mapped[int] = mapped_column(comment="Units ordered, in the part's unit_of_measure")
    unit_cost: Mapped[Money] = mapped_column(comment="Price of one unit, US dollars")
    total_cost: Mapped[Money] = mapped_column(comment="quantity times unit_cost, US dollars")
    ordered_date: Mapped[date] = mapped_column(comment="Day of the order")
    expected_date: Mapped[date] = mapped_column(comment="Day the supplier promised")
    received_date: Mapped[date | None] = mapped_column(comment="Day it arrived; NULL while Ordered")
    status: Mapped[PurchaseOrderStatus] = mapped_column(comment="State on the as-of date")

    branch: Mapped["Branch"] = relationship()
    part: Mapped["Part"] = relationship()
    supplier: Mapped["Supplier"] = relationship()
