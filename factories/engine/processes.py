"""Work spread over processes: forked copies of this one that send back what they work out.

Only where forking is safe (Linux, a process of one thread) and of use (a second CPU); elsewhere the
caller works by itself. Values travel as `marshal` writes them: numbers, texts, None, lists, tuples,
dictionaries, and buffers, which arrive as bytes.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import marshal
import os
import pickle
import queue
import select
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, cycle
from pathlib import Path
from typing import Any, NoReturn

from factories.errors import UserError

Task = Callable[[], Iterator[Any]]

AHEAD = 64
"""Values that a copy may be ahead of its reader: about one branch, which bounds the memory."""

LOST = "it was killed before its work was done, often for want of memory; run the command again"

NO_MORE = "none can be started; raise the limit of processes, such as ulimit -u 1024"

_VALUE, _END, _ERROR = range(3)
_LENGTH_BYTES = 8
_NUMBER_BYTES = 2
_DEADLY = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
_PR_SET_PDEATHSIG = 1
_SWITCH_SECONDS = 0.0005


def available() -> int:
    """How many processes may work at once here; 1 where this one must not be forked."""
    if sys.platform != "linux" or len(list(Path("/proc/self/task").iterdir())) > 1:
        return 1
    return len(os.sched_getaffinity(0))


@contextlib.contextmanager
def in_turns(tasks: Sequence[Task], copies: int) -> Iterator[Iterator[Any]]:
    """The values of each task, task by task in their order, worked out by so many copies.

    Without copies this process works itself, when a value is asked for. The values raise what the
    task raised, or `UserError` when a copy was killed.
    """
    forks: list[Fork] = []
    try:
        forks.extend(Fork(tasks[first::copies]) for first in range(min(copies, len(tasks))))
        workers = cycle(forks)
        yield chain.from_iterable(next(workers).values() if forks else task() for task in tasks)
    finally:
        for fork in forks:
            fork.end()


@contextlib.contextmanager
def as_they_come(tasks: Sequence[Task], copies: int) -> Iterator[Iterator[tuple[int, Any]]]:
    """The values of all tasks, each after its task's number, in any order.

    Whichever copy is free takes the next task; otherwise as `in_turns`.
    """
    if not copies:
        yield ((number, value) for number, task in enumerate(tasks) for value in task())
        return
    read, write = os.pipe()
    os.write(write, b"".join(n.to_bytes(_NUMBER_BYTES, "little") for n in range(len(tasks))))
    os.close(write)
    forks: list[Fork] = []
    try:
        work = partial(_one_after_the_other, tasks, read)
        forks.extend(Fork([work]) for _ in range(min(copies, len(tasks))))
        yield _merged(forks)
    finally:
        for fork in forks:
            fork.end()
        os.close(read)


def _one_after_the_other(tasks: Sequence[Task], waiting: int) -> Iterator[tuple[int, Any]]:
    while text := os.read(waiting, _NUMBER_BYTES):
        number = int.from_bytes(text, "little")
        for value in tasks[number]():
            yield number, value


def _merged(forks: Sequence[Fork]) -> Iterator[Any]:
    """What the copies send, as soon as it is there."""
    working = {fork.fileno(): fork.values() for fork in forks}
    while working:
        ready, _, _ = select.select(list(working), [], [])
        for file in ready:
            try:
                yield next(working[file])
            except StopIteration:
                del working[file]


class Fork:
    """A copy of this process that works through tasks, some values ahead of who reads them."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        read, write = os.pipe()
        parent = os.getpid()
        # A signal between the fork and the copy's first line would end in the caller's handlers.
        waiting = signal.pthread_sigmask(signal.SIG_BLOCK, _DEADLY)
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _be_the_copy(tasks, write, parent, waiting)
        except OSError as error:
            os.close(read)
            raise UserError("worker process", f"{NO_MORE} ({error.strerror})") from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
            os.close(write)
        # Without a buffer: what has not been read can be seen from outside, in `fileno`.
        self._pipe = os.fdopen(read, "rb", buffering=0)

    def fileno(self) -> int:
        return self._pipe.fileno()

    def values(self) -> Iterator[Any]:
        """Those of the next task, as they come."""
        while True:
            kind, value = self._receive()
            if kind == _END:
                return
            if kind == _ERROR:
                raise pickle.loads(value)
            yield value

    def _receive(self) -> tuple[int, Any]:
        size = int.from_bytes(self._read(_LENGTH_BYTES), "little")
        message: tuple[int, Any] = marshal.loads(self._read(size))
        return message

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            part = self._pipe.read(size)
            if not part:
                raise UserError("worker process", LOST)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def end(self) -> None:
        """Stop the copy, whatever it is doing, and wait until it is gone."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self._pipe.close()


def _be_the_copy(tasks: Sequence[Task], pipe: int, parent: int, mask: set[Any]) -> NoReturn:
    """Work, send, vanish: nothing that the caller would do at its end may happen here too."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            # Who forks may look for cycles; a copy leaves none, and would go through all that its
            # caller has ever imported.
            gc.disable()
            for number in _DEADLY:
                if signal.getsignal(number) != signal.SIG_IGN:
                    signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            _work(tasks, _Sender(pipe))
    finally:
        os._exit(0)


def _work(tasks: Sequence[Task], sender: _Sender) -> None:
    try:
        for task in tasks:
            for value in task():
                sender.send((_VALUE, value))
            sender.send((_END, None))
    except BaseException as error:  # noqa: BLE001 - raised again by who reads
        sender.send((_ERROR, _pickled(error)))
    sender.finish()


def _pickled(error: BaseException) -> bytes:
    """An error fit to travel, with the lines that say where it came from."""
    # Those of others may not travel, and there is no room for their lines.
    if isinstance(error, MemoryError):
        return pickle.dumps(MemoryError())
    error.add_note("".join(traceback.format_exception(error)))
    with contextlib.suppress(Exception):
        text = pickle.dumps(error)
        pickle.loads(text)
        return text
    return pickle.dumps(RuntimeError("".join(traceback.format_exception(error))))


class _Sender:
    """A thread that writes, so that a full pipe does not keep the copy from working on."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._waiting: queue.Queue[bytes] = queue.Queue(AHEAD)
        # The thread hardly computes, but must not wait long for its next turn either.
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def send(self, message: tuple[int, Any]) -> None:
        self._waiting.put(marshal.dumps(message))

    def finish(self) -> None:
        """Wait until all is written."""
        self._waiting.put(b"")
        self._thread.join()

    def _write(self) -> None:
        with os.fdopen(self._pipe, "wb") as pipe:
            while text := self._waiting.get():
                pipe.write(len(text).to_bytes(_LENGTH_BYTES, "little"))
                pipe.write(text)
                if self._waiting.empty():
                    pipe.flush()
