"""A company small enough to be run many times in a test."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from factories.scenario import Scenario

AS_OF: Final = date(2025, 9, 30)
HISTORY_DAYS: Final = 365
ROWS: Final[Mapping[str, int]] = {"customers": 20, "marketing_campaigns": 2}
OPTIONS: Final = (
    *("--as-of", AS_OF.isoformat(), "--history-days", str(HISTORY_DAYS)),
    *(word for table, count in ROWS.items() for word in ("--rows", f"{table}={count}")),
)


def scenario(seed: int = 42) -> Scenario:
    return Scenario.of(seed=seed, as_of=AS_OF, history_days=HISTORY_DAYS, rows=ROWS)
