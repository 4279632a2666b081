"""Keys and what all share begin again where the rows are gone, and go on after rows of others."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from factories import BadValue, CustomerFactory, bind
from factories.testing import disposed
from hvac_models import Base, Customer
from tests.factories.support.empty_database import empty_database


@pytest.fixture
def engine() -> Iterator[sa.Engine]:
    with empty_database() as engine:
        yield engine
    bind(None)


def made() -> tuple[int, int, str]:
    customer = CustomerFactory()
    return customer.customer_id, customer.branch.branch_id, customer.branch.city


FIRST, SECOND = (1, 1, "Charlotte"), (2, 1, "Charlotte")


def test_after_a_rollback(session: Session) -> None:
    assert made() == FIRST
    session.rollback()
    assert made() == FIRST
    session.commit()
    with session.begin_nested() as inner:
        assert made() == SECOND
        session.flush()
        inner.rollback()
    assert made() == SECOND
    session.rollback()
    assert made() == SECOND


def test_another_session_rolls_back_for_itself(session: Session) -> None:
    assert made() == FIRST
    with disposed(sa.create_engine("sqlite://")) as elsewhere, Session(elsewhere) as other:
        other.begin()
        other.rollback()
    assert made() == SECOND


def test_a_scoped_session(engine: sa.Engine) -> None:
    scoped = scoped_session(sessionmaker(engine))
    bind(scoped)
    assert made() == FIRST
    scoped.rollback()
    assert made() == FIRST
    scoped.commit()
    scoped.remove()
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    assert made() == FIRST
    scoped.remove()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO customers {}",
        "INSERT INTO main.customers {}",
        'insert or replace into "main"."customers" {}',
        "REPLACE INTO [Customers] {}",
        "/* the app's */ -- and more\n INSERT INTO customers {}",
        "WITH t AS (SELECT 1) INSERT INTO customers {}",
        "WITH t AS (SELECT 1)\nINSERT OR IGNORE INTO main.customers {}",
    ],
)
def test_after_rows_that_somebody_else_writes(session: Session, statement: str) -> None:
    CustomerFactory()
    session.flush()
    columns = [column.name for column in Customer.__table__.columns]
    own: dict[str, Any] = {"customer_id": "2", "email": "'app@example.com'"}
    rows = f"({', '.join(columns)}) SELECT {', '.join(own.get(n, n) for n in columns)}"
    session.execute(sa.text(statement.format(f"{rows} FROM customers WHERE customer_id = 1")))
    assert made()[0] == 3
    session.flush()


def test_engines_of_others_are_left_alone(session: Session) -> None:
    made()
    with disposed(sa.create_engine("sqlite://")) as elsewhere, elsewhere.connect() as other:
        assert not other.dispatch.after_cursor_execute


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"seed": "x"}, "seed='x' is no seed; give a whole number 0 to 9223372036854775807"),
        ({"seed": None}, "seed=None is no seed"),
        ({"seed": 1.5}, "seed=1.5 is no seed"),
        ({"seed": -1}, "seed=-1 is no seed"),
        ({"seed": 2**70}, "seed=1180591620717411303424 is no seed"),
        ({"today": "2025-06-01"}, "today='2025-06-01' is not a date; give a datetime.date"),
        ({"today": None}, "today=None is not a date"),
        ({"locale": "xx"}, "locale='xx' is not known; factories/pools/locales.py lists all"),
        ({"locale": "de"}, "locale='de' is not known; did you mean de_"),
        ({"locale": None}, "locale=None is not known"),
    ],
    ids=str,
)
def test_bind_refuses_at_once(session: Session, wrong: dict[str, Any], line: str) -> None:
    with pytest.raises(BadValue, match=rf"^factories.bind: {line}"):
        bind(session, **wrong)
    assert made() == FIRST
