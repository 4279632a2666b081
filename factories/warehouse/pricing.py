"""What a plan costs on Snowflake, from assumptions that are printed with it.

There was no account to measure on: what Snowflake publishes carries its page, everything else is
called an assumption and errs to the dear side.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_UP, Decimal
from types import MappingProxyType
from typing import Any, Final

from factories.errors import UserError
from factories.warehouse.settings import Warehouse
from hvac_models import SCHEMA

_OVERVIEW: Final = "docs.snowflake.com/en/user-guide/warehouses-overview"
_COMPUTE: Final = "docs.snowflake.com/en/user-guide/cost-understanding-compute"
_PRICES: Final = "snowflake.com/en/pricing-options"
_PROJECT: Final = "hvac_analytics/README.md"
SECONDS_PER_HOUR: Final = 3_600
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Assumption:
    """One number of the estimate, with what it says and where it is from."""

    value: Decimal
    says: str
    source: str


ASSUMED: Final = MappingProxyType({
    "least_seconds": Assumption(
        Decimal(60), "seconds are billed at least, each time a warehouse wakes",
        _COMPUTE,
    ),
    "tables": Assumption(
        Decimal(len(SCHEMA.tables)), "tables are loaded",
        "hvac_models",
    ),
    "load_seconds_a_table": Assumption(
        Decimal(5), "seconds to upload, copy, count and insert a small table, one after the other",
        "Assumption",
    ),
    "load_rows_a_second": Assumption(
        Decimal(50000), "further rows a second while loading",
        "Assumption",
    ),
    "statements_a_build": Assumption(
        Decimal(342), "statements of a dbt build without seeds and unit tests",
        _PROJECT,
    ),
    "seconds_a_statement": Assumption(
        Decimal("0.5"), "seconds of an X-SMALL warehouse for one of them",
        "Assumption",
    ),
    "statements_at_once": Assumption(
        Decimal(8), "statements at once: the profile's threads, the warehouse's default",
        _PROJECT,
    ),
    "build_seconds_a_million_rows": Assumption(
        Decimal(40), "further seconds of a build for a million raw rows",
        "Assumption",
    ),
    "cloud_credits_a_statement": Assumption(
        Decimal("0.00002"), "credits of cloud services for one statement",
        "Assumption",
    ),
    "free_cloud_share": Assumption(
        Decimal("0.10"), "of a day's warehouse credits are free as cloud services",
        _COMPUTE,
    ),
    "stored_bytes_a_row": Assumption(
        Decimal(500), "bytes stored for a raw row, with models, stage and one day of Time Travel",
        "Assumption",
    ),
    "storage_dollars": Assumption(
        Decimal(40), "dollars for a terabyte stored for a month",
        f"{_PRICES} (on demand, US)",
    ),
})  # fmt: skip
"""All that the estimate takes for granted beside the plan itself."""


@dataclass(frozen=True)
class Plan:
    """Load `rows` raw rows once, then build `builds` times a day for `days` days."""

    rows: int
    builds: int = 2
    days: int = 21
    on: Warehouse = field(default_factory=Warehouse)

    def __str__(self) -> str:
        return (
            f"load {self.rows:,} rows once, build {self.builds} times a day for {self.days} days,"
            f" {self.on.size}, {self.on.auto_suspend} s auto-suspend,"
            f" ${self.on.price:,.2f} a credit"
        )

    def assumptions(self) -> Iterator[tuple[str, str, str]]:
        """Value, meaning and source, those of the plan's own first."""
        rate, price = self.on.credits_per_hour, self.on.price
        yield f"{rate}", f"credits an hour of a warehouse of size {self.on.size}", _OVERVIEW
        yield f"{price:.2f}", "dollars a credit: yours, or Enterprise in the US", _PRICES
        for one in ASSUMED.values():
            yield f"{one.value:f}", one.says, one.source


@dataclass(frozen=True)
class Estimate:
    """Credits of each part of a plan, and dollars of the whole."""

    plan: Plan
    loading: Decimal
    building: Decimal
    cloud: Decimal
    storage_dollars: Decimal

    @property
    def credits(self) -> Decimal:
        return self.loading + self.building + self.cloud

    @property
    def dollars(self) -> Decimal:
        """Rounded up: a guard must not round a budget's last cent away."""
        whole = self.credits * self.plan.on.price + self.storage_dollars
        return whole.quantize(_CENT, ROUND_UP)

    @property
    def line(self) -> str:
        return (
            f"Estimate: {self.credits:.2f} credits, ${self.dollars:,.2f} of a budget of"
            f" ${self.plan.on.budget:,.2f} ({self.plan})"
        )

    def check(self) -> None:
        """Raises `UserError` when the plan costs more than its budget."""
        if self.dollars > self.plan.on.budget:
            raise UserError(
                "--budget",
                f"the estimate of ${self.dollars:,.2f} is above ${self.plan.on.budget:,.2f}; plan"
                " less, or give a higher --budget",
            )

    def as_dict(self) -> dict[str, Any]:
        """The estimate as plain values, fit for JSON."""
        return {
            "plan": str(self.plan),
            "credits": {
                "load": float(round(self.loading, 4)),
                "build": float(round(self.building, 4)),
                "cloud_services": float(round(self.cloud, 4)),
            },
            "dollars": float(self.dollars),
            "budget": float(self.plan.on.budget),
            "within": self.dollars <= self.plan.on.budget,
            "assumptions": [
                {"value": value, "says": says, "source": source}
                for value, says, source in self.plan.assumptions()
            ],
        }


def estimate(plan: Plan) -> Estimate:
    """Awake is busy and then idle until it suspends, and never billed for less than a minute."""
    know = {name: one.value for name, one in ASSUMED.items()}
    rows, runs = Decimal(plan.rows), plan.builds * plan.days
    load = know["tables"] * know["load_seconds_a_table"] + rows / know["load_rows_a_second"]
    build = (
        know["statements_a_build"] * know["seconds_a_statement"] / know["statements_at_once"]
        + rows / 1_000_000 * know["build_seconds_a_million_rows"]
    )
    one_build = _credits(plan.on, build)
    cloud = know["statements_a_build"] * know["cloud_credits_a_statement"]
    charged = max(Decimal(0), cloud - one_build * know["free_cloud_share"])
    months = Decimal(plan.days) / 30
    terabytes = rows * know["stored_bytes_a_row"] / 10**12
    return Estimate(
        plan,
        _credits(plan.on, load),
        one_build * runs,
        charged * runs,
        terabytes * know["storage_dollars"] * months,
    )


def _credits(on: Warehouse, busy: Decimal) -> Decimal:
    # A larger warehouse is assumed to be no quicker: its bill must not look smaller than it is.
    awake = max(busy + on.auto_suspend, ASSUMED["least_seconds"].value)
    return awake * on.credits_per_hour / SECONDS_PER_HOUR
