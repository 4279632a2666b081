"""The same days, whatever the steps: one at a time, all at once, or anything in between."""

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from factories import advance as command
from factories import populate
from factories.audit import run_audit
from factories.days import plan
from factories.days.books import Books
from factories.engine.values import day_number
from factories.runs.moving import advance
from factories.scenario import Scenario
from factories.storage import manifest
from hvac_models import Base
from tests.depth import one_in
from tests.factories.support.database_files import dump, files, populated, rows, scenario
from tests.markdown import Document
from tests.reader import ROOT

BOOKKEEPING = {"updated_at_utc"}
REVEALED = {
    "appointments": {
        *("confirmed_date", "scheduled_time", "service_call_id", "status"),
    },
    "equipment_types": {"discontinued_year"},
    "incident_response": {"follow_up_required", "resolution_status"},
    "installed_devices": {"last_maintenance_date", "status"},
    "inventory": {
        *("abc_classification", "avg_monthly_usage", "current_stock", "last_count_date"),
        *("last_restock_date", "last_restock_quantity", "stock_status", "total_value"),
    },
    "invoices": {"notes", "status"},
    "leads": {"conversion_probability", "customer_id", "last_contact_date", "notes", "status"},
    "mailing_list": {"customer_id", "subscription_status", "unsubscribed_date"},
    "marketing_campaigns": {"spent"},
    "payments": {"notes", "processing_fee", "status"},
    "quotes": {
        *("follow_up_date", "notes", "service_call_id", "status"),
        *("description", "equipment_cost", "equipment_id", "parts_cost", "total_amount"),
    },
    "subscriptions": {"auto_renewal", "cancelled_date", "next_service_date", "status"},
    "technicians": {"left_date", "years_experience"},
    "purchase_orders": {"received_date", "status"},
    "vehicle_fleet": {
        *("current_mileage", "last_gps_at", "last_latitude", "last_longitude"),
        *("assigned_technician_id", "last_maintenance_date", "next_maintenance_mileage", "status"),
    },
    "warranty_claims": {"approved_amount", "decided_date", "status"},
    "work_orders": {"status"},
}
"""What later days reveal of a row; every other column is history."""
AMENDED = ("equipment_id", "description", "equipment_cost", "parts_cost", "total_amount")
REVEALED_LATE = {
    ("technicians", "left_date"),
    ("mailing_list", "customer_id"),
    ("vehicle_fleet", "assigned_technician_id"),
    ("payments", "processing_fee"),
    ("subscriptions", "auto_renewal"),
    ("quotes", "service_call_id"),
    *(("quotes", column) for column in AMENDED),
}
"""Nobody leaves in the days of a test (``rules.crew.workforce.TENURE_AT_LEAST``), few of the leads
who are on the mailing list at the as-of date are won, few payments are held by the processor on
that date and few holders change their mind about renewing, one in every other company of default
size, of a dozen quotes that are open then one or none becomes a call, and few of those that are
open on New Year's Eve are of a model that ends."""

SPLITS = ([1] * 14, [13, 1], [5, 1, 8])


def moved(home: Path, company: Scenario, split: Sequence[int]) -> dict[str, object]:
    """All that there is after these steps."""
    home.mkdir()
    path = populated(home / "hvac.sqlite", company)
    for days in split:
        advance(path, days=days, seeds=home / "seeds", changes=home / "changes")
    return {"dump": dump(path), **files(home / "seeds"), **files(home / "changes")}


@pytest.mark.parametrize(
    "company",
    [
        scenario(),
        scenario(seed=7, as_of=date(2024, 2, 20)),
        scenario(seed=2, as_of=date(2025, 12, 24), scale=2),
        scenario(seed=123_456, as_of=date(2026, 3, 2)),
    ],
    ids=lambda company: f"{company.seed}-{company.as_of}",
)
def test_any_split_comes_to_the_same(tmp_path: Path, company: Scenario) -> None:
    whole = moved(tmp_path / "whole", company, [14])
    for number, split in enumerate(one_in(3, SPLITS) if company.scale == 1 else SPLITS):
        there = moved(tmp_path / str(number), company, split)
        different = {name for name in {*whole, *there} if whole.get(name) != there.get(name)}
        assert not different, split
    assert len([name for name in whole if name.endswith("service_calls.csv")]) == 15


def test_to_a_date_is_so_many_days(tmp_path: Path) -> None:
    one, other = populated(tmp_path / "one.sqlite"), populated(tmp_path / "other.sqlite")
    assert advance(one, to=date(2025, 10, 4)).days == 4
    assert advance(other, days=4).as_of == date(2025, 10, 4)
    assert dump(one) == dump(other)


def test_within_a_connection_it_is_the_same(tmp_path: Path) -> None:
    path, other = populated(tmp_path / "file.sqlite"), populated(tmp_path / "other.sqlite")
    advance(path, days=3)
    with closing(sqlite3.connect(other)) as connection:
        connection.row_factory = sqlite3.Row
        advance(connection, days=2)
        connection.execute("begin")
        advance(connection, days=1)
        assert connection.in_transaction
        assert connection.row_factory is sqlite3.Row
        connection.rollback()
        advance(connection, days=1)
    assert dump(path) == dump(other)


