"""What several good rows share."""

from datetime import datetime
from decimal import Decimal

moment = datetime.fromisoformat

ADDRESS = {
    "street": "12 Oak Street",
    "city": "Katy",
    "state": "TX",
    "postal_code": "77449",
}
PERSON = {
    "first_name": "Ann",
    "last_name": "Lee",
    "phone": "(281) 555-0142",
    "email": "ann.lee@example.com",
    "address": "12 Oak Street, Katy, TX 77449",
}
POSITION = {"latitude": Decimal("29.785800"), "longitude": Decimal("-95.824400")}
