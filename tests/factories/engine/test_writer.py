"""The writer puts whole columns into SQLite as the ORM reads them."""

import sqlite3
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from factories.engine.rows import Table
from factories.engine.values import to_python
from factories.engine.writer import create_indexes, create_tables, flattened, insert
from hvac_models import Base as Hvac
from tests.factories.engine.garage import Base, Car, CarFactory, Owner, OwnerFactory


def tables(count: int) -> dict[str, Table]:
    owners = OwnerFactory.columns(10)
    keys = np.arange(count) % 10 + 1
    cars = CarFactory.columns(count, owner_id=keys, tables={"owners": owners})
    return {"owners": owners, "cars": cars}


def written(count: int) -> tuple[sqlite3.Connection, dict[str, Table]]:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    create_tables(connection, Base.metadata)
    made = tables(count)
    for table in Base.metadata.sorted_tables:
        rows = made[table.name]
        assert insert(connection, table, flattened(table, rows)) == len(rows)
    connection.commit()
    return connection, made


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_the_orm_reads_what_was_written(count: int) -> None:
    connection, made = written(count)
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with Session(engine) as session:
        cars = session.scalars(sa.select(Car).order_by(Car.car_id)).all()
        for name, type_ in CarFactory._meta.types.items():
            expected = to_python(type_, made["cars"][name])
            assert [getattr(car, name) for car in cars] == expected, name
        assert session.scalar(sa.select(sa.func.count()).select_from(Owner)) == 10
    engine.dispose()
    connection.close()


def test_the_orm_would_have_stored_the_same() -> None:
    """Value by value and type by type, as SQLite tells them."""
    connection, made = written(70)
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        for model, factory in ((Owner, OwnerFactory), (Car, CarFactory)):
            kinds = factory._meta.types.items()
            columns = {n: to_python(t, made[factory._meta.table_name][n]) for n, t in kinds}
            for position in range(len(made[factory._meta.table_name])):
                session.add(model(**{n: values[position] for n, values in columns.items()}))
        session.commit()
        for name in ("owners", "cars"):
            told = ", ".join(f"{c}, typeof({c})" for c in Base.metadata.tables[name].columns)
            sql = f"select {told} from {name} order by 1"
            assert session.execute(sa.text(sql)).fetchall() == connection.execute(sql).fetchall()
    engine.dispose()
    connection.close()


def test_foreign_keys_are_enforced_when_they_are_on() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("pragma foreign_keys = on")
    create_tables(connection, Base.metadata)
    cars = Base.metadata.tables["cars"]
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(connection, cars, flattened(cars, tables(3)["cars"]))
    connection.close()


def test_tables_and_indexes_are_those_of_the_metadata() -> None:
    connection = sqlite3.connect(":memory:")
    create_tables(connection, Hvac.metadata)
    create_indexes(connection, Hvac.metadata)
    made: Any = connection.execute(
        "select type, name from sqlite_master where name not like 'sqlite_%'"
    ).fetchall()
    assert {name for kind, name in made if kind == "table"} == set(Hvac.metadata.tables)
    expected = {index.name for table in Hvac.metadata.tables.values() for index in table.indexes}
    assert {name for kind, name in made if kind == "index"} == expected
    connection.close()
