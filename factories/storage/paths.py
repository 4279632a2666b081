"""Where something may be written: checked before anything is made, so a mistake costs no time."""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from factories.errors import UserError

DATABASE: Final = "DATABASE"
"""What the commands' help calls the file that they are given first, and errors of it."""
DEFAULT_DATABASE: Final = "hvac.sqlite"
DEFAULT_SEEDS: Final = "hvac_analytics/seeds"
DEFAULT_ANSWER_KEY: Final = "answer_key.csv"
SQLITE_MAGIC: Final = b"SQLite format 3\0"
"""What every SQLite file begins with."""
_IN_MEMORY: Final = ":memory:"
_SQLITE_SCHEMES: Final = ("sqlite", "sqlite+pysqlite")
_URL_STARTS: Final = ("file:", "sqlite:")
_LOGS: Final = ("-journal", "-wal", "-shm")
"""What SQLite calls its files beside a database: it plays or empties them with that."""


def resolved(option: str, text: str) -> Path:
    """An absolute path, links followed."""
    if not text.strip() or "\0" in text:
        raise UserError(option, f"{text!r} names no file; give a path")
    # SQLite's own `file:` among them: what was meant for it would be a file of a strange name.
    if "://" in text or text.lower().startswith(_URL_STARTS):
        # It may hold a password: it is not repeated.
        raise UserError(option, "a URL is no place for files here; give a path")
    try:
        path = Path(text).resolve()
        _check_reachable(path)
    # Python 3.11 raises RuntimeError for a loop of links; a text may be no name to the system.
    except (OSError, RuntimeError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise UserError(option, f"{text} cannot be reached ({why}); give another path") from None
    return path


def _check_reachable(path: Path) -> None:
    """Raises OSError where it cannot even be seen whether something is there."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        path.stat()


def database_path(option: str, text: str) -> Path:
    """The file that a path or URL names. A URL may hold a password: it is not repeated."""
    scheme, separator, rest = text.partition("://")
    if not separator:
        if text == _IN_MEMORY:
            raise UserError(option, f"{text} leaves nothing behind; name a file: hvac.sqlite")
        return _database_file(option, text)
    if scheme not in _SQLITE_SCHEMES:
        raise UserError(
            option, f"{scheme}:// is no SQLite file; give a path or sqlite:///hvac.sqlite"
        )
    name = rest.removeprefix("/")
    if not rest.startswith("/") or name in ("", _IN_MEMORY) or "?" in name:
        raise UserError(
            option, "the URL must name a file and nothing else; write sqlite:///hvac.sqlite"
        )
    return _database_file(option, name)


def _database_file(option: str, text: str) -> Path:
    if text.endswith(("/", os.sep)):
        raise UserError(option, f"{text} names a folder; name a file in it: {text}hvac.sqlite")
    path = resolved(option, text)
    if path.name.endswith(_LOGS):
        raise UserError(
            option, f"{text} is what SQLite calls the log of another database; choose another name"
        )
    try:
        _check_reachable(path.with_name(path.name + _LOGS[0]))
    except OSError as error:
        said = f"{text} leaves no room for SQLite's log beside it ({error.strerror})"
        raise UserError(option, f"{said}; choose a shorter name") from None
    return path


def shown(path: Path) -> str:
    """A path as short as it can be said from the working folder."""
    with contextlib.suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)


def check_readable(option: str, path: Path) -> None:
    """What is there, and cannot be opened, is neither missing nor damaged."""
    if path.exists() and not os.access(path, os.R_OK):
        raise UserError(
            option, f"{shown(path)} cannot be read (Permission denied); make it readable"
        )


@contextlib.contextmanager
def reading(option: str, path: Path) -> Iterator[None]:
    """What lies there and cannot be looked into is told with the option that leads there."""
    try:
        yield
    except OSError as error:
        said = f"{shown(path)} cannot be read ({error.strerror}); make it readable, or move it away"
        raise UserError(option, said) from None


def check_utf8(option: str, path: Path, form: str) -> None:
    """The system takes any bytes for a name; not every library does."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        said = f"{path} is no name in UTF-8, and {form} takes no other; choose or make one that is"
        raise UserError(option, said) from None


def check_parent(option: str, path: Path) -> None:
    parent = path.parent
    if not parent.exists():
        raise UserError(option, f"the folder {parent} is missing; create it or choose another")
    if not parent.is_dir():
        raise UserError(option, f"{parent} is a file, not a folder; choose another place")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise UserError(option, f"the folder {parent} is not writable; choose another")


def check_beside(option: str, folder: Path, database: Path) -> None:
    """Files that come and go by themselves have a folder to themselves."""
    if database.is_relative_to(folder):
        what = option.removeprefix("--")
        raise UserError(
            option, f"{shown(folder)} holds the database; give the {what} a folder of their own"
        )


def check_replaceable(option: str, folder: Path, within: str) -> None:
    """A folder that is there can be exchanged for another; `within` names one in it that could."""
    if not folder.is_dir():
        raise UserError(option, f"{folder} is a file; name a folder")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise UserError(option, f"the folder {folder} is not writable; choose another")
    if folder.is_mount() or Path.cwd().is_relative_to(folder):
        raise UserError(
            option,
            f"{folder} cannot be replaced as a whole; name a folder in it: {folder / within}",
        )
    if inside := mounts_within(folder):
        raise UserError(
            option, f"{inside[0]} is mounted in {folder}, which is replaced as a whole; unmount it"
            " or choose another folder"
        )  # fmt: skip


def mounts_within(folder: Path) -> list[Path]:
    """What others have mounted below a folder: it goes where the folder goes, and would be emptied
    with it."""
    found = set(_mounts_that_linux_tells(folder))
    device = folder.stat().st_dev
    for path, names, _ in os.walk(folder):
        for name in list(names):
            below = Path(path, name)
            with contextlib.suppress(OSError):
                if below.lstat().st_dev != device:
                    found.add(below)
                    names.remove(name)
    return sorted(found)


def _mounts_that_linux_tells(folder: Path) -> Iterator[Path]:
    """Of one disk, too, and single files, as containers mount them."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_bytes().splitlines():
            # The system writes a blank and the like as a backslash and three digits.
            name = re.sub(
                rb"\\([0-7]{3})", lambda digits: bytes([int(digits[1], 8)]), line.split()[4]
            )
            path = Path(os.fsdecode(name))
            if path != folder and path.is_relative_to(folder):
                yield path
