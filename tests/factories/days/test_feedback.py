"""What customers say after the history."""

from __future__ import annotations

import pytest

from factories.days import feedback
from tests.factories.support.lived_company import company, day_of, lived, on

ANSWERED = """select count(f.feedback_id), count(*) from service_calls as s
left join customer_feedback as f on f.service_call_id = s.service_call_id
where s.service_date between ? and ? and not exists (select 1 from service_calls as l
where l.customer_id = s.customer_id and l.service_date = s.service_date
and l.started_at > s.started_at)"""


def test_as_many_visits_are_answered_as_before() -> None:
    """Of those that had their time, and of which somebody is asked: the last of a day."""
    with lived(150) as after:
        said, visits = after.execute(ANSWERED, (on(-700), on(-41))).fetchone()
        since, later = after.execute(ANSWERED, (on(1), on(110))).fetchone()
        assert since / later == pytest.approx(said / visits, abs=0.08)


def test_who_is_not_asked_is_no_answer_missed() -> None:
    """800 answers to 2,000 calls are more than 40 % of the visits that were asked about."""
    with company() as connection:
        said, visits = connection.execute(ANSWERED, (on(-1_000), on(0))).fetchone()
        assert visits < 1_960
        assert feedback._answered_share(day_of(connection, 1)) == pytest.approx(
            said / visits, abs=0.002
        )
