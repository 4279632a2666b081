"""The shelves of a day: deliveries in the morning, what the visits took, and what is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from factories.days.books import CENTS, DAY, INT, Found, iso
from factories.days.day import Day, as_one, once_a_run
from factories.days.parts import Lines
from factories.days.price_list import list_year
from factories.days.query_cache import kept
from factories.days.visit_rows import Visits
from factories.engine.money import half_up
from factories.engine.packing import packed
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded, coded
from factories.rules.hours import office
from factories.rules.hours.calendar import working_day_after
from factories.rules.parts import stock as rules
from factories.rules.parts.suppliers import counters
from factories.rules.region.territory import metro_for
from factories.tables.stock import PurchaseOrderFactory

_PARTS = 1_000_000
"""More than there are parts: a branch and a part make one number, which SQLite groups sooner."""
_SHELVES = """
    select inventory_id as id, branch_id as branch, part_id as part, current_stock as stock,
           reorder_point as point, max_stock_level as most,
           unit_cost as cost, supplier_lead_time_days as lead, last_count_date as counted,
           avg_monthly_usage as monthly,
           abc_classification as class_, opening_stock as opening, last_restock_date as restocked
    from inventory where true"""


def _CLASS(values: Sequence[Any]) -> Ints:  # noqa: N802 - reads as the name of a kind
    """Classes of shelves, as indexes into ``rules.CLASSES``."""
    return np.array([rules.CLASSES.index(name) for name in values], np.int64)


def _numbered(_day: Day, found: Found) -> Found:
    """With one number for branch and part."""
    return found.with_(number=packed(found.branch, found.part, _PARTS))


class Shelves:
    """All shelves while a day changes them, by branch and part."""

    def __init__(self, day: Day) -> None:
        known = kept(
            day, "inventory", _SHELVES, _numbered,
            id=INT, branch=INT, part=INT, stock=INT, point=INT, most=INT, cost=CENTS, lead=INT,
            counted=DAY, monthly=INT, class_=_CLASS, opening=INT, restocked=DAY,
        )  # fmt: skip
        found = known.rows(np.argsort(known.number))
        self._day, self.found = day, found
        self.stock = found.stock.copy()

    def at(self, branch: Ints, part: Ints) -> Ints:
        """Rows of these shelves; ``part`` is a key."""
        row: Ints = np.searchsorted(self.found.number, packed(branch, part, _PARTS))
        return row

    def write(self, rows: Ints, at: int | Ints) -> None:
        """What lies there now, into the books; ``at`` is one moment, or one for each of different
        rows in their order."""
        rows = distinct(rows)
        stock, point = self.stock[rows], self.found.point[rows]
        self._day.books.change(
            "inventory",
            self.found.id[rows],
            at=at,
            current_stock=stock,
            total_value=stock * self.found.cost[rows],
            stock_status=Coded(rules.states(stock, point), rules.STATES),
        )


def _open_orders(day: Day) -> Found:
    return day.books.read(
        "select purchase_order_id as id, branch_id as branch, part_id as part, quantity,"
        " expected_date as expected, supplier_id as supplier"
        " from purchase_orders where status = 'Ordered' order by purchase_order_id",
        id=INT, branch=INT, part=INT, quantity=INT, expected=DAY,
        supplier=INT,
    )  # fmt: skip


def take_deliveries(day: Day) -> None:
    """Trucks come in the morning of working days, some early and some late."""
    if not day.works:
        return
    open_ = _open_orders(day)
    late = rules.days_late(day.chance("late", open_.id), open_.supplier)
    _receive(day, Shelves(day), open_.rows(np.flatnonzero(open_.expected + late <= day.number)))


def _receive(day: Day, shelves: Shelves, orders: Found, at: int = rules.DELIVERED) -> None:
    """Put what has arrived on the shelves."""
    if not len(orders):
        return
    today = np.datetime64(day.number, "D")
    day.books.change(
        "purchase_orders", orders.id, at=day.at(at), status="Received", received_date=today
    )
    row = shelves.at(orders.branch, orders.part)
    np.add.at(shelves.stock, row, orders.quantity)
    shelves.write(row, day.at(at))
    received = day.books.read(
        "select branch_id as branch, part_id as part,"
        " sum(quantity) as quantity from purchase_orders where received_date = ?"
        " group by branch_id, part_id",
        iso(day.number), branch=INT, part=INT, quantity=INT,
    )  # fmt: skip
    row = shelves.at(received.branch, received.part)
    day.books.change(
        "inventory",
        shelves.found.id[row],
        at=day.at(at),
        last_restock_date=today,
        last_restock_quantity=received.quantity,
    )


def lies_there(day: Day, visits: Visits, lines: Lines) -> Mask:
    """What the shelves still hold when it is the turn of each line."""
    shelves = Shelves(day)
    row = shelves.at(visits.branch[lines.visit], lines.part + 1).tolist()
    left = dict(zip(row, shelves.stock[row].tolist(), strict=True))
    there = np.ones(len(row), np.bool_)
    for n, (shelf, quantity) in enumerate(zip(row, lines.quantity.tolist(), strict=True)):
        there[n] = quantity <= left[shelf]
        left[shelf] -= quantity if there[n] else 0
    return there


def restock(day: Day) -> None:
    """What the visits took, what is ordered for it, and how the shelves rank now."""
    lines, visits = day.lines, day.visits
    shelves = Shelves(day)
    row = shelves.at(visits.branch[lines.visit], lines.part + 1)
    if len(row):
        taken = np.bincount(row, lines.quantity, len(shelves.stock)).astype(np.int64)
        moved = np.flatnonzero(taken)
        _fetch(day, shelves, moved, taken)
        shelves.stock -= taken
        last = np.zeros(len(taken), np.int64)
        np.maximum.at(last, row, visits.end[lines.visit])
        shelves.write(moved, last[moved])
    if day.works and day.weekday in rules.BUYING_WEEKDAYS:
        _order(day, shelves)
    _rank(day, shelves)


def _fetch(day: Day, shelves: Shelves, moved: Ints, taken: Ints) -> None:
    """What was not there has been fetched: an order that is due is hurried, or a technician goes to
    the supplier's counter, and brings as much as is ordered at a time."""
    short: Ints = moved[taken[moved] > shelves.stock[moved]]
    if not len(short):
        return
    open_ = _open_orders(day)
    hurried = open_.rows(np.flatnonzero(among(shelves.at(open_.branch, open_.part), short)))
    _receive(day, shelves, hurried)
    short = short[taken[short] > shelves.stock[short]]
    missing = taken[short] - shelves.stock[short]
    if not len(short):
        return
    lot = np.maximum(missing, np.minimum(_lots(day, shelves, short), _room(shelves, short)))
    _place(day, shelves, short, lot, lead=0)
    new = _open_orders(day)
    mine = among(shelves.at(new.branch, new.part), short) & (new.expected == day.number)
    _receive(day, shelves, new.rows(np.flatnonzero(mine)))


