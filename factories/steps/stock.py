"""Shelves and orders: a part is ordered when the buyer sees it at its reorder point."""

from dataclasses import dataclass

import numpy as np

from factories.engine.money import half_up
from factories.engine.packing import packed, unpacked
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded, coded, texts
from factories.errors import UserError
from factories.rules.accounting.documents import numbered
from factories.rules.hours.calendar import off_the_weekend, office_day_from, office_day_until
from factories.rules.parts import stock as rules
from factories.rules.parts.suppliers import counters, transit_days
from factories.rules.parts.usage import part_tables
from factories.steps.recording import last_used
from factories.steps.serviced import gases_to_come, serviced
from factories.steps.world import World, days
from factories.tables.stock import InventoryItemFactory, PurchaseOrderFactory

_SPAN = 1 << 20
"""More days than a history has: (part, day) as one sortable integer."""


@dataclass(frozen=True)
class _Used:
    """Usage summed to one entry a part and day, in that order, and to totals for each part."""

    part: Ints
    day: Ints
    quantity: Ints
    running: Ints
    """Sum of ``quantity`` over all entries so far, whatever the part."""
    before: Ints
    """What ``running`` is before a part's first entry."""
    total: Ints
    largest: Ints
    recent: Ints
    """Of the total, what the window of annual usage saw."""


@dataclass
class _Policy:
    """How each part is reordered: ``orders`` times, when stock falls to ``point``."""

    orders: Ints
    part: Ints
    """The part of each single order, in turn; and ``lot``, its units."""
    lot: Ints
    usual: Ints
    """Units of a part's usual lot, ordered in the history or not."""
    until_first: Ints
    """Units used up to the first order: opening stock less ``point``."""
    point: Ints
    lead: Ints
    job: Mask
    """What is not kept, but was fetched for the one job that took it."""


@dataclass(frozen=True)
class _Orders:
    """One row an order, by part and day; ``received`` is -1 while it is on its way."""

    part: Ints
    ordered: Ints
    expected: Ints
    received: Ints


def restock(world: World) -> None:
    """Order what the calls use up; then the shelves as they are on the as-of date."""
    parts = world.tables["parts"]
    used = _used(world, len(parts))
    value = used.recent * parts["unit_cost"]
    classes = rules.abc(value)
    lead = _lead(world)
    policy = _policy(world, used, classes, lead)
    orders = _orders(world, used, policy)
    _add_orders(world, policy, orders)
    _add_inventory(world, used, policy, orders, classes, value)


def _used(world: World, parts: int) -> _Used:
    lines = world.part_lines
    key = packed(lines.part, world.calls.day[lines.call], _SPAN)
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    quantity = np.add.reduceat(lines.quantity[order], first)
    part, day = unpacked(key[first], _SPAN)
    running = np.cumsum(quantity)
    total = np.bincount(part, quantity, parts).astype(np.int64)
    largest = np.zeros(parts, np.int64)
    np.maximum.at(largest, part, quantity)
    recent = np.where(day > world.today - rules.USAGE_WINDOW, quantity, 0)
    return _Used(
        part=part,
        day=day,
        quantity=quantity,
        running=running,
        before=np.cumsum(total) - total,
        total=total,
        largest=largest,
        recent=np.bincount(part, recent, parts).astype(np.int64),
    )


def _lead(world: World) -> Ints:
    """Days from order to delivery of each part, at this branch."""
    parts, suppliers = world.tables["parts"], world.tables["suppliers"]
    states = texts(suppliers["state"])
    road = np.array([transit_days(world.metro.state, state) for state in states], np.int64)
    of = parts["supplier_id"] - suppliers.first_id
    supplier = suppliers["lead_time_days"][of] + road[of]
    share = world.chance("lead time", parts.ids).fraction("days")
    return rules.lead_days(supplier, texts(parts["part_category"]), share)


