"""What is done to the rows of one file, and what came of it."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from factories.mess import (
    cells,
    days,
    duplicates,
    emails,
    ends,
    late,
    phones,
    renaming,
    split,
    zones,
)
from factories.mess.batch import Batch, Defect
from factories.mess.kinds import KINDS
from factories.mess.known import Known

CELL_KINDS = (phones.MISSING, emails.MISSING, phones.FORMAT, late.LATE, zones.SLIP, ends.EARLY)


@dataclass(frozen=True)
class Spoiled:
    """What was done to a folder: all defects, and the files that were written anew."""

    defects: Sequence[Defect]
    rows: Mapping[str, int]
    """Rows in the file of each table."""
    fingerprints: Mapping[str, str]
    """SHA-256 of the same files."""

    def counts(self) -> dict[str, int]:
        """Defects of each kind that there are any of."""
        found = Counter(defect.kind for defect in self.defects)
        return {kind.name: found[kind.name] for kind in KINDS if found[kind.name]}

    def tables(self) -> dict[str, dict[str, object]]:
        """As a manifest tells of these files."""
        return {
            table: {"rows": rows, "sha256": self.fingerprints[table]}
            for table, rows in self.rows.items()
        }


def is_touched(table: str) -> bool:
    """Whether any kind falls on rows of a table."""
    by_cells = any(table in kind.columns for kind in CELL_KINDS)
    return by_cells or table in days.DAILY or table in split.MOVES or table == duplicates.TABLE


class Work:
    """The rows of one table on their way from the clean file to the spoiled one."""

    def __init__(self, known: Known, table: str) -> None:
        self.known, self.table = known, table
        self.defects: list[Defect] = []

    def rows(self, batch: Batch) -> None:
        """Spoil rows in place."""
        self.defects += split.spoil(batch, self.known)
        self.defects += cells.spoil(batch, CELL_KINDS, self.known)

    def second_entries(self, batch: Batch) -> list[list[str]]:
        """The customers of the batch as they were entered again; they are clean rows yet."""
        if self.table != duplicates.TABLE or not self.known.mess.wants(duplicates.KIND):
            return []
        found = list(duplicates.second_entries(batch, self.known.duplicates))
        self.defects += [defect for _, defect in found]
        return [row for row, _ in found]

    def in_order(self, batch: Batch) -> list[list[str]]:
        """Spoiled rows, in the order of their keys."""
        self.rows(batch)
        return [batch.rows[row] for row in np.argsort(batch.ids).tolist()]

    def header(self, header: list[str], key: str = "") -> list[str]:
        """The header with a column of another name, in which day's file ``key`` says."""
        new, defect = renaming.rename(self.table, header, key)
        self.defects.append(defect)
        return new


def write(path: Path, header: list[str], rows: Iterable[list[list[str]]]) -> tuple[int, str]:
    """Put a file into the place of another; gives its rows and SHA-256."""
    new, count = path.with_name(f"{path.name}.spoiled"), 0
    with new.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        for some in rows:
            writer.writerows(some)
            count += len(some)
    new.replace(path)
    with path.open("rb") as file:
        return count, hashlib.file_digest(file, "sha256").hexdigest()