def _order(day: Day, shelves: Shelves) -> None:
    """What the buyer sees at its reorder point or below is ordered, unless it is already. What the
    branch never kept is not: it is fetched for the job."""
    found = shelves.found
    low = np.flatnonzero((shelves.stock <= found.point) & (found.point + found.opening > 0))
    open_ = _open_orders(day)
    low = low[~among(low, shelves.at(open_.branch, open_.part))]
    since = day.chance("overlooked", as_one(found.id[low], found.restocked[low]))
    noticed = day.daily("noticed", found.id[low]).happens("noticed", rules.NOTICED)
    # Nobody overlooks a shelf that is all but empty.
    little = shelves.stock[low] <= found.point[low] // 2
    low = low[~rules.overlooked(since) | noticed | little]
    lot = np.minimum(_lots(day, shelves, low), _room(shelves, low))
    _place(day, shelves, low, np.maximum(lot, 1), lead=None)


def _room(shelves: Shelves, row: Ints) -> Ints:
    """Units that these shelves still take."""
    room: Ints = shelves.found.most[row] - shelves.stock[row]
    return room


def _lots(day: Day, shelves: Shelves, row: Ints) -> Ints:
    """What is ordered at a time, around the usual lot of each shelf."""
    units, orders = (column[row] for column in _usual_lots(day))
    chance = day.daily("lots", shelves.found.id[row])
    usual = units // orders + (chance.below("one more", orders) < units % orders)
    lots: Ints = rules.varied_lots(chance, usual, 1)
    return np.where(usual < rules.VARIED_FROM, usual, lots)


@once_a_run
def _usual_lots(day: Day) -> tuple[Ints, Ints]:
    """The usual lot of each shelf, as units and the orders that they came in: those of the history,
    else one of what it has room for."""
    shelves = Shelves(day)
    ordered = day.books.read(
        "select branch_id as branch, part_id as part, sum(quantity) as units,"
        " count(*) as orders from purchase_orders"
        " where ordered_date <= ? group by branch_id, part_id",
        iso(day.books.begun), branch=INT, part=INT, units=INT, orders=INT,
    )  # fmt: skip
    found = shelves.found
    units = rules.lot_by_room(found.most - found.point, found.cost)
    orders = np.ones(len(units), np.int64)
    row = shelves.at(ordered.branch, ordered.part)
    units[row], orders[row] = ordered.units, ordered.orders
    return units, orders


