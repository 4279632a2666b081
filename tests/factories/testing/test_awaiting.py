"""A factory that is called in a coroutine points to what awaits it."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from factories import CustomerFactory, InvoiceFactory, NotAwaited
from factories.testing import AsyncFactories


def test_a_factory_called_in_a_coroutine_says_what_to_await(
    hvac_async_session: AsyncSession, hvac_async_factories: AsyncFactories
) -> None:
    async def test() -> None:
        for asked in (InvoiceFactory, CustomerFactory):
            said = rf"{asked.__name__}: .* await hvac_async_factories.create\({asked.__name__}"
            with pytest.raises(NotAwaited, match=said):
                asked()
        made = await hvac_async_factories.create(InvoiceFactory)
        await hvac_async_session.commit()
        assert made.invoice_id == 1

    asyncio.run(test())
