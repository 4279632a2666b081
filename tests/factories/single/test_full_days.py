"""Visits and appointments of a day that a test names: one after the other, or not at all."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

import factories
from factories import (
    AppointmentFactory,
    BadValue,
    CustomerFactory,
    InstalledDeviceFactory,
    ServiceCallFactory,
    SubscriptionFactory,
    TechnicianFactory,
)
from hvac_models import Subscription
from tests.depth import one_in
from tests.factories.support.empty_database import empty_database, violations

MONDAY, SATURDAY = dt.date(2025, 12, 22), dt.date(2026, 1, 3)
SEEDS = one_in(2, [42, 7, 1, 2])


def make_all(make: Any, most: int, **said: Any) -> int:
    """As many as there is room for."""
    for number in range(most):
        try:
            make(**said)
        except BadValue:
            return number
    return most


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("several", [False, True])
def test_visits_of_a_day_do_not_overlap(seed: int, several: bool) -> None:
    with empty_database() as engine, Session(engine) as session:
        factories.bind(session, seed=seed)
        technician = TechnicianFactory()
        if several:
            ServiceCallFactory.create_batch(2, technician=technician, service_date=MONDAY)
        room = make_all(ServiceCallFactory, 7, technician=technician, service_date=MONDAY)
        assert room < 7
        assert violations(session) == {}
        factories.bind(None)


@pytest.mark.parametrize("seed", SEEDS)
def test_nor_do_short_ones_and_many_fit(seed: int) -> None:
    with empty_database() as engine, Session(engine) as session:
        factories.bind(session, seed=seed)
        said = {"technician": TechnicianFactory(), "service_date": MONDAY, "duration_hours": 1}
        assert make_all(ServiceCallFactory, 9, **said) >= 5
        assert violations(session) == {}
        factories.bind(None)


@pytest.mark.parametrize("seed", SEEDS)
def test_nor_do_appointments(seed: int) -> None:
    with empty_database() as engine, Session(engine) as session:
        factories.bind(session, seed=seed)
        day = dt.date(2026, 1, 6)
        room = make_all(AppointmentFactory, 9, technician=TechnicianFactory(), appointment_date=day)
        assert 3 <= room < 9
        assert violations(session) == {}
        factories.bind(None)


def test_a_full_day_is_said(session: Session) -> None:
    technician = TechnicianFactory()
    said = {"technician": technician, "service_date": MONDAY}
    ServiceCallFactory(duration_hours=9, **said)
    with pytest.raises(
        BadValue, match=r"no 4.00 hours left on 2025-12-22; give another service_date"
    ):
        ServiceCallFactory(duration_hours=4, **said)


def test_a_device_of_somebody_else_is_refused(session: Session) -> None:
    with pytest.raises(BadValue, match=r"customer_id=2.*call_at_somebody_elses_device"):
        ServiceCallFactory(customer=CustomerFactory(), device=InstalledDeviceFactory())


def test_an_appointment_on_a_weekend_is_an_emergency(session: Session) -> None:
    assert AppointmentFactory(appointment_date=SATURDAY).appointment_type == "Emergency"
    at = dt.datetime(2026, 1, 4, 10)
    assert AppointmentFactory(scheduled_time=at).appointment_type == "Emergency"
    gone = AppointmentFactory(appointment_date=dt.date(2025, 12, 21))
    assert gone.service_call is not None
    assert gone.service_call.service_type == "Emergency"
    assert violations(session) == {}
    said = AppointmentFactory(appointment_type="Inspection", appointment_date=SATURDAY)
    assert said.appointment_type == "Inspection"


@pytest.mark.parametrize("trait", ["cancelled", "missed", "confirmed"])
def test_so_is_one_that_was_not_kept(trait: str, session: Session) -> None:
    day = SATURDAY if trait == "confirmed" else dt.date(2025, 12, 20)
    AppointmentFactory(appointment_date=day, **{trait: True})
    assert violations(session) == {}


@pytest.mark.parametrize("first", ["contract", "appointment"])
def test_the_next_visit_under_a_contract_is_the_booked_one(first: str, session: Session) -> None:
    customer = CustomerFactory(with_contract=first == "contract")
    session.flush()
    days = [dt.date(2026, 1, 8), dt.date(2026, 1, 6)]
    for day in days:
        AppointmentFactory(customer=customer, appointment_type="Maintenance", appointment_date=day)
    if first == "appointment":
        SubscriptionFactory(customer=customer)
    assert customer.subscriptions[0].next_service_date == days[1]
    assert violations(session) == {}


def test_so_it_is_in_a_company(hvac_dataset: Any, hvac_factories: Any, hvac_audit: Any) -> None:
    contracts = [row for row in hvac_dataset.all(Subscription) if row.status == "Active"]
    for contract in contracts[:3]:
        AppointmentFactory(customer=contract.customer, appointment_type="Maintenance")
    assert hvac_audit() == {}


def test_people_may_have_one_name(hvac_factories: Any, hvac_audit: Any) -> None:
    TechnicianFactory(technician_name="Bob")
    CustomerFactory(customer_name="Cher", residential=True)
    assert hvac_audit() == {}
