"""Technicians' rounds: stops of a day lie near each other, and each technician has an area."""

import sqlite3
from typing import NamedTuple

import numpy as np

from factories.engine.streams import Ints
from factories.rules.crew.dispatch import driving
from tests.factories.support.default_companies import companies
from tests.factories.support.lived_company import AS_OF, lived


class Rounds(NamedTuple):
    """The visits of a company, by technician and time; places in driving minutes."""

    technician: Ints
    day: Ints
    place: Ints
    customer: Ints

    def apart(self, *, same_day: bool) -> float:
        """Median minutes of driving between a technician's stops in a row at two customers'."""
        ways = np.abs(np.diff(self.place, axis=0)).sum(axis=1)
        kept = (np.diff(self.technician) == 0) & (np.diff(self.customer) != 0)
        kept &= (np.diff(self.day) == 0) == same_day
        return float(np.median(ways[kept]))

    def by_technician(self) -> float:
        """Share of the variance of places that lies between technicians, beyond chance."""
        _, who = np.unique(self.technician, return_inverse=True)
        number = np.bincount(who)
        middle = np.stack([np.bincount(who, axis) / number for axis in self.place.T], axis=1)
        within = ((self.place - middle[who]) ** 2).sum() / (len(who) - len(number))
        whole = ((self.place - self.place.mean(axis=0)) ** 2).sum() / (len(who) - 1)
        return float(1 - within / whole)


def rounds(connection: sqlite3.Connection, since: str = "1970-01-01") -> Rounds:
    """Those from a day on."""
    found = connection.execute(
        """select technician_id, julianday(service_date), customer_id,
           round(latitude * 1000000), round(longitude * 1000000)
        from service_calls join customers using (customer_id)
        where service_date >= ? order by technician_id, started_at""",
        (since,),
    ).fetchall()
    technician, day, customer, north, east = np.array(found, np.float64).astype(np.int64).T
    return Rounds(technician, day, np.stack(driving(north, east), axis=1), customer)


def test_stops_of_a_day_lie_near_each_other() -> None:
    """Between stops of one day it is a quarter less of a way, at least, than from day to day."""
    made = [rounds(company) for company in companies()]
    near = np.mean([one.apart(same_day=True) for one in made])
    usual = np.mean([one.apart(same_day=False) for one in made])
    assert 0.4 * usual < near < 0.75 * usual


def test_each_technician_has_an_area_but_not_to_himself() -> None:
    assert 0.05 < np.mean([rounds(company).by_technician() for company in companies()]) < 0.2


def test_calls_are_shared_as_evenly_as_areas_allow() -> None:
    """Of who is there all the time, nobody has three times as many as the mean."""
    for company in companies():
        shares = company.execute(
            """select 1.0 * count(*) / sum(count(*)) over ()
            from service_calls join technicians using (technician_id)
            where hire_date < '2024-07-01' and left_date is null group by technician_id"""
        ).fetchall()
        assert max(share for (share,) in shares) * len(shares) < 3


def test_later_days_send_who_is_near_too() -> None:
    made = []
    for seed in (42, 7):
        with lived(150, seed=seed) as company:
            made.append(rounds(company, AS_OF.isoformat()))
    near = np.mean([one.apart(same_day=True) for one in made])
    usual = np.mean([one.apart(same_day=False) for one in made])
    assert 0.3 * usual < near < 0.8 * usual
    assert 0.04 < np.mean([one.by_technician() for one in made]) < 0.22
