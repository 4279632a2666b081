"""Keys that others give: an app that inserts past the unit of work."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    column_property,
    mapped_column,
    scoped_session,
    sessionmaker,
)

import factories
from factories import CustomerFactory
from factories.engine.context import current
from hvac_models import Customer


def by_core(session: Session, row: dict[str, Any]) -> None:
    session.connection().execute(sa.insert(Customer), [row, row])


def by_statement(session: Session, row: dict[str, Any]) -> None:
    session.execute(sa.insert(Customer).values(**row))


def by_text(session: Session, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    session.execute(sa.text(f"insert into customers ({names}) select {names} from customers"))


@pytest.mark.parametrize("write", [by_core, by_statement, by_text])
def test_the_next_key_is_free_after_any_insert(write: Any, session: Session) -> None:
    ada = CustomerFactory()
    session.commit()
    columns = Customer.__table__.columns.keys()
    write(session, {name: getattr(ada, name) for name in columns if name != "customer_id"})
    session.commit()
    made = CustomerFactory.create_batch(2)
    session.commit()
    keys = session.scalars(sa.select(Customer.customer_id)).all()
    assert made[0].customer_id == max(keys) - 1
    assert len(keys) == len(set(keys))


def test_own_rows_are_not_counted_again(session: Session) -> None:
    CustomerFactory()
    session.flush()
    assert not current.recount


def test_rows_of_the_unit_of_work_are_not_counted_again(session: Session) -> None:
    ada = CustomerFactory()
    session.flush()
    columns = set(Customer.__table__.columns.keys()) - {"customer_id"}
    session.add(Customer(**{name: getattr(ada, name) for name in columns}))
    session.flush()
    assert not current.recount
    assert CustomerFactory().customer_id == 3


class AppBase(DeclarativeBase):
    pass


users = sa.Table(
    "users",
    AppBase.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String),
)
addresses = sa.Table(
    "addresses",
    AppBase.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id")),
    sa.Column("email", sa.String),
)


class AddressedUser(AppBase):
    """Of two tables, so that its table has no name."""

    __table__ = sa.join(users, addresses)
    id = column_property(users.c.id, addresses.c.user_id)
    address_id = addresses.c.id


class Person(AppBase):
    __tablename__ = "persons"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "person"}  # noqa: RUF012
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]


class Member(Person):
    __tablename__ = "members"
    __mapper_args__ = {"polymorphic_identity": "member"}  # noqa: RUF012
    id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    since: Mapped[int]


class PersonFactory(CustomerFactory):
    class Meta:
        model = Person
        rename: Any = {"customer_id": "id", "customer_name": "name"}  # noqa: RUF012


@pytest.fixture
def engine() -> Iterator[sa.Engine]:
    engine = sa.create_engine("sqlite://")
    AppBase.metadata.create_all(engine)
    yield engine
    factories.bind(None)
    engine.dispose()


@pytest.mark.parametrize("bound", [True, False])
def test_a_class_of_two_tables_is_written_as_ever(engine: sa.Engine, bound: bool) -> None:
    with Session(engine) as session:
        if bound:
            factories.bind(session)
            PersonFactory()
        session.add(AddressedUser(name="Ada", email="ada@example.com"))
        session.commit()
        assert session.scalars(sa.select(addresses.c.user_id)).all() == [1]
        assert not current.recount


def test_a_row_of_a_subclass_takes_a_key_of_its_parents(engine: sa.Engine) -> None:
    make: Any = PersonFactory
    with Session(engine) as session:
        factories.bind(session)
        make()
        session.add(Member(name="Bo", since=2020))
        session.flush()
        assert not current.recount
        assert make().id == 3
        session.commit()


def test_only_the_bound_session_tells_its_keys(engine: sa.Engine) -> None:
    make: Any = PersonFactory
    elsewhere = sa.create_engine("sqlite://")
    AppBase.metadata.create_all(elsewhere)
    with Session(engine) as session, Session(elsewhere) as other:
        factories.bind(session)
        make()
        other.add(Person(id=90, name="Bo"))
        other.commit()
        assert make().id == 2
    elsewhere.dispose()


def test_another_session_of_the_same_engine_is_seen(engine: sa.Engine) -> None:
    make: Any = PersonFactory
    connection = engine.connect()
    with connection, Session(connection) as session, Session(connection) as other:
        factories.bind(session)
        make()
        session.flush()
        other.add(Person(name="Bo"))
        other.flush()
        assert make().id == 3


def test_a_scoped_session_tells_its_keys(engine: sa.Engine) -> None:
    make: Any = PersonFactory
    session = scoped_session(sessionmaker(engine))
    factories.bind(session)
    make()
    session.add(Person(name="Bo"))
    session.commit()
    assert not current.recount
    assert make().id == 3
    session.remove()
