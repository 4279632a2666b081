"""The table's constraints, checked before the insert: the error names the factory and the field.

Only rows with values of the caller's are looked at. ``build()`` is let through as long as the row
can be worked out: one that breaks a rule is what an app's own validation is tested with.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from factory.declarations import SKIP, BaseDeclaration
from sqlalchemy.dialects import sqlite

from factories.engine.column_values import beyond, why_not
from factories.engine.context import current
from factories.engine.rows_in_session import pending
from factories.engine.stub_parents import is_own
from factories.engine.usage_errors import BadValue, shown, told

if TYPE_CHECKING:
    from factories.engine.options import HvacOptions

_DIALECT = sqlite.dialect()
LONGEST = 90
"""Characters of a CHECK that are shown."""


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
        self._known_rules: dict[frozenset[str], tuple[Rule, ...]] = {}
        self._questions: dict[tuple[Rule, ...], tuple[list[str], str]] = {}

    def check_related(self, extras: Mapping[str, Any], along: Collection[str]) -> None:
        """The rows given as parents and children are of their tables; those that come ``along``
        say themselves what they take. Raises `BadValue`."""
        for name in (extras.keys() & self._related.keys()).difference(along):
            value, (model, many) = extras[name], self._related[name]
            if value is None or isinstance(value, BaseDeclaration):
                continue
            if many and not isinstance(value, (list, tuple)):
                self._refuse(name, value, f"is not a list of {model.__name__} rows")
            for row in value if many else (value,):
                if not isinstance(row, model):
                    self._refuse(name, row, f"is not a row of {model.__name__}")

    def check_said(self, extras: Mapping[str, Any]) -> None:
        """Each value by itself, before others are worked out from it. Raises `BadValue`."""
        columns = self._columns
        for name, value in extras.items():
            if isinstance(value, BaseDeclaration):
                continue
            if name in columns:
                self._check_value(columns[name], value)
                self._check_alone(name, value)
            elif (key := self._keys.get(name, "")) in extras:
                self._check_same(name, value, key, extras[key])
            elif value is None and key in columns and not columns[key].nullable:
                self._refuse(name, value, "is missing; the column is never NULL")
        if alone := self._rules_of(frozenset(extras)):
            values = {self._named(name): value for name, value in extras.items()}
            if not any(isinstance(values[n], BaseDeclaration) for r in alone for n in r.columns):
                self._check_rules(alone, values, values, ())

    def check_row(self, said: Mapping[str, Any], values: Mapping[str, Any], variant: Any) -> None:
        """The finished row: its CHECKs, and what must be like no other. Raises `BadValue`."""
        ours = {name: values.get(name) for name in self._said_columns(said)}
        for name, type_ in self._numbers.items():
            if name not in ours and (why := beyond(type_, values.get(name))):
                made = told({name: values[name]})
                raise BadValue(self._options.name, told(said), f"makes {made}, which {why}")
        self._check_rules(self._rules, values, ours, (said, variant))
        for columns in self.unique:
            if not ours.keys().isdisjoint(columns) or self._may_repeat(columns, said, variant):
                self._check_unique(columns, values)

    def _may_repeat(self, columns: tuple[str, ...], said: Collection[str], variant: Any) -> bool:
        """Whether what must be like no other follows from what was said."""
        names = [self._declared_as.get(name, name) for name in columns]
        if any(variant.numbers_itself(name) for name in names):
            return False
        return any(variant.depends(name, said) for name in names)

    def _said_columns(self, said: Collection[str]) -> set[str]:
        """The columns that the caller decided, by their name or by a parent's."""
        return {self._named(self._keys.get(name, name)) for name in said} & self._names

    def _named(self, name: str) -> str:
        """The table's name for a column."""
        return self._options.rename.get(name, name)

    @cached_property
    def _names(self) -> set[str]:
        return set(self._table.columns.keys())

    @cached_property
    def _numbers(self) -> dict[str, Any]:
        kinds = (sa.Integer, sa.Numeric)
        return {n: c.type for n, c in self._table.columns.items() if isinstance(c.type, kinds)}

    @cached_property
    def _declared_as(self) -> dict[str, str]:
        return {there: here for here, there in self._options.rename.items()}

    @cached_property
    def _columns(self) -> dict[str, sa.Column[Any]]:
        """The columns by the names under which they are declared."""
        names = self._declared_as
        return {names.get(name, name): column for name, column in self._table.columns.items()}

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The foreign keys of the parents."""
        declared = self._options.base_declarations.items()
        return {name: own.key for name, own in declared if getattr(own, "key", None)}

    @cached_property
    def _related(self) -> dict[str, tuple[Any, bool]]:
        """The classes of the rows that can be given, and whether there are many."""
        declared = self._options.base_declarations
        mine = [n for n, own in declared.items() if getattr(own, "key", None) and own.name]
        parents = {name: (declared[name].options.model, False) for name in mine}
        mapper: Any = sa.inspect(self._options.model)
        return parents | {
            name: (relation.mapper.class_, bool(relation.uselist))
            for name, relation in mapper.relationships.items()
        }

    def _rules_of(self, names: frozenset[str]) -> tuple[Rule, ...]:
        """The CHECKs that are about these columns alone; the types' own are looked at elsewhere."""
        if names not in self._known_rules:
            here = {self._named(name) for name in names}
            closed = {n for n, c in self._table.columns.items() if isinstance(c.type, sa.Enum)}
            self._known_rules[names] = tuple(
                rule
                for rule in self._rules
                if here.issuperset(rule.columns) and not closed.issuperset(rule.columns)
            )
        return self._known_rules[names]

    def _check_value(self, column: sa.Column[Any], value: Any) -> None:
        if value is not None:
            why = why_not(column.type, value)
        elif column.nullable or self._has_default(column):
            return
        else:
            why = "is missing; the column is never NULL"
        if why:
            self._refuse(column.name, value, why)

    def _check_same(self, name: str, row: Any, key: str, said: Any) -> None:
        """A parent that is given with a key has that key: of two one would be forgotten."""
        state = sa.inspect(row, raiseerr=False)
        own = state.mapper.primary_key_from_instance(row) if state is not None else []
        numbers = [number for number in (*own, said) if isinstance(number, int)]
        if len(numbers) == len(own) + 1 and {*own} != {said}:
            self._refuse(key, said, f"is not the key of the {name} ({own[0]}); give one of them")

    def _has_default(self, column: sa.Column[Any]) -> bool:
        """Whether the model fills a column that is left out. Those of ours read the clock, which is
        not the day of the factories: there a factory says when."""
        return is_own(self._options) and bool(column.default or column.server_default)

    def _check_alone(self, name: str, value: Any) -> None:
        """What no row has by itself, and what its factory has instead."""
        why = self._options.not_alone.get(name, {}).get(str(value))
        if why is not None:
            traits = sorted({f"{trait}=True" for trait in self._options.meant[name].values()})
            why += f"; or say {' or '.join(traits)}"
            self._refuse(self._named(name), value, why)

    def _check_rules(
        self,
        rules: tuple[Rule, ...],
        values: Mapping[str, Any],
        ours: Mapping[str, Any],
        said: tuple[Any, ...],
    ) -> None:
        """``ours`` are the columns that the caller decided, ``said`` all that was said."""
        for rule, holds in zip(rules, self._verdicts(rules, values), strict=True):
            if holds == 0:
                mine = {name: ours[name] for name in rule.columns if name in ours}
                at_fault = mine or (self._behind(rule, *said) if said else {})
                others = [name for name in rule.columns if name not in at_fault]
                beside = told({name: values.get(name) for name in others})
                text = rule.text if len(rule.text) <= LONGEST else f"{rule.text[: LONGEST - 3]}..."
                why = f"breaks {rule.name}: "
                why += "".join(self._made_from(name, mine) for name in at_fault if said)
                why += text + (f" (here {beside})" if beside else "")
                raise BadValue(self._options.name, told(at_fault), why)

    def _made_from(self, name: str, said: Mapping[str, Any]) -> str:
        """A hint to the columns that one follows from."""
        declared = self._options.base_declarations.get(self._declared_as.get(name, name))
        needs = [need for need in getattr(declared, "needs", ()) if need in self._columns]
        if not needs or not {self._named(need) for need in needs}.isdisjoint(said):
            return ""
        leaves = dict.fromkeys(leaf for need in needs for leaf in self._leaves(need))
        return f"{name} is made from {', '.join(leaves)}: say these; "

    def _leaves(self, name: str) -> list[str]:
        """The columns that one is made from, down to those that no CHECK works out: whoever says
        a sum is not sent from one part of it to the next."""
        declared = self._options.base_declarations.get(name)
        needs = [need for need in getattr(declared, "needs", ()) if need in self._columns]
        whole = {self._named(each) for each in (name, *needs)}
        if not needs or not any(whole.issubset(rule.columns) for rule in self._rules):
            return [name]
        return [leaf for need in needs for leaf in self._leaves(need)]

    def _behind(self, rule: Rule, said: Mapping[str, Any], variant: Any) -> dict[str, Any]:
        """What was said that the columns of a CHECK follow from."""
        names = [self._declared_as.get(name, name) for name in rule.columns]
        return {
            said_name: value
            for said_name, value in said.items()
            if any(variant.depends(name, [said_name]) for name in names)
        } or dict(said)

    def _verdicts(self, rules: tuple[Rule, ...], values: Mapping[str, Any]) -> tuple[Any, ...]:
        """For each rule 0 where it is broken."""
        if not rules:
            return ()
        names, question = self._question(rules)
        row = [values.get(name) for name in names]
        bound = [
            self._binders[name](None if value is SKIP else value)
            for name, value in zip(names, row, strict=True)
        ]
        verdicts: tuple[Any, ...] = _SQLITE.execute(question, bound).fetchone()
        return verdicts

    def _question(self, rules: tuple[Rule, ...]) -> tuple[list[str], str]:
        if rules not in self._questions:
            used = {name for rule in rules for name in rule.columns}
            names = [name for name in self._binders if name in used]
            quote = _DIALECT.identifier_preparer.quote
            row = ", ".join(f"? AS {quote(name)}" for name in names)
            asked = ", ".join(f"({rule.text})" for rule in rules)
            self._questions[rules] = names, f"SELECT {asked} FROM (SELECT {row or '1'})"
        return self._questions[rules]

    def _check_unique(self, columns: tuple[str, ...], values: Mapping[str, Any]) -> None:
        wanted = {name: values.get(name) for name in columns}
        if any(value is None or value is SKIP for value in wanted.values()):
            return
        model, session = self._options.model, current.session
        alike = [self._table.columns[name] == value for name, value in wanted.items()]
        key = next(iter(self._table.primary_key.columns))
        taken = None
        if not any(values.get(name) in session.new for name in self._parents_of(columns)):
            with session.no_autoflush:
                taken = session.scalar(sa.select(key).where(*alike).limit(1))
        for row, number in pending(model) if taken is None else ():
            if all(getattr(row, name) == value for name, value in wanted.items()):
                taken = number
        if taken is not None:
            why = f"is taken by the row with {key.name}={taken}; give another"
            raise BadValue(self._options.name, told(wanted), why)

    def _parents_of(self, columns: tuple[str, ...]) -> list[str]:
        """The parents behind these keys; the database has no row of one that is still to come."""
        declared = self._options.base_declarations.items()
        return [name for name, parent in declared if getattr(parent, "key", None) in columns]

    def _refuse(self, name: str, value: Any, why: str) -> None:
        raise BadValue(self._options.name, f"{name}={shown(value)}", why)

    @cached_property
    def unique(self) -> list[tuple[str, ...]]:
        """Columns in which no two rows have the same, the primary key among them."""
        kinds = (sa.UniqueConstraint, sa.PrimaryKeyConstraint)
        found = [c for c in self._table.constraints if isinstance(c, kinds)]
        return [tuple(column.name for column in constraint.columns) for constraint in found]

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        """Those that SQLite understands; other databases may know more, and enforce it."""
        return tuple(rule for rule in self._checks() if self._is_understood(rule))

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


_SQLITE = sqlite3.connect(":memory:", check_same_thread=False)
"""Holds nothing: it only works out the CHECKs."""


def _same(value: Any) -> Any:
    return value
