"""Access to the database while a day is written into it: queries, inserts and updates.

All goes through one open transaction of SQLite. What was added or changed is remembered by day, for
the bookkeeping columns and the change feed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from factories.days.stored import StoredTables, empty
from factories.engine import foreign_key_paths
from factories.engine.column import broadcast
from factories.engine.factory import HvacFactory
from factories.engine.rows import Table
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL, Coded, take, to_sqlite
from factories.engine.writer import flattened, insert
from factories.rules.accounting import documents
from hvac_models import SCHEMA

Kind = Callable[[Sequence[Any]], Any]


def INT(values: Sequence[Any]) -> Ints:  # noqa: N802 - reads as the name of a kind
    """Whole numbers; NULL where there is none."""
    return np.array([NULL if value is None else value for value in values], np.int64)


def CENTS(values: Sequence[Any]) -> Ints:  # noqa: N802
    """Amounts of dollars, and hours, in hundredths."""
    return np.array([NULL if v is None else round(v * 100) for v in values], np.int64)


def MICRO(values: Sequence[Any]) -> Ints:  # noqa: N802
    """Degrees in millionths."""
    return np.array([NULL if v is None else round(v * 1_000_000) for v in values], np.int64)


def DAY(values: Sequence[Any]) -> Ints:  # noqa: N802
    """Dates, and the dates of timestamps, as days since 1970-01-01; NULL where there is none."""
    texts = [None if value is None else value[:10] for value in values]
    return _number(np.array(texts, "datetime64[D]"))


def MINUTE(values: Sequence[Any]) -> Ints:  # noqa: N802
    """Timestamps as minutes since 1970-01-01; NULL where there is none."""
    return _number(np.array(values, "datetime64[m]"))


def FLAG(values: Sequence[Any]) -> Mask:  # noqa: N802
    return np.array(values, np.bool_)


def TEXT(values: Sequence[Any]) -> Coded:  # noqa: N802
    return Coded.of(values) if values else Coded(np.zeros(0, np.int64), ())


def sql_day(column: str) -> str:
    """SQL for the day number of a column of dates, or of timestamps: days since 1970-01-01, which
    is the Julian day 2440587.5."""
    return f"julianday(substr({column}, 1, 10)) - 2440587.5"


def _number(moments: NDArray[Any]) -> Ints:
    """NaT is the smallest integer, as NULL is."""
    number: Ints = moments.astype(np.int64)
    return number


_AT_THE_END = np.datetime64(0, "m")
"""When a row was recorded, until the end of the day says so: see ``factories.days.recording``."""


class Found:
    """Rows that were read: an attribute a column."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.columns = columns

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["columns"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def rows(self, which: Any) -> Found:
        """The same columns at other rows: positions, or a mask."""
        return Found({name: take(column, which) for name, column in self.columns.items()})

    def with_(self, **columns: Any) -> Found:
        """The same rows with more columns."""
        return Found({**self.columns, **columns})


@dataclass
class Books:
    """The database of a company that goes on."""

    connection: sqlite3.Connection
    seed: int
    begun: int
    """The as-of date that it was populated with: what happened by then is history."""
    block: dict[str, int]
    """Rows a branch had of each table then: how its document numbers are told from others'."""
    today: int = field(init=False)
    tables: StoredTables = field(init=False)
    added: dict[str, dict[int, int]] = field(init=False)
    """Keys of the rows added today by table, with the minute at which they were recorded."""
    changed: dict[str, dict[int, int]] = field(init=False)
    """Keys of the rows changed today, those added today among them, with the last minute."""
    known: dict[object, object] = field(default_factory=dict)
    """Results of the functions marked with ``factories.days.day.once_a_run``."""
    kept: dict[str, tuple[int, Found]] = field(default_factory=dict)
    """Rows of queries, with how much of the log they hold: see ``factories.days.query_cache``."""
    used_lately: tuple[int, Ints] | None = None
    """Units of the last year a shelf, with the day that it ends with: see
    ``factories.days.stock``."""
    log: dict[str, list[int]] = field(default_factory=dict)
    """Keys by table in the order in which their rows were added or changed, whatever the day."""
    _next: dict[str, int] = field(default_factory=dict)
    _numbers: dict[tuple[str, int], dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tables = StoredTables(self.connection)
        self.added, self.changed = {}, {}

    def open_day(self, today: int) -> None:
        """Begin a new day: nothing has been added or changed in it."""
        self.today = today
        self.added, self.changed = {}, {}

    def read(self, sql: str, /, *values: Any, **kinds: Kind) -> Found:
        """The rows of a query: its columns by name, each as its kind says.

        Day numbers among ``values`` are to be written with :func:`iso`, keys with :func:`keys`.
        """
        cursor = self.connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        if names != [*kinds]:
            raise ValueError(f"the query's columns are {names}, not {[*kinds]}")
        rows = cursor.fetchall()
        columns = zip(*rows, strict=True) if rows else [()] * len(kinds)
        return Found({n: kinds[n](column) for n, column in zip(names, columns, strict=True)})

    def add(self, factory: type[HvacFactory[Any]], count: int, **given: Any) -> Table:
        """Make and insert rows: what the day decided, and what the factory says of the rest.

        ``recorded`` is when each was written down (minutes); noon of the day where it is not given.
        ``changed`` is when each was last changed on the same day, if it was.
        """
        recorded, changed = given.pop("recorded", None), given.pop("changed", None)
        name = factory._meta.table_name
        first = self.next_id(name)
        if not count:
            return Table(_no_rows(factory), first)
        table = factory.columns(
            count,
            first_id=first,
            seed=self.seed,
            today=np.datetime64(self.today, "D"),
            tables=self.tables,
            created_at_utc=_AT_THE_END,
            updated_at_utc=_AT_THE_END,
            **given,
        )
        model = SCHEMA.tables[name]
        insert(self.connection, model, flattened(model, table))
        self._next[name] = first + count
        self.tables[name].forget()
        self._remember(self.added, name, table.ids, recorded)
        if changed is not None:
            self.touch(name, table.ids, changed)
        return table

    def next_id(self, table: str) -> int:
        """The primary key of the table's next row: keys go on from where they were."""
        if table not in self._next:
            key = key_of(table)
            last = self.connection.execute(f"select max({key}) from {table}").fetchone()[0]
            self._next[table] = (last or 0) + 1
        return self._next[table]

    def change(self, table: str, ids: Ints, *, at: Any = None, **columns: Any) -> None:
        """Set columns of the rows with these keys, in the units of ``factories.engine.values``.

        ``at`` is when (minutes); noon of the day where it is not given.
        """
        if not len(ids):
            return
        model = SCHEMA.tables[table]
        values = [
            to_sqlite(model.c[name].type, broadcast(column, len(ids)))
            for name, column in columns.items()
        ]
        sets = ", ".join(f"{name} = ?" for name in columns)
        self.connection.executemany(
            f"update {table} set {sets} where {key_of(table)} = ?",
            zip(*values, ids.tolist(), strict=True),
        )
        self.tables[table].forget()
        self.touch(table, ids, at)

    def touch(self, table: str, ids: Ints, at: Any) -> None:
        """Rows that have changed at these minutes: what they hold now is written already."""
        self._remember(self.changed, table, ids, at)

    def _remember(self, where: dict[str, dict[int, int]], table: str, ids: Ints, at: Any) -> None:
        self.log.setdefault(table, []).extend(ids.tolist())
        noon = self.today * 1440 + 720
        minutes = np.broadcast_to(noon if at is None else at, len(ids))
        first, last = self.today * 1440, self.today * 1440 + 1439
        known = where.setdefault(table, {})
        for key, minute in zip(ids.tolist(), np.clip(minutes, first, last).tolist(), strict=True):
            known[key] = max(minute, known.get(key, minute))

    def numbers(self, table: str, column: str, prefix: str, branch: Ints) -> list[str]:
        """Today's next numbers of documents, a row: PREFIX-YYYY-NNNN within the branch's block."""
        years = documents.years(np.full(len(branch), self.today).astype("datetime64[D]"))
        if not len(years):
            return []
        year = int(years[0])
        if (table, year) not in self._numbers:
            self._numbers[table, year] = self._last_numbers(table, column, f"{prefix}-{year}-")
        last, most = self._numbers[table, year], self.block[table]
        sequence = np.zeros(len(branch), np.int64)
        for row, number in enumerate(branch.tolist()):
            last[number] = last.get(number, documents.block(number, most)) + 1
            sequence[row] = last[number]
        return documents.written(prefix, years, sequence)

    def _last_numbers(self, table: str, column: str, head: str) -> dict[int, int]:
        """The highest number of a year by branch, of those that have any."""
        found = self.connection.execute(
            f"select 1 + cast(substr({column}, ?1) as integer) / ?2,"
            f" max(cast(substr({column}, ?1) as integer)) from {table}"
            f" where {column} >= ?3 and {column} < ?4 group by 1",
            (len(head) + 1, documents.block_size(self.block[table]), head, head + "~"),
        )
        return dict(found.fetchall())


@lru_cache(maxsize=64)
def _no_rows(factory: type[HvacFactory[Any]]) -> dict[str, Any]:
    return {name: empty(type_) for name, type_ in factory._meta.types.items()}


@lru_cache(maxsize=64)
def key_of(table: str) -> str:
    """The name of the primary key column, by the table's."""
    return foreign_key_paths.key_of(SCHEMA.tables[table])


def iso(day: int) -> str:
    """A day number as SQLite holds dates."""
    return str(np.datetime64(day, "D"))


def keys(ids: Any) -> str:
    """Keys for ``in (select value from json_each(?))``."""
    return json.dumps(np.asarray(ids).tolist())
