"""How much of what could be tried is tried: a part, or all with ``HVAC_THOROUGH=1 make test``."""

import os
from collections.abc import Sequence
from typing import Final, TypeVar

THOROUGH: Final = os.environ.get("HVAC_THOROUGH", "0") not in ("", "0")

T = TypeVar("T")


def one_in(every: int, of: Sequence[T]) -> Sequence[T]:
    """The first of each so many, always the same ones; thoroughly, all."""
    return of if THOROUGH else of[::every]


def times(usual: int, thorough: int) -> int:
    """How often something is repeated whose outcomes differ from time to time."""
    return thorough if THOROUGH else usual
