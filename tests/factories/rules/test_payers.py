"""How customers pay: each keeps to its ways, and all together pay as the trade says."""

import numpy as np
import pytest

from factories.engine.streams import Chance, Ints
from factories.rules.accounting import billing, payers

MANY = 20_000
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@pytest.fixture
def chance() -> Chance:
    return Chance(1, ("test",), np.arange(MANY))


@pytest.fixture
def strangers(chance: Chance) -> Chance:
    """Every bill is somebody else's."""
    return payers.payers(chance, np.arange(MANY))


def everybody(commercial: bool) -> Mask:
    return np.full(MANY, commercial)


def next_bills(chance: Chance) -> Chance:
    """Of the same customers."""
    return chance.of("next")


def test_two_thirds_of_households_pay_at_once(chance: Chance, strangers: Chance) -> None:
    commercial = everybody(commercial=False)
    terms = billing.payment_terms(chance, commercial)
    wait = payers.days_to_pay(chance, strangers, commercial, terms)
    assert (wait == 0).mean() == pytest.approx(payers.PAID_AT_ONCE, abs=0.01)
    assert np.median(wait[wait > 0]) == pytest.approx(12, abs=1)
    # Days after the visit are those of the link in the e-mail, and then those of the desk at home.
    soon, few = (np.count_nonzero((wait >= a) & (wait <= b)) for a, b in ((1, 3), (4, 6)))
    assert soon > 3 * few
    assert soon / np.count_nonzero(wait) == pytest.approx(payers.BY_THE_LINK * 0.9, abs=0.02)
    assert (wait[terms.is_("Net 15")] > 0).all()


def test_businesses_take_a_month(chance: Chance, strangers: Chance) -> None:
    commercial = everybody(commercial=True)
    terms = billing.payment_terms(chance, commercial)
    wait = payers.days_to_pay(chance, strangers, commercial, terms)
    assert np.median(wait) == pytest.approx(28, abs=2)
    assert np.quantile(wait, 0.9) == pytest.approx(58.8, abs=5)
    assert wait.min() > 0
    assert wait.max() == billing.LONGEST_DAYS


def test_businesses_have_their_habits(chance: Chance, strangers: Chance) -> None:
    """Some pay on receipt, many once a week; no wall stands before the due date."""
    commercial = everybody(commercial=True)
    terms = billing.payment_terms(chance, commercial)
    issued = 20_000 + chance.below("issued", 365)
    due = issued + terms.map(billing.TERM_DAYS)
    ready = issued + payers.days_to_pay(chance, strangers, commercial, terms)
    day = payers.on_run_day(strangers, commercial, issued, due, ready)
    month = terms.is_("Net 30")
    assert 0.2 < ((day - issued)[month] < 25).mean() < 0.35
    assert 0.03 < ((day - issued)[month] <= 6).mean() < 0.1
    # Whoever pays in time still does, and nobody before the bill is there.
    assert ((day <= due) == (ready <= due)).all()
    assert (day > issued).all()
    assert (day - issued).max() <= billing.LONGEST_DAYS
    weekly = strangers.happens("pays weekly", payers.PAYS_WEEKLY)
    same = (day + 3) % 7 == strangers.below("pays on", 5)
    assert same[weekly].mean() > 0.9
    assert (day == ready)[~weekly].all()
    # Households have no such day.
    nobody = everybody(commercial=False)
    assert (payers.on_run_day(strangers, nobody, issued, due, ready) == ready).all()


@pytest.mark.parametrize(("commercial", "low", "high"), [(False, 0.80, 0.88), (True, 0.50, 0.65)])
def test_on_time_shares_hold(
    chance: Chance, strangers: Chance, commercial: bool, low: float, high: float
) -> None:
    terms = billing.payment_terms(chance, everybody(commercial))
    wait = payers.days_to_pay(chance, strangers, everybody(commercial), terms)
    assert low - 0.01 <= (wait <= terms.map(billing.TERM_DAYS)).mean() <= high


@pytest.mark.parametrize("commercial", [False, True])
def test_who_was_late_is_late_again(chance: Chance, strangers: Chance, commercial: bool) -> None:
    who = everybody(commercial)
    terms = billing.payment_terms(strangers, who)
    both = [
        payers.days_to_pay(bills, strangers, who, terms) - terms.map(billing.TERM_DAYS)
        for bills in (chance, next_bills(chance))
    ]
    assert 0.4 < np.corrcoef(*both)[0, 1] < 0.75
    # No clockwork: who takes weeks takes other weeks the next time.
    slow = both[0] > 5
    assert (both[0] == both[1])[slow].mean() < 0.2


def methods_of(bills: Chance, payer: Chance, commercial: bool, installation: bool) -> Ints:
    return payers.methods(bills, payer, everybody(commercial), np.full(MANY, installation))


def test_only_households_finance_and_only_installations(chance: Chance, strangers: Chance) -> None:
    financed = {}
    for commercial in (False, True):
        for installation in (False, True):
            method = methods_of(chance, strangers, commercial, installation)
            financed[commercial, installation] = (method == billing.FINANCING).mean()
            assert (method == billing.CASH).any() == (not commercial and not installation)
    assert financed.pop((False, True)) == pytest.approx(payers.FINANCED, abs=0.02)
    assert set(financed.values()) == {0.0}


@pytest.mark.parametrize(
    ("commercial", "weights"),
    [(False, payers.HOUSEHOLD_METHODS), (True, payers.BUSINESS_METHODS)],
)
def test_usual_methods_are_as_common_as_the_methods(
    chance: Chance, strangers: Chance, commercial: bool, weights: dict[int, int]
) -> None:
    method = methods_of(chance, strangers, commercial, installation=False)
    for number, weight in weights.items():
        assert (method == number).mean() == pytest.approx(weight / 100, abs=0.015)


@pytest.mark.parametrize(("commercial", "low", "high"), [(False, 0.8, 0.9), (True, 0.88, 0.95)])
def test_customers_pay_by_what_they_paid_by(
    chance: Chance, strangers: Chance, commercial: bool, low: float, high: float
) -> None:
    before, after = (
        methods_of(bills, strangers, commercial, installation=False)
        for bills in (chance, next_bills(chance))
    )
    assert low < (before == after).mean() < high
    by_check = before == billing.CHECK
    assert (before == after)[by_check].mean() > 0.75


def test_who_pays_visits_by_check_pays_the_installation_by_check(
    chance: Chance, strangers: Chance
) -> None:
    visit = methods_of(chance, strangers, commercial=False, installation=False)
    large = methods_of(next_bills(chance), strangers, commercial=False, installation=True)
    own = large != billing.FINANCING
    for method in (billing.CARD, billing.CHECK, billing.ACH, billing.ONLINE):
        assert (large == method)[own & (visit == method)].mean() > 0.6


def test_a_customer_keeps_a_temperament(strangers: Chance) -> None:
    once = payers.temperament(strangers)
    assert (payers.temperament(strangers) == once).all()
    assert (once == max(payers.TEMPERAMENT)).mean() == pytest.approx(0.6, abs=0.02)
