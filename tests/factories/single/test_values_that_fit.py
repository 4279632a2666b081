"""What does not fit its column, or is no row at all, is refused in one line of ours."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import factory
import numpy as np
import pytest
from sqlalchemy.orm import Session

from factories import (
    BadValue,
    BranchFactory,
    CustomerFactory,
    FactoryError,
    InstalledDeviceFactory,
    InvoiceFactory,
    LeadFactory,
    PartsUsageFactory,
    PaymentFactory,
    TechnicianFactory,
    VehicleFactory,
    WarrantyClaimFactory,
    as_dict,
)
from tests.factories.support.empty_database import violations

AT = dt.datetime(2025, 12, 1)
WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "a billion": (
        lambda: PaymentFactory(amount=Decimal("1e9")),
        r"PaymentFactory: amount='1E\+9' does not fit NUMERIC\(10, 2\)",
    ),
    "no room": (
        lambda: InvoiceFactory(subtotal=Decimal("123456789012.00")),
        r"InvoiceFactory: subtotal='123456789012.00' does not fit NUMERIC\(10, 2\)",
    ),
    "no room with the tax": (
        lambda: InvoiceFactory(subtotal=Decimal("99999999.00")),
        r"subtotal='99999999.00' makes total_amount='1\d+\.\d\d', which does not fit NUMERIC\(10",
    ),
    "too many": (
        lambda: PartsUsageFactory(quantity_used=2**70),
        "quantity_used=1180591620717411303424 does not fit 32 bits",
    ),
    "nan": (
        lambda: InvoiceFactory(subtotal=Decimal("NaN")),
        "InvoiceFactory: subtotal='NaN' is not a number",
    ),
    "infinite": (lambda: InvoiceFactory(subtotal=float("inf")), "subtotal=inf is not a number"),
    "built nan": (
        lambda: InvoiceFactory.build(subtotal=Decimal("NaN")),
        "InvoiceFactory: subtotal='NaN' is not a number",
    ),
    "a moment": (
        lambda: InvoiceFactory(issue_date=AT),
        r"issue_date=datetime.datetime\(2025, 12, 1, 0, 0\) is a moment and no date; give its",
    ),
    "a hiring moment": (lambda: TechnicianFactory(hire_date=AT), "hire_date=.* is a moment and no"),
    "a dictionary": (
        lambda: factory.build(dict, FACTORY_CLASS=CustomerFactory),
        r"model=dict is no mapped class; for a dictionary call factories.as_dict\(",
    ),
    "a number": (lambda: as_dict(3), "as_dict: int 3 is not a row; give one, such as Customer"),
    "rows": (lambda: as_dict([CustomerFactory.build()]), r"as_dict: list \[Customer\(.* is not a"),
    "a stub": (lambda: as_dict(CustomerFactory.stub()), "as_dict: StubObject .* is not a row"),
    "less than none": (
        lambda: CustomerFactory.columns(-1, branch_id=1),
        r"CustomerFactory.columns\(-1\): give a whole number of rows",
    ),
    "half a row": (
        lambda: CustomerFactory.columns(2.5, branch_id=1),  # type: ignore[arg-type]
        r"CustomerFactory.columns\(2.5\): give a whole number of rows",
    ),
    "two for true": (
        lambda: VehicleFactory(gps_enabled=2),
        "VehicleFactory: gps_enabled=2 is not True or False",
    ),
    "half a character": (
        lambda: CustomerFactory(customer_name="Ada\ud83d"),
        r"CustomerFactory: customer_name='Ada\\ud83d' has half a character; give a text",
    ),
    "a long text": (
        lambda: CustomerFactory(customer_name="x" * 5000),
        r"customer_name='x{196}\.\.\. is longer than the 100 characters of the column$",
    ),
    "never recorded": (
        lambda: LeadFactory(created_at_utc=None),
        "LeadFactory: created_at_utc=None is missing; the column is never NULL",
    ),
    "before any catalog": (
        lambda: InstalledDeviceFactory(installation_date=dt.date(1900, 1, 1)),
        "was sold in 1900; say a year from 1985 on, or give the equipment",
    ),
    "another's key": (
        lambda: InstalledDeviceFactory(customer=CustomerFactory(customer_id=3), customer_id=9),
        r"InstalledDeviceFactory: customer_id=9 is not the key of the customer \(3\); give one of",
    ),
    "a text for a key": (
        lambda: CustomerFactory.columns(3, branch_id="a"),
        "CustomerFactory.branch_id: 'a' is a text; give whole numbers",
    ),
    "a text for a day": (
        lambda: CustomerFactory.columns(3, branch_id=1, created_at="2025-01-01"),
        "CustomerFactory.created_at: '2025-01-01' is a text; give datetime64",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_refused(session: Session, name: str) -> None:
    make, line = WRONG[name]
    with pytest.raises(FactoryError, match=line):
        make()


def test_what_fits_is_taken(session: Session) -> None:
    assert InvoiceFactory(subtotal=Decimal("12345678.90")).subtotal == Decimal("12345678.90")
    assert InvoiceFactory(issue_date=AT.date()).issue_date == AT.date()
    assert len(CustomerFactory.columns(0, branch_id=1)) == 0
    assert not CustomerFactory(commercial=np.False_).customer_name.endswith("Inc.")
    with pytest.raises(BadValue, match="is a moment"):
        PaymentFactory(payment_date=AT)


def test_a_parent_may_be_given_with_its_key(session: Session) -> None:
    customer = CustomerFactory(customer_id=3)
    device = InstalledDeviceFactory(customer=customer, customer_id=3)
    assert device.customer is customer
    # The key of a claim's unit stands for the unit, as the row itself does.
    session.flush()
    claim = WarrantyClaimFactory(installation_id=device.installation_id)
    assert claim.service_call.device is device


def test_a_place_is_one_place(session: Session) -> None:
    usual = CustomerFactory()
    town = CustomerFactory(city="Huntersville")
    assert (town.state, town.postal_code) == ("NC", "28078")
    assert CustomerFactory(postal_code="28078").city == "Huntersville"
    assert CustomerFactory(state="NC").city
    assert CustomerFactory(city="Paris", state="TX", postal_code="75460").address.endswith("75460")
    assert violations(session).keys() <= {"customer-in-state-of-branch", "zip-fits-state"}
    assert usual.branch_id == 1
    assert CustomerFactory.build(city="Paris").city == "Paris"
    there = BranchFactory(branch_id=2)
    assert CustomerFactory(branch=there, state=there.state).state == there.state


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"city": "Paris"}, "city='Paris' is not where the branch in Charlotte works; give ci"),
        ({"state": "TX"}, r"state='TX' is not where .*, or branch=BranchFactory\(branch_id="),
        ({"address": "1 A St"}, "address is made from street, city, state, postal_code: say these"),
    ],
    ids=str,
)
def test_half_a_place_is_refused(session: Session, said: dict[str, Any], line: str) -> None:
    with pytest.raises(BadValue, match=line):
        CustomerFactory(**said)
