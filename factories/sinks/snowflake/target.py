"""What the target schema holds already: nothing, our own tables, or what must be left alone."""

from typing import Final

import sqlalchemy as sa

from factories.sinks.snowflake.script import MANIFEST, STAGING, Script

_COLUMNS: Final = (
    "SELECT table_name, column_name, data_type, numeric_precision, numeric_scale,"
    " character_maximum_length FROM {}.information_schema.columns"
    " WHERE table_schema = '{}' ORDER BY table_name, ordinal_position"
)
_TABLES: Final = (
    "SELECT table_name, table_type FROM {}.information_schema.tables WHERE table_schema = '{}'"
)
_SCHEMAS: Final = "SELECT schema_name FROM {}.information_schema.schemata WHERE schema_name = '{}'"


class SomebodyElsesError(Exception):
    """The schema holds a table that this program did not make."""


class OtherShapeError(Exception):
    """A table of ours has other columns than this version gives it."""


def has_schema(connection: sa.Connection, script: Script) -> bool:
    place = script.place
    found = connection.exec_driver_sql(_SCHEMAS.format(place.database, place.schema))
    return found.first() is not None


def check(connection: sa.Connection, script: Script, made_by: str) -> None:
    """Raises `SomebodyElsesError` or `OtherShapeError`, naming what is in the way.

    A schema is ours by its manifest. An empty one is of a load that was cut off before its end.
    """
    place = script.place
    found = connection.exec_driver_sql(_TABLES.format(place.database, place.schema)).all()
    kinds = {str(name): str(kind) for name, kind in found}
    if not kinds:
        return
    facts = facts_of(connection, script) if MANIFEST.upper() in kinds else None
    if facts is None or (facts and facts.get("made_by") != made_by):
        raise SomebodyElsesError(min(kinds))
    ours = {table.name.upper(): table for table in script.tables}
    shapes = _shapes(connection, script)
    for name, kind in sorted(kinds.items()):
        waits = name.startswith(STAGING.upper()) and name.removeprefix(STAGING.upper()) in ours
        if (name in ours or waits) and kind != "BASE TABLE":
            raise SomebodyElsesError(name)
        if name in ours and (other := _difference(shapes[name], script.shape(ours[name]))):
            raise OtherShapeError(f"{name} {other}")


def facts_of(connection: sa.Connection, script: Script) -> dict[str, str] | None:
    """The manifest that the target carries; None for a table of its name that is none."""
    columns = _shapes(connection, script).get(MANIFEST.upper(), [])
    if [name for name, _ in columns] != ["KEY", "VALUE"]:
        return None
    found = connection.exec_driver_sql(f"SELECT key, value FROM {script.place.path}.{MANIFEST}")
    return {str(key): str(value) for key, value in found.all()}


def _shapes(connection: sa.Connection, script: Script) -> dict[str, list[tuple[str, str]]]:
    place = script.place
    shapes: dict[str, list[tuple[str, str]]] = {}
    found = connection.exec_driver_sql(_COLUMNS.format(place.database, place.schema))
    for table, column, kind, precision, scale, length in found.all():
        told = {"NUMBER": f"NUMBER({precision},{scale})", "TEXT": f"TEXT({length})"}
        shapes.setdefault(str(table), []).append((str(column), told.get(kind, str(kind))))
    return shapes


def _difference(found: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> str:
    """The first column that differs; empty when none does. Order does not matter."""
    there, ours = dict(found), dict(wanted)
    for name, kind in ours.items():
        if name not in there:
            return f"has no column {name}"
        # A text without a length has the longest one.
        if there[name] != kind and not (kind == "TEXT" and there[name].startswith("TEXT")):
            return f"has {name} as {there[name]}, not {kind}"
    strange = sorted(there.keys() - ours.keys())
    return f"has a column {strange[0]}" if strange else ""
