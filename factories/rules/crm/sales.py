"""How work is won: campaigns, leads and what quotes are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.quantiles import lognormal, within
from factories.engine.set_operations import among, told_apart
from factories.engine.streams import Chance, Ints, Mask, cut_points
from factories.engine.values import Day, Days
from factories.rules.contact_details import people
from factories.rules.hours.calendar import ONE_DAY, month_of, previous_office_day, weekday_of
from hvac_models import LeadSource, ServiceInterest, Urgency

SOURCES: Final = tuple(str(source) for source in LeadSource)
INTERESTS: Final = tuple(str(interest) for interest in ServiceInterest)
URGENCIES: Final = tuple(str(urgency) for urgency in Urgency)

COOLING_FROM_TO: Final = (4, 8)
"""First and last month in which the repair of what heats and cools is one of the cooling.
Assumption."""
STAFF_SIZE: Final = 4
"""People of a branch who sell. Assumption: a handful for fifteen technicians."""


def colleagues(chance: Chance, branch_ids: Ints, locale: str) -> list[str]:
    """One of the branch's sales staff a row; the same few names whatever table asks."""
    numbers, branch = told_apart(branch_ids)
    ids = (numbers[:, None] * STAFF_SIZE + np.arange(STAFF_SIZE)).ravel()
    names = people.full_names(chance.common(("sales staff",), ids), locale)
    # The first ones are there full-time: they get more of the work.
    pick = branch * STAFF_SIZE + chance.choose("colleague", range(STAFF_SIZE + 1, 1, -1))
    return [names[i] for i in pick.tolist()]


def _days(weights: dict[int, int]) -> Ints:
    """A hundred days, each as often as its percentage."""
    return np.repeat(np.array(list(weights), np.int64), list(weights.values()))


@dataclass(frozen=True)
class Source:
    """Where leads come from."""

    share: int
    """Percent of all leads [E]."""
    wins: int
    """Percent that become customers [E; R30]."""


LEAD_SOURCES: Final = {
    "Website": Source(22, 13),
    "Referral": Source(35, 52),
    "Cold Call": Source(1, 8),
    "Trade Show": Source(2, 14),
    "Social Media": Source(4, 11),
    "Advertisement": Source(36, 12),
}
"""Calibration's sources in the contract's words: referral/repeat 35 is Referral; search and local
ads 30 and mail 6 are Advertisement; website 12 and aggregators 10 are Website; social 4; other 3 is
Trade Show and Cold Call. Paid traffic wins 10-18 % [R30], referrals 45-55 % [E]."""
LEADS_WON: Final = sum(source.share * source.wins for source in LEAD_SOURCES.values()) / 10_000
"""Share of all leads that become customers: what the sources' shares and wins amount to."""
LEADS_OF_CUSTOMERS: Final = 0.88
"""Share of the customers won within the history, and soon visited, who were a lead first; the
others just called. Assumption: as on a day (``customers.NEW_WITHOUT_LEAD``)."""

DEMAND_BY_MONTH: Final = (9, 7, 7, 8, 9, 12, 13, 11, 7, 6, 6, 7)
"""Inquiries, January to December. Assumption: follows Repair and Emergency [S1]."""
DEMAND_BY_WEEKDAY: Final = (20, 20, 19, 18, 17, 6, 4)
"""Monday to Sunday. Assumption: Monday to Thursday highest, Sunday lowest [R10]."""

