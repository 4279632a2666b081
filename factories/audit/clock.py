"""The as-of date: what has happened is not dated after it."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Date, DateTime, Table

from factories.audit.bookkeeping import BOOKKEEPING
from factories.audit.check import Check
from factories.audit.rows import key_of
from hvac_models import Base

MAY_LIE_AHEAD = frozenset(
    {
        ("appointments", "appointment_date"),
        ("appointments", "scheduled_time"),
        ("appointments", "window_start"),
        ("appointments", "window_end"),
        ("installed_devices", "warranty_end_date"),
        ("invoices", "due_date"),
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
                for table in Base.metadata.sorted_tables
                if (names := list(past_columns(table)))
            ),
        ),
    )


def past_columns(table: Table) -> Iterator[str]:
    """Names of the columns that hold moments of the past, in the branch's local time."""
    for column in table.columns:
        is_time = isinstance(column.type, Date | DateTime) and column.name not in BOOKKEEPING
        if is_time and (table.name, column.name) not in MAY_LIE_AHEAD:
            yield column.name


def _later(table: Table, names: list[str]) -> str:
    """'T' sorts after a space: a time on the as-of date itself is not later."""
    key = key_of(table)
    cases = "\n".join(f"when {name} > :as_of || 'T' then '{name}'" for name in names)
    return (
        f"select '{table.name}.' || late || ' {key}=' || {key} as example\n"
        f"from (select {key}, case\n{cases}\nend as late from {table.name})\n"
        f"where late is not null"
    )
