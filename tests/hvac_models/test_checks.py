"""Each CHECK lets the good row in and keeps out a row that breaks just what it is there for."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from hvac_models import Base, enforce_foreign_keys
from tests.hvac_models.good_rows import ROWS

Changes = dict[str, Any]
LATE = "9999-12-31 23:59:59"

# What breaks a CHECK whose name tells: the value for the column the name begins with.
BY_NAME: dict[str, Any] = {
    r"(?P<column>\w+)_positive": 0,
    r"(?P<column>\w+)_not_negative": -1,
    r"(?P<column>\w+)_range": -999,
    r"(?P<column>\w+)_length": "123456",
    r"(?P<column>\w+)_form": "nonsense",
    r"(?P<column>\w+)_adds?_up": 77.77,
    r"(?P<column>\w+_(date|time|start|at|utc))_to_\w+": LATE,
}

# What breaks the others, one dictionary a way to break it.
BY_HAND: dict[str, list[Changes]] = {
    "customers.address_from_its_parts": [{"city": "Dallas"}, {"address": "12 Oak Street"}],
    "technicians.bill_rate_above_wage": [{"bill_rate": 30}],
    "technician_certifications.epa_and_osha_never_expire": [
        {"certification_name": "EPA 608 Universal"},
        {"certification_name": "OSHA 30"},
    ],
    "vehicle_fleet.purchase_not_before_model_year": [{"year": 2023}],
    "vehicle_fleet.vin_form": [{"vin": "1FTBW2CM5MKA1234"}, {"vin": "1ftbw2cm5mka12345"}],
    "vehicle_fleet.vin_letters": [{"vin": f"1FTBW2CM5MKA1234{letter}"} for letter in "IOQ"],
    "vehicle_fleet.retired_unassigned": [{"status": "Retired"}],
    "vehicle_fleet.position_only_with_gps": [{"gps_enabled": 0}, {"last_gps_at": None}],
    "equipment_types.discontinued_after_start": [{"discontinued_year": 2014}],
    "equipment_types.rating_unit_fits_type": [
        {"rating_unit": "AFUE", "energy_rating": 80},
        {"equipment_type": "Boiler", "refrigerant": None},
        {"equipment_type": "Water Heater", "refrigerant": None},
    ],
    "equipment_types.afue_is_percent": [{"rating_unit": "AFUE", "energy_rating": 0.8}],
    "equipment_types.refrigerant_fits_type": [
        {"refrigerant": None},
        {"equipment_type": "Furnace", "rating_unit": "AFUE", "energy_rating": 80},
    ],
    "equipment_types.r22_before_2010": [{"refrigerant": "R-22"}],
    "suppliers.terms_are_net": [{"payment_terms": "Due on Receipt"}],
    "mailing_list.unsubscribed_has_date": [
        {"unsubscribed_date": None},
        {"subscription_status": "Subscribed"},
    ],
    "mailing_list.existing_customer_known": [{"customer_id": None}],
    "customer_feedback.complaint_is_low": [{"feedback_type": "Complaint"}],
    "customer_feedback.compliment_is_high": [
        {"feedback_type": "Compliment", "overall_satisfaction": 6}
    ],
    "customer_feedback.recommendation_fits_rating": [
        {"would_recommend": 0},
        {"overall_satisfaction": 4},
    ],
    "service_calls.started_at_on_service_date": [{"service_date": "2024-06-02"}],
    "service_calls.failure_only_on_repairs": [{"service_type": "Maintenance"}],
    "service_calls.callback_has_origin": [{"is_callback": 1}],
    "service_calls.callback_of_another_call": [{"is_callback": 1, "callback_of_id": 1}],
    "parts_usage.covered_is_free": [{"covered_by_warranty": 1}, {"covered_by_contract": 1}],
    "parts_usage.covered_once": [
        {"unit_price": 0, "covered_by_warranty": 1, "covered_by_contract": 1}
    ],
    "incident_response.resolution_after_response": [{"resolution_time_minutes": 59}],
    "incident_response.backup_is_another": [{"backup_technician_id": 1}],
    "incident_response.follow_up_status_agrees": [{"resolution_status": "Requires Follow-up"}],
    "appointments.scheduled_time_on_appointment_date": [{"appointment_date": "2024-06-04"}],
    "appointments.kept_only": [{"status": "Cancelled"}, {"status": "Confirmed"}],
    "appointments.completed_has_call": [
        {"service_call_id": None},
        {"appointment_type": "Consultation"},
    ],
    "appointments.confirmed_has_date": [
        {"service_call_id": None, "status": "Scheduled"},
        {"service_call_id": None, "status": "Confirmed", "confirmed_date": None},
    ],
    "work_orders.completed_took_time": [{"actual_hours": 0}],
    "warranty_claims.decision_is_dated": [
        {"status": "Submitted"},
        {"decided_date": None},
        {"approved_amount": None},
    ],
    "warranty_claims.approved_amount_fits_status": [
        {"approved_amount": 10},
        {"status": "Denied"},
        {"status": "Partially Approved"},
        {"status": "Partially Approved", "approved_amount": 0},
    ],
    "weather_daily.temperatures_in_order": [{"low_temperature_f": 84}, {"high_temperature_f": 83}],
    "marketing_campaigns.spent_within_budget": [{"spent": 5000.01}, {"spent": -1}],
    "leads.converted_has_customer": [{"customer_id": None}, {"status": "Qualified"}],
    "leads.contact_fits_status": [
        {"last_contact_date": None},
        {"status": "New", "customer_id": None},
    ],
    "quotes.total_covers_costs": [{"total_amount": 5399.99}],
    "quotes.only_accepted_becomes_call": [{"status": "Pending"}],
    "subscriptions.cancelled_has_date": [
        {"cancelled_date": "2024-05-01"},
        {"status": "Cancelled", "next_service_date": None},
    ],
    "subscriptions.start_date_to_cancelled_date": [
        {"status": "Cancelled", "cancelled_date": "2023-12-31", "next_service_date": None}
    ],
    "subscriptions.cancelled_date_to_end_date": [
        {"status": "Cancelled", "cancelled_date": "2025-01-01", "next_service_date": None}
    ],
    "subscriptions.ended_plans_no_service": [{"status": "Expired"}],
    "invoices.due_date_by_terms": [{"payment_terms": "Due on Receipt"}, {"due_date": "2024-06-03"}],
    "invoices.tax_amount_adds_up": [{"tax_amount": 16.98, "total_amount": 222.88}],
    "invoices.total_amount_adds_up": [{"total_amount": 222.88}],
    "invoices.invoice_number_form": [{"invoice_number": "INV-2023-0001"}],
    "invoice_lines.only_discounts_reduce": [
        {"line_type": "discount", "usage_id": None},
        {"unit_price": -5, "amount": -5},
    ],
    "invoice_lines.usage_only_on_parts": [{"line_type": "fee"}],
    "payments.fee_fits_method": [
        {"payment_method": method} for method in ("Cash", "Check", "Financing")
    ],
    "inventory.max_above_reorder_point": [{"max_stock_level": 5}],
    "inventory.stock_status_follows_stock": [
        {"current_stock": 0, "total_value": 0},
        {"reorder_point": 12},
        {"stock_status": "Low Stock"},
    ],
    "purchase_orders.received_has_date": [{"received_date": None}, {"status": "Ordered"}],
}

# Rows at the edge that must still get in, as changes to the good row.
ALLOWED: list[tuple[str, Changes]] = [
    ("technician_certifications", {"expires_date": None, "certification_name": "OSHA 10"}),
    ("vehicle_fleet", {"last_gps_at": None, "last_latitude": None, "last_longitude": None}),
    ("equipment_types", {"equipment_type": "Air Handler", "refrigerant": None}),
    (
        "equipment_types",
        {
            "equipment_type": "Furnace",
            "rating_unit": "AFUE",
            "energy_rating": 96,
            "refrigerant": None,
        },
    ),
    ("service_calls", {"service_type": "Inspection", "failed_component": None}),
    ("parts_usage", {"unit_price": 0, "covered_by_contract": 1}),
    ("appointments", {"service_call_id": None, "status": "No-Show"}),
    ("appointments", {"service_call_id": None, "appointment_type": "Consultation"}),
    ("appointments", {"confirmed_date": None}),
    ("warranty_claims", {"status": "Submitted", "decided_date": None, "approved_amount": None}),
    ("warranty_claims", {"status": "Denied", "approved_amount": 0}),
    ("leads", {"status": "Lost", "customer_id": None, "last_contact_date": None}),
    ("leads", {"status": "New", "customer_id": None, "last_contact_date": None}),
    ("invoices", {"payment_terms": "Due on Receipt", "due_date": "2024-06-03"}),
    (
        "invoice_lines",
        {"line_type": "discount", "usage_id": None, "unit_price": -5.74, "amount": -5.74},
    ),
    ("inventory", {"current_stock": 0, "total_value": 0, "stock_status": "Out of Stock"}),
    ("inventory", {"reorder_point": 12, "stock_status": "Low Stock"}),
    ("payments", {"payment_method": "Cash", "processing_fee": 0}),
    # Half a cent that binary floats put on either side: 1.35 x 110.30 = 148.905.
    ("service_calls", {"bill_rate": 110.3, "labor_cost": 148.91, "total_cost": 206.31}),
]


def _checks() -> Iterator[tuple[str, str, str]]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    for table in Base.metadata.sorted_tables:
        for check in inspect(engine).get_check_constraints(table.name):
            name = str(check["name"]).removeprefix(f"ck_{table.name}_")
            yield table.name, name, str(check["sqltext"])
    engine.dispose()


CHECKS = list(_checks())


def ways_to_break(table: str, check: str) -> list[Changes]:
    by_hand = BY_HAND.get(f"{table}.{check}", [])
    if by_hand:
        return by_hand
    if check in Base.metadata.tables[table].columns:
        return [{check: 2 if isinstance(ROWS[table][check], bool) else "nonsense"}]
    for pattern, value in BY_NAME.items():
        match = re.fullmatch(pattern, check)
        if match:
            return [{match["column"]: value}]
    return []


@pytest.fixture(scope="module")
def company() -> Iterator[Connection]:
    """A database with the good row in each table."""
    engine = create_engine("sqlite://")
    enforce_foreign_keys(engine)
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(table.insert(), ROWS[table.name])
        connection.commit()
        yield connection
    engine.dispose()


def change(connection: Connection, table: str, changes: Changes) -> None:
    assignments = ", ".join(f"{column} = :{column}" for column in changes)
    connection.execute(text(f"UPDATE {table} SET {assignments}"), changes)


@contextmanager
def checks_off(connection: Connection) -> Iterator[None]:
    connection.execute(text("PRAGMA ignore_check_constraints=ON"))
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("PRAGMA ignore_check_constraints=OFF"))


@pytest.mark.parametrize(("table", "check", "rule"), CHECKS, ids=lambda value: str(value)[:60])
def test_a_check_keeps_the_bad_row_out(
    company: Connection, table: str, check: str, rule: str
) -> None:
    ways = ways_to_break(table, check)
    assert ways, "say in BY_HAND how to break it"
    for changes in ways:
        with pytest.raises(IntegrityError, match="CHECK constraint failed"):
            change(company, table, changes)
        company.rollback()
        # Another CHECK may have spoken first: look at this one alone.
        with checks_off(company):
            change(company, table, changes)
            assert company.scalar(text(f"SELECT NOT ({rule}) FROM {table}")) == 1


@pytest.mark.parametrize(("table", "changes"), ALLOWED, ids=str)
def test_an_honest_edge_case_gets_in(company: Connection, table: str, changes: Changes) -> None:
    change(company, table, changes)
    company.rollback()


def test_no_rule_is_described_for_a_check_that_is_gone() -> None:
    assert set(BY_HAND) <= {f"{table}.{check}" for table, check, _ in CHECKS}


def test_foreign_keys_are_enforced(company: Connection) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        change(company, "customers", {"branch_id": 99})
    company.rollback()
