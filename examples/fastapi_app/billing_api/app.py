"""The service: customers, invoices, payments, and two reports."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from billing_api import database, ledger
from billing_api.payloads import (
    Balance,
    CustomerIn,
    CustomerOut,
    InvoiceOut,
    Overdue,
    PaymentIn,
)
from hvac_models import Customer, Invoice, InvoiceStatus

app = FastAPI(title="Billing")
Rows = Annotated[Session, Depends(database.session)]
AsyncRows = Annotated[AsyncSession, Depends(database.async_session)]


@app.exception_handler(ledger.RefusedError)
def refused(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=409)


@app.get("/customers/{customer_id}")
def customer(customer_id: int, session: Rows) -> CustomerOut:
    found = session.get(Customer, customer_id)
    if found is None:
        raise HTTPException(404, "no such customer")
    return CustomerOut.model_validate(found)


@app.post("/branches/{branch_id}/customers", status_code=201)
def new_customer(branch_id: int, asked: CustomerIn, session: Rows) -> CustomerOut:
    made = ledger.register(session, asked, branch_id, datetime.now())  # noqa: DTZ005 - local time, as the schema has it
    return CustomerOut.model_validate(made)


@app.get("/customers/{customer_id}/invoices")
def invoices(
    customer_id: int, session: Rows, status: InvoiceStatus | None = None
) -> list[InvoiceOut]:
    wanted = select(Invoice).where(Invoice.customer_id == customer_id)
    if status is not None:
        wanted = wanted.where(Invoice.status == status)
    found = session.scalars(wanted.order_by(Invoice.due_date, Invoice.invoice_id))
    return [InvoiceOut.model_validate(row) for row in found]


@app.post("/invoices/{invoice_id}/payments", status_code=201)
def pay(invoice_id: int, paid: PaymentIn, session: Rows) -> Balance:
    invoice = session.get(Invoice, invoice_id)
    if invoice is None:
        raise HTTPException(404, "no such invoice")
    ledger.pay(session, invoice, paid)
    return Balance(invoice_id=invoice_id, status=invoice.status, due=ledger.due(invoice))


@app.get("/invoices/{invoice_id}/balance")
def balance(invoice_id: int, session: Rows) -> Balance:
    invoice = session.get(Invoice, invoice_id)
    if invoice is None:
        raise HTTPException(404, "no such invoice")
    return Balance(invoice_id=invoice_id, status=invoice.status, due=ledger.due(invoice))


@app.get("/technicians/{technician_id}/clashes")
def clashes(technician_id: int, session: Rows) -> list[tuple[int, int]]:
    return ledger.clashes(session, technician_id)


@app.get("/reports/overdue")
async def overdue(session: AsyncRows) -> list[Overdue]:
    found = await session.execute(ledger.OVERDUE)
    return [Overdue.model_validate(row) for row in found.mappings()]
