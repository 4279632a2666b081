"""Good rows of customers."""

from datetime import date
from typing import Any

from tests.hvac_models.good_rows.shared import ADDRESS, PERSON, POSITION, moment

ROWS: dict[str, dict[str, Any]] = {
    "customers": {
        "customer_id": 1,
        "customer_name": "Ann Lee",
        "address": "12 Oak Street, Katy, TX 77449",
        "phone": "(281) 555-0142",
        "customer_type": "residential",
        "created_at": moment("2024-01-02 09:30"),
        **ADDRESS,
        **POSITION,
        "email": "ann.lee@example.com",
        "branch_id": 1,
    },
    "installed_devices": {
        "installation_id": 1,
        "customer_id": 1,
        "equipment_id": 1,
        "installation_date": date(2019, 6, 1),
        "warranty_end_date": date(2029, 6, 1),
        "serial_number": "SN1900001",
        "installation_location": "Outdoor Pad",
        "status": "Active",
        "last_maintenance_date": date(2024, 3, 4),
        "installed_by": "Company",
    },
    "mailing_list": {
        "contact_id": 1,
        "customer_id": 1,
        **PERSON,
        "contact_source": "Existing Customer",
        "subscription_status": "Unsubscribed",
        "subscription_date": date(2024, 1, 2),
        "preferred_contact_method": "Email",
        "interests": "Maintenance Tips",
        "unsubscribed_date": date(2024, 5, 2),
    },
    "customer_feedback": {
        "feedback_id": 1,
        "service_call_id": 1,
        "customer_id": 1,
        "feedback_date": date(2024, 6, 5),
        "feedback_type": "Survey",
        "overall_satisfaction": 9,
        "technician_rating": 9,
        "timeliness_rating": 8,
        "quality_rating": 9,
        "value_rating": 8,
        "comments": "Quick and friendly.",
        "would_recommend": True,
        "follow_up_required": False,
        "source": "Email Survey",
    },
}
