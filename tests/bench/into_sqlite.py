"""(b) Rows a second into SQLite with foreign keys enforced, against the two ways known.

Raw `executemany` gets the very tuples that our run wrote, ready in memory. For both, the secondary
indexes are built after the rows, in the same transaction; both times are given.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Session

from factories.engine.processes import available
from factories.engine.writer import create_indexes, create_tables
from factories.plan import run_company
from factories.scenario import Scenario
from hvac_models import Base
from hvac_models.base import enforce_foreign_keys
from tests.bench.measure import AS_OF, Line, folder
from tests.bench.plain_factories import create_company


@dataclass(frozen=True)
class Speed:
    """Seconds until the rows were in, and until the indexes stood and all was committed."""

    rows: int
    inserted: float
    committed: float


def measure(scale: int, rounds: int, customers: int) -> list[Line]:
    """Ours and raw in turn; the ratio is the median of the rounds' ratios."""
    pairs, batch = [], []
    with folder() as scratch:  # what is made once in a process, such as compiled statements
        _ours(scratch / "ours.sqlite", 1)
        _create_batch(scratch / "batch.sqlite", 5)
    for _ in range(rounds):
        with folder() as scratch:
            ours = _ours(scratch / "ours.sqlite", scale)
            pairs.append((ours, _raw(scratch / "ours.sqlite", scratch / "raw.sqlite")))
            batch.append(_create_batch(scratch / "batch.sqlite", customers))
    rows = pairs[0][0].rows
    ours_rate = median(ours.rows / ours.inserted for ours, _ in pairs)
    raw_rate = median(raw.rows / raw.inserted for _, raw in pairs)
    batch_rate = median(batch)
    share = median(raw.inserted / ours.inserted for ours, raw in pairs)
    whole = median(raw.committed / ours.committed for ours, raw in pairs)
    return [
        Line(f"(b) {rows:,} rows into SQLite (--scale {scale}), median of {rounds}", ""),
        Line("    ours: generated and inserted", _rate(ours_rate)),
        Line("    raw executemany of the same tuples", _rate(raw_rate)),
        Line.at_least("    ours / raw", share, 0.6, "{:.2f}"),
        Line("    ours / raw, indexes and commit included", f"{whole:.2f}"),
        Line(f"    create_batch, {customers} customers and theirs", _rate(batch_rate)),
        Line.at_least("    ours / create_batch", ours_rate / batch_rate, 50, "{:.0f}"),
    ]


def _rate(rows_a_second: float) -> str:
    return f"{rows_a_second:,.0f} rows/s"


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """As the command opens its scratch file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = OFF")
        yield connection
    finally:
        connection.close()


def _ours(path: Path, scale: int) -> Speed:
    scenario = Scenario.of(as_of=AS_OF, scale=scale)
    steps: dict[str, float] = {}
    with _opened(path) as connection:
        began = time.perf_counter()
        run_company(
            scenario,
            connection,
            lambda title, _done, _steps: steps.update({title: time.perf_counter() - began}),
            available(),
        )
        connection.execute("COMMIT")
        committed = time.perf_counter() - began
        rows = sum(
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in Base.metadata.tables
        )
    return Speed(rows, steps["Index the tables"], committed)


def _raw(source: Path, path: Path) -> Speed:
    """The rows of `source`, a table at a time to spare the memory; reading them is not counted."""
    rows, inserted = 0, 0.0
    with _opened(source) as filled, _opened(path) as connection:
        connection.execute("BEGIN")
        create_tables(connection, Base.metadata)
        for table in Base.metadata.sorted_tables:
            ready = filled.execute(f"SELECT * FROM {table.name} ORDER BY 1").fetchall()
            marks = ", ".join("?" * len(table.columns))
            began = time.perf_counter()
            connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", ready)
            inserted += time.perf_counter() - began
            rows += len(ready)
        began = time.perf_counter()
        create_indexes(connection, Base.metadata)
        connection.execute("COMMIT")
        return Speed(rows, inserted, inserted + time.perf_counter() - began)


def _create_batch(path: Path, customers: int) -> float:
    """Rows a second; a smaller company, since the rate does not grow with its size."""
    with _opened(path) as connection:
        create_tables(connection, Base.metadata)
    engine = sa.create_engine(f"sqlite:///{path}")
    enforce_foreign_keys(engine)
    try:
        with Session(engine) as session:
            began = time.perf_counter()
            rows = create_company(session, customers)
            return rows / (time.perf_counter() - began)
    finally:
        engine.dispose()
