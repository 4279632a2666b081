"""The declarative base, the naming convention and the column types that every area shares."""

import enum
import inspect
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, cast

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Enum,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    UniqueConstraint,
    event,
)
from sqlalchemy import inspect as state_of
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

BOOKKEEPING = ("created_at_utc", "updated_at_utc")
"""When a row came into the books, and when it was last changed."""
GUIDE_TABLES = 19
"""Tables of the guide that the project follows; a later `guide_order` is a companion's."""
ENUM_LENGTH = 30
"""One width for every enumeration, so that a new member changes a CHECK and no column."""

Money = Annotated[Decimal, "money"]
"""US dollars and cents: NUMERIC(10, 2)."""

Coordinate = Annotated[Decimal, "coordinate"]
"""Decimal degrees, about 0.1 m fine: NUMERIC(9, 6)."""

Hours = Annotated[Decimal, "hours"]
"""Hours and hundredths: NUMERIC(4, 2)."""


def _plain(value: object) -> object:
    """A value as one would write it down: no enumeration's name, no Decimal(), a day as ISO."""
    return str(value) if isinstance(value, enum.Enum | Decimal | date) else value


NAMING_CONVENTION: dict[str, Any] = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


SCHEMA = MetaData(naming_convention=NAMING_CONVENTION)
"""The tables of this schema alone. An app may add its own to `Base.metadata`, so that they can
point to ours: what walks all tables here walks these."""


def _values(members: type[enum.Enum]) -> Sequence[str]:
    return [str(member.value) for member in members]


# SQLite holds 'YYYY-MM-DD HH:MM:SS', the form the CSV files have too.
_SQLITE_SECONDS = sqlite.DATETIME(truncate_microseconds=True)  # type: ignore[no-untyped-call]

_LAST = 1_000
"""Sorts a column of the base after all of its table's own."""


