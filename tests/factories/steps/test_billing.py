"""What is billed: exactly so many invoices and lines, each the sum of its parts."""

import datetime as dt
from contextlib import closing
from functools import cache
from typing import Any

import numpy as np
import pytest

from factories.engine import money
from factories.engine.values import NULL, coded
from factories.errors import UserError
from factories.rules.accounting import billing as rules
from factories.rules.accounting.documents import years
from factories.rules.calls.service import (
    EMERGENCY,
    INSPECTION,
    INSTALLATION,
    LABOR_WARRANTY_DAYS,
    MAINTENANCE,
    REPAIR,
    TYPES,
)
from factories.scenario import Scenario
from factories.steps.billing import invoice
from factories.steps.world import World, days
from tests.factories.support.finished_worlds import company
from tests.factories.support.in_memory import populated
from tests.factories.support.unbilled_world import small_world

SEEDS = (1, 2, 3, 4, 5)


@cache
def billed(seed: int = 1, number: int = 1, **rows: int) -> World:
    world = small_world(seed, number, **rows)
    invoice(world)
    return world


def calls_of(world: World) -> Any:
    """Position of each invoice's call."""
    return world.tables["invoices"]["service_call_id"] - world.first_id("service_calls")


def owed(world: World) -> Any:
    """True for each call that the customer has to pay for, told one by one."""
    calls, devices = world.calls, world.devices
    ours = coded(world.tables["installed_devices"]["installed_by"]).is_("Company")
    covered = (calls.contract >= 0) & np.isin(calls.kind, (MAINTENANCE, INSPECTION))
    free = covered | calls.is_callback
    mended: dict[tuple[int, int], int] = {}
    for row in range(len(calls)):
        day, device, component = (
            int(column[row]) for column in (calls.day, calls.device, calls.component)
        )
        if calls.kind[row] not in (REPAIR, EMERGENCY):
            continue
        free[row] |= ours[device] and 0 <= day - devices.installed[device] <= LABOR_WARRANTY_DAYS
        if component >= 0:
            free[row] |= day - mended.get((device, component), -9999) <= LABOR_WARRANTY_DAYS
            if not calls.awaits_part[row]:
                mended[device, component] = day
    return ~free


def sums(world: World, *types: str) -> Any:
    """Sum of each invoice's lines of some types."""
    lines, bills = world.tables["invoice_lines"], world.tables["invoices"]
    some = lines["line_type"].is_(*types)
    row = lines["invoice_id"][some] - bills.first_id
    return np.bincount(row, lines["amount"][some], len(bills)).astype(np.int64)


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_are_exact(seed: int) -> None:
    for rows in ({}, {"invoices": 400}, {"invoice_lines": 1_250}):
        world = billed(seed, **rows)
        for table in ("invoices", "invoice_lines"):
            assert len(world.tables[table]) == world.rows(table)


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_add_up_to_the_invoice(seed: int) -> None:
    world = billed(seed)
    bills, lines, visits = (
        world.tables[name] for name in ("invoices", "invoice_lines", "service_calls")
    )
    call = calls_of(world)
    assert (sums(world, "labor", "part", "fee", "discount") == bills["subtotal"]).all()
    assert (sums(world, "labor", "part") == visits["total_cost"][call]).all()
    assert (sums(world, "labor") == visits["labor_cost"][call]).all()
    assert (bills["subtotal"] >= 0).all()
    assert (bills["tax_amount"] == money.tax(bills["subtotal"], bills["tax_rate"])).all()
    assert (bills["total_amount"] == bills["subtotal"] + bills["tax_amount"]).all()
    product = money.times_hours(lines["unit_price"], lines["quantity"])
    assert (lines["amount"] == product).all()
    assert (lines["line_type"].is_("discount") == (lines["amount"] < 0)).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_are_numbered_from_one_and_charge_each_part_once(seed: int) -> None:
    world = billed(seed)
    lines, usage = world.tables["invoice_lines"], world.tables["parts_usage"]
    starts = np.flatnonzero(np.diff(lines["invoice_id"], prepend=0))
    assert (lines["line_number"][starts] == 1).all()
    assert (np.diff(lines["invoice_id"]) >= 0).all()
    step = np.diff(lines["line_number"])
    assert ((step == 1) | (lines["line_number"][1:] == 1)).all()
    parts = lines["line_type"].is_("part")
    charged = lines["usage_id"][parts]
    assert (lines["usage_id"][~parts] == NULL).all()
    assert len(set(charged.tolist())) == parts.sum()
    assert (lines["unit_price"][parts] == usage.at("unit_price", charged)).all()
    free = usage.at("covered_by_warranty", charged) | usage.at("covered_by_contract", charged)
    words = [line for line, part in zip(lines["description"], parts, strict=True) if part]
    assert ["(" in text for text in words] == free.tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_invoices_follow_their_calls_in_order_of_issue(seed: int) -> None:
    world = billed(seed)
    bills = world.tables["invoices"]
    issued = bills["issue_date"].astype(np.int64)
    assert (issued >= world.calls.day[calls_of(world)]).all()
    assert issued.max() <= world.today
    assert (np.diff(issued) >= 0).all()
    assert len(set(calls_of(world).tolist())) == len(bills)
    wait = (bills["due_date"] - bills["issue_date"]).astype(np.int64)
    days = {"Due on Receipt": 0, "Net 15": 15, "Net 30": 30, "Net 45": 45}
    assert (wait == bills["payment_terms"].map(days)).all()
    assert (
        bills["customer_id"] == world.first_id("customers") + world.calls.customer[calls_of(world)]
    ).all()


