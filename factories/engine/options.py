"""The options of a factory (``_meta``): its table, columns' types, variants and parents."""

from __future__ import annotations

import dataclasses
from collections import ChainMap
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from factory import CREATE_STRATEGY, STUB_STRATEGY
from factory.base import OptionDefault
from factory.declarations import SKIP, BaseDeclaration, Trait

from factories.engine import context as contexts
from factories.engine import given_keys
from factories.engine.arguments import Saying
from factories.engine.blame import WRONG, mark
from factories.engine.class_bodies import read as read_body
from factories.engine.class_bodies import refuse_session, table_of
from factories.engine.column import Declaration
from factories.engine.consistency import Holds, Order
from factories.engine.constraints import Constraints
from factories.engine.factory_boy_types import Options
from factories.engine.implied_traits import (
    Meanings,
    SaidOfTraits,
    by_value,
    read_values,
    reads_no_other,
)
from factories.engine.parents import Parent, variant_of
from factories.engine.python_values import converter
from factories.engine.row_cells import RowCells
from factories.engine.row_key import key_of
from factories.engine.rows import BulkError, BulkRows
from factories.engine.stub_parents import real
from factories.engine.traits import changed_by, switched_on
from factories.engine.usage_errors import BadValue, UnknownName
from factories.engine.values import Column, repeated
from factories.engine.variants import Variant


