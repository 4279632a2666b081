"""Keys that others give: an app that inserts past the unit of work."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

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
