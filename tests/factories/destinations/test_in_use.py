"""A file that another program is at work on, or has left half written, is neither replaced under it
nor mistaken for something else."""

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest

from factories.audit import __main__ as audit
from factories.destinations.databases import DuckdbFile, SqliteSnapshot
from factories.errors import UserError, in_use
from factories.export import destination_of, export, main
from factories.runs import targets
from factories.runs.verify import verify
from factories.sinks import arrow
from factories.storage import unused
from hvac_models import SCHEMA

HOLDS = """
import fcntl, sys
file = open(sys.argv[1], "r+b")
fcntl.lockf(file, fcntl.LOCK_EX)
print(flush=True)
input()
"""
"""Locks a file as DuckDB does."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def snapshot(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshot") / "snap.sqlite"
    export(database, destination_of("sqlite", str(path)), audit=False)
    return path


@pytest.fixture
def mine(snapshot: Path, tmp_path: Path) -> Path:
    """A snapshot that the test may do anything to."""
    return Path(shutil.copyfile(snapshot, tmp_path / "snap.sqlite"))


def half_written(source: Path, path: Path, *, spilt: bool) -> Path:
    """A database as kill -9 leaves it within a transaction; `spilt` pages are in the file already,
    and only the journal knows what they were."""
    with closing(sqlite3.connect(source, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA cache_size = {1 if spilt else 10_000}")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE payments SET amount = amount + 1")
        writer.execute("DELETE FROM hvac_manifest")
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{source}{suffix}", f"{path}{suffix}")
        writer.execute("ROLLBACK")
    return path


def left_log(path: Path) -> None:
    """What a program that died in write-ahead mode has left beside the file."""
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = wal")
        writer.execute("UPDATE payments SET amount = amount + 1")
        writer.commit()
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{path}{suffix}", f"{path}{suffix}.kept")
    for suffix in ("", "-wal"):
        Path(f"{path}{suffix}.kept").rename(f"{path}{suffix}")


@pytest.mark.parametrize("spilt", [True, False])
def test_what_a_killed_run_left_is_undone_by_whoever_comes_next(
    spilt: bool, mine: Path, database: Path
) -> None:
    before = mine.read_bytes()
    killed = half_written(mine, Path("killed.sqlite"), spilt=spilt)
    assert (killed.read_bytes() == before) is not spilt
    assert verify(killed) == []
    assert killed.read_bytes() == before
    half_written(mine, killed, spilt=spilt)
    assert targets.check(killed, None).database == killed.absolute()
    half_written(mine, killed, spilt=spilt)
    export(killed, destination_of("sqlite", "copy.sqlite"))
    half_written(mine, killed, spilt=spilt)
    export(database, destination_of("sqlite", str(killed)), audit=False)
    assert verify(killed) == []
    assert sorted(map(str, Path().iterdir())) == ["copy.sqlite", "killed.sqlite", "snap.sqlite"]


@pytest.mark.parametrize("read", [
    lambda path: verify(path),
    lambda path: targets.check(path, None),
    lambda path: export(path, destination_of("csv", "out")),
    lambda path: audit._command([str(path)]),
])  # fmt: skip
def test_what_cannot_be_undone_here_is_not_told_to_be_thrown_away(
    read: Callable[[Path], object], mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = half_written(mine, Path("killed.sqlite"), spilt=True)
    before = killed.read_bytes()

    @contextmanager
    def read_only(path: Path, _seconds: float) -> Iterator[sqlite3.Connection]:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            yield connection

    monkeypatch.setattr(unused, "_opened", read_only)
    with pytest.raises(UserError, match=r"half written .* \(attempt to write a .*keep both"):
        read(killed)
    assert killed.read_bytes() == before


def test_a_journal_of_which_nothing_is_known_is_told(mine: Path) -> None:
    mine.rename("other.sqlite")
    Path("snap.sqlite-journal").write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7" + b"\1" * 600)
    with pytest.raises(UserError, match=r"--out: snap.sqlite is in use \(snap.sqlite-journal is"):
        SqliteSnapshot("snap.sqlite").check()
    with pytest.raises(UserError, match=r"--database: snap.sqlite is in use \(snap.sqlite-journal"):
        targets.check("snap.sqlite", None)


def test_a_log_is_not_left_beside_another_file(mine: Path, database: Path) -> None:
    left_log(mine)
    before = mine.read_bytes()
    assert main([str(database), "--to", "sqlite", "--out", "snap.sqlite", "--no-audit"]) == 2
    with pytest.raises(UserError, match=r"--verify: snap.sqlite is in use \(snap.sqlite-wal is"):
        verify(mine)
    assert mine.read_bytes() == before
    Path("d.duckdb.wal").write_bytes(b"left")
    with pytest.raises(UserError, match=r"--out: d.duckdb is in use \(d.duckdb.wal is there\)"):
        DuckdbFile("d.duckdb").check()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody is writing to a SQLite database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        yield


def test_a_snapshot_is_not_replaced_under_another_program(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    used = "snap.sqlite is in use by another program; close it, or wait until it is done\n"
    with held(mine):
        with pytest.raises(UserError, match=r"--out: snap\.sqlite is in use by another program"):
            SqliteSnapshot("snap.sqlite").check()
        with pytest.raises(UserError, match=r"--database: snap\.sqlite is in use by another"):
            targets.check(mine, None)
        assert main(["--verify", "snap.sqlite"]) == 2
        assert capsys.readouterr().err == f"error: --verify: {used}"


WRITES = """
import sqlite3, sys
writer = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
writer.execute("BEGIN EXCLUSIVE")
print(flush=True)
input()
"""


@contextmanager
def held_elsewhere(path: Path) -> Iterator[None]:
    """Another process is writing: within one, two copies of SQLite do not see each other."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITES, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        yield
        writer.communicate(b"\n")


