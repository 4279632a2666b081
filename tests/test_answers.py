"""What docs/answers.md says is in the data is there, and comes from the rules that it names."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from tests import answers
from tests.answers import ROOT

TEXT: Final = answers.PAGE.read_text("utf-8")
RISING: Final = {
    "Age": 1.05,
    "Brand": 1.02,
    "Contracts": 1.15,
    "The technician": 1.0,
    "Renewals": 1.4,
}
"""Effects of which each figure, along the table's last row or column, is so many times the one
before."""
FALLING: Final = {
    "Who put it in": 1.15,
    "Heat pumps": 1.1,
    "Lateness": 1.05,
    "Skill saves time": 1.05,
    "Dispatch sends who is near": 1.3,
    "When they ask": 1.03,
    "Who leaves": 3,
    "Who pays when": 2,
    "Markup": 1.0,
}
"""The same, the other way round."""


def test_the_rules_it_names_are_there() -> None:
    named = re.findall(r"((?:`\w+`(?:,| and)? )+)in\s`(factories/rules/[\w/]+\.py)`", TEXT)
    assert len(named) >= 12
    for names, path in named:
        rules = (ROOT / path).read_text("utf-8")
        for name in re.findall(r"`(\w+)`", names):
            assert re.search(rf"^{name}\b", rules, re.MULTILINE), (name, path)


def test_every_question_has_its_answer() -> None:
    told = answers.told(TEXT)
    assert len(told) >= 14
    assert told[0] == "", "the view of devices is no answer"
    assert all(told[1:]), "run: python -m tests.answers"


def test_the_answers_are_what_the_sql_finds(tmp_path: Path) -> None:
    found = answers.found(TEXT, answers.company(TEXT, tmp_path))
    for told, table in zip(answers.told(TEXT), found, strict=True):
        for line, answer in zip(told.splitlines(), table.splitlines(), strict=True):
            for said, cell in zip(line.split(" | "), answer.split(" | "), strict=True):
                assert _alike(said.strip("| "), cell.strip("| ")), f"{line} is now {answer}"
    titles = re.findall(r"^\*\*(.+?)\.\*\*", TEXT, re.MULTILINE)
    assert len(titles) == len(found) - 1
    last = {title: _figures(table) for title, table in zip(titles, found[1:], strict=True)}
    for title, times in RISING.items():
        assert all(b >= times * a for a, b in pairwise(last[title])), (title, last[title])
    for title, times in FALLING.items():
        assert all(a >= times * b for a, b in pairwise(last[title])), (title, last[title])


def _alike(said: str, found: str) -> bool:
    """The same words, and numbers that differ by no more than other visits would make them."""
    if not re.fullmatch(r"\d+(?:\.\d+)?", said):
        return said == found
    return float(found) == pytest.approx(float(said), rel=0.06, abs=0.06)


def _figures(table: str) -> list[float]:
    """The last column, or of a single row all of it."""
    rows = [[cell.strip("| ") for cell in line.split(" | ")] for line in table.splitlines()[2:]]
    return [float(cell) for cell in (rows[0] if len(rows) == 1 else [row[-1] for row in rows])]
