"""Which databases are carried away: whole and true ones of ours, that nobody writes to."""

import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from factories import advance
from factories.audit import __main__ as audit
from factories.destinations.folders import CsvFolder
from factories.errors import UserError
from factories.export import destination_of, export, main
from factories.runs.verify import verify


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


@pytest.mark.parametrize(("change", "told"), [
    ("ALTER TABLE parts RENAME COLUMN supplier TO maker", "its table parts has no column supplier"),
    ("DROP TABLE quotes", "it has no table quotes: not made by this program, or changed since;"),
])  # fmt: skip
def test_another_schema_is_told_as_the_audit_tells_it(
    change: str, told: str, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(other)) as connection:
        connection.execute(change)
    assert main([str(other), "--to", "csv"]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert audit.main([str(other)]) == 2
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("way", ["hvac.sqlite", "sqlite:///{}", "sqlite+pysqlite:///{}"])
def test_a_database_has_the_same_names_everywhere(way: str, database: Path) -> None:
    Path("hvac.sqlite").write_bytes(database.read_bytes())
    name = way.format(Path("hvac.sqlite").absolute())
    assert main([name, "--to", "csv", "--quiet"]) == 0
    assert audit.main([name]) == 0
    assert advance.main([name, "--days", "1", "--quiet"]) == 0


@pytest.mark.parametrize("name", [
    "", "sqlite://", "sqlite:///:memory:", "sqlite:///hvac.sqlite?x=1", "mysql://me:secret@host/hvac",
])  # fmt: skip
def test_what_names_no_database_file_is_refused_in_the_same_words(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(command: Callable[[Sequence[str]], int], *words: str) -> str:
        assert command([name, *words]) == 2
        return capsys.readouterr().err

    said = told(main, "--to", "csv")
    assert said.startswith("error: DATABASE: ")
    assert "secret" not in said
    assert told(audit.main) == said
    assert told(advance.main, "--days", "1") == said


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


@pytest.mark.skipif(sys.platform != "linux", reason="names are texts there")
def test_a_name_that_is_no_text(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SQLite takes it; what does not says so."""
    odd = os.fsdecode(b"a\xffb")
    assert main([str(database), "--to", "sqlite", "--out", odd, "--no-audit", "--quiet"]) == 0
    assert main([odd, "--to", "csv", "--no-audit", "--quiet"]) == 0
    assert verify(Path(odd)) == []
    for form, name in (("duckdb", "DuckDB"), ("parquet", "Parquet")):
        assert main([str(database), "--to", form, "--out", f"{odd}2", "--no-audit"]) == 2
        told = rf"error: --out: .*a\\udcffb2 is no name in UTF-8, and {name} takes no other; choose"
        assert re.match(told, capsys.readouterr().err)
        assert main([odd, "--to", form, "--out", "out", "--no-audit"]) == 2
        assert re.match(r"error: DATABASE: .* is no name in UTF-8", capsys.readouterr().err)


def test_a_manifest_of_brackets_was_edited(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copyfile(database, "edited.sqlite")
    with closing(sqlite3.connect("edited.sqlite")) as connection:
        brackets = ('{"a":' * 100_000,)
        connection.execute("UPDATE hvac_manifest SET value = ? WHERE key = 'tables'", brackets)
        connection.commit()
    for command, words in (
        (main, ["edited.sqlite", "--to", "csv"]),
        (main, ["--verify", "edited.sqlite"]),
        (audit.main, ["edited.sqlite"]),
        (advance.main, ["edited.sqlite", "--days", "1"]),
    ):
        assert command(words) == 2
        assert "was edited (tables cannot be read)" in capsys.readouterr().err
