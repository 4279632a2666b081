"""Each factory makes one valid row: alone, in numbers, with each trait, without a session."""

from typing import Any

import pytest
from factory.declarations import Trait
from sqlalchemy.orm import Session

import factories
from factories.engine.context import NoSession
from hvac_models import Base
from tests.factories.support.empty_database import FACTORIES, Factory, named, violations

TRAITS = [
    pytest.param(factory, name, id=f"{factory.__name__}-{name}")
    for factory in FACTORIES
    for name, parameter in factory._meta.parameters.items()
    if isinstance(parameter, Trait)
]
every_factory = pytest.mark.parametrize("factory", FACTORIES, ids=named)


def required_keys(factory: Factory) -> list[str]:
    columns = factory._meta.model.__table__.columns
    return [column.name for column in columns if column.foreign_keys and not column.nullable]


def test_every_table_has_its_factory() -> None:
    assert set(factories.ALL) == set(Base.metadata.tables)
    assert len(FACTORIES) == len(Base.metadata.tables)


@every_factory
def test_one_row_alone_is_valid(factory: Factory, session: Session) -> None:
    factory()
    assert violations(session) == {}


@every_factory
def test_forty_of_them_are_valid(factory: Factory, session: Session) -> None:
    made = factory.create_batch(40)
    assert len({getattr(row, factory._meta.key) for row in made}) == 40
    assert violations(session) == {}


@pytest.mark.parametrize(("factory", "trait"), TRAITS)
def test_each_trait_is_valid(factory: Factory, trait: str, session: Session) -> None:
    factory.create_batch(5, **{trait: True})
    assert violations(session) == {}


@pytest.mark.parametrize(("factory", "trait"), TRAITS)
def test_each_trait_changes_something(factory: Factory, trait: str, session: Session) -> None:
    """Within three rows, or two hundred: a trait may ask for what is usual anyway."""
    names = factory._meta.column_names

    def rows(count: int, asked: bool) -> list[list[Any]]:
        factories.bind(session)
        made = factory.build_batch(count, **{trait: asked})
        return [[getattr(row, name) for name in names] for row in made]

    assert any(rows(count, False) != rows(count, True) for count in (3, 20, 200))


def test_some_of_each_in_one_session_are_valid(session: Session) -> None:
    for factory in FACTORIES:
        factory.create_batch(5)
    assert violations(session) == {}


def test_the_order_of_the_factories_does_not_matter(session: Session) -> None:
    for factory in reversed(FACTORIES):
        factory.create_batch(2)
    assert violations(session) == {}


@every_factory
def test_rows_past_the_end_of_the_catalogs_are_like_no_other(
    factory: Factory, session: Session
) -> None:
    rows = factory.create_batch(2)
    factory.reset_sequence(201)
    rows += factory.create_batch(2)
    session.commit()  # UNIQUE and FOREIGN KEY hold
    assert len({repr(row) for row in rows}) == 4


@every_factory
def test_build_needs_no_session(factory: Factory) -> None:
    for row in factory.build_batch(3):
        assert isinstance(row, factory._meta.model)
        keys = [getattr(row, name) for name in (factory._meta.key, *required_keys(factory))]
        assert all(isinstance(key, int) and key > 0 for key in keys)


@every_factory
def test_what_is_built_can_be_added(factory: Factory, session: Session) -> None:
    session.add(factory.build())
    assert violations(session) == {}


@every_factory
def test_a_stub_has_the_values(factory: Factory) -> None:
    stub: Any = factory.stub()
    assert all(hasattr(stub, name) for name in required_keys(factory))


@every_factory
def test_create_without_a_session_names_the_factory(factory: Factory) -> None:
    with pytest.raises(NoSession) as refused:
        factory()
    assert str(refused.value).startswith(f"{factory.__name__}: no session is bound; call ")
    assert "\n" not in str(refused.value)


@every_factory
def test_values_are_of_their_columns_types(factory: Factory, session: Session) -> None:
    """What a test reads before the flush is what it reads from the database after."""
    made = factory.create_batch(3)
    before = [{name: getattr(row, name) for name in factory._meta.column_names} for row in made]
    session.commit()
    after = [{name: getattr(row, name) for name in factory._meta.column_names} for row in made]
    assert before == after