class HvacOptions(Options):
    """What the engine knows of a factory class: its table, key, columns' types and parents."""

    context = contexts.current
    factory: Any
    model: Any
    abstract: bool
    exclude: tuple[str, ...]
    name: str = ""
    table_name: str = ""
    key: str = ""
    key_column: Any = None
    """The column that counts rows; None where a key is no number."""
    is_numbered: bool = True
    """Whether the key is the row's number, and not a UUID or what else somebody declares."""
    types: Mapping[str, sa.types.TypeEngine[Any]]
    rename: Mapping[str, str]
    not_alone: Mapping[str, Mapping[str, str]]
    in_order: Order
    holds: tuple[Holds, ...]
    column_names: tuple[str, ...] = ()
    attributes: frozenset[str] | None
    """Those of somebody's own model, whose factory inherits from one of ours; None for ours."""
    cells: RowCells
    said: SaidOfTraits
    traits: Mapping[str, Any]
    changed_by: Mapping[str, set[str]]
    """The traits that change each column, parent or what comes along."""
    meant: Meanings
    spoken: frozenset[str]
    """Columns that this class's own body declares, if it is a subclass of one of our factories."""
    body: frozenset[str]
    """All that the bodies of such subclasses declare, its own and those it inherits from."""
    strays: frozenset[str] = frozenset()
    """Names in such a body that are of rows further up, such as the customer of a payment."""

    def _build_default_options(self) -> list[Any]:
        """``not_alone`` are values that no row has by itself, each with what else it takes;
        ``in_order`` is what comes before what, ``holds`` what else is true of a row."""
        usual: list[Any] = super()._build_default_options()  # type: ignore[misc]  # not in the stubs
        own: tuple[tuple[str, Any], ...] = (("not_alone", {}), ("in_order", ()), ("holds", ()))
        return [*usual, *(OptionDefault(name, value, inherit=True) for name, value in own)]

    def contribute_to_class(self, factory: Any, *args: Any, **kwargs: Any) -> None:
        """Name what stands in traits, add the parents' foreign keys, wrap plain declarations."""
        self.name = factory.__name__
        refuse_session(kwargs.get("meta"), self.name)
        rename = getattr(kwargs.get("meta"), "rename", None)
        rename = getattr(kwargs.get("base_meta"), "rename", {}) if rename is None else rename
        read_body(factory, kwargs.get("params"), rename, getattr(kwargs.get("meta"), "model", None))
        super().contribute_to_class(factory, *args, **kwargs)
        # A subclass that hides a column of its own goes on hiding its parent's.
        self.exclude = (*self.exclude, *getattr(kwargs.get("base_meta"), "exclude", ()))
        self.types = {}
        self._declared: dict[frozenset[str], Mapping[str, Any]] = {}
        self._variants: dict[frozenset[str], Variant] = {}
        self.attributes = None
        base = kwargs.get("base_factory")
        if self.model is not None:
            table = table_of(self.model, self.name)
            if base is not None and base._meta.model not in (None, self.model):
                self.attributes = frozenset(sa.inspect(self.model).attrs.keys())
            elif base is not None:
                self.attributes = getattr(base._meta, "attributes", None)
            self._read_table(table, getattr(base, "_meta", None))
            self._check_rename(kwargs.get("meta"))
        # What a subclass says in its body is said by its author, not by us.
        known = base is not None and base._meta.model is not None
        own = frozenset(vars(factory)) & self.base_declarations.keys() if known else frozenset()
        self.spoken = own & set(self.column_names)
        self.body = own if base is None or not known else own | base._meta.body
        self.strays = self._strays(base) if known else frozenset()
        self.traits = {n: p for n, p in self.parameters.items() if isinstance(p, Trait)}
        self.changed_by = changed_by(self.traits)
        self.meant = by_value(self.traits)
        self.said = read_values(self, base)
        self.cells = RowCells(self)
        if self.model is not None and self.counter_reference is self:
            contexts.current.on_insert.setdefault(self.model, []).append(self._passed)

    @property
    def declarations(self) -> dict[str, Any]:
        """As factory_boy has them; what is said of a parent's parent is placed later."""
        declared = super().declarations
        return {n: v for n, v in declared.items() if n.partition("__")[0] in declared}

    def _strays(self, base: Any) -> frozenset[str]:
        """What a subclass says of rows further up, such as the customer of a payment."""
        mapper: Any = sa.inspect(self.model, raiseerr=False)
        if self.attributes is not None or mapper is None:
            return frozenset()
        known = {*base._meta.base_declarations, *mapper.attrs.keys(), *self.exclude}
        known |= {*self.parameters, *self.post_declarations, *self.rename}
        new = {name for name in self.base_declarations if "__" not in name} - known
        before: frozenset[str] = base._meta.strays
        return before | new

    def _check_rename(self, meta: Any) -> None:
        for here, there in getattr(meta, "rename", {}).items():
            known = self.model.__mapper__.attrs.keys()
            if here not in self.base_declarations:
                raise UnknownName(self.name, here, self.base_declarations)
            if there not in known:
                raise UnknownName(self.name, there, known)

    def is_unmapped(self, name: str) -> bool:
        """Whether it is a parent that somebody's own model does not have."""
        declared = self.base_declarations.get(name)
        if self.attributes is None or not isinstance(declared, Parent) or declared.optional:
            return False
        return self.rename.get(name, name) not in self.attributes

    def _read_table(self, table: sa.Table, base: Any) -> None:
        """The columns, under the names by which they are declared here."""
        declared = {there: here for here, there in self.rename.items()}
        names = {column.name: declared.get(column.name, column.name) for column in table.columns}
        self.table_name = table.name
        key = key_of(self.name, table, names, self.base_declarations)
        self.key, self.is_numbered, self.key_column = key.name, key.is_number, key.counter
        self.types = {names[column.name]: column.type for column in table.columns}
        self.column_names = tuple(self.types)
        if self.attributes is not None:
            # What others are made from is there, too; amounts and moments are in the units of ours.
            kept = {
                name: type_
                for name, type_ in base.types.items()
                for kind in (sa.Numeric, sa.DateTime)
                if isinstance(type_, kind)
                and isinstance(self.types.get(name), kind)
                and name not in vars(self.factory)
            }
            self.types = {**base.types, **self.types, **kept}
        found = {name: converter(type_) for name, type_ in self.types.items()}
        self._converters = {name: convert for name, convert in found.items() if convert}

    def prepare_arguments(self, attributes: Any) -> Any:
        """What the model is made with; another model than the parent's takes what it has."""
        try:
            args, kwargs = super().prepare_arguments(attributes)
        except WRONG as error:
            mark(error, False, f"{self.name}._adjust_kwargs")
            raise
        known = self.attributes
        if known is None:
            return args, kwargs
        return args, {name: real(value) for name, value in kwargs.items() if name in known}

    def _initialize_counter(self) -> None:
        if self._counter is None:
            self.keep()
        super()._initialize_counter()  # type: ignore[misc]  # not in the stubs

    def next_sequence(self) -> int:
        """The next key, if nobody gave it; counted anew after rows past the unit of work."""
        recount, model = self.context.recount, self.model
        if recount and model is not None and (name := self.table_name.lower()) in recount:
            recount.discard(name)
            self.context.empty.discard(model)
            self.context.taken.clear()
            owner: Any = self.counter_reference
            owner._counter = None
        key: int = super().next_sequence()
        given = self.context.given.get(model)
        while given and key in given:
            key = super().next_sequence()
        return key

    def keep(self) -> None:
        """There is something to forget when the surroundings change."""
        contexts.current.kept[self] = self._forget

    def _forget(self) -> None:
        self.cells.forget()
        self._counter = None

    def number_of(self, row: Any, step: Any) -> Any:
        """What addresses the chance of a row that is being built."""
        return getattr(row, self.key) if self.is_numbered else step.sequence

    def _passed(self, row: Any) -> None:
        """Somebody has used a key that would have been ours."""
        key = getattr(row, self.rename.get(self.key, self.key), None)
        if self._counter is not None and isinstance(key, int) and key >= self._counter.seq:
            self._counter.reset(key + 1)
            self.context.taken.clear()

    def declared_with(self, asked: Iterable[str]) -> Mapping[str, Any]:
        """The declarations that hold once these traits are on, and those that they switch on."""
        return self.declared_exactly(switched_on(self.traits, asked))

    def declared_exactly(self, names: frozenset[str]) -> Mapping[str, Any]:
        """The declarations that hold with these traits."""
        if names not in self._declared:
            # As in factory_boy, the trait that was declared last has the last word.
            changes = [trait.overrides for name, trait in self.traits.items() if name in names]
            before = {
                column: own
                for column, own in self.said.before.items()
                if not names.isdisjoint(self.meant[column].values())
            }
            declared = dict(ChainMap(*reversed(changes), before, self.base_declarations))
            for name, own in declared.items():
                if not isinstance(own, BaseDeclaration) and name in self._converters:
                    declared[name] = self._converters[name](own)
            self._declared[names] = declared
        return self._declared[names]

    def variant_for(self, extras: Mapping[str, Any]) -> Variant:
        """What holds with the traits that are asked for, or that a subclass has switched on."""
        on = self.said.on
        said = self.traits.keys() & extras.keys() if extras else ()
        if said or on:
            off = {name for name in said if not extras[name]}
            on = switched_on(self.traits, on.union(said) - off) - off
        if on not in self._variants:
            self._variants[on] = Variant(self, on)
        return self._variants[on]

    def undecided(self, extras: Mapping[str, Any]) -> list[str]:
        """The traits that a declaration says are on or off, and the values that mean some."""
        if not extras and not self.said.drawn:
            return []
        declared = {n: v for n, v in extras.items() if isinstance(v, BaseDeclaration)}
        said = [
            n
            for n, v in declared.items()
            if n in self.traits or (n in self.meant and reads_no_other(v))
        ]
        return [*said, *(name for name in self.said.drawn if name not in extras)]

    def left_out(self, heads: Mapping[str, Any]) -> set[str]:
        """What only comes with traits that are not on."""
        return {name for name in self.changed_by if name not in heads and name not in self.traits}

    def in_types(self, extras: dict[str, Any]) -> dict[str, Any]:
        """Values as their columns have them. Raises `BadValue`."""
        for name in extras.keys() & self._converters.keys():
            value = extras[name]
            if not isinstance(value, BaseDeclaration):
                try:
                    extras = {**extras, name: self._converters[name](value)}
                except ValueError as error:
                    raise BadValue(self.name, f"{name}={value!r}", str(error)) from None
        return extras

    @cached_property
    def saying(self) -> Saying:
        """What a caller may say to this factory."""
        return Saying(self)

    @cached_property
    def constraints(self) -> Constraints | None:
        """What the table will not take."""
        return Constraints(self) if hasattr(self.model, "__table__") else None

    def instantiate(self, step: Any, args: Any, kwargs: Any) -> Any:
        """The object, once its row is known to fit the table."""
        extras = step.builder.extras
        if extras or self.spoken:
            said = {n: v for n, v in extras.items() if not isinstance(v, BaseDeclaration)}
            if len(said) < len(extras):
                drawn = {n: kwargs[n] for n in extras.keys() & kwargs.keys() - said.keys()}
                kwargs = {**kwargs, **self.in_types(drawn)}
            if self.constraints and step.builder.strategy == CREATE_STRATEGY:
                spoken = dict.fromkeys(self.spoken - extras.keys())
                self.constraints.check_row({**spoken, **said}, kwargs, variant_of(step))
            if self.constraints and step.builder.strategy != STUB_STRATEGY:
                given_keys.remember(self, self.spoken.union(extras), kwargs)
        later = {name: kwargs[name] for name in self._not_in_init if name in kwargs}
        kwargs = {n: v for n, v in kwargs.items() if n not in later} if later else kwargs
        try:
            row = super().instantiate(step, args, kwargs)
            for name, value in later.items():
                setattr(row, name, value)
        except WRONG as error:
            mark(error, False, f"{self.model.__name__}, as {self.name} makes it")
            raise
        return row

    @cached_property
    def _not_in_init(self) -> frozenset[str]:
        """What a dataclass does not take when it is made, usually its key."""
        fields = dataclasses.fields(self.model) if dataclasses.is_dataclass(self.model) else ()
        return frozenset(field.name for field in fields if not field.init)

    def asks_for(self, parent: str, extras: Mapping[str, Any]) -> bool:
        """Whether the caller wants a parent made: by naming a column of it, or by a trait."""
        traits = self.changed_by.get(parent, ())
        return any(name.startswith(f"{parent}__") for name in extras) or any(
            extras.get(trait) for trait in traits
        )

    def parent(self, name: str) -> Any:
        """The ``Parent`` declared under ``name``."""
        declared = self.base_declarations.get(name)
        if not isinstance(declared, Parent):
            raise BulkError(f"{self.name} has no parent {name!r}")
        return declared

    def column(self, name: str, rows: BulkRows) -> Column:
        """A declared column for ``rows``; an attribute's constant stands for every row."""
        declared = rows.declared.get(name, SKIP)
        if isinstance(declared, Declaration):
            return declared.column(rows)
        if declared is SKIP:
            declared = getattr(self.parameters.get(name), "value", SKIP)
        if declared is SKIP:
            raise BulkError(f"{self.name} declares no column {name!r}")
        if isinstance(declared, BaseDeclaration):
            raise BulkError(
                f"{self.name}.{name}: {type(declared).__name__} has no bulk form; give it"
            )
        return repeated(self.types.get(name), declared, len(rows))
