"""Fixtures for pytest: an engine, a session that is rolled back, the factories, a small company.

Installed with the package; ``-p no:hvac`` turns it off. It stands beside the models, since an app
may well have a module ``factories`` of its own: ours is not imported before a fixture is used or an
option given. The fixtures for asyncio are plain ones: they work with pytest-asyncio, with anyio and
without either.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
    from sqlalchemy.orm import Session, sessionmaker

    from factories.testing import AsyncDataset, AsyncFactories, Dataset, SmallCompany

T = TypeVar("T")
_SEED = pytest.StashKey[int]()
_TODAY = pytest.StashKey[date]()
_LOCALE = pytest.StashKey[str]()
running: dict[str, tuple[str, int]] = {}
"""Under ``test`` the id of the one that runs, and the seed: ``factories.seeding`` asks for it when
it is imported."""


def pytest_addoption(parser: pytest.Parser) -> None:
    url = "database of the hvac fixtures: sqlite:///FILE or postgresql://... (default: in memory)"
    seed = "seed of the hvac factories; each test draws its own from it and the test's id"
    group = parser.getgroup("hvac")
    group.addoption("--hvac-url", metavar="URL", help=url)
    group.addoption("--hvac-seed", metavar="N", help=f"{seed} (default: 42)")
    today = "today of the hvac factories, as YYYY-MM-DD (default: 2026-01-02)"
    locale = "Faker locale of people's names (default: en_US)"
    group.addoption("--hvac-today", metavar="DATE", help=today)
    group.addoption("--hvac-locale", metavar="LOCALE", help=locale)
    parser.addini("hvac_today", today)
    parser.addini("hvac_locale", locale)
    parser.addini("hvac_url", url)
    parser.addini("hvac_seed", seed)


def pytest_configure(config: pytest.Config) -> None:
    seed = _setting(config, "hvac_seed") or "42"
    if not seed.isascii() or not seed.isdigit():
        raise pytest.UsageError(f"--hvac-seed: {seed!r} is not a whole number; give one such as 3")
    config.stash[_SEED] = int(seed)
    if _setting(config, "hvac_today") or _setting(config, "hvac_locale"):
        if theirs := _theirs():
            raise pytest.UsageError(theirs)
        _begin(config)


def _begin(config: pytest.Config) -> None:
    """What the factories begin with; the options are looked at."""
    if _TODAY in config.stash:
        return
    from factories import seeding

    config.stash[_TODAY] = seeding.current_today = _today(config)
    config.stash[_LOCALE] = seeding.current_locale = _locale(config)


def _today(config: pytest.Config) -> date:
    from factories import seeding

    said = _setting(config, "hvac_today") or seeding.DEFAULT_TODAY.isoformat()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise pytest.UsageError(
            f"--hvac-today: {said!r} is not a date; write it as YYYY-MM-DD"
        ) from None
    if not seeding.FIRST_TODAY <= day <= seeding.LAST_TODAY:
        ends = f"{seeding.FIRST_TODAY} to {seeding.LAST_TODAY}"
        raise pytest.UsageError(f"--hvac-today: {said} is out of range; choose {ends}")
    return day


def _locale(config: pytest.Config) -> str:
    from factories import seeding

    locale = _setting(config, "hvac_locale") or seeding.DEFAULT_LOCALE
    if locale != seeding.DEFAULT_LOCALE:
        from factories.pools.locales import why_not

        if why := why_not(locale):
            raise pytest.UsageError(f"--hvac-locale: {locale!r} {why}")
    return locale


def _theirs() -> str:
    """Why the fixtures cannot be used, where ``factories`` is a module of the app; else empty."""
    try:
        importlib.import_module("factories.seeding")
    except ModuleNotFoundError as error:
        if error.name not in ("factories", "factories.seeding"):
            raise
        found = getattr(sys.modules.get("factories"), "__file__", None) or "a folder"
        return (
            f"hvac: 'factories' is {found} here, which hides that of hvac-analytics; rename yours,"
            " such as to app_factories, or do without the hvac fixtures and options"
        )
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What is built without a session hangs on the test's id as well, not on the tests before."""
    test = running["test"] = _test_id(item), item.config.stash[_SEED]
    seeding: Any = sys.modules.get("factories.seeding")
    if seeding is None:
        return
    seeding.current_seed = seeding.seed_of(*test)
    context = sys.modules.get("factories.engine.context")
    if context is not None and context.current.session is None:
        context.bind(
            None,
            seed=seeding.current_seed,
            today=seeding.current_today,
            locale=seeding.current_locale,
        )


@pytest.fixture(scope="session")
def _hvac(pytestconfig: pytest.Config) -> None:
    """Our factories, and not an app's module of that name."""
    if theirs := _theirs():
        pytest.fail(theirs, pytrace=False)
    _begin(pytestconfig)


@pytest.fixture(scope="session")
def hvac_url(pytestconfig: pytest.Config) -> str | None:
    """The database to test in; None for SQLite in memory. Override it to start a server first."""
    return _setting(pytestconfig, "hvac_url") or None


@pytest.fixture(scope="session")
def hvac_engine(
    _hvac: None, hvac_url: str | None, pytestconfig: pytest.Config
) -> Iterator[sa.Engine]:
    """An engine with the 27 tables, foreign keys on, for the whole run of this worker."""
    from factories.testing import disposed, engine_for

    worker = _worker(pytestconfig)
    with _one_line():
        engine = engine_for(hvac_url, worker)
    with disposed(engine, worker):
        yield engine


