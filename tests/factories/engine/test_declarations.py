"""What declarations promise: alone as in bulk, whatever stands beside them."""

from decimal import Decimal
from typing import Any

import factory
import numpy as np
import pytest
from sqlalchemy.orm import Session

from factories.engine.context import bind
from factories.engine.declarations import (
    Between,
    BringsList,
    Choice,
    Declaration,
    Drawn,
    Parent,
    derived,
)
from factories.engine.quantiles import normal
from factories.engine.rows import BulkError, Table
from factories.engine.values import NULL, Coded, to_python
from tests.factories.engine.garage import WEIGHTS, Car, CarFactory, Owner, OwnerFactory

OWNERS = OwnerFactory.columns(10)
COUNT = 200


def cars(maker: Any = CarFactory, count: int = COUNT, **given: Any) -> Table:
    keys: Any = {"owner_id": np.arange(count) % 10 + 1, "tables": {"owners": OWNERS}}
    made: Table = maker.columns(count, **{**keys, **given})
    return made


def texts(table: Table, maker: Any = CarFactory) -> dict[str, list[Any]]:
    types = maker._meta.types
    return {name: to_python(types[name], column) for name, column in table.columns.items()}


class TestColumns:
    table = cars()

    def test_weights_are_kept_by_group(self) -> None:
        made = texts(cars(count=4000, owner_id=1))
        assert abs(made["fuel"].count("Electric") / 4000 - 0.2) < 0.02
        colors = {(f, c) for f, c in zip(made["fuel"], made["color"], strict=True)}
        assert colors == {("Gasoline", "Red"), ("Gasoline", "Blue"), ("Electric", "Blue")}

    def test_draws_by_group_come_from_the_groups_table(self) -> None:
        made = cars(count=4000, owner_id=1)
        electric = np.array([text == "Electric" for text in made["fuel"].tolist()])
        assert abs(float(made["weight"][electric].mean()) - 2000) < 20
        assert abs(float(made["weight"][~electric].mean()) - 1500) < 20
        assert set(made["weight"].tolist()) <= {
            value for table in WEIGHTS.values() for value in table.tolist()
        }

    def test_steps_flags_and_pools(self) -> None:
        made = texts(self.table)
        assert set(made["doors"]) == {3, 5}
        assert 60 < sum(made["used"]) < 140
        assert set(OWNERS["name"].tolist()) == {"Ada", "Ben", "Cleo"}
        assert all(type(name) is str for name in OWNERS["name"].tolist())

    def test_constants_are_attributes_not_cents(self) -> None:
        assert set(texts(self.table)["deposit"]) == {Decimal("12.50")}
        assert set(self.table["deposit"].tolist()) == {1250}

    def test_the_parents_columns_are_read_at_each_rows_parent(self) -> None:
        since = OWNERS["since"][np.arange(COUNT) % 10]
        assert (self.table["bought"] == since + np.timedelta64(10, "D")).all()

    def test_the_columns_of_a_missing_parent_are_null(self) -> None:
        driver = np.where(np.arange(COUNT) % 2 == 0, 3, NULL)
        notes = texts(cars(driver_id=driver))["note"]
        assert all(note.startswith("lent to ") for note in notes[::2])
        assert not any(note and note.startswith("lent") for note in notes[1::2])


class TestBlocks:
    def test_rows_on_both_sides_of_an_edge_agree_with_the_batch(self) -> None:
        bind(None)  # the seed that OWNERS was made with
        made = texts(cars(owner_id=1))
        for row in (1, 62, 63, 64, 65, 127, 128, 150, 63, 1):
            car = CarFactory.build(car_id=row, owner=OwnerFactory.build(owner_id=1))
            for name, column in made.items():
                assert getattr(car, name) == column[row - 1], (row, name)

    def test_an_override_changes_what_follows_from_it_and_nothing_else(self) -> None:
        owner = OwnerFactory.build(owner_id=1)
        usual = CarFactory.build(car_id=70, owner=owner)
        other = CarFactory.build(car_id=70, owner=owner, size=8)
        assert other.doors == 9
        for name in set(CarFactory._meta.column_names) - {"doors"}:
            assert getattr(other, name) == getattr(usual, name), name

    def test_many_blocks_in_turn_are_remembered_rightly(self) -> None:
        first = [OwnerFactory.build(owner_id=row).name for row in range(1, 2000, 64)]
        again = [OwnerFactory.build(owner_id=row).name for row in range(1, 2000, 64)]
        assert (
            first
            == again
            == [OwnerFactory.columns(2000)["name"].tolist()[n] for n in range(0, 1999, 64)]
        )


