"""Truths within a row and of keys, made from the models: what the database would refuse.

Somebody may have edited with the constraints off, and SQLite checks neither types nor lengths.
"""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Enum,
    Integer,
    Numeric,
    String,
    Table,
    UniqueConstraint,
)

from factories.audit.check import Check
from factories.engine.foreign_key_paths import key_of
from hvac_models import SCHEMA

_FOUR = "[0-9]" * 4
_DATE = f"{_FOUR}-[01][0-9]-[0-3][0-9]"
_TIME = f"{_DATE} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"


@lru_cache(maxsize=1)
def checks() -> tuple[Check, ...]:
    """One check a table, and one each for all foreign keys and all unique values."""
    tables = SCHEMA.sorted_tables
    return (
        Check(
            "foreign-keys-resolve",
            "Every foreign key points to a row that exists",
            "keys",
            "\nunion all\n".join(sql for table in tables for sql in _orphans(table)),
        ),
        Check(
            "unique-values-are-unique",
            "No key or number is given twice where it must be unique",
            "keys",
            "\nunion all\n".join(sql for table in tables for sql in _duplicates(table)),
        ),
        *(
            Check(
                f"{table.name.replace('_', '-')}-rows-hold",
                f"Every row of {table.name} is complete, well-formed and true to its CHECKs",
                str(table.info["area"]),
                _broken_rows(table),
            )
            for table in tables
        ),
    )


def _orphans(table: Table) -> Iterator[str]:
    for column in table.columns:
        for key in column.foreign_keys:
            parent, its_key = key.column.table.name, key.column.name
            yield (
                f"select '{table.name}.{column.name}={parent}? {key_of(table)}='"
                f" || child.{key_of(table)} as example\n"
                f"from {table.name} as child\n"
                f"left join {parent} as parent on parent.{its_key} = child.{column.name}\n"
                f"where child.{column.name} is not null and parent.{its_key} is null"
            )


def _duplicates(table: Table) -> Iterator[str]:
    """Several NULLs are no duplicates."""
    unique = [[column.name] for column in table.columns if column.unique or column.primary_key]
    unique += [
        [column.name for column in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and len(constraint.columns) > 1
    ]
    for names in unique:
        shown = " || ', ' || ".join(f"'{name}=' || {name}" for name in names)
        yield (
            f"select '{table.name}: ' || {shown} as example\n"
            f"from {table.name}\n"
            f"where {' and '.join(f'{name} is not null' for name in names)}\n"
            f"group by {', '.join(names)} having count(*) > 1"
        )


def _broken_rows(table: Table) -> str:
    cases = "\n".join(f"when {wrong} then '{name}'" for name, wrong in _wrongs(table))
    key = key_of(table)
    return (
        f"select '{key}=' || coalesce({key}, 'NULL') || ' (' || broken || ')' as example\n"
        f"from (select {key}, case\n{cases}\nend as broken from {table.name})\n"
        f"where broken is not null"
    )


def _wrongs(table: Table) -> Iterator[tuple[str, str]]:
    """Name and SQL condition of everything that can be wrong within a row."""
    for column in table.columns:
        if not column.nullable:
            yield f"{column.name} is NULL", f"{column.name} is null"
        if wrong := _misfit(column):
            yield f"{column.name} is malformed", wrong
    for constraint in sorted(table.constraints, key=lambda c: str(c.name)):
        if isinstance(constraint, CheckConstraint):
            yield str(constraint.name), f"not ({constraint.sqltext})"


def _misfit(column: Column[object]) -> str:
    """The condition under which a value does not fit its column's type; NULL fits."""
    name, kind = column.name, column.type
    if isinstance(kind, Enum | Boolean):  # closed lists, each with a CHECK
        return ""
    if isinstance(kind, DateTime):
        return f"{name} not glob '{_TIME}'"
    if isinstance(kind, Date):
        return f"{name} not glob '{_DATE}'"
    # To SQLite every number is less than every text, and every text less than every blob.
    if isinstance(kind, Integer):
        return f"{name} >= '' or {name} <> cast({name} as integer)"
    if isinstance(kind, Numeric):
        unit = 10 ** (kind.scale or 0)
        limit = 10 ** ((kind.precision or 15) - (kind.scale or 0))
        return (
            f"{name} >= '' or abs({name}) >= {limit}"
            f" or abs({name} * {unit} - round({name} * {unit})) > 0.001"
        )
    assert isinstance(kind, String), kind
    too_long = f" or length({name}) > {kind.length}" if kind.length else ""
    return f"{name} < '' or {name} >= x''{too_long}"
