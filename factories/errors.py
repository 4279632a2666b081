"""What goes wrong by a user's hand: one line that names the option and the remedy, exit code 2."""

import argparse
import contextlib
import errno
import gc
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from factories.signals import INTERRUPTED, ignore_signals, stop_on_signals

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

EXIT_AUDIT = 1
EXIT_USER = 2
_SECRET: Final = ("pass", "pwd", "token", "secret", "private_key", "authenticator", "credential")
"""Words of what a URL's query can hold and nobody must read."""


_LONGEST: Final = 1_000
"""Characters of a line of error."""
IN_USE: Final = "is in use by another program; close it, or wait until it is done"
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


TOO_MANY_FILES: Final = "too many files are open at once; raise the limit, such as ulimit -n 1024"
_NEEDED_FILES: Final = 4
"""SQLite opens a file, its journal and their folder."""


def too_many_files(error: BaseException) -> bool:
    """Whether it is for want of file descriptors that something cannot be opened: the system says
    so, but SQLite does not."""
    if isinstance(error, OSError):
        return error.errno in (errno.EMFILE, errno.ENFILE)
    opened: list[int] = []
    try:
        opened += [os.open(os.devnull, os.O_RDONLY) for _ in range(_NEEDED_FILES)]
    except OSError as refused:
        return too_many_files(refused)
    finally:
        for number in opened:
            os.close(number)
    return False


NO_MEMORY: Final = (
    "there is not enough memory; close other programs, raise the limit (ulimit -v), or make a"
    " smaller company"
)
_WANT_OF_MEMORY: Final = (
    "bad allocation",
    "out of memory",
    "cannot allocate memory",
    "failed to map segment",
)
"""How libraries say it, SQLite's and DuckDB's among them, and who loads a library."""


def no_memory(said: object) -> bool:
    """Whether it is for want of memory: some say so in words only."""
    return isinstance(said, MemoryError) or any(
        words in str(said).lower() for words in _WANT_OF_MEMORY
    )


def in_use(error: sqlite3.Error) -> bool:
    """Whether SQLite says that somebody else is at work on the database."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY


def _short(line: str) -> str:
    """A line that people read to its end, where the remedy stands, whatever it repeats."""
    line = re.sub(r"\S{400,}", lambda word: f"{word[0][:120]}...{word[0][-40:]}", line)
    return line if len(line) <= _LONGEST else f"{line[:500]} ... {line[-300:]}"


@dataclass
class _Work:
    """How far the command at hand has come."""

    parts: int = 1
    """What it replaces, one after the other, each all or nothing."""
    done: int = 0
    said: str = ""
    """What the last part that is done has left behind."""


_WORK: Final = _Work()


def expect(parts: int) -> None:
    """The command is to do so many things, each of which is told by `done`."""
    _WORK.parts = parts


def done(said: str) -> None:
    """From here on an interruption undoes nothing, and must not make anybody do it again: whoever
    lives a day twice has another company. To be called where no signal can come between it and
    what it tells of."""
    _WORK.done += 1
    _WORK.said = said


class UserError(Exception):
    """A mistake made by hand, or by the machine: where (`option`), what, and what to do."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(option, message)
        self.option = option
        self.message = message

    def __str__(self) -> str:
        return _short(" ".join(f"{self.option}: {self.message}".split()))


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
    _WORK.parts, _WORK.done = 1, 0
    _replace_closed_streams()
    streams = sys.stdout, sys.stderr
    output, errors = Told(sys.stdout), Told(sys.stderr)
    sys.stdout, sys.stderr = output, errors
    try:
        code = _spoken(command, output)
        if output.lost and not code:
            why = output.lost.strerror
            code = _complain(f"standard output: {why}; all was done, but not all could be told")
        return code
    finally:
        errors.flush()
        sys.stdout, sys.stderr = streams


def _spoken(command: Callable[[], int], output: Told) -> int:
    """What goes wrong, in one line."""
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


def _out_of_memory() -> int:
    so_far = f"; {_WORK.said} all the same" if _WORK.done else ""
    return _complain(f"memory: {NO_MEMORY}{so_far}")


def _interrupted() -> int:
    """Failure is only what the same command, run again, would make good."""
    if _WORK.done < _WORK.parts:
        so_far = f"; {_WORK.said}, but that was not all" if _WORK.done else ""
        return _complain(INTERRUPTED.replace(";", f"{so_far};", 1))
    print(f"interrupted when all was done: {_WORK.said}", file=sys.stderr)
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
        code = EXIT_USER if _WORK.done < _WORK.parts else 0
    # A KeyboardInterrupt that has passed through an exec of text, such as dataclasses have, makes
    # Python end by SIGINT, whatever the code, unless another text has been run since.
    eval("0")
    # Python's last look for cycles, in all that is imported, takes a fifth of a small run.
    gc.freeze()
    sys.exit(code)


def check_host(option: str, url: "URL") -> None:
    """An @ in a password cuts it in two, and its end would be taken, and shown, for the host."""
    if "@" in (url.host or ""):
        raise UserError(option, "the URL has more than one @; write %40 for those in a password")


def shown_url(url: "URL") -> str:
    """The URL of a database as people may see it: without passwords, tokens and keys, be they
    before the host or in the query."""
    secret = [name for name in url.query if any(word in name.lower() for word in _SECRET)]
    return url.difference_update_query(secret).render_as_string(hide_password=True)


def refusal(option: str, who: str, error: Any) -> UserError:
    """What a database says (a ``DBAPIError``), in one line and without the values in question."""
    said = str(error.orig).strip().splitlines() or ["it does not say why"]
    return UserError(option, f"{who} refused: {said[0]}")


def _replace_closed_streams() -> None:
    """Started with `>&-`, Python has no stream, and a file of ours would get its number."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _complain(what: str) -> int:
    print(f"error: {_short(what)}", file=sys.stderr)
    return EXIT_USER
