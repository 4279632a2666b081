"""How a command begins, speaks and ends: a mistake is one line and an exit code, no traceback."""

import argparse
import contextlib
import gc
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

from factories import milestones
from factories.errors import (
    NO_MEMORY,
    TOO_MANY_FILES,
    UserError,
    no_memory,
    shortened,
    too_many_files,
)
from factories.signals import INTERRUPTED, ignore_signals, stop_on_signals

EXIT_AUDIT: Final = 1
EXIT_USER: Final = 2

_INSTALL: Final = (
    "enter the environment that has it (. .venv/bin/activate), or install this program into this"
    " one: pip install hvac-analytics, in a clone pip install -e ."
)


class OneLineParser(argparse.ArgumentParser):
    """argparse that reports a mistake as one line, and takes no abbreviation for an option."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Refuses `--option=--`: what that means is another thing in each version of argparse,
        in some of them nothing at all."""
        for word in sys.argv[1:] if args is None else args:
            if word == "--":
                break
            option, equals, value = word.partition("=")
            if equals and value == "--" and option in self._option_string_actions:
                self.error(f"argument {option}: '--' is no value")
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        what = message.removeprefix("argument ")
        option, colon, rest = what.partition(": ")
        if not (colon and option.startswith("-")):
            option, rest = self.prog, what
        raise UserError(option, f"{rest}; see --help")


class TolerantStream:
    """A stream that people read: when it breaks off, the command goes on all the same, and ends
    with the code that is its own.

    Whoever read it may have seen enough; anything else that was in the way is kept as ``lost``.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.lost: OSError | None = None
        if hasattr(stream, "reconfigure"):
            # A path may hold what the terminal has no letter for.
            stream.reconfigure(errors="backslashreplace")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            self._stream.write(text)
        except OSError as error:
            self._failed(error)
        return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._failed(error)

    def _failed(self, error: OSError) -> None:
        if not isinstance(error, BrokenPipeError):
            self.lost = self.lost or error
        self.break_off()

    def break_off(self) -> None:
        """Nobody waits any more for who does not read."""
        # What is still in the stream's buffer must go somewhere, or Python complains at exit.
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


def guarded(command: Callable[[], int]) -> int:
    """Run a command: a mistake is one line on stderr, and so is Ctrl-C; never a traceback."""
    milestones.begin()
    _replace_closed_streams()
    streams = sys.stdout, sys.stderr
    output, errors = TolerantStream(sys.stdout), TolerantStream(sys.stderr)
    sys.stdout, sys.stderr = output, errors
    try:
        code = _run(command, output)
        if output.lost and not code:
            why = output.lost.strerror
            code = _complain(f"standard output: {why}; all was done, but not all could be told")
        return code
    finally:
        errors.flush()
        sys.stdout, sys.stderr = streams


def _run(command: Callable[[], int], output: TolerantStream) -> int:
    """The command; what goes wrong in it is told in one line."""
    try:
        code = command()
        output.flush()
        return code
    except UserError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        output.break_off()
        return _interrupted()
    # A package that is there, and finds no room for its library, cannot be imported.
    except (MemoryError, ImportError) as error:
        if no_memory(error):
            return _out_of_memory()
        if package := _missing(error):
            return _complain(f"Python {sys.executable} has no package {package}; {_INSTALL}")
        raise
    # What SQLite says of a table may repeat its damaged name, which is no text.
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return _complain(
            f"SQLite: {error}; the database is damaged or was changed: python -m factories.audit"
            " looks into it"
        )
    except OSError as error:
        if no_memory(error):
            return _out_of_memory()
        if too_many_files(error):
            return _complain(TOO_MANY_FILES)
        return _complain(": ".join(filter(None, (error.filename, error.strerror))) or str(error))


def _missing(error: BaseException) -> str:
    """The package of others that is not installed, such as where an environment was not entered;
    none where the want is this program's own."""
    if not isinstance(error, ModuleNotFoundError):
        return ""
    package = (error.name or "").partition(".")[0]
    return "" if package in {"factories", "hvac_models", "migrations"} else package


def _out_of_memory() -> int:
    said = milestones.last_reached()
    so_far = f"; {said} all the same" if said else ""
    return _complain(f"memory: {NO_MEMORY}{so_far}")


def _interrupted() -> int:
    """Failure is only what the same command, run again, would make good."""
    said = milestones.last_reached()
    if not milestones.all_reached():
        so_far = f"; {said}, but that was not all" if said else ""
        return _complain(INTERRUPTED.replace(";", f"{so_far};", 1))
    print(f"interrupted when all was done: {said}", file=sys.stderr)
    return 0


def leave(main: Callable[[], int]) -> NoReturn:
    """Run a command, and end the process with its code: what comes after its last word interrupts
    nothing."""
    try:
        stop_on_signals()
        code = main()
        ignore_signals()
    except KeyboardInterrupt:
        ignore_signals()
        code = 0 if milestones.all_reached() else EXIT_USER
    # A KeyboardInterrupt that has passed through an exec of text, such as dataclasses have, makes
    # Python end by SIGINT, whatever the code, unless another text has been run since.
    eval("0")
    # Python's last look for cycles, in all that is imported, takes a fifth of a small run.
    gc.freeze()
    sys.exit(code)


def _replace_closed_streams() -> None:
    """Started with `>&-`, Python has no stream, and a file of ours would get its number."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _complain(what: str) -> int:
    print(f"error: {shortened(what)}", file=sys.stderr)
    return EXIT_USER
