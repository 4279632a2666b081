"""How to reach Snowflake: a SQLAlchemy URL, a connection of connections.toml, or the environment.

All that is found becomes arguments of Snowflake's own connector, which knows the ways to sign in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from factories.database_urls import check_host
from factories.errors import UserError
from factories.sinks.snowflake.script import Place
from factories.warehouse.settings import Warehouse

TO: Final = "--to"
CONNECTION: Final = "--connection"
_ENVIRONMENT: Final = {
    "SNOWFLAKE_ACCOUNT": "account",
    "SNOWFLAKE_USER": "user",
    "SNOWFLAKE_PASSWORD": "password",
    "SNOWFLAKE_PRIVATE_KEY_PATH": "private_key_file",
    "SNOWFLAKE_PRIVATE_KEY_PASSPHRASE": "private_key_file_pwd",
    "SNOWFLAKE_AUTHENTICATOR": "authenticator",
    "SNOWFLAKE_TOKEN": "token",
    "SNOWFLAKE_PASSCODE": "passcode",
    "SNOWFLAKE_ROLE": "role",
    "SNOWFLAKE_WAREHOUSE": "warehouse",
    "SNOWFLAKE_DATABASE": "database",
}
"""As the dbt profile reads them. SNOWFLAKE_SCHEMA is not among them: it is where models go."""
_INSTEAD: Final = {
    "SNOWFLAKE_HOST": "host",
    "SNOWFLAKE_PORT": "port",
    "SNOWFLAKE_PROTOCOL": "protocol",
}
_SECRETS: Final = ("pass", "pwd", "token", "secret", "private_key")
_NOT_SECRET: Final = ("private_key_file", "private_key_path", "token_file_path")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_$]{0,254}")
_LOGIN_SECONDS: Final = 30
_NETWORK_SECONDS: Final = 300
QUERY_TAG: Final = "hvac_analytics_export"


@dataclass(frozen=True, repr=False)
class Access:
    """The connector's arguments, and where the tables go. It has no `repr`: it holds secrets."""

    arguments: Mapping[str, Any]
    place: Place

    @property
    def account(self) -> str:
        return str(self.arguments.get("account", ""))

    @property
    def shown(self) -> str:
        return f"snowflake://{self.account}/{self.place.database}/{self.place.schema}"

    def secrets(self) -> Iterator[str]:
        """Whatever must not be read anywhere."""
        for name, value in self.arguments.items():
            hidden = any(word in name for word in _SECRETS) and name not in _NOT_SECRET
            if hidden and isinstance(value, str | bytes) and value:
                yield value.decode(errors="replace") if isinstance(value, bytes) else value

    def engine(self) -> sa.Engine:
        """Each statement is its own transaction unless one says BEGIN, so AUTOCOMMIT is on."""
        from snowflake.connector import connect

        given = {
            "login_timeout": _LOGIN_SECONDS,
            "network_timeout": _NETWORK_SECONDS,
            **self.arguments,
            "autocommit": True,
            "session_parameters": {
                "QUERY_TAG": QUERY_TAG,
                **self.arguments.get("session_parameters", {}),
            },
        }
        return sa.create_engine(
            "snowflake://",
            creator=lambda: connect(**given),
            poolclass=sa.pool.NullPool,
            hide_parameters=True,
        )


def access(
    to: str,
    environment: Mapping[str, str],
    *,
    connection: str | None,
    schema: str | None,
    offline: bool = False,
) -> Access:
    """From `--to snowflake` or its URL; raises `UserError` when nothing says where Snowflake is,
    unless it is not going to be asked."""
    defaults = Warehouse()
    if "://" in to:
        if connection is not None:
            raise UserError(CONNECTION, "the URL of --to says where; omit --connection")
        found = _of_url(to) | _instead(environment)
        of_url = found.pop("schema", None)
        schema = of_url if schema is None else schema
    else:
        found = _of_connections_file(connection, environment) or _of_environment(environment)
        if not offline:
            _check_complete(found)
        # A connection's own schema is for queries; raw tables have a schema of theirs.
        found.pop("schema", None)
    place = Place(
        _identifier("warehouse", str(found.get("warehouse") or defaults.warehouse)),
        _identifier("database", str(found.get("database") or defaults.database)),
        _identifier("schema", schema or defaults.raw_schema),
    )
    named = {"warehouse": place.warehouse, "database": place.database}
    return Access({**found, **named}, place)


