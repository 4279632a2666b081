"""Models of somebody's own whose keys are no numbers, or several, and dataclasses."""

import uuid
from collections.abc import Iterator
from itertools import count
from typing import Any

import factory as factory_boy
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    Session,
    mapped_column,
    relationship,
)

import factories
from factories import BadValue, CustomerFactory, InvoiceFactory, derived
from tests.factories.support.own_models import database_of

KEYS = count(1)


class AppBase(DeclarativeBase):
    pass


def some_key() -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, str(next(KEYS)))


class Defaulted(AppBase):
    __tablename__ = "defaulted"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=some_key)
    name: Mapped[str]
    email: Mapped[str | None]
    bills: Mapped[list["DefaultedBill"]] = relationship(back_populates="account")


class DefaultedBill(AppBase):
    __tablename__ = "defaulted_bills"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=some_key)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("defaulted.id"))
    status: Mapped[str]
    account: Mapped[Defaulted] = relationship(back_populates="bills")


class Undeclared(AppBase):
    __tablename__ = "undeclared"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    greeting: Mapped[str | None]


class Coded(AppBase):
    __tablename__ = "coded"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Tenant(AppBase):
    __tablename__ = "tenants"
    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(primary_key=True)
    customer_name: Mapped[str]


class Counted(MappedAsDataclass, AppBase):
    __tablename__ = "counted"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="n")


def own(model: Any, base: Any = CustomerFactory, /, **body: Any) -> Any:
    names = {"customer_id": "id", "customer_name": "name"}
    rename = body.pop("rename", names if base is CustomerFactory else {})
    meta = type("Meta", (), {"model": model, "rename": rename})
    return type(f"{model.__name__}Factory", (base,), {"Meta": meta, **body})


@pytest.fixture
def app() -> Iterator[Session]:
    with database_of(AppBase) as session:
        yield session


def test_the_models_default_makes_a_key(app: Session) -> None:
    make = own(Defaulted)
    rows = [*make.create_batch(3), make(name="Ada Park"), make(id=uuid.UUID(int=9))]
    app.commit()
    assert len({row.id for row in rows}) == len(rows)
    assert all(isinstance(row.id, uuid.UUID) for row in rows)
    assert rows[-1].id == uuid.UUID(int=9)
    assert rows[0].name != rows[1].name
    assert rows[0].email is None or rows[0].email.startswith(rows[0].name[0].lower())
    assert make.build().name == own(Defaulted).build().name


def test_rows_go_on_after_those_that_are_there(app: Session) -> None:
    names = [row.name for row in own(Defaulted).create_batch(2)]
    app.commit()
    factories.bind(app)
    assert own(Defaulted)().name not in names


def test_a_declared_key(app: Session) -> None:
    @derived
    def greeting(customer_name: Any) -> Any:
        return [f"Dear {name}" for name in customer_name]

    make = own(Undeclared, id=factory_boy.LazyFunction(some_key), greeting=greeting)
    rows = [make(), make(name="Ada Park"), make.build()]
    app.commit()
    assert [row.greeting for row in rows] == [f"Dear {row.name}" for row in rows]
    number = derived(lambda ids: [uuid.UUID(int=key) for key in ids.tolist()])
    assert own(Undeclared, id=number)().id.int == 3
    words = {"customer_id": "code", "customer_name": "name"}
    coded = own(Coded, rename=words, code=factory_boy.Sequence(lambda n: f"C-{n}"))
    assert [row.code for row in coded.create_batch(2)] == ["C-1", "C-2"]
    app.commit()


def test_a_key_that_nobody_declares_is_refused_when_the_class_is_defined() -> None:
    with pytest.raises(BadValue, match="UndeclaredFactory: the model's key id is no whole number"):
        own(Undeclared)
    with pytest.raises(BadValue, match=r"key tenant_id is one of 2 columns .* tenant_id = RowId"):
        own(Tenant, rename={})


def test_a_key_of_two_columns_counts_in_one(app: Session) -> None:
    make = own(Tenant, rename={}, tenant_id=7)
    rows = [make(), make(customer_name="Ada Park"), make(tenant_id=8)]
    app.commit()
    assert [(row.tenant_id, row.customer_id) for row in rows] == [(7, 1), (7, 2), (8, 3)]
    app.add(Tenant(tenant_id=900, customer_id=4, customer_name="Bo"))
    app.flush()
    assert make().customer_id == 5
    app.commit()


def test_a_parent_whose_key_comes_later(app: Session) -> None:
    class BillFactory(InvoiceFactory):
        class Meta:
            model = DefaultedBill
            rename: Any = {  # noqa: RUF012
                "invoice_id": "id",
                "customer": "account",
                "customer_id": "account_id",
            }

        account: Any = factory_boy.SubFactory(own(Defaulted))

    make: Any = BillFactory
    ada = own(Defaulted)(name="Ada Park")
    bills = [make(), make(account=ada), make(status="Overdue"), make(account__name="Bo Li")]
    app.commit()
    assert all(bill.account_id == bill.account.id for bill in bills)
    assert bills[1].account is ada
    assert bills[3].account.name == "Bo Li"
    assert make.build().account.name


def test_a_dataclass(app: Session) -> None:
    make = own(Counted)
    rows = [make(), make(name="Ada Park"), make(commercial=True), make(id=9)]
    app.commit()
    assert [row.id for row in rows] == [1, 2, 3, 9]
    assert make.build(name="Bo Li").name == "Bo Li"
    assert rows[0].note == "n"


def test_a_class_of_several_tables_is_refused() -> None:
    one = sa.Table("one", AppBase.metadata, sa.Column("id", sa.Integer, primary_key=True))
    key: Any = sa.Column("one_id", sa.ForeignKey("one.id"), primary_key=True)
    other = sa.Table("other", AppBase.metadata, key)

    class Both(AppBase):
        __table__ = sa.join(one, other)

    with pytest.raises(BadValue, match="BothFactory: model=Both is mapped to several tables"):
        own(Both)
