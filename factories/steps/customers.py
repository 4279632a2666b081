"""Win customers, sell them contracts, draw their weather."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.engine.money import percent
from factories.engine.packing import packed
from factories.engine.set_operations import firsts
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded, day_number, texts
from factories.errors import UserError
from factories.rules.accounting import payers
from factories.rules.calls.service import EMERGENCY
from factories.rules.crm import customers as rules
from factories.rules.crm.contracts import (
    BOOKS_BEFORE,
    CANCELLED_DAYS,
    CANCELLED_TERMS,
    COMMERCIAL,
    CONTRACT_WEIGHTS,
    PAYMENT_FREQUENCY,
    PLAN_NAMES,
    PLANS,
    RARE_PAYERS_HELD,
    SIGNED_BEFORE_WITHIN,
    SOLD_LATER,
    SUSPENDED,
    bounced_lately,
    days_away,
    discounts,
    goes_on,
    moved,
    moves,
    renews_itself,
    signs_after,
    switches_off,
)
from factories.rules.crm.sales import DEMAND_BY_MONTH
from factories.rules.hours.calendar import month_of, weekday_of, working_days
from factories.rules.hours.clocks import as_utc, counted_back
from factories.rules.region import climate
from factories.sizes import share_within
from factories.steps.facts import Contracts, Weather
from factories.steps.world import World, days, minutes
from factories.tables.contracts import SubscriptionFactory
from factories.tables.customers import CustomerFactory
from factories.tables.weather import WeatherDayFactory
from hvac_models.base import BOOKKEEPING

_STATUSES = ("Active", "Cancelled", "Expired", "Suspended")
_ACTIVE, _CANCELLED, _EXPIRED, _SUSPENDED = range(len(_STATUSES))


def has_email(world: World) -> Mask:
    """Which customers gave us an e-mail address."""
    return np.array([address is not None for address in texts(world.tables["customers"]["email"])])


def draw_weather(world: World) -> None:
    """A row a day; its degree days drive the demand."""
    dates = days(np.arange(world.start, world.today + 1))
    sky = climate.Sky.over(world.scenario.seed, world.number, world.metro.state)
    drawn = climate.daily_weather(sky, world.metro.climate, dates)
    world.weather = Weather(heating=drawn.hdd_tenths, cooling=drawn.cdd_tenths)
    world.add(
        WeatherDayFactory,
        branch_id=world.number,
        weather_date=dates,
        low_temperature_f=drawn.low,
        mean_temperature_f=drawn.mean_tenths,
        high_temperature_f=drawn.high,
    )


def win_customers(world: World) -> None:
    """In the order in which their accounts were opened: most before the history, the others all
    through it."""
    count = world.rows("customers")
    chance = world.chance("customers", count)
    length = world.today - world.start + 1
    opened = day_number(world.tables["branches"]["opened_date"][0]) + rules.FIRST_ACCOUNT_AFTER
    joins_later = chance.happens("later", rules.joined_within(length))
    working = working_days(opened, world.today - rules.NOBODY_JOINS_WITHIN)
    yet = int(np.searchsorted(working, world.start))
    before = working[_years_back(chance, yet)]
    within = _in_season(chance, working[min(yet, len(working) - 1) :], world.today)
    day = np.sort(np.where(joins_later, within, before))
    # Somebody was a customer before the first visit of the history.
    day[0] = min(day[0], before[0])
    last = world.today - rules.NOBODY_JOINS_WITHIN
    day = np.sort(rules.at_weekends(chance, day, world.start, last))
    moment = day * 1440 + rules.opening_minute(chance, day)
    asked = np.where(day >= world.start, rules.HAVE_EMAIL[1], rules.HAVE_EMAIL[0])
    world.add(
        CustomerFactory,
        branch_id=world.number,
        nth=np.arange(count),
        created_at=minutes(np.sort(moment)),
        has_email=world.chance("e-mail", count).happens("has", asked),
    )
    world.leaving = _leaving(world)


def _in_season(chance: Chance, working: Ints, today: int) -> Ints:
    """Which of these days each came on who came within the history: those of the months in which
    most people inquire, and more and more over the years."""
    weights = np.array(DEMAND_BY_MONTH, np.int64)[month_of(working)]
    edges = np.cumsum(percent(weights, rules.came_by_then(working, today)))
    return working[np.searchsorted(edges, chance.below("within", int(edges[-1])), side="right")]


def open_accounts(world: World) -> None:
    """Who calls for the first time in an emergency has an account from then on, at whatever
    hour."""
    calls, table = world.calls, world.tables["customers"]
    created = world.account_minutes()
    order = np.lexsort((calls.start, calls.customer))
    first = order[firsts(calls.customer[order])]
    first = first[calls.kind[first] == EMERGENCY]
    book, known = world.appointments, np.full(len(created), 2**40, np.int64)
    np.minimum.at(known, book.customer, np.where(book.booked >= 0, book.booked, book.start))
    np.minimum.at(
        known, world.contracts.customer, (world.contracts.start - rules.SIGNED_BEFORE_TERM) * 1440
    )
    # Who booked or signed something on that day, or before it, had an account by then.
    first = first[known[calls.customer[first]] // 1440 > calls.reported[first] // 1440]
    first = first[
        created[calls.customer[first]] >= calls.reported[first] - rules.EMERGENCY_ACCOUNT_WITHIN
    ]
    chance = world.chance("in need", calls.customer[first])
    moment = calls.reported[first] - chance.between("on the phone", *rules.REPORTED_ON_SAME_CALL)
    created[calls.customer[first]] = counted_back(moment, world.number)
    # Whom nobody came to see on a Sunday had called on the Friday before.
    idle = weekday_of(created // 1440) == rules.SUNDAY
    idle[calls.customer[first]] = False
    created[idle] -= 2 * 1440
    table.columns["created_at"] = minutes(created)
    for column in BOOKKEEPING:
        table.columns[column] = as_utc(minutes(created), world.number)


def _years_back(chance: Chance, count: int) -> Ints:
    """Which of ``count`` working days before the history each of today's customers came on: of the
    early ones few are left, and they joined a smaller company."""
    years = max(count // rules.WORKING_DAYS_A_YEAR, 1)
    back = chance.choose("years back", _survivors(years))
    last = count * (years - back) // years
    first = count * (years - 1 - back) // years
    into: Ints = first + chance.below("before", np.maximum(last - first, 1))
    return into


def _survivors(years: int) -> list[int]:
    """Weights of the years before the history, the last one first."""
    return [10**6 * rules.WON_THE_YEAR_BEFORE**year // 100**year for year in range(years)]


def _leaving(world: World) -> Ints:
    """Day on which each customer goes elsewhere, or the day after the as-of date for those who
    stay."""
    created = world.account_days()
    chance = world.chance("leaving", len(created))
    length = world.today - world.start + 1
    share = min(rules.LEAVING * length / 365, rules.LEFT_AT_MOST)
    leaves = chance.happens("leaves", share) & (created < world.start)
    into = chance.below("day", max(length - rules.NOBODY_LEAVES_WITHIN, 1))
    day = world.start + rules.NOBODY_LEAVES_WITHIN + into
    return np.where(leaves, day, world.today + 1)


_TERMS = 64
"""More terms than a customer signs."""


def sell_contracts(world: World) -> None:
    """Exactly the wanted number of one-year terms: customers sign, renew or lapse; terms never
    overlap."""
    customer, start, term = _chains(world)
    end = _a_year_on(start) - 1
    chance = world.chance("terms", packed(customer, term, _TERMS))
    bounced = bounced_lately(chance, start, world.today)
    status, cancelled, gave_up = _endings(world, chance, customer, start, end, term)
    status = np.where((status == _SUSPENDED) & (bounced < 0), _ACTIVE, status)
    never = np.datetime64("NaT", "D")
    order = np.lexsort((customer, start))
    held = world.chance("held", customer[order])
    drawn = chance.at(chance.ids[order])
    followed = np.append((customer[1:] == customer[:-1]) & (start[1:] == end[:-1] + 1), False)
    lapsed = ~followed[order] & (end[order] < world.today) & ~cancelled[order]
    turned_off = lapsed & switches_off(drawn)
    plan = _plans(world, held, drawn, customer[order], term[order])
    table = world.add(
        SubscriptionFactory,
        len(order),
        customer_id=world.keys("customers", customer[order]),
        start_date=days(start[order]),
        status=Coded(status[order], _STATUSES),
        cancelled_date=np.where(cancelled[order], days(gave_up[order]), never),
        bounced_on=days(bounced[order]),
        service_plan=Coded(plan, PLAN_NAMES),
        payment_frequency=Coded(
            held.choose("frequency", tuple(PAYMENT_FREQUENCY.values())), tuple(PAYMENT_FREQUENCY)
        ),
        discount_percentage=discounts(held, plan),
        auto_renewal=_itself(world)[customer[order]] & ~turned_off & ~cancelled[order],
    )
    world.contracts = Contracts(
        customer=customer[order],
        plan=table["service_plan"].codes,
        start=start[order],
        end=end[order],
        covers_until=np.where(cancelled, gave_up, end)[order],
    )


def _itself(world: World) -> Mask:
    """Whose contract renews itself, if they have one."""
    count = world.rows("customers")
    keys = world.first_id("customers") + np.arange(count)
    return renews_itself(world.chance("contracts", count), keys)


class _Endings(NamedTuple):
    """How each term stands today."""

    status: Ints
    """Index into ``_STATUSES``."""
    cancelled: Mask
    gave_up: Ints
    """Day number on which those were cancelled that were."""


def _endings(
    world: World, chance: Chance, customer: Ints, start: Ints, end: Ints, term: Ints
) -> _Endings:
    """How terms end: given up halfway, run out, suspended or not at all yet."""
    cancelled = chance.happens("cancelled", CANCELLED_TERMS) & (term == _last_terms(customer, term))
    gave_up = start + chance.between("given up", *CANCELLED_DAYS)
    cancelled &= gave_up <= world.today
    # Who goes elsewhere gives up the term that is running.
    left = world.leaving[customer]
    parted = (left <= np.minimum(end, world.today)) & ~(cancelled & (gave_up < left))
    cancelled, gave_up = cancelled | parted, np.where(parted, left, gave_up)
    suspended = chance.happens("suspended", SUSPENDED) & ~cancelled & (end >= world.today)
    status = np.select(
        [cancelled, end < world.today, suspended], [_CANCELLED, _EXPIRED, _SUSPENDED], _ACTIVE
    )
    return _Endings(status, cancelled, gave_up)


def _plans(world: World, held: Chance, chance: Chance, customer: Ints, term: Ints) -> Ints:
    """Index into ``PLANS``: what a customer takes, and moves on from at some renewals.

    Terms come in the order of their first days.
    """
    drawn = held.choose("plan", [plan.residential_weight for plan in PLANS])
    commercial = world.businesses()[customer]
    first = np.where(commercial, COMMERCIAL, drawn)
    steps = np.where(term > 0, moves(chance), 0)
    order = np.lexsort((term, customer))
    so_far = np.cumsum(steps[order])
    begins = np.flatnonzero(np.diff(customer[order], prepend=-1))
    before = (so_far - steps[order])[begins]
    so_far -= np.repeat(before, np.diff(np.append(begins, len(order))))
    steps[order] = so_far
    return moved(first, steps)


class _Terms(NamedTuple):
    """One-year terms of contracts, each customer's one after the other."""

    customer: Ints
    """Position in the branch's customers."""
    start: Ints
    """Day number of the first day."""
    number: Ints
    """0 for a customer's first one."""


