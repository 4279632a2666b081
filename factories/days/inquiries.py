"""Who inquires today: how many by source, brought by which campaign, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from factories.days import habits
from factories.days.books import INT, TEXT, Found, iso
from factories.days.day import Day, once_a_run, rounded
from factories.engine.columns import Columns
from factories.engine.packing import packed
from factories.engine.streams import Chance, Ints, Mask, cut_points
from factories.engine.values import NULL
from factories.rules.calls.service import TYPES
from factories.rules.crm import customers, sales, wishes
from factories.rules.crm.quotes import CLOSES_WITH_LEADS

EMERGENCY = sales.INTERESTS.index("Emergency Service")
_NUMBERS = 64
"""More than there are inquiries by one source in a branch's day."""


@dataclass
class Inquiries(Columns):
    """One row an inquiry of today: indexes into the rules' sources, interests and urgencies."""

    key: Ints
    """Tells it from the others of the day: it has no row yet."""
    lead: Ints
    """Key of its row to come; -1 for those in need whom we help at once, who get theirs then."""
    branch: Ints
    source: Ints
    campaign: Ints
    """Key of the campaign that brought it, or NULL."""
    interest: Ints
    urgency: Ints


def inquiries(day: Day) -> Inquiries:
    """As many as the month, the weekday and the campaigns that run bring, by branch and source."""
    running = day.books.read(
        "select campaign_id as id, branch_id as branch, channel,"
        " target_service as target from marketing_campaigns"
        " where start_date <= ?1 and end_date >= ?1 order by campaign_id",
        iso(day.number), id=INT, branch=INT, channel=TEXT, target=TEXT,
    )  # fmt: skip
    lift = _lifts(day, running)
    even = np.array([source.share for source in sales.LEAD_SOURCES.values()]) / 100
    season = sales.day_weights(day.number, day.number, sales.DEMAND_BY_MONTH)[0] / _usual_day()
    usual = usual_lifts(campaigns_a_day(day))
    expected = day.rate("leads") * season * even * (100 + lift) / (100 + usual)
    lines = np.arange(lift.size, dtype=np.int64)
    counts = np.minimum(rounded(day, "inquiries", expected.ravel(), lines), _NUMBERS)
    line = np.repeat(lines, counts)
    number = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    branch, source = line // len(sales.SOURCES) + 1, line % len(sales.SOURCES)
    key = packed(line, number, _NUMBERS)
    campaign, target = _brought_by(day, key, branch, source, running, lift)
    helped = _helped(day, key, source)
    lead = np.where(helped, -1, day.books.next_id("leads") + np.cumsum(~helped) - 1)
    won = wins(day, np.maximum(lead, 0), source) & ~helped
    interest, urgency = _wishes(day, day.daily("inquiry", key), target, won)
    interest = np.where(helped, EMERGENCY, interest)
    urgency = np.where(helped, sales.URGENCIES.index("High"), urgency)
    return Inquiries(key, lead, branch, source, campaign, interest, urgency)


def _usual_day() -> float:
    months, weekdays = sales.DEMAND_BY_MONTH, sales.DEMAND_BY_WEEKDAY
    return sum(months) / len(months) * sum(weekdays) / len(weekdays)


def _lifts(day: Day, running: Found) -> NDArray[np.float64]:
    """Percent that the running campaigns add, and a show: a row a branch, a column a source."""
    lift = np.zeros((day.scenario.scale, len(sales.SOURCES)))
    np.add.at(lift, (running.branch - 1, _sources(running)), _rule(running, "lift"))
    lift[:, sales.SOURCES.index("Trade Show")] += sales.show_percent(np.array([day.number])) - 100
    return lift


def _sources(running: Found) -> Ints:
    numbers = {n: sales.SOURCES.index(rule.source) for n, rule in sales.CAMPAIGNS.items()}
    return np.array([numbers[name] for name in running.channel.tolist()], np.int64)


def _rule(running: Found, name: str) -> Ints:
    values = {channel: getattr(rule, name) for channel, rule in sales.CAMPAIGNS.items()}
    return np.array([values[channel] for channel in running.channel.tolist()], np.int64)


def campaigns_a_day(day: Day) -> float:
    """Campaigns that begin on an average day."""
    return day.rate("marketing_campaigns") * sales.begun_again(day.scenario.history_days)


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


