"""What goes wrong by a user's hand: one line that names the option and the remedy, exit code 2."""

import argparse
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

EXIT_AUDIT = 1
EXIT_USER = 2
_SECRET: Final = ("pass", "pwd", "token", "secret", "private_key", "authenticator", "credential")
"""Words of what a URL's query can hold and nobody must read."""


class UserError(Exception):
    """A mistake made by hand, or by the machine: where (`option`), what, and what to do."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(option, message)
        self.option = option
        self.message = message

    def __str__(self) -> str:
        return " ".join(f"{self.option}: {self.message}".split())


class OneLineParser(argparse.ArgumentParser):
    """argparse that reports a mistake as one line, and takes no abbreviation for an option."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        what = message.removeprefix("argument ")
        option, colon, rest = what.partition(": ")
        if not (colon and option.startswith("-")):
            option, rest = self.prog, what
        raise UserError(option, f"{rest}; see --help")


def guarded(command: Callable[[], int]) -> int:
    """Run a command: a mistake is one line on stderr, and so is Ctrl-C; never a traceback."""
    _replace_closed_streams()
    try:
        return command()
    except UserError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return _complain("interrupted; run the same command again")
    except BrokenPipeError:
        # Whoever read the output has seen enough of it, and Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except sqlite3.Error as error:
        return _complain(
            f"SQLite: {error}; the database is damaged or was changed: python -m factories.audit"
            " looks into it"
        )
    except OSError as error:
        return _complain(": ".join(filter(None, (error.filename, error.strerror))) or str(error))


def shown_url(url: "URL") -> str:
    """The URL of a database as people may see it: without passwords, tokens and keys, be they
    before the host or in the query."""
    secret = [name for name in url.query if any(word in name.lower() for word in _SECRET)]
    return url.difference_update_query(secret).render_as_string(hide_password=True)


def stop_on_signals() -> None:
    """Let a polite kill end like Ctrl-C; leave alone what nohup told to ignore."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _replace_closed_streams() -> None:
    """Started with `>&-`, Python has no stream, and a file of ours would get its number."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _complain(what: str) -> int:
    print(f"error: {what}", file=sys.stderr)
    return EXIT_USER
