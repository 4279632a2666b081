"""Mutations for the checks that are made from the models: each constraint and column in turn."""

from collections.abc import Iterator

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Enum,
    Integer,
    Numeric,
    String,
    Table,
    UniqueConstraint,
)

from factories.audit.checks.bookkeeping import KNOWN_BEFORE, WRITTEN_UP_IN, parents
from factories.audit.checks.clock import past_columns
from hvac_models import Base
from hvac_models.base import BOOKKEEPING
from tests.factories.audit.change import Mutation, change, freed

TABLES = Base.metadata.sorted_tables


def _rows(table: Table) -> Iterator[Mutation]:
    """CHECKs are broken in turn in test_rows.py."""
    name = table.name
    for column in table.columns:
        if not column.nullable:
            yield (*freed(name), change(name, f"{column.name} = null"))
        if not isinstance(column.type, Enum | Boolean) and not column.primary_key:
            yield (*freed(name), change(name, f"{column.name} = x'00'"))
        if isinstance(column.type, Integer | Numeric) and not column.primary_key:
            yield (*freed(name), change(name, f"{column.name} = 'twelve'"))
            digits = getattr(column.type, "scale", None) or 0
            yield (*freed(name), change(name, f"{column.name} = 1.{'0' * digits}5"))
        if isinstance(column.type, String) and column.type.length:
            yield (*freed(name), change(name, f"{column.name} = printf('%0999d', 1)"))
        if isinstance(column.type, Date | DateTime):
            yield change(name, f"{column.name} = '7/4/2025'")


def _orphans() -> Iterator[Mutation]:
    for table in TABLES:
        for column in table.columns:
            if column.foreign_keys:
                yield change(table.name, f"{column.name} = 99999999")


def _duplicates() -> Iterator[Mutation]:
    """A second row that is like the first in one unique key, and NULL in all others."""
    for table in TABLES:
        unique = [[column.name] for column in table.columns if column.unique or column.primary_key]
        unique += [
            [column.name for column in constraint.columns]
            for constraint in table.constraints
            if isinstance(constraint, UniqueConstraint)
        ]
        others = {name for names in unique for name in names}
        for names in unique:
            yield (
                *freed(table.name),
                (
                    f"insert into {table.name} select * from {table.name}"
                    f" where {names[0]} is not null limit 1"
                ),
                *(
                    f"update {table.name} set {name} = null"
                    f" where rowid = (select max(rowid) from {table.name})"
                    for name in sorted(others - set(names))
                ),
            )


def _later() -> Iterator[Mutation]:
    for table in TABLES:
        for name in past_columns(table):
            is_moment = isinstance(table.columns[name].type, DateTime)
            time = " || ' 00:00:00'" if is_moment else ""
            yield change(table.name, f"{name} = date(:as_of, '+1 day'){time}")


def _recorded_later() -> Iterator[Mutation]:
    for table in TABLES:
        for name in BOOKKEEPING:
            yield change(table.name, f"{name} = date(:as_of, '+1 day') || ' 04:00:00'")


def _recorded_before_parents() -> Iterator[Mutation]:
    for table in TABLES:
        for column, parent, its_key in parents(table):
            yield (
                f"update {parent} set created_at_utc = datetime(created_at_utc, '-99 years')",
                f"update {table.name} set created_at_utc = datetime(created_at_utc, '-98 years')",
                change(
                    table.name,
                    f"created_at_utc = datetime((select created_at_utc from {parent}"
                    f" where {its_key} = {table.name}.{column}), '-1 minute')",
                    f"{column} is not null",
                ),
            )


def _changed_before() -> Iterator[Mutation]:
    """Four hours behind Greenwich is the least that a branch can be: one minute later than that."""
    for table in TABLES:
        for name in past_columns(table):
            if (table.name, name) in KNOWN_BEFORE:
                continue
            is_moment = isinstance(table.columns[name].type, DateTime)
            later = "datetime" if is_moment else "date"
            by = "-239 minutes" if is_moment else "+1 day"
            told = change(table.name, f"{name} = {later}(updated_at_utc, '{by}')")
            yield (*freed(table.name), told)


def _changed_before_its_visit() -> Iterator[Mutation]:
    for name in WRITTEN_UP_IN:
        yield change(
            name,
            "updated_at_utc = (select datetime(completed_at, '+239 minutes') from service_calls"
            f" where service_call_id = {name}.service_call_id)",
        )


MUTATIONS: dict[str, list[Mutation]] = {
    "foreign-keys-resolve": list(_orphans()),
    "unique-values-are-unique": list(_duplicates()),
    "nothing-happened-after-as-of": list(_later()),
    "nothing-recorded-after-as-of": list(_recorded_later()),
    "rows-recorded-after-their-parents": list(_recorded_before_parents()),
    "rows-changed-by-what-they-tell": list(_changed_before()),
    "rows-changed-by-their-visit": list(_changed_before_its_visit()),
    "lead-recorded-before-its-customer": [
        change(
            "leads",
            "created_at_utc = (select datetime(created_at_utc, '+1 minute') from customers"
            " where customer_id = leads.customer_id)",
            "customer_id is not null",
        )
    ],
    **{f"{table.name.replace('_', '-')}-rows-hold": list(_rows(table)) for table in TABLES},
}
