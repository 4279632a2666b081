"""How to break a good database in one way: statements that touch as little as can be."""

Mutation = str | tuple[str, ...]


def change(table: str, assignments: str, where: str = "1 = 1", rows: int = 1) -> str:
    """Give the first rows that fit other values."""
    return (
        f"update {table} set {assignments} where rowid in"
        f" (select rowid from {table} where {where} order by rowid limit {rows})"
    )


def remove(table: str, where: str = "1 = 1") -> str:
    """Take the first row that fits away."""
    return f"delete from {table} where rowid = (select min(rowid) from {table} where {where})"


def copy(table: str, key: str, assignments: str = "", where: str = "1 = 1") -> tuple[str, ...]:
    """Add a second row like the first one that fits, under the next key."""
    where = f"{key} = (select min({key}) from {table} where {where})"
    statements = [
        f"create temp table copied as select * from {table} where {where}",
        f"update copied set {key} = (select max({key}) + 1 from {table})"
        + (f", {assignments}" if assignments else ""),
        f"insert into {table} select * from copied",
        "drop table copied",
    ]
    return tuple(statements)


def freed(table: str) -> tuple[str, ...]:
    """Take all constraints off a table."""
    return (
        f"create temp table free as select * from {table}",
        f"drop table {table}",
        f"create table {table} as select * from free",
        "drop table free",
    )
