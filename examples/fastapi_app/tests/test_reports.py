"""The asynchronous report."""

import httpx2
import pytest
from billing_api.app import app
from sqlalchemy.ext.asyncio import AsyncSession

from factories import CustomerFactory, InvoiceFactory
from factories.testing import AsyncFactories


@pytest.mark.anyio
@pytest.mark.usefixtures("async_app")
async def test_overdue_by_customer(
    hvac_async_factories: AsyncFactories, hvac_async_session: AsyncSession
) -> None:
    ada = await hvac_async_factories.create(CustomerFactory, customer_name="Ada Park")
    late = await hvac_async_factories.create_batch(InvoiceFactory, 2, overdue=True, customer=ada)
    await hvac_async_factories.create(InvoiceFactory)
    await hvac_async_session.commit()
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        (row,) = (await client.get("/reports/overdue")).json()
    assert row == {
        "customer_name": "Ada Park",
        "invoices": 2,
        "amount": str(sum(invoice.total_amount for invoice in late)),
    }
