"""What is usual in billing: lags, terms, habits of paying, fees."""

import numpy as np
import pytest

from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded
from factories.rules import billing as rules
from factories.wording.billing import FEES

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


def test_two_thirds_of_households_pay_at_once(chance: Chance) -> None:
    commercial = everybody(commercial=False)
    terms = rules.payment_terms(chance, commercial)
    wait = rules.days_to_pay(chance.of("pay"), commercial, terms)
    assert (wait == 0).mean() == pytest.approx(0.65, abs=0.01)
    assert np.median(wait[wait > 0]) == pytest.approx(12, abs=1)
    assert (wait[terms.is_("Net 15")] > 0).all()


def test_businesses_take_a_month(chance: Chance) -> None:
    commercial = everybody(commercial=True)
    terms = rules.payment_terms(chance, commercial)
    wait = rules.days_to_pay(chance.of("pay"), commercial, terms)
    assert np.median(wait) == pytest.approx(33, abs=1)
    assert np.quantile(wait, 0.9) == pytest.approx(58.8, abs=2)


@pytest.mark.parametrize(("commercial", "low", "high"), [(False, 0.80, 0.88), (True, 0.50, 0.65)])
def test_on_time_shares_hold_a_week_after_the_due_date(
    chance: Chance, commercial: bool, low: float, high: float
) -> None:
    terms = rules.payment_terms(chance, everybody(commercial))
    wait = rules.days_to_pay(chance.of("pay"), everybody(commercial), terms)
    assert low <= (wait <= terms.map(rules.TERM_DAYS) + 7).mean() <= high


def test_only_households_finance_and_only_installations(chance: Chance) -> None:
    financed = {}
    for commercial in (False, True):
        for installation in (False, True):
            method = rules.methods(chance, everybody(commercial), np.full(MANY, installation))
            financed[commercial, installation] = (method == rules.FINANCING).mean()
            assert (method == rules.CASH).any() == (not commercial and not installation)
    assert financed.pop((False, True)) > 0.3
    assert set(financed.values()) == {0.0}


def test_businesses_lean_to_checks_and_transfers(chance: Chance) -> None:
    none = np.zeros(MANY, np.bool_)
    business = rules.methods(chance, everybody(commercial=True), none)
    at_home = rules.methods(chance, everybody(commercial=False), none)
    slow = [rules.is_one_of(method, rules.CLEARS_LATER).mean() for method in (business, at_home)]
    assert slow[0] > 2 * slow[1]


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


def first_quarter(first: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    early = np.zeros(MANY, np.bool_)
    early[first[: MANY // 4]] = True
    return early


def test_the_big_the_urgent_and_the_households_are_collected_first(chance: Chance) -> None:
    half = np.arange(MANY) % 2 == 0
    same, nobody = np.full(MANY, 50_000), np.zeros(MANY, np.bool_)
    hurry = rules.collection_order(chance, same, np.where(half, 6, 1), nobody)
    size = rules.collection_order(chance, np.where(half, 90_000, 30_000), same // same, nobody)
    place = rules.collection_order(chance, same, same // same, ~half)
    for order in (hurry, size, place):
        assert sorted(order.tolist()) == list(range(MANY))
        assert half[order[: MANY // 4]].mean() > 0.54
    assert half[size[: MANY // 4]].mean() > 0.8


def test_every_fee_of_the_price_book_has_a_weight() -> None:
    assert {fee.name for fee in FEES} == set(rules.FEE_WEIGHTS)


@pytest.mark.parametrize("service_type", rules.COLLECTED_FIRST)
@pytest.mark.parametrize("kind", ["Central AC", "Furnace"])
def test_fees_fit_the_visit_and_are_three_at_most(service_type: str, kind: str) -> None:
    yes, no = np.array([True]), np.array([False])
    visit = one_kind(service_type, 1), one_kind(kind, 1)
    offers = rules.fee_offers(*visit, yes, no)
    assert 1 <= len(offers.fee) <= 3
    for number in offers.fee.tolist():
        assert service_type in FEES[number].service_types
        assert kind in FEES[number].kinds


def test_after_hours_fee_needs_a_visit_after_hours() -> None:
    yes, no = np.array([True]), np.array([False])
    visit = one_kind("Emergency", 1), one_kind("Boiler", 1)
    at_night = {FEES[n].name for n in rules.fee_offers(*visit, yes, no).fee.tolist()}
    by_day = {FEES[n].name for n in rules.fee_offers(*visit, no, no).fee.tolist()}
    assert at_night - by_day == {"After-hours dispatch fee"}


def test_a_diagnosis_is_charged_rather_when_nothing_was_mended() -> None:
    repairs = one_kind("Repair", 2), one_kind("Furnace", 2)
    offers = rules.fee_offers(*repairs, np.zeros(2, np.bool_), np.array([True, False]))
    weight = {
        (call, FEES[fee].name): weight
        for call, fee, weight in zip(
            offers.invoice.tolist(), offers.fee.tolist(), offers.weight.tolist(), strict=True
        )
    }
    assert weight[0, "Diagnostic fee"] > weight[1, "Diagnostic fee"]
    inspected = rules.fee_offers(
        one_kind("Inspection", 1), one_kind("Furnace", 1), np.array([False]), np.array([False])
    )
    assert 0 < int(inspected.weight[0]) < weight[1, "Diagnostic fee"]


def test_fee_prices_stay_in_the_price_book(chance: Chance) -> None:
    for number, fee in enumerate(FEES):
        price = rules.fee_price(chance, np.full(MANY, number))
        assert fee.low * 100 <= price.min() < price.max() <= fee.high * 100
        step = 100 if fee.low < 50 else 500
        assert ((price - fee.low * 100) % step == 0).all()


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
