"""What a caller asks of single rows fits together: with their parents, and with the rows before."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import factory
import pytest
from sqlalchemy.orm import Session

import factories
from factories import (
    AppointmentFactory,
    BadValue,
    CustomerFactory,
    EquipmentTypeFactory,
    InstalledDeviceFactory,
    InvoiceFactory,
    LeadFactory,
    PartFactory,
    PartsUsageFactory,
    PaymentFactory,
    QuoteFactory,
    ServiceCallFactory,
    SubscriptionFactory,
    TechnicianFactory,
    VehicleFactory,
    WarrantyClaimFactory,
)
from factories.testing import SmallCompany
from hvac_models import EquipmentKind
from tests.depth import one_in
from tests.factories.support.empty_database import empty_database, violations

SEEDS = one_in(2, range(6))
ASKED: dict[str, Callable[[], Any]] = {
    "a plan says whom it is for": lambda: [
        SubscriptionFactory(service_plan=plan)
        for plan in ("Basic", "Premium", "Comprehensive", "Commercial")
    ],
    "a customer with a plan": lambda: CustomerFactory(
        with_devices=2, with_contract__service_plan="Premium"
    ),
    "a business with a plan": lambda: CustomerFactory(with_contract__service_plan="Commercial"),
    "one contract after the other": lambda: CustomerFactory(with_devices=1, with_contract=3),
    "a contract that ran out, renewed": lambda: SubscriptionFactory.create_batch(
        2, customer=CustomerFactory(created_at=dt.datetime(2020, 5, 4, 9)), expired=True
    ),
    "a device of each kind": lambda: [
        InstalledDeviceFactory(equipment__equipment_type=kind) for kind in EquipmentKind
    ],
    "a visit to each kind": lambda: [
        ServiceCallFactory(device__equipment__sold_as=str(kind)) for kind in EquipmentKind
    ],
    "quotes to leads": lambda: [
        QuoteFactory(lead__service_interest=interest, lead__urgency=urgency)
        for urgency in ("High", "Low")
        for interest in ("Heating Repair", "Installation", "Maintenance", "Emergency Service")
    ],
    "quotes of a kind to leads": lambda: [
        QuoteFactory(lead__urgency="High", **{trait: True})
        for trait in ("accepted", "declined", "expired", "pending", "repair", "replacement")
    ],
    "quotes to a lead who is there": lambda: [
        QuoteFactory(lead=lead, **{trait: True})
        for lead, traits in (
            (LeadFactory(qualified=True), ("accepted", "pending")),
            (LeadFactory(converted=True), ("accepted", "pending", "expired")),
        )
        for trait in traits
    ],
    "quotes to the lead of a customer": lambda: QuoteFactory(
        customer=CustomerFactory(), lead__urgency="Low"
    ),
    "quotes that became a call": lambda: [
        InvoiceFactory(service_call=QuoteFactory(service_call__repair=True).service_call),
        QuoteFactory(service_call__emergency=True),
        QuoteFactory(service_call__installation=True),
        QuoteFactory(service_call__parts=1),
    ],
    "leads of campaigns": lambda: [
        LeadFactory(converted=won, **{f"campaign__{trait}": True})
        for won in (True, False)
        for trait in ("running", "finished")
    ],
    "a lead won on a day": lambda: LeadFactory(converted=True, created_date=dt.date(2025, 10, 2)),
    "bills for callbacks": lambda: InvoiceFactory(service_call__callback=True),
    "a bill long overdue of somebody known": lambda: InvoiceFactory(
        overdue=True, payment_terms="Net 30", customer=CustomerFactory()
    ),
    "a bill paid in two": lambda: InvoiceFactory(paid=True, payments__partial=True),
    "a bill paid at second try": lambda: InvoiceFactory(paid=True, payments__failed=True),
    "a bill paid twice": lambda: InvoiceFactory(paid=True, payments__refunded=True),
    "appointments of a technician": lambda: AppointmentFactory.create_batch(
        12, technician=TechnicianFactory()
    ),
    "appointments of each type": lambda: [
        AppointmentFactory(appointment_type=kind)
        for kind in ("Maintenance", "Installation", "Emergency", "Consultation")
    ],
    "appointments on a day": lambda: AppointmentFactory(appointment_date=dt.date(2026, 1, 20)),
    "an emergency that was kept": lambda: AppointmentFactory(
        completed=True, service_call__emergency=True
    ),
    "claims that were decided": lambda: WarrantyClaimFactory.create_batch(30, approved=True),
    "visits of a technician": lambda: ServiceCallFactory.create_batch(
        45, technician=TechnicianFactory()
    ),
    "visits to a device": lambda: ServiceCallFactory.create_batch(
        30, device=InstalledDeviceFactory()
    ),
    "visits on a day": lambda: ServiceCallFactory(service_date=dt.date(2025, 12, 10)),
    "visits to what is new": lambda: [
        ServiceCallFactory(device__installation_date=dt.date(2025, 12, day)) for day in (10, 30)
    ],
    "a repair of what only some units have": lambda: [
        ServiceCallFactory(failed_component=what, repair=True)
        for what in ("Compressor", "Igniter", "Zone Valve")
    ],
    "any part on a tune-up": lambda: PartsUsageFactory(
        service_call=ServiceCallFactory(maintenance=True), part=PartFactory()
    ),
    "vans of a year or day": lambda: [
        VehicleFactory(year=2024),
        VehicleFactory(year=2026),
        VehicleFactory(purchase_date=dt.date(2025, 6, 3)),
        VehicleFactory(purchase_date=dt.date(2016, 6, 3)),
    ],
    "devices of any model": lambda: [
        InstalledDeviceFactory(equipment=model) for model in EquipmentTypeFactory.create_batch(18)
    ],
    "a device of that day": lambda: [
        InstalledDeviceFactory(installation_date=dt.date(year, 3, 4)) for year in (1999, 2012, 2024)
    ],
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_for_passes_the_audit(asked: str) -> None:
    for seed in SEEDS:
        with empty_database() as engine, Session(engine) as session:
            factories.bind(session, seed=seed)
            ASKED[asked]()
            assert violations(session) == {}, seed
            factories.bind(None)


def test_a_lead_has_no_customer_until_one_is_asked_for(session: Session) -> None:
    assert LeadFactory().customer is None
    assert LeadFactory(converted=True).customer is not None


def test_a_customer_has_no_contract_from_before_it_was_one(session: Session) -> None:
    ada = CustomerFactory(created_at=dt.datetime(2025, 6, 2, 9))
    SubscriptionFactory(customer=ada)
    with pytest.raises(BadValue, match=r"has a contract from .*; give start_date, or"):
        SubscriptionFactory(customer=ada)


def test_what_is_quoted_and_installed_is_on_offer(session: Session) -> None:
    EquipmentTypeFactory()  # a model of the catalog's first years
    rows: list[Any] = [QuoteFactory(), InstalledDeviceFactory()]
    for row in rows:
        assert row.equipment.discontinued_year is None
        assert row.equipment.introduced_year < 2025
    assert len({row.equipment for row in rows}) == 1


def test_a_device_is_replaced_at_the_end_of_its_life(session: Session) -> None:
    old = InstalledDeviceFactory(replaced=True)
    session.flush()
    (new,) = [device for device in old.customer.devices if device is not old]
    years = (new.installation_date - old.installation_date).days / 365
    assert 8 < years < 25
    assert new.equipment.equipment_type == old.equipment.equipment_type


def test_an_air_handler_comes_with_the_heat_pump_that_it_belongs_to(session: Session) -> None:
    handler = InstalledDeviceFactory(equipment__equipment_type="Air Handler")
    heat_pump = next(other for other in handler.customer.devices if other is not handler)
    assert heat_pump.equipment.equipment_type == "Heat Pump"
    assert heat_pump.installation_date == handler.installation_date
    another = InstalledDeviceFactory(customer=handler.customer, equipment=handler.equipment)
    assert another.customer.devices == [handler, heat_pump, another]
    alone = InstalledDeviceFactory(equipment=handler.equipment, outdoor_unit=None)
    assert alone.customer.devices == [alone]


def test_a_quote_to_a_lead_goes_to_that_person(session: Session) -> None:
    lead = LeadFactory(qualified=True, is_business=False)
    quote = QuoteFactory(lead=lead)
    assert quote.customer.customer_name == f"{lead.first_name} {lead.last_name}"
    assert quote.customer.address == lead.address
    assert quote.quote_date >= lead.created_date
    assert QuoteFactory(lead=lead).customer is quote.customer


def test_a_tune_up_comes_from_no_quote(session: Session) -> None:
    with pytest.raises(BadValue, match="service_call of type Maintenance comes from no quote"):
        QuoteFactory(service_call__maintenance=True)


def test_the_second_installment_takes_the_rest(session: Session) -> None:
    invoice = InvoiceFactory()
    first, second = (PaymentFactory(invoice=invoice, partial=True) for _ in range(2))
    assert first.amount + second.amount == invoice.total_amount
    assert (first.notes, second.notes) == ("Installment 1 of 2.", "Installment 2 of 2.")
    assert invoice.status == "Paid"
    with pytest.raises(BadValue, match="is paid; give another"):
        PaymentFactory(invoice=invoice, partial=True)


def test_a_refund_leaves_the_payment_that_it_doubled(session: Session) -> None:
    refunded = PaymentFactory(refunded=True)
    session.flush()
    twin = next(p for p in refunded.invoice.payments if p is not refunded)
    assert (twin.status, twin.amount) == ("Completed", refunded.amount)
    assert refunded.invoice.status == "Paid"


@pytest.mark.parametrize(
    ("asked", "said", "why"),
    [
        (InvoiceFactory, {"paid": True, "payments__pending": True}, "contradict each other"),
        (InvoiceFactory, {"paid": True, "service_call__callback": True}, "no bill stands"),
        (LeadFactory, {"emergency": True, "nurturing": True}, "contradict each other"),
        (QuoteFactory, {"expired": True, "lead__qualified": True}, "cannot hold"),
    ],
)
def test_what_cannot_be_is_refused(
    asked: Any, said: dict[str, bool], why: str, session: Session
) -> None:
    with pytest.raises(BadValue, match=why):
        asked(**said)
    assert violations(session) == {}


def test_the_body_of_a_subclass_decides_as_a_caller_does(session: Session) -> None:
    day = dt.date(2025, 12, 10)
    technicians = TechnicianFactory.create_batch(2)

    class ThatDayFactory(ServiceCallFactory):
        service_date = day

    class TheirsFactory(ServiceCallFactory):
        technician = factory.Iterator(technicians)

    class CommercialFactory(CustomerFactory):
        with_contract__service_plan = "Commercial"
        with_contract = 2

    assert ThatDayFactory().started_at.date() == day
    assert CommercialFactory().customer_type == "commercial"
    TheirsFactory.create_batch(60)
    assert violations(session) == {}


def test_what_a_caller_says_of_a_parent_replaces_its_default(session: Session) -> None:
    assert PartsUsageFactory(service_call__repair=True).service_call.service_type == "Repair"


def test_an_emergency_is_booked_within_hours(session: Session) -> None:
    kept = AppointmentFactory(completed=True, service_call__emergency=True)
    assert kept.scheduled_time - kept.created_date < dt.timedelta(hours=4)
    assert AppointmentFactory(appointment_type="Installation").scheduled_time.hour == 8


def test_notes_fit_the_weather_on_record(session: Session) -> None:
    company = SmallCompany()
    company.copy_into(session.connection())
    for _ in range(12):
        ServiceCallFactory(maintenance=True, device__equipment__sold_in=2016)
    assert "readings-fit-the-weather" not in violations(session)


def test_a_technician_without_hours_left_is_told(session: Session) -> None:
    ada = TechnicianFactory()
    busy = CustomerFactory(created_at=dt.datetime(2025, 12, 20, 9))
    with pytest.raises(BadValue, match="has no hours left for it; give started_at or another"):
        ServiceCallFactory.create_batch(30, technician=ada, customer=busy, emergency=True)
