"""Spoil a folder of CSV files, one a table, in place; the database they came from stays clean."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
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
from factories.mess.asked import Mess
from factories.mess.batch import Batch, Defect
from factories.mess.kinds import KINDS
from factories.mess.known import Known
from hvac_models import Base

CELL_KINDS = (phones.MISSING, emails.MISSING, phones.FORMAT, late.LATE, zones.SLIP, ends.EARLY)
_BATCH = 10_000


@dataclass(frozen=True)
class Spoiled:
    """What was done to a folder: all defects, and the files that are other ones now."""

    defects: Sequence[Defect]
    rows: Mapping[str, int]
    """Rows in the file of each table that was written anew."""
    fingerprints: Mapping[str, str]
    """SHA-256 of the same files."""

    def counts(self) -> dict[str, int]:
        """Defects of each kind that there are any of."""
        found = Counter(defect.kind for defect in self.defects)
        return {kind.name: found[kind.name] for kind in KINDS if found[kind.name]}


def spoil_seeds(connection: sqlite3.Connection, folder: Path, mess: Mess, as_of: date) -> Spoiled:
    """Spoil the seeds that were written from this database to the folder."""
    known = Known(connection, mess, as_of)
    renamed = renaming.renamed(mess) if mess.wants(renaming.KIND) else {}
    defects, rows, fingerprints = days.defects(mess, known.fates), {}, {}
    for table in Base.metadata.sorted_tables:
        name = table.name
        if name in renamed or _is_touched(name):
            file = _Spoiler(known, name, name in renamed).rewrite(folder / f"{name}.csv")
            defects += file.defects
            rows[name], fingerprints[name] = file.rows, file.sha256
    return Spoiled(sorted(defects, key=lambda defect: defect.place), rows, fingerprints)


def _is_touched(table: str) -> bool:
    by_cells = any(table in kind.columns for kind in CELL_KINDS)
    return by_cells or table in days.DAILY or table in split.MOVES or table == "customers"


@dataclass(frozen=True)
class _File:
    defects: list[Defect]
    rows: int
    sha256: str


class _Spoiler:
    """One table's way from the clean file to the spoiled one, some rows at a time."""

    def __init__(self, known: Known, table: str, renamed: bool) -> None:
        self.known, self.table, self.renamed = known, table, renamed
        self.defects: list[Defect] = []
        self._second: list[list[str]] = []
        self._again: list[list[str]] = []

    def rewrite(self, path: Path) -> _File:
        new, count = path.with_name(f"{path.name}.spoiled"), 0
        with (
            path.open(encoding="utf-8", newline="") as old,
            new.open("w", encoding="utf-8", newline="") as text,
        ):
            rows = csv.reader(old)
            header = next(rows)
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(self._header(header))
            for some in self._delivered(header, rows):
                writer.writerows(some)
                count += len(some)
        new.replace(path)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return _File(self.defects, count, sha256)

    def _header(self, header: list[str]) -> list[str]:
        if not self.renamed:
            return header
        new, defect = renaming.rename(self.table, header)
        self.defects.append(defect)
        return new

    def _delivered(self, header: list[str], rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
        """The rows of the file, and after them second entries and what is delivered twice."""
        while some := list(islice(rows, _BATCH)):
            yield self._by_day(Batch(self.table, header, some))
        if self._second:
            batch = Batch(self.table, header, self._second)
            self._spoil_cells(batch)
            yield [batch.rows[row] for row in np.argsort(batch.ids).tolist()]
        yield self._again

    def _by_day(self, batch: Batch) -> list[list[str]]:
        """Rows of a lost day are left alone by all other kinds, whether it is to be lost or not."""
        mess, fates = self.known.mess, self.known.fates.get(self.table, {})
        if not fates:
            self._spoil_rows(batch)
            return batch.rows
        day = batch.position[days.DAILY[self.table].column]
        kinds = [fates[row[day]].kind if row[day] in fates else None for row in batch.rows]
        told = list(zip(batch.rows, kinds, strict=True))
        kept = [row for row, kind in told if kind != days.EMPTY]
        self._spoil_rows(Batch(self.table, batch.header, kept))
        if mess.wants(days.DOUBLE):
            self._again += [row for row, kind in told if kind == days.DOUBLE]
        return kept if mess.wants(days.EMPTY) else batch.rows

    def _spoil_rows(self, batch: Batch) -> None:
        if batch.table == "customers" and self.known.mess.wants(duplicates.KIND):
            for row, defect in duplicates.second_entries(batch, self.known.duplicates):
                self._second.append(row)
                self.defects.append(defect)
        self.defects += split.spoil(batch, self.known)
        self._spoil_cells(batch)

    def _spoil_cells(self, batch: Batch) -> None:
        self.defects += cells.spoil(batch, CELL_KINDS, self.known)
