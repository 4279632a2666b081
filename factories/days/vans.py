"""The vans: where they are is followed, odometers are read, and what is due is serviced."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days.books import DAY, INT, MICRO, TEXT, Found
from factories.days.day import Day
from factories.days.visit_rows import Visits
from factories.engine.streams import Chance, Ints
from factories.engine.values import NULL, Coded
from factories.rules import office
from factories.rules.calendar import END_OF_DAY
from factories.rules.workforce import (
    BREAKS_DOWN,
    DRIVEN_PERCENT,
    HOME_MINUTES,
    IS_REPAIRED,
    OUT_MINUTES,
    SEEN_AROUND,
    next_service,
    yearly_miles,
)
from factories.steps.facts import Mask


def turn_over(day: Day) -> None:
    """In the morning: who comes back from the workshop, and who goes there if there is a spare van
    for the driver."""
    if not day.works:
        return
    vans = day.books.read(
        "select vehicle_id, branch_id, status, assigned_technician_id, current_mileage"
        " from vehicle_fleet where status <> 'Retired' order by vehicle_id",
        id=INT, branch=INT, status=TEXT, driver=INT, miles=INT,
    )  # fmt: skip
    chance = day.daily("workshop", vans.id)
    _come_back(day, vans.rows(np.flatnonzero(_is_repaired(chance, vans.status))))
    active = vans.status.is_("Active")
    broken = np.flatnonzero(active & chance.happens("breaks down", BREAKS_DOWN))
    spare = np.flatnonzero(active & (vans.driver == NULL))
    for row in broken.tolist():
        driver = int(vans.driver[row])
        instead = spare[(vans.branch[spare] == vans.branch[row]) & (spare != row)][:1]
        if driver != NULL and not len(instead):
            continue
        _change(day, vans.id[[row]], status="Maintenance", assigned_technician_id=None)
        if driver != NULL:
            _change(day, vans.id[instead], assigned_technician_id=driver)
        spare = spare[(spare != row) & (~np.isin(spare, instead) | (driver == NULL))]


def _is_repaired(chance: Chance, status: Coded) -> Mask:
    share = status.map({**dict.fromkeys(("Active", None), 0.0), **IS_REPAIRED}).astype(np.float64)
    back: Mask = chance.happens("comes back", share)
    return back


def _come_back(day: Day, vans: Found) -> None:
    """Serviced, and nobody's for now."""
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
    due."""
    weekday = day.weekday
    if weekday >= 5:
        return
    vans = day.books.read(
        "select vehicle_id, current_mileage, next_maintenance_mileage, last_maintenance_date"
        " from vehicle_fleet where status = 'Active' and assigned_technician_id is not null"
        " order by vehicle_id",
        id=INT, miles=INT, due=INT, serviced=DAY,
    )  # fmt: skip
    vans = vans.rows(np.flatnonzero(day.chance("read on", vans.id).below("weekday", 5) == weekday))
    if not len(vans):
        return
    a_year = yearly_miles(day.chance("miles", vans.id))
    chance = day.daily("week", vans.id)
    miles = vans.miles + a_year * chance.between("percent", *DRIVEN_PERCENT) // (52 * 100)
    serviced = (miles >= vans.due) & day.works
    day.books.change(
        "vehicle_fleet",
        vans.id,
        at=day.at(office.ODOMETERS),
        current_mileage=miles,
        next_maintenance_mileage=np.where(serviced, next_service(chance, miles), vans.due),
        last_maintenance_date=np.where(serviced, day.number, vans.serviced).astype("datetime64[D]"),
    )
