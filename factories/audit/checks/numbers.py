"""Numbers on documents: who leafs through a year's has its dates in order."""

from factories.audit.check import Check
from factories.engine.foreign_key_paths import joins_along, key_of, shortest_path
from hvac_models import SCHEMA


def run_with_dates(what: str, area: str, table: str, number: str, date: str, prefix: str) -> Check:
    """The check of a table whose column ``number`` reads PREFIX-YYYY-NNNN, and whose documents are
    of the day in the column ``date``."""
    model, branches = (SCHEMA.tables[name] for name in (table, "branches"))
    key = key_of(model)
    branch, source = joins_along(model, shortest_path(model, branches))
    year = len(prefix) + 2
    return Check(
        f"{what}-numbers-run-with-dates",
        f"Within a branch and year a later {what} number has no earlier date",
        area,
        f"""
        select {key}
        from (
            select {table}.{key}, {table}.{date} as day,
                   max({table}.{date}) over (
                       partition by {branch}, substr({table}.{number}, {year}, 4)
                       order by cast(substr({table}.{number}, {year + 5}) as integer)
                   ) as latest
            from {source})
        where day < latest
        """,
        whole_books=True,
    )
