"""Campaigns begin and spend."""

from __future__ import annotations

import pytest

from factories.days import campaigns
from factories.rules.crm.sales import SET_UP_DAYS, SPENT_PERCENT, begun_again
from factories.wording.sales import told_apart
from tests.factories.support.lived_company import company, day_of, lived, on


def test_campaigns_begin_as_often_as_before() -> None:
    with company() as connection:
        for days in range(1, 731):
            campaigns.run_campaigns(day_of(connection, days))
        begun = connection.execute(
            "select count(*) from marketing_campaigns where start_date > ?", (on(0),)
        ).fetchone()[0]
        assert begun == pytest.approx(12, abs=1)


def test_they_are_set_up_some_days_before_they_begin() -> None:
    with lived(150) as after:
        ahead = [
            days
            for (days,) in after.execute(
                "select julianday(start_date) - julianday(date(created_at_utc))"
                " from marketing_campaigns where date(created_at_utc) > ?",
                (on(0),),
            )
        ]
        assert ahead
        assert SET_UP_DAYS[0] <= min(ahead)
        assert max(ahead) <= SET_UP_DAYS[1]


def test_fewer_begin_after_a_history_too_short_to_have_had_them_all_at_once() -> None:
    again = [begun_again(days) for days in (60, 120, 365, 730, 3650)]
    assert again == sorted(again)
    assert 0.4 < again[0] < 0.7
    assert 0.95 < again[3] < 1


def test_one_like_another_is_its_next_wave() -> None:
    known = ["Spring Tune-Up 2026 (Website)"]
    assert told_apart([*known, "Always On Call 2026 (Website)", *known], known) == [
        "Spring Tune-Up 2026 (Website), wave 2",
        "Always On Call 2026 (Website)",
        "Spring Tune-Up 2026 (Website), wave 3",
    ]
    with company() as connection:
        for days in range(1, 1_461):
            campaigns.run_campaigns(day_of(connection, days))
        names, different = connection.execute(
            "select count(*), count(distinct campaign_name) from marketing_campaigns"
        ).fetchone()
        assert names == different > 30


def test_they_are_spread_over_the_time() -> None:
    with company() as connection:
        for days in range(1, 731):
            campaigns.run_campaigns(day_of(connection, days))
        halves = connection.execute(
            "select sum(start_date <= ?2), sum(start_date > ?2) from marketing_campaigns"
            " where start_date > ?1",
            (on(0), on(365)),
        ).fetchone()
        assert min(halves) >= 5


def test_what_is_spent_grows_until_nearly_all_is_gone() -> None:
    with company() as connection:
        running = "update marketing_campaigns set start_date = ?, end_date = ?, spent = 0"
        connection.execute(f"{running} where campaign_id = 12", (on(0), on(9)))
        spent = []
        for days in range(1, 15):
            campaigns.run_campaigns(day_of(connection, days))
            spent.append(
                connection.execute(
                    "select spent * 100.0 / budget from marketing_campaigns where campaign_id = 12"
                ).fetchone()[0]
            )
        assert spent == sorted(spent)
        assert spent[0] < 25
        assert SPENT_PERCENT[0] - 1 <= spent[-1] <= SPENT_PERCENT[1]
        assert spent[8] == spent[-1]


def test_a_budget_is_for_the_leads_that_are_hoped_for() -> None:
    with lived(150) as after:
        before, since = after.execute(
            "select avg(budget) filter (where start_date <= ?1),"
            " avg(budget) filter (where start_date > ?1) from marketing_campaigns"
            " where channel in ('Advertisement', 'Direct Mail', 'Website')",
            (on(0),),
        ).fetchone()
        assert since == pytest.approx(before, rel=0.75)
