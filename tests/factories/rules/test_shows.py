"""Home shows: four weekends a year."""

import numpy as np

from factories.rules.crm.sales import last_show, next_show, show_percent
from factories.rules.hours.calendar import weekday_of

DAYS = np.arange(
    np.datetime64("2019-06-01"), np.datetime64("2031-06-01"), dtype="datetime64[D]"
).astype(np.int64)


def test_from_any_day_there_is_a_next_show_and_a_last_one() -> None:
    ahead, behind = next_show(DAYS), last_show(DAYS)
    assert (ahead >= DAYS).all()
    assert (behind <= DAYS).all()
    for opens in (ahead, behind):
        assert (show_percent(opens) > 100).all()
        assert (weekday_of(opens) == 4).all()


def test_a_show_that_opens_today_is_the_next_and_the_last() -> None:
    friday = np.array(["2024-09-13"], "datetime64[D]").astype(np.int64)
    assert next_show(friday) == last_show(friday) == friday
    assert (next_show(friday + 1).astype("datetime64[D]") == np.datetime64("2024-10-11")).all()
    assert (last_show(friday - 1).astype("datetime64[D]") == np.datetime64("2024-03-08")).all()
