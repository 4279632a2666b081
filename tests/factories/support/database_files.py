"""Database files of companies: populated once in a process, copied for each test."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from factories.populate import populate
from factories.scenario import Scenario

ROWS: Mapping[str, int] = {"customers": 40, "marketing_campaigns": 2}


_HOME = TemporaryDirectory(prefix="hvac-advance-", ignore_cleanup_errors=True)


def scenario(seed: int = 42, as_of: date = date(2025, 9, 30), scale: int = 1) -> Scenario:
    return Scenario.of(seed=seed, as_of=as_of, history_days=120, scale=scale, rows=ROWS)


@lru_cache(maxsize=16)
def _made(company: Scenario) -> Path:
    path = Path(_HOME.name, f"{_made.cache_info().misses}.sqlite")
    populate(company, database=path)
    return path


def populated(path: Path, company: Scenario | None = None) -> Path:
    """A fresh copy of a populated company."""
    shutil.copyfile(_made(company or scenario()), path)
    return path


def dump(path: Path) -> str:
    """Every row of the database, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


def rows(path: Path, table: str, key: str) -> Iterator[tuple[int, sqlite3.Row]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for row in connection.execute(f"select * from {table} order by {key}"):
            yield row[key], row
