"""Failures, booking and the visits of a day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from factories.days import crew as crews
from factories.days import devices as fleet
from factories.days import fates, staff, weather
from factories.days.booking import Requests, book
from factories.days.breakdowns import failures, of_season
from factories.days.origins import _came_back
from factories.days.stock import Shelves
from factories.engine.quantiles import exponential
from factories.engine.values import day_number
from factories.rules.appointments import scheduling
from factories.rules.appointments.scheduling import BOOKED_TYPES, CANCELS, MISSED
from factories.rules.crew.workforce import TENURE_AT_LEAST, TENURE_DAYS
from factories.rules.equipment.devices import KIND_NAMES
from tests.depth import times
from tests.factories.support.lived_company import AS_OF, company, day_of, lived, of_long, on


def _requests(day_number: int, customers: list[int], kind: str = "Maintenance") -> Requests:
    count = len(customers)
    return Requests(
        customer=np.array(customers, np.int64),
        branch=np.ones(count, np.int64),
        kind=np.full(count, BOOKED_TYPES.index(kind), np.int64),
        asked=np.full(count, day_number * 1440 + 600, np.int64),
        first=np.full(count, day_number + 1, np.int64),
        minutes=np.full(count, 90, np.int64),
        component=np.full(count, -1, np.int64),
        unit=np.full(count, -1, np.int64),
        refrigerant=np.zeros(count, np.bool_),
        commercial=np.zeros(count, np.bool_),
        technician=np.full(count, -1, np.int64),
        back=np.zeros(count, np.bool_),
        brings_part=np.zeros(count, np.bool_),
    )


def test_old_devices_fail_more_often_than_new_ones() -> None:
    with company() as connection:
        day = day_of(connection)
        devices = fleet.in_use(day)
        hazard = fleet.hazard(day, devices)
        age = day.number - devices.installed
        assert hazard[age > 15 * 365].mean() > 1.5 * hazard[age < 5 * 365].mean()


def test_what_was_booked_before_a_repair_is_not_for_its_coming_back() -> None:
    with company() as connection:
        day = day_of(connection)
        repairs = connection.execute(
            "select service_call_id, unixepoch(completed_at) / 60 from service_calls"
            " where failed_component is not null order by service_call_id desc limit 200"
        ).fetchall()
        back = [(call, over) for call, over in repairs if _came_back(day, call, over)]
        assert 0 < len(back) < 40
        assert not any(_came_back(day, call, over - 1) for call, over in back)


def test_a_contract_keeps_devices_from_failing() -> None:
    with company() as connection:
        day = day_of(connection)
        devices = fleet.in_use(day)
        cared = fleet.hazard(day, devices)
        connection.execute("update subscriptions set status = 'Suspended' where status = 'Active'")
        day = day_of(connection)
        assert fleet.hazard(day, devices).sum() > cared.sum()


def test_over_a_year_heat_pumps_fail_as_their_hazard_says() -> None:
    with company() as connection:
        day = day_of(connection)
        devices, even, mild = fleet.in_use(day), np.ones((1, 3)), np.zeros(1, np.int64)
        hazard = fleet.hazard(day, devices)
        usual = fleet.Seasons(np.ones(1, np.int64), even, mild, mild, mild)
        weight = of_season(devices, usual.of(devices.branch), hazard, usual)
        pumps = devices.kind == KIND_NAMES.index("Heat Pump")
        rate = [weight[some].sum() / hazard[some].sum() for some in (pumps, ~pumps)]
        assert rate[0] == pytest.approx(rate[1], rel=0.2)
        assert weight.sum() == pytest.approx(1)


@pytest.mark.parametrize(("month", "kind"), [(7, "Central AC"), (1, "Furnace")])
def test_what_fails_follows_the_weather(month: int, kind: str) -> None:
    as_of = dt.date(2026, month, 10)
    with company(as_of) as connection:
        counts = {"Central AC": 0, "Furnace": 0}
        for days in range(1, 16):
            day = day_of(connection, days, as_of)
            weather.read_weather(day)
            devices = fleet.in_use(day)
            names = [KIND_NAMES[k] for k in devices.kind[failures(day, devices).row]]
            for name in counts:
                counts[name] += names.count(name)
        other = next(name for name in counts if name != kind)
        assert counts[kind] > 2 * counts[other]


def test_a_booking_takes_a_free_hour_of_a_working_day() -> None:
    with company() as connection:
        day = day_of(connection)
        keys = book(day, _requests(day.number, list(range(1, 41))))
        assert (keys > 0).all()
        clashes = connection.execute(
            "select count(*) from appointments as a join appointments as b"
            " on b.technician_id = a.technician_id and b.appointment_id > a.appointment_id"
            " and b.scheduled_time < datetime(a.scheduled_time,"
            "  '+' || cast(a.estimated_duration_hours * 60 as integer) || ' minutes')"
            " and a.scheduled_time < datetime(b.scheduled_time,"
            "  '+' || cast(b.estimated_duration_hours * 60 as integer) || ' minutes')"
            " where a.status in ('Scheduled', 'Confirmed')"
            " and b.status in ('Scheduled', 'Confirmed')"
        ).fetchone()
        assert clashes == (0,)


def test_fates_come_as_often_as_the_rules_say() -> None:
    with company() as connection:
        cancelled, missed, moved = (
            scheduling.CANCELLED_SHARE,
            scheduling.NO_SHOW_SHARE,
            scheduling.RESCHEDULED_SHARE,
        )
        seldom = scheduling.CANCELLED_TIMES["Installation"]
        for name, *expected in (
            ("Maintenance", cancelled, missed, moved),
            ("Installation", seldom * cancelled, 0, moved),
            ("Consultation", cancelled, 0, 0),
        ):
            kind, ids = np.full(20_000, BOOKED_TYPES.index(name)), np.arange(20_000)
            fate = fates.of_appointments(day_of(connection), ids, ids, kind)
            shares = np.bincount(fate, minlength=4) / len(fate)
            of_interest = (scheduling.CANCELS, scheduling.MISSED, scheduling.MOVED)
            for which, share in zip(of_interest, expected, strict=True):
                # Four standard deviations, and nothing where nothing is expected.
                within = 4 * (share * (1 - share) / len(fate)) ** 0.5
                assert shares[which] == pytest.approx(share, abs=within), (name, which)


def test_a_salesmans_visit_is_kept_or_called_off_as_in_the_history() -> None:
    visits = of_long("select status from appointments where appointment_type = 'Consultation'")
    assert ("Rescheduled",) not in visits
    assert len(visits) > 20


def test_who_called_off_calls_off_again() -> None:
    with company() as connection:
        day = day_of(connection)
        customer, kind = np.arange(20_000), np.full(20_000, BOOKED_TYPES.index("Maintenance"))
        first, second = (
            np.isin(fates.of_appointments(day, customer + key, customer, kind), (CANCELS, MISSED))
            for key in (0, 20_000)
        )
        assert 1.8 * second[~first].mean() < second[first].mean() < 3.2 * second[~first].mean()


def test_nobody_is_still_at_work_at_midnight() -> None:
    with lived(60) as after:
        late = after.execute(
            "select count(*) from service_calls where date(completed_at) > service_date"
            " and service_date > ?",
            (on(0),),
        ).fetchone()
        assert late == (0,)


def test_a_part_awaited_is_fitted_on_a_visit_to_come() -> None:
    with lived(60) as after:
        written, waiting = after.execute(
            "select count(*), sum(w.status <> 'Completed') from work_orders as w"
            " join service_calls as s on s.service_call_id = w.service_call_id"
            " where s.service_date between ? and ?",
            (on(1), on(15)),
        ).fetchone()
        assert written > 0
        assert waiting == 0


@pytest.mark.parametrize(
    ("days", "as_of", "seed", "within"),
    # Two months of winter have some hundred and fifty visits.
    [(times(150, 365), AS_OF, 42, 0.15), (60, dt.date(2022, 12, 1), 111, 0.25)],
)
def test_the_days_are_as_busy_as_those_of_the_years_before(
    days: int, as_of: dt.date, seed: int, within: float
) -> None:
    with lived(days, as_of, seed) as after:
        since, *before = (
            after.execute(
                "select count(*) from service_calls where service_date between ? and ?",
                (on(1 - ago, as_of), on(days - ago, as_of)),
            ).fetchone()[0]
            for ago in (0, 365, 730)
        )
        assert since == pytest.approx(np.mean(before), rel=within)


def test_a_shelf_that_falls_low_is_ordered_for() -> None:
    """On buying days, and most of them soon: the buyer overlooks some."""
    with lived(60) as after:
        low, unordered = after.execute(
            "select count(*), sum(not exists (select 1 from purchase_orders as p"
            "   where p.part_id = i.part_id and p.branch_id = i.branch_id"
            "   and p.ordered_date > ?1))"
            " from inventory as i where current_stock <= reorder_point"
            " and opening_stock + reorder_point > 0"
            " and exists (select 1 from parts_usage as u where u.part_id = i.part_id"
            "  and u.usage_date > ?1)",
            (on(0),),
        ).fetchone()
        assert 0 <= (unordered or 0) <= max(low - 1, 6)
        weekdays = dict(
            after.execute(
                "select strftime('%w', ordered_date), count(*) from purchase_orders"
                " where ordered_date > ? and ordered_date < expected_date group by 1",
                (on(0),),
            ).fetchall()
        )
        assert weekdays.keys() == {"2", "5"}


def test_shelves_are_found_by_branch_and_part() -> None:
    with company() as connection:
        shelves = Shelves(day_of(connection))
        row = shelves.at(np.array([1, 1]), np.array([7, 3]))
        assert shelves.found.part[row].tolist() == [7, 3]


def test_vans_are_read_once_a_week_each_on_a_day_of_its_own() -> None:
    assert [dt.date.fromisoformat(on(day)).weekday() for day in (3, 5)] == [4, 6]
    query = "select vehicle_id, current_mileage from vehicle_fleet where status = 'Active'"
    with lived(3) as friday, lived(5) as sunday, lived(10) as week_after:
        miles = [dict(c.execute(query).fetchall()) for c in (friday, sunday, week_after)]
    assert miles[0] == miles[1]
    # Who goes to the workshop or comes from there in this week may miss the day.
    driven = miles[1].keys() & miles[2].keys()
    assert len(driven) > 10
    assert np.mean([miles[1][van] < miles[2][van] for van in driven]) > 0.9


def test_who_leaves_is_followed_by_another() -> None:
    with company() as connection:
        who = crews.crew(day_of(connection))
        first = int(who.leaves.min()) - day_number(AS_OF) + 1
        for days in range(first, first + 70):
            staff.change_crew(day_of(connection, days))
        left = connection.execute(
            "select technician_id, left_date from technicians where left_date is not null"
            " order by left_date"
        ).fetchone()
        assert left == (int(who.id[who.leaves.argmin()]), on(first - 1))
        hired = connection.execute(
            "select count(*) from technicians where hire_date > ?", (on(first),)
        ).fetchone()
        assert hired[0] >= 1
        driven = connection.execute(
            "select count(*) from vehicle_fleet where assigned_technician_id = ?", left[:1]
        ).fetchone()
        assert driven == (0,)


def test_one_in_seven_technicians_leaves_in_a_year() -> None:
    with company() as connection:
        stays = day_of(connection).chance("tenure", np.arange(4_000))
        days = TENURE_AT_LEAST + stays.quantile("days", exponential(*TENURE_DAYS))
        assert (days < 365 + TENURE_AT_LEAST).mean() == pytest.approx(1 / 7, abs=0.03)


def test_installations_are_moved_no_more_often_than_before() -> None:
    """A long job that begins when the window opens fits into its day."""
    booked = of_long(
        "select appointment_date > ?, status = 'Rescheduled' from appointments"
        " where appointment_type = 'Installation'",
        on(0),
    )
    before, since = (np.mean([moved for late, moved in booked if late == side]) for side in (0, 1))
    assert since < before + 0.06


SOME = 8


def test_the_urgent_repairs_come_first() -> None:
    repairs = of_long(
        "select a.priority, julianday(s.started_at) - julianday(a.created_date)"
        " from service_calls as s join appointments as a using (service_call_id)"
        " join work_orders as w using (service_call_id)"
        # Whoever comes back with a part has waited for it.
        " where s.service_type = 'Repair' and s.service_date > ?"
        " and w.description not like 'Return visit%'",
        on(0),
    )
    # Hardly anything comes last that is asked for in these months: two or three tell nothing.
    waits = {
        priority: np.mean([days for which, days in repairs if which == priority])
        for priority in ("High", "Medium", "Low")
        if sum(which == priority for which, _ in repairs) >= SOME
    }
    assert waits["High"] < waits["Medium"] < waits.get("Low", np.inf)
    assert waits["High"] < 3.2


def test_who_waits_for_a_part_keeps_the_visit() -> None:
    """As in the history: nobody calls off, or is not at home for, what was found before."""
    rows = of_long(
        "select a.status from appointments as a"
        " join service_calls as s on s.customer_id = a.customer_id"
        "  and s.service_date < a.appointment_date and s.failed_component is not null"
        " join work_orders as w on w.service_call_id = s.service_call_id"
        "  and w.completion_notes like '%return visit%'"
        " where a.appointment_type = 'Repair' and s.service_date > ?"
        "  and a.created_date > s.completed_at and julianday(a.appointment_date) <"
        "   julianday(s.service_date) + 30 and a.status in ('Completed', 'Cancelled', 'No-Show')",
        on(0),
    )
    kept = [status == "Completed" for (status,) in rows]
    assert len(kept) > 10
    assert np.mean(kept) > 0.9
