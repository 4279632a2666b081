import sqlite3
from collections.abc import Iterator
from datetime import date

import pytest

from factories.scenario import Scenario
from tests.factories.support.in_memory import populated

AS_OF = date(2025, 9, 30)


@pytest.fixture(scope="session")
def company() -> Iterator[sqlite3.Connection]:
    """A company of the usual size, that nothing enforces: tests break it and roll back."""
    connection = populated(Scenario.of(as_of=AS_OF))
    connection.execute("pragma foreign_keys = off")
    connection.execute("pragma ignore_check_constraints = on")
    yield connection
    connection.close()
