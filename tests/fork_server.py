"""A process that has imported what takes long, and becomes each command in a fork of itself."""

import atexit
import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

ROOT: Final = Path(__file__).parents[1]


def ask(
    server: tuple[str, ...],
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    seconds: float,
) -> tuple[int, str]:
    """The exit code of a command in a folder, and all that it printed; ``server`` is what Python is
    told to be what it is forked from."""
    with TemporaryDirectory() as aside:
        printed = Path(aside, "printed")
        order = {
            "words": list(words),
            "folder": str(folder),
            "environment": dict(environment),
            "printed": str(printed),
        }
        orders, answers = _server(server)
        orders.write(json.dumps(order) + "\n")
        orders.flush()
        assert select.select([answers], [], [], seconds)[0], f"{words} takes longer than that"
        return int(answers.readline()), printed.read_text("utf-8")


@cache
def _server(words: tuple[str, ...]) -> tuple[IO[str], IO[str]]:
    """One for each process of a test run; it ends with it."""
    server = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        # As the commands have it: numpy with a single thread may be forked.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(server.communicate)
    assert server.stdin is not None
    assert server.stdout is not None
    return server.stdin, server.stdout


def serve(become: Callable[[Any], object]) -> None:
    """Take orders, a line of JSON each, until there are no more; answer with exit codes."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            become(json.loads(line))
            sys.exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def settle(order: Any) -> None:
    """Go where the command is to run, with its environment, its output and no input."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    output = os.open(order["printed"], os.O_WRONLY | os.O_CREAT, 0o600)
    for number in (1, 2):
        os.dup2(output, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
