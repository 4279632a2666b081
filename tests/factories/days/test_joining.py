"""New customers, their devices and their first visits."""

from __future__ import annotations

import numpy as np
import pytest

from factories.days import weather
from factories.days.joining import first_visits, join
from factories.engine.values import Coded
from factories.rules.appointments.scheduling import BOOKED_TYPES
from factories.rules.crm.sales import INTERESTS
from factories.rules.crm.wants import AC_REPAIR, HEATING_REPAIR, INSTALLATION, first_kinds
from factories.rules.equipment.devices import KIND_NAMES
from tests.factories.support.lived_company import company, day_of, lived, on

MAINTENANCE = INTERESTS.index("Maintenance")


def test_the_company_grows_as_it_did() -> None:
    with lived(150) as after:
        before, since = after.execute(
            "select sum(created_at between '2024-07-01' and ?1) / 730.0,"
            " sum(created_at > ?1) / 150.0 from customers",
            (on(1),),
        ).fetchone()
        assert since == pytest.approx(before, rel=0.5)


def test_most_new_customers_were_leads_some_just_called() -> None:
    with lived(150) as after:
        everyone, leads = after.execute(
            "select count(*), count(l.lead_id) from customers as c"
            " left join leads as l on l.customer_id = c.customer_id where c.created_at > ?",
            (on(1),),
        ).fetchone()
        assert 0.6 * everyone < leads < everyone


@pytest.mark.parametrize(
    ("wish", "never"), [(AC_REPAIR, ("Furnace", "Boiler")), (HEATING_REPAIR, ("Central AC",))]
)
def test_what_is_broken_can_do_what_it_was_called_for(wish: int, never: tuple[str, ...]) -> None:
    with company() as connection:
        ids = np.arange(500)
        branch = ids % 12 + 1
        chance = day_of(connection).chance("test", ids)
        kind = first_kinds(chance, ids * 0 + wish, branch, ids % 7 == 0, ids)
        names = {KIND_NAMES[number] for number in kind.tolist()}
        assert names.isdisjoint(never)
        assert "Air Handler" not in names


def test_what_newcomers_bring_is_of_every_age_and_others_put_it_in() -> None:
    with company() as connection:
        day = day_of(connection)
        many = np.ones(200, np.int64)
        join(day, many, many * 0 + MAINTENANCE, many * day.at(600))
        ages = connection.execute(
            "select (julianday(?) - julianday(installation_date)) / 365, installed_by"
            " from installed_devices where customer_id > 500",
            (on(1),),
        ).fetchall()
        years = [age for age, _ in ages]
        assert 200 * 1.25 < len(years) < 200 * 2
        assert min(years) < 3 < 18 < max(years)
        assert {by for _, by in ages} == {"Builder", "Other Contractor"}


def test_businesses_bring_as_many_devices_as_those_of_the_history() -> None:
    with company() as connection:
        day = day_of(connection)
        many = np.ones(400, np.int64)
        kind = Coded(many, ("residential", "commercial"))
        join(day, many, many * 0 + MAINTENANCE, many * day.at(600), customer_type=kind)
        # Of the history without what the company itself put in since.
        owned = (
            "select avg(n), avg(n >= 5) from (select count(*) as n from installed_devices as d"
            " join customers as c on c.customer_id = d.customer_id"
            " where c.customer_type = 'commercial' and {} and (installed_by <> 'Company'"
            "  or installation_date < '2024-07-01') group by c.customer_id)"
        )
        history, many_then = connection.execute(owned.format("c.customer_id <= 500")).fetchone()
        lived, many_now = connection.execute(owned.format("c.customer_id > 500")).fetchone()
        assert lived == pytest.approx(history, rel=0.12)
        assert many_now == pytest.approx(many_then, abs=0.04)


def test_who_wants_something_replaced_has_something_old() -> None:
    with company() as connection:
        day = day_of(connection)
        many = np.ones(60, np.int64)
        new = join(day, many, many * 0 + INSTALLATION, many * day.at(600))
        youngest = connection.execute(
            "select max(installation_date) from installed_devices where customer_id > 500"
            " and installation_id in (select min(installation_id) from installed_devices"
            "  group by customer_id)"
        ).fetchone()[0]
        assert (new.device > 0).all()
        assert youngest < on(-2_800)


def test_the_first_visit_is_for_what_they_came_for() -> None:
    with company() as connection:
        day = day_of(connection)
        weather.read_weather(day)
        wishes = np.array([AC_REPAIR, MAINTENANCE, INSTALLATION])
        new = join(day, np.ones(3, np.int64), wishes, np.full(3, day.at(600)))
        asked = first_visits(day, new)
        kinds = [BOOKED_TYPES[number] for number in asked.kind.tolist()]
        assert kinds == ["Repair", "Maintenance"]
        assert (asked.asked > new.opened[:2]).all()
        assert (asked.first > day.number).all()
        assert asked.first[0] < asked.first[1] + 5
