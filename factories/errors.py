"""What goes wrong by a user's hand: one line that names the option and the remedy, exit code 2."""

import argparse
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

EXIT_AUDIT = 1
EXIT_USER = 2
_SECRET: Final = ("pass", "pwd", "token", "secret", "private_key", "authenticator", "credential")
"""Words of what a URL's query can hold and nobody must read."""


IN_USE: Final = "is in use by another program; close it, or wait until it is done"
_BUSY: Final = {5, 6}
"""SQLITE_BUSY and SQLITE_LOCKED."""


def in_use(error: sqlite3.Error) -> bool:
    """Whether SQLite says that somebody else is at work on the database."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY


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


class Told:
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
            self._break_off(error)
        return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._break_off(error)

    def _break_off(self, error: OSError) -> None:
        if not isinstance(error, BrokenPipeError):
            self.lost = self.lost or error
        # What is still in the stream's buffer must go somewhere, or Python complains at exit.
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


def guarded(command: Callable[[], int]) -> int:
    """Run a command: a mistake is one line on stderr, and so is Ctrl-C; never a traceback."""
    _replace_closed_streams()
    streams = sys.stdout, sys.stderr
    output, errors = Told(sys.stdout), Told(sys.stderr)
    sys.stdout, sys.stderr = output, errors
    try:
        code = _spoken(command)
        output.flush()
        if output.lost and not code:
            why = output.lost.strerror
            code = _complain(f"standard output: {why}; all was done, but not all could be told")
        return code
    finally:
        errors.flush()
        sys.stdout, sys.stderr = streams


def _spoken(command: Callable[[], int]) -> int:
    """What goes wrong, in one line."""
    try:
        return command()
    except UserError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return _complain("interrupted; run the same command again")
    except sqlite3.Error as error:
        return _complain(
            f"SQLite: {error}; the database is damaged or was changed: python -m factories.audit"
            " looks into it"
        )
    except OSError as error:
        return _complain(": ".join(filter(None, (error.filename, error.strerror))) or str(error))


def check_host(option: str, url: "URL") -> None:
    """An @ in a password cuts it in two, and its end would be taken, and shown, for the host."""
    if "@" in (url.host or ""):
        raise UserError(option, "the URL has more than one @; write %40 for those in a password")


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
