"""What is usual in billing: lags, terms, what is paid first, fees."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded
from factories.rules.accounting import billing as rules
from factories.rules.accounting.billing import FEES

MANY = 20_000


@pytest.fixture
def chance() -> Chance:
    return Chance(1, ("test",), np.arange(MANY))


def everybody(commercial: bool) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.full(MANY, commercial)


def one_kind(name: str, count: int) -> Coded:
    return Coded(np.zeros(count, np.int64), (name,))


def test_most_invoices_go_out_on_the_day_of_the_visit(chance: Chance) -> None:
    lag = rules.issue_lag(chance)
    assert (lag == 0).mean() == pytest.approx(0.78, abs=0.01)
    assert ((lag >= 1) & (lag <= 3)).mean() == pytest.approx(0.14, abs=0.01)
    assert (lag > 10).mean() == pytest.approx(0.02, abs=0.005)
    assert lag.max() == 20


def test_terms_follow_the_customer(chance: Chance) -> None:
    at_home = rules.payment_terms(chance, everybody(commercial=False))
    business = rules.payment_terms(chance, everybody(commercial=True))
    assert at_home.is_("Due on Receipt").mean() == pytest.approx(0.80, abs=0.01)
    assert business.is_("Net 30").mean() == pytest.approx(0.80, abs=0.01)
    assert (at_home.is_("Net 15") | at_home.is_("Due on Receipt")).all()
    assert (business.is_("Net 15") | business.is_("Net 30")).all()


@pytest.mark.parametrize(
    ("method", "amount", "fee"),
    [
        (rules.CARD, 10_000, 320),
        (rules.ONLINE, 99_999, 2_930),
        (rules.ACH, 10_000, 80),
        (rules.ACH, 1_000_000, 500),
        (rules.CHECK, 10_000, 0),
        (rules.CASH, 10_000, 0),
        (rules.FINANCING, 10_000, 0),
    ],
)
def test_processing_fee_by_method(method: int, amount: int, fee: int) -> None:
    columns = np.array([method]), np.array([amount])
    assert rules.processing_fee(*columns, np.array([False])).tolist() == [fee]
    assert rules.processing_fee(*columns, np.array([True])).tolist() == [0]


def owed(**columns: Ints | np.ndarray[tuple[int], np.dtype[np.bool_]]) -> rules.Owed:
    one = np.ones(MANY, np.int64)
    usual: dict[str, Any] = {
        "urgency": one,
        "commercial": np.zeros(MANY, np.bool_),
        "temperament": one,
        "later": one,
    }
    return rules.Owed(**{**usual, **columns})


HALF = np.arange(MANY) % 2 == 0


@pytest.mark.parametrize(
    ("columns", "least"),
    [
        ({"urgency": np.where(HALF, 6, 3)}, 0.58),
        ({"commercial": ~HALF}, 0.55),
        ({"temperament": np.where(HALF, 12, 4)}, 0.65),
        ({"later": np.where(HALF, 4, 0)}, 0.55),
    ],
)
def test_what_is_paid_first(chance: Chance, columns: dict[str, Any], least: float) -> None:
    order = rules.collection_order(chance, owed(**columns))
    assert sorted(order.tolist()) == list(range(MANY))
    assert least < HALF[order[: MANY // 4]].mean() < 0.97


def test_every_fee_of_the_price_book_has_its_place() -> None:
    assert {fee.name for fee in FEES} == set(rules.FEE_ORDER)


def jobs(service_type: str, kind: str = "Central AC", **columns: bool | int) -> rules.Jobs:
    """One invoice."""
    usual: dict[str, Any] = {
        "after_hours": False,
        "diagnosis": False,
        "known": False,
        "member": False,
        "commercial": False,
        "replaces": False,
        "void": False,
        "cost": 10_000,
    }
    given = {name: np.array([value]) for name, value in {**usual, **columns}.items()}
    return rules.Jobs(one_kind(service_type, 1), one_kind(kind, 1), **given)


def places(job: rules.Jobs) -> dict[str, int]:
    offers = rules.fee_offers(job)
    names = [FEES[number].name for number in offers.fee.tolist()]
    return dict(zip(names, offers.place.tolist(), strict=True))


@pytest.mark.parametrize("service_type", rules.PAYMENT_WEIGHTS)
@pytest.mark.parametrize("kind", ["Central AC", "Furnace"])
def test_fees_fit_the_visit_and_are_three_at_most(service_type: str, kind: str) -> None:
    offers = rules.fee_offers(jobs(service_type, kind, after_hours=True))
    assert 1 <= len(offers.fee) <= 3
    for number in offers.fee.tolist():
        assert service_type in FEES[number].service_types
        assert kind in FEES[number].kinds


def test_after_hours_fee_needs_a_visit_after_hours() -> None:
    at_night = places(jobs("Emergency", "Boiler", after_hours=True))
    by_day = places(jobs("Emergency", "Boiler"))
    assert at_night.keys() - by_day.keys() == {"After-hours dispatch fee"}


def test_a_diagnosis_is_charged_first_where_nothing_was_mended() -> None:
    fee = "Diagnostic fee"
    found = places(jobs("Repair", diagnosis=True))[fee]
    mended = places(jobs("Repair"))[fee]
    member = places(jobs("Repair", member=True))[fee]
    void = places(jobs("Repair", void=True, diagnosis=True))[fee]
    assert found < mended < places(jobs("Inspection"))[fee] < member < void


def test_fees_in_the_price_of_the_job_come_late() -> None:
    gas = "Refrigerant recovery and disposal"
    new, replaced = places(jobs("Installation")), places(jobs("Installation", replaces=True))
    assert replaced.pop(gas) < rules.SMALL_BILLS < new.pop(gas)
    assert new == replaced
    assert min(new.values()) > rules.SMALL_BILLS
    assert places(jobs("Maintenance"))["Shop supplies"] > places(jobs("Repair"))["Shop supplies"]


def test_fees_are_charged_in_order_small_bills_first_and_rarely_waived(chance: Chance) -> None:
    place = np.where(HALF, 0, rules.SMALL_BILLS)
    offers = rules.FeeOffers(np.arange(MANY), np.zeros(MANY, np.int64), place)
    cost = np.arange(MANY)[::-1].copy()
    row = rules.charged(chance, offers, cost, MANY * 6 // 10)
    assert len(row) == MANY * 6 // 10
    assert HALF[row].sum() / HALF.sum() == pytest.approx(1 - rules.WAIVED_FEES, abs=0.01)
    small = np.isin(np.flatnonzero(~HALF), row)
    tenths = [part.mean() for part in np.array_split(small[np.argsort(cost[~HALF])], 10)]
    # Mostly of small repairs, and no cost is the one from which there is none.
    assert tenths[0] > 0.9
    assert all(more > less for more, less in pairwise(tenths[:5]))
    assert 0.05 < tenths[3] < 0.45
    assert max(tenths[7:]) < 0.05
    assert len(rules.charged(chance, offers, cost, MANY)) == MANY


@pytest.mark.parametrize("commercial", [False, True])
def test_fee_prices_stay_in_the_price_book(chance: Chance, commercial: bool) -> None:
    for number, fee in enumerate(FEES):
        fees = np.full(MANY, number)
        price = rules.fee_price(chance, fees, everybody(commercial), 2026, 2026)
        assert fee.low * 100 <= price.min() < price.max() <= fee.high * 100
        step = 100 if fee.low < 50 else 500
        assert ((price - fee.low * 100) % step == 0).all()
        middle = 50 * (fee.low + fee.high)
        assert (
            (price.min() >= middle - 100 * 3) if commercial else (price.max() <= middle + 100 * 3)
        )


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        ("2026-01-02T07:55", True),
        ("2026-01-02T08:00", False),
        ("2026-01-02T16:55", False),
        ("2026-01-02T17:00", True),
        ("2026-01-03T12:00", True),
        ("2026-01-04T12:00", True),
        ("2026-01-05T12:00", False),
    ],
)
def test_after_hours_is_night_and_weekend(moment: str, late: bool) -> None:
    minute = np.array([moment], "datetime64[m]").astype(np.int64)
    assert rules.after_hours(minute).tolist() == [late]


def test_fees_have_sensible_ranges() -> None:
    for fee in FEES:
        assert 0 < fee.low < fee.high
        assert fee.service_types
    assert (FEES[0].low, FEES[0].high) == (75, 200)
