"""What factories say when they are asked for what cannot be: which factory, which field."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import factory
import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

import factories
from factories import (
    BadValue,
    CustomerFactory,
    CustomerFeedbackFactory,
    FactoryError,
    InstalledDeviceFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    MailingListContactFactory,
    NoParent,
    NoSession,
    PartFactory,
    PaymentFactory,
    QuoteFactory,
    ServiceCallFactory,
    TechnicianFactory,
    UnknownName,
)
from factories.engine.rows import BulkError, Table, columns_of
from factories.tables.recorded import Recorded
from tests.factories.support.empty_database import FACTORIES, Factory, named


def said(make: Callable[[], Any], error: type[FactoryError]) -> str:
    """What is complained of: one line."""
    with pytest.raises(error) as complaint:
        make()
    line = str(complaint.value)
    assert "\n" not in line
    return line


def test_no_session_is_bound() -> None:
    line = said(CustomerFactory.create, NoSession)
    assert line.startswith("CustomerFactory: no session is bound; call factories.bind(session)")
    assert "hvac_factories" in line


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (
            lambda: InvoiceFactory(overdeu=True),
            "InvoiceFactory: there is no field or trait 'overdeu'; did you mean overdue?",
        ),
        (
            lambda: CustomerFactory.build(custmer_name="Ada"),
            (
                "CustomerFactory: there is no field or trait 'custmer_name';"
                " did you mean customer_name?"
            ),
        ),
        (
            lambda: InvoiceFactory(custmer__commercial=True),
            (
                "InvoiceFactory: there is no field or trait 'custmer__commercial';"
                " did you mean customer?"
            ),
        ),
        (
            lambda: InvoiceFactory(customer__comercial=True),
            "CustomerFactory: there is no field or trait 'comercial'; did you mean commercial?",
        ),
        (
            lambda: ServiceCallFactory(with_parts=3),
            "ServiceCallFactory: there is no field or trait 'with_parts'; did you mean parts?",
        ),
        (
            lambda: CustomerFactory.create_batch(2, with_device=1),
            "CustomerFactory: there is no field or trait 'with_device'; did you mean with_devices?",
        ),
    ],
)
def test_a_typo(session: Session, make: Callable[[], Any], line: str) -> None:
    assert said(make, UnknownName) == line


def test_a_name_like_no_other_is_told_what_there_is(session: Session) -> None:
    line = said(lambda: PartFactory(zzz=1), UnknownName)
    assert "'zzz'; it has air_filter, announced_at, capacitor, " in line


def test_a_typo_in_bulk() -> None:
    with pytest.raises(BulkError, match="declares no column 'custmer_type'; did you mean customer"):
        CustomerFactory.columns(2, branch_id=1, custmer_type="residential")


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (
            lambda: CustomerFactory(customer_type="comercial"),
            (
                "CustomerFactory: customer_type='comercial' is not one of residential, commercial;"
                " did you mean commercial?"
            ),
        ),
        (
            lambda: InvoiceFactory(customer__customer_type="alien"),
            "CustomerFactory: customer_type='alien' is not one of residential, commercial",
        ),
        (
            lambda: CustomerFactory(customer_name=None),
            "CustomerFactory: customer_name=None is missing; the column is never NULL",
        ),
        (
            lambda: InvoiceFactory(issue_date="2026-01-01"),
            "InvoiceFactory: issue_date='2026-01-01' is not a date",
        ),
        (
            lambda: InvoiceFactory(subtotal="a lot"),
            "InvoiceFactory: subtotal='a lot' is not a Decimal",
        ),
        (
            lambda: InvoiceFactory(subtotal=100.555),
            "InvoiceFactory: subtotal=100.555 has more than 2 decimals",
        ),
        (
            lambda: CustomerFeedbackFactory(overall_satisfaction=11),
            "CustomerFeedbackFactory: overall_satisfaction=11 breaks overall_satisfaction_range: ",
        ),
        (
            lambda: CustomerFactory(branch=None),
            "CustomerFactory: branch=None is missing; the column is never NULL",
        ),
        (
            lambda: InvoiceFactory(customer=None),
            "ServiceCallFactory: customer=None is missing; the column is never NULL",
        ),
        (
            lambda: InvoiceFactory(service_call=None),
            "InvoiceFactory: service_call=None is missing; the column is never NULL",
        ),
        (
            lambda: InvoiceFactory(service_call=CustomerFactory()),
            "InvoiceFactory: service_call=Customer(customer_id=1, ",
        ),
        (
            lambda: InvoiceFactory(customer="Ada"),
            "ServiceCallFactory: customer='Ada' is not a row of Customer",
        ),
        (
            lambda: ServiceCallFactory(started_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
            "ServiceCallFactory: started_at=datetime.datetime(2026, 1, 1, 0, 0, tzinfo=",
        ),
        (
            lambda: QuoteFactory(service_call__repair=True, declined=True),
            "QuoteFactory: service_call__repair=True, declined=True breaks only_accepted",
        ),
        (
            lambda: MailingListContactFactory.create_batch(
                2, customer=CustomerFactory(has_email=True)
            ),
            "MailingListContactFactory: email=",
        ),
        (
            lambda: TechnicianFactory(phone="5" * 60),
            f"TechnicianFactory: phone='{'5' * 60}' is longer than the 20 characters of the column",
        ),
        (
            lambda: InvoiceFactory(tax_rate=Decimal(2)),
            "InvoiceFactory: tax_rate='2' breaks tax_rate_range: tax_rate >= 0 AND tax_rate < 1",
        ),
        (
            lambda: InvoiceFactory(tax_rate=0, total_amount=Decimal("1.00")),
            "InvoiceFactory: total_amount='1.00' breaks total_amount_adds_up: ",
        ),
        (
            lambda: ServiceCallFactory(duration_hours=-1),
            "ServiceCallFactory: duration_hours=-1 breaks ",
        ),
        (
            lambda: CustomerFactory.create_batch(2, customer_id=1),
            "CustomerFactory: customer_id=1 is taken by the row with customer_id=1; give another",
        ),
        (
            lambda: PartFactory.create_batch(2, part_number="X-1"),
            "PartFactory: part_number='X-1' is taken by the row with part_id=1; give another",
        ),
    ],
)
def test_a_value_that_the_table_does_not_take(
    session: Session, make: Callable[[], Any], line: str
) -> None:
    assert said(make, BadValue).startswith(line)
    session.commit()  # nothing of it was left in the session


def test_a_second_row_where_one_is_allowed(session: Session) -> None:
    call = ServiceCallFactory()
    InvoiceFactory(service_call=call)
    expected = "InvoiceFactory: service_call_id=1 is taken by the row with invoice_id=1"
    assert said(lambda: InvoiceFactory(service_call=call), BadValue).startswith(expected)
    session.commit()
    assert said(lambda: InvoiceFactory(service_call=call), BadValue).startswith(expected)
    assert said(lambda: InvoiceFactory(service_call_id=1), BadValue).startswith(expected)


@pytest.mark.parametrize(
    ("after", "line"),
    [
        ("invoise__created_at_utc", "Mistyped has no parent 'invoise'"),
        ("invoice__created_at", "Mistyped reads invoices.created_at: there is no such column"),
    ],
)
def test_a_moment_of_a_parent_that_has_none(after: str, line: str) -> None:
    class Mistyped(PaymentFactory):
        created_at_utc = Recorded("payment_date", after=after, branch=1)

    one = np.ones(1, np.int64)
    given: dict[str, Any] = {"invoice_id": one, "payment_date": one.astype("datetime64[D]")}
    given["tables"] = {"invoices": Table({"invoice_id": one}, 1)}
    today = dt.date(2026, 1, 5)
    assert line == said(
        lambda: columns_of(Mistyped, one, ["created_at_utc"], seed=1, today=today, **given),
        BulkError,
    )


def test_two_columns_that_are_unique_together(session: Session) -> None:
    invoice = InvoiceFactory()
    session.flush()
    line = said(lambda: InvoiceLineFactory(invoice=invoice, line_number=1), BadValue)
    assert line.startswith("InvoiceLineFactory: invoice_id=1, line_number=1 is taken by the row")
    assert InvoiceLineFactory(invoice=invoice, line_number=2).line_number == 2


def test_a_parent_that_is_not_there(session: Session) -> None:
    line = said(lambda: CustomerFactory(branch_id=9), NoParent)
    assert line.startswith("CustomerFactory: there is no branch with branch_id=9 in the session;")


def test_a_value_from_which_nothing_follows() -> None:
    line = said(lambda: InvoiceFactory.build(payment_terms="Net 7"), BadValue)
    assert line.startswith("InvoiceFactory: payment_terms='Net 7' is not one of Due on Receipt,")
    line = said(lambda: InvoiceFactory.build(status="overdue"), BadValue)
    assert line.endswith("; did you mean Overdue?")


def test_build_takes_no_time_zone_and_no_row_of_another_table() -> None:
    aware = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    line = said(lambda: ServiceCallFactory.build(started_at=aware), BadValue)
    assert line.endswith("has a time zone; give local time without one")
    line = said(lambda: InvoiceFactory.build(customer="Ada"), BadValue)
    assert line == "ServiceCallFactory: customer='Ada' is not a row of Customer"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (
            lambda: sa.create_engine("sqlite://"),
            "factories.bind: Engine is not a session; give Session(engine)",
        ),
        (
            lambda: AsyncSession(),
            (
                "factories.bind: AsyncSession is not a session for factories;"
                " give its .sync_session, and see AsyncFactories"
            ),
        ),
        (lambda: "sqlite://", "factories.bind: str is not a session; give a SQLAlchemy Session"),
    ],
)
def test_what_is_bound_is_a_session(wrong: Callable[[], Any], line: str) -> None:
    given = wrong()
    assert said(lambda: factories.bind(given), BadValue).startswith(line)
    if isinstance(given, sa.Engine):
        given.dispose()


def test_build_lets_wrong_values_through() -> None:
    """They are what an app's own validation is tested with."""
    assert CustomerFactory.build(customer_type="alien").customer_type == "alien"
    assert InvoiceFactory.build(total_amount=Decimal(1)).total_amount == 1


