"""A cache of query results across days: only rows that have changed since are read again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from factories.days.books import Found, Kind, key_of, keys
from factories.days.day import Day
from factories.engine.set_operations import among

Derive = Callable[[Day, Found], Found]


def kept(day: Day, table: str, sql: str, derive: Derive, **kinds: Kind) -> Found:
    """What the query finds now, by key, with the columns that ``derive`` adds.

    ``sql`` ends with its conditions, and says of its rows only what the row of ``table`` says, or
    what never changes. The first of ``kinds`` is ``id``, the table's key; all give arrays. What
    ``derive`` adds depends on the row alone.
    """
    books = day.books
    seen = len(books.log.setdefault(table, []))
    known = books.kept.get(sql)
    if known is None:
        found = derive(day, books.read(f"{sql} order by 1", **kinds))
    else:
        before, found = known
        touched = np.array(sorted(set(books.log[table][before:])), np.int64)
        if len(touched):
            where = f"{sql} and {key_of(table)} in (select value from json_each(?)) order by 1"
            anew = derive(day, books.read(where, keys(touched), **kinds))
            found = _merged(found.rows(np.flatnonzero(~among(found.id, touched))), anew)
    books.kept[sql] = seen, found
    return found


def _merged(one: Found, other: Found) -> Found:
    """The rows of both by key."""
    order = np.argsort(np.concatenate([one.id, other.id]), kind="stable")
    return Found(
        {n: np.concatenate([one.columns[n], other.columns[n]])[order] for n in one.columns}
    )
