"""Which databases are carried away: whole and true ones of ours, that nobody writes to."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from factories.destinations.folders import CsvFolder
from factories.errors import UserError
from factories.export import destination_of, export, main
from factories.verify import verify


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_untrue_database_is_not_carried_away(database: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited.sqlite"
    edited.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(edited)) as connection:
        connection.execute("UPDATE payments SET payment_date = '2031-01-01' WHERE payment_id = 1")
        connection.commit()
    assert main([str(edited), "--to", "csv", "--out", "out"]) == 1
    assert not (tmp_path / "out").exists()
    assert main([str(edited), "--to", "csv", "--out", "out", "--no-audit", "--quiet"]) == 0
    assert (tmp_path / "out" / "payments.csv").exists()


@pytest.mark.parametrize(("name", "told"), [
    ("missing.sqlite", "is not there"),
    ("a-folder", "is a folder"),
    ("text.sqlite", "is not a SQLite database"),
    ("strange.sqlite", "was not made by factories.populate"),
])  # fmt: skip
def test_a_source_that_will_not_do(
    name: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "text.sqlite").write_text("no database, but a text of more than sixteen bytes")
    with closing(sqlite3.connect("strange.sqlite")) as connection:
        connection.execute("CREATE TABLE customers (id)")
    assert main([name, "--to", "csv"]) == 2
    assert told in capsys.readouterr().err


def test_a_database_of_another_version_is_named_as_one(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "older.sqlite"
    older.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("ALTER TABLE parts RENAME COLUMN supplier TO maker")
    assert main([str(older), "--to", "csv"]) == 2
    said = capsys.readouterr().err
    assert "has no parts.supplier: version" in said
    assert said.count("\n") == 1


def test_a_database_that_somebody_writes_to_is_in_use(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="in use by another program"):
            export(database, destination_of("csv", "out"))


def test_nobody_writes_while_tables_are_read(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(database, copy)
    refused = []

    def write(self: Any, source: Path, folder: Path, progress: Any) -> Any:
        with closing(sqlite3.connect(copy, timeout=0)) as writer:
            try:
                writer.execute("DELETE FROM payments")
                writer.commit()
            except sqlite3.OperationalError as error:
                refused.append(str(error))
        return wrote(self, source, folder, progress)

    wrote = CsvFolder.write
    monkeypatch.setattr(CsvFolder, "write", write)
    export(copy, destination_of("csv", "out"), audit=False)
    assert refused == ["database is locked"]
    assert verify(Path("out")) == []
