"""A part of a large company as a database of its own, in memory, small enough to be looked at.

It is made within an open transaction and sees what that has not committed. All that hangs on the
chosen rows comes along, and all that they refer to, so that a truth about one of them, or about
those it belongs to, can be told from the part alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from factories.engine.foreign_key_paths import joins_along, key_of, shortest_path
from hvac_models import SCHEMA

_DIALECT: Final = sqlite.dialect()
_TABLES: Final = SCHEMA.tables
_OF_BRANCHES: Final = frozenset({"inventory", "purchase_orders", "weather_daily"})
"""What belongs to no customer, and can be told only from all that was used, or from every day."""
_LOOSE: Final = frozenset({"leads", "mailing_list"})
"""Who may be a customer, or become one."""


@dataclass(frozen=True)
class Touched:
    """Rows of a table that a transaction has added or changed."""

    above: int
    """Keys above this are new."""
    changed: Collection[int]

    def sql(self, key: str) -> str:
        """A condition, whose parameters are :above and :changed."""
        return f"({key} > :above or {key} in (select value from json_each(:changed)))"

    def values(self) -> dict[str, int | str]:
        return {"above": self.above, "changed": json.dumps(sorted(self.changed))}


_NOTHING: Final = Touched(0, ())


def customers_of(connection: sqlite3.Connection, touched: Mapping[str, Touched]) -> set[int]:
    """The customers to whom the rows belong that were added or changed."""
    found: set[int] = set()
    customers = _TABLES["customers"]
    for name, rows in touched.items():
        table = _TABLES[name]
        key = f"{name}.{key_of(table)}"
        if table is customers:
            what, source = key, name
        elif steps := shortest_path(table, customers):
            what, source = joins_along(table, steps)
        elif name in _LOOSE:
            what, source = f"{name}.customer_id", name
        else:
            continue
        sql = f"select distinct {what} from {source} where {rows.sql(key)}"
        found.update(one for (one,) in connection.execute(sql, rows.values()) if one is not None)
    return found


def excerpt(
    connection: sqlite3.Connection,
    name: str,
    root: str,
    ids: Collection[int],
    touched: Mapping[str, Touched],
) -> bytes:
    """The rows of ``root`` with these keys and what belongs to them, as the bytes of a database.

    ``touched`` come along, whomever they belong to. ``name`` is what the transaction calls the
    part; it can be used once.
    """
    connection.execute("attach ':memory:' as " + name)
    for table in SCHEMA.sorted_tables:
        connection.execute(_create(table, name))
        where = _where(table, _TABLES[root], name, touched.get(table.name))
        connection.execute(
            f"insert into {name}.{table.name} select * from main.{table.name} where {where}",
            {"ids": json.dumps(sorted(ids)), **touched.get(table.name, _NOTHING).values()},
        )
    for child in reversed(SCHEMA.sorted_tables):
        for column in child.columns:
            for foreign in column.foreign_keys:
                _bring(connection, name, child, column.name, foreign.column.table)
    for table in SCHEMA.sorted_tables:
        for index in table.indexes:
            columns = ", ".join(column.name for column in index.columns)
            connection.execute(f"create index {name}.{index.name} on {table.name} ({columns})")
    return connection.serialize(name=name)


def _where(table: sa.Table, root: sa.Table, name: str, touched: Touched | None) -> str:
    """Which rows come along: what belongs to the root's rows; of the rest the catalogs and the
    crew whole, and of what merely may refer to a root's row those that do."""
    key, steps = key_of(table), shortest_path(table, root)
    also = f" or {touched.sql(key)}" if touched else ""
    if table is root:
        return f"{key} in (select value from json_each(:ids)){also}"
    if steps:
        column, parent = steps[0]
        return f"{column} in (select {key_of(parent)} from {name}.{parent.name}){also}"
    if table.name in _OF_BRANCHES:
        return "false"
    loose = [
        f"{column.name} in (select {key_of(foreign.column.table)}"
        f" from {name}.{foreign.column.table.name})"
        for column in table.columns
        for foreign in column.foreign_keys
        if column.nullable
        and (foreign.column.table is root or shortest_path(foreign.column.table, root))
    ]
    return " or ".join(loose) + also if loose and table.name in _LOOSE else "true"


def _bring(
    connection: sqlite3.Connection, name: str, child: sa.Table, column: str, parent: sa.Table
) -> None:
    """The rows that a table refers to and that are not there yet."""
    key = key_of(parent)
    connection.execute(
        f"insert or ignore into {name}.{parent.name} select * from main.{parent.name}"
        f" where {key} in (select {column} from {name}.{child.name}"
        f" where {column} not in (select {key} from {name}.{parent.name}))"
    )


def _create(table: sa.Table, name: str) -> str:
    """The table without its foreign keys: the audit looks at those."""
    statement = CreateTable(table, include_foreign_key_constraints=[])
    text = str(statement.compile(dialect=_DIALECT))
    return text.replace(f"CREATE TABLE {table.name}", f"CREATE TABLE {name}.{table.name}", 1)
