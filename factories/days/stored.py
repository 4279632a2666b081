"""Reads stored rows as the columns that factories and steps work with."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa

from factories.engine.rows import Table
from factories.engine.set_operations import distinct
from factories.engine.streams import Ints
from factories.engine.values import NULL, Coded, Column, scale_of, take
from hvac_models import SCHEMA


def from_sqlite(type_: sa.types.TypeEngine[Any], values: Sequence[Any]) -> Column:
    """A column as SQLite holds it, in the units of ``factories.engine.values``."""
    if isinstance(type_, sa.DateTime):
        return np.array(values, "datetime64[m]")
    if isinstance(type_, sa.Date):
        return np.array(values, "datetime64[D]")
    if isinstance(type_, sa.Boolean):
        return np.array(values, np.bool_)
    if isinstance(type_, sa.Integer):
        return np.array([NULL if value is None else value for value in values], np.int64)
    scale = scale_of(type_)
    if scale is not None:
        factor = 10**scale
        return np.array([NULL if v is None else round(v * factor) for v in values], np.int64)
    return Coded.of(values)


def empty(type_: sa.types.TypeEngine[Any] | None) -> Column:
    """A column without a row; texts have no value then, not even NULL."""
    column = from_sqlite(type_, ()) if type_ is not None else np.zeros(0, np.int64)
    return Coded(column.codes, ()) if isinstance(column, Coded) else column


STEADY = frozenset(
    {"branches", "customers", "equipment_types", "parts", "suppliers", "technicians"}
)
"""Tables that hardly change: their columns are read whole and kept, up to so many rows."""
SHORT = 5_000
FEW = 64
"""Rows up to so many are read with all their columns: most of them are asked for one by one."""


class StoredTable(Table):
    """A table's rows in the database, read when they are asked for by their keys."""

    __slots__ = ("_connection", "_few", "_key", "_short", "_table")

    def __init__(self, connection: sqlite3.Connection, table: sa.Table) -> None:
        super().__init__({}, 1)
        self._connection = connection
        self._table = table
        self._key = next(iter(table.primary_key.columns)).name
        self._short: bool | None = None
        self._few: dict[bytes, dict[str, Sequence[Any]]] = {}

    def __len__(self) -> int:
        count: int = self._connection.execute(
            f"select count(*) from {self._table.name}"
        ).fetchone()[0]
        return count

    def __contains__(self, name: str) -> bool:
        return name in self._table.columns

    def __getitem__(self, name: str) -> Any:
        """The whole column, in the order of the keys."""
        if name not in self.columns:
            rows = self._connection.execute(
                f"select {name} from {self._table.name} order by {self._key}"
            )
            self.columns[name] = from_sqlite(self._table.c[name].type, [row[0] for row in rows])
        return self.columns[name]

    def at(self, name: str, ids: Ints) -> Any:
        """A column at the rows with these primary keys; KeyError where one is missing."""
        if self._is_short():
            return take(self[name], ids - 1)
        wanted = distinct(ids)
        values = self._of_few(wanted)[name] if len(wanted) <= FEW else self._read(wanted, name)[0]
        type_ = self._table.c[name].type
        column = from_sqlite(type_, values) if len(values) else empty(type_)
        return take(column, np.searchsorted(wanted, ids))

    def _of_few(self, wanted: Ints) -> dict[str, Sequence[Any]]:
        """The rows of these keys by column, kept until the table changes."""
        key = wanted.tobytes()
        if key not in self._few:
            names = self._table.columns.keys()
            self._few[key] = dict(zip(names, self._read(wanted, *names), strict=True))
        return self._few[key]

    def _read(self, wanted: Ints, *names: str) -> list[Sequence[Any]]:
        """Columns of the rows with these distinct keys, in the order of the keys."""
        found = self._connection.execute(
            f"select {', '.join(names)} from {self._table.name} where {self._key} in"
            f" (select value from json_each(?)) order by {self._key}",
            (json.dumps(wanted.tolist()),),
        ).fetchall()
        if len(found) != len(wanted):
            raise KeyError(
                f"{self._table.name}: {len(wanted) - len(found)} of these keys have no row"
            )
        return list(zip(*found, strict=True)) if found else [()] * len(names)

    def forget(self) -> None:
        """Whole columns are read again after the table has changed."""
        self.columns.clear()
        self._few.clear()
        self._short = None

    def _is_short(self) -> bool:
        """Whether whole columns are sooner read than single rows; keys run on from 1 then."""
        if self._table.name not in STEADY:
            return False
        if self._short is None:
            count, last = self._connection.execute(
                f"select count(*), max({self._key})"
                f" from (select {self._key} from {self._table.name} limit {SHORT + 1})"
            ).fetchone()
            self._short = 0 < count <= SHORT and count == last
        return self._short


class StoredTables(Mapping[str, StoredTable]):
    """All tables of the database, as ``HvacFactory.columns`` takes them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._tables = {
            name: StoredTable(connection, table) for name, table in SCHEMA.tables.items()
        }

    def __getitem__(self, name: str) -> StoredTable:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
