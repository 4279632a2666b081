"""The context of single objects: the seed, today's date, the session they are written to."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session, object_session, scoped_session

from factories import seeding
from factories.engine.usage_errors import BadValue, FactoryError
from factories.seeding import (
    DEFAULT_LOCALE,
    DEFAULT_SEED,
    DEFAULT_TODAY,
    FIRST_TODAY,
    LAST_TODAY,
    SEEDS,
)


class NoSession(FactoryError, RuntimeError):  # noqa: N818 - reads as what happened
    """A factory was asked to create an object before ``factories.bind(session)`` said where."""

    def __init__(self, asked: str = "a factory") -> None:
        super().__init__(
            f"{asked}: no session is bound; call factories.bind(session) first,"
            " or use .build() for an object without one; in pytest, ask for hvac_factories"
        )


@dataclass
class Context:
    """The surroundings of single objects."""

    seed: int = DEFAULT_SEED
    today: dt.date = DEFAULT_TODAY
    session: Any = None
    """What `bind` was given; None while none is bound, or the bound one is ``hidden``."""
    locale: str = DEFAULT_LOCALE
    """A Faker locale, of people's names."""
    shared: dict[Any, Any] = field(default_factory=dict)
    """What all rows share, such as the branch, by its model."""
    empty: set[Any] = field(default_factory=set)
    """Models whose tables were just seen to have no row: the first key needs no other look."""
    kept: dict[Any, Callable[[], None]] = field(default_factory=dict)
    """How to forget what each factory keeps for these surroundings, such as its next key."""
    on_insert: dict[Any, list[Callable[[int], None]]] = field(default_factory=dict)
    """Who is told the key of every row that a session writes, by model. It outlives a `bind`."""
    recount: set[str] = field(default_factory=set)
    """Tables, in lower case, whose keys somebody else gave: the highest is asked for anew."""
    taken: dict[Any, set[Any]] = field(default_factory=dict)
    """What columns had before our rows came, where no two rows may have the same."""
    in_any_order: bool = False
    """Rows that are wrong on purpose may contradict their parents."""
    hidden: Any = None
    """The bound session, while what is built must not ask it."""

    def forget(self) -> None:
        """Look again which keys are taken, and what there is to share."""
        self.shared.clear()
        self.empty.clear()
        self.recount.clear()
        self.taken.clear()
        for forget in self.kept.values():
            forget()
        self.kept.clear()


@contextmanager
def names_of(locale: str) -> Iterator[None]:
    """People's names are of this locale while the block lasts."""
    before, current.locale = current.locale, locale
    try:
        yield
    finally:
        current.locale = before


current = Context(
    seed=seeding.current_seed, today=seeding.current_today, locale=seeding.current_locale
)


def bind(
    session: Any,
    *,
    seed: int = DEFAULT_SEED,
    today: dt.date = DEFAULT_TODAY,
    locale: str = DEFAULT_LOCALE,
) -> None:
    """Make all factories write to ``session`` (a SQLAlchemy ``Session`` or ``scoped_session``).

    Row numbers go on after the highest primary key that the session sees. ``seed`` chooses other
    people and places; ``today`` is the date on which invoices are overdue or contracts expired;
    ``locale`` is a Faker locale for people's names. ``bind(None)`` unbinds. Raises `BadValue`.
    """
    if session is not None and not isinstance(session, (Session, scoped_session)):
        raise BadValue("factories.bind", type(session).__name__, _not_a_session(session))
    _check_surroundings(seed, today, locale)
    current.session, current.seed, current.today, current.locale = session, seed, today, locale
    current.forget()


