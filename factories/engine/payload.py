"""Rows as plain dictionaries, for the payloads of an API."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from factories.engine.python_values import converter
from factories.engine.usage_errors import BadValue, UnknownName


def as_dict(
    row: Any,
    *,
    json: bool = True,
    keys: bool = True,
    without: Iterable[str] = (),
    nested: Iterable[str] = (),
) -> dict[str, Any]:
    """A row's columns by name, built or created.

    ``json``: days and times in ISO form, amounts as texts such as "129.00", fit for ``json.dumps``;
    else as Python has them. ``keys=False`` leaves out primary and foreign keys, which the receiver
    gives. ``without`` names columns to leave out, ``nested`` the related rows to take in, such as
    an invoice's lines. Raises `UnknownName`, and `BadValue` for what
    is no row.
    """
    mapper: Any = sa.inspect(type(row), raiseerr=False)
    if mapper is None:
        why = "is not a row; give one, such as CustomerFactory.build(), or call it for each of many"
        raise BadValue("as_dict", f"{type(row).__name__} {row!r}"[:80], why)
    columns, related = mapper.column_attrs.keys(), mapper.relationships.keys()
    hidden, inner = _known(row, without, columns), _known(row, nested, related)
    table = mapper.local_table.columns
    found = {
        name: _cell(table[name].type, getattr(row, name), json)
        for name in columns
        if name not in hidden and (keys or not _is_key(table[name]))
    }
    for name in inner:
        found[name] = _each(getattr(row, name), json, keys)
    return found


def _cell(type_: Any, value: Any, json: bool) -> Any:
    """A value as the column has it, also where the database has not seen it."""
    convert = None if isinstance(type_, sa.DateTime) else converter(type_)
    value = convert(value) if convert else value
    return _plain(value) if json else value


def _each(value: Any, json: bool, keys: bool) -> Any:
    if isinstance(value, list):
        return [as_dict(row, json=json, keys=keys) for row in value]
    return None if value is None else as_dict(value, json=json, keys=keys)


def _known(row: Any, names: Iterable[str], known: Iterable[str]) -> list[str]:
    asked = [names] if isinstance(names, str) else list(names)
    for name in asked:
        if name not in known:
            raise UnknownName(type(row).__name__, name, known)
    return asked


def _is_key(column: Any) -> bool:
    return bool(column.primary_key or column.foreign_keys)


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return value
