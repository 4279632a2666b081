"""Spoil a day of a change feed: a folder of CSV files, one a table, of what was added and changed.

    op,customer_id,customer_name,...
    insert,501,...

Here a day can be lost as a whole, and what comes late comes on a later day. Each day is a function
of the seed and of the database at the end of that day, so days can be spoiled one by one or many at
a time.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from factories.mess import days, duplicates, late, renaming
from factories.mess.asked import Mess
from factories.mess.batch import Batch, Defect
from factories.mess.days import EMPTY
from factories.mess.known import Known
from factories.mess.spoil import Spoiled, Work, is_touched, write
from factories.sinks import csv as sink
from hvac_models import SCHEMA

OP: Final = "op"
INSERT: Final = "insert"


def spoil_day(
    connection: sqlite3.Connection, folder: Path, mess: Mess, day: date, since: date
) -> Spoiled:
    """Spoil the files of a day in place, ``connection`` being at the end of that day.

    ``since`` is the last day before the feed: it tells no more of what was wrong by then, since
    whoever reads it may have had clean data until then.
    """
    known = Known(connection, mess, day, since)
    defects: list[Defect] = []
    rows, fingerprints = {}, {}
    for table in SCHEMA.sorted_tables:
        path = folder / f"{table.name}.csv"
        renamed = mess.wants(renaming.KIND) and renaming.is_renamed_on(mess, table.name, day)
        if path.exists() and (renamed or is_touched(table.name)):
            work = _Day(connection, known, table.name, since)
            rows[table.name], fingerprints[table.name] = work.rewrite(path, renamed)
            defects += work.defects
    return Spoiled(sorted(defects, key=lambda defect: defect.place), rows, fingerprints)


class _Day(Work):
    """One table's file of one day."""

    def __init__(
        self, connection: sqlite3.Connection, known: Known, table: str, since: date
    ) -> None:
        super().__init__(known, table)
        self.connection, self.since = connection, since
        self.day = known.as_of.isoformat()

    def rewrite(self, path: Path, renamed: bool) -> tuple[int, str]:
        with path.open(encoding="utf-8", newline="") as clean:
            header, *rows = csv.reader(clean)
        delivered = self._delivered(header, rows)
        return write(path, self._header(header, renamed and bool(delivered)), [delivered])

    def _header(self, header: list[str], renamed: bool) -> list[str]:
        return self.header(header, self.day) if renamed else header

    def _delivered(self, header: list[str], rows: list[list[str]]) -> list[list[str]]:
        fate = self.known.fates.get(self.table, {}).get(self.day) if rows else None
        if fate is not None and fate.kind == EMPTY:
            return [] if self._tell(fate.kind, len(rows)) else rows
        rows = self._in_time(header, rows)
        self.rows(Batch(self.table, header, rows))
        rows += self._second_entries(header)
        if fate is not None and self._tell(fate.kind, len(rows)):
            rows += rows
        return rows

    def _tell(self, kind: str, rows: int) -> bool:
        """Note what becomes of the day of the table, if that is wanted."""
        wanted = self.known.mess.wants(kind)
        if wanted:
            column = days.DAILY[self.table].column
            self.defects.append(Defect(self.table, self.day, column, kind, str(rows)))
        return wanted

    def _in_time(self, header: list[str], rows: list[list[str]]) -> list[list[str]]:
        """Without the invoices that still lie on a desk, and with those that are entered today."""
        if self.table != late.TABLE or not self.known.mess.wants(late.KIND):
            return rows
        coming = late.not_yet_entered(self.connection, self.known, self.since)
        ids = Batch(self.table, header, rows).ids.tolist()
        here = [row for row, key in zip(rows, ids, strict=True) if key not in coming]
        return here + self._now(
            header, [key for key, entered in coming.items() if entered == self.known.as_of]
        )

    def _second_entries(self, header: list[str]) -> list[list[str]]:
        """Of the customers who are entered again today, whenever they came first."""
        if self.table != duplicates.TABLE:
            return []
        today = self._entered_today(self.known.duplicates)
        second = self.second_entries(Batch(self.table, header, self._now(header, today)))
        return self.in_order(Batch(self.table, header, second)) if second else []

    def _entered_today(self, known: Mapping[int, duplicates.Duplicate]) -> list[int]:
        return [first for first, second in known.items() if second.created_at[:10] == self.day]

    def _now(self, header: list[str], keys: Iterable[int]) -> list[list[str]]:
        """Rows of the database as they are, inserted by this day's file."""
        table = SCHEMA.tables[self.table]
        names = [column.name for column in table.columns]
        told = (
            dict(zip(names, row, strict=True)) for row in sink.some(self.connection, table, keys)
        )
        return [[(row | {OP: INSERT})[name] for name in header] for row in told]
