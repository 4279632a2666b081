"""DuckDB without workers: it wakes them for each of thousands of small statements, and then finds
nothing for them to do, as no table of a test has the 122,880 rows that it shares out."""

from typing import Any

import duckdb


def one_thread() -> None:
    """From now on every connection of this process has one thread."""
    connect = duckdb.connect

    def alone(*given: Any, **named: Any) -> Any:
        named["config"] = {**(named.get("config") or {}), "threads": 1}
        return connect(*given, **named)

    duckdb.connect = alone
