"""Ask for feedback: ratings answer to what happened."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among, distinct
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.engine.values import present, texts
from factories.rules.calls.service import EMERGENCY, TYPES
from factories.rules.crm import feedback as rules
from factories.rules.crm.customers import STRUCK_OFF_AFTER, struck_off_after
from factories.steps.world import World, days
from factories.tables.feedback import CustomerFeedbackFactory, source_of
from factories.wording.access import nobody_home
from factories.wording.remarks import SENT, SENT_LATER

ASKED_FIRST = 1_000
"""Times that an answer counts which was asked for by the as-of date: others only where those are
too few for the rows wanted."""


def ask_for_feedback(world: World) -> None:
    """As many answers as wanted, from the calls whose customers had time to answer."""
    calls = world.calls
    chance = world.chance("feedback", len(calls))
    billed, price = _billed(world), _price_percent(world)
    left = calls.end // 1440
    answered = left + rules.days_to_answer(chance)
    rated = _ratings(world, np.where(billed <= world.today, price, 100))
    customer = world.keys("customers", calls.customer)
    how = rules.asked_how(chance, customer, *_asked_where(world))
    public = rules.published(chance, customer, _known_to_fail(world, rated, answered))
    heard = np.where(public, answered, rules.answered_on(how, left, answered))
    how, said = rules.answered_by(how, left, heard, world.today)
    said = np.where(public, np.minimum(answered, world.today), said)
    rating = _known_to_fail(world, rated, said)
    asked = (heard <= world.today) & _last_of_the_day(world)
    wanted = world.rows("customer_feedback")
    weight = np.array((0, *rules.ANSWER_WEIGHTS), np.int64)[rating] * np.where(
        asked, ASKED_FIRST, 1
    )
    weight *= rules.willing(chance, customer)
    row = keep_weighted(chance, "answers", weight, wanted)
    date = said[row]
    order = np.lexsort((row, date))
    row, date = row[order], date[order]
    promised, opened = _promises(world)
    issued = billed[row]
    world.add(
        CustomerFeedbackFactory,
        len(row),
        service_call_id=world.keys("service_calls", row),
        customer_id=customer[row],
        feedback_date=days(date),
        source=source_of(public[row], how[row]),
        overall_satisfaction=rating[row],
        late_minutes=np.where(promised, calls.late, 0)[row],
        minutes_after_opening=opened[row],
        awaits_part=calls.awaits_part[row],
        left=calls.left[row],
        days_to_part=_days_to_part(world, row, date),
        low_temperature_f=world.temperature("low", calls.day[row]),
        high_temperature_f=world.temperature("high", calls.day[row]),
        is_gone=_is_gone(world, row, date) & _goes(world, row, date),
        price_percent=np.where(issued <= date, price[row], 100),
        bill=np.where(issued <= date, np.where(issued > calls.day[row] + 1, SENT_LATER, SENT), 0),
    )


def _asked_where(world: World) -> tuple[Mask, Mask]:
    """Whose customer has an e-mail address, and whose was there to be met, a call each."""
    calls = world.calls
    customers = world.tables["customers"]
    reachable = present(customers["email"])[calls.customer]
    kinds = texts(customers["customer_type"])
    away = nobody_home(
        world.chance("feedback", len(calls)),
        world.keys("customers", calls.customer),
        [kinds[row] for row in calls.customer.tolist()],
        [TYPES[kind] for kind in calls.kind.tolist()],
    )
    return reachable, ~away


def _known_to_fail(world: World, rating: Ints, day: Ints) -> Ints:
    """The ratings, but no good one on a ``day`` by which the repair has failed again; what was said
    of an incident stands, or nearly so."""
    failed = _failed_on(world) <= np.minimum(day, world.today)
    rating = np.where(failed, np.minimum(rating, rules.FAILED_REPAIR_AT_MOST), rating)
    told = rules.after_incident(world.chance("ratings", len(world.calls)), world.ratings)
    return np.where(world.ratings >= 0, told, rating)


def _failed_on(world: World) -> Ints:
    """Day on which somebody came again for what each call had mended; after today for most."""
    calls = world.calls
    again = np.flatnonzero(calls.is_callback)
    day = np.full(len(calls), world.today + 1, np.int64)
    np.minimum.at(day, calls.returns_to[again], calls.day[again])
    return day


def _last_of_the_day(world: World) -> Mask:
    """Who has two units seen to in one visit is asked once, when all is done."""
    calls = world.calls
    order = np.lexsort((calls.start, calls.day, calls.customer))
    customer, day = calls.customer[order], calls.day[order]
    last = np.ones(len(calls), np.bool_)
    last[order[:-1]] = (customer[1:] != customer[:-1]) | (day[1:] != day[:-1])
    return last


def _billed(world: World) -> Ints:
    """Day on which each call's bill was issued; the day after the as-of date where none stands."""
    bills = world.tables["invoices"]
    owed = np.flatnonzero(~bills["status"].is_("Cancelled") & (bills["total_amount"] > 0))
    issued = np.full(len(world.calls), world.today + 1, np.int64)
    call = bills["service_call_id"][owed] - world.first_id("service_calls")
    issued[call] = bills["issue_date"][owed].astype(np.int64)
    return issued


