"""A spoiled change feed: lost days, days that come twice, and what comes on a later day."""

import csv
import hashlib
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from factories.mess import Defect, Mess, Spoiled, key, spoil_day
from factories.mess.days import DAILY
from factories.sinks import csv as sink
from hvac_models import Base
from tests.depth import one_in
from tests.factories.mess.conftest import AS_OF, Company

Made = Callable[..., Company]
SINCE: Final = AS_OF - timedelta(days=320)
DAYS: Final = [SINCE + timedelta(days=number) for number in range(1, 321)]
SEED: Final = 13
"""Of the mess: with it, days of these are lost and others come twice."""
ARRIVES: Final = {
    "customers": "created_at",
    "leads": "created_date",
    "mailing_list": "subscription_date",
    "service_calls": "service_date",
    "appointments": "appointment_date",
    "parts_usage": "usage_date",
    "invoices": "issue_date",
    "payments": "payment_date",
    "weather_daily": "weather_date",
    "quotes": "quote_date",
}
"""The day on which this feed has a table's rows; it has no others, and their empty
files on the last days only."""


@pytest.fixture(scope="session")
def clean(company: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Path]:
    """A company, and a clean feed of its last days."""
    folder = tmp_path_factory.mktemp("feed")
    with closing(sqlite3.connect(company().database)) as connection:
        for day in DAYS:
            (folder / str(day)).mkdir()
        for table in Base.metadata.sorted_tables:
            _write_days(connection, table.name, folder)
    return company(), folder


