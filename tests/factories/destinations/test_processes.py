"""CSV files of a large source are written by several processes: the same bytes, or nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factories.destinations import folders
from factories.export import destination_of, export

ROOT = Path(__file__).parents[3]
BY_SEVERAL = """
import sys
from factories.destinations import folders
from factories.engine import processes
from factories.export import main

{prepare}
folders.LARGE = 0
folders.available = lambda: 2
sys.exit(main([sys.argv[1], "--to", "csv", "--out", sys.argv[2], "--no-audit", "--quiet"]))
"""
A_FULL_DISK = """
import errno
from factories.sinks import csv

def write_table(connection, table, path, whole=csv.write_table):
    if table.name == "payments":
        raise OSError(errno.ENOSPC, "No space left on device")
    return whole(connection, table, path)

csv.write_table = write_table
"""
A_KILLED_COPY = """
import os, signal
from factories.sinks import csv

csv.write_table = lambda *_given: os.kill(os.getpid(), signal.SIGKILL)
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are forked on Linux only"
)


def _run(database: Path, place: Path, prepare: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BY_SEVERAL.format(prepare=prepare), str(database), str(place)],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def _files(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir()}


def test_several_write_what_one_writes(database: Path, tmp_path: Path) -> None:
    done = _run(database, tmp_path / "several")
    assert done.returncode == 0, done.stderr
    assert database.stat().st_size < folders.LARGE
    export(database, destination_of("csv", str(tmp_path / "one")), audit=False)
    assert _files(tmp_path / "several") == _files(tmp_path / "one")


@pytest.mark.parametrize(
    ("prepare", "said"),
    [(A_FULL_DISK, "the disk is full"), (A_KILLED_COPY, "killed before its work was done")],
)
def test_a_failure_in_a_copy_is_one_line(
    prepare: str, said: str, database: Path, tmp_path: Path
) -> None:
    place = tmp_path / "out"
    export(database, destination_of("csv", str(place)), audit=False)
    before = _files(place)
    done = _run(database, place, prepare)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert _files(place) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
