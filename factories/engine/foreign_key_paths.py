"""Paths through a schema along its foreign keys."""

from __future__ import annotations

from functools import lru_cache

import sqlalchemy as sa

Path = tuple[tuple[str, sa.Table], ...]
"""Columns, each with the table that it leads to."""


@lru_cache(maxsize=256)
def shortest_path(table: sa.Table, to: sa.Table) -> Path:
    """The shortest path from a row to its one row of another table, by columns that are never NULL;
    empty where there is none, and from a table to itself."""
    waiting: list[tuple[sa.Table, Path]] = [(table, ())]
    for at, gone in waiting:
        for column in at.columns:
            for foreign in () if column.nullable else column.foreign_keys:
                parent = foreign.column.table
                if parent is to:
                    return (*gone, (column.name, parent))
                waiting.append((parent, (*gone, (column.name, parent))))
    return ()


def joins_along(table: sa.Table, steps: Path) -> tuple[str, str]:
    """SQL for what a path leads to: the column, and the FROM clause with what must be joined."""
    joins, at = table.name, table.name
    for column, parent in steps[:-1]:
        joins += f" join {parent.name} on {parent.name}.{key_of(parent)} = {at}.{column}"
        at = parent.name
    return f"{at}.{steps[-1][0]}", joins


def key_of(table: sa.Table) -> str:
    """The name of the primary key column."""
    (column,) = table.primary_key
    return column.name
