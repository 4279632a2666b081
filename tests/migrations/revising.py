"""A developer's afternoon: the models change, Alembic writes the revision, a data set takes it.

Run by ``test_next_revision`` in a process of its own, for it changes the models:
python -m tests.migrations.revising DATABASE FOLDER
"""

import io
import os
import sys
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from hvac_models import Base

ROOT: Final = Path(__file__).parents[2]
VERSIONS: Final = ROOT / "migrations" / "versions"
TABLES: Final = Base.metadata.tables


def config_for(url: str, folder: Path | None = None, output: io.StringIO | None = None) -> Config:
    """Alembic's, on that database; revisions in a folder follow those of the project."""
    config = Config(ROOT / "alembic.ini", output_buffer=output, stdout=io.StringIO())
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    if folder is not None:
        config.set_main_option("version_locations", f"{VERSIONS}{os.pathsep}{folder}")
    return config


def change_the_models() -> None:
    """A table, a column with a default, a flag, and a member of an enumeration."""
    customers, feedback = TABLES["customers"], TABLES["customer_feedback"]
    customers.append_column(sa.Column("gate_code", sa.String(20), comment="Of the drive"))
    customers.append_column(
        sa.Column("texts_allowed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    flag = sa.CheckConstraint("texts_allowed IN (0, 1)", name="texts_allowed")
    customers.append_constraint(flag.ddl_if(dialect="sqlite"))
    (known,) = (c for c in feedback.constraints if c.name == "ck_customer_feedback_source")
    assert isinstance(known, sa.CheckConstraint)
    feedback.constraints.remove(known)
    more = f"{known.sqltext} OR source = 'Text Message'"
    feedback.append_constraint(sa.CheckConstraint(more, name="source"))
    sa.Table(
        "tool_loans",
        Base.metadata,
        sa.Column("loan_id", sa.Integer, primary_key=True),
        sa.Column(
            "customer_id", sa.ForeignKey(customers.c.customer_id), nullable=False, index=True
        ),
    )


def main(database: Path, folder: Path) -> None:
    config = config_for(f"sqlite:///{database}", folder)
    change_the_models()
    command.revision(config, "Lend tools", autogenerate=True, version_path=str(folder))
    command.upgrade(config, "head")
    command.check(config)
    for server in ("snowflake://account/hvac/public", "postgresql://localhost/hvac"):
        printed = io.StringIO()
        command.upgrade(config_for(server, folder, printed), "head", sql=True)
        assert "CREATE TABLE tool_loans" in printed.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
