"""The vans: where they are is followed, odometers are read, and what is due is serviced."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days.books import DAY, INT, MICRO, TEXT, Found, iso, keys
from factories.days.day import Day
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import NULL, Coded
from factories.rules.crew.territories import homes
from factories.rules.crew.van_positions import (
    IN_THE_YARD,
    OUT_MINUTES,
    Seen,
    on_the_way_home,
)
from factories.rules.crew.workforce import (
    BREAKDOWNS_A_DAY,
    DRIVEN_DAYS_PERCENT,
    DRIVEN_PERCENT,
    KEPT_DAYS,
    LAID_UP_SHARE,
    REPAIRED_A_DAY,
    RETIRED_TO_SOLD,
    SERVICED_WITHIN,
    SPARE_PERCENT,
    next_service,
    there_and_back,
    yearly_miles,
)
from factories.rules.hours import office
from factories.rules.hours.calendar import previous_office_day
from factories.tables.fleet import VehicleFactory


def turn_over(day: Day) -> None:
    """In the morning of a working day: old vans are replaced, who was in the workshop comes back,
    and others go there if there is a spare van for their driver."""
    if not day.works:
        return
    vans = day.books.read(
        "select vehicle_id as id, branch_id as branch, status, assigned_technician_id as driver,"
        " current_mileage as miles,"
        " purchase_date as bought from vehicle_fleet where status <> 'Retired' order by vehicle_id",
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
    sold = ends + day.chance("kept", vans.id).between("sold", *RETIRED_TO_SOLD)
    _change(day, vans.id[sold <= day.number], status="Retired", assigned_technician_id=None)
    day.books.add(
        VehicleFactory,
        len(over),
        recorded=day.at(office.WORKSHOP_OPENS),
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
    broken = np.flatnonzero(active & chance.happens("breaks down", BREAKDOWNS_A_DAY))
    long = chance.happens("for long", LAID_UP_SHARE)
    # Who took over a spare van this morning drives it when that breaks down too.
    driver = vans.driver.tolist()
    spare = np.flatnonzero(active & (vans.driver == NULL)).tolist()
    lent = vans.branch[vans.status.is_("Maintenance") & (vans.driver != NULL)].tolist()
    for row in broken.tolist():
        branch = vans.branch[row]
        there = [other for other in spare if vans.branch[other] == branch]
        if len(there) <= lent.count(branch) or there == [row]:
            continue
        if not long[row]:
            _change(day, vans.id[[row]], status="Maintenance")
        else:
            _change(day, vans.id[[row]], status="Out of Service", assigned_technician_id=None)
        if driver[row] == NULL:
            spare.remove(row)
        elif not long[row]:
            lent.append(branch)
        else:
            instead = next(other for other in there if other != row)
            _change(day, vans.id[[instead]], assigned_technician_id=driver[row])
            driver[instead] = driver[row]
            spare.remove(instead)


def _is_repaired(chance: Chance, status: Coded) -> Mask:
    share = status.map({**dict.fromkeys(("Active", None), 0.0), **REPAIRED_A_DAY}).astype(
        np.float64
    )
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
    day.books.change("vehicle_fleet", ids, at=day.at(office.WORKSHOP_OPENS), **values)


def follow_vans(day: Day) -> None:
    """Where each van with GPS was seen last: at home after the last visit, or at the office on a
    working day, as those are that nobody drives. On other days, who has no visit does not drive."""
    vans = day.books.read(
        "select v.vehicle_id as id, v.assigned_technician_id as driver, v.branch_id as branch,"
        " b.latitude as north, b.longitude as east"
        " from vehicle_fleet as v join branches as b on b.branch_id = v.branch_id"
        " where v.status = 'Active' and v.gps_enabled"
        " order by v.vehicle_id",
        id=INT, driver=INT, branch=INT, north=MICRO, east=MICRO,
    )  # fmt: skip
    left = _last_visits(day, vans.driver)
    followed = np.flatnonzero((left.at >= 0) | day.works)
    vans, left = vans.rows(followed), Seen(*(column[followed] for column in left))
    chance = day.daily("seen", vans.id)
    home = homes(chance, vans.driver, vans.branch)
    out, yard = (
        left.at >= 0,
        Seen(
            day.at(chance.between("minute", *OUT_MINUTES)),
            vans.north + chance.bell("north", IN_THE_YARD),
            vans.east + chance.bell("east", IN_THE_YARD),
        ),
    )
    seen = Seen(
        *(
            np.where(out, one, other)
            for one, other in zip(on_the_way_home(chance, left, home), yard, strict=True)
        )
    )
    day.books.change(
        "vehicle_fleet",
        vans.id,
        at=seen.at,
        last_latitude=seen.north,
        last_longitude=seen.east,
        last_gps_at=seen.at.astype("datetime64[m]"),
    )


def _last_visits(day: Day, technician: Ints) -> Seen:
    """When and where each technician's last visit of today is over; -1 for who has none."""
    visits = day.visits
    last = dict(zip(visits.technician.tolist(), range(len(visits.technician)), strict=True))
    which = [last.get(who, -1) for who in technician.tolist()]
    sites = day.books.read(
        "select customer_id as id, latitude as north, longitude as east from customers"
        " where customer_id in (select value from json_each(?))",
        keys(visits.customer[[row for row in which if row >= 0]]), id=INT, north=MICRO, east=MICRO,
    )  # fmt: skip
    at = {key: row for row, key in enumerate(sites.id.tolist())}
    site = [at[int(visits.customer[row])] if row >= 0 else -1 for row in which]
    none = np.array(which, np.int64) < 0
    return Seen(
        *(
            np.where(none, -1, np.append(column, -1)[rows])
            for column, rows in ((visits.end, which), (sites.north, site), (sites.east, site))
        )
    )


