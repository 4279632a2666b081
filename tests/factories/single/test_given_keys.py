"""Keys and document numbers that a test gives: the factories' own step over them."""

from collections.abc import Callable
from typing import Any

import factory
import pytest
from sqlalchemy.orm import Session

from factories import (
    BadValue,
    CustomerFactory,
    EquipmentTypeFactory,
    InvoiceFactory,
    QuoteFactory,
    VehicleFactory,
)

Make = Callable[..., Any]


class ChosenKeys(CustomerFactory):
    customer_id = factory.Sequence(lambda n: n + 2)


@pytest.mark.parametrize("given", [1, 2, 3, 5, 100])
def test_a_given_key_is_stepped_over(given: int, session: Session) -> None:
    CustomerFactory(customer_id=given)
    made = [CustomerFactory(), *CustomerFactory.create_batch(4)]
    session.flush()
    keys = [customer.customer_id for customer in made]
    assert len({given, *keys}) == 6
    assert max(keys) <= 7


def test_so_is_one_that_comes_later(session: Session) -> None:
    CustomerFactory()
    CustomerFactory.create_batch(2, customer_id=factory.Iterator([3, 5]))
    ChosenKeys(customer_id=6)
    CustomerFactory.create_batch(4)
    session.flush()


def test_a_subclass_may_give_them(session: Session) -> None:
    given = ChosenKeys().customer_id
    made = CustomerFactory.create_batch(4)
    session.flush()
    assert given not in [customer.customer_id for customer in made]


def test_a_row_that_was_built_first_keeps_its_key(session: Session) -> None:
    session.add(CustomerFactory.build(customer_id=3, branch=None, branch_id=None))
    assert 3 not in [row.customer_id for row in CustomerFactory.build_batch(4)]
    session.expunge_all()


@pytest.mark.parametrize(
    ("make", "column", "number"),
    [
        (InvoiceFactory, "invoice_number", "INV-2025-0002"),
        (QuoteFactory, "quote_number", "QUO-2026-0003"),
        (VehicleFactory, "vehicle_number", "V-002"),
    ],
)
def test_so_are_the_numbers_of_documents(
    make: Any, column: str, number: str, session: Session
) -> None:
    make(**{column: number})
    made = make.create_batch(4)
    session.flush()
    assert number not in [getattr(row, column) for row in made]


def test_digits_that_number_nothing_do_not_count(session: Session) -> None:
    CustomerFactory(customer_name="Pier 2")
    EquipmentTypeFactory(brand="Carrier")
    assert [CustomerFactory().customer_id, EquipmentTypeFactory().equipment_id] == [2, 2]
    session.flush()


def test_what_is_taken_already_is_refused_at_the_call(session: Session) -> None:
    CustomerFactory()
    InvoiceFactory()
    with pytest.raises(BadValue, match="customer_id=1 is taken"):
        CustomerFactory(customer_id=1)
    with pytest.raises(BadValue, match="invoice_number='INV-2025-0001' is taken"):
        InvoiceFactory(invoice_number="INV-2025-0001")
    session.flush()
