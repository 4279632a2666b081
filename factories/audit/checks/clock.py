"""The as-of date: nothing has happened after it. And the clocks: what they never showed."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Date, DateTime, Table

from factories.audit.check import Check
from factories.engine.foreign_key_paths import joins_along, key_of, shortest_path
from factories.rules.hours.clocks import NO_SUMMER_TIME
from hvac_models import SCHEMA
from hvac_models.base import BOOKKEEPING

_BRANCHES = SCHEMA.tables["branches"]

MAY_LIE_AHEAD = frozenset(
    {
        ("appointments", "appointment_date"),
        ("appointments", "scheduled_time"),
        ("appointments", "window_start"),
        ("appointments", "window_end"),
        ("installed_devices", "warranty_end_date"),
        ("invoices", "due_date"),
        ("marketing_campaigns", "start_date"),
        ("marketing_campaigns", "end_date"),
        ("purchase_orders", "expected_date"),
        ("quotes", "follow_up_date"),
        ("quotes", "valid_until"),
        ("subscriptions", "end_date"),
        ("subscriptions", "next_service_date"),
        ("technician_certifications", "expires_date"),
    }
)
"""Plans, promises and deadlines; every other date in the schema tells what has happened."""


@lru_cache(maxsize=1)
def checks() -> tuple[Check, ...]:
    return (
        Check(
            "nothing-happened-after-as-of",
            "Nothing that has happened is dated after the as-of date",
            "time",
            "\nunion all\n".join(
                _later(table, names)
                for table in SCHEMA.sorted_tables
                if (names := list(past_columns(table)))
            ),
        ),
        Check(
            "no-hour-that-never-was",
            "No local time lies in the hour that a branch's clocks leave out in spring",
            "time",
            "\nunion all\n".join(
                _left_out(table, column.name)
                for table in SCHEMA.sorted_tables
                for column in table.columns
                if isinstance(column.type, DateTime) and column.name not in BOOKKEEPING
            ),
        ),
    )


def past_columns(table: Table) -> Iterator[str]:
    """Names of the columns that hold moments of the past, in the branch's local time."""
    for column in table.columns:
        is_time = isinstance(column.type, Date | DateTime) and column.name not in BOOKKEEPING
        if is_time and (table.name, column.name) not in MAY_LIE_AHEAD:
            yield column.name


def _left_out(table: Table, name: str) -> str:
    """From two to three on the second Sunday of March, by the law since 2007."""
    key, (branch, joined) = key_of(table), joins_along(table, shortest_path(table, _BRANCHES))
    time = f"{table.name}.{name}"
    zones = ", ".join(f"'{zone}'" for zone in sorted(NO_SUMMER_TIME))
    return (
        f"select '{time} {key}=' || {table.name}.{key} as example\n"
        f"from {joined}\n"
        f"join branches as here on here.branch_id = {branch}\n"
        f"where substr({time}, 12, 2) = '02' and {time} >= '2007'\n"
        f"and date({time}) = date(substr({time}, 1, 4) || '-03-08', 'weekday 0')\n"
        f"and here.time_zone not in ({zones})"
    )


def _later(table: Table, names: list[str]) -> str:
    """'T' sorts after a space: a time on the as-of date itself is not later."""
    key = key_of(table)
    cases = "\n".join(f"when {name} > :as_of || 'T' then '{name}'" for name in names)
    return (
        f"select '{table.name}.' || late || ' {key}=' || {key} as example\n"
        f"from (select {key}, case\n{cases}\nend as late from {table.name})\n"
        f"where late is not null"
    )
