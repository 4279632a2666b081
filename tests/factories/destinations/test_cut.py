"""A snapshot of an earlier day, or of some customers: less of the company, every key whole."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from factories.audit.checks.clock import past_columns
from factories.errors import UserError
from factories.export import destination_of, export, main
from factories.runs.moving import advance
from factories.runs.shipping import source_of
from factories.runs.verify import verify
from factories.storage import manifest
from hvac_models import Base
from tests.factories.support import small_company

DAY = date(2025, 8, 31)


def rows(path: Path, statement: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(statement).fetchone()[0])


def test_what_came_later_is_left_out(database: Path, tmp_path: Path) -> None:
    place = tmp_path / "cut.sqlite"
    export(database, destination_of("sqlite", str(place), as_of=DAY))
    for table in Base.metadata.sorted_tables:
        moments = [f"coalesce({name}, '9999')" for name in past_columns(table)]
        if not moments:
            continue
        first = moments[0] if len(moments) == 1 else f"min({', '.join(moments)})"
        late = f"SELECT count(*) FROM {table.name} WHERE {first} > '{DAY}T' AND {first} < '9999'"
        late += f" AND created_at_utc > '{DAY}T'"
        assert rows(place, late) == 0, table.name
    for name in ("service_calls", "appointments", "weather_daily"):
        kept = rows(place, f"SELECT count(*) FROM {name}")
        assert 0 < kept < rows(database, f"SELECT count(*) FROM {name}")
    on_time = f"SELECT count(*) FROM weather_daily WHERE weather_date <= '{DAY}'"
    assert rows(place, "SELECT count(*) FROM weather_daily") == rows(database, on_time)


def test_what_a_later_day_wrote_over_or_named_does_not_go_with_it(
    database: Path, tmp_path: Path
) -> None:
    """A shelf that was counted since was there before; a quote stays, the visit it became goes."""
    with closing(sqlite3.connect(database)) as connection:
        quote, day = connection.execute(
            "SELECT quote_id, quote_date FROM quotes JOIN service_calls USING (service_call_id)"
            " WHERE quote_date < service_date ORDER BY quote_date"
        ).fetchone()
    place = tmp_path / "cut.sqlite"
    export(database, destination_of("sqlite", str(place), as_of=date.fromisoformat(day)))
    became = f"SELECT count(*) FROM quotes WHERE quote_id = {quote} AND service_call_id IS NULL"
    assert (rows(database, became), rows(place, became)) == (0, 1)
    shelves = "SELECT count(*) FROM inventory"
    since = f"{shelves} WHERE last_count_date > '{day}' AND last_restock_date > '{day}'"
    assert rows(place, shelves) == rows(database, shelves)
    assert rows(place, since) > 0


def test_every_key_is_whole_and_the_manifest_says_how_it_was_cut(
    database: Path, tmp_path: Path
) -> None:
    place = tmp_path / "cut.sqlite"
    destination = destination_of("sqlite", str(place), as_of=DAY, sample=7)
    shipment = export(database, destination)
    assert shipment.tables["customers"].rows == 7
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    facts = manifest.of_texts(manifest.of_database(place))
    assert facts["options"] == {"as_of": "2025-08-31", "sample": 7}
    assert facts["as_of"] == "2025-08-31"
    assert facts["total_rows"] == shipment.total_rows
    assert verify(place) == []


def test_the_first_day_is_a_company_and_the_day_before_a_copy_of_it_is_none(
    database: Path, tmp_path: Path
) -> None:
    first = small_company.scenario().start
    place = tmp_path / "first.sqlite"
    export(database, destination_of("sqlite", str(place), as_of=first))
    assert rows(place, "SELECT count(*) FROM weather_daily") == 1
    # The copy ends on that day, and its history begins where that of the whole company does.
    earlier = destination_of("sqlite", str(tmp_path / "x"), as_of=first - timedelta(days=1))
    with pytest.raises(UserError, match=f"--as-of: .* give one from {first}"):
        export(place, earlier, audit=False)


def test_the_last_day_itself_cuts_nothing(database: Path, tmp_path: Path) -> None:
    place = tmp_path / "whole.sqlite"
    shipment = export(database, destination_of("sqlite", str(place), as_of=small_company.AS_OF))
    assert shipment.total_rows == source_of(database).rows
    assert shipment.notes == ()
    assert advance(place, days=1).violations == 0


def test_a_cut_snapshot_says_what_it_is(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "cut.sqlite")
    words = ["--to", "sqlite", "--out", place, "--sample", "7", "--as-of", DAY.isoformat()]
    assert main([str(database), *words]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(re.fullmatch(r"Audit of the source: \d+ checks, 0 violations", it) for it in lines)
    assert "Note: every key is whole, but sums over what was left out are not; it cannot be" in (
        "\n".join(lines)
    )
    told = "is a snapshot that was cut by --as-of 2025-08-31 --sample 7, and days to come build on"
    with pytest.raises(UserError, match=told):
        advance(place, days=1)
    # A copy of it is cut as well, and says so.
    again = str(tmp_path / "again.sqlite")
    assert main([place, "--to", "sqlite", "--out", again, "--no-audit"]) == 0
    with pytest.raises(UserError, match=told):
        advance(again, days=1)


@pytest.mark.parametrize(("words", "told"), [
    (["--to", "sqlite", "--as-of", "31.8.2025"], "--as-of: '31.8.2025' is not a date"),
    (["--to", "sqlite", "--as-of", "2025-10-01"], "--as-of: 2025-10-01 is after the last day"),
    (["--to", "sqlite", "--as-of", "1990-01-01"], "is before the first day of the data; give one"),
    (["--to", "sqlite", "--as-of", "2024-09-30", "--sample", "3"], "give one from 2024-10-01"),
    (["--to", "csv", "--as-of", "2025-08-31"], "--as-of: it is for --to sqlite"),
])  # fmt: skip
def test_a_day_that_will_not_do(
    words: list[str],
    told: str,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([str(database), *words]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
