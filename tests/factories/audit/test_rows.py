"""The checks of single rows know every CHECK of the models, on hand-made rows."""

import sqlite3
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import create_engine

from factories.audit import all_checks
from factories.audit.run import run_check
from hvac_models import Base
from tests.hvac_models.good_rows import ROWS
from tests.hvac_models.test_checks import CHECKS, ways_to_break

AS_OF = date(2025, 12, 31)
BY_NAME = {check.name: check for check in all_checks()}


@pytest.fixture(scope="module")
def rows() -> Iterator[sqlite3.Connection]:
    """A database with a good row in each table."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(table.insert(), ROWS[table.name])
    pooled = engine.raw_connection()
    connection_ = pooled.driver_connection
    assert isinstance(connection_, sqlite3.Connection)
    connection_.isolation_level = None
    connection_.execute("pragma ignore_check_constraints = on")
    yield connection_
    pooled.close()
    engine.dispose()


def check_of(table: str) -> str:
    return f"{table.replace('_', '-')}-rows-hold"


@pytest.mark.parametrize("table", ROWS)
def test_a_good_row_holds(rows: sqlite3.Connection, table: str) -> None:
    assert run_check(rows, BY_NAME[check_of(table)], AS_OF).count == 0


@pytest.mark.parametrize(("table", "check", "_rule"), CHECKS, ids=lambda value: str(value)[:60])
def test_a_broken_check_is_reported(
    rows: sqlite3.Connection, table: str, check: str, _rule: str
) -> None:
    for changes in ways_to_break(table, check):
        rows.execute("begin")
        assignments = ", ".join(f"{column} = :{column}" for column in changes)
        rows.execute(f"update {table} set {assignments}", changes)
        found = run_check(rows, BY_NAME[check_of(table)], AS_OF)
        rows.execute("rollback")
        assert found.count == 1, changes
