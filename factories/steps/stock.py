"""Shelves and orders: a part is ordered in fixed lots when its stock falls to the reorder point."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from factories.engine.money import half_up
from factories.engine.streams import Ints
from factories.engine.values import Coded, texts
from factories.errors import UserError
from factories.rules import stock as rules
from factories.rules.documents import numbered
from factories.steps.facts import Mask
from factories.steps.world import World, days
from factories.stock import InventoryItemFactory, PurchaseOrderFactory

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
    last: Ints
    """Position of a part's last entry; that of an earlier part where it was never used."""


@dataclass
class _Policy:
    """How each part is reordered: ``orders`` times, ``lot`` units when stock falls to ``point``."""

    orders: Ints
    lot: Ints
    until_first: Ints
    """Units used up to the first order: opening stock less ``point``."""
    point: Ints
    lead: Ints
    waits: Mask
    """True where the last order has to be on its way on the as-of date, late if need be."""


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
    policy.point = np.maximum(policy.point, _deepest(used, policy, orders))
    _add_orders(world, policy, orders)
    _add_inventory(world, used, policy, orders, classes, value)


def _used(world: World, parts: int) -> _Used:
    lines = world.part_lines
    key = lines.part * _SPAN + world.calls.day[lines.call]
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    quantity = np.add.reduceat(lines.quantity[order], first)
    part, day = key[first] // _SPAN, key[first] % _SPAN
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
        last=np.searchsorted(part, np.arange(parts), side="right") - 1,
    )


def _lead(world: World) -> Ints:
    parts = world.tables["parts"]
    supplier = world.tables["suppliers"].at("lead_time_days", parts["supplier_id"])
    share = world.chance("lead time", parts.ids).fraction("days")
    return rules.lead_days(supplier, texts(parts["part_category"]), share)


def _policy(world: World, used: _Used, classes: Ints, lead: Ints) -> _Policy:
    squares = np.bincount(used.part, used.quantity * used.quantity, len(lead)).astype(np.int64)
    history = world.today - world.start + 1
    point = rules.reorder_point(rules.Usage(used.total, squares, history), lead, classes)
    out, low = _run_down(world, used, point, lead)
    most = rules.most_orders(used.total, used.largest)
    cost = world.tables["parts"]["unit_cost"]
    count = _count(world, int(most.sum()))
    if int(np.where(out, 1, most).sum()) < count:
        out[:] = False
    wanted = np.flatnonzero(out | low)[:count]
    least = np.zeros(len(lead), np.int64)
    least[wanted] = 1
    orders = rules.order_shares(used.total, cost, np.where(out, least, most), least, count)
    lot = np.maximum(rules.lot_size(used.total, used.largest, orders), np.where(out, point + 1, 1))
    # Any stretch of usage between these bounds meets the reorder point exactly so many times.
    latest = used.total - (orders - 1) * lot
    earliest = np.maximum(latest - lot + 1, 1)
    chance = world.chance("shelves", len(lead))
    until_first = chance.between("first order", earliest, np.maximum(latest, earliest))
    until_first = np.where(low & (orders > 0), latest, until_first)
    until_first = np.where(out & (orders > 0), used.total - point, until_first)
    spare = used.total + 1 + chance.below("spare", 3)
    return _Policy(orders, lot, np.where(orders > 0, until_first, spare), point, lead, out | low)


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


