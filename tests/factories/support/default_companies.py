"""The company of default size, with several seeds."""

import datetime as dt
import sqlite3
from functools import cache

from factories.scenario import Scenario
from tests.factories.support.in_memory import populated

AS_OF = dt.date(2026, 6, 30)
SEEDS = (1, 2, 3, 4, 42)


@cache
def companies() -> tuple[sqlite3.Connection, ...]:
    """One a seed, for tests that only read."""
    return tuple(populated(Scenario.of(seed=seed, as_of=AS_OF)) for seed in SEEDS)
