"""A real PostgreSQL server of the test's own: on a free port, in a folder that goes with it."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PASSWORD = "not-a-secret-but-never-printed"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database on a server that lives as long as the block."""
    folder = programs()
    assert folder is not None
    # The server refuses to run as root; Debian's package brings a user of its own.
    user = "postgres" if os.geteuid() == 0 else None
    with TemporaryDirectory(prefix="hvac-postgresql-", ignore_cleanup_errors=True) as home:
        if user is not None:
            shutil.chown(home, user)
        data, secret = f"{home}/data", Path(home, "password")
        secret.write_text(PASSWORD)
        secret.chmod(0o644)

        def run(program: str, *options: str) -> None:
            subprocess.run(
                [folder / program, "--pgdata", data, *options],
                user=user,
                cwd=home,
                check=True,
                stdout=subprocess.DEVNULL,
                timeout=60,
            )

        run("initdb", "--username=app", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync")
        port = _free_port()
        settings = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "start", "--wait", "--silent", f"--log={home}/log", f"--options={settings}")
        try:
            yield f"postgresql://app:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "--mode=immediate", "--silent")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