def _place(day: Day, shelves: Shelves, row: Ints, lot: Ints, lead: int | None) -> None:
    """Orders of so many units; with a lead of 0 days they are picked up."""
    if not len(row):
        return
    found = shelves.found
    wait = found.lead[row] if lead is None else np.full(len(row), lead, np.int64)
    promised = working_day_after(day.number + wait, np.zeros(len(wait), np.int64), day.working)
    expected = np.where(wait > 0, promised, day.number)
    minute = rules.ordered_at(day.daily("ordered at", found.id[row]), "minute")
    day.books.add(
        PurchaseOrderFactory,
        len(row),
        recorded=day.at(minute if lead is None else office.COUNTER_OPENS),
        purchase_order_number=day.books.numbers(
            "purchase_orders", "purchase_order_number", "PO", found.branch[row]
        ),
        branch_id=found.branch[row],
        part_id=found.part[row],
        supplier_id=_suppliers(day, shelves, row, fetched=lead == 0),
        quantity=lot,
        list_year=list_year(day),
        ordered_date=np.datetime64(day.number, "D"),
        expected_date=expected.astype("datetime64[D]"),
        received_date=np.datetime64("NaT", "D"),
    )


def _suppliers(day: Day, shelves: Shelves, row: Ints, *, fetched: bool) -> Ints:
    """Keys of whom the orders for these shelves go to: a part's supplier, or a counter near by."""
    parts, part = day.books.tables["parts"], shelves.found.part[row] - 1
    supplier: Ints = parts["supplier_id"][part].copy()
    category = coded(parts["part_category"])
    for branch in distinct(shelves.found.branch[row]).tolist() if fetched else ():
        here, metro = shelves.found.branch[row] == branch, metro_for(branch)
        near = counters(day.scenario.catalogs[1], metro.city, metro.state)
        counter = category.map(near)[part]
        supplier = np.where(here & (counter >= 0), counter + 1, supplier)
    return supplier


def _rank(day: Day, shelves: Shelves) -> None:
    """Usage of the last year, class and count of each shelf, where that is another than
    yesterday."""
    found = shelves.found
    recent = _recent(day, shelves)
    window = min(rules.USAGE_WINDOW, day.number - day.begun_history + 1)
    monthly = half_up(recent * 365, window * 12)
    classes = np.zeros(len(recent), np.int64)
    for branch in distinct(found.branch).tolist():
        rows = np.flatnonzero(found.branch == branch)
        classes[rows] = rules.abc(recent[rows] * found.cost[rows])
    every = np.array([rules.COUNTED_EVERY[name] for name in rules.CLASSES], np.int64)[classes]
    counted = day.works & (day.number - found.counted >= every)
    changed = np.flatnonzero((monthly != found.monthly) | (classes != found.class_) | counted)
    date = np.where(counted, day.number, found.counted)[changed]
    day.books.change(
        "inventory",
        found.id[changed],
        at=day.at(rules.COUNTED_AT),
        avg_monthly_usage=monthly[changed],
        abc_classification=Coded(classes[changed], rules.CLASSES),
        last_count_date=date.astype("datetime64[D]"),
    )


# Parts are used on the day of their call: days are looked up among calls, which are ordered by
# them. A call's technician is of its branch; there are fewer technicians to look up than customers.
_USED = f"""
    select t.branch_id as branch, u.part_id as part, sum(u.quantity_used) as quantity
    from service_calls as s
    cross join parts_usage as u on u.service_call_id = s.service_call_id
    cross join technicians as t on t.technician_id = s.technician_id
    where {{}} group by t.branch_id * {_PARTS} + u.part_id"""


def _recent(day: Day, shelves: Shelves) -> Ints:
    """Units used in the last year, a shelf: yesterday's sum and what the day changes in it."""
    known = day.books.used_lately
    out = day.number - rules.USAGE_WINDOW
    if known is None or known[0] != day.number - 1:
        recent = _used(day, shelves, "s.service_date > ?", out)
    else:
        recent = known[1] + _used(day, shelves, "s.service_date = ?", day.number)
        recent -= _used(day, shelves, "s.service_date = ?", out)
    day.books.used_lately = day.number, recent
    return recent


def _used(day: Day, shelves: Shelves, when: str, on: int) -> Ints:
    used = day.books.read(_USED.format(when), iso(on), branch=INT, part=INT, quantity=INT)
    units = np.zeros(len(shelves.stock), np.int64)
    units[shelves.at(used.branch, used.part)] = used.quantity
    return units
