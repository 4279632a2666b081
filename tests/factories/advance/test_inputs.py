"""What cannot be moved on: one line that says what and what to do, exit code 2, nothing changed."""

import multiprocessing
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest

from factories import advance as command
from factories.runs.moving import advance
from factories.storage import seal
from migrations import HEAD
from tests.factories.support.database_files import files, populated


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a company that has come to 2025-09-30."""
    monkeypatch.chdir(tmp_path)
    populated(tmp_path / "hvac.sqlite")
    return tmp_path


def refused(home: Path, capsys: pytest.CaptureFixture[str], line: str) -> str:
    """What is said; nothing has been done."""
    before = files(home)
    assert command.main(line.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert files(home) == before
    return err


@pytest.mark.parametrize(("line", "told"), [
    ("hvac.sqlite", "one of the arguments --days --to is required"),
    ("--days 1", "DATABASE"),
    ("hvac.sqlite --days 0", "--days: 0 is out of range; give a whole number 1 to 3650"),
    ("hvac.sqlite --days -3", "--days: -3 is out of range"),
    ("hvac.sqlite --days 3651", "--days: 3651 is out of range"),
    ("hvac.sqlite --days two", "--days: 'two' is not a whole number"),
    ("hvac.sqlite --days 1 --to 2025-10-02", "not allowed with argument"),
    ("hvac.sqlite --to 2025-09-30", "--to: 2025-09-30 is not after 2025-09-30"),
    ("hvac.sqlite --to 2024-01-01", "--to: 2024-01-01 is not after 2025-09-30"),
    ("hvac.sqlite --to 2100-01-01", "--to: 2100-01-01 is more than 3650 days after 2025-09-30"),
    ("hvac.sqlite --to 2036-01-01", "--to: 2036-01-01 is more than 3650 days after 2025-09-30"),
    ("hvac.sqlite --to tomorrow", "--to: 'tomorrow' is not a date; write it as YYYY-MM-DD"),
    ("nothing.sqlite --days 1", "DATABASE: there is no file"),
    (". --days 1", "is a folder or device"),
    ("postgresql://me:secret@server/hvac --days 1", "DATABASE: postgresql:// is no SQLite file"),
    ("hvac.sqlite --days 1 --changes nowhere/changes", "--changes: the folder"),
    ("hvac.sqlite --days 1 --changes hvac.sqlite", "--changes:"),
    ("hvac.sqlite --days 1 --seeds s --changes s", "overlap; give the changes"),
    ("hvac.sqlite --days 1 --seeds s --changes s/c", "--changes: the folder"),
    ("hvac.sqlite --days 1 --seeds s --mess light --changes x --answer-key x",
     "--changes: x is what --answer-key names; choose another"),
    ("hvac.sqlite --days 1 --seeds .", "--seeds:"),
    ("hvac.sqlite --days 1 --changes .", "--changes: . holds the database; give the changes a"),
    ("hvac.sqlite --days 1 --seeds nowhere/seeds", "--seeds: the folder"),
    ("hvac.sqlite --day 1", "see --help"),
])  # fmt: skip
def test_what_cannot_be(
    home: Path, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    said = refused(home, capsys, line)
    assert told in said
    assert "secret" not in said


@pytest.mark.parametrize("what", ["seeds", "changes"])
def test_files_that_come_and_go_lie_in_no_folder_of_the_database(
    home: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    (home / "data" / "now").mkdir(parents=True)
    (home / "hvac.sqlite").rename(home / "data" / "now" / "hvac.sqlite")
    said = refused(home, capsys, f"data/now/hvac.sqlite --days 1 --{what} data")
    assert f"--{what}: data holds the database; give the {what} a folder of their own" in said


@pytest.mark.parametrize("changes", ["seeds", "seeds/changes"])
def test_no_changes_where_dbt_loads_seeds(
    home: Path, capsys: pytest.CaptureFixture[str], changes: str
) -> None:
    (home / "shop" / "seeds").mkdir(parents=True)
    (home / "shop" / "dbt_project.yml").touch()
    said = refused(home, capsys, f"hvac.sqlite --days 1 --changes shop/{changes}")
    assert "lies among the seeds, where dbt loads it" in said


def test_no_day_after_the_last_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _writing(home / "hvac.sqlite") as connection:
        connection.execute("update hvac_manifest set value = '2099-12-31' where key = 'as_of'")
    told = "1 days from 2099-12-31 lead past 2099-12-31, the last day"
    assert told in refused(home, capsys, "hvac.sqlite --days 1")


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection


def test_a_file_that_is_no_database(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "notes.txt").write_text("call Ada\n" * 200)
    assert "is not a database" in refused(home, capsys, "notes.txt --days 1")
    (home / "empty.sqlite").touch()
    assert "was not made by" in refused(home, capsys, "empty.sqlite --days 1")


def test_a_database_of_somebody_else(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _writing(home / "theirs.sqlite") as connection:
        connection.execute("create table customers (customer_id)")
    assert "was not made by factories.populate" in refused(home, capsys, "theirs.sqlite --days 1")


def test_another_schema_says_which_migration_to_run(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with _writing(home / "hvac.sqlite") as connection:
        connection.execute("update alembic_version set version_num = '0a1b2c3d4e5f'")
        connection.execute("update hvac_manifest set value = '0.0.9' where key = 'version'")
    said = refused(home, capsys, "hvac.sqlite --days 1")
    assert f"is of version 0.0.9, its schema of revision 0a1b2c3d4e5f and not {HEAD}" in said
    assert f"migrate it: alembic -x url=sqlite:///{home / 'hvac.sqlite'} upgrade head" in said


@pytest.mark.parametrize(("edit", "told"), [
    ("update payments set amount = amount + 1 where payment_id = 3", "payment"),
    ("delete from parts_usage where usage_id = (select min(usage_id) from invoice_lines)", "check"),
    ("update invoices set status = 'Paid' where status = 'Overdue'", "invoice"),
    ("update customers set customer_name = 'lorem ipsum' where customer_id = 7", "text-is-meant"),
    ("update hvac_manifest set value = 'soon' where key = 'as_of'", "the manifest in"),
    ("update hvac_manifest set value = '{' where key = 'rows'", "the manifest in"),
    ("delete from hvac_manifest where key = 'seed'", "(seed is missing)"),
    ("update hvac_manifest set value = 'true' where key = 'seed'", "(seed cannot be True)"),
    ("update hvac_manifest set value = '{}' where key = 'rows'", "--rows: customers has no count"),
    ("update hvac_manifest set value = 'xx_YY' where key = 'locale'", "--locale: 'xx_YY' is not"),
    ("update hvac_manifest set value = '0' where key = 'scale'", "--scale: 0 is out of range"),
    ("update hvac_manifest set value = '{}' where key = 'tables'", "(tables: appointments"),
    ("delete from hvac_manifest where key = 'command'", "(command is missing)"),
    ("alter table customers rename column latitude to lat", "has no column latitude"),
    ("drop table warranty_claims", "has no table warranty_claims"),
])  # fmt: skip
def test_an_edited_database_is_named_and_refused(
    home: Path, capsys: pytest.CaptureFixture[str], edit: str, told: str
) -> None:
    with _writing(home / "hvac.sqlite") as connection:
        connection.execute(edit)
        assert connection.total_changes or "table" in edit
    assert told in refused(home, capsys, "hvac.sqlite --days 1")


def test_an_edit_that_hides_itself_is_found_after_the_days(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "hvac.sqlite"
    with _writing(path) as connection:
        connection.execute("update payments set amount = amount + 1 where payment_id = 1")
    with _writing(path) as connection, path.open("rb") as file:
        seal.put(connection, file)
        connection.execute("update hvac_manifest set value = value where key = 'seed'")
    assert _sealed(path)
    said = refused(home, capsys, "hvac.sqlite --days 1")
    # No seal tells it from rows that an older version held true.
    assert "was made by another version of this program, or edited, and does not hold" in said


def test_an_edit_that_leaves_all_true_is_lived_with(home: Path) -> None:
    with _writing(home / "hvac.sqlite") as connection:
        connection.execute("create table notes (note)")
    assert not _sealed(home / "hvac.sqlite")
    assert advance(home / "hvac.sqlite", days=1).violations == 0
    assert _sealed(home / "hvac.sqlite")


def _sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return seal.holds(file)


def _hold(path: Path, lock: str, held: "Callable[[], None]", wait: "Callable[[], bool]") -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(lock)
        connection.execute("select count(*) from customers").fetchone()
        held()
        wait()


@pytest.mark.parametrize("lock", ["begin immediate", "begin exclusive", "begin"])
def test_a_database_that_is_in_use(
    home: Path, capsys: pytest.CaptureFixture[str], lock: str
) -> None:
    spawn = multiprocessing.get_context("spawn")
    held, done = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold, args=(home / "hvac.sqlite", lock, held.set, done.wait))
    other.start()
    try:
        assert held.wait(60)
        before = (home / "hvac.sqlite").read_bytes()
        assert command.main(["hvac.sqlite", "--days", "1"]) == 2
        assert "is in use by another program; close it" in capsys.readouterr().err
        assert (home / "hvac.sqlite").read_bytes() == before
    finally:
        done.set()
        other.join()
    assert command.main(["hvac.sqlite", "--days", "1", "--quiet"]) == 0


def test_nobody_writes_while_the_days_go_by(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to the commit: whoever got in between would find its work undone, or undo the day's."""
    said = []
    put = seal.put

    def put_and_try(connection: sqlite3.Connection, file: BinaryIO | None) -> None:
        put(connection, file)
        other = "sqlite3.connect('hvac.sqlite', timeout=0).execute('begin immediate')"
        words = [sys.executable, "-c", f"import sqlite3; {other}"]
        ended = subprocess.run(words, cwd=home, capture_output=True, text=True, check=False)
        said.append(ended.stderr)

    monkeypatch.setattr(seal, "put", put_and_try)
    advance(home / "hvac.sqlite", days=1)
    assert ["database is locked" in text for text in said] == [True]


