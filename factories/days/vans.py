"""The vans: where they are is followed, odometers are read, and what is due is serviced."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days.books import DAY, INT, MICRO, TEXT, Found
from factories.days.day import Day
from factories.days.visit_rows import Visits
from factories.engine.streams import Chance, Ints
from factories.engine.values import NULL, Coded
from factories.fleet import VehicleFactory
from factories.rules import office
from factories.rules.calendar import END_OF_DAY, previous_office_day
from factories.rules.workforce import (
    BREAKS_DOWN,
    DRIVEN_DAYS_PERCENT,
    DRIVEN_PERCENT,
    HOME_MINUTES,
    IS_REPAIRED,
    KEPT_DAYS,
    LAID_UP,
    OUT_MINUTES,
    SEEN_AROUND,
    SOLD_AFTER,
    next_service,
    yearly_miles,
)
from factories.steps.facts import Mask


def turn_over(day: Day) -> None:
    """In the morning of a working day: old vans are replaced, who was in the workshop comes back,
    and others go there if there is a spare van for their driver."""
    if not day.works:
        return
    vans = day.books.read(
        "select vehicle_id, branch_id, status, assigned_technician_id, current_mileage,"
        " purchase_date from vehicle_fleet where status <> 'Retired' order by vehicle_id",
        id=INT, branch=INT, status=TEXT, driver=INT, miles=INT, bought=DAY,
    )  # fmt: skip
    ends = vans.bought + day.chance("kept", vans.id).between("days", *KEPT_DAYS)
    _replace(day, vans, ends)
    vans = vans.rows(np.flatnonzero(day.number < ends))
    chance = day.daily("workshop", vans.id)
    _come_back(day, vans.rows(np.flatnonzero(_is_repaired(chance, vans.status))))
    _break_down(day, vans)


def _replace(day: Day, vans: Found, ends: Ints) -> None:
    """What has served its time stands in the yard until it is sold; its driver gets a new one."""
    yesterday = previous_office_day(np.array([day.number - 1]).astype("datetime64[D]"))
    last = int(yesterday.astype(np.int64)[0])
    over = vans.rows(np.flatnonzero((ends <= day.number) & (ends > last)))
    _change(day, over.id, status="Out of Service", assigned_technician_id=None)
    sold = ends + day.chance("kept", vans.id).between("sold", *SOLD_AFTER)
    _change(day, vans.id[sold <= day.number], status="Retired", assigned_technician_id=None)
    day.books.add(
        VehicleFactory,
        len(over),
        recorded=day.at(office.WORKSHOP),
        branch_id=over.branch,
        assigned_technician_id=over.driver,
        age_days=0,
        last_maintenance_date=np.datetime64(day.number, "D"),
    )


def _break_down(day: Day, vans: Found) -> None:
    """Who goes to the workshop: most for some days, after which the driver has the own van back;
    what is laid up is nobody's, and its driver keeps the spare one."""
    chance = day.daily("workshop", vans.id)
    active = vans.status.is_("Active")
    broken = np.flatnonzero(active & chance.happens("breaks down", BREAKS_DOWN))
    long = chance.happens("for long", LAID_UP)
    spare = np.flatnonzero(active & (vans.driver == NULL)).tolist()
    lent = vans.branch[vans.status.is_("Maintenance") & (vans.driver != NULL)].tolist()
    for row in broken.tolist():
        branch = vans.branch[row]
        there = [other for other in spare if vans.branch[other] == branch]
        if len(there) <= lent.count(branch) or there == [row]:
            continue
        driver = int(vans.driver[row])
        if not long[row]:
            _change(day, vans.id[[row]], status="Maintenance")
        else:
            _change(day, vans.id[[row]], status="Out of Service", assigned_technician_id=None)
        if driver == NULL:
            spare.remove(row)
        elif not long[row]:
            lent.append(branch)
        else:
            instead = next(other for other in there if other != row)
            _change(day, vans.id[[instead]], assigned_technician_id=driver)
            spare.remove(instead)


