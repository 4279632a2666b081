"""The migrated schema is the models' schema, on SQLite by reflection and on Snowflake as text."""

import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from factories.populate import populate
from factories.scenario import Scenario
from hvac_models import Base
from migrations import HEAD
from tests.migrations.revising import ROOT, VERSIONS, config_for

TABLES = len(Base.metadata.tables)


def printed_sql(url: str, revisions: str) -> str:
    output = io.StringIO()
    run = command.downgrade if ":" in revisions else command.upgrade
    run(config_for(url, output=output), revisions, sql=True)
    return output.getvalue()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'migrated.sqlite'}"


@pytest.fixture
def migrated(url: str) -> str:
    command.upgrade(config_for(url), "head")
    return url


def schema_of(engine: Engine) -> dict[str, dict[str, Any]]:
    """All that reflection sees of each table, in no order: SQLite adds columns at the end."""
    inspector = inspect(engine)
    schema = {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(name)
            },
            "primary key": inspector.get_pk_constraint(name),
            "foreign keys": _by_name(inspector.get_foreign_keys(name)),
            "unique": _by_name(inspector.get_unique_constraints(name)),
            "checks": _by_name(inspector.get_check_constraints(name)),
            "indexes": _by_name(inspector.get_indexes(name)),
        }
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }
    engine.dispose()
    return schema


def _by_name(found: Any) -> dict[str, Any]:
    return {item["name"]: item for item in found}


def test_upgrading_an_empty_database_gives_what_the_models_create(migrated: str) -> None:
    created = create_engine("sqlite://")
    Base.metadata.create_all(created)
    by_models = schema_of(created)
    by_migration = schema_of(create_engine(migrated))
    assert by_migration == by_models
    # The comparison is worth nothing if reflection sees nothing.
    assert len(by_models) == len(Base.metadata.tables)
    assert sum(len(table["foreign keys"]) for table in by_models.values()) >= 40
    assert "'No Heat/AC'" in str(by_models["incident_response"]["checks"])
    assert all(table["checks"] for table in by_models.values())


def test_alembic_finds_nothing_to_add(migrated: str) -> None:
    command.check(config_for(migrated))


def test_downgrading_to_the_start_leaves_nothing(migrated: str) -> None:
    command.downgrade(config_for(migrated), "base")
    engine = create_engine(migrated)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert connection.execute(text("SELECT * FROM alembic_version")).all() == []
    engine.dispose()


def test_a_database_can_go_down_and_up_again(migrated: str) -> None:
    command.downgrade(config_for(migrated), "base")
    command.upgrade(config_for(migrated), "head")
    assert len(schema_of(create_engine(migrated))) == len(Base.metadata.tables)


def test_there_is_one_head_and_one_base() -> None:
    script = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
    assert script.get_heads() == [HEAD]


def test_a_data_set_can_be_migrated_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "hvac.sqlite"
    populate(Scenario.of(as_of=date(2025, 12, 31), rows={"customers": 40}), database=path)
    command.check(config_for(f"sqlite:///{path}"))
    command.upgrade(config_for(f"sqlite:///{path}"), "head")


def test_files_are_named_by_date_and_topic(tmp_path: Path) -> None:
    form = re.compile(r"\d{4}_\d{2}_\d{2}_[a-z0-9]+(_[a-z0-9]+)*\.py")
    names = [path.name for path in VERSIONS.glob("*.py")]
    assert names
    assert all(form.fullmatch(name) for name in names)
    # A new revision gets such a name by itself.
    config = config_for("sqlite://")
    config.set_main_option("version_locations", str(tmp_path))
    revision = command.revision(config, "Add a column", rev_id="0123456789ab", head="base")
    assert revision is not None
    (made,) = tmp_path.glob("*.py")
    assert form.fullmatch(made.name)
    compile(made.read_text("utf-8"), made.name, "exec")


def test_snowflake_gets_every_table_without_indexes_and_checks() -> None:
    sql = printed_sql("snowflake://account/hvac/public", "head")
    statements = [statement.strip() for statement in sql.split(";\n")]
    created = [s for s in statements if re.match(r"(-- .*\s+)?CREATE TABLE", s)]
    assert len(created) == len(Base.metadata.tables) + 1  # and Alembic's own
    assert "CREATE INDEX" not in sql
    assert not re.search(r"\bCHECK \(", sql)
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            assert f"CONSTRAINT {key.name} FOREIGN KEY" in sql


def test_snowflake_gets_every_comment() -> None:
    sql = printed_sql("snowflake://account/hvac/public", "head")
    for table in Base.metadata.sorted_tables:
        assert f"COMMENT ON TABLE {table.name} IS {_quoted(table.comment)};" in sql
        for column in table.columns:
            comment = f"COMMENT ON COLUMN {table.name}.{column.name} IS {_quoted(column.comment)};"
            assert comment in sql.replace('"', "")


def _quoted(comment: str | None) -> str:
    return "'" + str(comment).replace("'", "''") + "'"


def test_snowflake_can_be_taken_down() -> None:
    sql = printed_sql("snowflake://account/hvac/public", "head:base")
    assert len(re.findall(r"^DROP TABLE \w+;$", sql, re.MULTILINE)) == TABLES
    assert "DROP INDEX" not in sql


def test_postgresql_gets_checks_and_indexes() -> None:
    sql = printed_sql("postgresql://localhost/hvac", "head")
    assert "CONSTRAINT ck_customers_customer_type CHECK" in sql
    assert "CREATE INDEX ix_customers_branch_id ON customers (branch_id);" in sql
    assert "IN (0, 1)" not in sql  # it has real booleans


def test_the_command_line_takes_the_database_from_x_url(tmp_path: Path) -> None:
    database = tmp_path / "named.sqlite"
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "-x", f"url=sqlite:///{database}", "upgrade", "head"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Create the 27 tables" in done.stderr
    assert len(schema_of(create_engine(f"sqlite:///{database}"))) == TABLES


def test_a_missing_url_is_said_in_one_line() -> None:
    with pytest.raises(SystemExit, match="alembic -x url="):
        command.upgrade(config_for(""), "head")
