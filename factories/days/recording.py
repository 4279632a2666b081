"""The end of a day: when each row that it added or changed was recorded, in UTC.

The books remember minutes of the branch's clock. A row's branch is found by its foreign keys, a
lead's or contact's by the ZIP code of its address; the shared catalogs are kept at the first one.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import sqlalchemy as sa

from factories.days.books import INT, Books, keys
from factories.engine.foreign_key_paths import joins_along, key_of, shortest_path
from factories.engine.streams import Ints
from factories.rules.hours.clocks import LINKED_LATER, as_utc
from factories.rules.region.territory import first_branches
from hvac_models import SCHEMA
from hvac_models.base import BOOKKEEPING

CREATED, UPDATED = BOOKKEEPING
_BRANCHES = SCHEMA.tables["branches"]
_FIRST_BRANCH = 1


def record(books: Books) -> None:
    """Write both columns of every row that was added or changed today."""
    for table in SCHEMA.sorted_tables:
        added, changed = books.added.get(table.name, {}), books.changed.get(table.name, {})
        if not (added or changed):
            continue
        _after_parents(books, table, added)
        # What was added and then changed was created in the first minute and updated in the last.
        last = added | {key: max(minute, added.get(key, minute)) for key, minute in changed.items()}
        ids = np.array(sorted(last), np.int64)
        branch = _branches(books, table, ids)
        updated = _utc(np.array([last[key] for key in ids.tolist()]), branch)
        created = _utc(np.array([added.get(key, 0) for key in ids.tolist()]), branch)
        key = key_of(table)
        new = [n for n, one in enumerate(ids.tolist()) if one in added]
        old = [n for n, one in enumerate(ids.tolist()) if one not in added]
        books.connection.executemany(
            f"update {table.name} set {CREATED} = ?, {UPDATED} = ? where {key} = ?",
            [(created[n], updated[n], int(ids[n])) for n in new],
        )
        books.connection.executemany(
            f"update {table.name} set {UPDATED} = ? where {key} = ?",
            [(updated[n], int(ids[n])) for n in old],
        )
        books.tables[table.name].forget()


def _after_parents(books: Books, table: sa.Table, added: dict[int, int]) -> None:
    """A row cannot be recorded before the rows of the same day that it belongs to."""
    if not added:
        return
    for foreign in table.foreign_keys:
        parents = books.added.get(foreign.column.table.name)
        if not parents or (table.name, foreign.parent.name) in LINKED_LATER:
            continue
        found = books.read(
            f"select {key_of(table)} as row, {foreign.parent.name} as parent from {table.name}"
            f" where {key_of(table)} in (select value from json_each(?))"
            f" and {foreign.parent.name} is not null",
            keys(list(added)), row=INT, parent=INT,
        )  # fmt: skip
        for row, parent in zip(found.row.tolist(), found.parent.tolist(), strict=True):
            added[row] = max(added[row], parents.get(parent, added[row]))


def _utc(minutes: Ints, branch: Ints) -> list[str]:
    """As SQLite holds moments."""
    moments = as_utc(minutes.astype("datetime64[m]"), branch).astype("datetime64[s]")
    return [text.replace("T", " ") for text in np.datetime_as_string(moments).tolist()]


def _branches(books: Books, table: sa.Table, ids: Ints) -> Ints:
    """The branch of each row, or another one that has the same clock."""
    sql = _where(table)
    if sql is None:
        return np.full(len(ids), _FIRST_BRANCH, np.int64)
    found = books.connection.execute(sql, (keys(ids),)).fetchall()
    by_zip = first_branches()
    branch = [by_zip[what[-5:]] if isinstance(what, str) else what for (what,) in found]
    return np.array(branch, np.int64)


@lru_cache(maxsize=64)
def _where(table: sa.Table) -> str | None:
    """SQL for the branch, or else the address, of the rows with some keys, in their order."""
    steps = shortest_path(table, _BRANCHES)
    if steps:
        what, source = joins_along(table, steps)
    elif table is _BRANCHES or "address" in table.c:
        what, source = key_of(table) if table is _BRANCHES else "address", table.name
    else:
        return None
    key = f"{table.name}.{key_of(table)}"
    some = f"{key} in (select value from json_each(?))"
    return f"select {what} from {source} where {some} order by {key}"
