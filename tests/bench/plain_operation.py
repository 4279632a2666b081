"""The plain script's tables of what happens: visits, bills, stock and sales."""

# ruff: noqa: TID251 - the point is to draw as such scripts draw

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from faker import Faker

from tests.bench.plain_words import (
    METHODS,
    PRIORITIES,
    SERVICES,
    SOURCES,
    TERMS,
    address,
    money,
    text,
)

Rows = Mapping[str, int]
Records = Iterator[dict[str, Any]]


def service_calls(fake: Faker, rows: Rows) -> Records:
    for service_call_id in range(1, rows["service_calls"] + 1):
        hours, rate = round(random.uniform(0.5, 8), 2), random.randint(90, 160)
        labor, materials = round(hours * rate, 2), money(0, 800)
        started = fake.date_time_between("-2y", "now")
        yield {
            "service_call_id": service_call_id,
            "customer_id": random.randint(1, rows["customers"]),
            "technician_id": random.randint(1, rows["technicians"]),
            "equipment_id": random.randint(1, rows["equipment_types"]),
            "service_date": started.date(),
            "service_type": random.choice(SERVICES),
            "duration_hours": hours,
            "labor_cost": labor,
            "parts_cost": materials,
            "total_cost": round(labor + materials, 2),
            "installation_id": random.randint(1, rows["installed_devices"]),
            "started_at": started,
            "completed_at": started + timedelta(hours=hours),
            "failed_component": random.choice(["Capacitor", "Contactor", "Blower Motor", None]),
            "is_callback": random.random() < 0.05,
            "callback_of_id": None,
            "bill_rate": rate,
            "technician_notes": text(fake, 15),
        }


def parts_usage(fake: Faker, rows: Rows) -> Records:
    for usage_id in range(1, rows["parts_usage"] + 1):
        yield {
            "usage_id": usage_id,
            "service_call_id": random.randint(1, rows["service_calls"]),
            "part_id": random.randint(1, rows["parts"]),
            "quantity_used": random.randint(1, 4),
            "usage_date": fake.date_between("-2y", "today"),
            "unit_price": money(5, 900),
            "covered_by_warranty": random.random() < 0.1,
            "covered_by_contract": random.random() < 0.1,
            "unit_cost": money(2, 400),
        }


def incident_response(fake: Faker, rows: Rows) -> Records:
    for incident_id in range(1, rows["incident_response"] + 1):
        response = random.randint(20, 300)
        yield {
            "incident_id": incident_id,
            "service_call_id": random.randint(1, rows["service_calls"]),
            "incident_type": random.choice(["No Heat/AC", "Gas Leak", "Water Damage"]),
            "severity_level": random.choice(["Low", "Medium", "High", "Critical"]),
            "reported_time": fake.date_time_between("-2y", "now"),
            "response_time_minutes": response,
            "resolution_time_minutes": response + random.randint(30, 400),
            "responding_technician_id": random.randint(1, rows["technicians"]),
            "backup_technician_id": random.randint(1, rows["technicians"]),
            "resolution_status": random.choice(["Resolved", "Pending", "Escalated"]),
            "customer_satisfaction": random.randint(1, 10),
            "follow_up_required": random.random() < 0.2,
        }


def warranty_claims(fake: Faker, rows: Rows) -> Records:
    for claim_id in range(1, rows["warranty_claims"] + 1):
        claimed = money(50, 1_500)
        yield {
            "claim_id": claim_id,
            "claim_number": f"WC-2025-{claim_id:04d}",
            "installation_id": random.randint(1, rows["installed_devices"]),
            "service_call_id": random.randint(1, rows["service_calls"]),
            "component": random.choice(["Capacitor", "Contactor", "Blower Motor"]),
            "claim_date": fake.date_between("-2y", "today"),
            "claimed_amount": claimed,
            "approved_amount": round(claimed * random.random(), 2),
            "decided_date": fake.date_between("-1y", "today"),
            "status": random.choice(["Submitted", "Approved", "Denied"]),
        }


