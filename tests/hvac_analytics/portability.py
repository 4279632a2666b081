"""What compiled SQL uses that Snowflake has not, or that Snowflake and DuckDB read differently."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import sqlglot
from sqlglot import Token, TokenType, exp
from sqlglot.errors import SqlglotError

FUNCTIONS: Final = frozenset(
    """
    abs asin avg cast ceil coalesce cos count date_trunc dateadd datediff dayofweek
    dense_rank extract first_value floor lag last_value lead length lower ltrim max md5 min
    mod month ntile nullif percent_rank percentile_cont power radians rank replace round
    row_number rtrim sign sin split_part sqrt stddev substring sum trim try_cast upper year
    """.split()  # noqa: SIM905 - a list would be a page long
)
"""In Snowflake's reference, and the same on DuckDB. These are not: `concat`, `greatest` and `least`
take NULL differently, `dayname` and `monthname` answer in three letters there and in full here."""
NOT_CALLS: Final = frozenset(
    """
    all and as between by case decimal distinct else exists filter following from group having in
    interval is join not numeric on or order over preceding select then union using values varchar
    when where with within
    """.split()  # noqa: SIM905
)
"""Words that a parenthesis may follow without being called."""


def problems(folder: Path) -> list[str]:
    """One line for each, over all SQL files of a folder."""
    texts = {file.stem: file.read_text("utf-8") for file in sorted(folder.rglob("*.sql"))}
    assert texts, f"{folder} holds no SQL"
    # The hook that opens Parquet files is nothing on Snowflake.
    return [f"{name}: {found}" for name, sql in texts.items() if sql.strip() for found in of(sql)]


def of(sql: str) -> list[str]:
    """What is not portable in one statement."""
    try:
        tokens = sqlglot.tokenize(sql, read="snowflake")
        statement = sqlglot.parse_one(sql, read="snowflake")
    except SqlglotError as error:
        return [f"Snowflake does not parse it: {error}"]
    return [*_calls(tokens), *_shapes(statement)]


def _calls(tokens: list[Token]) -> Iterator[str]:
    names = {
        token.text.lower()
        for token, following in pairwise(tokens)
        if following.token_type is TokenType.L_PAREN and token.text.isidentifier()
    }
    for name in sorted(names - FUNCTIONS - NOT_CALLS):
        yield f"{name}() is not known to be there"


def _shapes(statement: exp.Expr) -> Iterator[str]:
    for call in statement.find_all(exp.Anonymous):
        yield f"{call.name}() is no function that sqlglot knows"
    for kind in (exp.Filter, exp.Qualify, exp.Lambda, exp.Struct, exp.Bracket, exp.Interval):
        if found := statement.find(kind):
            yield f"{kind.__name__.lower()}: {found.sql('snowflake')}"
    for part in statement.find_all(exp.Group):
        if part.args.get("all"):
            yield "group by all"
