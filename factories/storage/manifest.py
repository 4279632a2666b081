"""What a data set says about itself: made how, of how many rows, with which bytes.

It marks a file as this program's own: only such a file is ever replaced. Nothing in it depends on
the clock or the machine, so that the same data set has the same manifest.
"""

import json
import shlex
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from factories.scenario import Scenario
from factories.version import VERSION
from migrations import HEAD

MADE_BY = "hvac-analytics"
TABLE = "hvac_manifest"
FILE = "manifest.json"
_BESIDE = (TABLE, "alembic_version")
"""Tables of a database that are not the company's, and not the user's either."""
POPULATED_TO = "populated_as_of"
"""In a company that was advanced: where the history ends that it was populated with."""
_PLAIN = ("made_by", "version", "as_of", POPULATED_TO, "locale", "command", "form")
"""Facts that are texts; a database holds the others as JSON."""
_NEEDED = {
    "version": str,
    "seed": int,
    "as_of": str,
    "history_days": int,
    "scale": int,
    "locale": str,
    "rows": dict,
    "command": str,
    "total_rows": int,
}
"""Facts that a company cannot be without, besides its tables: who reads them can make it again."""


def facts(
    scenario: Scenario, counts: Mapping[str, int], fingerprints: Mapping[str, str]
) -> dict[str, Any]:
    """The manifest; `fingerprints` are the SHA-256 of the CSV files, where they were written."""
    return {
        "made_by": MADE_BY,
        "version": VERSION,
        "seed": scenario.seed,
        "as_of": scenario.as_of.isoformat(),
        "history_days": scenario.history_days,
        "scale": scenario.scale,
        "locale": scenario.locale,
        "rows": dict(scenario.rows),
        "command": scenario.command(),
        "total_rows": sum(counts.values()),
        "tables": _tables(counts, fingerprints),
    }


def moved(
    facts: Mapping[str, Any],
    as_of: date,
    counts: Mapping[str, int],
    fingerprints: Mapping[str, str],
) -> dict[str, Any]:
    """The manifest of the same company at a later date: as if it had come there in one go.

    Whoever populates it again and advances to that date has the same data set, whatever the steps.
    """
    populated = facts.get(POPULATED_TO, facts["as_of"])
    command, _, _ = facts["command"].partition(" && ")
    new: dict[str, Any] = {}
    for key, value in facts.items():
        if key not in (POPULATED_TO, "form"):
            new[key] = value
        if key == "as_of":
            new |= {"as_of": as_of.isoformat(), POPULATED_TO: populated}
    return new | {
        "command": f"{command} && python -m factories.advance hvac.sqlite --to {as_of} --seeds",
        "total_rows": sum(counts.values()),
        "tables": _tables(counts, fingerprints),
    }


def _tables(counts: Mapping[str, int], fingerprints: Mapping[str, str]) -> dict[str, Any]:
    return {
        table: {"rows": rows} | ({"sha256": fingerprints[table]} if fingerprints else {})
        for table, rows in counts.items()
    }