def _policy(world: World, used: _Used, classes: Ints, lead: Ints) -> _Policy:
    parts = world.tables["parts"]
    squares = np.bincount(used.part, used.quantity * used.quantity, len(lead)).astype(np.int64)
    history = world.today - world.start + 1
    unit: Mask = coded(parts["part_category"]).is_("Equipment")
    # Units are bought for a job: the next one is ordered when the last one goes out.
    least = np.where(unit, 0, 1)
    point = rules.reorder_point(rules.Usage(used.total, squares, history), lead, classes, least)
    job = _for_one_job(world, used)
    most = np.where(job, 1, rules.most_orders(used.total, used.largest))
    count = _count(world, int(most.sum()))
    job[np.flatnonzero(job)[count:]] = False
    # What went out since the buyer last looked is no reason for an order yet.
    by_now = np.where(job, 1, rules.most_orders(_seen(world, used), used.largest))
    most = by_now if int(by_now.sum()) >= count else most
    out = np.bincount(used.part, minlength=len(lead))
    weight = rules.order_weights(used.total, parts["unit_cost"], out, unit)
    orders = rules.order_shares(weight, np.where(job, 0, most), count - int(job.sum()))
    orders[job] = 1
    usual = _usual_lots(world, used, weight, orders, out)
    part, lot = _lots(world, used, orders, usual)
    lot = np.where(job[part], used.total[part], lot)
    together = np.bincount(part, lot, len(lead)).astype(np.int64)
    last = np.zeros(len(lead), np.int64)
    last[part] = lot
    # Any stretch of usage between these bounds meets the reorder point exactly so many times, or
    # once more so late that nobody has ordered yet.
    unseen = _unseen(world, used, point, orders)
    unseen_last = _unseen(world, used, used.total, orders - 1)
    latest = used.total - (together - last) - unseen_last
    # Nor has the buyer who passes over a shelf for the last order seen it for the one after.
    passed = np.minimum(unseen_last - last + 1, point + 1)
    unseen = np.where(orders > 0, np.maximum(unseen, passed), unseen)
    earliest = np.maximum(used.total - together + 1 - unseen, 1)
    chance = world.chance("shelves", len(lead))
    until_first = chance.between("first order", earliest, np.maximum(latest, earliest))
    until_first = np.where(orders > 0, until_first, _spare(world, used, unit, usual, unseen))
    until_first, point = np.where(job, 0, until_first), np.where(job, 0, point)
    return _Policy(orders, part, lot, usual, until_first, point, lead, job)


def _for_one_job(world: World, used: _Used) -> Mask:
    """Dear parts that went out on one day only, that of an office, and were fetched for it."""
    cost = world.tables["parts"]["unit_cost"]
    once = np.bincount(used.part, minlength=len(cost)) == 1
    once[used.part[office_day_until(used.day) != used.day]] = False
    fetched = world.chance("for one job", len(cost)).happens("fetched", rules.FOR_ONE_JOB)
    job: Mask = once & (cost >= rules.EXPENSIVE_FROM) & fetched
    return job


def _usual_lots(world: World, used: _Used, weight: Ints, orders: Ints, out: Ints) -> Ints:
    """Units of each part's usual lot. What nobody has asked for yet is bought as if a single visit
    had used of it what visits use."""
    parts = world.tables["parts"]
    tables = part_tables(*world.scenario.catalogs)
    idle = used.total == 0
    total = np.where(idle, np.maximum(tables.high, 1), used.total)
    unit: Mask = coded(parts["part_category"]).is_("Equipment")
    once = rules.order_weights(total, parts["unit_cost"], np.maximum(out, 1), unit)
    count = max(int(orders.sum()), 1)
    share = np.where(idle, once, weight)
    fair = rules.fair_lot(total, share, int(weight.sum()), count, parts["unit_cost"])
    largest = np.where(idle, total, used.largest)
    return rules.lot_size(total, largest, orders, fair)


def _lots(world: World, used: _Used, orders: Ints, usual: Ints) -> tuple[Ints, Ints]:
    """Part and units of each order, in turn: about as much each time, as far as the usage of the
    whole history asks for all of them."""
    part = np.repeat(np.arange(len(orders)), orders)
    number: Ints = np.arange(len(part)) - (np.cumsum(orders) - orders)[part]
    chance = world.chance("lots", packed(part, number, _SPAN))
    lot = rules.varied_lots(chance, usual[part], used.largest[part])
    before_last = np.where(number < orders[part] - 1, lot, 0)
    too_much = np.bincount(part, before_last, len(orders)) >= used.total
    lot = np.where(too_much[part], usual[part], lot)
    # Ones and twos, where one is too little and two is too much.
    count = np.maximum(orders, 1)
    mixed = (usual < rules.VARIED_FROM) & (usual * count < used.total)
    mixed &= (used.total - 1) // count >= used.largest
    total = used.total + world.chance("lots together", len(orders)).between("units", -1, 1)
    evenly = (number + 1) * total[part] // count[part] - number * total[part] // count[part]
    return part, np.where(mixed[part], evenly, lot)


def _unseen(world: World, used: _Used, point: Ints, number: Ints) -> Ints:
    """Units within which each part may have fallen to ``point`` for the order of that ``number``,
    and the buyer not have seen it by now; no more is taken than lay there."""
    part = np.arange(len(number))
    buying = _buying(world)
    last = int(np.searchsorted(buying, world.today, side="right")) - 1
    passed = rules.passed_over(world.chance("orders", packed(part, np.maximum(number, 0), _SPAN)))
    since = used.total - _used_before(used, part, buying[np.maximum(last - passed, 0)] + 1)
    unseen: Ints = np.minimum(since, point + 1)
    return unseen


