"""The factories' base class: factory_boy's API for single objects, whole columns for a million rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import factory
import numpy as np
import sqlalchemy as sa
from factory.alchemy import SQLAlchemyModelFactory, SQLAlchemyOptions
from factory.declarations import SKIP, Maybe, Trait

from factories.engine import context as contexts
from factories.engine.declarations import (
    Brings,
    BringsList,
    Declaration,
    Derived,
    Parent,
    ParentKey,
    RowId,
    broadcast,
)
from factories.engine.plain import Plain, is_plain
from factories.engine.rows import BulkError, BulkRows, Rows, Table
from factories.engine.values import Column, to_python

T = TypeVar("T")

BLOCK = 64
"""Rows a block: what depends on the row number alone is worked out for so many rows at once and kept."""


class HvacOptions(SQLAlchemyOptions):  # type: ignore[misc]
    """What the engine knows of a factory class: its table, its key, its columns' types and parents."""

    context = contexts.current
    table_name: str = ""
    key: str = ""
    types: Mapping[str, sa.types.TypeEngine[Any]] = {}
    column_names: tuple[str, ...] = ()

    def contribute_to_class(self, factory: Any, **kwargs: Any) -> None:
        """Name declarations inside traits, add foreign keys of parents, wrap plain declarations."""
        for name, declaration in list(vars(factory).items()):
            if isinstance(declaration, Parent) and not hasattr(factory, declaration.key):
                setattr(factory, declaration.key, ParentKey(name, declaration.key, declaration.optional))
            elif is_plain(declaration):
                setattr(factory, name, Plain(declaration, name))
        super().contribute_to_class(factory, **kwargs)
        for parameter in self.parameters.values():
            if isinstance(parameter, Trait):
                for name, declaration in parameter.overrides.items():
                    if isinstance(declaration, Declaration):
                        declaration.name = name
        self._blocks: dict[int, dict[str, list[Any]]] = {}
        if self.model is not None:
            table = self.model.__table__
            self.table_name = table.name
            self.key = next(iter(table.primary_key.columns)).name
            self.types = {column.name: column.type for column in table.columns}
            self.column_names = tuple(self.types)
        self.block_names = self._block_names()
        contexts.current.on_change.append(self._forget)

    def _forget(self) -> None:
        self._blocks.clear()
        self._counter = None

    def _block_names(self) -> frozenset[str]:
        """Columns that depend on the row number alone, through any chain of columns."""
        names: set[str] = set()

        def depends_on_row_alone(name: str, path: tuple[str, ...]) -> bool:
            declared = self.base_declarations.get(name)
            if name in names:
                return True
            if not isinstance(declared, Declaration) or isinstance(declared, (ParentKey, Plain)):
                return False
            if name in path or not all(depends_on_row_alone(n, (*path, name)) for n in declared.needs):
                return False
            names.add(name)
            return True

        for name in self.base_declarations:
            depends_on_row_alone(name, ())
        return frozenset(names)

    def block_value(self, name: str, row: int) -> Any:
        """One cell, from the kept block of rows around it."""
        number, position = divmod(row, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            if len(self._blocks) > 8:
                self._blocks.clear()
            block = self._blocks[number] = {}
        values = block.get(name)
        if values is None:
            values = block[name] = self._block_column(name, number)
        return values[position]

    def _block_column(self, name: str, number: int) -> list[Any]:
        ids = np.arange(number * BLOCK, (number + 1) * BLOCK, dtype=np.int64)
        rows = BulkRows(self, ids, {}, seed=self.context.seed, today=self.context.today, tables={})
        return to_python(self.types.get(name), rows[name])

    def parent(self, name: str) -> Any:
        """The ``Parent`` declared under ``name``."""
        declared = self.base_declarations.get(name)
        if not isinstance(declared, Parent):
            raise BulkError(f"{self.factory.__name__} has no parent {name!r}")
        return declared

    def column(self, name: str, rows: Rows) -> Column:
        """A declared column for ``rows``; constants stand for every row."""
        try:
            declared = self.base_declarations[name]
        except KeyError:
            parameter = self.parameters.get(name)
            declared = getattr(parameter, "value", None)
            if declared is None:
                raise BulkError(f"{self.factory.__name__} declares no column {name!r}") from None
        if isinstance(declared, Declaration):
            return declared.column(rows)
        if isinstance(declared, factory.declarations.BaseDeclaration):
            raise BulkError(f"{self.factory.__name__}.{name}: {type(declared).__name__} has no bulk form")
        return broadcast(declared, len(rows))

    def refuse_hidden_work(self) -> None:
        """Raw inserts bypass post-generation hooks: refuse a factory that has any but ``Brings``."""
        for name, declared in self.post_declarations.as_dict().items():
            if not _only_brings(declared):
                raise BulkError(
                    f"{self.factory.__name__}.{name}: post-generation does not run in bulk; use create_batch()"
                )


def _only_brings(declared: Any) -> bool:
    """Whether nothing but rows that come along is generated, in a trait or without."""
    if isinstance(declared, Maybe):
        return all(_only_brings(choice) for choice in (declared.yes, declared.no) if choice is not SKIP)
    return isinstance(declared, (Brings, BringsList))


if not TYPE_CHECKING:
    # Generic in the type stubs, not at run time.
    class SQLAlchemyModelFactory(SQLAlchemyModelFactory, Generic[T]):
        class Meta:
            abstract = True


class HvacFactory(SQLAlchemyModelFactory[T]):
    """Base of all factories: ``XFactory()`` for one object, ``XFactory.columns(n, ...)`` for many rows."""

    _options_class = HvacOptions
    _meta: HvacOptions

    class Meta:
        abstract = True
        sqlalchemy_session_factory = staticmethod(contexts.bound_session)

    @classmethod
    def _setup_next_sequence(cls) -> int:
        session, key = contexts.current.session, cls._meta.key
        if session is None or cls._meta.model is None:
            return 1
        column = cls._meta.model.__table__.c[key]
        if not hasattr(session, "execute") or hasattr(session, "sync_session"):
            return 1
        with session.no_autoflush:
            return int(session.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1

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

        ``given`` columns (or scalars) are the caller's, foreign keys among them; ``tables`` holds the parents'
        columns where a declaration reads ``parent__column``. Values are those that single objects with the
        same keys and overrides have. Raises BulkError for what bulk cannot do (a missing foreign key,
        post-generation hooks).
        """
        options = cls._meta
        options.refuse_hidden_work()
        context = contexts.current
        ids = np.arange(first_id, first_id + count, dtype=np.int64)
        traits = [name for name in given if isinstance(options.parameters.get(name), Trait)]
        for trait in traits:
            if given.pop(trait):
                given = {**options.parameters[trait].overrides, **given}
        plain = {
            name: broadcast(value, count)
            for name, value in given.items()
            if not isinstance(value, Declaration)
        }
        rows = BulkRows(
            options,
            ids,
            plain,
            seed=context.seed if seed is None else seed,
            today=context.today if today is None else today,
            tables=tables or {},
        )
        for name, value in given.items():
            if isinstance(value, Declaration):
                rows._columns[name] = value.column(rows)
        return Table({name: rows[name] for name in options.column_names}, first_id)


__all__ = ["BLOCK", "Derived", "HvacFactory", "HvacOptions", "RowId"]
