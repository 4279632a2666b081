"""`python -m factories.populate`: run the company, audit it, put it where it belongs."""

if __name__ == "__main__":
    from factories.signals import end_at_once

    end_at_once()

import argparse
import dataclasses
import gc
import json
import os
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from factories import milestones
from factories.command_line import EXIT_AUDIT, OneLineParser, guarded, leave
from factories.database_urls import shown_url
from factories.destinations.options import add_options
from factories.errors import UserError
from factories.mess import options as messy
from factories.storage.paths import (
    DEFAULT_ANSWER_KEY,
    DEFAULT_DATABASE,
    DEFAULT_SEEDS,
    database_path,
    resolved,
    shown,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

    from factories.destinations import Destination
    from factories.mess import Mess
    from factories.plan import StepProgress
    from factories.runs.dataset import Made
    from factories.runs.shipping import Shipment
    from factories.runs.summary import Report
    from factories.runs.targets import Targets
    from factories.scenario import Scenario


def populate(
    scenario: "Scenario",
    engine: "Engine | Connection | str | None" = None,
    *,
    database: str | Path = DEFAULT_DATABASE,
    seeds: str | Path | None = None,
    progress: "StepProgress | None" = None,
    processes: int = 1,
    mess: "Mess | None" = None,
    answer_key: str | Path = DEFAULT_ANSWER_KEY,
) -> "Report":
    """Make the data set of a scenario, in an engine's database or as files.

    With ``engine``, a SQLAlchemy one of any database, its URL, or a connection whose transaction
    the caller ends, the rows go into empty tables there; missing ones are created. Without,
    `database` and the CSV folder `seeds` are replaced, both together, at the very end, or not at
    all. Nothing arrives that the audit has not passed. `mess` spoils the seeds afterwards, never
    the database, and the `answer_key` says where. More than one of `processes` means forked copies
    of this one, so this one must be fit to fork. Raises `UserError` for a target that cannot be
    written, `AuditError` when a check fails.
    """
    began = time.perf_counter()
    from factories.runs.progress import no_progress

    watch = progress or no_progress
    if engine is not None:
        _check_alone(database, seeds, mess, answer_key)
        if isinstance(engine, str):
            from factories.runs.copying import engine_of

            with engine_of(engine) as opened:
                return populate(scenario, opened, progress=progress, processes=processes)
        made = _into_engine(scenario, engine, watch, processes)
        where = shown_url(engine.engine.url)
        return _report(scenario, made, where, None, began, ["--no-seeds"])
    return _into_files(scenario, database, seeds, mess, answer_key, watch, processes, began)


def _into_files(
    scenario: "Scenario",
    database: str | Path,
    seeds: str | Path | None,
    mess: "Mess | None",
    answer_key: str | Path,
    watch: "StepProgress",
    processes: int,
    began: float,
) -> "Report":
    """The company in files that take the place of the old ones together, at the very end."""
    if mess and seeds is None:
        raise UserError("--mess", "it spoils the CSV seeds; drop --no-seeds")
    from factories.runs import targets
    from factories.runs.dataset import make

    places = targets.check(database, seeds, answer_key if mess else None)
    with targets.scratch(places) as new:
        made = make(scenario, places, new, watch, processes, mess)
        targets.take_place(places, new)
    folder = shown(places.seeds) if places.seeds else None
    options = _target_options(str(database), seeds)
    report = _report(scenario, made, shown(places.database), folder, began, options)
    return _with_mess(report, made, mess, places) if mess else report


def _check_alone(
    database: str | Path, seeds: str | Path | None, mess: "Mess | None", answer_key: str | Path
) -> None:
    """Whatever is about files has no meaning where an engine says where the rows go."""
    given = {
        "--database": database != DEFAULT_DATABASE,
        "--seeds": seeds is not None,
        "--mess": mess is not None,
        "--answer-key": answer_key != DEFAULT_ANSWER_KEY,
    }
    for option, named in given.items():
        if named:
            raise UserError(
                option, "it goes with a database file, not with an engine; omit one of the two"
            )


def _into_engine(
    scenario: "Scenario", engine: "Engine | Connection", progress: "StepProgress", processes: int
) -> "Made":
    """The company in a file that is thrown away, and from there into the engine."""
    from tempfile import TemporaryDirectory

    from factories.runs.copying import check_empty, copy_database
    from factories.runs.dataset import make
    from factories.runs.targets import Scratch, Targets

    check_empty(engine)
    with TemporaryDirectory(prefix="hvac-") as folder:
        path = Path(folder, DEFAULT_DATABASE)
        places = Targets(path, None, frozenset())
        made = make(scenario, places, Scratch(path), progress, processes)
        copy_database(path, engine, progress)
    return made


def _report(
    scenario: "Scenario",
    made: "Made",
    database: str,
    seeds: str | None,
    began: float,
    options: list[str],
) -> "Report":
    from factories.runs.summary import Report, in_guide_order

    guide, companions = in_guide_order(made.counts)
    return Report(
        scenario,
        database,
        seeds,
        guide,
        companions,
        made.checks,
        time.perf_counter() - began,
        scenario.command(options),
    )


def _with_mess(report: "Report", made: "Made", mess: "Mess", places: "Targets") -> "Report":
    key = shown(places.answer_key) if places.answer_key else DEFAULT_ANSWER_KEY
    told = {"level": mess.level, "defects": made.spoiled.counts() if made.spoiled else {}}
    options = mess.options() + ([] if key == DEFAULT_ANSWER_KEY else ["--answer-key", key])
    command = shlex.join([*shlex.split(report.command), *options])
    return dataclasses.replace(report, mess={**told, "answer_key": key}, command=command)


def _target_options(database: str, seeds: str | Path | None) -> list[str]:
    """The options that say where to, as far as they differ from the defaults."""
    options = [] if database == DEFAULT_DATABASE else ["--database", database]
    if seeds is None:
        return [*options, "--no-seeds"]
    return options if str(seeds) == DEFAULT_SEEDS else [*options, "--seeds", str(seeds)]


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="python -m factories.populate",
        description="Run an HVAC service company into a SQLite database and CSV seeds.",
    )
    add = parser.add_argument
    add(
        "--database",
        metavar="PATH",
        default=DEFAULT_DATABASE,
        help="SQLite file or sqlite:/// URL (default: %(default)s)",
    )
    seeds = parser.add_mutually_exclusive_group()
    seeds.add_argument(
        "--seeds",
        metavar="DIR",
        default=DEFAULT_SEEDS,
        help="folder of the CSV files (default: %(default)s)",
    )
    seeds.add_argument("--no-seeds", action="store_true", help="make the database only")
    add(
        "--seed",
        metavar="N",
        default="42",
        help="which company: 0 to 9223372036854775807 (default: %(default)s)",
    )
    add("--as-of", metavar="DATE", help="last day of the history, YYYY-MM-DD (default: today)")
    add("--history-days", metavar="N", default="730", help="60 to 3650 (default: %(default)s)")
    add("--scale", metavar="N", default="1", help="branches, 1 to 1000 (default: %(default)s)")
    add(
        "--rows",
        metavar="TABLE=N",
        action="append",
        default=[],
        help="rows of a table in each branch; repeatable, the tables that hang on it follow",
    )
    messy.add_options(parser, "that of --seed")
    add_options(parser)
    add("--locale", default="en_US", help="Faker locale of people's names (default: %(default)s)")
    talk = parser.add_mutually_exclusive_group()
    talk.add_argument("--quiet", action="store_true", help="print nothing but errors")
    talk.add_argument("--json", action="store_true", help="print the report as one JSON object")
    return parser


