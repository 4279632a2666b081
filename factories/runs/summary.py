"""What a run made, for people to read: lines, or a JSON object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from factories.audit import CheckResult
from factories.scenario import Scenario
from factories.sizes import GUIDE_ROWS
from factories.version import VERSION
from hvac_models import SCHEMA


@dataclass(frozen=True, repr=False)
class Report:
    """One finished run. `guide` and `companions` count rows over all branches, in order."""

    scenario: Scenario
    database: str
    seeds: str | None
    guide: Mapping[str, int]
    companions: Mapping[str, int]
    checks: Sequence[CheckResult]
    seconds: float
    command: str
    mess: Mapping[str, Any] | None = None
    """What was done to the seeds, if anything: level, answer key, defects of each kind."""

    def __repr__(self) -> str:
        found = f"{len(self.checks)} checks, {self.violations} violations"
        return f"<Report: {self.total_rows:,} rows in {self.database}, {found}>"

    @property
    def total_rows(self) -> int:
        return sum(self.guide.values()) + sum(self.companions.values())

    @property
    def violations(self) -> int:
        return sum(check.count for check in self.checks)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, fit for JSON."""
        return {
            "version": VERSION,
            "seed": self.scenario.seed,
            "start": self.scenario.start.isoformat(),
            "as_of": self.scenario.as_of.isoformat(),
            "scale": self.scenario.scale,
            "database": self.database,
            "seeds": self.seeds,
            "tables": {**self.guide, **self.companions},
            "guide_rows": sum(self.guide.values()),
            "companion_rows": sum(self.companions.values()),
            "total_rows": self.total_rows,
            "audit": {"checks": len(self.checks), "violations": self.violations},
            "seconds": round(self.seconds, 3),
            "command": self.command,
        } | ({"mess": dict(self.mess)} if self.mess else {})

    def lines(self) -> list[str]:
        """The guide's summary: a line a table, companions after, totals, verdict, command."""
        scenario = self.scenario
        branches = f", {scenario.scale:,} branches" if scenario.scale > 1 else ""
        tables = len(self.guide) + len(self.companions)
        return [
            f"HVAC company, {scenario.start} to {scenario.as_of}, seed {scenario.seed}{branches}",
            "",
            *(_line(f"  {table}", rows) for table, rows in self.guide.items()),
            _line(f"The guide's {len(self.guide)} tables", sum(self.guide.values())),
            "",
            *(_line(f"  {table}", rows) for table, rows in self.companions.items()),
            _line(f"{len(self.companions)} companion tables", sum(self.companions.values())),
            "",
            _line(f"All {tables} tables", self.total_rows),
            "",
            f"Audit: {len(self.checks)} checks, {self.violations} violations",
            f"Database: {self.database}",
            f"Seeds: {self.seeds or 'none'}",
            *self._mess_lines(),
            f"Seconds: {self.seconds:.2f}",
            f"The same again: {self.command}",
        ]

    def _mess_lines(self) -> list[str]:
        if self.mess is None:
            return []
        defects = sum(self.mess["defects"].values())
        return [
            f"Mess: {self.mess['level']}, {defects:,} defects in the seeds",
            f"Answer key: {self.mess['answer_key']}",
        ]


def _line(label: str, rows: int) -> str:
    return f"{label:<28}{rows:>12,}"


def in_guide_order(counts: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """The guide's tables and the companions, each in the order the models give."""
    tables = sorted(SCHEMA.tables.values(), key=lambda table: table.info["guide_order"])
    guide = {table.name: counts[table.name] for table in tables if table.name in GUIDE_ROWS}
    rest = {table.name: counts[table.name] for table in tables if table.name not in GUIDE_ROWS}
    return guide, rest
