"""The bookkeeping columns: nothing is recorded before what it is about, nor after the as-of date.

That no row changed before it was recorded is a CHECK of every table.
"""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import DateTime, Table

from factories.audit.check import Check
from factories.audit.checks.clock import past_columns
from factories.engine.foreign_key_paths import joins_along, key_of, shortest_path
from factories.rules.hours.clocks import LINKED_LATER, NO_SUMMER_TIME, WEST_OF_GREENWICH
from hvac_models import SCHEMA
from hvac_models.base import BOOKKEEPING

WRITTEN_UP_IN = (
    *("customer_feedback", "incident_response", "invoices", "parts_usage", "work_orders"),
    "warranty_claims",
)
"""Tables whose rows know what a visit has come to."""
KNOWN_BEFORE = frozenset({("marketing_campaigns", "start_date"), ("subscriptions", "start_date")})
"""Days that are settled before they come."""
_VISIT = "service_calls as visit on visit.service_call_id = {}.service_call_id"
_BRANCHES = SCHEMA.tables["branches"]

_LEADS = Check(
    "lead-recorded-before-its-customer",
    "A lead was recorded before the account that it became",
    "time",
    """
select lead_id, leads.created_at_utc, customers.created_at_utc as account
from leads
join customers using (customer_id)
where leads.created_at_utc > customers.created_at_utc
""",
)


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
            "rows-changed-by-what-they-tell",
            "No row changed for the last time before the last moment that it tells of",
            "time",
            _clocks() + "\nunion all\n".join(sql for table in tables for sql in _told_later(table)),
        ),
        Check(
            "rows-changed-by-their-visit",
            "What a visit is written up in did not change for the last time before its end",
            "time",
            _clocks()
            + "\nunion all\n".join(
                _moment_later(SCHEMA.tables[name], "visit.completed_at", _VISIT)
                for name in WRITTEN_UP_IN
            ),
        ),
        _LEADS,
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


def _told_later(table: Table) -> Iterator[str]:
    """Dates count from midnight at Greenwich, which no branch has before it."""
    key = key_of(table)
    told = [name for name in past_columns(table) if (table.name, name) not in KNOWN_BEFORE]
    times = [name for name in told if isinstance(table.c[name].type, DateTime)]
    dates = [name for name in told if name not in times]
    for name in times:
        yield _moment_later(table, f"{table.name}.{name}")
    if dates:
        later = "\nor ".join(f"updated_at_utc < {name}" for name in dates)
        yield f"select '{table.name} {key}=' || {key} as example\nfrom {table.name}\nwhere {later}"


def _moment_later(table: Table, time: str, joined_too: str = "") -> str:
    """Rows that changed before a moment of their branch's clock; an hour less than standard time
    counts only in summer."""
    key, (branch, joined) = key_of(table), joins_along(table, shortest_path(table, _BRANCHES))
    more = f"join {joined_too.format(table.name)}\n" if joined_too else ""
    changed = f"{table.name}.updated_at_utc"
    return (
        f"select '{table.name} {key}=' || {table.name}.{key} || ' before {time}' as example\n"
        f"from {joined}\n{more}"
        f"join clocks on clocks.branch_id = {branch}\n"
        f"where {changed} < datetime({time}, behind)\n"
        f"and ({changed} < datetime({time}, behind, '-1 hour')\n"
        f"or not summer or {time} < date(substr({time}, 1, 4) || '-03-08', 'weekday 0')\n"
        f"or {time} >= date(substr({time}, 1, 4) || '-11-01', 'weekday 0'))"
    )


def _clocks() -> str:
    """How far each branch is behind UTC in winter, and whether its clocks are set, as they are by
    the law since 2007."""
    zones = "\n".join(
        f"when '{zone}' then '+{behind} hours'" for zone, behind in WEST_OF_GREENWICH.items()
    )
    still = ", ".join(f"'{zone}'" for zone in sorted(NO_SUMMER_TIME))
    return (
        f"with clocks as (\nselect branch_id, case time_zone\n{zones}\nend as behind,\n"
        f"time_zone not in ({still}) as summer\nfrom branches)\n"
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