def _write_days(connection: sqlite3.Connection, name: str, folder: Path) -> None:
    table = Base.metadata.tables[name]
    columns = [column.name for column in table.columns]
    days = DAYS if name in ARRIVES else DAYS[-30:]
    by_day: dict[str, list[list[str]]] = {str(day): [] for day in days}
    if name in ARRIVES:
        (first,) = table.primary_key
        keys = [row[0] for row in connection.execute(f"SELECT {first.name} FROM {name}")]
        place = columns.index(ARRIVES[name])
        for row in sink.some(connection, table, keys):
            by_day.get(row[place][:10], []).append(["insert", *row])
    for day, rows in by_day.items():
        with (folder / day / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([["op", *columns], *rows])


def spoil(
    clean: tuple[Company, Path], folder: Path, days: Iterable[date] = DAYS, kinds: str | None = None
) -> list[Spoiled]:
    company, feed = clean
    if not folder.exists():
        # What is spoiled takes the place of the clean file: that itself stays what it is.
        shutil.copytree(feed, folder, copy_function=os.link)
    mess = Mess.of("heavy", company_seed=company.seed, kinds=kinds, seed=SEED)
    assert mess is not None
    with closing(sqlite3.connect(company.database)) as connection:
        return [spoil_day(connection, folder / str(day), mess, day, SINCE) for day in days]


def read(folder: Path, day: object, table: str) -> list[dict[str, str]]:
    with (folder / str(day) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything(folder: Path, table: str) -> list[dict[str, str]]:
    return [row for day in DAYS for row in read(folder, day, table)]


def all_of(spoiled: list[Spoiled], kind: str) -> list[Defect]:
    return [defect for day in spoiled for defect in day.defects if defect.kind == kind]


def test_days_are_spoiled_one_by_one_in_any_order(
    clean: tuple[Company, Path], tmp_path: Path
) -> None:
    some = DAYS[-30:]
    forward = spoil(clean, tmp_path / "forward", some)
    backward = spoil(clean, tmp_path / "backward", reversed(some))
    assert forward == backward[::-1]
    for path in (tmp_path / "forward").rglob("*.csv"):
        other = tmp_path / "backward" / path.relative_to(tmp_path / "forward")
        assert path.read_bytes() == other.read_bytes()


def test_every_kind_occurs_and_is_told(clean: tuple[Company, Path], tmp_path: Path) -> None:
    spoiled = spoil(clean, tmp_path / "feed")
    counts = Counter(defect.kind for day in spoiled for defect in day.defects)
    wanted = {"empty_day", "double_day", "renamed_column", "duplicate_customer", "split_history"}
    wanted |= {"missing_phone", "missing_email", "phone_format", "late_invoice"}
    assert wanted | {"time_zone_slip", "end_before_start"} == counts.keys()
    for day, told in zip(DAYS, spoiled, strict=True):
        for table, sha256 in told.fingerprints.items():
            data = (tmp_path / "feed" / str(day) / f"{table}.csv").read_bytes()
            assert hashlib.sha256(data).hexdigest() == sha256
            assert told.rows[table] == len(read(tmp_path / "feed", day, table))


def test_late_invoices_come_on_the_day_they_are_entered(
    clean: tuple[Company, Path], tmp_path: Path
) -> None:
    spoiled = spoil(clean, tmp_path / "feed", kinds="late_invoice")
    late = {defect.key: defect for defect in all_of(spoiled, "late_invoice")}
    assert len(late) > 5
    before = {row["invoice_id"]: row for row in everything(clean[1], "invoices")}
    after = Counter(row["invoice_id"] for row in everything(tmp_path / "feed", "invoices"))
    assert set(after.values()) == {1}
    # Some are still on the desk on the last day.
    missing = before.keys() - after.keys()
    assert len(missing) <= 5
    assert all(before[each]["issue_date"] > str(AS_OF - timedelta(days=60)) for each in missing)
    for day in DAYS:
        for row in read(tmp_path / "feed", day, "invoices"):
            true = before[row["invoice_id"]]
            if row["invoice_id"] in late:
                assert row["issue_date"] == str(day)
                assert late[row["invoice_id"]].true_value == true["issue_date"]
                waited = day - date.fromisoformat(true["issue_date"])
                assert 10 < waited.days <= 60
                true = true | {"issue_date": str(day)}
            assert row == true


def test_second_entries_come_on_their_day_and_their_visits_later(
    clean: tuple[Company, Path], tmp_path: Path
) -> None:
    kinds = "duplicate_customer,split_history"
    spoiled = spoil(clean, tmp_path / "feed", kinds=kinds)
    pairs = {defect.key: defect.true_value for defect in all_of(spoiled, "duplicate_customer")}
    assert len(pairs) > 2
    since: dict[str, date] = {}
    for day in DAYS:
        for row in read(tmp_path / "feed", day, "customers"):
            if row["customer_id"] in pairs:
                assert (row["op"], row["created_at"][:10]) == ("insert", str(day))
                since[row["customer_id"]] = day
    assert since.keys() == pairs.keys()
    hanging = 0
    for day in DAYS:
        for row in read(tmp_path / "feed", day, "service_calls"):
            if row["customer_id"] in pairs:
                hanging += 1
                assert since[row["customer_id"]] <= day
    assert hanging


def test_lost_days_are_empty_files_and_double_ones_have_each_row_twice(
    clean: tuple[Company, Path], tmp_path: Path
) -> None:
    spoiled = spoil(clean, tmp_path / "feed", kinds="empty_day,double_day")
    lost, twice = all_of(spoiled, "empty_day"), all_of(spoiled, "double_day")
    assert lost
    assert twice
    fate = {(each.table, each.key): each.kind for each in (*lost, *twice)}
    for table in DAILY:
        for day in DAYS:
            before, after = read(clean[1], day, table), read(tmp_path / "feed", day, table)
            kind = fate.get((table, str(day)))
            assert after == {"empty_day": [], "double_day": before * 2}.get(str(kind), before)


def test_a_column_has_another_name_on_single_days(
    clean: tuple[Company, Path], tmp_path: Path
) -> None:
    days = one_in(2, DAYS)
    spoiled = spoil(clean, tmp_path / "feed", days, kinds="renamed_column")
    renamed = all_of(spoiled, "renamed_column")
    assert 0 < len(renamed) < len(days) / 2
    for defect in renamed:
        rows = read(tmp_path / "feed", defect.key, defect.table)
        assert rows
        assert defect.column in rows[0]
        assert defect.true_value not in rows[0]


def test_the_answer_key_grows_by_the_day(clean: tuple[Company, Path], tmp_path: Path) -> None:
    spoiled = spoil(clean, tmp_path / "feed", DAYS[:30])
    path = tmp_path / "answer_key.csv"
    for day in spoiled:
        path.write_text(key.with_earlier(path, day.defects), "utf-8")
    whole = {defect for day in spoiled for defect in day.defects}
    assert path.read_text("utf-8") == key.as_text(whole)
