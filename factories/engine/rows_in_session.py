"""Rows that the bound session holds or sees: looked up without flushing what its caller is at."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import object_session

from factories.engine.context import bound_session, current
from factories.engine.keys_of_others import watch


@contextmanager
def unflushed(row: Any) -> Iterator[None]:
    """While the block lasts, rows around this one are read as they are: its caller may not have
    finished it, and reading them would flush it."""
    session = object_session(row)
    with session.no_autoflush if session is not None else nullcontext():
        yield


def find(model: Any, key: Any) -> Any:
    """The row with this primary key in the bound session; None when there is none."""
    session = bound_session()
    with session.no_autoflush:
        found = session.get(model, key)
    return found or next((row for row, own in pending(model) if own == key), None)


def first(model: Any) -> Any:
    """The first row of a table that the bound session sees; None when it is empty."""
    session = bound_session()
    waiting = [row for row, _ in pending(model)]
    keys = sa.inspect(model).primary_key
    if len(keys) > 1 or not isinstance(keys[0].type, sa.Integer):
        # The driver gives no key as the session takes it.
        with session.no_autoflush:
            return session.scalars(sa.select(model).limit(1)).first() or next(iter(waiting), None)
    lowest = _asked(session, model, _lowest(model))
    if lowest is None:
        if not waiting:
            current.empty.add(model)
        return next(iter(waiting), None)
    return find(model, lowest)


def first_where(model: Any, condition: Any) -> Any:
    """The first row, in the session or still to be written, for which ``condition`` holds:
    a column that equals a value.
    """
    session = bound_session()
    with session.no_autoflush:
        found = session.scalars(sa.select(model).where(condition).limit(1)).first()
    name, value = condition.left.key, condition.right.value
    return found or next((row for row, _ in pending(model) if getattr(row, name) == value), None)


def all_where(model: Any, **values: Any) -> list[Any]:
    """The rows, in the session or still to be written, that have these values."""
    session = current.session
    if session is None:
        return []
    with session.no_autoflush:
        found = list(session.scalars(sa.select(model).filter_by(**values)))
    waiting = [row for row, _ in pending(model)]
    return found + [
        row for row in waiting if all(getattr(row, name) == value for name, value in values.items())
    ]


def values_of(column: Any) -> set[Any]:
    """What a column of a model has in the database; nothing is flushed for it."""
    session = current.session or current.hidden
    with session.no_autoflush:
        return set(session.scalars(sa.select(column)))


def next_key(model: Any, column: Any) -> int:
    """One more than the highest key in this column that the bound session sees; one more than there
    are rows where no column counts them."""
    if model in current.empty:
        current.empty.discard(model)
        return 1
    seen: int = _asked(bound_session(), model, _highest(model, column)) or 0
    waiting = [row for row, _ in pending(model)]
    if column is None:
        return seen + len(waiting) + 1
    name = sa.inspect(model).get_property_by_column(column).key
    return max(seen, *(getattr(row, name) or 0 for row in waiting), 0) + 1


def _asked(session: Any, model: Any, query: Any) -> Any:
    """One value from the database; nothing is flushed for it. By the driver itself, which takes an
    eighth of the time: a test waits for this with each first row of a table."""
    connection = session.connection(bind_arguments={"mapper": sa.inspect(model)})
    watch(connection.engine)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(_written(query, connection.dialect))
        return cursor.fetchone()[0]
    finally:
        cursor.close()


@lru_cache(maxsize=256)
def _written(query: Any, dialect: sa.Dialect) -> str:
    return str(query.compile(dialect=dialect))


@lru_cache(maxsize=256)
def _lowest(model: Any) -> Any:
    return sa.select(sa.func.min(*sa.inspect(model).local_table.primary_key.columns))


@lru_cache(maxsize=256)
def _highest(model: Any, column: Any) -> Any:
    if column is None:
        return sa.select(sa.func.count()).select_from(sa.inspect(model).local_table)
    return sa.select(sa.func.max(column))


def pending(model: Any) -> list[tuple[Any, Any]]:
    """The rows that the session is still to write, with their primary keys.

    Making one object must not flush what its caller has not finished, so queries do not see them.
    """
    waiting = [row for row in bound_session().new if isinstance(row, model)]
    if not waiting:
        return []
    identity = sa.inspect(model).primary_key_from_instance
    return [(row, identity(row)[0]) for row in waiting]
