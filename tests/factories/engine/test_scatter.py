"""Numbers made of keys: distinct, and telling nothing."""

import numpy as np
import pytest

from factories.engine.scatter import scattered


@pytest.mark.parametrize("size", [100, 10_000, 1_000_000])
def test_distinct_ids_have_distinct_numbers(size: int) -> None:
    ids = np.arange(1, 3 * 10_000, dtype=np.int64)
    assert len(set(scattered(ids, size).tolist())) == len(ids)


def test_the_first_block_stays_below_the_size() -> None:
    numbers = scattered(np.arange(10_000, dtype=np.int64), 10_000, 77)
    assert sorted(numbers.tolist()) == list(range(10_000))


def test_neighbors_are_far_apart() -> None:
    numbers = scattered(np.arange(1, 200, dtype=np.int64), 1_000_000)
    assert np.abs(np.diff(numbers)).min() > 100_000
