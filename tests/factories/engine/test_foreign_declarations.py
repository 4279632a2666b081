"""factory_boy's own declarations in a subclass: legal, one row at a time, addressed by the row."""

# ruff: noqa: TID251 - what others may write in their subclasses
# mypy: disable-error-code="var-annotated"

import datetime as dt
from collections.abc import Callable
from typing import Any

import factory
import faker.generator
import numpy as np
import pytest
from factory import fuzzy, random
from sqlalchemy.orm import Session

from factories.engine.context import bind
from factories.engine.rows import Table
from factories.engine.values import to_python
from tests.factories.engine.garage import Car, CarFactory, Owner, OwnerFactory

OWNERS = OwnerFactory.columns(10)
COUNT = 70


class PlainFactory(CarFactory):
    class Meta:
        model = Car
        exclude = ("nickname", "lucky")

    class Params:
        plain_trait: Any = factory.Trait(note=factory.LazyAttribute(lambda car: f"is {car.color}"))

    nickname: Any = factory.Faker("first_name")
    lucky: Any = fuzzy.FuzzyInteger(1, 1000)
    doors: Any = factory.LazyAttribute(lambda car: car.size + 10)
    price: Any = fuzzy.FuzzyDecimal(1, 100, 2)
    seen: Any = factory.LazyAttribute(lambda car: dt.datetime(car.bought.year, 2, 3, 4, 5))
    used: Any = factory.LazyFunction(lambda: True)
    color: Any = factory.Iterator(["Red", "Blue"])
    note: Any = factory.LazyAttributeSequence(
        lambda car, n: f"{n}: {car.nickname} {car.lucky} of {car.owner.name}"
    )
    inspected: Any = factory.LazyAttribute(lambda car: car.driver and car.driver.since)


def cars(first: int, count: int) -> Table:
    rows = np.arange(first, first + count)
    return PlainFactory.columns(
        count,
        first_id=first,
        owner_id=rows % 10 + 1,
        driver_id=np.where(rows % 2 == 0, rows % 10 + 1, np.iinfo(np.int64).min),
        tables={"owners": OWNERS},
    )


def cells(table: Table, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    types = PlainFactory._meta.types
    return list(zip(*(to_python(types[n], table[n]) for n in names), strict=True))


ADDRESSED = ("doors", "price", "seen", "used", "note", "inspected", "weight")


def test_they_work_in_bulk_row_by_row() -> None:
    doors, price, _, used, note, inspected, _ = cells(cars(1, COUNT), ADDRESSED)[1]
    assert (doors in (12, 14), 1 <= price <= 100, used) == (True, True, True)
    assert note.startswith("2: ")
    assert note.endswith(f" of {OWNERS['name'].tolist()[2]}")
    assert inspected == OWNERS["since"].tolist()[2]
    assert cells(cars(1, COUNT), ("inspected",))[0] == (None,)


def test_each_row_has_its_own_draws() -> None:
    notes = [note.split()[1] for (note,) in cells(cars(1, COUNT), ("note",))]
    assert len(set(notes)) > COUNT / 2


def test_they_are_the_same_in_any_chunk() -> None:
    whole = cells(cars(1, COUNT), ADDRESSED)
    assert whole[60:] == cells(cars(61, 10), ADDRESSED)
    assert whole[4:5] == cells(cars(5, 1), ADDRESSED)


def test_they_are_the_same_alone() -> None:
    bind(None)  # the seed that OWNERS was made with
    whole = cells(cars(1, COUNT), ADDRESSED)
    for row in (64, 2, 31):
        owner = OwnerFactory.build(owner_id=row % 10 + 1)
        driver = owner if row % 2 == 0 else None
        car: Any = PlainFactory.build(__sequence=row, owner=owner, driver=driver)
        assert tuple(getattr(car, name) for name in ADDRESSED) == whole[row - 1]


def test_they_draw_otherwise_under_another_seed(garage: Session) -> None:
    one = PlainFactory().price
    bind(garage, seed=7)
    assert PlainFactory().price != one


@pytest.mark.parametrize("use", [lambda: PlainFactory.build_batch(3), lambda: cars(1, 3)])
@pytest.mark.parametrize("generator", [random.randgen, faker.generator.random])
def test_the_global_generators_are_left_as_they_were(
    use: Callable[[], object], generator: Any
) -> None:
    random.reseed_random(5)
    expected = [generator.random() for _ in range(3)]
    random.reseed_random(5)
    found = []
    for _ in range(3):
        found.append(generator.random())
        use()
    assert found == expected


def test_what_others_drew_before_does_not_matter() -> None:
    random.reseed_random(1)
    one = cells(cars(1, 5), ADDRESSED)
    random.reseed_random(2)
    assert cells(cars(1, 5), ADDRESSED) == one


def test_a_trait_may_hold_them() -> None:
    car = PlainFactory.build(plain_trait=True)
    assert car.note == f"is {car.color}"
    made = PlainFactory.columns(4, owner_id=1, tables={"owners": OWNERS}, plain_trait=True)
    assert made["note"] == [f"is {color}" for color in made["color"]]


def test_hidden_objects_stay_objects() -> None:
    class Boxed(OwnerFactory):
        class Meta:
            model = Owner
            exclude = ("box",)

        box = factory.LazyAttribute(lambda owner: {"key": owner.owner_id})
        name: Any = factory.LazyAttribute(lambda owner: f"box {owner.box['key']}")

    assert Boxed.build(owner_id=3).name == "box 3"
    assert Boxed.columns(2)["name"] == ["box 1", "box 2"]
    assert Boxed.columns(0)["name"] == []


def test_parents_are_read_in_bulk() -> None:
    class Base(CarFactory):
        note: Any = factory.LazyAttribute(lambda car: f"{car.owner.since:%Y}")

    made = Base.columns(3, owner_id=2, tables={"owners": OWNERS})
    assert made["note"] == [f"{OWNERS['since'].tolist()[1]:%Y}"] * 3
