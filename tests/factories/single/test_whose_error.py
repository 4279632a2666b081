"""An error of somebody's own code is none of the values that were said."""

from collections.abc import Callable, Iterator
from typing import Any

import factory as factory_boy
import pytest
import sqlalchemy as sa
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import Session

from factories import BadValue, CustomerFactory, InvoiceFactory, bound_session, derived
from hvac_models import Customer


class BrokenError(KeyError):
    """What an app's code raises here."""


def broken(*_: Any, **__: Any) -> Any:
    raise BrokenError("app")


class HookFactory(CustomerFactory):
    @factory_boy.post_generation
    def notify(obj: Any, *_: Any, **__: Any) -> None:
        broken()


class LazyFactory(CustomerFactory):
    phone: Any = factory_boy.LazyFunction(broken)


class AttributeFactory(CustomerFactory):
    phone: Any = factory_boy.LazyAttribute(broken)


class DerivedFactory(CustomerFactory):
    @derived
    def phone(customer_name: Any) -> Any:
        return broken(customer_name)


class ByNumberFactory(CustomerFactory):
    @derived
    def phone(ids: Any) -> Any:
        return broken(ids)


class ArgumentsFactory(CustomerFactory):
    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> Any:
        return broken(**kwargs)


class CreateFactory(CustomerFactory):
    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        return broken(model_class, *args, **kwargs)


class SettledFactory(CustomerFactory):
    @classmethod
    def _after_postgeneration(cls, instance: Any, create: bool, results: Any = None) -> None:
        broken(instance, create, results)


class PlainFactory(SQLAlchemyModelFactory):  # type: ignore[type-arg]
    class Meta:
        model = Customer
        sqlalchemy_session_factory = bound_session

    customer_name: Any = factory_boy.LazyFunction(broken)


class OfPlainFactory(InvoiceFactory):
    customer: Any = factory_boy.SubFactory(PlainFactory)


SAID = {"customer_name": "Ada Park"}
CALLS: dict[str, Callable[[], Any]] = {
    "a hook": lambda: HookFactory(**SAID),
    "a hook of what is built": lambda: HookFactory.build(**SAID),
    "a function": lambda: LazyFactory(**SAID),
    "a function of the row": lambda: AttributeFactory(**SAID),
    "a function over columns": lambda: DerivedFactory(**SAID),
    "a function of the number": lambda: ByNumberFactory(**SAID),
    "the arguments": lambda: ArgumentsFactory(**SAID),
    "the creation": lambda: CreateFactory(**SAID),
    "what comes after": lambda: SettledFactory(**SAID),
    "a function in the call": lambda: CustomerFactory(phone=factory_boy.LazyFunction(broken)),
    "a function beside a value": lambda: CustomerFactory(
        phone=factory_boy.LazyFunction(broken), **SAID
    ),
    "a factory of factory_boy": lambda: OfPlainFactory(payment_terms="Net 15"),
}


@pytest.mark.parametrize("name", CALLS)
def test_it_goes_on_as_it_is(session: Session, name: str) -> None:
    with pytest.raises(BrokenError) as caught:
        CALLS[name]()
    assert type(caught.value) is BrokenError


@pytest.fixture
def listener() -> Iterator[None]:
    sa.event.listen(Customer, "init", broken)
    yield
    sa.event.remove(Customer, "init", broken)


def test_a_listener_of_the_app_is_not_ours(session: Session, listener: None) -> None:
    with pytest.raises(BrokenError):
        CustomerFactory(customer_type="commercial")


def test_a_note_says_where(session: Session) -> None:
    with pytest.raises(BrokenError) as caught:
        LazyFactory(**SAID)
    assert caught.value.__notes__ == ["raised by LazyFactory.phone"]


def test_what_a_said_value_breaks_is_told_of_it(session: Session) -> None:
    class NotedFactory(InvoiceFactory):
        notes: Any = factory_boy.LazyAttribute(lambda row: f"{row.total_amount} in all")

        class Meta:
            exclude = ("notes",)

    for make in (InvoiceFactory, NotedFactory):
        with pytest.raises(BadValue, match=f"{make.__name__}: subtotal='much' is not a Decimal"):
            make.build(subtotal="much")
