"""The SQL is in the project's style, and what checks it for Snowflake does notice."""

from pathlib import Path
from typing import Final

import pytest

from tests.hvac_analytics.portability import of, problems
from tests.hvac_analytics.project import ROOT, Project

SQLFLUFF: Final = """
import gc
from sqlfluff.cli.commands import cli
from sqlfluff.utils.reflow.sequence import ReflowSequence

gc.set_threshold(200_000)
lay_out, last = ReflowSequence.from_root, ()

def lay_out_once(root, config):
    global last
    if not last or last[0] is not root:
        last = root, lay_out(root, config)
    return last[1]

ReflowSequence.from_root = lay_out_once
cli()
"""
"""Its trees are never garbage, and a fifth of its time goes into looking for some; another sixth
into finding the layout of the same file for each of three rules."""


def test_sqlfluff_finds_nothing(own: Project) -> None:
    done = own.run("python", "-c", SQLFLUFF, "lint", "--disable-progress-bar", "--nocolor", ".")
    assert done.code == 0, done.printed
    assert "Traceback" not in done.printed, done.printed


def test_no_line_is_too_long() -> None:
    for path in sorted((ROOT / "hvac_analytics").rglob("*.sql")):
        if "target" in path.parts:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert len(line) <= 100, f"{path}:{number}"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select list_sort(a) as b from t", "list_sort() is not known to be there"),
        ("select count_if(a) as b from t", "count_if() is not known to be there"),
        ("select greatest(a, b) as c from t", "greatest() is not known to be there"),
        ("select sum(a) filter (where b) as c from t", "filter: "),
        ("select a from t group by all", "group by all"),
        ("select a[1] as b from t", "bracket: a[1]"),
        ("select a from t where where", "Snowflake does not parse it"),
    ],
)
def test_what_is_not_portable_is_noticed(sql: str, said: str) -> None:
    assert any(found.startswith(said) for found in of(sql)), of(sql)


def test_what_is_portable_is_not() -> None:
    sql = "select sum(case when a > 0 then 1 else 0 end) as b from t where c in (1, 2) group by d"
    assert of(sql) == []


def test_a_folder_is_searched_to_its_depth(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "hook.sql").write_text("\n", "utf-8")
    (tmp_path / "models" / "it.sql").write_text("select a[1] as b from t", "utf-8")
    assert problems(tmp_path) == ["it: bracket: a[1]"]
