"""The bookkeeping columns: nothing is recorded before what it is about, nor after the as-of date.

That no row changed before it was recorded is a CHECK of every table.
"""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Table

from factories.audit.check import Check
from factories.audit.checks.rows import key_of
from factories.rules.hours.clocks import LINKED_LATER, NO_SUMMER_TIME, WEST_OF_GREENWICH
from hvac_models import SCHEMA
from hvac_models.base import BOOKKEEPING


@lru_cache(maxsize=1)
def checks() -> tuple[Check, ...]:
    tables = SCHEMA.sorted_tables
    return (
        Check(
            "nothing-recorded-after-as-of",
            "No row was recorded or changed once the as-of date had ended everywhere",
            "time",
            _end_of_day()
            + "\nunion all\n".join(_later(table, name) for table in tables for name in BOOKKEEPING),
        ),
        Check(
            "rows-recorded-after-their-parents",
            "No row was recorded before the rows it belongs to",
            "time",
            "\nunion all\n".join(
                _earlier(table, column, parent, its_key)
                for table in tables
                for column, parent, its_key in parents(table)
            ),
        ),
        Check(
            "lead-recorded-before-its-customer",
            "A lead was recorded before the account that it became",
            "time",
            """
select lead_id, leads.created_at_utc, customers.created_at_utc as account
from leads
join customers using (customer_id)
where leads.created_at_utc > customers.created_at_utc
""",
        ),
    )


def parents(table: Table) -> Iterator[tuple[str, str, str]]:
    """The keys that are there from the beginning: column, parent and its key."""
    for column in table.columns:
        for key in column.foreign_keys:
            if (table.name, column.name) not in LINKED_LATER:
                yield column.name, key.column.table.name, key.column.name


def _earlier(table: Table, column: str, parent: str, its_key: str) -> str:
    return (
        f"select '{table.name} {key_of(table)}=' || child.{key_of(table)}"
        f" || ' before its {column}' as example\n"
        f"from {table.name} as child\n"
        f"join {parent} as parent on parent.{its_key} = child.{column}\n"
        f"where child.created_at_utc < parent.created_at_utc"
    )


def _later(table: Table, name: str) -> str:
    key = key_of(table)
    return (
        f"select '{table.name}.{name} {key}=' || {key} as example\n"
        f"from {table.name}, as_of where {name} >= ends"
    )


def _end_of_day() -> str:
    """The last midnight of the as-of date among the branches, in UTC, by the law since 2007."""
    summer = (
        "case when :as_of >= date(substr(:as_of, 1, 4) || '-03-08', 'weekday 0')"
        " and :as_of < date(substr(:as_of, 1, 4) || '-11-01', 'weekday 0') then 1 else 0 end"
    )
    hours = "\n".join(
        f"when '{zone}' then {behind}" + ("" if zone in NO_SUMMER_TIME else f" - {summer}")
        for zone, behind in WEST_OF_GREENWICH.items()
    )
    return (
        "with as_of as (\n"
        "select max(datetime(:as_of, '+1 day', '+' || behind || ' hours')) as ends\n"
        f"from (select case time_zone\n{hours}\nelse 12 end as behind from branches)\n"
        ")\n"
    )
