"""The hidden names beside a target that a run writes under, and what killed runs have left there.

Whether a run still lives its lock tells: the system lets go of it with the last of the process. A
number of a process would not do. Two containers with a volume in common do not see each other's
processes, and often count them alike; and what a killed run had, another is given before long.
"""

import contextlib
import errno
import os
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from factories.storage.paths import mounts_within

_SCRATCH, _ASIDE, _READY, _LOCK = "tmp", "old", "new", "lock"
_BESIDE = ("-journal", ".wal", ".spill")
"""What SQLite and DuckDB call their files beside a database."""
_OWNER: Final = r"(\d+)(-[0-9a-f]{8})?"
_TOKEN: Final = os.urandom(4).hex()
"""Real chance, which is in no data: no run of another machine has this name."""
_HELD: Final[dict[Path, int]] = {}
"""The open locks of this process."""


def _name(target: Path, end: str, owner: str | None = None) -> Path:
    # A forked copy has a number of its own.
    return target.with_name(f".{target.name}.{owner or f'{os.getpid()}-{_TOKEN}'}.{end}")


def scratch_name(target: Path) -> Path:
    """The hidden name beside a target that belongs to this process."""
    return _name(target, _SCRATCH)


def aside_name(target: Path) -> Path:
    """Where what was there before waits until it is known not to be needed any more."""
    return _name(target, _ASIDE)


def ready_name(target: Path) -> Path:
    """The hidden name of what this process has ready, down to the last byte, to take a place that
    another file's change decides on."""
    return _name(target, _READY)


@contextlib.contextmanager
def claimed(target: Path) -> Iterator[None]:
    """The hidden names of this process are its own as long as this lasts; those of the dead go."""
    sweep(target)
    lock, owner = _name(target, _LOCK), os.getpid()
    try:
        # Within: who presses Ctrl-C while the file is made leaves none either.
        _HELD[target] = _locked(lock)
        yield
    finally:
        number = _HELD.pop(target, None)
        # A copy that was forked meanwhile has let go of it, and the file is not its own.
        if os.getpid() == owner:
            remove(lock)
        if number is not None:
            os.close(number)


def check_claimed(target: Path) -> None:
    """Raises OSError where another run has taken this one for dead, and swept what it wrote: it can
    see no locks on some network file systems."""
    number = _HELD.get(target)
    if number is None:
        return
    with contextlib.suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(number), _name(target, _LOCK).stat()):
            return
    raise OSError(errno.ESTALE, "another run has removed what was to take its place")


def _locked(lock: Path) -> int:
    """The number of the lock's open file, which no sweep can come by."""
    while True:
        number = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        _try_lock(number, wait=True)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(number), lock.stat()):
                return number
        # Somebody has swept it before it was locked.
        os.close(number)


def _try_lock(number: int, *, wait: bool = False) -> bool | None:
    """Whether the lock is this process's now; None where there are no such locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _let_go() -> None:
    """A copy keeps no lock of its parent: who is killed must be known to be dead at once."""
    while _HELD:
        _, number = _HELD.popitem()
        os.close(number)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@contextlib.contextmanager
def _abandoned(target: Path, owner: re.Match[str]) -> Iterator[bool]:
    """Whether the run to which a hidden name belongs is dead; nobody else sweeps meanwhile."""
    pid, token = int(owner[1]), owner[2]
    try:
        number = os.open(_name(target, _LOCK, f"{pid}{token or ''}"), os.O_RDWR)
    except FileNotFoundError:
        # Versions before this one had no locks.
        yield bool(token) or not _is_another(pid)
        return
    except OSError:
        yield False
        return
    try:
        free = _try_lock(number)
        yield not _is_another(pid) if free is None else free
    finally:
        os.close(number)


def _is_another(pid: int) -> bool:
    """Whether another process of that number lives."""
    if pid == os.getpid():
        return False
    if os.name == "nt":  # there a signal of 0 is Ctrl-C
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _left(target: Path, ends: str) -> Iterator[tuple[Path, re.Match[str]]]:
    """What lies beside a target under hidden names, with whose they are."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.{_OWNER}\.(?:{ends})")
    for path in sorted(target.parent.iterdir() if target.parent.is_dir() else ()):
        if match := pattern.fullmatch(path.name):
            yield path, match


def left_ready(target: Path) -> Iterator[Path]:
    """What killed runs had ready for a target and could not put in its place."""
    for path, owner in _left(target, _READY):
        with _abandoned(target, owner) as dead:
            if dead:
                yield path


def recover(folder: Path) -> None:
    """Bring back a folder that a killed run had moved aside, on systems that cannot exchange."""
    if os.path.lexists(folder):
        return
    for path, owner in _left(folder, _ASIDE):
        with _abandoned(folder, owner) as dead:
            if dead:
                path.rename(folder)
                return


def sweep(target: Path) -> None:
    """Remove what runs that were killed left beside a target, and what an own failed run left."""
    beside = "|".join(map(re.escape, _BESIDE))
    runs: dict[str, list[tuple[Path, re.Match[str]]]] = defaultdict(list)
    for path, owner in _left(target, rf"{_LOCK}|(?:{_SCRATCH}|{_ASIDE}|{_READY})(?:{beside})?"):
        runs[owner[1] + (owner[2] or "")].append((path, owner))
    for left in runs.values():
        with _abandoned(target, left[0][1]) as dead:
            # The lock last: it is what tells of the others.
            for path, _ in sorted(left, key=lambda each: each[0].suffix == f".{_LOCK}"):
                if dead:
                    remove(path)


def remove(path: Path) -> None:
    """Delete a file or folder, if it is there; what cannot be deleted is left to the next run.

    A folder in which something is mounted stays: that belongs to others, whatever its place.
    """
    if path.is_dir() and not path.is_symlink():
        if not mounts_within(path):
            shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def remove_database(path: Path) -> None:
    """The same with all that a failure has left beside a database."""
    remove(path)
    for suffix in _BESIDE:
        remove(path.with_name(path.name + suffix))
