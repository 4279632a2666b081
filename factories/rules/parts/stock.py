"""Stock: when a part is ordered again, how much of it, how long that takes, when it is counted."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask, cut_table
from factories.rules.accounting.billing import WORKDAY_ENDS
from factories.rules.hours.calendar import weekday_of, working_days
from hvac_models import AbcClass
from hvac_models.stock import StockStatus

ABC_SHARES: Final = {"A": 20, "B": 30, "C": 50}
"""Percent of the SKUs by annual usage value [R]."""
CLASSES: Final = tuple(str(member) for member in AbcClass)
A, B, C = (CLASSES.index(name) for name in ABC_SHARES)
SAFETY_FACTOR: Final = {"A": 165, "B": 128, "C": 84}
"""z of the reorder point in hundredths [R]."""
STATES: Final = tuple(
    str(state) for state in (StockStatus.OUT_OF_STOCK, StockStatus.LOW_STOCK, StockStatus.IN_STOCK)
)
"""From nothing on the shelf, by way of what is at the reorder point or below, to more."""
DELIVERED: Final = 7 * 60
"""Minute of the day at which what a truck has brought is on the shelves, before the vans leave.
Assumption."""
COUNTED_EVERY: Final = {"A": 30, "B": 60, "C": 90}
"""Days between counts of the shelf. Assumption: cycle counting by class, all within a quarter."""
USAGE_WINDOW: Final = 365
"""Days of usage that rank a part: from as-of minus 364 to the as-of date (contract)."""
SHELVES: Final = 6
"""Shelves an aisle. Assumption."""

HANDLING_DAYS: Final = {
    "Compressor": (0, 7),
    "Coil": (0, 7),
    "Control Board": (0, 5),
    "Heat Exchanger": (1, 7),
    "Equipment": (0, 4),
    "Pump": (0, 3),
    "Gas Valve": (0, 3),
}
"""Days on top of the supplier's own lead time, drawn once a part: local stock 0-2, special order
3-10, compressor, coil and board 2-21 [R]."""
SHORTEST_LEAD: Final = 1
"""Deliveries come in the morning, orders go out in the evening: the next day at best."""
DELIVERY_LATE: Final = {
    -2: 5, -1: 13, 0: 50, 1: 12, 2: 7, 3: 4, 4: 2, 5: 2, 7: 2, 10: 1, 14: 1, 30: 1,
}  # fmt: skip
"""Days between the promised and the actual delivery, and weight: the truck comes early or missed
the day, or the supplier has the part on back order. A job that needs the part is not kept waiting:
the order is rushed then. Assumption: two in three come by the day promised."""

BUYING_WEEKDAYS: Final = (1, 4)
"""Weekdays on which orders are written, 0 is Monday: Tuesdays and Fridays that are no holidays.
Assumption: the buyer goes through the shelves twice a week."""
OVERLOOKED: Final = 0.4
"""Share of the shelves at their reorder point that the buyer does not see: who took the last but
few said nothing. Assumption: with ``BUYING_WEEKDAYS`` some 2 % of what moves waits for an order on
any day."""
NOTICED: Final = 1 / 10
"""Of those, the share that is seen on each buying day after all. Assumption: five weeks, until the
shelf is counted, unless somebody needs what is not there."""
ORDERED_IN_TIME: Final = 4
"""Days beyond the lead time by which an order is early enough: a long weekend. Assumption."""
FETCHED: Final = 0.55
"""Share of the deliveries that come only because the last piece is about to be used that are not
ordered before: somebody goes to the supplier's counter on the day. Assumption, tuned for as many
as on the days after the history, 2-3 % of the orders, but for parts that are not kept."""
BUYING_DAY_WITHIN: Final = 7
"""Days within which there is a buying day, holidays or not."""
_LONG_OVERLOOKED: Final = 26
"""Buying days after which every one has been seen. Assumption."""
LATENESS_OF_SUPPLIERS: Final = {40: 35, 100: 40, 184: 25}
"""How often a supplier is late, percent of the usual, and percent of the suppliers. Assumption:
some are always late; as many deliveries are late as with ``DELIVERY_LATE`` alone."""

GOES_OUT: Final = 15
"""Weight in orders of each day on which a part goes out, beside the root of its cost in cents:
fast movers are looked after every few months, however cheap they are. Assumption."""
UNIT_HOLDING: Final = 3
"""Times the holding cost of other parts, for a unit: bulky, and bought close to the job.
Assumption."""
DEAR_HOLDING: Final = 6
"""The same of other parts from ``DEAR_FROM`` on: they are bought for the next jobs, and so more
than twice as often. Assumption: more would leave the slow cheap ones without their turn."""
LOT_PERCENT: Final = (70, 135)
"""An order, of the part's usual lot: offers, what else the truck brings, what the buyer expects.
Assumption."""
VARIED_FROM: Final = 4
"""Units from which on a usual lot varies; of fewer, so many are bought. Assumption."""
PACK: Final = 5
"""Units to a pack, of what is bought by the dozen. Assumption."""
BOUGHT_AHEAD, BOX = 2, 10
"""Histories' usage for which a part is bought at a time at most, and pieces on top. Assumption:
small goods are bought for years, by the box, but not for ever."""
DEAR_FROM, DEAR_SHARE, DEAR_ROOM = 20_000, 2, 2
"""Cents of a part's cost from which nobody lays in a lot of it, the part of a history's usage that
is bought at a time at most, and pieces that there is room for of what was never ordered.
Assumption: a compressor, a coil or a valve is bought for the next jobs."""
EXPENSIVE_FROM: Final = 15_000
"""Cents of a part's cost from which no more of it is kept than necessary. Assumption."""
NOT_STOCKED: Final = 8
"""Percent of the SKUs nobody asked for that are not kept at all, but ordered for the job: what
fits no unit of a customer's first, and of that units, rather the dear ones. Assumption: with those
of ``FOR_ONE_JOB``, and that wait for a delivery, 2-6 % of the SKUs are out on any day [E]."""
FOR_ONE_JOB: Final = 0.5
"""Share of the expensive SKUs that went out on one day of the history only which were not kept
either: somebody fetched them for the job. Assumption."""
FILLED_WITHIN: Final = 120
"""Days before the history within which the shelves were filled, of what came in since nothing has.
Assumption."""
COUNTS_AS: Final = (60, 140)
"""Percent of its cost as which a unit counts there: every branch decides for itself. Assumption."""


