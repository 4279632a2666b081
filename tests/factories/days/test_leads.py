"""Who inquires, how far leads come, and who is won."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from factories.days import leads
from factories.days.books import Books
from factories.days.day import Day
from factories.days.inquiries import inquiries, wins
from factories.days.leads import branches
from factories.engine.values import day_number
from factories.rules.crm import sales
from factories.scenario import Scenario
from tests.factories.support.in_memory import populated
from tests.factories.support.lived_company import AS_OF, company, day_of, live, lived, of_long, on

OPEN = ("New", "Contacted", "Qualified", "Nurturing")


def _asked(connection: sqlite3.Connection, days: range) -> list[list[int]]:
    """Sources of the inquiries of each day."""
    return [inquiries(day_of(connection, n)).source.tolist() for n in days]


def test_as_many_inquire_as_in_the_history() -> None:
    with lived(150) as after:
        before, since = after.execute(
            "select sum(created_date <= ?1) / 730.0, sum(created_date > ?1) / 150.0 from leads",
            (on(0),),
        ).fetchone()
        assert since == pytest.approx(before, rel=0.25)


def test_mondays_bring_more_inquiries_than_sundays() -> None:
    with company() as connection:
        counts = [0] * 7
        for n, sources in enumerate(_asked(connection, range(1, 365)), start=1):
            counts[(day_of(connection, n).number + 3) % 7] += len(sources)
        assert counts[0] > 2 * counts[6]


def test_a_campaign_brings_leads_of_its_source() -> None:
    fair = sales.SOURCES.index("Trade Show")
    with company() as connection:
        before = sum(s.count(fair) for s in _asked(connection, range(1, 60)))
        connection.execute(
            "update marketing_campaigns set channel = 'Trade Show', end_date = '2026-12-31'"
            " where campaign_id = 12"
        )
        days = [inquiries(day_of(connection, n)) for n in range(1, 60)]
        came = sum(int((day.source == fair).sum()) for day in days)
        brought = sum(int((day.campaign == 12).sum()) for day in days)
        assert came > 5 * max(before, 1)
        assert brought > came / 2


def test_at_a_show_come_the_leads_of_shows() -> None:
    fair = sales.SOURCES.index("Trade Show")
    with company() as connection:
        connection.execute("delete from marketing_campaigns where channel = 'Trade Show'")
        days = [day_of(connection, n) for n in range(1, 366)]
        came = [(day.number, int((inquiries(day).source == fair).sum())) for day in days]
    at_show = sales.show_percent(np.array([number for number, _ in came])) > 100
    assert at_show.sum() == 12
    counts = np.array([count for _, count in came])
    # So few come in a year that chance has its say.
    assert counts[at_show].sum() > counts[~at_show].sum()


def test_referrals_are_won_most_often() -> None:
    with company() as connection:
        day = day_of(connection)
        ids = np.arange(20_000)

        def share(source: str) -> float:
            return float(wins(day, ids, ids * 0 + sales.SOURCES.index(source)).mean())

        assert share("Referral") > 3 * share("Advertisement")


def _inquired(seed_days: range) -> tuple[list[int], list[int], list[bool]]:
    """Wish, urgency and whether it will be won, of the inquiries of these days."""
    wishes: list[int] = []
    urgencies: list[int] = []
    won: list[bool] = []
    with company() as connection:
        for n in seed_days:
            day = day_of(connection, n)
            asked = inquiries(day)
            wishes += asked.interest.tolist()
            urgencies += asked.urgency.tolist()
            # The same keys a day, as nothing is written: told apart by the day.
            won += (wins(day, np.maximum(asked.lead, 0), asked.source) | (asked.lead < 0)).tolist()
    return wishes, urgencies, won


def test_the_urgent_are_won_more_often_than_the_patient() -> None:
    _, urgency, won = _inquired(range(1, 366))
    by_level = {
        name: np.mean([w for u, w in zip(urgency, won, strict=True) if u == level])
        for level, name in enumerate(sales.URGENCIES)
    }
    assert by_level["High"] > 1.3 * by_level["Low"]


def test_nobody_will_be_won_for_an_emergency_but_who_is_helped_at_once() -> None:
    with company() as connection:
        asked = [inquiries(day_of(connection, n)) for n in range(1, 200)]
        helped = sum(int((of.lead < 0).sum()) for of in asked)
        assert helped > 0
        for of in asked:
            assert (of.interest[of.lead < 0] == sales.INTERESTS.index("Emergency Service")).all()


def test_leads_go_on_and_never_back() -> None:
    """From where the history left them, and never back from an ending."""
    query = "select lead_id, status from leads"
    with company() as before, lived(150) as after:
        known, now = dict(before.execute(query)), dict(after.execute(query))
        went = [(status, now[lead]) for lead, status in known.items()]
        assert sum(one in OPEN[:3] and other not in OPEN[:3] for one, other in went) > 20
        for one, other in went:
            if one in ("Lost", "Converted"):
                assert other == one
            if one in OPEN[1:]:
                assert other != "New"
            if one == "Nurturing":
                assert other in ("Nurturing", "Lost", "Converted")


def test_who_is_won_was_qualified_the_day_before_at_the_latest() -> None:
    """Or helped in an emergency, before anybody wrote it down."""
    with company() as connection:
        connection.execute("create temp table steps (lead_id, was, became)")
        connection.execute(
            "create temp trigger step after update of status on leads"
            " when old.status <> new.status begin"
            " insert into steps values (new.lead_id, old.status, new.status); end"
        )
        live(connection, 45)
        steps = connection.execute("select was, became from steps").fetchall()
    won = [was for was, became in steps if became == "Converted"]
    assert len(won) >= 3
    assert set(won) == {"Qualified"}
    # Of the lost, many were never qualified.
    lost = [was for was, became in steps if became in ("Lost", "Nurturing") and was != "Nurturing"]
    assert 0.2 < lost.count("Contacted") / len(lost) < 0.8


def test_a_forecast_of_the_open_leads_comes_true() -> None:
    with company() as before, lived(150) as after:
        open_ = dict(
            before.execute(
                "select lead_id, conversion_probability from leads"
                " where status not in ('Converted', 'Lost')"
            )
        )
        won = {lead for (lead,) in after.execute("select lead_id from leads where customer_id > 0")}
        expected, came = sum(open_.values()) / 100, len(won & set(open_))
        assert abs(expected - came) < 4


def test_a_lead_that_the_history_left_is_won_as_its_stage_has_it() -> None:
    """On whichever of the next days: who had come far is not left for who had not."""
    believed, won = dict.fromkeys(OPEN, 0.0), dict.fromkeys(OPEN, 0)
    for seed in range(1, 7):
        scenario = Scenario.of(seed=seed, as_of=AS_OF)
        begun = day_number(AS_OF)
        with closing(populated(scenario)) as connection:
            books = Books(connection, seed, begun, dict(scenario.rows))
            books.open_day(begun + 1)
            day = Day(begun + 1, books, scenario)
            open_ = leads._open(day)
            opens, due = leads._account_days(day, open_)
            assert (opens[due] > begun).all()
            rows = zip(open_.status.tolist(), open_.believed.tolist(), due.tolist(), strict=True)
            for status, percent, comes in rows:
                believed[status] += percent / 100
                won[status] += comes
    for status in ("Contacted", "Qualified"):
        assert abs(won[status] - believed[status]) < 3 * believed[status] ** 0.5, status
    assert won["Qualified"] >= 2
    assert not won["Nurturing"]


def test_a_lost_leads_wish_stays_as_it_was_told() -> None:
    query = "select lead_id, notes, status from leads"
    with company() as before, lived(150) as after:
        told = {lead: notes for lead, notes, status in before.execute(query) if status in OPEN}
        now = {lead: (notes, status) for lead, notes, status in after.execute(query)}
        lost = [lead for lead in told if now[lead][1] == "Lost"]
        assert lost
        for lead in lost:
            first = told[lead].split(". ")[0]
            assert now[lead][0].startswith(first)
            assert now[lead][0] != told[lead]


def test_as_many_are_won_as_in_the_history() -> None:
    counts = of_long(
        "select sum(status = 'Converted') filter (where created_date <= ?1),"
        " count(*) filter (where created_date <= ?1),"
        " sum(status = 'Converted') filter (where created_date between ?1 and ?2),"
        " count(*) filter (where created_date between ?1 and ?2) from leads",
        *(on(0), on(110)),
    )
    won, all_, won_since, since = np.sum(counts, axis=0)
    assert won_since / since == pytest.approx(won / all_, abs=0.1)


def test_a_lead_that_is_won_is_a_customer_within_weeks() -> None:
    with lived(150) as after:
        won = after.execute(
            "select julianday(date(c.created_at)) - julianday(l.created_date), l.phone = c.phone,"
            " l.email = c.email or l.service_interest = 'Emergency Service'"
            " from leads as l join customers as c on c.customer_id = l.customer_id"
            " where l.created_date > ?",
            (on(0),),
        ).fetchall()
        assert len(won) > 10
        assert all(0 <= days <= 50 and phone and email for days, phone, email in won)


def test_who_was_helped_in_an_emergency_was_helped_on_the_day() -> None:
    with lived(150) as after:
        helped = after.execute(
            "select (select min(service_date) from service_calls as s"
            "  where s.customer_id = l.customer_id), l.created_date from leads as l"
            " where l.status = 'Converted' and l.service_interest = 'Emergency Service'"
            " and l.created_date > ?",
            (on(0),),
        ).fetchall()
        assert helped
        assert all(visited == asked for visited, asked in helped)


def test_the_branch_that_a_lead_asked_is_known_by_who_works_it() -> None:
    made = Scenario.of(as_of=AS_OF, scale=14, rows={"customers": 30, "leads": 40})
    with closing(populated(made)) as connection:
        begun = day_number(AS_OF)
        books = Books(connection, made.seed, begun, dict(made.rows))
        books.open_day(begun + 1)
        lead = np.array([1, 39, 41, 12 * 40 + 5, 13 * 40 + 17])
        found = branches(Day(begun + 1, books, made), lead)
        same_town = found % 12 == (lead - 1) // 40 % 12 + 1
        assert same_town.all()
        assert (found == (lead - 1) // 40 + 1).sum() >= 4


def test_who_said_later_comes_back_a_season_or_two_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here all of them do, of those who are written to when their day comes."""
    monkeypatch.setattr(sales, "comes_back", lambda chance, _source: np.ones(len(chance), np.bool_))
    least, most = sales.COMES_BACK_DAYS
    took: list[int] = []
    with company() as connection:
        for n in range(1, 151):
            day = day_of(connection, n)
            open_ = leads._open(day)
            back = open_.rows(leads._come_back(day, open_))
            assert back.status.is_("Nurturing").all()
            took += (day.number - back.created).tolist()
    assert len(took) >= 8
    # The office is closed on some days.
    assert least <= min(took)
    assert max(took) <= most + 4


def test_one_of_them_becomes_a_customer_and_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sales, "comes_back", lambda chance, _source: np.ones(len(chance), np.bool_))
    with company() as connection:
        later = "select lead_id from leads where status = 'Nurturing'"
        said = {lead for (lead,) in connection.execute(later)}
        live(connection, 30)
        won = connection.execute(
            "select status, conversion_probability from leads join customers as c"
            " using (customer_id) where c.created_at > ?"
            " and lead_id in (select value from json_each(?))",
            (on(1), json.dumps(sorted(said))),
        ).fetchall()
    assert {*won} == {("Converted", 100)}
