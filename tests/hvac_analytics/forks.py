"""dbt imported once: each command runs in a fork of a process that has done so.

It takes dbt longer to import itself than to do most of what it is asked in a small project.
"""

import atexit
import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final, NoReturn

ROOT: Final = Path(__file__).parents[2]


def run(
    words: tuple[str, ...], folder: Path, environment: Mapping[str, str], seconds: float
) -> tuple[int, str]:
    """The exit code of ``dbt WORDS`` in a folder, and all that it printed."""
    with TemporaryDirectory() as aside:
        printed = Path(aside, "printed")
        order = {
            "words": words,
            "folder": str(folder),
            "environment": dict(environment),
            "printed": str(printed),
        }
        orders, answers = _server()
        orders.write(json.dumps(order) + "\n")
        orders.flush()
        assert select.select([answers], [], [], seconds)[0], f"dbt {words} takes longer than that"
        return int(answers.readline()), printed.read_text("utf-8")


@cache
def _server() -> tuple[IO[str], IO[str]]:
    """One for each process of a test run; it ends with it."""
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", __name__],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(_end, server)
    assert server.stdin is not None
    assert server.stdout is not None
    return server.stdin, server.stdout


def _end(server: subprocess.Popen[str]) -> None:
    server.communicate()


def main() -> None:
    """Take orders, a line of JSON each, until there are no more; answer with exit codes."""
    import dbt.adapters.duckdb
    import dbt.adapters.snowflake
    import dbt.cli.main  # noqa: F401

    from tests.hvac_analytics.one_thread import one_thread

    one_thread()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _obey(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _obey(order: Any) -> NoReturn:
    """Become that command."""
    from dbt.cli.main import cli

    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    output = os.open(order["printed"], os.O_WRONLY | os.O_CREAT, 0o600)
    for number in (1, 2):
        os.dup2(output, number)
    cli(order["words"], prog_name="dbt")
    sys.exit(0)


if __name__ == "__main__":
    main()
