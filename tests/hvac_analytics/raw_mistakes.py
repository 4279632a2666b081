"""Mistakes that a generator makes in the raw tables."""

from dataclasses import dataclass
from typing import Final

SOUND: Final = "nothing is wrong"
"""What a report says of the project as it is."""


@dataclass(frozen=True)
class Raw:
    """A mistake in raw tables: statements that each change at least a row of HVAC_RAW."""

    says: str
    table: str
    statements: tuple[str, ...]


def _one(table: str, change: str, condition: str = "true") -> str:
    """An UPDATE of the first row that meets the condition."""
    first = f"select min(rowid) from {table} where {condition}"
    return f"update {table} set {change} where rowid = ({first})"


_SECOND: Final = (
    "select service_call_id from appointments where service_call_id is not null"
    " order by service_call_id limit 1 offset 1"
)
_OPEN: Final = "status in ('Pending', 'Overdue')"

RAW: Final = (
    Raw(
        "a payment belongs to no invoice",
        "payments",
        (_one("payments", "invoice_id = 999999"),),
    ),
    Raw(
        "a payment is booked twice, under a new number",
        "payments",
        (
            (
                "insert into payments select * replace (payment_id + 900000 as payment_id,"
                " 'TXN-9000000-00000' as transaction_id) from payments"
                " where status = 'Completed' order by payment_id limit 1"
            ),
        ),
    ),
    Raw(
        "a payment comes before its invoice",
        "payments",
        (_one("payments", "payment_date = payment_date - 400"),),
    ),
    Raw(
        "cash has a processing fee",
        "payments",
        (_one("payments", "processing_fee = 1.25", "payment_method in ('Cash', 'Check')"),),
    ),
    Raw(
        "the payment of a paid invoice is lost",
        "payments",
        (
            (
                "delete from payments where payment_id = (select min(payment_id) from payments"
                " join invoices using (invoice_id) where payments.status = 'Completed'"
                " and invoices.status = 'Paid')"
            ),
        ),
    ),
    Raw(
        "tax is a cent off, and so is the total",
        "invoices",
        (
            _one(
                "invoices",
                "tax_amount = tax_amount + 0.01, total_amount = total_amount + 0.01",
                _OPEN,
            ),
        ),
    ),
    Raw(
        "a subtotal is a cent off, and its tax and total go with it",
        "invoices",
        (
            _one(
                "invoices",
                "subtotal = subtotal + 0.01, tax_amount = round((subtotal + 0.01) * tax_rate, 2),"
                " total_amount = subtotal + 0.01 + round((subtotal + 0.01) * tax_rate, 2)",
                _OPEN,
            ),
        ),
    ),
    Raw(
        "an invoice goes to another customer",
        "invoices",
        (_one("invoices", "customer_id = case customer_id when 1 then 2 else 1 end"),),
    ),
    Raw(
        "an invoice is due a day late",
        "invoices",
        (_one("invoices", "due_date = due_date + 1", "payment_terms = 'Net 30'"),),
    ),
    Raw(
        "an overdue invoice is still called pending",
        "invoices",
        (_one("invoices", "status = 'Pending'", "status = 'Overdue'"),),
    ),
    Raw(
        "a paid invoice is made void",
        "invoices",
        (_one("invoices", "status = 'Cancelled'", "status = 'Paid'"),),
    ),
    Raw(
        "a discount is added",
        "invoice_lines",
        (
            _one(
                "invoice_lines",
                "amount = -amount, unit_price = -unit_price",
                "line_type = 'discount'",
            ),
        ),
    ),
    Raw(
        "the last line of an invoice is lost",
        "invoice_lines",
        (
            (
                "delete from invoice_lines where invoice_line_id ="
                " (select max(invoice_line_id) from invoice_lines where line_number > 1)"
            ),
        ),
    ),
    Raw(
        "a technician is at two customers at once",
        "service_calls",
        (
            (
                "update service_calls set technician_id = other.technician_id,"
                " service_date = other.service_date, started_at = other.started_at, completed_at ="
                " other.started_at + to_minutes(cast(service_calls.duration_hours * 60 as bigint))"
                " from (select * from service_calls order by service_call_id limit 1) as other"
                f" where service_calls.service_call_id = ({_SECOND})"
            ),
            (
                "update appointments set technician_id = call.technician_id,"
                " appointment_date = call.service_date, scheduled_time = call.started_at"
                " from service_calls as call"
                " where call.service_call_id = appointments.service_call_id"
                f" and call.service_call_id = ({_SECOND})"
            ),
        ),
    ),
    Raw(
        "a tune-up is made on a Sunday",
        "service_calls",
        (
            _one(
                "service_calls",
                "service_date = service_date + cast(7 - isodow(service_date) as integer),"
                " started_at = started_at + to_days(cast(7 - isodow(service_date) as integer)),"
                " completed_at = completed_at + to_days(cast(7 - isodow(service_date) as integer))",
                "service_type = 'Maintenance'",
            ),
        ),
    ),
    Raw(
        "a visit ends five hours late, as clocks of another time zone have it",
        "service_calls",
        (_one("service_calls", "completed_at = completed_at + interval 5 hour"),),
    ),
    Raw(
        "labor is charged at the wage",
        "service_calls",
        (_one("service_calls", "labor_cost = 20.00, total_cost = 20.00 + parts_cost"),),
    ),
    Raw(
        "a technician is hired after the first calls",
        "technicians",
        (
            (
                "update technicians set hire_date = (select max(service_date) from service_calls"
                " where service_calls.technician_id = technicians.technician_id)"
                " where technician_id = (select min(technician_id) from service_calls)"
            ),
        ),
    ),
    Raw(
        "one part more is used than charged",
        "parts_usage",
        (_one("parts_usage", "quantity_used = quantity_used + 1", "unit_price > 0"),),
    ),
    Raw(
        "a part is sold below its cost",
        "parts_usage",
        (_one("parts_usage", "unit_cost = unit_cost * 20", "unit_price > 0"),),
    ),
    Raw(
        "a shelf holds one part more than came and went",
        "inventory",
        (
            _one(
                "inventory",
                "current_stock = current_stock + 1, total_value = total_value + unit_cost",
                "stock_status = 'In Stock'",
            ),
        ),
    ),
    Raw(
        "a part that nobody uses ranks A",
        "inventory",
        (
            _one(
                "inventory",
                "abc_classification = 'A'",
                "part_id not in (select part_id from parts_usage)",
            ),
        ),
    ),
    Raw(
        "a warranty lasts a month too long",
        "installed_devices",
        (_one("installed_devices", "warranty_end_date = warranty_end_date + interval 1 month"),),
    ),
    Raw(
        "a device forgets its last tune-up",
        "installed_devices",
        (
            _one(
                "installed_devices",
                "last_maintenance_date = null",
                "last_maintenance_date is not null",
            ),
        ),
    ),
    Raw(
        "feedback comes before the call",
        "customer_feedback",
        (_one("customer_feedback", "feedback_date = feedback_date - 60"),),
    ),
    Raw(
        "a complaint is full of praise",
        "customer_feedback",
        (_one("customer_feedback", "feedback_type = 'Complaint'", "overall_satisfaction >= 9"),),
    ),
    Raw(
        "an expired contract ends in the future",
        "subscriptions",
        (_one("subscriptions", "end_date = end_date + 4000", "status = 'Expired'"),),
    ),
    Raw(
        "a technician drives two vehicles",
        "vehicle_fleet",
        (
            (
                "update vehicle_fleet set assigned_technician_id ="
                " (select min(assigned_technician_id) from vehicle_fleet) where rowid ="
                " (select max(rowid) from vehicle_fleet where assigned_technician_id is not null)"
            ),
        ),
    ),
    Raw(
        "a VIN has a typing error",
        "vehicle_fleet",
        (
            _one(
                "vehicle_fleet",
                "vin = left(vin, 16) || case right(vin, 1) when '9' then '3' else '9' end",
            ),
        ),
    ),
    Raw(
        "a customer has a real e-mail address",
        "customers",
        (_one("customers", "email = 'rebecca.kim@gmail.com'", "email is not null"),),
    ),
    Raw(
        "a customer has a real phone number",
        "customers",
        (_one("customers", "phone = '(980) 867-5309'"),),
    ),
    Raw(
        "a day of weather is missing",
        "weather_daily",
        ("delete from weather_daily where weather_id = 30",),
    ),
    Raw(
        "an order arrives before it was placed",
        "purchase_orders",
        (_one("purchase_orders", "received_date = ordered_date - 1", "status = 'Received'"),),
    ),
    Raw(
        "a past appointment is still open",
        "appointments",
        (
            _one(
                "appointments",
                "status = 'Scheduled', confirmed_date = null",
                "status = 'Cancelled'",
            ),
        ),
    ),
    Raw(
        "a lost lead has a customer",
        "leads",
        (_one("leads", "customer_id = 1", "status = 'Lost'"),),
    ),
    Raw(
        "a quote is cheaper than its costs",
        "quotes",
        (_one("quotes", "total_amount = labor_cost", "parts_cost > 0"),),
    ),
)
