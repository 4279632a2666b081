"""Recomputes columns of stored rows as of today: the same draws, a later date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from factories.days.day import Day
from factories.days.stored import empty
from factories.engine.factory import HvacFactory
from factories.engine.rows import columns_of
from factories.engine.streams import Ints


def revealed(
    day: Day, factory: type[HvacFactory[Any]], ids: Ints, names: Sequence[str], **given: Any
) -> dict[str, Any]:
    """Columns of the rows with these keys, in whatever order, as of today.

    ``given`` are the columns that the books have, in the units of ``factories.engine.values``; what
    is not among them follows from the key.
    """
    options = factory._meta
    if not len(ids):
        return {name: empty(options.types.get(name)) for name in names}
    return columns_of(
        factory,
        ids,
        names,
        seed=day.books.seed,
        today=np.datetime64(day.number, "D"),
        tables=day.books.tables,
        **given,
    )
