"""Customers: who comes and how, how they are met, and who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints, Mask
from factories.rules.hours.calendar import OPENS, weekday_of
from factories.sizes import DEFAULT_HISTORY_DAYS, grown_within

SATURDAY, SUNDAY = 5, 6

REPORTED_AFTER_ACCOUNT: Final = (3, 12)
"""Minutes from opening the account to the report of the emergency for which it was opened, fewest
and most. Assumption."""
JOINED_AT_MOST: Final = 0.8
"""Share of the customers won within however long a history, at most: some were customers before it.
Assumption."""
LEFT_AT_MOST: Final = 0.6
"""Share of customers who leave in however long a history, at most. Assumption."""
FIRST_ACCOUNT_AFTER: Final = 30
"""Days from the opening of a branch to its first accounts, at least. Assumption."""
NOBODY_JOINS_WITHIN: Final = 3
"""Last days before the as-of date in which no account is opened. Assumption: every new customer has
had a visit by then."""
HAVE_EMAIL: Final = (0.83, 1.0)
"""Share of the customers who gave an e-mail address: of those won before the history, and within
it, when the office asks for one. Assumption: 88 % of all, ``people.HAS_EMAIL``."""
EMERGENCY_ACCOUNT_WITHIN: Final = 2 * 1440
"""Minutes before the report of an emergency within which its customer's account may have been
opened because of it. Assumption: such customers are visited within two days."""
SIGNED_BEFORE_TERM: Final = 10
"""Days before the start of its term within which a contract is signed. Assumption."""
REPORTED_ON_SAME_CALL: Final = (2, 12)
"""Minutes from opening the account to the emergency reported on the same call, fewest and most.
Assumption."""
WORKING_DAYS_A_YEAR: Final = 255
"""Days in a year on which the office is open [K]."""
WON_THE_YEAR_BEFORE: Final = 83
"""Customers won in a year who are still here, percent of those of the following year: some have
left since (``LEAVING``), and the company grew. Assumption for the growth; with
``KEPT_OF_GROWTH`` of ``factories/sizes.py`` there is no jump where the history begins."""
LEAVING: Final = 0.11
"""Share of the customers lost in a year [R2]."""
LEAVING_OF_SETTLED: Final = LEAVING * 25 / 22
"""The same of those to whom we sold no unit lately (``BUYERS_STAY``). Assumption, measured: with
those whom another contractor sold one (``quotes.GOES_ELSEWHERE``) it comes to ``LEAVING`` of
all."""
LEAVES_UNDER_CONTRACT: Final = 40
"""Percent of the usual rate at which customers with a running contract leave. Assumption: they have
paid for the next visit. With the rates below, 8 % a year leave without a sign of it, 20 % with one
sign and more with two, as the customer_segments model of dbt assumes."""
LEAVES_LAPSED: Final = 220
"""The same of those whose contract has ended, or was cancelled, and was not renewed."""
LEAVES_LET_DOWN: Final = 300
"""The same of those whom we have let down: a bad rating, a repair that did not hold, an emergency
that waited longer than promised, or a complaint that nobody has answered."""
LEAVES_UNSEEN: Final = 170
"""The same of those who have not been visited for long: some have another contractor by now."""
LEAVES_AT_MOST: Final = 900
"""The most that these percents come to together."""
LEAVES_USUAL: Final = 115
"""Mean of these percents over the customers who may leave. Assumption, measured: as many leave as
if all were alike."""
LAPSED_WITHIN, LET_DOWN_WITHIN, UNSEEN_FOR = 365, 180, 365
"""Days for which it counts that a contract has ended and that we let somebody down, and from which
on somebody was not seen for long. Assumption."""
LAPSES_BEFORE: Final = 0.12
"""Of those who leave in the history, those who let a contract lapse in the year before, if they had
one. Assumption: as it comes of the percents above."""
BUYERS_STAY: Final = 730
"""Days from an installation of ours in which its owner does not leave. Assumption: the history's
are there at its end, and our warranty on the labor runs one or two years [K]."""
STRUCK_OFF_AFTER: Final = (5, 75)
"""Days after which the office strikes off who has written not to call again. Assumption: nothing
was heard since."""
ANGRY_LEAVE: Final = 0.2
"""Share of the customers whose furious feedback ends the relationship, of those for whom nothing is
booked, under contract or under way. Assumption, measured: as in the history."""
NEW_WITHOUT_LEAD: Final = 0.05
"""Share of the new customers who were no lead: they just called. Assumption, measured on the
default data set; a company with few leads has more of them."""
FIRST_REPAIR_WITHIN: Final = 3
"""Days within which the first visit is asked for of a new customer whose unit has failed.
Assumption."""
FIRST_VISIT_WITHIN: Final = 30
"""Days from the account within which most have had their first visit. Assumption."""
OPENING_HOURS: Final = (13, 16, 15, 12, 8, 10, 10, 9, 7)
"""Weights of the hours from 8 to 16 o'clock in which accounts are opened from Monday to Friday:
more in the morning, as calls come in. Assumption within the office's hours."""
OPENING_HOURS_ON_SATURDAYS: Final = (20, 28, 26, 16, 10)
"""The same from 8 to 12 o'clock on Saturdays, when somebody answers the telephone. Assumption."""
ON_SATURDAYS: Final = 0.09
"""Share of the accounts that are opened on a Saturday. Assumption: 12 % of the leads come at
weekends, and some wait for Monday."""
ON_SUNDAYS: Final = 0.05
"""Share of the accounts of who is in need on a Sunday. Assumption."""
SATURDAY_EMERGENCIES: Final = 0.6
"""Share of the accounts opened on Saturdays that are for an emergency. Assumption."""
WEEKDAY_EMERGENCIES_LESS: Final = 0.1
"""Share of the newcomers with an emergency on a weekday who do not come: their own contractor does.
Assumption: together with weekends there are about as many as without this rule."""
EMERGENCY_TIMES: Final = (0.67, 4.0)
"""How many times the usual share of the newcomers who ask from Monday to Friday, and at the
weekend, have an emergency. Assumption, as in the history: four of ten strangers with an emergency
call at a weekend, when other companies do not answer."""
SATURDAY_LEADS_JOIN: Final = 0.5
"""Share of the leads due to become customers on a Saturday who do; the others, and who was due on a
Sunday, do so in the week after. Assumption."""
SATURDAY_CALLERS: Final = 0.05
"""Share of the new customers without a lead who call on a Saturday. Assumption: of
``ON_SATURDAYS``, those without an emergency."""
ACCOUNT_TO_REQUEST: Final = (5, 25)
"""Minutes from opening an account to asking for the first visit, fewest and most. Assumption."""
NOBODY_LEAVES_WITHIN: Final = 60
"""Days from the account, or from the start of the history, in which nobody leaves. Assumption."""


