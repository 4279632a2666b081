"""The factories' base class: factory_boy's API for single objects, columns for a million rows."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import sqlalchemy as sa
from factory import CREATE_STRATEGY
from factory.declarations import SKIP, BaseDeclaration, Maybe, Trait

from factories.engine import context as contexts
from factories.engine.blocks import Blocks, ids_from, place
from factories.engine.boy import ModelFactory, Options
from factories.engine.column import Declaration, broadcast
from factories.engine.complaints import nearest
from factories.engine.constraints import Constraints
from factories.engine.looked import Looked
from factories.engine.parents import Brings, BringsAsked, BringsList, Parent, ParentKey
from factories.engine.plain import Plain, is_plain
from factories.engine.rows import BlockRows, BulkError, BulkRows, Table
from factories.engine.saying import Builder, Saying, WithoutTraits
from factories.engine.streams import Ints
from factories.engine.traits import changed_by
from factories.engine.values import Column, repeated, to_python

T = TypeVar("T")


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
    types: Mapping[str, sa.types.TypeEngine[Any]]
    rename: Mapping[str, str]
    column_names: tuple[str, ...] = ()
    blocks: Blocks
    spoken: frozenset[str]

    def contribute_to_class(self, factory: Any, *args: Any, **kwargs: Any) -> None:
        """Name what stands in traits, add the parents' foreign keys, wrap plain declarations."""
        self.name = factory.__name__
        _add_keys_and_wrap(factory, kwargs.get("params"))
        super().contribute_to_class(factory, *args, **kwargs)
        # A subclass that hides a column of its own goes on hiding its parent's.
        self.exclude = (*self.exclude, *getattr(kwargs.get("base_meta"), "exclude", ()))
        self.blocks, self.types = Blocks(self._keep), {}
        self._declared: dict[frozenset[str], Mapping[str, Any]] = {}
        self.attributes: frozenset[str] | None = None
        if self.model is not None:
            self._read_table(self.model.__table__)
            base = kwargs.get("base_factory")
            if base is not None and base._meta.model not in (None, self.model):
                self.attributes = frozenset(sa.inspect(self.model).attrs.keys())
        # What a subclass says in its body is said by its author, not by us.
        base = kwargs.get("base_factory")
        known = base is not None and base._meta.model is not None
        self.spoken = frozenset(vars(factory)) & frozenset(self.types) if known else frozenset()
        self._changed_by = changed_by(self.traits)
        self._follows = self._what_follows_from_row()
        for trait in self.traits:
            # Found at once: factory_boy's look-up of a missing name writes a long message first.
            self.pre_declarations.declarations.setdefault(trait, False)
        if self.model is not None and self.counter_reference is self:
            contexts.current.on_insert.setdefault(self.model, []).append(self._passed)

    def _read_table(self, table: sa.Table) -> None:
        """The columns, under the names by which they are declared here."""
        declared = {there: here for here, there in self.rename.items()}
        names = {column.name: declared.get(column.name, column.name) for column in table.columns}
        self.table_name = table.name
        self.key = names[next(iter(table.primary_key.columns)).name]
        self.types = {names[column.name]: column.type for column in table.columns}
        self.column_names = tuple(self.types)

    def prepare_arguments(self, attributes: Any) -> Any:
        """What the model is made with; another model than the parent's takes what it has."""
        args, kwargs = super().prepare_arguments(attributes)
        known = self.attributes
        return args, {n: v for n, v in kwargs.items() if known is None or n in known}

    def _initialize_counter(self) -> None:
        if self._counter is None:
            self._keep()
        super()._initialize_counter()  # type: ignore[misc]  # not in the stubs

    def next_sequence(self) -> int:
        """The next key; counted anew where somebody wrote rows past the unit of work."""
        recount, model = self.context.recount, self.model
        if recount and model is not None and self.table_name in recount:
            recount.discard(self.table_name)
            self.context.empty.discard(model)
            owner: Any = self.counter_reference
            owner._counter = None
        key: int = super().next_sequence()
        return key

    def _keep(self) -> None:
        """There is something to forget when the surroundings change."""
        contexts.current.kept[self] = self._forget

    def _forget(self) -> None:
        self.blocks.forget()
        self._counter = None

    def _passed(self, key: Any) -> None:
        """Somebody has used a key that would have been ours."""
        if self._counter is not None and isinstance(key, int) and key >= self._counter.seq:
            self._counter.reset(key + 1)

    @property
    def traits(self) -> dict[str, Trait[Any]]:
        """The variants that a caller can ask for by name."""
        return {n: p for n, p in self.parameters.items() if isinstance(p, Trait)}

    def declared_with(self, asked: Iterable[str]) -> Mapping[str, Any]:
        """The declarations that hold once these traits are on, and those that they switch on."""
        names = frozenset(asked)
        if names not in self._declared:
            self._declared[names] = self._with_traits(names)
        return self._declared[names]

    def _with_traits(self, asked: frozenset[str]) -> dict[str, Any]:
        on, traits = set(asked), self.traits
        while more := {n for t in on for n in traits if traits[t].overrides.get(n)} - on:
            on |= more
        # As in factory_boy, the trait that was declared last has the last word.
        changes = [trait.overrides for name, trait in traits.items() if name in on]
        return dict(ChainMap(*reversed(changes), self.base_declarations))

    @cached_property
    def saying(self) -> Saying:
        """What a caller may say to this factory."""
        return Saying(self)

    @cached_property
    def without_traits(self) -> WithoutTraits:
        """The declarations where no trait is asked for."""
        return WithoutTraits(self)

    @cached_property
    def constraints(self) -> Constraints | None:
        """What the table will not take."""
        return Constraints(self) if hasattr(self.model, "__table__") else None

    def instantiate(self, step: Any, args: Any, kwargs: Any) -> Any:
        """The object, once its row is known to fit the table."""
        extras = step.builder.extras
        if (extras or self.spoken) and step.builder.strategy == CREATE_STRATEGY:
            said = {n for n, v in extras.items() if not isinstance(v, BaseDeclaration)}
            if self.constraints:
                self.constraints.check_row(said | self.spoken, kwargs)
        return super().instantiate(step, args, kwargs)

    def _what_follows_from_row(self) -> dict[str, frozenset[str]]:
        """The columns that depend on the row number alone, each with all that lies behind it:
        the columns it is made from, and the traits that change one of these.
        """
        found: dict[str, frozenset[str] | None] = {}

        def behind(name: str) -> frozenset[str] | None:
            if name not in found:
                found[name] = None  # what goes round in a circle has no block
                found[name] = self._behind(name, behind)
            return found[name]

        return {
            name: names
            for name, declared in self.base_declarations.items()
            if isinstance(declared, Declaration) and (names := behind(name)) is not None
        }

    def _behind(self, name: str, behind: Any) -> Any:
        declared = self.base_declarations.get(name, SKIP)
        if declared is SKIP or isinstance(declared, (Looked, ParentKey, Plain)):
            return None
        if isinstance(declared, BaseDeclaration) and not isinstance(declared, Declaration):
            return None
        names = {name, self.key, *self._changed_by.get(name, ())}
        for need in getattr(declared, "needs", ()):
            more = behind(need)
            if more is None:
                return None
            names |= more
        return frozenset(names)

    def asks_for(self, parent: str, extras: Mapping[str, Any]) -> bool:
        """Whether the caller wants a parent made: by naming a column of it, or by a trait."""
        traits = self._changed_by.get(parent, ())
        return any(name.startswith(f"{parent}__") for name in extras) or any(
            extras.get(trait) for trait in traits
        )

    def follows_from_row(self, name: str, extras: Mapping[str, Any]) -> bool:
        """Whether the column follows from the row number, given what the caller overrides."""
        behind = self._follows.get(name)
        return behind is not None and behind.isdisjoint(extras)

    def block_value(self, name: str, row: int) -> Any:
        """One cell, from the kept block of rows around it."""
        start, position = place(row)
        block = self.blocks.at(start)
        values = block.get(name)
        if values is None:
            rows = block.get(BlockRows)
            if rows is None:
                rows = block[BlockRows] = self._block(ids_from(start), start)
            values = block[name] = to_python(self.types.get(name), rows[name])
        return values[position]

    def _block(self, ids: Ints, start: int) -> BlockRows:
        block = BlockRows(
            self,
            ids,
            {},
            declared=self.base_declarations,
            seed=self.context.seed,
            today=self.context.today,
            tables={},
        )
        block.start = start
        return block

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

    def refuse_hidden_work(self) -> None:
        """Raw inserts bypass hooks: refuse a factory that has any but ``Brings``."""
        hidden = [n for n, d in self.post_declarations.as_dict().items() if not _only_brings(d)]
        hidden += [
            hook
            for hook in ("_adjust_kwargs", "_build", "_create", "_after_postgeneration")
            if getattr(self.factory, hook).__func__ is not getattr(HvacFactory, hook).__func__
        ]
        if hidden:
            raise BulkError(f"{self.name}.{hidden[0]} does not run in bulk; use create_batch()")


