"""Rows of the factories in a company that is there already, as after ``hvac_dataset``."""

from collections.abc import Iterator
from typing import Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import factories
from factories import PartFactory
from factories.audit import audit_rows
from factories.testing import SmallCompany, bound, disposed, engine_for, rolled_back
from hvac_models import Part

COUNTED: Final = {
    "parts_usage": {"stock-adds-up", "stock-never-negative", "stock-usage-is-monthly-usage"},
    "weather_daily": {"device-of-ours-has-installation-call"},
}
"""What is taken from the company's shelves, and days before its first, its books do not know."""


@pytest.fixture(scope="module")
def company() -> SmallCompany:
    return SmallCompany()


@pytest.fixture
def among(company: SmallCompany) -> Iterator[Session]:
    """A session in which a small company is, and the factories write."""
    with disposed(engine_for()) as engine, rolled_back(engine) as make, make() as session:
        company.copy_into(session.connection())
        with bound(session, seed=7):
            yield session


def test_twenty_rows_of_each_table_find_room_in_a_company(among: Session) -> None:
    found = {}
    for table, factory in factories.ALL.items():
        with among.begin_nested() as before:
            factory.create_batch(20)
            if broken := set(audit_rows(among)):
                found[table] = broken
            before.rollback()
    # Whether the part that is used lies on a shelf is up to the company.
    assert {"weather_daily"} <= found.keys() <= COUNTED.keys()
    assert found == {table: COUNTED[table] for table in found}


def test_a_part_that_is_there_already_gets_a_number_of_its_own(among: Session) -> None:
    there = set(among.scalars(select(Part.part_number)))
    made = PartFactory.create_batch(20)
    again = [part for part in made if part.part_number == f"{part.part_number[:8]}-{part.part_id}"]
    assert {part.part_number[:8] for part in again} <= there
    assert 0 < len(again) < 20
    among.flush()


def test_a_part_of_the_app_in_between_is_seen(session: Session) -> None:
    with bound(None):
        number = PartFactory.build_batch(3)[2].part_number
    first = PartFactory()
    values = {column.name: getattr(first, column.name) for column in Part.__table__.columns}
    session.add(Part(**{**values, "part_id": 2, "part_number": number}))
    session.flush()
    assert PartFactory().part_number == f"{number}-3"
    session.flush()
