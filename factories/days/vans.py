"""The vans: where they are is followed, odometers are read, and what is due is serviced."""

from __future__ import annotations

import numpy as np

from factories.days.books import DAY, INT, MICRO
from factories.days.day import Day
from factories.days.visit_rows import Visits
from factories.engine.quantiles import normal
from factories.engine.streams import Ints
from factories.rules.workforce import HOME_MINUTES, MILES_A_YEAR, OUT_MINUTES, SERVICE_MILES

READ_ON = 0
"""Weekday on which odometers are read: Monday. Assumption."""


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
    home = np.minimum(over + chance.between("home", *HOME_MINUTES), day.at(1439))
    seen = np.where(over >= 0, home, day.at(chance.between("minute", *OUT_MINUTES)))
    day.books.change(
        "vehicle_fleet",
        vans.id,
        at=seen,
        last_latitude=vans.north + chance.bell("north", 60_000),
        last_longitude=vans.east + chance.bell("east", 70_000),
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
    """Once a week: the miles of the week, and the workshop for what is due."""
    if (day.number + 3) % 7 != READ_ON:
        return
    vans = day.books.read(
        "select vehicle_id, current_mileage, next_maintenance_mileage, last_maintenance_date"
        " from vehicle_fleet where status = 'Active' and assigned_technician_id is not null"
        " order by vehicle_id",
        id=INT, miles=INT, due=INT, serviced=DAY,
    )  # fmt: skip
    mean, deviation = MILES_A_YEAR
    a_year = day.chance("miles", vans.id).quantile("miles", normal(mean, deviation, 9_000, 36_000))
    chance = day.daily("week", vans.id)
    miles = vans.miles + a_year * chance.between("percent", 75, 125) // 5_200
    serviced = (miles >= vans.due) & day.works
    every = chance.between("every", SERVICE_MILES[0] // 500, SERVICE_MILES[1] // 500) * 500
    day.books.change(
        "vehicle_fleet",
        vans.id,
        at=day.at(19 * 60 + 30),
        current_mileage=miles,
        next_maintenance_mileage=np.where(serviced, (miles // every + 1) * every, vans.due),
        last_maintenance_date=np.where(serviced, day.number, vans.serviced).astype("datetime64[D]"),
    )
