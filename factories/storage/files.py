"""Replace files as one step: who looks, or kills the process, finds the old ones or the new ones.

Everything is written under hidden names beside its target and takes the target's place by a rename.
Nothing is synced: what a machine that loses its power has on its disk is up to the file system.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from factories.errors import NO_MEMORY, TOO_MANY_FILES, UserError, no_memory, too_many_files
from factories.storage import hidden

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_NO_FILES = {errno.EMFILE, errno.ENFILE}
_REMEDIES: Mapping[int | None, str] = {
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EFBIG: "raise the limit (ulimit -f), or choose another place",
}
_CANNOT_EXCHANGE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
OF_THE_DISK = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
"""SQLite's errors that are the disk's fault, not the program's."""


@contextlib.contextmanager
def writing(option: str, target: Path) -> Iterator[None]:
    """A disk that refuses becomes one line that names the option."""
    try:
        yield
    except OSError as error:
        raise UserError(option, refusal(target, error.errno, error.strerror)) from error
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code not in OF_THE_DISK:
            raise
        number = errno.ENOSPC if code == sqlite3.SQLITE_FULL else None
        if code == sqlite3.SQLITE_CANTOPEN and too_many_files(error):
            number = errno.EMFILE
        raise UserError(option, refusal(target, number, str(error))) from error


def refusal(target: Path, number: int | None, reason: str | None) -> str:
    """What to say of a disk that refuses with an error of that number, or for that reason."""
    if number in _NO_ROOM:
        return f"the disk is full, {target} is as it was; free some space or choose another place"
    if number in _NO_FILES:
        return f"{target} is as it was: {TOO_MANY_FILES}"
    if number == errno.ENOMEM or no_memory(reason):
        return f"{target} is as it was: {NO_MEMORY}"
    remedy = _REMEDIES.get(number, "choose another place")
    return f"cannot write {target} ({reason or 'unknown error'}); {remedy}"


def of_text(said: str) -> int | None:
    """The number of the error of which a library repeats only the words."""
    numbers = (*_NO_ROOM, *_NO_FILES)
    return next((number for number in numbers if os.strerror(number) in said), None)


def keep_others(old: Path, new: Path, own: frozenset[str]) -> None:
    """Carry what is not this program's own from the old folder over into the new one."""
    shutil.copymode(old, new)
    for entry in os.scandir(old):
        if entry.name in own:
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.copytree(entry.path, new / entry.name, symlinks=True, copy_function=_link)
        else:
            _link(entry.path, new / entry.name)


def _link(source: str, target: str | os.PathLike[str]) -> None:
    """One file under a second name; a copy where links cannot be made."""
    try:
        os.link(source, target, follow_symlinks=False)
    # Nothing is left out: this is what os.link itself raises where a system has no such links.
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


class FolderSwap:
    """A new folder in the place of an old one, with a way back until `finish`."""

    def __init__(self, new: Path, target: Path, own: frozenset[str]) -> None:
        self.new, self.target, self.own = new, target, own
        self.old: Path | None = None
        """Where the old folder is once the swap is done; None while there was none."""

    def swap(self) -> None:
        if not self.target.exists():
            self.new.rename(self.target)
        elif exchange(self.new, self.target):
            self.old = self.new
        else:
            aside = hidden.aside_name(self.target)
            self.target.rename(aside)
            try:
                self.new.rename(self.target)
            except OSError:
                aside.rename(self.target)
                raise
            self.old = aside

    def undo(self) -> None:
        if self.old is not None and self.old == self.new:
            exchange(self.new, self.target)
            return
        self.target.rename(self.new)
        if self.old is not None:
            self.old.rename(self.target)

    def finish(self) -> None:
        """Delete the old folder, but for what others put there in the very last moment."""
        if self.old is None:
            return
        for other in list(self.old.iterdir()):
            if other.name not in self.own and not os.path.lexists(self.target / other.name):
                other.rename(self.target / other.name)
        hidden.remove(self.old)


class FileSwap:
    """A new file in the place of an old one, with a way back until `finish`."""

    def __init__(self, new: Path, target: Path) -> None:
        self.new, self.target = new, target
        self.aside = hidden.aside_name(target)

    def swap(self) -> None:
        if self.target.exists():
            shutil.copymode(self.target, self.new)
            _link(str(self.target), self.aside)
        self.new.replace(self.target)

    def undo(self) -> None:
        if self.aside.exists():
            self.aside.replace(self.target)
        else:
            self.target.unlink()

    def finish(self) -> None:
        hidden.remove(self.aside)


def exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; False where the system has no such step."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = libc.renamex_np(first, second, 2)
        else:
            at_working_folder = -100
            failed = libc.renameat2(at_working_folder, first, at_working_folder, second, 2)
    except (AttributeError, OSError, TypeError):
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let no Ctrl-C fall between two renames. Only the main thread receives signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def replace(
    database: tuple[Path, Path], swap: FolderSwap | None, beside: FileSwap | None = None
) -> None:
    """New database, new folder and new file take their places together; on an error none does."""
    new, target = database
    swaps = [each for each in (swap, beside) if each is not None]
    done: list[FolderSwap | FileSwap] = []
    with undisturbed():
        if target.exists():
            shutil.copymode(target, new)
        try:
            for each in swaps:
                each.swap()
                done.append(each)
            new.replace(target)
        except OSError:
            for each in reversed(done):
                each.undo()
            raise
        for each in swaps:
            each.finish()
