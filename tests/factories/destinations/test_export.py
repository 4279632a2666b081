"""An export carries everything, says what it wrote, and leaves what was there until it is done."""

import errno
import hashlib
import importlib.util
import inspect
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from factories import destinations
from factories.errors import UserError
from factories.export import Shipment, destination_of, export, main
from factories.populate import populate
from factories.runs.verify import verify
from factories.sinks import fingerprint, parquet
from factories.storage import manifest
from hvac_models import Base
from tests.depth import one_in
from tests.factories.support import small_company

TABLES = Base.metadata.sorted_tables
FORMS = ("csv", "parquet", "sqlite", "duckdb")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def expected(database: Path) -> Iterator[dict[str, str]]:
    """The SHA-256 of each table's rows at the source."""
    with closing(sqlite3.connect(database)) as connection:
        yield {t.name: fingerprint.of_sqlite(connection, t).sha256 for t in TABLES}


def manifest_of(form: str, place: Path) -> Path:
    return place / manifest.FILE if place.is_dir() else place


@pytest.mark.parametrize("form", FORMS)
def test_what_arrives_is_what_was_sent(
    form: str, database: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    destination = destination_of(form, str(tmp_path / "out"))
    shipment = export(database, destination)
    assert shipment.total_rows == sum(shipment.as_dict()["tables"].values()) > 1_000
    contents: dict[str, Callable[[Any], str]] = {
        "csv": lambda t: hashlib.sha256((tmp_path / f"out/{t.name}.csv").read_bytes()).hexdigest(),
        "parquet": lambda t: fingerprint.of_rows(t, _parquet_rows(tmp_path / "out", t.name)).sha256,
        "sqlite": lambda t: _sqlite_content(tmp_path / "out", t),
        "duckdb": lambda t: _duckdb_content(tmp_path / "out", t),
    }
    assert {table.name: contents[form](table) for table in TABLES} == expected
    assert verify(manifest_of(form, tmp_path / "out")) == []


def _parquet_rows(folder: Path, table: str) -> Iterator[list[tuple[Any, ...]]]:
    read = pq.read_table(folder / f"{table}.parquet")
    yield list(zip(*(column.to_pylist() for column in read.columns), strict=True))


def _sqlite_content(path: Path, table: Any) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return fingerprint.of_sqlite(connection, table).sha256


def _duckdb_content(path: Path, table: Any) -> str:
    from factories.sinks import duckdb as sink

    return sink.fingerprint(path, table).sha256


def test_parquet_is_typed(database: Path, tmp_path: Path) -> None:
    export(database, destination_of("parquet", str(tmp_path / "out")))
    schema = pq.read_schema(tmp_path / "out" / "payments.parquet")
    assert schema.field("amount").type == pa.decimal128(10, 2)
    assert schema.field("payment_date").type == pa.date32()
    assert schema.field("notes").nullable
    assert not schema.field("amount").nullable
    calls = pq.read_schema(tmp_path / "out" / "service_calls.parquet")
    assert calls.field("started_at").type == pa.timestamp("us")
    assert calls.field("is_callback").type == pa.bool_()
    assert pq.ParquetFile(tmp_path / "out" / "payments.parquet").metadata.row_group(0).column(
        0
    ).compression == "ZSTD"  # fmt: skip


def test_a_column_that_begins_with_nulls_keeps_its_type(database: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited.sqlite"
    edited.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(edited)) as connection:
        connection.execute("UPDATE customers SET email = NULL")
        connection.execute("UPDATE customers SET email = 'last@example.com' WHERE customer_id = 20")
        connection.commit()
    folder = tmp_path / "out"
    folder.mkdir()
    parquet.write_folder(edited, Base.metadata, folder)
    emails = pq.read_table(folder / "customers.parquet", columns=["email"])["email"].to_pylist()
    assert emails == [None] * 19 + ["last@example.com"]


def test_a_large_table_is_cut_into_files(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 10)
    monkeypatch.setattr(parquet, "ROWS_A_FILE", 30)
    monkeypatch.setattr("factories.sinks.arrow.BATCH_ROWS", 10)
    shipment = export(
        database, destination_of("parquet", str(tmp_path / "out"), folder_a_table=True)
    )
    folder = tmp_path / "out" / "invoice_lines"
    rows = [pq.ParquetFile(file).metadata.num_rows for file in sorted(folder.iterdir())]
    assert len(rows) > 3
    assert all(30 <= some < 50 for some in rows[:-1])
    assert sum(rows) == shipment.tables["invoice_lines"].rows
    assert verify(tmp_path / "out") == []
    # And back to one file a table: the folders of before are gone.
    export(database, destination_of("parquet", str(tmp_path / "out")))
    assert not folder.exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_at_any_table_leaves_what_was_there(
    form: str, database: Path, tmp_path: Path
) -> None:
    place = tmp_path / "out"
    export(database, destination_of(form, str(place)))
    before = _bytes(tmp_path)
    for stop in one_in(4, range(len(TABLES))[::-1]):
        left = iter(range(stop))

        def fails(_table: str, _rows: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(Exception, match="the disk is full"):
            export(database, destination_of(form, str(place)), audit=False, progress=fails)
        assert _bytes(tmp_path) == before


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_what_others_keep_in_the_folder_stays(database: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    export(database, destination_of("csv", str(place)))
    (place / "notes.txt").write_text("theirs")
    export(database, destination_of("csv", str(place)))
    assert (place / "notes.txt").read_text() == "theirs"


def test_a_sample_keeps_every_key_whole(database: Path, tmp_path: Path) -> None:
    place = tmp_path / "some.sqlite"
    shipment = export(database, destination_of("sqlite", str(place), sample=7))
    assert shipment.tables["customers"].rows == 7
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        kept = connection.execute("SELECT count(*) FROM service_calls").fetchone()[0]
        told = json.loads(manifest.of_database(place)["tables"])
    with closing(sqlite3.connect(database)) as connection:
        of_all = connection.execute("SELECT count(*) FROM service_calls").fetchone()[0]
    assert 0 < kept < of_all
    assert told["service_calls"]["rows"] == kept
    assert verify(place) == []


def test_a_table_that_arrives_short_replaces_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factories.sinks import duckdb as sink

    place = tmp_path / "out.duckdb"
    export(database, destination_of("duckdb", str(place)))
    before = place.read_bytes()
    honest = sink.write_file
    monkeypatch.setattr(sink, "write_file", lambda *given: {**honest(*given), "payments": 0})
    with pytest.raises(UserError, match=r"payments arrived with 0 of .*; nothing was replaced"):
        export(database, destination_of("duckdb", str(place)))
    assert place.read_bytes() == before


@pytest.mark.parametrize(("failure", "told"), [
    (KeyboardInterrupt(), KeyboardInterrupt),
    (OSError(errno.ENOSPC, "No space left on device"), UserError),
    (RuntimeError("a defect"), RuntimeError),
])  # fmt: skip
def test_what_fails_on_the_way_through_duckdb_keeps_its_name(
    failure: BaseException, told: type[BaseException], database: Path, tmp_path: Path
) -> None:
    def stop(_table: str, _rows: int) -> None:
        raise failure

    before = set(tmp_path.iterdir())
    with pytest.raises(told):
        export(database, destination_of("duckdb", str(tmp_path / "out.duckdb")), progress=stop)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(("failure", "told"), [
    (duckdb.TransactionException("Failed to commit: Could not write file x.wal: No space left on"
                                 " device"), "--out: the disk is full, "),
    (duckdb.FatalException("Checkpoint failed: No space left on device"), "the disk is full"),
    (duckdb.IOException("Cannot open file x: Too many open files"), "ulimit -n"),
    (duckdb.OutOfMemoryException("could not allocate"), "(could not allocate); choose another"),
])  # fmt: skip
def test_what_duckdb_says_of_a_disk_is_one_line(
    failure: duckdb.Error, told: str, database: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from factories.sinks import duckdb as sink

    def fail(_source: Path, _metadata: object, path: Path, *_told: object) -> None:
        for suffix in ("", ".wal"):
            path.with_name(path.name + suffix).write_bytes(b"half")
        raise failure

    before = set(tmp_path.iterdir())
    monkeypatch.setattr(sink, "write_file", fail)
    with pytest.raises(UserError) as refused:
        export(database, destination_of("duckdb", str(tmp_path / "out.duckdb")), audit=False)
    assert told in str(refused.value)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("left", [150_000, 600_000])
def test_a_disk_that_is_really_full(database: Path, tmp_path: Path, left: int) -> None:
    """DuckDB finds out at a commit, or at a checkpoint."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting takes rights")
    try:
        (disk / "theirs").write_bytes(bytes((1 << 20) - left))
        with pytest.raises(UserError, match="the disk is full"):
            export(database, destination_of("duckdb", str(disk / "out.duckdb")), audit=False)
        assert [entry.name for entry in disk.iterdir()] == ["theirs"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_an_export_that_is_there_is_no_failure_of_who_interrupts_its_report(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_shipment: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Shipment, "lines", interrupted)
    for form in ("csv", "sqlite"):
        assert main([str(database), "--no-audit", "--to", form, "--out", f"new-{form}"]) == 0
        told = capsys.readouterr().err.splitlines()[-1]
        assert told == f"interrupted when all was done: new-{form} is written"


@pytest.mark.parametrize(("words", "told"), [
    (["--to", "xml"], ("--to: 'xml' is none of csv, parquet, sqlite, duckdb, postgresql://...,"
     " snowflake, snowflake://...; choose one")),
    (["--to", "mysql://app:secret@host/hvac"], "--to: 'mysql://...' is none of"),
    (["--to", "postgresql"], "--to: 'postgresql' is none of"),
    (["--to", "postgresql://host:port/x"], "--to: the URL cannot be read"),
    (["--to", "postgresql://app:secret@127.0.0.1:1/x"], "--to: PostgreSQL refused: connection"),
    (["--to", "postgresql://app@127.0.0.1/x", "--out", "x"], "--out: --to says which server"),
    (["--to", "csv", "--folders"], "--folders: it is for --to parquet"),
    (["--to", "csv", "--sample", "3"], "--sample: it is for --to sqlite"),
    (["--to", "sqlite", "--sample", "0"], "--sample: it must be 1 or more"),
    (["--to", "sqlite", "--sample", "many"], "--sample: "),
    (["--to", "csv", "--out", "missing/out"], "missing is missing; create it or choose another"),
    (["--to", "csv", "--out", "a-file/out"], "is a file, not a folder; choose another place"),
    (["--to", "csv", "--out", ""], "--out: '' names no file"),
    (["--to", "csv", "--out", "loop"], "--out: loop cannot be reached"),
    (["--to", "duckdb", "--out", "loop/out"], "--out: loop/out cannot be reached"),
    (["--to", "csv", "--out", "a-file"], "is a file; name a folder"),
    (["--to", "csv", "--out", "."], "cannot be replaced as a whole"),
    (["--to", "csv", "--out", "strange"], "is not this program's"),
    (["--to", "parquet", "--out", "seeds"], "holds the csv files of another export"),
    (["--to", "sqlite", "--out", "a-file"], "is a file that this program did not make"),
    (["--to", "duckdb", "--out", "a-file"], "is a file that this program did not make"),
    (["--to", "duckdb", "--out", "seeds"], "is a folder; name a file in it"),
    (["--to", "sqlite", "--out", "hvac.sqlite"], "is the database itself"),
    ([], "DATABASE --to FORM: say which database"),
    (["--to", "csv", "--verify", "seeds"], "--verify: it stands alone"),
])  # fmt: skip
def test_a_mistake_is_one_line_and_changes_nothing(
    words: list[str], told: str, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hvac.sqlite").write_bytes(database.read_bytes())
    (tmp_path / "a-file").write_text("theirs")
    (tmp_path / "strange").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "strange" / "leads.csv").write_text("theirs")
    populate(small_company.scenario(), database="other.sqlite", seeds="seeds")
    before = _bytes(tmp_path)
    assert main(["hvac.sqlite", *words]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert said.count("\n") == 1
    assert told in said
    assert "secret" not in said
    assert _bytes(tmp_path) == before


def test_a_missing_package_names_the_extra(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "pyarrow" else found(name)
    )
    assert main([str(database), "--to", "parquet"]) == 2
    said = capsys.readouterr().err
    assert "needs the package pyarrow: pip install 'hvac-analytics[parquet]', or in a clone" in said


def test_the_report_for_people_and_for_programs(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(database), "--to", "csv"]) == 0
    lines = capsys.readouterr().out
    assert "hvac_csv (csv)" in lines
    assert "All 27 tables" in lines
    assert main([str(database), "--to", "csv", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["tables"]["customers"] == 20
    assert report["audit"]["violations"] == 0


def test_money_is_exact(database: Path, tmp_path: Path) -> None:
    export(database, destination_of("duckdb", str(tmp_path / "out.duckdb")))
    with closing(sqlite3.connect(database)) as source:
        cents = source.execute("SELECT sum(round(total_amount * 100)) FROM invoices").fetchone()[0]
    with closing(duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True)) as target:
        total = target.execute("SELECT sum(total_amount) FROM HVAC_RAW.invoices").fetchone()
    assert total == (Decimal(int(cents)) / 100,)


def test_every_form_is_its_class_and_has_a_place_of_its_own() -> None:
    known = {form.name: getattr(destinations, form.of) for form in destinations.FORMS}
    assert {name: one.form for name, one in known.items()} == {name: name for name in known}
    assert len({one.default for name, one in known.items() if name in FORMS}) == len(FORMS)
    with pytest.raises(AttributeError, match="no attribute 'XmlFolder'"):
        getattr(destinations, "XmlFolder")  # noqa: B009 - the type checker knows that it is not


def test_every_option_of_a_form_is_an_argument_of_its_class() -> None:
    for form in destinations.FORMS:
        arguments = inspect.signature(form.destination).parameters
        assert {option.argument for option in form.options} <= set(arguments), form.name


def test_a_folder_that_is_there_must_be_writable(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(database, destination_of("csv", str(tmp_path / "out")), audit=False)
    # Whoever runs the tests may be root, who may write everywhere.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != "out")
    with pytest.raises(UserError, match=r"--out: the folder .*out is not writable"):
        export(database, destination_of("csv", str(tmp_path / "out")))
