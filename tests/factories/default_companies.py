"""The company of default size, with several seeds: made once for all processes of a test run."""

import datetime as dt
import sqlite3
from contextlib import closing
from functools import cache

from factories.plan import run_company
from factories.runs.summary import no_progress
from factories.scenario import Scenario
from tests.once import once

AS_OF = dt.date(2026, 6, 30)
SEEDS = (1, 2, 3, 4, 42)


@cache
def companies() -> tuple[sqlite3.Connection, ...]:
    return tuple(map(_company, SEEDS))


def _company(seed: int) -> sqlite3.Connection:
    def make() -> bytes:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            run_company(Scenario.of(seed=seed, as_of=AS_OF), connection, no_progress)
            connection.execute("COMMIT")
            return connection.serialize()

    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(once(f"default company {AS_OF} {seed}", make))
    return connection