INTEREST_BY_MONTH: Final = {
    "winter": (0, 44, 24, 18, 14),
    "early spring": (8, 20, 28, 36, 8),
    "spring": (20, 8, 28, 38, 6),
    "late spring": (40, 1, 28, 24, 7),
    "summer": (48, 0, 26, 10, 16),
    "early fall": (24, 6, 24, 38, 8),
    "fall": (5, 30, 24, 35, 6),
    "late fall": (1, 42, 24, 26, 7),
}
"""What is asked for: AC Repair, Heating Repair, Installation, Maintenance, Emergency Service.
Assumption: nobody has the heat mended in summer, nor the AC in winter."""
COOLING_OF_FIRST_REPAIRS: Final = (0, 0, 0, 35, 100, 100, 100, 100, 100, 35, 0, 0)
"""Percent of the repairs that bring new customers, January to December, that are of the cooling.
Assumption, measured: a heat pump is missed for its heat from October on, and in April and October
only what does nothing but cool is mended as such."""
CAMPAIGN_TARGETS: Final = {
    "winter": (0, 56, 24, 20, 0),
    "early spring": (4, 0, 26, 70, 0),
    "spring": (18, 0, 26, 56, 0),
    "late spring": (34, 0, 30, 36, 0),
    "summer": (55, 0, 45, 0, 0),
    "early fall": (0, 8, 28, 64, 0),
    "fall": (0, 24, 26, 50, 0),
    "late fall": (0, 40, 24, 36, 0),
}
"""What campaigns advertise: tune-ups before the season, repairs within it, emergencies never.
Assumption: who has one calls whom the search lists first, and is helped or lost within the hour, so
that hardly any of a campaign's leads would ask for what it is for."""
SEASON_OF_MONTH: Final = (
    "winter",
    "winter",
    *("early spring", "spring", "late spring"),
    *("summer",) * 3,
    *("early fall", "fall", "late fall"),
    "winter",
)
OUT_OF_SEASON: Final = {"AC Repair": "winter", "Heating Repair": "summer"}
"""When nobody is in a hurry for it; hot water is wanted all year."""
ON_TARGET: Final = 70
"""Percent of a campaign's leads who ask for what it advertised. Assumption."""


@lru_cache(maxsize=8)
def _by_month(rows: tuple[tuple[str, tuple[int, ...]], ...]) -> Ints:
    """Cut points of the wishes of each month: shape (12, wishes), from weights by season."""
    table = dict(rows)
    return np.array([cut_points(table[season]) for season in SEASON_OF_MONTH])


def interests(
    chance: Chance, dates: NDArray[np.datetime64], weights: Mapping[str, tuple[int, ...]]
) -> Ints:
    """Index into INTERESTS a row, by the season of its date."""
    return chance.choose_by("interest", _by_month(tuple(weights.items())), month_of(dates))


def out_of_season(interest: Ints, dates: NDArray[np.datetime64]) -> Mask:
    """Which wishes, by index into INTERESTS, can wait for the season."""
    found: Mask = waits()[interest, month_of(dates)]
    return found


def waits() -> Mask:
    """Whether each of INTERESTS can wait for the season in each month."""
    seasons = [OUT_OF_SEASON.get(name) for name in INTERESTS]
    return np.array([[season == now for now in SEASON_OF_MONTH] for season in seasons])


@dataclass(frozen=True)
class Campaigns:
    """What is usual for a channel. Assumption."""

    share: int
    """Percent of the campaigns."""
    days: tuple[int, int]
    lift: int
    """Percent of its source's usual leads that it brings on top while it runs: a fair brings nearly
    all leads of its kind, an advertisement doubles what the listings bring anyway."""
    leads: tuple[int, int]
    """What it brings to a company with 600 leads in two years, by its days and lift."""
    lead_cost: tuple[int, int]
    """Dollars planned for each lead: $40-250, the least for thanking those who recommend us, the
    most for a booth."""
    source: str
    """What the leads it brings name as their source."""


SHOW: Final = "Trade Show"
"""The channel of those who have a booth: it has days of its own."""
CAMPAIGNS: Final = {
    "Website": Campaigns(16, (30, 90), 200, (9, 25), (60, 150), "Website"),
    "Referral": Campaigns(12, (60, 120), 100, (14, 26), (50, 110), "Referral"),
    "Cold Call": Campaigns(3, (10, 25), 5_000, (3, 5), (70, 150), "Cold Call"),
    "Trade Show": Campaigns(6, (3, 3), 30_000, (5, 8), (110, 200), "Trade Show"),
    "Social Media": Campaigns(15, (21, 60), 1_500, (7, 12), (50, 120), "Social Media"),
    "Advertisement": Campaigns(30, (28, 75), 200, (13, 30), (70, 170), "Advertisement"),
    "Direct Mail": Campaigns(18, (21, 45), 200, (10, 19), (70, 160), "Advertisement"),
}
LEAST_BUDGET: Final = 200
"""Dollars: below that nobody plans. Assumption."""
BUDGET_STEP: Final = 50
"""Dollars. Assumption: budgets are round."""
LEAD_TO_ACCOUNT: Final = 10
"""Minutes from the first contact to the account, where both are on one day. Assumption."""
SET_UP_DAYS: Final = (3, 21)
"""Days before its start that a campaign is set up. Assumption."""
SPENT_PERCENT: Final = (82, 100)
"""Of its budget, when a campaign is over. Assumption."""