class TestTraits:
    def test_a_trait_holds_alone_and_in_bulk(self) -> None:
        car = CarFactory.build(electric=True)
        assert (car.fuel, car.note, car.color) == ("Electric", "hums", "Blue")
        made = texts(cars(electric=True))
        assert set(made["fuel"]) == {"Electric"}
        assert set(made["note"]) == {"hums"}
        assert set(made["color"]) == {"Blue"}

    def test_a_traits_constant_is_an_attribute(self) -> None:
        assert CarFactory.build(dear=True).price == Decimal("99000.50")
        assert set(texts(cars(dear=True))["price"]) == {Decimal("99000.50")}

    def test_columns_of_one_trait_see_each_other(self) -> None:
        assert CarFactory.build(long=True).doors == 9
        assert set(cars(long=True)["doors"].tolist()) == {9}

    def test_what_is_given_comes_before_the_trait(self) -> None:
        assert CarFactory.build(electric=True, note="buzzes").note == "buzzes"
        assert set(texts(cars(electric=True, note="buzzes"))["note"]) == {"buzzes"}

    def test_a_trait_that_is_off_changes_nothing(self) -> None:
        assert texts(cars(electric=False)) == texts(cars())

    def test_a_trait_may_switch_on_another(self) -> None:
        class VanFactory(CarFactory):
            class Params:
                show: Any = factory.Trait(electric=True, dear=True, color="Red")
                sober: Any = factory.Trait(show=False, color="Gray")

        for traits in ({"show": True}, {"show": True, "sober": True}, {"sober": True}):
            van = VanFactory.build(__sequence=1, owner=OwnerFactory.build(owner_id=1), **traits)
            made = texts(cars(VanFactory, count=1, owner_id=1, **traits))
            for name in ("fuel", "price", "color", "note"):
                assert made[name] == [getattr(van, name)], (name, traits)

    def test_a_traits_parent_is_made_alone_and_given_in_bulk(self, garage: Session) -> None:
        car = CarFactory(lent=True)
        garage.commit()
        assert car.driver is not None
        assert car.note == f"lent to {car.driver.name}"
        assert set(texts(cars(lent=True, driver_id=2))["note"]) == {
            f"lent to {OWNERS['name'].tolist()[1]}"
        }


class TestOrder:
    """Adding a column changes no other one."""

    class RicherFactory(CarFactory):
        class Meta:
            model = Car
            exclude = ("extra", "fake", "late")

        extra = Between(1, 10)
        fake: Any = factory.Faker("name")  # noqa: TID251 - the point is what it does not disturb

        @derived
        def late(chance: Any, ids: Any) -> Any:
            return ids + chance.below("price", 7)

    def test_in_bulk(self) -> None:
        assert texts(cars(self.RicherFactory)) == texts(cars())

    def test_alone_and_in_any_order(self) -> None:
        owner = OwnerFactory.build(owner_id=4)
        for row in (9, 3, 70, 3):
            poor = CarFactory.build(car_id=row, owner=owner)
            rich = self.RicherFactory.build(car_id=row, owner=owner)
            for name in CarFactory._meta.column_names:
                assert getattr(poor, name) == getattr(rich, name), name

    def test_a_subclass_goes_on_with_the_keys(self, garage: Session) -> None:
        made = [CarFactory(), self.RicherFactory(), CarFactory()]
        garage.commit()
        assert [car.car_id for car in made] == [1, 2, 3]


