"""The project on Snowflake, as far as a stand-in on this machine can tell."""

import shutil
from collections import Counter
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import snowflake.connector

from tests.hvac_analytics.portability import problems
from tests.hvac_analytics.project import ROOT, Project, small_company
from tests.hvac_analytics.stand_in import stand_in
from tests.markdown import Document

TARGET = ("--target", "snowflake")
NO_TIME = datetime(1970, 1, 1)
Rows = Counter[tuple[object, ...]]


def test_it_builds_through_the_snowflake_target(built: Project, tmp_path: Path) -> None:
    """`fakesnow` takes what a connector sends over HTTP and runs it on DuckDB.

    It cannot do all: dbt's unit tests describe their given rows by statements that it does not
    know, and a second run of a snapshot or of an incremental model needs temporary tables and
    merges that it has not. So this is the first build, of all but unit tests; DuckDB does the rest.
    """
    with stand_in(tmp_path / "server.log") as settings:
        logged = {"DBT_LOG_LEVEL_FILE": "debug", **settings}
        project = Project.copied(tmp_path, small_company(), **logged)
        project.dbt("build", *TARGET, "--exclude-resource-types", "unit_test").assert_clean()
        log = (project.folder / "logs" / "dbt.log").read_text("utf-8")
        there = _on_snowflake(settings)
        assert problems(project.folder / "target" / "compiled") == []
        # The tables are there now, so this compiles what an incremental model adds on a rerun.
        reruns = ("--select", "config.materialized:incremental", "resource_type:snapshot")
        project.dbt("compile", *TARGET, *reruns).assert_clean()
    assert problems(project.folder / "target" / "compiled") == []
    assert log.count("SQL status") == pytest.approx(_statements_told(), rel=0.03)

    # What dbt knows of the project by its other target, it need not find out again.
    parsed = "target/partial_parse.msgpack"
    shutil.copyfile(built.folder / parsed, project.folder / parsed)
    without = ("--exclude-resource-types", "test", "unit_test", "snapshot")
    project.dbt("build", *without).assert_clean()
    here = _on_duckdb(project.folder / "hvac.duckdb")
    assert len(here) > 25
    for mart, rows in here.items():
        assert rows == there[mart], mart


def test_what_is_missing_in_the_environment_is_named(own: Project) -> None:
    done = own.dbt("debug", *TARGET)
    assert done.code == 2, done.printed
    assert "Env var required but not provided: 'SNOWFLAKE_ACCOUNT'" in done.printed
    assert "Traceback" not in done.printed


def _statements_told() -> int:
    """Of a first build without unit tests, by the project's README."""
    document = Document(ROOT / "hvac_analytics" / "README.md")
    rows = document.table("Command", "Statements", "Busy", "Credits", "At $2 to $3 a credit")
    told = {row[0]: int(row[1].replace(",", "")) for row in rows}
    unit_tests = told["`dbt test`"] - told["`dbt test` without unit tests"]
    return told["`dbt build`"] - unit_tests


def _on_snowflake(settings: dict[str, str]) -> dict[str, Rows]:
    words = {
        name.removeprefix("SNOWFLAKE_").lower(): value
        for name, value in settings.items()
        if name != "SNOWFLAKE_PORT"
    }
    with (
        closing(
            snowflake.connector.connect(
                **words,
                port=int(settings["SNOWFLAKE_PORT"]),
                network_timeout=60,
                session_parameters={"CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED": False},
            )
        ) as connection,
        closing(connection.cursor()) as cursor,
    ):
        return _marts(cursor)


def _on_duckdb(database: Path) -> dict[str, Rows]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return _marts(connection)


def _marts(cursor: Any) -> dict[str, Rows]:
    """The rows of each mart, whatever their order, as both warehouses would write them."""
    cursor.execute(
        "select lower(table_name) from information_schema.tables"
        " where table_schema = 'HVAC_ANALYTICS' and table_type = 'BASE TABLE'"
    )
    names = sorted(name for (name,) in cursor.fetchall() if not name.startswith("snap_"))
    return {name: _rows(cursor, name) for name in names}


def _rows(cursor: Any, mart: str) -> Rows:
    cursor.execute(f"select * from HVAC_ANALYTICS.{mart}")
    return Counter(tuple(_plain(value) for value in row) for row in cursor.fetchall())


def _plain(value: object) -> object:
    """Decimals without their trailing zeros, and what the server makes of an empty timestamp."""
    if isinstance(value, Decimal):
        return value.normalize()
    return None if value == NO_TIME else value
