"""What is asked for does not change when the days begin: tune-ups, leads, new customers, notes."""

from __future__ import annotations

import sqlite3
from collections import Counter
from functools import cache

import numpy as np
import pytest

from factories.days import habits
from factories.days.inquiries import first_wishes, inquiries, wins
from factories.days.repair_quotes import leads_of
from factories.engine.streams import Chance
from factories.engine.values import NULL
from factories.rules.calls.service import TYPES
from factories.rules.crm import sales
from factories.rules.crm.quotes import CLOSES_WITH_LEADS
from factories.rules.crm.wants import NAMES_THE_UNIT
from tests.factories.support.lived_company import company, day_of, lived, on

SEEDS = (42, 7)
DAYS = 150
COVERED = """exists (select 1 from subscriptions as p where p.customer_id = s.customer_id
    and s.service_date between p.start_date and coalesce(p.cancelled_date, p.end_date))"""
SAME_MONTHS = f"between '{on(-364)}' and '{on(DAYS - 365)}'"
SINCE = f"between '{on(1)}' and '{on(DAYS)}'"
A_YEAR = f"between '{on(-364)}' and '{on(0)}'"


def _tune_ups(when: str) -> tuple[int, int]:
    """Without and under a contract, in all companies."""
    free = covered = 0
    for seed in SEEDS:
        with lived(DAYS, seed=seed) as books:
            all_, under = books.execute(
                f"select count(*), sum({COVERED}) from service_calls as s"
                f" where service_type = 'Maintenance' and service_date {when}"
            ).fetchone()
            free, covered = free + all_ - under, covered + under
    return free, covered


def test_as_many_tune_ups_are_done_without_a_contract() -> None:
    (was, _), (is_, _) = _tune_ups(SAME_MONTHS), _tune_ups(SINCE)
    assert is_ == pytest.approx(was, rel=0.25)


def test_contracts_take_no_more_of_the_tune_ups() -> None:
    was, is_ = _tune_ups(SAME_MONTHS), _tune_ups(SINCE)
    assert is_[1] / sum(is_) == pytest.approx(was[1] / sum(was), abs=0.12)


def _shares(counts: Counter[str]) -> dict[str, float]:
    return {name: count / counts.total() for name, count in counts.items()}


def _apart(one: Counter[str], other: Counter[str]) -> float:
    """How much of one mix would have to change to give the other."""
    mine, theirs = _shares(one), _shares(other)
    return sum(abs(mine.get(n, 0.0) - theirs.get(n, 0.0)) for n in {*mine, *theirs}) / 2


def _in_history(column: str, more: str = "1", when: str = A_YEAR) -> Counter[str]:
    counts: Counter[str] = Counter()
    for seed in SEEDS:
        with company(seed=seed) as books:
            sql = f"select {column}, count(*) from leads where created_date {when} and {more}"
            counts.update(dict(books.execute(f"{sql} group by 1").fetchall()))
    return counts


@cache
def _asked() -> list[tuple[str, str, bool]]:
    """Wish, urgency and whether it is won, of a year of inquiries."""
    told: list[tuple[str, str, bool]] = []
    with company() as books:
        for n in range(1, 366):
            day = day_of(books, n)
            found = inquiries(day)
            won = wins(day, np.maximum(found.lead, 0), found.source) | (found.lead < 0)
            columns = found.interest.tolist(), found.urgency.tolist(), won.tolist()
            rows = zip(*columns, strict=True)
            told += [(sales.INTERESTS[i], sales.URGENCIES[u], bool(w)) for i, u, w in rows]
    return told


def test_leads_ask_for_what_they_asked_for() -> None:
    since = Counter(wish for wish, _, _ in _asked())
    # Of some 200 of a year, each share may be off by three in a hundred by chance.
    assert _apart(_in_history("service_interest"), since) < 0.13


def test_leads_are_in_no_more_of_a_hurry() -> None:
    since = Counter(urgency for _, urgency, _ in _asked())
    assert _apart(_in_history("urgency"), since) < 0.1


def test_the_same_wishes_are_won() -> None:
    """Few are won in a year: what the days know of them is of the whole history."""
    since = Counter(wish for wish, _, won in _asked() if won)
    known = _in_history("service_interest", "status = 'Converted'", "is not null")
    assert _apart(known, since) < 0.17


def test_new_customers_come_for_what_brought_others() -> None:
    """Types of first visits are learned, and wishes follow them."""
    with company() as books:
        day = day_of(books)
        first = dict(zip(TYPES, habits.first_visits(day).tolist(), strict=True))
        assert sum(first.values()) == pytest.approx(1)
        assert all(share > 0 for share in first.values())
        chance = Chance(1, ("x",), np.arange(20_000))
        wish = first_wishes(day, chance, sales.INTERESTS)
        told = np.bincount(wish, minlength=len(sales.INTERESTS)) / len(wish)
        asked = dict(zip(sales.INTERESTS, told.tolist(), strict=True))
        without = 1 - first["Emergency"]
        assert asked["Emergency Service"] == 0
        # Some who ask for a new system do not take it.
        systems = first["Installation"] / CLOSES_WITH_LEADS
        assert asked["Installation"] == pytest.approx(systems / without, abs=0.02)
        broken = asked["AC Repair"] + asked["Heating Repair"]
        assert broken == pytest.approx(first["Repair"] / without, abs=0.02)


def _named(books: sqlite3.Connection, which: str) -> float:
    """Share of the leads who want a new system whose notes say of what kind."""
    generic = "notes like '%new system%' or notes like '%old unit%' or notes like '%new space%'"
    sql = f"select avg(not ({generic} or notes like '%for a replacement.%')) from leads"
    where = f" where service_interest = 'Installation' and {which}"
    share: float = books.execute(sql + where).fetchone()[0]
    return share


@pytest.mark.parametrize(
    "which",
    [
        f"created_date <= '{on(0)}' and status = 'Converted'",
        f"created_date <= '{on(0)}' and status = 'Lost'",
        f"created_date > '{on(0)}'",
    ],
)
def test_notes_do_not_tell_who_is_won(which: str) -> None:
    with lived(DAYS) as books:
        assert _named(books, which) == pytest.approx(NAMES_THE_UNIT, abs=0.22)


def test_a_repair_quoted_to_a_new_customer_answers_the_lead() -> None:
    with company() as books:
        lead, customer, equipment = books.execute(
            "select l.lead_id, l.customer_id, s.equipment_id from leads as l"
            " join service_calls as s on s.customer_id = l.customer_id"
            " where l.service_interest = 'AC Repair' and s.service_call_id ="
            "  (select min(service_call_id) from service_calls where customer_id = l.customer_id)"
            " order by l.created_date desc"
        ).fetchone()
        books.execute(
            "update leads set created_date = ?, last_contact_date = ? where lead_id = ?",
            (on(-20), on(-19), lead),
        )
        day = day_of(books)
        who, models = np.array([customer, customer]), np.array([equipment, equipment + 1])
        assert leads_of(day, who, models).tolist() == [lead, NULL]
