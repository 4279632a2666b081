"""The plain way to CSV files: the standard library's sqlite3 and csv, a table after the other.

    python -m tests.bench.plain_csv DATABASE FOLDER

It formats nothing: money as SQLite holds it, booleans as 0 and 1.
"""

import csv
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from hvac_models import Base


def main(database: str, folder: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for table in Base.metadata.sorted_tables:
            (key,) = table.primary_key
            path = Path(folder, f"{table.name}.csv")
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow([column.name for column in table.columns])
                writer.writerows(
                    connection.execute(f"SELECT * FROM {table.name} ORDER BY {key.name}")
                )


if __name__ == "__main__":
    main(*sys.argv[1:])
