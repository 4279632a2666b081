"""What the table will not take, said by the factory before the database says it without names.

Only rows with values of the caller's are looked at. ``build()`` is let through: a row that breaks a
rule is what an app's own validation is tested with.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from factory.declarations import SKIP, BaseDeclaration
from sqlalchemy.dialects import sqlite

from factories.engine.complaints import BadValue, nearest
from factories.engine.context import current, pending

if TYPE_CHECKING:
    from factories.engine.factory import HvacOptions

_DIALECT = sqlite.dialect()
_KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], tuple[type, ...], str], ...] = (
    (sa.Boolean, (bool, int), "True or False"),
    (sa.DateTime, (dt.datetime,), "a datetime"),
    (sa.Date, (dt.date,), "a date"),
    (sa.Integer, (int,), "a whole number"),
    (sa.Numeric, (int, float, Decimal), "a Decimal"),
    (sa.String, (str,), "a text"),
)


@dataclass(frozen=True)
class Rule:
    """A CHECK: its name without the table's, its text, the columns in it."""

    name: str
    text: str
    columns: tuple[str, ...]


class Constraints:
    """The limits of one factory's table."""

    def __init__(self, options: HvacOptions) -> None:
        self._options = options
        self._table: sa.Table = options.model.__table__

    def check_said(self, extras: Mapping[str, Any]) -> None:
        """Each value by itself, before others are worked out from it. Raises `BadValue`."""
        columns = self._table.columns
        for name, value in extras.items():
            if name in columns and not isinstance(value, BaseDeclaration):
                self._check_value(columns[name], value)

    def check_row(self, said: Collection[str], values: Mapping[str, Any]) -> None:
        """The finished row: its CHECKs, and what must be like no other. Raises `BadValue`."""
        ours = self._said_columns(said)
        if not ours:
            return
        self._check_rules(ours, values)
        for columns in self._unique:
            if ours & set(columns):
                self._check_unique(columns, values)

    def _said_columns(self, said: Collection[str]) -> set[str]:
        """The columns that the caller decided, by their name or by a parent's."""
        declared = self._options.base_declarations
        keys = {getattr(declared.get(name), "key", None) or name for name in said}
        return keys & set(self._table.columns.keys())

    def _check_value(self, column: sa.Column[Any], value: Any) -> None:
        if value is None:
            if not (column.nullable or column.default or column.server_default):
                self._refuse(column.name, value, "is missing; the column is never NULL")
        elif isinstance(column.type, sa.Enum):
            members = column.type.enums
            if str(value) not in members:
                why = f"is not one of {', '.join(members)}"
                self._refuse(column.name, value, why + _meant(str(value), members))
        else:
            self._check_kind(column, value)

    def _check_kind(self, column: sa.Column[Any], value: Any) -> None:
        if hasattr(value, "item"):
            value = value.item()
        for kind, allowed, called in _KINDS:
            if isinstance(column.type, kind):
                if not isinstance(value, allowed):
                    self._refuse(column.name, value, f"is no {called.removeprefix('a ')}")
                break
        length = getattr(column.type, "length", None)
        if length and isinstance(value, str) and len(value) > length:
            self._refuse(
                column.name, value, f"is longer than the {length} characters of the column"
            )

    def _check_rules(self, ours: set[str], values: Mapping[str, Any]) -> None:
        row = {name: values.get(name) for name in self._binders}
        row = {name: None if value is SKIP else value for name, value in row.items()}
        bound = [bind(row[name]) for name, bind in self._binders.items()]
        for rule, holds in zip(self._rules, self._evaluated(bound), strict=True):
            if holds == 0:
                at_fault = [name for name in rule.columns if name in ours] or sorted(ours)
                others = [name for name in rule.columns if name not in at_fault]
                beside = ", ".join(f"{name}={_shown(row[name])}" for name in others)
                raise BadValue(
                    self._options.name,
                    ", ".join(f"{name}={_shown(values.get(name))}" for name in at_fault),
                    f"breaks {rule.name}: {rule.text}" + (f" (here {beside})" if beside else ""),
                )

    def _check_unique(self, columns: tuple[str, ...], values: Mapping[str, Any]) -> None:
        wanted = {name: values.get(name) for name in columns}
        if any(value is None or value is SKIP for value in wanted.values()):
            return
        model, session = self._options.model, current.session
        alike = [self._table.columns[name] == value for name, value in wanted.items()]
        key = self._table.columns[self._options.key]
        taken = None
        if not any(values.get(name) in session.new for name in self._parents_of(columns)):
            with session.no_autoflush:
                taken = session.scalar(sa.select(key).where(*alike).limit(1))
        for row, number in pending(model) if taken is None else ():
            if all(getattr(row, name) == value for name, value in wanted.items()):
                taken = number
        if taken is not None:
            said = ", ".join(f"{name}={_shown(value)}" for name, value in wanted.items())
            why = f"is taken by the row with {self._options.key}={taken}; give another"
            raise BadValue(self._options.name, said, why)

    def _parents_of(self, columns: tuple[str, ...]) -> list[str]:
        """The parents behind these keys; the database has no row of one that is still to come."""
        declared = self._options.base_declarations.items()
        return [name for name, parent in declared if getattr(parent, "key", None) in columns]

    def _refuse(self, name: str, value: Any, why: str) -> None:
        raise BadValue(self._options.name, f"{name}={_shown(value)}", why)

    @cached_property
    def _unique(self) -> list[tuple[str, ...]]:
        kinds = (sa.UniqueConstraint, sa.PrimaryKeyConstraint)
        found = [c for c in self._table.constraints if isinstance(c, kinds)]
        return [tuple(column.name for column in constraint.columns) for constraint in found]

    @cached_property
    def _rules(self) -> list[Rule]:
        """Those that SQLite understands; other databases may know more, and enforce it."""
        return [rule for rule in self._checks() if self._is_understood(rule)]

    def _checks(self) -> Iterator[Rule]:
        names = self._table.columns.keys()
        for constraint in sorted(self._table.constraints, key=lambda each: str(each.name)):
            said = getattr(constraint, "sqltext", None)
            # The other CHECKs are of the types, and looked at value by value.
            if isinstance(said, sa.TextClause):
                text = str(said.compile(dialect=_DIALECT))
                words = set(re.findall(r"\w+", re.sub(r"'[^']*'", "", text)))
                used = tuple(name for name in names if name in words)
                name = str(constraint.name).removeprefix(f"ck_{self._table.name}_")
                yield Rule(name, text, used)

    def _is_understood(self, rule: Rule) -> bool:
        row = ", ".join(f"NULL AS {_DIALECT.identifier_preparer.quote(n)}" for n in rule.columns)
        try:
            _SQLITE.execute(f"SELECT {rule.text} FROM (SELECT {row or '1'})")
        except sqlite3.Error:
            return False
        return True

    @cached_property
    def _binders(self) -> dict[str, Callable[[Any], Any]]:
        """What turns a value into SQLite's, for each column that a CHECK is about."""
        used = {name for rule in self._rules for name in rule.columns}
        return {
            column.name: column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT) or _same
            for column in self._table.columns
            if column.name in used
        }

    @cached_property
    def _question(self) -> str:
        quote = _DIALECT.identifier_preparer.quote
        row = ", ".join(f"? AS {quote(name)}" for name in self._binders)
        asked = ", ".join(f"({rule.text})" for rule in self._rules)
        return f"SELECT {asked} FROM (SELECT {row})"

    def _evaluated(self, bound: list[Any]) -> tuple[Any, ...]:
        """Each rule's verdict: 0 where it is broken."""
        if not self._rules:
            return ()
        verdicts: tuple[Any, ...] = _SQLITE.execute(self._question, bound).fetchone()
        return verdicts


_SQLITE = sqlite3.connect(":memory:", check_same_thread=False)
"""Holds nothing: it only works out the CHECKs."""


def _same(value: Any) -> Any:
    return value


def _shown(value: Any) -> str:
    return repr(str(value)) if isinstance(value, Decimal) else repr(value)


def _meant(value: str, members: list[str]) -> str:
    close = nearest(value, members)
    return close if "did you mean" in close else ""
