"""Locks of folders: runs that put something into the same ones do so one after another.

A database and its seeds take their places by renames of their own: between two of them another
run's could come, and leave the database of one company beside the seeds of another.
"""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


@contextlib.contextmanager
def held(targets: Iterable[Path]) -> Iterator[None]:
    """Nobody else takes a place in the folders of these targets meanwhile; waits for those who do.

    Where the system has no such locks (Windows, some network drives) nobody waits.
    """
    with contextlib.ExitStack() as locks:
        if sys.platform != "win32":
            for folder in _in_order(targets):
                locks.enter_context(_locked(folder))
        yield


def _in_order(targets: Iterable[Path]) -> list[Path]:
    """Each folder once, in an order that all runs agree on: else two could wait for each other."""
    folders = {}
    for target in targets:
        with contextlib.suppress(OSError):
            about = target.parent.stat()
            folders[about.st_dev, about.st_ino] = target.parent
    return [folders[key] for key in sorted(folders)]


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The lock of the folder itself: it leaves no file, and a killed run lets go of it."""
    import fcntl

    number = None
    try:
        with contextlib.suppress(OSError):
            number = os.open(folder, os.O_RDONLY)
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        if number is not None:
            os.close(number)
