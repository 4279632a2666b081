"""The fleet: what drives, what stands, what is given back and what is bought."""

from __future__ import annotations

import datetime as dt
import sqlite3

import numpy as np
import pytest

from factories.days import vans
from factories.days.day import Day
from factories.days.vans import read_odometers, turn_over
from factories.engine.values import day_number
from factories.rules.crew.workforce import IDLE_STATUSES, KEPT_DAYS, RETIRED_TO_SOLD, there_and_back
from tests.factories.support.default_companies import companies
from tests.factories.support.lived_company import AS_OF, company, day_of, live, lived, on

SCALE = 4


def states(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(
        connection.execute("select status, count(*) from vehicle_fleet group by status").fetchall()
    )


def drivers(connection: sqlite3.Connection) -> dict[int, int]:
    """Technician by van."""
    return dict(
        connection.execute(
            "select vehicle_id, assigned_technician_id from vehicle_fleet"
            " where assigned_technician_id is not null"
        ).fetchall()
    )


def a_year(connection: sqlite3.Connection, days: int = 365, scale: int = SCALE) -> list[Day]:
    """The workshop and the odometers alone, for so many days."""
    lived = []
    for number in range(1, days + 1):
        day = day_of(connection, number, scale=scale)
        turn_over(day)
        read_odometers(day)
        lived.append(day)
    return lived


def test_a_year_of_the_fleet() -> None:
    with company(scale=SCALE) as connection:
        before, had = states(connection), drivers(connection)
        miles = dict(
            connection.execute("select vehicle_id, current_mileage from vehicle_fleet").fetchall()
        )
        count = sum(before.values())
        a_year(connection)
        after, have = states(connection), drivers(connection)

        # Some are out of service or in the workshop, as before: see ``IDLE_STATUSES``.
        idle = count * 0.26
        for name in ("Maintenance", "Out of Service"):
            usual = idle * IDLE_STATUSES[name] / sum(IDLE_STATUSES.values())
            assert 0.2 * usual <= after[name] <= 3 * usual, name
        assert after["Active"] >= 0.9 * before["Active"]

        # Most drive what they drove: after a service the van is given back.
        assert sum(have.get(van) == who for van, who in had.items()) > 0.6 * len(had)
        assert set(have.values()) == set(had.values())

        # What was bought follows what was retired, and is driven.
        bought = connection.execute(
            "select vehicle_id, current_mileage, purchase_date from vehicle_fleet"
            " where purchase_date > ?",
            (on(0),),
        ).fetchall()
        assert 0.5 * SCALE <= len(bought) <= 5 * SCALE
        assert min(van for van, *_ in bought) > count
        assert all(dt.date.fromisoformat(day).weekday() < 5 for *_, day in bought)
        assert after["Retired"] >= before["Retired"]

        now = connection.execute(
            "select vehicle_id, current_mileage from vehicle_fleet"
            " where status <> 'Retired' and purchase_date <= ?",
            (on(-400),),
        ).fetchall()
        kept = had.keys() & have.keys()
        driven = np.mean(
            [reading - miles[van] for van, reading in now if van in kept and have[van] == had[van]]
        )
        # 22,000 a year [E], as in the life before; nobody goes to customers in this one.
        assert 17_500 < driven < 22_500


def test_a_spare_van_breaks_down_on_the_morning_on_which_it_is_taken_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Everything does on this one: whose van goes for long takes a spare one, until that goes."""
    monkeypatch.setattr(vans, "BREAKDOWNS_A_DAY", 1.0)
    monkeypatch.setattr(vans, "LAID_UP_SHARE", 1.0)
    with company(scale=SCALE) as connection:
        had = drivers(connection)
        turn_over(day_of(connection, 1, scale=SCALE))
        have = drivers(connection)
        assert set(have.values()) == set(had.values())
        assert len(set(have.values())) == len(have)
        # A branch's last spare van is driven by whom its last breakdown left without one.
        assert {*have} - {*had}


def test_spare_vans_stand_and_drivers_go_to_their_customers() -> None:
    with company(scale=SCALE) as connection:
        held = "select vehicle_id, current_mileage from vehicle_fleet where status = 'Active'"
        driven, spare = (
            dict(connection.execute(f"{held} and assigned_technician_id is {not_} null").fetchall())
            for not_ in ("not", "")
        )
        for number in range(1, 29):
            read_odometers(day_of(connection, number, scale=SCALE))
        now = dict(connection.execute(held).fetchall())
        far, near = (
            np.mean([now[van] - miles for van, miles in those.items()]) for those in (driven, spare)
        )
        assert 0.15 < near / far < 0.45

        day = day_of(connection, 1, scale=SCALE)
        who = np.arange(1, 15 * SCALE + 1)
        miles = vans._to_customers(day, np.append(who, -1))
        went = connection.execute(
            "select distinct technician_id from service_calls where service_date > ?", (on(-6),)
        ).fetchall()
        assert set(who[miles[:-1] > 0].tolist()) <= {key for (key,) in went}
        assert (miles > 0).sum() > 0.5 * len(went)
        assert miles[-1] == 0
        assert miles.max() < 1_000


def test_the_way_is_longer_on_the_road() -> None:
    north, east = np.array([0, 100_000, 0]), np.array([0, 0, 100_000])
    assert there_and_back(north, east).tolist() == [0, 17, 14]


def test_an_old_van_is_replaced_and_its_driver_gets_the_new_one() -> None:
    with company() as connection:
        van, who = connection.execute(
            "select vehicle_id, assigned_technician_id from vehicle_fleet"
            " where status = 'Active' and assigned_technician_id is not null limit 1"
        ).fetchone()
        kept = int(
            day_of(connection).chance("kept", np.array([van])).between("days", *KEPT_DAYS)[0]
        )
        bought = AS_OF + dt.timedelta(days=1 - kept)
        connection.execute(
            "update vehicle_fleet set purchase_date = ?, year = ? where vehicle_id = ?",
            (bought.isoformat(), bought.year, van),
        )
        assert day_number(bought) + kept == day_number(AS_OF) + 1
        turn_over(day_of(connection, 1))
        old = connection.execute(
            "select status, assigned_technician_id from vehicle_fleet where vehicle_id = ?", (van,)
        ).fetchone()
        assert old == ("Out of Service", None)
        new = connection.execute(
            "select purchase_date, status, current_mileage < 30000 from vehicle_fleet"
            " where assigned_technician_id = ?",
            (who,),
        ).fetchone()
        assert new == (on(1), "Active", 1)
        for number in range(2, RETIRED_TO_SOLD[1] + 6):
            turn_over(day_of(connection, number))
        (status,) = connection.execute(
            "select status from vehicle_fleet where vehicle_id = ?", (van,)
        ).fetchone()
        assert status == "Retired"


def test_without_a_spare_van_nobody_is_left_without_one() -> None:
    with company() as connection:
        connection.execute(
            "update vehicle_fleet set status = 'Retired'"
            " where status <> 'Retired' and assigned_technician_id is null"
        )
        had = drivers(connection)
        for number in range(1, 60):
            turn_over(day_of(connection, number))
            assert set(drivers(connection).values()) == set(had.values())
            lent = connection.execute(
                "select count(*) from vehicle_fleet where status = 'Maintenance'"
            ).fetchone()[0]
            spare = connection.execute(
                "select count(*) from vehicle_fleet where status = 'Active'"
                " and assigned_technician_id is null"
            ).fetchone()[0]
            assert lent <= max(spare, 1)


def test_the_workshop_is_closed_on_weekends() -> None:
    with company() as connection:
        saturday = day_of(connection, 4)
        assert not saturday.works
        vans.turn_over(saturday)
        assert not saturday.books.changed


def test_vans_are_seen_where_their_drivers_are() -> None:
    """At home after the last visit, some way from it; at the office without one."""
    with company() as connection:
        homes: dict[int, list[float]] = {}
        for number in range(1, 8):
            live(connection, 1, after=number - 1)
            day = day_of(connection, number)
            rows = connection.execute(
                """select v.assigned_technician_id, v.last_latitude, v.last_longitude,
                b.latitude, b.longitude, (select count(*) from service_calls as s
                where s.technician_id = v.assigned_technician_id and s.service_date = :day)
                from vehicle_fleet as v join branches as b on b.branch_id = v.branch_id
                where v.status = 'Active' and date(v.last_gps_at) = :day""",
                {"day": on(number)},
            ).fetchall()
            for driver, north, east, office_north, office_east, visits in rows:
                if not visits:
                    assert abs(north - office_north) < 0.005 > abs(east - office_east)
                else:
                    homes.setdefault(driver, []).append(north)
            assert rows or not day.works
        assert len(homes) >= 5
        # Who is called out late is on the way at midnight; all others are at home.
        elsewhere = sum(max(north) - min(north) > 0.005 for north in homes.values())
        assert elsewhere <= 1
        assert max(map(max, homes.values())) - min(map(min, homes.values())) > 0.05


def test_who_drives_a_van_goes_on_driving_as_far_as_before() -> None:
    """All of it, the ways to customers too, by those who have kept their vans."""
    query = (
        "select vehicle_id, assigned_technician_id, current_mileage from vehicle_fleet"
        " where assigned_technician_id is not null"
    )
    before, after = [], []
    for seed in (42, 7):
        with company(seed=seed) as connection:
            had = {van: (who, miles) for van, who, miles in connection.execute(query)}
            ages = dict(
                connection.execute(
                    "select vehicle_id, julianday(?) - julianday(purchase_date) from vehicle_fleet",
                    (AS_OF.isoformat(),),
                ).fetchall()
            )
        with lived(150, seed=seed) as connection:
            for van, who, miles in connection.execute(query):
                if van in had and had[van][0] == who:
                    before.append(had[van][1] / ages[van] * 365)
                    after.append((miles - had[van][1]) / 150 * 365)
    assert len(after) > 15
    assert 0.8 < np.mean(after) / np.mean(before) < 1.12


def test_a_spare_van_of_the_history_has_gone_less_far_than_the_others() -> None:
    """A month of the days has it so, and the odometers of the history must not tell otherwise."""
    driven, spare = (
        [
            miles / days * 365
            for books in companies()
            for miles, days in books.execute(
                "select current_mileage, julianday(?) - julianday(purchase_date)"
                " from vehicle_fleet where status = 'Active'"
                f" and assigned_technician_id is {not_} null",
                (AS_OF.isoformat(),),
            )
        ]
        for not_ in ("not", "")
    )
    assert len(spare) >= 5
    assert 0.5 < np.mean(spare) / np.mean(driven) < 0.9