def _add_keys_and_wrap(factory: Any, params: Any) -> None:
    for name, declared in list(vars(factory).items()):
        if isinstance(declared, Parent) and not hasattr(factory, declared.key):
            setattr(factory, declared.key, ParentKey(name, declared.key, declared.optional))
        elif is_plain(declared):
            setattr(factory, name, Plain(declared, name))
    for trait in vars(params).values() if params else ():
        for name, declared in list(trait.overrides.items()) if isinstance(trait, Trait) else ():
            if is_plain(declared):
                trait.overrides[name] = Plain(declared, name)
            elif isinstance(declared, Parent):
                declared.key = declared.key or getattr(getattr(factory, name, None), "key", "")
                declared.__set_name__(factory, name)
            elif isinstance(declared, Declaration):
                declared.name = name


def _only_brings(declared: Any) -> bool:
    """Whether nothing but rows that come along is generated, in a trait or without."""
    if isinstance(declared, Maybe):
        choices = (declared.yes, declared.no)
        return all(_only_brings(choice) for choice in choices if choice is not SKIP)
    return isinstance(declared, (Brings, BringsAsked, BringsList))


class HvacFactory(ModelFactory[T]):
    """Base of all factories: ``XFactory()`` makes a row, ``XFactory.columns(n, ...)`` many."""

    _options_class = HvacOptions
    _meta: HvacOptions

    class Meta:
        abstract = True
        sqlalchemy_session_factory = staticmethod(contexts.bound_session)

    if TYPE_CHECKING:

        def __new__(cls, **overrides: Any) -> T:  # type: ignore[misc]
            """Calling a factory makes a row."""
            raise NotImplementedError  # for type checkers only, never run

        # Said again, so that types are known where the stubs of factory_boy are not installed.
        @classmethod
        def create(cls, **overrides: Any) -> T: ...

        @classmethod
        def create_batch(cls, size: int, **overrides: Any) -> list[T]: ...

        @classmethod
        def build(cls, **overrides: Any) -> T: ...

        @classmethod
        def build_batch(cls, size: int, **overrides: Any) -> list[T]: ...

    @classmethod
    def _setup_next_sequence(cls) -> int:
        model = cls._meta.model
        if contexts.current.session is None or model is None:
            return 1
        return contexts.next_key(model)

    @classmethod
    def _generate(cls, strategy: Any, params: dict[str, Any]) -> Any:
        if strategy == CREATE_STRATEGY and contexts.current.session is None:
            raise contexts.NoSession(cls.__name__)
        if cls._meta.abstract:
            return super()._generate(strategy, params)
        return Builder(cls._meta, params, strategy).build()

    @classmethod
    def _after_postgeneration(cls, instance: Any, create: bool, results: Any = None) -> None:
        super()._after_postgeneration(instance, create, results)
        if isinstance(instance, cls._meta.model):
            cls._settle(instance)

    @classmethod
    def _settle(cls, instance: T) -> None:
        """What a row changes in its parents, as a payment pays its invoice; steps do so in bulk."""

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003
        """What else holds for a single row of which the caller says this: from the day of a visit
        follows the hour, which is drawn first where neither is said."""
        return {}

    @classmethod
    def columns(
        cls,
        count: int,
        *,
        first_id: int = 1,
        seed: int | None = None,
        today: Any = None,
        tables: Mapping[str, Table] | None = None,
        **given: Any,
    ) -> Table:
        """``count`` rows as whole columns, keyed from ``first_id`` on; nothing is written.

        ``given`` columns (or scalars, in the columns' units: cents, datetime64) are the caller's,
        foreign keys among them; a trait is given as True. ``tables`` holds the parents' columns
        where a declaration reads ``parent__column``. Values are those that single objects with the
        same keys and overrides have. Raises BulkError for what bulk cannot do: a missing foreign
        key, post-generation hooks, a name that is not declared, a column of another length.
        """
        options, context = cls._meta, contexts.current
        options.refuse_hidden_work()
        traits = [name for name in options.traits if given.pop(name, False)]
        rows = BulkRows(
            options,
            np.arange(first_id, first_id + count, dtype=np.int64),
            {name: _given(options, name, value, count) for name, value in given.items()},
            declared=options.declared_with(traits),
            seed=context.seed if seed is None else seed,
            today=context.today if today is None else today,
            tables=tables or {},
        )
        return Table({name: rows[name] for name in options.column_names}, first_id)


def _given(options: HvacOptions, name: str, value: Any, count: int) -> Column:
    if name not in options.base_declarations and name not in options.parameters:
        known = nearest(name, options.saying.names())
        raise BulkError(f"{options.name} declares no column {name!r}{known}")
    column = broadcast(value, count)
    if len(column) != count:
        raise BulkError(f"{options.name}.{name}: {len(column)} values for {count} rows")
    return column


__all__ = ["HvacFactory", "HvacOptions"]