def _is_repaired(chance: Chance, status: Coded) -> Mask:
    share = status.map({**dict.fromkeys(("Active", None), 0.0), **IS_REPAIRED}).astype(np.float64)
    back: Mask = chance.happens("comes back", share)
    return back


def _come_back(day: Day, vans: Found) -> None:
    """Serviced, and its driver's again if it has one."""
    chance = day.daily("workshop", vans.id)
    _change(
        day,
        vans.id,
        status="Active",
        last_maintenance_date=np.full(len(vans), day.number).astype("datetime64[D]"),
        next_maintenance_mileage=next_service(chance, vans.miles),
    )


def _change(day: Day, ids: Ints, **values: Any) -> None:
    day.books.change("vehicle_fleet", ids, at=day.at(office.WORKSHOP), **values)


def follow_vans(day: Day) -> None:
    """Where each van with GPS was seen last: on the way home from the last visit, or at some time
    of an office day, those that nobody drives too. On other days, who has no visit does not
    drive."""
    vans = day.books.read(
        "select v.vehicle_id, v.assigned_technician_id, b.latitude, b.longitude"
        " from vehicle_fleet as v join branches as b on b.branch_id = v.branch_id"
        " where v.status = 'Active' and v.gps_enabled"
        " order by v.vehicle_id",
        id=INT, driver=INT, north=MICRO, east=MICRO,
    )  # fmt: skip
    over = _last_visit(day, vans.driver)
    out = np.flatnonzero((over >= 0) | day.works)
    vans, over = vans.rows(out), over[out]
    chance = day.daily("seen", vans.id)
    home = np.minimum(over + chance.between("home", *HOME_MINUTES), day.at(END_OF_DAY))
    seen = np.where(over >= 0, home, day.at(chance.between("minute", *OUT_MINUTES)))
    day.books.change(
        "vehicle_fleet",
        vans.id,
        at=seen,
        last_latitude=vans.north + chance.bell("north", SEEN_AROUND[0]),
        last_longitude=vans.east + chance.bell("east", SEEN_AROUND[1]),
        last_gps_at=seen.astype("datetime64[m]"),
    )


def _last_visit(day: Day, technician: Ints) -> Ints:
    """The minute at which each technician's last visit of today is over, or -1."""
    visits: Visits = day.notes["visits"]
    over = dict.fromkeys(technician.tolist(), -1)
    for who, end in zip(visits.technician.tolist(), visits.end.tolist(), strict=True):
        over[who] = max(over.get(who, -1), end)
    return np.array([over[who] for who in technician.tolist()], np.int64)


def read_odometers(day: Day) -> None:
    """Once a week, each on a day of its own: the miles of the week, and the workshop for what is
    due. Spare vans fetch parts and help out: they are driven as the others are."""
    weekday = day.weekday
    if weekday >= 5:
        return
    vans = day.books.read(
        "select vehicle_id, current_mileage, next_maintenance_mileage, last_maintenance_date"
        " from vehicle_fleet where status = 'Active' order by vehicle_id",
        id=INT, miles=INT, due=INT, serviced=DAY,
    )  # fmt: skip
    vans = vans.rows(np.flatnonzero(day.chance("read on", vans.id).below("weekday", 5) == weekday))
    if not len(vans):
        return
    # Each drives as much as the row that it was made as says.
    a_year = yearly_miles(Chance(day.books.seed, ("vehicle_fleet",), vans.id).of("current_mileage"))
    chance = day.daily("week", vans.id)
    a_week = a_year * 7 * chance.between("percent", *DRIVEN_PERCENT)
    miles = vans.miles + a_week // (365 * DRIVEN_DAYS_PERCENT)
    serviced = (miles >= vans.due) & day.works
    day.books.change(
        "vehicle_fleet",
        vans.id,
        at=day.at(office.ODOMETERS),
        current_mileage=miles,
        next_maintenance_mileage=np.where(serviced, next_service(chance, miles), vans.due),
        last_maintenance_date=np.where(serviced, day.number, vans.serviced).astype("datetime64[D]"),
    )