def _chains(world: World) -> _Terms:
    """The terms that customers sign; as many as wanted."""
    wanted = world.rows("subscriptions")
    chance = world.chance("contracts", world.rows("customers"))
    leaves = world.leaving <= world.today
    lapses = leaves & chance.happens("lapses", rules.LAPSES_BEFORE)
    order = _most_eager_first(world, chance, leaves, lapses)
    first = _first_days(world, chance, signs_after(chance))
    natural, possible = _possible_terms(world, chance, first, lapses)
    if possible.sum() < wanted:
        # More than those hold who take their time: all sign right away.
        first = _first_days(world, chance, np.ones(len(order), np.int64))
        natural, possible = _possible_terms(world, chance, first, lapses)
    terms = _fill(natural[order], possible[order], wanted)
    if terms.sum() < wanted and "subscriptions" in world.scenario.named:
        raise UserError(
            "--rows",
            f"subscriptions={wanted} is more than these customers can hold ({terms.sum()}); "
            "lower it or raise --rows customers",
        )
    return _with_gaps(world, chance, lapses, _laid_out(order, terms, first))


def _with_gaps(world: World, chance: Chance, lapses: Mask, terms: _Terms) -> _Terms:
    """Some let their contract lapse, and came back for the last of their terms."""
    customer, start, term = terms
    several = (term > 0) & (term == _last_terms(customer, term))
    row = np.flatnonzero(several)
    last_day = np.minimum(world.leaving - 1, world.today) - np.where(lapses, 366, 0)
    who = chance.at(chance.ids[customer[row]])
    start = start.copy()
    start[row] += days_away(who, last_day[customer[row]] - start[row])
    return _Terms(customer, start, term)


