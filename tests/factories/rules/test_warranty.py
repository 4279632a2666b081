"""The makers answer most claims within weeks and some late, and pay of some a part."""

from statistics import fmean, median

import numpy as np

from factories.engine.streams import Chance
from factories.rules.calls import warranty
from tests.factories.support.default_companies import companies

_DECIDED = """
SELECT julianday(decided_date) - julianday(claim_date) FROM warranty_claims
WHERE decided_date IS NOT NULL AND claim_date < date((SELECT max(weather_date) FROM weather_daily),
                                                     '-61 days')"""


def test_answers_take_weeks_and_some_take_long() -> None:
    took = [days for company in companies() for (days,) in company.execute(_DECIDED)]
    assert 11 <= median(took) <= 17
    assert 40 < max(took) <= 61
    assert sum(days > 2 * median(took) for days in took) > 0.05 * len(took)
    early, late = (sum(low <= days < low + 10 for days in took) for low in (8, 38))
    assert early > 4 * late


def test_few_claims_are_for_less_than_their_form_costs() -> None:
    share = "SELECT avg(claimed_amount < 40) FROM warranty_claims"
    assert fmean(company.execute(share).fetchone()[0] for company in companies()) < 0.3


def test_the_slowest_answer_is_seldom() -> None:
    drawn = warranty.decided_after(Chance(1, ("x",), np.arange(20_000)), "after")
    assert np.bincount(drawn).max() == np.bincount(drawn)[6:18].max()
    assert (drawn == drawn.max()).mean() < 0.01


def test_a_part_is_any_part_of_a_claim_to_the_cent() -> None:
    claimed = np.full(2_000, 123_456)
    status = np.full(2_000, warranty.STATUSES.index("Partially Approved"))
    paid = warranty.paid(Chance(1, ("x",), np.arange(2_000)), claimed, status)
    assert (paid > 0).all()
    assert (paid < claimed).all()
    share = paid / claimed
    assert 0.1 < share.std() < 0.15
    assert len(np.unique(paid)) > 300
    assert len(np.unique(paid % 100)) > 50