def _check_surroundings(seed: Any, today: Any, locale: Any) -> None:
    """What a scenario of a whole company takes as well. Raises `BadValue`."""
    if type(seed) is not int or seed not in SEEDS:
        why = f"is no seed; give a whole number {SEEDS[0]} to {SEEDS[-1]}"
        raise BadValue("factories.bind", f"seed={seed!r}", why)
    if type(today) is not dt.date:
        raise BadValue("factories.bind", f"today={today!r}", "is not a date; give a datetime.date")
    if not FIRST_TODAY <= today <= LAST_TODAY:
        why = f"is out of range; choose {FIRST_TODAY} to {LAST_TODAY}"
        raise BadValue("factories.bind", f"today={today}", why)
    if locale != DEFAULT_LOCALE:
        from factories.pools.locales import why_not

        if why_unknown := why_not(locale):
            raise BadValue("factories.bind", f"locale={locale!r}", why_unknown)


def _not_a_session(given: Any) -> str:
    if isinstance(given, sa.Engine):
        return "is not a session; give Session(engine)"
    if isinstance(getattr(given, "sync_session", None), Session):
        return "is not a session for factories; give its .sync_session, and see AsyncFactories"
    return "is not a session; give a SQLAlchemy Session or scoped_session"


@sa.event.listens_for(Mapper, "after_insert")
def _inserted(mapper: Any, connection: sa.Connection, row: Any) -> None:
    """The app writes rows too, and SQLite gives them the keys that the factories would give next.

    PostgreSQL counts by itself, wherever the factories are.
    """
    if connection.dialect.name == "sqlite":
        name = mapper.local_table.name.lower()
        if not _counted.pop(name, True):
            current.recount.discard(name)
        for passed in current.on_insert.get(mapper.class_, ()):
            passed(mapper.primary_key_from_instance(row)[0])


_counted: dict[str, bool] = {}
"""Tables into which a session is writing rows, and whether they had to be counted before."""


@sa.event.listens_for(Mapper, "before_insert")
def _inserting(mapper: Any, connection: sa.Connection, row: Any) -> None:  # noqa: ARG001
    name = mapper.local_table.name.lower()
    _counted[name] = name in current.recount


@sa.event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, previous: Any) -> None:  # noqa: ARG001
    """What was made is gone, the shared branch too: begin again."""
    bound = current.session
    if bound is not None and session is (
        bound.registry() if isinstance(bound, scoped_session) else bound
    ):
        current.forget()


@sa.event.listens_for(sa.Table, "after_drop")
def _dropped(table: sa.Table, connection: sa.Connection, **_: Any) -> None:  # noqa: ARG001
    """The rows are gone with their table."""
    current.forget()


def _watch(engine: sa.Engine) -> None:
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


def bound_session() -> Any:
    """The session given to :func:`bind`."""
    if current.session is None:
        raise NoSession
    return current.session


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


def next_key(model: Any) -> int:
    """One more than the highest primary key that the bound session sees."""
    if model in current.empty:
        current.empty.discard(model)
        return 1
    highest: int = _asked(bound_session(), model, _highest(model)) or 0
    return max(highest, *(key or 0 for _, key in pending(model)), 0) + 1


def _asked(session: Any, model: Any, query: Any) -> Any:
    """One value from the database; nothing is flushed for it. By the driver itself, which takes an
    eighth of the time: a test waits for this with each first row of a table."""
    connection = session.connection(bind_arguments={"mapper": sa.inspect(model)})
    _watch(connection.engine)
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
    return sa.select(sa.func.min(*_columns(model)))


@lru_cache(maxsize=256)
def _highest(model: Any) -> Any:
    return sa.select(sa.func.max(*_columns(model)))


def _columns(model: Any) -> Any:
    return sa.inspect(model).local_table.primary_key.columns


def pending(model: Any) -> list[tuple[Any, Any]]:
    """The rows that the session is still to write, with their primary keys.

    Making one object must not flush what its caller has not finished, so queries do not see them.
    """
    waiting = [row for row in bound_session().new if isinstance(row, model)]
    if not waiting:
        return []
    identity = sa.inspect(model).primary_key_from_instance
    return [(row, identity(row)[0]) for row in waiting]
