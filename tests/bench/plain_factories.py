"""Plain factory_boy factories of the busiest tables: the columns of ours, declared as usual.

The yardstick for `create_batch` and `build`, in its fastest honest form: keys from a sequence,
parents handed in, one flush at the end. The tables here hold three quarters of a data set.
"""

# ruff: noqa: TID251 - the point is to draw as such factories draw
# mypy: disable-error-code="var-annotated"

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory
from factory.fuzzy import FuzzyChoice, FuzzyDate, FuzzyDecimal, FuzzyInteger, FuzzyNaiveDateTime
from sqlalchemy.orm import Session

from hvac_models import (
    Appointment,
    Branch,
    Customer,
    EquipmentType,
    InstalledDevice,
    Invoice,
    InvoiceLine,
    Part,
    PartsUsage,
    ServiceCall,
    Supplier,
    Technician,
    WorkOrder,
)

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 30)
CENT = Decimal("0.01")


def key() -> Any:
    return factory.Sequence(lambda n: n + 1)


def moments() -> Any:
    return FuzzyNaiveDateTime(
        datetime(2024, 1, 1),
        datetime(2025, 12, 30),
        force_hour=9,
        force_second=0,
        force_microsecond=0,
    )


def hours() -> Any:
    return FuzzyDecimal(0.5, 8, 2)


class PlainFactory(SQLAlchemyModelFactory):  # type: ignore[type-arg]
    class Meta:
        abstract = True

    created_at_utc = moments()
    updated_at_utc = factory.SelfAttribute("created_at_utc")


class BranchFactory(PlainFactory):
    class Meta:
        model = Branch

    branch_id = key()
    branch_name = factory.LazyAttribute(lambda o: f"{o.city} Heating & Air {o.branch_id}")
    street = factory.Faker("street_address")
    city = factory.Faker("city")
    state = factory.Faker("state_abbr")
    postal_code = factory.Faker("postcode")
    phone = factory.Faker("numerify", text="(###) 555-01##")
    time_zone = "America/Chicago"
    climate = FuzzyChoice(["hot_humid", "mixed_humid", "cold"])
    latitude = FuzzyDecimal(30, 45, 6)
    longitude = FuzzyDecimal(-100, -80, 6)
    opened_date = FuzzyDate(date(2005, 3, 1), date(2008, 3, 1))


class CustomerFactory(PlainFactory):
    class Meta:
        model = Customer
        exclude = ("first_name", "last_name")

    customer_id = key()
    branch = factory.SubFactory(BranchFactory)
    branch_id = factory.SelfAttribute("branch.branch_id")
    customer_type = FuzzyChoice(["residential"] * 17 + ["commercial"] * 3)
    first_name = factory.Faker("first_name")
    last_name = factory.Faker("last_name")
    customer_name = factory.Maybe(
        factory.LazyAttribute(lambda o: o.customer_type == "commercial"),
        factory.Faker("company"),
        factory.LazyAttribute(lambda o: f"{o.first_name} {o.last_name}"),  # type: ignore[arg-type]
    )
    email = factory.LazyAttribute(
        lambda o: f"{o.first_name}.{o.last_name}{o.customer_id}@example.com".lower()
    )
    phone = factory.Faker("numerify", text="(###) 555-01##")
    created_at = moments()
    street = factory.Faker("street_address")
    city = factory.Faker("city")
    state = factory.Faker("state_abbr")
    postal_code = factory.Faker("postcode")
    latitude = FuzzyDecimal(30, 45, 6)
    longitude = FuzzyDecimal(-100, -80, 6)
    address = factory.LazyAttribute(lambda o: f"{o.street}, {o.city}, {o.state} {o.postal_code}")


class TechnicianFactory(PlainFactory):
    class Meta:
        model = Technician

    technician_id = key()
    branch = factory.SubFactory(BranchFactory)
    technician_name = factory.Faker("name")
    phone = factory.Faker("numerify", text="(###) 555-01##")
    technician_level = FuzzyChoice(["junior", "senior", "lead", "specialist"])
    certification_level = FuzzyChoice(["Basic", "Intermediate", "Advanced", "Master"])
    hourly_rate = FuzzyInteger(22, 48)
    bill_rate = factory.LazyAttribute(lambda o: o.hourly_rate * 3)
    hire_date = FuzzyDate(date(2015, 1, 1), FIRST)
    years_experience = FuzzyInteger(1, 25)
    hvac_installation_skill = FuzzyInteger(1, 10)
    electrical_skill = FuzzyInteger(1, 10)
    refrigeration_skill = FuzzyInteger(1, 10)
    ductwork_skill = FuzzyInteger(1, 10)
    diagnostics_skill = FuzzyInteger(1, 10)
    customer_service_skill = FuzzyInteger(1, 10)
    safety_protocols_skill = FuzzyInteger(1, 10)


