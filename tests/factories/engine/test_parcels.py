"""Tables arrive as they were sent."""

import marshal

import numpy as np
import pytest

from factories.engine.parcels import packed_up, unpacked_from
from factories.engine.rows import Table
from factories.engine.values import NULL, Coded, Column


def columns(count: int) -> dict[str, Column]:
    numbers = np.arange(count, dtype=np.int64)
    return {
        "key": numbers + 5,
        "every_other": np.where(np.arange(2 * count) % 3, np.arange(2 * count), NULL)[::2],
        "share": numbers / 3,
        "flag": numbers % 2 == 0,
        "day": np.where(numbers % 4, numbers.astype("datetime64[D]"), np.datetime64("NaT", "D")),
        "moment": numbers.astype("datetime64[m]"),
        "kind": Coded(numbers % 3, ("a", None, "c")),
        "text": [None if number % 5 == 0 else str(number) for number in range(count)],
    }


@pytest.mark.parametrize("count", [0, 1, 70])
def test_a_table_arrives_as_it_was_sent(count: int) -> None:
    sent = Table({**columns(count), "aside": np.zeros(count)}, first_id=5)
    names = list(columns(count))
    found = unpacked_from(marshal.loads(marshal.dumps(packed_up(sent, names))))
    assert (found.first_id, list(found.columns)) == (5, names)
    for name in names:
        there, here = found[name], sent[name]
        assert type(there) is type(here), name
        if isinstance(here, np.ndarray):
            assert there.dtype == here.dtype, name
            np.testing.assert_array_equal(there, here)
        else:
            assert list(there) == list(here), name


def test_nothing_is_copied_for_who_writes_it_himself() -> None:
    sent = Table({"key": np.arange(3)}, first_id=0)
    assert np.shares_memory(unpacked_from(packed_up(sent, ["key"]))["key"], sent["key"])
