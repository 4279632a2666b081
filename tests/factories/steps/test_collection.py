"""What comes in: exactly so many payments, never more than is owed, the big tickets first."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from factories.engine.values import coded
from factories.rules.accounting import billing as rules
from factories.rules.accounting import payers
from factories.steps.billing import invoice
from factories.steps.collection import collect
from factories.steps.world import World
from tests.factories.support.finished_worlds import SEEDS as COMPANIES
from tests.factories.support.finished_worlds import company
from tests.factories.support.unbilled_world import small_world

SEEDS = (1, 2, 3, 4, 5)


@cache
def collected(seed: int = 1, **rows: int) -> World:
    world = small_world(seed, **rows)
    invoice(world)
    collect(world)
    return world


def row_of(world: World) -> Any:
    """Position of each payment's invoice."""
    return world.tables["payments"]["invoice_id"] - world.first_id("invoices")


def paid(world: World) -> Any:
    """What came in on each invoice."""
    payments, bills = world.tables["payments"], world.tables["invoices"]
    amount = np.where(payments["status"].is_("Completed"), payments["amount"], 0)
    return np.bincount(row_of(world), amount, len(bills)).astype(np.int64)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("payments", [None, 1, 300, 400])
def test_truths_of_payments(seed: int, payments: int | None) -> None:
    world = collected(seed, **({} if payments is None else {"payments": payments}))
    bills, rows = world.tables["invoices"], world.tables["payments"]
    assert len(rows) == world.rows("payments")
    day = rows["payment_date"]
    assert (day >= bills["issue_date"][row_of(world)]).all()
    assert day.max() <= np.datetime64(world.scenario.as_of)
    assert (np.diff(day) >= np.timedelta64(0, "D")).all()
    assert (rows["amount"] > 0).all()
    assert len(set(rows["transaction_id"])) == len(rows)
    cancelled = bills["status"].is_("Cancelled")
    assert not cancelled[row_of(world)].any()
    total, came = bills["total_amount"], paid(world)
    assert (came <= total).all()
    assert (bills["status"].is_("Paid") == (came == total)).all()
    past = bills["due_date"] < np.datetime64(world.scenario.as_of)
    open_ = ~cancelled & (came < total)
    assert (bills["status"].is_("Overdue") == (open_ & past)).all()
    assert (bills["status"].is_("Pending") == (open_ & ~past)).all()


def test_only_installations_are_financed_or_paid_in_parts() -> None:
    in_parts = 0
    for seed in SEEDS:
        world = collected(seed, payments=300)
        rows, bills = world.tables["payments"], world.tables["invoices"]
        call = bills["service_call_id"][row_of(world)] - world.first_id("service_calls")
        kind = coded(world.tables["service_calls"]["service_type"])
        installation = kind.is_("Installation")[call]
        assert installation[rows["payment_method"].is_("Financing")].all()
        noted = np.array(["Installment" in (note or "") for note in rows["notes"]])
        assert installation[noted].all()
        in_parts += int(noted.sum())
    assert in_parts


def test_the_last_days_checks_and_transfers_are_still_pending() -> None:
    """For up to three banking days, and what comes back for up to five."""
    seen = 0
    for seed in range(12):
        world = collected(seed, payments=400)
        rows = world.tables["payments"]
        as_of = np.datetime64(world.scenario.as_of)
        waits = rows["status"].is_("Pending")
        slow = rows["payment_method"].is_("Check", "ACH Transfer")
        known = ~rows["status"].is_("Refunded", "Pending")
        assert (rows["payment_date"][waits] > as_of - np.timedelta64(10, "D")).all()
        assert not (known & slow & (rows["payment_date"] == as_of)).any()
        seen += int((waits & slow).sum())
    assert seen


