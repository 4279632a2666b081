"""The factories' base class: factory_boy's API for single objects, columns for a million rows."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import sqlalchemy as sa
from factory import CREATE_STRATEGY
from factory.declarations import SKIP, BaseDeclaration, Maybe
from sqlalchemy.exc import MissingGreenlet

from factories.engine import context as contexts
from factories.engine.builder import Builder
from factories.engine.column import broadcast
from factories.engine.factory_boy_types import ModelFactory
from factories.engine.options import HvacOptions
from factories.engine.parents import (
    Brings,
    BringsAsked,
    BringsList,
)
from factories.engine.rows import BulkError, BulkRows, Table
from factories.engine.rows_in_session import next_key
from factories.engine.stub_parents import is_own
from factories.engine.usage_errors import BadValue, nearest
from factories.engine.values import Column

T = TypeVar("T")
_ONE_AT_A_TIME = threading.RLock()
"""Rows share the blocks that they are cut out of: threads make them in turn."""


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
            ...

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
        return next_key(model, cls._meta.key_column)

    @classmethod
    def _generate(cls, strategy: Any, params: dict[str, Any]) -> Any:
        if strategy == CREATE_STRATEGY and contexts.current.session is None:
            raise contexts.NoSession(cls.__name__)
        if cls._meta.abstract:
            return super()._generate(strategy, params)
        _refuse_declared(cls._meta, params)
        with _ONE_AT_A_TIME:
            try:
                return Builder(cls._meta, params, strategy).build()
            except MissingGreenlet as error:
                raise contexts.NotAwaited(cls.__name__) from error

    @classmethod
    def _after_postgeneration(cls, instance: Any, create: bool, results: Any = None) -> None:
        super()._after_postgeneration(instance, create, results)
        if isinstance(instance, cls._meta.model) and not is_own(cls._meta):
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
        foreign keys among them; a trait is given as True, and no value asks for one. ``tables``
        holds the parents' columns where a declaration reads ``parent__column``. Values are those
        that single objects with the same keys and overrides have. Raises BulkError for what bulk
        cannot do: a missing foreign key, post-generation hooks, an unknown name, another length.
        """
        options, context = cls._meta, contexts.current
        asked: Any = count
        if not isinstance(asked, (int, np.integer)) or asked < 0:
            raise BulkError(f"{options.name}.columns({count!r}): give a whole number of rows")
        _refuse_hidden_work(options)
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


def _refuse_declared(options: HvacOptions, said: Mapping[str, Any]) -> None:
    """Whoever says what is declared says nothing, and would hide what follows from it.
    pytest-factoryboy's fixture of a row does so with every declaration. Raises `BadValue`."""
    declared = options.base_declarations
    for name, value in said.items():
        if isinstance(value, BaseDeclaration) and value is declared.get(name):
            why = (
                "is given as it is declared, as the fixtures of rows do that pytest-factoryboy"
                " makes; call the factory in a fixture of your own"
            )
            raise BadValue(f"a factory of {options.model.__name__}", name, why)


def _given(options: HvacOptions, name: str, value: Any, count: int) -> Column:
    if name not in options.base_declarations and name not in options.parameters:
        known = nearest(name, options.saying.names())
        raise BulkError(f"{options.name} declares no column {name!r}{known}")
    type_ = options.types.get(name)
    if isinstance(value, str) and type_ is not None and not isinstance(type_, sa.String):
        raise BulkError(f"{options.name}.{name}: {value!r} is a text; give {_units(type_)}")
    column = broadcast(value, count)
    if len(column) != count:
        raise BulkError(f"{options.name}.{name}: {len(column)} values for {count} rows")
    return column


def _units(type_: Any) -> str:
    if isinstance(type_, (sa.Date, sa.DateTime)):
        return "datetime64"
    return "bool" if isinstance(type_, sa.Boolean) else "whole numbers"


def _refuse_hidden_work(options: HvacOptions) -> None:
    """Raw inserts bypass hooks: refuse a factory that has any but ``Brings``."""
    hidden = [n for n, d in options.post_declarations.as_dict().items() if not _only_brings(d)]
    hidden += [
        hook
        for hook in ("_adjust_kwargs", "_build", "_create", "_after_postgeneration")
        if getattr(options.factory, hook).__func__ is not getattr(HvacFactory, hook).__func__
    ]
    if hidden:
        raise BulkError(f"{options.name}.{hidden[0]} does not run in bulk; use create_batch()")


def _only_brings(declared: Any) -> bool:
    """Whether nothing but rows that come along is generated, in a trait or without."""
    if isinstance(declared, Maybe):
        choices = (declared.yes, declared.no)
        return all(_only_brings(choice) for choice in choices if choice is not SKIP)
    return isinstance(declared, (Brings, BringsAsked, BringsList))


__all__ = ["HvacFactory", "HvacOptions"]
