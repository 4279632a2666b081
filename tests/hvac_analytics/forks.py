"""dbt imported once: each command runs in a fork of a process that has done so.

It takes dbt longer to import itself than to do most of what it is asked in a small project.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.fork_server import ask, serve, settle


def run(
    words: tuple[str, ...], folder: Path, environment: Mapping[str, str], seconds: float
) -> tuple[int, str]:
    """The exit code of ``dbt WORDS`` in a folder, and all that it printed."""
    server = ("-W", "ignore", "-m", __name__)
    return ask(server, words, folder, environment, seconds)


def main() -> None:
    import dbt.adapters.duckdb
    import dbt.adapters.snowflake
    import dbt.cli.main  # noqa: F401

    from tests.hvac_analytics.one_thread import one_thread

    one_thread()
    serve(_obey)


def _obey(order: Any) -> None:
    """Become that command."""
    from dbt.cli.main import cli

    settle(order)
    cli(order["words"], prog_name="dbt")


if __name__ == "__main__":
    main()
