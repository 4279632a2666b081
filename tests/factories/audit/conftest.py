import sqlite3
from collections.abc import Iterator
from datetime import date

import pytest

from factories.plan import run_company
from factories.scenario import Scenario

AS_OF = date(2025, 9, 30)


@pytest.fixture(scope="session")
def company() -> Iterator[sqlite3.Connection]:
    """A company of the usual size, that nothing enforces: tests break it and roll back."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    run_company(Scenario.of(as_of=AS_OF), connection, lambda _title, _done, _of: None)
    connection.execute("commit")
    connection.execute("pragma foreign_keys = off")
    connection.execute("pragma ignore_check_constraints = on")
    yield connection
    connection.close()
