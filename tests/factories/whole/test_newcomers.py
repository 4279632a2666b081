"""New customers are sold what others are, a little sooner: no year of the history, and no age of an
account, stands out. Over the companies of several seeds."""

from __future__ import annotations

from factories.rules.crm.contracts import SOON_DAYS
from tests.factories.support.default_companies import AS_OF, companies

START = f"date('{AS_OF}', '-729 days')"
AGE = "julianday({}) - julianday(date(c.created_at))"
FIRST = """
    select s.customer_id, min(s.start_date) as signed from subscriptions as s
    group by s.customer_id"""
INSTALLED = """
    select count(*) from service_calls as s join customers as c using (customer_id)
    where s.service_type = 'Installation' and not s.is_callback"""


def total(sql: str) -> float:
    return float(sum(company.execute(sql).fetchone()[0] or 0 for company in companies()))


def share(condition: str, rows: str) -> float:
    return total(f"select sum({condition}) from {rows}") / total(f"select count(*) from {rows}")


def test_new_customers_sign_contracts_sooner_and_are_a_part_of_those_who_do() -> None:
    within = f"({FIRST}) join customers as c using (customer_id) where signed >= {START}"
    assert 0.2 < share(f"{AGE.format('signed')} <= {SOON_DAYS}", within) < 0.42


def test_one_new_customer_in_ten_signs_within_two_months() -> None:
    joined = (
        f"customers as c left join ({FIRST}) using (customer_id)"
        f" where c.created_at > {START} and c.created_at < date('{AS_OF}', '-60 days')"
    )
    assert 0.05 < share(f"coalesce({AGE.format('signed')} <= 60, 0)", joined) < 0.15


def test_new_customers_say_no_to_contracts_as_often_as_others() -> None:
    asked = (
        "quotes as q join customers as c using (customer_id)"
        " where quote_type = 'Maintenance Contract' and status not in ('Pending', 'Revised')"
        f" and {AGE.format('quote_date')} {{}} {SOON_DAYS}"
    )
    new, others = (share("status = 'Accepted'", asked.format(op)) for op in ("<=", ">"))
    assert abs(new - others) < 0.17


def test_units_are_put_in_at_old_customers_as_at_newer_ones() -> None:
    """Installations a year and customer, by the years since the account was opened."""
    rates = []
    for least, most in ((90, 365), (365, 1095), (1095, 99_999)):
        known = (
            f"max(0, min(julianday('{AS_OF}'), julianday(date(c.created_at)) + {most})"
            f" - max(julianday('{AS_OF}', '-365 days'), julianday(date(c.created_at)) + {least}))"
        )
        years = total(f"select sum({known}) / 365 from customers as c")
        age = AGE.format("s.service_date")
        lately = f"s.service_date > date('{AS_OF}', '-365 days')"
        rates.append(
            total(f"{INSTALLED} and {lately} and {age} between {least} and {most}") / years
        )
    assert max(rates) < 2.2 * min(rates)


def test_no_year_neglects_the_old_customers() -> None:
    year = f"date('{AS_OF}', '-365 days')"
    settled = f"{INSTALLED} and c.created_at < {START}"
    before = total(f"{settled} and s.service_date <= {year}")
    last = total(f"{settled} and s.service_date > {year}")
    assert 0.7 < last / before < 1.25


def test_who_came_for_a_repair_is_as_seldom_sold_a_unit_in_either_year() -> None:
    sold = (
        "customers as c join leads as l using (customer_id)"
        " where l.service_interest in ('AC Repair', 'Heating Repair', 'Emergency Service')"
        f" and c.created_at < date('{AS_OF}', '-75 days') and l.created_date {{}}"
        f" date('{AS_OF}', '-365 days')"
    )
    unit = (
        "exists (select 1 from service_calls as s where s.customer_id = c.customer_id"
        " and s.service_type = 'Installation'"
        " and s.service_date <= date(c.created_at, '+75 days'))"
    )
    first, last = (share(unit, sold.format(op)) for op in ("<=", ">"))
    assert abs(first - last) < 0.07
    assert max(first, last) < 0.15
