"""Every defect can be told from clean rows: reference detectors find them, and nothing else."""

from collections.abc import Callable

import pytest

from factories.mess import KINDS
from factories.mess.grading import Score, grade
from tests.depth import one_in
from tests.factories.mess.conftest import Company
from tests.factories.mess.detect import detect

Made = Callable[..., Company]


@pytest.mark.parametrize(("seed", "scale"), one_in(2, [(42, 1), (1009, 1), (3, 3)]))
def test_nothing_is_found_in_clean_seeds(company: Made, seed: int, scale: int) -> None:
    assert detect(company(seed, scale).seeds) == []


@pytest.mark.parametrize(
    ("seed", "scale", "level"),
    [(42, 1, "light"), (42, 1, "medium"), (3, 3, "heavy")],
)
def test_every_defect_is_found(company: Made, seed: int, scale: int, level: str) -> None:
    folder, spoiled = company(seed, scale).messy(level)
    found = grade(spoiled.defects, detect(folder))
    for score in found.kinds:
        # Two strangers in one house or with one number may have names alike, and some second
        # entries are spelled as differently as strangers are.
        least = 0.9 if score.kind in ("duplicate_customer", "split_history") else 1.0
        assert score.precision is not None, score
        assert score.precision >= least, score
        assert score.recall is not None, score
        assert score.recall >= least, score
    if level == "heavy":
        assert {score.kind for score in found.kinds} == {kind.name for kind in KINDS}
    _check_repairs({score.kind: score for score in found.kinds})


def _check_repairs(found: dict[str, Score]) -> None:
    """What can be derived is repaired; of what is missing, what other rows still know."""
    for kind in ("phone_format", "late_invoice", "time_zone_slip", "double_day", "renamed_column"):
        assert found[kind].repaired == found[kind].injected, kind
    for kind in ("missing_phone", "missing_email"):
        assert 0.2 < found[kind].repaired / found[kind].injected < 0.8, kind
