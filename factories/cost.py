"""`python -m factories.cost`: what a plan costs on Snowflake, before it costs anything."""

if __name__ == "__main__":
    from factories.signals import end_at_once

    end_at_once()

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from factories.command_line import OneLineParser, guarded, leave
from factories.errors import UserError

if TYPE_CHECKING:
    from factories.warehouse.pricing import Estimate
    from factories.warehouse.settings import Warehouse

_MOST_ROWS = 10**12
_MOST_BUILDS = range(1_001)
_DAYS = range(1, 3_651)


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="python -m factories.cost",
        description="Estimate what loading and building on Snowflake costs, against a budget.",
    )
    add = parser.add_argument
    add("--rows", metavar="N", help="raw rows to load (default: those of the default data set)")
    add("--builds", metavar="N", default="2", help="builds a day (default: %(default)s)")
    add("--days", metavar="N", default="21", help="days of the plan (default: %(default)s)")
    add("--size", metavar="SIZE", default="X-SMALL", help="of the warehouse (default: %(default)s)")
    add("--suspend", metavar="SECONDS", default="60", help="auto-suspend (default: %(default)s)")
    add("--price", metavar="DOLLARS", default="3", help="a credit's price (default: %(default)s)")
    add("--budget", metavar="DOLLARS", default="7", help="fail above it (default: %(default)s)")
    talk = parser.add_mutually_exclusive_group()
    talk.add_argument("--sql", metavar="SCRIPT", help="print SQL for it: setup or teardown")
    talk.add_argument("--quiet", action="store_true", help="print the one line of the estimate")
    talk.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _command(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    on = _warehouse(options)
    if options.sql is not None:
        script = _script(options.sql, on)
        # One for a plan that is out of range, or beyond the budget, is for nobody.
        _estimate(options, on).check()
        sys.stdout.write(script)
    else:
        found = _estimate(options, on)
        if options.json:
            print(json.dumps(found.as_dict()))
        else:
            print("\n".join([found.line] if options.quiet else lines(found)))
        sys.stdout.flush()
        found.check()
    sys.stdout.flush()
    return 0


def lines(found: "Estimate") -> list[str]:
    """The estimate for people: the one line, its parts, and all it stands on."""
    told = list(found.plan.assumptions())
    values = max(len(value) for value, _, _ in told)
    says = max(len(text) for _, text, _ in told)
    return [
        found.line,
        "",
        f"  {'Load':<24}{found.loading:>10.4f} credits",
        f"  {'Builds':<24}{found.building:>10.4f} credits",
        f"  {'Cloud services':<24}{found.cloud:>10.4f} credits",
        f"  {'Storage':<24}{found.storage_dollars:>10.4f} dollars",
        "",
        "Assumptions, and where they are from:",
        *(f"  {value:>{values}}  {text:<{says}}  {source}" for value, text, source in told),
    ]


def _estimate(options: argparse.Namespace, on: "Warehouse") -> "Estimate":
    from factories.sizes import DEFAULT_ROWS
    from factories.warehouse.pricing import Plan, estimate

    rows = sum(DEFAULT_ROWS.values())
    if options.rows is not None:
        rows = _within("--rows", options.rows, range(1, _MOST_ROWS + 1))
    builds = _within("--builds", options.builds, _MOST_BUILDS)
    return estimate(Plan(rows, builds, _within("--days", options.days, _DAYS), on))


def _warehouse(options: argparse.Namespace) -> "Warehouse":
    from factories.scenario import parse_dollars, parse_whole
    from factories.warehouse.settings import Warehouse

    return Warehouse(
        size=options.size.upper(),
        auto_suspend=parse_whole("--suspend", options.suspend),
        budget=parse_dollars("--budget", options.budget),
        price=parse_dollars("--price", options.price),
    )


def _script(name: str, on: "Warehouse") -> str:
    from factories.warehouse.account import SCRIPTS

    if name not in SCRIPTS:
        raise UserError("--sql", f"{name!r} is not a script; choose from {', '.join(SCRIPTS)}")
    return SCRIPTS[name](on)


def _within(option: str, text: str, allowed: range) -> int:
    from factories.scenario import parse_whole

    number = parse_whole(option, text)
    if number not in allowed:
        raise UserError(option, f"{number} is out of range; give {allowed[0]} to {allowed[-1]}")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    return guarded(lambda: _command(arguments))


if __name__ == "__main__":
    leave(main)
