"""Our factories for models of somebody else's."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

import factories
from factories import BadValue, CustomerFactory, InvoiceFactory, UnknownName
from factories.engine.declarations import Choice
from tests.factories.empty import violations


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
    engine = sa.create_engine("sqlite://")
    AppBase.metadata.create_all(engine)
    with Session(engine) as session:
        factories.bind(session)
        yield session
        factories.bind(None)
    engine.dispose()


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
