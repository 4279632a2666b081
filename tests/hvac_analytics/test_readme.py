"""What the dbt project's README says to type works, and what it lists is there."""

import re
from pathlib import Path

from hvac_models import Base
from tests.hvac_analytics.project import ROOT, Project
from tests.markdown import Document, commands
from tests.reader import is_chore

PROJECT = ROOT / "hvac_analytics"
README = Document(PROJECT / "README.md")
SCHEMAS = {"HVAC_RAW", "HVAC_ANALYTICS"}
RUN_ELSEWHERE = {
    "source ../.venv/bin/activate",
    "dbt debug",
    "dbt seed",
    "dbt run",
    "dbt test",
    "dbt docs generate",
    "dbt debug --target snowflake",
    "dbt build --target snowflake",
}
"""The environment is that of the tests; `test_build` and `test_snowflake` run the others."""


def test_its_commands_work(own: Project) -> None:
    lines = [c.line for block in README.blocks("console") for c in commands(block)]
    assert len(lines) > 8
    for line in lines:
        if line.startswith("make "):
            assert is_chore(line.removeprefix("make "))
        elif line.startswith("dbt build --select "):
            # What it would build is there: that it builds, ``test_build`` shows.
            listed = own.dbt("ls", "--quiet", *line.split()[2:])
            listed.assert_clean()
            assert len(listed.printed.splitlines()) > 10, line
        elif line not in RUN_ELSEWHERE:
            own.dbt(*line.split()[1:]).assert_clean()


def test_it_names_every_mart_and_no_other() -> None:
    told = {
        name for row in README.table("Marts", "Question") for name in re.findall(r"`(\w+)`", row[0])
    }
    assert told == {path.stem for path in (PROJECT / "models" / "marts").rglob("*.sql")}


def test_it_counts_tables_and_marts() -> None:
    told = re.search(
        r"turns the (\d+) raw tables of the HVAC company into (\d+) marts", README.prose
    )
    assert told is not None
    marts = list((PROJECT / "models" / "marts").rglob("*.sql"))
    assert (int(told[1]), int(told[2])) == (len(Base.metadata.tables), len(marts))


def test_it_names_every_variable_of_the_profile() -> None:
    read = set(re.findall(r"env_var\('(\w+)'", (PROJECT / "profiles.yml").read_text("utf-8")))
    assert read == set(re.findall(r"`((?:SNOWFLAKE|HVAC)_[A-Z_]+)`", README.prose)) - SCHEMAS


def test_the_credits_are_what_the_assumptions_make() -> None:
    """Half a second a statement, eight at once, and a minute until the warehouse sleeps."""
    table = README.table("Command", "Statements", "Busy", "Credits", "At $2 to $3 a credit")
    for command, statements, busy, credits_, price in table:
        seconds = int(statements.replace(",", "")) * 0.5 / 8
        credit = (seconds + 60) / 3600
        assert busy == f"{seconds:.0f} s", command
        assert credits_ == f"{credit:.3f}", command
        assert price == f"${2 * credit:.2f} to ${3 * credit:.2f}", command


def test_the_files_it_names_exist() -> None:
    for code in README.inline_code():
        if re.fullmatch(r"(?:models|tests)/[\w./-]+", code):
            assert (PROJECT / code).exists() or (ROOT / code).exists(), code
        assert Path(code).is_absolute() is False, code
