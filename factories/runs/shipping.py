"""Carry a database to a destination."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factories.errors import IN_USE, TOO_MANY_FILES, UserError, in_use, no_memory, too_many_files
from factories.storage.paths import DATABASE, check_readable, database_path, shown

if TYPE_CHECKING:
    from factories.destinations import Destination, Source
    from factories.sinks.written import Progress, Written


@dataclass(frozen=True)
class Shipment:
    """One finished export."""

    source: str
    form: str
    target: str
    tables: "Mapping[str, Written]"
    checks: int
    seconds: float
    estimate: str = ""
    notes: tuple[str, ...] = ()

    @property
    def total_rows(self) -> int:
        return sum(written.rows for written in self.tables.values())

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, fit for JSON."""
        return {
            "source": self.source,
            "form": self.form,
            "target": self.target,
            "tables": {name: written.rows for name, written in self.tables.items()},
            "total_rows": self.total_rows,
            "audit": {"checks": self.checks, "violations": 0},
            "seconds": round(self.seconds, 3),
            **({"estimate": self.estimate} if self.estimate else {}),
            **({"notes": list(self.notes)} if self.notes else {}),
        }

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.total_rows / self.seconds if self.seconds else 0

    @property
    def line(self) -> str:
        """In short, for a command that does more than this."""
        return f"Exported: {self.target} ({self.form}), {self.total_rows:,} rows"

    def lines(self) -> list[str]:
        return [
            f"{self.source} to {self.target} ({self.form})",
            "",
            *(f"  {name:<26}{written.rows:>12,}" for name, written in self.tables.items()),
            "",
            f"{f'All {len(self.tables)} tables':<28}{self.total_rows:>12,}",
            "",
            f"Audit of the source: {self.checks} checks, 0 violations"
            if self.checks
            else "Audit: left out",
            *(f"Note: {note}" for note in self.notes),
            f"Seconds: {self.seconds:.2f} ({self.rate:,.0f} rows/s)",
        ]


def export(
    database: str | Path,
    destination: "Destination",
    *,
    audit: bool = True,
    progress: "Progress | None" = None,
    announce: Callable[[str], None] | None = None,
) -> Shipment:
    """Carry a database to a destination: all of it, or nothing is changed there.

    `announce` is told what it will cost, before anything is done. Raises `UserError` for a database
    or a place that will not do, `AuditError` when a truth does not hold.
    """
    from factories.sinks.written import unwatched

    began = time.perf_counter()
    path = database_path(DATABASE, str(database))
    with _refusals(path):
        _check_own(path)
        with _kept_still(path):
            destination.check()
            source = source_of(path)
            estimate = destination.foresee(source.rows)
            if estimate and announce is not None:
                announce(estimate)
            checks = _audited(path) if audit else 0
            tables = destination.receive(source, progress or unwatched)
    seconds = time.perf_counter() - began
    return Shipment(
        str(database),
        destination.form,
        destination.shown,
        tables,
        checks,
        seconds,
        estimate,
        tuple(destination.notes),
    )


def rehearse(database: str | Path, destination: "Destination") -> list[str]:
    """What an export would do, and its cost in the last line."""
    path = database_path(DATABASE, str(database))
    with _refusals(path):
        _check_own(path)
        destination.check()
        source = source_of(path)
        return [*destination.rehearse(source), destination.foresee(source.rows)]


@contextmanager
def _kept_still(path: Path) -> Iterator[None]:
    """Nobody writes to the database while it is read table by table, by one reader or several."""
    with closing(_opened(path)) as connection:
        connection.execute("BEGIN")
        # A transaction begins to read with its first statement.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """A damaged database, and what did not arrive whole, in one line."""
    from factories.sinks.written import IncompleteError

    try:
        yield
    # What SQLite says of a damaged name is no text.
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if isinstance(error, sqlite3.Error) and in_use(error):
            raise UserError(DATABASE, f"{shown(path)} {IN_USE}") from error
        if no_memory(error):
            raise MemoryError from error
        # What another reader says has no code: the file is open already, and held still, so that
        # its second look at it fails for want of descriptors.
        again = not hasattr(error, "sqlite_errorcode") and "unable to open" in str(error)
        if again or too_many_files(error):
            raise UserError(DATABASE, TOO_MANY_FILES) from error
        raise UserError(
            DATABASE, f"{shown(path)} cannot be read ({error}); it is damaged: make it anew"
        ) from error
    except IncompleteError as error:
        raise UserError("--to", f"{error}; nothing was replaced, run it again") from error


def source_of(path: Path) -> "Source":
    """A database of ours, with the facts of its manifest."""
    from factories.destinations import Source
    from factories.storage import manifest

    try:
        return Source(path, manifest.of_texts(manifest.of_database(path)))
    except ValueError as error:
        raise UserError(
            DATABASE,
            f"the manifest in {shown(path)} was edited ({error}); make the database anew",
        ) from None


def _check_own(path: Path) -> None:
    from factories.audit.run import require_schema
    from factories.storage import manifest
    from factories.storage.unused import check_settled

    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is not there"
        raise UserError(DATABASE, f"{shown(path)} {what}; make a database with factories.populate")
    check_readable(DATABASE, path)
    check_settled(DATABASE, path)
    try:
        known = manifest.of_database(path)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        raise UserError(DATABASE, f"{shown(path)} is not a SQLite database") from None
    if not known:
        raise UserError(DATABASE, f"{shown(path)} was not made by factories.populate")
    with closing(_opened(path)) as connection:
        require_schema(connection)


def _audited(path: Path) -> int:
    """The number of checks, none of which found anything."""
    from factories.audit import AuditError, run_audit

    with closing(_opened(path)) as connection:
        results = run_audit(connection)
    failed = [result for result in results if result.count]
    if failed:
        raise AuditError(failed)
    return len(results)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
