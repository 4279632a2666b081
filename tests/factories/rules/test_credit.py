"""Who is held: three bills, each long overdue, on none of which anything was tried."""

import numpy as np

from factories.rules.accounting.credit import HELD_AFTER, HELD_BILLS, held
from factories.rules.hours.calendar import FAR_OFF


def bills(count: int, due: int = 1_000, tried: int = FAR_OFF) -> tuple[np.ndarray, ...]:
    """Of customer 7, beside many of customers 6 and 8."""
    owner = np.repeat([6, 7, 8], [9, count, 9])
    return owner, np.full(len(owner), due), np.where(owner == 7, tried, FAR_OFF)


def is_held(day: int, *, count: int = HELD_BILLS, tried: int = FAR_OFF) -> bool:
    owner, due, attempts = bills(count, tried=tried)
    return bool(held(owner, due, attempts, np.array([7]), np.array([day]))[0])


def test_three_bills_long_overdue_hold() -> None:
    since = 1_000 + HELD_AFTER + 1
    assert is_held(since)
    assert not is_held(since - 1)
    assert not is_held(since, count=HELD_BILLS - 1)


def test_what_is_tried_holds_no_longer() -> None:
    since = 1_000 + HELD_AFTER + 1
    assert is_held(since + 5, tried=since + 5)
    assert not is_held(since + 6, tried=since + 5)
    assert not is_held(since + 6, tried=1_010)
