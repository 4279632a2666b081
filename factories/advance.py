"""`python -m factories.advance DATABASE --days N`: the same company, some days on."""

if __name__ == "__main__":
    from factories.signals import end_at_once

    end_at_once()

import argparse
import dataclasses
import gc
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from factories.command_line import EXIT_AUDIT, OneLineParser, guarded, leave
from factories.mess import options as messy
from factories.storage.paths import DEFAULT_SEEDS

if TYPE_CHECKING:
    from factories.runs.moving_report import Moved


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="python -m factories.advance",
        description="Move a populated company forward by days: the database, seeds, a change feed.",
    )
    add = parser.add_argument
    add("database", metavar="DATABASE", help="SQLite file or URL, made by factories.populate")
    far = parser.add_mutually_exclusive_group(required=True)
    far.add_argument("--days", metavar="N", help="how many days to go, 1 to 3650")
    far.add_argument("--to", metavar="DATE", help="the day to arrive at, YYYY-MM-DD")
    add(
        "--seeds",
        metavar="DIR",
        nargs="?",
        const=DEFAULT_SEEDS,
        help="write the CSV files anew too; without a DIR those in hvac_analytics/seeds",
    )
    add("--changes", metavar="DIR", help="write a folder a day of what was added and changed")
    messy.add_options(parser, "the company's")
    talk = parser.add_mutually_exclusive_group()
    talk.add_argument("--quiet", action="store_true", help="print nothing but errors")
    talk.add_argument("--json", action="store_true", help="print the report as one JSON object")
    return parser


def _command(arguments: Sequence[str] | None) -> int:
    began = time.perf_counter()
    options = _parser().parse_args(arguments)
    days, to = _how_far(options)
    from factories.audit import AuditError
    from factories.engine.processes import available
    from factories.runs.moving import advance
    from factories.runs.progress import bars

    speaks = not (options.quiet or options.json)
    try:
        with bars(speaks) as progress:
            moved = advance(
                options.database,
                to=to,
                days=days,
                seeds=options.seeds,
                changes=options.changes,
                mess=messy.asked(options),
                answer_key=options.answer_key,
                progress=progress,
                processes=available(),
                announce=_announce if speaks else None,
            )
    except AuditError as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_AUDIT
    _print(dataclasses.replace(moved, seconds=time.perf_counter() - began), options)
    return 0


def _announce(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _how_far(options: argparse.Namespace) -> tuple[int | None, date | None]:
    from factories.scenario import parse_date, parse_whole

    days = None if options.days is None else parse_whole("--days", options.days)
    return days, None if options.to is None else parse_date("--to", options.to)


def _print(moved: "Moved", options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(moved.as_dict()))
    elif not options.quiet:
        print("\n".join(moved.lines()))
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    return guarded(lambda: _command(arguments))


if __name__ == "__main__":
    # As in factories.populate: nothing here makes cycles, and looking for them takes time.
    gc.disable()
    # NumPy would start a thread a CPU, which is in the way of forking.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    leave(main)
