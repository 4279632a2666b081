"""How many rows a database has."""

import sqlite3

from hvac_models import SCHEMA


def rows_of_tables(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows of each table, in the order of the schema."""
    return {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in SCHEMA.tables
    }
