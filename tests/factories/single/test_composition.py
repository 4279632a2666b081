"""Factories put together as testers expect, and what they make passes the audit."""

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, assert_type

import pytest
from sqlalchemy.orm import Session

import factories
from factories import (
    BadValue,
    BranchFactory,
    CustomerFactory,
    IncidentResponseFactory,
    InstalledDeviceFactory,
    InvoiceFactory,
    PartsUsageFactory,
    PaymentFactory,
    PurchaseOrderFactory,
    ServiceCallFactory,
    TechnicianFactory,
    UnknownName,
    as_dict,
)
from factories.engine.declarations import derived
from factories.rules.equipment.installed_base import components
from factories.rules.parts.single_visit import Job, parts_on_hand
from hvac_models import Customer, EquipmentKind, Invoice
from tests.factories.support.empty_database import (
    FACTORIES,
    Factory,
    empty_database,
    named,
    violations,
)


def a_busy_day() -> None:
    """A bit of everything that the documents show."""
    InvoiceFactory(overdue=True, customer__customer_type="commercial")
    ServiceCallFactory(emergency=True, parts=3)
    customer = CustomerFactory(with_devices=2, with_contract=True)
    InvoiceFactory.create_batch(3, service_call__parts=2, paid=True)
    InvoiceFactory.create_batch(2, technician=TechnicianFactory(), customer=customer)
    ServiceCallFactory.create_batch(2, device=customer.devices[0], parts=2, repair=True)
    PartsUsageFactory.create_batch(3, service_call=ServiceCallFactory(repair=True))
    PaymentFactory(customer__commercial=True)
    CustomerFactory(with_contract__cancelled=True, commercial=True)
    IncidentResponseFactory(customer=customer)


@pytest.mark.parametrize("seed", [42, 3, 2**62])
def test_what_is_composed_passes_the_audit(session: Session, seed: int) -> None:
    factories.bind(session, seed=seed)
    a_busy_day()
    assert violations(session) == {}


def test_what_is_kept_from_seed_to_seed_is_what_no_seed_changes(session: Session) -> None:
    made = []
    for seed in (1, 2, 1):
        factories.bind(session, seed=seed)
        branch = BranchFactory._meta
        made.append({name: branch.cells.value(name, 5) for name in ("street", "city", "phone")})
    assert made[0] == made[2]
    assert made[0]["street"] != made[1]["street"]
    assert made[0]["city"] == made[1]["city"]


def test_what_a_subclass_says_is_asked_anew_with_each_seed(session: Session) -> None:
    said = ["first"]

    class ThereFactory(BranchFactory):
        @derived
        def city(ids: Any) -> Any:
            return said * len(ids)

    for now in ("first", "second"):
        said[0] = now
        factories.bind(session, seed=1)
        assert ThereFactory.build().city == now


@pytest.mark.parametrize("seed", range(100, 106))
def test_factories_make_valid_rows_with_the_seed_of_any_test(seed: int) -> None:
    with empty_database() as engine, Session(engine) as session:
        factories.bind(session, seed=seed)
        for factory in FACTORIES:
            factory.create_batch(3)
        assert violations(session) == {}
        factories.bind(None)


def test_a_parents_parent_is_asked_for_by_name(session: Session) -> None:
    invoice = InvoiceFactory(overdue=True, customer__customer_type="commercial")
    assert invoice.status == "Overdue"
    assert invoice.customer is invoice.service_call.customer
    assert invoice.customer.customer_type == "commercial"
    payment = PaymentFactory(technician__technician_level="lead")
    assert payment.invoice.service_call.technician.technician_level == "lead"


def test_a_parents_parent_can_be_given(session: Session) -> None:
    ada = CustomerFactory(customer_name="Ada Park")
    session.flush()
    for invoice in (InvoiceFactory(customer=ada), InvoiceFactory(customer_id=ada.customer_id)):
        assert invoice.customer is invoice.service_call.customer is ada
        assert invoice.service_call.device.customer is ada
    kind = InstalledDeviceFactory(customer=ada).equipment
    assert ServiceCallFactory(equipment=kind).device.equipment is kind
    assert violations(session) == {}


def test_what_the_caller_gives_itself_is_not_passed_on(session: Session) -> None:
    call = ServiceCallFactory()
    invoice = InvoiceFactory(service_call=call, customer=call.customer)
    assert invoice.customer is call.customer
    with pytest.raises(UnknownName, match="InvoiceFactory: there is no field or trait 'customer__"):
        InvoiceFactory(service_call=call, customer__customer_name="Ada Park")


@pytest.mark.parametrize("factory", FACTORIES, ids=named)
def test_a_row_has_its_parents_before_it_is_written(factory: Factory, session: Session) -> None:
    session.autoflush = False
    for row in (factory.create(), factory.build()):
        for related in type(row).__mapper__.relationships:
            (column, *_) = related.local_columns
            if related.direction.name == "MANYTOONE" and getattr(row, str(column.key)) is not None:
                assert getattr(row, related.key) is not None, related.key


def test_parts_are_different_and_their_call_costs_what_they_do(session: Session) -> None:
    call = ServiceCallFactory(repair=True, parts=3)
    assert len({line.part.part_number for line in call.parts_usage}) == 3
    assert call.parts_cost == sum(line.quantity_used * line.unit_price for line in call.parts_usage)
    assert ServiceCallFactory(parts__quantity_used=2).parts_usage[0].quantity_used == 2
    assert violations(session) == {}


