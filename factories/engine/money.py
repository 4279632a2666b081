"""Money is int64 cents, and is rounded here and nowhere else."""

from __future__ import annotations

from typing import Any, overload

from factories.engine.streams import Ints


@overload
def half_up(numerator: int, denominator: int) -> int: ...
@overload
def half_up(numerator: Ints, denominator: Ints | int) -> Ints: ...
def half_up(numerator: Any, denominator: Any) -> Any:
    """``numerator / denominator`` rounded to a whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def times_hours(rate_cents: Ints, hours_hundredths: Ints) -> Ints:
    """A rate in cents an hour times hours in hundredths, in cents."""
    return half_up(rate_cents * hours_hundredths, 100)


def percent(cents: Ints, percentage: Ints | int) -> Ints:
    """``percentage`` percent of ``cents``, in cents."""
    return half_up(cents * percentage, 100)


def tax(cents: Ints, rate: Ints) -> Ints:
    """Tax in cents at ``rate`` in ten-thousandths."""
    return half_up(cents * rate, 10_000)