def appointments(fake: Faker, rows: Rows) -> Records:
    for appointment_id in range(1, rows["appointments"] + 1):
        scheduled = fake.date_time_between("-2y", "+1m")
        yield {
            "appointment_id": appointment_id,
            "customer_id": random.randint(1, rows["customers"]),
            "technician_id": random.randint(1, rows["technicians"]),
            "service_call_id": random.randint(1, rows["service_calls"]),
            "appointment_date": scheduled.date(),
            "scheduled_time": scheduled,
            "appointment_type": random.choice(SERVICES),
            "estimated_duration_hours": round(random.uniform(0.5, 8), 2),
            "status": random.choice(["Scheduled", "Confirmed", "Completed", "Cancelled"]),
            "priority": random.choice(PRIORITIES),
            "special_instructions": text(fake),
            "created_date": fake.date_time_between("-2y", "now"),
            "confirmed_date": fake.date_time_between("-2y", "now"),
            "window_start": scheduled - timedelta(hours=1),
            "window_end": scheduled + timedelta(hours=1),
        }


def work_orders(fake: Faker, rows: Rows) -> Records:
    for work_order_id in range(1, rows["work_orders"] + 1):
        yield {
            "work_order_id": work_order_id,
            "service_call_id": random.randint(1, rows["service_calls"]),
            "technician_id": random.randint(1, rows["technicians"]),
            "work_order_number": f"WO-2025-{work_order_id:04d}",
            "description": text(fake),
            "instructions": text(fake),
            "safety_requirements": random.choice(["Standard PPE", "Electrical Safety"]),
            "estimated_hours": round(random.uniform(0.5, 8), 2),
            "actual_hours": round(random.uniform(0.5, 8), 2),
            "status": random.choice(["Open", "In Progress", "Completed", "Cancelled"]),
            "priority": random.choice(PRIORITIES),
            "completion_notes": text(fake, 15),
            "customer_signature_required": random.random() < 0.5,
        }


def customer_feedback(fake: Faker, rows: Rows) -> Records:
    for feedback_id in range(1, rows["customer_feedback"] + 1):
        yield {
            "feedback_id": feedback_id,
            "service_call_id": random.randint(1, rows["service_calls"]),
            "customer_id": random.randint(1, rows["customers"]),
            "feedback_date": fake.date_between("-2y", "today"),
            "feedback_type": random.choice(["Survey", "Review", "Complaint", "Compliment"]),
            "overall_satisfaction": random.randint(1, 10),
            "technician_rating": random.randint(1, 10),
            "timeliness_rating": random.randint(1, 10),
            "quality_rating": random.randint(1, 10),
            "value_rating": random.randint(1, 10),
            "comments": text(fake, 15),
            "would_recommend": random.random() < 0.8,
            "follow_up_required": random.random() < 0.1,
            "source": random.choice(["Email Survey", "Phone Call", "Online Review"]),
        }


def subscriptions(fake: Faker, rows: Rows) -> Records:
    for subscription_id in range(1, rows["subscriptions"] + 1):
        start = fake.date_between("-2y", "today")
        yield {
            "subscription_id": subscription_id,
            "customer_id": random.randint(1, rows["customers"]),
            "service_plan": random.choice(["Basic", "Premium", "Comprehensive", "Commercial"]),
            "start_date": start,
            "end_date": start + timedelta(days=364),
            "annual_cost": random.randint(150, 900),
            "payment_frequency": random.choice(["Monthly", "Quarterly", "Annual"]),
            "status": random.choice(["Active", "Expired", "Cancelled", "Suspended"]),
            "auto_renewal": random.random() < 0.6,
            "services_included": text(fake),
            "discount_percentage": random.choice([5, 10, 15]),
            "next_service_date": fake.date_between("today", "+6m"),
            "cancelled_date": fake.date_between("-1y", "today"),
        }


