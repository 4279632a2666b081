"""The options by which a command is asked to spoil the seeds."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from factories.errors import UserError
from factories.storage.paths import DEFAULT_ANSWER_KEY

if TYPE_CHECKING:
    from factories.mess.asked import Mess

MessOf = Callable[[int], "Mess | None"]
"""The mess that was asked for, given the seed of the company."""


def add_options(parser: argparse.ArgumentParser, number: str) -> None:
    """`number` says which one is taken without `--mess-seed`."""
    add = parser.add_argument
    add(
        "--mess",
        metavar="LEVEL",
        default="none",
        help="spoil the seeds: none, light, medium or heavy (default: %(default)s)",
    )
    add("--mess-kinds", metavar="KINDS", help="only these kinds of defects, separated by commas")
    add("--mess-seed", metavar="N", help=f"which defects: any whole number (default: {number})")
    add(
        "--answer-key",
        metavar="PATH",
        default=DEFAULT_ANSWER_KEY,
        help="CSV file of what --mess has spoiled (default: %(default)s)",
    )


def asked(options: argparse.Namespace) -> MessOf | None:
    """None when no option asks for any; `UserError` for what cannot be, here or when called."""
    given = (options.mess_kinds, options.mess_seed, options.answer_key)
    if options.mess == "none" and given == (None, None, DEFAULT_ANSWER_KEY):
        return None
    from factories.mess.asked import Mess
    from factories.scenario import parse_whole

    number = None if options.mess_seed is None else parse_whole("--mess-seed", options.mess_seed)
    if options.mess == "none" and options.answer_key != DEFAULT_ANSWER_KEY:
        raise UserError("--answer-key", "there is none without a level; add --mess medium")
    return lambda seed: Mess.of(
        options.mess, company_seed=seed, kinds=options.mess_kinds, seed=number
    )
