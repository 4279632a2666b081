"""Snowflake, as far as a server in its place can tell: all arrives or nothing changes."""

import contextlib
import errno
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
import sqlglot
from snowflake.connector.config_manager import CONFIG_MANAGER

from factories.destinations.options import destination_of
from factories.destinations.snowflake import access_of
from factories.errors import UserError
from factories.export import export, main
from factories.populate import populate
from factories.runs import shipping
from factories.sinks.snowflake import load
from factories.sinks.snowflake.script import MANIFEST, STAGING, Place, Script
from factories.sinks.written import CountsDifferError
from hvac_models import Base
from tests.depth import THOROUGH, one_in
from tests.factories.destinations.snowflake_server import (
    PASSWORD,
    Faults,
    clear_environment,
    connections_file,
    raw,
    session,
)
from tests.factories.support import small_company
from tests.hvac_analytics.stand_in import stand_in

SMALL: Final = ("branches", "technicians")
"""Few tables, so that each statement of a load can fail in turn; one refers to the other."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with stand_in(tmp_path_factory.mktemp("server") / "log") as settings:
        yield settings


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Yesterday's company and today's."""
    folder = tmp_path_factory.mktemp("source")
    for seed, name in ((42, "old"), (7, "new")):
        populate(small_company.scenario(seed), database=folder / f"{name}.sqlite")
    return folder / "old.sqlite", folder / "new.sqlite"


