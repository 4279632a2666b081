"""The answer key as a file: one line a defect."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from factories.mess.batch import Defect

HEADER: Final = ("table", "key", "column", "kind", "true_value")


def as_text(defects: Iterable[Defect]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for defect in sorted(defects, key=lambda defect: defect.place):
        writer.writerow((defect.table, defect.key, defect.column, defect.kind, defect.true_value))
    return text.getvalue()


def with_earlier(path: Path, defects: Iterable[Defect]) -> str:
    """The text of an answer key that grows by these; the file is there or not yet.

    The same defect of a row that is delivered again is one line.
    """
    known: set[Defect] = set(defects)
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            known |= {Defect(**row) for row in csv.DictReader(file)}
    return as_text(known)


def sha256(defects: Iterable[Defect]) -> str:
    return hashlib.sha256(as_text(defects).encode()).hexdigest()


def is_key(path: Path) -> bool:
    """Whether a file begins like an answer key: only such a one is ever replaced."""
    with path.open("rb") as file:
        return file.readline(200).strip() == ",".join(HEADER).encode()