def test_who_opens_the_refrigerant_circuit_is_certified(session: Session) -> None:
    repair = ServiceCallFactory(repair=True, failed_component="Compressor", parts=2)
    assert [card.certification_name for card in repair.technician.certifications] == [
        "EPA 608 Universal"
    ]
    assert ServiceCallFactory(maintenance=True, parts=1).technician.certifications == []
    PartsUsageFactory(service_call=repair)
    assert violations(session) == {}
    assert len(repair.technician.certifications) == 1


def test_every_visit_takes_some_parts() -> None:
    """Six are enough for any test; each is of another family."""
    for kind in EquipmentKind:
        for component in (None, *components(kind).components):
            job = Job(str(kind), 36_000, component and str(component), tune_up=not component)
            found = parts_on_hand(job)
            assert len({part.name for part in found}) == len(found) >= 5, (kind, component)


def test_more_parts_than_a_visit_takes(session: Session) -> None:
    with pytest.raises(BadValue, match=r"PartsUsageFactory: part: \d+ kinds of parts are used on"):
        ServiceCallFactory(repair=True, parts=30)


@pytest.mark.parametrize("wrong", ["two", -1, 1.5])
def test_how_many_is_a_number(session: Session, wrong: Any) -> None:
    with pytest.raises(BadValue, match=r"CustomerFactory: with_devices=.* must be a count or True"):
        CustomerFactory(with_devices=wrong)


def test_a_customer_brings_devices_and_a_contract(session: Session) -> None:
    customer = CustomerFactory(with_devices=2, with_contract=True)
    assert len(customer.devices) == 2
    assert [contract.status for contract in customer.subscriptions] == ["Active"]
    assert CustomerFactory(with_devices__inactive=True).devices[0].status == "Inactive"
    assert CustomerFactory().devices == []


def test_composition_needs_no_database() -> None:
    call = ServiceCallFactory.build(emergency=True, parts=2)
    assert call.parts_cost == sum(line.unit_price for line in call.parts_usage) > 0
    invoice = InvoiceFactory.build(customer__commercial=True, service_call__parts=2)
    assert len(invoice.lines) == 3
    assert len(CustomerFactory.build(with_devices=3).devices) == 3


def test_a_row_as_a_payload() -> None:
    invoice = InvoiceFactory.build(payment_terms="Net 15")
    payload = as_dict(invoice, keys=False, without=["notes"], nested=["lines", "customer"])
    assert json.loads(json.dumps(payload)) == payload
    assert payload["payment_terms"] == "Net 15"
    assert payload["issue_date"] == invoice.issue_date.isoformat()
    assert Decimal(payload["total_amount"]) == invoice.total_amount
    assert payload["lines"][0]["line_type"] == "labor"
    assert not {"invoice_id", "customer_id", "notes"} & set(payload)
    assert as_dict(invoice)["customer_id"] == invoice.customer_id
    assert as_dict(invoice, json=False)["issue_date"] == invoice.issue_date
    assert as_dict(PurchaseOrderFactory.build(open=True))["received_date"] is None


def test_a_payload_of_what_is_not_there() -> None:
    with pytest.raises(UnknownName, match=r"Invoice: .* 'note'; did you mean notes"):
        as_dict(InvoiceFactory.build(), without="note")
    with pytest.raises(UnknownName, match=r"Invoice: .* 'line'; did you mean lines"):
        as_dict(InvoiceFactory.build(), nested=["line"])


def test_a_row_says_what_it_is(session: Session) -> None:
    customer = CustomerFactory(customer_name="Ada Park", residential=True)
    assert repr(customer) == (
        "Customer(customer_id=1, customer_name='Ada Park', customer_type='residential')"
    )
    invoice = InvoiceFactory()
    assert repr(invoice).startswith("Invoice(invoice_id=1, invoice_number='INV-2025-0001', ")
    assert repr(invoice).endswith(", status='Pending')")
    assert "Decimal" not in repr(invoice)
    session.commit()  # expired: nothing is loaded for a repr
    assert repr(customer) == "Customer(customer_id=1)"


@pytest.mark.parametrize("factory", FACTORIES, ids=named)
def test_a_row_is_told_from_others(factory: Factory, session: Session) -> None:
    row = factory()
    told = type(row).telling
    assert set(told) <= set(factory._meta.column_names)
    assert all(f"{name}=" in repr(row) for name in (factory._meta.key, *told))
    session.commit()
    key = factory._meta.key
    assert repr(row).startswith(f"{type(row).__name__}({key}=")


def test_what_is_declared_is_nothing_to_say(session: Session) -> None:
    # As pytest-factoryboy's fixtures of rows do it.
    declared = CustomerFactory._meta.pre_declarations
    said = {name: declared[name].declaration for name in ("branch_id", "phone")}
    with pytest.raises(BadValue, match=r"of Customer: .* pytest-factoryboy makes; call the fac"):
        CustomerFactory(**said)


def test_types_are_known() -> None:
    assert_type(CustomerFactory.build(), Customer)
    assert_type(InvoiceFactory.build_batch(2), list[Invoice])
    if TYPE_CHECKING:
        assert_type(CustomerFactory(), Customer)
        assert_type(InvoiceFactory.create_batch(2), list[Invoice])
