"""A stand-in for Snowflake, and ways to break the connection to it at any statement."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import snowflake.connector
import sqlalchemy as sa

from factories.destinations.snowflake import access_of, connected

PASSWORD: Final = "not-a-secret-but-never-printed"


def connections_file(folder: Path, settings: Mapping[str, str], **more: str) -> None:
    """A connections.toml with one connection, `lab`, as the connector reads it."""
    told = {
        "account": settings["SNOWFLAKE_ACCOUNT"],
        "user": settings["SNOWFLAKE_USER"],
        "password": PASSWORD,
        "host": settings["SNOWFLAKE_HOST"],
        "protocol": settings["SNOWFLAKE_PROTOCOL"],
        "database": settings["SNOWFLAKE_DATABASE"],
        **more,
    }
    lines = [f'{name} = "{value}"' for name, value in told.items()]
    numbers = [f"port = {settings['SNOWFLAKE_PORT']}", "network_timeout = 60", "login_timeout = 20"]
    path = folder / "connections.toml"
    path.write_text("\n".join(["[lab]", *lines, *numbers, ""]))
    path.chmod(0o600)


@contextmanager
def session() -> Iterator[sa.Connection]:
    """A connection of the test's own, by what the environment says."""
    with connected(access_of("snowflake", "lab", None)) as connection:
        yield connection


class Faults:
    """Counts the statements of every connection, and lets one of them fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[str] = []
        self.at: int | None = None
        self.after = False
        self.broken = False
        honest = snowflake.connector.cursor.SnowflakeCursor.execute
        monkeypatch.setattr(
            snowflake.connector.cursor.SnowflakeCursor,
            "execute",
            lambda cursor, command, *given, **named: self._execute(
                honest, cursor, command, *given, **named
            ),
        )

    def _execute(self, honest: Any, cursor: Any, command: str, *given: Any, **named: Any) -> Any:
        """The connection is lost before a statement, or after it and before its answer: from then
        on nothing gets through, ROLLBACK neither."""
        if self.broken:
            raise snowflake.connector.errors.OperationalError(msg="connection lost", errno=250001)
        number = len(self.seen)
        self.seen.append(command)
        if number == self.at and self.after:
            honest(cursor, command, *given, **named)
        if number == self.at:
            self.broken = True
            # Snowflake rolls back what a lost session leaves open; the stand-in keeps it.
            honest(cursor.connection.cursor(), "ROLLBACK")
            cursor.connection.close()
            raise snowflake.connector.errors.OperationalError(msg="connection lost", errno=250001)
        return honest(cursor, command, *given, **named)

    def arm(self, at: int | None, *, after: bool = False) -> None:
        self.seen, self.at, self.after, self.broken = [], at, after, False


def raw(settings: Mapping[str, str]) -> Any:
    """A cursor beside the project's own code."""
    return closing(
        snowflake.connector.connect(
            account=settings["SNOWFLAKE_ACCOUNT"],
            user=settings["SNOWFLAKE_USER"],
            password=PASSWORD,
            host=settings["SNOWFLAKE_HOST"],
            port=int(settings["SNOWFLAKE_PORT"]),
            protocol="http",
            database=settings["SNOWFLAKE_DATABASE"],
            network_timeout=60,
        )
    )


def clear_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SNOWFLAKE_")]:
        monkeypatch.delenv(name)
