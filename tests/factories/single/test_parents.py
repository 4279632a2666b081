"""Overrides and parents: what the caller says holds, and the rest follows from it."""

from decimal import Decimal
from typing import Any

import factory
import pytest
import sqlalchemy as sa
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import Session, scoped_session, sessionmaker

import factories
from factories import (
    AppointmentFactory,
    BranchFactory,
    CustomerFactory,
    InstalledDeviceFactory,
    InvoiceFactory,
    PartsUsageFactory,
    PaymentFactory,
    QuoteFactory,
    ServiceCallFactory,
    TechnicianFactory,
    VehicleFactory,
    WarrantyClaimFactory,
    WorkOrderFactory,
)
from factories.engine.rows import NoParent
from hvac_models import Branch, Customer, EquipmentType, InstalledDevice, ServiceCall, Technician
from tests.factories.support.empty_database import empty_database, violations


def count(session: Session, model: Any) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_column_that_is_given_holds_and_others_follow(session: Session) -> None:
    customer = CustomerFactory(customer_type="commercial", city="Concord", postal_code="28027")
    assert customer.customer_type == "commercial"
    assert customer.address.endswith(", Concord, NC 28027")
    assert violations(session) == {}


def test_overriding_one_column_leaves_the_others_as_they_were() -> None:
    usual, told = CustomerFactory.build_batch(2, customer_id=5, branch_id=1), []
    told = [CustomerFactory.build(customer_id=5, branch_id=1, phone="(704) 555-0100")]
    for name in set(CustomerFactory._meta.column_names) - {"phone"}:
        assert getattr(usual[0], name) == getattr(usual[1], name) == getattr(told[0], name), name


def test_a_parent_given_is_used(session: Session) -> None:
    customer = CustomerFactory()
    call = ServiceCallFactory(customer=customer)
    assert call.customer is customer
    assert call.customer_id == customer.customer_id
    assert call.device.customer is customer
    assert count(session, Customer) == 1
    assert violations(session) == {}


def test_a_parents_key_is_enough(session: Session) -> None:
    CustomerFactory.create_batch(5)
    session.commit()
    session.expunge_all()
    call = ServiceCallFactory(customer_id=5)
    assert call.customer.customer_id == 5
    assert call.device.customer_id == 5
    assert count(session, Customer) == 5
    assert violations(session) == {}


def test_a_parents_key_is_enough_before_a_flush(session: Session) -> None:
    session.autoflush = False
    customer = CustomerFactory()
    assert ServiceCallFactory(customer_id=customer.customer_id).customer is customer
    assert violations(session) == {}


@pytest.mark.parametrize("by_key", [False, True])
def test_the_customer_of_a_call_is_the_one_of_its_device(session: Session, by_key: bool) -> None:
    device = InstalledDeviceFactory()
    key = device.installation_id
    call = ServiceCallFactory(installation_id=key) if by_key else ServiceCallFactory(device=device)
    assert (call.device, call.customer) == (device, device.customer)
    assert call.equipment_id == device.equipment_id
    assert (count(session, Customer), count(session, InstalledDevice)) == (1, 1)
    assert violations(session) == {}


def test_a_callback_goes_to_the_same_device(session: Session) -> None:
    first = ServiceCallFactory(repair=True)
    again = ServiceCallFactory(repair=True, callback_of=first)
    assert again.is_callback
    assert (again.device, again.customer) == (first.device, first.customer)
    assert again.started_at > first.completed_at
    assert violations(session) == {}


def test_the_order_and_the_appointment_of_a_callback_come_after_the_first_visit(
    session: Session,
) -> None:
    call = ServiceCallFactory(repair=True, callback_of=ServiceCallFactory(repair=True))
    first = call.callback_of
    assert first is not None
    order = WorkOrderFactory(service_call=call)
    assert order.description.startswith("Callback")
    assert f"{first.service_date:%b} {first.service_date.day}" in order.description
    assert "Diagnose" not in order.instructions
    booked = AppointmentFactory(service_call=call)
    assert first.completed_at <= booked.created_date <= booked.scheduled_time
    assert violations(session) == {}


