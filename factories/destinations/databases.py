"""Databases in a file: a SQLite snapshot, DuckDB."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from factories.destinations.base import OUT, File, Source, needs, scratch
from factories.errors import IN_USE, UserError
from factories.sinks.written import Progress, Written, compare
from factories.storage import files, manifest
from factories.storage.paths import check_utf8, resolved, shown
from factories.storage.unused import check_no_log
from hvac_models import SCHEMA

CUT: Final = "every key is whole, but sums over what was left out are not; it cannot be advanced"


class SqliteSnapshot(File):
    form, default = "sqlite", "hvac_snapshot.sqlite"

    def __init__(
        self, out: str | None = None, *, sample: int | None = None, as_of: date | None = None
    ) -> None:
        super().__init__(out)
        self.sample, self.as_of = sample, as_of

    def facts(self) -> Mapping[str, Any]:
        try:
            return manifest.of_database(self.path)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return {}

    def receive(self, source: Source, progress: Progress) -> Mapping[str, Written]:
        from factories.sinks import fingerprint, snapshot

        if self.path == source.path.resolve():
            raise UserError(OUT, f"{self.out} is the database itself; choose another name")
        with files.writing(OUT, self.path), scratch(self.path) as new:
            snapshot.copy(source.path, new)
            cut = self._cut(source, new)
            snapshot.check(new)
            with closing(sqlite3.connect(new, isolation_level=None)) as connection:
                tables = {}
                for table in SCHEMA.sorted_tables:
                    tables[table.name] = fingerprint.of_sqlite(connection, table)
                    progress(table.name, tables[table.name].rows)
                manifest.rewrite(connection, self._signed(source, tables, cut))
            self.place(new)
        self.notes = [CUT] if cut else []
        return tables

    def _cut(self, source: Source, new: Path) -> bool:
        """Leave out what was asked to be; whether that was anything."""
        from factories.audit.checks.clock import past_columns
        from factories.sinks import snapshot

        if self.as_of is None and self.sample is None:
            return False
        whole = snapshot.counts(new, SCHEMA)
        if self.as_of is not None:
            _check_within(self.as_of, source, new)
            snapshot.cut(new, SCHEMA, self.as_of, past_columns)
        if self.sample is not None:
            snapshot.keep(new, SCHEMA, SCHEMA.tables["customers"], self.sample)
        return snapshot.counts(new, SCHEMA) != whole

    def _signed(self, source: Source, tables: Mapping[str, Written], cut: bool) -> dict[str, Any]:
        """A snapshot of an earlier day ends on that day."""
        if not cut:
            return source.signed(self.form, tables)
        given = {"as_of": self.as_of and self.as_of.isoformat(), "sample": self.sample}
        options = {name: value for name, value in given.items() if value is not None}
        signed = source.signed(self.form, tables, options)
        return signed | ({"as_of": options["as_of"]} if "as_of" in options else {})


def _check_within(day: date, source: Source, copy: Path) -> None:
    """A day of the history: what there was before it, such as branches, is no company yet."""
    from factories.audit.run import AS_OF, check_begun

    last = date.fromisoformat(str(source.facts["as_of"]))
    if day > last:
        raise UserError(AS_OF, f"{day} is after the last day of the data; give one to {last}")
    with closing(sqlite3.connect(copy)) as connection:
        check_begun(connection, day)


class DuckdbFile(File):
    form, default = "duckdb", "hvac_company.duckdb"

    def check(self) -> None:
        with needs("duckdb"):
            import factories.sinks.duckdb  # noqa: F401  # so that a missing extra is told first
        check_utf8(OUT, resolved(OUT, self.out), "DuckDB")
        super().check()

    def check_unused(self) -> None:
        from factories.sinks import duckdb

        check_no_log(OUT, self.path, ".wal")
        if duckdb.is_open_elsewhere(self.path):
            raise UserError(OUT, f"{shown(self.path)} {IN_USE}")

    def facts(self) -> Mapping[str, Any]:
        from factories.sinks import duckdb

        return duckdb.facts_of(self.path)

    def receive(self, source: Source, progress: Progress) -> Mapping[str, Written]:
        from factories.sinks import duckdb

        check_utf8("DATABASE", source.path, "DuckDB")
        tables = source.fingerprints()
        facts = manifest.as_texts(source.signed(self.form, tables))
        with files.writing(OUT, self.path), scratch(self.path) as new:
            with duckdb_refusals(self.path):
                rows = duckdb.write_file(source.path, SCHEMA, new, facts, progress)
            compare({name: table.rows for name, table in tables.items()}, rows)
            self.place(new)
        return tables


@contextmanager
def duckdb_refusals(path: Path) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except RuntimeError as error:  # DuckDB's own word for a Ctrl-C
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise
    # What a commit or a checkpoint could not write is a failed transaction, or a fatal error.
    except (duckdb.OperationalError, duckdb.FatalException) as error:
        said = str(error)
        why = files.refusal(path, files.of_text(said), said.splitlines()[0])
        raise UserError(OUT, why) from None
