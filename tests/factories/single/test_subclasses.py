"""What a subclass may say in its body: other parents, rows that come along, other names."""

from typing import Any

import factory
import pytest
from sqlalchemy.orm import Session

from factories import (
    BadValue,
    CustomerFactory,
    FactoryError,
    InstalledDeviceFactory,
    InvoiceFactory,
    PaymentFactory,
    ServiceCallFactory,
    UnknownName,
)
from factories.engine.declarations import Parent, derived
from factories.engine.rows import BulkError
from tests.factories.single.test_own_model import ClientFactory, app
from tests.factories.support.empty_database import violations

__all__ = ["app"]


class RepairFactory(ServiceCallFactory):
    service_type = "Repair"


class RepairInvoiceFactory(InvoiceFactory):
    service_call = factory.SubFactory(RepairFactory, duration_hours=3)


def test_a_parent_of_a_factory_of_one_s_own(session: Session) -> None:
    invoice = RepairInvoiceFactory(customer__customer_name="Ada Park", customer__residential=True)
    call = invoice.service_call
    assert call.service_type == "Repair"
    assert call.duration_hours == 3
    assert invoice.service_call_id == call.service_call_id
    assert invoice.customer is call.customer
    assert invoice.customer.customer_name == "Ada Park"
    assert violations(session) == {}


def test_a_parent_keeps_its_key_and_its_own_parents(session: Session) -> None:
    class OldDeviceFactory(InstalledDeviceFactory):
        installation_location = "Attic"

    class AtticCallFactory(ServiceCallFactory):
        device = Parent(OldDeviceFactory)

    class BasementCallFactory(ServiceCallFactory):
        device = factory.SubFactory(InstalledDeviceFactory, installation_location="Basement")

    call = AtticCallFactory()
    assert call.installation_id == call.device.installation_id
    call = BasementCallFactory()
    assert call.customer is call.device.customer
    assert call.device.installation_location == "Basement"


def test_a_parent_from_a_plain_declaration(session: Session) -> None:
    customers = CustomerFactory.create_batch(2)

    class CallFactory(ServiceCallFactory):
        customer = factory.Iterator(customers)

    class DeviceCallFactory(ServiceCallFactory):
        device = factory.LazyFunction(lambda: InstalledDeviceFactory(customer=customers[1]))

    class BillFactory(InvoiceFactory):
        customer = factory.Iterator(customers)

    class PaidFactory(PaymentFactory):
        customer = customers[0]

    first, second = CallFactory.create_batch(2)
    assert (first.customer, second.device.customer) == (customers[0], customers[1])
    assert first.customer_id == customers[0].customer_id
    assert DeviceCallFactory().customer is customers[1]
    assert [bill.customer for bill in BillFactory.create_batch(2)] == customers
    assert PaidFactory().invoice.service_call.customer is customers[0]
    assert violations(session) == {}


def test_how_many_rows_come_along(session: Session) -> None:
    class HomeFactory(CustomerFactory):
        with_devices = 2

    class JobFactory(ServiceCallFactory):
        parts = 2

    class BareFactory(InvoiceFactory):
        lines = None

        class Params:
            rich: Any = factory.Trait(lines=True)

    assert len(HomeFactory().devices) == 2
    assert len(HomeFactory(with_devices=1).devices) == 1
    assert HomeFactory(with_devices=None).devices == []
    assert len(JobFactory().parts_usage) == 2
    assert BareFactory().lines == []
    assert len(BareFactory(rich=True).lines) == 1


def test_columns_go_by_their_new_names(app: Session) -> None:
    make: Any = ClientFactory
    assert make(name="Ada Park").name == "Ada Park"
    assert make(id=70).id == 70

    class AdaFactory(ClientFactory):
        name = "Ada Park"

        class Params:
            bo: Any = factory.Trait(name="Bo Li")

    ada: Any = AdaFactory
    assert [ada().name, ada(bo=True).name, ada(name="Cy Fox").name] == [
        "Ada Park",
        "Bo Li",
        "Cy Fox",
    ]
    with pytest.raises(BadValue, match="ClientFactory: id=70 is taken"):
        make(id=70)


@pytest.mark.parametrize("wrong", [{"custmer_name": "name"}, {"customer_name": "nmae"}])
def test_a_typo_in_rename_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownName, match=r"WrongFactory: .*; did you mean (customer_)?name\?"):

        class WrongFactory(ClientFactory):
            class Meta:
                model = ClientFactory._meta.model
                rename: Any = wrong


def test_what_bulk_cannot_do_is_a_factory_error() -> None:
    assert issubclass(BulkError, FactoryError)


class TwoNamesFactory(CustomerFactory):
    class Meta:
        exclude = ("first", "second")

    @derived
    def first(branch_id: Any) -> Any:
        return [f"branch{branch}" for branch in branch_id.tolist()]

    second = first

    @derived
    def email(first: Any, second: Any) -> Any:
        return [f"{one}-{two}@example.com" for one, two in zip(first, second, strict=True)]


@pytest.mark.parametrize(
    ("given", "email"),
    [
        ({}, "branch1-branch1@example.com"),
        ({"first": "told"}, "told-branch1@example.com"),
        ({"second": "told"}, "branch1-told@example.com"),
    ],
)
def test_one_declaration_under_two_names_is_two_columns(given: Any, email: str) -> None:
    """What was given under one name holds, whatever the other one comes to."""
    assert TwoNamesFactory.build(**given).email == email
