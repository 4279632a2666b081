"""A company of default size that can be moved on, for the tests of its days."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from functools import cache
from typing import Any

from factories.days import plan
from factories.days.books import Books
from factories.days.day import Day
from factories.engine.values import day_number
from factories.scenario import Scenario
from tests.depth import THOROUGH
from tests.factories.support import in_memory
from tests.once import once

AS_OF = date(2026, 6, 30)
STAGES = (0, 6, 14, 60, 150)
LONG = ((365, 42),) if THOROUGH else ((150, 42), (150, 7))
"""Days and seed where a test needs many rows: a year, or half a year of two companies that others
ask for as well."""


@cache
def scenario(as_of: date = AS_OF, seed: int = 42, scale: int = 1) -> Scenario:
    """The default company at that date."""
    return Scenario.of(as_of=as_of, seed=seed, scale=scale)


@cache
def _image(days: int, as_of: date, seed: int, scale: int) -> bytes:
    """The company so many days on. The way there leads over a shorter one: days are the same in
    however many goes."""
    if not days:
        return in_memory.image(scenario(as_of, seed, scale))

    def make() -> bytes:
        gone = max(stage for stage in STAGES if stage < days)
        with closing(_opened(_image(gone, as_of, seed, scale))) as connection:
            live(connection, days - gone, as_of, seed, scale, after=gone)
            return connection.serialize()

    return once(f"lived {days} {as_of} {seed} {scale}", make)


def _opened(image: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=1_000)
    connection.deserialize(image)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@contextmanager
def company(as_of: date = AS_OF, seed: int = 42, scale: int = 1) -> Iterator[sqlite3.Connection]:
    """A fresh copy of the populated company."""
    with closing(_opened(_image(0, as_of, seed, scale))) as connection:
        yield connection


@contextmanager
def lived(
    days: int, as_of: date = AS_OF, seed: int = 42, scale: int = 1
) -> Iterator[sqlite3.Connection]:
    """A fresh copy of the company so many days on."""
    with closing(_opened(_image(days, as_of, seed, scale))) as connection:
        yield connection


def of_long(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query in the companies that have lived for long, one after the other."""
    rows: list[tuple[Any, ...]] = []
    for days, seed in LONG:
        with lived(days, seed=seed) as connection:
            rows += connection.execute(sql, values)
    return rows


def live(
    connection: sqlite3.Connection,
    days: int,
    as_of: date = AS_OF,
    seed: int = 42,
    scale: int = 1,
    *,
    after: int = 0,
) -> None:
    """Move the company on by ``days``, ``after`` so many that it has lived already."""
    begun = day_number(as_of)
    plan.live(
        connection, scenario(as_of, seed, scale), begun, begun + after + 1, begun + after + days
    )


def day_of(
    connection: sqlite3.Connection, days: int = 1, as_of: date = AS_OF, scale: int = 1
) -> Day:
    """The day so many days after the company was populated, before its steps have run."""
    made = scenario(as_of, scale=scale)
    begun = day_number(as_of)
    books = Books(connection, made.seed, begun, dict(made.rows))
    books.open_day(begun + days)
    return Day(begun + days, books, made)


def on(days: int, as_of: date = AS_OF) -> str:
    """The date so many days after the company was populated."""
    return (as_of + timedelta(days=days)).isoformat()


def dump(connection: sqlite3.Connection) -> list[str]:
    """Every row of every table."""
    return list(connection.iterdump())
