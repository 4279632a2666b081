"""Phone numbers are fictional, and strangers do not share one."""

import re
import sqlite3

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.contact_details.phones import (
    CONTACTS,
    CUSTOMERS,
    LEADS,
    STAFF,
    area_codes,
    phones,
)
from factories.rules.region.territory import METROS
from tests.factories.support.default_companies import companies

COUNTS = {CUSTOMERS: 500, LEADS: 600, CONTACTS: 800, STAFF: 15}


@pytest.mark.parametrize("branch", range(1, len(METROS) + 1))
def test_a_branch_of_the_usual_size_shares_no_number(branch: int) -> None:
    told = [number for whose in COUNTS for number in _usual(whose, branch)]
    assert len(set(told)) == len(told)
    assert all(re.fullmatch(r"\([2-9]\d\d\) 555-01\d\d", number) for number in told)
    assert {number[1:4] for number in told} <= area_codes()


@pytest.mark.parametrize("whose", [CUSTOMERS, LEADS, STAFF])
def test_branches_of_the_usual_size_share_no_number(whose: int) -> None:
    told = [n for branch in range(1, len(METROS) + 1) for n in _usual(whose, branch)]
    assert len(set(told)) == len(told)


def _usual(whose: int, branch: int) -> list[str]:
    """Of the customers only those who stayed: the others are told from their keys."""
    count = COUNTS[whose]
    ids = np.arange(count) + (branch - 1) * count + 1
    return phones(Chance(1, ("x",), ids), np.arange(count), np.full(count, branch), whose)


def test_most_customers_have_a_number_of_the_state() -> None:
    for branch in range(1, len(METROS) + 1):
        ids = np.arange(1, 501)
        at = np.full(500, branch)
        told = phones(Chance(1, ("x",), ids), ids, at, CUSTOMERS, np.ones(500, np.bool_))
        near = [number[1:4] in METROS[branch - 1].area_codes for number in told]
        stayed = phones(Chance(1, ("x",), ids), ids, at, CUSTOMERS)
        assert 0.05 < np.mean(near) < 0.6
        assert 0.7 < np.mean([a == b for a, b in zip(told, stayed, strict=True)]) < 0.8


def test_customers_of_six_branches_share_no_number_wherever_they_come_from() -> None:
    ids = np.arange(1, 3_001)
    told = phones(Chance(3, ("x",), ids), ids % 500, (ids + 499) // 500, CUSTOMERS, moves=True)
    assert len(set(told)) == len(told)


def test_nobody_moved_to_any_branch_with_the_number_of_another() -> None:
    ids = np.arange(1, 500 * len(METROS) + 1)
    at = (ids + 499) // 500
    told = phones(Chance(3, ("x",), ids), ids % 500, at, CUSTOMERS, moves=True)
    stayed = phones(Chance(3, ("x",), ids), ids % 500, at, CUSTOMERS)
    moved = [a for a, b in zip(told, stayed, strict=True) if a != b]
    assert len(moved) > 0.2 * len(ids)
    assert len(moved) - len(set(moved)) < 20  # the keys of the last are those of the first again
    assert set(moved).isdisjoint(stayed)


def test_strangers_share_no_number_in_a_default_company() -> None:
    sql = """SELECT phone FROM (SELECT phone, 'c' || customer_id AS who FROM customers
    UNION ALL SELECT phone, coalesce('c' || customer_id, first_name || last_name) FROM leads
    UNION ALL SELECT phone, coalesce('c' || customer_id, first_name || last_name) FROM mailing_list
    UNION ALL SELECT phone, technician_name FROM technicians
    UNION ALL SELECT phone, branch_name FROM branches
    UNION ALL SELECT phone, supplier_name FROM suppliers)
    GROUP BY phone HAVING count(DISTINCT who) > 1"""
    for connection in companies():
        assert shared(connection, sql) == []


def shared(connection: sqlite3.Connection, sql: str) -> list[str]:
    return [number for (number,) in connection.execute(sql)]


@pytest.mark.parametrize("branch", range(1, len(METROS) + 1))
def test_years_go_by_before_leads_share_a_number(branch: int) -> None:
    ids = np.arange(1, 5_000)
    told = phones(Chance(1, ("x",), ids), ids, np.full(len(ids), branch), LEADS)
    assert len(set(told)) == len(told)


def test_a_number_given_away_anew_is_not_that_of_the_same_neighbor() -> None:
    """Nor does the lead so many keys on always have the number of this one."""
    ids = np.arange(1, 12_001)
    told = phones(Chance(1, ("x",), ids), ids, np.full(len(ids), 1), LEADS)
    first: dict[str, int] = {}
    rows = zip(ids.tolist(), told, strict=True)
    apart = [key - first.setdefault(number, key) for key, number in rows]
    apart = [gap for gap in apart if gap]
    assert len(apart) > 50
    assert max(apart.count(gap) for gap in set(apart)) < 0.1 * len(apart)
