"""The project on Snowflake, as far as a stand-in on this machine can tell."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.hvac_analytics.portability import problems
from tests.hvac_analytics.project import SECONDS, Project, small_company


def test_it_builds_through_the_snowflake_target(tmp_path: Path) -> None:
    """`fakesnow` takes what a connector sends over HTTP and runs it on DuckDB.

    It cannot do all: dbt's unit tests describe their given rows by statements that it does not
    know, and a second run of a snapshot or of an incremental model needs temporary tables and
    merges that it has not. So this is the first build, of all but unit tests; DuckDB does the rest.
    """
    with stand_in(tmp_path / "server.log") as port:
        # A database named as its schema is too much for DuckDB, underneath; Snowflake takes it.
        project = Project.copied(
            tmp_path,
            small_company(),
            SNOWFLAKE_ACCOUNT="stand-in",
            SNOWFLAKE_USER="somebody",
            SNOWFLAKE_PASSWORD="not checked",
            SNOWFLAKE_DATABASE="HVAC",
            SNOWFLAKE_HOST="127.0.0.1",
            SNOWFLAKE_PORT=str(port),
            SNOWFLAKE_PROTOCOL="http",
        )
        target = ("--target", "snowflake")
        project.dbt("debug", *target).assert_clean()
        project.dbt("build", *target, "--exclude-resource-type", "unit_test").assert_clean()
        # The tables are there now, so this compiles what an incremental model adds on a rerun.
        project.dbt("compile", *target).assert_clean()
    assert problems(project.folder / "target" / "compiled") == []


@contextmanager
def stand_in(log: Path) -> Iterator[int]:
    """A server on a free port, for as long as the block lasts and never longer."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "fakesnow", "-s", "-p", str(port)], stdout=said, stderr=said
        )
        try:
            _wait_for(port, server)
            yield port
        finally:
            _end(server)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + SECONDS / 5
    while time.monotonic() < patience:
        assert server.poll() is None, "the server ended"
        with closing(socket.socket()) as knock:
            knock.settimeout(1)
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(5)