def _first_days(world: World, chance: Chance, after_joining: Ints) -> Ints:
    """The day on which each customer signs a first contract, if any; for some after the as-of
    date."""
    created, left = world.account_days(), world.leaving
    # Holders who signed before the history are met in the year around its start: contracts are kept
    # in the books since then, and older terms are not in them.
    early = world.start - BOOKS_BEFORE + chance.below("early", SIGNED_BEFORE_WITHIN)
    late = world.start + chance.below("late", world.today - world.start + 1)
    length = world.today - world.start + 1
    sold_later = float(share_within(length, SOLD_LATER))
    signs = np.where(chance.happens("signs late", sold_later), late, early)
    # Who was no customer by then takes as long as anybody new.
    first = np.where((created < world.start) & (signs > created), signs, created + after_joining)
    # Who leaves signed before that.
    gone = (left <= world.today) & (first >= left)
    return np.where(gone, np.maximum(early, created + 1), first)


def _possible_terms(world: World, chance: Chance, first: Ints, lapses: Mask) -> tuple[Ints, Ints]:
    """How many terms each customer signs, and could at most; some who leave have let their contract
    lapse before."""
    last_day = np.minimum(world.leaving - 1, world.today) - np.where(lapses, 366, 0)
    possible = np.clip((last_day - first) // 366 + 1, 0, None)
    renewals = np.zeros(len(first), np.int64)
    stays, itself = np.ones(len(first), np.bool_), _itself(world)
    for year in range(1, int(possible.max(initial=0)) + 1):
        stays &= goes_on(chance, f"renewal {year}", itself)
        renewals += stays
    return np.minimum(possible, 1 + renewals), possible


def _most_eager_first(world: World, chance: Chance, leaves: Mask, lapses: Mask) -> Ints:
    """The customers in the order in which they would hold a contract: few of those who leave."""
    eagerness = chance.fraction("eagerness") // np.where(
        world.businesses(), CONTRACT_WEIGHTS["commercial"], CONTRACT_WEIGHTS["residential"]
    )
    # A company that knows its customers sells no contract to who hardly ever pays.
    payer = payers.payers(chance, world.first_id("customers") + np.arange(len(chance)))
    rarely = payers.temperament(payer) == min(payers.TEMPERAMENT)
    eagerness = np.where(rarely, eagerness * RARE_PAYERS_HELD, eagerness)
    percent = np.where(lapses, rules.LEAVES_LAPSED, rules.LEAVES_UNDER_CONTRACT)
    eagerness = np.where(leaves, eagerness * 100 // percent, eagerness)
    return np.argsort(eagerness, kind="stable")


def _fill(natural: Ints, possible: Ints, wanted: int) -> Ints:
    """Terms a customer: the natural number down the line until there are enough, then what else is
    possible."""
    reached = np.cumsum(natural)
    terms = np.clip(wanted - (reached - natural), 0, natural)
    missing = wanted - int(terms.sum())
    room = possible - terms
    reached = np.cumsum(room)
    filled: Ints = terms + np.clip(missing - (reached - room), 0, room)
    return filled


def _laid_out(order: Ints, terms: Ints, first: Ints) -> _Terms:
    """So many ``terms`` for each customer of ``order``, a year apart from the ``first`` day on."""
    customer = np.repeat(order, terms)
    number = np.arange(len(customer)) - np.repeat(np.cumsum(terms) - terms, terms)
    start = first[customer]
    for step in range(1, int(number.max(initial=0)) + 1):
        start = np.where(number >= step, _a_year_on(start), start)
    return _Terms(customer, start, number)


def _last_terms(customer: Ints, term: Ints) -> Ints:
    """The number of each customer's last term, a row."""
    last = np.zeros(int(customer.max(initial=0)) + 1, np.int64)
    np.maximum.at(last, customer, term)
    return last[customer]


def _a_year_on(day: Ints) -> Ints:
    """The same date a year later; February 29 becomes March 1."""
    date = day.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    later = (month + np.timedelta64(12, "M")).astype("datetime64[D]") + (
        date - month.astype("datetime64[D]")
    )
    number: Ints = later.astype(np.int64)
    return number
