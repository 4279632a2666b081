"""What stands on a bill: labor, parts, fees, and what a contract takes off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from factories.days import habits
from factories.days.books import CENTS, FLAG, INT, Found, keys
from factories.days.day import Day
from factories.days.price_list import list_year, this_year
from factories.engine import money
from factories.engine.set_operations import distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import coded
from factories.rules.accounting import billing as rules
from factories.rules.accounting import invoice_lines
from factories.rules.accounting.diagnosis import as_dear
from factories.rules.accounting.invoice_lines import Lines
from factories.wording.billing import InvoiceReason


@dataclass
class Bills:
    """One row a bill."""

    found: Found
    """Its visit, see ``days.billing``."""
    commercial: Mask
    installation: Mask


def lines_of(day: Day, bills: Bills) -> Lines:
    """All lines of the bills."""
    return Lines.joined(
        _labor(day, bills), _parts(day, bills), _fees(day, bills), _discounts(bills)
    )


def _labor(day: Day, bills: Bills) -> Lines:
    found = bills.found
    chance = day.chance("labor lines", found.call)
    visit, kind = found.type.tolist(), found.kind.tolist()
    return invoice_lines.labor(chance, visit, kind, found.hours, found.rate, found.labor)


def _parts(day: Day, bills: Bills) -> Lines:
    used = day.books.read(
        "select u.usage_id as id, u.service_call_id as call, p.part_name as name,"
        " u.quantity_used as quantity, u.unit_price as price,"
        " u.covered_by_warranty as warranty, u.covered_by_contract as contract"
        " from parts_usage as u join parts as p on p.part_id = u.part_id"
        " where u.service_call_id in (select value from json_each(?)) order by u.usage_id",
        keys(bills.found.call), id=INT, call=INT, name=list, quantity=INT, price=CENTS,
        warranty=FLAG, contract=FLAG,
    )  # fmt: skip
    invoice = np.searchsorted(bills.found.call, used.call)
    return invoice_lines.parts(
        invoice, used.id, used.name, used.quantity, used.price, used.warranty, used.contract
    )


def _discounts(bills: Bills) -> Lines:
    """Contract holders get their plan's percentage off a repair's labor and parts."""
    found = bills.found
    row = np.flatnonzero(_discounted(found))
    plans = [found.plan[n] for n in row.tolist()]
    return invoice_lines.discounts(row, plans, found.percent[row], _off(found)[row])


def _discounted(found: Found) -> Mask:
    of_the_maker = 1 + tuple(InvoiceReason).index(InvoiceReason.WARRANTY)
    repair = found.type.is_("Repair", "Emergency") & (found.void != of_the_maker)
    given: Mask = repair & found.member
    return given


def _off(found: Found) -> Ints:
    """What contracts take off each bill, cents."""
    return np.where(_discounted(found), money.percent(found.cost, found.percent), 0)


def _fees(day: Day, bills: Bills) -> Lines:
    """What is charged as a rule; the rest is in the prices."""
    found = bills.found
    jobs = rules.Jobs(
        service_type=coded(found.type),
        kind=coded(found.kind),
        after_hours=rules.after_hours(found.start),
        diagnosis=found.type.is_("Repair", "Emergency") & ~found.mends,
        known=(found.agreed > 0) | found.second | found.callback,
        member=found.member,
        commercial=bills.commercial,
        replaces=bills.installation & found.replaced,
        void=found.void > 0,
        cost=found.cost,
    )
    invoice, fee, price = fees_beside(day, found.call, found.branch, jobs)
    # An agreed price that labor and parts come to already has them in it.
    beside = (found.agreed != found.cost - _off(found))[invoice]
    return invoice_lines.fees(invoice[beside], fee[beside], price[beside])


class FeesCharged(NamedTuple):
    """Fees that bills add to labor and parts, a row a fee."""

    job: Ints
    """Row of the jobs."""
    fee: Ints
    """Index into ``rules.accounting.billing.FEES``."""
    price: Ints
    """Cents."""


def fees_beside(day: Day, call: Ints, branch: Ints, jobs: rules.Jobs) -> FeesCharged:
    """The fees on the bills of ``jobs``, done at these calls by these branches."""
    offers = rules.fee_offers(jobs)
    chance = day.chance("fees", call[offers.invoice] * len(rules.FEES) + offers.fee)
    # Dearer repairs have it in their price.
    small = as_dear(chance, jobs.cost[offers.invoice]) <= habits.diagnosed_up_to(day)
    diagnosed = (offers.place == rules.SMALL_BILLS) & small
    charged = (offers.place < rules.SMALL_BILLS) | diagnosed
    # What a firm price was reckoned with is part of it.
    firm = jobs.service_type.is_("Installation") & jobs.known
    waived = chance.happens("waived", rules.WAIVED_FEES) & ~firm[offers.invoice]
    row = np.flatnonzero(charged & ~waived)
    invoice, fee = offers.invoice[row], offers.fee[row]
    price = fee_prices(day, branch[invoice], fee, jobs.commercial[invoice])
    return FeesCharged(invoice, fee, price)


def fee_prices(day: Day, branch: Ints, fee: Ints, commercial: Mask) -> Ints:
    """Cents of fees (index into ``rules.accounting.billing.FEES``) at these branches."""
    price = np.zeros(len(fee), np.int64)
    for number in distinct(branch).tolist():
        here = np.flatnonzero(branch == number)
        customer = commercial[here]
        # The branch's price book is the one of its history.
        book = Chance(day.books.seed, ("branch", number, "price book"), 2 * fee[here] + customer)
        price[here] = rules.fee_price(book, fee[here], customer, this_year(day), list_year(day))
    return price
