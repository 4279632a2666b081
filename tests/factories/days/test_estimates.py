"""What is listed for an installation is what is quoted for, and what the crew takes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from factories.days import devices as fleet
from factories.days.estimates import Jobs, in_place_of, listed, places
from factories.days.pricing import materials
from factories.rules.accounting.rises import RATE_RISES
from factories.rules.crm.quotes import INSTALLATION, REPLACEMENT, WITH_EQUIPMENT
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.parts.prices import selling_price
from tests.factories.support.lived_company import AS_OF, company, day_of, lived, on

SEEDS = ((AS_OF, 42), (date(2022, 12, 1), 111))
EQUIPMENT = repr(WITH_EQUIPMENT)


def _jobs(count: int) -> Jobs:
    """So many customers, all of whom want the same."""
    customer = np.arange(1, count + 1)
    return Jobs(customer, np.full(count, 1), np.zeros(count, np.bool_))


def test_a_list_is_the_same_whenever_and_with_whomever_it_is_written() -> None:
    with company() as connection:
        jobs = _jobs(9)
        every = listed(day_of(connection), jobs, np.zeros(9, np.bool_))
        fifth = Jobs(*(column[4:5] for column in vars(jobs).values()))
        alone = listed(day_of(connection, 60), fifth, np.zeros(1, np.bool_))
        own = every.job == 4
        assert every.part[own].tolist() == alone.part.tolist()
        assert every.quantity[own].tolist() == alone.quantity.tolist()
        assert np.bincount(every.job[every.is_main]).tolist() == [1] * 9


def test_homes_take_as_much_as_they_did_and_not_all_the_same() -> None:
    with company() as connection:
        day = day_of(connection)
        lines = listed(day, _jobs(400), np.zeros(400, np.bool_))
        counts = np.bincount(lines.job)
        before = connection.execute(
            "select count(*) from parts_usage as u join service_calls as s"
            " on s.service_call_id = u.service_call_id where s.service_type = 'Installation'"
            " group by s.service_call_id"
        ).fetchall()
        assert counts.mean() == pytest.approx(np.mean(before), rel=0.15)
        assert counts.std() > 0.5
        assert len(np.unique(materials(day, _jobs(400)))) > 200


def test_a_successor_stands_where_the_old_one_stood() -> None:
    with company() as connection:
        day = day_of(connection)
        day.devices = devices = fleet.in_use(day)
        own = devices.rows(np.flatnonzero(np.diff(devices.customer, prepend=-1) != 0))
        kind = np.full(len(own), REPLACEMENT)
        old = in_place_of(day, kind, own.customer, own.equipment)
        assert (old >= 0).all()
        stood = day.books.tables["installed_devices"].at("installation_location", old)
        assert places(day, own.customer, own.equipment, old).tolist() == stood.tolist()
        more = in_place_of(day, kind * 0 + INSTALLATION, own.customer, own.equipment)
        assert (more == -1).all()


def test_a_heat_pump_takes_the_place_of_an_air_conditioner_where_there_is_no_other() -> None:
    with company() as connection:
        day = day_of(connection)
        day.devices = devices = fleet.in_use(day)
        names = day.books.tables["equipment_types"]["equipment_type"].tolist()
        pump = names.index("Heat Pump") + 1
        kind = np.array(KIND_NAMES)[devices.kind]
        with_pump = devices.customer[kind == "Heat Pump"]
        cooled = np.setdiff1d(devices.customer[kind == "Central AC"], with_pump)
        assert len(cooled) > 20
        replaces = np.full(len(cooled), REPLACEMENT)
        old = in_place_of(day, replaces, cooled, np.full(len(cooled), pump))
        assert set(kind[devices.at(old)]) == {"Central AC"}
        assert (devices.customer[devices.at(old)] == cooled).all()


@pytest.mark.parametrize(("as_of", "seed"), SEEDS)
def test_the_price_list_of_a_year_stands_for_every_small_part(as_of: date, seed: int) -> None:
    with lived(60, as_of, seed) as after:
        prices = after.execute(
            "select count(distinct u.unit_price) from parts_usage as u"
            " join parts as p on p.part_id = u.part_id"
            " join service_calls as s on s.service_call_id = u.service_call_id"
            " where u.unit_price > 0 and p.part_category <> 'Equipment'"
            " and s.service_type not in ('Repair', 'Installation') and u.usage_date > ?"
            " group by u.part_id, substr(u.usage_date, 1, 4)",
            (on(0, as_of),),
        ).fetchall()
        assert len(prices) > 15
        assert {many for (many,) in prices} == {1}


def test_hours_cost_more_from_january_on() -> None:
    billed = (
        "select technician_id, substr(service_date, 1, 4), avg(bill_rate)"
        " from service_calls where service_type <> 'Emergency' group by 1, 2"
    )
    quoted = (
        # What was offered in December and is talked down in January keeps its rate.
        "select c.branch_id, substr(q.quote_date, 1, 4), max(q.labor_rate)"
        " from quotes as q join customers as c on c.customer_id = q.customer_id"
        " where q.quote_type <> 'Repair' group by 1, 2"
    )
    expected = pytest.approx(RATE_RISES[2023 % len(RATE_RISES)] / 100, abs=0.01)
    with lived(60, *SEEDS[1]) as after:
        for query, least in ((billed, 8), (quoted, 1)):
            of_year = {(who, year): price for who, year, price in after.execute(query)}
            rises = [
                of_year[who, "2023"] / price - 1
                for (who, year), price in of_year.items()
                if year == "2022" and (who, "2023") in of_year
            ]
            assert len(rises) >= least
            assert np.mean(rises) == expected


def test_the_crew_takes_what_was_listed() -> None:
    with lived(150) as after:
        done = after.execute(
            "select s.customer_id, s.equipment_id, d.installation_location = 'Roof',"
            " round(100 * sum(u.unit_price * u.quantity_used)) from quotes as q"
            " join service_calls as s on s.service_call_id = q.service_call_id"
            " join installed_devices as d on d.installation_id = s.installation_id"
            " join parts_usage as u on u.service_call_id = s.service_call_id"
            " join parts as p on p.part_id = u.part_id"
            f" where q.quote_date > ? and q.quote_type in {EQUIPMENT} and s.service_date < ?"
            " and p.part_category <> 'Equipment' and coalesce(q.notes, '') not like 'Change order%'"
            " group by q.quote_id",
            (on(0), f"{AS_OF.year + 1}-01-01"),
        ).fetchall()
        customer, equipment, roof, used = np.array(done, np.int64).T
        jobs = Jobs(customer, equipment, roof > 0)
        off = np.abs(used / materials(day_of(after, 150), jobs) - 1)
        assert len(done) > 8
        # The hours make up for what is left of the price.
        assert (off < 0.03).mean() > 0.85


def test_a_unit_is_sold_at_its_quoted_price_as_in_the_history() -> None:
    """About the list. Of what goes in beside it one thing makes up for the cents, by little."""
    with lived(150) as after:
        lines = after.execute(
            "select s.service_call_id, s.service_date > ?, p.part_category = 'Equipment',"
            " p.part_category = 'Refrigerant', round(100 * u.unit_price), round(100 * p.unit_cost),"
            " round(100 * q.equipment_cost)"
            " from service_calls as s join parts_usage as u using (service_call_id)"
            " join parts as p on p.part_id = u.part_id join quotes as q using (service_call_id)"
            " where s.service_type = 'Installation' and s.service_date >= ? and u.unit_price > 0"
            " and coalesce(q.notes, '') not like 'Change order%'",
            (on(0), f"{AS_OF.year}-01-01"),
        ).fetchall()
    call, later, unit, gas, price, cost, quoted = np.array(lines, np.int64).T
    off = np.abs(price / selling_price(cost, gas > 0) - 1)
    assert unit[later > 0].sum() > 8
    assert (price == quoted)[unit > 0].all()
    assert (off[unit > 0] < 0.07).mean() > 0.95
    beside = (unit == 0) & (off > 0)
    assert np.bincount(call[beside]).max() == 1
    assert np.median(off[beside]) < 0.05


def test_hardly_two_quotes_are_for_the_same_material() -> None:
    with lived(150) as after:
        quoted = after.execute(
            f"select parts_cost from quotes where quote_type in {EQUIPMENT} and quote_date > ?",
            (on(0),),
        ).fetchall()
        _, count = np.unique(quoted, return_counts=True)
        assert count[count > 1].sum() < 0.15 * len(quoted)
