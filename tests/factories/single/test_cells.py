"""Before the database has seen a row, its values are of the types that a type checker is told."""

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

import factory
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from factories import (
    InvoiceFactory,
    ServiceCallFactory,
    SubscriptionFactory,
    as_dict,
)
from hvac_models import InvoiceStatus
from tests.factories.support.empty_database import FACTORIES, Factory, named


@pytest.mark.parametrize("made", FACTORIES, ids=named)
def test_values_are_of_the_same_types_before_and_after(made: Factory, session: Session) -> None:
    row, names = made(), made._meta.column_names
    before = {name: repr(getattr(row, name)) for name in names}
    payload = as_dict(row)
    session.flush()
    session.refresh(row)
    assert {name: repr(getattr(row, name)) for name in names} == before
    assert as_dict(row) == payload


@pytest.mark.parametrize("made", FACTORIES, ids=named)
def test_enumerations_and_amounts_have_their_types(made: Factory) -> None:
    row = made.build()
    for name, type_ in made._meta.types.items():
        value = getattr(row, name)
        if isinstance(type_, sa.Enum) and value is not None:
            assert isinstance(value, enum.Enum), name
        if isinstance(type_, sa.Numeric) and value is not None:
            assert isinstance(value, Decimal), name
            assert value.as_tuple().exponent == -int(type_.scale or 0), name


def test_what_is_said_gets_the_column_s_type(session: Session) -> None:
    given: Any = {"status": "Pending", "subtotal": 100}
    invoice = InvoiceFactory(**given)
    assert invoice.status is InvoiceStatus.PENDING
    assert repr(invoice.subtotal) == "Decimal('100.00')"
    assert as_dict(invoice)["subtotal"] == "100.00"
    assert InvoiceFactory(subtotal=100.55).subtotal == Decimal("100.55")
    assert InvoiceFactory(subtotal=0.1 + 0.2).subtotal == Decimal("0.30")
    drawn: Any = factory.LazyFunction(lambda: 100)
    assert repr(InvoiceFactory(subtotal=drawn).subtotal) == "Decimal('100.00')"


def test_days_and_moments_are_told_apart(session: Session) -> None:
    contract = SubscriptionFactory(expired=True)
    assert isinstance(contract.customer.created_at, dt.datetime)
    moment: Any = dt.datetime(2026, 1, 1, 9)
    assert InvoiceFactory.build(issue_date=moment).issue_date == dt.date(2026, 1, 1)


def test_a_payload_has_the_column_s_decimals() -> None:
    call = ServiceCallFactory.build()
    assert as_dict(call)["parts_cost"] == "0.00"
    loose: Any = 7
    call.parts_cost = loose
    assert as_dict(call)["parts_cost"] == "7.00"
    assert as_dict(call, json=False)["parts_cost"] == Decimal(7)


def test_a_batch_with_an_odd_amount_is_built() -> None:
    assert InvoiceFactory.build(subtotal=100.555).subtotal == Decimal("100.555")
