"""`python -m factories.audit`: what it prints, and how it ends."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from factories import advance, export
from factories.audit import all_checks, run_audit
from factories.audit.__main__ import main
from factories.destinations import DuckdbFile, SqliteSnapshot
from factories.errors import UserError
from tests.factories.audit.conftest import AS_OF

ROOT = Path(__file__).parents[3]
CHECKS = len(all_checks())
A_POLITE_KILL = """
import os, runpy, signal
from factories.audit import run

run.run_check = lambda *_given: os.kill(os.getpid(), signal.SIGTERM)
runpy.run_module("factories.audit", run_name="__main__")
"""


@pytest.fixture
def database(company: sqlite3.Connection, tmp_path: Path) -> Path:
    """A file with a good company."""
    path = tmp_path / "a company?.sqlite"
    with closing(sqlite3.connect(path)) as copy:
        company.backup(copy)
    return path


def execute(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def error_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("error: ")
    assert printed.err.count("\n") == 1
    return printed.err


def test_a_good_database_passes(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = database.read_bytes()
    assert main([str(database), "--as-of", AS_OF.isoformat()]) == 0
    assert capsys.readouterr().out == f"Audit: {CHECKS} checks, 0 violations\n"
    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


def test_violations_are_counted_with_three_examples(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(
        database,
        "update service_calls set parts_cost = parts_cost + 1, total_cost = total_cost + 1",
    )
    assert main([str(database), "--as-of", AS_OF.isoformat()]) == 1
    printed = capsys.readouterr().out
    assert "call-parts-cost-is-sum-of-parts" in printed
    assert "2,000" in printed
    assert "service_call_id=1; service_call_id=2; service_call_id=3\n" in printed
    assert printed.splitlines()[-1].startswith(f"Audit: {CHECKS} checks, ")


def test_json_tells_the_same(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    execute(database, "delete from work_orders where work_order_id = 5")
    assert main([str(database), "--as-of", AS_OF.isoformat(), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["checks"] == CHECKS
    assert report["violations"] == 1
    broken = [result for result in report["results"] if result["count"]]
    assert [result["name"] for result in broken] == ["every-call-has-its-work-order"]
    assert broken[0]["examples"] == ["service_call_id=5"]
    assert main([str(database), "--as-of", AS_OF.isoformat()]) == 1
    assert capsys.readouterr().out.endswith(f"Audit: {CHECKS} checks, 1 violation\n")


def test_the_manifest_says_the_date(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    execute(
        database,
        "create table hvac_manifest (key text, value text)",
        f"insert into hvac_manifest values ('as_of', '{AS_OF}')",
    )
    assert main([str(database)]) == 0
    assert capsys.readouterr().out.endswith(" 0 violations\n")
    execute(database, "update hvac_manifest set value = 'yesterday'")
    assert "'yesterday'" in error_of(capsys, str(database))


def test_without_a_date_it_asks_for_one(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--as-of" in error_of(capsys, str(database))
    assert "--as-of" in error_of(capsys, str(database), "--as-of", "30.9.2025")


@pytest.mark.parametrize("day", [date.min, AS_OF - timedelta(days=730)])
def test_a_day_before_the_history_is_refused(
    day: date, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = f"--as-of: {day} is before the first day of the data; give one from 2023-10-02\n"
    assert told in error_of(capsys, str(database), "--as-of", day.isoformat())


def test_a_polite_kill_ends_it_in_one_line(database: Path) -> None:
    words = [sys.executable, "-c", A_POLITE_KILL, str(database), "--as-of", AS_OF.isoformat()]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert (done.stdout, done.stderr) == ("", "error: interrupted; run the same command again\n")


def test_what_is_no_such_database_is_named(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "DATABASE: there is no file" in error_of(capsys, str(tmp_path / "nothing.sqlite"))
    assert "folder" in error_of(capsys, str(tmp_path))
    text = tmp_path / "notes.txt"
    text.write_text("not a database " * 100)
    assert "notes.txt" in error_of(capsys, str(text), "--as-of", "2025-01-01")
    assert "postgresql" in error_of(capsys, "postgresql://host/hvac")
    execute(database, "alter table payments rename column notes to remarks")
    assert "payments has no column notes" in error_of(capsys, str(database))
    execute(database, "drop table payments")
    assert "no table payments" in error_of(capsys, str(database))
    assert "DATABASE" in error_of(capsys)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_nobody_waits_for_the_other_end_of_a_pipe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe is not a regular file" in error_of(capsys, str(tmp_path / "pipe"))
    for kind in (SqliteSnapshot, DuckdbFile):
        with pytest.raises(UserError, match=r"^--out: .*pipe is not a regular file"):
            kind(str(tmp_path / "pipe")).check()


def test_a_password_in_a_url_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    assert "secret" not in error_of(capsys, "postgresql://me:secret@host/hvac")


def test_a_damaged_file_is_an_error(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2])
    assert database.name in error_of(capsys, str(database), "--as-of", AS_OF.isoformat())


def test_a_damaged_name_that_is_no_text_is_an_error(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = database.read_bytes()
    at = content.index(b"NOT NULL", content.index(b"CREATE TABLE branches"))
    database.write_bytes(content[: at + 4] + b"\xf5" + content[at + 5 :])
    assert "cannot be read as a SQLite database" in error_of(capsys, str(database))
    for command, words, told in (
        (advance.main, [str(database), "--days", "1"], "is damaged; make one with"),
        (export.main, [str(database), "--to", "csv"], "is not a SQLite database"),
        (export.main, ["--verify", str(database)], "SQLite: 'utf-8' codec"),
    ):
        assert command(words) == 2
        said = capsys.readouterr().err
        assert told in said
        assert said.count("\n") == 1


def test_names_of_other_tables_do_not_matter(company: sqlite3.Connection) -> None:
    company.execute("begin")
    company.execute("create table other (id integer)")
    assert not any(result.count for result in run_audit(company, AS_OF))
    company.execute("rollback")


def test_an_empty_schema_is_good(company: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(":memory:")) as empty:
        for (sql,) in company.execute("select sql from sqlite_master where sql is not null"):
            empty.execute(sql)
        assert not any(result.count for result in run_audit(empty, date(2025, 1, 1)))
        with pytest.raises(UserError, match="--as-of"):
            run_audit(empty)
