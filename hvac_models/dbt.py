"""Write what the dbt project knows of the schema: `make dbt-sources`.

Column types, descriptions, keys and enumerations come from the models, for the seeds and for the
same tables as sources; the columns' comments also become doc blocks, for models to refer to.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Table, UniqueConstraint

from hvac_models import SCHEMA, is_unique, values_of
from hvac_models.base import data_type

WRITTEN_BY = "Written by `make dbt-sources` from hvac_models/; a test holds it current."


def files() -> dict[str, str]:
    """Each file's path within the dbt project, and its text."""
    tables = sorted(SCHEMA.sorted_tables, key=lambda table: int(table.info["guide_order"]))
    return {
        "models/raw/seeds/_seeds.yml": "\n".join(_seeds(tables)) + "\n",
        "models/raw/sources/_sources.yml": "\n".join(_sources(tables)) + "\n",
        "models/raw/_columns.md": "\n".join(_doc_blocks(tables)) + "\n",
    }


def _seeds(tables: list[Table]) -> Iterator[str]:
    yield from (f"# {WRITTEN_BY}", "version: 2", "", "seeds:")
    for table in tables:
        yield from _entry(table, "ref('{}')", types=True)


def _sources(tables: list[Table]) -> Iterator[str]:
    yield from (f"# {WRITTEN_BY}", "version: 2", "", "sources:", "  - name: hvac_raw")
    yield '    description: "The tables of the HVAC company as `factories.populate` makes them."'
    yield "    schema: HVAC_RAW"
    yield "    config:"
    yield "      enabled: \"{{ var('raw') != 'seeds' }}\""
    yield "    tables:"
    for table in tables:
        for line in _entry(table, "source('hvac_raw', '{}')", types=False):
            yield f"    {line}".rstrip()


def _entry(table: Table, parent: str, *, types: bool) -> Iterator[str]:
    """A seed or a source table; `parent` is how a key refers to another one."""
    yield f"  - name: {table.name}"
    yield f"    description: {_text(table.comment)}"
    if types:
        yield "    config:"
        yield "      column_types:"
        yield from (f"        {column.name}: {data_type(column)}" for column in table.columns)
    yield "    data_tests:"
    yield "      - rules_hold:"
    yield f"          name: {table.name}_rules_hold"
    yield "          arguments:"
    yield from (f"            {line}" for line in _rules(table, parent))
    yield "    columns:"
    for column in table.columns:
        yield f"      - name: {column.name}"
        yield f"        description: {_text(column.comment)}"


def _rules(table: Table, parent: str) -> Iterator[str]:
    """What the test `rules_hold` is to hold the table to, as one test for all its columns."""
    unique = [c.name for c in table.columns if c.primary_key or is_unique(c)]
    unique += [f"[{', '.join(names)}]" for names in _combinations(table)]
    required = [c.name for c in table.columns if not c.nullable]
    yield f"unique: [{', '.join(unique)}]"
    yield f"not_null: [{', '.join(required)}]"
    closed = [c for c in table.columns if values_of(c)]
    if closed:
        yield "accepted_values:"
        yield from (f"  {c.name}: {json.dumps(values_of(c), ensure_ascii=False)}" for c in closed)
    keys = [(c, key.column) for c in table.columns for key in c.foreign_keys]
    if keys:
        yield "relationships:"
    for column, key in keys:
        yield f"  {column.name}:"
        yield f"    to: {parent.format(key.table.name)}"
        yield f"    field: {key.name}"
    yield "expressions:"
    yield '  - "created_at_utc <= updated_at_utc"'


def _combinations(table: Table) -> list[list[str]]:
    """The columns of each UNIQUE constraint over several."""
    uniques = (c.columns.keys() for c in table.constraints if isinstance(c, UniqueConstraint))
    return sorted(names for names in uniques if len(names) > 1)


def _doc_blocks(tables: list[Table]) -> Iterator[str]:
    yield f"<!-- {WRITTEN_BY} -->"
    for table in tables:
        yield from _doc_block(table.name, str(table.comment))
        for column in table.columns:
            yield from _doc_block(f"{table.name}__{column.name}", str(column.comment))


def _doc_block(name: str, text: str) -> tuple[str, ...]:
    return ("", f"{{% docs {name} %}}", text, "{% enddocs %}")


def _text(text: str | None) -> str:
    """A YAML string: JSON's quoted form is one."""
    return json.dumps(str(text), ensure_ascii=False)


def write(project: Path) -> None:
    for name, text in files().items():
        (project / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