@pytest.fixture(autouse=True)
def reachable(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The connection `lab` of a connections.toml, and nothing of this machine's own."""
    clear_environment(monkeypatch)
    connections_file(tmp_path, settings)
    monkeypatch.chdir(tmp_path)
    slices = list(CONFIG_MANAGER._slices)
    CONFIG_MANAGER._slices = [one._replace(path=tmp_path / "connections.toml") for one in slices]
    yield
    CONFIG_MANAGER._slices = slices


@pytest.fixture
def schema(request: pytest.FixtureRequest) -> str:
    """One for each test."""
    return f"RAW_{abs(hash(request.node.name)) % 10**9}"


def part() -> sa.MetaData:
    metadata = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for name in SMALL:
        Base.metadata.tables[name].to_metadata(metadata)
    return metadata


def script(schema: str, metadata: sa.MetaData | None = None) -> Script:
    return Script(metadata or Base.metadata, Place("COMPUTE_WH", "HVAC", schema))


def contents(of: Script) -> dict[str, str]:
    with session() as connection:
        return {table.name: load.fingerprint(connection, of, table).sha256 for table in of.tables}


def put(database: Path, of: Script) -> None:
    """A load of some tables, as the destination does it for all."""
    source = shipping.source_of(database)
    names = {table.name for table in of.tables}
    tables = {name: one for name, one in source.fingerprints().items() if name in names}
    facts = {"made_by": "hvac-analytics", "seed": str(source.facts["seed"])}
    expected = {name: table.rows for name, table in tables.items()}
    with session() as connection:
        load.write(database, connection, of, facts, expected)


def test_what_arrives_is_what_was_sent_and_again(
    databases: tuple[Path, Path], schema: str, settings: dict[str, str]
) -> None:
    for database in databases:
        destination = destination_of("snowflake", None, connection="lab", schema=schema)
        told: list[str] = []
        shipment = export(database, destination, announce=told.append)
        expected = {name: written.sha256 for name, written in shipment.tables.items()}
        assert contents(script(schema)) == expected
        assert told == [shipment.estimate]
        assert shipment.target == f"snowflake://{settings['SNOWFLAKE_ACCOUNT']}/HVAC/{schema}"
        words = ["--verify", "snowflake", "--connection", "lab", "--schema", schema]
        assert main([*words, "--quiet"]) == 0
    with session() as connection:
        tables = {
            str(name)
            for (name,) in connection.exec_driver_sql(
                f"SELECT table_name FROM HVAC.information_schema.tables"
                f" WHERE table_schema = '{schema}'"
            )
        }
        assert tables == {name.upper() for name in (MANIFEST, *Base.metadata.tables)}
        connection.exec_driver_sql(
            f"UPDATE HVAC.{schema}.payments SET amount = amount + 1 WHERE payment_id = 1"
        )
        signed = str(connection.exec_driver_sql(f"SELECT * FROM HVAC.{schema}.{MANIFEST}").all())
    assert PASSWORD not in signed
    assert main(words) == 1


def test_a_connection_lost_at_any_statement_leaves_the_old_rows_whole(
    databases: tuple[Path, Path], schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = databases
    of = script(schema, part())
    put(new, of)
    whole = contents(of)
    put(old, of)
    before = contents(of)
    assert whole != before
    faults = Faults(monkeypatch)
    for at in itertools.count(step=1 if THOROUGH else 3):
        faults.arm(at)
        with contextlib.suppress(UserError):
            put(new, of)
        if not faults.broken:
            break
        done = "COMMIT" in faults.seen[:-1]
        faults.arm(None)
        assert contents(of) == (whole if done else before)
        if done:  # what was left to do was to tidy up
            put(old, of)
    assert at >= len(faults.seen) > 20
    faults.arm(None)
    assert contents(of) == whole
    with session() as connection:
        left = connection.exec_driver_sql(
            f"SELECT table_name FROM HVAC.information_schema.tables"
            f" WHERE table_schema = '{schema}' AND table_name LIKE '{STAGING.upper()}%'"
        ).all()
    assert left == []


def test_a_commit_without_an_answer_is_all_or_nothing(
    databases: tuple[Path, Path], schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = databases
    of = script(schema, part())
    put(old, of)
    faults = Faults(monkeypatch)
    faults.arm(None)
    put(new, of)
    after, at = contents(of), faults.seen.index("COMMIT")
    put(old, of)
    faults.arm(at, after=True)
    with pytest.raises(Exception, match="connection lost"):
        put(new, of)
    faults.arm(None)
    assert contents(of) == after


@pytest.mark.parametrize("at", one_in(4, range(2, 14)))
def test_a_first_load_that_was_cut_off_is_repaired_by_the_next(
    at: int, databases: tuple[Path, Path], schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = script(schema, part())
    faults = Faults(monkeypatch)
    faults.arm(at)
    with pytest.raises(Exception, match="connection lost"):
        put(databases[0], of)
    faults.arm(None)
    put(databases[0], of)
    assert len(contents(of)) == len(SMALL)


def test_rows_that_got_lost_replace_nothing(
    databases: tuple[Path, Path], schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = databases
    of = script(schema, part())
    put(old, of)
    before = contents(of)
    monkeypatch.setattr(
        of, "count", lambda table: f"SELECT COUNT(*) - 1 FROM {STAGING}{table.name}"
    )
    with pytest.raises(CountsDifferError, match="branches arrived with 0 of 1 rows"):
        put(new, of)
    monkeypatch.undo()
    assert contents(of) == before


def test_a_full_disk_is_one_line_and_replaces_nothing(
    databases: tuple[Path, Path],
    schema: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old, new = databases
    of = script(schema, part())
    put(old, of)
    before = contents(of)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("factories.sinks.parquet.write_table", full)
    words = ["--to", "snowflake", "--connection", "lab", "--schema", schema, "--no-audit"]
    assert main([str(new), *words, "--quiet"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: TMPDIR: the disk is full")
    assert said.count("\n") == 1
    assert contents(of) == before


def test_what_somebody_else_made_is_left_alone(
    databases: tuple[Path, Path],
    settings: dict[str, str],
    schema: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = [str(databases[0]), "--to", "snowflake", "--connection", "lab", "--schema", schema]
    with raw(settings) as connection:
        cursor = connection.cursor()
        cursor.execute(f"CREATE SCHEMA HVAC.{schema}")
        cursor.execute(f"CREATE TABLE HVAC.{schema}.orders (id INTEGER)")
        assert main([*words, "--no-audit"]) == 2
        said = capsys.readouterr().err
        assert f"HVAC.{schema} holds a table ORDERS that this program did not make" in said
        assert said.count("\n") == 1
        cursor.execute(f"SELECT table_name FROM HVAC.information_schema.tables"
                       f" WHERE table_schema = '{schema}'")  # fmt: skip
        assert cursor.fetchall() == [("ORDERS",)]


@pytest.mark.parametrize(("change", "told"), [
    ("ALTER TABLE {} DROP COLUMN hourly_rate", "TECHNICIANS has no column HOURLY_RATE"),
    ("ALTER TABLE {} ADD COLUMN shoe_size INTEGER", "TECHNICIANS has a column SHOE_SIZE"),
])  # fmt: skip
def test_a_table_of_another_shape_is_refused(
    change: str,
    told: str,
    databases: tuple[Path, Path],
    settings: dict[str, str],
    schema: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    of = script(schema, part())
    put(databases[0], of)
    with raw(settings) as connection:
        connection.cursor().execute(change.format(f"HVAC.{schema}.technicians"))
    words = ["--to", "snowflake", "--connection", "lab", "--schema", schema, "--no-audit"]
    assert main([str(databases[1]), *words]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_a_rehearsal_prints_what_a_load_executes(
    databases: tuple[Path, Path], schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside what it asks first, and the folder of the files."""
    words = [str(databases[0]), "--to", "snowflake", "--connection", "lab", "--schema", schema]
    printed = io.StringIO()
    faults = Faults(monkeypatch)
    faults.arm(None)
    with contextlib.redirect_stdout(printed):
        assert main([*words, "--dry-run"]) == 0
    assert faults.seen == []
    *statements, estimate = printed.getvalue().rstrip("\n").split(";\n")
    assert estimate.startswith("Estimate: ")
    assert main([*words, "--no-audit", "--quiet"]) == 0
    asks = ("SELECT TABLE", "SELECT SCHEMA", "SELECT CURRENT", "SHOW", "ALTER SESSION", "ROLLBACK")
    ran = [one for one in faults.seen if not one.upper().startswith(asks)]
    # The server takes no foreign keys, and answers so to the first.
    shown = [one for one in statements if not one.startswith("ALTER TABLE")]
    ran = [one for one in ran if not one.startswith("ALTER TABLE")]

    def plain(one: str) -> str:
        return one.partition(" @%")[2] if one.startswith("PUT") else one

    assert [plain(one) for one in ran] == [plain(one) for one in shown]


def test_snowflake_would_parse_all_of_it() -> None:
    for statement in script("HVAC_RAW").whole({"made_by": "it's \\ hvac"}):
        assert sqlglot.parse_one(statement, read="snowflake") is not None


def test_few_rows_are_inserted_by_hand() -> None:
    """All but the manifest's come from files."""
    by_hand = [one for one in script("HVAC_RAW").whole({"made_by": "us"}) if "VALUES" in one]
    assert by_hand == [f"INSERT INTO {MANIFEST} (key, value) VALUES ('made_by', 'us')"]


def test_keys_are_declared_and_checks_are_not() -> None:
    whole = list(script("HVAC_RAW").whole({}))
    created = [one for one in whole if one.startswith("CREATE TABLE")]
    assert len(created) == len(Base.metadata.tables) + 1
    assert all("PRIMARY KEY" in one for one in created)
    assert not any("CHECK" in one or "AUTOINCREMENT" in one or "INDEX" in one for one in whole)
    keys = sum(len(table.foreign_key_constraints) for table in Base.metadata.tables.values())
    assert sum(" FOREIGN KEY " in one for one in whole) == keys
    order = [one.split("(")[0].split()[-1] for one in created]
    assert order == [MANIFEST, *(table.name for table in Base.metadata.sorted_tables)]


def test_a_budget_is_kept_before_anybody_is_asked(
    databases: tuple[Path, Path],
    schema: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = Faults(monkeypatch)
    faults.arm(None)
    words = [str(databases[0]), "--to", "snowflake", "--connection", "lab", "--schema", schema]
    assert main([*words, "--budget", "1"]) == 2
    said = capsys.readouterr()
    assert "--budget: the estimate of $3" in said.err
    assert said.err.count("\n") == 1
    assert faults.seen == []
    assert main([*words, "--budget", "1", "--dry-run"]) == 0
    assert "of a budget of $1.00" in capsys.readouterr().out


def test_access_has_no_readable_secret() -> None:
    access = access_of("snowflake", "lab", None)
    assert list(access.secrets()) == [PASSWORD]
    assert PASSWORD not in f"{access!r} {access} {access.shown} {access.place}"
