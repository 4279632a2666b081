"""Our factories for models of somebody else's."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import factory as factory_boy
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

import factories
from factories import BadValue, CustomerFactory, InvoiceFactory, UnknownName
from factories.engine.declarations import Choice
from tests.factories.support.empty_database import FACTORIES, Factory, named, violations
from tests.factories.support.own_models import database_of


class AppBase(DeclarativeBase):
    pass


class Client(AppBase):
    __tablename__ = "clients"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    tier: Mapped[str] = mapped_column(sa.String(10))


class ClientFactory(CustomerFactory):
    class Meta:
        model = Client
        rename: Any = {"customer_id": "id", "customer_name": "name"}  # noqa: RUF012

    branch: Any = None
    branch_id: Any = 1
    tier = Choice({"gold": 20, "silver": 80})


@pytest.fixture
def app() -> Iterator[Session]:
    with database_of(AppBase) as session:
        yield session


def test_a_model_takes_the_columns_that_it_has(app: Session) -> None:
    make: Any = ClientFactory
    clients = [make(), *make.create_batch(9), make(commercial=True, tier="gold")]
    app.commit()
    assert [client.id for client in clients] == list(range(1, 12))
    assert {type(client) for client in clients} == {Client}
    assert {client.tier for client in clients} == {"gold", "silver"}
    assert clients[0].email is None or clients[0].email.startswith(clients[0].name[0].lower())
    assert not hasattr(clients[0], "postal_code")


def test_its_errors_name_its_fields(app: Session) -> None:
    make: Any = ClientFactory
    with pytest.raises(UnknownName, match=r"ClientFactory: .* 'teir'; did you mean tier"):
        make(teir="gold")
    with pytest.raises(BadValue, match="ClientFactory: tier=None is missing"):
        make(tier=None)
    with pytest.raises(BadValue, match="ClientFactory: tier='platinum plus' is longer than the 10"):
        make(tier="platinum plus")


def test_alone_and_in_bulk_it_is_the_same_row(app: Session) -> None:
    make: Any = ClientFactory
    batch = make.columns(3)
    assert [row.name for row in make.build_batch(3)] == batch["customer_name"]


def test_a_trait_that_a_subclass_switches_on_for_good(session: Session) -> None:
    class LateInvoiceFactory(InvoiceFactory):
        overdue: Any = True

    make: Any = LateInvoiceFactory
    assert make().status == "Overdue"
    assert make(paid=True, overdue=False).status == "Paid"
    assert InvoiceFactory().status == "Pending"
    assert violations(session) == {}


def own_model(factory: Factory) -> Any:
    """A table of the app's with the plain columns of ours, and no foreign key."""

    class OwnBase(DeclarativeBase):
        pass

    columns: dict[str, Any] = {
        name: sa.Column(name, sa.String if isinstance(type_, sa.Enum) else type_)
        for name, type_ in factory._meta.types.items()
        if not name.endswith("_id")
    }
    key = sa.Column("id", sa.Integer, primary_key=True)
    return type("Own", (OwnBase,), {"__tablename__": "own", "id": key, **columns})


@pytest.mark.parametrize("factory", FACTORIES, ids=named)
def test_every_factory_makes_rows_of_an_own_model(factory: Factory) -> None:
    model = own_model(factory)
    meta = type("Meta", (), {"model": model, "rename": {factory._meta.key: "id"}})
    make: Any = type(f"Own{factory.__name__}", (factory,), {"Meta": meta})
    engine = sa.create_engine("sqlite://")
    model.metadata.create_all(engine)
    with Session(engine) as session:
        factories.bind(session)
        rows = make.create_batch(3)
        session.commit()
        assert [row.id for row in rows] == [1, 2, 3]
        for trait in make._meta.traits:
            make(**{trait: True})
            make.build(**{trait: True})
        session.commit()
        assert {type(row) for row in session.scalars(sa.select(model))} == {model}
        factories.bind(None)
    engine.dispose()


class Account(AppBase):
    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    bills: Mapped[list["Bill"]] = relationship(back_populates="account")


class Bill(AppBase):
    __tablename__ = "bills"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    total: Mapped[Decimal]
    due: Mapped[dt.date]
    state: Mapped[str]
    account: Mapped[Account] = relationship(back_populates="bills")


class AccountFactory(CustomerFactory):
    class Meta:
        model = Account
        rename: Any = {"customer_id": "id", "customer_name": "name"}  # noqa: RUF012


class BillFactory(InvoiceFactory):
    class Meta:
        model = Bill
        rename: Any = {  # noqa: RUF012
            "invoice_id": "id",
            "total_amount": "total",
            "due_date": "due",
            "status": "state",
            "customer": "account",
            "customer_id": "account_id",
        }

    account: Any = factory_boy.SubFactory(AccountFactory)


def test_a_bill_of_the_app_has_an_account_of_the_app(app: Session) -> None:
    make: Any = BillFactory
    ada: Any = AccountFactory(name="Ada Park")
    bills = [make(), make(account__name="Bo Li"), make(account=ada), make(state="Overdue")]
    app.commit()
    assert [bill.account_id for bill in bills] == [bill.account.id for bill in bills]
    assert bills[1].account.name == "Bo Li"
    assert bills[2].account is ada
    assert ada.bills == [bills[2]]
    assert bills[3].due < dt.date(2026, 1, 2)
    assert not hasattr(ada, "created_at")
    built = make.build(service_call__duration_hours=2)
    assert built.account.name
    assert built.total > 100


def test_a_parent_that_is_not_there_may_be_left_out(app: Session) -> None:
    make: Any = BillFactory
    assert make(service_call=None).total > 0

    class WithoutFactory(BillFactory):
        service_call: Any = None

    assert WithoutFactory().total > 0  # type: ignore[attr-defined]
    with pytest.raises(BadValue, match="lines=True are rows of a table that is not there"):
        make(lines=True)


def test_a_key_says_which_parent_it_would_be(app: Session) -> None:
    make: Any = AccountFactory
    assert make(branch_id=2).name
    assert make._meta.model is Account