def test_what_a_subclass_says_is_looked_at(session: Session) -> None:
    class StrangeFactory(InstalledDeviceFactory):
        warranty_end_date: Any = dt.date(1999, 1, 1)

    line = said(StrangeFactory.create, BadValue)
    assert line.startswith("StrangeFactory: warranty_end_date=datetime.date(1999, 1, 1) cannot ")


def test_declarations_are_values_too(session: Session) -> None:
    due: Any = factory.LazyAttribute(lambda invoice: invoice.issue_date + dt.timedelta(days=30))
    invoice = InvoiceFactory(due_date=due)
    assert invoice.due_date - invoice.issue_date == dt.timedelta(days=30)


@pytest.mark.parametrize("made", FACTORIES, ids=named)
def test_a_row_s_own_values_are_taken(made: Factory, session: Session) -> None:
    """No CHECK is misread: each factory's row passes when all its values are given."""
    row = made.create()
    values = {name: getattr(row, name) for name in made._meta.column_names}
    constraints = made._meta.constraints
    assert constraints is not None
    constraints.check_said(values)
    constraints._check_rules(constraints._rules, values, values, ())
    assert len(constraints._rules) == len(list(constraints._checks()))


def test_all_complaints_have_one_base() -> None:
    for name in ("BadValue", "NoParent", "NoSession", "UnknownName"):
        assert issubclass(getattr(factories, name), FactoryError)
