"""The audit of rows that a test or an app made for itself."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from factories.audit.run import run_audit
from factories.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def audit_rows(
    session: Session, *, as_of: date | None = None, whole_books: bool = False
) -> dict[str, list[str]]:
    """What is wrong with the rows that a session sees: each broken check with up to three rows.

    The session is flushed, nothing else is written. ``as_of`` is by default the ``today`` of the
    factories; with ``whole_books`` also what only complete records can meet is checked. Raises
    `UserError` for another database than SQLite.
    """
    from factories.engine.context import current

    session.flush()
    driver: Any = session.connection().connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise UserError("session", "the audit reads SQLite; run the test without --hvac-url")
    found = run_audit(driver, as_of or current.today, whole_books=whole_books)
    return {check.name: list(check.examples) for check in found if check.count}
