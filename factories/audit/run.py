"""Run the checks over a SQLite database."""

import sqlite3
from datetime import date

from factories.audit.check import EXAMPLES, Check, CheckResult
from factories.audit.checks import all_checks
from factories.errors import UserError
from factories.storage import manifest
from factories.storage.paths import DATABASE
from hvac_models import SCHEMA

AS_OF = "--as-of"


def run_audit(
    connection: sqlite3.Connection, as_of: date | None = None, *, whole_books: bool = True
) -> list[CheckResult]:
    """Run every check; nothing is written.

    Without `as_of` the database says it, in its table hvac_manifest. Without `whole_books` the
    checks that a few rows cannot meet are left out. Raises `UserError` for a database without this
    schema, or that does not say its as-of date.
    """
    require_schema(connection)
    day = as_of or stored_as_of(connection)
    return [
        run_check(connection, check, day)
        for check in all_checks()
        if whole_books or not check.whole_books
    ]


def run_check(connection: sqlite3.Connection, check: Check, as_of: date) -> CheckResult:
    """Count the rows that break one truth, and name the first three."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(check.sql, {"as_of": as_of.isoformat()})
    names = [column[0] for column in cursor.description]
    first = cursor.fetchmany(EXAMPLES)
    count = len(first) + sum(1 for _ in cursor)
    return CheckResult(check.name, check.title, count, [_example(names, row) for row in first])


def _example(names: list[str], row: tuple[object, ...]) -> str:
    return ", ".join(
        str(value) if name == "example" else f"{name}={value}"
        for name, value in zip(names, row, strict=True)
    )


def require_schema(connection: sqlite3.Connection) -> None:
    """Every table and column of the models is there; `UserError` names the first that is not."""
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "select m.name, c.name from sqlite_master as m join pragma_table_info(m.name) as c"
        " where m.type in ('table', 'view')"
    ):
        found.setdefault(table, set()).add(column)
    for table in SCHEMA.sorted_tables:
        if table.name not in found:
            raise UserError(
                DATABASE,
                f"it has no table {table.name}: not made by this program, or changed since; make"
                " one with factories.populate",
            )
        for column in table.columns:
            if column.name not in found[table.name]:
                raise UserError(
                    DATABASE,
                    f"its table {table.name} has no column {column.name}: another schema; make it"
                    " anew with factories.populate, or bring it to this one with alembic",
                )


def stored_as_of(connection: sqlite3.Connection) -> date:
    """The as-of date a data set says it was made for."""
    known = connection.execute(
        "select count(*) from sqlite_master where name = ?", (manifest.TABLE,)
    ).fetchone()
    if known[0]:
        told = dict(connection.execute(f"select key, value from {manifest.TABLE}").fetchall())
        try:
            if told.get("made_by") == manifest.MADE_BY:
                manifest.of_texts(told)
            if "as_of" in told:
                return date.fromisoformat(told["as_of"])
        except (TypeError, ValueError) as error:
            raise UserError(
                DATABASE,
                f"its manifest was edited ({error}); make it anew, or name the last day with"
                f" {AS_OF}",
            ) from None
    raise UserError(AS_OF, "the database does not say its date; name one, as YYYY-MM-DD")


def check_begun(connection: sqlite3.Connection, as_of: date) -> None:
    """`UserError` for a day before the history: every day of it has its weather."""
    (first,) = connection.execute("select min(weather_date) from weather_daily").fetchone()
    if first is not None and as_of.isoformat() < str(first):
        said = f"{as_of} is before the first day of the data; give one from {first}"
        raise UserError(AS_OF, said)
