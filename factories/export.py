"""`python -m factories.export DATABASE --to ...`: carry an audited database away."""

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factories.errors import EXIT_AUDIT, OneLineParser, UserError, guarded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factories.destinations import Destination, Source
    from factories.sinks.written import Progress, Written

FORMS = ("csv", "parquet", "sqlite", "duckdb", "postgresql://...")


@dataclass(frozen=True)
class Shipment:
    """One finished export."""

    source: str
    form: str
    target: str
    tables: "Mapping[str, Written]"
    checks: int
    seconds: float

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
        }

    def lines(self) -> list[str]:
        rate = self.total_rows / self.seconds if self.seconds else 0
        return [
            f"{self.source} to {self.target} ({self.form})",
            "",
            *(f"  {name:<26}{written.rows:>12,}" for name, written in self.tables.items()),
            "",
            f"{f'All {len(self.tables)} tables':<28}{self.total_rows:>12,}",
            "",
            f"Audit: {self.checks} checks, 0 violations" if self.checks else "Audit: left out",
            f"Seconds: {self.seconds:.2f} ({rate:,.0f} rows/s)",
        ]


def export(
    database: str | Path,
    destination: "Destination",
    *,
    audit: bool = True,
    progress: "Progress | None" = None,
) -> Shipment:
    """Carry a database to a destination: all of it, or nothing is changed there.

    Raises `UserError` for a database or a place that will not do, `AuditError` when a truth does
    not hold.
    """
    from factories.sinks.written import unwatched

    began = time.perf_counter()
    path = _own(Path(database))
    destination.check()
    checks = _audited(path) if audit else 0
    source = _source(path)
    tables = destination.receive(source, progress or unwatched)
    seconds = time.perf_counter() - began
    return Shipment(str(database), destination.form, destination.shown, tables, checks, seconds)


def _own(path: Path) -> Path:
    from factories import manifest
    from factories.targets import check_unused

    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is not there"
        raise UserError("DATABASE", f"{path} {what}; make a database with factories.populate")
    try:
        known = manifest.of_database(path)
    except sqlite3.DatabaseError:
        raise UserError("DATABASE", f"{path} is not a SQLite database") from None
    if not known:
        raise UserError("DATABASE", f"{path} was not made by factories.populate")
    check_unused(path)
    return path


def _audited(path: Path) -> int:
    """The number of checks, none of which found anything."""
    from factories.audit import run_audit
    from factories.dataset import AuditError

    with closing(_opened(path)) as connection:
        results = run_audit(connection)
    failed = [result for result in results if result.count]
    if failed:
        raise AuditError(failed)
    return len(results)


def _source(path: Path) -> "Source":
    from factories import manifest
    from factories.destinations import Source

    return Source(path, manifest.of_texts(manifest.of_database(path)))


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def destination_of(
    to: str, out: str | None, *, folder_a_table: bool = False, customers: int | None = None
) -> "Destination":
    """What `--to` and the options beside it name; raises `UserError` when they do not fit."""
    from factories import destinations as known

    scheme = to.partition("://")[0].partition("+")[0]
    form = "postgresql" if "://" in to and scheme in ("postgresql", "postgres") else to
    if folder_a_table and form != "parquet":
        raise UserError("--folders", "it is for --to parquet")
    if customers is not None and form != "sqlite":
        raise UserError("--customers", "it is for --to sqlite")
    match form:
        case "csv":
            return known.CsvFolder(_or(out, known.CsvFolder))
        case "parquet":
            place = _or(out, known.ParquetFolder)
            return known.ParquetFolder(place, folder_a_table=folder_a_table)
        case "sqlite":
            return known.SqliteSnapshot(_or(out, known.SqliteSnapshot), customers=customers)
        case "duckdb":
            return known.DuckdbFile(_or(out, known.DuckdbFile))
        case "postgresql" if "://" in to:
            if out is not None:
                raise UserError("--out", "the URL of --to says where; leave --out away")
            return known.PostgresqlDatabase(to)
        case _:
            shown = f"{to.partition('://')[0]}://..." if "://" in to else to
            raise UserError("--to", f"{shown!r} is none of {', '.join(FORMS)}")


def _or(out: str | None, destination: "type[Destination]") -> str:
    return destination.default if out is None else out


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="python -m factories.export",
        description="Carry a populated database away: CSV, Parquet, SQLite, DuckDB, PostgreSQL.",
    )
    add = parser.add_argument
    add("database", metavar="DATABASE", nargs="?", help="SQLite file made by factories.populate")
    add("--to", metavar="FORM", help=f"one of {', '.join(FORMS)}")
    add("--out", metavar="PATH", help="file or folder (default: hvac_csv, hvac_parquet, ...)")
    add("--folders", action="store_true", help="parquet: a folder a table, of several files")
    add("--customers", metavar="N", help="sqlite: a sample of so many customers and all of theirs")
    add("--no-audit", action="store_true", help="carry away a database that somebody edited")
    add("--verify", metavar="MANIFEST", help="check an export: its manifest.json, or its database")
    talk = parser.add_mutually_exclusive_group()
    talk.add_argument("--quiet", action="store_true", help="print nothing but errors")
    talk.add_argument("--json", action="store_true", help="print the report as one JSON object")
    return parser


def _command(arguments: Sequence[str] | None) -> int:
    from factories.dataset import AuditError

    options = _parser().parse_args(arguments)
    if options.verify is not None:
        return _verify(options)
    if options.database is None or options.to is None:
        raise UserError("DATABASE --to FORM", "say which database, and to what; see --help")
    destination = destination_of(
        options.to,
        options.out,
        folder_a_table=options.folders,
        customers=_customers(options.customers),
    )
    try:
        shipment = _with_bars(options, destination)
    except AuditError as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_AUDIT
    if options.json:
        print(json.dumps(shipment.as_dict()))
    elif not options.quiet:
        print("\n".join(shipment.lines()))
    sys.stdout.flush()
    return 0


def _customers(text: str | None) -> int | None:
    from factories.scenario import parse_whole

    if text is None:
        return None
    number = parse_whole("--customers", text)
    if number < 1:
        raise UserError("--customers", "it must be 1 or more")
    return number


def _with_bars(options: argparse.Namespace, destination: "Destination") -> Shipment:
    from factories.summary import bars

    with bars(not (options.quiet or options.json)) as shown:
        return export(
            options.database,
            destination,
            audit=not options.no_audit,
            progress=lambda table, rows: shown(table, rows, rows),
        )


def _verify(options: argparse.Namespace) -> int:
    from factories.verify import verify

    if options.database is not None or options.to is not None:
        raise UserError("--verify", "it stands alone: name the manifest, and nothing else")
    wrong = verify(Path(options.verify))
    for line in wrong:
        print(line)
    if not options.quiet:
        print(f"{options.verify}: " + (f"{len(wrong)} differ" if wrong else "as it was written"))
    sys.stdout.flush()
    return EXIT_AUDIT if wrong else 0


def main(arguments: Sequence[str] | None = None) -> int:
    return guarded(lambda: _command(arguments))


if __name__ == "__main__":
    sys.exit(main())
