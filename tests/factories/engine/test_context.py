"""Binding: which session, which seed, which day."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from factories.engine.context import NoSession, bind, bound_session, current
from factories.engine.rows_in_session import find, first, next_key
from tests.factories.engine.garage import Car, CarFactory, Owner, OwnerFactory


def test_bind_says_where(garage: Session) -> None:
    assert bound_session() is garage
    assert OwnerFactory() in garage
    bind(None)
    with pytest.raises(NoSession, match=r"^OwnerFactory: no session is bound; call factories.bind"):
        OwnerFactory()
    with pytest.raises(NoSession, match=r"or use .build\(\) for an object without one; "):
        bound_session()


def test_a_seed_makes_other_rows(garage: Session) -> None:
    def drawn(seed: int) -> list[object]:
        bind(garage, seed=seed)
        return [OwnerFactory.build(owner_id=row).since for row in range(1, 20)]

    one, two = drawn(1), drawn(2)
    assert one != two
    assert drawn(1) == one


def test_today_moves_what_hangs_on_it(garage: Session) -> None:
    then = OwnerFactory.build(owner_id=1).since
    bind(garage, today=current.today + dt.timedelta(days=10))
    assert OwnerFactory.build(owner_id=1).since == then + dt.timedelta(days=10)


def test_keys_start_after_the_highest_that_the_session_sees(garage: Session) -> None:
    assert next_key(Owner, Owner.__table__.columns.owner_id) == 1
    OwnerFactory.create_batch(3)
    assert next_key(Owner, Owner.__table__.columns.owner_id) == 4
    garage.commit()
    assert next_key(Owner, Owner.__table__.columns.owner_id) == 4
    bind(garage)
    assert OwnerFactory().owner_id == 4


def test_rows_are_found_before_and_after_they_are_written(garage: Session) -> None:
    assert (find(Owner, 1), first(Owner)) == (None, None)
    owner, other = OwnerFactory.create_batch(2)
    assert (find(Owner, 2), first(Owner)) == (other, owner)
    assert not garage.identity_map.values()
    garage.commit()
    assert (find(Owner, 2), first(Owner)) == (other, owner)
    assert find(Owner, 3) is None


def test_a_parent_given_by_key_is_the_row(garage: Session) -> None:
    owner = OwnerFactory()
    car = CarFactory(owner_id=owner.owner_id)
    assert car.owner is owner
    garage.commit()
    garage.expunge_all()
    again = CarFactory(owner_id=1)
    assert isinstance(again.owner, Owner)
    assert again.bought == again.owner.since + dt.timedelta(days=10)
    garage.commit()
    assert garage.query(Car).count() == 2
