"""Traits of customers: who answers, how and what; who calls off. Over several companies."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import fmean

from tests.factories.support.default_companies import companies


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
    assert max(after[days] for days in range(37, 46)) <= 0.0025 * after.total()


VISITS = """select s.customer_id, f.feedback_id is not null, f.source
    from service_calls as s left join customer_feedback as f using (service_call_id)
    order by s.customer_id, s.started_at"""


def test_some_answer_always_and_others_never() -> None:
    pairs: Counter[tuple[int, int]] = Counter()
    for connection in companies():
        for (one, said, _), (other, says, _) in pairwise(connection.execute(VISITS)):
            pairs[said, says] += one == other
    after, without = (pairs[said, 1] / (pairs[said, 0] + pairs[said, 1]) for said in (1, 0))
    assert 2 * without < after < 5 * without


def test_customers_keep_to_the_way_in_which_they_answer() -> None:
    again: Counter[str] = Counter()
    times: Counter[str] = Counter()
    by_chance: Counter[str] = Counter()
    for connection in companies():
        answers = [row for row in connection.execute(VISITS) if row[1]]
        by_chance.update(how for _, _, how in answers)
        for (one, _, was), (other, _, how) in pairwise(answers):
            if one == other:
                times[was] += 1
                again[was] += was == how
    for how, usual in by_chance.items():
        assert 1.4 * usual / by_chance.total() < again[how] / times[how] < 0.9


def test_what_a_customer_says_is_like_what_he_said_before() -> None:
    rated = """from customer_feedback as f join customer_feedback as g using (customer_id)
    where f.feedback_id < g.feedback_id"""
    found = []
    for connection in companies():
        mean, square = connection.execute(
            "select avg(overall_satisfaction), avg(overall_satisfaction * overall_satisfaction)"
            " from customer_feedback"
        ).fetchone()
        (both,) = connection.execute(
            "select avg((f.overall_satisfaction - ?1) * (g.overall_satisfaction - ?1)) " + rated,
            (mean,),
        ).fetchone()
        found.append(both / (square - mean * mean))
    assert 0.2 < fmean(found) < 0.5, found


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


def test_who_called_off_or_was_not_at_home_does_it_again() -> None:
    pairs: Counter[tuple[int, int]] = Counter()
    for connection in companies():
        settled = connection.execute(
            "select customer_id, status in ('Cancelled', 'No-Show') from appointments"
            " where status not in ('Scheduled', 'Confirmed') order by customer_id, scheduled_time"
        )
        for (one, did), (other, does) in pairwise(settled):
            pairs[did, does] += one == other
    after, without = (pairs[did, 1] / (pairs[did, 0] + pairs[did, 1]) for did in (1, 0))
    assert 1.6 * without < after < 3.5 * without
