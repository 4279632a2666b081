"""Good rows of catalog."""

from decimal import Decimal
from typing import Any

ROWS: dict[str, dict[str, Any]] = {
    "equipment_types": {
        "equipment_id": 1,
        "brand": "Carrier",
        "model": "24ACC636",
        "equipment_type": "Central AC",
        "btu_rating": 36000,
        "energy_rating": Decimal("15.20"),
        "rating_unit": "SEER2",
        "refrigerant": "R-410A",
        "list_price": Decimal("4200.00"),
        "expected_life_years": 15,
        "warranty_months": 120,
        "introduced_year": 2015,
        "discontinued_year": 2024,
    },
    "suppliers": {
        "supplier_id": 1,
        "supplier_name": "Gulf HVAC Supply",
        "phone": "(713) 555-0110",
        "city": "Houston",
        "state": "TX",
        "lead_time_days": 3,
        "payment_terms": "Net 30",
    },
    "parts": {
        "part_id": 1,
        "part_name": "Run Capacitor 45/5 uF",
        "part_category": "Capacitor",
        "unit_cost": Decimal("14.35"),
        "supplier": "Gulf HVAC Supply",
        "part_number": "CAP-0001",
        "supplier_id": 1,
        "unit_of_measure": "each",
    },
}
