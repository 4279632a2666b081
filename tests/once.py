"""What is dear to make and always the same: made once, for all processes of a run."""

import fcntl
import hashlib
from collections.abc import Callable
from pathlib import Path


class Shared:
    """A folder that the processes of a run share; each makes its own things where there is none."""

    folder: Path | None = None


def once(name: str, make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives, or gave to whoever asked for ``name`` first."""
    if Shared.folder is None:
        return make()
    path = Shared.folder / hashlib.blake2b(name.encode(), digest_size=12).hexdigest()
    with path.with_suffix(".lock").open("w") as lock:
        # The first process makes it, the others wait until it has.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(make())
    return path.read_bytes()
