"""Disks that have no room left where the CSV file of a table is to go."""

import errno
import os
from pathlib import Path

import pytest

from factories.sinks import csv


def fill_at(monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    """From now on the disk is full when this table is written."""
    write_table = csv.write_table

    def write_until_full(connection: object, each: object, path: Path) -> csv.CsvFile:
        if path.stem == table:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write_table(connection, each, path)  # type: ignore[arg-type]

    monkeypatch.setattr(csv, "write_table", write_until_full)
