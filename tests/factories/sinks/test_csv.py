"""The CSV format, cell by cell, and the fingerprint of the file."""

import csv
import hashlib
import io
import sqlite3
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from factories.sinks.csv import write_folder, write_table

METADATA = MetaData()
SITES = Table("sites", METADATA, Column("site_id", Integer, primary_key=True))
VISITS = Table(
    "visits",
    METADATA,
    Column("visit_id", Integer, primary_key=True),
    Column("Site_Id", ForeignKey("sites.site_id")),
    Column("day", Date),
    Column("moment", DateTime),
    Column("price", Numeric(10, 2), nullable=False),
    Column("rate", Numeric(5, 4)),
    Column("latitude", Numeric(9, 6)),
    Column("done", Boolean, nullable=False),
    Column("paid", Boolean),
    Column("notes", String),
)
WIDTH = len(VISITS.columns)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    for table in METADATA.sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
    yield connection
    connection.close()


def written(connection: sqlite3.Connection, folder: Path, *rows: tuple[Any, ...]) -> str:
    connection.executemany(f"INSERT INTO visits VALUES ({', '.join('?' * WIDTH)})", rows)
    path = folder / "visits.csv"
    write_table(connection, VISITS, path)
    header, body = path.read_bytes().decode("utf-8").split("\n", 1)
    assert header == "visit_id,site_id,day,moment,price,rate,latitude,done,paid,notes"
    return body


def test_every_type_as_the_contract_writes_it(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    row = (1, 7, "2025-01-31", "2025-01-31 08:05:00", 12.5, 0.0825, -95.4, 1, 0, "Zoë")
    assert written(connection, tmp_path, row) == (
        "1,7,2025-01-31,2025-01-31 08:05:00,12.50,0.0825,-95.400000,true,false,Zoë\n"
    )


def test_null_is_empty(connection: sqlite3.Connection, tmp_path: Path) -> None:
    row = (1, None, None, None, 0, None, None, 0, None, None)
    assert written(connection, tmp_path, row) == "1,,,,0.00,,,false,,\n"


def test_only_what_needs_quotes_has_them(connection: sqlite3.Connection, tmp_path: Path) -> None:
    texts = ["plain text; it's fine", 'a "big" job', "fan, belt", "two\nlines", "one\rline", "5 %s"]
    body = written(
        connection, tmp_path, *((k, *[None] * 3, 1, None, None, 1, None, t) for k, t in
        enumerate(texts))
    )  # fmt: skip
    assert '"a ""big"" job"' in body
    assert '"fan, belt"' in body
    assert ",plain text; it's fine\n" in body
    assert body.endswith(",5 %s\n")
    assert [row[-1] for row in csv.reader(io.StringIO(body, newline=""))] == texts


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2025,01,31", None),
        (None, "2025-01-31 08:05:0,"),
        ("2025-01-31\n", None),
        (None, '2025-01-31 "08"'),
        ("soon, then", "late, then"),
    ],
)
def test_what_was_edited_into_a_date_is_whole(
    connection: sqlite3.Connection, tmp_path: Path, day: str | None, moment: str | None
) -> None:
    usual = ("2025-01-31", "2025-01-31 08:05:00")
    cells = enumerate([usual, (day, moment), (None, None)])
    rows = [(k, None, *pair, 1, None, None, 1, None, "a") for k, pair in cells]
    body = written(connection, tmp_path, *rows)
    read = [row[2:4] for row in csv.reader(io.StringIO(body, newline=""))]
    assert read == [list(usual), [day or "", moment or ""], ["", ""]]


def test_cents_are_exact(connection: sqlite3.Connection, tmp_path: Path) -> None:
    rows = [(k, *[None] * 3, k / 100, *[None] * 2, 1, None, None) for k in range(100_000)]
    body = written(connection, tmp_path, *rows)
    prices = [line.split(",")[4] for line in body.splitlines()]
    assert prices == [f"{k // 100}.{k % 100:02d}" for k in range(100_000)]


def test_rows_come_in_the_order_of_the_key(connection: sqlite3.Connection, tmp_path: Path) -> None:
    rows = [(k, *[None] * 3, 1, None, None, 1, None, None) for k in (3, 1, 2)]
    assert [line[0] for line in written(connection, tmp_path, *rows).splitlines()] == list("123")


def test_a_folder_has_a_file_a_table_with_its_fingerprint(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    connection.execute("INSERT INTO sites VALUES (1), (2)")
    told: list[tuple[int, int]] = []
    files = write_folder(connection, METADATA, tmp_path, lambda done, of: told.append((done, of)))
    assert (tmp_path / "sites.csv").read_bytes() == b"site_id\n1\n2\n"
    assert {name: file.rows for name, file in files.items()} == {"sites": 2, "visits": 0}
    for name, file in files.items():
        data = (tmp_path / f"{name}.csv").read_bytes()
        assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert told == [(1, 2), (2, 2)]


def test_memory_does_not_grow_with_the_rows(connection: sqlite3.Connection, tmp_path: Path) -> None:
    connection.executemany("INSERT INTO sites VALUES (?)", ((k,) for k in range(300_000)))
    tracemalloc.start()
    write_table(connection, SITES, tmp_path / "sites.csv")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_the_bytes_are_those_of_the_csv_module(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    """Whatever is in a text: marks alone and together, at its ends, and letters of any script."""
    pieces = ["", "a", ",", '"', '""', "\n", "'", "%s", "\\", " ", "\t", "\u00e9", "\U0001f600"]
    texts = [first + second for first in pieces for second in pieces]
    body = written(
        connection, tmp_path, *((k, *[None] * 3, 1, None, None, 1, None, t) for k, t in
        enumerate(texts))
    )  # fmt: skip
    told = io.StringIO(newline="")
    csv.writer(told, lineterminator="\n").writerows(
        (k, "", "", "", "1.00", "", "", "true", "", text) for k, text in enumerate(texts)
    )
    assert body == told.getvalue()


def test_a_carriage_return_has_quotes_on_any_python(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    """The csv module gives it some since Python 3.13 only."""
    row = (1, *[None] * 3, 1, None, None, 1, None, "a\rb")
    assert written(connection, tmp_path, row).endswith(',"a\rb"\n')


@pytest.mark.parametrize("broken", ["two\nlines", "one\rline", 'two\n"quoted", lines'])
def test_a_line_break_among_many_rows_has_quotes(
    connection: sqlite3.Connection, tmp_path: Path, broken: str
) -> None:
    """Chunks before it, with it and after it are the same file."""
    texts = ["a, b", "plain"] * 5_000
    texts[6_001] = broken
    rows = [(k, *[None] * 3, 1, None, None, 1, None, text) for k, text in enumerate(texts)]
    body = written(connection, tmp_path, *rows)
    read = [row[-1] for row in csv.reader(io.StringIO(body, newline=""))]
    assert read == texts
    assert body.count('"a, b"\n') == 5_000
