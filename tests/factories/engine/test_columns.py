"""Records of whole columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.columns import Columns
from factories.engine.streams import Ints, Mask


def test_none_can_be_joined_without_changing_a_type() -> None:
    some = _Dogs(np.array([7, 8]), np.array([True, False]))
    joined = _Dogs.joined(_Dogs.none(), some)
    assert len(_Dogs.none()) == 0
    assert joined.age.dtype == np.int64
    assert joined.barks.dtype == np.bool_
    assert len(joined.rows(joined.barks)) == 1


@dataclass
class _Dogs(Columns):
    age: Ints
    barks: Mask