class EquipmentTypeFactory(PlainFactory):
    class Meta:
        model = EquipmentType

    equipment_id = key()
    brand = FuzzyChoice(["Carrier", "Trane", "Lennox", "Rheem"])
    model = factory.Sequence(lambda n: f"M-{n}")
    equipment_type = "Central AC"
    btu_rating = FuzzyInteger(12_000, 60_000, 6_000)
    energy_rating = FuzzyDecimal(13, 24, 2)
    rating_unit = "SEER2"
    refrigerant = "R-410A"
    list_price = FuzzyDecimal(900, 9_000, 2)
    expected_life_years = FuzzyInteger(12, 20)
    warranty_months = 120
    introduced_year = 2015


class SupplierFactory(PlainFactory):
    class Meta:
        model = Supplier

    supplier_id = key()
    supplier_name = factory.Sequence(lambda n: f"Supply House {n}")
    phone = factory.Faker("numerify", text="(###) 555-01##")
    city = factory.Faker("city")
    state = factory.Faker("state_abbr")
    lead_time_days = FuzzyInteger(1, 14)
    payment_terms = FuzzyChoice(["Net 15", "Net 30", "Net 45"])


class PartFactory(PlainFactory):
    class Meta:
        model = Part

    part_id = key()
    part_name = factory.LazyAttribute(lambda o: f"{o.part_category} {o.part_number}")
    part_category = FuzzyChoice(["Filter", "Compressor", "Coil", "Thermostat"])
    unit_cost = FuzzyDecimal(5, 600, 2)
    supplier_record = factory.SubFactory(SupplierFactory)
    supplier = factory.SelfAttribute("supplier_record.supplier_name")
    part_number = factory.Sequence(lambda n: f"P-{n:05d}")
    unit_of_measure = "each"


class InstalledDeviceFactory(PlainFactory):
    class Meta:
        model = InstalledDevice

    installation_id = key()
    customer = factory.SubFactory(CustomerFactory)
    equipment = factory.SubFactory(EquipmentTypeFactory)
    installation_date = FuzzyDate(date(2012, 1, 1), date(2023, 12, 31))
    warranty_end_date = factory.LazyAttribute(lambda o: o.installation_date + timedelta(days=3_652))
    serial_number = factory.Sequence(lambda n: f"SN{n:08d}")
    installation_location = FuzzyChoice(["Basement", "Attic", "Garage", "Roof"])
    status = FuzzyChoice(["Active", "Inactive"])
    last_maintenance_date = None
    installed_by = FuzzyChoice(["Company", "Builder", "Other Contractor"])


class ServiceCallFactory(PlainFactory):
    class Meta:
        model = ServiceCall

    service_call_id = key()
    device = factory.SubFactory(InstalledDeviceFactory)
    customer = factory.SelfAttribute("device.customer")
    equipment = factory.SelfAttribute("device.equipment")
    technician = factory.SubFactory(TechnicianFactory)
    service_type = FuzzyChoice(["Maintenance", "Repair", "Installation", "Inspection"])
    started_at = moments()
    service_date = factory.LazyAttribute(lambda o: o.started_at.date())
    duration_hours = hours()
    completed_at = factory.LazyAttribute(
        lambda o: o.started_at + timedelta(minutes=int(o.duration_hours * 60))
    )
    bill_rate = factory.LazyAttribute(lambda o: Decimal(o.technician.bill_rate))
    labor_cost = factory.LazyAttribute(lambda o: (o.duration_hours * o.bill_rate).quantize(CENT))
    parts_cost = FuzzyDecimal(0, 800, 2)
    total_cost = factory.LazyAttribute(lambda o: o.labor_cost + o.parts_cost)
    failed_component = None
    is_callback = False
    callback_of_id = None
    technician_notes = factory.Faker("sentence", nb_words=15)


class PartsUsageFactory(PlainFactory):
    class Meta:
        model = PartsUsage

    usage_id = key()
    service_call = factory.SubFactory(ServiceCallFactory)
    part = factory.SubFactory(PartFactory)
    quantity_used = FuzzyInteger(1, 4)
    usage_date = factory.SelfAttribute("service_call.service_date")
    unit_price = factory.LazyAttribute(lambda o: (o.part.unit_cost * 2).quantize(CENT))
    covered_by_warranty = False
    covered_by_contract = False
    unit_cost = factory.SelfAttribute("part.unit_cost")


