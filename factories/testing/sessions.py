"""Sessions that leave nothing behind: what a test commits, and what the app does, is undone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from factories.engine import context
from factories.engine.context import DEFAULT_SEED

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

    from factories.engine.factory import HvacFactory

T = TypeVar("T")


class CommittedPastError(RuntimeError):
    """A test's transaction was ended by somebody else, so its rows cannot be taken back."""

    def __init__(self) -> None:
        super().__init__(
            "something committed or rolled back on the engine itself, and the test's rows cannot be"
            " taken back; let the app use hvac_session, or sessions of hvac_sessionmaker"
        )


def seed_of(test_id: str, seed: int = DEFAULT_SEED) -> int:
    """The seed of one test: of its name alone, so that no other test changes its values."""
    digest = blake2b(f"{seed}\x1f{test_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


@contextmanager
def rolled_back(engine: sa.Engine) -> Iterator[sessionmaker[Session]]:
    """Sessions in one transaction that is rolled back in the end, whatever they commit.

    Each commit of theirs ends a savepoint. They see each other's flushed rows.
    """
    with engine.connect() as connection:
        opened = _Opened(connection)
        try:
            yield sessionmaker(connection, join_transaction_mode="create_savepoint")
        finally:
            opened.undo()


@asynccontextmanager
async def rolled_back_async(engine: AsyncEngine) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """As :func:`rolled_back`, for asyncio."""
    from sqlalchemy.ext.asyncio import async_sessionmaker

    async with engine.connect() as connection:
        opened = await connection.run_sync(_Opened)
        try:
            yield async_sessionmaker(
                connection, join_transaction_mode="create_savepoint", expire_on_commit=False
            )
        finally:
            await connection.run_sync(lambda _: opened.undo())


class _Opened:
    """The transaction around a test's savepoints."""

    def __init__(self, connection: sa.Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        self.driver = driver
        self.is_sqlite = connection.dialect.name == "sqlite"
        if self.is_sqlite:
            # The driver would begin by itself, too late for a savepoint.
            self.level: Any = self.driver.isolation_level
            self.driver.isolation_level = None
        self.transaction = connection.begin()
        if self.is_sqlite and not self._in_transaction():
            connection.exec_driver_sql("BEGIN")

    def _in_transaction(self) -> bool:
        raw = getattr(self.driver, "_connection", self.driver)
        return bool(raw.in_transaction)

    def undo(self) -> None:
        lost = not self.transaction.is_active or (self.is_sqlite and not self._in_transaction())
        if self.transaction.is_active:
            self.transaction.rollback()
        if self.is_sqlite:
            self.driver.isolation_level = self.level
        if lost:
            raise CommittedPastError


@contextmanager
def bound(session: Any, seed: int = DEFAULT_SEED) -> Iterator[None]:
    """The factories write to ``session`` while the block lasts, then to what they wrote before."""
    now = context.current
    before = (now.session, now.seed, now.today, now.locale)
    context.bind(session, seed=seed)
    try:
        yield
    finally:
        was, seed, today, locale = before
        context.bind(was, seed=seed, today=today, locale=locale)


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
