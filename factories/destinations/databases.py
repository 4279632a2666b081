"""Databases in a file: a SQLite snapshot, DuckDB."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from factories import files, manifest
from factories.destinations.base import OUT, File, Source, needs, scratch
from factories.errors import UserError
from factories.sinks.written import Progress, Written, compare
from hvac_models import Base


class SqliteSnapshot(File):
    form, default = "sqlite", "hvac_snapshot.sqlite"

    def __init__(self, out: str, *, customers: int | None = None) -> None:
        super().__init__(out)
        self.customers = customers

    def facts(self) -> Mapping[str, Any]:
        try:
            return manifest.of_database(self.path)
        except sqlite3.DatabaseError:
            return {}

    def receive(self, source: Source, progress: Progress) -> Mapping[str, Written]:
        from factories.sinks import fingerprint, snapshot

        if self.path == source.path.resolve():
            raise UserError(OUT, f"{self.out} is the database itself; choose another name")
        with files.writing(OUT, self.path), scratch(self.path) as new:
            snapshot.copy(source.path, new)
            if self.customers is not None:
                customers = Base.metadata.tables["customers"]
                snapshot.keep(new, Base.metadata, customers, self.customers)
            snapshot.check(new)
            with closing(sqlite3.connect(new, isolation_level=None)) as connection:
                tables = {}
                for table in Base.metadata.sorted_tables:
                    tables[table.name] = fingerprint.of_sqlite(connection, table)
                    progress(table.name, tables[table.name].rows)
                manifest.rewrite(connection, source.signed(self.form, tables))
            self.place(new)
        return tables


class DuckdbFile(File):
    form, default = "duckdb", "hvac_company.duckdb"

    def check(self) -> None:
        with needs("duckdb"):
            import factories.sinks.duckdb  # noqa: F401  # so that a missing extra is told first
        super().check()

    def facts(self) -> Mapping[str, Any]:
        from factories.sinks import duckdb

        return duckdb.facts_of(self.path)

    def receive(self, source: Source, progress: Progress) -> Mapping[str, Written]:
        from factories.sinks import duckdb

        tables = source.fingerprints()
        facts = manifest.as_texts(source.signed(self.form, tables))
        with files.writing(OUT, self.path), scratch(self.path) as new:
            with duckdb_refusals(self.path):
                rows = duckdb.write_file(source.path, Base.metadata, new, facts, progress)
            compare({name: table.rows for name, table in tables.items()}, rows)
            self.place(new)
        return tables


@contextmanager
def duckdb_refusals(path: Path) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.IOException as error:
        said = str(error).splitlines()[0]
        raise UserError(OUT, f"cannot write {path} ({said}); choose another place") from None
