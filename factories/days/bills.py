"""What stands on a bill: labor, parts, fees, and what a contract takes off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.days import habits
from factories.days.books import CENTS, FLAG, INT, Found, keys
from factories.days.day import Day
from factories.engine import money
from factories.engine.sets import distinct
from factories.engine.streams import Chance, Ints
from factories.engine.values import NULL, coded
from factories.rules import billing as rules
from factories.steps.facts import Mask
from factories.wording import billing as wording
from factories.wording.billing import FEES
from hvac_models import LineType

_LINE_TYPES = tuple(str(line_type) for line_type in LineType)
_LABOR, _PART, _FEE, _DISCOUNT = (
    _LINE_TYPES.index(t) for t in ("labor", "part", "fee", "discount")
)


@dataclass
class Bills:
    """One row a bill."""

    found: Found
    """Its visit, see ``days.billing``."""
    commercial: Mask
    installation: Mask


@dataclass
class Lines:
    """Lines of any bills, by row of the bill; amounts in cents, quantities in hundredths."""

    invoice: Ints
    type: Ints
    description: list[str]
    quantity: Ints
    price: Ints
    amount: Ints
    usage: Ints

    @classmethod
    def joined(cls, *groups: Lines) -> Lines:
        """All rows of the groups."""
        columns = {
            name: np.concatenate([vars(group)[name] for group in groups])
            for name in ("invoice", "type", "quantity", "price", "amount", "usage")
        }
        said = [text for group in groups for text in group.description]
        return cls(description=said, **columns)

    @classmethod
    def single(cls, type_: int, invoice: Ints, description: list[str], amount: Ints) -> Lines:
        """Lines of one piece each."""
        count = len(invoice)
        return cls(
            invoice,
            np.full(count, type_, np.int64),
            description,
            np.full(count, 100, np.int64),
            amount,
            amount,
            np.full(count, NULL, np.int64),
        )


def lines_of(day: Day, bills: Bills) -> Lines:
    """All lines of the bills."""
    return Lines.joined(
        _labor(day, bills), _parts(day, bills), _fees(day, bills), _discounts(bills)
    )


def _labor(day: Day, bills: Bills) -> Lines:
    found = bills.found
    count = len(found)
    text = wording.labor_line(
        day.chance("labor lines", found.call),
        found.type.tolist(),
        found.kind.tolist(),
        found.hours // 10,
    )
    return Lines(
        invoice=np.arange(count),
        type=np.full(count, _LABOR, np.int64),
        description=text,
        quantity=found.hours,
        price=found.rate,
        amount=found.labor,
        usage=np.full(count, NULL, np.int64),
    )


def _parts(day: Day, bills: Bills) -> Lines:
    used = day.books.read(
        "select u.usage_id, u.service_call_id, p.part_name, u.quantity_used, u.unit_price,"
        " u.covered_by_warranty, u.covered_by_contract"
        " from parts_usage as u join parts as p on p.part_id = u.part_id"
        " where u.service_call_id in (select value from json_each(?)) order by u.usage_id",
        keys(bills.found.call), id=INT, call=INT, name=list, quantity=INT, price=CENTS,
        warranty=FLAG, contract=FLAG,
    )  # fmt: skip
    why = np.where(used.warranty, 1, np.where(used.contract, 2, 0)).tolist()
    suffix = ("", " (under warranty)", " (included in plan)")
    return Lines(
        invoice=np.searchsorted(bills.found.call, used.call),
        type=np.full(len(used), _PART, np.int64),
        description=[name + suffix[w] for name, w in zip(used.name, why, strict=True)],
        quantity=100 * used.quantity,
        price=used.price,
        amount=used.quantity * used.price,
        usage=used.id,
    )


def _discounts(bills: Bills) -> Lines:
    """Contract holders get their plan's percentage off a repair's labor and parts."""
    found = bills.found
    repair = found.type.is_("Repair", "Emergency")
    off = money.percent(found.cost, found.percent)
    row = np.flatnonzero(repair & found.member & (off > 0))
    plans = [found.plan[n] for n in row.tolist()]
    said = wording.discount_line(plans, found.percent[row])
    return Lines.single(_DISCOUNT, row, said, -off[row])


def _fees(day: Day, bills: Bills) -> Lines:
    """What is charged as a rule; the rest is in the prices."""
    found = bills.found
    jobs = rules.Jobs(
        service_type=coded(found.type),
        kind=coded(found.kind),
        after_hours=rules.after_hours(found.start),
        diagnosis=np.zeros(len(found), np.bool_),
        member=found.member,
        commercial=bills.commercial,
        replaces=bills.installation & found.replaced,
        void=found.void > 0,
        cost=found.cost,
    )
    offers = rules.fee_offers(jobs)
    chance = day.chance("fees", found.call[offers.invoice] * len(FEES) + offers.fee)
    # Dearer repairs have it in their price; what was quoted is found out already, and agreed upon.
    small = found.cost[offers.invoice] <= habits.diagnosed_up_to(day)
    diagnosed = (offers.place == rules.SMALL_BILLS) & small & ~found.quoted[offers.invoice]
    charged = (offers.place < rules.SMALL_BILLS) | diagnosed
    row = np.flatnonzero(charged & ~chance.happens("waived", rules.WAIVED))
    invoice, fee = offers.invoice[row], offers.fee[row]
    price = np.zeros(len(row), np.int64)
    for branch in distinct(found.branch[invoice]).tolist():
        here = np.flatnonzero(found.branch[invoice] == branch)
        customer = bills.commercial[invoice[here]]
        # The branch's price book is the one of its history.
        book = Chance(day.books.seed, ("branch", branch, "price book"), 2 * fee[here] + customer)
        price[here] = rules.fee_price(book, fee[here], customer)
    return Lines.single(_FEE, invoice, [FEES[number].name for number in fee.tolist()], price)
