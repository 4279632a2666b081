"""What a test says a document comes to: what it is for, and its parts, follow from that."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

import factories
from factories import (
    BadValue,
    CustomerFactory,
    InvoiceFactory,
    QuoteFactory,
    ServiceCallFactory,
)
from tests.depth import one_in
from tests.factories.support.empty_database import empty_database, violations

SEEDS = one_in(2, [42, 7, 1, 2])
QUOTES: list[dict[str, Any]] = [
    {},
    {"accepted": True},
    {"repair": True},
    {"replacement": True},
    {"quote_type": "Installation"},
    {"maintenance_contract": True},
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("total", [60, Decimal("499.99"), 2500, 5000, 14000])
def test_the_costs_of_a_quote_come_to_its_total(total: Any, seed: int) -> None:
    with empty_database() as engine, Session(engine) as session:
        factories.bind(session, seed=seed)
        for said in QUOTES:
            quote = QuoteFactory(total_amount=total, **said)
            costs = quote.labor_cost + quote.equipment_cost + quote.parts_cost
            assert costs == quote.total_amount == total
            assert quote.labor_cost == quote.labor_hours * quote.labor_rate
        assert violations(session) == {}
        factories.bind(None)


def test_a_dear_quote_is_for_a_new_unit(session: Session) -> None:
    dear, cheap = QuoteFactory(total_amount=5000), QuoteFactory(total_amount=500)
    assert (dear.quote_type, cheap.quote_type) == ("Replacement", "Repair")
    assert dear.equipment_cost > dear.labor_cost
    assert not cheap.equipment_cost


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("total", [100, 500, 3000])
def test_an_invoice_comes_to_what_is_said(total: int, seed: int) -> None:
    with empty_database() as engine, Session(engine) as session:
        factories.bind(session, seed=seed)
        invoices = [
            InvoiceFactory(total_amount=total),
            InvoiceFactory(total_amount=total, paid=True),
            InvoiceFactory(total_amount=total, customer=CustomerFactory()),
            InvoiceFactory(total_amount=total, customer__city="Huntersville"),
        ]
        for invoice in invoices:
            assert invoice.total_amount == invoice.subtotal + invoice.tax_amount == total
        assert violations(session) == {}
        factories.bind(None)


def test_who_says_a_sum_is_sent_to_what_it_is_made_of_in_the_end(session: Session) -> None:
    with pytest.raises(BadValue, match="total_amount is made from subtotal, tax_rate: say these"):
        InvoiceFactory(total_amount=500, service_call__duration_hours=2)
    with pytest.raises(BadValue, match="made from duration_hours, bill_rate, parts_cost: say"):
        ServiceCallFactory(total_cost=777)


def test_what_failed_makes_a_visit_a_repair(session: Session) -> None:
    call = ServiceCallFactory(failed_component="Capacitor")
    assert (call.service_type, call.failed_component) == ("Repair", "Capacitor")
    assert ServiceCallFactory(failed_component="Igniter", emergency=True).service_type == (
        "Emergency"
    )
    assert violations(session) == {}