def _run_down(world: World, used: _Used, point: Ints, lead: Ints) -> tuple[Any, Any]:
    """Which parts are out of stock, and which low, on the as-of date: an order is on its way.

    It was promised for a later day, or it is late as orders can be.
    """
    parts = len(point)
    moved = (used.total > point) & (used.total > 0)
    crossing = np.searchsorted(used.running, used.before + np.where(moved, used.total - point, 0))
    due_out = _no_sunday(used.day[np.minimum(crossing, len(used.day) - 1)] + lead)
    due_low = _no_sunday(used.day[np.maximum(used.last, 0)] + lead)
    chance = world.chance("run down", parts)
    # Slow movers first: what moves fast is watched.
    rank = used.total * 8 + chance.below("order", 8)
    out = np.zeros(parts, np.bool_)
    latest = world.today - max(rules.LATE)
    can = np.flatnonzero(moved & (due_out > latest))
    out[can[np.argsort(rank[can], kind="stable")][: -(-parts * rules.RUN_OUT // 100)]] = True
    low = np.zeros(parts, np.bool_)
    can = np.flatnonzero(moved & (due_low > latest) & (point > 0) & ~out)
    low[can[np.argsort(rank[can], kind="stable")][: parts * rules.RUN_LOW // 100]] = True
    return out, low


def _no_sunday(day: Ints) -> Ints:
    """Nobody delivers on a Sunday: it is Monday then. 1970-01-01 was a Thursday."""
    moved: Ints = day + ((day + 3) % 7 == 6)
    return moved


def _orders(world: World, used: _Used, policy: _Policy) -> _Orders:
    part = np.repeat(np.arange(len(policy.orders)), policy.orders)
    first = np.cumsum(policy.orders) - policy.orders
    number = np.arange(len(part)) - first[part]
    reached = used.before[part] + policy.until_first[part] + number * policy.lot[part]
    ordered = used.day[np.searchsorted(used.running, reached)]
    expected = _no_sunday(ordered + policy.lead[part])
    chance = world.chance("deliveries", part * _SPAN + number)
    late = np.array(tuple(rules.LATE), np.int64)[chance.choose("late", tuple(rules.LATE.values()))]
    waits = policy.waits[part] & (number == policy.orders[part] - 1)
    late = np.where(waits, np.maximum(late, world.today + 1 - expected), late)
    received = _no_sunday(expected + late)
    return _Orders(part, ordered, expected, np.where(received <= world.today, received, -1))


def _deepest(used: _Used, policy: _Policy, orders: _Orders) -> Ints:
    """The reorder point that is just enough: how far stock would fall below zero without one."""
    came = orders.received >= 0
    part = np.concatenate([used.part, orders.part[came]])
    # Deliveries come in the morning, before the vans are loaded.
    moment = np.concatenate([2 * used.day + 1, 2 * orders.received[came]])
    change = np.concatenate([-used.quantity, policy.lot[orders.part[came]]])
    order = np.argsort(part * (2 * _SPAN) + moment, kind="stable")
    part, change = part[order], change[order]
    running = np.cumsum(change)
    net = np.bincount(part, change, len(policy.lot)).astype(np.int64)
    on_hand = policy.until_first[part] + running - (np.cumsum(net) - net)[part]
    deepest = np.zeros(len(policy.lot), np.int64)
    np.minimum.at(deepest, part, on_hand)
    return -deepest


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
        part_id=world.tables["parts"].first_id + part,
        quantity=policy.lot[part],
        ordered_date=ordered,
        expected_date=days(orders.expected[row]),
        received_date=np.where(came, days(received), np.datetime64("NaT", "D")),
    )


def _add_inventory(
    world: World, used: _Used, policy: _Policy, orders: _Orders, classes: Ints, value: Ints
) -> None:
    parts = len(policy.lot)
    came = orders.received >= 0
    part, received = orders.part[came], orders.received[came]
    opening = policy.until_first + policy.point
    current = opening + np.bincount(part, minlength=parts) * policy.lot - used.total
    last = np.full(parts, -1, np.int64)
    np.maximum.at(last, part, received)
    on_last = np.bincount(part[received == last[part]], minlength=parts) * policy.lot
    filled = world.start - 1 - world.chance("shelves", parts).below("filled", 120)
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
        max_stock_level=np.maximum(policy.point + policy.lot, current),
        last_restock_date=days(np.where(last >= 0, last, filled)),
        last_restock_quantity=np.where(last >= 0, on_last, opening),
        avg_monthly_usage=half_up(used.recent * 365, window * 12),
        supplier_lead_time_days=policy.lead,
        abc_classification=Coded(classes, rules.CLASSES),
    )
