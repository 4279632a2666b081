"""A suite of somebody else's, run by test_pytest_plugin.py in a process and a folder of its own."""

import asyncio
import datetime as dt
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session, sessionmaker

import factories
from factories import CustomerFactory, InvoiceFactory
from factories.testing import AsyncDataset, AsyncFactories, Dataset
from hvac_models import Branch, Customer, Invoice

COUNT = sa.select(sa.func.count()).select_from(Customer)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Writes down a value beside the test's name, for the suite that runs this one."""
    told: list[str] = []
    yield told.append
    folder = Path(os.environ["TOLD"])
    (folder / f"{request.node.name}.json").write_text(json.dumps(told))


@pytest.mark.parametrize("round", range(3))
def test_committed_rows_are_gone_after_the_test(
    round: int,  # noqa: A002
    hvac_session: Session,
    hvac_factories: ModuleType,
    tell: Any,
) -> None:
    assert hvac_session.scalar(COUNT) == 0
    customer = CustomerFactory()
    hvac_session.commit()
    hvac_factories.InvoiceFactory(overdue=True)
    hvac_session.rollback()
    assert hvac_session.scalar(COUNT) == 1
    assert customer.customer_id == 1
    tell(customer.customer_name)


def test_an_app_with_sessions_of_its_own(
    hvac_sessionmaker: sessionmaker[Session], hvac_session: Session, hvac_factories: ModuleType
) -> None:
    customer = CustomerFactory()
    hvac_session.commit()

    def app() -> None:
        with hvac_sessionmaker.begin() as session:
            session.get_one(Customer, customer.customer_id).phone = "(704) 555-0100"
        with hvac_sessionmaker() as session:
            session.execute(sa.delete(Branch).where(Branch.branch_id == 99))

    thread = threading.Thread(target=app)
    thread.start()
    thread.join()
    hvac_session.refresh(customer)
    assert customer.phone == "(704) 555-0100"


def test_the_app_and_the_factories_write_in_turns(
    hvac_session: Session, hvac_factories: ModuleType
) -> None:
    names = set(CustomerFactory._meta.column_names) - {"customer_id"}
    for number in range(3):
        made = CustomerFactory()
        hvac_session.commit()
        values = {name: getattr(made, name) for name in names}
        hvac_session.add(Customer(**values, customer_id=None))
        hvac_session.commit()
        assert hvac_session.scalar(COUNT) == 2 * number + 2


def test_foreign_keys_are_on(hvac_session: Session, hvac_factories: ModuleType) -> None:
    hvac_session.add(CustomerFactory.build(branch_id=99))
    with pytest.raises(sa.exc.IntegrityError):
        hvac_session.flush()
    hvac_session.rollback()
    assert CustomerFactory().branch_id == 1


def test_a_company_is_there(hvac_dataset: Dataset, hvac_factories: ModuleType, tell: Any) -> None:
    customers = hvac_dataset.all(Customer)
    assert len(customers) == hvac_dataset.counts["customers"] == 12
    assert hvac_dataset.as_of == dt.date(2026, 1, 2)
    another = InvoiceFactory()
    assert another.customer_id == 13
    assert another.invoice_id == len(hvac_dataset.all(Invoice))
    hvac_dataset.session.commit()
    tell(another.customer.customer_name)


def test_the_company_comes_with_what_the_factories_made_before(
    hvac_factories: ModuleType, hvac_dataset: Dataset
) -> None:
    for customer in hvac_dataset.all(Customer):
        hvac_dataset.session.expunge(customer)
    assert CustomerFactory().customer_id == 13
    assert hvac_dataset.session.scalar(sa.select(sa.func.count()).select_from(Branch)) == 1


@pytest.mark.parametrize("round", range(2))
def test_asyncio(
    round: int,  # noqa: A002
    hvac_async_session: AsyncSession,
    hvac_async_sessionmaker: async_sessionmaker[AsyncSession],
    hvac_async_factories: AsyncFactories,
    tell: Any,
) -> None:
    async def test() -> None:
        assert await hvac_async_session.scalar(COUNT) == 0
        customer = await hvac_async_factories.create(CustomerFactory, commercial=True)
        await hvac_async_factories.create_batch(CustomerFactory, 2)
        await hvac_async_factories.run(InvoiceFactory, overdue=True)
        await hvac_async_session.commit()
        async with hvac_async_sessionmaker.begin() as app:
            assert await app.scalar(COUNT) == 4
        tell(customer.customer_name)

    asyncio.run(test())


def test_a_company_for_asyncio(
    hvac_async_dataset: AsyncDataset, hvac_async_factories: AsyncFactories
) -> None:
    async def test() -> None:
        assert len(await hvac_async_dataset.all(Customer)) == hvac_async_dataset.counts["customers"]
        invoice = await hvac_async_factories.create(InvoiceFactory)
        assert invoice.customer_id == 13
        await hvac_async_dataset.session.commit()

    asyncio.run(test())


def test_nothing_is_bound_without_the_fixture(hvac_session: Session) -> None:
    with pytest.raises(factories.NoSession):
        CustomerFactory()
