"""The bookkeeping columns: when the company's system took a row in, and when it last changed it.

``created_at_utc = Recorded("issue_date", "service_call__completed_at")`` reads: entered on the day
of issue, but not before the visit was over. Dates and times are the branch's local ones, what is
recorded is UTC.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from factories.engine.column import Declaration
from factories.engine.rows import NoParent, NotAtHand, Rows
from factories.engine.streams import Chance, Ints
from factories.engine.values import MINUTE, Column, Day, Days, Minutes
from factories.rules.hours.clocks import as_utc
from factories.rules.hours.office import ENTERED_WITHIN, NIGHT_RUN, entered

NEVER = np.datetime64("NaT", "m")
NO_DAY = np.datetime64("NaT", "D")
_MINUTES_A_DAY = 24 * 60
_TOMORROW = np.timedelta64(1, "D")
_MINUTE = np.timedelta64(1, "m")


def overnight(day: Days | Day) -> Minutes:
    """The early morning of days, when the system has run through its books."""
    midnight: Minutes = np.asarray(day).astype("datetime64[m]")
    return midnight + NIGHT_RUN * _MINUTE


def known(column: Column) -> Minutes | Day:
    """A column of moments, or NEVER for one that holds nothing."""
    moments = _moments(column)
    return NEVER if moments is None else moments


def touch(row: Any, by: Any) -> None:
    """A row changes with another one, as a payment settles its invoice."""
    moments = [getattr(each, "updated_at_utc", None) for each in (row, by)]
    told = [moment for moment in moments if moment is not None]
    if told:
        row.updated_at_utc = max(told)


class RecordedAt(Declaration):
    """When a row was taken in: the latest of some of its moments, in UTC. NULL does not count.

    ``moments`` name dates and timestamps in the branch's local time, of the row or of a parent
    (``parent__column``). A date gets a minute of the office's day; if something else happened later
    on that day, the entry follows within minutes. ``after`` names columns in UTC, before which it
    cannot be, such as a parent's ``created_at_utc``; a parent that is not at hand sets no limit.
    ``branch`` is the path to the branch, or its number. ``clock`` draws the minute of the day: what
    customers enter themselves keeps no office hours.
    """

    def __init__(
        self,
        *moments: str,
        after: str | tuple[str, ...] = (),
        branch: str | int = "branch_id",
        clock: Callable[[Chance, str], Ints] = entered,
    ) -> None:
        super().__init__()
        self.clock = clock
        self.moments = moments
        self.after = (after,) if isinstance(after, str) else after
        self.branch = branch
        path = (branch,) if moments and isinstance(branch, str) else ()
        self.needs = (*moments, *self.after, *path)

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:
        """A model of somebody's own may keep no such books."""
        if self.name not in step.builder.factory_meta.column_names:
            return None
        return super().evaluate_pre(instance, step, overrides)

    def column(self, rows: Rows) -> Column:
        limits = [limit for name in self.after if (limit := _at_hand(rows, name)) is not None]
        told = [moment for name in self.moments if (moment := self.told(rows, name)) is not None]
        if told:
            branch = rows[self.branch] if isinstance(self.branch, str) else self.branch
            times = [moment for moment in told if moment.dtype == MINUTE]
            if times:
                limits.append(as_utc(_latest(times), branch))
            dates = [moment for moment in told if moment.dtype != MINUTE]
            if dates:
                return self._entered(rows, _latest(dates), branch, limits)
        latest: Minutes = _latest(limits)
        return latest

    def told(self, rows: Rows, name: str) -> Minutes | None:
        """A column of moments; None where it holds nothing."""
        return _moments(rows[name])

    def _entered(self, rows: Rows, day: Minutes, branch: Any, limits: list[Minutes]) -> Minutes:
        """By the clock; or right after what happened later on that day, and on that day."""
        minute = self.clock(rows.chance, self.name)
        noted = as_utc(day.astype(MINUTE) + minute, branch)
        if not limits:
            return noted
        before = _latest(limits)
        lag = rows.chance.between(f"{self.name} lag", 1, ENTERED_WITHIN)
        end = noted + (_MINUTES_A_DAY - 1 - minute) * _MINUTE
        at_once = np.fmax(np.minimum(before + lag * _MINUTE, end), before)
        at_once = np.where(np.isnat(before), noted, at_once)
        return np.where(noted > before, noted, at_once)


class ChangedAt(RecordedAt):
    """When a row last changed: the latest of some moments, else when it was recorded.

    Arguments are those of :class:`RecordedAt`; a moment that lies ahead does not count yet.
    """

    def __init__(
        self,
        *moments: str,
        after: str | tuple[str, ...] = (),
        branch: str | int = "branch_id",
    ) -> None:
        more = (after,) if isinstance(after, str) else after
        super().__init__(*moments, after=("created_at_utc", *more), branch=branch)

    def told(self, rows: Rows, name: str) -> Minutes | None:
        moments = super().told(rows, name)
        if moments is None:
            return None
        ahead = moments >= rows.today + _TOMORROW
        return np.where(ahead, NO_DAY, moments) if ahead.any() else moments


# For a type checker they are of any type: a subclass may put a moment in their place.
Recorded: Any = RecordedAt
Changed: Any = ChangedAt


def _at_hand(rows: Rows, name: str) -> Minutes | None:
    """A column; None for one of a parent that is not at hand."""
    if "__" not in name:
        return _moments(rows[name])
    try:
        return _moments(rows[name])
    except (NotAtHand, NoParent):
        return None


def _moments(column: Column) -> Minutes | None:
    """Dates or times; None for a column that holds nothing, whatever its kind."""
    return column if isinstance(column, np.ndarray) and column.dtype.kind == "M" else None


def _latest(moments: list[Minutes]) -> Minutes:
    latest = moments[0]
    for moment in moments[1:]:
        latest = np.fmax(latest, moment)
    return latest
