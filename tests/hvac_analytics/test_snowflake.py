"""The project on Snowflake, as far as a stand-in on this machine can tell."""

from pathlib import Path

from tests.hvac_analytics.portability import problems
from tests.hvac_analytics.project import Project, small_company
from tests.hvac_analytics.stand_in import snowflake

TARGET = ("--target", "snowflake")


def test_it_builds_through_the_snowflake_target(tmp_path: Path) -> None:
    """`fakesnow` takes what a connector sends over HTTP and runs it on DuckDB.

    It cannot do all: dbt's unit tests describe their given rows by statements that it does not
    know, and a second run of a snapshot or of an incremental model needs temporary tables and
    merges that it has not. So this is the first build, of all but unit tests; DuckDB does the rest.
    """
    with snowflake(tmp_path / "server.log") as settings:
        project = Project.copied(tmp_path, small_company(), **settings)
        project.dbt("debug", *TARGET).assert_clean()
        project.dbt("build", *TARGET, "--exclude-resource-type", "unit_test").assert_clean()
        # The tables are there now, so this compiles what an incremental model adds on a rerun.
        project.dbt("compile", *TARGET).assert_clean()
    assert problems(project.folder / "target" / "compiled") == []
