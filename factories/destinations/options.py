"""The options by which a command is told where an export goes."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from factories.destinations import FORMS, Form, Option
from factories.errors import UserError

if TYPE_CHECKING:
    from factories.destinations import Destination

_SAID: Final = [name for form in FORMS for name in form.said]
"""How to write the forms after `--to`."""


def _options(of_export: bool) -> Iterator[Option]:
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


def _form(to: str) -> Form:
    """Which of the forms it is. A URL may hold a password: it is not repeated."""
    scheme, is_url, _ = to.partition("://")
    driver = scheme.partition("+")[0].lower()
    for form in FORMS:
        if driver in form.schemes if is_url else form.by_name and to == form.name:
            return form
    shown = f"{scheme}://..." if is_url else to
    raise UserError("--to", f"{shown!r} is none of {', '.join(_SAID)}; choose one")
