"""A small company, run once and copied into a test's transaction as often as one likes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from factories.engine import context
from factories.engine.writer import statements
from factories.plan import run_company
from factories.runs.copying import insert_rows
from factories.scenario import Scenario
from factories.seeding import DEFAULT_TODAY
from hvac_models import SCHEMA

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")

SMALL = {
    "customers": 12,
    "equipment_types": 26,
    "parts": 69,
    "suppliers": 5,
    "marketing_campaigns": 2,
}
SMALL_DAYS = 365


class SmallCompany:
    """The rows of a scenario, kept in memory; by default of about 850 rows, a year long.

    Its last day is the factories' ``today``, so that both agree on what is overdue.
    """

    def __init__(self, scenario: Scenario | None = None, *, as_of: date = DEFAULT_TODAY) -> None:
        self.scenario = scenario or Scenario.of(as_of=as_of, history_days=SMALL_DAYS, rows=SMALL)

    @cached_property
    def tables(self) -> Mapping[str, Sequence[tuple[Any, ...]]]:
        """Each table's rows as SQLite holds them, parents first; the company is run here."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
            run_company(self.scenario, made, lambda *_: None)
            return {
                table.name: made.execute(sa.select(table).compile().string).fetchall()
                for table in SCHEMA.sorted_tables
            }

    @cached_property
    def _typed(self) -> Mapping[str, Sequence[Any]]:
        """The rows as Python objects, for other databases than SQLite."""
        engine = sa.create_engine("sqlite://")
        with engine.begin() as connection:
            SCHEMA.create_all(connection)
            self.copy_into(connection)
            found = {
                table.name: connection.execute(sa.select(table)).all()
                for table in SCHEMA.sorted_tables
            }
        engine.dispose()
        return found

    @cached_property
    def _inserts(self) -> list[tuple[str, list[tuple[Any, ...]]]]:
        """Made once: a copy is nothing but the database's own work."""
        return [
            (statement, [tuple(row) for row in values])
            for name, rows in self.tables.items()
            for statement, values in statements(
                SCHEMA.tables[name], [value for row in rows for value in row]
            )
        ]

    def copy_into(self, connection: sa.Connection) -> None:
        """Insert all rows, in the connection's transaction."""
        if connection.dialect.name == "sqlite":
            for statement, values in self._inserts:
                connection.exec_driver_sql(statement, values)
        else:
            for name, rows in self._typed.items():
                insert_rows(connection, SCHEMA.tables[name], rows)
        context.current.forget()


@dataclass(frozen=True)
class _Copied:
    company: SmallCompany

    @property
    def as_of(self) -> date:
        """The company's last day."""
        return self.company.scenario.as_of

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table had when it was copied."""
        return {name: len(rows) for name, rows in self.company.tables.items()}


@dataclass(frozen=True)
class Dataset(_Copied):
    """A company in a test's session."""

    session: Session

    def all(self, model: type[T]) -> list[T]:
        """The rows of a model, by their key."""
        return list(self.session.scalars(_in_order(model)))


@dataclass(frozen=True)
class AsyncDataset(_Copied):
    """A company in a test's AsyncSession."""

    session: AsyncSession

    async def all(self, model: type[T]) -> list[T]:
        """The rows of a model, by their key."""
        return list(await self.session.scalars(_in_order(model)))


def _in_order(model: type[T]) -> sa.Select[tuple[T]]:
    mapper: Any = sa.inspect(model)
    return sa.select(model).order_by(*mapper.primary_key)
