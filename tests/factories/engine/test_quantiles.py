"""Tables of quantiles: the figures they were asked for, and the same bytes on every machine."""

import numpy as np
import pytest

from factories.engine.quantiles import STEPS, exponential, lognormal, normal
from factories.engine.streams import Ints


def quantile(table: Ints, share: float) -> int:
    return int(table[int(share * STEPS)])


@pytest.mark.parametrize(
    ("median", "p90"), [(129_00, 210_00), (420_00, 1100_00), (9_500_00, 16_500_00), (66, 108)]
)
def test_a_lognormal_has_its_median_and_90th_percentile(median: int, p90: int) -> None:
    table = lognormal(median, p90, 0, 10**9)
    assert quantile(table, 0.5) == pytest.approx(median, rel=0.01)
    assert quantile(table, 0.9) == pytest.approx(p90, rel=0.01)


def test_a_lognormal_is_clipped_to_whole_units() -> None:
    table = lognormal(90, 190, 18, 240, 6)
    assert table.min() == 18
    assert table.max() == 240
    assert not (table % 6).any()


def test_a_normal_has_its_mean_and_deviation() -> None:
    table = normal(22_000, 5_000, 0, 100_000)
    assert float(table.mean()) == pytest.approx(22_000, rel=0.001)
    assert float(table.std()) == pytest.approx(5_000, rel=0.01)


def test_an_exponential_has_its_mean() -> None:
    assert float(exponential(30, 10_000).mean()) == pytest.approx(30, rel=0.01)
    assert exponential(30, 90).max() == 90


@pytest.mark.parametrize(
    "table",
    [lognormal(110, 200, 12, 720), normal(0, 10, -20, 20), exponential(30, 365)],
)
def test_tables_rise_and_cannot_be_changed(table: Ints) -> None:
    assert len(table) == STEPS
    assert (np.diff(table) >= 0).all()
    with pytest.raises(ValueError, match="read-only"):
        table[0] = 1


def test_the_answers_are_those_of_the_first_release() -> None:
    """A value on the edge between two units would differ from machine to machine."""
    assert lognormal(110, 200, 12, 720)[[0, 256, 512, 768, 1023]].tolist() == [
        24,
        80,
        110,
        151,
        512,
    ]
    sums = [
        lognormal(110, 200, 12, 720),
        normal(22_000, 5_000, 9_000, 36_000),
        exponential(30, 365),
    ]
    assert [int(table.sum()) for table in sums] == [125_565, 22_531_625, 30_702]
