"""Carry a database to a destination, and the options that say which."""

import argparse
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from factories.destinations import FORMS
from factories.errors import IN_USE, TOO_MANY_FILES, UserError, in_use, no_memory, too_many_files
from factories.storage.paths import DATABASE, check_readable, database_path, shown

if TYPE_CHECKING:
    from factories.destinations import Destination, Form, Option, Source
    from factories.sinks.written import Progress, Written

_SAID: Final = [name for form in FORMS for name in form.said]
"""How to write the forms after `--to`."""


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


def _options(of_export: bool) -> "Iterator[Option]":
    """Those that one form alone takes; first what both commands have."""
    options = [option for form in FORMS for option in form.options]
    yield from (option for option in options if not option.of_export)
    yield from (option for option in options if option.of_export and of_export)


def add_options(parser: argparse.ArgumentParser, *, of_export: bool = False) -> None:
    """The options that say where to."""
    add = parser.add_argument
    add("--to", metavar="FORM", help=f"one of {', '.join(_SAID)}")
    add("--out", metavar="PATH", help="file or folder (default: hvac_csv, hvac_parquet, ...)")
    for option in _options(of_export):
        if option.metavar is None:
            add(option.flag, action="store_true", help=option.help)
        else:
            add(option.flag, metavar=option.metavar, help=option.help)


def chosen(options: argparse.Namespace, *, of_export: bool = False) -> "Destination | None":
    """The destination that a command's options name; None without `--to`."""
    said = {option: getattr(options, option.name) for option in _options(of_export)}
    said = {option: value for option, value in said.items() if value not in (None, False)}
    if options.to is None:
        flags = ["--out"] if options.out is not None else []
        flags += [option.flag for option in said]
        if flags:
            raise UserError(flags[0], "it says how to export; add --to FORM")
        return None
    given = {option.argument: option.read(option.flag, value) for option, value in said.items()}
    return destination_of(options.to, options.out, **given)


def destination_of(to: str, out: str | None, **given: Any) -> "Destination":
    """What `--to` and the options beside it name; raises `UserError` when they do not fit.

    ``given`` are arguments of the form's class, those of its options; None and False say nothing.
    """
    form = _form(to)
    taken = {n: value for n, value in given.items() if value is not None and value is not False}
    for other in FORMS:
        for option in other.options:
            if option.argument in taken and other is not form:
                raise UserError(option.flag, f"it is for --to {other.name}")
    if form.schemes:
        if out is not None:
            raise UserError("--out", "--to says which server; omit --out")
        return form.destination(to, **taken)
    return form.destination(out, **taken)


def _form(to: str) -> "Form":
    """Which of the forms it is. A URL may hold a password: it is not repeated."""
    scheme, is_url, _ = to.partition("://")
    driver = scheme.partition("+")[0].lower()
    for form in FORMS:
        if driver in form.schemes if is_url else form.by_name and to == form.name:
            return form
    shown = f"{scheme}://..." if is_url else to
    raise UserError("--to", f"{shown!r} is none of {', '.join(_SAID)}; choose one")
