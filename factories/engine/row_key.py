"""The key of a factory's table: the row's number where that is a whole number that we give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from factory.declarations import SKIP

from factories.engine.column_declarations import RowId
from factories.engine.foreign_declarations import Plain
from factories.engine.usage_errors import BadValue


class RowKey(NamedTuple):
    """The key of a factory's rows."""

    name: str
    """Under which it is declared; of several columns the one that counts."""
    is_number: bool
    """Whether it is the number of its row."""
    counter: sa.Column[Any] | None
    """The column that counts rows, if any."""


def key_of(
    factory: str, table: sa.Table, names: Mapping[str, str], declared: dict[str, Any]
) -> RowKey:
    """The key of a table whose columns are declared under ``names``.

    A key that is no number is declared by who has the model, or left to the model's default.
    Raises `BadValue` where nobody says what it is.
    """
    keys = list(table.primary_key.columns)
    for column in keys:
        own = declared.get(names[column.name], SKIP)
        if isinstance(own, RowId) and not _is_whole(column.type):
            own = declared[names[column.name]] = SKIP
        counted = len(keys) == 1 and _is_whole(column.type)
        if own is SKIP and not (counted or column.default or column.server_default):
            raise BadValue(factory, f"the model's key {column.name}", _undeclared(column, keys))
    counts = [column for column in keys if isinstance(declared.get(names[column.name]), RowId)]
    key = next(iter(counts or keys))
    name = names[key.name]
    is_number = bool(counts) or (len(keys) == 1 and _is_whole(key.type))
    counting = key if counts or is_number else None
    is_number = is_number and not isinstance(declared.get(name, SKIP), (Plain, type(SKIP)))
    return RowKey(name, is_number, counting)


def _is_whole(type_: Any) -> bool:
    if isinstance(type_, sa.types.TypeDecorator):
        type_ = type_.impl_instance
    return isinstance(type_, (sa.Integer, sa.Numeric))


def _undeclared(column: sa.Column[Any], keys: list[sa.Column[Any]]) -> str:
    such = "RowId()" if _is_whole(column.type) else "factory.LazyFunction(uuid4)"
    why = f"is one of {len(keys)} columns" if len(keys) > 1 else "is no whole number"
    why += " and nobody says what it is; declare it"
    return f"{why}, such as {column.name} = {such}, or give the column a default"
