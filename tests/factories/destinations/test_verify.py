"""What was exported is told from what somebody has changed in it since."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from factories import manifest
from factories.errors import UserError
from factories.export import destination_of, export, main
from factories.populate import populate
from factories.verify import verify
from tests.factories import small

FORMS = ("csv", "parquet", "sqlite", "duckdb")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def manifest_of(form: str, place: Path) -> Path:
    return place / manifest.FILE if place.is_dir() else place


@pytest.mark.parametrize("form", FORMS)
def test_verify_sees_a_changed_cell(form: str, database: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    export(database, destination_of(form, str(place)))
    match form:
        case "csv":
            file = place / "payments.csv"
            file.write_bytes(file.read_bytes().replace(b"Completed", b"Pending", 1))
        case "parquet":
            pq.write_table(
                pq.read_table(place / "payments.parquet").slice(1), place / "payments.parquet"
            )
        case "sqlite":
            with closing(sqlite3.connect(place)) as connection:
                connection.execute(
                    "UPDATE payments SET amount = amount + 0.01 WHERE payment_id = 1"
                )
                connection.commit()
        case "duckdb":
            with closing(duckdb.connect(str(place))) as connection:
                connection.execute("UPDATE HVAC_RAW.payments SET amount = amount + 0.01")
    (line,) = verify(manifest_of(form, place))
    assert line.startswith("payments")
    assert main(["--verify", str(manifest_of(form, place))]) == 1


def test_verify_sees_a_missing_file_and_the_seeds_too(database: Path, tmp_path: Path) -> None:
    populate(small.company(), database=tmp_path / "new.sqlite", seeds=tmp_path / "seeds")
    assert verify(tmp_path / "seeds") == []
    (tmp_path / "seeds" / "leads.csv").unlink()
    assert verify(tmp_path / "seeds") == ["leads.csv: missing"]


def test_a_manifest_that_lacks_a_table_was_edited(database: Path) -> None:
    export(database, destination_of("csv", "out"))
    path = Path("out", manifest.FILE)
    facts = json.loads(path.read_text("utf-8"))
    del facts["tables"]["payments"]
    path.write_text(json.dumps(facts), "utf-8")
    with pytest.raises(UserError, match="tables lacks payments"):
        verify(Path("out"))