def test_what_is_owed_is_billed_before_what_is_not() -> None:
    world = billed(3, invoices=390)
    calls, bills = world.calls, world.tables["invoices"]
    issued = np.isin(np.arange(len(calls)), calls_of(world))
    covered = (calls.contract >= 0) & np.isin(calls.kind, (0, 4))
    free = ~owed(world)
    assert free.sum() > (covered | calls.is_callback).sum()
    voided = bills["status"].is_("Cancelled")
    assert issued[~free].mean() > issued[free].mean()
    assert voided[free[calls_of(world)]].all()
    assert 0 < voided[~free[calls_of(world)]].mean() < 0.02
    notes = [note for note, void in zip(bills["notes"], voided, strict=True) if void]
    assert all(notes)
    for why, some in ((("plan",), covered), (("arranty", "guarant"), free & ~covered)):
        said = [n for n, here in zip(bills["notes"], some[calls_of(world)], strict=True) if here]
        assert said
        assert all(any(word in str(note) for word in why) for note in said)


def test_with_fewer_invoices_nothing_free_is_billed() -> None:
    world = billed(3, invoices=150)
    assert owed(world)[calls_of(world)].all()


def test_repairs_under_contract_get_the_plans_discount() -> None:
    world = billed(2)
    calls, call = world.calls, calls_of(world)
    contract = calls.contract[call]
    repair = np.isin(calls.kind[call], (TYPES.index("Repair"), TYPES.index("Emergency")))
    given = repair & (contract >= 0) & owed(world)[call]
    percent = world.tables["subscriptions"]["discount_percentage"][contract]
    cost = world.tables["service_calls"]["total_cost"][call]
    off = np.where(given, money.percent(cost, percent), 0)
    assert given.any()
    assert (sums(world, "discount") == -off).all()


@pytest.mark.parametrize("seed", [1, 2, 42])
def test_the_company_bills_no_work_under_its_own_warranty(seed: int) -> None:
    world = company(seed)
    free = ~owed(world)[calls_of(world)]
    assert world.tables["invoices"]["status"].is_("Cancelled")[free].all()


@pytest.mark.parametrize("seed", [1, 2, 42])
def test_fees_are_priced_by_the_book_and_charged_by_rule(seed: int) -> None:
    world = company(seed)
    lines, calls = world.tables["invoice_lines"], world.calls
    fee = lines["line_type"].is_("fee")
    row = lines["invoice_id"][fee] - world.first_id("invoices")
    call = calls_of(world)[row]
    assert owed(world)[call].all()
    name = np.array(lines["description"])[fee]
    business = world.tables["customers"]["customer_type"].is_("commercial")[calls.customer[call]]
    price, year = lines["unit_price"][fee].tolist(), years(days(calls.day[call])).tolist()
    book = set(zip(name.tolist(), business.tolist(), year, price, strict=True))
    assert len(book) == len({entry[:3] for entry in book})
    for what, who, then, cents in book:
        later = [p for w, b, y, p in book if (w, b) == (what, who) and y > then]
        assert cents <= min(later, default=cents)
    assert "Shop supplies" not in name
    live = ~world.tables["invoices"]["status"].is_("Cancelled")
    late = rules.after_hours(calls.start) & (calls.kind == EMERGENCY) & (calls.contract < 0)
    due = live & late[calls_of(world)]
    charged = np.zeros(len(live), np.bool_)
    charged[row[name == "After-hours dispatch fee"]] = True
    assert 0.85 < charged[due].mean() <= 1
    assert not charged[~due].any()
    diagnosed = name == "Diagnostic fee"
    assert (calls.contract[call[diagnosed]] < 0).all()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_tax_is_the_branchs(number: int) -> None:
    world = billed(1, number)
    bills, call = world.tables["invoices"], calls_of(world)
    commercial = world.tables["customers"]["customer_type"].is_("commercial")
    installation = world.calls.kind[call] == INSTALLATION
    rates = world.metro.tax.rates(commercial[world.calls.customer[call]], installation)
    assert (bills["tax_rate"] == rates).all()


