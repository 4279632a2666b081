"""One declaration, two evaluations: a single object's values are those of the same row in bulk."""

from typing import Any

import factory as factory_boy
import numpy as np
import pytest
from factory.declarations import Trait
from sqlalchemy.orm import Session

from factories import ServiceCallFactory
from factories.engine.parents import ParentKey
from factories.engine.rows import Table
from factories.engine.values import NULL, Coded, from_python, take, to_python
from hvac_models import Base
from tests.factories.support.empty_database import FACTORIES, Factory, named

FIRST, COUNT = 61, 6
"""Rows on both sides of the edge between two blocks of 64."""
WHOLE = 150
HIDDEN = {
    "LeadFactory": {"branch_id": 1},
    "MailingListContactFactory": {"branch_id": 1},
    "WarrantyClaimFactory": {"usage_id": 1},
}
"""Keys that no table has, but a row is made from."""
CHANGED_BY_CHILDREN = {"InvoiceFactory-paid": "updated_at_utc"}
"""What rows that come along with a single object change in it; in bulk a step does."""
every_factory = pytest.mark.parametrize("factory", FACTORIES, ids=named)


def column(type_: Any, values: list[Any]) -> Any:
    pieces: list[Any] = [from_python(type_, value) for value in values]
    if isinstance(pieces[0], Coded):
        return [piece.tolist()[0] for piece in pieces]
    return np.concatenate(pieces)


def tables_of(session: Session) -> dict[str, Table]:
    """All rows in the database as columns."""
    session.flush()
    found = {}
    for table in Base.metadata.sorted_tables:
        rows = session.execute(table.select().order_by(*table.primary_key)).all()
        if rows:
            columns = {
                c.name: column(c.type, [getattr(row, c.name) for row in rows])
                for c in table.columns
            }
            found[table.name] = Table(columns, rows[0][0])
    return found


def keys_of(factory: Factory) -> list[str]:
    declared = factory._meta.base_declarations
    return [name for name, value in declared.items() if isinstance(value, ParentKey)]


def keys_given(factory: Factory, row: Any) -> dict[str, Any]:
    """The foreign keys of a row, as a step would give them."""
    hidden = HIDDEN.get(factory.__name__, {})
    keys = {name: getattr(row, name, hidden.get(name)) for name in keys_of(factory)}
    return {name: NULL if key is None else key for name, key in keys.items()}


def values(row: Any, factory: Factory) -> dict[str, Any]:
    return {name: getattr(row, name) for name in factory._meta.column_names}


def cells(table: Table, factory: Factory, position: int = 0) -> dict[str, Any]:
    here = np.array([position])
    return {
        name: to_python(type_, take(table[name], here))[0]
        for name, type_ in factory._meta.types.items()
    }


@every_factory
def test_single_objects_are_the_rows_of_a_batch(factory: Factory, session: Session) -> None:
    factory.reset_sequence(FIRST)
    made = factory.create_batch(COUNT)
    hidden = HIDDEN.get(factory.__name__, {})
    each = [keys_given(factory, row) for row in made]
    given: dict[str, Any] = {
        name: np.arange(1, COUNT + 1) if name == "usage_id" else np.array([k[name] for k in each])
        for name in keys_of(factory)
    }
    assert set(hidden) <= set(given)
    batch = factory.columns(COUNT, first_id=FIRST, tables=tables_of(session), **given)
    for position, row in enumerate(made):
        assert values(row, factory) == cells(batch, factory, position)


@pytest.mark.parametrize(
    ("factory", "trait"),
    [
        pytest.param(factory, name, id=f"{factory.__name__}-{name}")
        for factory in FACTORIES
        for name, parameter in factory._meta.parameters.items()
        if isinstance(parameter, Trait)
    ],
)
def test_a_trait_means_the_same_in_bulk(factory: Factory, trait: str, session: Session) -> None:
    row = factory.create(**{trait: True})
    was = values(row, factory)
    batch = factory.columns(
        1,
        first_id=getattr(row, factory._meta.key),
        tables=tables_of(session),
        **keys_given(factory, row),
        **{trait: True},
    )
    changed = CHANGED_BY_CHILDREN.get(f"{factory.__name__}-{trait}")
    in_bulk = cells(batch, factory)
    assert {n: v for n, v in was.items() if n != changed} == {
        n: v for n, v in in_bulk.items() if n != changed
    }


@every_factory
def test_a_batch_is_the_same_in_any_chunks(factory: Factory, session: Session) -> None:
    keys = keys_given(factory, factory.create())
    tables = tables_of(session)

    def rows(first: int, count: int) -> list[list[Any]]:
        part = factory.columns(count, first_id=first, tables=tables, **keys)
        return [to_python(factory._meta.types[name], part[name]) for name in part.columns]

    whole = rows(1, WHOLE)
    chunks = {1: range(62, 67), 64: range(1, WHOLE, 64), 149: range(1, WHOLE + 1, 149)}
    for size, firsts in chunks.items():
        # From the last chunk to the first: none draws what another left over.
        for first in reversed(firsts):
            count = min(size, WHOLE + 1 - first)
            assert rows(first, count) == [cell[first - 1 : first - 1 + count] for cell in whole]


@every_factory
def test_the_values_of_overridden_rows_are_those_of_the_batch(
    factory: Factory, session: Session
) -> None:
    """Each column overridden with its own value changes nothing, alone or in bulk."""
    row = factory.create()
    was = values(row, factory)
    tables, keys = tables_of(session), keys_given(factory, row)
    first_id = getattr(row, factory._meta.key)
    for name, type_ in factory._meta.types.items():
        if name in keys or name == factory._meta.key:
            continue
        given: dict[str, Any] = {**keys, name: from_python(type_, was[name])}
        batch = factory.columns(1, first_id=first_id, tables=tables, **given)
        assert cells(batch, factory) == was, name


def test_a_plain_declaration_reads_parents_and_theirs(session: Session) -> None:
    class TaggedFactory(ServiceCallFactory):
        technician_notes: Any = factory_boy.LazyAttribute(
            lambda call: f"{call.device.customer.branch.city}, {call.callback_of}"
        )

    call = TaggedFactory()
    assert call.technician_notes == "Charlotte, None"
    batch = TaggedFactory.columns(1, tables=tables_of(session), **keys_given(TaggedFactory, call))
    assert batch["technician_notes"] == ["Charlotte, None"]
