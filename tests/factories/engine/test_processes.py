"""Forked copies tell what they work out, in order, and are gone afterwards.

The scripts run in processes of their own: a test process has threads and must not be forked.
"""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from factories.engine import processes

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")

HEAD = """
import json, os, signal, sqlite3, sys, time
from functools import partial
from factories.engine.processes import Fork, as_they_come, in_turns
from factories.command_line import guarded
from factories.errors import UserError
def squares(first):
    for number in range(first, first + 200):
        yield [number, number ** 2, str(number), None, 0.5]
def failing(error):
    yield 1
    raise error
"""


def script(text: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", HEAD + textwrap.dedent(text)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def told(text: str) -> str:
    process = script(text)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    return out


def test_values_come_task_by_task_whatever_the_copies() -> None:
    lists = told("""
        for copies in (0, 1, 2, 3, 9):
            with in_turns([partial(squares, n) for n in (5, 0, 70, 3)], copies) as values:
                print(json.dumps(list(values)))
    """)
    expected = [[n, n**2, str(n), None, 0.5] for f in (5, 0, 70, 3) for n in range(f, f + 200)]
    assert [json.loads(line) for line in lists.splitlines()] == [expected] * 5


def test_whoever_is_free_takes_the_next_task() -> None:
    """The first task takes as long as all the others together."""
    out = told("""
        def slow(seconds):
            time.sleep(seconds)
            yield os.getpid()
            yield seconds
        tasks = [partial(slow, seconds) for seconds in (0.6, 0.01, 0.01, 0.01, 0.01)]
        for copies in (0, 2):
            with as_they_come(tasks, copies) as values:
                found = list(values)
            by = {number: value for number, value in found[::-1] if value > 1}
            print(json.dumps([sorted(number for number, _ in found), [by[n] for n in sorted(by)]]))
    """)
    for line, hands in zip(out.splitlines(), (1, 2), strict=True):
        numbers, by = json.loads(line)
        assert numbers == [number for number in range(5) for _ in range(2)]
        assert len(set(by)) == hands
        assert hands == 1 or by[0] not in by[1:]


def test_the_values_of_a_task_come_in_their_order() -> None:
    out = told("""
        tasks = [partial(squares, n) for n in (5, 0, 70, 3)]
        for copies in (0, 1, 2, 9):
            with as_they_come(tasks, copies) as values:
                print(json.dumps(sorted(values, key=lambda found: found[0])))
    """)
    expected = [
        [task, [n, n**2, str(n), None, 0.5]]
        for task, f in enumerate((5, 0, 70, 3))
        for n in range(f, f + 200)
    ]
    assert [json.loads(line) for line in out.splitlines()] == [expected] * 4


@pytest.mark.parametrize("copies", [0, 2])
def test_an_error_comes_after_the_values_before_it_and_as_it_was_raised(copies: int) -> None:
    out = told(f"""
        full = sqlite3.OperationalError("full"); full.sqlite_errorcode = 13
        class Local(Exception): pass
        for error in (UserError("--rows", "too many"), full, KeyboardInterrupt(), Local("mine")):
            seen = []
            try:
                with in_turns([partial(failing, error)], {copies}) as values:
                    seen.extend(values)
            except BaseException as caught:
                code = getattr(caught, "sqlite_errorcode", None)
                print(seen, type(caught).__name__, code, str(caught).splitlines()[:1])
    """)
    assert out.splitlines() == [
        "[1] UserError None ['--rows: too many']",
        "[1] OperationalError 13 ['full']",
        "[1] KeyboardInterrupt None []",
        "[1] Local None ['mine']",
    ]


def test_an_error_that_nobody_catches_shows_where_it_was_raised() -> None:
    process = script("""
        with in_turns([partial(failing, ValueError("odd"))], 1) as values:
            list(values)
    """)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "ValueError: odd" in err
    assert "in failing" in err


def test_no_copy_to_be_had_is_one_line_that_names_the_limit() -> None:
    process = script("""
        def refused():
            raise BlockingIOError(11, "Resource temporarily unavailable")
        os.fork = refused
        def work():
            with in_turns([partial(squares, 1)], 1) as values:
                return sum(values)
        code = guarded(work)
        print(signal.pthread_sigmask(signal.SIG_BLOCK, []))
        sys.exit(code)
    """)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "set()\n")
    assert err == (
        "error: worker process: none can be started; raise the limit of processes, such as"
        " ulimit -u 1024 (Resource temporarily unavailable)\n"
    )


def test_want_of_memory_in_a_copy_is_that_of_the_command() -> None:
    process = script("""
        def work():
            with in_turns([partial(failing, MemoryError("of a library"))], 1) as values:
                return sum(values)
        sys.exit(guarded(work))
    """)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert err.startswith("error: memory: there is not enough memory")


def test_a_copy_that_is_killed_is_one_line() -> None:
    process = script("""
        def killed():
            yield 1
            os.kill(os.getpid(), signal.SIGKILL)
        def work():
            with in_turns([killed], 1) as values:
                return sum(values)
        sys.exit(guarded(work))
    """)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "")
    assert err == f"error: worker process: {processes.LOST}\n"


def test_no_copy_is_left_however_it_ends() -> None:
    out = told("""
        def endless():
            while True:
                yield os.getpid()
        for way in ("left early", "raised"):
            try:
                with in_turns([endless, endless], 2) as values:
                    pid = next(values)
                    if way == "raised":
                        raise ValueError
            except ValueError:
                pass
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                print("no child", os.path.exists(f"/proc/{pid}"))
    """)
    assert out.splitlines() == ["no child False"] * 2


def test_copies_do_not_outlive_who_asked() -> None:
    process = script("""
        def endless():
            while True:
                yield os.getpid()
        with in_turns([endless], 1) as values:
            print(next(values), flush=True)
            time.sleep(60)
    """)
    assert process.stdout
    copy = Path("/proc") / process.stdout.readline().strip()
    assert copy.exists()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    patience = time.monotonic() + 10
    while copy.exists() and time.monotonic() < patience:
        time.sleep(0.01)
    assert not copy.exists()


def test_a_process_with_threads_is_not_forked() -> None:
    out = told("""
        import threading
        from factories.engine.processes import available
        print(available())
        wait = threading.Event()
        thread = threading.Thread(target=wait.wait)
        thread.start()
        print(available())
        wait.set()
        thread.join()
    """)
    assert out.split() == [str(len(os.sched_getaffinity(0))), "1"]