def marketing_campaigns(fake: Faker, rows: Rows) -> Records:
    for campaign_id in range(1, rows["marketing_campaigns"] + 1):
        start, budget = fake.date_between("-2y", "-3m"), money(1_000, 20_000)
        yield {
            "campaign_id": campaign_id,
            "branch_id": random.randint(1, rows["branches"]),
            "campaign_name": fake.catch_phrase(),
            "channel": random.choice(SOURCES),
            "target_service": random.choice(["AC Repair", "Heating Repair", "Maintenance"]),
            "start_date": start,
            "end_date": start + timedelta(days=60),
            "budget": budget,
            "spent": round(budget * random.random(), 2),
        }


def leads(fake: Faker, rows: Rows) -> Records:
    for lead_id in range(1, rows["leads"] + 1):
        yield {
            "lead_id": lead_id,
            "first_name": fake.first_name(),
            "last_name": fake.last_name(),
            "company_name": fake.company() if random.random() < 0.2 else None,
            "phone": fake.phone_number(),
            "email": fake.email(),
            "address": address(fake),
            "lead_source": random.choice(SOURCES),
            "service_interest": random.choice(["AC Repair", "Heating Repair", "Maintenance"]),
            "estimated_value": money(150, 12_000),
            "urgency": random.choice(["Low", "Medium", "High"]),
            "status": random.choice(["New", "Contacted", "Qualified", "Converted", "Lost"]),
            "created_date": fake.date_between("-2y", "today"),
            "last_contact_date": fake.date_between("-1y", "today"),
            "assigned_to": fake.name(),
            "notes": text(fake),
            "conversion_probability": random.randint(0, 100),
            "customer_id": random.randint(1, rows["customers"]),
            "campaign_id": random.randint(1, rows["marketing_campaigns"]),
        }


def quotes(fake: Faker, rows: Rows) -> Records:
    for quote_id in range(1, rows["quotes"] + 1):
        hours, rate = round(random.uniform(1, 20), 2), random.randint(90, 160)
        labor, unit, materials = round(hours * rate, 2), money(0, 8_000), money(20, 900)
        yield {
            "quote_id": quote_id,
            "quote_number": f"QUO-2025-{quote_id:04d}",
            "customer_id": random.randint(1, rows["customers"]),
            "equipment_id": random.randint(1, rows["equipment_types"]),
            "quote_date": fake.date_between("-2y", "today"),
            "valid_until": fake.date_between("today", "+1m"),
            "quote_type": random.choice(["Repair", "Installation", "Replacement"]),
            "description": text(fake),
            "labor_hours": hours,
            "labor_rate": rate,
            "labor_cost": labor,
            "equipment_cost": unit,
            "parts_cost": materials,
            "total_amount": round(labor + unit + materials, 2),
            "status": random.choice(["Pending", "Accepted", "Declined", "Expired"]),
            "created_by": fake.name(),
            "follow_up_date": fake.date_between("-1y", "today"),
            "notes": text(fake),
            "lead_id": random.randint(1, rows["leads"]),
            "service_call_id": random.randint(1, rows["service_calls"]),
        }


def invoices(fake: Faker, rows: Rows) -> Records:
    for invoice_id in range(1, rows["invoices"] + 1):
        issued, subtotal = fake.date_between("-2y", "today"), money(90, 3_000)
        tax = round(subtotal * 0.0825, 2)
        yield {
            "invoice_id": invoice_id,
            "invoice_number": f"INV-2025-{invoice_id:04d}",
            "service_call_id": random.randint(1, rows["service_calls"]),
            "customer_id": random.randint(1, rows["customers"]),
            "issue_date": issued,
            "due_date": issued + timedelta(days=30),
            "payment_terms": random.choice(TERMS),
            "subtotal": subtotal,
            "tax_rate": 0.0825,
            "tax_amount": tax,
            "total_amount": round(subtotal + tax, 2),
            "status": random.choice(["Paid", "Pending", "Overdue", "Cancelled"]),
            "notes": text(fake),
        }