def _wishes(day: Day, chance: Chance, target: Ints, won: Mask) -> tuple[Ints, Ints]:
    """What each asks for and how urgently, as in the history: who will be won asks for the visit
    that is to come, others by season and by what the campaign advertised."""
    date = np.full(len(target), day.number).astype("datetime64[D]")
    hurried = chance.choose("urgency of others", habits.hurry(day).tolist())
    other = wishes.wishes(chance, _others_ask(day), date, target, hurried)
    wish = first_wishes(day, chance, _ANY_BUT_EMERGENCIES)
    calm = sales.out_of_season(wish, date)
    urgency = chance.choose_by("urgency", _urgencies_of_won(), wish)
    urgency = np.where(calm, np.minimum(urgency, sales.URGENCIES.index("Medium")), urgency)
    return np.where(won, wish, other), np.where(won, urgency, hurried)


@once_a_run
def _others_ask(day: Day) -> Ints:
    """Cut points of what those ask for who are not won, by what new customers come for."""
    in_need = _in_need(day)
    months = np.array(sales.DEMAND_BY_MONTH) / sum(sales.DEMAND_BY_MONTH)
    share = np.array([_first_wishes(day, month) for month in range(len(months))])
    share[:, EMERGENCY] = in_need
    known = day.scenario.rows["leads"] * sales.LEADS_WON
    return wishes.cuts(
        wishes.by_month(np.rint(share * months[:, None] * known * 100).astype(np.int64))
    )


@lru_cache(maxsize=1)
def _urgencies_of_won() -> Ints:
    """Cut points of URGENCIES of leads who will be won, a row an interest."""
    return np.array(
        [
            cut_points(tuple(levels[u] * sales.WINS_BY_URGENCY[u] for u in sales.URGENCIES))
            for levels in (sales.URGENCY[name] for name in sales.INTERESTS)
        ]
    )


_ANY_BUT_EMERGENCIES = tuple(name for name in sales.INTERESTS if name != "Emergency Service")


def first_wishes(day: Day, chance: Chance, names: tuple[str, ...]) -> Ints:
    """What new customers come for, of these interests: by what the history's first visits were, and
    for what is broken by the month."""
    asked = dict(zip(sales.INTERESTS, _first_wishes(day, day.month), strict=True))
    return chance.choose("wish", [asked[name] * (name in names) for name in sales.INTERESTS])


def _first_wishes(day: Day, month: int) -> list[float]:
    """Share of each of INTERESTS but emergencies in a month (0 to 11), of all first visits."""
    first = dict(zip(TYPES, habits.first_visits(day).tolist(), strict=True))
    cooling = sales.COOLING_OF_FIRST_REPAIRS[month]
    # Some who ask for a new system do not take it, and have the old one looked after.
    looked_after = first["Maintenance"] + first["Inspection"]
    lost = min(first["Installation"] * (1 / CLOSES_WITH_LEADS - 1), looked_after)
    shares = {
        "AC Repair": first["Repair"] * cooling / 100,
        "Heating Repair": first["Repair"] * (100 - cooling) / 100,
        "Installation": first["Installation"] + lost,
        "Maintenance": looked_after - lost,
    }
    return [shares.get(name, 0.0) for name in sales.INTERESTS]


def _helped(day: Day, key: Ints, source: Ints) -> Mask:
    """Who is in need, and is won by being helped at once."""
    chance, likely = day.daily("helped at once", key), _likely(day)[source]
    often = customers.EMERGENCY_TIMES[day.weekday >= customers.SATURDAY]
    helped: Mask = chance.happens("helped", np.minimum(likely * _in_need(day) * often, 1.0))
    return helped


def _in_need(day: Day) -> float:
    """Of the new customers, those whom an emergency brings."""
    return float(habits.first_visits(day)[TYPES.index("Emergency")])


def _likely(day: Day) -> NDArray[np.float64]:
    """The probability that a lead of each source becomes a customer: so many that with those who
    just call the company grows as it did."""
    grown = customers.joined_a_day(day.scenario.rows["customers"]) * (1 - habits.just_call(day))
    share = min(grown / (day.rate("leads") * sales.LEADS_WON), 1.0)
    by_source = np.array([sales.LEAD_SOURCES[name].wins for name in sales.SOURCES]) / 100
    return np.minimum(by_source * share, 1)


def wins(day: Day, lead: Ints, source: Ints) -> Mask:
    """Which leads become customers, of those who are not helped at once."""
    likely, at_once = _likely(day)[source], _in_need(day)
    likely = likely * (1 - at_once) / (1 - likely * at_once)
    won: Mask = day.chance("wins", lead).happens("wins", likely)
    return won
