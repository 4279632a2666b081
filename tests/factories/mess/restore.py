"""Undo a mess with its answer key, as a whole: what the key does not tell stays wrong."""

import csv
from collections.abc import Sequence
from pathlib import Path

from factories.mess import Defect
from factories.mess.days import DAILY

Rows = list[list[str]]


def read(folder: Path, table: str) -> Rows:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def restored(folder: Path, table: str, defects: Sequence[Defect]) -> Rows:
    """The rows as they were, without those of the days that are lost."""
    header, *rows = read(folder, table)
    told = [defect for defect in defects if defect.table == table]
    by_kind = {defect.kind: [each for each in told if each.kind == defect.kind] for defect in told}
    for defect in by_kind.pop("renamed_column", []):
        header[header.index(defect.column)] = defect.true_value
    second = {defect.key for defect in by_kind.pop("duplicate_customer", [])}
    by_key = {row[0]: row for row in rows if row[0] not in second}
    twice = {defect.key for defect in by_kind.pop("double_day", [])}
    if twice:
        day = header.index(DAILY[table].column)
        assert len(rows) - len(by_key) == sum(row[day] in twice for row in by_key.values())
    by_kind.pop("empty_day", None)
    for defect in (each for kind in by_kind.values() for each in kind):
        if defect.key not in second:
            by_key[defect.key][header.index(defect.column)] = defect.true_value
    return [header, *by_key.values()]


def without_lost_days(folder: Path, table: str, defects: Sequence[Defect]) -> Rows:
    """The clean rows, but for those that the key says were not delivered."""
    header, *rows = read(folder, table)
    lost = {each.key: each for each in defects if (each.table, each.kind) == (table, "empty_day")}
    if not lost:
        return [header, *rows]
    day = header.index(DAILY[table].column)
    for key, defect in lost.items():
        assert sum(row[day] == key for row in rows) == int(defect.true_value)
    return [header, *(row for row in rows if row[day] not in lost)]
