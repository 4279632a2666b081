"""How far a run has come, as people watch it: bars on stderr."""

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from factories.sinks.written import unwatched

if TYPE_CHECKING:
    from factories.plan import StepProgress
    from factories.sinks.written import Progress

_REFRESH_SECONDS: Final = 0.1


def no_progress(title: str, done: int, total: int) -> None:
    """Nobody is watching."""


@contextlib.contextmanager
def bars(wanted: bool) -> Iterator["StepProgress"]:
    """A bar on stderr for the step at hand, on a terminal only."""
    if not (wanted and sys.stderr.isatty()):
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    # Rich would refresh in a thread of its own, and a process with threads must not be forked.
    console = Console(stderr=True)
    with Bars(*columns, console=console, transient=True, auto_refresh=False) as display:
        step = display.add_task("")
        shown_at = 0.0

        def progress(title: str, done: int, total: int) -> None:
            nonlocal shown_at
            now = time.monotonic()
            due = now - shown_at >= _REFRESH_SECONDS
            display.update(step, description=title, completed=done, total=total, refresh=due)
            shown_at = now if due else shown_at

        yield progress


@contextlib.contextmanager
def row_bar(wanted: bool) -> Iterator["Progress"]:
    """The table at hand, its rows so far and their rate, on stderr, on a terminal only."""
    if not (wanted and sys.stderr.isatty()):
        yield unwatched
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<28}"),
        TextColumn("{task.completed:>12,.0f} rows"),
        TextColumn("{task.fields[rate]:>12,.0f} rows/s"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as display:
        whole = display.add_task("", total=None, rate=0)
        done: dict[str, int] = {}
        began = time.monotonic()

        def progress(table: str, rows: int) -> None:
            done[table] = rows
            arrived = sum(done.values())
            rate = arrived / max(time.monotonic() - began, 1e-9)
            display.update(whole, description=table, completed=arrived, rate=rate)

        yield progress
