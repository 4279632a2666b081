"""Set operations are NumPy's, and NumPy's own are called nowhere: they import ``numpy.ma``."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from factories.engine.set_operations import among, distinct, firsts, told_apart
from tests.factories.support import small_company

ROOT = Path(__file__).parents[3]
SAMPLES: tuple[list[int], ...] = ([], [7], [3, 3], [5, 2, 5, -1, 2, 9], list(range(6, 0, -1)))


@pytest.mark.parametrize("values", SAMPLES)
def test_they_give_what_numpy_gives(values: list[int]) -> None:
    given = np.array(values, np.int64)
    different, first, which = np.unique(given, return_index=True, return_inverse=True)
    assert distinct(given).tolist() == different.tolist()
    assert firsts(given).tolist() == first.tolist()
    assert [found.tolist() for found in told_apart(given)] == [different.tolist(), which.tolist()]
    for wanted in SAMPLES:
        assert among(given, wanted).tolist() == np.isin(given, wanted).tolist()


def test_texts_of_any_length_are_told_apart() -> None:
    assert among(["AC", "Boiler", "Furnace"], ("Furnace", "AC+")).tolist() == [False, False, True]


LIVES = """
import sys
from factories import advance, populate
path, *options = sys.argv[1:]
assert not populate.main([*options, "--quiet", "--database", path, "--seeds", "seeds"])
assert not advance.main([path, "--days", "2", "--quiet"])
print("numpy.ma" in sys.modules)
"""


def test_neither_a_history_nor_a_day_imports_masked_arrays(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LIVES, "company.sqlite", *small_company.OPTIONS],
        cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout == "False\n"