def _seen(world: World, used: _Used) -> Ints:
    """Units of each part that had gone out by the last day before the buyer last came."""
    buying = _buying(world)
    last = int(np.searchsorted(buying, world.today, side="right")) - 1
    part = np.arange(len(used.total))
    return _used_before(used, part, np.full(len(part), buying[last - 1] + 1))


def _buying(world: World) -> Ints:
    """Days on which orders are written, from before the history to after it."""
    return rules.buying_days(
        world.start - rules.BUYING_DAY_WITHIN, world.today + rules.BUYING_DAY_WITHIN
    )


def _spare(world: World, used: _Used, unit: Mask, usual: Ints, unseen: Ints) -> Ints:
    """What lies there of a part that is not ordered in all the history."""
    chance, cost = world.chance("spare", len(unit)), world.tables["parts"]["unit_cost"]
    unused = np.ones(len(unit), np.int64)
    dear = cost * chance.between("counts as", *rules.COUNTS_AS)
    order = np.lexsort((-dear, ~unit, serviced(world)))
    idle = order[used.total[order] == 0]
    unused[idle[: -(-len(idle) * rules.NOT_STOCKED // 100)]] = 0
    unused[gases_to_come(world)] = 0
    # Bought once for years: anywhere between full and nearly used up by now.
    most = np.where(unit | (cost >= rules.EXPENSIVE_FROM), 1, np.maximum(usual - used.total, 1))
    left = chance.between("left", 1 - unseen, most)
    return np.where(used.total > 0, used.total + left, unused)


def _count(world: World, most: int) -> int:
    """How many orders; fewer than usual where the parts take no more and nobody named the count."""
    count = world.rows("purchase_orders")
    if count > most and "purchase_orders" in world.scenario.named:
        raise UserError(
            "--rows",
            f"purchase_orders={count} is more than the {most:,} orders that the parts used"
            " give reason for; lower it, or raise parts_usage",
        )
    return min(count, most)


def _orders(world: World, used: _Used, policy: _Policy) -> _Orders:
    """When each order goes out and comes in; raises the reorder points that are too low for it."""
    part = policy.part
    first: Ints = np.cumsum(policy.orders) - policy.orders
    number: Ints = np.arange(len(part)) - first[part]
    # Each order is for what goes out until the next one.
    before = np.cumsum(policy.lot) - policy.lot
    reached = policy.until_first[part] + before - before[first[part]]
    ordered, expected = _written(world, used, policy, number, reached)
    job, on = policy.job[part], _needed(used, part, reached)
    ordered, expected = np.where(job, on, ordered), np.where(job, on, expected)
    # What goes out before the delivery, beyond the units down to the reorder point, is the least
    # that has to be there when the order goes out.
    np.maximum.at(policy.point, part, _used_before(used, part, expected) - reached)
    chance = world.chance("deliveries", packed(part, number, _SPAN))
    late = rules.days_late(chance, world.tables["parts"]["supplier_id"][part])
    early = np.maximum(office_day_until(expected + late), office_day_from(ordered + 1))
    came = np.where(late < 0, early, office_day_from(expected + late))
    needed = _needed(used, part, policy.point[part] + reached)
    received = np.where(job, on, np.minimum(came, needed))
    fetched = (came > needed) & (needed <= world.today) & chance.happens("fetched", rules.FETCHED)
    # Not after the next order of the part.
    fetched &= np.append(packed(part, needed, _SPAN)[:-1] < packed(part, ordered, _SPAN)[1:], True)
    ordered, expected = np.where(fetched, needed, ordered), np.where(fetched, needed, expected)
    expected = np.where(received == ordered, ordered, expected)
    return _Orders(part, ordered, expected, np.where(received <= world.today, received, -1))


def _written(
    world: World, used: _Used, policy: _Policy, number: Ints, reached: Ints
) -> tuple[Ints, Ints]:
    """The day on which each order is written, and the one promised: the next one on which the buyer
    is there, or, if he does not see it, a later one, as long as what is left lasts."""
    part, buying = policy.part, _buying(world)
    fell = used.day[np.searchsorted(used.running, used.before[part] + reached)]
    low = np.searchsorted(buying, fell)
    passed = rules.passed_over(world.chance("orders", packed(part, number, _SPAN)))
    last = int(np.searchsorted(buying, world.today, side="right")) - 1
    # What is ordered by now was seen on some day until now: not all of it on the last.
    passed = np.where(low + passed > last, passed % np.maximum(last - low + 1, 1), passed)
    late = low + passed
    # Somebody sees in time that what is left will not last.
    short = _needed(used, part, reached + policy.point[part])
    in_time = (
        np.searchsorted(buying, short - policy.lead[part] - rules.ORDERED_IN_TIME, side="right") - 1
    )
    late = np.maximum(np.minimum(late, np.minimum(in_time, last)), low)
    # Each is another day's.
    turn = part * _SPAN + late - number
    seen = np.maximum.accumulate(turn) - part * _SPAN + number
    # What the buyer would not have seen by now was asked for at once.
    on = np.maximum(buying[np.minimum(seen, last)], fell)
    return on, office_day_from(on + policy.lead[part])


def _used_before(used: _Used, part: Ints, day: Ints) -> Ints:
    """Units of a part that went out before a day; deliveries come before the vans are loaded."""
    entry = np.searchsorted(packed(used.part, used.day, _SPAN), packed(part, day, _SPAN))
    running = np.concatenate([[0], used.running])[entry]
    before: Ints = running - used.before[part]
    return before


def _needed(used: _Used, part: Ints, there: Ints) -> Ints:
    """The last day for a delivery: the one on which more is used than was there, or the office
    day before it; or never."""
    short = np.flatnonzero(used.total[part] > there)
    entry = np.searchsorted(used.running, (used.before[part] + there)[short] + 1)
    needed = np.full(len(part), _SPAN, np.int64)
    needed[short] = office_day_until(used.day[entry])
    return needed


def _add_orders(world: World, policy: _Policy, orders: _Orders) -> None:
    row = np.argsort(orders.ordered, kind="stable")
    part, received = orders.part[row], orders.received[row]
    came = received >= 0
    ordered = days(orders.ordered[row])
    world.add(
        PurchaseOrderFactory,
        len(row),
        purchase_order_number=numbered("PO", ordered, world.number, world.rows("purchase_orders")),
        branch_id=world.number,
        part_id=world.keys("parts", part),
        supplier_id=_suppliers(world, part, orders.ordered[row] == received),
        quantity=policy.lot[row],
        ordered_date=ordered,
        expected_date=days(orders.expected[row]),
        received_date=np.where(came, days(received), np.datetime64("NaT", "D")),
    )


def _suppliers(world: World, part: Ints, fetched: Mask) -> Ints:
    """Keys of whom each order of a ``part`` (a row) goes to: what is ``fetched`` on the day comes
    from a counter near by, whoever else sells it."""
    parts, metro = world.tables["parts"], world.metro
    near = counters(world.scenario.catalogs[1], metro.city, metro.state)
    counter = coded(parts["part_category"]).map(near)[part]
    usual: Ints = parts["supplier_id"][part]
    return np.where(fetched & (counter >= 0), world.keys("suppliers", counter), usual)


def _add_inventory(
    world: World, used: _Used, policy: _Policy, orders: _Orders, classes: Ints, value: Ints
) -> None:
    parts = len(policy.orders)
    came = orders.received >= 0
    part, received, lot = orders.part[came], orders.received[came], policy.lot[came]
    opening = policy.until_first + policy.point
    current = opening + np.bincount(part, lot, parts).astype(np.int64) - used.total
    last = np.full(parts, -1, np.int64)
    np.maximum.at(last, part, received)
    newest = received == last[part]
    on_last = np.bincount(part[newest], lot[newest], parts).astype(np.int64)
    largest = np.ones(parts, np.int64)
    np.maximum.at(largest, policy.part, policy.lot)
    largest = np.maximum(largest, rules.lot_at_most(policy.usual))
    filled = world.start - 1 - world.chance("shelves", parts).below("filled", rules.FILLED_WITHIN)
    filled = off_the_weekend(filled, world.chance("shelves", parts).below("weekday", 5))
    window = min(rules.USAGE_WINDOW, world.today - world.start + 1)
    world.add(
        InventoryItemFactory,
        parts,
        branch_id=world.number,
        part_id=world.tables["parts"].ids,
        warehouse_location=rules.locations(classes, value),
        current_stock=current,
        opening_stock=opening,
        reorder_point=policy.point,
        max_stock_level=np.maximum(np.maximum(policy.point + largest, opening), current),
        last_restock_date=days(np.where(last >= 0, last, filled)),
        last_restock_quantity=np.where(last >= 0, on_last, np.maximum(opening, 1)),
        avg_monthly_usage=half_up(used.recent * 365, window * 12),
        supplier_lead_time_days=policy.lead,
        abc_classification=Coded(classes, rules.CLASSES),
        set_up_on=days(filled),
        last_used_at=last_used(world, parts),
    )
