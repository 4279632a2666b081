"""The same schema in PostgreSQL, really enforced; everything or nothing arrives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from factories.export import destination_of, export, main
from factories.sinks import postgresql
from hvac_models import Base
from tests.factories.destinations.postgresql_server import PASSWORD, programs, server

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
    yield engine
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()


def contents(engine: sa.Engine) -> dict[str, str]:
    with engine.begin() as connection:
        return {
            table.name: postgresql.fingerprint(connection, table).sha256
            for table in Base.metadata.sorted_tables
        }


def test_what_arrives_is_what_was_sent_and_again(
    database: Path, url: str, engine: sa.Engine
) -> None:
    shipment = export(database, destination_of(url, None))
    expected = {name: written.sha256 for name, written in shipment.tables.items()}
    assert contents(engine) == expected
    assert PASSWORD not in shipment.target
    export(database, destination_of(url, None))
    assert contents(engine) == expected


def test_verify_reads_the_server_again(
    database: Path, url: str, engine: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--verify", url]) == 2
    assert "carries no manifest of this program" in capsys.readouterr().err
    export(database, destination_of(url, None))
    assert main(["--verify", url]) == 0
    capsys.readouterr()
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE branches SET branch_name = 'Elsewhere'"))
        connection.execute(sa.text("DELETE FROM warranty_claims WHERE claim_id = 1"))
    assert main(["--verify", url]) == 1
    told = capsys.readouterr()
    said = told.out + told.err
    assert "branches: differs from what was written" in said
    assert "warranty_claims: " in said
    assert PASSWORD not in said


def test_the_schema_is_enforced(database: Path, url: str, engine: sa.Engine) -> None:
    export(database, destination_of(url, None))
    for broken in (
        "UPDATE payments SET invoice_id = 999999 WHERE payment_id = 1",
        "UPDATE invoices SET status = 'Perhaps' WHERE invoice_id = 1",
        "UPDATE invoices SET due_date = issue_date - 1 WHERE invoice_id = 1",
        "UPDATE invoices SET invoice_number = (SELECT max(invoice_number) FROM invoices)",
    ):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            connection.execute(sa.text(broken))


def test_a_connection_lost_half_way_leaves_what_was_there(
    database: Path, url: str, engine: sa.Engine
) -> None:
    export(database, destination_of(url, None))
    before = contents(engine)

    def cut(table: str, _rows: int) -> None:
        if table == "service_calls":
            with engine.begin() as other:
                other.execute(
                    sa.text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                    )
                )

    with pytest.raises(Exception, match="PostgreSQL refused"):
        export(database, destination_of(url, None), progress=cut)
    assert contents(engine) == before
    export(database, destination_of(url, None))
    assert contents(engine) == before


def test_somebody_elses_tables_are_left_alone(
    database: Path, url: str, engine: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE customers (id integer)"))
    assert main([str(database), "--to", url]) == 2
    said = capsys.readouterr().err
    assert "the target holds a table customers that this program did not make" in said
    assert PASSWORD not in said
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == ["customers"]


def test_a_wrong_password_is_one_line(
    database: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(database), "--to", url.replace(PASSWORD, "guessed")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "authentication failed" in said
    assert "guessed" not in said