def test_a_key_that_leads_nowhere_says_so(session: Session) -> None:
    with pytest.raises(NoParent, match="ServiceCallFactory: there is no customer with customer_id"):
        ServiceCallFactory(customer_id=5)


def test_building_with_a_key_alone_needs_no_more_than_the_key() -> None:
    assert CustomerFactory.build(branch_id=3).branch_id == 3
    with pytest.raises(NoParent, match="there is no service_call with service_call_id=5"):
        InvoiceFactory.build(service_call_id=5)


def test_overrides_reach_through_parents(session: Session) -> None:
    invoice = InvoiceFactory(service_call__customer__customer_type="commercial")
    assert invoice.service_call.customer.customer_type == "commercial"
    assert ServiceCallFactory(customer__commercial=True).customer.customer_type == "commercial"
    assert InvoiceFactory(service_call__emergency=True).service_call.service_type == "Emergency"
    assert violations(session) == {}


def test_an_optional_parent_is_made_when_asked_for_and_agrees(session: Session) -> None:
    assert QuoteFactory().lead_id is None
    quote = QuoteFactory(service_call__repair=True, quote_type="Repair")
    assert quote.service_call is not None
    assert quote.customer is quote.service_call.customer
    assert VehicleFactory(assigned_technician__junior=True).assigned_technician is not None
    assert violations(session) == {}


def test_an_optional_parent_can_be_refused(session: Session) -> None:
    assert VehicleFactory(assigned_technician=None).assigned_technician_id is None
    assert AppointmentFactory(service_call_id=None).status == "Scheduled"


def test_a_van_is_of_its_drivers_branch(session: Session) -> None:
    other = BranchFactory.create_batch(2)[1]
    technician = TechnicianFactory(branch=other)
    assert VehicleFactory(assigned_technician=technician).branch is other
    call = ServiceCallFactory(customer__branch=other)
    assert call.technician.branch is other
    assert violations(session) == {}


def test_the_branch_and_the_models_are_shared_in_a_session(session: Session) -> None:
    ServiceCallFactory.create_batch(4)
    assert (count(session, Branch), count(session, EquipmentType)) == (1, 1)
    session.commit()
    session.expunge_all()
    ServiceCallFactory()
    assert (count(session, Branch), count(session, EquipmentType)) == (1, 1)


def test_a_branch_that_was_rolled_back_is_made_anew(session: Session) -> None:
    CustomerFactory()
    session.rollback()
    CustomerFactory()
    assert count(session, Branch) == 1
    assert violations(session) == {}


def test_what_is_built_shares_a_branch_with_itself_alone() -> None:
    one, other = ServiceCallFactory.build_batch(2)
    assert one.customer.branch is one.technician.branch
    assert one.customer.branch is not other.customer.branch


def test_a_row_made_by_hand_can_be_a_parent(session: Session) -> None:
    source = CustomerFactory.build(branch_id=1)
    names = set(CustomerFactory._meta.column_names) - {"customer_id", "branch_id"}
    by_hand = Customer(branch=BranchFactory(), **{name: getattr(source, name) for name in names})
    call = ServiceCallFactory(customer=by_hand)
    assert call.customer_id == by_hand.customer_id == 1
    assert violations(session) == {}


def test_keys_go_on_after_those_in_the_database(session: Session) -> None:
    CustomerFactory.create_batch(3)
    session.commit()
    factories.bind(session)
    assert CustomerFactory().customer_id == 4
    CustomerFactory(customer_id=20)
    CustomerFactory.reset_sequence()
    assert CustomerFactory().customer_id == 21


def test_another_factory_can_hold_ours(session: Session) -> None:
    class GadgetFactory(SQLAlchemyModelFactory):  # type: ignore[type-arg]
        class Meta:
            model = InstalledDevice
            sqlalchemy_session = session

        installation_id = factory.Sequence(lambda n: n + 1)
        customer: Any = factory.SubFactory(CustomerFactory, customer_type="residential")
        equipment: Any = factory.SubFactory("factories.tables.catalog.EquipmentTypeFactory")
        installation_date: Any = factory.LazyAttribute(lambda d: d.customer.created_at.date())
        warranty_end_date: Any = factory.SelfAttribute("installation_date")
        serial_number = factory.Sequence(lambda n: f"HAND-{n}")
        installation_location = "Attic"
        status = "Active"
        installed_by = "Builder"

    device = GadgetFactory()
    session.commit()
    assert device.customer.customer_type == "residential"
    assert device.customer.branch_id == 1


