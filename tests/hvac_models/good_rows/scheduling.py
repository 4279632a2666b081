"""Good rows of scheduling."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.hvac_models.good_rows.shared import moment

ROWS: dict[str, dict[str, Any]] = {
    "appointments": {
        "appointment_id": 1,
        "customer_id": 1,
        "technician_id": 1,
        "service_call_id": 1,
        "appointment_date": date(2024, 6, 3),
        "scheduled_time": moment("2024-06-03 09:00"),
        "appointment_type": "Repair",
        "estimated_duration_hours": Decimal("1.50"),
        "status": "Completed",
        "priority": "High",
        "special_instructions": "Dog in the yard.",
        "created_date": moment("2024-06-01 10:00"),
        "confirmed_date": moment("2024-06-02 10:00"),
        "window_start": moment("2024-06-03 08:00"),
        "window_end": moment("2024-06-03 10:00"),
    },
    "work_orders": {
        "work_order_id": 1,
        "service_call_id": 1,
        "technician_id": 1,
        "work_order_number": "WO-2024-0001",
        "description": "AC does not cool.",
        "instructions": "Check the capacitor first.",
        "safety_requirements": "Electrical Safety",
        "estimated_hours": Decimal("1.50"),
        "actual_hours": Decimal("1.35"),
        "status": "Completed",
        "priority": "High",
        "completion_notes": "Capacitor replaced.",
        "customer_signature_required": True,
    },
}
