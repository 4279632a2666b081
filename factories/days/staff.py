"""Who leaves the company, who is hired in his place, and the cards that run out."""

from __future__ import annotations

import numpy as np

from factories.days.books import DAY, INT, TEXT, Found, iso
from factories.days.crew import read_crew
from factories.days.day import Day
from factories.engine.set_operations import distinct
from factories.engine.streams import Ints
from factories.engine.values import NULL, Coded
from factories.rules.accounting.billing import WORKDAY_STARTS
from factories.rules.crew.workforce import (
    EPA_608,
    JUNIORS_OF_HIRED,
    LEVEL_NAMES,
    LEVELS,
    RENEWED_AHEAD,
    SEARCH_DAYS,
)
from factories.rules.hours import office
from factories.rules.hours.calendar import next_office_day
from factories.tables.workforce import TechnicianCertificationFactory, TechnicianFactory


def change_crew(day: Day) -> None:
    """Farewells in the evening of the last day, first days in the morning."""
    _say_farewell(day)
    _hire(day)
    _renew_cards(day)
    _count_years(day)


def _say_farewell(day: Day) -> None:
    """Yesterday was their last day."""
    who = read_crew(day)
    gone = np.flatnonzero(who.leaves == day.number - 1)
    gone = gone[who.hired[gone] < day.number]
    day.books.change(
        "technicians",
        who.id[gone],
        at=day.at(WORKDAY_STARTS),
        left_date=np.datetime64(day.number - 1, "D"),
    )
    vans = day.books.read(
        "select vehicle_id as id from vehicle_fleet"
        " where assigned_technician_id in (select value from json_each(?)) order by vehicle_id",
        str(who.id[gone].tolist()), id=INT,
    )  # fmt: skip
    day.books.change(
        "vehicle_fleet", vans.id, at=day.at(WORKDAY_STARTS), assigned_technician_id=None
    )


def _hire(day: Day) -> None:
    """Somebody for each who left, on a working day some weeks later."""
    if not day.works:
        return
    left = day.books.read(
        "select technician_id as id, branch_id as branch, left_date as [on] from technicians"
        " where left_date > ? order by technician_id",
        iso(day.books.begun), id=INT, branch=INT, on=DAY,
    )  # fmt: skip
    wait = day.chance("search", left.id).between("days", *SEARCH_DAYS)
    need = np.array([
        max(_lost(left, branch, wait, day.number) - _found(day, branch), 0)
        for branch in distinct(left.branch).tolist()
    ], np.int64)  # fmt: skip
    branches = np.repeat(distinct(left.branch), need)
    if not len(branches):
        return
    first = day.books.next_id("technicians")
    chance = day.chance("hired", first + np.arange(len(branches)))
    junior = chance.happens("junior", JUNIORS_OF_HIRED)
    others = [name for name in LEVEL_NAMES if name != "junior"]
    level = 1 + chance.choose("level", [LEVELS[name].share for name in others])
    table = day.books.add(
        TechnicianFactory,
        len(branches),
        recorded=day.at(WORKDAY_STARTS),
        branch_id=branches,
        technician_level=Coded(np.where(junior, 0, level), LEVEL_NAMES),
        hire_date=np.datetime64(day.number, "D"),
        left_date=np.datetime64("NaT", "D"),
    )
    _welcome(day, table.ids, branches)


def _lost(left: Found, branch: int, wait: Ints, today: int) -> int:
    """How many of a branch have left and should have been followed by now."""
    mine = (left.branch == branch) & (left.on + wait <= today)
    return int(mine.sum())


def _found(day: Day, branch: int) -> int:
    """How many a branch has hired since it was populated."""
    count: int = day.books.connection.execute(
        "select count(*) from technicians where branch_id = ? and hire_date > ?",
        (branch, iso(day.books.begun)),
    ).fetchone()[0]
    return count


def _welcome(day: Day, technician: Ints, branch: Ints) -> None:
    """The new hands bring their EPA card, and get a van that nobody drives."""
    drawn = day.chance("card", technician).choose("card", tuple(EPA_608.values()))
    day.books.add(
        TechnicianCertificationFactory,
        len(technician),
        recorded=day.at(office.DESK_FROM),
        technician_id=technician,
        certification_name=Coded(drawn, tuple(EPA_608)),
    )
    for key, number in zip(technician.tolist(), branch.tolist(), strict=True):
        van = day.books.read(
            "select min(vehicle_id) as id from vehicle_fleet where branch_id = ?"
            " and status = 'Active' and assigned_technician_id is null",
            number, id=INT,
        ).id  # fmt: skip
        if van[0] != NULL:
            day.books.change(
                "vehicle_fleet", van, at=day.at(office.VANS_GIVEN), assigned_technician_id=key
            )


def _renew_cards(day: Day) -> None:
    """Cards are renewed by who is still here some days before they run out, on the last working day
    until then: a new card is a row of its own."""
    if not day.works:
        return
    tomorrow = np.array([day.number + 1]).astype("datetime64[D]")
    next_day = int(next_office_day(tomorrow).astype(np.int64)[0])
    due = day.books.read(
        "select c.certification_id as id, c.technician_id as technician,"
        " c.certification_name as name, c.expires_date as expires"
        " from technician_certifications as c"
        " join technicians as t on t.technician_id = c.technician_id"
        " where c.expires_date >= ? and c.expires_date < ? and t.left_date is null"
        # Not what was renewed ahead of time.
        " and not exists (select 1 from technician_certifications as n"
        "  where n.technician_id = c.technician_id"
        "  and n.certification_name = c.certification_name and n.expires_date > c.expires_date)"
        " order by c.certification_id",
        iso(day.number), iso(next_day + RENEWED_AHEAD[1]),
        id=INT, technician=INT, name=TEXT, expires=DAY,
    )  # fmt: skip
    ahead = day.chance("renewals", due.id).between("ahead", *RENEWED_AHEAD)
    due = due.rows(np.flatnonzero(due.expires - ahead < next_day))
    if not len(due):
        return
    day.books.add(
        TechnicianCertificationFactory,
        len(due),
        recorded=day.at(office.entered(day.daily("cards", due.technician), "minute")),
        technician_id=due.technician,
        certification_name=due.name,
        issued_date=np.datetime64(day.number, "D"),
    )


def _count_years(day: Day) -> None:
    """Another year in the trade on the anniversary of the hiring."""
    today = iso(day.number)
    due = day.books.read(
        "select technician_id as id, years_experience as years from technicians"
        " where left_date is null and hire_date < ?1"
        " and substr(date(hire_date, '+' || (substr(?1, 1, 4) - substr(hire_date, 1, 4))"
        " || ' years'), 6) = substr(?1, 6) order by technician_id",
        today, id=INT, years=INT,
    )  # fmt: skip
    day.books.change("technicians", due.id, at=day.at(0), years_experience=due.years + 1)
