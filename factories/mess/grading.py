"""How much of the mess somebody found: findings held against the answer key, kind by kind."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factories.engine.usage_errors import nearest
from factories.errors import UserError
from factories.mess.batch import Defect
from factories.mess.key import HEADER
from factories.mess.kinds import BY_NAME, CELL, DAY, KINDS, PAIR
from hvac_models import SCHEMA

REQUIRED = HEADER[:4]
Place = tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """One kind, or all of them. `injected` are the defects there are, `found` those that were named
    rightly among `findings`, `repaired` those whose true value was named too."""

    kind: str
    injected: int
    findings: int
    found: int
    repaired: int

    @property
    def precision(self) -> float | None:
        return self.found / self.findings if self.findings else None

    @property
    def recall(self) -> float | None:
        return self.found / self.injected if self.injected else None

    @property
    def f1(self) -> float | None:
        """None where there was nothing to find, and nothing was named."""
        both = self.injected + self.findings
        return 2 * self.found / both if both else None

    def as_dict(self) -> dict[str, Any]:
        told = {"injected": self.injected, "findings": self.findings, "found": self.found}
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return told | {"repaired": self.repaired} | shares


@dataclass(frozen=True)
class Grade:
    """All kinds that are in the answer key or among the findings, and all together."""

    kinds: Sequence[Score]
    total: Score
    other_kind: int
    """Findings that name a spoiled cell, but call its defect by another kind."""


def grade(injected: Iterable[Defect], findings: Iterable[Defect]) -> Grade:
    """A finding counts once, however often it is named."""
    true = {_place(defect): defect for defect in injected}
    named = {_place(finding): finding for finding in findings}
    scores = [_score(kind.name, true, named) for kind in KINDS]
    total = Score(
        "total",
        len(true),
        len(named),
        sum(score.found for score in scores),
        sum(score.repaired for score in scores),
    )
    cells = {place[1:] for place in true}
    other = sum(place not in true and place[1:] in cells for place in named)
    return Grade([score for score in scores if score.injected or score.findings], total, other)


def _score(kind: str, true: Mapping[Place, Defect], named: Mapping[Place, Defect]) -> Score:
    injected = {place for place in true if place[0] == kind}
    findings = {place for place in named if place[0] == kind}
    found = injected & findings
    # A duplicate is named by both of its numbers, in whichever order: found is repaired.
    repaired = [
        place
        for place in found
        if BY_NAME[kind].named_by == PAIR or named[place].true_value == true[place].true_value
    ]
    return Score(kind, len(injected), len(findings), len(found), len(repaired))


def _place(defect: Defect) -> Place:
    """What two lines must agree on to mean the same defect."""
    named_by = BY_NAME[defect.kind].named_by
    if named_by == PAIR:
        return (defect.kind, defect.table, *sorted((defect.key, defect.true_value)))
    if named_by == DAY:
        return (defect.kind, defect.table, defect.key)
    return (defect.kind, defect.table, defect.key, defect.column)


def read(path: Path, option: str) -> list[Defect]:
    """An answer key, or findings; `UserError` names the file and the line that will not do."""
    try:
        # A device may have no end. A pipe has one: `grade answer_key.csv <(findings)`.
        if path.exists() and not (path.is_file() or path.is_fifo()):
            raise UserError(option, f"{path} is not a regular file; name a CSV file")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_lines(csv.reader(file, strict=True), path, option))
    except UnicodeDecodeError:
        raise UserError(option, f"{path} is not UTF-8 text; save it as CSV in UTF-8") from None
    except csv.Error as error:
        raise UserError(option, f"{path} is not a CSV file ({error}); save it as one") from None
    except OSError as error:
        raise UserError(option, f"cannot read {path} ({error.strerror}); name a CSV file") from None


def _lines(rows: Any, path: Path, option: str) -> Iterator[Defect]:
    header = [name.strip().lower() for name in next(rows, [])]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        wanted = ",".join(HEADER)
        raise UserError(option, f"{path} has no column {missing[0]}; its first line is {wanted}")
    double = [name for name in HEADER if header.count(name) > 1]
    if double:
        raise UserError(option, f"{path} has the column {double[0]} twice; leave one")
    place = {name: header.index(name) for name in HEADER if name in header}
    for row in rows:
        if not any(row):
            continue
        where = f"{path} line {rows.line_num}"
        if len(row) != len(header):
            raise UserError(option, f"{where} has {len(row)} cells, the first has {len(header)}")
        cells = {name: _plain(row[column]) for name, column in place.items()}
        yield _checked(Defect(**({"true_value": ""} | cells)), where, option)


def _plain(text: str) -> str:
    """Without what programs add to a number or a day when a column has gaps."""
    text = text.strip()
    added = re.fullmatch(r"(\d+)\.0|(\d{4}-\d\d-\d\d)[ T]00:00:00", text)
    return text if added is None else added[1] or added[2]


def _checked(finding: Defect, where: str, option: str) -> Defect:
    """What a line must say, by its kind."""
    if finding.kind not in BY_NAME:
        meant = nearest(finding.kind, BY_NAME, "choose from")
        raise UserError(option, f"{where}: there is no kind {finding.kind!r}{meant}")
    if finding.table not in SCHEMA.tables:
        meant = nearest(finding.table, SCHEMA.tables, "choose from")
        raise UserError(option, f"{where}: there is no table {finding.table!r}{meant}")
    named_by = BY_NAME[finding.kind].named_by
    needed = {CELL: ("key", "column"), PAIR: ("key", "true_value"), DAY: ("key",)}
    for column in needed.get(named_by, ("column",)):
        if not getattr(finding, column):
            raise UserError(option, f"{where}: {finding.kind} needs {column}; fill it in")
    return finding
