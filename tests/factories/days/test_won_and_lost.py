"""What is won and lost in days, as a whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from factories.audit import run_audit
from tests.depth import one_in
from tests.factories.support.lived_company import AS_OF, company, dump, live, lived, on

COMPANIES = [(date(2025, 12, 28), 7), (date(2024, 2, 25), 3)]


@pytest.mark.parametrize(("as_of", "seed"), one_in(2, COMPANIES))
def test_a_week_is_seven_days_whatever_the_company(as_of: date, seed: int) -> None:
    with company(as_of, seed) as step_by_step, company(as_of, seed) as at_once:
        for gone in range(7):
            live(step_by_step, 1, as_of, seed, after=gone)
        live(at_once, 7, as_of, seed)
        assert dump(step_by_step) == dump(at_once)


def test_two_branches_live_beside_each_other() -> None:
    with company(scale=2) as connection:
        live(connection, 14, scale=2)
        came = connection.execute(
            "select branch_id, count(*) from customers where created_at > ? group by 1", (on(1),)
        ).fetchall()
        assert [branch for branch, _ in came] == [1, 2]


def test_no_truth_is_broken_in_half_a_year() -> None:
    with lived(150) as after:
        today = AS_OF + timedelta(days=150)
        broken = {found.name: found.count for found in run_audit(after, today) if found.count}
        assert broken == {}
