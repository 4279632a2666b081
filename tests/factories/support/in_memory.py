"""A company that is populated in memory, made once for all processes of a test run."""

import sqlite3
from contextlib import closing

from factories.plan import run_company
from factories.runs.progress import no_progress
from factories.scenario import Scenario
from tests.once import once


def populated(scenario: Scenario) -> sqlite3.Connection:
    """A fresh copy of the company."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(image(scenario))
    return connection


def image(scenario: Scenario) -> bytes:
    """The company's database as SQLite serializes it."""

    def make() -> bytes:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            run_company(scenario, connection, no_progress)
            connection.execute("COMMIT")
            return connection.serialize()

    return once(f"populated {scenario}", make)