class TestRefusals:
    def test_bulk_invents_no_parent(self) -> None:
        with pytest.raises(BulkError, match=r"CarFactory.owner_id must be given in bulk"):
            CarFactory.columns(3, tables={"owners": OWNERS})

    def test_bulk_needs_the_parents_columns_that_it_reads(self) -> None:
        with pytest.raises(BulkError, match="CarFactory reads owners: give it in tables="):
            CarFactory.columns(3, owner_id=1)

    def test_a_parents_column_that_is_none(self) -> None:
        without = Table({name: OWNERS[name] for name in OWNERS.columns if name != "since"}, 1)
        with pytest.raises(BulkError, match=r"CarFactory reads owners.since: there is no such col"):
            CarFactory.columns(3, owner_id=1, tables={"owners": without})

    def test_a_column_that_is_not_declared(self) -> None:
        with pytest.raises(BulkError, match="CarFactory declares no column 'colour'"):
            cars(colour="Red")

    def test_a_column_of_another_length(self) -> None:
        with pytest.raises(BulkError, match=r"CarFactory.doors: 3 values for 200 rows"):
            cars(doors=np.array([1, 2, 3]))

    def test_a_hook_after_the_fact(self) -> None:
        class Hooked(OwnerFactory):
            @factory.post_generation
            def greet(self: Owner, create: bool, extracted: Any, **kwargs: Any) -> None:
                """Would not run in bulk."""

        assert Hooked.build().name
        with pytest.raises(BulkError, match=r"Hooked.greet does not run in bulk; use create_batch"):
            Hooked.columns(3)

    @pytest.mark.parametrize(
        "hook", ["_adjust_kwargs", "_build", "_create", "_after_postgeneration"]
    )
    def test_a_hook_around_the_model(self, hook: str) -> None:
        kept = getattr(OwnerFactory, hook).__func__
        maker: Any = type(
            "Hooked", (OwnerFactory,), {hook: classmethod(lambda c, *a, **k: kept(c, *a, **k))}
        )
        with pytest.raises(BulkError, match=f"Hooked.{hook} does not run in bulk"):
            maker.columns(3)

    def test_rows_that_come_along_are_the_business_of_a_step(self) -> None:
        class WithCars(OwnerFactory):
            cars = BringsList(CarFactory, "owner", size=2)

        assert len(WithCars.columns(3)) == 3

    def test_a_declaration_without_a_bulk_form(self) -> None:
        class Copied(OwnerFactory):
            name: Any = factory.SelfAttribute("owner_id")

        with pytest.raises(BulkError, match=r"Copied.name: SelfAttribute has no bulk form"):
            Copied.columns(3)

    def test_columns_that_go_round(self) -> None:
        class Round(OwnerFactory):
            name = derived(lambda since: since)
            since = derived(lambda name: name)

        with pytest.raises(BulkError, match=r"Round: name -> since -> name depend on each other"):
            Round.columns(3)

    def test_groups_that_differ_in_their_texts(self) -> None:
        with pytest.raises(ValueError, match="differ in their texts or in their order"):
            Choice({"a": {"x": 1, "y": 2}, "b": {"y": 1, "x": 2}}, by="letter")

    def test_a_declaration_without_a_column(self) -> None:
        class Silent(OwnerFactory):
            name: Any = Declaration()

        # `Declaration` is abstract on purpose: this is how it tells who forgot the column.
        with pytest.raises(NotImplementedError, match="Declaration"):
            Silent.columns(1)

    def test_a_parent_that_is_none(self) -> None:
        class Lost(OwnerFactory):
            name = derived(lambda boss__name: boss__name)

        with pytest.raises(BulkError, match="Lost has no parent 'boss'"):
            Lost.columns(1)


def test_a_parent_can_be_named_by_its_path() -> None:
    class VanFactory(CarFactory):
        owner = Parent("tests.factories.engine.garage.OwnerFactory", name="Zoe")

    assert VanFactory.build().owner.name == "Zoe"


def test_a_scalar_stands_for_every_row() -> None:
    made = cars(price=1500, used=True, color="Red", note=None)
    assert texts(made)["price"] == [Decimal("15.00")] * COUNT
    assert isinstance(made["color"], Coded)
    assert texts(made)["note"] == [None] * COUNT


def test_drawn_without_groups_draws_from_its_table() -> None:
    table = normal(100, 10, 50, 150)

    class Heavy(OwnerFactory):
        class Meta:
            model = Owner
            exclude = ("load",)

        load = Drawn(table)
        name = derived(lambda load: [str(kg) for kg in load.tolist()])

    assert {int(name) for name in Heavy.columns(500)["name"]} <= set(table.tolist())


def test_tables_know_their_keys() -> None:
    table = OwnerFactory.columns(4, first_id=11)
    assert table.ids.tolist() == [11, 12, 13, 14]
    assert table.at("owner_id", np.array([14, 11])).tolist() == [14, 11]
    assert len(OwnerFactory.columns(0)) == 0