def test_banks_settle_and_return_on_banking_days_and_take_their_time() -> None:
    took: dict[str, list[int]] = {"Completed": [], "Failed": [], "Refunded": []}
    weekdays = set()
    for seed in SEEDS:
        rows = collected(seed, payments=400).tables["payments"]
        slow = rows["payment_method"].is_("Check", "ACH Transfer")
        on = rows["updated_at_utc"].astype("datetime64[D]")
        for status in took:
            row = np.flatnonzero(rows["status"].is_(status) & (slow | (status == "Refunded")))
            took[status] += (on - rows["payment_date"])[row].astype(int).tolist()
            weekdays |= set(((on[row].astype(int) + 3) % 7).tolist())
    assert max(weekdays) < 5
    assert 0 in weekdays
    assert set(took["Completed"]) >= {1, 2, 3}
    assert max(took["Completed"]) <= 7
    assert min(took["Failed"]) >= 2
    assert np.mean(took["Failed"]) > np.mean(took["Completed"])
    assert min(took["Refunded"]) >= 1


def test_an_account_is_reminded_rather_than_a_bill() -> None:
    """Old bills of one customer agree on whether anything was done, and most old ones are noted;
    small ones less."""
    agree, old, young, small = [], [], [], []
    for seed in COMPANIES:
        world = company(seed)
        bills = world.tables["invoices"]
        late = world.today - bills["due_date"].astype(np.int64)
        noted = np.array([note is not None for note in bills["notes"]])
        overdue, large = bills["status"].is_("Overdue"), bills["total_amount"] >= 15_000
        old.append(noted[overdue & large & (late > 100)].mean())
        young.append(noted[overdue & large & (late >= 5) & (late < 30)].mean())
        small.append(noted[overdue & ~large & (late > 100)].mean())
        row = np.flatnonzero(overdue & (late > 60))
        row = row[np.argsort(bills["customer_id"][row], kind="stable")]
        same = bills["customer_id"][row[1:]] == bills["customer_id"][row[:-1]]
        agree.append((noted[row[1:]] == noted[row[:-1]])[same].mean())
    assert np.mean(agree) > 0.75
    assert np.mean(old) > 0.85
    assert 0.3 < np.mean(young) < np.mean(old) - 0.1
    assert np.mean(small) < np.mean(old) - 0.1


def test_failed_attempts_come_before_the_payment_and_cost_nothing() -> None:
    failures, mended = 0, 0
    for seed in SEEDS:
        world = collected(seed)
        rows, row = world.tables["payments"], row_of(world)
        failed = np.flatnonzero(rows["status"].is_("Failed"))
        assert (rows["processing_fee"][failed] == 0).all()
        for position in failed.tolist():
            later = (row == row[position]) & rows["status"].is_("Completed")
            assert (rows["payment_date"][later] > rows["payment_date"][position]).all()
            mended += bool(later.any())
        failures += len(failed)
    assert 0.5 * failures < mended < failures


def test_refunds_stand_beside_a_payment_by_card() -> None:
    refunds = 0
    for seed in SEEDS:
        world = collected(seed, payments=300)
        rows, row = world.tables["payments"], row_of(world)
        for position in np.flatnonzero(rows["status"].is_("Refunded")).tolist():
            twin = (row == row[position]) & rows["status"].is_("Completed")
            assert rows["amount"][position] in rows["amount"][twin].tolist()
            assert rows["payment_method"].tolist()[position] in ("Credit Card", "Online Payment")
            refunds += 1
    assert refunds


def test_installations_are_paid_and_of_the_others_as_many_as_payments_allow() -> None:
    share: dict[str, list[float]] = {}
    for seed in COMPANIES:
        world = company(seed)
        bills = world.tables["invoices"]
        call = bills["service_call_id"] - world.first_id("service_calls")
        kind = coded(world.tables["service_calls"]["service_type"]).take(call)
        standing = ~bills["status"].is_("Cancelled")
        for name in kind.values:
            here = standing & kind.is_(name)
            share.setdefault(str(name), []).append(float(bills["status"].is_("Paid")[here].mean()))
        owed = int(bills["total_amount"][standing].sum())
        share.setdefault("open", []).append(1 - int(paid(world).sum()) / owed)
    usual = {name: float(np.mean(values)) for name, values in share.items()}
    assert usual.pop("Installation") > 0.75
    assert usual.pop("open") < 0.4
    # Who calls at night is at home, and a household: emergencies are paid the sooner.
    assert max(usual.values()) < 1.5 * min(usual.values())