def of_other_files(
    facts: Mapping[str, Any],
    options: Sequence[str],
    about: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """The manifest of files that differ from their database: by which options, and in which tables,
    each with its own rows and SHA-256."""
    now = {**facts["tables"], **tables}
    total = sum(told["rows"] for told in now.values())
    command = f"{facts['command']} {shlex.join(options)}"
    return {**facts, "command": command, **about, "total_rows": total, "tables": now}


def as_json(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, indent=2) + "\n"


def write(connection: sqlite3.Connection, manifest: Mapping[str, Any]) -> None:
    """Into the database: one row a fact, mappings as JSON; and the revision of its schema.

    The revision is where Alembic looks for it, so that a later version can migrate the file.
    """
    connection.execute(f"CREATE TABLE {TABLE} (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.executemany(f"INSERT INTO {TABLE} VALUES (?, ?)", as_texts(manifest).items())
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
    connection.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def update(connection: sqlite3.Connection, manifest: Mapping[str, Any]) -> None:
    """In the open transaction; the rows are in the same order however often it is done."""
    connection.execute(f"DELETE FROM {TABLE}")
    connection.executemany(f"INSERT INTO {TABLE} VALUES (?, ?)", as_texts(manifest).items())


def rewrite(connection: sqlite3.Connection, manifest: Mapping[str, Any]) -> None:
    """In the place of the manifest that a copied database brought along."""
    connection.execute("BEGIN")
    connection.execute(f"DROP TABLE {TABLE}")
    connection.execute("DROP TABLE IF EXISTS alembic_version")
    write(connection, manifest)
    connection.execute("COMMIT")


def as_texts(manifest: Mapping[str, Any]) -> dict[str, str]:
    """As a database holds it: mappings and numbers as JSON."""
    return {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in manifest.items()
    }


def of_texts(texts: Mapping[str, str]) -> dict[str, Any]:
    """The facts that were written as texts, with their numbers and mappings.

    Raises ValueError, which names the fact, when somebody has edited what others build on.
    """
    facts = {key: value if key in _PLAIN else _parsed(key, value) for key, value in texts.items()}
    check_tables(facts)
    if not isinstance(facts.get("options") or {}, dict):
        raise ValueError("options is no mapping")
    for key, kind in _NEEDED.items():
        if key not in facts:
            raise ValueError(f"{key} is missing")
        if type(facts[key]) is not kind:
            raise ValueError(f"{key} cannot be {facts[key]!r}")
    date.fromisoformat(facts["as_of"])
    return facts


def _parsed(key: str, text: str) -> Any:
    try:
        return json.loads(text)
    # Brackets without end take more of Python's stack than there is.
    except (ValueError, TypeError, RecursionError):
        raise ValueError(f"{key} cannot be read") from None


def check_tables(facts: Mapping[str, Any]) -> None:
    """Raises ValueError unless the facts tell the rows of each table."""
    tables = facts.get("tables")
    if not isinstance(tables, dict) or not all(map(_tells_rows, tables.values())):
        raise ValueError("tables does not tell the rows of each")


def _tells_rows(told: Any) -> bool:
    return isinstance(told, dict) and type(told.get("rows")) is int


def of_database(path: Path) -> dict[str, str]:
    """The facts a SQLite file holds; empty when this program did not make it.

    Raises sqlite3.DatabaseError for a file that is no database. The file is opened as immutable:
    looking leaves no trace and waits for nobody.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    try:
        known = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", (TABLE,)
        ).fetchone()
        if not known[0]:
            return {}
        found = dict(connection.execute(f"SELECT key, value FROM {TABLE}").fetchall())
    finally:
        connection.close()
    return found if found.get("made_by") == MADE_BY else {}


def others_in_database(path: Path) -> list[str]:
    """The tables and views that somebody put beside the company's: who replaces the file loses
    them."""
    try:
        tables = _parsed("tables", of_database(path).get("tables", ""))
    except ValueError:
        tables = None
    if not isinstance(tables, dict):
        # Somebody edited it: what the company's tables were is not known.
        return []
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    try:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
        return [name for (name,) in found if name not in (*tables, *_BESIDE)]
    finally:
        connection.close()


def of_folder(folder: Path) -> dict[str, Any]:
    """The facts of a folder of CSV files; empty when this program did not make them."""
    return of_file(folder / FILE)


def of_file(path: Path) -> dict[str, Any]:
    """The same of a manifest that lies anywhere, under any name."""
    # Whoever opens a pipe waits for its other end.
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and found.get("made_by") == MADE_BY else {}


def own_files(tables: Iterable[str]) -> frozenset[str]:
    """The names of the files that stand for these tables in a folder."""
    return frozenset([FILE, *(f"{table}.csv" for table in tables)])
