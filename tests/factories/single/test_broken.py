"""Rows that are wrong on purpose: in one way, which the audit names."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

import factories
from factories import broken
from factories.audit import all_checks
from tests.factories.support.empty_database import empty_database, violations


@pytest.mark.parametrize("name", broken.ALL)
def test_it_breaks_one_truth_and_no_other(name: str, session: Session) -> None:
    """With whatever people and days a test's seed draws, and with sound rows around."""
    for seed in (42, 2**61):
        with empty_database() as engine, Session(engine) as session:
            factories.bind(session, seed=seed)
            factories.InvoiceFactory(paid=True)
            broken.ALL[name].make()
            assert set(violations(session)) == {broken.ALL[name].check}, seed


def test_a_violation_says_what_it_is() -> None:
    checks = {check.name for check in all_checks()}
    assert len(broken.ALL) >= 18
    for name, violation in broken.ALL.items():
        assert getattr(broken, name) is violation.make
        assert violation.check in checks
        assert violation.says.endswith(".")
        assert "\n" not in violation.says


def test_it_takes_the_words_of_its_factory(session: Session) -> None:
    ada = factories.CustomerFactory(customer_name="Ada Park")
    assert broken.invoice_paid_twice(customer=ada).customer is ada
    technician = factories.TechnicianFactory()
    assert broken.double_booked_technician(technician=technician).technician is technician
    call = factories.ServiceCallFactory(repair=True)
    assert broken.feedback_before_the_visit(service_call=call).service_call is call
    assert broken.invoice_to_another_customer(customer=ada).customer is ada


def test_without_a_session() -> None:
    make: Any = broken.invoice_paid_twice
    with pytest.raises(factories.NoSession, match="InvoiceFactory: no session is bound"):
        make()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("payment_of_a_cancelled_invoice", lambda: {"invoice": factories.InvoiceFactory()}),
        (
            "call_before_the_technician_was_hired",
            lambda: {"technician": factories.TechnicianFactory()},
        ),
        ("call_with_parts_that_nobody_used", lambda: {"parts": 2}),
        (
            "feedback_before_the_visit",
            lambda: {
                "service_call": factories.ServiceCallFactory(),
                "customer": factories.CustomerFactory(),
            },
        ),
    ],
)
def test_what_would_undo_it_is_refused(name: str, said: Any, session: Session) -> None:
    with pytest.raises(factories.BadValue, match=rf"^broken\.{name}: "):
        broken.ALL[name].make(**said())
    assert violations(session) == {}


def test_what_does_not_undo_it_is_taken(session: Session) -> None:
    ada = factories.CustomerFactory()
    broken.feedback_before_the_visit(customer=ada)
    assert set(violations(session)) == {"feedback-soon-after-call"}
    cancelled = factories.InvoiceFactory(cancelled=True)
    assert broken.payment_of_a_cancelled_invoice(invoice=cancelled).invoice is cancelled


def test_a_shelf_breaks_one_truth_with_any_seed() -> None:
    for seed in range(12):
        with empty_database() as engine, Session(engine) as session:
            factories.bind(session, seed=seed)
            broken.stock_that_does_not_add_up()
            assert set(violations(session)) == {"stock-adds-up"}, seed
            factories.bind(None)
