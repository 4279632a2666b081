"""Each check finds what it is there for: a good database broken in that one way."""

import sqlite3
from collections import Counter
from datetime import date

import pytest

from factories.audit import all_checks, run_audit
from factories.audit.run import run_check
from tests.factories.audit import (
    bookings,
    crew,
    days,
    devices,
    faults,
    fitting,
    generated,
    left_undone,
    money,
    nothing_found,
    offers,
    people,
    presence,
    sayings,
    visits,
)
from tests.factories.audit.change import Mutation, change
from tests.factories.audit.conftest import AS_OF

CHECKS = {check.name: check for check in all_checks()}
MUTATIONS: dict[str, list[Mutation]] = {
    **generated.MUTATIONS,
    **people.MUTATIONS,
    **devices.MUTATIONS,
    **crew.MUTATIONS,
    **sayings.MUTATIONS,
    **presence.MUTATIONS,
    **faults.MUTATIONS,
    **visits.MUTATIONS,
    **nothing_found.MUTATIONS,
    **left_undone.MUTATIONS,
    **fitting.MUTATIONS,
    **bookings.MUTATIONS,
    **days.MUTATIONS,
    **money.MUTATIONS,
    **offers.MUTATIONS,
}


def broken_by(company: sqlite3.Connection, mutation: Mutation, name: str) -> int:
    """What the check finds once the mutation is done; it is undone again."""
    statements = (mutation,) if isinstance(mutation, str) else mutation
    company.execute("begin")
    try:
        before = company.total_changes
        for statement in statements:
            company.execute(statement, {"as_of": AS_OF.isoformat()})
        assert company.total_changes > before, "nothing to break"
        return run_check(company, CHECKS[name], AS_OF).count
    finally:
        company.execute("rollback")


def test_a_good_company_breaks_no_check(company: sqlite3.Connection) -> None:
    broken = [result for result in run_audit(company, AS_OF) if result.count]
    assert not broken


def test_every_check_has_its_mutations() -> None:
    assert {name for name, ways in MUTATIONS.items() if ways} == set(CHECKS)
    parts = (
        *(generated, people, devices, crew, sayings, presence),
        *(faults, visits, fitting, bookings, days, money),
        *(offers, nothing_found, left_undone),
    )
    assert len(MUTATIONS) == sum(len(part.MUTATIONS) for part in parts)


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_mutation_is_reported(company: sqlite3.Connection, name: str) -> None:
    silent = [way for way in MUTATIONS[name] if not broken_by(company, way, name)]
    assert not silent


def test_each_check_has_a_name_and_a_title_of_its_own() -> None:
    checks = all_checks()
    for values in ([check.name for check in checks], [check.title for check in checks]):
        assert max(Counter(values).values()) == 1
    assert all(check.name.replace("-", "").isalnum() and check.name.islower() for check in checks)
    assert all(check.title[0].isupper() and not check.title.endswith(".") for check in checks)


def test_the_as_of_date_counts(company: sqlite3.Connection) -> None:
    early = {result.name: result.count for result in run_audit(company, date(2025, 1, 31))}
    assert early["nothing-happened-after-as-of"] > 0


def test_a_technician_may_be_called_bill_or_penny(company: sqlite3.Connection) -> None:
    said = change(
        "customer_feedback",
        "comments = 'Penny was on time. We were lucky to get Billy and Bill.'",
        "service_call_id not in (select service_call_id from invoices)",
    )
    assert not broken_by(company, said, "bill-spoken-of-was-sent")