def test_a_scoped_session_will_do() -> None:
    with empty_database() as engine:
        session = scoped_session(sessionmaker(engine))
        factories.bind(session)
        PaymentFactory()
        CustomerFactory(branch_id=1)
        session.commit()
        session.remove()
        factories.bind(None)


@pytest.mark.usefixtures("session")
class TestConsequences:
    """What a single row changes in its parents."""

    def test_a_tune_up_dates_the_devices_last_maintenance(self, session: Session) -> None:
        device = InstalledDeviceFactory()
        calls = ServiceCallFactory.create_batch(3, maintenance=True, device=device)
        assert device.last_maintenance_date == max(call.service_date for call in calls)
        ServiceCallFactory(repair=True, device=device)
        assert violations(session) == {}

    def test_parts_add_to_the_costs_of_their_call(self, session: Session) -> None:
        call = ServiceCallFactory(repair=True)
        used = PartsUsageFactory.create_batch(2, service_call=call, quantity_used=2)
        assert call.parts_cost == sum(2 * line.unit_price for line in used) > 0
        assert call.total_cost == call.labor_cost + call.parts_cost
        PartsUsageFactory(service_call=call, covered_by_warranty=True, unit_price=Decimal(0))
        session.flush()
        assert call.parts_cost == sum(2 * line.unit_price for line in used)

    def test_a_part_that_fails_within_the_year_is_not_charged_again(self, session: Session) -> None:
        first = ServiceCallFactory(repair=True, failed_component="Capacitor", days_ago=200)
        line = PartsUsageFactory(service_call=first, part__capacitor=True)
        again = ServiceCallFactory(repair=True, failed_component="Capacitor", device=first.device)
        second = PartsUsageFactory(service_call=again, part=line.part)
        assert line.unit_price > 0
        assert second.unit_price == 0
        session.flush()
        assert violations(session) == {}

    def test_a_claim_brings_the_part_that_it_is_for(self) -> None:
        claim = WarrantyClaimFactory()
        (line,) = claim.service_call.parts_usage
        assert line.covered_by_warranty
        assert claim.claimed_amount == line.quantity_used * line.unit_cost
        assert claim.device is claim.service_call.device

    def test_a_claim_can_be_made_for_a_part_that_is_there(self, session: Session) -> None:
        line = PartsUsageFactory(under_warranty=True)
        claim = WarrantyClaimFactory(usage=line)
        assert claim.service_call is line.service_call
        assert count(session, ServiceCall) == 1
        assert violations(session) == {}

    def test_a_replaced_device_has_a_successor(self) -> None:
        old = InstalledDeviceFactory(replaced=True)
        (new,) = [device for device in old.customer.devices if device is not old]
        assert new.status == "Active"
        assert new.installation_date > old.installation_date

    def test_a_technicians_calls_do_not_overlap(self, session: Session) -> None:
        ServiceCallFactory.create_batch(25, technician=TechnicianFactory())
        assert count(session, Technician) == 1
        assert violations(session) == {}

    def test_an_appointment_is_that_of_its_call(self, session: Session) -> None:
        call = ServiceCallFactory(repair=True)
        kept = AppointmentFactory(service_call=call)
        assert (kept.customer, kept.technician) == (call.customer, call.technician)
        assert (kept.status, kept.appointment_type) == ("Completed", "Repair")
        assert kept.scheduled_time == call.started_at
        WorkOrderFactory(service_call=call)
        assert violations(session) == {}

    def test_payments_that_add_up_settle_their_invoice(self, session: Session) -> None:
        invoice = InvoiceFactory()
        PaymentFactory(invoice=invoice, partial=True)
        assert invoice.status == "Pending"
        rest = invoice.total_amount - invoice.payments[0].amount
        PaymentFactory(invoice_id=invoice.invoice_id, amount=rest)
        assert invoice.status == "Paid"
        assert violations(session) == {}