def _scenario(options: argparse.Namespace) -> "Scenario":
    from datetime import date

    from factories.scenario import Scenario, parse_date, parse_rows, parse_whole

    # The one place that reads the clock: everything else is told the date.
    today = date.today()  # noqa: TID251, DTZ011
    return Scenario.of(
        seed=parse_whole("--seed", options.seed),
        # The default may be written out, as help and README name it.
        as_of=today if options.as_of in (None, "today") else parse_date("--as-of", options.as_of),
        history_days=parse_whole("--history-days", options.history_days),
        scale=parse_whole("--scale", options.scale),
        rows=parse_rows(options.rows),
        locale=options.locale,
    )


def _command(arguments: Sequence[str] | None) -> int:
    began = time.perf_counter()
    options = _parser().parse_args(arguments)
    scenario = _scenario(options)
    asked = messy.asked(options)
    mess = asked(scenario.seed) if asked else None
    onward = _onward(options, scenario)
    from factories.audit import AuditError
    from factories.engine.processes import available
    from factories.runs.progress import bars

    try:
        with bars(not (options.quiet or options.json)) as progress:
            report = populate(
                scenario,
                database=options.database,
                seeds=None if options.no_seeds else options.seeds,
                progress=progress,
                processes=available(),
                mess=mess,
                answer_key=options.answer_key,
            )
    except AuditError as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_AUDIT
    report = dataclasses.replace(report, seconds=time.perf_counter() - began)
    if not (options.json or options.quiet):
        print("\n".join(report.lines()), flush=True)
    shipment = None if onward is None else _carry_on(options, onward)
    if options.json:
        carried = {} if shipment is None else {"export": shipment.as_dict()}
        print(json.dumps(report.as_dict() | carried))
    sys.stdout.flush()
    return 0


def _onward(options: argparse.Namespace, scenario: "Scenario") -> "Destination | None":
    """Where `--to` leads, checked before the company is made; what it will cost is said first."""
    from factories.destinations.options import chosen

    onward = chosen(options)
    if onward is not None:
        milestones.expect(2)
        onward.check()
        _keep_apart(options, onward)
        estimate = onward.foresee(scenario.total_rows)
        if estimate and not (options.quiet or options.json):
            print(estimate, flush=True)
    return onward


def _keep_apart(options: argparse.Namespace, onward: "Destination") -> None:
    """An export must not take the place of what this very run makes."""
    from factories.destinations.base import Local
    from factories.runs.targets import ANSWER_KEY, SEEDS, TO_DATABASE

    if not isinstance(onward, Local):
        return
    places = {TO_DATABASE: database_path(TO_DATABASE, options.database)}
    if not options.no_seeds:
        places[SEEDS] = resolved(SEEDS, options.seeds)
        if options.mess != "none":
            places[ANSWER_KEY] = resolved(ANSWER_KEY, options.answer_key)
    onward.keep_apart(places)


def _carry_on(options: argparse.Namespace, onward: "Destination") -> "Shipment":
    """The database is audited and in its place; an export that fails leaves it there."""
    from factories.runs.progress import row_bar
    from factories.runs.shipping import export
    from factories.runs.targets import TO_DATABASE

    speaks = not (options.quiet or options.json)
    with row_bar(speaks) as progress:
        path = database_path(TO_DATABASE, options.database)
        shipment = export(path, onward, audit=False, progress=progress)
    if speaks:
        print(shipment.line)
    return shipment


def main(arguments: Sequence[str] | None = None) -> int:
    return guarded(lambda: _command(arguments))


if __name__ == "__main__":
    # A run leaves no reference cycles behind; looking for them in all that is imported takes a
    # tenth of a small run.
    gc.disable()
    # NumPy would start a thread a CPU for its linear algebra: of no use here, and in the way of
    # forking.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    leave(main)
