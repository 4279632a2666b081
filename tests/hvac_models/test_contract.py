from sqlalchemy import Table, UniqueConstraint

from hvac_models import Base, values_of
from tests.hvac_models.contract import (
    BOOKKEEPING,
    COLUMNS,
    ENUMERATIONS,
    FOREIGN_KEYS,
    OPTIONAL,
    REQUIRED_UNIQUE,
)

TABLES = Base.metadata.tables


def in_guide_order() -> list[Table]:
    return sorted(TABLES.values(), key=lambda table: int(table.info["guide_order"]))


def test_the_tables_are_the_contracts_in_its_order() -> None:
    assert [table.name for table in in_guide_order()] == list(COLUMNS)
    assert [table.info["guide_order"] for table in in_guide_order()] == list(
        range(1, len(TABLES) + 1)
    )


def test_each_table_has_the_contracts_columns_in_its_order() -> None:
    assert {name: table.columns.keys() for name, table in TABLES.items()} == {
        name: columns.replace(" |", "").split() + BOOKKEEPING for name, columns in COLUMNS.items()
    }


def test_each_enumeration_has_the_contracts_members() -> None:
    members = {
        f"{table.name}.{column.name}": values_of(column)
        for table in TABLES.values()
        for column in table.columns
        if values_of(column)
    }
    assert members == {name: values.split(", ") for name, values in ENUMERATIONS.items()}


def test_only_the_contracts_optional_columns_may_be_null() -> None:
    optional = {
        name: {column.name for column in table.columns if column.nullable}
        for name, table in TABLES.items()
    }
    assert optional == {name: set(OPTIONAL.get(name, "").split()) for name in TABLES}


def test_foreign_keys_are_the_contracts() -> None:
    found = {
        name: {
            f"{key.parent.name}{'?' if key.parent.nullable else ''} -> {key.column.table.name}"
            for key in table.foreign_keys
        }
        for name, table in TABLES.items()
        if table.foreign_keys
    }
    assert found == {name: set(keys.split(", ")) for name, keys in FOREIGN_KEYS.items()}


def test_what_the_contract_calls_unique_is_unique() -> None:
    unique = {
        f"{table.name}.{'+'.join(column.name for column in constraint.columns)}"
        for table in TABLES.values()
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    }
    assert set(REQUIRED_UNIQUE) <= unique
