"""The names and limits of the Snowflake account's corner that this project uses, said once.

`setup.sql`, `teardown.sql`, the estimate and the export read them here. The dbt profile has the
same defaults, which a test holds.
"""

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from factories.errors import UserError

CREDITS_PER_HOUR: Final = MappingProxyType({
    "X-SMALL": 1,
    "SMALL": 2,
    "MEDIUM": 4,
    "LARGE": 8,
    "X-LARGE": 16,
})  # fmt: skip
"""Of a standard warehouse of one cluster, first generation."""

AUTO_SUSPEND_SECONDS: Final = range(30, 3_601)
"""Snowflake looks every 30 s whether a warehouse is idle."""


@dataclass(frozen=True)
class Warehouse:
    """One warehouse, one database with its two schemas, one role, and the budget that binds them.

    `budget` and `price` are US dollars, the price that of one credit.
    """

    warehouse: str = "COMPUTE_WH"
    size: str = "X-SMALL"
    auto_suspend: int = 60
    database: str = "HVAC_ANALYTICS"
    raw_schema: str = "HVAC_RAW"
    models_schema: str = "HVAC_ANALYTICS"
    role: str = "HVAC_ANALYST"
    monitor: str = "HVAC_BUDGET"
    budget: Decimal = Decimal(7)
    price: Decimal = Decimal(3)

    def __post_init__(self) -> None:
        if self.size not in CREDITS_PER_HOUR:
            sizes = ", ".join(CREDITS_PER_HOUR)
            raise UserError("--size", f"{self.size!r} is not a size; choose from {sizes}")
        if self.auto_suspend not in AUTO_SUSPEND_SECONDS:
            first, last = AUTO_SUSPEND_SECONDS[0], AUTO_SUSPEND_SECONDS[-1]
            raise UserError(
                "--suspend",
                f"{self.auto_suspend} is not a number of seconds from {first} to {last}; give one",
            )

    @property
    def credits_per_hour(self) -> int:
        return CREDITS_PER_HOUR[self.size]

    @property
    def budget_credits(self) -> Decimal:
        return self.budget / self.price
