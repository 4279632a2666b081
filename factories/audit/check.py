"""What a check is and what it finds."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One truth. `sql` selects the keys of the rows that break it, and may use `:as_of`.

    A column named `example` is shown as it is, others as name=value.
    """

    name: str
    title: str
    area: str
    sql: str


@dataclass(frozen=True)
class CheckResult:
    """How many rows break a truth, and up to three of them, such as "service_call_id=17"."""

    name: str
    title: str
    count: int
    examples: Sequence[str]