def _of_url(text: str) -> dict[str, Any]:
    from snowflake.sqlalchemy.snowdialect import SnowflakeDialect

    try:
        url = sa.make_url(text)
        check_host(TO, url)
        _, found = SnowflakeDialect().create_connect_args(url)
    except (ArgumentError, ValueError):
        raise UserError(
            TO, "the URL cannot be read; write snowflake://user@account/database/schema"
        ) from None
    given = {name: value for name, value in found.items() if value is not None}
    if not given.get("host"):
        raise UserError(TO, "the URL names no account; write snowflake://user@account/database")
    return given


def _of_connections_file(name: str | None, environment: Mapping[str, str]) -> dict[str, Any] | None:
    """The connection that was named; without a name and an account in the environment the default
    one, if there is any."""
    from snowflake.connector.config_manager import CONFIG_MANAGER
    from snowflake.connector.errors import Error

    if name is None and environment.get("SNOWFLAKE_ACCOUNT"):
        return None
    try:
        CONFIG_MANAGER.read_config()
        listed: Any = CONFIG_MANAGER["connections"]
        known = {str(key): dict(value) for key, value in listed.items()}
        wanted = name or str(CONFIG_MANAGER["default_connection_name"])
    except (Error, ValueError, TypeError, OSError):
        raise UserError(
            CONNECTION, "Snowflake's connections.toml cannot be read; fix it, or give a URL"
        ) from None
    if wanted in known:
        return known[wanted]
    if name is None:
        return None
    names = f"there are {', '.join(sorted(known))}" if known else "there is none"
    raise UserError(CONNECTION, f"connections.toml has no {name!r}; {names}")


def _of_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        argument: environment[variable]
        for variable, argument in _ENVIRONMENT.items()
        if environment.get(variable)
    }
    return found | _instead(environment)


def _instead(environment: Mapping[str, str]) -> dict[str, Any]:
    """A proxy, or what stands in Snowflake's place; a URL must not say so by itself."""
    found: dict[str, Any] = {
        argument: environment[variable]
        for variable, argument in _INSTEAD.items()
        if environment.get(variable)
    }
    if "port" in found:
        if not found["port"].isdecimal():
            raise UserError(TO, "SNOWFLAKE_PORT is not a number")
        found["port"] = int(found["port"])
    return found


def _check_complete(found: Mapping[str, Any]) -> None:
    if not found.get("account"):
        raise UserError(
            TO, "nothing says where Snowflake is: set SNOWFLAKE_ACCOUNT and SNOWFLAKE_USER, name a"
            " --connection of connections.toml, or write --to snowflake://user@account/database"
        )  # fmt: skip


def check_key(arguments: Mapping[str, Any]) -> None:
    """A key that cannot be used is told before anybody is asked."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    name = arguments.get("private_key_file")
    if not name:
        return
    passphrase = arguments.get("private_key_file_pwd")
    if isinstance(passphrase, str):
        passphrase = passphrase.encode()
    try:
        load_pem_private_key(Path(str(name)).expanduser().read_bytes(), passphrase)
    except OSError as error:
        raise UserError(TO, f"the private key {name} cannot be read ({error.strerror})") from None
    except (ValueError, TypeError):
        raise UserError(
            TO, f"{name} is no private key that its passphrase opens; check both"
        ) from None


def _identifier(what: str, name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UserError(
            TO, f"the {what} {name!r} is no plain name; use letters, digits and underscores"
        )
    return name.upper()
