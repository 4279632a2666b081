"""Customers: who comes and how, how they are met, and who leaves."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import Chance, Ints
from factories.rules.hours.calendar import OPENS

Mask = NDArray[np.bool_]

SATURDAY, SUNDAY = 5, 6

FIRST_CALL: Final = (3, 12)
"""Minutes from the account until the emergency is reported for which it was opened. Assumption."""
JOINED_LATER: Final = 0.30
"""Share of customers won within ``JOINED_WITHIN`` days. Assumption: growth beyond the attrition."""
JOINED_WITHIN: Final = 730
"""Days: a history of two years, as the guide's counts are for. Assumption."""
JOINED_AT_MOST: Final = 0.8
"""The same share within however long a history: somebody was there before. Assumption."""
LEFT_AT_MOST: Final = 0.6
"""Share of customers who leave within however long a history. Assumption."""
FIRST_WON_AFTER: Final = 30
"""Days from the opening of a branch to its first accounts. Assumption."""
NOBODY_JOINS_WITHIN: Final = 3
"""Days before the as-of date within which no account is opened. Assumption: who comes has been
visited by then."""
HAVE_EMAIL: Final = (0.83, 1.0)
"""Share of the customers who gave an e-mail address: of those won before the history, and within
it, when the office asks for one. Assumption: 88 % of all, ``people.HAS_EMAIL``."""
IN_NEED_SINCE: Final = 2 * 1440
"""Minutes before an emergency is reported, within which an account was opened because of it: who
comes for it is visited within two days of coming. Assumption."""
SIGNED_BEFORE: Final = 10
"""Days before a term in which its contract may have been written. Assumption."""
ON_THE_PHONE: Final = (2, 12)
"""Minutes from the account to the emergency that is reported on the same call. Assumption."""
WORKING_DAYS: Final = 255
"""Days a year on which the office is open [K]."""
STILL_HERE: Final = 83
"""Customers won in a year, percent of those of the next: some left since (LEAVING), and the company
grew. Assumption for the growth; with JOINED_LATER there is no jump where the history begins."""
LEAVING: Final = 0.11
"""Customers lost a year [R2]."""
LEAVING_OF_SETTLED: Final = 0.15
"""The same of those to whom we sold no unit lately (``BUYERS_STAY``). Assumption, measured: it
comes to ``LEAVING`` of those of whom the history loses some."""
LEAVES_UNDER_CONTRACT: Final = 40
"""Percent as often as others that those leave whose contract is running. Assumption: who has paid
for the next visit waits for it. With what follows, 8 % a year leave without a sign of it, 20 % with
one and more with two, as customer_segments has it."""
LEAVES_LAPSED: Final = 220
"""The same of those whose contract has ended, or was cancelled, and was not renewed."""
LEAVES_LET_DOWN: Final = 300
"""The same of those whom we have let down: a bad rating, a repair that did not hold, an emergency
that waited longer than promised, or a complaint that nobody has answered."""
LEAVES_UNSEEN: Final = 170
"""The same of those who were not visited for long: some have somebody else by now."""
LEAVES_AT_MOST: Final = 900
"""The same of those for whom all of it is so."""
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
PARTS_WITH_US: Final = 0.2
"""Of the angry who write to us with nothing booked, promised or begun, those who are done with us.
Assumption, measured: as in the history."""
ON_THEIR_OWN: Final = 0.05
"""Share of the new customers who were no lead: they just called. Assumption, measured on the
default data set; a company with few leads tells of more."""
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
IN_NEED_ON_SATURDAYS: Final = 0.6
"""Of the accounts of Saturdays, those that an emergency brings. Assumption."""
NOT_IN_NEED: Final = 0.1
"""Of who would come in an emergency, those who on a weekday do not: their own contractor comes.
Assumption: with those of weekends there are about as many as there were."""
NEED_OF_WEEKENDS: Final = (0.67, 4.0)
"""How often, against the usual, somebody who asks from Monday to Friday, and at the weekend, is in
need. Assumption, as in the history: four of ten strangers in need call at a weekend, when others do
not answer."""
LEADS_OF_SATURDAYS: Final = 0.5
"""Of the leads who would become customers on a Saturday, those who do; others on Monday.
Assumption."""
JUST_CALL_ON_SATURDAYS: Final = 0.05
"""Share of who just calls that does so on Saturdays. Assumption: of ``ON_SATURDAYS``, those who
are not in need."""
ASKS_AFTER: Final = (5, 25)
"""Minutes from opening an account to booking the first visit. Assumption."""
NOBODY_LEAVES_WITHIN: Final = 60
"""Days from the account, or the beginning of the history, in which nobody leaves. Assumption."""


def opening_minute(chance: Chance, day: Ints) -> Ints:
    """Minute of the day at which accounts are opened on each day (number)."""
    in_the_week = chance.choose("hour", OPENING_HOURS)
    on_saturday = chance.choose("hour on a Saturday", OPENING_HOURS_ON_SATURDAYS)
    hour = OPENS // 60 + np.where(_weekday(day) < SATURDAY, in_the_week, on_saturday)
    minute: Ints = hour * 60 + chance.below("minute", 60)
    return minute


def at_weekends(chance: Chance, day: Ints, first: int, last: int) -> Ints:
    """The days (numbers) on which accounts are opened that would be on these working days: some on
    Saturdays, and from ``first`` to ``last`` some on Sundays."""
    lot, weekday = chance.below("at the weekend", 1000), _weekday(day)
    saturday, sunday = day + SATURDAY - weekday, day - weekday - 1
    to_saturday = (lot < 1000 * ON_SATURDAYS) & (saturday <= last)
    to_sunday = (lot >= 1000 * (1 - ON_SUNDAYS)) & (sunday >= first)
    moved: Ints = np.select([to_saturday, to_sunday], [saturday, sunday], day)
    return moved


def in_need(chance: Chance, emergency: Mask, account: Ints) -> tuple[Mask, Mask]:
    """Who comes in an emergency of those who opened an account on each day (number), given who
    would on any day; and who for certain, for there is nothing else to call for on that day."""
    weekday = _weekday(account)
    waits = chance.happens("not in need", NOT_IN_NEED)
    saturday = (weekday == SATURDAY) & chance.happens("in need", IN_NEED_ON_SATURDAYS)
    certain = saturday | (weekday == SUNDAY)
    needy: Mask = certain | (emergency & (weekday < SATURDAY) & ~waits)
    return needy, certain


def _weekday(day: Ints) -> Ints:
    weekday: Ints = (day + 3) % 7  # 1970-01-01 was a Thursday
    return weekday


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
    return customers * JOINED_LATER / JOINED_WITHIN