def _clock() -> datetime:
    """For the rows that an application writes: those of the factories say when they were made."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)  # noqa: TID251 - an app's own time


class Base(DeclarativeBase):
    """Parent of every model; a model states its area and its place in the list: the
    guide's tables in the guide's order, then the companions.

    The docstring of a model is the comment of its table. `Table.info` holds `area` and
    `guide_order`, so that commands and documents list the tables without naming them. Every table
    ends with two columns of bookkeeping.
    """

    created_at_utc: Mapped[datetime] = mapped_column(
        sort_order=_LAST, default=_clock, comment="When the row was first recorded, UTC"
    )
    updated_at_utc: Mapped[datetime] = mapped_column(
        sort_order=_LAST + 1,
        default=_clock,
        comment="When the row last changed, UTC; the same as created_at_utc while it never did",
    )

    telling: ClassVar[tuple[str, ...]]
    """The columns that tell a row from others."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {
        int: Integer(),
        date: Date(),
        datetime: DateTime().with_variant(_SQLITE_SECONDS, "sqlite"),
        bool: Boolean(),
        Money: Numeric(10, 2),
        Coordinate: Numeric(9, 6),
        Hours: Numeric(4, 2),
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            validate_strings=True,
            values_callable=_values,
            length=ENUM_LENGTH,
        ),
    }

    def __repr__(self) -> str:
        """The key and what people call the row by; nothing is loaded for it."""
        known = {**self._identity(), **vars(self)}
        keys = [column.name for column in cast(Table, type(self).__table__).primary_key]
        told = [name for name in (*keys, *type(self).telling) if name in known]
        values = (f"{name}={_plain(known[name])!r}" for name in told)
        return f"{type(self).__name__}({', '.join(values)})"

    def _identity(self) -> dict[str, Any]:
        """The key, also of a row that was committed and is still to be read again."""
        keys = cast(Table, type(self).__table__).primary_key
        identity = cast(Any, state_of(self)).identity or ()
        return {column.name: value for column, value in zip(keys, identity, strict=False)}

    def __init_subclass__(
        cls, *, area: str = "", guide_order: int = 0, telling: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        if not area:
            raise TypeError(
                f"{cls.__name__}: hvac_models.Base is for the tables of this schema; for one of"
                " yours write class AppBase(DeclarativeBase): metadata = hvac_models.Base.metadata,"
                " and subclass that"
            )
        super().__init_subclass__(**kwargs)
        cls.telling = telling
        table = cast(Table, cls.__table__)
        table.comment = " ".join((inspect.getdoc(cls) or "").split())
        table.info.update(area=area, guide_order=guide_order)
        # A table belongs to one MetaData and `tables` is read-only: this one only lists it.
        dict.__setitem__(SCHEMA.tables, table.name, table)
        table.append_constraint(in_order(*BOOKKEEPING))
        for column in table.columns:
            if members := values_of(column):
                table.append_constraint(
                    CheckConstraint(one_of(column.name, *members), name=column.name)
                )
            elif isinstance(column.type, Boolean):
                # SQLite has no booleans of its own: 7 would be as true as 1.
                table.append_constraint(
                    CheckConstraint(f"{column.name} IN (0, 1)", name=column.name).ddl_if(
                        dialect="sqlite"
                    )
                )


def one_of(column: str, *members: str) -> str:
    """SQL for a closed list: `column IN (...)`, written out.

    SQLite builds a lookup table for every IN list of three or more in every statement, which made
    inserts half as slow again.
    """
    return " OR ".join(f"{column} = '{member}'" for member in members)


def between(column: str, low: int, high: int) -> CheckConstraint:
    """CHECK that a number lies in a closed range."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_range")


def not_negative(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


def positive(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} > 0", name=f"{column}_positive")


def in_order(earlier: str, later: str) -> CheckConstraint:
    """CHECK that one moment is not after another; holds while either is NULL."""
    return CheckConstraint(f"{earlier} <= {later}", name=f"{earlier}_to_{later}")


def same_day(moment: str, day: str) -> CheckConstraint:
    """CHECK that a timestamp falls on a date.

    Compared as ISO text: SQLite has no date type to cast to.
    """
    return CheckConstraint(f"{_iso(moment, 10)} = {_iso(day, 10)}", name=f"{moment}_on_{day}")


def document_number(column: str, prefix: str, dated: str | None = None) -> CheckConstraint:
    """CHECK that a number reads PREFIX-YYYY-NNNN, YYYY being the year of `dated` where given."""
    rule = f"{column} LIKE '{prefix}-____-____%'"
    if dated is not None:
        rule += f" AND substr({column}, {len(prefix) + 2}, 4) = {_iso(dated, 4)}"
    return CheckConstraint(rule, name=f"{column}_form")


def cents_equal(column: str, expression: str) -> CheckConstraint:
    """CHECK that an amount is an exact sum or product, whatever binary floats make of it."""
    return CheckConstraint(f"abs({column} - ({expression})) < 0.005", name=f"{column}_adds_up")


def cents_rounded(column: str, expression: str) -> CheckConstraint:
    """CHECK that an amount is a product rounded to the cent: within half a cent of it."""
    return CheckConstraint(f"abs({column} - ({expression})) <= 0.0051", name=f"{column}_adds_up")


def year_of(day: str) -> str:
    """SQL for the year of a date as an integer, the same on SQLite, PostgreSQL and DuckDB."""
    return f"CAST({_iso(day, 4)} AS INTEGER)"


def _iso(column: str, length: int) -> str:
    return f"substr(CAST({column} AS VARCHAR(30)), 1, {length})"


def position_checks(latitude: str, longitude: str) -> tuple[CheckConstraint, CheckConstraint]:
    return between(latitude, -90, 90), between(longitude, -180, 180)


def enforce_foreign_keys(engine: Engine) -> None:
    """Turn foreign keys on for every connection of a SQLite engine; others enforce them anyway."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _foreign_keys_on(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


def values_of(column: Column[Any]) -> list[str]:
    """The members of an enumeration column, in their declared order; empty for other columns."""
    return list(column.type.enums) if isinstance(column.type, Enum) else []


def is_unique(column: Column[Any]) -> bool:
    """Whether a UNIQUE constraint is on this column alone."""
    uniques = (c for c in column.table.constraints if isinstance(c, UniqueConstraint))
    return any([member.name for member in unique.columns] == [column.name] for unique in uniques)


def data_type(column: Column[Any]) -> str:
    """The column's type by a name that DuckDB and Snowflake share."""
    match column.type:
        case Boolean():
            return "boolean"
        case Integer():
            return "integer"
        case Numeric(precision=precision, scale=scale):
            return f"numeric({precision}, {scale})"
        case DateTime():
            return "timestamp"
        case Date():
            return "date"
        case String(length=int(length)):
            return f"varchar({length})"
        case _:
            return "varchar"
