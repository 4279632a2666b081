"""Traits of customers: who answers, how and what; who calls off. Over several companies."""

from __future__ import annotations

from collections import Counter

from tests.factories.default_companies import companies


def rows(query: str) -> list[tuple[int, ...]]:
    """What a query finds in all companies."""
    return [row for connection in companies() for row in connection.execute(query)]


def test_answers_do_not_pile_up_on_the_last_day() -> None:
    after = Counter(
        days
        for (days,) in rows(
            "select cast(julianday(feedback_date) - julianday(service_date) as int)"
            " from customer_feedback join service_calls using (service_call_id)"
        )
    )
    # Who is called after a weekend answers a little later.
    assert sum(after[days] for days in range(40, 46)) <= sum(after[days] for days in range(30, 40))
    assert max(after[days] for days in range(37, 46)) <= 0.002 * after.total()


def test_an_incident_and_the_feedback_on_it_differ_now_and_then() -> None:
    apart = Counter(
        points
        for (points,) in rows(
            "select overall_satisfaction - customer_satisfaction"
            " from customer_feedback join incident_response using (service_call_id)"
        )
    )
    assert set(apart) == {-1, 0, 1}
    assert 0.1 < 1 - apart[0] / apart.total() < 0.35
