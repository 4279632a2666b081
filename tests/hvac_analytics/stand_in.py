"""A server in Snowflake's place, for as long as a test needs it.

python -m tests.hvac_analytics.stand_in PORT
"""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from tests.hvac_analytics.one_thread import one_thread
from tests.hvac_analytics.project import ROOT

HOST: Final = "127.0.0.1"
PATIENCE: Final = 180.0
"""Seconds to come up, on a busy machine."""


@contextmanager
def stand_in(log: Path) -> Iterator[dict[str, str]]:
    """What the profile needs in the environment to reach a server that ends with the block."""
    with closing(socket.socket()) as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", __name__, str(port)], cwd=ROOT, stdout=said, stderr=said
        )
        try:
            _wait_for(port, server)
            yield {
                "SNOWFLAKE_ACCOUNT": "stand-in",
                "SNOWFLAKE_USER": "somebody",
                "SNOWFLAKE_PASSWORD": "not checked",
                # A database named as its schema is too much for DuckDB, which is underneath.
                "SNOWFLAKE_DATABASE": "HVAC",
                "SNOWFLAKE_HOST": HOST,
                "SNOWFLAKE_PORT": str(port),
                "SNOWFLAKE_PROTOCOL": "http",
            }
        finally:
            _end(server)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        with closing(socket.socket()) as knock:
            knock.settimeout(1)
            if knock.connect_ex((HOST, port)) == 0:
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


def main(port: str) -> int:
    from fakesnow import cli, transforms

    # It sums whatever it is given as floating point, so that text can be summed; Snowflake sums
    # numerics exactly, and the tests of the books hold it to the cent.
    transforms.numeric_agg_implicit_cast = lambda expression: expression
    one_thread()
    return cli.main(["-s", "--host", HOST, "-p", port])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
