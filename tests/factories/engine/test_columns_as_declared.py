"""The columns that derived declarations say they take and give are those that they do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from factories.engine import column_declarations
from factories.engine.rows import Rows
from factories.engine.values import Column
from factories.plan import run_company
from factories.scenario import Scenario

DTYPES = {"Ints": "int64", "Mask": "bool", "Days": "datetime64[D]", "Minutes": "datetime64[m]"}


def fits(said: str, value: object) -> bool:
    """Whether a column is of the kind that an annotation says, if it says one."""
    return said not in DTYPES or str(getattr(value, "dtype", "texts")) == DTYPES[said]


def test_columns_are_of_the_kind_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: set[str] = set()
    seen: set[str] = set()
    given = column_declarations.Derived.column

    def looked_at(declared: column_declarations.Derived, rows: Rows) -> Column:
        function = declared.function
        for name in declared.needs:
            said = function.__annotations__.get(name, "")
            place = f"{function.__module__}.{function.__qualname__}({name}: {said})"
            if said in DTYPES:
                seen.add(place)
            if not fits(said, rows[name]):
                wrong.add(place)
        found = given(declared, rows)
        if not fits(function.__annotations__.get("return", ""), found):
            wrong.add(f"{function.__module__}.{function.__qualname__}")
        return found

    monkeypatch.setattr(column_declarations.Derived, "column", looked_at)
    scenario = Scenario.of(as_of=date(2026, 6, 30), history_days=90)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        run_company(scenario, connection, lambda *_: None)
    assert sorted(wrong) == []
    assert len(seen) > 200
