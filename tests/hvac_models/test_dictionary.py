"""The models read as a data dictionary: nothing unexplained, nothing unnamed, nothing unindexed."""

import enum
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Integer,
    Numeric,
    Table,
    UniqueConstraint,
    create_engine,
    inspect,
)
from sqlalchemy.orm import configure_mappers

import hvac_models
from hvac_models import Base, diagram, values_of

TABLES = list(Base.metadata.sorted_tables)
COLUMNS = [column for table in TABLES for column in table.columns]
SCHEMA_DOCUMENT = Path(__file__).parents[2] / "docs" / "schema.md"
AREA_FILES = {
    "workforce": {"workforce"},
    "catalog": {"catalog"},
    "customers": {"customers"},
    "service": {"service", "scheduling"},
    "sales": {"sales"},
    "billing": {"billing"},
    "stock": {"stock"},
}


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def tables_of_models() -> dict[str, type[Any]]:
    return {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def test_relationships_resolve() -> None:
    configure_mappers()


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_table_states_its_grain_and_area(table: Table) -> None:
    assert table.comment
    assert re.match(r"One row per .+\.$", table.comment)
    module = tables_of_models()[table.name].__module__.rpartition(".")[2]
    assert module in AREA_FILES[table.info["area"]]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_column_says_what_it_means(column: Column[Any]) -> None:
    comment = column.comment or ""
    assert len(comment) >= 4
    assert comment[0].isupper() or comment.startswith(tuple(column.table.columns.keys()))
    assert not comment.endswith(".")
    if column.nullable:
        assert "NULL" in comment
    if isinstance(column.type, DateTime):
        is_utc = column.name.endswith("_utc")
        assert ("UTC" if is_utc else "local time of the branch") in comment
    if isinstance(column.type, Numeric) and column.type.precision == 10:
        assert "US dollars" in comment


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_table_is_keyed_by_one_plain_integer(table: Table) -> None:
    (key,) = table.primary_key.columns
    assert key is table.columns[0]
    assert type(key.type) is Integer
    assert key.autoincrement == "auto"


ASKED_FOR_BY_DAY = {"appointments": {"appointment_date"}, "service_calls": {"service_date"}}
"""The calendar and the log of visits: every day asks for its own rows of them."""


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_foreign_key_is_indexed_once(table: Table) -> None:
    indexed = [next(iter(index.columns)).name for index in table.indexes]
    unique = [
        next(iter(constraint.columns)).name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    keys = {key.parent.name for key in table.foreign_keys}
    assert sorted(indexed) == sorted((keys - set(unique)) | ASKED_FOR_BY_DAY.get(table.name, set()))


def test_an_enumeration_is_closed_in_the_database(engine: Engine) -> None:
    checks = {
        check["name"]: check["sqltext"]
        for table in TABLES
        for check in inspect(engine).get_check_constraints(table.name)
    }
    for column in COLUMNS:
        if values_of(column):
            members = " OR ".join(f"{column.name} = '{value}'" for value in values_of(column))
            assert checks[f"ck_{column.table.name}_{column.name}"] == members


def test_names_follow_the_convention_and_fit_postgresql(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in TABLES:
        names = {
            "pk": [inspector.get_pk_constraint(table.name)["name"]],
            "fk": [key["name"] for key in inspector.get_foreign_keys(table.name)],
            "uq": [unique["name"] for unique in inspector.get_unique_constraints(table.name)],
            "ck": [check["name"] for check in inspector.get_check_constraints(table.name)],
            "ix": [index["name"] for index in inspector.get_indexes(table.name)],
        }
        for kind, found in names.items():
            assert all(str(name).startswith(f"{kind}_{table.name}") for name in found)
            assert all(len(str(name)) <= 63 for name in found)
            assert len(set(found)) == len(found)


def test_every_model_and_enumeration_is_exported() -> None:
    exported = {getattr(hvac_models, name) for name in hvac_models.__all__}
    used = {column.type.enum_class for column in COLUMNS if values_of(column)}  # type: ignore[attr-defined]
    enumerations = {item for item in exported if _is_enumeration(item)}
    assert set(tables_of_models().values()) <= exported
    assert enumerations == used


def _is_enumeration(item: object) -> bool:
    return isinstance(item, type) and issubclass(item, enum.StrEnum)


def test_the_schema_document_is_current() -> None:
    assert SCHEMA_DOCUMENT.read_text("utf-8") == diagram.document(), (
        "run: python -m hvac_models.diagram > docs/schema.md"
    )


def test_the_diagram_shows_every_table_column_and_key() -> None:
    text = diagram.document()
    keys = [key for table in TABLES for key in table.foreign_keys]
    drawn = re.findall(r"^    \w+ [|o]{2}--o[|{] (\w+) : (\w+)$", text, re.MULTILINE)
    assert set(drawn) == {(key.parent.table.name, key.parent.name) for key in keys}
    assert len(drawn) == 2 * len(keys)  # once at a glance, once in its area
    assert len(re.findall(r"^    \w+ \{$", text, re.MULTILINE)) == len(TABLES)
    assert len(re.findall(r"^\| \w+ \| [a-z]+(?:\([\d,]+\))? \|", text, re.MULTILINE)) >= len(
        COLUMNS
    )
