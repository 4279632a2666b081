"""The known answers of docs/answers.md: its SQL, and the table that follows each.

`python -m tests.answers` writes the tables anew, from a company made as the page says.
"""

import re
import shlex
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "answers.md"
_ASKED: Final = re.compile(
    r"^```sql\n(.*?)^```\n(?:\n((?:\|[^\n]*\n)+))?", re.MULTILINE | re.DOTALL
)
_COMMAND: Final = re.compile(r"`(python -m factories\.populate [^`]+)`")


def told(text: str) -> list[str]:
    """The table after each block of SQL, empty where none is."""
    return [match[2] or "" for match in _ASKED.finditer(text)]


def asked(text: str) -> list[str]:
    """The blocks of SQL."""
    return [match[1] for match in _ASKED.finditer(text)]


def found(text: str, database: Path) -> list[str]:
    """The table that each block of SQL gives, empty where it only makes a view."""
    with closing(sqlite3.connect(database)) as connection:
        return [_table(connection.execute(match[1])) for match in _ASKED.finditer(text)]


def _table(answer: sqlite3.Cursor) -> str:
    if answer.description is None:
        return ""
    head = [str(column[0]) for column in answer.description]
    rows = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in answer)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def company(text: str, folder: Path) -> Path:
    """The database that the command on the page makes."""
    command = _COMMAND.search(text)
    assert command is not None, "the page does not say which company it is about"
    _, *words = shlex.split(command[1])
    database = folder / "hvac.sqlite"
    subprocess.run(
        [sys.executable, *words, "--quiet", "--database", str(database)], cwd=ROOT, check=True
    )
    return database


def main() -> None:
    text = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        tables = iter(found(text, company(text, Path(folder))))

    def answered(match: re.Match[str]) -> str:
        table = next(tables)
        return f"```sql\n{match[1]}```\n" + (f"\n{table}" if table else "")

    PAGE.write_text(_ASKED.sub(answered, text), "utf-8")


if __name__ == "__main__":
    main()
