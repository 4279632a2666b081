"""What is damaged or was edited is one line and exit code 2, never a traceback."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from factories.audit import __main__ as audit
from factories.command_line import guarded
from factories.export import destination_of, export, main
from factories.storage import manifest
from tests.factories.support import small_company


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert told in err


def damage(path: Path, table: str) -> None:
    """Overwrite the first page of a table's rows."""
    with closing(sqlite3.connect(path)) as connection:
        select = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(select, (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def edit(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_sqlite_copy(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("lacks", "damaged"):
        export(database, destination_of("sqlite", name), audit=False)
    edit(Path("lacks"), "DROP TABLE payments")
    refused(capsys, ["--verify", "lacks"], "lacks: payments cannot be read (no such table: ")
    damage(Path("damaged"), "payments")
    refused(capsys, ["--verify", "damaged"], "damaged: payments cannot be read (")


def test_a_duckdb_copy(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(database, destination_of("duckdb", "lacks"), audit=False)
    with closing(duckdb.connect("lacks")) as connection:
        connection.execute("DROP TABLE HVAC_RAW.payments")
    refused(capsys, ["--verify", "lacks"], "lacks: payments cannot be read (Catalog Error: ")


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite", "duckdb"])
@pytest.mark.parametrize("more", [[], ["--no-audit"]])
def test_a_damaged_source(
    form: str, more: list[str], database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("damaged").write_bytes(database.read_bytes())
    damage(Path("damaged"), "payments")
    refused(
        capsys, ["damaged", "--to", form, "--out", "out", *more], "DATABASE: damaged cannot be read"
    )
    assert not Path("out").exists()


@pytest.mark.parametrize(("change", "told"), [
    ("UPDATE hvac_manifest SET value = 'x' WHERE key = 'total_rows'", "(total_rows cannot be"),
    ("UPDATE hvac_manifest SET value = '{}' WHERE key = 'as_of'", "(Invalid isoformat string"),
    ("UPDATE hvac_manifest SET value = '[1]' WHERE key = 'tables'", "(tables does not tell"),
    ("DELETE FROM hvac_manifest WHERE key = 'tables'", "(tables does not tell the rows of each)"),
    ("DELETE FROM hvac_manifest WHERE key = 'version'", "(version is missing)"),
])  # fmt: skip
def test_an_edited_manifest(
    change: str, told: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("hvac.sqlite").write_bytes(database.read_bytes())
    export(database, destination_of("sqlite", "copy"), audit=False)
    edit(Path("hvac.sqlite"), change)
    refused(capsys, ["hvac.sqlite", "--to", "csv"], f"in hvac.sqlite was edited {told}")
    edit(Path("copy"), change)
    refused(capsys, ["--verify", "copy"], f"--verify: the manifest of copy was edited {told}")


@pytest.mark.parametrize("key", [
    "version", "seed", "as_of", "history_days", "scale", "locale", "rows", "command", "total_rows",
])  # fmt: skip
def test_a_manifest_that_lacks_a_fact_is_no_command_s(
    key: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("hvac.sqlite").write_bytes(database.read_bytes())
    edit(Path("hvac.sqlite"), f"DELETE FROM hvac_manifest WHERE key = '{key}'")
    refused(capsys, ["hvac.sqlite", "--to", "csv"], f"was edited ({key} is missing)")
    refused(capsys, ["--verify", "hvac.sqlite"], f"was edited ({key} is missing)")
    assert audit.main(["hvac.sqlite"]) == 2
    told = f"DATABASE: its manifest was edited ({key} is missing); make it anew, or name the last"
    assert told in capsys.readouterr().err
    assert audit.main(["hvac.sqlite", "--as-of", small_company.AS_OF.isoformat()]) == 0


@pytest.mark.parametrize("tables", [None, [], {"payments": 3}, {"payments": {"rows": 3}}])
def test_an_edited_manifest_of_a_folder(
    tables: object, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(database, destination_of("csv", "out"), audit=False)
    about = Path("out", manifest.FILE)
    facts = json.loads(about.read_text())
    del facts["tables"]
    about.write_text(json.dumps(facts if tables is None else {**facts, "tables": tables}))
    refused(capsys, ["--verify", str(about)], "was edited (")


def test_whatever_sqlite_says_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise sqlite3.OperationalError("no such table: payments")

    assert guarded(command) == 2
    assert capsys.readouterr().err.startswith("error: SQLite: no such table: payments; ")


def test_a_word_where_a_number_belongs(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("hvac.sqlite").write_bytes(database.read_bytes())
    with closing(sqlite3.connect("hvac.sqlite")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE payments SET amount = 'much' WHERE payment_id = 1")
        connection.commit()
    words = ["hvac.sqlite", "--to", "parquet", "--no-audit"]
    refused(capsys, words, "hvac.sqlite cannot be read (payments: ")
