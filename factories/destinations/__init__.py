"""Where an export can go: one class for each form that `--to` names.

`FORMS` is the one list of them: the help of `--to`, its checks and the options that one form alone
takes follow from it. The modules behind it are imported when a form is used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from factories.errors import UserError
from factories.lazy import lazily
from factories.scenario import parse_date, parse_dollars, parse_whole

if TYPE_CHECKING:
    from factories.destinations.base import Destination, Source
    from factories.destinations.databases import DuckdbFile, SqliteSnapshot
    from factories.destinations.folders import CsvFolder, ParquetFolder
    from factories.destinations.servers import PostgresqlDatabase
    from factories.destinations.snowflake import SnowflakeSchema

__all__ = [
    "FORMS",
    "CsvFolder",
    "Destination",
    "DuckdbFile",
    "Form",
    "Option",
    "ParquetFolder",
    "PostgresqlDatabase",
    "SnowflakeSchema",
    "Source",
    "SqliteSnapshot",
]


@dataclass(frozen=True)
class Option:
    """An option that one form alone takes, and the ``argument`` of its class that it gives."""

    flag: str
    argument: str
    help: str
    metavar: str | None = None
    """What stands for its value; None where it has none, and says yes."""
    read: Callable[[str, Any], Any] = lambda _flag, said: said
    """Its value, from flag and text; raises `UserError`."""
    of_export: bool = False
    """It is `factories.export`'s, and not `factories.populate`'s."""

    @property
    def name(self) -> str:
        """As argparse calls it."""
        return self.flag.removeprefix("--").replace("-", "_")


@dataclass(frozen=True)
class Form:
    """What `--to` can name: by its ``name``, unless only a URL says where, or by a URL.

    ``options`` are those that this form alone takes.
    """

    name: str
    module: str
    of: str
    schemes: tuple[str, ...] = ()
    by_name: bool = True
    options: tuple[Option, ...] = ()

    @property
    def said(self) -> list[str]:
        """How to write it after `--to`."""
        urls = [f"{self.schemes[0]}://..."] if self.schemes else []
        return [self.name, *urls] if self.by_name else urls

    @property
    def destination(self) -> "Callable[..., Destination]":
        """The class, which takes `--out`, or `--to` of a server, and the options."""
        module = import_module(f"{__name__}.{self.module}")
        found: Callable[..., Destination] = getattr(module, self.of)
        return found


def _count(flag: str, text: str) -> int:
    number = parse_whole(flag, text)
    if number < 1:
        raise UserError(flag, "it must be 1 or more")
    return number


_PARQUET: Final = (
    Option("--folders", "folder_a_table", "parquet: a folder a table, of several files"),
)
_SQLITE: Final = (
    Option("--sample", "sample", "sqlite: so many customers and all that is theirs",
           metavar="N", read=_count, of_export=True),
    Option("--as-of", "as_of", "sqlite: leave out what came after it, YYYY-MM-DD",
           metavar="DATE", read=parse_date, of_export=True),
)  # fmt: skip
_SNOWFLAKE: Final = (
    Option("--connection", "connection", "snowflake: a connection of connections.toml",
           metavar="NAME"),
    Option("--schema", "schema", "snowflake: the tables' schema (default: HVAC_RAW)",
           metavar="NAME"),
    Option("--budget", "budget", "snowflake: refuse what costs more (default: 7)",
           metavar="DOLLARS", read=parse_dollars),
    Option("--dry-run", "rehearsal", "snowflake: print the SQL and the estimate", of_export=True),
)  # fmt: skip
FORMS: Final = (
    Form("csv", "folders", "CsvFolder"),
    Form("parquet", "folders", "ParquetFolder", options=_PARQUET),
    Form("sqlite", "databases", "SqliteSnapshot", options=_SQLITE),
    Form("duckdb", "databases", "DuckdbFile"),
    Form(
        "postgresql",
        "servers",
        "PostgresqlDatabase",
        schemes=("postgresql", "postgres"),
        by_name=False,
    ),
    Form(
        "snowflake",
        "snowflake",
        "SnowflakeSchema",
        schemes=("snowflake",),
        options=_SNOWFLAKE,
    ),
)

if not TYPE_CHECKING:
    _CLASSES: Final = {form.of: form.module for form in FORMS}
    __getattr__, __dir__ = lazily(globals(), {"Destination": "base", "Source": "base", **_CLASSES})
