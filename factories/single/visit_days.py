"""The days on which single visits are: working days of the last weeks."""

import numpy as np

from factories.engine.set_operations import distinct
from factories.engine.streams import Ints
from factories.engine.values import Day, Minutes
from factories.rules import single
from factories.rules.hours.calendar import working_days
from factories.single.around import LATELY


def working_days_gone(today: Day) -> Minutes:
    """Midnights of the last working days that are two days gone."""
    last = int(today.astype(np.int64)) - LATELY
    count = single.VISITS_OVER_DAYS
    found = working_days(last - 2 * count, last)[-1 - count :]
    midnight: Minutes = found.astype("datetime64[D]").astype("datetime64[m]")
    return midnight


def visit_days(ids: Ints, days_ago: Ints, today: Day) -> Minutes:
    """Midnights of working days, a day a row."""
    found: Minutes = working_days_gone(today)[1 + ids % single.VISITS_OVER_DAYS]
    for days in distinct(days_ago[days_ago > LATELY]).tolist():
        last = int(today.astype(np.int64)) - days
        # No longer ago than that: the youngest customers are two months old.
        some = working_days(last - 10, last)
        here = days_ago == days
        found[here] = some[ids[here] % len(some)].astype("datetime64[D]")
    return found
