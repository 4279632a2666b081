"""The SQL that an administrator runs once, and the SQL that takes everything away again."""

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from types import MappingProxyType
from typing import Final

from factories.errors import UserError
from factories.warehouse.settings import Warehouse

_MADE = "-- Written by `python -m factories.cost --sql {}`; a test holds this copy current.\n"
_NOTIFY, _SUSPEND, _STOP = Decimal("0.75"), Decimal("0.95"), Decimal(1)
"""At these shares of the budget: a mail, no new statements, and an end to those that run."""


def setup(on: Warehouse) -> str:
    """Everything that the export and dbt need, and nothing that can spend more than the budget."""
    return (
        _MADE.format("setup")
        + """\
-- Run it once, as a user who may use ACCOUNTADMIN: only that role can make a resource monitor.
-- It can be run again: what is there stays, settings become these.

use role accountadmin;

"""
        + _watched_warehouse(on)
        + _schemas_and_role(on)
    )


def _watched_warehouse(on: Warehouse) -> str:
    """The warehouse, and the monitor that ends it with the budget."""
    quota, (notify, suspend, stop) = _quota(on)
    return f"""\
-- ${on.budget:,.2f} at ${on.price:,.2f} a credit are {on.budget_credits:.2f} credits,
-- {stop} percent of a quota in whole credits. It never starts anew: raise it to go on.
create resource monitor if not exists {on.monitor.lower()} with
    credit_quota = {quota}
    frequency = never
    start_timestamp = immediately;
alter resource monitor {on.monitor.lower()} set
    credit_quota = {quota}
    triggers
        on {notify} percent do notify
        on {suspend} percent do suspend
        on {stop} percent do suspend_immediate;

create warehouse if not exists {on.warehouse.lower()} with
    warehouse_size = '{on.size}'
    initially_suspended = true;
alter warehouse {on.warehouse.lower()} set
    warehouse_size = '{on.size}'
    auto_suspend = {on.auto_suspend}
    auto_resume = true
    statement_timeout_in_seconds = 900
    resource_monitor = {on.monitor.lower()};

"""


def _schemas_and_role(on: Warehouse) -> str:
    """Where the tables go, and a role that may write nowhere else."""
    database, raw = on.database.lower(), f"{on.database}.{on.raw_schema}".lower()
    models, role = f"{on.database}.{on.models_schema}".lower(), on.role.lower()
    return f"""\
create database if not exists {database};
create schema if not exists {raw};
create schema if not exists {models};

-- The least that loading the raw tables and building the models takes.
create role if not exists {role};
grant usage on warehouse {on.warehouse.lower()} to role {role};
grant usage on database {database} to role {role};
grant usage, create table on schema {raw} to role {role};
grant usage, create table, create view on schema {models} to role {role};

-- For you, and so that SYSADMIN sees what the role owns.
set hvac_user = current_user();
grant role {role} to user identifier($hvac_user);
grant role {role} to role sysadmin;
"""


def teardown(on: Warehouse) -> str:
    """Everything that `setup` made is dropped, with all data in it."""
    return (
        _MADE.format("teardown")
        + f"""\
-- It drops the database with ALL that is in it. Leave out the warehouse if others use it.

use role accountadmin;
drop database if exists {on.database.lower()};
drop role if exists {on.role.lower()};
drop warehouse if exists {on.warehouse.lower()};
drop resource monitor if exists {on.monitor.lower()};
"""
    )


SCRIPTS: Final[Mapping[str, Callable[[Warehouse], str]]] = MappingProxyType(
    {"setup": setup, "teardown": teardown}
)


def _quota(on: Warehouse) -> tuple[int, list[int]]:
    """Whole credits, and the percents of them at which the shares of the budget are reached."""
    quota = max(1, int(on.budget_credits.to_integral_value(ROUND_CEILING)))
    shares = [share * 100 * on.budget_credits / quota for share in (_NOTIFY, _SUSPEND, _STOP)]
    percents = [int(share.to_integral_value(ROUND_FLOOR)) for share in shares]
    if percents[0] < 1 or len(set(percents)) < len(percents):
        raise UserError("--budget", "too small a part of a credit to watch; give more")
    return quota, percents
