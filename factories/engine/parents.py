"""Parents with their foreign keys, and the rows that come along with a single object."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
from factory import CREATE_STRATEGY, STUB_STRATEGY, declarations
from factory.declarations import SKIP, PostGenerationContext, SelfAttribute

from factories.engine.column import Declaration
from factories.engine.context import bound_session, current
from factories.engine.factory_boy_types import (
    RelatedFactory,
    RelatedFactoryList,
    SubFactory,
)
from factories.engine.rows import BulkError, BulkRows, NoParent, Rows
from factories.engine.rows_in_session import find, first
from factories.engine.stub_parents import SHARED, is_aside, is_own, real
from factories.engine.traits import reach
from factories.engine.usage_errors import BadValue, told
from factories.engine.values import NULL, Column

_ONE_UP = 2
"""factory_boy's depth of ``SelfAttribute("..customer")``: the row below a parent."""


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

    _defaults: dict[str, Any]  # factory_boy's own; not in the stubs

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
        self.name = ""
        self.key = self.own_key = key or ""
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
        builder = step.builder
        if self.key in builder.extras or self.key in variant_of(step).keyed:
            return self._by_key(instance, step)
        if self.optional and not overrides:
            return None
        return self.evaluate(instance, step, self._with_defaults(overrides))

    def _with_defaults(self, context: dict[str, Any]) -> dict[str, Any]:
        """The parent's defaults, as far as what is said leaves them, and what is said."""
        if not context:
            return dict(self._defaults)
        parent_of = {above.key: name for name, above in self._parents_above()}
        heads = {parent_of.get(name, name) for name in context}
        kept = {
            default: value
            for default, value in self._defaults.items()
            if not any(overrules(name, default) for name in heads)
            and not self._gives_way(default, context)
        }
        return {**kept, **context}

    def _gives_way(self, default: str, said: dict[str, Any]) -> bool:
        """Whether a default is about what a trait that is said changes, or the other way round."""
        traits = getattr(self.options, "traits", {})
        changed = {n for t in said if t in traits and said[t] for n in reach(t, traits)} | set(said)
        meant = reach(default, traits) if default in traits else {default}
        return not meant.isdisjoint(changed)

    def evaluate(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        for giver in self.of:
            if (found := self._parent_of(giver, instance, step)) is not None:
                self.refuse_unheard(giver, step)
                return found
        # The declaration's own defaults are no wish of the caller's.
        if self.shared and extra == self._defaults:
            in_session = step.builder.strategy == CREATE_STRATEGY
            in_session = in_session and not is_aside(step.builder, self.options)
            return self._of_session(step) if in_session else self._of_tree(step)
        return self.made(instance, step, extra)

    def made(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        """A new one."""
        return super().evaluate(instance, step, extra)

    def refuse_unheard(self, giver: str, step: Any) -> None:
        """What is said of a parent that another row brings changes nothing."""
        for name, value in step.builder.extras.items():
            if name.startswith(f"{self.name}__"):
                raise BadValue(
                    step.builder.factory_meta.name,
                    told({name: value}),
                    f"changes nothing: the {self.name} is that of the {giver}",
                )

    def handed_down(self, name: str) -> tuple[list[str], bool] | None:
        """The way, from the row below, to what stands in for a parent's ``name``; and whether
        ``name`` is a key, and the way leads to the row that it is of."""
        of = {p.key: n for n, p in self._parents_above() if p.key != n}
        for default in (of.get(name, name), name):
            source = self._defaults.get(default)
            if isinstance(source, SelfAttribute) and source.depth == _ONE_UP:
                return source.attribute_name.split("."), default != name
        return None

    def _parents_above(self) -> list[tuple[str, Parent]]:
        declared = getattr(self.options, "base_declarations", {})
        return [(name, own) for name, own in declared.items() if isinstance(own, Parent)]

    def _by_key(self, instance: Any, step: Any) -> Any:
        """The row that the key leads to; an object without a session has the key alone."""
        key = getattr(instance, self.key)
        if key is not None and is_aside(step.builder, self.options):
            return step.recurse(self.get_factory(), {}, key)
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
        given = giver in extras or declared.key in extras or isinstance(declared, Replaced)
        asked = giver in variant_of(step).asked or options.asks_for(giver, extras)
        # A subclass may always bring one; a device, though, takes the customer from its call.
        brought = asked if declared.optional else declared.handed_down(self.name) is None
        if given or brought:
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
            number = SHARED if is_aside(step.builder, self.options) else None
            kept[model] = step.recurse(self.get_factory(), self._defaults, number)
        return kept[model]

    def _of_session(self, step: Any) -> Any:
        """The first row of the table in the session, or the one picked; made if there is none."""
        model = self.options.model
        kept = current.shared.get(model)
        if kept is None or kept not in bound_session():
            kept = self.shared() if callable(self.shared) else first(model)
            kept = kept or step.recurse(self.get_factory(), self._defaults)
            current.shared[model] = kept
        return kept


class Replaced(Parent):
    """A parent that a subclass takes from elsewhere: ``customer = Iterator(...)``, or a row.

    Its key, and whoever asks for the parent of a parent, go on as before.
    """

    source: Any

    @classmethod
    def by(cls, source: Any, parent: Parent) -> Replaced:
        """A parent that ``source`` gives from now on."""
        replaced = cls.__new__(cls)
        replaced.__dict__.update(parent.__dict__)
        replaced.source = source
        replaced.optional = replaced.shared = False
        replaced._defaults = {}
        return replaced

    def evaluate_pre(self, instance: Any, step: Any, overrides: dict[str, Any]) -> Any:
        if self.key in step.builder.extras:
            return self._by_key(instance, step)
        if isinstance(self.source, declarations.BaseDeclaration):
            return self.source.evaluate_pre(instance, step, overrides)
        return self.source


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
        if not options.is_numbered and not getattr(step.builder, "aside", False):
            # Where it is the model's own default, the session fills it in when it writes both.
            key = getattr(real(parent), options.rename.get(options.key, options.key), None)
            return SKIP if key is None else key
        key = getattr(parent, options.key)
        if key is None and step.builder.strategy == CREATE_STRATEGY:
            # Made by hand: it gets its key from the database.
            session = bound_session()
            session.add(parent)
            session.flush()
            key = getattr(parent, options.key)
        return key


class _ComesAlong:
    """A row that comes along with another; not with a stub, which is only its own values.

    A value says whether: ``lines=None`` leaves them out. One in a subclass's body holds for all of
    its rows.
    """

    told: Any = True

    def with_default(self: Any, value: Any) -> Any:
        """The same for a subclass that says ``lines = None``."""
        changed = copy.copy(self)
        changed.told = value
        return changed

    def evaluate_post(self: Any, instance: Any, step: Any, overrides: Any) -> Any:
        if step.builder.strategy == STUB_STRATEGY:
            return None
        context = {name: value for name, value in overrides.items() if name}
        asked = overrides.get("", self.usual(context))
        name = self.place(step)
        options = step.builder.factory_meta
        if is_own(options) and not is_own(self.get_factory()._meta):
            # Our tables are not there.
            if asked and ("" in overrides or context):
                why = "are rows of a table that is not there; bring rows of your own models"
                raise BadValue(options.name, told({name: asked}), why)
            return self.none()
        if not self.takes(asked):
            raise BadValue(step.builder.factory_meta.name, told({name: asked}), self.TAKES)
        if not asked:
            self._refuse_unheard(name, asked, step)
            return self.none()
        return self.along(instance, step, context, asked)

    def usual(self, context: Any) -> Any:  # noqa: ARG002
        """What is asked for where nothing is said."""
        return self.told

    TAKES = "must be None or True; what is different about them is said by name__field=..."

    def takes(self, asked: Any) -> bool:
        """Whether a value can be said of them."""
        return asked is None or isinstance(asked, bool)

    def none(self) -> Any:
        """What stands for no row."""
        return None

    def along(self: Any, instance: Any, step: Any, context: Any, asked: Any) -> Any:  # noqa: ARG002
        """The rows."""
        return self.call(instance, step, PostGenerationContext(False, None, context))

    def place(self, step: Any) -> str:
        """The name under which it is declared, with the traits that are on."""
        declared = variant_of(step).post.declarations
        return next((name for name, other in declared.items() if other is self), "rows")

    def _refuse_unheard(self, name: str, asked: Any, step: Any) -> None:
        for said, value in step.builder.extras.items():
            if said.startswith(f"{name}__") and said != f"{name}__":
                options = step.builder.factory_meta
                why = f"changes nothing: there are no {name}"
                why += f", with {name}={asked!r}" if name in step.builder.extras else ""
                raise BadValue(options.name, told({said: value}), why)


class Brings(_ComesAlong, RelatedFactory):
    """Rows that come along with a single object (an invoice's lines); in bulk a step makes them."""


class BringsList(_ComesAlong, RelatedFactoryList):
    """As :class:`Brings`, for several rows."""


class BringsAsked(_ComesAlong, RelatedFactory):
    """As many rows as the caller asks for, none otherwise: ``parts=3``, ``with_contract=True``.

    What is said of them alone asks for one: ``parts__quantity_used=2``.
    """

    TAKES = "must be a count or True"
    told: Any = None

    def usual(self, context: Any) -> Any:
        return bool(context) if self.told is None else self.told

    def takes(self, asked: Any) -> bool:
        return asked is None or (isinstance(asked, int) and asked >= 0)

    def none(self) -> Any:
        return []

    def along(self: Any, instance: Any, step: Any, context: Any, asked: Any) -> Any:
        each = PostGenerationContext(False, None, context)
        return [self.call(instance, step, each) for _ in range(asked)]


def variant_of(step: Any) -> Any:
    """What holds with the traits that are on; also where a factory of somebody else's builds."""
    builder = step.builder
    if getattr(builder, "variant", None) is None:
        builder.variant = builder.factory_meta.variant_for(builder.extras)
    return builder.variant


def overrules(said: str, default: str) -> bool:
    """Whether what is said leaves nothing of a default: where a parent is given, its name goes."""
    parent = said.removesuffix("_id")
    return default.startswith((f"{said}__", f"{parent}__")) or (
        parent != said and default == parent
    )
