"""The dbt project builds without a warning, from seeds, tables and Parquet files alike."""

from pathlib import Path

import duckdb
import pytest

from hvac_models import Base
from tests.hvac_analytics.project import Done, Project

TABLES = tuple(table.name for table in Base.metadata.sorted_tables)


def test_it_builds_without_a_warning(built: Project) -> None:
    code, printed = (built.folder / "build.log").read_text("utf-8").split("\n", 1)
    Done(int(code), printed).assert_clean()


# The build has compiled what the documentation shows.
@pytest.mark.parametrize("words", [("deps",), ("debug",), ("docs", "generate", "--no-compile")])
def test_the_other_commands_work(own: Project, words: tuple[str, ...]) -> None:
    own.dbt("--warn-error", *words).assert_clean()


def test_a_second_run_changes_no_mart(own: Project) -> None:
    """Incremental marts included: what has not changed is not there twice."""
    before = _marts(own.folder / "hvac.duckdb")
    own.dbt("--warn-error", "run").assert_clean()
    assert _marts(own.folder / "hvac.duckdb") == before


def test_tables_in_the_warehouse_give_the_same_marts(
    built: Project, own: Project, parsed: Path
) -> None:
    database = own.folder / "hvac.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("drop schema HVAC_ANALYTICS cascade")
    chosen = ("+revenue_monthly", "+inventory_health", "+technician_utilization")
    tables = ("--vars", "raw: tables", "--partial-parse-file-path", str(parsed))
    own.dbt("--warn-error", "run", *tables, "--select", *chosen).assert_clean()
    there = _marts(database)
    assert {"revenue_monthly", "inventory_health", "technician_utilization"} <= there.keys()
    assert there.items() <= _marts(built.folder / "hvac.duckdb").items()


def test_parquet_files_give_the_same_marts(built: Project, own: Project, tmp_path: Path) -> None:
    database = own.folder / "hvac.duckdb"
    files = tmp_path / "parquet"
    files.mkdir()
    with duckdb.connect(str(database)) as connection:
        for table in TABLES:
            target = str(files / f"{table}.parquet").replace("'", "''")
            connection.execute(f"copy HVAC_RAW.{table} to '{target}'")
    database.unlink()
    own.dbt("--warn-error", "run", "--vars", f"raw: {files}").assert_clean()
    assert _marts(database) == _marts(built.folder / "hvac.duckdb")


def _marts(database: Path) -> dict[str, tuple[int, int]]:
    """Each mart's number of rows, and a hash of them whatever their order."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set schema = 'HVAC_ANALYTICS'")
        names = connection.execute(
            "select table_name from duckdb_tables()"
            " where schema_name = 'HVAC_ANALYTICS' and table_name not like 'snap%'"
        ).fetchall()
        assert names, "there are no marts"
        found = {}
        for (name,) in names:
            counted = connection.execute(
                f'select count(*), coalesce(bit_xor(hash(mart)), 0) from "{name}" as mart'
            ).fetchone()
            assert counted is not None
            found[str(name)] = (int(counted[0]), int(counted[1]))
        return found
