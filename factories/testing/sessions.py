"""Sessions that leave nothing behind: what a test commits, and what the app does, is undone."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from factories.engine import context
from factories.seeding import DEFAULT_SEED
from factories.testing.opened import Opened

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

    from factories.engine.factory import HvacFactory

T = TypeVar("T")


@contextmanager
def rolled_back(engine: sa.Engine) -> Iterator[sessionmaker[Session]]:
    """Sessions in one transaction that is rolled back in the end, whatever they commit.

    Each commit of theirs ends a savepoint. They see each other's flushed rows. Of two that are at
    work at once, the one that began later must end first: raises `OverlapError`.
    """
    with engine.connect() as connection:
        opened = Opened(connection)
        try:
            yield sessionmaker(connection, join_transaction_mode="create_savepoint")
        finally:
            opened.undo()


@asynccontextmanager
async def rolled_back_async(engine: AsyncEngine) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """As :func:`rolled_back`, for asyncio."""
    from sqlalchemy.ext.asyncio import async_sessionmaker

    async with engine.connect() as connection:
        opened = await connection.run_sync(Opened)
        try:
            yield async_sessionmaker(
                connection, join_transaction_mode="create_savepoint", expire_on_commit=False
            )
        finally:
            await connection.run_sync(lambda _: opened.undo())


@contextmanager
def bound(
    session: Any,
    seed: int = DEFAULT_SEED,
    *,
    today: date | None = None,
    locale: str | None = None,
) -> Iterator[None]:
    """The factories write to ``session`` while the block lasts, then to what they wrote before.

    ``today`` and ``locale`` stay what they are where nothing is said. There is one session in the
    whole process: raises `RuntimeError` in a second thread.
    """
    here = threading.get_ident()
    if _holders and _holders[-1] != here:
        raise RuntimeError(
            "the factories are bound in another thread; bind them in one, or use processes"
        )
    now = context.current
    before = (now.session, now.seed, now.today, now.locale)
    context.bind(session, seed=seed, today=today or now.today, locale=locale or now.locale)
    _holders.append(here)
    try:
        yield
    finally:
        _holders.pop()
        was, seed, then, names = before
        context.bind(was, seed=seed, today=then, locale=names)


_holders: list[int] = []
"""The threads of the blocks that last, the innermost last."""


class AsyncFactories:
    """The factories for asyncio: ``await hvac.create(CustomerFactory)``, or with any function of
    yours that uses them, ``await hvac.run(make_a_busy_day)``.
    """

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def create(self, factory: type[HvacFactory[T]], **overrides: Any) -> T:
        """One row."""
        return await self.run(lambda: factory.create(**overrides))

    async def create_batch(
        self, factory: type[HvacFactory[T]], size: int, **overrides: Any
    ) -> list[T]:
        """Several rows."""
        return await self.run(lambda: factory.create_batch(size, **overrides))

    async def run(self, function: Callable[..., T], *arguments: Any, **keywords: Any) -> T:
        """Whatever uses factories, called where the session may work."""
        return await self.session.run_sync(lambda _: function(*arguments, **keywords))
