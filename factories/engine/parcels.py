"""Tables on their way between processes.

Their arrays travel as the bytes that they are, which costs a tenth of what their values cost one by
one; those are made where they are written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from factories.engine.rows import Table
from factories.engine.values import Coded, Column

Parcel = tuple[int, dict[str, Any]]
"""A table's first key and columns, of what ``marshal`` writes: buffers, texts, lists, tuples."""


def packed_up(rows: Table, names: Iterable[str]) -> Parcel:
    """These columns of a table. They are not copied: send them before anybody changes them."""
    return rows.first_id, {name: _packed(rows[name]) for name in names}


def unpacked_from(parcel: Parcel) -> Table:
    """The table again; its arrays are read-only."""
    first_id, columns = parcel
    return Table({name: _unpacked(column) for name, column in columns.items()}, first_id)


def _packed(column: Column) -> Any:
    if isinstance(column, list):
        return column
    if isinstance(column, Coded):
        return _packed(column.codes), column.values
    # A buffer tells of no dates: it is seen as bytes.
    return column.dtype.str, np.ascontiguousarray(column).view(np.uint8)


def _unpacked(packed: Any) -> Column:
    if isinstance(packed, list):
        return packed
    first, second = packed
    if isinstance(first, tuple):
        return Coded(_array(*first), second)
    return _array(first, second)


def _array(dtype: str, buffer: Any) -> NDArray[Any]:
    array: NDArray[Any] = np.frombuffer(buffer, dtype)
    return array