def _to_customers(day: Day, driver: Ints) -> Ints:
    """Miles that each driver has gone to customers within a week."""
    ways = day.books.read(
        "select s.technician_id as [by], c.latitude - b.latitude as north,"
        " c.longitude - b.longitude as east"
        " from service_calls as s join customers as c on c.customer_id = s.customer_id"
        " join branches as b on b.branch_id = c.branch_id"
        " where s.service_date > ?1 and s.technician_id in (select value from json_each(?2))",
        iso(day.number - 7), keys(driver[driver != NULL]), by=INT, north=MICRO, east=MICRO,
    )  # fmt: skip
    going = dict.fromkeys(driver.tolist(), 0)
    for who, miles in zip(ways.by.tolist(), there_and_back(ways.north, ways.east), strict=True):
        going[who] += int(miles)
    return np.array([0 if who == NULL else going[who] for who in driver.tolist()], np.int64)


def read_odometers(day: Day) -> None:
    """Once a week, each on a day of its own: the miles of the week, and the workshop for what is
    due. To what a driver goes anyway comes the way to the week's customers."""
    weekday = day.weekday
    if weekday >= 5:
        return
    vans = day.books.read(
        "select vehicle_id as id, current_mileage as miles, next_maintenance_mileage as due,"
        " last_maintenance_date as serviced, purchase_date as bought,"
        " assigned_technician_id as driver from vehicle_fleet"
        " where status = 'Active' order by vehicle_id",
        id=INT, miles=INT, due=INT, serviced=DAY, bought=DAY, driver=INT,
    )  # fmt: skip
    vans = vans.rows(np.flatnonzero(day.chance("read on", vans.id).below("weekday", 5) == weekday))
    if not len(vans):
        return
    # Each drives as much as the row that it was made as says.
    a_year = yearly_miles(Chance(day.books.seed, ("vehicle_fleet",), vans.id).of("current_mileage"))
    chance = day.daily("week", vans.id)
    driven, spare = (chance.between("percent", *share) for share in (DRIVEN_PERCENT, SPARE_PERCENT))
    a_week = a_year * 7 * np.where(vans.driver == NULL, spare, driven)
    miles = vans.miles + a_week // (365 * DRIVEN_DAYS_PERCENT) + _to_customers(day, vans.driver)
    since = day.number - np.maximum(vans.serviced, vans.bought)
    serviced = ((miles >= vans.due) | (since >= SERVICED_WITHIN)) & day.works
    day.books.change(
        "vehicle_fleet",
        vans.id,
        at=day.at(office.ODOMETERS),
        current_mileage=miles,
        next_maintenance_mileage=np.where(serviced, next_service(chance, miles), vans.due),
        last_maintenance_date=np.where(serviced, day.number, vans.serviced).astype("datetime64[D]"),
    )
