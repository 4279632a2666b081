"""Who inquires today: how many by source, brought by which campaign, and for what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from factories.days import habits
from factories.days.books import INT, TEXT, Found, iso
from factories.days.day import Day, rounded
from factories.engine.streams import Chance, Ints, cut_points
from factories.engine.values import NULL
from factories.rules import customers, sales
from factories.steps.facts import Mask

EMERGENCY = sales.INTERESTS.index("Emergency Service")
_NUMBERS = 64
"""More than there are inquiries by one source in a branch's day."""


@dataclass
class Inquiries:
    """One row an inquiry of today: indexes into the rules' sources, interests and urgencies."""

    key: Ints
    """Tells it from the others of the day: it has no row yet."""
    branch: Ints
    source: Ints
    campaign: Ints
    """Key of the campaign that brought it, or NULL."""
    interest: Ints
    urgency: Ints

    def rows(self, which: Ints | Mask) -> Inquiries:
        """The same columns at other rows."""
        return Inquiries(**{name: column[which] for name, column in vars(self).items()})

    def __len__(self) -> int:
        return len(self.key)


def inquiries(day: Day) -> Inquiries:
    """As many as the month, the weekday and the campaigns that run bring, by branch and source."""
    running = day.books.read(
        "select campaign_id, branch_id, channel, target_service from marketing_campaigns"
        " where start_date <= ?1 and end_date >= ?1 order by campaign_id",
        iso(day.number), id=INT, branch=INT, channel=TEXT, target=TEXT,
    )  # fmt: skip
    lift = _lifts(day, running)
    even = np.array([source.share for source in sales.LEAD_SOURCES.values()]) / 100
    season = sales.day_weights(day.number, day.number, sales.DEMAND_BY_MONTH)[0] / _usual_day()
    usual = usual_lifts(day.rate("marketing_campaigns"))
    expected = day.rate("leads") * season * even * (100 + lift) / (100 + usual)
    lines = np.arange(lift.size, dtype=np.int64)
    counts = np.minimum(rounded(day, "inquiries", expected.ravel(), lines), _NUMBERS)
    line = np.repeat(lines, counts)
    number = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    branch, source = line // len(sales.SOURCES) + 1, line % len(sales.SOURCES)
    key = line * _NUMBERS + number
    campaign, target = _brought_by(day, key, branch, source, running, lift)
    chance = day.daily("inquiry", key)
    interest = _interests(day, chance, target)
    urgency = chance.choose_by("urgency", _urgencies(day), interest)
    return Inquiries(key, branch, source, campaign, interest, urgency)


def _usual_day() -> float:
    months, weekdays = sales.DEMAND_BY_MONTH, sales.DEMAND_BY_WEEKDAY
    return sum(months) / len(months) * sum(weekdays) / len(weekdays)


def _lifts(day: Day, running: Found) -> NDArray[np.float64]:
    """Percent that the running campaigns add: a row a branch, a column a source."""
    lift = np.zeros((day.scenario.scale, len(sales.SOURCES)))
    np.add.at(lift, (running.branch - 1, _sources(running)), _rule(running, "lift"))
    return lift


def _sources(running: Found) -> Ints:
    numbers = {n: sales.SOURCES.index(rule.source) for n, rule in sales.CAMPAIGNS.items()}
    return np.array([numbers[name] for name in running.channel.tolist()], np.int64)


def _rule(running: Found, name: str) -> Ints:
    values = {channel: getattr(rule, name) for channel, rule in sales.CAMPAIGNS.items()}
    return np.array([values[channel] for channel in running.channel.tolist()], np.int64)


def usual_lifts(campaigns: float) -> NDArray[np.float64]:
    """What so many campaigns a day add to each source on average, percent."""
    usual = np.zeros(len(sales.SOURCES))
    for rule in sales.CAMPAIGNS.values():
        runs = campaigns * rule.share / 100 * sum(rule.days) / 2
        usual[sales.SOURCES.index(rule.source)] += runs * rule.lift
    return usual


def _brought_by(
    day: Day, key: Ints, branch: Ints, source: Ints, running: Found, lift: NDArray[np.float64]
) -> tuple[Ints, Ints]:
    """Key of the campaign that brought each (NULL for none), and what it advertises (-1): of the
    leads of its source as many as it adds."""
    added = lift[branch - 1, source].astype(np.int64)
    left = day.daily("attribution", key).below("campaign", 100 + added) - 100
    campaign, target = np.full(len(key), NULL, np.int64), np.full(len(key), -1, np.int64)
    columns = (running.id, running.branch, _sources(running), _rule(running, "lift"))
    rows = zip(*(column.tolist() for column in columns), running.target.tolist(), strict=True)
    for id_, of, by, percent, wanted in rows:
        fits = (branch == of) & (source == by)
        brought = fits & (left >= 0) & (left < percent)
        campaign[brought], target[brought] = id_, sales.INTERESTS.index(wanted)
        left[fits] -= percent
    return campaign, target


def _interests(day: Day, chance: Chance, target: Ints) -> Ints:
    """By season, and by what the campaign advertised."""
    date = np.full(len(target), day.number).astype("datetime64[D]")
    drawn = sales.interests(chance, date, sales.INTEREST_BY_MONTH)
    on_target = (target >= 0) & chance.happens("on target", sales.ON_TARGET / 100)
    return np.where(on_target, target, drawn)


def _urgencies(day: Day) -> Ints:
    """Cut points of URGENCIES, a row an interest: as in the history."""
    weights = np.rint(habits.hurry(day) * 10_000).astype(np.int64)
    return np.array([cut_points(tuple(row)) for row in weights.tolist()], np.int64)


def wins(day: Day, label: str, ids: Ints, source: Ints, urgency: Ints) -> Mask:
    """Which leads become customers: so many that with those who just call the company grows as it
    did."""
    by_source = np.array([sales.LEAD_SOURCES[name].wins for name in sales.SOURCES])[source] / 100
    by_urgency = np.array([sales.WINS_BY_URGENCY[name] for name in sales.URGENCIES])[urgency]
    grown = customers.joined_a_day(day.scenario.rows["customers"]) * (1 - customers.ON_THEIR_OWN)
    share = min(grown / (day.rate("leads") * sales.LEADS_WON), 1.0) / _usual_urgency(day)
    won: Mask = day.chance(label, ids).happens(
        "wins", np.minimum(by_source * by_urgency * share, 1)
    )
    return won


def _usual_urgency(day: Day) -> float:
    """The mean of WINS_BY_URGENCY over a year's leads."""
    seasons = [sales.INTEREST_BY_MONTH[name] for name in sales.SEASON_OF_MONTH]
    wins_ = [sales.WINS_BY_URGENCY[name] for name in sales.URGENCIES]
    by_interest = (habits.hurry(day) @ np.array(wins_, np.float64)).tolist()
    total = 0.0
    for weights in seasons:
        for weight, mean in zip(weights, by_interest, strict=True):
            total += weight / sum(weights) * mean
    return total / len(seasons)
