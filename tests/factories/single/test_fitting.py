"""What a caller says of one row is adapted to, or refused at the call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

import factory
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import factories
from factories import (
    AppointmentFactory,
    BadValue,
    CustomerFactory,
    CustomerFeedbackFactory,
    FactoryError,
    InstalledDeviceFactory,
    InventoryItemFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    LeadFactory,
    PartFactory,
    PartsUsageFactory,
    PaymentFactory,
    PurchaseOrderFactory,
    ServiceCallFactory,
    SubscriptionFactory,
    TechnicianFactory,
    VehicleFactory,
    WarrantyClaimFactory,
    WorkOrderFactory,
)
from factories.audit import audit_rows
from factories.engine.context import current
from factories.scenario import Scenario
from factories.testing import SmallCompany
from hvac_models import SCHEMA
from tests.markdown import Document

D = Decimal
Make: TypeAlias = Callable[[], Any]

ADAPTED: Final[dict[str, Make]] = {
    "paid": lambda: PaymentFactory(amount=D("990.76")),
    "paid a little": lambda: PaymentFactory(amount=D("40.00")),
    "paid a lot": lambda: PaymentFactory(amount=D("9000.00")),
    "paid in part": lambda: PaymentFactory(partial=True, amount=D("990.76")),
    "financed": lambda: PaymentFactory(payment_method="Financing"),
    "ended": lambda: ServiceCallFactory(completed_at=datetime(2025, 12, 30, 15, 8)),
    "from to": lambda: ServiceCallFactory(
        started_at=datetime(2025, 12, 30, 9), completed_at=datetime(2025, 12, 30, 12)
    ),
    "rate": lambda: ServiceCallFactory(bill_rate=D("109.00")),
    "warranty": lambda: InstalledDeviceFactory(warranty_end_date=date(2026, 1, 15)),
    "kept": lambda: AppointmentFactory(scheduled_time=datetime(2024, 1, 4, 13, 20)),
    "cancelled": lambda: SubscriptionFactory(cancelled=True, start_date=date(2025, 12, 28)),
    "not received": lambda: PurchaseOrderFactory(received_date=None),
    "ordered today": lambda: PurchaseOrderFactory(ordered_date=current.today),
    "urgent": lambda: WorkOrderFactory(priority="Emergency"),
    "worked": lambda: WorkOrderFactory(actual_hours=D("1.20")),
    "used": lambda: PartsUsageFactory(usage_date=date(2025, 11, 11)),
    "on warranty": lambda: PartsUsageFactory(covered_by_warranty=True),
    "cost": lambda: InventoryItemFactory(unit_cost=D("9.84")),
    "ordered at": lambda: PurchaseOrderFactory(unit_cost=D("9.84")),
    "at the start": lambda: InventoryItemFactory(opening_stock=40),
    "experience": lambda: TechnicianFactory(years_experience=1),
    "probability": lambda: LeadFactory(conversion_probability=20),
    "rating": lambda: CustomerFeedbackFactory(value_rating=1),
    "e-mail": lambda: CustomerFactory.create_batch(
        6, email=factory.Sequence("a{}@example.com".format)
    ),
    "e-mail of a lead": lambda: LeadFactory(email="ada@example.com"),
}
REFUSED: Final[dict[str, tuple[Make, str]]] = {
    "open for years": (
        lambda: PurchaseOrderFactory(open=True, ordered_date=date(2024, 1, 4)),
        "it was expected on 2024-01-",
    ),
    "another part": (
        lambda: PartFactory(air_filter=True, part_category="Capacitor"),
        "air_filter=True cannot hold with part_category='Capacitor'",
    ),
    "replaced at once": (
        lambda: InstalledDeviceFactory(replaced=True, installation_date=date(2026, 1, 2)),
        "what was put in on 2026-01-02 still stands",
    ),
    "maintained": (
        lambda: InstalledDeviceFactory(last_maintenance_date=date(2025, 10, 30)),
        "make that: ServiceCallFactory(maintenance=True",
    ),
    "ended warranty": (
        lambda: InstalledDeviceFactory(under_warranty=True, warranty_end_date=date(2025, 1, 6)),
        "the warranty ended on 2025-01-06",
    ),
    "to be missed": (
        lambda: AppointmentFactory(missed=True, scheduled_time=datetime(2026, 1, 22, 12, 50)),
        "it is No-Show, and 2026-01-22 is to come",
    ),
    "suspended": (
        lambda: SubscriptionFactory(suspended=True, end_date=date(2024, 2, 3)),
        "it ended on 2024-02-03, and is Suspended",
    ),
    "verdict": (
        lambda: CustomerFeedbackFactory(unhappy=True, technician_rating=10),
        "too far from overall_satisfaction=2",
    ),
    "too long": (
        lambda: ServiceCallFactory(
            started_at=datetime(2025, 12, 30, 9),
            completed_at=datetime(2025, 12, 30, 12),
            duration_hours=2,
        ),
        "from start to end are 3.00 hours, not 2",
    ),
    "parts": (lambda: ServiceCallFactory(parts_cost=D("200.00")), "say parts=1"),
    "fee": (
        lambda: PaymentFactory(payment_method="Credit Card", processing_fee=D("3.70")),
        "the fee of Credit Card",
    ),
    "paid twice": (
        lambda: PaymentFactory(invoice=InvoiceFactory(), amount=D("99999.00")),
        "its invoice comes to ",
    ),
    "line": (lambda: InvoiceLineFactory(line_type="part"), "is the labor of its call"),
    "no contract": (lambda: PartsUsageFactory(covered_by_contract=True), "has no contract on"),
    "claim": (lambda: WarrantyClaimFactory(claimed_amount=D("698.00")), "the part cost "),
    "years": (
        lambda: TechnicianFactory(hire_date=date(2010, 3, 1), years_experience=2),
        "the years with the company since 2010-03-01 are more than 2",
    ),
    "miles": (lambda: VehicleFactory(current_mileage=1_000_000), "could be driven since"),
    "certain": (lambda: LeadFactory(conversion_probability=100), "100 is Converted"),
}


@pytest.mark.parametrize(
    ("plan", "cost", "category", "free"),
    [
        ("Comprehensive", "20.00", "Capacitor", True),
        ("Comprehensive", "151.00", "Control Board", False),
        ("Comprehensive", "90.00", "Refrigerant", False),
        ("Basic", "20.00", "Capacitor", False),
    ],
)
def test_a_contract_pays_for_small_parts_of_repairs(
    session: Session, plan: str, cost: str, category: str, free: bool
) -> None:
    term = SubscriptionFactory(service_plan=plan)
    call = ServiceCallFactory(customer=term.customer, service_type="Repair")
    part = PartFactory(unit_cost=D(cost), part_category=category)

    def use() -> Any:
        return PartsUsageFactory(service_call=call, part=part, covered_by_contract=True)

    if free:
        assert use().unit_price == 0
    else:
        with pytest.raises(BadValue, match=f"the {plan} plan does not pay for"):
            use()


@pytest.mark.parametrize("name", ADAPTED)
def test_what_is_said_decides_the_rest(session: Session, name: str) -> None:
    ADAPTED[name]()
    assert audit_rows(session) == {}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_one_line(session: Session, name: str) -> None:
    make, why = REFUSED[name]
    with pytest.raises(BadValue) as refused:
        make()
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


def test_what_is_paid_is_what_is_said(session: Session) -> None:
    payment = PaymentFactory(amount=D("990.76"))
    assert payment.invoice.total_amount == payment.amount
    assert payment.invoice.status == "Paid"


KEPT: Final = {
    "equipment_types": "energy_rating rating_unit refrigerant introduced_year discontinued_year",
    "parts": "part_name supplier",
    "installed_devices": "serial_number installation_location",
    "vehicle_fleet": "vin last_gps_at",
    "mailing_list": "address",
    "service_calls": "technician_notes",
    "customer_feedback": "comments",
    "work_orders": "work_order_number safety_requirements",
    "incident_response": "incident_type severity_level",
    "warranty_claims": "component claim_date",
    "payments": "notes",
    "weather_daily": "weather_date",
}
"""What is kept as said, and not looked at: the documents say so."""
FEWEST: Final = 0.9
"""Of what is said of single columns so much is adapted to, or refused."""


def test_a_real_value_in_any_column_is_adapted_to_or_refused(session: Session) -> None:
    scenario = Scenario.of(as_of=current.today, history_days=60, rows={"customers": 40})
    company = SmallCompany(scenario)._typed
    asked, kept = 0, set()
    for table, maker in factories.ALL.items():
        for column in SCHEMA.tables[table].columns:
            told = column.foreign_keys or column.primary_key or column.name.endswith("_at_utc")
            values = {row._mapping[column.name] for row in company[table]} - {None}
            if told or not values:
                continue
            some = sorted(values, key=str)
            asked += 1
            with session.begin_nested() as before:
                if not _fits(session, maker, {column.name: some[len(some) * 2 // 3]}):
                    kept.add(f"{table}.{column.name}")
                before.rollback()
    assert kept <= {f"{table}.{name}" for table, names in KEPT.items() for name in names.split()}
    assert len(kept) < (1 - FEWEST) * asked


def test_what_is_kept_as_said_stands_in_the_documents() -> None:
    document = Document(Path(__file__).parents[3] / "docs" / "factories.md")
    rows = document.table("Factory", "Kept as said, unchecked")
    told = {maker.strip("`"): names.replace("`", "").split(", ") for maker, names in rows}
    made = {factories.ALL[table].__name__: names.split() for table, names in KEPT.items()}
    assert told == made


def _fits(session: Session, maker: Any, said: dict[str, Any]) -> bool:
    try:
        maker(**said)
        return audit_rows(session) == {}
    except FactoryError:
        return True


def test_threads_build_in_turn() -> None:
    made: list[Any] = []
    workers = [
        threading.Thread(target=lambda: made.extend(InvoiceFactory.build_batch(20)))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({invoice.invoice_number for invoice in made}) == 80


def test_an_iterator_begins_again() -> None:
    class TypedFactory(CustomerFactory):
        customer_type = factory.Iterator(["commercial", "residential"])

    assert TypedFactory.build().customer_type == "commercial"
    TypedFactory.customer_type.reset()
    assert TypedFactory.build().customer_type == "commercial"


def test_a_session_in_the_body_is_refused() -> None:
    with pytest.raises(
        BadValue, match=r"Meta\.sqlalchemy_session is not looked at; call factories"
    ):

        class BoundFactory(CustomerFactory):
            class Meta:
                sqlalchemy_session = sa.orm.Session()
