"""The vans: odometers and places are read, and what is due is serviced."""

from __future__ import annotations

import numpy as np

from factories.days.books import DAY, FLAG, INT, MICRO
from factories.days.day import Day
from factories.engine.quantiles import normal
from factories.engine.values import NULL
from factories.rules.workforce import MILES_A_YEAR, SERVICE_MILES

READ_ON = 0
"""Weekday on which odometers are read: Monday. Assumption."""


def read_odometers(day: Day) -> None:
    """Once a week: the miles of the week, the place by GPS, and the workshop for what is due."""
    if (day.number + 3) % 7 != READ_ON:
        return
    vans = day.books.read(
        "select v.vehicle_id, v.current_mileage, v.next_maintenance_mileage,"
        " v.last_maintenance_date, v.gps_enabled, b.latitude, b.longitude"
        " from vehicle_fleet as v join branches as b on b.branch_id = v.branch_id"
        " where v.status = 'Active' and v.assigned_technician_id is not null"
        " order by v.vehicle_id",
        id=INT, miles=INT, due=INT, serviced=DAY, gps=FLAG, north=MICRO, east=MICRO,
    )  # fmt: skip
    mean, deviation = MILES_A_YEAR
    a_year = day.chance("miles", vans.id).quantile("miles", normal(mean, deviation, 9_000, 36_000))
    chance = day.daily("week", vans.id)
    miles = vans.miles + a_year * chance.between("percent", 75, 125) // 5_200
    serviced = (miles >= vans.due) & day.works
    every = chance.between("every", SERVICE_MILES[0] // 500, SERVICE_MILES[1] // 500) * 500
    seen = day.at(6 * 60 + chance.below("minute", 13 * 60)).astype("datetime64[m]")
    day.books.change(
        "vehicle_fleet",
        vans.id,
        at=day.at(19 * 60 + 30),
        current_mileage=miles,
        next_maintenance_mileage=np.where(serviced, (miles // every + 1) * every, vans.due),
        last_maintenance_date=np.where(serviced, day.number, vans.serviced).astype("datetime64[D]"),
        last_latitude=np.where(vans.gps, vans.north + chance.bell("north", 60_000), NULL),
        last_longitude=np.where(vans.gps, vans.east + chance.bell("east", 70_000), NULL),
        last_gps_at=np.where(vans.gps, seen, np.datetime64("NaT", "m")),
    )
