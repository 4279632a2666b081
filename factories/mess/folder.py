"""Spoil a folder of CSV files, one a table, in place; the database they came from stays clean."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from factories.mess import days, renaming
from factories.mess.asked import Mess
from factories.mess.batch import Batch, Defect
from factories.mess.known import Known
from factories.mess.spoil import Spoiled, Work, is_touched, write
from hvac_models import SCHEMA

_BATCH = 10_000


def spoil_seeds(connection: sqlite3.Connection, folder: Path, mess: Mess, as_of: date) -> Spoiled:
    """Spoil the seeds that were written from this database to the folder."""
    known = Known(connection, mess, as_of)
    renamed = renaming.renamed(mess) if mess.wants(renaming.KIND) else {}
    defects: list[Defect] = days.defects(mess, known.fates)
    rows, fingerprints = {}, {}
    for table in SCHEMA.sorted_tables:
        name = table.name
        if name in renamed or is_touched(name):
            work = _Table(known, name)
            path = folder / f"{name}.csv"
            rows[name], fingerprints[name] = work.rewrite(path, name in renamed)
            defects += work.defects
    return Spoiled(sorted(defects, key=lambda defect: defect.place), rows, fingerprints)


class _Table(Work):
    """A whole table, some rows at a time."""

    def __init__(self, known: Known, table: str) -> None:
        super().__init__(known, table)
        self._second: list[list[str]] = []
        self._again: list[list[str]] = []

    def rewrite(self, path: Path, renamed: bool) -> tuple[int, str]:
        with path.open(encoding="utf-8", newline="") as clean:
            rows = csv.reader(clean)
            header = next(rows)
            shown = self.header(header) if renamed else header
            return write(path, shown, self._delivered(header, rows))

    def _delivered(self, header: list[str], rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
        """The rows of the file, and after them second entries and what is delivered twice."""
        while some := list(islice(rows, _BATCH)):
            yield self._by_day(Batch(self.table, header, some))
        if self._second:
            yield self.in_order(Batch(self.table, header, self._second))
        yield self._again

    def _by_day(self, batch: Batch) -> list[list[str]]:
        """Rows of a lost day are left alone by all other kinds, whether it is to be lost or not."""
        mess, fates = self.known.mess, self.known.fates.get(self.table, {})
        self._second += self.second_entries(batch)
        if not fates:
            self.rows(batch)
            return batch.rows
        day = batch.position[days.DAILY[self.table].column]
        kinds = [fates[row[day]].kind if row[day] in fates else None for row in batch.rows]
        told = list(zip(batch.rows, kinds, strict=True))
        kept = [row for row, kind in told if kind != days.EMPTY]
        self.rows(Batch(self.table, batch.header, kept))
        if mess.wants(days.DOUBLE):
            self._again += [row for row, kind in told if kind == days.DOUBLE]
        return kept if mess.wants(days.EMPTY) else batch.rows