def test_branches_never_share_a_number() -> None:
    numbers = [n for b in (1, 2, 3) for n in billed(1, b).tables["invoices"]["invoice_number"]]
    assert len(set(numbers)) == len(numbers)


def test_a_visit_is_billed_alike_on_any_later_day() -> None:
    """Lags and terms belong to the visit: other counts of anything else do not change them."""
    one, other = billed(1), billed(1, invoices=300)
    dates = [
        dict(zip(calls_of(w).tolist(), w.tables["invoices"]["issue_date"].tolist(), strict=True))
        for w in (one, other)
    ]
    shared = dates[0].keys() & dates[1].keys()
    assert len(shared) > 200
    assert all(dates[0][call] == dates[1][call] for call in shared)


def test_more_lines_than_few_parts_and_fees_can_be_are_refused() -> None:
    with pytest.raises(UserError, match=r"--rows: invoice_lines=1216 is more than [89]\d\d: "):
        billed(1, parts_usage=200, invoice_lines=1_216)


def test_lines_nobody_named_give_way() -> None:
    world = billed(1, invoices=20)
    assert len(world.tables["invoice_lines"]) <= world.rows("invoice_lines")


def test_discounts_give_way_where_lines_are_few() -> None:
    full = billed(4, invoices=400)
    lines = full.tables["invoice_lines"]
    needed = int(lines["line_type"].is_("labor", "part").sum())
    world = billed(4, invoices=400, invoice_lines=needed + 5)
    kinds = world.tables["invoice_lines"]["line_type"]
    assert (kinds.is_("discount").sum(), kinds.is_("fee").sum()) == (5, 0)


def test_a_company_of_one_visit_bills_it() -> None:
    world = billed(1, customers=2, service_calls=2, parts_usage=1, invoices=1, payments=1)
    assert not world.tables["invoices"]["status"].is_("Cancelled").any()


@pytest.mark.parametrize("seed", [1, 2, 42])
def test_real_visits_cost_what_the_trade_charges(seed: int) -> None:
    """Medians in dollars, wide around the calibration: hours, rates and parts are others' rules."""
    world = company(seed)
    bills = world.tables["invoices"]
    kind = coded(world.tables["service_calls"]["service_type"]).take(calls_of(world))
    standing = ~bills["status"].is_("Cancelled")
    for name, low, high in (
        ("Maintenance", 100, 230),
        ("Repair", 300, 520),
        ("Emergency", 450, 800),
        ("Inspection", 75, 140),
    ):
        median = np.median(bills["subtotal"][standing & kind.is_(name)]) / 100
        assert low <= median <= high, name


@pytest.mark.parametrize("seed", [1, 2, 42])
def test_only_small_bills_are_waived(seed: int) -> None:
    world = company(seed)
    cost = world.tables["service_calls"]["total_cost"][calls_of(world)]
    notes = world.tables["invoices"]["notes"]
    slips = np.array(["illed in error" in str(note) for note in notes])
    assert slips.any()
    assert (cost[slips] < rules.WAIVED_UNDER).all()


def test_branches_of_few_customers_share_no_key() -> None:
    """Their bills need more lines than are usual."""
    few = Scenario.of(
        seed=766335, as_of=dt.date(2020, 11, 13), history_days=60, scale=2, rows={"customers": 5}
    )
    with closing(populated(few)) as connection:
        planned = few.rows["invoice_lines"]
        (first,) = connection.execute(
            "select count(*) from invoice_lines join invoices using (invoice_id)"
            " join customers using (customer_id) where branch_id = 1"
        ).fetchone()
        assert first > planned
