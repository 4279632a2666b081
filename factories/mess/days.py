"""Days of a table that were not delivered, or delivered twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from factories.mess.asked import Mess
from factories.mess.batch import Defect
from factories.rules import mess as rules

EMPTY, DOUBLE = "empty_day", "double_day"
_RECENT = timedelta(days=7)
"""How far back a row that changes may lean on one of an earlier day."""


@dataclass(frozen=True)
class Daily:
    """A table with a day, and the query of its days with their rows.

    A day that may be lost is one that the rest of the data proves: without its rows something else
    does not add up. `proof` says so in SQL over a day's rows; None where nothing does.
    """

    column: str
    proof: str | None


DAILY: Final = {
    "weather_daily": Daily("weather_date", "1"),
    "service_calls": Daily(
        "service_date",
        "max(service_call_id IN (SELECT service_call_id FROM appointments"
        " WHERE service_call_id IS NOT NULL))",
    ),
    "parts_usage": Daily("usage_date", "max(unit_price > 0)"),
    "payments": Daily("payment_date", None),
}
"""A gap in the weather; kept appointments without a visit; parts charged that were not used."""


@dataclass(frozen=True)
class Fate:
    """What happened to a table's day of so many rows."""

    kind: str
    rows: int


def fates(connection: sqlite3.Connection, mess: Mess) -> dict[str, dict[str, Fate]]:
    """By table and day. The first and the last day are whole: a gap has two sides."""
    return _fates(mess, {table: _counted(connection, table)[1:-1] for table in DAILY})


def recent_fates(
    connection: sqlite3.Connection, mess: Mess, as_of: date
) -> dict[str, dict[str, Fate]]:
    """The same for the last days until a day that is over, which may be lost as well."""
    first = as_of - _RECENT
    return _fates(mess, {table: _counted(connection, table, first) for table in DAILY})


def _counted(
    connection: sqlite3.Connection, table: str, first: date = date.min
) -> list[tuple[str, int, int]]:
    """A table's days from the first one on: how many rows, and whether their loss is proved."""
    daily = DAILY[table]
    return connection.execute(
        f"SELECT {daily.column}, count(*), {daily.proof or 0} FROM {table}"
        f" WHERE {daily.column} >= ? GROUP BY 1 ORDER BY 1",
        (first.isoformat(),),
    ).fetchall()


def _fates(
    mess: Mess, counted: Mapping[str, list[tuple[str, int, int]]]
) -> dict[str, dict[str, Fate]]:
    found = {}
    for table, days in counted.items():
        kinds = drawn(mess, table, [day for day, _, _ in days])
        found[table] = {
            day: Fate(kind, rows)
            for (day, rows, proved), kind in zip(days, kinds, strict=True)
            if kind == DOUBLE or (kind == EMPTY and proved)
        }
    _keep_proofs(found)
    return found


def _keep_proofs(found: dict[str, dict[str, Fate]]) -> None:
    """What proves that parts are missing are the visits of the same day."""
    for day, fate in found["service_calls"].items():
        if fate.kind == EMPTY:
            found["parts_usage"].pop(day, None)


def drawn(mess: Mess, table: str, days: list[str]) -> list[str | None]:
    """What happens to each of a table's days, by the address of the day."""
    ids = np.array([date.fromisoformat(day).toordinal() for day in days], np.int64)
    empty = mess.chance(ids, EMPTY, table).happens("hit", mess.times(rules.EMPTY_DAYS))
    double = mess.chance(ids, DOUBLE, table).happens("hit", mess.times(rules.DOUBLE_DAYS))
    return [
        EMPTY if lost else DOUBLE if twice else None
        for lost, twice in zip(empty.tolist(), double.tolist(), strict=True)
    ]


def defects(mess: Mess, fates_of: Mapping[str, Mapping[str, Fate]]) -> list[Defect]:
    return [
        Defect(table, day, DAILY[table].column, fate.kind, str(fate.rows))
        for table, days in fates_of.items()
        for day, fate in days.items()
        if mess.wants(fate.kind)
    ]
