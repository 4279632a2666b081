"""What was exported is told from what somebody has changed in it since."""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from factories.errors import UserError
from factories.export import destination_of, export, main
from factories.populate import populate
from factories.runs.verify import verify
from factories.storage import manifest
from tests.factories.support import small_company

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
    populate(small_company.scenario(), database=tmp_path / "new.sqlite", seeds=tmp_path / "seeds")
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


@pytest.mark.parametrize("name", ["/etc/hostname", "../hvac.sqlite", "part/../../hvac.sqlite"])
@pytest.mark.parametrize("as_table", [False, True])
def test_a_manifest_names_nothing_outside_of_its_folder(
    name: str, as_table: bool, database: Path
) -> None:
    export(database, destination_of("csv", "out"), audit=False)
    path = Path("out", manifest.FILE)
    facts = json.loads(path.read_text("utf-8"))
    if as_table:
        facts["tables"][name] = {"rows": 1, "sha256": ""}
    else:
        facts["tables"]["payments"]["files"] = {name: ""}
    path.write_text(json.dumps(facts), "utf-8")
    with pytest.raises(UserError, match=rf"was edited \({name}.* is outside of its folder\)"):
        verify(Path("out"))


def test_a_manifest_may_have_another_name(database: Path) -> None:
    export(database, destination_of("csv", "out"))
    named = Path("out", manifest.FILE).rename(Path("out", "of-june"))
    assert verify(named) == []
    Path("out", "leads.csv").unlink()
    assert verify(named) == ["leads.csv: missing"]


@pytest.mark.parametrize("content", [
    b"", b"hello\n", b"{", b"{}", b'{"made_by": "others"}', b"\0" * 64,
])  # fmt: skip
@pytest.mark.parametrize("name", ["x", manifest.FILE])
def test_what_is_no_export_is_told_so(
    name: str, content: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_duckdb(monkeypatch)
    Path(name).write_bytes(content)
    assert main(["--verify", name]) == 2
    told = "is no manifest of this program, and no SQLite or DuckDB file; name a manifest.json or"
    assert capsys.readouterr().err == f"error: --verify: {name} {told} an exported file\n"


def without_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("duckdb", "factories.sinks.duckdb"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delattr("factories.sinks.duckdb", raising=False)


def test_a_duckdb_file_needs_its_package(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    export(database, destination_of("duckdb", "away"), audit=False)
    without_duckdb(monkeypatch)
    assert main(["--verify", "away"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: --verify: duckdb needs the package")
    assert said.count("\n") == 1


def test_a_refusal_names_the_option_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--verify", "ftp://user:secret@host/x"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: --verify: 'ftp://...' is none of csv,")


def test_a_database_may_be_named_by_its_url(database: Path) -> None:
    export(database, destination_of("sqlite", "out.sqlite"))
    assert main(["--verify", f"sqlite:///{Path('out.sqlite').resolve()}"]) == 0
