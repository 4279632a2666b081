"""A schema in Snowflake, within a budget."""

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from factories import milestones
from factories.destinations.base import TO, Destination, Opened, Source, needs
from factories.errors import UserError
from factories.sinks.written import Progress, Written
from factories.storage import manifest
from factories.warehouse.pricing import Plan, estimate
from factories.warehouse.settings import Warehouse
from hvac_models import SCHEMA

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from factories.sinks.snowflake.connection import Access
    from factories.sinks.snowflake.script import Script


class SnowflakeSchema(Destination):
    form, default = "snowflake", ""

    def __init__(
        self,
        out: str,
        *,
        connection: str | None = None,
        schema: str | None = None,
        budget: Decimal | None = None,
        rehearsal: bool = False,
    ) -> None:
        super().__init__(out)
        self.connection, self.schema, self.rehearsal = connection, schema, rehearsal
        self.on = Warehouse() if budget is None else Warehouse(budget=budget)

    @property
    def shown(self) -> str:
        return self.access.shown

    def check(self) -> None:
        self.access = access_of(self.out, self.connection, self.schema, offline=self.rehearsal)

    def foresee(self, rows: int) -> str:
        found = estimate(Plan(rows, on=self.on))
        if not self.rehearsal:
            found.check()
        return found.line

    def rehearse(self, source: Source) -> Iterator[str]:
        script = script_of(self.access)
        facts = manifest.as_texts(source.signed(self.form, source.fingerprints()))
        return (f"{statement};" for statement in script.whole(facts))

    def receive(self, source: Source, progress: Progress) -> Mapping[str, Written]:
        from factories.sinks.snowflake import load

        tables = source.fingerprints()
        facts = manifest.as_texts(source.signed(self.form, tables))
        expected = {name: table.rows for name, table in tables.items()}
        script = script_of(self.access)
        with connected(self.access) as connection, _ours(script):
            related = load.write(source.path, connection, script, facts, expected, progress)
            milestones.reach(f"{self.shown} is loaded")
        if not related:
            self.notes.append("the server does not take foreign keys; none is declared there")
        return tables

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        from factories.sinks.snowflake import load, target

        script = script_of(self.access)
        with connected(self.access) as connection:
            for statement in script.open():
                connection.exec_driver_sql(statement)
            yield (
                target.facts_of(connection, script) or {},
                lambda table: load.fingerprint(connection, script, table),
            )


def access_of(
    to: str, connection: str | None, schema: str | None, *, offline: bool = False
) -> "Access":
    """Where `--to` leads; `offline` asks for no more than names."""
    with needs("snowflake"), warnings.catch_warnings():
        # Some packages bring a chardet that the connector's copy of requests does not know yet.
        warnings.filterwarnings("ignore", "urllib3 .* doesn't match a supported version")
        import snowflake.connector
        import snowflake.sqlalchemy  # noqa: F401  # so that a missing extra is told first

        from factories.sinks.snowflake import connection as ways
    found = ways.access(to, os.environ, connection=connection, schema=schema, offline=offline)
    if not offline:
        ways.check_key(found.arguments)
    return found


def script_of(access: "Access") -> "Script":
    with needs("snowflake"):
        from factories.sinks.snowflake.script import Script
    return Script(SCHEMA, access.place)


@contextmanager
def connected(access: "Access") -> Iterator["Connection"]:
    """A session that ends with the block; whatever Snowflake says against it is one line."""
    from factories.sinks.snowflake.refusals import refusals

    engine = access.engine()
    with refusals(access):
        try:
            with engine.connect() as connection:
                yield connection.execution_options(isolation_level="AUTOCOMMIT")
        finally:
            engine.dispose()


@contextmanager
def _ours(script: "Script") -> Iterator[None]:
    """A schema that holds something else is left as it is."""
    from factories.sinks.snowflake.target import OtherShapeError, SomebodyElsesError

    where = script.place.path
    try:
        yield
    except SomebodyElsesError as taken:
        raise UserError(
            TO, f"{where} holds a table {taken} that this program did not make; name another with"
            " --schema, or drop it"
        ) from None  # fmt: skip
    except OtherShapeError as other:
        raise UserError(
            TO, f"in {where} {other}: it is of another version; drop the tables there, or name"
            " another schema with --schema"
        ) from None  # fmt: skip
