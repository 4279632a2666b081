"""What an advance has done, for people to read: lines, a JSON object."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from factories.audit import CheckResult
from factories.runs.csv_seeds import Seeds
from factories.sizes import GUIDE_ROWS
from factories.storage.paths import DEFAULT_ANSWER_KEY, DEFAULT_DATABASE, shown
from factories.version import VERSION
from hvac_models import SCHEMA


@dataclass(frozen=True)
class Moved:
    """One finished advance. ``facts`` are those of the manifest as it is now; ``added`` and
    ``updated`` count rows over all branches, those that were added as added only."""

    facts: Mapping[str, Any]
    since: date
    database: str
    is_file: bool
    seeds: Seeds | None
    changes: Path | None
    added: Mapping[str, int]
    updated: Mapping[str, int]
    checks: Sequence[CheckResult]
    notes: Sequence[str]
    seconds: float

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.facts["as_of"])

    @property
    def days(self) -> int:
        return (self.as_of - self.since).days

    @property
    def violations(self) -> int:
        return sum(check.count for check in self.checks)

    @property
    def command(self) -> str:
        """What makes this data set again, from nothing; of a connection, in a file."""
        populate, _, _ = self.facts["command"].partition(" && ")
        database = self.database if self.is_file else DEFAULT_DATABASE
        seeds = ["--seeds", shown(self.seeds.folder)] if self.seeds else []
        first = ["--database", database, *(seeds or ["--no-seeds"])]
        moved = ["python", "-m", "factories.advance", database, "--to", str(self.as_of)]
        again = shlex.join([*moved, *seeds, *self._mess_options()])
        return f"{populate} {shlex.join(first)} && {again}"

    def _mess_options(self) -> list[str]:
        if not (self.seeds and self.seeds.mess):
            return []
        key = shown(self.seeds.answer_key) if self.seeds.answer_key else DEFAULT_ANSWER_KEY
        named = [] if key == DEFAULT_ANSWER_KEY else ["--answer-key", key]
        return [*self.seeds.mess.options(), *named]

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, fit for JSON."""
        return {
            "version": VERSION,
            "seed": self.facts["seed"],
            "since": self.since.isoformat(),
            "as_of": self.as_of.isoformat(),
            "days": self.days,
            "scale": self.facts["scale"],
            "database": self.database,
            "seeds": shown(self.seeds.folder) if self.seeds else None,
            "changes": shown(self.changes) if self.changes else None,
            "added": {table: self.added.get(table, 0) for table in _tables()},
            "updated": {table: self.updated.get(table, 0) for table in _tables()},
            "tables": {table: self.facts["tables"][table]["rows"] for table in _tables()},
            "total_rows": self.facts["total_rows"],
            "audit": {"checks": len(self.checks), "violations": self.violations},
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
            "command": self.command,
        } | self._mess()

    def _mess(self) -> dict[str, Any]:
        if not (self.seeds and self.seeds.mess and self.seeds.answer_key):
            return {}
        key, defects = shown(self.seeds.answer_key), dict(self.seeds.defects)
        return {"mess": {"level": self.seeds.mess.level, "defects": defects, "answer_key": key}}

    def lines(self) -> list[str]:
        """A line a table with what came and what changed, then where, the verdict, the command."""
        scale = self.facts["scale"]
        branches = f", {scale:,} branches" if scale > 1 else ""
        period = "1 day" if self.days == 1 else f"{self.days:,} days"
        added, updated = sum(self.added.values()), sum(self.updated.values())
        seed, rows = self.facts["seed"], self.facts["total_rows"]
        total = f"All {len(_tables())} tables"
        return [
            f"HVAC company, {self.since} to {self.as_of} ({period}), seed {seed}{branches}",
            "",
            f"{'':<28}{'added':>12}{'updated':>12}{'rows':>12}",
            *(self._line(table) for table in _tables()),
            f"{total:<28}{added:>12,}{updated:>12,}{rows:>12,}",
            "",
            f"Audit: {len(self.checks)} checks, {self.violations} violations",
            f"Database: {self.database}",
            f"Seeds: {shown(self.seeds.folder) if self.seeds else 'none'}",
            *self._mess_lines(),
            f"Changes: {shown(self.changes) if self.changes else 'none'}",
            *(f"Note: {note}" for note in self.notes),
            f"Seconds: {self.seconds:.2f}",
            f"The same again: {self.command}",
        ]

    def _mess_lines(self) -> list[str]:
        if not (mess := self._mess().get("mess")):
            return []
        defects = sum(mess["defects"].values())
        return [
            f"Mess: {mess['level']}, {defects:,} defects in the seeds",
            f"Answer key: {mess['answer_key']}",
        ]

    def _line(self, table: str) -> str:
        rows = self.facts["tables"][table]["rows"]
        added, updated = self.added.get(table, 0), self.updated.get(table, 0)
        return f"  {table:<26}{added:>12,}{updated:>12,}{rows:>12,}"


def _tables() -> list[str]:
    """The guide's tables in its order, and the companions after them."""
    tables = sorted(SCHEMA.tables.values(), key=lambda table: table.info["guide_order"])
    return sorted((table.name for table in tables), key=lambda name: name not in GUIDE_ROWS)