@pytest.fixture
def hvac_sessionmaker(_hvac: None, hvac_engine: sa.Engine) -> Iterator[sessionmaker[Session]]:
    """Makes sessions of the test's transaction, for an app that opens its own."""
    from factories.testing import rolled_back

    with rolled_back(hvac_engine) as made:
        yield made


@pytest.fixture
def hvac_session(hvac_sessionmaker: sessionmaker[Session]) -> Iterator[Session]:
    """A session whose rows are gone after the test, also what it commits."""
    with hvac_sessionmaker() as session:
        yield session


@pytest.fixture
def hvac_factories(hvac_session: Session, request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    """The package ``factories``, writing to ``hvac_session``; its values hang on the test's id."""
    import factories

    with _bound(hvac_session, request):
        yield factories


@pytest.fixture
def hvac_audit(hvac_session: Session) -> Callable[..., dict[str, list[str]]]:
    """Says what is wrong with the rows of ``hvac_session``: ``assert hvac_audit() == {}``."""
    from factories.audit import audit_rows

    return partial(audit_rows, hvac_session)


@pytest.fixture(scope="session")
def hvac_company(_hvac: None, pytestconfig: pytest.Config) -> SmallCompany:
    """What ``hvac_dataset`` holds; override it to give another scenario."""
    from factories.testing import SmallCompany

    return SmallCompany(as_of=pytestconfig.stash[_TODAY])


@pytest.fixture
def hvac_dataset(hvac_session: Session, hvac_company: SmallCompany) -> Dataset:
    """A small company in ``hvac_session``: run once, copied into the test's transaction."""
    from factories.testing import Dataset

    hvac_company.copy_into(hvac_session.connection())
    return Dataset(hvac_company, hvac_session)


@pytest.fixture(scope="session")
def _hvac_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Where the fixtures for asyncio do their own work: the test's loop is not there yet."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def hvac_async_engine(
    _hvac: None,
    hvac_url: str | None,
    pytestconfig: pytest.Config,
    _hvac_loop: asyncio.AbstractEventLoop,
) -> Iterator[AsyncEngine]:
    """As ``hvac_engine``, for asyncio. In memory it is another database than that one."""
    from factories.testing import async_disposed, async_engine_for

    worker = f"{_worker(pytestconfig)}async"
    with _one_line():
        engine = _hvac_loop.run_until_complete(async_engine_for(hvac_url, worker))
    yield engine
    _hvac_loop.run_until_complete(async_disposed(engine, worker))


@pytest.fixture
def hvac_async_sessionmaker(
    _hvac: None, hvac_async_engine: AsyncEngine, _hvac_loop: asyncio.AbstractEventLoop
) -> Iterator[async_sessionmaker[AsyncSession]]:
    """Makes AsyncSessions of the test's transaction, for an app that opens its own."""
    from factories.testing import rolled_back_async

    around = rolled_back_async(hvac_async_engine)
    yield _hvac_loop.run_until_complete(around.__aenter__())
    _hvac_loop.run_until_complete(around.__aexit__(None, None, None))


@pytest.fixture
def hvac_async_session(
    hvac_async_sessionmaker: async_sessionmaker[AsyncSession],
    _hvac_loop: asyncio.AbstractEventLoop,
) -> Iterator[AsyncSession]:
    """An AsyncSession whose rows are gone after the test, also what it commits."""
    session = hvac_async_sessionmaker()
    yield session
    _hvac_loop.run_until_complete(session.close())


@pytest.fixture
def hvac_async_factories(
    hvac_async_session: AsyncSession, request: pytest.FixtureRequest
) -> Iterator[AsyncFactories]:
    """The factories, writing to ``hvac_async_session``: ``await ....create(CustomerFactory)``."""
    from factories.testing import AsyncFactories

    with _bound(hvac_async_session.sync_session, request):
        yield AsyncFactories(hvac_async_session)


@pytest.fixture
def hvac_async_dataset(
    hvac_async_session: AsyncSession,
    hvac_company: SmallCompany,
    _hvac_loop: asyncio.AbstractEventLoop,
) -> AsyncDataset:
    """As ``hvac_dataset``, in ``hvac_async_session``."""
    from factories.testing import AsyncDataset

    copy = hvac_async_session.run_sync(lambda s: hvac_company.copy_into(s.connection()))
    _run(_hvac_loop, copy)
    return AsyncDataset(hvac_company, hvac_async_session)


def _run(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    return loop.run_until_complete(work)


@contextmanager
def _bound(session: Session, request: pytest.FixtureRequest) -> Iterator[None]:
    from factories.testing import bound, seed_of

    stash = request.config.stash
    seed = seed_of(_test_id(request.node), stash[_SEED])
    with bound(session, seed, today=stash[_TODAY], locale=stash[_LOCALE]):
        yield


def _test_id(item: pytest.Item) -> str:
    """The test's id, without the group that xdist adds to it in a worker."""
    test_id: str = item.nodeid
    for mark in item.iter_markers("xdist_group"):
        group = mark.args[0] if mark.args else mark.kwargs.get("name", "default")
        test_id = test_id.removesuffix(f"@{group}")
    return test_id


def _setting(config: pytest.Config, name: str) -> str:
    return str(config.getoption(name, None) or config.getini(name) or "")


def _worker(config: pytest.Config) -> str:
    """xdist's name of this process; empty without xdist."""
    return str(getattr(config, "workerinput", {}).get("workerid", ""))


@contextmanager
def _one_line() -> Iterator[None]:
    """A mistake in the options ends the run with one line."""
    from factories.errors import UserError

    try:
        yield
    except UserError as error:
        pytest.exit(f"error: {error}", returncode=pytest.ExitCode.USAGE_ERROR)
