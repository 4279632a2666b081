"""What a Snowflake schema leaves out: secondary indexes and CHECK constraints."""

from typing import Any

from alembic.ddl.impl import DefaultImpl
from sqlalchemy import CheckConstraint, Constraint, Index, Table


class SnowflakeImpl(DefaultImpl):
    """Create standard tables with their keys, comments and NOT NULL only.

    Snowflake rejects secondary indexes on standard tables. It takes CHECKs since 2026, but ours
    compare dates as text, and what a date casts to is a session setting there. Nothing is lost: the
    rows come from a SQLite database that has enforced every CHECK.
    """

    __dialect__ = "snowflake"
    transactional_ddl = False

    def create_table(self, table: Table, **kw: Any) -> None:
        for check in [c for c in table.constraints if isinstance(c, CheckConstraint)]:
            table.constraints.remove(check)
        table.indexes.clear()
        super().create_table(table, **kw)

    def add_constraint(self, const: Constraint, **kw: Any) -> None:
        if not isinstance(const, CheckConstraint):
            super().add_constraint(const, **kw)

    def drop_constraint(self, const: Constraint, **kw: Any) -> None:
        if not isinstance(const, CheckConstraint):
            super().drop_constraint(const, **kw)

    def create_index(self, index: Index, **kw: Any) -> None:
        """Skip it."""

    def drop_index(self, index: Index, **kw: Any) -> None:
        """Skip it: there is none."""
