"""Nothing gives the generator away: neither where the history begins and ends, nor in its
numbers."""

import sqlite3
import statistics
from itertools import pairwise

import pytest

from tests.factories.support.default_companies import AS_OF, companies

HAPPENED = {
    "service_calls": "service_date",
    "appointments": "created_date",
    "mailing_list": "subscription_date",
    "quotes": "quote_date",
    "invoices": "issue_date",
    "payments": "payment_date",
}


def rows(sql: str) -> list[list[tuple[object, ...]]]:
    return [connection.execute(sql).fetchall() for connection in companies()]


def number(connection: sqlite3.Connection, sql: str) -> float:
    return float(connection.execute(sql).fetchone()[0])


@pytest.mark.parametrize(
    ("table", "days"),
    # Four sign up in two days of five companies: too few to tell.
    [
        (table, days)
        for table in HAPPENED
        for days in (2, 7)
        if (table, days) != ("mailing_list", 2)
    ],
)
def test_the_last_days_are_days_like_others(table: str, days: int) -> None:
    day = f"date({HAPPENED[table]})"
    per_day = [
        [
            number(c, f"SELECT count(*) / {n}.0 FROM {table} WHERE {day} BETWEEN {a} AND {b}")
            for n, a, b in (
                (days, f"date('{AS_OF}', '-{days - 1} days')", f"'{AS_OF}'"),
                (182, f"date('{AS_OF}', '-189 days')", f"date('{AS_OF}', '-8 days')"),
            )
        ]
        for c in companies()
    ]
    last, usual = (statistics.fmean(side) for side in zip(*per_day, strict=True))
    # Two days of five companies are few rows, and here they are working days of early summer.
    most = 3.0 if days == 2 else 2.0
    assert 0.5 * usual < last < most * usual, (last, usual)


@pytest.mark.parametrize("type_", ["Maintenance", "Repair"])
def test_the_first_week_is_a_week_like_others(type_: str) -> None:
    sql = "SELECT count(*) FROM service_calls WHERE service_type = ? AND service_date BETWEEN ? AND"
    first = [
        c.execute(sql + " date(?, '+6 days')", (type_, "2024-07-01", "2024-07-01")).fetchone()[0]
        for c in companies()
    ]
    later = [
        c.execute(sql + " date(?, '+41 days')", (type_, "2024-07-01", "2024-07-01")).fetchone()[0]
        for c in companies()
    ]
    # Of six weeks' visits, a sixth; the first week has a holiday.
    assert 0.06 < sum(first) / sum(later) < 0.25, (first, later)


def test_the_open_book_is_what_it_was_before() -> None:
    """As many, of the same types, as far ahead as by the same measure in this season a year ago."""
    sql = """SELECT count(*), avg(appointment_type = 'Maintenance'),
    avg(appointment_type = 'Consultation'), avg(julianday(appointment_date) - julianday(:day))
    FROM appointments WHERE date(created_date) <= :day AND appointment_date > :day"""
    now, then = [], []
    for connection in companies():
        now.append(connection.execute(sql, {"day": str(AS_OF)}).fetchone())
        for ago in (351, 358, 365, 372, 379):
            day = f"SELECT date('{AS_OF}', '-{ago} days')"
            at = connection.execute(day).fetchone()[0]
            then.append(connection.execute(sql, {"day": at}).fetchone())
    for measure, tolerance in zip(range(4), (0.35, 0.25, 3, 0.35), strict=True):
        present, past = (statistics.fmean(row[measure] for row in side) for side in (now, then))
        assert abs(present - past) < tolerance * past, (measure, present, past)


def test_shares_differ_between_companies() -> None:
    for table, column, value in (
        ("appointments", "status", "Cancelled"),
        ("appointments", "status", "No-Show"),
        ("service_calls", "service_type", "Repair"),
        ("quotes", "status", "Accepted"),
        ("installed_devices", "status", "Replaced"),
    ):
        counts = {row[0] for row in rows(f"SELECT sum({column} = '{value}') FROM {table}")}
        assert len(counts) >= 3, (table, value, counts)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("customers", "phone"),
        ("customers", "email"),
        ("technicians", "phone"),
        ("installed_devices", "serial_number"),
        ("technician_certifications", "certificate_number"),
        ("payments", "transaction_id"),
        ("vehicle_fleet", "license_plate"),
        ("vehicle_fleet", "vin"),
    ],
)
def test_numbers_tell_neither_the_key_nor_the_next_one(table: str, column: str) -> None:
    """No two companies have the same in a row, and no step between neighbors comes twice often."""
    first, second = rows(f"SELECT {column} FROM {table} ORDER BY rowid")[:2]
    same = sum(a == b for a, b in zip(first, second, strict=True) if a[0] is not None)
    # Fifteen technicians share few lines: one or two may agree.
    assert same <= 0.02 * len(first) + 2
    # Who has a word for a number in the address tells nothing.
    texts = ["".join(x for x in str(v[0]).split("@")[0] if x.isdigit()) for v in first]
    steps = [(int(b) - int(a)) % 10_000 for a, b in pairwise(filter(None, texts))]
    # Technicians have five lines of each code, so that steps repeat by chance.
    assert max(steps.count(step) for step in set(steps)) <= max(0.05 * len(steps), 5)


