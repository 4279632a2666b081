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