def test_arrow_waits_for_a_writer_at_the_door(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = SCHEMA.tables["parts"]
    read: list[int] = []
    reader = threading.Thread(
        target=lambda: read.extend(rows.num_rows for rows in arrow.batches(mine, parts))
    )
    with held_elsewhere(mine):
        with monkeypatch.context() as hasty:
            hasty.setattr(arrow, "_WAIT_MILLISECONDS", 20)
            with pytest.raises(sqlite3.DatabaseError, match="database is locked") as refused:
                list(arrow.batches(mine, parts))
        assert in_use(refused.value)
        reader.start()
        reader.join(0.1)
        assert reader.is_alive()
    reader.join()
    assert sum(read) > 0


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite", "duckdb"])
def test_all_tables_of_an_export_are_of_one_moment(form: str, mine: Path) -> None:
    said: dict[str, bytes] = {}

    def write(table: str, _rows: int) -> None:
        """At the first table, and at one after it: by then its driver has closed the file."""
        if table not in said and len(said) < 3:
            writes = [sys.executable, "-c", WRITES, str(mine)]
            said[table] = subprocess.run(writes, capture_output=True, check=False).stderr

    export(mine, destination_of(form, "out"), audit=False, progress=write)
    assert len(said) == 3
    assert all(b"database is locked" in refused for refused in said.values()), said


def test_a_program_that_came_meanwhile_is_not_disturbed_either(
    mine: Path, database: Path, tmp_path: Path
) -> None:
    at = SqliteSnapshot("snap.sqlite")
    at.check()
    before = mine.read_bytes()
    (tmp_path / "new").write_bytes(database.read_bytes())
    with held(mine), pytest.raises(UserError, match="in use by another program"):
        at.place(tmp_path / "new")
    assert mine.read_bytes() == before


def test_a_duckdb_file_that_is_open_elsewhere_is_in_use(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    duckdb.connect("d.duckdb").close()
    used = "d.duckdb is in use by another program; close it, or wait until it is done\n"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, "d.duckdb"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert main(["--verify", "d.duckdb"]) == 2
        assert capsys.readouterr().err == f"error: --verify: {used}"
        assert main([str(database), "--to", "duckdb", "--out", "d.duckdb", "--no-audit"]) == 2
        assert capsys.readouterr().err == f"error: --out: {used}"
        holder.communicate(b"\n")


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such file")
def test_what_cannot_be_read_names_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--verify", "/proc/self/mem"]) == 2
    told = r"error: --verify: /proc/\d+/mem cannot be read \(Input/output error\); name a manifest"
    assert re.match(told, capsys.readouterr().err)
