"""`python -m factories.audit DATABASE`: exit code 0 when every check finds nothing, 1 otherwise."""

if __name__ == "__main__":
    from factories.signals import end_at_once

    end_at_once()

import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from factories.command_line import EXIT_AUDIT, OneLineParser, guarded, leave
from factories.errors import IN_USE, UserError, in_use
from factories.storage.paths import DATABASE, check_readable, database_path, shown
from factories.storage.unused import check_whole, settle

_MAKE_ONE: Final = "make one with factories.populate"


def main(arguments: Sequence[str] | None = None) -> int:
    return guarded(lambda: _command(arguments))


def _command(arguments: Sequence[str] | None) -> int:
    parser = OneLineParser(
        prog="python -m factories.audit",
        description="Check every truth that a data set must hold; exit code 1 when one does not.",
    )
    parser.add_argument("database", metavar="DATABASE", help="SQLite file or sqlite:/// URL")
    parser.add_argument(
        "--as-of", metavar="DATE", help="last day of the history (default: what the file says)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    from factories.scenario import parse_as_of

    path = _path(options.database)
    try:
        with closing(_opened(path)) as connection:
            return _audit(connection, parse_as_of(options.as_of), path, options.json)
    # What SQLite says of a damaged name is no text.
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if isinstance(error, sqlite3.Error) and in_use(error):
            raise UserError(DATABASE, f"{shown(path)} {IN_USE}") from None
        if isinstance(error, sqlite3.DatabaseError):
            check_whole(DATABASE, path, error)
        said = f"{shown(path)} cannot be read as a SQLite database ({error}); {_MAKE_ONE}"
        raise UserError(DATABASE, said) from None


def _path(database: str) -> Path:
    path = database_path(DATABASE, database)
    if path.is_dir():
        raise UserError(DATABASE, f"{shown(path)} is a folder; name a SQLite file")
    if not path.exists():
        raise UserError(DATABASE, f"there is no file {shown(path)}; {_MAKE_ONE}")
    if not path.is_file():
        raise UserError(DATABASE, f"{shown(path)} is not a regular file; name a SQLite file")
    check_readable(DATABASE, path)
    return path


def _opened(path: Path) -> sqlite3.Connection:
    """Read only: an audit leaves no trace, but for the end of what a killed run left half done."""
    settle(path)
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _audit(connection: sqlite3.Connection, as_of: date | None, path: Path, as_json: bool) -> int:
    from factories.audit.run import check_begun, require_schema, run_audit, stored_as_of

    require_schema(connection)
    if as_of is not None:
        check_begun(connection, as_of)
    as_of = as_of or stored_as_of(connection)
    results = run_audit(connection, as_of)
    violations = sum(result.count for result in results)
    if as_json:
        found = {
            "database": shown(path),
            "as_of": as_of.isoformat(),
            "checks": len(results),
            "violations": violations,
            "results": [vars(result) for result in results],
        }
        print(json.dumps(found, indent=2))
    else:
        broken = [result for result in results if result.count]
        width = max((len(result.name) for result in broken), default=0)
        for result in broken:
            print(f"{result.name:<{width}}  {result.count:>9,}  {result.title}")
            print(f"{'':<{width}}  {'':>9}  e.g. {'; '.join(result.examples)}")
        noun = "violation" if violations == 1 else "violations"
        print(f"Audit: {len(results)} checks, {violations:,} {noun}")
    sys.stdout.flush()
    return EXIT_AUDIT if violations else 0


if __name__ == "__main__":
    # NumPy would start a thread a CPU for its linear algebra, and where there is no room for them
    # it ends the process with a code that means another thing here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    leave(main)
