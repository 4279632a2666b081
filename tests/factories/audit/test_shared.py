"""Several hands find what one finds."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from factories.audit.run import run_audit
from factories.audit.shared import SharedAudit
from factories.plan import run_company
from tests.factories.support import small_company

ROOT = Path(__file__).parents[3]
SPOILED = "UPDATE invoices SET customer_id = customer_id % 20 + 1 WHERE invoice_id < 9"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A company some of whose invoices went to the wrong customer."""
    file = tmp_path / "spoiled.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        run_company(small_company.scenario(), connection, lambda *_step: None)
        connection.execute(SPOILED)
        connection.execute("COMMIT")
    return file


def test_a_thread_helps(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        alone = run_audit(connection, small_company.AS_OF)
    assert sum(check.count for check in alone)
    with SharedAudit(path, as_of=small_company.AS_OF) as audit:
        assert audit.results() == alone


FORKS = """
import sqlite3, sys
from pathlib import Path
from factories.audit.run import run_audit
from factories.audit.shared import SharedAudit
from tests.factories.support import small_company
path = Path(sys.argv[1])
for copies in (1, 3):
    with SharedAudit(path, as_of=small_company.AS_OF, copies=copies) as audit:
        shared = audit.results()
    connection = sqlite3.connect(path)
    assert shared == run_audit(connection, small_company.AS_OF)
    connection.close()
print("same")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")
def test_forked_copies_help(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORKS, str(path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("same\n", "")


def test_what_a_helper_cannot_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.sqlite").write_text("no database, however long one looks at it")
    with (
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
        SharedAudit(tmp_path / "no.sqlite", as_of=small_company.AS_OF) as audit,
    ):
        audit.results()


def test_leaving_early_waits_for_the_helpers(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), SharedAudit(path, as_of=small_company.AS_OF):
        _ = 1 // 0
    path.unlink()