@dataclass(frozen=True)
class Usage:
    """What a branch used of each part over its history of ``days`` days."""

    total: Ints
    squares: Ints
    """Sum over the days of the squared quantity a day."""
    days: int


def states(stock: Ints, point: Ints) -> Ints:
    """Index into ``STATES`` of what is on the shelf, given the reorder point."""
    found: Ints = (stock > 0) * (1 + (stock > point))
    return found


def abc(value: Ints) -> Ints:
    """Index into ``CLASSES`` by annual usage value: top 20 % of SKUs, the next 30 %, the rest."""
    count = len(value)
    order = np.lexsort((np.arange(count), -value))
    last_a = max(1, count * ABC_SHARES["A"] // 100)
    last_b = last_a + count * ABC_SHARES["B"] // 100
    classes = np.full(count, C, np.int64)
    classes[order[:last_b]] = B
    classes[order[:last_a]] = A
    return classes


def reorder_point(usage: Usage, lead: Ints, classes: Ints, least: Ints) -> Ints:
    """Units: daily demand x lead time + z x standard deviation x square root of the lead time [R],
    and ``least`` of what moves at all.

    Only sums, products, quotients and square roots, which every CPU rounds alike.
    """
    factor = np.array([SAFETY_FACTOR[name] for name in CLASSES], np.int64)[classes]
    demand = usage.total / usage.days
    variance = np.maximum(usage.squares / usage.days - demand * demand, 0)
    safety = factor * np.sqrt(variance * lead) / 100
    point: Ints = np.floor(demand * lead + safety + 0.5).astype(np.int64)
    return np.where(usage.total > 0, np.maximum(point, least), 0)


def most_orders(total: Ints, largest: Ints) -> Ints:
    """How often a part can be ordered, when a lot covers any day's use and no day takes two."""
    most: Ints = np.where(total > 0, 1 + (total - 1) // np.maximum(largest, 1), 0)
    return most


def buying_days(first: int, last: int) -> Ints:
    """The days (numbers) from ``first`` to ``last`` on which orders are written."""
    working = working_days(first, last)
    return working[among(weekday_of(working), np.array(BUYING_WEEKDAYS))]


def overlooked(chance: Chance) -> Mask:
    """Which shelves that fall to their reorder point the buyer does not see."""
    return chance.happens("overlooked", OVERLOOKED)


def passed_over(chance: Chance) -> Ints:
    """Buying days that go by before the buyer sees each shelf that has fallen to its reorder
    point."""
    goes_by = [(1 - NOTICED) ** n for n in range(_LONG_OVERLOOKED)]
    days: Ints = np.where(overlooked(chance), chance.choose("noticed", goes_by), 0)
    return days


def order_weights(total: Ints, unit_cost: Ints, days_used: Ints, unit: Mask) -> Ints:
    """How many orders a part gets beside others: in proportion to the square root of usage times
    holding cost, as the economic order quantity has it, and more the more often it goes out."""
    dear = np.where(unit_cost >= DEAR_FROM, DEAR_HOLDING, 1)
    holding = total * unit_cost * np.where(unit, UNIT_HOLDING, dear)
    money = np.floor(np.sqrt(holding.astype(np.float64))).astype(np.int64)
    weights: Ints = np.where(total > 0, 1 + money + GOES_OUT * days_used, 0)
    return weights


def order_shares(weight: Ints, most: Ints, count: int) -> Ints:
    """``count`` orders over the parts in proportion to ``weight``, at most ``most`` each.

    What is ordered less than once in the history is ordered once as often as its share says, spread
    evenly over the parts: slow movers have their turn as well. Raises ValueError when the parts do
    not take so many.
    """
    if count > int(most.sum()):
        raise ValueError(f"{count} orders wanted, {int(most.sum())} at most")
    full = np.zeros(len(weight), np.bool_)
    while True:
        share = (count - int(most[full].sum())) * np.where(full, 0, weight)
        whole = max(int(weight[~full].sum()), 1)
        over = ~full & (share >= most * whole)
        if not over.any():
            break
        full |= over
    orders = np.where(full, most, share // whole)
    behind = np.cumsum(np.where(full, 0, share % whole))
    # A tick each whole order: whose remainder it falls into gets one more.
    ticks = (behind + whole - whole // 2 - 1) // whole
    more: Ints = orders + np.diff(ticks, prepend=0)
    return more


def fair_lot(total: Ints, weight: Ints, whole: int, count: int, cost: Ints) -> Ints:
    """Units an order if each part had its share of ``count`` orders to a fraction, its ``weight``
    in the ``whole`` of all: what is ordered once in many years is bought for many years, unless its
    ``cost`` in cents is dear."""
    lot = -(-total * whole // np.maximum(count * weight, 1))
    most = np.where(cost >= DEAR_FROM, total // DEAR_SHARE, BOUGHT_AHEAD * total + BOX)
    fair: Ints = np.maximum(np.minimum(lot, most), 1)
    return fair


def lot_size(total: Ints, largest: Ints, orders: Ints, fair: Ints) -> Ints:
    """Units an order: the ``fair`` lot, as far as each covers any day's use and usage asks for all
    of the ``orders``."""
    most = np.where(orders > 1, (total - 1) // np.maximum(orders - 1, 1), np.maximum(fair, largest))
    lot: Ints = np.maximum(np.minimum(np.maximum(fair, largest), most), 1)
    return lot


def lot_at_most(usual: Ints) -> Ints:
    """Units of the largest lot of what usually comes in such lots: what a shelf has room for above
    its reorder point."""
    most: Ints = -(-usual * LOT_PERCENT[1] // 100)
    return most


def lot_by_room(room: Ints, cost: Ints) -> Ints:
    """The usual lot of a shelf with such room above its reorder point, of what was never ordered,
    by its cost in cents."""
    lot = np.maximum(room * 100 // LOT_PERCENT[1], 1)
    return np.where(cost >= DEAR_FROM, np.minimum(lot, DEAR_ROOM), lot)


def varied_lots(chance: Chance, usual: Ints, largest: Ints | int) -> Ints:
    """Units of each single order around its part's usual lot, none below any day's use; large
    ones in full packs."""
    lot = usual * chance.between("percent", *LOT_PERCENT) // 100
    pack = np.where(usual >= 10 * PACK, PACK, 1)
    lots: Ints = np.maximum(np.maximum((lot + pack // 2) // pack * pack, largest), 1)
    return lots


def locations(classes: Ints, value: Ints) -> list[str]:
    """'A-03-2': zone by class, A nearest to the door; aisle and shelf by usage value."""
    order = np.lexsort((np.arange(len(value)), -value, classes))
    place = np.zeros(len(value), np.int64)
    starts = np.searchsorted(classes[order], np.arange(len(CLASSES)))
    place[order] = np.arange(len(value)) - starts[classes[order]]
    return [
        f"{CLASSES[zone]}-{spot // SHELVES + 1:02d}-{spot % SHELVES + 1}"
        for zone, spot in zip(classes.tolist(), place.tolist(), strict=True)
    ]


@lru_cache(maxsize=1)
def _late_cuts() -> Ints:
    """Cut points of ``DELIVERY_LATE``, a row for each of ``LATENESS_OF_SUPPLIERS``."""
    days, weights = (
        np.array(tuple(DELIVERY_LATE)),
        np.array(tuple(DELIVERY_LATE.values()), np.float64),
    )
    late = weights[days > 0].sum() / weights.sum()
    return cut_table(
        np.array(
            [
                np.where(days > 0, weights * of / 100, weights * (1 - late * of / 100) / (1 - late))
                for of in LATENESS_OF_SUPPLIERS
            ]
        )
    )


def days_late(chance: Chance, supplier: Ints) -> Ints:
    """Days after the promised one on which each order of a supplier (a key) comes, before it for
    some: each supplier is late as often as it always is."""
    habit = chance.common(("suppliers",), supplier).choose(
        "punctual", tuple(LATENESS_OF_SUPPLIERS.values())
    )
    drawn: Ints = np.array(tuple(DELIVERY_LATE), np.int64)[
        chance.choose_by("late", _late_cuts(), habit)
    ]
    return drawn


def lead_days(supplier_days: Ints, category: list[str], share: Ints) -> Ints:
    """Days from order to delivery: supplier's and category's; ``share`` is a draw in 2**32."""
    low = np.array([HANDLING_DAYS.get(name, (0, 0))[0] for name in category], np.int64)
    high = np.array([HANDLING_DAYS.get(name, (0, 0))[1] for name in category], np.int64)
    lead: Ints = np.maximum(supplier_days + low + (((high - low + 1) * share) >> 32), SHORTEST_LEAD)
    return lead


ORDERED: Final = (13 * 60, WORKDAY_ENDS + 30)
"""Minutes of the day at which orders are written. Assumption: when it shows what the day takes."""
COUNTED_AT: Final = WORKDAY_ENDS + 30
"""Minute of the day at which shelves have been counted and ranked. Assumption."""


def ordered_at(chance: Chance, label: str) -> Ints:
    """Minute of the day at which an order is written."""
    return chance.between(label, *ORDERED)