@pytest.mark.parametrize(
    ("seed", "as_of"), [(1, date(2025, 6, 1)), (2, date(2025, 12, 1)), (3, date(2026, 3, 1))]
)
def test_the_audit_finds_nothing_on_any_day(tmp_path: Path, seed: int, as_of: date) -> None:
    """Asked within the transaction of all: SQLite reads the queries once for all days."""
    path, found = populated(tmp_path / "hvac.sqlite", scenario(seed, as_of)), []
    with closing(sqlite3.connect(path, isolation_level=None, cached_statements=1_000)) as books:
        books.execute("pragma foreign_keys = on")
        books.execute("begin")

        def closed(day: Books) -> None:
            today = date(1970, 1, 1) + timedelta(day.today)
            found.append([one.name for one in run_audit(books, today) if one.count])

        begun = day_number(as_of)
        plan.live(books, scenario(seed, as_of), begun, begun + 1, begun + 25, closed)
    assert found == [[]] * 25


def test_history_does_not_change_and_the_rest_does(tmp_path: Path) -> None:
    # The larger one lives through a New Year, when models are given up.
    larger = Scenario.of(seed=4, as_of=date(2024, 12, 12), history_days=500, scale=2)
    changed = revealed_of(tmp_path, scenario(), 30) | revealed_of(tmp_path, larger, 24)
    named = {(table, column) for table, columns in REVEALED.items() for column in columns}
    assert changed <= named
    assert named - REVEALED_LATE <= changed, "no day of these companies has revealed it"


def revealed_of(home: Path, company: Scenario, days: int) -> set[tuple[str, str]]:
    """Tables and columns of old rows that these days change; none of the rows is gone."""
    before = populated(home / "before.sqlite", company)
    after = populated(home / "after.sqlite", company)
    report = advance(after, days=days)
    touched = set()
    for table in Base.metadata.sorted_tables:
        (key,) = table.primary_key
        old = dict(rows(before, table.name, key.name))
        new = dict(rows(after, table.name, key.name))
        assert old.keys() <= new.keys(), "a row is gone"
        added = sorted(new.keys() - old.keys())
        first = max(old) + 1
        assert added == list(range(first, first + report.added[table.name]))
        touched |= {
            (table.name, column)
            for number, row in old.items()
            if row != new[number]
            for column in row.keys()  # noqa: SIM118 - a row is a sequence of its values
            if column not in BOOKKEEPING and row[column] != new[number][column]
        }
    return touched


def test_the_manifest_says_how_it_came_about(tmp_path: Path) -> None:
    path = populated(tmp_path / "hvac.sqlite")
    first = manifest.of_texts(manifest.of_database(path))
    report = advance(path, days=3, seeds=tmp_path / "seeds")
    facts = manifest.of_texts(manifest.of_database(path))
    assert facts == manifest.of_folder(tmp_path / "seeds")
    assert (facts["as_of"], facts["populated_as_of"]) == ("2025-10-03", "2025-09-30")
    assert facts["rows"] == first["rows"]
    told = "python -m factories.advance hvac.sqlite --to 2025-10-03 --seeds"
    assert facts["command"] == f"{first['command']} && {told}"
    assert facts["total_rows"] == first["total_rows"] + sum(report.added.values())
    with closing(sqlite3.connect(path)) as connection:
        for table, about in facts["tables"].items():
            counted = connection.execute(f"select count(*) from {table}").fetchone()[0]
            assert counted == about["rows"]


def test_the_same_again_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    line = "python -m factories.advance hvac.sqlite --days 1 --seeds seeds --mess heavy"
    again = f"{line} --answer-key solution.csv"
    for folder in ("once", "again"):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        if folder == "once":
            populated(Path("hvac.sqlite"))
        for step in again.split(" && "):
            main = {"factories.advance": command.main, "factories.populate": populate.main}
            assert main[step.split()[2]]([*step.split()[3:], "--json"]) == 0
        again = json.loads(capsys.readouterr().out.splitlines()[-1])["command"]
        found.append(files(Path()))
    assert "solution.csv" in found[0]
    assert found[0] == found[1]


def test_of_a_connection_the_same_again_is_a_file(tmp_path: Path) -> None:
    path = populated(tmp_path / "hvac.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        told = advance(connection, days=1).command
    assert told.endswith(
        " --database hvac.sqlite --no-seeds"
        " && python -m factories.advance hvac.sqlite --to 2025-10-01"
    )


def test_the_document_lists_what_later_days_reveal() -> None:
    rows_told = Document(ROOT / "docs" / "advance.md").table(
        "Table", "Columns that later days reveal"
    )
    told = {table.strip("`"): set(re.findall(r"`(\w+)`", columns)) for table, columns in rows_told}
    assert told == REVEALED
