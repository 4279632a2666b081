"""What goes over the wire."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from hvac_models import CustomerType, InvoiceStatus, PaymentMethod


class CustomerIn(BaseModel):
    customer_name: str = Field(min_length=1, max_length=100)
    customer_type: CustomerType
    phone: str = Field(pattern=r"^\(\d{3}\) \d{3}-\d{4}$")
    street: str
    city: str
    state: str = Field(pattern="^[A-Z]{2}$")
    postal_code: str = Field(pattern=r"^\d{5}$")
    email: str | None = None
    latitude: Decimal
    longitude: Decimal


class CustomerOut(CustomerIn):
    model_config = ConfigDict(from_attributes=True)

    customer_id: int
    address: str


class InvoiceOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    invoice_id: int
    invoice_number: str
    customer_id: int
    due_date: date
    total_amount: Decimal
    status: InvoiceStatus


class PaymentIn(BaseModel):
    amount: Decimal = Field(gt=0, decimal_places=2)
    payment_method: PaymentMethod
    payment_date: date


class Balance(BaseModel):
    invoice_id: int
    status: InvoiceStatus
    due: Decimal


class Overdue(BaseModel):
    customer_name: str
    invoices: int
    amount: Decimal
