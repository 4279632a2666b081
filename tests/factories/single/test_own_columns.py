"""Columns of every SQL type in a model of somebody's own: a value comes out as it went in."""

import datetime as dt
import enum
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import factory as factory_boy
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from factories import BadValue, Choice, CustomerFactory, HvacFactory, RowId, derived
from factories.engine.usage_errors import shown
from factories.engine.values import to_python
from tests.factories.support.own_models import database_of


class AppBase(DeclarativeBase):
    pass


class Tier(enum.Enum):
    GOLD = 1
    SILVER = 2


class Points(sa.types.TypeDecorator[int]):
    impl = sa.Integer
    cache_ok = True


COLUMNS: dict[str, tuple[Any, Any]] = {
    "a_float": (sa.Float(), 4.5),
    "a_double": (sa.Double(), 4.25),
    "a_float_decimal": (sa.Float(asdecimal=True), Decimal("4.5")),
    "a_numeric": (sa.Numeric(), Decimal("1.25")),
    "a_numeric_scaled": (sa.Numeric(6, 3), Decimal("1.125")),
    "a_numeric_float": (sa.Numeric(6, 3, asdecimal=False), 1.125),
    "a_numeric_of_digits": (sa.Numeric(10), Decimal("1.25")),
    "an_integer": (sa.Integer(), 3),
    "a_small_integer": (sa.SmallInteger(), 3),
    "a_big_integer": (sa.BigInteger(), 2**40),
    "a_boolean": (sa.Boolean(), True),
    "a_string": (sa.String(10), "ten"),
    "a_text": (sa.Text(), "ten"),
    "a_unicode": (sa.Unicode(10), "zehn"),
    "an_enum": (sa.Enum(Tier), Tier.SILVER),
    "an_enum_of_texts": (sa.Enum("low", "high"), "high"),
    "a_date": (sa.Date(), dt.date(2025, 1, 2)),
    "a_time": (sa.Time(), dt.time(3, 4)),
    "a_moment": (sa.DateTime(), dt.datetime(2025, 1, 2, 3, 4)),
    "a_zoned_moment": (sa.DateTime(timezone=True), dt.datetime(2025, 1, 2, 3, 4, tzinfo=dt.UTC)),
    "a_local_moment": (sa.DateTime(timezone=True), dt.datetime(2025, 1, 2, 3, 4)),
    "an_interval": (sa.Interval(), dt.timedelta(hours=5)),
    "a_uuid": (sa.Uuid(), uuid.UUID(int=3)),
    "a_blob": (sa.LargeBinary(), b"x"),
    "a_json": (sa.JSON(), {"a": [1]}),
    "a_json_number": (sa.JSON(), 3),
    "a_json_flag": (sa.JSON(), True),
    "a_pickle": (sa.PickleType(), 3),
    "a_pickled_moment": (sa.PickleType(), dt.datetime(2025, 1, 2, 3, 4)),
    "a_decorated": (Points(), 3),
}


class Wide(AppBase):
    __table__ = sa.Table(
        "wide",
        AppBase.metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String),
        *(sa.Column(name, type_) for name, (type_, _) in COLUMNS.items()),
    )


META = type("Meta", (), {"model": Wide, "rename": {"customer_id": "id", "customer_name": "name"}})
WideFactory: Any = type("WideFactory", (CustomerFactory,), {"Meta": META})


@pytest.fixture
def app() -> Iterator[Session]:
    with database_of(AppBase) as session:
        yield session


def same(one: Any, other: Any) -> bool:
    return bool(one == other and type(one) is type(other))


@pytest.mark.parametrize("name", COLUMNS)
def test_what_is_said_is_kept(app: Session, name: str) -> None:
    value = COLUMNS[name][1]
    rows = [WideFactory(**{name: value}), WideFactory.build(**{name: value})]
    assert all(same(getattr(row, name), value) for row in rows)
    app.commit()


@pytest.mark.parametrize("name", COLUMNS)
def test_a_body_says_it_as_well(app: Session, name: str) -> None:
    value = COLUMNS[name][1]
    make: Any = type("BodyFactory", (WideFactory,), {name: value})
    lazy = factory_boy.LazyFunction(lambda: value)
    other: Any = type("LazyFactory", (WideFactory,), {name: lazy})
    assert all(same(getattr(row, name), value) for row in (make(), other(), other(name="Ada Park")))
    app.commit()


# Nobody knows a flag: without a value it is False.
@pytest.mark.parametrize(
    ("name", "null"),
    [
        (name, null)
        for name in COLUMNS
        for null in (False, True)
        if (name, null) != ("a_boolean", True)
    ],
)
def test_what_is_read_of_it_makes_the_same_again(app: Session, name: str, null: bool) -> None:
    """A column is the same once it was held as columns are."""
    seen: list[Any] = []
    source = f"def note({name}):\n    seen.append({name})\n    return ['read'] * len({name})"
    found: dict[str, Any] = {"seen": seen}
    exec(source, found)
    value = None if null else COLUMNS[name][1]
    given = factory_boy.LazyFunction(lambda: value)
    body = {"a_text": derived(found["note"]), name: given}
    if name == "a_text":
        body = {"a_unicode": derived(found["note"]), name: given}
    make: Any = type("ReadFactory", (WideFactory,), body)
    row = make()
    app.flush()
    assert same(getattr(row, name), value)
    (column,) = seen
    back = to_python(COLUMNS[name][0], column)
    assert back == [value]


def test_what_does_not_fit_is_refused_still(app: Session) -> None:
    wrong = {
        "a_numeric_scaled": (Decimal("1.0625"), "has more than 3 decimals"),
        "a_numeric_of_digits": (Decimal(10) ** 10, r"does not fit NUMERIC\(10, 0\)"),
        "a_numeric": (Decimal("NaN"), "is not a number"),
        "a_float": ("much", "is not a Decimal"),
        "an_integer": (10**400, "does not fit 32 bits"),
        "an_enum": ("gold", "is not one of GOLD, SILVER; did you mean GOLD"),
        "a_moment": (dt.datetime(2025, 1, 2, tzinfo=dt.UTC), "has a time zone; give local time"),
        "a_date": (dt.datetime(2025, 1, 2), "is a moment and no date"),
    }
    for name, (value, why) in wrong.items():
        with pytest.raises(BadValue, match=f"WideFactory: {name}=.* {why}"):
            WideFactory(**{name: value})


def test_a_member_of_another_enumeration_is_named() -> None:
    class Other(enum.Enum):
        COPPER = 3

    assert shown(Other.COPPER) == "Other.COPPER"


class Small(AppBase):
    __tablename__ = "small"
    id: Mapped[int] = mapped_column(primary_key=True)
    weight: Mapped[float]
    tier: Mapped[Tier]
    doubled: Mapped[float]


class SmallFactory(HvacFactory[Small]):
    class Meta:
        model = Small

    id: Any = RowId()
    weight: Any = 1.5
    tier: Any = Choice({"GOLD": 1, "SILVER": 3})

    @derived
    def doubled(weight: Any) -> Any:
        return weight * 2


def test_a_factory_from_scratch(app: Session) -> None:
    assert [row.doubled for row in (SmallFactory(), SmallFactory(weight=2.5))] == [3.0, 5.0]
    assert SmallFactory(tier=Tier.SILVER).tier is Tier.SILVER
    assert SmallFactory(tier="SILVER").tier is Tier.SILVER
    assert {row.tier for row in SmallFactory.create_batch(20)} == set(Tier)
    app.commit()
    assert SmallFactory.columns(2)["doubled"].tolist() == [3.0, 3.0]
