"""Alembic's entry: which database, which schema. `alembic -x url=...` overrides alembic.ini."""

from logging.config import fileConfig
from typing import Any

from alembic import context
from sqlalchemy import create_engine, pool

import migrations.snowflake  # noqa: F401  # registers what Snowflake does not take
from hvac_models import Base
from migrations import sqlite

config = context.config
if config.cmd_opts is not None and config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def _of_the_schema(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the models should know it: a data set's manifest is none of theirs."""
    return not (kind == "table" and name == "hvac_manifest")


OPTIONS: dict[str, Any] = {
    "target_metadata": Base.metadata,
    "include_name": _of_the_schema,
    # SQLite cannot alter most of a table in place: later revisions copy it.
    "render_as_batch": True,
    "autogenerate_plugins": ("alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"),
}


def database_url() -> str:
    given = context.get_x_argument(as_dictionary=True).get("url")
    url = given or config.get_main_option("sqlalchemy.url")
    if not isinstance(url, str) or not url:
        raise SystemExit("error: name the database: alembic -x url=sqlite:///hvac.sqlite ...")
    return url


def print_sql() -> None:
    """Offline: write the statements instead of running them; needs the dialect, no connection."""
    context.configure(
        url=database_url(), literal_binds=True, dialect_opts={"paramstyle": "named"}, **OPTIONS
    )
    with context.begin_transaction():
        context.run_migrations()


def migrate() -> None:
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    on_sqlite = engine.dialect.name == "sqlite"
    if on_sqlite:
        sqlite.prepare(engine)
    with engine.connect() as connection:
        context.configure(connection=connection, **OPTIONS)
        with context.begin_transaction():
            context.run_migrations()
            if on_sqlite:
                sqlite.refuse_orphans(connection)


if context.is_offline_mode():
    print_sql()
else:
    migrate()
