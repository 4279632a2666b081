"""Good rows of stock."""

from datetime import date
from decimal import Decimal
from typing import Any

ROWS: dict[str, dict[str, Any]] = {
    "inventory": {
        "inventory_id": 1,
        "part_id": 1,
        "warehouse_location": "A-01-02",
        "current_stock": 12,
        "reorder_point": 5,
        "max_stock_level": 30,
        "last_restock_date": date(2024, 5, 20),
        "last_restock_quantity": 20,
        "avg_monthly_usage": 6,
        "stock_status": "In Stock",
        "supplier_lead_time_days": 3,
        "abc_classification": "B",
        "last_count_date": date(2024, 6, 1),
        "unit_cost": Decimal("14.35"),
        "total_value": Decimal("172.20"),
        "opening_stock": 20,
        "branch_id": 1,
    },
    "purchase_orders": {
        "purchase_order_id": 1,
        "purchase_order_number": "PO-2024-0001",
        "branch_id": 1,
        "part_id": 1,
        "supplier_id": 1,
        "quantity": 20,
        "unit_cost": Decimal("14.35"),
        "total_cost": Decimal("287.00"),
        "ordered_date": date(2024, 5, 17),
        "expected_date": date(2024, 5, 20),
        "received_date": date(2024, 5, 20),
        "status": "Received",
    },
}
