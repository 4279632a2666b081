"""Snapshots keep each version of a row, valid from when the row says that it changed."""

from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from tests.hvac_analytics.project import Project

Version = tuple[datetime, datetime | None, int]
RECORDED, EDITED = 1, 2
"""Contracts: one that the company changes, one that somebody edits and then puts right again."""


def test_versions_are_valid_from_when_the_row_changed(own: Project) -> None:
    database = own.folder / "hvac.duckdb"
    first = _versions(database)
    assert all(len(versions) == 1 for versions in first.values())
    assert {k: v[0][:2] for k, v in first.items()} == _recorded(database)
    began, _, cost = first[RECORDED][0]
    changed = began + timedelta(days=1)

    _change(
        database,
        f"annual_cost = annual_cost + 1, updated_at_utc = '{changed}'"
        f" where subscription_id = {RECORDED}",
        f"annual_cost = annual_cost + 1 where subscription_id = {EDITED}",
    )
    own.dbt("snapshot", "--select", "snap_subscriptions").assert_clean()
    second = _versions(database)
    assert second[RECORDED] == [(began, changed, cost), (changed, None, cost + 1)]
    assert [(until is None, cost) for _, until, cost in second[EDITED]] == [
        (False, first[EDITED][0][2]),
        (True, first[EDITED][0][2] + 1),
    ]
    assert {k: v for k, v in second.items() if k not in (RECORDED, EDITED)} == {
        k: v for k, v in first.items() if k not in (RECORDED, EDITED)
    }

    _change(database, f"annual_cost = annual_cost - 1 where subscription_id = {EDITED}")
    own.dbt("snapshot", "--select", "snap_subscriptions").assert_clean()
    third = _versions(database)
    assert third[RECORDED] == second[RECORDED]
    current = [cost for _, until, cost in third[EDITED] if until is None]
    assert len(third[EDITED]) == 3
    assert current == [first[EDITED][0][2]]


def _versions(database: Path) -> dict[int, list[Version]]:
    """Of each contract: from when, until when, and its price, in the order in which they came."""
    found: dict[int, list[Version]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select subscription_id, dbt_valid_from, dbt_valid_to, annual_cost"
            " from HVAC_ANALYTICS.snap_subscriptions order by dbt_valid_from, rowid"
        ).fetchall()
    for key, *version in rows:
        found.setdefault(key, []).append((version[0], version[1], version[2]))
    assert RECORDED in found
    assert EDITED in found
    return found


def _recorded(database: Path) -> dict[int, tuple[datetime, None]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select subscription_id, updated_at_utc from HVAC_RAW.subscriptions"
        )
        return {key: (moment, None) for key, moment in rows.fetchall()}


def _change(database: Path, *changes: str) -> None:
    with duckdb.connect(str(database)) as connection:
        for change in changes:
            done = connection.execute(f"update HVAC_RAW.subscriptions set {change}").fetchone()
            assert done == (1,), change
