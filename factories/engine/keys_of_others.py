"""Keys that others take: rows that the app writes, on which the factories' next keys must not fall.

SQLite gives an app the key that is next; PostgreSQL counts by itself, wherever the factories are.
Only the bound session and its engine are looked at: other sessions, and the mappers of classes that
no factory is of, are none of ours.
"""

import re
from typing import Any
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from factories.engine.context import current


def _is_bound(session: Session) -> bool:
    """Whether it is the session that the factories write to."""
    bound = current.session if current.hidden is None else current.hidden
    if isinstance(bound, scoped_session):
        return bound.registry.has() and bound.registry() is session
    return bound is session


@sa.event.listens_for(Session, "before_flush")
def _flushing(session: Session, context: Any, instances: Any) -> None:  # noqa: ARG001
    """The statements of a flush are seen as well, but its rows tell their keys afterwards."""
    if _is_bound(session):
        _counted.clear()
        _counted.update(current.recount)


@sa.event.listens_for(Session, "after_flush")
def _flushed(session: Session, context: Any) -> None:  # noqa: ARG001
    """The app's rows stand in the bound session beside ours, and took keys that were next."""
    if not _is_bound(session):
        return
    written: dict[Any, list[Any]] = {}
    for row in session.new:
        written.setdefault(sa.inspect(row).mapper, []).append(row)
    for mapper, rows in written.items():
        if session.get_bind(mapper).dialect.name == "sqlite":
            current.recount.difference_update({t.name.lower() for t in mapper.tables} - _counted)
            _tell(mapper, rows)


def _tell(mapper: Any, rows: list[Any]) -> None:
    """A row of a class is one of the classes that it inherits from, too."""
    told = [tell for m in mapper.iterate_to_root() for tell in current.on_insert.get(m.class_, ())]
    for tell in told:
        for row in rows:
            tell(row)


_counted: set[str] = set()
"""Tables whose keys had to be counted anew before the flush that is running."""


@sa.event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, previous: Any) -> None:  # noqa: ARG001
    """What was made is gone, the shared branch too: begin again."""
    if _is_bound(session):
        current.forget()


@sa.event.listens_for(sa.Table, "after_drop")
def _dropped(table: sa.Table, connection: sa.Connection, **_: Any) -> None:  # noqa: ARG001
    """The rows are gone with their table."""
    current.forget()


def watch(engine: sa.Engine) -> None:
    """Listen to what is written past the unit of work, on the engine that the factories write to;
    PostgreSQL counts by itself, wherever they are.
    """
    if engine.dialect.name == "sqlite" and engine not in _watched:
        _watched.add(engine)
        sa.event.listen(engine, "after_cursor_execute", _executed)


_watched: WeakSet[sa.Engine] = WeakSet()


def _executed(
    connection: sa.Connection,  # noqa: ARG001
    cursor: Any,  # noqa: ARG001
    statement: str,
    parameters: Any,  # noqa: ARG001
    context: Any,  # noqa: ARG001
    many: bool,  # noqa: ARG001
) -> None:
    """Rows that are written past the unit of work tell nobody their keys: count again."""
    if into := _INTO.match(statement):
        current.recount.add(into[1].lower())
    elif _WITH.match(statement):
        current.recount.update(table.lower() for table in _INTO_LATER.findall(statement))


_SPACE = r"(?:\s|--[^\n]*\n|/\*.*?\*/)"
_TARGET = (
    rf"(?:INSERT|REPLACE)\b[^(]*?\bINTO{_SPACE}+"
    r"(?:(?:\w+|\"[^\"]+\"|\[[^\]]+\]|`[^`]+`)\s*\.\s*)?[\"\[`]?(\w+)"
)
_INTO = re.compile(rf"{_SPACE}*{_TARGET}", re.IGNORECASE | re.DOTALL)
_WITH = re.compile(rf"{_SPACE}*WITH\b", re.IGNORECASE | re.DOTALL)
_INTO_LATER = re.compile(rf"\b{_TARGET}", re.IGNORECASE | re.DOTALL)
