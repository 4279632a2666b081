"""Good rows of service."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.hvac_models.good_rows.shared import moment

ROWS: dict[str, dict[str, Any]] = {
    "service_calls": {
        "service_call_id": 1,
        "customer_id": 1,
        "technician_id": 1,
        "equipment_id": 1,
        "service_date": date(2024, 6, 3),
        "service_type": "Repair",
        "duration_hours": Decimal("1.35"),
        "labor_cost": Decimal("148.50"),
        "parts_cost": Decimal("57.40"),
        "total_cost": Decimal("205.90"),
        "installation_id": 1,
        "started_at": moment("2024-06-03 09:00"),
        "completed_at": moment("2024-06-03 10:21"),
        "failed_component": "Capacitor",
        "is_callback": False,
        "callback_of_id": None,
        "bill_rate": Decimal("110.00"),
        "technician_notes": "Capacitor weak, replaced.",
    },
    "parts_usage": {
        "usage_id": 1,
        "service_call_id": 1,
        "part_id": 1,
        "quantity_used": 1,
        "usage_date": date(2024, 6, 3),
        "unit_price": Decimal("57.40"),
        "covered_by_warranty": False,
        "covered_by_contract": False,
        "unit_cost": Decimal("14.35"),
    },
    "incident_response": {
        "incident_id": 1,
        "service_call_id": 1,
        "incident_type": "No Heat/AC",
        "severity_level": "High",
        "reported_time": moment("2024-06-03 08:00"),
        "response_time_minutes": 60,
        "resolution_time_minutes": 141,
        "responding_technician_id": 1,
        "backup_technician_id": None,
        "resolution_status": "Resolved",
        "customer_satisfaction": 9,
        "follow_up_required": False,
    },
    "warranty_claims": {
        "claim_id": 1,
        "claim_number": "WC-2024-0001",
        "installation_id": 1,
        "service_call_id": 1,
        "component": "Capacitor",
        "claim_date": date(2024, 6, 5),
        "claimed_amount": Decimal("14.35"),
        "approved_amount": Decimal("14.35"),
        "decided_date": date(2024, 6, 20),
        "status": "Approved",
    },
    "weather_daily": {
        "weather_id": 1,
        "branch_id": 1,
        "weather_date": date(2024, 6, 3),
        "low_temperature_f": 74,
        "mean_temperature_f": Decimal("83.5"),
        "high_temperature_f": 93,
        "heating_degree_days": Decimal("0.0"),
        "cooling_degree_days": Decimal("18.5"),
    },
}
