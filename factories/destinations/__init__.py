"""Where an export can go: one class for each form that `--to` names.

`FORMS` is the one list of them: the options, the help and the checks of `--to` follow from it. The
modules behind it are imported when a form is used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

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
    "ParquetFolder",
    "PostgresqlDatabase",
    "SnowflakeSchema",
    "Source",
    "SqliteSnapshot",
]


@dataclass(frozen=True)
class Form:
    """What `--to` can name: by its ``name``, unless only a URL says where, or by a URL.

    ``options`` are those that this form alone takes, each with its argument of the class.
    """

    name: str
    module: str
    of: str
    schemes: tuple[str, ...] = ()
    by_name: bool = True
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> list[str]:
        """How to write it after `--to`."""
        urls = [f"{self.schemes[0]}://..."] if self.schemes else []
        return [self.name, *urls] if self.by_name else urls

    @property
    def destination(self) -> "Callable[..., Destination]":
        """The class, which takes `--out`, or `--to` of a server, and the options."""
        found: Callable[..., Destination] = _of_module(self.module, self.of)
        return found


FORMS: Final = (
    Form("csv", "folders", "CsvFolder"),
    Form("parquet", "folders", "ParquetFolder", options={"--folders": "folder_a_table"}),
    Form(
        "sqlite",
        "databases",
        "SqliteSnapshot",
        options={"--sample": "sample", "--as-of": "as_of"},
    ),
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
        options={
            "--connection": "connection",
            "--schema": "schema",
            "--budget": "budget",
            "--dry-run": "rehearsal",
        },
    ),
)
_MODULES: Final = {"Destination": "base", "Source": "base"} | {
    form.of: form.module for form in FORMS
}


def _of_module(module: str, name: str) -> Any:
    return getattr(import_module(f"{__name__}.{module}"), name)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _of_module(_MODULES[name], name)