URGENCY: Final = {
    "AC Repair": {"Low": 10, "Medium": 42, "High": 48},
    "Heating Repair": {"Low": 10, "Medium": 40, "High": 50},
    "Installation": {"Low": 40, "Medium": 45, "High": 15},
    "Maintenance": {"Low": 66, "Medium": 30, "High": 4},
    "Emergency Service": {"Low": 0, "Medium": 0, "High": 100},
}
"""Assumption."""
WINS_BY_URGENCY: Final = {"Low": 75, "Medium": 100, "High": 140}
"""Chance of winning a lead, against one of medium urgency, percent. Assumption: the urgent compare
fewer bids and are called back within minutes, and speed of response doubles the chance [E]."""
LEAD_VALUE: Final = {
    "AC Repair": within(42_000, 110_000, 12_000, 400_000, 1_000),
    "Heating Repair": within(40_000, 100_000, 12_000, 400_000, 1_000),
    "Installation": within(680_000, 1_250_000, 150_000, 4_000_000, 5_000),
    "Maintenance": within(18_000, 38_000, 9_000, 120_000, 1_000),
    "Emergency Service": within(62_000, 150_000, 20_000, 500_000, 1_000),
}
"""Cents: the usual invoices [E], as the office would guess them at intake; an installation what
the price list's mix of equipment comes to."""
GUESS_PERCENT: Final = lognormal(100, 155, 50, 250)
"""What the office guesses at intake, percent of what such an installation is sold for.
Assumption."""
GUESS_STEP: Final = 5_000
"""Cents: nobody guesses closer than $50. Assumption."""
DAYS_BEFORE_ACCOUNT: Final = {
    "AC Repair": lognormal(1, 4, 0, 12),
    "Heating Repair": lognormal(1, 4, 0, 12),
    "Installation": lognormal(12, 30, 2, 45),
    "Maintenance": lognormal(6, 18, 0, 45),
    "Emergency Service": lognormal(0.2, 0.8, 0, 1),
}
"""From a lead's first word to its customer account. Assumption."""

BUSINESSES: Final = 0.15
"""Share of leads who ask for a business: as among customers [E]."""
CONTACT_DAYS: Final = {
    "Low": _days({0: 40, 1: 25, 2: 12, 3: 9, 5: 6, 9: 5, 16: 3}),
    "Medium": _days({0: 50, 1: 28, 2: 10, 3: 5, 5: 4, 9: 3}),
    "High": _days({0: 84, 1: 14, 2: 2}),
}
"""Days until a lead is called back. Assumption."""
QUALIFY_DAYS: Final = {
    "Low": _days(dict.fromkeys(range(20), 5)),
    "Medium": _days(dict.fromkeys(range(10), 10)),
    "High": _days({0: 70, 1: 25, 2: 5}),
    "Emergency": _days({0: 100}),
}
"""From the first call to knowing what the lead needs. Assumption."""
DECISION_DAYS: Final = {
    "Low": lognormal(25, 75, 2, 150),
    "Medium": lognormal(12, 40, 1, 90),
    "High": lognormal(3, 8, 1, 21),
    "Emergency": lognormal(0.2, 0.8, 0, 1),
}
"""From there to a yes or no. Assumption."""
NEVER_QUALIFIED: Final = 0.5
"""Share of the leads not won of whom nobody learns what they need: they do not answer, live too far
off, or have somebody else by then. Assumption, tuned for two in five of the qualified to be won."""
NURTURING: Final = {"Low": 0.45, "Medium": 0.28, "High": 0.0}
"""Share of those not won who say "later" and are written to for a while: nobody without heat does.
Assumption."""
PUT_OFF_INTERESTS: Final = ("Installation", "Maintenance")
"""What customers put off for a year; what is broken is repaired by somebody. Assumption."""
NURTURING_DAYS: Final = (90, 500)
NURTURING_EVERY: Final = 45
"""Days between messages to them. Assumption."""
COMES_BACK_ODDS: Final = 14
"""Percent of the odds of a source's share of wins, at which who said "later" comes back and is won.
Assumption, tuned for one in twenty."""
COMES_BACK_DAYS: Final = (60, 200)
"""From the first word of these to the account. Assumption: the next season, or the one after."""
COMES_BACK_AFTER: Final = 14
"""Days at least from "later" to coming back. Assumption."""
WON_BACK: Final = 0.09
"""Share of the leads won with ``PUT_OFF_INTERESTS`` who had said "later" first. Measured: what
``COMES_BACK_ODDS`` come to."""