def test_house_numbers_are_low_as_a_rule() -> None:
    sql = "SELECT avg(street LIKE '1%' OR street LIKE '2%') FROM customers"
    assert all(number(connection, sql) > 0.32 for connection in companies())


def test_a_street_is_in_one_town() -> None:
    sql = """SELECT count(*) FROM (SELECT 1 FROM customers
    GROUP BY substr(street, instr(street, ' ')) HAVING count(DISTINCT postal_code) > 1)"""
    assert all(number(connection, sql) == 0 for connection in companies())


def test_money_comes_in_to_the_end() -> None:
    sql = f"""SELECT 1.0 * avg(CASE WHEN issue_date > date('{AS_OF}', '-90 days') THEN
    status = 'Paid' END) / avg(status = 'Paid') FROM invoices WHERE status <> 'Cancelled'"""
    assert statistics.fmean(number(c, sql) for c in companies()) > 0.5


def test_who_calls_in_an_emergency_is_mostly_visited_that_day() -> None:
    sql = """SELECT avg(EXISTS (SELECT 1 FROM service_calls s
    WHERE s.customer_id = leads.customer_id AND s.service_date = created_date))
    FROM leads WHERE status = 'Converted' AND service_interest = 'Emergency Service'"""
    assert 0.4 < statistics.fmean(number(c, sql) for c in companies()) < 0.9


def test_nobody_unanswered_is_given_up_a_year_later() -> None:
    sql = """SELECT max(julianday(last_contact_date) - julianday(created_date)) FROM leads
    WHERE status = 'Lost' AND notes LIKE '%three attempts%'"""
    assert all(number(connection, sql) < 230 for connection in companies())


def test_an_account_is_opened_because_somebody_called() -> None:
    """Nobody waits for months between the account and the first that is heard of them."""
    signs = {
        "leads": "created_date",
        "quotes": "quote_date",
        "subscriptions": "start_date",
        "appointments": "created_date",
        "service_calls": "service_date",
    }
    known = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} AS t WHERE t.customer_id = c.customer_id"
        f" AND t.{day} < date(c.created_at, '+31 days'))"
        for table, day in signs.items()
    )
    new = "FROM customers AS c WHERE created_at > (SELECT min(weather_date) FROM weather_daily)"
    assert all(number(c, f"SELECT count(*) {new} AND NOT ({known})") == 0 for c in companies())
    alone = f"{new} AND customer_id NOT IN (SELECT customer_id FROM leads WHERE customer_id > 0)"
    first = """SELECT avg(julianday((SELECT min(service_date) FROM service_calls AS s
        WHERE s.customer_id = c.customer_id)) - julianday(date(created_at)))"""
    assert all(number(c, f"{first} {alone}") < 25 for c in companies())
    assert all(number(c, f"SELECT count(*) {alone}") > 8 for c in companies())


def test_air_conditioners_are_tuned_when_they_can_be_run() -> None:
    """Not on a day with a high below 55 F."""
    tuned = """SELECT {} FROM service_calls AS s JOIN equipment_types USING (equipment_id)
        JOIN weather_daily ON weather_date = service_date
        WHERE service_type = 'Maintenance' AND equipment_type = 'Central AC'"""
    cold = tuned.format("count(*)") + " AND high_temperature_f < 55"
    assert sum(number(c, cold) for c in companies()) <= 2
    winter = tuned.format("avg(strftime('%m', service_date) IN ('11', '12', '01', '02'))")
    assert all(number(c, winter) < 0.1 for c in companies())
    assert all(number(c, tuned.format("count(*)")) > 150 for c in companies())


def test_contracts_are_in_the_books_from_a_year_before_the_history_on() -> None:
    """All of them: no few old ones, and then none for years."""
    first = "SELECT julianday(min({})) FROM {}"
    for c in companies():
        starts = number(c, first.format("start_date", "subscriptions"))
        begins = number(c, first.format("weather_date", "weather_daily"))
        assert 300 < begins - starts <= 360
        by_year = "SELECT count(*) / 365.0 FROM subscriptions WHERE start_date < '2024-07-01'"
        assert 0.1 < number(c, by_year) < 0.4


def test_nobody_is_a_junior_for_ever() -> None:
    oldest = "SELECT max(years_experience) FROM technicians WHERE technician_level = 'junior'"
    assert all(number(c, oldest) <= 5 for c in companies())