class AppointmentFactory(PlainFactory):
    class Meta:
        model = Appointment

    appointment_id = key()
    service_call = factory.SubFactory(ServiceCallFactory)
    customer = factory.SelfAttribute("service_call.customer")
    technician = factory.SelfAttribute("service_call.technician")
    scheduled_time = factory.SelfAttribute("service_call.started_at")
    appointment_date = factory.SelfAttribute("service_call.service_date")
    appointment_type = factory.SelfAttribute("service_call.service_type")
    estimated_duration_hours = hours()
    status = "Completed"
    priority = FuzzyChoice(["Low", "Medium", "High"])
    special_instructions = factory.Faker("sentence", nb_words=8)
    created_date = factory.LazyAttribute(lambda o: o.scheduled_time - timedelta(days=5))
    confirmed_date = factory.LazyAttribute(lambda o: o.scheduled_time - timedelta(days=1))
    window_start = factory.LazyAttribute(lambda o: o.scheduled_time - timedelta(hours=1))
    window_end = factory.LazyAttribute(lambda o: o.scheduled_time + timedelta(hours=1))


class WorkOrderFactory(PlainFactory):
    class Meta:
        model = WorkOrder

    work_order_id = key()
    service_call = factory.SubFactory(ServiceCallFactory)
    technician = factory.SelfAttribute("service_call.technician")
    work_order_number = factory.Sequence(lambda n: f"WO-2025-{n:06d}")
    description = factory.Faker("sentence", nb_words=10)
    instructions = factory.Faker("sentence", nb_words=10)
    safety_requirements = FuzzyChoice(["Standard PPE", "Electrical Safety", "Height Work"])
    estimated_hours = hours()
    actual_hours = factory.SelfAttribute("service_call.duration_hours")
    status = "Completed"
    priority = FuzzyChoice(["Low", "Medium", "High"])
    completion_notes = factory.Faker("sentence", nb_words=15)
    customer_signature_required = factory.Faker("boolean")


class InvoiceFactory(PlainFactory):
    class Meta:
        model = Invoice

    invoice_id = key()
    invoice_number = factory.LazyAttribute(lambda o: f"INV-{o.issue_date.year}-{o.invoice_id:06d}")
    service_call = factory.SubFactory(ServiceCallFactory)
    customer = factory.SelfAttribute("service_call.customer")
    issue_date = factory.SelfAttribute("service_call.service_date")
    due_date = factory.LazyAttribute(lambda o: o.issue_date + timedelta(days=30))
    payment_terms = "Net 30"
    subtotal = factory.SelfAttribute("service_call.total_cost")
    tax_rate = Decimal("0.0825")
    tax_amount = factory.LazyAttribute(lambda o: (o.subtotal * o.tax_rate).quantize(CENT))
    total_amount = factory.LazyAttribute(lambda o: o.subtotal + o.tax_amount)
    status = FuzzyChoice(["Paid", "Pending", "Overdue"])
    notes = None


class InvoiceLineFactory(PlainFactory):
    class Meta:
        model = InvoiceLine

    invoice_line_id = key()
    invoice = factory.SubFactory(InvoiceFactory)
    line_number = key()
    line_type = FuzzyChoice(["labor", "part", "fee"])
    description = factory.Faker("sentence", nb_words=5)
    quantity = FuzzyInteger(1, 4)
    unit_price = FuzzyDecimal(5, 300, 2)
    amount = factory.LazyAttribute(lambda o: o.quantity * o.unit_price)
    usage_id = None


def create_company(session: Session, customers: int) -> int:
    """A company by `create_batch`, in the proportions of ours; gives the number of rows."""
    share = customers / 500
    made: dict[type[PlainFactory], Sequence[Any]] = {}

    def batch(factory_class: type[PlainFactory], default: int, **parents: Any) -> Sequence[Any]:
        count = max(1, round(default * share))
        given = {name: factory.Iterator(rows) for name, rows in parents.items()}
        factory_class._meta.sqlalchemy_session = session  # type: ignore[attr-defined]
        factory_class.reset_sequence(0)
        made[factory_class] = factory_class.create_batch(count, **given)
        return made[factory_class]

    branches = batch(BranchFactory, 1)
    technicians = batch(TechnicianFactory, 15, branch=branches)
    equipment = batch(EquipmentTypeFactory, 50)
    suppliers = batch(SupplierFactory, 24)
    parts = batch(PartFactory, 200, supplier_record=suppliers)
    customer_rows = batch(CustomerFactory, 500, branch=branches)
    devices = batch(InstalledDeviceFactory, 800, customer=customer_rows, equipment=equipment)
    calls = batch(ServiceCallFactory, 2_000, device=devices, technician=technicians)
    batch(PartsUsageFactory, 3_990, service_call=calls, part=parts)
    batch(AppointmentFactory, 2_000, service_call=calls)
    batch(WorkOrderFactory, 2_000, service_call=calls)
    invoices = batch(InvoiceFactory, 1_700, service_call=calls)
    batch(InvoiceLineFactory, 5_887, invoice=invoices)
    session.commit()
    return sum(map(len, made.values()))
