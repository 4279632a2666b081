"""Repairs that wait for a part: quoted on the spot, and done by who may at the price agreed."""

from __future__ import annotations

import sqlite3

from factories.days import plan
from factories.days.books import Books
from factories.engine.values import day_number
from tests.depth import times
from tests.factories.support.lived_company import AS_OF, company, lived, on, scenario


def _agreed(after: sqlite3.Connection) -> list[tuple[float, float, str, str, str]]:
    return after.execute(
        "select q.total_amount, s.total_cost, s.failed_component, q.description, s.service_type"
        " from quotes as q join service_calls as s on s.service_call_id = q.service_call_id"
        " where q.quote_type = 'Repair' and q.quote_date > ? order by q.quote_id",
        (on(0),),
    ).fetchall()


def test_customers_accept_quotes_for_repairs() -> None:
    with lived(150) as after:
        agreed = _agreed(after)
        assert len(agreed) >= 5
        for quoted, billed, component, said, kind in agreed:
            assert kind == "Repair"
            assert component.lower() in said.lower()
            # What the call cost is before the discount of a contract, the price after it.
            assert abs(quoted - billed) <= max(0.2 * billed, 100)


def test_an_agreed_repair_is_done_or_given_up() -> None:
    with lived(150) as after:
        (left,) = after.execute(
            "select count(*) from quotes where quote_type = 'Repair' and status = 'Accepted'"
            " and service_call_id is null and quote_date < ?",
            (on(110),),
        ).fetchone()
        assert left == 0


def test_who_asks_for_time_is_visited_after_a_yes() -> None:
    """Some quotes are open at first, and the day for the return is set once they are accepted."""
    with company() as connection:
        begun = day_number(AS_OF)
        (last,) = connection.execute("select max(quote_id) from quotes").fetchone()
        stood: dict[int, list[tuple[str, str]]] = {}

        def look(books: Books) -> None:
            today = on(books.today - begun)
            for key, status in books.connection.execute(
                "select quote_id, status from quotes where quote_type = 'Repair' and quote_id > ?",
                (last,),
            ):
                stood.setdefault(key, []).append((today, status))

        plan.live(connection, scenario(), begun, begun + 1, begun + 120, look)
        later = [
            (key, next(day for day, status in known if status == "Accepted"))
            for key, known in stood.items()
            if known[0][1] == "Pending" and known[-1][1] == "Accepted"
        ]
        assert later
        for key, accepted in later:
            for (booked,) in connection.execute(
                "select substr(a.created_date, 1, 10) from quotes as q join appointments as a"
                " on a.service_call_id = q.service_call_id where q.quote_id = ?",
                (key,),
            ):
                assert booked > accepted


def test_a_second_visit_needs_a_card_too() -> None:
    """Nobody but two may open a sealed system; work for the others goes on."""
    with company() as connection:
        connection.execute(
            "delete from technician_certifications where certification_name like 'EPA%'"
            " and technician_id > 2"
        )
        begun = day_number(AS_OF)
        plan.live(connection, scenario(), begun, begun + 1, begun + times(30, 60))
        without, with_ = connection.execute(
            "select sum(technician_id > 2), count(*) from service_calls"
            " where service_date > ? and failed_component in"
            " ('Refrigerant Leak', 'Compressor', 'Evaporator Coil', 'Expansion Valve')",
            (on(0),),
        ).fetchone()
        assert with_ > 0
        assert without == 0


def test_an_answer_comes_after_the_visit() -> None:
    with lived(150) as after:
        early, same_day = after.execute(
            "select sum(datetime(f.created_at_utc) < datetime(w.updated_at_utc)), count(*)"
            " from customer_feedback as f"
            " join service_calls as s on s.service_call_id = f.service_call_id"
            " join work_orders as w on w.service_call_id = s.service_call_id"
            " where s.service_date > ?1 and f.feedback_date = s.service_date"
            " and w.updated_at_utc = s.updated_at_utc",
            (on(0),),
        ).fetchone()
        assert same_day > 0
        assert early == 0


def test_a_call_is_recorded_when_it_begins() -> None:
    with lived(60) as after:
        late = after.execute(
            "select count(distinct julianday(s.created_at_utc) - julianday(s.started_at))"
            " from service_calls as s join customers as c on c.customer_id = s.customer_id"
            " where s.service_date between ? and ?",
            (on(-60), on(60)),
        ).fetchone()
        # Five hours behind Greenwich in winter, four in summer: nothing else comes between.
        assert late[0] <= 3
