"""Where an export can go: one class for each `--to`."""

from factories.destinations.base import Destination, Source
from factories.destinations.databases import DuckdbFile, SqliteSnapshot
from factories.destinations.folders import CsvFolder, ParquetFolder
from factories.destinations.servers import PostgresqlDatabase
from factories.destinations.snowflake import SnowflakeSchema

__all__ = [
    "CsvFolder",
    "Destination",
    "DuckdbFile",
    "ParquetFolder",
    "PostgresqlDatabase",
    "SnowflakeSchema",
    "Source",
    "SqliteSnapshot",
]
