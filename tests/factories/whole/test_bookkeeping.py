"""When rows are recorded and changed: what a whole company's books say, and what single rows do."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from factories import (
    CustomerFactory,
    InstalledDeviceFactory,
    InvoiceFactory,
    PaymentFactory,
    ServiceCallFactory,
    SubscriptionFactory,
    TechnicianFactory,
)
from factories.seeding import DEFAULT_TODAY
from hvac_models import Branch, Customer
from tests.factories.support.lived_company import lived

ZONE = "America/New_York"
"""Where the first branch is."""


@pytest.fixture(scope="module", params=(0, 60), ids=("populated", "moved on"))
def company(request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    """The books are kept in the same way in the history and on the days after it."""
    with lived(request.param) as connection:
        connection.create_function("utc", 1, as_utc, deterministic=True)
        connection.create_function("local", 1, local, deterministic=True)
        yield connection


def as_utc(moment: str | None) -> str | None:
    if moment is None:
        return None
    known = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONE))
    return f"{known.astimezone(dt.UTC).replace(tzinfo=None)}"


def local(moment: str | None) -> str | None:
    if moment is None:
        return None
    known = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    return f"{known.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)}"


HOLDS: dict[str, str] = {
    "customers: with the account": "customers but created_at_utc <> utc(created_at)",
    "appointments: when they were booked": "appointments but created_at_utc <> utc(created_date)",
    "appointments: changed by the visit": "appointments join service_calls as s"
    " using (service_call_id) but appointments.updated_at_utc <> utc(s.completed_at)",
    "appointments: moved when the next one was booked": "appointments as a where"
    " status = 'Rescheduled' but updated_at_utc not between created_at_utc and utc(scheduled_time)",
    "calls: when they begin": "service_calls but created_at_utc <> utc(started_at)",
    "calls: changed by the visit's end": "service_calls but updated_at_utc <> utc(completed_at)",
    "incidents: with their call": "incident_response as i join service_calls as s"
    " using (service_call_id) but i.created_at_utc <> s.created_at_utc",
    "work orders: written by the visit": "work_orders as w join service_calls as s"
    " using (service_call_id) but w.created_at_utc > utc(s.started_at)",
    "work orders: changed by the visit or later": "work_orders as w join service_calls as s"
    " using (service_call_id) but w.updated_at_utc < utc(s.completed_at)",
    "parts: when the visit ended": "parts_usage as p join service_calls as s"
    " using (service_call_id) but p.created_at_utc <> utc(s.completed_at)",
    "devices of ours: when they stood": "installed_devices as d join service_calls as s"
    " using (installation_id) where service_type = 'Installation' and is_callback = 0"
    " and d.installed_by = 'Company' and installation_date = service_date"
    " and s.completed_at = (select max(completed_at)"
    " from service_calls as other where other.installation_id = d.installation_id"
    " and other.service_type = 'Installation') but d.created_at_utc <> utc(s.completed_at)",
    "devices: changed by their maintenance": "installed_devices as d but d.updated_at_utc <"
    " (select max(utc(completed_at)) from service_calls as s where"
    " s.installation_id = d.installation_id and service_type = 'Maintenance')",
    "invoices: issued after the visit, on the day": "invoices as i join service_calls as s"
    " using (service_call_id) but i.created_at_utc < utc(s.completed_at)"
    " or date(local(i.created_at_utc)) <> issue_date",
    "invoices: overdue in the morning after": "invoices where status = 'Overdue' and notes is null"
    " but updated_at_utc <> max(created_at_utc, utc(datetime(due_date, '+1 day', '+6 hours')))",
    "invoices: reminded in the morning": "invoices where status = 'Overdue' and notes is not null"
    " but updated_at_utc not in (select utc(datetime(due_date, '+' || value || ' days',"
    " '+6 hours')) from json_each('[5, 30, 50, 100]'))",
    "invoices: paid by the last payment that was there": "invoices as i where status = 'Paid' but"
    " updated_at_utc <> coalesce((select max(updated_at_utc) from payments as p"
    " where p.invoice_id = i.invoice_id and p.status = 'Completed'), created_at_utc)",
    "invoices: nothing changed while pending": "invoices where status = 'Pending'"
    " but updated_at_utc <> created_at_utc",
    "lines: with their invoice": "invoice_lines as l join invoices as i using (invoice_id)"
    " but l.created_at_utc <> i.created_at_utc",
    "payments: on their day, after the invoice": "payments as p join invoices as i"
    " using (invoice_id) but date(local(p.created_at_utc)) <> payment_date"
    " or p.created_at_utc < i.created_at_utc",
    "payments: checks clear later": "payments where status = 'Completed' and"
    " payment_method = 'Check' but date(local(updated_at_utc)) not between"
    " date(payment_date, '+1 day') and date(payment_date, '+9 days')"
    " or strftime('%w', local(updated_at_utc)) in ('0', '6')",
    "orders: changed when they came": "purchase_orders where received_date is not null"
    " but date(local(updated_at_utc)) <> received_date",
    "claims: changed when decided": "warranty_claims where decided_date is not null"
    " but date(local(updated_at_utc)) <> decided_date",
    "contracts: expired in the morning after": "subscriptions where status = 'Expired'"
    " but updated_at_utc <> utc(datetime(end_date, '+1 day', '+6 hours'))",
    "contracts: cancelled on the day": "subscriptions where status = 'Cancelled'"
    " but date(local(updated_at_utc)) <> cancelled_date",
    "quotes: expired in the morning after": "quotes where status = 'Expired'"
    " but updated_at_utc <> utc(datetime(valid_until, '+1 day', '+6 hours'))",
    "mailing: changed by leaving": "mailing_list where unsubscribed_date is not null"
    " and (customer_id is null or contact_source = 'Existing Customer')"
    " but date(local(updated_at_utc)) <> unsubscribed_date",
    "mailing: changed by the account": "mailing_list as m join customers as c"
    " using (customer_id) where contact_source <> 'Existing Customer' and"
    " unsubscribed_date is null but date(local(m.updated_at_utc)) <> date(c.created_at)",
    "weather: on its own evening": "weather_daily"
    " but local(created_at_utc) <> weather_date || ' 23:50:00'",
    "equipment: half a year before its first year": "equipment_types"
    " where introduced_year > 2006"
    " but date(local(created_at_utc)) <> (introduced_year - 1) || '-07-01'",
    "equipment: changed by its last year": "equipment_types where discontinued_year > 2006"
    " but date(local(updated_at_utc)) <> discontinued_year || '-01-01'",
    "shelves: changed by what was taken last": "inventory as i but updated_at_utc <"
    " (select max(utc(completed_at)) from parts_usage join service_calls using (service_call_id)"
    " where part_id = i.part_id)",
    "technicians: changed by their leaving": "technicians where left_date is not null"
    " but date(updated_at_utc) < left_date",
    "vehicles: changed by the last position": "vehicle_fleet but updated_at_utc < utc(last_gps_at)",
    "campaigns: set up before they start": "marketing_campaigns"
    " but date(local(created_at_utc)) >= start_date",
    "entries of a date alone: in office hours": "warranty_claims join service_calls"
    " using (service_call_id) where claim_date > service_date but"
    " strftime('%H', local(warranty_claims.created_at_utc)) not between '08' and '16'",
    "answers of customers: in the evening too": "customer_feedback join service_calls"
    " using (service_call_id) where feedback_date > service_date but"
    " strftime('%H', local(customer_feedback.created_at_utc)) not between '09' and '18'",
}
"""A truth, and the rows that it is about; what follows "but" would break it."""
OF_THE_HISTORY = ("campaigns: set up before they start",)
"""On the days after it a campaign is written down as it starts."""


@pytest.mark.parametrize("truth", HOLDS)
def test_the_books_say_when(
    company: sqlite3.Connection, truth: str, request: pytest.FixtureRequest
) -> None:
    if truth in OF_THE_HISTORY and "moved on" in request.node.name:
        return
    rows, _, broken = HOLDS[truth].partition(" but ")
    told, untrue = company.execute(f"select count(*), total({broken}) from {rows}").fetchone()
    assert told > 0
    assert untrue == 0


def test_every_table_tells_of_many_moments(company: sqlite3.Connection) -> None:
    changed = "select avg(updated_at_utc > created_at_utc) from "
    for table, low, high in (("payments", 0.2, 0.5), ("invoices", 0.9, 1), ("quotes", 0.9, 1)):
        assert low <= company.execute(changed + table).fetchone()[0] <= high


def test_summer_and_winter_differ(session: Session) -> None:
    summer, winter = (
        CustomerFactory(created_at=dt.datetime(2025, month, 1, 12)) for month in (7, 12)
    )
    assert summer.created_at_utc == dt.datetime(2025, 7, 1, 16)
    assert winter.created_at_utc == dt.datetime(2025, 12, 1, 17)
    assert session.get(Customer, summer.customer_id) is summer


@pytest.mark.usefixtures("session")
def test_a_payment_changes_its_invoice() -> None:
    payment = PaymentFactory(payment_method="Credit Card")
    assert payment.invoice.created_at_utc < payment.created_at_utc == payment.updated_at_utc
    assert payment.invoice.updated_at_utc == payment.updated_at_utc


@pytest.mark.usefixtures("session")
def test_an_invoice_of_the_day_follows_the_visit() -> None:
    invoice = InvoiceFactory(overdue=True)
    call = invoice.service_call
    assert call.updated_at_utc < invoice.created_at_utc
    assert invoice.created_at_utc - call.updated_at_utc < dt.timedelta(hours=9)
    morning = dt.datetime.combine(invoice.due_date + dt.timedelta(1), dt.time(11))
    assert invoice.updated_at_utc == morning


@pytest.mark.usefixtures("session")
def test_maintenance_changes_the_device() -> None:
    device = InstalledDeviceFactory()
    before = device.updated_at_utc
    call = ServiceCallFactory(device=device, maintenance=True)
    assert before < device.updated_at_utc == call.updated_at_utc


@pytest.mark.usefixtures("session")
def test_nothing_is_recorded_before_the_customer_is_known() -> None:
    customer = CustomerFactory(created_at=dt.datetime(2025, 12, 1, 16, 58))
    device = InstalledDeviceFactory(
        customer=customer, installation_date=dt.date(2025, 12, 1), installed_by="Company"
    )
    assert customer.created_at_utc < device.created_at_utc
    assert device.created_at_utc - customer.created_at_utc <= dt.timedelta(minutes=20)
    old = InstalledDeviceFactory(customer=customer, installation_date=dt.date(2019, 5, 1))
    assert old.created_at_utc == customer.created_at_utc


@pytest.mark.usefixtures("session")
def test_who_leaves_changes() -> None:
    left = DEFAULT_TODAY - dt.timedelta(days=3)
    gone = TechnicianFactory(left_date=left)
    assert gone.updated_at_utc.date() == left


@pytest.mark.usefixtures("session")
def test_a_contract_is_signed_on_the_eve() -> None:
    contract = SubscriptionFactory(cancelled=True)
    assert contract.created_at_utc.date() == contract.start_date - dt.timedelta(1)
    assert contract.updated_at_utc.date() == contract.cancelled_date


def test_a_row_of_the_application_gets_the_clock(session: Session) -> None:
    made = CustomerFactory.build()
    values = {
        column.name: getattr(made, column.name)
        for column in Customer.__table__.columns
        if not column.name.endswith("_utc") and column.name != "customer_id"
    }
    CustomerFactory()
    branch = session.query(Branch).one()
    session.add(row := Customer(**{**values, "branch_id": branch.branch_id}))
    session.flush()
    assert row.created_at_utc <= row.updated_at_utc
    assert row.created_at_utc.year >= DEFAULT_TODAY.year
