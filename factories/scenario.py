"""The user's knobs, checked here and nowhere else. A scenario that exists can be run."""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from factories.errors import UserError
from factories.limits import MAX_ROWS, limit_of
from factories.seeding import DEFAULT_LOCALE, DEFAULT_SEED, FIRST_TODAY, LAST_TODAY, SEEDS
from factories.sizes import (
    DEFAULT_HISTORY_DAYS,
    DEFAULT_ROWS,
    FOLLOWS,
    SHARED,
    in_proportion,
    invoice_lines,
)

if TYPE_CHECKING:
    from factories.rules.equipment.models import Models

FIRST_HISTORY_DAY = date(2010, 1, 1)
FIRST_AS_OF, LAST_AS_OF = FIRST_TODAY, LAST_TODAY
HISTORY_DAYS = range(60, 3_651)
SCALES = range(1, 1_001)
DEFAULT_SCALE = 1


@dataclass(frozen=True)
class Scenario:
    """One company to bring to life. `rows` has every table, per branch; shared tables in all."""

    seed: int
    as_of: date
    history_days: int
    scale: int
    rows: Mapping[str, int] = field(hash=False)
    locale: str = DEFAULT_LOCALE
    named: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        as_of: date | str,
        seed: int = DEFAULT_SEED,
        history_days: int = DEFAULT_HISTORY_DAYS,
        scale: int = DEFAULT_SCALE,
        rows: Mapping[str, int] | None = None,
        locale: str = DEFAULT_LOCALE,
    ) -> "Scenario":
        """Fill in what was not said and check everything; `UserError` for what cannot be."""
        named = dict(rows or {})
        as_of = _day(as_of)
        _check_knobs(seed, as_of, history_days, scale)
        _check_locale(locale)
        for table, count in named.items():
            _check_count(table, count)
        complete = _complete(named, as_of, history_days)
        return cls(seed, as_of, history_days, scale, complete, locale, frozenset(named))

    @classmethod
    def of_all_rows(
        cls,
        *,
        seed: int,
        as_of: date,
        history_days: int,
        scale: int,
        rows: Mapping[str, int],
        locale: str,
    ) -> "Scenario":
        """That of a company that is there, whose every table has its count; `UserError` for what
        no company can have."""
        _check_knobs(seed, as_of, history_days, scale)
        _check_locale(locale)
        for table in DEFAULT_ROWS:
            if type(rows.get(table)) is not int or rows[table] < 0:
                raise UserError("--rows", f"{table} has no count")
        return cls(seed, as_of, history_days, scale, rows, locale)

    def with_calls(self, count: int) -> "Scenario":
        """The same with fewer visits, and what hangs on them; `UserError` where a table that was
        named does not go with so few."""
        named = {table: self.rows[table] for table in self.named} | {"service_calls": count}
        rows = _complete(named, self.as_of, self.history_days)
        return replace(self, rows=rows)

    @property
    def start(self) -> date:
        """The first day of the history; `as_of` is its last."""
        return self.as_of - timedelta(days=self.history_days - 1)

    def total_of(self, table: str) -> int:
        """How many rows of a table there are over all branches."""
        return self.rows[table] * (1 if table in SHARED else self.scale)

    def is_exact(self, table: str) -> bool:
        """Whether a table has the rows planned to the last one: named, or of the default shape."""
        default = not self.named and self.history_days == DEFAULT_HISTORY_DAYS
        return default or table in self.named

    def holds(self, table: str, count: int) -> bool:
        """Whether so many rows are what was asked for.

        Exact for a table that was named, and for all of them in a company of default shape. A table
        that follows others may miss its proportion by a third, or by ten rows a branch, where a
        small company has no more to tell: no repair under warranty to claim for among five calls,
        fewer lines than its few invoices bear, or more.
        """
        planned = self.total_of(table)
        if self.is_exact(table):
            return count == planned
        follows = table in FOLLOWS or table == "invoice_lines"
        return abs(count - planned) <= (max(10 * self.scale, planned // 3) if follows else 0)

    @cached_property
    def total_rows(self) -> int:
        return sum(map(self.total_of, DEFAULT_ROWS))

    @cached_property
    def models(self) -> "Models":
        """Which catalog of equipment there is: of what size, and of what day."""
        from factories.rules.equipment.models import models_on

        return models_on(self.as_of, self.rows["equipment_types"])

    @cached_property
    def catalogs(self) -> "tuple[int, int, Models]":
        """The sizes of the catalogs of parts, suppliers and equipment."""
        return self.rows["parts"], self.rows["suppliers"], self.models

    def command(self, targets: Iterable[str] = ()) -> str:
        """The command line that makes this data set again; `targets` say where to."""
        words = ["python", "-m", "factories.populate", "--seed", str(self.seed)]
        words += ["--as-of", self.as_of.isoformat()]
        if self.history_days != DEFAULT_HISTORY_DAYS:
            words += ["--history-days", str(self.history_days)]
        if self.scale != DEFAULT_SCALE:
            words += ["--scale", str(self.scale)]
        for table in DEFAULT_ROWS:
            if table in self.named:
                words += ["--rows", f"{table}={self.rows[table]}"]
        if self.locale != DEFAULT_LOCALE:
            words += ["--locale", self.locale]
        return shlex.join([*words, *targets])


def parse_whole(option: str, text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,30}", text, re.ASCII):
        raise UserError(option, f"{text!r} is not a whole number; give one such as 3")
    return int(text)


def parse_dollars(option: str, text: str) -> Decimal:
    """A positive amount in dollars and cents."""
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", text, re.ASCII) or not Decimal(text):
        raise UserError(option, f"{text!r} is not an amount of dollars; give one such as 7 or 2.50")
    return Decimal(text)


def parse_date(option: str, text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(option, f"{text!r} is not a date; write it as YYYY-MM-DD") from None


def parse_as_of(text: str | None) -> date | None:
    """The day of ``--as-of``, where it is given."""
    return None if text is None else parse_date("--as-of", text)


def parse_rows(texts: Iterable[str]) -> dict[str, int]:
    """`TABLE=N`, each table once."""
    rows: dict[str, int] = {}
    for text in texts:
        table, equals, count = (piece.strip() for piece in text.partition("="))
        if not (table and equals and count):
            raise UserError("--rows", f"{text!r} is not TABLE=N; write for example customers=1000")
        if table in rows:
            raise UserError("--rows", f"{table} is named twice; name it once")
        _check_table(table)
        rows[table] = parse_whole("--rows", count)
    return rows


def _day(said: date | str) -> date:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else said
    except ValueError:
        raise UserError("--as-of", f"{said!r} is no date; write one as 2026-06-30") from None


def _check_knobs(seed: int, as_of: date, history_days: int, scale: int) -> None:
    _check_within("--seed", seed, SEEDS)
    _check_within("--history-days", history_days, HISTORY_DAYS)
    _check_within("--scale", scale, SCALES)
    if not FIRST_AS_OF <= as_of <= LAST_AS_OF:
        from factories.rules.crew.workforce import COMPANY_FOUNDED

        founded = date.fromisoformat(str(COMPANY_FOUNDED))
        why = f" (the company opened in {founded.year})" if as_of < founded else ""
        raise UserError(
            "--as-of", f"{as_of} is out of range{why}; choose {FIRST_AS_OF} to {LAST_AS_OF}"
        )
    longest = (as_of - FIRST_HISTORY_DAY).days + 1
    if history_days > longest:
        raise UserError(
            "--history-days",
            f"{history_days} days before {as_of} reach back before the records begin on"
            f" {FIRST_HISTORY_DAY}; give at most {longest}, or a later --as-of",
        )


def _check_within(option: str, number: int, allowed: range) -> None:
    if type(number) is not int or number not in allowed:
        raise UserError(
            option, f"{number} is out of range; give a whole number {allowed[0]} to {allowed[-1]}"
        )


def _check_locale(locale: str) -> None:
    from factories.pools.locales import why_not

    if why := why_not(locale):
        raise UserError("--locale", f"{locale!r} {why}")


def _check_table(table: str) -> None:
    if table not in DEFAULT_ROWS:
        raise UserError("--rows", f"there is no table {table!r}{_nearest(table, DEFAULT_ROWS)}")


def _nearest(word: str, known: Iterable[str]) -> str:
    from factories.engine.usage_errors import nearest

    return nearest(word, known, "choose from")


def _check_count(table: str, count: int) -> None:
    _check_table(table)
    if type(count) is not int or not 1 <= count <= MAX_ROWS:
        raise UserError(
            "--rows", f"{table}={count} is out of range; give a whole number 1 to {MAX_ROWS}"
        )


def _complete(named: Mapping[str, int], as_of: date, history_days: int) -> dict[str, int]:
    """Every table's count: a named one must hold, an unnamed one follows and gives way."""
    rows: dict[str, int] = {}
    for table in DEFAULT_ROWS:
        limit = limit_of(table, rows, as_of, history_days)
        if table in named:
            limit.check(table, named[table])
            rows[table] = named[table]
        else:
            rows[table] = limit.clamp(
                invoice_lines(rows)
                if table == "invoice_lines"
                else in_proportion(table, rows, history_days, _season(table, as_of, history_days))
            )
    return rows


def _season(table: str, as_of: date, history_days: int) -> Fraction:
    """Times as many rows as usual beside the table that it follows, for the season of a history
    that is no whole number of years."""
    from factories.rules.calls.seasons import beside_its_parent

    return beside_its_parent(table, (as_of - date(1970, 1, 1)).days, history_days)
