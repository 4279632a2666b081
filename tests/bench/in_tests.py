"""(g) What the factories cost a test suite: the fixtures' work, one row, the import."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from factories.tables.customers import CustomerFactory
from factories.testing import SmallCompany, bound, disposed, engine_for, rolled_back, seed_of
from tests.bench import plain_factories
from tests.bench.measure import Line, run

BARE = "import sqlalchemy.orm, factory, numpy"
PACKAGE = f"{BARE}; import factories"
ALL = f"{PACKAGE}; factories.ALL"
HEAVY = ("pandas", "pyarrow", "duckdb", "snowflake")


def measure(tests: int, rounds: int) -> list[Line]:
    with disposed(engine_for()) as engine:
        lines = [
            Line(f"(g) in a test suite, median of {tests} tests", ""),
            _set_up(engine, tests),
            *_one_row(engine, tests),
            _copy(engine, tests),
        ]
    return [*lines, *_import(rounds)]


def _set_up(engine: sa.Engine, tests: int) -> Line:
    """What ``hvac_session`` does before the test."""

    def once(_test: int) -> float:
        began = time.perf_counter()
        with rolled_back(engine) as make_session, make_session():
            return time.perf_counter() - began

    return Line.at_most("    hvac_session set up", 1e3 * _typical(once, tests), 1.0, "{:.2f} ms")


def _one_row(engine: sa.Engine, tests: int) -> list[Line]:
    """A row in each test, with a seed of its own; plain factories begin anew as well."""

    def ours(session: Session, test: int) -> float:
        began = time.perf_counter()
        with bound(session, seed_of(f"test {test}")):
            CustomerFactory()
            session.flush()
            return time.perf_counter() - began

    def plain(session: Session, _test: int) -> float:
        began = time.perf_counter()
        factory: Any
        for factory in (plain_factories.CustomerFactory, plain_factories.BranchFactory):
            factory._meta.sqlalchemy_session = session
            factory.reset_sequence(0)
        plain_factories.CustomerFactory()
        session.flush()
        return time.perf_counter() - began

    pairs = [(_rolled_back(engine, ours, n), _rolled_back(engine, plain, n)) for n in range(tests)]
    pairs = pairs[tests // 10 :]  # the first fill caches
    rows = {"ours": median(ours for ours, _ in pairs), "plain": median(plain for _, plain in pairs)}
    return [
        Line("    the test's first CustomerFactory()", f"{1e6 * rows['ours']:.0f} us"),
        Line("    the same, plain factory_boy", f"{1e6 * rows['plain']:.0f} us"),
        Line.at_most("    ours / plain", rows["ours"] / rows["plain"], 1.0, "{:.2f}"),
    ]


def _rolled_back(engine: sa.Engine, make: Callable[[Session, int], float], test: int) -> float:
    with rolled_back(engine) as make_session, make_session() as session:
        return make(session, test)


def _copy(engine: sa.Engine, tests: int) -> Line:
    """What ``hvac_dataset`` does before the test, for 500 of its rows."""
    company = SmallCompany()
    rows = sum(len(table) for table in company.tables.values())

    def once(_test: int) -> float:
        with rolled_back(engine) as make_session, make_session() as session:
            connection = session.connection()
            began = time.perf_counter()
            company.copy_into(connection)
            return time.perf_counter() - began

    milliseconds = 1e3 * _typical(once, tests) * 500 / rows
    return Line.at_most("    hvac_dataset copied, 500 rows", milliseconds, 10, "{:.1f} ms")


def _typical(once: Callable[[int], float], tests: int) -> float:
    once(0)
    return median(once(test) for test in range(tests))


def _import(rounds: int) -> list[Line]:
    """The package, and all factories, after what they cannot do without; nothing heavy comes."""
    run("-c", f"{ALL}; import sys; sys.exit(any(name in sys.modules for name in {HEAVY}))")
    times = [[run("-c", code).seconds for code in (BARE, PACKAGE, ALL)] for _ in range(rounds)]
    bare, package, every = (median(column) for column in zip(*times, strict=True))
    return [
        Line.at_most("    import factories / bare imports", package / bare, 1.2, "{:.2f}"),
        Line("    the 27 factories / bare imports", f"{every / bare:.2f}"),
    ]