def opening_minute(chance: Chance, day: Ints) -> Ints:
    """Minute of the day at which accounts are opened on each day (number)."""
    in_the_week = chance.choose("hour", OPENING_HOURS)
    on_saturday = chance.choose("hour on a Saturday", OPENING_HOURS_ON_SATURDAYS)
    hour = OPENS // 60 + np.where(weekday_of(day) < SATURDAY, in_the_week, on_saturday)
    minute: Ints = hour * 60 + chance.below("minute", 60)
    return minute


def at_weekends(chance: Chance, day: Ints, first: int, last: int) -> Ints:
    """The days (numbers) on which accounts are opened that would be on these working days: some on
    Saturdays, and from ``first`` to ``last`` some on Sundays."""
    lot, weekday = chance.below("at the weekend", 1000), weekday_of(day)
    saturday, sunday = day + SATURDAY - weekday, day - weekday - 1
    to_saturday = (lot < 1000 * ON_SATURDAYS) & (saturday <= last)
    to_sunday = (lot >= 1000 * (1 - ON_SUNDAYS)) & (sunday >= first)
    moved: Ints = np.select([to_saturday, to_sunday], [saturday, sunday], day)
    return moved


def after_weekends(chance: Chance, day: Ints, broken: Mask) -> Ints:
    """The days (numbers) on which leads become customers who would on these, were all days alike:
    who does not call on the Saturday calls in the week after, with what is ``broken`` early in it,
    so that Mondays have no more than other days."""
    calls = chance.happens("on a Saturday", SATURDAY_LEADS_JOIN)
    weekday, lot = weekday_of(day), chance.below("after the weekend", 5)
    later = day + 7 - weekday + np.where(broken, lot // 2, lot)
    waits = (weekday == SUNDAY) | (weekday == SATURDAY) & ~calls
    return np.where(waits, later, day)


def in_need(chance: Chance, emergency: Mask, account: Ints) -> tuple[Mask, Mask]:
    """Who comes in an emergency of those who opened an account on each day (number), given who
    would on any day; and who for certain, for there is nothing else to call for on that day."""
    weekday = weekday_of(account)
    waits = chance.happens("not in need", WEEKDAY_EMERGENCIES_LESS)
    saturday = (weekday == SATURDAY) & chance.happens("in need", SATURDAY_EMERGENCIES)
    certain = saturday | (weekday == SUNDAY)
    needy: Mask = certain | (emergency & (weekday < SATURDAY) & ~waits)
    return needy, certain


def leaves_percent(contract: Mask, lapsed: Mask, let_down: Mask, unseen: Mask) -> Ints:
    """How soon each customer goes elsewhere beside the others, percent of the mean."""
    percent = np.where(contract, LEAVES_UNDER_CONTRACT, 100)
    for sign, times in (
        (lapsed & ~contract, LEAVES_LAPSED),
        (let_down, LEAVES_LET_DOWN),
        (unseen, LEAVES_UNSEEN),
    ):
        percent = np.where(sign, percent * times // 100, percent)
    of_usual: Ints = np.minimum(percent, LEAVES_AT_MOST) * 100 // LEAVES_USUAL
    return of_usual


def struck_off_after(seed: int, feedback: Ints) -> Ints:
    """Days from each of these answers (keys) until the office gives the customer up, if it says
    that there will be no further call."""
    return Chance(seed, ("struck off",), feedback).between("days", *STRUCK_OFF_AFTER)


def joined_a_day(customers: int) -> float:
    """How many a branch of so many customers wins a day."""
    return customers * joined_within(DEFAULT_HISTORY_DAYS) / DEFAULT_HISTORY_DAYS


def joined_within(days: int) -> float:
    """Share of today's customers who came within a history of so many days."""
    return min(float(grown_within(days)), JOINED_AT_MOST)


def came_by_then(days: Ints, today: int) -> Ints:
    """How many came on each day (number) of a long history, percent of the last two years: the
    company was smaller."""
    years = np.maximum(today - days - DEFAULT_HISTORY_DAYS + 365, 0) // 365
    of_year = [100 * WON_THE_YEAR_BEFORE**year // 100**year for year in range(int(years.max()) + 1)]
    came: Ints = np.array(of_year, np.int64)[years]
    return came


OPEN_AT_NIGHT: Final = (
    *("Apartments", "Condominiums", "Property Management", "Senior Living", "Inn and Suites"),
    *("Urgent Care", "Animal Hospital", "Distribution Center"),
)
"""How the names of those businesses end where somebody is at night who misses the heat, and lets a
technician in. Assumption: the others find out in the morning."""


def closed_at_night(businesses: Mask, names: Sequence[str]) -> Mask:
    """Which customers have nobody on site at night, who could call."""
    closed = businesses.copy()
    for row in np.flatnonzero(businesses).tolist():
        closed[row] = not names[row].endswith(OPEN_AT_NIGHT)
    return closed