def test_a_file_that_is_read_only(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "hvac.sqlite").chmod(0o444)
    said = refused(home, capsys, "hvac.sqlite --days 1")
    assert "hvac.sqlite is read-only; make it writable, or advance a copy" in said


def test_a_feed_that_cannot_be_written_is_told_beforehand(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "changes").mkdir()
    # Whoever runs the tests may be root, who may write everywhere.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != "changes")
    said = refused(home, capsys, "hvac.sqlite --days 1 --changes changes")
    assert "--changes: the folder" in said
    assert "changes is not writable" in said


def test_days_that_an_edited_company_cannot_live_are_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(*_given: object) -> None:
        raise KeyError("no such branch")

    monkeypatch.setattr("factories.runs.moving.live", stumbles)
    with _writing(home / "hvac.sqlite") as connection:
        connection.execute("create table notes (note)")
    said = refused(home, capsys, "hvac.sqlite --days 1")
    assert "was edited, and its days cannot be lived (KeyError: 'no such branch'; " in said
    assert re.search(r"; factories/runs/moving\.py:\d+\); make it anew with", said)
    assert said.rstrip().endswith("If no edit explains it, please report this line")


def test_what_goes_wrong_in_memory_is_not_told_as_an_edit(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection has no seal to say that anybody wrote to it."""

    def stumbles(*_given: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr("factories.runs.moving.live", stumbles)
    with (
        closing(sqlite3.connect(home / "hvac.sqlite")) as connection,
        pytest.raises(ValueError, match="a defect"),
    ):
        advance(connection, days=1)


def test_days_that_are_there_already_are_not_overwritten(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    populated(home / "copy.sqlite")
    assert command.main(["hvac.sqlite", "--days", "2", "--changes", "changes", "--quiet"]) == 0
    said = refused(home, capsys, "copy.sqlite --days 1 --changes changes")
    assert "2025-10-01 is there already, and days are never overwritten" in said


def test_a_feed_of_another_company(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert advance(home / "hvac.sqlite", days=1, changes="changes").days == 1
    about = home / "changes" / "2025-10-01" / "manifest.json"
    about.write_text(about.read_text().replace('"seed": 42', '"seed": 7'))
    said = refused(home, capsys, "hvac.sqlite --days 1 --changes changes")
    assert "2025-10-01 is not of this company" in said


def test_from_code_it_is_one_way_or_the_other(home: Path) -> None:
    for wrong in ({}, {"days": 1, "to": date(2025, 10, 1)}):
        with pytest.raises(Exception, match=r"either --days N or --to DATE"):
            advance(home / "hvac.sqlite", **wrong)  # type: ignore[arg-type]