def _price_percent(world: World) -> Ints:
    """What each call felt like, in percent of the median cost of its type."""
    calls, cost = world.calls, world.tables["service_calls"]["total_cost"]
    usual = np.ones(int(calls.kind.max(initial=0)) + 1, np.int64)
    for kind in distinct(calls.kind).tolist():
        usual[kind] = np.sort(cost[calls.kind == kind])[int((calls.kind == kind).sum()) // 2]
    percent: Ints = cost * 100 // np.maximum(usual[calls.kind], 1)
    return rules.felt_price(percent, calls.found_nothing)


def _is_gone(world: World, row: Ints, date: Ints) -> Mask:
    """Whether nothing was heard of the customer after the feedback: no visit, booking or
    contract."""
    calls, book, contracts = world.calls, world.tables["appointments"], world.contracts
    heard = np.full(world.rows("customers"), -1, np.int64)
    np.maximum.at(heard, calls.customer, calls.day)
    booked_by = book["customer_id"] - world.first_id("customers")
    for column in ("appointment_date", "created_date"):
        day = book[column].astype("datetime64[D]").astype(np.int64)
        np.maximum.at(heard, booked_by, day)
    np.maximum.at(heard, contracts.customer, np.minimum(contracts.covers_until, world.today + 1))
    gone: Mask = heard[calls.customer[row]] <= date
    return gone


def _goes(world: World, row: Ints, date: Ints) -> Mask:
    """Who goes elsewhere soon after the feedback, or would by then be struck off after today; and
    waits for nothing, nor has bought a unit."""
    calls = world.calls
    customer = calls.customer[row]
    left = world.leaving[customer]
    ids = world.first_id("customer_feedback") + np.arange(len(row))
    struck_off = date + struck_off_after(world.scenario.seed, ids)
    soon = (left >= date) & (left <= date + STRUCK_OFF_AFTER[1])
    awaited = calls.awaits_part.copy()
    awaited[calls.returns_to[calls.returns_to >= 0]] = False
    waits = among(customer, calls.customer[awaited])
    waits |= among(customer, world.devices.customer[world.devices.by_call])
    goes: Mask = np.where(left <= world.today, soon, struck_off > world.today) & ~waits
    return goes


def _grumbles(world: World, chance: Chance) -> Mask:
    """Who is furious: half of those who left, after their last visit, and few others; as many in
    all as the rule says."""
    calls = world.calls
    last = np.full(world.rows("customers"), -1, np.int64)
    np.maximum.at(last, calls.customer, np.arange(len(calls)))
    parted = np.zeros(len(calls), np.bool_)
    parted[last[(last >= 0) & (world.leaving <= world.today)]] = True
    others = rules.FURIOUS * len(calls) - rules.LEFT_FURIOUS * int(parted.sum())
    share = max(others / max(len(calls) - int(parted.sum()), 1), rules.FURIOUS_AT_LEAST)
    sooner = rules.grumbling(chance, world.keys("customers", calls.customer), share)
    return chance.happens("grumbles", np.where(parted, rules.LEFT_FURIOUS, sooner))


def _promises(world: World) -> tuple[Mask, Ints]:
    """Whether a time was promised for each call itself, and the minutes from the opening of the
    window to the arrival (-1 without a window)."""
    book = world.appointments
    kept = np.flatnonzero(book.call >= 0)
    opened = np.full(len(world.calls), -1, np.int64)
    opened[book.call[kept]] = np.maximum(book.start[kept] - book.window_start[kept], 0)
    return (opened >= 0) | (world.calls.kind == EMERGENCY), opened


def _days_to_part(world: World, row: Ints, date: Ints) -> Ints:
    """Days until the return visit with the part, where that was by the day of the feedback."""
    calls = world.calls
    back = np.flatnonzero((calls.returns_to >= 0) & ~calls.is_callback)
    returned = np.full(len(calls), world.today + 1, np.int64)
    returned[calls.returns_to[back]] = calls.day[back]
    came = calls.awaits_part[row] & (returned[row] <= date)
    return np.where(came, np.maximum(returned[row] - calls.day[row], 1), 0)


def _ratings(world: World, price: Ints) -> Ints:
    """Overall satisfaction after each call, by its price in percent of the usual one."""
    calls = world.calls
    chance = world.chance("ratings", len(calls))
    crew = world.tables["technicians"]
    skill = crew["customer_service_skill"]
    touch = rules.SKILL_EFFECT * (skill * len(skill) - skill.sum()) // len(skill)
    touch += world.chance("touch", len(crew)).bell("touch", rules.TECHNICIAN_SPREAD)
    customer = world.keys("customers", calls.customer)
    return rules.ratings(
        chance,
        touch[calls.technician] + rules.temperaments(chance, customer),
        calls.late,
        calls.is_callback,
        calls.awaits_part,
        price > rules.EXPENSIVE_FROM,
        _grumbles(world, chance),
    )
