"""Kill a command's run at a moment, or at a step of what it does to files.

The scripts that use this fork, so the tests start them in a process of their own: a test process
has threads.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.reader import ROOT

FILE_EVENTS = frozenset({"os.mkdir", "os.rename", "os.link", "os.rmdir", "ctypes.dlsym"})
"""Audit events of Python at each of which a run is killed."""
LISTING_EVENTS = frozenset({"os.scandir", "os.listdir"})
FREQUENT_EVENTS = frozenset({"os.remove", "open"})
"""Events so frequent that a run is killed at every tenth only."""


def states_after_kills(script: str, home: Path, mode: str) -> list[tuple[Any, ...]]:
    """What a script of kills (a module of the tests) saw after each of them."""
    done = subprocess.run(
        [sys.executable, "-m", script, str(home), mode],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [tuple(state) for state in json.loads(done.stdout)]


def killed_after(seconds: float, run: Callable[[], None]) -> bool:
    """Whether ``run``, in a child process, was killed by then rather than done before."""
    child = _forked(run)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return _was_killed(child)


def killed_at(step: int, home: Path, events: frozenset[str], run: Callable[[], None]) -> bool:
    """Whether ``run``, in a child process, got as far as the n-th of these ``events`` that touches
    a file under ``home``, and was killed there."""

    def run_until_killed() -> None:
        _kill_self_at(step, home, events)
        run()

    return _was_killed(_forked(run_until_killed))


def _forked(run: Callable[[], None]) -> int:
    child = os.fork()
    if not child:
        run()
        os._exit(0)
    return child


def _was_killed(child: int) -> bool:
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _kill_self_at(step: int, home: Path, events: frozenset[str]) -> None:
    seen = dict.fromkeys(events | FREQUENT_EVENTS, 0)
    left = step

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in seen:
            return
        named = str(arguments[1] if event == "ctypes.dlsym" else arguments[0])
        if str(home) not in named and "rename" not in named:
            return
        seen[event] += 1
        if event in FREQUENT_EVENTS and seen[event] % 10:
            return
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    sys.addaudithook(hook)


def check_csv_files(folder: Path, about: Mapping[str, Any]) -> None:
    """Every CSV file of a folder is what its manifest says, to the last byte."""
    for table, told in about["tables"].items():
        data = (folder / f"{table}.csv").read_bytes()
        assert hashlib.sha256(data).hexdigest() == told["sha256"], table


def take_signals() -> None:
    """For a child process: react to signals as usual, even where the suite itself was started with
    them ignored, as by nohup or in the background of a shell."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
