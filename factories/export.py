"""`python -m factories.export DATABASE --to ...`: carry an audited database away."""

if __name__ == "__main__":
    from factories.signals import end_at_once

    end_at_once()

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from factories.command_line import EXIT_AUDIT, OneLineParser, guarded, leave
from factories.destinations.options import add_options, chosen, destination_of
from factories.errors import UserError
from factories.runs.shipping import Shipment, export, rehearse
from factories.storage.paths import database_path, shown

if TYPE_CHECKING:
    from factories.destinations import Destination

TO, VERIFY = "--to", "--verify"

__all__ = ["Shipment", "destination_of", "export", "main"]


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="python -m factories.export",
        description="Carry a populated database away: to files, databases, or Snowflake.",
    )
    add = parser.add_argument
    add("database", metavar="DATABASE", nargs="?", help="SQLite file made by factories.populate")
    add_options(parser, of_export=True)
    add("--no-audit", action="store_true", help="carry away a database that somebody edited")
    add("--verify", metavar="MANIFEST", help="check an export: manifest.json, database, or URL")
    talk = parser.add_mutually_exclusive_group()
    talk.add_argument("--quiet", action="store_true", help="print nothing but errors")
    talk.add_argument("--json", action="store_true", help="print the report as one JSON object")
    return parser


def _command(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    if options.verify is not None:
        return _verify(options)
    destination = chosen(options, of_export=True)
    if options.database is None or destination is None:
        raise UserError("DATABASE --to FORM", "say which database, and to what; see --help")
    if options.dry_run:
        if options.json or options.quiet:
            raise UserError("--dry-run", "it prints SQL; omit --json and --quiet")
        print("\n".join(rehearse(options.database, destination)))
        return 0
    return _carry(options, destination)


def _carry(options: argparse.Namespace, destination: "Destination") -> int:
    from factories.audit import AuditError

    try:
        shipment = _with_bar(options, destination)
    except AuditError as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_AUDIT
    if options.json:
        print(json.dumps(shipment.as_dict()))
    elif not options.quiet:
        print("\n".join(shipment.lines()))
    sys.stdout.flush()
    return 0


def _with_bar(options: argparse.Namespace, destination: "Destination") -> Shipment:
    from factories.runs.progress import row_bar

    speaks = not (options.quiet or options.json)
    with row_bar(speaks) as progress:
        return export(
            options.database,
            destination,
            audit=not options.no_audit,
            progress=progress,
            announce=_say if speaks else None,
        )


def _say(line: str) -> None:
    print(line, flush=True)


def _verify(options: argparse.Namespace) -> int:
    from factories.runs.verify import verify

    _check_alone(options)
    if _on_a_server(options.verify):
        where, wrong = _verify_server(options)
    else:
        path = database_path(VERIFY, options.verify)
        where, wrong = shown(path), verify(path)
    if options.json:
        print(json.dumps({"verified": where, "differ": wrong}))
    else:
        for line in wrong:
            print(line)
        if not options.quiet:
            print(f"{where}: " + (f"{len(wrong)} differ" if wrong else "as it was written"))
    sys.stdout.flush()
    return EXIT_AUDIT if wrong else 0


def _on_a_server(where: str) -> bool:
    return where == "snowflake" or ("://" in where and not where.startswith("sqlite:"))


def _verify_server(options: argparse.Namespace) -> tuple[str, list[str]]:
    """How the server is shown, and what differs there; a refusal names the option in use."""
    from factories.runs.verify import verify_server

    try:
        checked = destination_of(
            options.verify, None, connection=options.connection, schema=options.schema
        )
        checked.check()
        return checked.shown, verify_server(checked)
    except UserError as error:
        option = VERIFY if error.option == TO else error.option
        raise UserError(option, error.message) from error


def _check_alone(options: argparse.Namespace) -> None:
    """What says how to export has nothing to say here."""
    of_server = ("connection", "schema") if _on_a_server(options.verify) else ()
    allowed = {"verify", "quiet", "json", *of_server}
    for name, value in vars(options).items():
        if name not in allowed and value not in (None, False):
            option = "DATABASE" if name == "database" else f"--{name.replace('_', '-')}"
            raise UserError(VERIFY, f"it stands alone: name the manifest, and omit {option}")


def main(arguments: Sequence[str] | None = None) -> int:
    return guarded(lambda: _command(arguments))


if __name__ == "__main__":
    # NumPy would start a thread a CPU, which is in the way of forking.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow's own keeps what it has freed: 20 MB more a process, and not faster here.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    leave(main)