def comes_back(chance: Chance, source: Ints) -> Mask:
    """Which of the leads who said "later" come back, by index into SOURCES."""
    wins = np.array([LEAD_SOURCES[name].wins for name in SOURCES], np.int64)
    odds = COMES_BACK_ODDS * wins / (100 - wins) / 100
    return chance.happens("comes back", odds[source])


def back_after(chance: Chance) -> Ints:
    """Days from the first word to the account of who comes back."""
    return chance.between("back after", *COMES_BACK_DAYS)


OPEN_LEADS_MORE: Final = (21, 133)
"""Days, percent: among the leads of so many last days are those who will say no and those who will
say yes, so they are so many percent of the usual number; 1 / (1 - ``LEADS_WON``)."""


def day_weights(first: int, last: int, by_month: tuple[int, ...]) -> Ints:
    """The weight of each day from ``first`` to ``last`` (day numbers): month times weekday."""
    days = np.arange(first, last + 1, dtype=np.int64)
    months = month_of(days)
    weekdays = weekday_of(days)
    weights: Ints = (
        np.array(by_month, np.int64)[months] * np.array(DEMAND_BY_WEEKDAY, np.int64)[weekdays]
    )
    return weights


SHOW_MONTHS: Final = (1, 2, 8, 9)
"""Months (0 is January) with a home show on their second weekend: before each season.
Assumption."""
SHOW_PERCENT: Final = (10, 10, 10, 10, 1_800, 8_000, 9_000)
"""Inquiries of ``Trade Show`` on the days of a show, Monday to Sunday, and on any other day as on
its Monday: percent of what the month and the weekday have of others. Assumption: cards are left at
the booth, a few turn up later; over a year they come to a hundred."""


def show_percent(days: Ints) -> Ints:
    """How many inquiries of ``Trade Show`` come on each day (number), percent of the usual."""
    date = days.astype("datetime64[D]")
    weekday = weekday_of(days)
    of_month = (date - date.astype("datetime64[M]")).astype(np.int64)
    friday = of_month - (weekday - 4)
    shows = among(month_of(date), SHOW_MONTHS) & (friday >= 6) & (friday < 13)
    return np.where(shows, np.array(SHOW_PERCENT, np.int64)[weekday], SHOW_PERCENT[0])


SHOWS_APART: Final = 7 * 27
"""Days within which a show begins, whatever the day: from March to September is the longest."""


def next_show(days: Ints) -> Ints:
    """The first day (number), a Friday, of the next show that begins on each day or later."""
    return _shows(days, np.arange(SHOWS_APART))


def last_show(days: Ints) -> Ints:
    """The same of the last one that began by each day."""
    return _shows(days, -np.arange(SHOWS_APART))


def _shows(days: Ints, away: Ints) -> Ints:
    """The first Friday with a show among the days so far ``away`` from each, in that order."""
    near = days[:, None] + away
    opens = (weekday_of(near) == 4) & (show_percent(near) > SHOW_PERCENT[0])
    first: Ints = near[np.arange(len(days)), opens.argmax(axis=1)]
    return first


VISITED_NEXT_DAY, VISITED_SOON, VISITED_LATER = 1, 30, 120
"""Days from the account to the first visit: in an emergency nobody waits longer than the first,
with a breakdown than the second, with a new system or a tune-up in mind than the third.
Assumption."""


def begun_again(history_days: int) -> float:
    """Of the campaigns a day that a history has, those that begin a day after it, so that no more
    of them run at once: none of those before a short history ran in it."""
    days, fitted = 0.0, 0.0
    for rule in CAMPAIGNS.values():
        mean = sum(rule.days) / 2
        days += rule.share * mean
        # One that begins on any day of the history runs in it until its end, or to its last day.
        within = min(mean, history_days)
        fitted += rule.share * (within - within * within / (2 * history_days))
    return fitted / days


def written_last(since: Days, days: Ints, today: Day) -> Days:
    """The office day on which those were last written to who have said "later", for so many
    ``days`` after that; the day itself (``since``) before the first message."""
    passed = np.maximum((today - since) // ONE_DAY, 0)
    messages = np.minimum(passed, days) // NURTURING_EVERY
    day: Days = previous_office_day(since + messages * NURTURING_EVERY * ONE_DAY)
    return day