def invoice_lines(fake: Faker, rows: Rows) -> Records:
    for line_id in range(1, rows["invoice_lines"] + 1):
        quantity, price = random.randint(1, 4), money(5, 300)
        yield {
            "invoice_line_id": line_id,
            "invoice_id": random.randint(1, rows["invoices"]),
            "line_number": random.randint(1, 5),
            "line_type": random.choice(["labor", "part", "fee", "discount"]),
            "description": text(fake, 5),
            "quantity": quantity,
            "unit_price": price,
            "amount": round(quantity * price, 2),
            "usage_id": random.randint(1, rows["parts_usage"]),
        }


def payments(fake: Faker, rows: Rows) -> Records:
    for payment_id in range(1, rows["payments"] + 1):
        amount = money(90, 3_000)
        yield {
            "payment_id": payment_id,
            "invoice_id": random.randint(1, rows["invoices"]),
            "payment_date": fake.date_between("-2y", "today"),
            "amount": amount,
            "payment_method": random.choice(METHODS),
            "transaction_id": fake.unique.bothify("TXN-########"),
            "status": random.choice(["Completed", "Pending", "Failed", "Refunded"]),
            "processing_fee": round(amount * 0.029, 2),
            "notes": text(fake),
        }


def inventory(fake: Faker, rows: Rows) -> Records:
    for inventory_id in range(1, rows["inventory"] + 1):
        stock, cost = random.randint(0, 80), money(5, 600)
        yield {
            "inventory_id": inventory_id,
            "part_id": inventory_id,
            "warehouse_location": fake.bothify("?-##-#").upper(),
            "current_stock": stock,
            "reorder_point": random.randint(2, 10),
            "max_stock_level": random.randint(40, 100),
            "last_restock_date": fake.date_between("-6m", "today"),
            "last_restock_quantity": random.randint(5, 40),
            "avg_monthly_usage": random.randint(0, 20),
            "stock_status": "In Stock" if stock else "Out of Stock",
            "supplier_lead_time_days": random.randint(1, 14),
            "abc_classification": random.choice("ABC"),
            "last_count_date": fake.date_between("-3m", "today"),
            "unit_cost": cost,
            "total_value": round(stock * cost, 2),
            "opening_stock": random.randint(0, 80),
            "branch_id": random.randint(1, rows["branches"]),
        }


def purchase_orders(fake: Faker, rows: Rows) -> Records:
    for order_id in range(1, rows["purchase_orders"] + 1):
        quantity, cost = random.randint(5, 40), money(5, 600)
        ordered = fake.date_between("-2y", "today")
        yield {
            "purchase_order_id": order_id,
            "purchase_order_number": f"PO-2025-{order_id:04d}",
            "branch_id": random.randint(1, rows["branches"]),
            "part_id": random.randint(1, rows["parts"]),
            "supplier_id": random.randint(1, rows["suppliers"]),
            "quantity": quantity,
            "unit_cost": cost,
            "total_cost": round(quantity * cost, 2),
            "ordered_date": ordered,
            "expected_date": ordered + timedelta(days=7),
            "received_date": ordered + timedelta(days=random.randint(3, 14)),
            "status": random.choice(["Ordered", "Received"]),
        }


OPERATION: dict[str, Callable[[Faker, Rows], Records]] = {
    function.__name__: function
    for function in (
        service_calls,
        parts_usage,
        incident_response,
        warranty_claims,
        appointments,
        work_orders,
        customer_feedback,
        subscriptions,
        marketing_campaigns,
        leads,
        quotes,
        invoices,
        invoice_lines,
        payments,
        inventory,
        purchase_orders,
    )
}
