"""The schema can move on: a database with rows takes a further revision, whole or not at all."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from factories.populate import populate
from migrations import HEAD
from tests.factories.support.small_company import scenario
from tests.migrations.revising import ROOT, config_for

REVISION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0123456789ab", {head!r}, None, None

def upgrade():
{steps}

def downgrade():
    pass
"""
COPIES_CUSTOMERS = """
    with op.batch_alter_table("customers", recreate="always") as batch:
        batch.add_column(sa.Column("gate_code", sa.String(20)))
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "hvac.sqlite"
    populate(scenario(), database=path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "versions"
    path.mkdir()
    return path


def upgrade(database: Path, folder: Path, steps: str) -> None:
    (folder / "next.py").write_text(REVISION.format(head=HEAD, steps=steps), "utf-8")
    command.upgrade(config_for(f"sqlite:///{database}", folder), "head")


def dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def rows(database: Path) -> dict[str, list[dict[str, object]]]:
    """Each table's rows, by name of their columns."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return {name: list(_rows(connection, name)) for name in _tables(connection)}


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [row[0] for row in found if row[0] != "alembic_version"]


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, object]]:
    yield from map(dict, connection.execute(f"SELECT * FROM {table}"))


def test_what_alembic_writes_for_changed_models_runs_on_a_data_set(
    database: Path, folder: Path
) -> None:
    before = rows(database)
    done = subprocess.run(
        [sys.executable, "-m", "tests.migrations.revising", str(database), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    more = {"gate_code": None, "texts_allowed": 0}
    after = rows(database)
    assert after.pop("tool_loans") == []
    assert after.pop("customers") == [{**row, **more} for row in before.pop("customers")]
    assert after == before
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("UPDATE customer_feedback SET source = 'Text Message'")
        for wrong in (
            "UPDATE customer_feedback SET source = 'Pigeon'",
            "UPDATE customers SET texts_allowed = 7",
            "DELETE FROM customers",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)


def test_it_can_be_taken_back(database: Path, folder: Path) -> None:
    before = rows(database)
    upgrade(database, folder, COPIES_CUSTOMERS)
    (folder / "next.py").write_text(
        REVISION.format(head=HEAD, steps="    pass").replace(
            "def downgrade():\n    pass",
            "def downgrade():\n"
            '    with op.batch_alter_table("customers") as batch:\n'
            '        batch.drop_column("gate_code")',
        ),
        "utf-8",
    )
    assert rows(database) != before
    command.downgrade(config_for(f"sqlite:///{database}", folder), "-1")
    assert rows(database) == before


def test_a_revision_that_fails_leaves_the_database_as_it_was(database: Path, folder: Path) -> None:
    before = dump(database)
    with pytest.raises(ZeroDivisionError):
        upgrade(database, folder, f"{COPIES_CUSTOMERS}\n    1 / 0\n")
    assert dump(database) == before


def test_a_revision_that_would_leave_orphans_is_refused(database: Path, folder: Path) -> None:
    before = dump(database)
    with pytest.raises(SystemExit, match=r"^error: \d+ rows would refer to nothing.*customers"):
        upgrade(
            database, folder, '\n    op.execute("DELETE FROM customers WHERE customer_id = 1")\n'
        )
    assert dump(database) == before
