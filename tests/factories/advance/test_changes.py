"""The change feed, and the bookkeeping columns that find the same rows in the tables."""

import csv
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from factories.errors import UserError
from factories.runs.changes import Feed
from factories.runs.moving import advance
from factories.sinks import csv as csv_sink
from factories.storage import manifest
from hvac_models import Base
from tests.factories.support.database_files import populated, rows, scenario

BOOKKEEPING = {"created_at_utc", "updated_at_utc"}


@dataclass(frozen=True)
class Day:
    """One day: the company before and after it, and the folder of its changes."""

    number: date
    before: Path
    after: Path
    feed: Path

    @property
    def window(self) -> tuple[str, str]:
        """The day at the first branch, in UTC, as the columns hold moments."""
        with closing(sqlite3.connect(self.after)) as connection:
            (zone,) = connection.execute("select time_zone from branches").fetchone()
        midnights = [
            datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
            for day in (self.number, self.number + timedelta(days=1))
        ]
        first, last = (f"{midnight:%Y-%m-%d %H:%M:%S}" for midnight in midnights)
        return first, last


@pytest.fixture(scope="module", params=[(42, date(2025, 9, 30)), (7, date(2025, 10, 25))])
def days(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Day]:
    """Three weeks; the clocks are set back in one of them."""
    home = tmp_path_factory.mktemp("days")
    now = populated(home / "0.sqlite", scenario(*request.param))
    lived = []
    for number in range(1, 22):
        after = home / f"{number}.sqlite"
        shutil.copyfile(now, after)
        report = advance(after, days=1, changes=home / "changes")
        lived.append(Day(report.as_of, now, after, home / "changes" / str(report.as_of)))
        now = after
    return lived


