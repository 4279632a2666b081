"""The reference detectors: what a good pupil finds in a folder of CSV files, and nothing else."""

import csv
from pathlib import Path
from typing import Final

import duckdb

from factories.mess import Defect
from hvac_models import Base

SQL: Final = Path(__file__).parents[3] / "docs" / "mess_detectors.sql"


def detect(folder: Path) -> list[Defect]:
    return in_rows(folder) + in_headers(folder)


def in_rows(folder: Path) -> list[Defect]:
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        connection.execute(f"set file_search_path = '{folder}'")
        connection.execute(SQL.read_text("utf-8"))
        found = connection.execute("from findings").fetchall()
    return [Defect(*(cell or "" for cell in cells)) for cells in found]


def in_headers(folder: Path) -> list[Defect]:
    """Columns that the schema does not know, with the one that is missing in their place."""
    found = []
    for table in Base.metadata.sorted_tables:
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            names = next(csv.reader(file))
        found += [
            Defect(table.name, "", name, "renamed_column", column.name)
            for name, column in zip(names, table.columns, strict=True)
            if name != column.name
        ]
    return found
