"""The context of single objects: the seed, today's date, the session they are written to."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

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


class NotAwaited(FactoryError, RuntimeError):  # noqa: N818 - reads as what happened
    """A factory was called in a coroutine, where its session has to be waited for."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"{asked}: its session is asynchronous; say"
            f" await hvac_async_factories.create({asked}, ...)"
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
    on_insert: dict[Any, list[Callable[[Any], None]]] = field(default_factory=dict)
    """Who is told of every row that a session writes, by model. It outlives a `bind`."""
    recount: set[str] = field(default_factory=set)
    """Tables, in lower case, whose keys somebody else gave: the highest is asked for anew."""
    taken: dict[Any, set[Any]] = field(default_factory=dict)
    """What columns have in which no two rows may have the same."""
    given: dict[Any, set[int]] = field(default_factory=dict)
    """Keys that callers gave to rows, by model: the counter steps over them."""
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
        self.given.clear()
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


def bound_session() -> Any:
    """The session given to :func:`bind`."""
    if current.session is None:
        raise NoSession
    return current.session
