"""Database servers: PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from factories import milestones
from factories.database_urls import check_host, shown_url
from factories.destinations.base import TO, Destination, Opened, Source, needs
from factories.errors import UserError
from factories.sinks.written import Progress, Written
from factories.storage import manifest
from hvac_models import SCHEMA


class PostgresqlDatabase(Destination):
    form, default = "postgresql", ""

    @property
    def shown(self) -> str:
        from sqlalchemy.engine import make_url

        return shown_url(make_url(self.out))

    def check(self) -> None:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        with needs("postgresql"):
            import psycopg  # noqa: F401  # so that a missing extra is told first
        try:
            url = make_url(self.out)
        except (ArgumentError, ValueError):
            raise UserError(
                TO, "the URL cannot be read; write postgresql://user@host/database"
            ) from None
        check_host(TO, url)
        self.url = url.set(drivername="postgresql+psycopg")

    def receive(self, source: Source, progress: Progress) -> Mapping[str, Written]:
        from factories.sinks import postgresql
        from migrations import HEAD

        tables = source.fingerprints()
        facts = manifest.as_texts(source.signed(self.form, tables))
        with _refusals():
            try:
                postgresql.write(
                    source.path,
                    SCHEMA,
                    self.url,
                    facts,
                    HEAD,
                    {name: table.rows for name, table in tables.items()},
                    progress,
                )
            except postgresql.SomebodyElsesError as taken:
                raise UserError(
                    TO, f"the target holds a table {taken} that this program did not make;"
                    " name an empty database or schema"
                ) from None  # fmt: skip
        milestones.reach(f"{self.shown} is loaded")
        return tables

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        from sqlalchemy import create_engine

        from factories.sinks import postgresql

        engine = create_engine(self.url, hide_parameters=True)
        try:
            with _refusals(), engine.begin() as connection:
                yield (
                    postgresql.facts_of(connection),
                    lambda table: postgresql.fingerprint(connection, table),
                )
        finally:
            engine.dispose()


@contextmanager
def _refusals() -> Iterator[None]:
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()
        raise UserError(
            TO, f"PostgreSQL refused: {said[0] if said else 'no reason given'}"
        ) from None
