"""The SQL of a load, in its order: `--dry-run` prints what a load executes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from snowflake.sqlalchemy.snowdialect import SnowflakeDialect
from sqlalchemy.schema import CreateTable

from factories.storage import manifest

STAGING: Final = "hvac_new_"
"""Before a table's name: where its rows wait until all of them are there."""
MANIFEST: Final = manifest.TABLE
_FORMAT: Final = "FILE_FORMAT = (TYPE = PARQUET USE_LOGICAL_TYPE = TRUE)"

_DIALECT: Any = SnowflakeDialect()


@dataclass(frozen=True)
class Place:
    """Where the tables go; names as Snowflake holds them, without quotes."""

    warehouse: str
    database: str
    schema: str

    @property
    def path(self) -> str:
        return f"{self.database}.{self.schema}"


class Script:
    """Statements for the tables of a metadata, of which the same rows come to the same place."""

    def __init__(self, metadata: sa.MetaData, place: Place) -> None:
        self.place = place
        declared = _declared(metadata)
        self.tables = [declared.tables[table.name] for table in metadata.sorted_tables]
        self.keys = list(_foreign_keys(metadata))
        self.signature = sa.Table(
            MANIFEST,
            declared,
            sa.Column("key", sa.String(64), primary_key=True),
            sa.Column("value", sa.Text, nullable=False),
        )

    def open(self) -> list[str]:
        return [f"USE WAREHOUSE {self.place.warehouse}", f"USE DATABASE {self.place.database}"]

    def schema(self) -> list[str]:
        return [f"CREATE SCHEMA IF NOT EXISTS {self.place.path}"]

    def create(self) -> list[str]:
        """The mark first: tables half made are known as our own by it."""
        return [
            f"USE SCHEMA {self.place.path}",
            *(
                _text(CreateTable(table, if_not_exists=True))
                for table in (self.signature, *self.tables)
            ),
        ]

    def relate(self, key: sa.ForeignKeyConstraint) -> str:
        """Told to Snowflake for whoever reads the schema; it would not enforce them anyway."""
        (column,), (element,) = key.columns, key.elements
        parent = element.column
        return (
            f"ALTER TABLE {_table(key.table)} ADD CONSTRAINT {key.name} FOREIGN KEY"
            f" ({_name(column)}) REFERENCES {_table(parent.table)} ({_name(parent)}) NOT ENFORCED"
        )

    def stage(self, table: sa.Table) -> str:
        """A table of the same columns, without the cost of Fail-safe."""
        columns = ", ".join(
            f"{_name(column)} {_type(column)}{'' if column.nullable else ' NOT NULL'}"
            for column in table.columns
        )
        return f"CREATE OR REPLACE TRANSIENT TABLE {STAGING}{table.name} ({columns})"

    def put(self, table: sa.Table, folder: str) -> str:
        files = f"file://{folder}/{table.name}/*.parquet".replace("'", "\\'")
        return (
            f"PUT '{files}' @%{STAGING}{table.name} AUTO_COMPRESS = FALSE OVERWRITE = TRUE"
            " SOURCE_COMPRESSION = NONE"
        )

    def copy(self, table: sa.Table) -> str:
        staging = f"{STAGING}{table.name}"
        return (
            f"COPY INTO {staging} FROM @%{staging} {_FORMAT}"
            " MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE FORCE = TRUE ON_ERROR = ABORT_STATEMENT"
        )

    def count(self, table: sa.Table) -> str:
        return f"SELECT COUNT(*) FROM {STAGING}{table.name}"

    def begin(self) -> str:
        return "BEGIN TRANSACTION"

    def empty(self) -> list[str]:
        """Children before their parents."""
        return [f"DELETE FROM {table.name}" for table in reversed(self.tables)]

    def fill(self, table: sa.Table) -> str:
        names = ", ".join(_name(column) for column in table.columns)
        return f"INSERT INTO {_table(table)} ({names}) SELECT {names} FROM {STAGING}{table.name}"

    def sign(self, facts: dict[str, str]) -> list[str]:
        values = ", ".join(f"({_quoted(key)}, {_quoted(value)})" for key, value in facts.items())
        return [f"DELETE FROM {MANIFEST}", f"INSERT INTO {MANIFEST} (key, value) VALUES {values}"]

    def commit(self) -> str:
        return "COMMIT"

    def sweep(self) -> list[str]:
        return [f"DROP TABLE IF EXISTS {STAGING}{table.name}" for table in self.tables]

    def whole(self, facts: dict[str, str]) -> Iterator[str]:
        """All of it, as it would run into an empty database."""
        yield from (*self.open(), *self.schema(), *self.create())
        yield from map(self.relate, self.keys)
        for table in self.tables:
            yield self.stage(table)
            yield self.put(table, "...")
            yield self.copy(table)
            yield self.count(table)
        yield self.begin()
        yield from self.empty()
        yield from map(self.fill, self.tables)
        yield from self.sign(facts)
        yield self.commit()
        yield from self.sweep()

    def read(self, table: sa.Table) -> str:
        """Moments as text, in the order of the key."""
        cells = ", ".join(
            f"CAST({_name(column)} AS VARCHAR) AS {_name(column)}"
            if isinstance(column.type, sa.DateTime)
            else _name(column)
            for column in table.columns
        )
        (key,) = table.primary_key
        return f"SELECT {cells} FROM {self.place.path}.{_table(table)} ORDER BY {_name(key)}"

    def shape(self, table: sa.Table) -> list[tuple[str, str]]:
        """Names and types of the columns, as INFORMATION_SCHEMA tells them."""
        return [(column.name.upper(), _told(column)) for column in table.columns]


def _declared(metadata: sa.MetaData) -> sa.MetaData:
    """The tables as Snowflake takes them: it knows no CHECKs and no indexes.

    Keys come with the rows, so no column counts by itself; foreign keys are declared afterwards.
    """
    declared = sa.MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        ours = table.to_metadata(declared)
        ours.indexes.clear()
        for column in ours.columns:
            column.autoincrement = False
        for constraint in list(ours.constraints):
            if isinstance(constraint, sa.CheckConstraint | sa.ForeignKeyConstraint):
                ours.constraints.remove(constraint)
    return declared


def _foreign_keys(metadata: sa.MetaData) -> Iterator[sa.ForeignKeyConstraint]:
    for table in metadata.sorted_tables:
        keys = [key for key in table.constraints if isinstance(key, sa.ForeignKeyConstraint)]
        yield from sorted(keys, key=lambda key: str(key.name))


def _told(column: sa.Column[Any]) -> str:
    match column.type:
        case sa.Boolean():
            return "BOOLEAN"
        case sa.Integer():
            return "NUMBER(38,0)"
        case sa.Numeric(precision=precision, scale=scale):
            return f"NUMBER({precision},{scale})"
        case sa.DateTime():
            return "TIMESTAMP_NTZ"
        case sa.Date():
            return "DATE"
        case sa.String(length=int(length)):
            return f"TEXT({length})"
        case _:
            return "TEXT"


def _text(statement: Any) -> str:
    lines = str(statement.compile(dialect=_DIALECT)).replace("%%", "%").split("\n")
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _type(column: sa.Column[Any]) -> str:
    return str(column.type.compile(dialect=_DIALECT))


def _name(column: sa.Column[Any]) -> str:
    return str(_DIALECT.identifier_preparer.quote(column.name))


def _table(table: sa.Table) -> str:
    return str(_DIALECT.identifier_preparer.format_table(table))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
