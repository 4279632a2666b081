"""What a check is and what it finds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

EXAMPLES = 3


@dataclass(frozen=True)
class Check:
    """One truth. `sql` selects the keys of the rows that break it, and may use `:as_of`. A `+`
    before a column keeps SQLite from searching by it: many rows share that model, or that day.

    A column named `example` is shown as it is, others as name=value. `whole_books`: it speaks of a
    company's complete records, or of how its people write, and does not hold of a few rows made for
    a test.
    """

    name: str
    title: str
    area: str
    sql: str
    whole_books: bool = False


@dataclass(frozen=True)
class CheckResult:
    """How many rows break a truth, and up to three of them, such as "service_call_id=17"."""

    name: str
    title: str
    count: int
    examples: Sequence[str]

    def joined(self, other: "CheckResult") -> "CheckResult":
        """With what the same check finds in another database."""
        examples = list(dict.fromkeys([*self.examples, *other.examples]))[:EXAMPLES]
        return replace(self, count=self.count + other.count, examples=examples)


class AuditError(Exception):
    """A run whose data set is not true to itself; nothing was replaced."""

    def __init__(self, failed: Sequence[CheckResult]) -> None:
        super().__init__(failed)
        self.failed = failed

    def __str__(self) -> str:
        return "the audit failed and nothing was replaced" + "".join(
            f"\n  {check.name}: {check.count:,} against {check.title!r}, such as"
            f" {'; '.join(check.examples)}"
            for check in self.failed
        )
