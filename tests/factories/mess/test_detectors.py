"""Every defect can be told from clean rows: reference detectors find them, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from factories.mess import KINDS
from factories.mess.grading import grade
from tests.factories.mess.conftest import Company
from tests.factories.mess.detect import detect

Made = Callable[..., Company]


@pytest.mark.parametrize(("seed", "scale"), [(42, 1), (7, 1), (3, 3)])
def test_nothing_is_found_in_clean_seeds(company: Made, seed: int, scale: int) -> None:
    assert detect(company(seed, scale).seeds) == []


@pytest.mark.parametrize(
    ("seed", "scale", "level"),
    [(42, 1, "light"), (42, 1, "medium"), (42, 1, "heavy"), (7, 1, "medium"), (3, 3, "heavy")],
)
def test_every_defect_is_found(
    company: Made, tmp_path: Path, seed: int, scale: int, level: str
) -> None:
    spoiled = company(seed, scale).spoil(tmp_path / "seeds", level)
    found = grade(spoiled.defects, detect(tmp_path / "seeds"))
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


def test_what_can_be_derived_is_repaired(company: Made, tmp_path: Path) -> None:
    spoiled = company().spoil(tmp_path / "seeds")
    found = {
        score.kind: score for score in grade(spoiled.defects, detect(tmp_path / "seeds")).kinds
    }
    for kind in ("phone_format", "late_invoice", "time_zone_slip", "double_day", "renamed_column"):
        assert found[kind].repaired == found[kind].injected, kind
    # Only what the mailing list, or a lead's later customer, still knows.
    for kind in ("missing_phone", "missing_email"):
        assert 0.2 < found[kind].repaired / found[kind].injected < 0.8, kind
