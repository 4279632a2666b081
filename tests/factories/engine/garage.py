"""A schema and factories of its own: the engine knows no table, and neither do its tests."""

import datetime as dt
import enum
from decimal import Decimal
from typing import Any, ClassVar

import factory
import numpy as np
from sqlalchemy import Boolean, Enum, ForeignKey, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

import hvac_models
from factories.engine.declarations import (
    Between,
    Choice,
    Drawn,
    Flag,
    Parent,
    Pick,
    RowId,
    derived,
)
from factories.engine.factory import HvacFactory
from factories.engine.quantiles import normal
from factories.engine.values import coded

DAY = np.timedelta64(1, "D")
WEIGHTS = {
    "Gasoline": normal(1500, 200, 900, 2500),
    "Electric": normal(2000, 200, 900, 2500),
}


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dt.datetime: hvac_models.Base.type_annotation_map[dt.datetime]
    }


class Fuel(enum.StrEnum):
    GASOLINE = "Gasoline"
    ELECTRIC = "Electric"


class Owner(Base):
    __tablename__ = "owners"
    owner_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30))
    since: Mapped[dt.date]


class Car(Base):
    __tablename__ = "cars"
    car_id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owners.owner_id"))
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("owners.owner_id"))
    fuel: Mapped[Fuel] = mapped_column(
        Enum(Fuel, native_enum=False, values_callable=lambda fuels: [f.value for f in fuels])
    )
    color: Mapped[str] = mapped_column(String(20))
    doors: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    deposit: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    weight: Mapped[Decimal] = mapped_column(Numeric(6, 3))
    used: Mapped[bool] = mapped_column(Boolean)
    bought: Mapped[dt.date]
    inspected: Mapped[dt.date | None]
    seen: Mapped[dt.datetime]
    note: Mapped[str | None]

    owner: Mapped[Owner] = relationship(foreign_keys=owner_id)
    driver: Mapped[Owner | None] = relationship(foreign_keys=driver_id)


class OwnerFactory(HvacFactory[Owner]):
    class Meta:
        model = Owner

    owner_id = RowId()
    name = Pick(("Ada", "Ben", "Cleo"))

    @derived
    def since(chance: Any, today: Any) -> Any:
        return today - chance.between("days", 0, 900) * DAY


class CarFactory(HvacFactory[Car]):
    class Meta:
        model = Car
        exclude = ("size",)

    class Params:
        electric: Any = factory.Trait(fuel="Electric", note="hums")
        dear: Any = factory.Trait(price=Decimal("99000.50"))
        lent: Any = factory.Trait(driver=Parent(OwnerFactory))
        # In the wrong order: each column has to see the other one's new declaration.
        long: Any = factory.Trait(
            doors=derived(lambda size: size + 1), size=derived(lambda ids: ids * 0 + 8)
        )

    car_id = RowId()
    owner = Parent(OwnerFactory)
    driver = Parent(OwnerFactory, optional=True)
    fuel = Choice({"Gasoline": 80, "Electric": 20})
    color = Choice(
        {"Gasoline": {"Red": 1, "Blue": 1}, "Electric": {"Red": 0, "Blue": 1}}, by="fuel"
    )
    size = Between(2, 4, 2)
    deposit = Decimal("12.50")
    weight = Drawn(WEIGHTS, by="fuel")
    used = Flag(0.5)
    inspected = None

    @derived
    def doors(size: Any) -> Any:
        return size + 1

    @derived
    def price(chance: Any, weight: Any) -> Any:
        return weight * 1000 + chance.below("cents", 100)

    @derived
    def bought(owner__since: Any) -> Any:
        return owner__since + 10 * DAY

    @derived
    def seen(chance: Any, bought: Any) -> Any:
        return bought.astype("datetime64[m]") + chance.below("minute", 1440)

    @derived
    def note(fuel: Any, driver__name: Any) -> Any:
        silent = coded(fuel).is_("Electric").tolist()
        names = coded(driver__name).tolist()
        return [
            f"lent to {name}" if name else "quiet" if quiet else None
            for name, quiet in zip(names, silent, strict=True)
        ]