def told(feed: Path, table: str) -> dict[int, str]:
    """The op of each key in a day's file."""
    with (feed / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        lines = csv.reader(file)
        header = next(lines)
        assert header == ["op", *(column.name for column in Base.metadata.tables[table].columns)]
        return {int(line[1]): line[0] for line in lines}


Rows = Mapping[int, sqlite3.Row]


@lru_cache(maxsize=2)
def read(path: Path) -> Mapping[str, Rows]:
    """Each table's rows; those after a day are those before the next one."""
    return {
        table.name: dict(rows(path, table.name, next(iter(table.primary_key)).name))
        for table in Base.metadata.sorted_tables
    }


def tables_of(day: Day) -> Iterator[tuple[str, Rows, Rows]]:
    """Each table's rows before and after."""
    before, after = read(day.before), read(day.after)
    for table in before:
        yield table, before[table], after[table]


def differs(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    names = one.keys() if one != other else ()
    return any(one[name] != other[name] for name in names if name not in BOOKKEEPING)


def test_the_feed_has_every_row_that_differs_and_no_other(days: list[Day]) -> None:
    seen: set[str] = set()
    for day in days:
        for table, before, after in tables_of(day):
            new = dict.fromkeys(after.keys() - before.keys(), "insert")
            changed = {key: "update" for key in before if differs(before[key], after[key])}
            assert told(day.feed, table) == new | changed, (day.number, table)
            seen |= {f"{table} {op}" for op in (new | changed).values()}
    assert {"service_calls insert", "invoices update", "weather_daily insert"} <= seen


def found(day: Day, table: str, column: str) -> set[int]:
    """Keys of the rows that a column of moments finds for a day."""
    (key,) = Base.metadata.tables[table].primary_key
    within = f"{column} >= ? and {column} < ?"
    with closing(sqlite3.connect(day.after)) as connection:
        keys = connection.execute(f"select {key.name} from {table} where {within}", day.window)
        return {number for (number,) in keys}


def test_the_columns_find_what_the_feed_has(days: list[Day]) -> None:
    for day in days:
        for table, before, after in tables_of(day):
            ops = told(day.feed, table)
            created, updated = (found(day, table, name) for name in sorted(BOOKKEEPING))
            assert created == {key for key, op in ops.items() if op == "insert"}, table
            assert updated == set(ops), (day.number, table)
            for key, row in before.items():
                if row != after[key]:
                    assert row["created_at_utc"] == after[key]["created_at_utc"]


def test_the_rows_are_as_they_were_at_the_end_of_the_day(days: list[Day], tmp_path: Path) -> None:
    for day in days[::5]:
        with closing(sqlite3.connect(day.after)) as connection:
            for table in Base.metadata.sorted_tables:
                csv_sink.write_table(connection, table, tmp_path / "whole.csv")
                whole = (tmp_path / "whole.csv").read_text(encoding="utf-8").splitlines()
                feed = (day.feed / f"{table.name}.csv").read_text(encoding="utf-8").splitlines()
                assert {line.partition(",")[2] for line in feed[1:]} <= set(whole[1:])


def test_the_manifest_of_a_day(days: list[Day]) -> None:
    for day in days[::5]:
        about = manifest.of_folder(day.feed)
        seed = int(manifest.of_database(day.after)["seed"])
        assert (about["as_of"], about["form"]) == (day.number.isoformat(), "changes")
        assert about["seed"] == seed
        for table, said in about["tables"].items():
            data = (day.feed / f"{table}.csv").read_bytes()
            assert said["sha256"] == hashlib.sha256(data).hexdigest()
            assert said["rows"] == len(told(day.feed, table))


def test_days_without_a_feed_are_told(tmp_path: Path) -> None:
    path, feed = populated(tmp_path / "hvac.sqlite"), tmp_path / "changes"
    advance(path, days=1, changes=feed)
    advance(path, days=3)
    report = advance(path, days=1, changes=feed)
    assert report.notes == ["changes lacks 2025-10-02 to 2025-10-04: advanced without --changes"]
    assert sorted(day.name for day in feed.iterdir()) == ["2025-10-01", "2025-10-05"]


def test_others_files_stay(tmp_path: Path) -> None:
    feed = tmp_path / "changes"
    feed.mkdir()
    (feed / "README.txt").write_text("ours")
    advance(populated(tmp_path / "hvac.sqlite"), days=2, changes=feed)
    names = sorted(entry.name for entry in feed.iterdir())
    assert names == ["2025-10-01", "2025-10-02", "README.txt"]


@pytest.mark.parametrize("theirs", ["file", "broken link"])
def test_nothing_takes_the_place_of_a_day_to_come(tmp_path: Path, theirs: str) -> None:
    path, feed = populated(tmp_path / "hvac.sqlite"), tmp_path / "changes"
    feed.mkdir()
    taken = feed / "2025-10-02"
    taken.write_text("mine") if theirs == "file" else taken.symlink_to("nowhere")
    before = path.read_bytes()
    with pytest.raises(UserError, match="2025-10-02 is there already"):
        advance(path, days=3, changes=feed)
    assert path.read_bytes() == before
    assert [entry.name for entry in feed.iterdir()] == ["2025-10-02"]


def test_a_day_whose_place_is_taken_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The company has lived it: it stays ready until somebody makes room."""
    path, feed = populated(tmp_path / "hvac.sqlite"), tmp_path / "changes"
    feed.mkdir()
    taken, make_ready = feed / "2025-10-01", Feed.make_ready

    def taking(self: Feed) -> None:
        make_ready(self)
        taken.write_text("mine")

    with monkeypatch.context() as patch:
        patch.setattr(Feed, "make_ready", taking)
        with pytest.raises(UserError, match=r"2025-10-01 is there already.*all the same"):
            advance(path, days=1, changes=feed)
    with pytest.raises(UserError, match="2025-10-01 is there already"):
        advance(path, days=1, changes=feed)
    assert taken.read_text() == "mine"
    taken.unlink()
    notes = advance(path, days=1, changes=feed).notes
    assert notes == ["changes of 2025-10-01 from a killed run put in place"]
    assert sorted(day.name for day in feed.iterdir()) == ["2025-10-01", "2025-10-02"]
