"""How a signal ends a command: at once while it only loads, in good order once it works.

It imports next to nothing, so that a command can import it first.
"""

import os
import signal

INTERRUPTED = "interrupted; run the same command again"
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


def end_at_once() -> None:
    """For the first line of a command: as long as it imports, nothing is begun that would have to
    be undone, and whoever interrupts an import gets a traceback, or nothing at all."""
    for number in _heard():
        signal.signal(number, _end)


def stop_on_signals() -> None:
    """Let a polite kill end like Ctrl-C: what is half done is undone, and then told."""
    for number in _heard():
        handler = signal.default_int_handler if number == signal.SIGINT else _stop
        signal.signal(number, handler)


def ignore_signals() -> None:
    for number in _known():
        signal.signal(number, signal.SIG_IGN)


def _known() -> list[int]:
    return [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]


def _heard() -> list[int]:
    """But for what nohup, or the background of a shell, told to ignore."""
    return [number for number in _known() if signal.getsignal(number) != signal.SIG_IGN]


def _end(_number: int, _frame: object) -> None:
    os.write(2, f"error: {INTERRUPTED}\n".encode())
    os._exit(2)


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