def test_households_settle_installations_within_days() -> None:
    """But for the few who dispute them."""
    paid_share, late = [], 0
    for seed in COMPANIES:
        world = company(seed)
        bills, rows = world.tables["invoices"], world.tables["payments"]
        call = bills["service_call_id"] - world.first_id("service_calls")
        home = coded(world.tables["service_calls"]["service_type"]).is_("Installation")[call]
        home &= ~world.businesses()[world.calls.customer[call]]
        home &= ~bills["status"].is_("Cancelled")
        old = home & (bills["issue_date"].astype(np.int64) < world.today - 30)
        paid_share.append(bills["status"].is_("Paid")[old].mean())
        row, done = row_of(world), rows["status"].is_("Completed")
        took = (rows["payment_date"] - bills["issue_date"][row])[home[row] & done].astype(int)
        late += int(np.count_nonzero(took > 14))
    assert np.mean(paid_share) == pytest.approx(payers.HOME_INSTALLATIONS_SETTLED, abs=0.03)
    assert late < 3 * len(COMPANIES)


def test_the_customer_decides_who_has_paid_and_neither_size_nor_age() -> None:
    """Paid shares, averaged over companies; installations are paid or financed whatever they
    cost."""
    small, large, old, new, many, shares = [], [], [], [], [], []
    for seed in COMPANIES:
        world = company(seed)
        bills = world.tables["invoices"]
        call = bills["service_call_id"] - world.first_id("service_calls")
        kind = coded(world.tables["service_calls"]["service_type"]).take(call)
        settled = bills["status"].is_("Paid")
        standing = ~bills["status"].is_("Cancelled") & ~kind.is_("Installation")
        dollars = bills["total_amount"] // 100
        age = world.today - bills["issue_date"].astype(np.int64)
        small.append(settled[standing & (age > 90) & (dollars < 200)].mean())
        large.append(settled[standing & (age > 90) & (dollars >= 600)].mean())
        old.append(settled[standing & (age > 365)].mean())
        new.append(settled[standing & (age > 90) & (age < 365)].mean())
        customer = bills["customer_id"] - world.first_id("customers")
        overdue = np.bincount(customer[bills["status"].is_("Overdue")])
        many.append((overdue >= 5).sum())
        count = np.bincount(customer[standing])
        share = np.bincount(customer[settled & standing], minlength=len(count))
        shares.append((share / np.maximum(count, 1))[count >= 3].std())
    assert np.mean(large) == pytest.approx(np.mean(small), rel=0.2)
    assert np.mean(old) == pytest.approx(np.mean(new), rel=0.25)
    assert np.mean(many) < 55
    assert np.mean(shares) > 0.2


def test_the_companys_methods_are_the_trades() -> None:
    """Percent of payments over several companies, five either way of the calibration."""
    methods = [
        m
        for seed in COMPANIES
        for m in coded(company(seed).tables["payments"]["payment_method"]).tolist()
    ]
    percent = {name: 100 * methods.count(name) / len(methods) for name in rules.METHODS}
    assert percent["Credit Card"] + percent["Online Payment"] == pytest.approx(52, abs=5)
    assert percent["Check"] == pytest.approx(20, abs=4)
    assert percent["ACH Transfer"] == pytest.approx(14, abs=4)
    assert percent["Financing"] == pytest.approx(9, abs=3)
    assert percent["Cash"] == pytest.approx(5, abs=2)
