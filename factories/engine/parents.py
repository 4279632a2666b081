"""Parents with their foreign keys, and the rows that come along with a single object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from factory import CREATE_STRATEGY, STUB_STRATEGY
from factory.declarations import SKIP

from factories.engine.boy import RelatedFactory, RelatedFactoryList, SubFactory
from factories.engine.column import Declaration
from factories.engine.complaints import BadValue
from factories.engine.context import bound_session, current, find, first
from factories.engine.rows import BulkError, BulkRows, NoParent, Rows
from factories.engine.values import NULL, Column


class Parent(SubFactory):
    """A parent row with its foreign key: ``customer = Parent(CustomerFactory)`` makes both columns,
    ``customer`` and ``customer_id``.

    A single object brings its parent along, unless the caller gives the parent or its key. In bulk
    the step must name the parents: a factory never invents one there.

    With ``of``, the parent is the one of another parent where the caller gives that: the customer
    *of* a device. Several names are tried in turn.
    An ``optional`` parent is made only when asked for (``lead__status="New"``); what the
    declaration itself says of it asks for nothing. A ``shared`` one is made once and then serves
    all objects of the session: a test's customers belong to one branch. A function under ``shared``
    picks it among those in the session, or gives None to have one made.
    """

    def __init__(
        self,
        parent: Any,
        key: str | None = None,
        *,
        optional: bool = False,
        shared: bool | Callable[[], Any] = False,
        of: str | tuple[str, ...] = (),
        **defaults: Any,
    ) -> None:
        super().__init__(parent, **defaults)
        self.defaults = defaults
        self.name = ""
        self.key = key or ""
        self.of = (of,) if isinstance(of, str) else of
        self.optional = optional
        self.shared = shared

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.key = self.key or f"{name}_id"

    @property
    def options(self) -> Any:
        """What the engine knows of the parent's factory."""
        return self.get_factory()._meta

    def evaluate_pre(self, instance: Any, step: Any, overrides: dict[str, Any]) -> Any:
        return self.found(instance, step, overrides)

    def found(self, instance: Any, step: Any, asked: dict[str, Any]) -> Any:
        """The parent, given or made; ``asked`` is what the caller says of it."""
        if self.key in step.builder.extras:
            return self._by_key(instance, step)
        if self.optional and not asked:
            return None
        for giver in self.of:
            if (found := self._parent_of(giver, instance, step)) is not None:
                return found
        if self.shared and not asked:
            in_session = step.builder.strategy == CREATE_STRATEGY
            return self._of_session(step) if in_session else self._of_tree(step)
        return self.made(instance, step, asked)

    def made(self, instance: Any, step: Any, asked: dict[str, Any]) -> Any:
        """A new one."""
        return self.evaluate(instance, step, self.unroll_context(instance, step, asked))

    def _by_key(self, instance: Any, step: Any) -> Any:
        """The row that the key leads to; an object without a session has the key alone."""
        key = getattr(instance, self.key)
        if key is None or step.builder.strategy != CREATE_STRATEGY:
            return SKIP
        return self.of_key(key, step.builder.factory_meta)

    def of_key(self, key: Any, child: Any) -> Any:
        """The parent with this primary key in the bound session."""
        found = find(self.options.model, key) if current.session is not None else None
        if found is None:
            raise NoParent(
                f"{child.name}: there is no {self.name} with {self.key}={key!r}"
                " in the session; make it first, or give the object"
            )
        return found

    def _parent_of(self, giver: str, instance: Any, step: Any) -> Any:
        """The parent that another parent has, where the caller says which that is."""
        extras, options = step.builder.extras, step.builder.factory_meta
        declared = options.parent(giver)
        given = giver in extras or declared.key in extras
        if given or (declared.optional and options.asks_for(giver, extras)):
            return getattr(getattr(instance, giver), self.name, None)
        return None

    def _of_tree(self, step: Any) -> Any:
        """What is built without a session has one branch in itself, and none with others."""
        root = step
        while root.parent_step is not None:
            root = root.parent_step
        kept = root.__dict__.setdefault("shared", {})
        model = self.options.model
        if model not in kept:
            kept[model] = step.recurse(self.get_factory(), self.defaults)
        return kept[model]

    def _of_session(self, step: Any) -> Any:
        """The first row of the table in the session, or the one picked; made if there is none."""
        model = self.options.model
        kept = current.shared.get(model)
        if kept is None or kept not in bound_session():
            kept = self.shared() if callable(self.shared) else first(model)
            kept = kept or step.recurse(self.get_factory(), self.defaults)
            current.shared[model] = kept
        return kept


class ParentKey(Declaration):
    """The foreign key that goes with a :class:`Parent`; added by the factory class itself."""

    def __init__(self, parent: str, name: str, optional: bool) -> None:
        super().__init__()
        self.parent, self.name, self.optional = parent, name, optional

    def column(self, rows: Rows) -> Column:
        if self.optional:
            return np.full(len(rows), NULL, np.int64)
        assert isinstance(rows, BulkRows)
        raise BulkError(
            f"{rows.options.name}.{self.name} must be given in bulk:"
            " a factory does not invent parents there"
        )

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:  # noqa: ARG002
        parent = getattr(instance, self.parent)
        if parent is None or parent is SKIP:
            return None
        options = step.builder.factory_meta.parent(self.parent).options
        key = getattr(parent, options.key)
        if key is None and step.builder.strategy == CREATE_STRATEGY:
            # Made by hand: it gets its key from the database.
            session = bound_session()
            session.add(parent)
            session.flush()
            key = getattr(parent, options.key)
        return key


class _NotInStubs:
    """A stub is only its own values: nothing comes along with it."""

    def evaluate_post(self, instance: Any, step: Any, overrides: Any) -> Any:
        if step.builder.strategy == STUB_STRATEGY:
            return None
        return super().evaluate_post(instance, step, overrides)  # type: ignore[misc]


class Brings(_NotInStubs, RelatedFactory):
    """Rows that come along with a single object (an invoice's lines); in bulk a step makes them."""


class BringsList(_NotInStubs, RelatedFactoryList):
    """As :class:`Brings`, for several rows."""


class BringsAsked(_NotInStubs, RelatedFactory):
    """As many rows as the caller asks for, none otherwise: ``parts=3``, ``with_contract=True``.

    What is said of them alone asks for one: ``parts__quantity_used=2``.
    """

    def evaluate_post(self, instance: Any, step: Any, overrides: Any) -> Any:
        return super().evaluate_post(instance, step, overrides) if overrides else []

    def call(self, instance: Any, step: Any, context: Any) -> Any:
        asked = context.value if context.value_provided else bool(context.extra)
        if not isinstance(asked, int) or asked < 0:
            options = step.builder.factory_meta
            declared = options.post_declarations.as_dict()
            name = next(name for name, other in declared.items() if other is self)
            raise BadValue(
                options.name,
                f"{name}={asked!r}",
                "says not how many; give a number or True",
            )
        alone = context._replace(value_provided=False, value=None)
        return [super(BringsAsked, self).call(instance, step, alone) for _ in range(asked)]
