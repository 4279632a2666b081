"""Good rows of workforce."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.hvac_models.good_rows.shared import ADDRESS, POSITION, moment

ROWS: dict[str, dict[str, Any]] = {
    "branches": {
        "branch_id": 1,
        "branch_name": "Houston",
        **ADDRESS,
        "phone": "(713) 555-0100",
        "time_zone": "America/Chicago",
        "climate": "hot_humid",
        **POSITION,
        "opened_date": date(2010, 3, 1),
    },
    "technicians": {
        "technician_id": 1,
        "technician_name": "Joe Diaz",
        "phone": "(713) 555-0101",
        "technician_level": "senior",
        "hourly_rate": 30,
        "hire_date": date(2018, 5, 7),
        "years_experience": 9,
        "certification_level": "Advanced",
        "hvac_installation_skill": 8,
        "electrical_skill": 7,
        "refrigeration_skill": 8,
        "ductwork_skill": 6,
        "diagnostics_skill": 9,
        "customer_service_skill": 7,
        "safety_protocols_skill": 8,
        "branch_id": 1,
        "bill_rate": 110,
        "left_date": date(2026, 1, 30),
    },
    "technician_certifications": {
        "certification_id": 1,
        "technician_id": 1,
        "certification_name": "NATE",
        "certificate_number": "NATE-100001",
        "issued_date": date(2023, 4, 1),
        "expires_date": date(2025, 4, 1),
    },
    "vehicle_fleet": {
        "vehicle_id": 1,
        "vehicle_number": "V-001",
        "make": "Ford",
        "model": "Transit",
        "year": 2021,
        "vehicle_type": "Van",
        "license_plate": "TX-4821",
        "vin": "1FTBW2CM5MKA12345",
        "assigned_technician_id": 1,
        "purchase_date": date(2021, 2, 1),
        "current_mileage": 61000,
        "last_maintenance_date": date(2024, 5, 1),
        "next_maintenance_mileage": 65000,
        "status": "Active",
        "fuel_type": "Gasoline",
        "gps_enabled": True,
        "branch_id": 1,
        "last_latitude": Decimal("29.760000"),
        "last_longitude": Decimal("-95.370000"),
        "last_gps_at": moment("2024-06-30 17:05"),
    },
}
