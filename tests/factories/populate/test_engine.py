"""`populate(scenario, engine)`: a whole company in somebody's own database."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import factories
from factories.audit import run_audit
from factories.errors import UserError
from factories.mess import Mess
from factories.populate import populate
from factories.testing import disposed, engine_for, rolled_back
from hvac_models import Base, Customer, Invoice
from tests.factories.destinations import postgresql_server
from tests.factories.support.empty_database import empty_database
from tests.factories.support.small_company import AS_OF, scenario


def rows_of(connection: sa.Connection) -> dict[str, list[Any]]:
    return {
        table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.c))]
        for table in Base.metadata.sorted_tables
    }


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What the same scenario writes to a file."""
    path = tmp_path_factory.mktemp("file") / "hvac.sqlite"
    populate(scenario(), database=path)
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = rows_of(connection)
    engine.dispose()
    return found


def test_the_rows_are_those_of_the_command(rows: dict[str, list[Any]]) -> None:
    seen: list[str] = []
    engine = sa.create_engine("sqlite://")
    report = populate(scenario(), engine, progress=lambda title, _done, _total: seen.append(title))
    with engine.connect() as connection:
        assert rows_of(connection) == rows
        raw: Any = connection.connection.driver_connection
        assert [check.name for check in run_audit(raw, as_of=AS_OF) if check.count] == []
    engine.dispose()
    assert {**report.guide, **report.companions} == {name: len(some) for name, some in rows.items()}
    assert report.violations == 0
    assert report.database == "sqlite://"
    assert "Copy the rows" in seen


def test_into_a_transaction_that_is_taken_back(rows: dict[str, list[Any]]) -> None:
    with disposed(engine_for()) as engine:
        with rolled_back(engine) as make_session, make_session() as session:
            report = populate(scenario(), session.connection())
            factories.bind(session, today=AS_OF)
            assert factories.CustomerFactory().customer_id == report.guide["customers"] + 1
            session.commit()
        factories.bind(None)
        with Session(engine) as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(Customer)) == 0


def test_tables_with_rows_are_left_alone() -> None:
    with empty_database() as engine, Session(engine) as session:
        factories.bind(session)
        factories.CustomerFactory()
        session.commit()
        factories.bind(None)
        with pytest.raises(UserError, match="engine: the table branches has rows already; give an"):
            populate(scenario(), engine)
        assert session.scalar(sa.select(sa.func.count()).select_from(Customer)) == 1


@pytest.mark.parametrize("named", [
    {"seeds": "seeds"},
    {"mess": Mess.of("light", company_seed=1)},
    {"answer_key": "key.csv"},
    {"database": "other.sqlite"},
])  # fmt: skip
def test_what_is_about_files_goes_with_a_file(named: dict[str, Any]) -> None:
    (name,) = named
    option = f"--{name.replace('_', '-')}"
    with (
        empty_database() as engine,
        pytest.raises(UserError, match=f"{option}: it goes with a database file, not with an"),
    ):
        populate(scenario(), engine, **named)


def test_a_database_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/nowhere/hvac.sqlite")
    with pytest.raises(UserError, match="engine: the database refused: unable to open"):
        populate(scenario(), engine)


@pytest.mark.skipif(postgresql_server.programs() is None, reason="PostgreSQL is not installed")
def test_postgresql(rows: dict[str, list[Any]]) -> None:
    with postgresql_server.server() as url:
        engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
        report = populate(scenario(), engine)
        assert postgresql_server.PASSWORD not in report.database
        with engine.begin() as connection:
            assert rows_of(connection) == rows
            # The keys of the app's own rows go on behind.
            columns = [column for column in Invoice.__table__.columns if not column.primary_key]
            values = dict(connection.execute(sa.select(*columns)).mappings().first() or {})
            connection.execute(sa.delete(Base.metadata.tables["payments"]))
            connection.execute(sa.delete(Base.metadata.tables["invoice_lines"]))
            connection.execute(
                sa.delete(Invoice).where(Invoice.invoice_number == values["invoice_number"])
            )
            added = connection.execute(sa.insert(Invoice).returning(Invoice.invoice_id), values)
            assert added.scalar() == report.guide["invoices"] + 1
        engine.dispose()


@pytest.mark.skipif(postgresql_server.programs() is None, reason="PostgreSQL is not installed")
def test_an_engine_that_translates_the_schema(rows: dict[str, list[Any]]) -> None:
    with postgresql_server.server() as url:
        public = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
        Base.metadata.create_all(public)
        with public.begin() as connection:
            connection.execute(sa.schema.CreateSchema("Theirs"))
        theirs = public.execution_options(schema_translate_map={None: "Theirs"})
        report = populate(scenario(), theirs)
        with theirs.begin() as connection:
            assert rows_of(connection) == rows
            counter = sa.func.pg_get_serial_sequence('"Theirs".invoices', "invoice_id")
            following = connection.scalar(sa.select(sa.func.nextval(counter)))
            assert following == report.guide["invoices"] + 1
        with pytest.raises(UserError, match="the table branches has rows already"):
            populate(scenario(), theirs)
        with public.begin() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(Customer)) == 0
        public.dispose()
