"""Good rows of billing."""

from datetime import date
from decimal import Decimal
from typing import Any

ROWS: dict[str, dict[str, Any]] = {
    "invoices": {
        "invoice_id": 1,
        "invoice_number": "INV-2024-0001",
        "service_call_id": 1,
        "customer_id": 1,
        "issue_date": date(2024, 6, 3),
        "due_date": date(2024, 6, 18),
        "payment_terms": "Net 15",
        "subtotal": Decimal("205.90"),
        "tax_rate": Decimal("0.0825"),
        "tax_amount": Decimal("16.99"),
        "total_amount": Decimal("222.89"),
        "status": "Paid",
        "notes": "Thank you.",
    },
    "invoice_lines": {
        "invoice_line_id": 1,
        "invoice_id": 1,
        "line_number": 1,
        "line_type": "part",
        "description": "Run capacitor",
        "quantity": Decimal("1.00"),
        "unit_price": Decimal("57.40"),
        "amount": Decimal("57.40"),
        "usage_id": 1,
    },
    "payments": {
        "payment_id": 1,
        "invoice_id": 1,
        "payment_date": date(2024, 6, 10),
        "amount": Decimal("222.89"),
        "payment_method": "Credit Card",
        "transaction_id": "TXN-00000001",
        "status": "Completed",
        "processing_fee": Decimal("6.76"),
        "notes": "Visa.",
    },
}
