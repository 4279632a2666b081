"""Numbers on documents never meet, over years and branches."""

import numpy as np
import pytest

from factories.rules.accounting.documents import block, numbered


def test_numbers_start_anew_each_year() -> None:
    dates = np.array(["2024-12-30", "2024-12-31", "2025-01-01"], "datetime64[D]")
    assert numbered("INV", dates, 1, 3) == ["INV-2024-0001", "INV-2024-0002", "INV-2025-0001"]
    assert numbered("INV", dates, 2, 3)[::2] == ["INV-2024-10001", "INV-2025-10001"]


@pytest.mark.parametrize("most", [1, 9_999, 10_000, 99_999, 100_000])
def test_no_branch_runs_into_the_next(most: int) -> None:
    assert block(1, most) == 0
    assert block(2, most) > most
    assert block(3, most) - block(2, most) == block(2, most)
