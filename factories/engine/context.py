"""What single objects are made with: the seed, today's date, and the session they are written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

DEFAULT_SEED = 42
DEFAULT_TODAY = dt.date(2026, 1, 2)
"""A fixed Friday: what a factory makes must not depend on the day a test runs."""


class NoSession(RuntimeError):
    """A factory was asked to create an object before ``factories.bind(session)`` said where."""


@dataclass
class Context:
    """The surroundings of single objects. ``shared`` keeps parents that all objects share, such as the branch."""

    seed: int = DEFAULT_SEED
    today: dt.date = DEFAULT_TODAY
    session: Any = None
    locale: str = "en_US"
    shared: dict[Any, Any] = field(default_factory=dict)
    on_change: list[Callable[[], None]] = field(default_factory=list)


current = Context()


def bind(
    session: Any, *, seed: int = DEFAULT_SEED, today: dt.date = DEFAULT_TODAY, locale: str = "en_US"
) -> None:
    """Make all factories write to ``session`` (a SQLAlchemy ``Session`` or ``scoped_session``).

    Row numbers go on after the highest primary key that the session sees. ``seed`` chooses other people and
    places; ``today`` is the date on which invoices are overdue or contracts expired; ``locale`` is a Faker locale for people's names.
    ``bind(None)`` unbinds.
    """
    current.session, current.seed, current.today, current.locale = session, seed, today, locale
    current.shared.clear()
    for forget in current.on_change:
        forget()


def bound_session() -> Any:
    """The session given to :func:`bind`."""
    if current.session is None:
        raise NoSession(
            "no session is bound: call factories.bind(session) first, or use .build() for an object without one"
        )
    return current.session
