"""Write the schema as a document: `python -m hvac_models.diagram > docs/schema.md`."""

import sys
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKeyConstraint,
    Integer,
    Numeric,
    String,
    Table,
    Text,
)

from hvac_models import SCHEMA, is_unique, values_of
from hvac_models.base import GUIDE_TABLES

AREAS = {
    "workforce": "Branches, people and vehicles",
    "catalog": "Equipment, parts and suppliers",
    "customers": "Customers and their devices",
    "service": "The daily work",
    "sales": "Winning work",
    "billing": "Invoices and payments",
    "stock": "Stock and purchasing",
}

HEADER = """\
# The schema

Written by `make diagram` from the models in `hvac_models/`; a test holds it current. {total}
tables: the guide's {guide}, numbered in its order, and {companions} companions after them.

Reading a line: `A ||--o{{ B` one A has any number of B, `||--o|` at most one; with `|o` on the left
a B may be without an A. The label is the column of B that holds the key.
"""


def document() -> str:
    """The whole document as Markdown, in the order of `AREAS`."""
    tables = sorted(SCHEMA.sorted_tables, key=lambda table: str(table.info["area"]))
    by_area = {area: list(group) for area, group in groupby(tables, lambda t: t.info["area"])}
    guide = sum(table.info["guide_order"] <= GUIDE_TABLES for table in tables)
    lines = [HEADER.format(total=len(tables), guide=guide, companions=len(tables) - guide)]
    lines += ["## All tables at a glance", "", *_mermaid(_relations(tables)), ""]
    for area, title in AREAS.items():
        members = sorted(by_area[area], key=lambda table: int(table.info["guide_order"]))
        entities = [line for table in members for line in _entity(table)]
        lines += [f"## {title}", "", *_mermaid([*entities, *_relations(members)]), ""]
        for table in members:
            lines += [*_dictionary(table), ""]
    return "\n".join(lines).rstrip() + "\n"


def _mermaid(body: list[str]) -> list[str]:
    return ["```mermaid", "erDiagram", *(f"    {line}" for line in body), "```"]


def _entity(table: Table) -> Iterator[str]:
    yield f"{table.name} {{"
    for column in table.columns:
        yield f"    {_type_word(column)} {column.name} {_keys(column)}".rstrip()
    yield "}"


def _relations(tables: list[Table]) -> list[str]:
    """One line for each foreign key of the tables, to tables of any area."""
    lines = []
    for table in tables:
        for key in _foreign_keys(table):
            column = key.columns[0]
            one = "|o" if column.nullable else "||"
            many = "o|" if is_unique(column) else "o{"
            lines.append(f"{key.referred_table.name} {one}--{many} {table.name} : {column.name}")
    return lines


def _foreign_keys(table: Table) -> list[ForeignKeyConstraint]:
    position = {column.name: index for index, column in enumerate(table.columns)}
    return sorted(table.foreign_key_constraints, key=lambda key: position[key.columns[0].name])


def _keys(column: Column[Any]) -> str:
    marks = {"PK": column.primary_key, "FK": column.foreign_keys, "UK": is_unique(column)}
    return ", ".join(mark for mark, present in marks.items() if present)


def _type_word(column: Column[Any]) -> str:
    words: dict[type[Any], str] = {
        Enum: "enum",
        Text: "text",
        String: "varchar",
        Boolean: "bool",
        Integer: "int",
        Numeric: "numeric",
        DateTime: "timestamp",
        Date: "date",
    }
    return next(word for kind, word in words.items() if isinstance(column.type, kind))


def _type_in_full(column: Column[Any]) -> str:
    match column.type:
        case Numeric(precision=precision, scale=scale):
            return f"numeric({precision},{scale})"
        case String(length=int(length)) if not values_of(column):
            return f"varchar({length})"
        case _:
            return _type_word(column)


def _dictionary(table: Table) -> Iterator[str]:
    yield f"### {table.info['guide_order']}. {table.name}"
    yield ""
    yield f"{table.comment}"
    yield ""
    yield "| column | type | key | may be NULL | meaning |"
    yield "|---|---|---|---|---|"
    for column in table.columns:
        meaning = f"{column.comment}"
        if values_of(column):
            meaning += f" ({', '.join(values_of(column))})"
        optional = "yes" if column.nullable else ""
        cells = [column.name, _type_in_full(column), _keys(column), optional, meaning]
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(document())
